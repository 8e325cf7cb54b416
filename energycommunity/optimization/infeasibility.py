"""Say what lacks: which bus, in which hours, by how much, and what would cure it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from energycommunity.errors import Fault, InfeasibleError
from energycommunity.optimization.bus_groups import connected, named
from energycommunity.optimization.case import PlacedAsset
from energycommunity.optimization.matrix import Vector
from energycommunity.optimization.programme import Programme, Spell
from energycommunity.optimization.spell_rows import spell_vectors
from energycommunity.quantities import BoolArray, Bus, FloatArray
from energycommunity.technologies.commitment import ABLE


def lacking(programme: Programme, values: Vector, tolerance: float) -> bool:
    """Whether any demand stays unserved, in the year or a design spell, or the cap on emissions is broken."""
    short = any(values.of(variable).max(initial=0.0) > tolerance for variable in programme.slacks())
    return short or _excess_kg(programme, values) > tolerance or any(_short_spells(values, tolerance))


def refuse_lack(programme: Programme, values: Vector, tolerance: float) -> None:
    """Raise what lacks, if anything does.

    Raises
    ------
    InfeasibleError
        With one fault for each bus that lacks energy, one for each load that would wait too long, one for each plant
        that stands still meanwhile for its minimum load or because it cannot run, or must make more than anybody has a
        use for, and one for emissions above their cap; where the year is served, one for each place that lacks energy
        in a design spell.
    """
    faults = [
        *_shortages(programme, values, tolerance),
        *_served_too_late(programme, values, tolerance),
        *_minimum_loads(programme, values, tolerance),
        *_standing_still(programme, values, tolerance),
    ]
    excess_kg, cap_kg = _excess_kg(programme, values), programme.case.co2_cap_kg_per_year
    if excess_kg > tolerance and cap_kg is not None:
        amounts: dict[str, object] = {"cap": float(cap_kg), "least": cap_kg + excess_kg}
        faults.append(Fault("infeasible_co2_cap", amounts, path="limits.co2_cap_kg_co2e"))
    if not faults:
        faults = [each for spell, x in _short_spells(values, tolerance) for each in _spell_faults(spell, x, tolerance)]
    if faults:
        raise InfeasibleError(faults)


def refuse_limits(programme: Programme) -> None:
    """Raise the limits between sizes that even the smallest of them exceed, and what assets cannot agree on.

    Limits are a budget, a roof or the ground.

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
            faults.append(Fault(key, {"limit": float(upper), "least": float(least)}, path=path))
    faults += _disagreements(programme)
    if faults:
        raise InfeasibleError(faults)


def _disagreements(programme: Programme) -> Iterator[Fault]:
    """What assets cannot agree on, whatever they choose: a connection that is required and that nothing can use."""
    for name, terms in programme.agreement_rows():
        ends = [0.0, 0.0]
        for term in terms:
            factor, variable = float(term.factors().sum()), term.variable
            sides = (1.0, 1.0) if variable is None else (float(variable.lower[0]), float(variable.upper[0]))
            found = [factor * side for side in sides]
            ends = [ends[0] + min(found), ends[1] + max(found)]
        if ends[0] > 1e-9 or ends[1] < -1e-9:
            building = name.rsplit(" ", 1)[-1]
            yield Fault("infeasible_required_connection", {"building": building}, path=f"buildings.{building}")


def _short_spells(values: Vector, tolerance: float) -> Iterator[tuple[Spell, Vector]]:
    """The design spells that leave demand unserved; those without a plant only where that with all of them does not."""
    spells = spell_vectors(values)
    short = [
        (spell, of_spell)
        for spell, of_spell in spells
        if any(of_spell.of(each).max(initial=0.0) > tolerance for each in spell.slacks())
    ]
    with_all = [each for each in short if each[0].lost is None]
    yield from with_all or short


def _spell_faults(spell: Spell, values: Vector, tolerance: float) -> Iterator[Fault]:
    """What lacks in a design spell: one fault for each meter, and for each building or network with its buildings."""
    programme, time = spell.programme, spell.programme.case.time
    yield from _served_too_late(programme, values, tolerance)
    for group in _places(programme):
        slacks = [programme.shortages[bus] for bus in group if bus in programme.shortages]
        lack = sum((values.of(slack) for slack in slacks), np.zeros(time.steps))
        if lack.max(initial=0.0) <= tolerance:
            continue
        needed_kw = float(_needed_kw(programme, group, values).max())
        place, path = named(programme, group)
        ending = "in_spell" if spell.lost is None else "without_unit"
        yield Fault(
            f"infeasible_lack_of_{group[0].carrier}_{ending}",
            {
                "place": place,
                "peak_kw": float(lack.max()),
                "hours": np.count_nonzero(lack > tolerance) * time.step_h,
                "needed_kw": needed_kw,
                "less": 100.0 * float(lack.max()) / max(needed_kw, tolerance),
                "outdoor": float(spell.outdoor_c),
                "most_kw": _carried_kw(programme, place),
                "unit": "" if spell.lost is None else spell.lost.name,
            },
            path=path,
        )


