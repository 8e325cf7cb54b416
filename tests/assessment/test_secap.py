"""Emission arithmetic of the Covenant of Mayors by hand-made examples."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from energycommunity.assessment.emissions import annual_emissions, avoided_emissions, carriers_of
from energycommunity.assessment.factors import emission_factors
from energycommunity.assessment.local_factors import local_electricity_factor, local_heat_factor, split_cogeneration
from energycommunity.assessment.secap import COLUMNS, secap_tables
from energycommunity.errors import ParameterError
from energycommunity.parameters import electricity_factor, heat_factor
from energycommunity.quantities import EnergyEntry

# A village: a network with a gas boiler and a heat pump, own photovoltaics, stoves and bought heat. All in kWh.
VILLAGE = [
    EnergyEntry("gas_boiler", "plant", "natural_gas", "residential", "supply", 400e3),
    EnergyEntry("gas_boiler", "plant", "heat", "residential", "supplied_heat", 380e3),
    EnergyEntry("heat_pump", "plant", "electricity", "residential", "supply", 100e3),
    EnergyEntry("heat_pump", "plant", "heat", "residential", "supplied_heat", 300e3),
    EnergyEntry("town_network", "plant", "heat", "municipal", "bought", 50e3),
    EnergyEntry("hall", "hall", "heat", "municipal", "final", 150e3),
    EnergyEntry("flats", "flats", "heat", "residential", "final", 450e3),
    EnergyEntry("hall_load", "hall", "electricity", "municipal", "final", 60e3),
    EnergyEntry("flats_load", "flats", "electricity", "residential", "final", 140e3),
    EnergyEntry("pv", "hall", "electricity", "municipal", "produced", 80e3),
    EnergyEntry("pv", "hall", "electricity", "municipal", "exported", 20e3),
    EnergyEntry("meter", "plant", "electricity", "residential", "bought", 220e3),
    EnergyEntry("stove", "cottage", "firewood", "residential", "final", 30e3),
    EnergyEntry("oil_boiler", "shop", "heating_oil", "tertiary", "final", 20e3),
]


def factors_of(entries, set_name="ipcc", electricity=None):
    chosen = electricity or electricity_factor("latvia_official", 2022)
    return emission_factors(carriers_of(entries), set_name, chosen, heat_factor("latvia_official", 2022))


def test_every_cell_of_emissions_is_energy_times_factor():
    tables = secap_tables(VILLAGE, factors_of(VILLAGE))
    for sector in tables.final_energy_mwh.index:
        for column in COLUMNS:
            energy = tables.final_energy_mwh.loc[sector, column]
            expected = energy * tables.factors_t_per_mwh[column] if energy else 0.0
            assert tables.emissions_t.loc[sector, column] == pytest.approx(expected)


def test_final_energy_leaves_out_what_the_plants_of_networks_take():
    """Hand calculation: electricity 60 + 140, heat 150 + 450, wood 30, oil 20 MWh; no gas.

    Sensitivity: with the plants' inputs electricity would be 300 and gas 400.
    """
    energy = secap_tables(VILLAGE, factors_of(VILLAGE)).final_energy_mwh
    totals = energy.sum()
    assert totals[totals > 0.0].to_dict() == {
        "electricity": 200.0, "heat": 600.0, "heating_oil": 20.0, "other_biomass": 30.0,
    }  # fmt: skip
    assert energy.loc["municipal"].sum() == 210.0


def test_heat_carries_the_factor_of_its_own_plant():
    """Proves: inputs and bought heat over heat delivered; the official factor only for what is bought.

    Hand calculation: (400 x 0.202 + 100 x 0.0491 + 50 x 0.0749) / 600 = (80.8 + 4.91 + 3.745) / 600 = 0.149092 t/MWh.
    Sensitivity: over heat supplied (730) it would be 0.1225, with the official factor 0.0749.
    """
    factors = secap_tables(VILLAGE, factors_of(VILLAGE)).factors_t_per_mwh
    assert factors["heat"] == pytest.approx(0.1490917, abs=1e-6)
    assert factors["electricity"] == 0.0491


def test_total_of_a_municipality_is_all_that_is_burnt_and_bought():
    """Proves: local factors share out exactly the emissions of what is burnt and bought.

    Hand calculation: 400 x 0.202 + 220 x 0.0491 + 50 x 0.0749 + 20 x 0.267 = 80.8 + 10.802 + 3.745 + 5.34 = 100.687 t.
    Local electricity: (300 - 80) x 0.0491 / 300 = 0.0360067 t/MWh.
    Sensitivity: with the national factor 80 x 0.0491 = 3.928 t more.
    """
    factors = factors_of(VILLAGE)
    tables = secap_tables(VILLAGE, factors, covers="municipality")
    assert tables.factors_t_per_mwh["electricity"] == pytest.approx(0.0360067, abs=1e-6)
    assert tables.emissions_t.to_numpy().sum() == pytest.approx(100.687)
    burnt_and_bought = annual_emissions(VILLAGE, factors)["kg_co2_per_year"].sum() / 1e3
    assert burnt_and_bought == pytest.approx(100.687)
    village = secap_tables(VILLAGE, factors).emissions_t.to_numpy().sum()
    assert village == pytest.approx(100.687 + 3.928)


def test_more_own_electricity_than_consumption():
    """Hand calculation: 300 MWh consumed, 400 MWh made from the sun: the factor is 0 / 400.

    Sensitivity: the first formula would give -0.0164 t/MWh.
    """
    more = [*VILLAGE, EnergyEntry("field", "field", "electricity", "tertiary", "produced", 320e3)]
    tables = secap_tables(more, factors_of(more), covers="municipality")
    assert tables.factors_t_per_mwh["electricity"] == 0.0


def test_plants_of_networks_stand_in_table_b():
    """Hand calculation: gas 400 x 0.202 = 80.8 t; 80 MWh of renewable electricity; heat 380 + 300 MWh."""
    supply = secap_tables(VILLAGE, factors_of(VILLAGE)).supply.set_index(["table", "asset", "direction"])
    assert supply.loc[("B4", "gas_boiler", "input"), "emissions_t"] == pytest.approx(80.8)
    assert supply.loc[("B2", "pv", "output"), "energy_mwh"] == 80.0
    heat = supply.loc["B4"].xs("output", level="direction")["energy_mwh"]
    assert heat.to_dict() == {"gas_boiler": 380.0, "heat_pump": 300.0}


def test_wood_is_shown_in_three_ways_beside_the_total():
    """Hand calculation: 30 MWh x 0 / 0.013 / 0.403 = 0 / 0.39 / 12.09 t."""
    wood = secap_tables(VILLAGE, factors_of(VILLAGE)).wood
    assert wood["emissions_t"].to_dict() == pytest.approx({"sustainable": 0.0, "life_cycle": 0.39, "stack": 12.09})
    assert wood["gas"].to_dict() == {"sustainable": "CO2", "life_cycle": "CO2e", "stack": "CO2"}
    assert not wood.loc["life_cycle", "verified"]


def test_local_electricity_factor_by_hand():
    """Hand calculation: ((1000 - 150 - 50) x 0.1 + 30 + 1) / 1000 = 0.111; (30 + 1) / 1500 where more is made."""
    assert local_electricity_factor(1000.0, 150.0, 0.1, 30.0, 50.0, 1.0) == pytest.approx(0.111)
    assert local_electricity_factor(1000.0, 1450.0, 0.1, 30.0, 50.0, 1.0) == pytest.approx(31.0 / 1500.0)
    assert local_electricity_factor(0.0, 0.0, 0.1) == 0.1


def test_local_heat_factor_by_hand():
    """Hand calculation: (120 + 20 - 15) / 500 = 0.25."""
    assert local_heat_factor(500.0, 120.0, 20.0, 15.0) == pytest.approx(0.25)
    assert local_heat_factor(0.0, 0.0) == 0.0


def test_exported_heat_takes_its_emissions_along():
    """Hand calculation: 100 MWh of gas give 90 MWh, 30 of them sold: 20.2 t / 90 MWh = 0.224444 for both parts."""
    entries = [
        EnergyEntry("boiler", "plant", "natural_gas", "residential", "supply", 100e3),
        EnergyEntry("flats", "flats", "heat", "residential", "final", 60e3),
        EnergyEntry("link", "plant", "heat", "residential", "exported", 30e3),
    ]
    assert secap_tables(entries, factors_of(entries)).factors_t_per_mwh["heat"] == pytest.approx(0.2244444)


def test_cogeneration_is_split_by_separate_plants():
    """Hand calculation: heat 180/0.9 = 200, electricity 60/0.4 = 150: 200/350 of 70 t = 40 t, rest 30 t.

    Sensitivity: by energy alone heat would get 52.5 t. With efficiencies 0.8 and 0.5: 225/345 x 70 = 45.652 t.
    """
    assert split_cogeneration(70.0, 180.0, 60.0) == pytest.approx((40.0, 30.0))
    assert split_cogeneration(70.0, 180.0, 60.0, 0.8, 0.5)[0] == pytest.approx(45.6522, abs=1e-4)
    assert split_cogeneration(0.0, 0.0, 0.0) == (0.0, 0.0)
    with pytest.raises(ValueError, match="neither"):
        split_cogeneration(1.0, 0.0, 0.0)


def test_cogeneration_in_a_municipality_is_counted_once():
    """Hand calculation: gas 70 / 0.202 MWh burns to 70 t; 40 t over 180 MWh of heat, 30 t over 60 MWh of electricity.

    Electricity consumed 100: ((100 - 60) x 0.0491 + 30) / 100 = 0.31964; total 40 + 31.964 = 71.964 = 70 + 40 x 0.0491.
    """
    entries = [
        EnergyEntry("engine", "plant", "natural_gas", "residential", "supply", 70e3 / 0.202),
        EnergyEntry("engine", "plant", "heat", "residential", "supplied_heat", 180e3),
        EnergyEntry("engine", "plant", "electricity", "residential", "cogenerated", 60e3),
        EnergyEntry("flats", "flats", "heat", "residential", "final", 180e3),
        EnergyEntry("flats", "flats", "electricity", "residential", "final", 100e3),
        EnergyEntry("meter", "flats", "electricity", "residential", "bought", 40e3),
    ]
    tables = secap_tables(entries, factors_of(entries), covers="municipality")
    assert tables.factors_t_per_mwh["electricity"] == pytest.approx(0.31964)
    assert tables.emissions_t.to_numpy().sum() == pytest.approx(71.964)
    assert set(tables.supply["table"]) == {"B3", "B4"}


def test_carbon_dioxide_and_its_equivalent_are_never_mixed():
    with pytest.raises(ParameterError, match="electricity"):
        factors_of(VILLAGE, "lca")
    without_heat = [entry for entry in VILLAGE if entry.role != "bought"]
    tables = secap_tables(without_heat, factors_of(without_heat, "lca", electricity_factor("latvia_consumption_lca")))
    assert tables.gas == "CO2e"


def test_green_electricity_goes_with_any_gas():
    entries = [EnergyEntry("load", "house", "electricity", "residential", "final", 1e3)]
    assert factors_of(entries, "lca", electricity_factor("zero")).of("electricity") == 0.0


def test_exports_earn_no_credit_but_are_shown():
    """Hand calculation: 20 MWh x 49.1 kg/MWh = 982 kg, apart from the inventory."""
    factors = factors_of(VILLAGE)
    with_export = annual_emissions(VILLAGE, factors)["kg_co2_per_year"].sum()
    without = [entry for entry in VILLAGE if entry.role != "exported"]
    assert annual_emissions(without, factors)["kg_co2_per_year"].sum() == with_export
    assert avoided_emissions(VILLAGE, factors) == pytest.approx(982.0)


def test_emissions_by_place_and_carrier():
    table = annual_emissions(VILLAGE, factors_of(VILLAGE)).set_index(["place", "carrier", "origin"])["kg_co2_per_year"]
    assert table[("plant", "natural_gas", "burnt")] == pytest.approx(80800.0)
    assert table[("plant", "heat", "bought")] == pytest.approx(3745.0)
    assert table[("cottage", "firewood", "burnt")] == 0.0


def test_an_empty_ledger_gives_empty_tables():
    tables = secap_tables([], factors_of([]))
    assert tables.final_energy_mwh.to_numpy().sum() == 0.0
    assert tables.emissions_t.to_numpy().sum() == 0.0
    assert annual_emissions([], factors_of([])).empty


@given(
    gas=st.floats(0, 1e6),
    bought=st.floats(1.0, 1e6),
    own=st.floats(0, 1e6),
    share=st.floats(0, 1),
    loss=st.floats(0, 0.4),
)
def test_local_factors_never_lose_or_invent_emissions(gas, bought, own, share, loss):
    """Whatever is burnt and bought is shared out to the last kilogram, whatever the network loses."""
    electricity = bought + own
    entries = [
        EnergyEntry("boiler", "plant", "natural_gas", "residential", "supply", gas),
        EnergyEntry("pump", "plant", "electricity", "residential", "supply", electricity * share),
        EnergyEntry("load", "house", "electricity", "residential", "final", electricity * (1 - share)),
        EnergyEntry("pv", "house", "electricity", "residential", "produced", own),
        EnergyEntry("meter", "house", "electricity", "residential", "bought", bought),
        EnergyEntry(
            "house", "house", "heat", "residential", "final", (gas + 3 * electricity * share + 1.0) * (1 - loss)
        ),
    ]
    factors = factors_of(entries)
    total_t = secap_tables(entries, factors, covers="municipality").emissions_t.to_numpy().sum()
    assert total_t * 1e3 == pytest.approx(
        annual_emissions(entries, factors)["kg_co2_per_year"].sum(), rel=1e-6, abs=1e-6
    )


@given(
    place=st.sampled_from([("supply", "supplied_heat"), ("final", "cogenerated")]),
    gas=st.floats(1.0, 1e6),
    electric=st.floats(0.1, 0.5),
    exported=st.floats(0, 1),
    bought=st.floats(1.0, 1e6),
)
def test_cogeneration_in_a_building_or_a_network_never_loses_or_invents_emissions(
    place, gas, electric, exported, bought
):
    """All that is burnt stays in the inventory, once, whether its electricity is used or sold."""
    fuel, heat = place
    used = gas * electric * (1 - exported)
    entries = [
        EnergyEntry("engine", "house", "natural_gas", "residential", fuel, gas),
        EnergyEntry("engine", "house", "heat", "residential", heat, 0.5 * gas),
        EnergyEntry("engine", "meter", "electricity", "residential", "cogenerated", used),
        EnergyEntry("engine", "meter", "electricity", "residential", "cogenerated_exported", gas * electric - used),
        EnergyEntry("load", "house", "electricity", "residential", "final", used + bought),
        EnergyEntry("meter", "meter", "electricity", "residential", "bought", bought),
    ]
    if fuel == "supply":
        entries.append(EnergyEntry("house", "house", "heat", "residential", "final", 0.4 * gas))
    factors = factors_of(entries)
    tables = secap_tables(entries, factors, covers="municipality")
    assert tables.emissions_t.to_numpy().sum() == pytest.approx(0.202e-3 * gas + 0.0491e-3 * bought)
    inputs = tables.supply[tables.supply["direction"] == "input"]["energy_mwh"].sum()
    assert inputs + tables.final_energy_mwh["natural_gas"].sum() == pytest.approx(gas / 1e3)
