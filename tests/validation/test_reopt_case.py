"""REopt, case R1 (BSD-3): photovoltaics behind a meter with time-of-use energy and monthly demand charges.

Everything is stated in the scenario file. Wanted are 0.1 % of life-cycle cost and 0.5 % of the size. The program and
REopt solve the same linear programme, so a millionth of the cost is held, and 0.01 of the bills, which are rounded to
cents: the gap is small because the cost hardly changes with the size. The series and the tariff are read from the
folder of ECSIM_VALIDATION_DATA. One euro stands for one dollar.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
import yaml

from energycommunity.finance import present_worth_factor
from energycommunity.pipeline import run_variant
from energycommunity.scenario.loader import load_scenario

YEARS, DISCOUNT, ENERGY_GROWTH, UPKEEP_GROWTH, TAX = 20, 0.0564, 0.026, 0.025, 0.4
#: A charge of the utility that nothing changes, over the life, after tax [USD].
FIXED_LIFETIME_USD = 147_508.58
#: Present worth of an escalated yearly dollar, as published [a].
WORTH_OF_ENERGY_YEARS = 14.92855


def rates(structure):
    """The price of each period; tiers do not occur."""
    assert all(len(tiers) == 1 for tiers in structure)
    return [tiers[0]["rate"] for tiers in structure]


def electricity(tariff):
    """The tariff as a scenario file states it."""
    by_month = rates(tariff["flatdemandstructure"])
    return {
        "type": "scheduled",
        "schedule": {
            "workdays": tariff["energyweekdayschedule"],
            "weekends": tariff["energyweekendschedule"],
            "prices_eur_per_kwh": rates(tariff["energyratestructure"]),
        },
        "demand_charges": [
            {
                "price_eur_per_kw_month": price,
                "months": [m for m, period in enumerate(tariff["flatdemandmonths"], 1) if by_month[period] == price],
            }
            for price in sorted({by_month[period] for period in tariff["flatdemandmonths"]})
        ],
        "demand_schedule": {
            "workdays": tariff["demandweekdayschedule"],
            "weekends": tariff["demandweekendschedule"],
            "prices_eur_per_kw_month": rates(tariff["demandratestructure"]),
        },
        "standing_charge_eur_per_month": FIXED_LIFETIME_USD / (12 * WORTH_OF_ENERGY_YEARS * (1 - TAX)),
    }


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """The scenario, with and without photovoltaics."""
    if not os.environ.get("ECSIM_VALIDATION_DATA"):
        pytest.skip("ECSIM_VALIDATION_DATA is unset: the series and the tariff are not part of the project")
    folder = Path(os.environ["ECSIM_VALIDATION_DATA"]) / "reopt_r1"
    with (folder / "tariff.json").open(encoding="utf-8") as opened:
        tariff = json.load(opened)
    scenario = {
        "name": "reopt_r1",
        "site": {"latitude_deg": 34.58, "longitude_deg": -118.12, "time_zone": "UTC"},  # the tariff has no summer time
        "time": {"year": tariff["year"]},
        "solver": {"gap": 1e-12},
        "economics": {
            "price_year": 2025,
            "real_discount_rate": DISCOUNT,  # nominal, and so is the growth of prices
            "inflation": 0,
            "horizon_years": YEARS,
            "escalation": {"energy": ENERGY_GROWTH, "network": ENERGY_GROWTH, "fixed_om": UPKEEP_GROWTH},
        },
        "tariffs": {"utility": electricity(tariff)},
        "members": {"owner": {"kind": "company", "deducts_vat": True, "income_tax_rate": TAX}},
        "meters": {"main": {"member": "owner", "import": "utility", "import_limit_kw": 1000}},
        "buildings": {
            "site": {
                "meter": "main",
                "sector": "tertiary",
                "electricity": {"power_kw": {"file": str(folder / "series.csv"), "column": "load_kw"}},
            }
        },
        "assets": {
            "pv": {
                "type": "photovoltaics",
                "owner": "owner",
                "meter": "main",
                "capacity_kwp": {"max": 500},
                "production_kw_per_kwp": {"file": str(folder / "series.csv"), "column": "pv_factor"},
                "degradation_rate": 0.005,
                "investment_eur_per_kwp": 636.62,
                "fixed_om_eur_per_kwp_year": 17,
                "variable_om_eur_per_kwh": 0,
                "lifetime_years": YEARS,
            }
        },
        "variants": {"without": {"baseline": True, "set": {"assets.pv": None}}, "with_pv": {}},
    }
    path = tmp_path_factory.mktemp("reopt") / "reopt_r1.yaml"
    path.write_text(yaml.safe_dump(scenario, sort_keys=False), encoding="utf-8")
    return load_scenario(path)


def first_year(result, kind):
    """A year's bills of a kind [USD]."""
    lines = result.bills["kind"].values == kind
    return float(result.bills["eur"].values[lines].sum())


@pytest.mark.parametrize(
    ("variant", "life_cycle_usd", "energy_usd", "demand_usd", "size_kw"),
    [("without", 348_109.41, 11_537.68, 10_857.98, None), ("with_pv", 300_412.62, 4_925.24, 8_887.97, 37.0515)],
)
def test_size_bills_and_life_cycle_cost(file, variant, life_cycle_usd, energy_usd, demand_usd, size_kw):
    result = run_variant(file, file.variants[variant])
    standing = 12 * file.variants[variant].tariffs["utility"].standing_charge_eur_per_month
    assert first_year(result, "energy") - standing == pytest.approx(energy_usd, abs=0.01)
    assert first_year(result, "network") == pytest.approx(demand_usd, abs=0.01)
    assert result.assessment.indicators["life_cycle_cost_eur"] == pytest.approx(life_cycle_usd, rel=1e-6)
    worth = present_worth_factor(DISCOUNT, YEARS)
    assert result.annual_cost_eur * worth == pytest.approx(life_cycle_usd, rel=1e-6)
    if size_kw is not None:
        assert result.capacities["pv.capacity_kwp"] == pytest.approx(size_kw, rel=1e-5)
