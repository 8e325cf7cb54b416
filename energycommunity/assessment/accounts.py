"""From the ledgers of the programme and the values found to the accounts of a year: costs, money spent, energy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from energycommunity.optimization.programme import Programme
from energycommunity.quantities import CostEntry, EnergyEntry, InvestmentEntry
from energycommunity.technologies.ledger import Values, total

#: Amounts below this are dust of the solver and no lines of an account [EUR/a, kWh/a].
DUST = 1e-6


@dataclass(frozen=True)
class Accounts:
    """The lines of one year; what does not occur is left out."""

    costs: tuple[CostEntry, ...]
    investments: tuple[InvestmentEntry, ...]
    energy: tuple[EnergyEntry, ...]


def accounts_of(programme: Programme, values: Values, billed: Values | None = None) -> Accounts:
    """The accounts of a dispatch: costs of what is `billed`, which add up to the objective, energy of what ran.

    Both are the same, and only `values` is given, where sharing is settled by the step.
    """
    paid = values if billed is None else billed
    ledgers, vat = programme.contributions, programme.case.vat
    costs = [
        CostEntry(
            cost.asset,
            cost.payer,
            cost.kind,
            total(cost.terms, paid) + cost.constant_eur_per_year,
            cost.grows_as,
        )
        for cost in ledgers.costs
    ]
    investments = [
        InvestmentEntry(
            use.asset,
            use.payer,
            (total(use.terms, values) + use.constant_eur) * (1.0 + vat.get((use.payer, "other"), 0.0)),
            use.lifetime_years,
            use.first_year,
        )
        for use in ledgers.investments
    ]
    energy = [
        EnergyEntry(use.asset, use.place, use.carrier, use.sector, use.role, total(use.terms, values))
        for use in ledgers.energy
    ]
    return Accounts(
        tuple(cost for cost in costs if abs(cost.eur_per_year) > DUST),
        tuple(investment for investment in investments if investment.eur > DUST),
        tuple(entry for entry in _used_at_home(energy) if abs(entry.kwh_per_year) > DUST),
    )


def _used_at_home(energy: Sequence[EnergyEntry]) -> list[EnergyEntry]:
    """Own production counts as far as it is used or shared: what a meter exports is taken off, in proportion.

    What is exported of cogeneration is kept as a line of its own, for its fuel is shared out over all that it made.
    """
    produced: dict[str, float] = {}
    exported: dict[str, float] = {}
    for entry in energy:
        sums = produced if _is_own_electricity(entry) else exported if entry.role == "exported" else None
        if sums is not None:
            sums[entry.place] = sums.get(entry.place, 0.0) + entry.kwh_per_year
    used = {
        place: max(1.0 - exported.get(place, 0.0) / kwh, 0.0) if kwh > DUST else 0.0 for place, kwh in produced.items()
    }
    at_home: list[EnergyEntry] = []
    for entry in energy:
        share = used[entry.place] if _is_own_electricity(entry) else 1.0
        at_home.append(replace(entry, kwh_per_year=entry.kwh_per_year * share))
        if entry.role == "cogenerated":
            exports = entry.kwh_per_year * (1.0 - share)
            at_home.append(replace(entry, role="cogenerated_exported", kwh_per_year=exports))
    return at_home


def _is_own_electricity(entry: EnergyEntry) -> bool:
    return entry.carrier == "electricity" and entry.role in ("produced", "cogenerated")
