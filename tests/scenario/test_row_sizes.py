"""Costs of a catalogue row go to a plant of another size: told with row, both sizes and the rows that fit better."""

from __future__ import annotations

from pathlib import Path

import pytest

from energycommunity.scenario import load_scenario
from energycommunity.scenario.row_sizes import row_size_warnings

VILLAGE = (Path(__file__).parent / "village.yaml").read_text(encoding="utf-8").partition("variants:")[0]


def file_with(tmp_path, *assets):
    text = VILLAGE + "".join(f"  {asset}\n" for asset in assets)
    (tmp_path / "village.yaml").write_text(text, encoding="utf-8")
    return load_scenario(tmp_path / "village.yaml")


def boiler(keys, name="second"):
    return f"{name}: {{type: fuel_boiler, at: flats, owner: owners, fuel: pellets, {keys}}}"


def told(notices):
    return [notice for notice in notices if notice.key.startswith("row_size")]


def test_a_fixed_size_far_from_the_row(tmp_path):
    """Two boilers of 200 and 31 kW with the costs of one of 10 kW.

    Hand calculation: 200 / 10 = 20 and 31 / 10 = 3.1, both above 3. Nearer to both: 50-500 kW (among them; 50 / 31 =
    1.6 times); 6000 kW is 30 times larger than 200 kW, hence no nearer.
    """
    row = "catalogue: boiler_pellets_house"
    first, second = boiler(f"capacity_heat_kw: 200, {row}"), boiler(f"capacity_heat_kw: 31, {row}", "third")
    (notice,) = told(file_with(tmp_path, first, second).notices)
    assert notice.path == "assets.second"
    assert notice.values["names"] == "second (200 kW), third (31 kW)"
    assert (notice.values["row"], notice.values["unit"]) == ("boiler_pellets_house", "10 kW")
    assert notice.values["better"] == "boiler_pellets_building (50-500 kW)"


def test_no_nearer_row(tmp_path):
    engine = (
        "engine: {type: combined_heat_and_power, at: boiler_house, meter: school, owner: municipality, fuel: pellets,"
        " capacity_electric_kw: 50}"
    )
    (notice,) = told(file_with(tmp_path, engine).notices)
    assert (notice.key, notice.values["names"]) == ("row_size_no_better", "engine (50 kW)")
    assert notice.values["unit"] == "2900 kW"


@pytest.mark.parametrize(
    "keys",
    [
        "capacity_heat_kw: 29, catalogue: boiler_pellets_house",  # 2.9 times
        "capacity_heat_kw: 200",  # the row is chosen by the size
        "capacity_heat_kw: 200, catalogue: boiler_pellets_house, investment_eur: 60000, fixed_om_eur_per_year: 900",
        "capacity_heat_kw: 0, catalogue: boiler_pellets_house",
        "capacity_fuel_kw: 200, catalogue: boiler_pellets_house",  # the row means heat
        "capacity_heat_kw: {max: 200}, catalogue: boiler_pellets_house",  # nobody knows yet
    ],
)
def test_nothing_is_told(tmp_path, keys):
    assert not told(file_with(tmp_path, boiler(keys)).notices)


@pytest.mark.parametrize(("size", "expected"), [(33.0, ["second (33 kW)"]), (28.0, []), (0.0, [])])
def test_a_chosen_size_is_told_after_the_run(tmp_path, size, expected):
    file = file_with(tmp_path, boiler("capacity_heat_kw: {max: 200}, catalogue: boiler_pellets_house"))
    scenario = file.variants["baseline"]
    sizes = {"second.capacity_heat_kw": size, "boiler.capacity_heat_kw": 100.0}
    warnings = row_size_warnings(scenario, file.defaults_used["baseline"], sizes)
    assert [warning.values["names"] for warning in warnings] == expected
