"""Pipes, their sizes, their losses and the books of a year."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError

from energycommunity.errors import ParameterError, ScenarioError
from energycommunity.heat_network import (
    CalibrationYear,
    Pipe,
    calibrate,
    ground_series_c,
    network_loss_kw,
    network_u_w_per_k,
    sized_pipes,
)
from energycommunity.parameters.pipe_types import pipe_sizes
from energycommunity.time_grid import TimeGrid


def village(kind: str) -> list[Pipe]:
    rows = [("plant", "junction", 120.0), ("junction", "hall", 60.0), ("junction", "flats", 110.0)]
    return [Pipe.model_validate({"from": a, "to": b, "length_m": length, "pipe": kind}) for a, b, length in rows]


def test_yaml_names_of_a_pipe() -> None:
    pipe = Pipe.model_validate({"from": "a", "to": "b", "length_m": 10, "pipe": "x", "built": 1976})
    assert (pipe.from_, pipe.to, pipe.built) == ("a", "b", 1976)
    assert pipe.model_dump(by_alias=True)["from"] == "a"
    with pytest.raises(ValidationError):
        Pipe.model_validate({"from": "a", "to": "b", "length_m": 0, "pipe": "x"})


def test_loss_of_a_village() -> None:
    """Hand calculation: 290 m DN50 series 1, 0.2013 W/(m K) = 58.377 W/K; 80/60 over 8 degC: 124 K: 7.239 kW.

    Sensitivity: reckoned with the mean temperature for one pipe only it would be 3.62 kW.
    """
    pipes = village("pre_insulated_series_1_dn50")
    assert network_u_w_per_k(pipes) == pytest.approx(58.377)
    assert network_loss_kw(pipes, 80.0, 60.0, 8.0).item() == pytest.approx(7.2387, abs=1e-3)
    assert network_loss_kw(pipes, 80.0, 60.0, 8.0, factor=2.0).item() == pytest.approx(14.4775, abs=1e-3)


def test_loss_follows_the_ground() -> None:
    loss = network_loss_kw(village("pre_insulated_series_1_dn50"), 80.0, 60.0, np.array([2.0, 14.0]))
    assert loss[0] / loss[1] == pytest.approx(136 / 112)


def test_unknown_pipe_names_the_nearest() -> None:
    with pytest.raises(ParameterError, match="pre_insulated_series_1_dn50"):
        network_u_w_per_k(village("pre_insulated_serie_1_dn50"))


def test_thicker_insulation_loses_less() -> None:
    for thin, thick in (("1", "2"), ("2", "3")):
        pairs = zip(
            pipe_sizes(f"pre_insulated_series_{thin}"), pipe_sizes(f"pre_insulated_series_{thick}"), strict=True
        )
        assert all(a.u.value > b.u.value for a, b in pairs)


def test_sizes_follow_the_heat() -> None:
    """Hand calculation at 70/40 degC: 300 kW are 2.39 kg/s: DN65 (d 69.7: v 0.64 m/s, about 71 Pa/m), for DN50 gives
    v = 1.07 m/s and about 265 Pa/m. 200 kW, 1.59 kg/s: DN50, 0.71 m/s, 118 Pa/m. 100 kW, 0.80 kg/s: DN40, 0.59 m/s,
    about 112 Pa/m; DN32 has 0.80 m/s and 250 Pa/m.
    """
    pipes = sized_pipes(village("pre_insulated_series_2"), {"hall": 100.0, "flats": 200.0}, 70.0, 40.0)
    assert [pipe.pipe.rsplit("_", 1)[1] for pipe in pipes] == ["dn65", "dn40", "dn50"]


def test_given_sizes_are_kept() -> None:
    pipes = village("pre_insulated_series_2_dn100")
    assert list(sized_pipes(pipes, {"hall": 1.0, "flats": 1.0}, 70.0, 40.0)) == pipes


def test_only_trees_are_sized() -> None:
    kind = "pre_insulated_series_2"
    twice = [*village(kind), Pipe(from_="hall", to="flats", length_m=5, pipe=kind)]
    with pytest.raises(ScenarioError, match="Two pipes lead to 'flats'"):
        sized_pipes(twice, {}, 70.0, 40.0)
    ring = [Pipe(from_=a, to=b, length_m=5, pipe=kind) for a, b in (("a", "b"), ("b", "a"))]
    with pytest.raises(ScenarioError, match="circle"):
        sized_pipes(ring, {}, 70.0, 40.0)


def test_books_of_belava() -> None:
    """Hand calculation: 590 - 420 = 170 MWh; 170/590 = 0.2881; 590/980 = 0.6020; 170/100 = 1.7."""
    year = CalibrationYear.model_validate(
        {"produced_kwh": 590000, "sold_kwh": 420000, "fuel": "980 MWh firewood", "year": 2016, "assumed": True}
    )
    assert (year.fuel, year.fuel_kwh) == ("firewood", 980000.0)
    found = calibrate(year, 100e3)
    assert found.loss_kwh == 170000
    assert found.loss_share == pytest.approx(0.28814, abs=1e-5)
    assert found.efficiency == pytest.approx(0.60204, abs=1e-5)
    assert found.ratio_to_table == pytest.approx(1.7)
    assert calibrate(CalibrationYear(produced_kwh=2.0, sold_kwh=1.0), 1.0).efficiency is None


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"produced_kwh": 400, "sold_kwh": 420}, "sold_kwh .420. is more"),
        ({"produced_kwh": 590, "sold_kwh": 420, "fuel_kwh": 0.98}, "check the units"),
    ],
)
def test_impossible_books(values: dict[str, float], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        CalibrationYear.model_validate(values)


def test_ground_of_a_year_and_of_a_window() -> None:
    grid = TimeGrid.year(2025, "Europe/Riga")
    days = np.arange(8760) / 24
    air = 6.0 - 10.0 * np.cos(2 * np.pi * (days - 20) / 365)
    ground = ground_series_c(air, grid)
    assert ground.mean() == pytest.approx(6.0, abs=0.01)
    # exp(-sqrt(pi / (365 * 0.0432))) = 0.640
    assert np.ptp(ground) / 2 == pytest.approx(6.40, abs=0.01)
    window = TimeGrid(pd.Timestamp("2025-01-06", tz="UTC"), 9, 1.0, "Europe/Riga", annual=False)
    assert ground_series_c(np.full(9, -20.0), window).tolist() == [6.8] * 9


@pytest.mark.parametrize(
    ("fuel", "moisture", "kwh"),
    [
        ("400 loose m3 firewood", None, 400 * 840),
        ("160 solid m³ firewood", None, 160 * 2100),
        ("246 stacked m3 firewood", None, 246 * 1365),
        ("1 200,5 loose m3 wood_chips", None, 1200.5 * 775),
        ("250 t wood_chips", 0.4, 250 * (5278 * 0.6 - 2443 / 3.6 * 0.4)),
        ("100 t pellets", None, 100 * 4800),
    ],
)
def test_fuel_by_volume_and_weight_becomes_energy(fuel: str, moisture: float | None, kwh: float) -> None:
    """A loose metre of firewood holds 840 kWh, a solid one 2100; a tonne of chips with 40 % water 2895."""
    year = CalibrationYear.model_validate(
        {"produced_kwh": 1e5, "sold_kwh": 8e4, "fuel": fuel, "moisture_fraction": moisture}
    )
    assert year.fuel_kwh == pytest.approx(kwh)


@pytest.mark.parametrize(
    ("fuel", "words"),
    [
        ("400 m3 firewood", "400 loose m3 firewood"),
        ("400 loose m3 natural_gas", "energy of natural_gas in loose m3"),
        ("20 loose m3 firewood", "more than the fuel holds"),
    ],
)
def test_fuel_that_cannot_be_reckoned_is_refused(fuel: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        CalibrationYear.model_validate({"produced_kwh": 1e5, "sold_kwh": 8e4, "fuel": fuel})
