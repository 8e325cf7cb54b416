"""The dated catalogues: complete, with units and sources, and brought to the right prices."""

import pytest

from energycommunity.errors import ParameterError
from energycommunity.parameters import (
    electricity_factor,
    emission_factor,
    fuel_price,
    heat_factor,
    index,
    lower_heating_value_kwh_per_t,
    network_tariff,
    price_index,
    primary_energy_factor,
    stack_factor,
    technology_defaults,
    technology_names,
    vat_rate,
)
from energycommunity.parameters.reader import catalogue

HEAT_PUMP = {"investment_eur_per_kw", "fixed_om_eur_per_kw_year", "variable_om_eur_per_kwh", "lifetime_years"}
BOILER = HEAT_PUMP | {"efficiency"}
PHOTOVOLTAICS = {
    "investment_eur_per_kwp",
    "fixed_om_eur_per_kwp_year",
    "variable_om_eur_per_kwh",
    "lifetime_years",
    "area_m2_per_kwp",
}
COLLECTORS = {
    "investment_eur_per_m2",
    "fixed_om_eur_per_m2_year",
    "variable_om_eur_per_kwh",
    "lifetime_years",
    "peak_efficiency",
    "heat_loss_w_per_m2_k",
    "heat_loss_w_per_m2_k2",
    "incidence_b0",
    "diffuse_modifier",
    "area_m2_per_m2",
}
STORAGE = {
    "investment_eur_per_kwh",
    "fixed_om_eur_per_kwh_year",
    "variable_om_eur_per_kwh",
    "lifetime_years",
    "loss_per_h",
    "charge_efficiency",
    "discharge_efficiency",
}
PIPE = {
    "investment_eur_per_m",
    "fixed_om_eur_per_m_year",
    "variable_om_eur_per_kwh",
    "lifetime_years",
    "pumping_electricity_fraction",
}
FIELDS_BY_PREFIX = {
    "photovoltaics": PHOTOVOLTAICS,
    "battery": STORAGE | {"investment_eur_per_kw", "power_kw_per_kwh"},
    "tank": STORAGE,
    "pit_storage": STORAGE | {"power_kw_per_kwh"},
    "heat_pump": HEAT_PUMP,
    "boiler": BOILER,
    "heat_network": PIPE,
    "substation": {"investment_eur_per_kw", "lifetime_years"},
    "wind_turbine": HEAT_PUMP,
    "solar_thermal": COLLECTORS,
    "cogeneration": HEAT_PUMP | {"electric_efficiency", "heat_efficiency"},
    "electrolyser": HEAT_PUMP | {"efficiency", "heat_efficiency"},
    "hydrogen_store": STORAGE | {"compressor_electricity_fraction"},
    "fuel_cell": HEAT_PUMP | {"electric_efficiency", "heat_efficiency"},
}


@pytest.mark.parametrize("name", technology_names())
def test_every_row_has_the_fields_of_its_kind_with_unit_date_and_source(name):
    row = technology_defaults(name, 2025)
    for prefix, fields in FIELDS_BY_PREFIX.items():
        if name.startswith(prefix):
            assert fields <= set(row)
    for field, entry in row.items():
        assert entry.date, field
        assert entry.source, field
        assert entry.verified == (entry.status in {"found", "derived"})
        assert entry.value >= 0.0
        if entry.source == "no published source":
            assert not entry.verified, field


@pytest.mark.parametrize("name", technology_names())
def test_efficiencies_and_losses_are_fractions(name):
    for field, entry in technology_defaults(name, 2025).items():
        if field in {"charge_efficiency", "discharge_efficiency", "loss_per_h"}:
            assert 0.0 <= entry.value <= 1.0
        if field == "efficiency":
            assert 0.5 < entry.value < 1.2


def test_costs_are_brought_to_the_price_year():
    """Costs of EUR2015 and EUR2020 become euros of 2025; those already in them stay.

    Proves: the index multiplies the costs only, not the life.
    Sensitivity: dividing instead of multiplying gives 703.59 for the heat pump.
    Hand calculation: 940 EUR2015/kW x 1.336 = 1255.84; 1427 EUR2020/kW x 1.257 = 1793.739.
    """
    house, network = (
        technology_defaults("heat_pump_air_house", 2025),
        technology_defaults("heat_pump_air_network", 2025),
    )
    assert house["investment_eur_per_kw"].value == pytest.approx(1255.84, rel=1e-6)
    assert "EUR" in house["investment_eur_per_kw"].unit
    assert "1.3360" in house["investment_eur_per_kw"].note
    assert network["investment_eur_per_kw"].value == pytest.approx(1793.739, rel=1e-6)
    assert house["lifetime_years"].value == 18.0
    assert technology_defaults("photovoltaics_roof", 2025)["investment_eur_per_kwp"].value == 904.0


def test_between_its_anchors_the_index_grows_evenly():
    """2015 to 2018 is three fifths of the growth to 2020.

    Sensitivity: a straight line would give 1.037709.
    Hand calculation: (1.336 / 1.257)^(3/5) = 1.0628481^0.6 = 1.037248.
    """
    assert index(2015, 2018) == pytest.approx(1.037248, abs=2e-6)
    assert index(2018, 2015) == pytest.approx(1 / 1.037248, abs=2e-6)


