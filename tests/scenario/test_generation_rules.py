"""Generation above 11.1, 50 and 999.99 kW is told before and after a run, with the source of the limit."""

from __future__ import annotations

from pathlib import Path

import pytest

from energycommunity.scenario import load_scenario
from energycommunity.scenario.generation_rules import generation_notices, generation_warnings

VILLAGE = (Path(__file__).parent / "village.yaml").read_text(encoding="utf-8").partition("variants:")[0]
PANELS = (
    "  pv: {{type: photovoltaics, owner: owners, meter: {meter}, production_kw_per_kwp: 0.1, capacity_kwp: {size}}}\n"
)


def scenario_with(tmp_path, *sizes, meter="school", phases=3):
    """The village with panels of these sizes behind one meter."""
    assets = "".join(PANELS.format(meter=meter, size=size).replace("pv:", f"pv_{n}:") for n, size in enumerate(sizes))
    text = VILLAGE.replace("import: grid, export: sale", f"import: grid, export: sale, phases: {phases}") + assets
    (tmp_path / "village.yaml").write_text(text, encoding="utf-8")
    return load_scenario(tmp_path / "village.yaml").variants["baseline"]


def told(notices):
    return [(notice.key.removeprefix("generation_notice_"), notice.values["kw"]) for notice in notices]


@pytest.mark.parametrize(
    ("kwp", "rule"),
    [  # modules of 1.2 kWp for each kW of inverter: 11.1 kW are 13.32 kWp, 50 kW 60 kWp, 999.99 kW 1199.988 kWp
        (13.32, None), (13.33, "microgenerator"), (60, "microgenerator"), (60.1, "universal_service"),
        (1199.98, "universal_service"), (1200, "net_settlement"),
    ],
)  # fmt: skip
def test_fixed_size_is_told_the_highest_rule_it_exceeds(tmp_path, kwp, rule):
    notices = list(generation_notices(scenario_with(tmp_path, kwp)))
    assert [notice.key for notice in notices] == ([f"generation_notice_{rule}"] if rule else [])


@pytest.mark.parametrize(("kwp", "keys"), [(4.44, []), (4.45, ["generation_notice_microgenerator"])])
def test_one_phase_makes_a_microgenerator_of_less(tmp_path, kwp, keys):
    """3.7 kW are 4.44 kWp."""
    notices = list(generation_notices(scenario_with(tmp_path, kwp, phases=1)))
    assert [notice.key for notice in notices] == keys


def test_all_that_stands_behind_a_meter_counts_together(tmp_path):
    """36 and 36 kWp are 30 kW each, 60 kW together."""
    assert told(generation_notices(scenario_with(tmp_path, 36, 36))) == [("universal_service", 60.0)]


def test_what_the_file_allows_is_told_before_and_what_was_chosen_after(tmp_path):
    """Up to 84 kWp are 70 kW; 24 kWp chosen are 20 kW, 12 kWp are 10 kW."""
    scenario = scenario_with(tmp_path, "{max: 84}")
    assert told(generation_notices(scenario)) == [("allowed_universal_service", 70.0)]
    assert told(generation_warnings(scenario, {"pv_0.capacity_kwp": 24.0})) == [("microgenerator", 20.0)]
    assert told(generation_warnings(scenario, {"pv_0.capacity_kwp": 12.0})) == []


def test_a_fixed_size_is_not_told_twice(tmp_path):
    assert told(generation_warnings(scenario_with(tmp_path, 84), {"pv_0.capacity_kwp": 84.0})) == []


def test_net_settlement_does_not_concern_a_meter_that_sells_nothing(tmp_path):
    notices = generation_notices(scenario_with(tmp_path, 84, meter="flats"))
    assert told(notices) == [("microgenerator", 70.0)]


@pytest.mark.parametrize("language", ["en", "lv"])
def test_notice_names_meter_power_limit_and_source(tmp_path, language):
    (notice,) = generation_notices(scenario_with(tmp_path, 84))
    sentence = notice.tell(language)
    for part in ("school", "70 kW", "50 kW", "sadalestikls.lv", "2024-05-01"):
        assert part in sentence
