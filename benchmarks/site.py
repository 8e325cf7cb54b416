"""The site: one meter, one building, five free sizes, a year of hours or quarter hours.

Electricity: demand + heat pump + charging + export = import + PV used + discharging
    import costs price + 0.06 EUR/kWh, export earns 0.9 · price; PV may be curtailed
    PV 55 EUR/kWp a, at most 600 kWp
    battery 45 EUR/kWh a; charge and discharge power each <= 0.5 kW per kWh; 0.96 in, 0.96 out; loses 0.01 % an hour
Heat: demand + tank charging = COP · heat pump + 0.88 · boiler fuel + tank discharging
    heat pump 60 EUR per kW electric and year; boiler 25 EUR per kW fuel and year, fuel 0.045 EUR/kWh
    tank 2 EUR/kWh a, no power limit, no charging loss, loses 0.2 % an hour
Contents are cyclic over the year.

The limits of the connection and of the sizes in the file lie far above what any optimum needs, but for PV.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.series import HOURS, hour_of_day, synthetic_year, write_columns

if TYPE_CHECKING:
    from energycommunity.quantities import FloatArray

#: Of seed 0 with a year of hours [EUR/a].
OPTIMUM_EUR_PER_YEAR = 193_989.07

SITE = """\
name: site
site: {latitude_deg: 57.2, longitude_deg: 26.7, time_zone: UTC}
time: {year: 2025, step_h: STEP_H}
solver: {gap: 1.0e-4}
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


def site_series(seed: int = 0) -> dict[str, FloatArray]:
    """The columns of the site's file, each of shape (8760,)."""
    random = np.random.default_rng(seed)
    year = synthetic_year(random)
    price = 0.09 + 0.05 * np.sin((hour_of_day() - 6) / 24 * 4 * np.pi) + random.normal(0, 0.03, HOURS)
    return {
        "pv_kw_per_kwp": year.production_kw_per_kwp,
        "heat_kw": year.heat_kw,
        "electricity_kw": year.electricity_kw,
        "price_eur_per_kwh": np.clip(price, -0.02, None),
        "cop": year.cop,
    }


def write_site(folder: Path, step_h: float = 1.0, seed: int = 0) -> Path:
    """Write `site.yaml` and `site.csv` into a folder and return the path of the YAML file.

    Steps shorter than an hour hold the hourly input constant.
    """
    write_columns(folder / "site.csv", site_series(seed))
    path = folder / "site.yaml"
    path.write_text(SITE.replace("STEP_H", f"{step_h:g}"), encoding="utf-8")
    return path
