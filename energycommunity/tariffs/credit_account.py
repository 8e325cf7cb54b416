"""The account at the trader on which exports are credited, and from which later bills are paid.

    credit of a month is used for the bill of that month and of later ones, oldest first, up to what is payable
    what has expired is paid out in part, and the rest is lost
    a month whose credit is below zero (negative prices) is charged at once

An account over a year that repeats itself is that year after enough like it: what is left in December pays in January.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from energycommunity.quantities import FloatArray
from energycommunity.tariffs.charges import EnergyCharge
from energycommunity.time_grid import TimeGrid

#: A credit still on the account: months since it was earned, and how much.
Batch = tuple[int, float]
MONTHS_OF_YEAR = 12
#: Years after which an account that repeats itself no longer changes, unless it grows without end.
_YEARS = 6


@dataclass(frozen=True)
class CreditAccount:
    """The rules of an account.

    `counts`: euros (net billing) or kilowatt-hours (net metering); `expires_after_months`: how many further bills a
    credit may pay; `emptied_in_months`: the civil months at whose beginning the account is emptied; `payout_fraction`:
    of what expires; `other_meters`: whether it pays for other meters of the member; `offsets_network`: whether a
    kilowatt-hour also saves the network's fee.
    """

    counts: Literal["eur", "kwh"]
    expires_after_months: int | None = None
    emptied_in_months: tuple[int, ...] = ()
    payout_fraction: float = 0.0
    other_meters: bool = False
    offsets_network: bool = False


@dataclass(frozen=True)
class CreditCharge(EnergyCharge):
    """A rate that is credited to an account: the dispatch counts it as earned, the settlement as the account has it."""

    account: CreditAccount = CreditAccount("eur")


@dataclass(frozen=True)
class AccountCourse:
    """What became of the credit in each civil month, and what is left at its end, shape (months,) each.

    `used`: set against the bill; below zero in months that are charged. `brought`: credits from before the first month;
    `left`: those that the last month leaves.
    """

    used: FloatArray
    paid_out: FloatArray
    lost: FloatArray
    balance: FloatArray
    brought: tuple[Batch, ...] = ()
    left: tuple[Batch, ...] = ()


def course_of(
    account: CreditAccount, earned: FloatArray, payable: FloatArray, time: TimeGrid, brought: Sequence[Batch] = ()
) -> AccountCourse:
    """The course of an account over the civil months, in the unit that it counts.

    Parameters
    ----------
    account : CreditAccount
        Its rules.
    earned, payable : FloatArray
        Credit of each month, and the most that its bill takes, shape (months,) [EUR or kWh].
    time : TimeGrid
        The months.
    brought : sequence of Batch
        Credits that the month before the first one left, the oldest first.

    Examples
    --------
    Of 10 earned in January 4 pay its bill and 3 that of February; on 1 March the rest is lost.

    >>> import pandas as pd
    >>> begin = pd.Timestamp("2025-01-01", tz="Europe/Riga").tz_convert("UTC")
    >>> time = TimeGrid(begin, 90 * 24 - 1, 1.0, "Europe/Riga", False)
    >>> rules = CreditAccount("eur", emptied_in_months=(3,))
    >>> found = course_of(rules, np.array([10.0, 0.0, 0.0]), np.array([4.0, 3.0, 5.0]), time)
    >>> found.used.tolist(), found.lost.tolist(), found.balance.tolist()
    ([4.0, 3.0, 0.0], [0.0, 0.0, 3.0], [6.0, 3.0, 0.0])
    """
    months = [int(month[5:]) for month in time.months]
    held = list(brought)
    for _ in range(_YEARS if repeats(time) else 1):
        before = held
        rows, held = _months(account, earned, payable, months, before)
        if len(held) == len(before) and np.allclose(held, before):
            break
    used, paid_out, lost, balance = np.array(rows).T.reshape(4, -1)
    return AccountCourse(used, paid_out, lost, balance, tuple(before), tuple(held))


def repeats(time: TimeGrid) -> bool:
    """Whether the months are those of a year that comes again, so that what is left in December pays in January."""
    return time.annual and len(time.months) == MONTHS_OF_YEAR


def _months(
    account: CreditAccount, earned: FloatArray, payable: FloatArray, months: list[int], held: list[Batch]
) -> tuple[list[tuple[float, float, float, float]], list[Batch]]:
    """Used, paid out, lost and left in each month, and the credits left at the end."""
    rows: list[tuple[float, float, float, float]] = []
    for month, credit, most in zip(months, earned, payable, strict=True):
        aged = [(age + 1, amount) for age, amount in held]
        gone = sum(amount for age, amount in aged if _expired(account, age, month))
        aged = [(age, amount) for age, amount in aged if not _expired(account, age, month)]
        used, held = _paid_from([*aged, (0, max(float(credit), 0.0))], max(float(most), 0.0))
        paid_out = gone * account.payout_fraction
        left = sum(amount for _, amount in held)
        rows.append((used + min(float(credit), 0.0), paid_out, gone - paid_out, left))
    return rows, held


def _expired(account: CreditAccount, age: int, month: int) -> bool:
    too_old = account.expires_after_months is not None and age > account.expires_after_months
    return too_old or month in account.emptied_in_months


def _paid_from(held: list[Batch], most: float) -> tuple[float, list[Batch]]:
    """What is taken from the credits, oldest first, and what is left of them."""
    used, left = 0.0, list[Batch]()
    for age, amount in held:
        taken = min(amount, most - used)
        used += taken
        if amount > taken:
            left.append((age, amount - taken))
    return used, left
