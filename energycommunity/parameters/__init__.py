"""Numbers from outside, each with unit, date and source."""

from energycommunity.parameters.emission_factors import (
    electricity_factor,
    emission_factor,
    gas_of,
    heat_factor,
    primary_energy_factor,
    stack_factor,
)
from energycommunity.parameters.energy_prices import (
    dry_heating_value_kwh_per_t,
    electricity_levy,
    emission_allowance_price,
    fuel_price,
    lower_heating_value_kwh_per_t,
    network_tariff,
    vat_rate,
    volume_energy,
)
from energycommunity.parameters.price_index import index, price_index
from energycommunity.parameters.reader import Parameter
from energycommunity.parameters.technology_costs import technology_defaults, technology_names

__all__ = [
    "Parameter",
    "dry_heating_value_kwh_per_t",
    "electricity_factor",
    "electricity_levy",
    "emission_allowance_price",
    "emission_factor",
    "fuel_price",
    "gas_of",
    "heat_factor",
    "index",
    "lower_heating_value_kwh_per_t",
    "network_tariff",
    "price_index",
    "primary_energy_factor",
    "stack_factor",
    "technology_defaults",
    "technology_names",
    "vat_rate",
    "volume_energy",
]
