"""The village: houses with PV and battery each, a shared heat plant, sharing behind one grid point.

Grid point: bought + given by houses = sold + taken by houses + taken by the heat pump
    bought costs price + 0.012 EUR/kWh, sold earns price - 0.01
    every kWh that a house or the heat pump takes costs 0.04 more, whoever it comes from; giving is free
House: load + charging + given = taken + PV used + discharging
    PV 62 EUR/kWp a, at most 30 kWp times the size of the house; it may be curtailed
    battery 38 EUR/kWh a; charge and discharge power each <= 0.5 kW per kWh; 0.96 in, 0.96 out; loses 0.01 % an hour
Heat plant: demand of the village + tank charging = COP · heat pump + 0.88 · boiler fuel + tank discharging
    heat pump 60 EUR per kW electric and year; boiler 25 EUR per kW fuel and year, fuel 0.045 EUR/kWh
    tank 2 EUR/kWh a, no power limit, no charging loss, loses 0.2 % an hour
Contents are cyclic over the year.

In the scenario each house, and the plant, has a meter of its own that buys and sells by exchange price and takes part
in sharing. There is no single grid point: what is bought (or sold) there is the sum of what the meters buy (or sell).
Both have the same optimum, because buying and selling at once loses 0.022 EUR/kWh and so never happens. The 0.04 are
the network's rate per kWh that crosses a meter. What the file has beside the equations does not bind at the optimum:
limits of the meters above all that the largest sizes could draw or give, and largest sizes of plant and batteries.

Houses as they are drawn seldom have more sun than load, so that little is shared; the meters could.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from benchmarks.series import HOURS, Year, hour_of_day, synthetic_year, write_columns
from energycommunity.quantities import FloatArray

FILE = "village.csv"
YEAR = range(365)

#: Largest battery of a house [kWh], and what no meter of a house exceeds with it, its PV and its load [kW].
LARGEST_BATTERY_KWH, HOUSE_LIMIT_KW = 1200.0, 1000.0

#: Largest heat pump (electric) and boiler (fuel) [kW] and tank [kWh] for each house of the village.
PLANT_KW_PER_HOUSE, TANK_KWH_PER_HOUSE = 1000.0 / 3.0, 8000.0 / 3.0


@dataclass(frozen=True, eq=False)
class House:
    """One house: its size beside the mean, and its load [kW] and production [kW/kWp], each of shape (8760,)."""

    share: float
    electricity_kw: FloatArray
    production_kw_per_kwp: FloatArray


def village_year() -> tuple[Year, FloatArray]:
    """The year that all villages share, and its exchange price, shape (8760,) [EUR/kWh]."""
    random = np.random.default_rng(0)
    year = synthetic_year(random)
    daily = np.repeat(random.normal(0, 0.03, 365), 24)
    season = 0.03 * np.cos(2 * np.pi * np.arange(HOURS) / HOURS)
    of_day = 0.04 * np.sin((hour_of_day() - 6) / 24 * 4 * np.pi)
    price = 0.085 + season + daily + of_day - 0.06 * year.production_kw_per_kwp
    return year, np.clip(price + random.normal(0, 0.004, HOURS), -0.02, None)


def houses_of(year: Year, count: int, seed: int) -> Iterator[House]:
    """That many houses; a village of more houses begins with those of a village of fewer."""
    random = np.random.default_rng(seed)
    for _ in range(count):
        share = random.uniform(0.3, 2)
        shifted = np.roll(year.electricity_kw, random.integers(-2, 3))
        electricity_kw = share * shifted * random.uniform(0.8, 1.2, HOURS) / 3
        production = np.clip(year.production_kw_per_kwp * random.uniform(0.9, 1.1), 0, 1)
        yield House(float(share), electricity_kw, production)


def write_village(folder: Path, houses: int, seed: int = 1, days: range = YEAR) -> Path:
    """Write `village.yaml` and `village.csv` into a folder and return the path of the YAML file.

    With fewer `days` (0 is 1 January) these stand for the whole year.
    """
    year, price = village_year()
    columns = {"heat_kw": year.heat_kw * houses / 10, "price_eur_per_kwh": price, "cop": year.cop}
    members = list(houses_of(year, houses, seed))
    for number, house in enumerate(members, 1):
        columns[f"{_name(number)}_electricity_kw"] = house.electricity_kw
        columns[f"{_name(number)}_pv_kw_per_kwp"] = house.production_kw_per_kwp
    hours = slice(24 * days.start, 24 * days.stop)
    write_columns(folder / FILE, {name: values[hours] for name, values in columns.items()})
    path = folder / "village.yaml"
    text = yaml.safe_dump(_scenario(members, days), sort_keys=False, default_flow_style=None, width=120)
    path.write_text(text, encoding="utf-8")
    return path


def _scenario(members: list[House], days: range) -> dict[str, Any]:
    names = [_name(number) for number in range(1, len(members) + 1)]
    start = date(2025, 1, 1) + timedelta(days=days.start)
    purchase = {"type": "spot", "price_eur_per_kwh": _column("price_eur_per_kwh"), "margin_eur_per_kwh": 0.012}
    sale = {"type": "export_spot", "price_eur_per_kwh": _column("price_eur_per_kwh"), "margin_eur_per_kwh": 0.01}
    plant_limit_kw = PLANT_KW_PER_HOUSE * len(members)
    contracts = {"import": "purchase", "export": "sale"}
    limits = {"import_limit_kw": HOUSE_LIMIT_KW, "export_limit_kw": HOUSE_LIMIT_KW}
    return {
        "name": "village",
        "site": {"latitude_deg": 57.2, "longitude_deg": 26.7, "time_zone": "UTC"},
        "time": {"year": 2025} if days == YEAR else {"start": start.isoformat(), "steps": 24 * len(days)},
        "solver": {"gap": 0.001},
        "economics": {"price_year": 2025, "real_discount_rate": 0.04},
        "tariffs": {
            "purchase": {**purchase, "network": {"energy_eur_per_kwh": 0.04}},
            "sale": sale,
            "fuel": {"type": "fuel", "carrier": "wood_chips", "price_eur_per_kwh": 0.045},
        },
        "members": {name: {"kind": "company", "deducts_vat": True} for name in ("plant", *names)},
        "meters": {
            "plant": {"member": "plant", "import": "purchase", "import_limit_kw": plant_limit_kw},
            **{name: {"member": name, **contracts, **limits} for name in names},
        },
        "buildings": {
            "heated": {"meter": "plant", "sector": "residential", "space_heat": {"power_kw": _column("heat_kw")}},
            **{
                name: {
                    "meter": name,
                    "sector": "residential",
                    "electricity": {"power_kw": _column(f"{name}_electricity_kw")},
                }
                for name in names
            },
        },
        "community": {"sharing": "by_interval"},
        "assets": {**_plant(len(members)), **_house_assets(names, members)},
    }


def _plant(houses: int) -> dict[str, Any]:
    """The heat plant of all houses."""
    largest_kw, largest_kwh = PLANT_KW_PER_HOUSE * houses, TANK_KWH_PER_HOUSE * houses
    stands = {"owner": "plant", "at": "heated"}
    per_kw = {"fixed_om_eur_per_kw_year": 0, "variable_om_eur_per_kwh": 0}
    return {
        "heat_pump": {
            "type": "heat_pump",
            **stands,
            "meter": "plant",
            "cop": _column("cop"),
            "capacity_electric_kw": {"max": largest_kw},
            "annuity_eur_per_kw_year": 60,
            **per_kw,
        },
        "boiler": {
            "type": "fuel_boiler",
            **stands,
            "fuel": "fuel",
            "efficiency": 0.88,
            "capacity_fuel_kw": {"max": largest_kw},
            "annuity_eur_per_kw_year": 25,
            **per_kw,
        },
        "tank": {
            "type": "hot_water_tank",
            **stands,
            "capacity_kwh": {"max": largest_kwh},
            "charge_efficiency": 1,
            "discharge_efficiency": 1,
            "loss_per_h": 0.002,
            "annuity_eur_per_kwh_year": 2,
            "fixed_om_eur_per_kwh_year": 0,
            "variable_om_eur_per_kwh": 0,
        },
    }


def _house_assets(names: list[str], members: list[House]) -> dict[str, Any]:
    assets: dict[str, Any] = {}
    for name, house in zip(names, members, strict=True):
        assets[f"{name}_pv"] = {
            "type": "photovoltaics",
            "owner": name,
            "meter": name,
            "capacity_kwp": {"max": 30.0 * house.share},
            "production_kw_per_kwp": _column(f"{name}_pv_kw_per_kwp"),
            "annuity_eur_per_kwp_year": 62,
            "fixed_om_eur_per_kwp_year": 0,
            "variable_om_eur_per_kwh": 0,
        }
        assets[f"{name}_battery"] = {
            "type": "battery",
            "owner": name,
            "meter": name,
            "capacity_kwh": {"max": LARGEST_BATTERY_KWH},
            "power_kw_per_kwh": 0.5,
            "charge_efficiency": 0.96,
            "discharge_efficiency": 0.96,
            "loss_per_h": 0.0001,
            "annuity_eur_per_kwh_year": 38,
            "fixed_om_eur_per_kwh_year": 0,
            "variable_om_eur_per_kwh": 0,
        }
    return assets


def _column(name: str) -> dict[str, str]:
    return {"file": FILE, "column": name}


def _name(number: int) -> str:
    return f"house_{number:03d}"
