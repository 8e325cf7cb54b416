"""Numbers that a quantity cannot have are refused with their line; unusual ones are told."""

from __future__ import annotations

from typing import get_args

import pytest
from pydantic import BaseModel

from energycommunity.errors import ScenarioError
from energycommunity.profiles import FileColumn
from energycommunity.profiles.ranges import range_of
from energycommunity.scenario.loader import load_scenario
from energycommunity.scenario.schema import Scenario

SCENARIO = """\
name: ranges
site: {latitude_deg: 57.2, longitude_deg: 26.7}
time: {start: "2025-01-06", steps: 4, annual: false}
economics: {price_year: 2025, real_discount_rate: 0.04}
tariffs:
  grid: {type: spot, price_eur_per_kwh: PRICE}
members: {owner: {kind: household}}
meters: {main: {member: owner, import: grid, fuse_a: 40}}
buildings:
  house: {meter: main, sector: residential, electricity: {power_kw: POWER}, space_heat: {power_kw: 1}}
assets:
  pv: {type: photovoltaics, owner: owner, meter: main, capacity_kwp: 5, production_kw_per_kwp: SUN}
  pump: {type: heat_pump, owner: owner, meter: main, at: house, capacity_heat_kw: 5, cop: COP, source_c: SOURCE}
"""
USUAL = {"PRICE": "0.1", "POWER": "1", "SUN": "0.5", "COP": "3", "SOURCE": "5"}
COLUMN = "{file: rows.csv, column: x}"


def load(folder, monkeypatch, cells=(1, 1, 1, 1), heading="x", **changed):
    monkeypatch.chdir(folder)
    text = SCENARIO
    for word, value in (changed | USUAL | changed).items():
        text = text.replace(word, value)
    (folder / "ranges.yaml").write_text(text, encoding="utf-8")
    rows = "\n".join(map(str, cells))
    (folder / "rows.csv").write_text(f"{heading}\n{rows}\n", encoding="utf-8")
    return load_scenario("ranges.yaml")


IMPOSSIBLE = [
    ({"POWER": COLUMN}, (1, -2, 3, -4), "rows.csv:3: buildings.house.electricity.power_kw: ",
     "Column 'x' gives -2 kW here; possible is ≥ 0 kW (rows outside: 2)."),
    ({"SUN": COLUMN}, (0, 0.5, 800, 1), "rows.csv:4: assets.pv.production_kw_per_kwp: ",
     "Column 'x' gives 800 kW/kWp here; possible is 0 … 1.3 kW/kWp (rows outside: 1)."),
    ({"COP": COLUMN}, (3, 0, 3, 3), "rows.csv:3: assets.pump.cop: ",
     "Column 'x' gives 0 here; possible is 0.5 … 50 (rows outside: 1)."),
    ({"SOURCE": "{file: rows.csv, column: x, unit: K}"}, (280, 270, 10, 275), "rows.csv:4: assets.pump.source_c: ",
     "Column 'x' gives -263.15 °C here; possible is -60 … 150 °C (rows outside: 1)."),
    ({"POWER": "-1"}, (1,), "ranges.yaml:10: buildings.house.electricity.power_kw: ",
     "-1 kW is given; possible is ≥ 0 kW."),
    ({"SUN": "1.5"}, (1,), "ranges.yaml:12: assets.pv.production_kw_per_kwp: ",
     "1.5 kW/kWp is given; possible is 0 … 1.3 kW/kWp."),
    ({"COP": "300"}, (1,), "ranges.yaml:13: assets.pump.cop: ", "300 is given; possible is 0.5 … 50."),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "cells", "place", "words"), IMPOSSIBLE)
def test_impossible_numbers_are_refused_with_line_range_and_cure(tmp_path, monkeypatch, changed, cells, place, words):
    with pytest.raises(ScenarioError) as error:
        load(tmp_path, monkeypatch, cells, **changed)
    (fault,) = error.value.faults
    assert fault.tell().startswith(place + words)
    assert "unit" in fault.tell().removeprefix(place + words)
    assert fault.tell("lv").startswith(place)
    assert "mērvienīb" in fault.tell("lv")


