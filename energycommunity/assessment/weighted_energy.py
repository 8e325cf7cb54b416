"""Energy weighed after EN ISO 52000-1: renewable and non-renewable primary energy, and emissions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from energycommunity.assessment.emissions import origin_of
from energycommunity.assessment.factors import EmissionFactors
from energycommunity.assessment.indicators import electricity_kwh
from energycommunity.parameters import primary_energy_factor
from energycommunity.quantities import Carrier, EnergyEntry
from energycommunity.scenario.economics import PrimaryEnergyRules


def weighted_indicators(
    entries: Sequence[EnergyEntry],
    carriers: Iterable[Carrier],
    rules: PrimaryEnergyRules,
    emission_factors: EmissionFactors,
    ambient_heat_kwh: float = 0.0,
) -> dict[str, float | None]:
    """Renewable and non-renewable primary energy [kWh/a] and emissions [kg/a] of a year.

    Emissions are those of the scenario's own factors; electricity made on site and ambient heat have none.

    Parameters
    ----------
    entries : sequence of EnergyEntry
        The energy ledger of a year [kWh/a].
    carriers : iterable of Carrier
        All that is burnt, bought, captured or exported.
    rules : PrimaryEnergyRules
        Weights of the scenario.
    emission_factors : EmissionFactors
        Of all carriers.
    ambient_heat_kwh : float
        Heat that heat pumps drew from air, ground or water [kWh/a].

    Returns
    -------
    dict of str to float
        By indicator; emissions under the gas of the factors.

    References
    ----------
    .. [1] ISO/TR 52000-2: examples J1 to J3, as implemented in cteepbd.

    Examples
    --------
    >>> from energycommunity.parameters import electricity_factor, heat_factor
    >>> from energycommunity.assessment.factors import emission_factors
    >>> entries = [EnergyEntry("grid", "house", "electricity", "residential", "bought", 100.0)]
    >>> factors = emission_factors(["electricity"], "ipcc", electricity_factor(), heat_factor())
    >>> weights = {"electricity": {"renewable_factor": 0.5, "non_renewable_factor": 2.0}}
    >>> rules = PrimaryEnergyRules.model_validate({"carriers": weights})
    >>> found = weighted_indicators(entries, ["electricity"], rules, factors)
    >>> {name: round(value, 2) for name, value in found.items()}
    {'renewable_primary_energy_kwh': 50.0, 'non_renewable_primary_energy_kwh': 200.0, 'weighted_emissions_kg_co2': 4.91}
    """
    used = tuple(dict.fromkeys(carriers))
    renewable = {carrier: primary_energy_weights(carrier, rules)[0] for carrier in used}
    non_renewable = {carrier: primary_energy_weights(carrier, rules)[1] for carrier in used}
    emitted = {carrier: emission_factors.of(carrier) for carrier in used}
    credit, own = rules.export_credit_factor, rules.own_electricity_factor
    ambient = ambient_heat_kwh * rules.ambient_heat_factor
    return {
        "renewable_primary_energy_kwh": weighted_energy(entries, renewable, own, credit) + ambient,
        "non_renewable_primary_energy_kwh": weighted_energy(entries, non_renewable, 0.0, credit),
        f"weighted_emissions_kg_{emission_factors.gas.lower()}": weighted_energy(entries, emitted, 0.0, credit),
    }


def primary_energy_weights(carrier: Carrier, rules: PrimaryEnergyRules) -> tuple[float, float]:
    """Renewable and non-renewable primary energy per energy of a carrier: the scenario's, or the catalogue's [-].

    Examples
    --------
    >>> [round(weight, 6) for weight in primary_energy_weights("pellets", PrimaryEnergyRules())]
    [1.0, 0.2]
    """
    own = rules.carriers.get(carrier)
    if own is not None and own.renewable_factor is not None and own.non_renewable_factor is not None:
        return own.renewable_factor, own.non_renewable_factor
    non_renewable = primary_energy_factor(carrier, "non_renewable").value
    return primary_energy_factor(carrier).value - non_renewable, non_renewable


def weighted_energy(
    entries: Sequence[EnergyEntry],
    factors: Mapping[Carrier, float],
    own_electricity_factor: float,
    export_credit_factor: float = 0.0,
) -> float:
    """Energy burnt, bought, captured and made locally, each times its factor: primary energy [kWh/a], emissions [kg/a].

    What cogeneration exports bears no weight of its own beside that of its fuel, which counts in full.

    Parameters
    ----------
    entries : sequence of EnergyEntry
        The energy ledger of a year [kWh/a].
    factors : mapping of Carrier to float
        Weight of each carrier burnt, bought or captured; for total or non-renewable primary energy [-].
    own_electricity_factor : float
        Weight of electricity made on site: 1 for total and renewable, 0 for non-renewable primary energy [-].
    export_credit_factor : float
        Part of exported electricity that is credited with what it replaces in the grid, k_exp; none by default [-].

    Returns
    -------
    float
        Weighted energy of a year.

    Raises
    ------
    KeyError
        If a carrier has no factor.

    References
    ----------
    .. [1] ISO/TR 52000-2: examples J1 to J3, as implemented in cteepbd.

    Examples
    --------
    >>> grid = EnergyEntry("grid", "house", "electricity", "residential", "bought", 50.0)
    >>> pv = EnergyEntry("pv", "house", "electricity", "residential", "produced", 50.0)
    >>> weighted_energy([grid, pv], {"electricity": 0.5}, own_electricity_factor=1.0)
    75.0
    """
    weighted = sum(entry.kwh_per_year * factors[entry.carrier] for entry in entries if origin_of(entry) is not None)
    weighted += electricity_kwh(entries, "produced") * own_electricity_factor
    exported = electricity_kwh(entries, "exported") * export_credit_factor
    if not exported:
        return weighted
    of_cogeneration = electricity_kwh(entries, "cogenerated_exported") * export_credit_factor
    return weighted + (exported - of_cogeneration) * own_electricity_factor - exported * factors["electricity"]
