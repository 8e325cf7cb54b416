"""Every bad scenario gets the message that stands beside it, in both languages, and never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from energycommunity.errors import ScenarioError
from energycommunity.scenario import load_scenario
from energycommunity.technologies.registry import ASSET_TYPES

FOLDER = Path(__file__).parent / "bad"
ASSET_WORDS = ", ".join(sorted(str(asset.model_fields["type"].default) for asset in ASSET_TYPES))
BAD = sorted(path.stem for path in FOLDER.glob("*.yaml"))


@pytest.fixture
def _in_the_folder(monkeypatch):
    monkeypatch.chdir(FOLDER)


def error_of(name):
    with pytest.raises(ScenarioError) as caught:
        load_scenario(f"{name}.yaml")
    return caught.value


@pytest.mark.usefixtures("_in_the_folder")
@pytest.mark.parametrize("name", BAD)
def test_bad_scenario_gets_the_message_beside_it(name):
    error = error_of(name)
    expected = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").replace("{asset types}", ASSET_WORDS)
    assert error.tell().splitlines() == expected.splitlines()
    assert error.exit_code == 2


@pytest.mark.usefixtures("_in_the_folder")
@pytest.mark.parametrize("name", BAD)
def test_message_is_told_in_latvian_without_internals(name):
    told = error_of(name).tell("lv")
    assert told
    for internal in ("Traceback", "pydantic", "object at 0x", "<class", "Located"):
        assert internal not in told


@pytest.mark.usefixtures("_in_the_folder")
@pytest.mark.parametrize("name", BAD)
def test_faults_stand_in_line_order(name):
    lines = [fault.line or 0 for fault in error_of(name).faults if fault.file == f"{name}.yaml"]
    assert lines == sorted(lines)


def test_there_is_a_message_for_every_bad_scenario_and_the_other_way_round():
    assert sorted(path.stem for path in FOLDER.glob("*.txt")) == BAD
    assert len(BAD) >= 45
