"""P1: the site of one year of hours, beside the two leading tools."""

from __future__ import annotations

from benchmarks.case import Case, Way, gap_target, larger_target, slower_target
from benchmarks.ecsim import solved
from benchmarks.outcome import Outcome
from benchmarks.peers import oemof_site, pypsa_site
from benchmarks.site import OPTIMUM_EUR_PER_YEAR, write_site


def by_ecsim() -> Outcome:
    """From the scenario file of the site."""
    return solved(write_site)


CASE = Case(
    "P1",
    "site, 8760 h",
    (
        Way("ecsim", by_ecsim, targets=(gap_target(1e-4),)),
        Way("PyPSA", pypsa_site.solve_site, {}, (slower_target(7, 10), larger_target(2)), True, "pypsa"),
        Way("oemof-solph", oemof_site.solve_site, {}, (slower_target(13, 20), larger_target(2)), True, "oemof.solph"),
    ),
    one_answer=True,
    optimum_eur_per_year=OPTIMUM_EUR_PER_YEAR,
)
