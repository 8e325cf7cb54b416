"""The summary of a variant: the keys that other programs rely on, and which gas the emissions count."""

from __future__ import annotations

import pytest

from energycommunity.results.summary import summary
from tests.hand_calculated.small_scenario import run_small

PROMISED = """schema_version scenario variant status objective_eur_per_year lower_bound_eur_per_year optimality_gap
capacities annual_cost_eur annual_emissions_kg_co2e indicators timings_s peak_memory_mb defaults_used warnings"""
LOAD = "assets: {demand: {type: load, owner: owner, meter: main, power_kw: 10}}"


@pytest.mark.parametrize(
    ("rules", "gas", "kg_per_kwh"),
    [("{set: ipcc}", "CO2", 0.0491), ("{set: lca, electricity: latvia_consumption_lca}", "CO2e", None)],
)
def test_the_promised_keys_are_there_and_the_gas_is_said(tmp_path, rules, gas, kg_per_kwh):
    """Proves: one key holds the emissions whatever is counted, and another says what is.

    Sensitivity: no such key with factors of burning, whose gas is CO2 alone.
    Hand calculation: 4 h x 10 kW x 0.0491 kg/kWh (Latvian ministry, electricity of 2022) = 1.964 kg.
    """
    told = summary(run_small(tmp_path, [LOAD, f"emissions: {rules}"]))
    assert set(PROMISED.split()) <= set(told)
    assert told["emission_gas"] == gas
    if kg_per_kwh is not None:
        assert told["annual_emissions_kg_co2e"] == pytest.approx(40 * kg_per_kwh)
