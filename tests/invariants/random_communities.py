"""Small random communities, as a scenario file would describe them, and the way to solve and settle one.

Prices are drawn without ties, go below zero, and sales can earn more than purchases cost; members share or not. What
one draw holds is decided by its seed alone.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from energycommunity.optimization.case import Case
from energycommunity.optimization.preparation import Preparation
from energycommunity.optimization.programme import Programme, state
from energycommunity.optimization.sizing import Solution, SolverOptions, solve
from energycommunity.quantities import FloatArray
from energycommunity.scenario.schema import Scenario
from energycommunity.settlement.settle import Settlement, settle
from tests.invariants.random_plants import add_plants

GAP = 1e-6


@dataclass(frozen=True)
class Community:
    """A document as it would stand in YAML, and the columns of the file beside it."""

    document: dict[str, Any]
    columns: dict[str, FloatArray]

    def changed(self, section: str, content: dict[str, Any]) -> Community:
        """The same with another section."""
        document = copy.deepcopy(self.document)
        document[section] = content
        return Community(document, self.columns)


@dataclass(frozen=True, eq=False)
class Solved:
    """A community with all that came of it."""

    programme: Programme
    solution: Solution
    settlement: Settlement


def random_community(seed: int, lowest_eur_per_kwh: float = -1.0) -> Community:
    """Two to four members, 24 to 30 hours, with a random choice of assets; prices not below the lowest."""
    rng = np.random.default_rng(seed)
    community = drawn(rng, int(rng.integers(24, 31)), (2, 4), lowest_eur_per_kwh)
    for name in community.document["members"]:
        _add_what_waits_and_saves(community, name, np.random.default_rng([seed, len(community.document["assets"])]))
    further = np.random.default_rng([seed, 23])
    houses = [name.removesuffix("_house") for name in community.document["buildings"]]
    name = str(further.choice(houses or list(community.document["members"])))
    add_plants(community.document, community.columns, name, further, often=1.4)
    return community


def _add_what_waits_and_saves(community: Community, name: str, rng: np.random.Generator) -> None:
    """Some of: cars, a load that may wait, and a measure that saves part of the member's load."""
    document, columns = community.document, community.columns
    at_meter, assets = {"owner": name, "meter": f"{name}_meter"}, document["assets"]
    per_year = 1.0 if document["time"]["annual"] else document["time"]["steps"] / 8760.0
    if rng.random() < 0.4:
        columns[f"{name}_wanted"] = rng.uniform(0, 3, document["time"]["steps"])
        assets[f"{name}_washing"] = {
            "type": "shiftable_load",
            **at_meter,
            "electricity": {"power_kw": _column(f"{name}_wanted")},
            "may_wait_h": float(rng.integers(1, 9)),
            "limit_kw": float(rng.uniform(3, 8)),
        }
    if rng.random() < 0.3:
        assets[f"{name}_cars"] = {
            "type": "electric_vehicle",
            **at_meter,
            "annual_kwh": float(rng.uniform(1_000, 3_000)),
            "weekend": {"arrive_h": 15, "depart_h": 10},
            "charging_power_kw": 4.0,
            "capacity_kw": {"max": 4.0},
            "investment_eur_per_kw": 100.0 * per_year,
        }
    if rng.random() < 0.4:
        assets[f"{name}_lamps"] = {
            "type": "demand_reduction",
            "owner": name,
            "reduces": f"{name}_load",
            "saved_fraction": float(rng.uniform(0.1, 0.5)),
            "investment_eur": float(rng.uniform(300, 6_000)) * per_year,
            "lifetime_years": 15.0,
            "extent": {"max": 0.5},
        }


def drawn(
    rng: np.random.Generator, steps: int, members: tuple[int, int], lowest_eur_per_kwh: float = -1.0
) -> Community:
    """A community of so many steps, with a number of members between the two given ones."""
    hour = np.arange(steps)
    columns: dict[str, FloatArray] = {
        "price": 0.10 + 0.07 * np.sin(hour / 3.8) + rng.normal(0, 0.05, steps),
        "sun": np.clip(np.sin((hour - 6) / 12 * np.pi), 0, None) * rng.uniform(0.3, 1.0, steps),
        "cop": rng.uniform(2.0, 4.0, steps),
    }
    document: dict[str, Any] = {
        "name": "random",
        "site": {"latitude_deg": 57.2, "longitude_deg": 26.7},
        "time": {"start": "2025-03-29T06:00", "steps": steps, "annual": bool(rng.random() < 0.5)},
        "economics": {"price_year": 2025, "real_discount_rate": 0.04},
        "members": {},
        "tariffs": {"gas": {"type": "fuel", "carrier": "natural_gas", "price_eur_per_kwh": 0.05}},
        "meters": {},
        "buildings": {},
        "assets": {},
        "community": {"sharing": str(rng.choice(["none", "by_interval"])), "internal_price_eur_per_kwh": 0.06},
    }
    columns["price"] = np.maximum(columns["price"], lowest_eur_per_kwh + 1e-5 * hour)
    for number in range(int(rng.integers(members[0], members[1] + 1))):
        add_member(document, columns, f"m{number}", rng, steps)
    return Community(document, columns)


def _column(name: str) -> dict[str, str]:
    return {"file": "series.csv", "column": name}


