"""Places of buildings that cannot be, and heat maps that would show nothing or the wrong way round."""

from __future__ import annotations

import math
from collections.abc import Iterator

from energycommunity.errors import Fault
from energycommunity.heat_network.geography import FARTHEST_M
from energycommunity.scenario.schema import Scenario

#: Kilometres along a meridian that a degree of latitude has: a 360th of the circumference of 40 030 km.
KM_PER_DEGREE = 111.2


def heat_map_faults(scenario: Scenario) -> Iterator[Fault]:
    """Buildings far from the site, a map without any building, and a low level that is not lower."""
    site = scenario.site
    shrinking = math.cos(math.radians(site.latitude_deg))
    for name, building in scenario.buildings.items():
        place = building.location
        if place is None or place.latitude_deg is None or place.longitude_deg is None:
            continue
        north, east = place.latitude_deg - site.latitude_deg, place.longitude_deg - site.longitude_deg
        away_km = KM_PER_DEGREE * math.hypot(north, shrinking * east)
        if away_km > FARTHEST_M / 1e3:
            yield Fault("network_map_elsewhere", {"km": away_km}, path=f"buildings.{name}.location")
    rules = scenario.heat_map
    if rules is None:
        return
    if all(building.location is None for building in scenario.buildings.values()):
        yield Fault("scenario_heat_map_without_places", {}, path="heat_map")
    if rules.low.supply_c >= rules.high.supply_c:
        values: dict[str, object] = {"low": rules.low.supply_c, "high": rules.high.supply_c}
        yield Fault("scenario_heat_map_levels", values, path="heat_map.low")


def heat_map_notices(scenario: Scenario) -> Iterator[Fault]:
    """Buildings that need heat and are not on the map; a run too short for heat of a year."""
    if scenario.heat_map is None:
        return
    missing = [name for name, each in scenario.buildings.items() if each.location is None and each.has_heat_demand]
    if missing and len(missing) < len(scenario.buildings):
        names = ", ".join(missing[:5]) + (" …" if len(missing) > 5 else "")
        yield Fault("scenario_notice_not_on_heat_map", {"count": len(missing), "names": names}, path="heat_map")
    if not scenario.time.annual:
        yield Fault("scenario_notice_heat_map_needs_a_year", {}, path="heat_map")
