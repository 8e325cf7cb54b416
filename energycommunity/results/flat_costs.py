"""What the owners of an apartment house pay in each month of a variant, by what for; and what comes to each flat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import numpy as np

from energycommunity.quantities import FloatArray
from energycommunity.results.finance_plans import finance_plans, rent_of_member
from energycommunity.results.run_results import Results, VariantResult
from energycommunity.scenario.flats import FlatsOfHouse, flats_of
from energycommunity.scenario.members_and_buildings import Building
from energycommunity.settlement.flats import split
from energycommunity.tariffs.charges import FixedCharge

#: Lines of a house in the order of the sheet.
LINES = ("heat", "common_electricity", "flats_electricity", "flats_connection", "upkeep", "rent", "loan")
MONTHS = 12
#: Months of winter, counted from 0: December, January, February.
WINTER = (0, 1, 11)
UPKEEP = ("fixed_om", "variable_om")


@dataclass(frozen=True)
class Payments:
    """What is paid in a winter month and in the mean month of the year, by line, to the cent [EUR]."""

    winter_eur: Mapping[str, Decimal]
    mean_eur: Mapping[str, Decimal]

    @property
    def winter_total_eur(self) -> Decimal:
        """All that is paid in a winter month [EUR]."""
        return sum(self.winter_eur.values(), Decimal("0.00"))

    @property
    def mean_total_eur(self) -> Decimal:
        """All that is paid in the mean month [EUR]."""
        return sum(self.mean_eur.values(), Decimal("0.00"))


@dataclass(frozen=True)
class FlatPayments:
    """A flat, or the house where `flat` is empty: payments now and after, and by month for the figure [EUR].

    `now_by_month_eur`, `after_by_month_eur`: shape (12,), the loan left out; `loan_eur` is paid in each month after.
    """

    flat: str
    now: Payments
    after: Payments
    now_by_month_eur: FloatArray
    after_by_month_eur: FloatArray

    @property
    def loan_eur(self) -> Decimal:
        """What the loan takes a month [EUR]."""
        return self.after.winter_eur.get("loan", Decimal("0.00"))


def flat_payments(results: Results, variant: str, building: str) -> tuple[FlatPayments, ...]:
    """The house first, then each of its flats; nothing for a run that is no whole year."""
    result = results.variants[variant]
    if not tells_flats(results, variant, building):
        return ()
    house = house_of(result, building, results.source.parent)
    now, after = house_months(results, results.baseline, building), house_months(results, variant, building)
    split_now, split_after = _split(house, now), _split(house, after)
    monthly_now, monthly_after = _by_month(house, now), _by_month(house, after)
    found = [
        FlatPayments(flat.name, split_now[flat.name], split_after[flat.name], monthly_now[at], monthly_after[at])
        for at, flat in enumerate(house.flats)
    ]
    return (_of_house(found, now, after), *found)


def tells_flats(results: Results, variant: str, building: str) -> bool:
    """Whether a run is a whole year, and the baseline has the house too."""
    whole = results.variants[variant].bills.sizes["month"] == MONTHS
    return whole and building in results.variants[results.baseline].scenario.buildings


def house_of(result: VariantResult, building: str, folder: Path) -> FlatsOfHouse:
    """The flats of a building with the keys of its costs."""
    return flats_of(result.scenario.flats[building], folder, result.scenario.buildings[building].dwellings)


def house_months(results: Results, variant: str, building: str) -> dict[str, FloatArray]:
    """What a house pays in each month, with VAT, by line [EUR], each of shape (12,)."""
    result = results.variants[variant]
    stands = result.scenario.buildings[building]
    months = {line: np.zeros(MONTHS) for line in LINES}
    bills = result.bills
    for place, meter in enumerate(bills["meter"].values):
        line = _line_of(result, stands, building, str(meter))
        if line is not None:
            months[line] += bills["eur"].values[place] + bills["vat_eur"].values[place]
    if stands.flats_meter is not None:
        standing = _standing_eur(result, stands.flats_meter)
        months["flats_connection"] += standing
        months["flats_electricity"] -= standing
    member = result.scenario.meters[stands.meter].owner
    months["upkeep"] += _upkeep_eur(result, member) / MONTHS
    months["rent"] += rent_of_member(result, member)[1] / MONTHS
    if variant != results.baseline:
        plans = (found.plan for found in finance_plans(results, variant))
        months["loan"] += sum(plan.monthly_loan_eur for plan in plans if plan.member == member)
    return {line: paid for line, paid in months.items() if paid.any()}


def _line_of(result: VariantResult, stands: Building, building: str, meter: str) -> str | None:
    """Which line a bill belongs to; None if it is not the house's."""
    if meter == stands.meter:
        return "common_electricity"
    if meter == stands.flats_meter:
        return "flats_electricity"
    asset = result.scenario.assets.get(meter)
    return "heat" if asset is not None and getattr(asset, "at", None) == building else None


def _standing_eur(result: VariantResult, meter: str) -> FloatArray:
    """What a meter costs in each month whatever flows, with VAT [EUR], shape (12,)."""
    contract, grid = result.contracts[meter], result.scenario.grid()
    fixed = (charge for _, charge in contract.charges() if isinstance(charge, FixedCharge))
    billed = sum((charge.bill(np.zeros(grid.steps), grid) for charge in fixed), np.zeros(MONTHS))
    return np.asarray(billed * (1.0 + contract.vat_rate), dtype=np.float64)


def _upkeep_eur(result: VariantResult, member: str) -> float:
    """Operation and maintenance of a year, with its VAT [EUR/a]."""
    return sum(
        cost.eur_per_year
        for cost in result.assessment.accounts.costs
        if cost.payer == member and (cost.kind in UPKEEP or (cost.kind == "tax" and cost.grows_as in UPKEEP))
    )


def _split(house: FlatsOfHouse, months: Mapping[str, FloatArray]) -> dict[str, Payments]:
    winter = split(house, {line: float(paid[list(WINTER)].mean()) for line, paid in months.items()})
    mean = split(house, {line: float(paid.mean()) for line, paid in months.items()})
    return {flat.name: Payments(winter[flat.name], mean[flat.name]) for flat in house.flats}


def _by_month(house: FlatsOfHouse, months: Mapping[str, FloatArray]) -> FloatArray:
    """What each flat pays in each month, the loan left out [EUR], shape (flats, 12)."""
    paid = np.zeros((len(house.flats), MONTHS))
    for month in range(MONTHS):
        lines = split(house, {line: float(eur[month]) for line, eur in months.items() if line != "loan"})
        paid[:, month] = [float(sum(lines[flat.name].values(), Decimal(0))) for flat in house.flats]
    return paid


def _of_house(
    flats: list[FlatPayments], now: Mapping[str, FloatArray], after: Mapping[str, FloatArray]
) -> FlatPayments:
    """The house: what its flats pay together."""

    def together(of: str) -> Payments:
        paid = [getattr(flat, of) for flat in flats]
        lines = dict.fromkeys(line for each in paid for line in each.winter_eur)
        return Payments(
            {line: sum((each.winter_eur[line] for each in paid), Decimal("0.00")) for line in lines},
            {line: sum((each.mean_eur[line] for each in paid), Decimal("0.00")) for line in lines},
        )

    def sums(months: Mapping[str, FloatArray]) -> FloatArray:
        return np.asarray(sum(paid for line, paid in months.items() if line != "loan"), dtype=np.float64)

    return FlatPayments("", together("now"), together("after"), sums(now), sums(after))
