"""The town: buildings of all sizes along one street, each with three renovation packages, the network or its own heat.

A chips boiler and an air heat pump feed the network at one of four temperature levels. Every fifth building is an
apartment house or a public one; the rest are private houses. Weather and catalogue are those of the program.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import yaml

#: Supply and return of the levels [degC].
LEVELS = {"80/50": (80, 50), "65/40": (65, 40), "55/30": (55, 30), "40/25": (40, 25)}
WEATHER = Path(__file__).parents[1] / "data" / "weather" / "gulbene.csv"
#: Buildings at each corner of the street, and metres from one corner to the next.
AT_A_CORNER, CORNER_M = 5, 60.0


def write_town(folder: Path, buildings: int, levels: str = "65/40", seed: int = 1, gap: float = 0.01) -> Path:
    """Write `town.yaml` into a folder and return its path; `levels` are names of the levels, with commas between."""
    scenario = _scenario(buildings, [LEVELS[name] for name in levels.split(",")], seed, gap)
    path = folder / "town.yaml"
    path.write_text(yaml.safe_dump(scenario, sort_keys=False, default_flow_style=None, width=120), encoding="utf-8")
    return path


def _scenario(count: int, levels: list[tuple[int, int]], seed: int, gap: float) -> dict[str, Any]:
    random = np.random.default_rng(seed)
    names = [f"building_{number:03d}" for number in range(1, count + 1)]
    temperatures = [{"supply_c": supply_c, "return_c": return_c} for supply_c, return_c in levels]
    return {
        "name": "town",
        "site": {"latitude_deg": 57.2, "longitude_deg": 26.7},
        "time": {"year": 2025},
        "weather": {"series": WEATHER.as_posix()},
        "solver": {"gap": gap},
        "reserve": {"design_spell": False},
        "economics": {"price_year": 2025, "real_discount_rate": 0.04, "co2_price_eur_per_kg_co2e": 0.05},
        "tariffs": {
            "electricity": {"type": "fixed", "price_eur_per_kwh": 0.12},
            "chips": {"type": "fuel", "carrier": "wood_chips", "price_eur_per_kwh": 0.035},
            "pellets": {"type": "fuel", "carrier": "pellets", "price_eur_per_kwh": 0.06},
        },
        "members": {"utility": {"kind": "company", "deducts_vat": True}, "owners": {"kind": "household"}},
        "meters": {
            "plant": {"member": "utility", "import": "electricity", "import_limit_kw": 5000},
            "homes": {"member": "owners", "import": "electricity", "import_limit_kw": 5000},
        },
        "buildings": {name: _building(number, random) for number, name in enumerate(names)},
        "heat_networks": {
            "town": {
                "owner": "utility",
                **({"level": temperatures[0]} if len(temperatures) == 1 else {"levels": temperatures}),
                "plant_node": "boiler_house",
                "meter": "plant",
                "pipes": _pipes(names, random),
                "connections": dict.fromkeys(names, "optional"),
                "costs_by_size": True,
            }
        },
        "assets": _assets(),
    }


def _building(number: int, random: np.random.Generator) -> dict[str, Any]:
    """A private house, or every fifth time something larger."""
    large = number % AT_A_CORNER == 0
    area_m2 = float(np.round(random.uniform(600, 2500) if large else random.uniform(90, 260)))
    dwellings = max(round(area_m2 / 60.0), 1) if large else 1
    flow_c, oversized = float(random.choice([70, 80, 90])), float(random.choice([0.1, 0.3]))
    return {
        "meter": "homes",
        "sector": "residential",
        "type": "apartment_house" if large else "private_house",
        **({"series": str(random.choice(["103", "467", "119"]))} if large else {}),
        "heated_area_m2": area_m2,
        "dwellings": dwellings,
        "seed": number,
        "space_heat": {"annual_kwh": float(np.round(area_m2 * random.uniform(120, 190)))},
        "hot_water": {"annual_kwh": 2000.0 * dwellings},
        "radiators": {"design_flow_c": flow_c, "design_return_c": flow_c - 20.0, "oversized_fraction": oversized},
    }


def _pipes(names: list[str], random: np.random.Generator) -> list[dict[str, Any]]:
    """A street from the boiler house, and a branch to each building."""
    pipes: list[dict[str, Any]] = []
    before = "boiler_house"
    for corner, first in enumerate(range(0, len(names), AT_A_CORNER), 1):
        node = f"corner_{corner}"
        pipes.append({"from": before, "to": node, "length_m": CORNER_M, "pipe": "pre_insulated_series_2"})
        for name in names[first : first + AT_A_CORNER]:
            length_m = float(np.round(random.uniform(10, 120)))
            pipes.append({"from": node, "to": name, "length_m": length_m, "pipe": "pre_insulated_series_2"})
        before = node
    return pipes


def _assets() -> dict[str, Any]:
    electric = {"electricity": "electricity"}
    return {
        "chips": {"type": "fuel_boiler", "owner": "utility", "at": "boiler_house", "fuel": "chips"},
        "pump": {"type": "heat_pump", "owner": "utility", "at": "boiler_house", "meter": "plant"},
        "heating": {
            "type": "heating_choice",
            "at": "each_building",
            "owner": "building_member",
            "packages": ["none", "shallow", "deep"],
            "booster_electricity": "electricity",
            "sources": {
                "air_pump": {"type": "heat_pump", **electric},
                "pellets": {"type": "boiler", "fuel": "pellets"},
                "electric": {"type": "electric", **electric},
            },
        },
    }
