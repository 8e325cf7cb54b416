"""Emission and primary energy factors of fuels, electricity and heat."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

from energycommunity.errors import Fault, ParameterError
from energycommunity.parameters.reader import Parameter, catalogue, newest_until, parameter, row_of

FactorSet = Literal["ipcc", "lca"]
Biomass = Literal["sustainable", "unsustainable"]
PrimaryEnergyPart = Literal["total", "non_renewable"]

WOOD = frozenset({"firewood", "wood_chips", "pellets", "wood"})
FOSSIL = frozenset({"natural_gas", "liquid_gas", "heating_oil", "peat", "diesel", "gasoline", "lignite", "coal"})


def emission_factor(carrier: str, set_name: FactorSet, biomass: Biomass = "sustainable") -> Parameter:
    """Emission factor of a fuel per energy of its lower heating value [kg CO2/kWh or kg CO2e/kWh].

    Parameters
    ----------
    carrier : str
        A fuel; all kinds of wood share one factor.
    set_name : {"ipcc", "lca"}
        `ipcc`: CO2 of burning; `lca`: CO2 equivalent over the life cycle. The unit says which.
    biomass : {"sustainable", "unsustainable"}
        Whether the wood grows back.

    Raises
    ------
    ParameterError
        If the set or the carrier is unknown; electricity and bought heat have factors of their own.

    Examples
    --------
    >>> emission_factor("natural_gas", "ipcc").value, emission_factor("pellets", "ipcc").value
    (0.202, 0.0)
    >>> emission_factor("pellets", "lca").unit
    'kg CO2e/kWh'
    """
    factors = row_of(catalogue("emission_factors")["fuels"], set_name, "emission_factors.fuels")
    name = f"wood_{biomass}" if carrier in WOOD else carrier
    row = row_of(factors["rows"], name, f"emission_factors.fuels.{set_name}")
    return parameter(f"emission_factors.{set_name}.{name}", row, factors, factors["unit"])


def gas_of(factor: Parameter) -> str:
    """What a factor counts: `CO2`, or `CO2e` for CO2 equivalent.

    >>> gas_of(emission_factor("natural_gas", "lca"))
    'CO2e'
    """
    return "CO2e" if "CO2e" in factor.unit else "CO2"


def stack_factor(carrier: str) -> Parameter:
    """CO2 that leaves the chimney per energy of fuel, whatever its origin [kg CO2/kWh].

    Examples
    --------
    >>> stack_factor("pellets").value, stack_factor("natural_gas").value
    (0.403, 0.202)
    """
    stack = catalogue("emission_factors")["stack"]
    name = "wood" if carrier in WOOD else carrier
    if name not in stack["rows"]:
        return emission_factor(carrier, "ipcc")
    return parameter(f"emission_factors.stack.{name}", stack["rows"][name], stack, stack["unit"])


def _of_year(kind: str, name: str, year: int | None) -> Parameter:
    row = row_of(catalogue("emission_factors")[kind], name, f"emission_factors.{kind}")
    found = newest_until(row["years"], year, f"{kind}.{name}")
    key = f"emission_factors.{kind}.{name}.{found}"
    factor = parameter(key, row["years"][found], row, row["unit"])
    note = f"of {found}" + ("" if year in (None, found) else f", the newest known for {year}")
    return replace(factor, note=note)


def electricity_factor(name: str = "latvia_official", year: int | None = None) -> Parameter:
    """Emission factor of electricity from the grid [kg CO2/kWh or kg CO2e/kWh].

    Parameters
    ----------
    name : str
        `latvia_official`, `latvia_neefe`, `latvia_consumption`, `latvia_consumption_lca` or `zero`.
    year : int, optional
        The newest factor that is not after it; the newest of all where not given.

    Raises
    ------
    ParameterError
        If the name is unknown or the year lies before the first factor.

    Examples
    --------
    >>> electricity_factor().value, electricity_factor("latvia_official", 2018).value
    (0.0491, 0.0971)
    """
    return _of_year("electricity", name, year)


def heat_factor(name: str = "latvia_official", year: int | None = None) -> Parameter:
    """Emission factor of heat bought from outside [kg CO2/kWh], the newest that is not after `year`.

    Examples
    --------
    >>> heat_factor().value, heat_factor("latvia_official", 2020).value
    (0.0749, 0.0911)
    """
    return _of_year("heat", name, year)


def primary_energy_factor(carrier: str, part: PrimaryEnergyPart = "total") -> Parameter:
    """Primary energy per energy of a carrier brought to the boundary [-]; unverified defaults.

    Raises
    ------
    ParameterError
        If the carrier has none.

    Examples
    --------
    >>> primary_energy_factor("electricity").value, primary_energy_factor("pellets", "non_renewable").value
    (2.5, 0.2)
    """
    table: Any = catalogue("emission_factors")["primary_energy"]
    name = "wood" if carrier in WOOD else "fossil" if carrier in FOSSIL else carrier
    if part not in ("total", "non_renewable"):
        raise ParameterError(
            Fault(
                "parameters_unknown_row",
                {"kind": "emission_factors.primary_energy", "given": part, "allowed": "total, non_renewable"},
            )
        )
    row = row_of(table[part], name, f"emission_factors.primary_energy.{part}")
    return parameter(f"emission_factors.primary_energy.{part}.{name}", row, table, table["unit"])
