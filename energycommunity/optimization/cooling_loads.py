"""The cold that buildings need, as loads on their buses of cold."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from energycommunity.optimization.case import PlacedAsset, placed_load
from energycommunity.profiles import ProfileContext
from energycommunity.quantities import FloatArray
from energycommunity.scenario.schema import Scenario


def cooling_loads(
    scenario: Scenario, context: ProfileContext, modelled_kw: Callable[[str], FloatArray]
) -> Iterator[PlacedAsset]:
    """The load `<building>.cooling` of each building that is cooled.

    Parameters
    ----------
    scenario : Scenario
        One variant.
    context : ProfileContext
        Steps and weather of the run or of its design spell.
    modelled_kw : callable
        Of the name of a building with an envelope its cold by the room model [kW], on the same steps.
    """
    for name, building in scenario.buildings.items():
        if building.cooling is not None:
            power = modelled_kw(name) if building.cooling.modelled else building.cooling.series_kw(context)
            owner = scenario.meters[building.meter].owner
            yield placed_load(f"{name}.cooling", power, owner=owner, at=name, carrier="cooling")
