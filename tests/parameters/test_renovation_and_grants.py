"""The catalogues of measures, packages and grants."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from energycommunity.demand.envelope import Envelope
from energycommunity.demand.grants import GrantCase, grant_of, programme_of
from energycommunity.demand.renovation import MEASURE_TYPES, package_of
from energycommunity.parameters.grants import grant_figures, grant_names
from energycommunity.parameters.reader import catalogue
from energycommunity.parameters.renovation_measures import measure_defaults, package_names

HOW_TO = Path(__file__).parents[2] / "docs" / "how_to" / "renovation.md"


def test_every_measure_has_all_its_figures_and_no_others():
    assert set(catalogue("renovation_measures")["measures"]) == set(MEASURE_TYPES)
    for name, kind in MEASURE_TYPES.items():
        assert set(measure_defaults(name, 2025)) == set(kind.model_fields) - {"investment_eur"}


def test_costs_are_unverified_and_u_values_found():
    for name in MEASURE_TYPES:
        figures = measure_defaults(name, 2025)
        assert not figures["investment_eur_per_m2"].verified
        assert "u_w_per_m2_k" not in figures or figures["u_w_per_m2_k"].verified


def test_u_values_are_the_limits_of_the_building_code():
    """LBN 002-19, table 3, as quoted by energyoptimizer.io: wall 0.23, roof and floor 0.20, window 1.10 W/(m2 K)."""
    found = {name: measure_defaults(name, 2025).get("u_w_per_m2_k") for name in MEASURE_TYPES}
    assert {name: figure.value for name, figure in found.items() if figure is not None} == {
        "walls": 0.23,
        "roof": 0.20,
        "cellar_ceiling": 0.20,
        "windows": 1.10,
    }


def test_deep_costs_what_the_programmes_cost_per_heated_area():
    """57.2 MEUR / 0.49 / 170 buildings and 173 MEUR / 0.5 / 400 buildings of 2000 m2: 343 and 433 EUR/m2."""
    house = Envelope.of_series("103", 2000.0)
    cost_eur = sum(part.investment_eur for part in package_of("deep", {}, 2025).investments(house))
    assert 57.2e6 / 0.49 / 170 / 2000 <= cost_eur / 2000.0 <= 173e6 / 0.5 / 400 / 2000


def test_costs_follow_the_price_year():
    costs = [measure_defaults("walls", year)["investment_eur_per_m2"].value for year in (2024, 2025, 2026)]
    assert costs == sorted(costs)
    assert costs[1] == 370.0


def test_packages_grow_deeper():
    measures = [{measure.name for measure in package_of(name, {}, 2025).measures} for name in package_names()]
    assert measures[0] == set()
    assert all(less < more for less, more in pairwise(measures))


@pytest.mark.parametrize("name", grant_names())
def test_every_programme_can_be_judged_and_stands_in_the_how_to(name):
    programme = programme_of(name)
    assert programme.share == grant_figures(name)["share"].value
    assert (programme.from_year or 0) <= (programme.until_year or 9999)
    assert f"`{name}`" in HOW_TO.read_text(encoding="utf-8")


def test_households_get_a_capped_part_of_a_heat_pump():
    """EKII: up to 70 % and 15 000 EUR a household. 70 % of 10 000 EUR is 7 000, of 30 000 EUR the cap."""
    programme = programme_of("ekii_households")
    paid = [grant_of(programme, GrantCase("heating", "household", 2024, eur)).eur for eur in (10_000.0, 30_000.0)]
    assert paid == pytest.approx([7_000.0, 15_000.0])
    assert grant_of(programme, GrantCase("renovation", "household", 2024, 10_000.0)).eur == 0.0


def test_households_get_nothing_for_panels_that_are_too_large_or_batteries_too_small():
    """EKII: 70 % of panels up to 11.1 kW; of batteries from 5 kWh, at most 2 500 EUR. 70 % of 6 000 is 4 200."""
    panels, battery = programme_of("ekii_households_electricity"), programme_of("ekii_households_battery")
    small = GrantCase("electricity", "household", 2024, 6_000.0, capacity_kw=11.1)
    large = GrantCase("electricity", "household", 2024, 6_000.0, capacity_kw=11.2)
    assert grant_of(panels, small).eur == pytest.approx(4_200.0)
    assert [fault.key for fault in grant_of(panels, large).missed_conditions] == ["grant_too_large"]
    assert grant_of(battery, GrantCase("storage", "household", 2024, 6_000.0, capacity_kwh=5.0)).eur == 2_500.0
    too_small = grant_of(battery, GrantCase("storage", "household", 2024, 6_000.0, capacity_kwh=4.9))
    assert (too_small.eur, too_small.missed_conditions[0].key) == (0.0, "grant_too_small")
