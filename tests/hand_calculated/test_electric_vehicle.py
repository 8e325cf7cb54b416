"""Electric vehicles, checked by hand. The cars come every day at 1 o'clock and leave at 3."""

from __future__ import annotations

import pytest

from energycommunity.errors import ScenarioError
from tests.hand_calculated.small_scenario import run_small, series

TIMES = "workdays: {arrive_h: 1, depart_h: 3}, weekend: {arrive_h: 1, depart_h: 3}"
CARS = f"type: electric_vehicle, owner: owner, meter: main, {TIMES}, charging_power_kw: 2"


def test_cars_charge_at_the_cheapest_time_between_coming_and_leaving(tmp_path):
    """Proves: what cars need is charged while they are plugged in, by price, and not faster than a car takes it.

    Sensitivity: 0.15 if they could charge while away, 0.30 without the limit of the car, 0.70 if they
    charged on arrival.
    Hand calculation: 1095 kWh a year are 3 kWh on each of 365 days: 2 kWh at 0.10 and 1 kWh at 0.30 = 0.50 EUR.
    """
    result = run_small(
        tmp_path,
        [
            "tariffs: {purchase: {type: spot, price_eur_per_kwh: $price}}",
            f"assets: {{cars: {{{CARS}, annual_kwh: 1095, capacity_kw: 10}}}}",
        ],
        {"price": [0.05, 0.30, 0.10, 0.05]},
    )
    assert series(result, "cars.power_kw") == pytest.approx([0, 1, 2, 0])
    assert result.annual_cost_eur == pytest.approx(0.50)


def test_distance_chargers_and_sector(tmp_path):
    """Proves: need follows from cars, distance and consumption; chargers are as large as they need; it is transport.

    Sensitivity: 6.60 EUR if all were charged in an hour, 1.80 EUR with one car, no line of transport in table A if the
    sector were that of the meter.
    Hand calculation: 2 cars x 7300 km x 0.15 kWh/km = 2190 kWh a year = 6 kWh a day; in two hours 3 kW at 20 EUR/kW
    over 20 years without interest = 3 EUR, and 6 kWh x 0.10 = 0.60 EUR: 3.60 EUR.
    """
    cars = f"{CARS}, cars_count: 2, distance_km_per_year: 7300, consumption_kwh_per_km: 0.15, investment_eur_per_kw: 20"
    result = run_small(tmp_path, f"assets: {{cars: {{{cars}}}}}")
    assert result.capacities["cars.capacity_kw"] == pytest.approx(3.0)
    assert result.annual_cost_eur == pytest.approx(3.60)
    assert result.assessment.secap.final_energy_mwh.loc["transport", "electricity"] == pytest.approx(0.006)


def test_chargers_that_are_too_small_are_told_with_what_would_do(tmp_path):
    """Proves: the fault names the power that lets all cars leave in time.

    Sensitivity: no message, and cars that leave empty.
    Hand calculation: 3 kWh in two hours need 1.5 kW.
    """
    with pytest.raises(ScenarioError, match=r"cars: capacity_kw: 1 kW is too little .* at least 1\.5 kW"):
        run_small(tmp_path, f"assets: {{cars: {{{CARS}, annual_kwh: 1095, capacity_kw: 1}}}}")


def test_cars_that_are_never_there_for_a_whole_step_are_told(tmp_path):
    """Proves: a stay shorter than a step is a fault. Sensitivity: cars that are never charged and cost nothing."""
    cars = CARS.replace("depart_h: 3", "depart_h: 1.5")
    with pytest.raises(ScenarioError, match="never plugged in for a whole step of 1 h"):
        run_small(tmp_path, f"assets: {{cars: {{{cars}, annual_kwh: 1095, capacity_kw: 10}}}}")
