"""What is measured: cases, ways of doing each, and the targets that the ways are held against."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pkgutil import iter_modules

from benchmarks.outcome import Outcome


@dataclass(frozen=True)
class Median:
    """What several measurements of one way come to: medians, but the largest gap, for each run has to keep its proof.

    `peak_mb` is the largest memory of the process; None where the system does not tell.
    """

    wall_s: float
    cpu_s: float
    peak_mb: float | None
    objective_eur_per_year: float | None
    gap: float | None
    details: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Target:
    """What a way has to reach, in words, and whether it does: asked with its figures and those of the first way.

    The answer is None where a figure that it needs is not known.
    """

    words: str
    is_reached: Callable[[Median, Median], bool | None]


@dataclass(frozen=True)
class Way:
    """One way of doing a case, measured in a process of its own.

    Parameters
    ----------
    name : str
        As it stands in the table.
    function : callable
        A function of a module; it gets the arguments and keeps imports and made-up data out of its clock.
    arguments : mapping
        Numbers and words for the function.
    targets : tuple of Target
        What is asked of it.
    peer : bool
        Whether it is there for comparison only.
    package : str
        A package that is needed beside the project's own.
    """

    name: str
    function: Callable[..., Outcome]
    arguments: Mapping[str, float | str] = field(default_factory=dict)
    targets: tuple[Target, ...] = ()
    peer: bool = False
    package: str = ""


@dataclass(frozen=True)
class Case:
    """Ways that are measured side by side; the first is the one that the others are put in proportion to.

    Parameters
    ----------
    number, title : str
        As they stand in the table.
    ways : tuple of Way
        Measured in turn.
    in_proportion : bool
        Whether the ways' seconds are worth a ratio.
    one_answer : bool
        Whether all ways must come to the same cost.
    optimum_eur_per_year : float or None
        The cost that they must come to, where it is known.
    remark : callable
        What else the figures of a way say, asked with those of the first way.
    """

    number: str
    title: str
    ways: tuple[Way, ...]
    in_proportion: bool = True
    one_answer: bool = False
    optimum_eur_per_year: float | None = None
    remark: Callable[[Median, Median], str] = lambda of_way, first: ""


def found_cases() -> tuple[Case, ...]:
    """The `CASE` of every module in `benchmarks/cases`, by number."""
    package = import_module("benchmarks.cases")
    names = [f"{package.__name__}.{module.name}" for module in iter_modules(package.__path__)]
    cases: list[Case] = [import_module(name).CASE for name in names]
    return tuple(sorted(cases, key=lambda case: int(case.number[1:])))


def gap_target(gap: float) -> Target:
    """A proven gap."""
    return Target(f"gap <= {gap:g}", lambda of_way, first: None if of_way.gap is None else of_way.gap <= gap)


def slower_target(times: float, stretch: float | None = None) -> Target:
    """Slower than the first way by at least a number of times."""
    beyond = f" (stretch {stretch:g})" if stretch else ""
    return Target(f">= {times:g} x ours{beyond}", lambda of_way, first: of_way.wall_s >= times * first.wall_s)


def faster_target(times: float) -> Target:
    """Faster than the first way by at least a number of times."""
    return Target(f"<= 1/{times:g} of the first", lambda of_way, first: times * of_way.wall_s <= first.wall_s)


def larger_target(times: float) -> Target:
    """More memory than the first way by at least a number of times."""

    def is_reached(of_way: Median, first: Median) -> bool | None:
        known = of_way.peak_mb is not None and first.peak_mb is not None
        return of_way.peak_mb >= times * first.peak_mb if known else None  # type: ignore[operator]

    return Target(f"memory >= {times:g} x ours", is_reached)


def seconds_target(seconds: float) -> Target:
    """Done within some seconds."""
    return Target(f"<= {seconds:g} s", lambda of_way, first: of_way.wall_s <= seconds)
