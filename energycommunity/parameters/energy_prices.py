"""Prices of fuels, charges of the network, taxes and heating values."""

from __future__ import annotations

from typing import Literal

from energycommunity.parameters.reader import Parameter, catalogue, parameter, row_in_force, row_of
from energycommunity.quantities import unit_of

Goods = Literal["electricity", "heat", "wood_fuel", "other"]
Levy = Literal["mandatory_procurement"]


def fuel_price(carrier: str) -> Parameter:
    """Price of a fuel without VAT per energy of its lower heating value [EUR/kWh].

    Raises
    ------
    ParameterError
        If no price of it is known; a price must then be given.

    Examples
    --------
    >>> fuel_price("pellets").value, fuel_price("firewood").verified
    (0.05, False)
    """
    rows = catalogue("fuel_prices")["prices"]
    return parameter(f"fuel_prices.{carrier}", row_of(rows, carrier, "fuel_prices.prices"), {}, "EUR/kWh")


def emission_allowance_price() -> Parameter:
    """Price of a European emission allowance [EUR/kg CO2].

    >>> emission_allowance_price().value
    0.088
    """
    return parameter("fuel_prices.eu_ets", catalogue("fuel_prices")["emission_allowance"]["eu_ets"], {}, "EUR/kg")


def lower_heating_value_kwh_per_t(fuel: str) -> Parameter:
    """Lower heating value of a fuel as delivered [kWh/t].

    Raises
    ------
    ParameterError
        If none is known.

    Examples
    --------
    >>> lower_heating_value_kwh_per_t("pellets").value
    4800.0
    """
    rows = catalogue("fuel_prices")["lower_heating_values"]
    return parameter(
        f"fuel_prices.lower_heating_value.{fuel}", row_of(rows, fuel, "fuel_prices.lower_heating_values"), {}, "kWh/t"
    )


def dry_heating_value_kwh_per_t(fuel: str) -> Parameter:
    """Lower heating value of the dry matter of a fuel [kWh/t].

    Raises
    ------
    ParameterError
        If the fuel is none whose moisture counts.

    Examples
    --------
    >>> dry_heating_value_kwh_per_t("firewood").value, dry_heating_value_kwh_per_t("firewood").verified
    (5278.0, False)
    """
    key = f"fuel_prices.dry_heating_value.{fuel}"
    rows = catalogue("fuel_prices")["dry_heating_values"]
    return parameter(key, row_of(rows, fuel, "fuel_prices.dry_heating_values"), {}, "kWh/t")


def volume_energy(fuel: str, measure: str) -> tuple[Parameter, Parameter]:
    """Lower heating value of a cubic metre of a fuel [kWh/m3], and the moisture that it holds for [-].

    Parameters
    ----------
    fuel : str
        firewood or wood_chips.
    measure : str
        `solid_m3`, `stacked_m3` or `loose_m3`.

    Raises
    ------
    ParameterError
        If it is not known.

    Examples
    --------
    >>> energy, moisture = volume_energy("wood_chips", "loose_m3")
    >>> energy.value, moisture.value
    (775.0, 0.4)
    """
    row = row_of(catalogue("fuel_prices")["volume_energy"], fuel, "fuel_prices.volume_energy")
    energy = row_of(row, measure, f"fuel_prices.volume_energy.{fuel}")
    key = f"fuel_prices.{measure}.{fuel}"
    return parameter(key, energy, {}, "kWh/m3"), parameter(
        f"{key}.moisture_fraction", row["moisture_fraction"], {}, "1"
    )


def network_tariff(name: str, day: str) -> dict[str, Parameter]:
    """Charges of one plan of the distribution network on a day, without VAT.

    Parameters
    ----------
    name : str
        `sadales_tikls_pamata_1`, `sadales_tikls_specialais_1` or `none`.
    day : str
        ISO date; the newest charges that hold from this day or before.

    Returns
    -------
    dict of str to Parameter
        `energy_eur_per_kwh`, `fixed_single_phase_eur_per_a_month`, `fixed_three_phase_eur_per_a_month` (per ampere
        of one phase's fuse).

    Raises
    ------
    ParameterError
        If the plan is unknown or the day lies before its first charges.

    Examples
    --------
    >>> plan = network_tariff("sadales_tikls_pamata_1", "2026-12-31")
    >>> plan["energy_eur_per_kwh"].value, plan["fixed_three_phase_eur_per_a_month"].value
    (0.03962, 0.82)
    """
    rows = row_of(catalogue("network_tariffs"), name, "network_tariffs")
    row = row_in_force(rows, day, f"network_tariffs.{name}")
    fields = [field for field in row if unit_of(field) and isinstance(row[field], dict)]
    return {
        field: parameter(f"network_tariffs.{name}.{field}", row[field], row, unit_of(field) or "") for field in fields
    }


def network_tariff_names() -> tuple[str, ...]:
    """All plans of the catalogue.

    >>> "sadales_tikls_pamata_1" in network_tariff_names()
    True
    """
    return tuple(catalogue("network_tariffs"))


def electricity_levy(name: Levy, day: str) -> Parameter:
    """A levy on every kWh that final users draw from the grid, without VAT [EUR/kWh].

    Raises
    ------
    ParameterError
        If the day, an ISO date, lies before the first rate.

    Examples
    --------
    >>> levy = electricity_levy("mandatory_procurement", "2026-01-01")
    >>> levy.value, levy.verified
    (0.0, False)
    """
    rows = row_of(catalogue("taxes")["levies"], name, "taxes.levies")
    row = row_in_force(rows, day, f"taxes.levies.{name}")
    return parameter(f"taxes.levies.{name}", row, row, "EUR/kWh")


def vat_rate(goods: Goods, day: str) -> Parameter:
    """Value added tax as a fraction of the price without it, as in force on a day [-].

    Raises
    ------
    ParameterError
        If the goods are unknown or the day, an ISO date, lies before the first rate.

    Examples
    --------
    >>> vat_rate("electricity", "2026-07-01").value, vat_rate("wood_fuel", "2026-07-01").value
    (0.21, 0.12)
    """
    rows = row_of(catalogue("taxes")["vat"], goods, "taxes.vat")
    row = row_in_force(rows, day, f"taxes.vat.{goods}")
    return parameter(f"taxes.vat.{goods}", row, row, "1")
