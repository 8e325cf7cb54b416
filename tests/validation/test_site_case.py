"""The reference site case: a year of hours, five free sizes, through the scenario file, and in two other programs.

The optimum was computed independently with PyPSA 1.4 and oemof-solph 0.6.5. Tolerance 0.001 %: both tools and this one
solve the same linear programme, whose optimum is unique; what is left are tolerances of solvers.

The tests with the mark `peer` state and solve the case in these tools: `pip install energycommunity[peer]`, then
`pytest -m peer`. Where a tool is missing they are skipped.
"""

from __future__ import annotations

from importlib import import_module

import pytest

from benchmarks.site import OPTIMUM_EUR_PER_YEAR, write_site
from energycommunity.pipeline import run_variant
from energycommunity.scenario.loader import load_scenario


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    """The case in this program."""
    file = load_scenario(write_site(tmp_path_factory.mktemp("site")), ["solver.gap=1e-5"])
    return run_variant(file, file.variants[file.baseline])


def test_optimum_of_the_site_case(result):
    assert result.annual_cost_eur == pytest.approx(OPTIMUM_EUR_PER_YEAR, rel=1e-5)
    assert result.proof.lower_bound_eur_per_year == pytest.approx(OPTIMUM_EUR_PER_YEAR, rel=2e-5)
    assert result.proof.status == "optimal"
    # The bound of 600 kWp binds clearly, the boiler is clearly too dear; other sizes lie in a flat optimum.
    assert result.capacities["pv.capacity_kwp"] == pytest.approx(600.0)
    assert result.capacities["boiler.capacity_fuel_kw"] == pytest.approx(0.0, abs=1e-3)
    assert result.capacities["heat_pump.capacity_electric_kw"] == pytest.approx(299.1, rel=0.01)


@pytest.mark.peer
@pytest.mark.filterwarnings("ignore")  # other programs' warnings are not ours to mend
@pytest.mark.parametrize(("package", "statement"), [("pypsa", "pypsa_site"), ("oemof.solph", "oemof_site")])
def test_other_programs_find_the_same_cost(result, package, statement):
    pytest.importorskip(package, reason=f"{package} is not installed: pip install energycommunity[peer]")
    peer = import_module(f"benchmarks.peers.{statement}").solve_site()
    assert peer.objective_eur_per_year == pytest.approx(result.annual_cost_eur, rel=1e-5)
