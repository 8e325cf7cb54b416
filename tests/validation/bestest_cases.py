"""Inputs and published outcomes of ASHRAE 140-2020's cases of one room in Denver: all cases are rows of one table.

Inputs as in the table of the validation figures (through modelica-ibpsa, BSD-3); limits and the least and most of six
tools as in the user's guide of `Buildings.ThermalZones.ISO13790.Validation.BESTEST` of the Modelica Buildings library
(BSD-3), which quotes ASHRAE's supplemental files. For 900 and 910 it states limits that exclude tools or are swapped:
here 900 has those of the table of figures, 910 has them in order.
"""

from __future__ import annotations

from typing import Any

from energycommunity.demand.envelope import Envelope, Facade

#: 8 m by 6 m, 2.7 m high; the areas of the facades with their windows by direction [deg].
FACADES_M2 = {0.0: 21.6, 90.0: 16.2, 180.0: 21.6, 270.0: 16.2}
SOUTH, EAST_AND_WEST = {180.0: 12.0}, {90.0: 6.0, 270.0: 6.0}
ROOM: dict[str, Any] = {
    "heated_area_m2": 48.0,
    "storey_height_m": 2.7,
    "roof_m2": 48.0,
    "cellar_m2": 48.0,
    "wall_u_w_per_m2_k": 0.53,
    "roof_u_w_per_m2_k": 0.33,
    "cellar_u_w_per_m2_k": 0.038,
    "window_u_w_per_m2_k": 3.1,
    "window_g": 0.769,
    "window_frame_fraction": 0.0,
    "absorptance": 0.6,
    "cellar_factor": 1.0,
    "thermal_bridges_w_per_m2_k": 0.0,
    "infiltration_per_h": 0.414,
    "ventilation_per_h": 0.0,
    "heating_setpoint_c": 20.0,
    "cooling_setpoint_c": 27.0,
    "internal_gains_w_per_m2": 200.0 / 48.0,
    "surface_factor": (2 * 48.0 + 2 * 2.7 * (8 + 6)) / 48.0,
}
MASS: dict[str, dict[str, float]] = {
    "light": {"capacity_kj_per_m2_k": 42.167, "mass_factor": 2.95},
    "heavy": {"capacity_kj_per_m2_k": 307.75, "mass_factor": 2.43},
}
#: Windows 2 m high and 3 m wide; an overhang of 1 m, 0.5 m above them; fins of 1 m at their edges.
OVERHANG = {"overhang_m": 1.0, "overhang_above_m": 0.5, "window_height_m": 2.0}
FINS = {**OVERHANG, "fins_m": 1.0, "window_width_m": 3.0}
SET_BACK = {"night_setback_k": 10.0, "night_from_h": 23, "night_until_h": 7}
FREE = {"heating_setpoint_c": None, "cooling_setpoint_c": None}
#: 1703.16 m3/h from 18 to 7 o'clock, at the density of Denver's altitude as the infiltration is; cooled by day only.
NIGHT_AIR = {"night_ventilation_per_h": 1703.16 * 0.828 / 129.6, "night_from_h": 18, "night_until_h": 7}
VENTED = {**NIGHT_AIR, "heating_setpoint_c": None, "cooling_at_night": False}

#: Case -> mass, windows, shades, what else is changed.
CASES: dict[str, tuple[str, dict[float, float], dict[str, float], dict[str, Any]]] = {
    "600": ("light", SOUTH, {}, {}),
    "610": ("light", SOUTH, OVERHANG, {}),
    "620": ("light", EAST_AND_WEST, {}, {}),
    "630": ("light", EAST_AND_WEST, FINS, {}),
    "640": ("light", SOUTH, {}, SET_BACK),
    "650": ("light", SOUTH, {}, VENTED),
    "900": ("heavy", SOUTH, {}, {}),
    "910": ("heavy", SOUTH, OVERHANG, {}),
    "920": ("heavy", EAST_AND_WEST, {}, {}),
    "930": ("heavy", EAST_AND_WEST, FINS, {}),
    "940": ("heavy", SOUTH, {}, SET_BACK),
    "950": ("heavy", SOUTH, {}, VENTED),
    "600FF": ("light", SOUTH, {}, FREE),
    "650FF": ("light", SOUTH, {}, {**NIGHT_AIR, **FREE}),
    "900FF": ("heavy", SOUTH, {}, FREE),
    "950FF": ("heavy", SOUTH, {}, {**NIGHT_AIR, **FREE}),
}

#: Case -> limits of heating, limits of cooling [MWh/a].
LIMITS_MWH: dict[str, tuple[tuple[float, float], tuple[float, float]]] = {
    "600": ((3.75, 4.98), (5.00, 6.83)),
    "610": ((3.61, 5.27), (2.74, 6.03)),
    "620": ((3.67, 5.38), (2.76, 5.19)),
    "630": ((3.69, 6.12), (1.08, 4.42)),
    "640": ((1.58, 3.76), (4.44, 6.86)),
    "650": ((0.00, 0.00), (3.46, 5.88)),
    "900": ((1.04, 2.28), (2.05, 2.95)),
    "910": ((1.56, 2.30), (0.86, 2.00)),
    "920": ((2.55, 4.20), (2.43, 3.08)),
    "930": ((2.75, 5.35), (1.24, 2.64)),
    "940": ((0.22, 1.91), (2.24, 3.14)),
    "950": ((0.00, 0.00), (0.43, 1.52)),
}

#: Case -> least and most of six tools of the highest, lowest and mean temperature of the air [degC].
FREE_FLOATING_C: dict[str, tuple[tuple[float, float], tuple[float, float]]] = {
    "600FF": ((62.4, 68.4), (-13.8, -9.9)),
    "650FF": ((61.1, 66.8), (-17.8, -16.7)),
    "900FF": ((43.3, 46.0), (0.6, 2.2)),
    "950FF": ((36.1, 37.1), (-13.4, -12.5)),
}


def envelope(case: str, **changes: Any) -> Envelope:
    """The room of a case, with further changes."""
    mass, windows_m2, shades, others = CASES[case]
    facades = tuple(
        Facade(azimuth_deg=azimuth, area_m2=area_m2, window_m2=windows_m2.get(azimuth, 0.0), **shades)
        for azimuth, area_m2 in FACADES_M2.items()
    )
    return Envelope.model_validate({**ROOM, **MASS[mass], "facades": facades, **others, **changes})
