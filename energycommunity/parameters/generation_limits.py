"""Powers of generation behind one connection from which other rules hold."""

from __future__ import annotations

from typing import Literal

from energycommunity.parameters.reader import Parameter, catalogue, parameter, row_of

GenerationLimit = Literal["microgenerator", "universal_service", "net_settlement", "net_metering"]


def generation_limit(name: GenerationLimit, phases: int = 3) -> Parameter:
    """The most power that a rule allows behind a connection [kW]; that of a microgenerator depends on the phases.

    >>> [generation_limit("microgenerator", phases).value for phases in (1, 3)]
    [3.7, 11.1]
    >>> generation_limit("universal_service").value, generation_limit("net_settlement").value
    (50.0, 999.99)
    >>> generation_limit("net_metering").value
    11.1
    """
    of_phases = {1: "single_phase", 3: "three_phase"}[phases]
    row_name = f"microgenerator_{of_phases}" if name == "microgenerator" else name
    row = row_of(catalogue("generation_limits"), row_name, "generation_limits")
    return parameter(f"generation_limits.{row_name}", row, row, str(row["unit"]))
