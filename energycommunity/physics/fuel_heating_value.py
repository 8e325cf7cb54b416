"""Energy of moist wood, by weight and by volume."""

from __future__ import annotations

#: Heat that evaporates water at 25 degC, 2.443 MJ/kg [kWh/t].
EVAPORATION_KWH_PER_T = 2443.0 / 3.6


def moist_heating_value_kwh_per_t(dry_kwh_per_t: float, moisture_fraction: float) -> float:
    """Lower heating value of a fuel as delivered [kWh/t].

    Parameters
    ----------
    dry_kwh_per_t : float
        Lower heating value of the dry matter [kWh/t].
    moisture_fraction : float
        Water over the weight as delivered, 0 to below 1.

    References
    ----------
    The dry part burns, the water must be evaporated: `H = H_dry (1 - w) - 2.443 MJ/kg w`. It gives the table of heating
    values at 15 and 30 % water in the installation manual of ETA heating boilers (11.5, "Heating value") within its
    rounding, as the tests show.

    Examples
    --------
    Birch of that table: 4.01 kWh/kg at 15 % is 4837 kWh/t dry, and so 3.18 kWh/kg at 30 %.

    >>> round(moist_heating_value_kwh_per_t(4837.0, 0.15)), round(moist_heating_value_kwh_per_t(4837.0, 0.30))
    (4010, 3182)
    """
    return dry_kwh_per_t * (1.0 - moisture_fraction) - EVAPORATION_KWH_PER_T * moisture_fraction


def moist_volume_energy_kwh_per_m3(
    known_kwh_per_m3: float, known_moisture_fraction: float, moisture_fraction: float, dry_kwh_per_t: float
) -> float:
    """Energy of a cubic metre of wood at another moisture than the one it is known for [kWh/m3].

    Parameters
    ----------
    known_kwh_per_m3 : float
        Lower heating value of a cubic metre at `known_moisture_fraction` [kWh/m3].
    known_moisture_fraction, moisture_fraction : float
        Water over the weight as delivered, 0 to below 1.
    dry_kwh_per_t : float
        Lower heating value of the dry matter [kWh/t].

    References
    ----------
    A cubic metre keeps its dry matter, and each tonne of that brings `w / (1 - w)` tonnes of water along; the rest as
    in `moist_heating_value_kwh_per_t`. Swelling is left out: wood that dries from 30 to 15 % shrinks, which makes a
    cubic metre up to 5 % richer than this in the table of ETA.

    Examples
    --------
    Chips with 970 kWh/m3 at 30 % water: 4837 - 679 x 0.15 / 0.85 over 4837 - 679 x 0.3 / 0.7 times as much at 15 %.

    >>> round(moist_volume_energy_kwh_per_m3(970.0, 0.30, 0.15, 4837.0))
    1007
    """
    by_moisture = [_kwh_per_dry_tonne(dry_kwh_per_t, water) for water in (moisture_fraction, known_moisture_fraction)]
    return known_kwh_per_m3 * by_moisture[0] / by_moisture[1]


def _kwh_per_dry_tonne(dry_kwh_per_t: float, moisture_fraction: float) -> float:
    return moist_heating_value_kwh_per_t(dry_kwh_per_t, moisture_fraction) / (1.0 - moisture_fraction)
