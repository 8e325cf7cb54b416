"""Which row of the catalogue an asset gets when the file names none."""

from __future__ import annotations

import pytest

from energycommunity.technologies.base import Capacity
from energycommunity.technologies.fuel_boiler import FuelBoiler
from energycommunity.technologies.heat_pump import HeatPump
from energycommunity.technologies.photovoltaics import Photovoltaics
from energycommunity.technologies.solar_thermal import SolarThermal

BOILER = FuelBoiler(owner="owner", at="place", fuel="fuel")


@pytest.mark.parametrize(
    ("carrier", "on_network", "row"),
    [
        ("natural_gas", False, "boiler_gas_house"),
        ("natural_gas", True, "boiler_gas_network"),
        ("pellets", False, "boiler_pellets_building"),
        ("pellets", True, "boiler_pellets_network"),
        ("firewood", False, "boiler_firewood_house"),
        ("heating_oil", False, "boiler_oil_house"),
    ],
)
def test_a_boiler_gets_the_costs_of_its_fuel_and_place(carrier, on_network, row):
    assert BOILER.catalogue_row(on_network=on_network, carrier=carrier) == row


@pytest.mark.parametrize(
    ("carrier", "on_network", "size", "row"),
    [
        ("natural_gas", False, 25.0, "boiler_gas_house"),  # 2.5 times the 10 kW of the house's
        ("natural_gas", False, 200.0, "boiler_gas_network"),  # 20 times; the network's begins at 500 kW
        ("natural_gas", True, 20.0, "boiler_gas_house"),  # the network's is 25 times larger
        ("pellets", False, 8.0, "boiler_pellets_house"),  # the building's begins at 50 kW, 6.25 times
        ("pellets", False, Capacity(max=20.0), "boiler_pellets_building"),  # 2.5 times
        ("pellets", True, 300.0, "boiler_pellets_building"),  # the network's is 20 times larger
        ("pellets", True, 2500.0, "boiler_pellets_network"),  # 2.4 times
        ("wood_chips", True, 5000.0, "boiler_chips_network"),  # the village's ends at 1 MW, 5 times
        ("firewood", True, 600.0, "boiler_firewood_house"),  # there is no other one
    ],
)
def test_a_boiler_of_a_known_size_gets_the_row_of_its_place_or_the_nearest_one(carrier, on_network, size, row):
    sized = BOILER.model_copy(update={"capacity_heat_kw": size})
    assert sized.catalogue_row(on_network=on_network, carrier=carrier) == row


@pytest.mark.parametrize(
    ("on_network", "size", "row"),
    [
        (False, 12.0, "heat_pump_air_house"),  # the building's is 33 times larger
        (False, 150.0, "heat_pump_air_building"),  # 2.7 times
        (True, 150.0, "heat_pump_air_building"),  # the network's is 6.7 times larger
        (True, Capacity(max=500.0), "heat_pump_air_network"),  # 2 times, and that of its place
    ],
)
def test_a_heat_pump_of_a_known_size_gets_the_row_of_its_place_or_the_nearest_one(on_network, size, row):
    pump = HeatPump(owner="owner", at="place", meter="meter", capacity_heat_kw=size)
    assert pump.catalogue_row(on_network=on_network, carrier=None) == row


def test_a_row_that_the_file_names_counts():
    named = BOILER.model_copy(update={"catalogue": "boiler_pellets_house"})
    assert named.catalogue_row(on_network=True, carrier="natural_gas") == "boiler_pellets_house"


@pytest.mark.parametrize(
    ("source", "on_network", "row"),
    [
        ("air", False, "heat_pump_air_building"),
        ("air", True, "heat_pump_air_network"),
        ("ground", False, "heat_pump_ground_building"),
        ("ground", True, "heat_pump_ground_network"),
        ("water", False, "heat_pump_water_building"),
        ("water", True, "heat_pump_water_network"),
        ("waste_heat", False, "heat_pump_waste_heat_building"),
        ("waste_heat", True, "heat_pump_waste_heat_network"),
    ],
)
def test_a_heat_pump_gets_the_costs_of_its_source_and_place(source, on_network, row):
    pump = HeatPump(owner="owner", at="place", meter="meter", source=source, source_c=10.0)
    assert pump.catalogue_row(on_network=on_network, carrier=None) == row


@pytest.mark.parametrize(
    ("mounting", "layout", "row"),
    [
        ("roof", "south", "photovoltaics_roof"),
        ("ground", "south", "photovoltaics_ground"),
        ("ground", "east_west", "photovoltaics_ground_east_west"),
        ("ground", "vertical", "photovoltaics_vertical"),
    ],
)
def test_photovoltaics_get_the_costs_of_their_place_and_layout(mounting, layout, row):
    plant = Photovoltaics(owner="owner", meter="meter", mounting=mounting, layout=layout)
    assert plant.catalogue_row(on_network=False, carrier=None) == row


@pytest.mark.parametrize(("mounting", "row"), [("roof", "solar_thermal_roof"), ("ground", "solar_thermal_ground")])
def test_collectors_get_the_costs_of_their_place(mounting, row):
    field = SolarThermal(owner="owner", at="place", mounting=mounting, tilt_deg=40, azimuth_deg=180)
    assert field.catalogue_row(on_network=True, carrier=None) == row
