"""What is doubtful in heat bills: not normalised, no heat in summer, heating in summer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from energycommunity.demand import HeatBill
from energycommunity.errors import Fault
from energycommunity.scenario.schema import Scenario

#: A month without heating that takes so many times the least of them a day is likely to have had some.
HEATED_ABOVE = 1.5


def heat_bill_notices(scenario: Scenario) -> Iterator[Fault]:
    """Doubts about the bills of all buildings, each at the path of its bill; of equal buildings once."""
    told: set[str] = set()
    for name, building in scenario.buildings.items():
        if building.group in told:
            continue
        told |= {building.group} if building.group is not None else set()
        rooms = building.room_heat
        if rooms is not None and rooms.monthly_kwh is not None and rooms.monthly_outdoor_c is None:
            written = "heat_bill" if building.space_heat is None else "space_heat"
            values: dict[str, object] = {"building": name, "year": rooms.year or "–"}
            yield Fault("heat_bill_notice_not_normalised", values, path=f"buildings.{name}.{written}")
        if building.heat_bill is not None and building.heat_bill.is_mixed:
            for key, doubt in _doubts(building.heat_bill):
                yield Fault(key, {"building": name, **doubt}, path=f"buildings.{name}.heat_bill")


def _doubts(bill: HeatBill) -> Iterator[tuple[str, dict[str, object]]]:
    """Keys of texts with their values."""
    per_day = bill.bill_kwh / bill.days
    summer = sorted(set(bill.summer_months))
    if not any(per_day[month - 1] for month in summer):
        yield "heat_bill_notice_no_summer_heat", {"months": _listed(summer)}
        return
    least = min(summer, key=lambda month: per_day[month - 1])
    for month in summer:
        if per_day[month - 1] > HEATED_ABOVE * per_day[least - 1] > 0:
            times = f"{per_day[month - 1] / per_day[least - 1]:.1f}"
            yield "heat_bill_notice_heating_in_summer", {"month": month, "least": least, "times": times}
    below = np.flatnonzero(per_day < bill.separated.summer_kwh_per_day * (1.0 - 1e-9)) + 1
    others = [int(month) for month in below if month not in summer]
    if others:
        yield "heat_bill_notice_below_summer", {"months": _listed(others)}


def _listed(months: Iterable[int]) -> str:
    return ", ".join(map(str, months))
