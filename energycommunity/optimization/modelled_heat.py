"""Heat and cold of the buildings of a scenario that state an envelope, by the room model in one batch."""

from __future__ import annotations

from collections.abc import Mapping
from math import log

from energycommunity.demand.calibrated_heat import CalibratedHeat, ModelledRooms, calibrated_heat
from energycommunity.errors import Fault
from energycommunity.profiles import ProfileContext
from energycommunity.scenario.members_and_buildings import Building

#: Factors of calibration beyond which envelope, area or bill are more likely wrong than the catalogue is.
LEAST_LIKELY, MOST_LIKELY = 0.7, 1.4
#: So many buildings are named with their factor.
_NAMED = 8


def modelled_heat(
    buildings: Mapping[str, Building], context: ProfileContext, of_run: CalibratedHeat | None = None
) -> CalibratedHeat:
    """Heat and cold of all buildings with an envelope on the steps of a context.

    Parameters
    ----------
    buildings : mapping of str to Building
        All buildings of the scenario.
    context : ProfileContext
        Steps and weather of the run or of its design spell.
    of_run : CalibratedHeat, optional
        Of the run, for its design spell.

    Raises
    ------
    EnergyCommunityError
        As `calibrated_heat`, or if an envelope cannot be completed.
    """
    envelopes = {name: building.complete_envelope() for name, building in buildings.items()}
    rooms = [
        ModelledRooms(name, envelope, buildings[name].room_heat)
        for name, envelope in envelopes.items()
        if envelope is not None
    ]
    return calibrated_heat(rooms, context, of_run)


def calibration_notices(found: CalibratedHeat) -> list[Fault]:
    """What readers should know of the calibration: the factors farthest from 1, and those hardly to be believed."""
    factors = {name: float(each) for name, each in zip(found.names, found.loss_factor, strict=True) if each != 1.0}
    if not factors:
        return []
    farthest = sorted(factors, key=lambda name: -abs(log(factors[name])))
    listed = ", ".join(f"{name} {factors[name]:.2f}" for name in farthest[:_NAMED])
    listed += ", …" if len(farthest) > _NAMED else ""
    notices = [Fault("envelope_notice_calibrated", {"factors": listed}, path="buildings")]
    for name, factor in factors.items():
        if not LEAST_LIKELY <= factor <= MOST_LIKELY:
            values: dict[str, object] = {"building": name, "factor": round(factor, 2)}
            notices.append(Fault("envelope_notice_factor", values, path=f"buildings.{name}.envelope"))
    return notices
