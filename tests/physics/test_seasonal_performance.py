"""EN 14825's seasonal COP against certified units."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import numpy as np
import pytest

from energycommunity.physics.seasonal_performance import (
    AVERAGE_CLIMATE_C,
    AVERAGE_CLIMATE_H,
    BenchPoints,
    degradation,
    seasonal_cop,
    seasonal_cop_on,
)

NAMES = ("TOL", "Tbiv", "m7", "2", "7", "12")


def number(row: dict[str, str], name: str) -> float:
    return float(row[name]) if row.get(name) else float("nan")


def reckoned(row: dict[str, str]) -> float:
    limit, bivalent, design = number(row, "TOL_C"), number(row, "T_biv_C"), number(row, "P_design_kW")
    outdoor = np.array([limit, bivalent, -7.0, 2.0, 7.0, 12.0])
    capacity, cop = (np.array([number(row, f"{kind}_{name}") for name in NAMES]) for kind in ("P", "COP"))
    measured = np.array([number(row, f"Cdh_{name}") for name in NAMES])
    off, thermostat, standby, crankcase = (
        np.nan_to_num(number(row, name)) for name in ("Poff_W", "Pto_W", "Psb_W", "Pck_W")
    )
    known = np.isfinite(capacity) & np.isfinite(cop)
    kept = np.where(np.isfinite(measured), measured, degradation(max(thermostat, standby), capacity, cop))
    points = BenchPoints(outdoor[known], capacity[known], cop[known], kept[known])
    return seasonal_cop(seasonal_cop_on(points, design, bivalent, limit), design, off, thermostat, crankcase)


def test_bins_of_the_average_climate() -> None:
    """EN 14825: 4910 h; equivalent hours at full load 2066."""
    assert AVERAGE_CLIMATE_H.sum() == 4910
    assert (AVERAGE_CLIMATE_H * (16 - AVERAGE_CLIMATE_C) / 26).sum() == pytest.approx(2066, abs=1)


def test_certified_units() -> None:
    """20 units of the Keymark register: median error below 1.5 %, 95 % within 5 %."""
    folder = os.environ.get("ECSIM_VALIDATION_DATA")
    if not folder:
        pytest.skip("ECSIM_VALIDATION_DATA is unset: the register's figures are not part of the project")
    with (Path(folder) / "keymark" / "units_average_climate.csv").open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    errors = np.abs([reckoned(row) / number(row, "SCOP_published") - 1 for row in rows])
    assert np.median(errors) < 0.015
    assert (errors < 0.05).mean() >= 0.95


def test_fixed_speed_brine_unit() -> None:
    """Nibe F1x45-12 at 35 degC, Keymark register: 4.58. Sensitivity: with C_dh 0.9 for want of it, 4.22."""
    capacity, cop = [11.6, 11.7, 11.7, 11.8, 11.9, 12.0], [4.38, 4.55, 4.51, 4.70, 4.86, 4.89]
    points = BenchPoints([-10, -6, -7, 2, 7, 12], capacity, cop, degradation(30.0, capacity, cop))
    on = seasonal_cop_on(points, 14.0, bivalent_c=-6.0)
    assert seasonal_cop(on, 14.0, 2.0, 30.0, 30.0) == pytest.approx(4.58, rel=0.015)


def test_below_the_limit_only_the_electric_heater_works() -> None:
    """Hand calculation: a limit above all bins leaves COP 1."""
    points = BenchPoints([-10.0, 12.0], [10.0, 10.0], [3.0, 5.0], [0.9, 0.9])
    assert seasonal_cop_on(points, 10.0, bivalent_c=20.0, operation_limit_c=20.0) == pytest.approx(1.0)
