"""With `--anonymous` no name of a member or of what is his stands in what a run writes, and no number changes."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
import xarray as xr

from energycommunity.pipeline import run
from energycommunity.scenario.anonymous import anonymous, load_anonymous
from energycommunity.scenario.flats import flats_of
from energycommunity.scenario.loader import load_scenario

SCENARIOS = Path(__file__).parents[2] / "scenarios"
DAY = ("time={start: '2025-07-07', steps: 24}",)
NAMES = r"Pagasts|Parka_7|Veikals|Maiznīca|Liepas|Ozoli|Avoti|Bērzi|Kalēji|Upītes|Dzirnavas|Kopiena|Skola|Saules_parks"


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    path, home = SCENARIOS / "energy_community.yaml", tmp_path_factory.mktemp("runs")
    return [run(path, DAY, home / load.__name__, load=load) for load in (load_scenario, load_anonymous)]


def _written(folder):
    """All text that a run has written, by file."""
    for path in sorted(folder.rglob("*")):
        yield path.name, path.relative_to(folder).as_posix()
        if path.suffix in (".html", ".json", ".yaml"):
            yield path.name, path.read_text(encoding="utf-8")
        elif path.suffix == ".xlsx":
            book = openpyxl.load_workbook(path, read_only=True)
            for sheet in book:
                yield path.name, " ".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
            book.close()
        elif path.suffix == ".nc":
            data = xr.load_dataset(path, engine="h5netcdf")
            yield path.name, " ".join([*map(str, data.variables), *(str(data[c].values.tolist()) for c in data.coords)])


def test_no_name_is_left_in_the_folder_of_a_run(runs):
    named, hidden = ([file for file, text in _written(result.folder) if re.search(NAMES, text)] for result in runs)
    assert {"report.html", "report.xlsx", "settlement.nc", "dispatch.nc", "scenario.yaml", "Avoti.html"} <= set(named)
    assert hidden == []
    assert (runs[1].folder / "members" / "member_07.html").is_file()
    assert 'href="members/member_07.html"' in (runs[1].folder / "report.html").read_text(encoding="utf-8")


def test_flats_of_a_table_are_numbered(tmp_path):
    """The names in a table of flats may be those of their owners."""
    (tmp_path / "flats.csv").write_text("flat,area_m2\nBērziņš,40\nKalniņa,60\n", encoding="utf-8")
    path = tmp_path / "house.yaml"
    path.write_text(
        "name: house\nsite: {latitude_deg: 57.2, longitude_deg: 26.7}\ntime: {year: 2025}\n"
        "economics: {price_year: 2025, real_discount_rate: 0.0}\nmembers: {owners: {kind: apartment_house, flats: 2}}\n"
        "tariffs: {grid: {type: fixed, price_eur_per_kwh: 0.1}}\n"
        "meters: {common: {member: owners, import: grid, fuse_a: 20}}\n"
        "buildings: {house: {meter: common, sector: residential, electricity: {annual_kwh: 1000}}}\n"
        "flats: {house: {flats_from: flats.csv}}\n",
        encoding="utf-8",
    )
    named, hidden = (load(path).variants["baseline"].flats for load in (load_scenario, load_anonymous))
    assert [flat.name for flat in flats_of(named["house"], tmp_path, None).flats] == ["Bērziņš", "Kalniņa"]
    assert [flat.name for flat in flats_of(hidden["building_01"], tmp_path, None).flats] == ["1", "2"]


def test_results_are_the_same(runs):
    for variant, named in runs[0].variants.items():
        assert runs[1].variants[variant].annual_cost_eur == pytest.approx(named.annual_cost_eur, rel=1e-6)


@pytest.mark.parametrize("path", sorted(SCENARIOS.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_shipped_scenario_can_be_run_with_codes(path):
    """Proves: what refers to a name refers to its code, for it is checked anew; one code in all variants."""
    file = load_scenario(path)
    hidden = anonymous(file)
    codes: dict[str, str] = {}
    assets = [asset for scenario in hidden.variants.values() for asset in scenario.assets]
    known = {*assets, *(asset.partition(".")[0] for asset in assets)}
    for variant, scenario in file.variants.items():
        pairs = zip(scenario.members, hidden.variants[variant].members, strict=True)
        assert all(codes.setdefault(name, code) == code for name, code in pairs)
        owners = {codes[asset.owner] for asset in scenario.assets.values()}
        assert owners == {asset.owner for asset in hidden.variants[variant].assets.values()}
        for name, plan in hidden.variants[variant].financing.items():
            assert name.startswith("financing_")
            assert set(plan.assets or ()) <= known
        assert {b.meter for b in hidden.variants[variant].buildings.values()} <= set(hidden.variants[variant].meters)
