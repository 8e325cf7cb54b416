"""Neighbours who share: ten houses with load, six of them with PV and five with a battery, all sizes given.

The houses are those of the village (village.py), with so much PV that there is something to share at noon. With
`contracts` "spot" all buy and sell by exchange price; with "mixed" every second one has fixed prices, so that buying at
one meter and selling at another pays in many hours.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal

import yaml

from benchmarks.series import write_columns
from benchmarks.village import YEAR, houses_of, village_year

FILE = "neighbours.csv"
WITH_PANELS, PANELS_KWP, BATTERY_KWH, LIMIT_KW = 6, 150.0, 100.0, 1000.0

Contracts = Literal["spot", "mixed"]


def write_neighbours(folder: Path, contracts: Contracts, members: int = 10, days: range = YEAR) -> Path:
    """Write `neighbours.yaml` and `neighbours.csv` into a folder and return the path of the YAML file.

    With fewer `days` (0 is 1 January) these stand for the whole year.
    """
    year, price = village_year()
    columns, assets = {"price_eur_per_kwh": price}, {}
    names = [f"house_{number:02d}" for number in range(1, members + 1)]
    for number, (name, house) in enumerate(zip(names, houses_of(year, members, seed=1), strict=True)):
        columns[f"{name}_kw"] = house.electricity_kw
        stands = {"owner": name, "meter": name}
        if number < WITH_PANELS:
            columns[f"{name}_pv"] = house.production_kw_per_kwp
            production = {"production_kw_per_kwp": _column(f"{name}_pv")}
            panels = {"type": "photovoltaics", **stands, "capacity_kwp": PANELS_KWP * house.share}
            assets[f"{name}_panels"] = {**panels, **production}
        if number % 2:
            battery = {"type": "battery", **stands, "capacity_kwh": BATTERY_KWH * house.share}
            assets[f"{name}_battery"] = {**battery, "charge_efficiency": 0.96, "discharge_efficiency": 0.96}
    hours = slice(24 * days.start, 24 * days.stop)
    write_columns(folder / FILE, {name: values[hours] for name, values in columns.items()})
    path = folder / "neighbours.yaml"
    document = {**_frame(days), **_houses(names, contracts), "assets": assets}
    path.write_text(yaml.safe_dump(document, sort_keys=False, width=120), encoding="utf-8")
    return path


def _frame(days: range) -> dict[str, Any]:
    start = date(2025, 1, 1) + timedelta(days=days.start)
    price, network = _column("price_eur_per_kwh"), {"network": {"energy_eur_per_kwh": 0.04}}
    return {
        "name": "neighbours",
        "site": {"latitude_deg": 57.2, "longitude_deg": 26.7, "time_zone": "UTC"},
        "time": {"year": 2025} if days == YEAR else {"start": start.isoformat(), "steps": 24 * len(days)},
        "mode": "dispatch",
        "economics": {"price_year": 2025, "real_discount_rate": 0.04},
        "tariffs": {
            "spot": {"type": "spot", "price_eur_per_kwh": price, "margin_eur_per_kwh": 0.012, **network},
            "spot_sale": {"type": "export_spot", "price_eur_per_kwh": price, "margin_eur_per_kwh": 0.01},
            "fixed": {"type": "fixed", "price_eur_per_kwh": 0.11, **network},
            "fixed_sale": {"type": "export_fixed", "price_eur_per_kwh": 0.05},
        },
        "community": {"sharing": "by_interval", "internal_price_eur_per_kwh": 0.08, "analysis": "sizes_fixed"},
    }


def _houses(names: list[str], contracts: Contracts) -> dict[str, Any]:
    meters, buildings = {}, {}
    for number, name in enumerate(names):
        kind = "fixed" if contracts == "mixed" and number % 2 else "spot"
        limits = {"import_limit_kw": LIMIT_KW, "export_limit_kw": LIMIT_KW}
        meters[name] = {"member": name, "import": kind, "export": f"{kind}_sale", **limits}
        electricity = {"electricity": {"power_kw": _column(f"{name}_kw")}}
        buildings[name] = {"meter": name, "sector": "residential", **electricity}
    members = {name: {"kind": "company", "deducts_vat": True} for name in names}
    return {"members": members, "meters": meters, "buildings": buildings}


def _column(name: str) -> dict[str, str]:
    return {"file": FILE, "column": name}
