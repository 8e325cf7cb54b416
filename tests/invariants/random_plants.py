"""Plants beside those that every random community may have, for one of its members: engines, hydrogen, sun, cold …

Prices make them pay in some communities and not in others. What stands already costs no money for building, so that no
budget is too small for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from energycommunity.quantities import FloatArray

Asset = dict[str, Any]


def add_plants(
    document: dict[str, Any],
    columns: dict[str, FloatArray],
    name: str,
    rng: np.random.Generator,
    *,
    often: float = 1.0,
) -> None:
    """Some plants behind the meter of a member, and at the building where there is one; `often` as many."""
    document["site"].setdefault("ground_area_m2", float(rng.uniform(50.0, 200.0)))
    steps, per_year = document["time"]["steps"], 1.0
    if not document["time"]["annual"]:
        per_year = steps / 8760.0
    house = f"{name}_house" if f"{name}_house" in document["buildings"] else None
    columns.setdefault("wind", np.clip(rng.normal(0.3, 0.3, steps), 0.0, 1.0))
    columns.setdefault("source", rng.uniform(0.0, 20.0, steps))
    for kinds, probability in ((PLANTS, 0.15), (PLANTS_AT_HOUSE if house else {}, 0.25)):
        for kind, plants_of in kinds.items():
            if rng.random() < often * probability:
                for suffix, plant in plants_of(name, house, rng, per_year).items():
                    document["assets"][f"{name}_{kind}{suffix}"] = {"owner": name, **plant}


def _column(name: str) -> dict[str, str]:
    return {"file": "series.csv", "column": name}


def _sized(key: str, most: float, eur_per_size: float, rng: np.random.Generator, per_year: float) -> Asset:
    """A size to be chosen, with its cost over twenty years; or one that stands."""
    basis = key.rsplit("_", 1)[-1]
    if rng.random() < 0.3:
        return {key: most / 2.0, f"annuity_eur_per_{basis}_year": 0.0, f"investment_eur_per_{basis}": 0.0}
    eur = float(rng.uniform(0.3, 1.5)) * eur_per_size * per_year
    return {key: {"max": most}, f"investment_eur_per_{basis}": eur, "lifetime_years": 20.0}


def _engine(name: str, house: str | None, rng: np.random.Generator, per_year: float) -> dict[str, Asset]:
    engine: Asset = {
        "type": "combined_heat_and_power",
        "meter": f"{name}_meter",
        "at": house,
        "fuel": "gas",
        "electric_efficiency": 0.35,
        "heat_efficiency": 0.5,
        "may_dump_heat": bool(rng.random() < 0.5),
        "variable_om_eur_per_kwh": 0.002,
    }
    if rng.random() < 0.2:
        engine |= {"minimum_load_fraction": 0.4, "start_cost_eur": 0.05}
    return {"": engine | _sized("capacity_electric_kw", 4.0, 900.0, rng, per_year)}


def _collectors(name: str, house: str | None, rng: np.random.Generator, per_year: float) -> dict[str, Asset]:
    return {
        "": {
            "type": "solar_thermal",
            "at": house,
            "production_kw_per_m2": _column("sun"),
            "mounting": "ground",
            "area_m2_per_m2": 3.0,
        }
        | _sized("capacity_m2", 16.0, 150.0, rng, per_year)
    }


def _pit(name: str, house: str | None, rng: np.random.Generator, per_year: float) -> dict[str, Asset]:
    efficiency = float(rng.choice([1.0, 0.96]))
    return {
        "": {
            "type": "pit_storage",
            "at": house,
            "power_kw_per_kwh": 0.03,
            "charge_efficiency": efficiency,
            "discharge_efficiency": efficiency,
            "loss_per_h": 0.0005,
        }
        | _sized("capacity_kwh", 200.0, 5.0, rng, per_year)
    }


def _from_waste_heat(name: str, house: str | None, rng: np.random.Generator, per_year: float) -> dict[str, Asset]:
    """A pump whose source gives little, and in its coldest hours nothing."""
    return {
        "": {
            "type": "heat_pump",
            "source": "waste_heat",
            "meter": f"{name}_meter",
            "at": house,
            "cop": _column("cop"),
            "source_c": _column("source"),
            "source_power_kw": float(rng.uniform(1.0, 4.0)),
            "minimum_source_c": 4.0,
        }
        | _sized("capacity_heat_kw", 8.0, 500.0, rng, per_year)
    }


def _cooled(name: str, house: str | None, rng: np.random.Generator, per_year: float) -> dict[str, Asset]:
    """Rooms to be cooled, by a machine for it or by a heat pump that is reversible."""
    at_house = {"meter": f"{name}_meter", "at": house}
    machine: Asset = {"type": "air_conditioner", "eer": _column("cop")} | _sized(
        "capacity_cooling_kw", 4.0, 300.0, rng, per_year
    )
    if rng.random() < 0.5:
        cooling = {"eer": _column("cop"), "cooling_capacity_factor": float(rng.uniform(0.7, 1.2))}
        machine = {"type": "heat_pump", "cop": _column("cop"), "cooling": cooling}
        machine |= _sized("capacity_heat_kw", 8.0, 500.0, rng, per_year)
    cold = {"type": "load", "at": house, "carrier": "cooling", "power_kw": float(rng.uniform(0.1, 0.8))}
    return {"_rooms": cold, "_machine": machine | at_house}


def _hydrogen(name: str, house: str | None, rng: np.random.Generator, per_year: float) -> dict[str, Asset]:
    """Electrolyser, tanks and fuel cell, whose heat may be of use."""
    at_meter, heats = {"meter": f"{name}_meter"}, {"at": house} if house is not None and rng.random() < 0.7 else {}
    electrolyser = {"type": "electrolyser", "store": f"{name}_hydrogen_tanks", "efficiency": 0.7}
    tanks = {
        "type": "hydrogen_store",
        "compressor_electricity_fraction": float(rng.choice([0.0, 0.05])),
        "charge_efficiency": 1.0,
        "discharge_efficiency": 1.0,
        "loss_per_h": 0.0,
    }
    cell = {"type": "fuel_cell", "store": f"{name}_hydrogen_tanks", "electric_efficiency": 0.6}
    return {
        "_maker": electrolyser
        | at_meter
        | heats
        | {"heat_efficiency": 0.2}
        | _sized("capacity_electric_kw", 6.0, 200.0, rng, per_year),
        "_tanks": tanks | at_meter | _sized("capacity_kwh", 40.0, 10.0, rng, per_year),
        "_cell": cell
        | at_meter
        | heats
        | {"heat_efficiency": 0.3}
        | _sized("capacity_electric_kw", 4.0, 200.0, rng, per_year),
    }


def _ground_panels(name: str, house: str | None, rng: np.random.Generator, per_year: float) -> dict[str, Asset]:
    return {
        "": {
            "type": "photovoltaics",
            "meter": f"{name}_meter",
            "production_kw_per_kwp": _column("sun"),
            "mounting": "ground",
            "area_m2_per_kwp": 10.0,
            "capacity_kwp": {"max": 10.0},
            "annuity_eur_per_kwp_year": float(rng.uniform(20.0, 100.0)) * per_year,
        }
    }


def _wind(name: str, house: str | None, rng: np.random.Generator, per_year: float) -> dict[str, Asset]:
    return {
        "": {
            "type": "wind_turbine",
            "meter": f"{name}_meter",
            "production_kw_per_kw": _column("wind"),
            "variable_om_eur_per_kwh": 0.001,
        }
        | _sized("capacity_kw", 8.0, 1500.0, rng, per_year)
    }


MakePlants = Callable[[str, str | None, np.random.Generator, float], dict[str, Asset]]
PLANTS: dict[str, MakePlants] = {"hydrogen": _hydrogen, "field": _ground_panels, "turbine": _wind}
PLANTS_AT_HOUSE: dict[str, MakePlants] = {
    "engine": _engine,
    "collectors": _collectors,
    "pit": _pit,
    "waste_heat_pump": _from_waste_heat,
    "cooling": _cooled,
}
