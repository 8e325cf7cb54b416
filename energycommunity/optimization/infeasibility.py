"""Say what lacks: which bus, in which hours, by how much, and what would cure it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from energycommunity.errors import Fault, InfeasibleError
from energycommunity.optimization.matrix import Vector
from energycommunity.optimization.programme import Programme
from energycommunity.quantities import Bus, FloatArray


def lacking(programme: Programme, values: Vector, tolerance: float) -> bool:
    """Whether any demand stays unserved or the cap on emissions is broken."""
    short = any(values.of(variable).max(initial=0.0) > tolerance for variable in programme.slacks())
    return short or _excess_kg(programme, values) > tolerance


def refuse_lack(programme: Programme, values: Vector, tolerance: float) -> None:
    """Raise what lacks, if anything does.

    Raises
    ------
    InfeasibleError
        With one fault for each bus that lacks energy, one for each load that would wait too long, one for each plant
        whose minimum load is to blame or more than anybody has a use for, and one for emissions above their cap.
    """
    faults = [
        *_shortages(programme, values, tolerance),
        *_served_too_late(programme, values, tolerance),
        *_minimum_loads(programme, values, tolerance),
    ]
    excess_kg, cap_kg = _excess_kg(programme, values), programme.case.co2_cap_kg_per_year
    if excess_kg > tolerance and cap_kg is not None:
        amounts: dict[str, object] = {"cap": f"{cap_kg:.0f}", "least": f"{cap_kg + excess_kg:.0f}"}
        faults.append(Fault("infeasible_co2_cap", amounts, path="limits.co2_cap_kg_co2e"))
    if faults:
        raise InfeasibleError(faults)


def refuse_limits(programme: Programme) -> None:
    """Raise the limits between sizes, a budget, a roof or the ground, that even the smallest sizes allowed exceed.

    Raises
    ------
    InfeasibleError
        With one fault for each of them.
    """
    faults = []
    for name, terms, constant, upper in programme.limit_rows():
        sizes = [(term, term.variable) for term in terms if term.variable is not None and term.variable.investment]
        if len(sizes) < len(terms):
            continue
        least = constant + sum(float((term.factors() * variable.lower).sum()) for term, variable in sizes)
        if least > upper * (1.0 + 1e-9):
            key, path = ("infeasible_budget", "limits.investment_eur")
            if name == "ground of the site":
                key, path = "infeasible_ground", "site.ground_area_m2"
            elif name != "investment":
                key, path = "infeasible_roof", f"buildings.{name.removeprefix('roof of ')}.roof.area_m2"
            faults.append(Fault(key, {"limit": f"{upper:.0f}", "least": f"{least:.0f}"}, path=path))
    if faults:
        raise InfeasibleError(faults)


def _excess_kg(programme: Programme, values: Vector) -> float:
    return 0.0 if programme.co2_excess is None else float(values.of(programme.co2_excess)[0])


def _shortages(programme: Programme, values: Vector, tolerance: float) -> Iterator[Fault]:
    time = programme.case.time
    for bus, variable in programme.shortages.items():
        lack = values.of(variable)
        if lack.max(initial=0.0) <= tolerance:
            continue
        worst = int(lack.argmax())
        demand = _demand_kw(programme, bus, values)
        share = float(np.divide(lack, demand, out=np.zeros_like(lack), where=demand > 0).max())
        yield Fault(
            f"infeasible_lack_of_{bus.carrier}",
            {
                "place": bus.place,
                "peak_kw": f"{lack[worst]:.3g}",
                "hours": f"{np.count_nonzero(lack > tolerance) * time.step_h:g}",
                "when": f"{time.local[worst]:%Y-%m-%d %H:%M}",
                "needed_kw": f"{demand[worst]:.3g}",
                "less": f"{100.0 * share:.0f}" if share >= 0.1 else f"{100.0 * share:.2g}",
            },
            path=f"{'meters' if bus.carrier == 'electricity' else 'buildings'}.{bus.place}",
        )


def _served_too_late(programme: Programme, values: Vector, tolerance: float) -> Iterator[Fault]:
    """Loads that may wait and cannot be served in time."""
    time = programme.case.time
    for name, block in programme.blocks.items():
        for variable in block.unserved:
            lack = values.of(variable)
            if lack.max(initial=0.0) > tolerance:
                late: dict[str, object] = {
                    "name": name,
                    "late_kwh": f"{lack.sum() * time.step_h:.3g}",
                    "when": f"{time.local[int(lack.argmax())]:%Y-%m-%d %H:%M}",
                }
                yield Fault("infeasible_served_too_late", late, path=f"assets.{name}")


def _minimum_loads(programme: Programme, values: Vector, tolerance: float) -> Iterator[Fault]:
    """Plants that must make more than is wanted, and plants that stand still while energy lacks."""
    time = programme.case.time
    lacks = np.zeros(time.steps, dtype=bool)
    for shortage in programme.shortages.values():
        lacks |= values.of(shortage) > tolerance
    for name, block in programme.blocks.items():
        path = f"assets.{name}.minimum_load_fraction"
        for variable in block.missing:
            missing = values.of(variable)
            if missing.max(initial=0.0) > tolerance:
                excess: dict[str, object] = {
                    "name": name,
                    "excess_kw": f"{missing.max():.3g}",
                    "hours": f"{np.count_nonzero(missing > tolerance) * time.step_h:g}",
                    "when": f"{time.local[int(missing.argmax())]:%Y-%m-%d %H:%M}",
                }
                yield Fault("infeasible_always_on", excess, path=path)
        if any((lacks & (values.of(on) < 0.5)).any() for on in block.commitments):
            yield Fault("infeasible_minimum_load", {"name": name}, path=path)


def _demand_kw(programme: Programme, bus: Bus, values: Vector) -> FloatArray:
    """What leaves the bus in each step [kW]."""
    leaving = np.zeros(programme.case.time.steps)
    for flow in programme.contributions.flows:
        if flow.bus == bus and flow.sign == -1:
            leaving += sum(term.values(values) for term in flow.terms)
    return leaving
