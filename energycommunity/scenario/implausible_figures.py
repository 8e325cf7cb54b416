"""Figures that no building, boiler or place of this kind has: most often a slip of unit or of sign."""

from __future__ import annotations

from collections.abc import Iterator

from energycommunity.errors import Fault
from energycommunity.parameters.building_series import building_types, known_series, series_type
from energycommunity.scenario.members_and_buildings import Building
from energycommunity.scenario.schema import Scenario
from energycommunity.scenario.schema_tree import nearest
from energycommunity.tariffs.fuel import Fuel

#: Heat per heated area and year [kWh/m2] that buildings have: a passive house, and an open hall with a sauna.
HEAT_KWH_PER_M2 = (15.0, 600.0)
#: Electricity per heated area and year [kWh/m2]: a store room, and a bakery or a server room.
ELECTRICITY_KWH_PER_M2 = (1.0, 1000.0)
#: Cold per heated area and year [kWh/m2]: rooms cooled on a few hot days, and a hall full of machines.
COOLING_KWH_PER_M2 = (0.1, 300.0)
#: No single building of a village is larger [m2].
LARGEST_AREA_M2 = 50_000.0
#: Latvia, with its coast: least and highest latitude and longitude [deg].
LATITUDES_DEG, LONGITUDES_DEG = (55.6, 58.1), (20.9, 28.3)
#: Prices of a year farther from the computed one are another market [years].
MOST_YEARS_APART = 5


def implausible_figures(scenario: Scenario) -> Iterator[Fault]:
    """Site, years, prices and buildings whose figures are off by far; of equal buildings the first only."""
    yield from _site(scenario)
    yield from _years(scenario)
    for name, tariff in scenario.tariffs.items():
        if isinstance(tariff, Fuel):
            yield from _negative_price(name, tariff)
    groups: set[str] = set()
    for name, building in scenario.buildings.items():
        if building.group is None or building.group not in groups:
            yield from _of_building(name, building)
        groups |= {building.group} if building.group else set()


def _site(scenario: Scenario) -> Iterator[Fault]:
    latitude, longitude = scenario.site.latitude_deg, scenario.site.longitude_deg
    if _in_latvia(latitude, longitude):
        return
    key = "scenario_notice_site_swapped" if _in_latvia(longitude, latitude) else "scenario_notice_site_abroad"
    yield Fault(key, {"latitude": latitude, "longitude": longitude}, path="site")


def _in_latvia(latitude_deg: float, longitude_deg: float) -> bool:
    south, north = LATITUDES_DEG
    west, east = LONGITUDES_DEG
    return south <= latitude_deg <= north and west <= longitude_deg <= east


def _years(scenario: Scenario) -> Iterator[Fault]:
    year = scenario.time.year or int(str(scenario.time.start)[:4])
    price_year = scenario.economics.price_year
    if abs(year - price_year) > MOST_YEARS_APART:
        yield Fault("scenario_notice_years_apart", {"year": year, "price_year": price_year}, path="time")


def _negative_price(name: str, tariff: Fuel) -> Iterator[Fault]:
    for key in type(tariff).model_fields:
        price = getattr(tariff, key) if key.startswith("price_") else None
        if price is not None and price < 0:
            values: dict[str, object] = {"name": name, "price": price}
            yield Fault("scenario_notice_negative_price", values, path=f"tariffs.{name}.{key}")


def _of_building(name: str, building: Building) -> Iterator[Fault]:
    path, area_m2 = f"buildings.{name}", building.heated_area_m2
    if building.series is not None and series_type(building.series) not in building_types():
        near = nearest(building.series, known_series())
        key = "scenario_notice_series_nearest" if near else "scenario_notice_series"
        values: dict[str, object] = {"given": building.series, "nearest": near, "allowed": ", ".join(known_series())}
        yield Fault(key, values, path=f"{path}.series")
    if area_m2 is None:
        return
    if area_m2 > LARGEST_AREA_M2:
        yield Fault("scenario_notice_area", {"building": name, "area": area_m2}, path=f"{path}.heated_area_m2")
    yield from _heat(name, building, area_m2)
    for key in ("electricity", "common_electricity"):
        demand = getattr(building, key)
        if demand is not None and demand.annual_kwh:
            yield from _per_area("electricity", f"{path}.{key}", demand.annual_kwh / area_m2, name)
    if building.cooling is not None and building.cooling.annual_kwh:
        yield from _per_area("cooling", f"{path}.cooling", building.cooling.annual_kwh / area_m2, name)


def _heat(name: str, building: Building, area_m2: float) -> Iterator[Fault]:
    path, rooms, bill = f"buildings.{name}", building.space_heat, building.heat_bill
    if bill is not None and "space_heat" in bill.includes:
        yield from _per_area("heat_bill", f"{path}.heat_bill", float(bill.bill_kwh.sum()) / area_m2, name)
    if rooms is not None and rooms.building_type is None and rooms.power_kw is None:
        yield from _per_area("space_heat", f"{path}.space_heat", rooms.yearly_kwh()[0] / area_m2, name)


def _per_area(what: str, path: str, kwh_per_m2: float, building: str) -> Iterator[Fault]:
    """A demand per area beyond what buildings have; nothing where there is no demand at all."""
    limits = {"electricity": ELECTRICITY_KWH_PER_M2, "cooling": COOLING_KWH_PER_M2}
    least, most = limits.get(what, HEAT_KWH_PER_M2)
    if kwh_per_m2 and not least <= kwh_per_m2 <= most:
        side, limit = ("high", most) if kwh_per_m2 > most else ("low", least)
        values: dict[str, object] = {"building": building, "each": kwh_per_m2, "limit": limit}
        yield Fault(f"scenario_notice_{what}_{side}", values, path=path)