def test_prices_after_the_last_known_year_are_unverified():
    """Hand calculation: 2 % a year from 2025 to 2027 is 1.0404."""
    assert price_index(2025, 2027).value == pytest.approx(1.0404, abs=1e-6)
    assert not price_index(2025, 2027).verified
    assert price_index(2024, 2025).verified
    cost = technology_defaults("photovoltaics_roof", 2027)["investment_eur_per_kwp"]
    assert cost.value == pytest.approx(904 * 1.0404, rel=1e-6)
    assert not cost.verified


def test_square_roots_and_daily_losses_are_those_of_the_sources():
    """Hand calculation: sqrt(0.955) = 0.97724; sqrt(0.91) = 0.95394; 1 - (1 - 0.0019)^(1/24) = 7.924e-5."""
    assert technology_defaults("battery_home", 2025)["charge_efficiency"].value ** 2 == pytest.approx(0.955, abs=1e-4)
    assert technology_defaults("battery_community", 2025)["charge_efficiency"].value ** 2 == pytest.approx(
        0.91, abs=1e-4
    )
    assert (1 - technology_defaults("tank_large", 2025)["loss_per_h"].value) ** 24 == pytest.approx(
        1 - 0.0019, abs=1e-6
    )


def test_an_unknown_row_names_the_nearest():
    with pytest.raises(ParameterError, match="battery_home"):
        technology_defaults("batery_home", 2025)


def test_a_year_without_index_is_refused():
    with pytest.raises(ParameterError, match="2015 to 2035"):
        technology_defaults("battery_home", 2040)


def test_factors_of_wood_depend_on_its_origin_and_the_set():
    assert emission_factor("wood_chips", "ipcc").value == 0.0
    assert emission_factor("wood_chips", "ipcc", "unsustainable").value == 0.403
    assert emission_factor("firewood", "lca").value == 0.013
    assert not emission_factor("firewood", "lca").verified
    assert stack_factor("firewood").value == 0.403


@pytest.mark.parametrize(
    "carrier", ["natural_gas", "liquid_gas", "heating_oil", "peat", "firewood", "wood_chips", "pellets", "biogas"]
)
def test_every_fuel_has_factors_in_both_sets_with_their_gas_in_the_unit(carrier):
    assert emission_factor(carrier, "ipcc").unit == "kg CO2/kWh"
    assert emission_factor(carrier, "lca").unit == "kg CO2e/kWh"
    assert stack_factor(carrier).unit == "kg CO2/kWh"
    assert primary_energy_factor(carrier).value >= primary_energy_factor(carrier, "non_renewable").value


def test_factors_of_electricity_and_heat_are_the_newest_known():
    assert (electricity_factor().value, heat_factor().value) == (0.0491, 0.0749)
    assert electricity_factor("latvia_official", 2025).value == 0.0491
    assert "2022" in electricity_factor("latvia_official", 2025).note
    assert electricity_factor("latvia_consumption", 2023).value == 0.1474
    with pytest.raises(ParameterError, match="2016"):
        heat_factor("latvia_official", 2010)


def test_electricity_is_no_fuel():
    with pytest.raises(ParameterError):
        emission_factor("electricity", "ipcc")


def test_network_charges_follow_their_dates():
    """Charges of the tables: 3 x 16 A costs 13.12 EUR a month in 2024, and 14.72 before."""
    assert network_tariff("sadales_tikls_pamata_1", "2026-07-01")[
        "fixed_three_phase_eur_per_a_month"
    ].value * 16 == pytest.approx(13.12)
    assert network_tariff("sadales_tikls_pamata_1", "2023-12-31")[
        "fixed_three_phase_eur_per_a_month"
    ].value * 16 == pytest.approx(14.72)
    assert network_tariff("sadales_tikls_pamata_1", "2027-01-01")["energy_eur_per_kwh"].value == 0.03865
    special = network_tariff("sadales_tikls_specialais_1", "2026-07-01")
    assert special["energy_eur_per_kwh"].value == 0.15848
    assert "not found" in special["fixed_single_phase_eur_per_a_month"].note
    later = network_tariff("sadales_tikls_specialais_1", "2027-01-01")
    assert not any(parameter.verified for parameter in later.values())
    with pytest.raises(ParameterError, match="2023-07-01"):
        network_tariff("sadales_tikls_pamata_1", "2023-06-30")


def test_prices_taxes_and_heating_values():
    """Hand calculation: 240 EUR/t / 4800 kWh/t = 0.05 EUR/kWh."""
    price, heating_value = fuel_price("pellets"), lower_heating_value_kwh_per_t("pellets")
    assert price.value * heating_value.value == pytest.approx(240.0)
    assert vat_rate("electricity", "2026-07-01").value == 0.21
    assert not vat_rate("heat", "2026-07-01").verified
    with pytest.raises(ParameterError):
        fuel_price("heating_oil")


@pytest.mark.parametrize("name", ["prices", "lower_heating_values"])
def test_every_price_states_unit_date_source_and_status(name):
    for row in catalogue("fuel_prices")[name].values():
        assert {"value", "unit", "date", "source", "status"} <= set(row)