UNUSUAL = [
    ({"PRICE": COLUMN}, (80, 120, 95, 0.1), "rows.csv:3: tariffs.grid.price_eur_per_kwh: ",
     "Column 'x' gives 120 EUR/kWh here; usual is -0.5 … 1 EUR/kWh (rows outside: 3)."),
    ({"PRICE": "95"}, (1,), "ranges.yaml:6: tariffs.grid.price_eur_per_kwh: ",
     "95 EUR/kWh is given; usual is -0.5 … 1 EUR/kWh."),
    ({"type: spot, price_eur_per_kwh: PRICE": "type: fixed, price_eur_per_kwh: 140"}, (1,),
     "ranges.yaml:6: tariffs.grid.price_eur_per_kwh: ", "140 EUR/kWh is given; usual is -0.5 … 1 EUR/kWh."),
    ({"type: spot, price_eur_per_kwh: PRICE": "type: fixed, price_eur_per_kwh: 14"}, (1,),
     "ranges.yaml:6: tariffs.grid.price_eur_per_kwh: ", "14 EUR/kWh is given; usual is -0.5 … 1 EUR/kWh."),
    ({"PRICE": "0.1, margin_eur_per_kwh: 2"}, (1,), "ranges.yaml:6: tariffs.grid.margin_eur_per_kwh: ",
     "2 EUR/kWh is given; usual is -0.5 … 1 EUR/kWh."),
    ({"members:": "community: {internal_price_eur_per_kwh: 8}\nmembers:"}, (1,),
     "ranges.yaml:7: community.internal_price_eur_per_kwh: ", "8 EUR/kWh is given; usual is -0.5 … 1 EUR/kWh."),
    ({"PRICE": COLUMN}, (0.1, 0.1, 12, 0.1), "rows.csv:4: tariffs.grid.price_eur_per_kwh: ",
     "Column 'x' gives 12 EUR/kWh here; usual is -5 … 10 EUR/kWh (rows outside: 1)."),
    ({"COP": "0.8"}, (1,), "ranges.yaml:13: assets.pump.cop: ", "0.8 is given; usual is 1 … 20."),
    ({"POWER": COLUMN}, (11000, 12000, 1, 1), "rows.csv:3: buildings.house.electricity.power_kw: ",
     "Column 'x' gives 12000 kW here; usual is 0 … 10000 kW (rows outside: 2)."),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "cells", "place", "words"), UNUSUAL)
def test_unusual_numbers_are_told(tmp_path, monkeypatch, changed, cells, place, words):
    told = [notice.tell() for notice in load(tmp_path, monkeypatch, cells, **changed).notices]
    assert [line for line in told if line.startswith(place + words)], told


def test_usual_numbers_are_silent(tmp_path, monkeypatch):
    assert load(tmp_path, monkeypatch, (0, 0, 1.1, 1), SUN=COLUMN).notices == ()


def test_an_hour_at_the_top_of_the_exchange_is_silent(tmp_path, monkeypatch):
    """The highest hour of the exchange in 2022 was 4 EUR/kWh; as the price of every hour it is a slip."""
    assert load(tmp_path, monkeypatch, (0.1, 4.0, 0.1, 0.1), PRICE=COLUMN).notices == ()
    assert len(load(tmp_path, monkeypatch, (4.0, 4.0, 4.0, 0.1), PRICE=COLUMN).notices) == 1


def test_energy_of_rows_is_held_to_the_range_of_power(tmp_path, monkeypatch):
    """A quarter hour with 3 000 kWh is 12 000 kW, which no house of a village takes."""
    column = "{file: rows.csv, column: x, unit: kWh}"
    quarters = [1, 3000, 1, 1] * 4
    (notice,) = load(tmp_path, monkeypatch, quarters, POWER=column).notices
    assert "gives 12000 kW here" in notice.tell()
    assert notice.line == 3


def test_prices_of_a_market_file_are_told(tmp_path, monkeypatch):
    hours = [f"2025-01-06 0{hour}:00:00" for hour in range(4)]
    rows = [f"{hour},{hour},{price}" for hour, price in zip(hours, (0.1, 0.1, 0.1, 50), strict=True)]
    (tmp_path / "market.csv").write_text("\n".join(["ts_start,ts_end,price", *rows, ""]), encoding="utf-8")
    (notice,) = load(tmp_path, monkeypatch, PRICE="{file: market.csv}").notices
    assert notice.tell().startswith("ranges.yaml:6: tariffs.grid.price_eur_per_kwh: 50 EUR/kWh is given; usual is")


def profile_fields(model, seen):
    """Names of the fields in which a scenario may state a series."""
    if model in seen:
        return
    seen.add(model)
    for name, info in model.model_fields.items():
        yield from _in_annotation(info.alias or name, info.annotation, seen)


def _in_annotation(name, annotation, seen):
    if annotation is FileColumn:
        yield name
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield from profile_fields(annotation, seen)
    for argument in get_args(annotation):
        yield from _in_annotation(name, argument, seen)


def test_every_series_that_a_scenario_may_state_has_a_range():
    names = set(profile_fields(Scenario, set()))
    assert {"power_kw", "cop", "production_kw_per_kwp", "price_eur_per_kwh"} <= names
    assert [name for name in sorted(names) if range_of(name) is None] == []
