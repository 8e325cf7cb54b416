"""The cold that buildings need, as loads on their buses of cold."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from energycommunity.optimization.case import PlacedAsset
from energycommunity.profiles import ProfileContext
from energycommunity.quantities import FloatArray
from energycommunity.scenario.schema import Scenario
from energycommunity.technologies.base import Profiles
from energycommunity.technologies.load import Load


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
            owner, peak_kw = scenario.meters[building.meter].owner, float(power.max(initial=0.0))
            load = Load(owner=owner, at=name, carrier="cooling", power_kw=peak_kw)
            yield PlacedAsset(f"{name}.cooling", load, Profiles({"power_kw": power}))
