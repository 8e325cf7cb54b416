"""Random communities with what makes a certificate hard: limits, steps, fees, slow storages, peaks; and their changes.

What one seed holds is decided by the seed alone.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from tests.invariants.random_communities import Community, add_member, drawn
from tests.invariants.random_plants import add_plants

#: Emissions of a kWh from the grid and of a kWh of gas [kg], near the catalogue's: for a cap that can be kept.
GRID_KG_PER_KWH, GAS_KG_PER_KWH = 0.109, 0.202
#: Beginnings of the window: winter time, the change of clocks, the end of a month.
STARTS = ("2025-03-29T06:00", "2025-03-30T22:00", "2025-03-31T08:00")


def varied_community(seed: int, most_members: int = 3, most_steps: int = 36) -> Community:
    """One to three members over one day or more, with a random choice of limits and of ways to build."""
    rng = np.random.default_rng([seed, 7])
    lowest = 0.001 if rng.random() < 0.5 else -1.0
    community = drawn(rng, int(rng.integers(24, most_steps + 1)), (1, most_members), lowest)
    document, columns = community.document, community.columns
    if lowest < 0.0:
        columns["price"] = columns["price"] - rng.uniform(0.0, 0.06)
    document["time"]["start"] = str(rng.choice(STARTS))
    further = np.random.default_rng([seed, 23])
    for name in document["members"]:
        add_plants(document, columns, name, further)
    for asset in document["assets"].values():
        if asset["type"] in VARIED:
            VARIED[asset["type"]](asset, rng, _per_year(document))
    if rng.random() < 0.25:
        _put_on_one_roof(document, float(rng.uniform(10.0, 80.0)))
    limit = rng.random()
    if limit < 0.15:
        document["limits"] = {"co2_cap_kg_co2e": _co2_cap_kg(document, columns, rng)}
    elif limit < 0.4:
        standing_eur = sum(3_000.0 for asset in _of_type(document, "battery") if asset["capacity_kwh"] == 8.0)
        budget_eur = standing_eur + float(rng.uniform(1_000.0, 9_000.0))
        document["limits"] = {"investment_eur": budget_eur * _per_year(document)}
    return community


def reserved_community(seed: int, any_unit_may_fail: bool) -> Community:
    """One or two members whose boilers are sized too, with a day of design winter, and no budget to forbid it."""
    community = varied_community(seed, 2, 26)
    document, rng = community.document, np.random.default_rng([seed, 17])
    document.setdefault("limits", {}).pop("investment_eur", None)
    for boiler in _of_type(document, "fuel_boiler"):
        price = float(rng.uniform(10.0, 60.0))
        boiler |= {"capacity_heat_kw": {"max": 20.0}, "annuity_eur_per_kw_year": price * _per_year(document)}
    document["reserve"] = {
        "design_spell": True,
        "outdoor_c": -24.0,
        "length_days": 1,
        "loss_of_largest_unit": any_unit_may_fail,
    }
    return community


def changed_community(community: Community, rng: np.random.Generator) -> Community:
    """The same with one thing changed: a price, a demand, a member, an efficiency, a cost of building or a bound."""
    changed = Community(copy.deepcopy(community.document), dict(community.columns))
    CHANGES[int(rng.integers(len(CHANGES)))](changed, rng)
    return changed


def _per_year(document: dict[str, Any]) -> float:
    """The part of a year that the window stands for."""
    return 1.0 if document["time"]["annual"] else float(document["time"]["steps"]) / 8760.0


def _vary_size(size: dict[str, float], step: float, fee_eur: float, rng: np.random.Generator) -> None:
    """Sizes in lots, or a fee and a smallest size if it is built at all."""
    if rng.random() < 0.25:
        size["step"] = step
    if rng.random() < 0.25:
        size |= {"cost_if_built_eur": fee_eur, "min": step}


def _vary_photovoltaics(asset: dict[str, Any], rng: np.random.Generator, per_year: float) -> None:
    if isinstance(asset["capacity_kwp"], dict):
        asset["lifetime_years"] = 25.0
        asset["annuity_eur_per_kwp_year"] /= 2.0
        asset["investment_eur_per_kwp"] = float(rng.uniform(100.0, 600.0)) * per_year
        _vary_size(asset["capacity_kwp"], 2.5, float(rng.uniform(300.0, 3_000.0)) * per_year, rng)


def _vary_battery(asset: dict[str, Any], rng: np.random.Generator, per_year: float) -> None:
    if rng.random() < 0.4:  # large and slow: what it does in one window depends on the one before
        asset |= {"capacity_kwh": {"max": 80.0}, "power_kw_per_kwh": 0.04, "loss_per_h": 0.0}
        asset["investment_eur_per_kwh"] = float(rng.uniform(5.0, 60.0)) * per_year
    if isinstance(asset["capacity_kwh"], dict):
        _vary_size(asset["capacity_kwh"], 5.0, float(rng.uniform(50.0, 500.0)) * per_year, rng)
    if rng.random() < 0.2:
        asset["start_content"] = float(rng.uniform(0.0, 1.0))


def _vary_tank(asset: dict[str, Any], rng: np.random.Generator, per_year: float) -> None:
    if rng.random() < 0.5:
        asset |= {"capacity_kwh": {"max": 300.0}, "loss_per_h": 0.0003, "lifetime_years": 30.0}
        asset["investment_eur_per_kwh"] = float(rng.uniform(1.0, 20.0)) * per_year


def _vary_heat_pump(asset: dict[str, Any], rng: np.random.Generator, per_year: float) -> None:
    if "capacity_electric_kw" in asset:
        _vary_size(asset["capacity_electric_kw"], 1.0, float(rng.uniform(500.0, 5_000.0)) * per_year, rng)


VARIED: dict[str, Callable[[dict[str, Any], np.random.Generator, float], None]] = {
    "photovoltaics": _vary_photovoltaics,
    "battery": _vary_battery,
    "hot_water_tank": _vary_tank,
    "heat_pump": _vary_heat_pump,
}


def _put_on_one_roof(document: dict[str, Any], area_m2: float) -> None:
    """All panels stand on one roof."""
    panels = [
        asset
        for asset in _of_type(document, "photovoltaics")
        if isinstance(asset["capacity_kwp"], dict) and asset.get("mounting") != "ground"
    ]
    if panels:
        roof = {"area_m2": area_m2}
        document["buildings"]["barn"] = {"meter": panels[0]["meter"], "sector": "residential", "roof": roof}
    for asset in panels:
        size = asset["capacity_kwp"]
        size.pop("min", None)
        asset |= {"roof": "barn", "area_m2_per_kwp": 5.0}


def _co2_cap_kg(document: dict[str, Any], columns: dict[str, np.ndarray], rng: np.random.Generator) -> float:
    """Between what heat pumps alone emit and what boilers do."""
    hours = 8760.0 / document["time"]["steps"] if document["time"]["annual"] else 1.0
    load, heat = (sum(float(v.sum()) for n, v in columns.items() if n.endswith(end)) for end in ("_load", "_heat"))
    least = GRID_KG_PER_KWH * (load + heat / 2.0)
    return hours * (1.02 * least + float(rng.uniform(0.0, 1.0)) * GAS_KG_PER_KWH * heat)


def _of_type(document: dict[str, Any], kind: str) -> Iterator[dict[str, Any]]:
    return (asset for asset in document["assets"].values() if asset["type"] == kind)


def _change_price(community: Community, rng: np.random.Generator) -> None:
    if rng.random() < 0.5:
        community.columns["price"] = community.columns["price"] * float(rng.uniform(0.7, 1.4))
    else:
        community.document["tariffs"]["gas"]["price_eur_per_kwh"] = float(rng.uniform(0.03, 0.09))


def _change_demand(community: Community, rng: np.random.Generator) -> None:
    names = sorted(name for name in community.columns if name.endswith(("_load", "_heat")))
    name = names[int(rng.integers(len(names)))]
    community.columns[name] = community.columns[name] * float(rng.uniform(0.6, 1.1))


def _change_members(community: Community, rng: np.random.Generator) -> None:
    document, columns = community.document, community.columns
    names = list(document["members"])
    if len(names) == 1 or (len(names) < 3 and rng.random() < 0.5):
        name = next(f"m{number}" for number in range(9) if f"m{number}" not in names)
        add_member(document, columns, name, rng, document["time"]["steps"])
        add_plants(document, columns, name, rng)
        return
    leaves = f"{names[int(rng.integers(len(names)))]}_"
    document["members"].pop(leaves.removesuffix("_"))
    for section in (document[key] for key in ("tariffs", "meters", "buildings", "assets")):
        for name in [name for name in section if name.startswith(leaves)]:
            section.pop(name)
    barn = document["buildings"].get("barn")
    if barn is not None:
        barn["meter"] = next(iter(document["meters"]))


def _change_efficiency(community: Community, rng: np.random.Generator) -> None:
    if rng.random() < 0.5:
        community.columns["cop"] = community.columns["cop"] * float(rng.uniform(0.9, 1.2))
    for asset in _of_type(community.document, "battery"):
        asset["charge_efficiency"] = float(rng.uniform(0.85, 1.0))
    for asset in _of_type(community.document, "fuel_boiler"):
        asset["efficiency"] = float(rng.uniform(0.8, 0.95))


def _change_costs(community: Community, rng: np.random.Generator) -> None:
    for asset in community.document["assets"].values():
        for key in [key for key in asset if key.startswith(("investment_eur", "annuity_eur"))]:
            asset[key] *= float(rng.uniform(0.6, 1.5))


def _change_bounds(community: Community, rng: np.random.Generator) -> None:
    for asset in community.document["assets"].values():
        for size in (value for value in asset.values() if isinstance(value, dict) and "max" in value):
            size["max"] *= float(rng.uniform(1.0, 1.5))


CHANGES: tuple[Callable[[Community, np.random.Generator], None], ...] = (
    _change_price,
    _change_demand,
    _change_members,
    _change_efficiency,
    _change_costs,
    _change_bounds,
)
