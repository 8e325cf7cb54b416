"""Pipes that heat networks are built of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from energycommunity.parameters.reader import Parameter, Row, catalogue, parameter, row_of

_SIZE_IN_NAME = re.compile(r"^(?P<family>.+)_dn(?P<size>\d+)$")


@dataclass(frozen=True)
class PipeType:
    """A kind of pipe in one size.

    Parameters
    ----------
    family : str
        Kind of pipe, such as `pre_insulated_series_2`.
    nominal_diameter_mm : int
        DN.
    outer_diameter_m, inner_diameter_m : float
        Of the medium pipe [m].
    roughness_m : float
        Of its inner wall [m].
    u : Parameter
        Heat loss of one pipe of a pair [W/(m K)].
    exchange_w_per_m_k : float
        What passes straight from the supply to the return pipe [W/(m K)]; 0 where makers do not tell it.
    """

    family: str
    nominal_diameter_mm: int
    outer_diameter_m: float
    inner_diameter_m: float
    roughness_m: float
    u: Parameter
    exchange_w_per_m_k: float = 0.0

    @property
    def name(self) -> str:
        """As in a scenario file: `pre_insulated_series_2_dn50`."""
        return f"{self.family}_dn{self.nominal_diameter_mm}"


def pipe_families() -> tuple[str, ...]:
    """All kinds of pipe.

    >>> "pre_insulated_series_1" in pipe_families()
    True
    """
    return tuple(catalogue("pipe_types"))


@cache
def pipe_sizes(family: str) -> tuple[PipeType, ...]:
    """All sizes of a kind of pipe, the smallest first.

    Raises
    ------
    ParameterError
        If there is no such kind; names the nearest.

    Examples
    --------
    >>> [pipe.nominal_diameter_mm for pipe in pipe_sizes("pre_insulated_series_2")][:4]
    [20, 25, 32, 40]
    """
    row: Row = row_of(catalogue("pipe_types"), family, "pipe_types")
    return tuple(_pipe(family, row, size) for size in sorted(row["sizes"]))


def pipe_type(name: str) -> PipeType:
    """The pipe of a name with its size.

    Raises
    ------
    ParameterError
        If there is no such pipe; names the nearest.

    Examples
    --------
    >>> pipe = pipe_type("pre_insulated_series_1_dn50")
    >>> pipe.u.value, pipe.u.unit, pipe.u.verified
    (0.2013, 'W/(m*K)', True)
    >>> pipe_type("steel_uninsulated_dn50").u.verified
    False
    """
    pipe: PipeType = row_of(_by_name(), name, "pipe_types")
    return pipe


@cache
def _by_name() -> dict[str, PipeType]:
    return {pipe.name: pipe for family in pipe_families() for pipe in pipe_sizes(family)}


def family_of(name: str) -> str:
    """The kind of pipe in a name with or without a size.

    >>> family_of("pre_insulated_series_2_dn50"), family_of("pre_insulated_series_2")
    ('pre_insulated_series_2', 'pre_insulated_series_2')
    """
    found = _SIZE_IN_NAME.match(name)
    return found.group("family") if found else name


def has_size(name: str) -> bool:
    """Whether a pipe's name says its size.

    >>> has_size("pre_insulated_series_2_dn50"), has_size("pre_insulated_series_2")
    (True, False)
    """
    return _SIZE_IN_NAME.match(name) is not None


def _pipe(family: str, row: Row, size: int) -> PipeType:
    fields = row["sizes"][size]
    key = f"pipe_types.{family}.{size}.u_w_per_m_k"
    u = {"value": fields["u_w_per_m_k"], "note": row.get("note", "")}
    return PipeType(
        family=family,
        nominal_diameter_mm=int(size),
        outer_diameter_m=float(fields["outer_diameter_m"]),
        inner_diameter_m=float(fields["inner_diameter_m"]),
        roughness_m=float(row["roughness_m"]),
        u=parameter(key, u, row, "W/(m*K)"),
        exchange_w_per_m_k=float(fields.get("exchange_w_per_m_k", 0.0)),
    )
