"""What was made of the heat bills: the figures that drive the demands, derived and not written by anybody."""

from __future__ import annotations

from dataclasses import dataclass

from energycommunity.demand import HeatBill
from energycommunity.results.run_results import VariantResult
from energycommunity.time_grid import TimeGrid


@dataclass(frozen=True)
class SeparatedBill:
    """One building's bill and its parts, MWh of a year.

    Parameters
    ----------
    building : str
        Name of the building.
    year : int or None
        Year of the bill.
    summer_months : tuple of int
        Months whose mean was taken for hot water and circulation; empty where nothing had to be separated.
    billed_mwh, hot_water_mwh, space_heat_mwh : float
        The bill, heat for water with its circulation, and heat for rooms.
    billed_degree_days, run_degree_days : float or None
        Of the bill's year and of the run [K d]; None where the heat for rooms was not normalised.
    computed_space_heat_mwh : float or None
        Heat for rooms in the weather of the run; None for a run that is no whole year.
    """

    building: str
    year: int | None
    summer_months: tuple[int, ...]
    billed_mwh: float
    hot_water_mwh: float
    space_heat_mwh: float
    billed_degree_days: float | None
    run_degree_days: float | None
    computed_space_heat_mwh: float | None


def separated_bills(result: VariantResult) -> tuple[SeparatedBill, ...]:
    """The bills of a variant's buildings, in the order of the file."""
    grid = result.scenario.grid()
    return tuple(
        _separated(name, building.heat_bill, result, grid)
        for name, building in result.scenario.buildings.items()
        if building.heat_bill is not None
    )


def _separated(name: str, bill: HeatBill, result: VariantResult, grid: TimeGrid) -> SeparatedBill:
    parts, rooms = bill.separated, bill.space_heat()
    whole = grid == TimeGrid.year(int(grid.local[0].year), grid.time_zone, grid.step_h)
    computed = days = None
    if rooms is not None and whole and result.weather is not None:
        computed = float(rooms.months_kwh(result.weather, grid).sum()) / 1e3
        days = rooms.degree_days(result.weather, grid)
    return SeparatedBill(
        name,
        bill.year,
        tuple(sorted(set(bill.summer_months))) if bill.is_mixed else (),
        float(bill.bill_kwh.sum()) / 1e3,
        float(parts.hot_water_kwh.sum()) / 1e3,
        float(parts.space_heat_kwh.sum()) / 1e3,
        None if days is None else float(days[0].sum()),
        None if days is None else float(days[1].sum()),
        computed,
    )
