"""Dependencies point downwards, and what only asks or checks starts without the heavy libraries."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.architecture import source_tree

HEAVY = {"pyomo", "highspy", "pvlib", "plotly", "xarray", "pint"}


def loaded_by(statement, *arguments):
    """The top-level modules that a fresh interpreter has loaded after a statement."""
    program = (
        f"import json, sys\n{statement}\nsys.stderr.write(json.dumps(sorted({{n.split('.')[0] for n in sys.modules}})))"
    )
    command = [sys.executable, "-c", program, *map(str, arguments)]
    finished = subprocess.run(
        command, capture_output=True, text=True, check=True, cwd=source_tree.ROOT, encoding="utf-8"
    )
    return set(json.loads(finished.stderr.splitlines()[-1]))


def test_contracts_of_the_layers_hold():
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    finished = subprocess.run(command, capture_output=True, check=False, cwd=source_tree.ROOT, encoding="utf-8")
    assert finished.returncode == 0, finished.stdout + finished.stderr


def test_command_line_starts_light():
    assert loaded_by("import energycommunity.cli") & HEAVY == set()


def test_help_starts_light():
    statement = "from energycommunity.cli import ecsim\necsim(['--help'], standalone_mode=False)"
    assert loaded_by(statement) & (HEAVY | {"pandas", "scipy"}) == set()


@pytest.mark.parametrize("path", sorted((source_tree.ROOT / "scenarios").glob("*.yaml")), ids=source_tree.name_of)
def test_check_starts_light(path):
    statement = "from energycommunity.cli import ecsim\necsim(['check', sys.argv[1]], standalone_mode=False)"
    assert loaded_by(statement, path) & (HEAVY | {"pandas", "scipy"}) == set()