def _measured(rng: np.random.Generator) -> dict[str, Any]:
    """How a demand charge takes its peaks."""
    carried: dict[str, Any] = {"peak_of": "year"} if rng.random() < 0.5 else {"ratchet_share": 0.8, "ratchet_months": 2}
    interval: dict[str, Any] = {"interval_minutes": 60} if rng.random() < 0.5 else {}
    return (carried if rng.random() < 0.5 else {}) | interval


def add_member(
    document: dict[str, Any], columns: dict[str, FloatArray], name: str, rng: np.random.Generator, steps: int
) -> None:
    """A member with a meter, a demand, contracts of its own and some assets."""
    household = bool(rng.random() < 0.5)
    document["members"][name] = {"kind": "household" if household else "company", "deducts_vat": not household}
    purchase: dict[str, Any] = {
        "margin_eur_per_kwh": float(rng.uniform(0, 0.02)),
        "standing_charge_eur_per_month": 3.0,
    }
    if rng.random() < 0.5:
        purchase["network"] = {"energy_eur_per_kwh": 0.039, "capacity_eur_per_a_month": 0.8}
    if rng.random() < 0.3:
        purchase["demand_charges"] = [{"price_eur_per_kw_month": 2.5, **_measured(rng)}]
    fixed = rng.random() < 0.4
    priced = (
        {"type": "fixed", "price_eur_per_kwh": float(rng.uniform(0.05, 0.2))}
        if fixed
        else {"type": "spot", "price_eur_per_kwh": _column("price")}
    )
    document["tariffs"][f"{name}_purchase"] = priced | purchase
    document["tariffs"][f"{name}_sale"] = {
        "type": "export_spot",
        "price_eur_per_kwh": _column("price"),
        "price_share": float(rng.uniform(0.5, 1.0)),
        "margin_eur_per_kwh": float(rng.uniform(0, 0.01)),
    }
    meter = {"member": name, "import": f"{name}_purchase", "import_limit_kw": 60.0, "export_limit_kw": 25.0}
    if rng.random() < 0.8:
        meter["export"] = f"{name}_sale"
    document["meters"][f"{name}_meter"] = meter
    columns[f"{name}_load"] = rng.uniform(0, 5, steps)
    _add_assets(document, columns, name, rng, steps)


def _add_assets(
    document: dict[str, Any], columns: dict[str, FloatArray], name: str, rng: np.random.Generator, steps: int
) -> None:
    at_meter, assets = {"owner": name, "meter": f"{name}_meter"}, document["assets"]
    assets[f"{name}_load"] = {"type": "load", **at_meter, "power_kw": _column(f"{name}_load")}
    per_year = 1.0 if document["time"]["annual"] else steps / 8760.0
    if rng.random() < 0.6:
        assets[f"{name}_pv"] = {
            "type": "photovoltaics",
            **at_meter,
            "capacity_kwp": {"max": 12.0} if rng.random() < 0.7 else 6.0,
            "production_kw_per_kwp": _column("sun"),
            "annuity_eur_per_kwp_year": float(rng.uniform(40, 120)) * per_year,
        }
    if rng.random() < 0.6:
        assets[f"{name}_battery"] = {
            "type": "battery",
            **at_meter,
            "capacity_kwh": {"max": 15.0} if rng.random() < 0.5 else 8.0,
            "power_kw_per_kwh": 0.5,
            "charge_efficiency": 0.95,
            "discharge_efficiency": 0.94,
            "loss_per_h": 0.001,
            "investment_eur_per_kwh": 300.0 * per_year,
            "lifetime_years": 12.0,
            "variable_om_eur_per_kwh": 0.0005,
        }
    if rng.random() < 0.5:
        columns[f"{name}_heat"] = rng.uniform(0, 8, steps)
        at_house = {"owner": name, "at": f"{name}_house"}
        document["buildings"][f"{name}_house"] = {
            "meter": f"{name}_meter",
            "sector": "residential",
            "space_heat": {"power_kw": _column(f"{name}_heat")},
        }
        assets[f"{name}_pump"] = {
            "type": "heat_pump",
            **at_meter,
            **at_house,
            "capacity_electric_kw": {"max": 6.0},
            "cop": _column("cop"),
            "investment_eur_per_kw": 900.0 * per_year,
            "fixed_om_eur_per_kw_year": 10.0 * per_year,
            "lifetime_years": 18.0,
        }
        assets[f"{name}_boiler"] = {
            "type": "fuel_boiler",
            **at_house,
            "fuel": "gas",
            "efficiency": 0.9,
            "capacity_heat_kw": 10.0,
            "fixed_om_eur_per_year": 15.0,
        }
        assets[f"{name}_tank"] = {
            "type": "hot_water_tank",
            **at_house,
            "capacity_kwh": 12.0,
            "charge_efficiency": 0.98,
            "discharge_efficiency": 1.0,
            "loss_per_h": 0.004,
        }


def case_of(community: Community) -> Case:
    """The case of a community, through the preparation that a file goes through."""
    with TemporaryDirectory() as folder:
        names, arrays = list(community.columns), list(community.columns.values())
        path = Path(folder) / "series.csv"
        np.savetxt(path, np.column_stack(arrays), delimiter=",", header=",".join(names), comments="", fmt="%.17g")
        return Preparation(Scenario.model_validate(community.document), Path(folder)).case()


def solved(community: Community) -> Solved:
    """State, solve and settle."""
    programme = state(case_of(community))
    solution = solve(programme, SolverOptions(gap=GAP))
    return Solved(programme, solution, settle(programme, solution.values))