def _places(programme: Programme) -> Iterator[tuple[Bus, ...]]:
    """Meters one by one; buses of heat with those that share their plants: which of them lacks heat is chance."""
    for group in connected(programme):
        yield from [group] if group[0].carrier == "heat" else [(bus,) for bus in group]


def _needed_kw(programme: Programme, group: tuple[Bus, ...], values: Vector) -> FloatArray:
    """What some buses need in each step [kW]: the demands for heat together, or all that a meter feeds, plants too."""
    if group[0].carrier != "heat":
        return sum((_demand_kw(programme, bus, values) for bus in group), np.zeros(programme.case.time.steps))
    flows = [flow for flow in programme.contributions.flows if flow.bus in group]
    settled = [
        (flow.sign, term) for flow in flows for term in flow.terms if term.variable is None or term.variable.investment
    ]
    return sum((-sign * term.values(values) for sign, term in settled), np.zeros(programme.case.time.steps))


def _carried_kw(programme: Programme, place: str) -> float:
    """What the connection of a meter carries [kW]; nothing where it buys nothing, or for what is no meter."""
    block = programme.blocks.get(place)
    bought = block.variables.get("bought_kw") if block is not None else None
    return float(bought.upper.max(initial=0.0)) if bought is not None else 0.0


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
                "peak_kw": float(lack[worst]),
                "hours": np.count_nonzero(lack > tolerance) * time.step_h,
                "when": time.local[worst],
                "needed_kw": float(demand[worst]),
                "most_kw": _carried_kw(programme, bus.place),
                "less": 100.0 * share,
            },
            path=named(programme, (bus,))[1],
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
                    "late_kwh": float(lack.sum()) * time.step_h,
                    "when": time.local[int(lack.argmax())],
                }
                yield Fault("infeasible_served_too_late", late, path=f"assets.{name}")


def _minimum_loads(programme: Programme, values: Vector, tolerance: float) -> Iterator[Fault]:
    """Plants that must make more than is wanted."""
    time = programme.case.time
    for name, block in programme.blocks.items():
        for variable in block.missing:
            missing = values.of(variable)
            if missing.max(initial=0.0) > tolerance:
                excess: dict[str, object] = {
                    "name": name,
                    "excess_kw": float(missing.max()),
                    "hours": np.count_nonzero(missing > tolerance) * time.step_h,
                    "when": time.local[int(missing.argmax())],
                }
                yield Fault("infeasible_always_on", excess, path=f"assets.{name}.minimum_load_fraction")


def _standing_still(programme: Programme, values: Vector, tolerance: float) -> Iterator[Fault]:
    """Plants that do not run while energy lacks: because they cannot, or for their minimum load."""
    lacks = np.zeros(programme.case.time.steps, dtype=bool)
    for shortage in programme.shortages.values():
        lacks |= values.of(shortage) > tolerance
    yield from unable(programme, lacks)
    for asset in programme.case.assets:
        off = (values.of(on) < 0.5 for on in programme.blocks[asset.name].commitments)
        if any((lacks & _able(asset) & standing).any() for standing in off):
            path = f"assets.{asset.name}.minimum_load_fraction"
            yield Fault("infeasible_minimum_load", {"name": asset.name}, path=path)


def unable(programme: Programme, lacks: BoolArray) -> Iterator[Fault]:
    """Plants that cannot run in steps that lack energy, such as heat pumps in the cold; `lacks`: shape (steps,)."""
    for asset in programme.case.assets:
        stopped = lacks & ~_able(asset)
        if stopped.any():
            hours = np.count_nonzero(stopped) * programme.case.time.step_h
            yield Fault("infeasible_cut_out", {"name": asset.name, "hours": hours}, path=f"assets.{asset.name}")


def _able(asset: PlacedAsset) -> BoolArray:
    """Whether a plant can run in each step, as far as it says so."""
    return np.atleast_1d(asset.profiles.series.get(ABLE, np.ones(1)) > 0.5)


def _demand_kw(programme: Programme, bus: Bus, values: Vector) -> FloatArray:
    """What leaves the bus in each step [kW]."""
    leaving = np.zeros(programme.case.time.steps)
    for flow in programme.contributions.flows:
        if flow.bus == bus and flow.sign == -1:
            leaving += sum(term.values(values) for term in flow.terms)
    return leaving
