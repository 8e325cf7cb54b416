"""One emission factor for each carrier of a run, all of the same gas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from energycommunity.errors import Fault, ParameterError
from energycommunity.parameters import Parameter, emission_factor, gas_of
from energycommunity.parameters.emission_factors import Biomass, FactorSet
from energycommunity.quantities import Carrier


@dataclass(frozen=True)
class EmissionFactors:
    """Factors by carrier [kg/kWh] and the gas they count: `CO2` or `CO2e`, never both."""

    gas: str
    by_carrier: Mapping[Carrier, Parameter]

    def of(self, carrier: Carrier) -> float:
        """Emissions per energy of a carrier [kg/kWh]."""
        return self.by_carrier[carrier].value

    @property
    def column(self) -> str:
        """Name of a column of yearly emissions: it says the gas."""
        return f"kg_{self.gas.lower()}_per_year"


def emission_factors(
    carriers: Iterable[Carrier],
    set_name: FactorSet,
    electricity: Parameter,
    purchased_heat: Parameter,
    biomass: Biomass = "sustainable",
) -> EmissionFactors:
    """The factor of every carrier that a run uses.

    Parameters
    ----------
    carriers : iterable of Carrier
        What is burnt or bought.
    set_name : {"ipcc", "lca"}
        Factors of fuels: CO2 of burning, or CO2 equivalent over the life cycle.
    electricity : Parameter
        Factor of bought electricity [kg CO2/kWh or kg CO2e/kWh].
    purchased_heat : Parameter
        Factor of heat bought from outside; heat of a modelled network follows from its plant instead.
    biomass : {"sustainable", "unsustainable"}
        Whether the wood grows back.

    Returns
    -------
    EmissionFactors
        All in CO2 or all in CO2 equivalent.

    Raises
    ------
    ParameterError
        If a carrier has no factor, or one that is used counts another gas than the set does.

    Examples
    --------
    >>> from energycommunity.parameters import electricity_factor, heat_factor
    >>> factors = emission_factors(["natural_gas", "electricity"], "ipcc", electricity_factor(), heat_factor())
    >>> factors.gas, factors.of("electricity"), factors.of("natural_gas")
    ('CO2', 0.0491, 0.202)
    """
    gas = gas_of(emission_factor("natural_gas", set_name))
    found: dict[Carrier, Parameter] = {}
    for carrier in carriers:
        bought = {"electricity": electricity, "heat": purchased_heat}.get(carrier)
        found[carrier] = bought if bought is not None else emission_factor(carrier, set_name, biomass)
    faults = [
        Fault("assessment_mixed_gases", {"carrier": carrier, "name": factor.key, "given": gas_of(factor), "gas": gas})
        for carrier, factor in found.items()
        if factor.value != 0.0 and gas_of(factor) != gas
    ]
    if faults:
        raise ParameterError(faults)
    return EmissionFactors(gas, found)
