"""Amounts to the cent: each line rounded half up, and the cents that are then missing given by largest remainder.

Half a cent is rounded up, away from zero for what is earned, as merchants do and as Article 5 of Council Regulation
(EC) No 1103/97 rounds amounts after the conversion into euro; no rule for lines of electricity bills was found, so
this is an assumption. VAT of a line is its rounded amount times the rate, rounded in the same way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

CENT = Decimal("0.01")
#: Sums of floating-point numbers are exact to far more than this; it keeps their noise from deciding on half a cent.
NOISE = Decimal("1e-8")

#: What an invoice line is for. `energy`, `network`, `tax`: to outsiders; `taken_back`: what they do not ask for, since
#: it was given before (net metering); `revenue`: what a trader pays or credits; `credit_account`: of that, what waits
#: on the account, or comes from it (net billing); `shared_in`, `shared_out`: paid to, and had from, the other members.
LineKind = Literal["energy", "network", "tax", "taken_back", "revenue", "credit_account", "shared_in", "shared_out"]
LINE_KINDS: tuple[LineKind, ...] = (
    "energy",
    "network",
    "tax",
    "taken_back",
    "shared_in",
    "shared_out",
    "revenue",
    "credit_account",
)
#: What outsiders charge, with VAT, and what comes from the trader.
FROM_OUTSIDERS: tuple[LineKind, ...] = ("energy", "network", "tax", "taken_back")
FROM_TRADER: tuple[LineKind, ...] = ("revenue", "credit_account")
#: What a member sells: with VAT only where he owes it to the state.
SOLD: tuple[LineKind, ...] = ("revenue", "shared_out")


@dataclass(frozen=True)
class InvoiceLine:
    """One line of a member's invoice of a month; what he earns is below zero.

    Parameters
    ----------
    member, meter, month : str
        Who, at which meter, and the civil month as `2025-01`.
    kind : str
        What for.
    energy_kwh : float
        Energy the line counts; zero for what has none.
    net_eur, vat_eur : Decimal
        To the cent.
    deductible_vat_eur : Decimal
        The part of the VAT that the member gets back from the state; below zero what he owes it for what he sells.
    """

    member: str
    meter: str
    month: str
    kind: LineKind
    energy_kwh: float
    net_eur: Decimal
    vat_eur: Decimal
    deductible_vat_eur: Decimal

    @property
    def to_pay_eur(self) -> Decimal:
        """Amount with VAT."""
        return self.net_eur + self.vat_eur


def to_cent(eur: float | Decimal) -> Decimal:
    """An amount to the cent, half a cent away from zero.

    >>> to_cent(0.125), to_cent(-0.125), to_cent(0.1 + 0.2 + 0.025)
    (Decimal('0.13'), Decimal('-0.13'), Decimal('0.33'))
    """
    exact = Decimal(eur).quantize(NOISE, ROUND_HALF_UP)
    return exact.quantize(CENT, ROUND_HALF_UP) + 0  # the sum with 0 makes 0.00 of -0.00


def rounded_to_total(exact_eur: Mapping[str, float], total_eur: Decimal | None = None) -> dict[str, Decimal]:
    """Amounts to the cent that add up to their rounded total.

    Each is rounded by itself; cents that are then missing go to those that lost most by rounding, cents too many are
    taken from those that gained most. Among equals the first name in alphabetical order comes first, so that the
    order of members does not matter.

    Parameters
    ----------
    exact_eur : mapping of str to float
        Amount by name [EUR].
    total_eur : Decimal, optional
        What they must add up to, where it is not their own sum rounded [EUR].

    Examples
    --------
    Three times 3.333 EUR of 10.00 EUR: one of the three has the cent that is left.

    >>> rounded_to_total({"a": 10 / 3, "b": 10 / 3, "c": 10 / 3})
    {'a': Decimal('3.34'), 'b': Decimal('3.33'), 'c': Decimal('3.33')}
    """
    exact = {name: Decimal(eur).quantize(NOISE, ROUND_HALF_UP) for name, eur in exact_eur.items()}
    rounded = {name: to_cent(eur) for name, eur in exact.items()}
    total = to_cent(sum(exact.values(), Decimal(0))) if total_eur is None else total_eur
    missing = total - sum(rounded.values(), Decimal(0))
    step = CENT if missing > 0 else -CENT
    in_turn = sorted(exact, key=lambda name: ((rounded[name] - exact[name]) * step, name))
    for name in in_turn[: int(abs(missing) / CENT)]:
        rounded[name] += step
    return rounded
