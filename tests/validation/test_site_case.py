"""The reference site case: a year of hours, five free sizes, through the scenario file.

Optimum computed independently with PyPSA 1.4 and oemof-solph 0.6.5. Tolerance 0.001 %: both tools and this one solve
the same linear programme, whose optimum is unique; what is left are tolerances of solvers.
"""

from __future__ import annotations

import numpy as np
import pytest

from energycommunity.pipeline import run_variant
from energycommunity.quantities import FloatArray
from energycommunity.scenario.loader import load_scenario

OPTIMUM_EUR_PER_YEAR = 193_989.07
HOURS = 8760

SITE = """
name: site
site: {latitude_deg: 57.2, longitude_deg: 26.7, time_zone: UTC}
time: {year: 2025}
solver: {gap: 1.0e-5}
economics: {price_year: 2025, real_discount_rate: 0.04}
members: {owner: {kind: company, deducts_vat: true}}
tariffs:
  purchase: {type: spot, price_eur_per_kwh: {file: site.csv, column: price_eur_per_kwh}, margin_eur_per_kwh: 0.06}
  sale: {type: export_spot, price_eur_per_kwh: {file: site.csv, column: price_eur_per_kwh}, price_share: 0.9}
  gas: {type: fuel, carrier: natural_gas, price_eur_per_kwh: 0.045}
meters: {main: {member: owner, import: purchase, export: sale, import_limit_kw: 5000, export_limit_kw: 5000}}
buildings:
  house:
    meter: main
    sector: tertiary
    electricity: {power_kw: {file: site.csv, column: electricity_kw}}
    space_heat: {power_kw: {file: site.csv, column: heat_kw}}
assets:
  pv:
    type: photovoltaics
    owner: owner
    meter: main
    capacity_kwp: {max: 600}
    production_kw_per_kwp: {file: site.csv, column: pv_kw_per_kwp}
    annuity_eur_per_kwp_year: 55
    fixed_om_eur_per_kwp_year: 0
    variable_om_eur_per_kwh: 0
  battery:
    type: battery
    owner: owner
    meter: main
    capacity_kwh: {max: 5000}
    power_kw_per_kwh: 0.5
    charge_efficiency: 0.96
    discharge_efficiency: 0.96
    loss_per_h: 0.0001
    annuity_eur_per_kwh_year: 45
    fixed_om_eur_per_kwh_year: 0
    variable_om_eur_per_kwh: 0
  heat_pump:
    type: heat_pump
    owner: owner
    at: house
    meter: main
    capacity_electric_kw: {max: 2000}
    cop: {file: site.csv, column: cop}
    annuity_eur_per_kw_year: 60
    fixed_om_eur_per_kw_year: 0
    variable_om_eur_per_kwh: 0
  boiler:
    type: fuel_boiler
    owner: owner
    at: house
    fuel: gas
    efficiency: 0.88
    capacity_fuel_kw: {max: 2000}
    annuity_eur_per_kw_year: 25
    fixed_om_eur_per_kw_year: 0
    variable_om_eur_per_kwh: 0
  tank:
    type: hot_water_tank
    owner: owner
    at: house
    capacity_kwh: {max: 10000}
    charge_efficiency: 1
    discharge_efficiency: 1
    loss_per_h: 0.002
    annuity_eur_per_kwh_year: 2
    fixed_om_eur_per_kwh_year: 0
    variable_om_eur_per_kwh: 0
"""


def _site_series() -> dict[str, FloatArray]:
    """Series of the case; the order of the random draws is part of it."""
    rng = np.random.default_rng(0)
    hour = np.arange(HOURS)
    of_day, day = hour % 24, hour // 24
    season = 0.55 + 0.45 * np.cos(2 * np.pi * (day - 172) / 365)
    sun = np.clip(np.sin((of_day - 5) / 14 * np.pi), 0, None) * season
    sun = np.clip(sun * rng.uniform(0.2, 1, HOURS), 0, 1)
    outdoor_c = 6 - 12 * np.cos(2 * np.pi * (day - 15) / 365) + 3 * np.sin((of_day - 9) / 24 * 2 * np.pi)
    outdoor_c = outdoor_c + rng.normal(0, 1, HOURS)
    heat_kw = np.clip(17 - outdoor_c, 0, None) * 20 + 30 * rng.uniform(0.5, 1.5, HOURS)
    evening, morning = np.exp(-(((of_day - 19) / 3.0) ** 2)), np.exp(-(((of_day - 8) / 2.0) ** 2))
    electricity_kw = 80 + 60 * evening + 30 * morning + rng.uniform(0, 20, HOURS)
    price = 0.09 + 0.05 * np.sin((of_day - 6) / 24 * 4 * np.pi) + rng.normal(0, 0.03, HOURS)
    return {
        "pv_kw_per_kwp": sun,
        "heat_kw": heat_kw,
        "electricity_kw": electricity_kw,
        "price_eur_per_kwh": np.clip(price, -0.02, None),
        "cop": np.clip(2.2 + 0.06 * (outdoor_c + 10), 1.8, 4.5),
    }


def test_optimum_of_the_site_case(tmp_path):
    columns = _site_series()
    header = ",".join(columns)
    table = np.column_stack(list(columns.values()))
    np.savetxt(tmp_path / "site.csv", table, delimiter=",", header=header, comments="", fmt="%.17g")
    path = tmp_path / "site.yaml"
    path.write_text(SITE, encoding="utf-8")
    file = load_scenario(path)
    result = run_variant(file, file.variants[file.baseline])
    assert result.annual_cost_eur == pytest.approx(OPTIMUM_EUR_PER_YEAR, rel=1e-5)
    assert result.proof.lower_bound_eur_per_year == pytest.approx(OPTIMUM_EUR_PER_YEAR, rel=2e-5)
    assert result.proof.status == "optimal"
    # The bound of 600 kWp binds clearly, the boiler is clearly too dear; other sizes lie in a flat optimum.
    assert result.capacities["pv.capacity_kwp"] == pytest.approx(600.0)
    assert result.capacities["boiler.capacity_fuel_kw"] == pytest.approx(0.0, abs=1e-3)
    assert result.capacities["heat_pump.capacity_electric_kw"] == pytest.approx(299.1, rel=0.01)
