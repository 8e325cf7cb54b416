"""P9: settling 250 measured members over a year of quarter hours, each with a contract by spot price."""

from __future__ import annotations

from typing import Literal

import numpy as np

from benchmarks.case import Case, Target, Way, seconds_target
from benchmarks.outcome import Outcome, Stopwatch

MEMBERS, GIVING, MONTHS, MOST_MB = 250, 40, 12, 2000.0


def settled(key: Literal["dynamic", "equal"]) -> Outcome:
    """Invoices of all members and months; making up the metered energy is not measured."""
    from energycommunity.allocation.registry import key_of
    from energycommunity.settlement.bills import Contract
    from energycommunity.settlement.measured import Participant, SharingTerms, settle_measured
    from energycommunity.settlement.metering import Metering
    from energycommunity.tariffs.charges import EnergyCharge, FixedCharge
    from energycommunity.time_grid import TimeGrid

    year = TimeGrid.year(2025, "Europe/Riga", 0.25)
    time = TimeGrid(year.start, year.steps, year.step_h, year.time_zone, annual=False)
    rng = np.random.default_rng(1)
    drawn_kwh, given_kwh = rng.uniform(0, 1, (MEMBERS, time.steps)), np.zeros((MEMBERS, time.steps))
    given_kwh[:GIVING] = np.maximum(rng.uniform(-2, 3, (GIVING, time.steps)), 0.0)
    drawn_kwh[given_kwh > 0] = 0.0
    price = rng.uniform(-0.05, 0.3, time.steps)
    network = EnergyCharge("network", np.full(time.steps, 0.04), "crossing")
    purchase = (EnergyCharge("energy", price), network, FixedCharge("network", 5.0))
    sale = (EnergyCharge("revenue", -price),)
    everybody = tuple(f"member_{number}" for number in range(MEMBERS))
    inside = np.ones(MONTHS, dtype=np.bool_)
    participants = {name: Participant(Contract(name, purchase, sale), inside, 0.21) for name in everybody}
    metering = Metering(everybody, time, drawn_kwh, given_kwh)
    with Stopwatch() as watch:
        found = settle_measured(metering, participants, SharingTerms(key_of(key)))
    return Outcome(watch.wall_s, watch.cpu_s, details={"invoice lines": float(len(found.lines))})


MEMORY = Target(
    f"<= {MOST_MB:g} MB", lambda of_way, first: None if of_way.peak_mb is None else of_way.peak_mb <= MOST_MB
)

CASE = Case(
    "P9",
    "250 members, a measured year of quarter hours",
    (
        Way("dynamic key", settled, {"key": "dynamic"}, (seconds_target(5.0), MEMORY)),
        Way("equal key", settled, {"key": "equal"}, (seconds_target(5.0), MEMORY)),
    ),
    in_proportion=False,
)
