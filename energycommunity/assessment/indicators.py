"""Figures by which variants are compared."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from energycommunity.assessment.emissions import origin_of
from energycommunity.parameters.emission_factors import WOOD
from energycommunity.quantities import CAPTURED_CARRIERS, EnergyEntry, EnergyRole

RENEWABLES = WOOD | CAPTURED_CARRIERS | {"biogas"}


def electricity_kwh(entries: Sequence[EnergyEntry], *roles: EnergyRole) -> float:
    """Electricity of the lines in any of the roles [kWh/a].

    >>> electricity_kwh([EnergyEntry("pv", "house", "electricity", "residential", "produced", 3.0)], "produced")
    3.0
    """
    return float(sum(entry.kwh_per_year for entry in entries if entry.carrier == "electricity" and entry.role in roles))


def self_consumption(entries: Sequence[EnergyEntry]) -> float | None:
    """Part of the own electricity that is used or shared and not exported [-]; None where none is made.

    References
    ----------
    .. [1] R. Luthander et al., "Photovoltaic self-consumption in buildings: A review", Applied Energy 142, 2015.

    Examples
    --------
    >>> pv = EnergyEntry("pv", "house", "electricity", "residential", "produced", 3000.0)
    >>> self_consumption([pv, EnergyEntry("pv", "house", "electricity", "residential", "exported", 1000.0)])
    0.75
    """
    used, exported = electricity_kwh(entries, "produced", "cogenerated"), electricity_kwh(entries, "exported")
    return used / (used + exported) if used + exported > 0.0 else None


def self_sufficiency(entries: Sequence[EnergyEntry]) -> float | None:
    """Part of the electricity consumed, that of plants included, that is not bought [-]; None where none is consumed.

    References
    ----------
    .. [1] R. Luthander et al., "Photovoltaic self-consumption in buildings: A review", Applied Energy 142, 2015.

    Examples
    --------
    >>> load = EnergyEntry("load", "house", "electricity", "residential", "final", 4000.0)
    >>> self_sufficiency([load, EnergyEntry("grid", "house", "electricity", "residential", "bought", 3000.0)])
    0.25
    """
    consumed = electricity_kwh(entries, "final", "supply")
    # Storage losses can make more be bought than consumed: that is no sufficiency, not a negative one.
    return max(0.0, 1.0 - electricity_kwh(entries, "bought") / consumed) if consumed > 0.0 else None


def peak_import(import_kw: npt.ArrayLike) -> float:
    """Highest simultaneous import of all meters [kW].

    Parameters
    ----------
    import_kw : array-like, shape (steps,) or (meters, steps)
        Power drawn from the grid, at least 0 [kW].

    Returns
    -------
    float
        Highest sum over the meters [kW]; 0 without steps.

    Examples
    --------
    >>> peak_import([[3.0, 1.0, 0.0], [0.0, 4.0, 2.0]])
    5.0
    """
    power = np.atleast_2d(np.asarray(import_kw, dtype=np.float64))
    return float(power.sum(axis=0).max(initial=0.0))


def levelised_cost_per_kwh(annual_cost_eur: float, energy_kwh: float) -> float | None:
    """Annual cost over annual energy [EUR/kWh]; None where there is no energy.

    For electricity (LCOE): annuity, upkeep and fuel of the plants over the electricity they make. For heat (LCOH):
    annual cost of the heat supply – annuities, upkeep, fuel, electricity with network charges, and taxes its owner
    bears – over the heat delivered to the consumers, so that losses of the network make it dearer.

    Parameters
    ----------
    annual_cost_eur : float
        Cost of a year with annuities [EUR/a].
    energy_kwh : float
        Energy made or delivered in the year [kWh/a].

    Returns
    -------
    float or None
        Constant real price that pays the cost [EUR/kWh].

    References
    ----------
    .. [1] W. Short, D. Packey, T. Holt, "A Manual for the Economic Evaluation of Energy Efficiency and Renewable
       Energy Technologies", NREL/TP-462-5173, 1995: levelised cost of energy.

    Examples
    --------
    >>> levelised_cost_per_kwh(42000.0, 420000.0)
    0.1
    """
    return annual_cost_eur / energy_kwh if energy_kwh > 0.0 else None


def heat_delivered(entries: Sequence[EnergyEntry]) -> float:
    """Heat delivered as final energy, from networks and from outside [kWh/a].

    >>> heat_delivered([EnergyEntry("flats", "house", "heat", "residential", "final", 404.0)])
    404.0
    """
    return float(sum(entry.kwh_per_year for entry in entries if entry.carrier == "heat" and entry.role == "final"))


def renewable_share(
    entries: Sequence[EnergyEntry], electricity_share: float = 0.0, purchased_heat_share: float = 0.0
) -> float | None:
    """Renewable part of the energy burnt, bought, captured and made locally [-]; None where there is none.

    Wood, biogas, heat of solar collectors and own electricity that is used are renewable; that of combined heat and
    power counts as the fuel it was made from. Ambient heat drawn by heat pumps is not counted on either side.

    Parameters
    ----------
    entries : sequence of EnergyEntry
        The energy ledger of a year [kWh/a].
    electricity_share, purchased_heat_share : float
        Renewable part of what is bought [-]; nothing unless given.

    References
    ----------
    .. [1] Directive (EU) 2018/2001, article 7 counts ambient heat as well; the definition is this package's own.

    Examples
    --------
    >>> wood = EnergyEntry("stove", "house", "firewood", "residential", "final", 3000.0)
    >>> renewable_share([wood, EnergyEntry("grid", "house", "electricity", "residential", "bought", 1000.0)])
    0.75
    """
    shares = {"electricity": electricity_share, "heat": purchased_heat_share} | dict.fromkeys(RENEWABLES, 1.0)
    total = renewable = 0.0
    for entry in entries:
        if entry.role == "produced":
            total, renewable = total + entry.kwh_per_year, renewable + entry.kwh_per_year
        elif origin_of(entry) is not None:
            total += entry.kwh_per_year
            renewable += entry.kwh_per_year * shares.get(entry.carrier, 0.0)
    return renewable / total if total > 0.0 else None
