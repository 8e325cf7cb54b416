"""A demand that may wait, in the programme: one formula for cars and other loads. Equations: demand/waiting.py.

waiting[t+1] + h · (power[t] + unserved[t]) = waiting[t] + h · wanted[t]         unserved: for the search alone
waiting[t] <= most_waiting[t],   power[t] <= most[t]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from energycommunity.errors import Fault, ScenarioError
from energycommunity.technologies.base import Profiles

if TYPE_CHECKING:
    from energycommunity.demand.waiting import WaitingDemand
    from energycommunity.quantities import FloatArray
    from energycommunity.technologies.block import Block, Variable
    from energycommunity.technologies.ledger import Values

#: Names of the variables: power taken, energy that waits, and what is never served.
POWER, WAITING, UNSERVED = "power_kw", "waiting_kwh", "unserved_kw"


def profiles_of(demand: WaitingDemand, most_kw: float, key: str) -> Profiles:
    """The series of a demand that can be served in time with the highest power that it may have.

    Parameters
    ----------
    demand : WaitingDemand
        What is wanted and by when.
    most_kw : float
        The power that the file allows.
    key : str
        The field that states it.

    Raises
    ------
    ScenarioError
        If that is too little; says what would do.
    """
    if not demand.is_in_time(most_kw):
        needed_kw = np.ceil(demand.least_power_kw() * 1000.0 - 1e-3) / 1000.0
        values: dict[str, object] = {"key": key, "given": float(most_kw), "needed": float(needed_kw)}
        raise ScenarioError(Fault("technologies_power_too_small", values))
    return Profiles(
        {
            "wanted_kw": demand.wanted_kw,
            "most_kw": np.where(demand.available, most_kw, 0.0),
            "most_waiting_kwh": demand.most_waiting_kwh,
        }
    )


def serve(block: Block, profiles: Profiles) -> Variable:
    """Declare the power that serves a demand in time, between the limits of its series."""
    step_h, following = block.time.step_h, block.next_step
    wanted = block.series("wanted_kw", profiles["wanted_kw"])
    waiting = block.operate(WAITING, upper=profiles["most_waiting_kwh"])
    power = block.operate(POWER, upper=profiles["most_kw"])
    unserved = block.operate(UNSERVED, upper=profiles["most_waiting_kwh"] / step_h + wanted.values)
    block.unserved.append(unserved)
    block.constrain(
        "waiting",
        lambda t: waiting[following(t)] + step_h * power[t] + step_h * unserved[t] - waiting[t] == step_h * wanted[t],
    )
    return power


def served(block: Block, solution: Values) -> dict[str, FloatArray]:
    """Power taken, energy that waits at the start of each step, and power as it was wanted."""
    shown = {name: solution.of(block.variables[name]) for name in (POWER, WAITING)}
    return {**shown, "wanted_kw": block.known["wanted_kw"]}
