"""Emission factors of local electricity and heat after the guidebook of the Covenant of Mayors."""

from __future__ import annotations

from collections.abc import Sequence

from energycommunity.quantities import EnergyEntry

#: Efficiencies of separate heat and power plants by which a cogeneration plant's emissions are split [-].
SEPARATE_HEAT_EFFICIENCY = 0.90
SEPARATE_ELECTRICITY_EFFICIENCY = 0.40


def local_electricity_factor(
    consumption_mwh: float,
    local_production_mwh: float,
    national_factor_t_per_mwh: float,
    local_emissions_t: float = 0.0,
    green_purchases_mwh: float = 0.0,
    green_emissions_t: float = 0.0,
) -> float:
    """Emission factor of the electricity that a municipality consumes, EFE [t/MWh].

    [(TCE - LPE - GEP) NEEFE + CO2_LPE + CO2_GEP] / TCE; where local production and green purchases exceed the
    consumption, (CO2_LPE + CO2_GEP) / (LPE + GEP).

    Parameters
    ----------
    consumption_mwh : float
        Electricity consumed in the municipality, TCE [MWh].
    local_production_mwh : float
        Local production that counts, LPE [MWh].
    national_factor_t_per_mwh : float
        National or European factor, NEEFE [t/MWh].
    local_emissions_t : float
        Emissions of the local production; none where it is renewable [t].
    green_purchases_mwh : float
        Certified green electricity bought, GEP [MWh].
    green_emissions_t : float
        Emissions of it; none in the activity-based approach [t].

    Returns
    -------
    float
        Factor for all electricity consumed, never below zero [t/MWh]; the national one where none is consumed or made.

    References
    ----------
    .. [1] P. Bertoldi (ed.), "Guidebook 'How to develop a Sustainable Energy and Climate Action Plan (SECAP)'",
       Joint Research Centre, 2018, part 2: local emission factor for electricity.

    Examples
    --------
    >>> round(local_electricity_factor(1000.0, 100.0, 0.0491), 6)
    0.04419
    >>> local_electricity_factor(1000.0, 1500.0, 0.0491, local_emissions_t=30.0)
    0.02
    """
    own = local_production_mwh + green_purchases_mwh
    own_emissions = local_emissions_t + green_emissions_t
    if own > consumption_mwh:
        return own_emissions / own
    if consumption_mwh == 0.0:
        return national_factor_t_per_mwh
    return ((consumption_mwh - own) * national_factor_t_per_mwh + own_emissions) / consumption_mwh


def local_heat_factor(
    consumption_mwh: float,
    local_emissions_t: float,
    imported_emissions_t: float = 0.0,
    exported_emissions_t: float = 0.0,
) -> float:
    """Emission factor of the heat that is delivered to consumers, EFH [t/MWh].

    (CO2_LPH + CO2_IH - CO2_EH) / LHC: losses of networks raise it.

    Parameters
    ----------
    consumption_mwh : float
        Heat delivered as final energy, LHC [MWh].
    local_emissions_t : float
        Emissions of local plants that supply heat, CO2_LPH [t].
    imported_emissions_t : float
        Emissions of heat bought from outside, CO2_IH [t].
    exported_emissions_t : float
        Emissions of heat sold to outside, CO2_EH [t].

    Returns
    -------
    float
        Factor for all heat delivered [t/MWh]; zero where none is.

    References
    ----------
    .. [1] P. Bertoldi (ed.), "Guidebook 'How to develop a Sustainable Energy and Climate Action Plan (SECAP)'",
       Joint Research Centre, 2018, part 2: emission factor for heat and cold.

    Examples
    --------
    >>> local_heat_factor(400.0, 100.0, imported_emissions_t=10.0, exported_emissions_t=30.0)
    0.2
    """
    if consumption_mwh == 0.0:
        return 0.0
    return (local_emissions_t + imported_emissions_t - exported_emissions_t) / consumption_mwh


def split_cogeneration(
    emissions_t: float,
    heat_mwh: float,
    electricity_mwh: float,
    heat_efficiency: float = SEPARATE_HEAT_EFFICIENCY,
    electricity_efficiency: float = SEPARATE_ELECTRICITY_EFFICIENCY,
) -> tuple[float, float]:
    """Emissions of a cogeneration plant that belong to its heat and to its electricity [t].

    In proportion to the fuel that separate plants would need: (P_h / eta_h) / (P_h / eta_h + P_e / eta_e) to the heat.

    Parameters
    ----------
    emissions_t : float
        Emissions of the plant [t].
    heat_mwh, electricity_mwh : float
        What it makes [MWh].
    heat_efficiency, electricity_efficiency : float
        Of typical separate plants [-].

    Returns
    -------
    tuple of float
        Emissions of the heat and of the electricity; they add up to the plant's [t].

    Raises
    ------
    ValueError
        If the plant makes nothing but emits.

    References
    ----------
    .. [1] P. Bertoldi (ed.), "Guidebook 'How to develop a Sustainable Energy and Climate Action Plan (SECAP)'",
       Joint Research Centre, 2018, part 2: combined heat and power, with 90 % and 40 % as default efficiencies.

    Examples
    --------
    >>> split_cogeneration(100.0, 90.0, 40.0)
    (50.0, 50.0)
    """
    separate_heat, separate_electricity = heat_mwh / heat_efficiency, electricity_mwh / electricity_efficiency
    if separate_heat + separate_electricity == 0.0:
        if emissions_t != 0.0:
            raise ValueError("a plant that makes neither heat nor electricity cannot share out its emissions")
        return 0.0, 0.0
    heat = emissions_t * separate_heat / (separate_heat + separate_electricity)
    return heat, emissions_t - heat


def heat_shares(entries: Sequence[EnergyEntry]) -> dict[str, float]:
    """The part of each cogeneration plant's fuel, emissions and cost that belongs to its heat [-].

    By `split_cogeneration`, over all the electricity and useful heat that it makes, exports included.

    Parameters
    ----------
    entries : sequence of EnergyEntry
        The energy ledger of a year [kWh/a].

    Returns
    -------
    dict of str to float
        By asset; the rest belongs to the electricity. Other assets do not stand in it.

    References
    ----------
    .. [1] P. Bertoldi (ed.), "Guidebook 'How to develop a Sustainable Energy and Climate Action Plan (SECAP)'",
       Joint Research Centre, 2018, part 2: combined heat and power.

    Examples
    --------
    >>> heat = EnergyEntry("engine", "plant", "heat", "tertiary", "supplied_heat", 90.0)
    >>> heat_shares([heat, EnergyEntry("engine", "meter", "electricity", "tertiary", "cogenerated", 40.0)])
    {'engine': 0.5}
    """
    made = [entry for entry in entries if entry.role in ("cogenerated", "cogenerated_exported")]
    shares: dict[str, float] = {}
    for asset in dict.fromkeys(entry.asset for entry in made):
        own = [entry for entry in made if entry.asset == asset]
        own += [entry for entry in entries if entry.asset == asset and entry.role == "supplied_heat"]
        heat, electricity = (
            sum(entry.kwh_per_year for entry in own if entry.carrier == carrier) for carrier in ("heat", "electricity")
        )
        shares[asset], _ = split_cogeneration(1.0, heat, electricity)
    return shares
