"""Small random boiler houses with minimum loads and costs of starts, as a scenario file would describe them."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.invariants.random_communities import Community


def random_plant(seed: int, steps: int = 96) -> Community:
    """Two boilers, a heat pump, a tank and a house; sizes are given, but for some draws that of the pump."""
    rng = np.random.default_rng(seed)
    hour = np.arange(steps)
    heat_kw = np.clip(
        60 + 40 * np.cos(2 * np.pi * hour / 24) + 25 * np.sin(hour / 17) + rng.normal(0, 8, steps), 2, None
    )
    columns = {
        "heat": heat_kw * rng.choice([0.4, 0.7, 1.0]),
        "price": 0.11 + 0.05 * np.sin(hour / 3.8) + rng.normal(0, 0.03, steps),
        "cop": rng.uniform(2.0, 3.5, steps),
    }
    at_house = {"owner": "owner", "at": "house"}
    boiler = {"type": "fuel_boiler", **at_house, "fuel": "chips", "annuity_eur_per_kw_year": 0.0}
    document: dict[str, Any] = {
        "name": "plant",
        "site": {"latitude_deg": 57.2, "longitude_deg": 26.7},
        "time": {"start": "2025-03-29T06:00", "steps": steps, "annual": False},
        "economics": {"price_year": 2025, "real_discount_rate": 0.04},
        "members": {"owner": {"kind": "company", "deducts_vat": True}},
        "tariffs": {
            "chips": {"type": "fuel", "carrier": "wood_chips", "price_eur_per_kwh": 0.03},
            "gas": {"type": "fuel", "carrier": "natural_gas", "price_eur_per_kwh": 0.06},
            "purchase": {"type": "spot", "price_eur_per_kwh": _column("price")},
        },
        "meters": {"main": {"member": "owner", "import": "purchase", "import_limit_kw": 200.0}},
        "buildings": {"house": {"meter": "main", "sector": "municipal", "space_heat": {"power_kw": _column("heat")}}},
        "assets": {
            "chips": {
                **boiler,
                "efficiency": 0.85,
                "capacity_heat_kw": 70.0,
                "minimum_load_fraction": float(rng.uniform(0.3, 0.6)),
                "start_cost_eur": float(rng.uniform(2, 12)),
            },
            "gas": {
                **boiler,
                "fuel": "gas",
                "efficiency": 0.92,
                "capacity_heat_kw": 90.0,
                "minimum_load_fraction": float(rng.uniform(0.1, 0.3)),
                "start_cost_eur": float(rng.uniform(0, 2)),
            },
            "pump": {
                "type": "heat_pump",
                **at_house,
                "meter": "main",
                "capacity_heat_kw": 40.0 if rng.random() < 0.5 else {"max": 40.0},
                "cop": _column("cop"),
                "annuity_eur_per_kw_year": 0.4,
                "minimum_load_fraction": float(rng.uniform(0.2, 0.5)),
            },
            "tank": {
                "type": "hot_water_tank",
                **at_house,
                "capacity_kwh": float(rng.choice([30.0, 150.0, 600.0])),
                "charge_efficiency": 1.0,
                "discharge_efficiency": 1.0,
                "loss_per_h": 0.003,
            },
        },
    }
    return Community(document, columns)


def _column(name: str) -> dict[str, str]:
    return {"file": "series.csv", "column": name}
