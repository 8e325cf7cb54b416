"""What a file may say of renovation, and what it is told."""

from __future__ import annotations

import pytest

from energycommunity.scenario import load_scenario
from energycommunity.scenario.resolved import resolved_yaml

SCHOOL = """
name: village
site: {{latitude_deg: 57.26, longitude_deg: 26.67}}
time: {{start: 2025-01-15, steps: 24, annual: false}}
economics: {{price_year: 2025, real_discount_rate: 0.04}}
tariffs: {{grid: {{type: fixed, price_eur_per_kwh: 0.14}}}}
members: {{municipality: {{kind: municipality}}}}
meters: {{school: {{member: municipality, import: grid, fuse_a: 63}}}}
buildings:
  school: {{meter: school, sector: municipal, type: school, heated_area_m2: 900, space_heat: {{power_kw: 20}}, {state}}}
renovation_packages:
  own: {{from: shallow, without: [roof], walls: {{u_w_per_m2_k: {u}}}}}
assets:
  boiler: {{type: electric_boiler, owner: municipality, at: school, meter: school}}
  renovation: {{type: renovation, owner: building_member, at: each_building, {choice}}}
"""


def loaded(folder, state="renovation: none", u=0.2, choice="packages: [none, own]"):
    """The school as a loaded file."""
    path = folder / "village.yaml"
    path.write_text(SCHOOL.format(state=state, u=u, choice=choice), encoding="utf-8")
    return load_scenario(path)


@pytest.mark.parametrize(
    ("state", "u", "told"),
    [
        ("renovation: none", 0.2, []),
        ("renovation: none", 3.0, ["walls"]),
        ("renovation: full", 0.2, ["cellar_ceiling"]),
    ],
)
def test_a_measure_that_makes_nothing_better_is_told(tmp_path, state, u, told):
    """Proves: a U-value after the measure that is no lower than before is a slip, or money for nothing.

    The walls of an old school have about 1.5 W/(m2 K), the cellar of a full
    renovation 0.20, as after `shallow`.
    """
    notices = [n for n in loaded(tmp_path, state, u).notices if n.key == "renovation_notice_no_better"]
    assert [notice.values["measure"] for notice in notices] == told
    assert all(notice.path == "assets.renovation.packages" and notice.line == 15 for notice in notices)


def test_figures_of_the_catalogue_are_listed_once_for_each_package(tmp_path):
    used = {default.path: default for default in loaded(tmp_path).defaults_used["baseline"]}
    assert not used["renovation_packages.own.walls.investment_eur_per_m2"].verified
    assert "renovation_packages.own.walls.u_w_per_m2_k" not in used
    assert not any(path.startswith("renovation_packages.own.roof") for path in used)
    assert "buildings.school.envelope.facade_per_m2" in used


@pytest.mark.parametrize(
    "choice", ["packages: [none, own]", "package: own, grant: {share: 0.4}", "grant: ekii_households"]
)
def test_a_resolved_file_says_the_same(tmp_path, choice):
    scenario = loaded(tmp_path, choice=choice).variants["baseline"]
    again = tmp_path / "again.yaml"
    again.write_text(resolved_yaml(scenario), encoding="utf-8")
    read = load_scenario(again).variants["baseline"]
    assert read.assets == scenario.assets
    assert read.renovation_packages == scenario.renovation_packages
