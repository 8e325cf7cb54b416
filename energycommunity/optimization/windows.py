"""The year in stretches of a few days that are dispatched apart, each with some days before and behind it.

What a storage of hours or days does next week does not depend on what it did last week: within a day or two it was
full or empty. So the prices and contents in the core of a window are those of the whole year, if enough days stand
around it. Nothing is taken on trust: the joined prices prove a bound by weak duality over the whole year (cuts.py), and
contents that do not meet at an edge are mended or the windows become one (operation.py). What spans more time, a
monthly peak or a yearly limit, keeps the edges out of its span; in the extreme one window is the whole horizon.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from energycommunity.optimization.split import Split
from energycommunity.quantities import BoolArray, FloatArray, IntArray

#: Length of a core, and of what stands before and behind it, in hours of equal steps; measured on villages: from two
#: days around on the joined answer is that of the whole year, and cores of some days need the fewest seconds.
CORE_H, AROUND_H = 240.0, 48.0


@dataclass(frozen=True, eq=False)
class Window:
    """The programme of one window.

    Parameters
    ----------
    rows, columns : IntArray
        Its rows among those kept and its columns among those of the operation (split.py).
    a : sparse array
        Their coefficients; the last step leads back to the first.
    own_rows, own_columns : BoolArray
        What belongs to the core and not to the time around it.
    begin, extent : int
        Its first step and its number of steps.
    row_keys, column_keys : IntArray
        The same number for the same constraint or variable at the same distance from the window's first step.
    links : IntArray
        Places among `columns` of what carries from one step to the next, such as contents, shape (variables, extent).
    behind, ahead : sparse array
        Coefficients of the links in the rows of their own step and in those of the step before, links as rows.
    """

    begin: int
    extent: int
    rows: IntArray
    columns: IntArray
    a: sparse.csc_array
    row_keys: IntArray
    column_keys: IntArray
    links: IntArray
    behind: sparse.csr_array
    ahead: sparse.csr_array


@dataclass(frozen=True, eq=False)
class Held:
    """A stretch whose contents at both ends are held.

    `ends`: places among `columns` of the contents at its first step; `outside`: what the columns behind its last step
    add to its rows.
    """

    rows: IntArray
    columns: IntArray
    a: sparse.csc_array
    ends: IntArray
    outside: FloatArray


@dataclass(frozen=True, eq=False)
class Horizon:
    """When the rows and columns of an operation happen.

    A row of a step holds columns of that step and of the next; what reaches further is a span.
    """

    split: Split

    @cached_property
    def steps(self) -> int:
        """Number of steps."""
        return int(self.split.column_step.max(initial=-1)) + 1

    @cached_property
    def row_group(self) -> IntArray:
        """Number of the constraint that each row belongs to, in the order of `matrix.row_names`."""
        return _numbered(self.split.matrix.row_names.values(), len(self.split.matrix.row_lower))[self.split.kept]

    @cached_property
    def column_group(self) -> IntArray:
        """Number of the variable that each column belongs to, in the order of `matrix.columns`."""
        return _numbered(self.split.matrix.columns.values(), len(self.split.matrix.lower))[self.split.operation]

    @cached_property
    def entries(self) -> tuple[IntArray, IntArray]:
        """Row and column of every coefficient."""
        entries = self.split.a.tocoo()
        return entries.row, entries.col

    @cached_property
    def row_span(self) -> tuple[IntArray, IntArray]:
        """First and last step of each row; the same for a row of one step."""
        row, column = self.entries
        stated, at = self.split.row_step, self.split.column_step[column]
        known = at >= 0
        first, last = _extent(row[known], at[known], len(stated))
        ahead = np.mod(at - stated[row], max(self.steps, 1))
        far = np.zeros(len(stated), dtype=bool)
        far[row[known & (stated[row] >= 0) & (ahead > 1)]] = True
        at_step = (stated >= 0) & ~far
        return np.where(at_step, stated, first), np.where(at_step, stated, last)

    @cached_property
    def column_span(self) -> tuple[IntArray, IntArray]:
        """First and last step of each column; for one that belongs to no step those of the rows it stands in."""
        row, column = self.entries
        stated = self.split.column_step
        loose = stated[column] < 0
        first = _extent(column[loose], self.row_span[0][row[loose]], len(stated))[0]
        last = _extent(column[loose], self.row_span[1][row[loose]], len(stated))[1]
        return np.where(stated >= 0, stated, first), np.where(stated >= 0, stated, last)

    @cached_property
    def links(self) -> BoolArray:
        """Whether a column stands in a row of the step before its own, and so carries from step to step."""
        row, column = self.entries
        first, last = self.row_span
        at = self.split.column_step[column]
        ahead = (at >= 0) & (first[row] == last[row]) & (at != first[row])
        linked = np.unique(self.column_group[column[ahead]])
        return np.isin(self.column_group, linked)

    @cached_property
    def lasting_parts(self) -> int:
        """Number of the independent parts that are there in more than one step; design spells stand at one."""
        step, parts = self.split.column_step, self.split.parts
        first, last = _extent(parts.of_column[step >= 0], step[step >= 0], parts.count)
        return max(int(np.count_nonzero(first < last)), 1)

    @cached_property
    def free(self) -> BoolArray:
        """Whether an edge may lie before a step: not inside a span, shape (steps,)."""
        spans = self._spans
        inside = np.zeros(self.steps + 1, dtype=np.int64)
        np.add.at(inside, spans[:, 0] + 1, 1)
        np.add.at(inside, np.minimum(spans[:, 1] + 1, self.steps), -1)
        return np.asarray(np.cumsum(inside)[: self.steps] == 0)

    @cached_property
    def _spans(self) -> IntArray:
        """First and last step of what reaches over more than one step, shape (spans, 2)."""
        spans = [np.column_stack(span) for span in (self.row_span, self.column_span)]
        return np.unique(np.concatenate([span[span[:, 0] < span[:, 1]] for span in spans]), axis=0)

    def edges(self, core_steps: int) -> IntArray:
        """First steps of the cores: every so many steps and where a span begins, except inside a span."""
        if np.count_nonzero(self.links) % max(self.steps, 1):
            return np.array([0])
        even = np.arange(0, max(self.steps - core_steps // 2, 1), core_steps)
        edges = np.unique(np.concatenate([even, self._spans[:, 0]]))
        edges = edges[self.free[edges]] if self.steps else edges
        return edges if len(edges) else np.array([0])

    def window(self, first: int, length: int, around: int) -> Window:
        """The window around the core of `length` steps from `first`."""
        steps = self.steps
        if length + 2 * around >= steps:
            begin, extent = 0, steps
        else:
            begin, extent = (first - around) % steps, length + 2 * around
        split = self.split
        rows = self._inside(self.row_span, begin, extent)
        rows, row_keys = self._sorted_by_key(rows, self.row_group, self.row_span[0], begin)
        part = sparse.csr_array(split.a[rows])
        loose = np.unique(part.indices[split.column_step[part.indices] < 0])
        columns = self._inside((split.column_step, split.column_step), begin, extent)
        columns, column_keys = self._sorted_by_key(
            np.concatenate([columns, loose]), self.column_group, split.column_step, begin
        )
        closed = self._closed(part, columns, begin)
        place = np.mod(split.column_step[columns] - begin, max(steps, 1))
        chosen = np.flatnonzero(self.links[columns])
        of_links = closed[:, chosen].T.tocoo()
        next_step = place[chosen][of_links.row] != np.mod(self.row_span[0][rows] - begin, max(steps, 1))[of_links.col]
        behind, ahead = (
            sparse.csr_array((of_links.data[part], (of_links.row[part], of_links.col[part])), shape=of_links.shape)
            for part in (~next_step, next_step)
        )
        links = chosen.reshape(-1, extent)
        return Window(begin, extent, rows, columns, closed, row_keys, column_keys, links, behind, ahead)

    def held(self, first: int, length: int, y: FloatArray, parts: IntArray) -> Held:
        """The stretch of `length` steps from `first`, with the contents of `y` at its ends; the whole has none.

        Only the given independent parts: the others stay as they are.
        """
        split = self.split
        rows = self._inside(self.row_span, first, length)
        rows = rows[np.isin(split.parts.of_row[rows], parts)]
        part = sparse.csr_array(split.a[rows])
        inside = _between(self.column_span[0], first, length, self.steps) & np.isin(split.parts.of_column, parts)
        inside[part.indices[split.column_step[part.indices] < 0]] = True
        columns = np.flatnonzero(inside)
        at_first = self.links[columns] & (split.column_step[columns] == first) & (length < self.steps)
        outside = part @ np.where(inside, 0.0, y)
        return Held(rows, columns, sparse.csc_array(part[:, columns]), np.flatnonzero(at_first), outside)

    def near(self, edge: int, around: int) -> IntArray:
        """Steps near an edge at which windows may join, nearest first."""
        away = np.arange(1, around)
        steps = np.mod(np.concatenate([[edge], np.column_stack([edge - away, edge + away]).ravel()]), self.steps)
        return np.asarray(steps[self.free[steps]])

    def around(self, step: int, reach: int) -> tuple[int, int]:
        """First step and length of the shortest stretch between edges that has so many steps before and behind one."""
        may_be = np.flatnonzero(self.free)
        first = may_be[np.searchsorted(may_be, (step - reach) % self.steps, "right") - 1]
        behind = may_be[np.searchsorted(may_be, (step + reach) % self.steps) % len(may_be)]
        length = (behind - first) % self.steps
        return (int(first), int(length)) if length >= 2 * reach else (int(first), self.steps)

    def reaches(self, window: Window, first: int, length: int) -> bool:
        """Whether a window has steps of a stretch."""
        apart = (first - window.begin) % self.steps
        return apart < window.extent or (self.steps - apart) < length

    def _inside(self, span: tuple[IntArray, IntArray], begin: int, extent: int) -> IntArray:
        """What begins and ends in a stretch of the cyclic horizon."""
        order, first = self._by_first[0 if span is self.row_span else 1]
        ends = (begin, begin + extent), (begin - self.steps, begin + extent - self.steps)
        found = [order[slice(*np.searchsorted(first, end))] for end in ends]
        inside = np.sort(np.concatenate(found))
        return inside[_between(span[1][inside], begin, extent, self.steps)]

    @cached_property
    def _by_first(self) -> list[tuple[IntArray, IntArray]]:
        """Rows, and columns, in the order of their first step, with it; what belongs to no step comes first."""
        steps = self.row_span[0], self.split.column_step
        orders = [np.argsort(step, kind="stable").astype(np.int32) for step in steps]
        return [(order, step[order]) for order, step in zip(orders, steps, strict=True)]

    def _sorted_by_key(self, chosen: IntArray, group: IntArray, at: IntArray, begin: int) -> tuple[IntArray, IntArray]:
        steps = max(self.steps, 1)
        place = np.where(at[chosen] >= 0, np.mod(at[chosen] - begin, steps), steps)
        keys = group[chosen].astype(np.int64) * (steps + 1) + place
        order = np.argsort(keys, kind="stable")
        return chosen[order], keys[order].astype(np.int32)

    def _closed(self, part: sparse.csr_array, columns: IntArray, begin: int) -> sparse.csc_array:
        """The rows of a window on its columns; what the last step leads to is the first step of the window."""
        place = np.full(part.shape[1], -1, dtype=np.int32)
        place[columns] = np.arange(len(columns), dtype=np.int32)
        entries = part.tocoo()
        column = place[entries.col]
        outside = column < 0
        column[outside] = place[self._at_step(entries.col[outside], begin)]
        shape = (part.shape[0], len(columns))
        return sparse.csc_array((entries.data, (entries.row.astype(np.int32, copy=False), column)), shape=shape)

    def _at_step(self, columns: IntArray, step: int) -> IntArray:
        """The columns of the same variables, which carry from step to step, at another step."""
        carrying, keys = self._carrying
        wanted = self.column_group[columns].astype(np.int64) * self.steps + step
        return np.asarray(carrying[np.searchsorted(keys, wanted)])

    @cached_property
    def _carrying(self) -> tuple[IntArray, IntArray]:
        """Columns that carry from step to step, in the order of variable and step, with the number that tells both."""
        carrying = np.flatnonzero(self.links)
        keys = self.column_group[carrying].astype(np.int64) * self.steps + self.split.column_step[carrying]
        order = np.argsort(keys, kind="stable")
        return carrying[order], keys[order]


def _numbered(groups: Iterable[IntArray], count: int) -> IntArray:
    number = np.full(count, -1, dtype=np.int32)
    for place, group in enumerate(groups):
        number[group] = place
    return number


def _extent(place: IntArray, value: IntArray, length: int) -> tuple[IntArray, IntArray]:
    """Smallest and largest value at each place; -1 where there is none."""
    least = np.full(length, np.iinfo(np.int32).max, dtype=np.int32)
    most = np.full(length, -1, dtype=np.int32)
    np.minimum.at(least, place, value)
    np.maximum.at(most, place, value)
    return np.where(most >= 0, least, -1), most


def _between(at: IntArray, first: int, length: int, steps: int) -> BoolArray:
    """Whether a step lies in a stretch of the cyclic horizon."""
    return np.asarray(np.mod(at - first, max(steps, 1)) < length)
