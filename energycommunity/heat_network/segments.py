"""A branching network as arrays: its nodes from the plant outwards, and the pipe that leads to each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from energycommunity.heat_network.tree import nodes_from_plant
from energycommunity.quantities import FloatArray, IntArray


@dataclass(frozen=True)
class Segment:
    """A supply pipe and a return pipe of the same kind between two nodes.

    Parameters
    ----------
    begin, end : str
        Node nearer to and farther from the plant.
    length_m, inner_diameter_m, roughness_m : float
        Of each pipe [m].
    u_w_per_m_k : float
        Heat loss of each pipe to the ground [W/(m K)].
    exchange_w_per_m_k : float
        From the supply to the return pipe [W/(m K)].
    """

    begin: str
    end: str
    length_m: float
    inner_diameter_m: float
    roughness_m: float
    u_w_per_m_k: float
    exchange_w_per_m_k: float = 0.0


@dataclass(frozen=True)
class SegmentTree:
    """Segments that form a tree; arrays have a row for each node, the plant's first with a pipe of no length.

    Raises
    ------
    ScenarioError
        If the segments are no tree with one plant.

    Examples
    --------
    >>> tree = SegmentTree((Segment("b", "c", 5.0, 0.05, 1e-4, 0.2), Segment("a", "b", 7.0, 0.05, 1e-4, 0.2)))
    >>> tree.nodes, tree.feeders.tolist(), tree.column("length_m").ravel().tolist()
    (('a', 'b', 'c'), [0, 0, 1], [0.0, 7.0, 5.0])
    >>> tree.sums_beyond(np.array([[0.0], [1.0], [2.0]])).ravel().tolist()
    [3.0, 3.0, 2.0]
    """

    segments: tuple[Segment, ...]

    @cached_property
    def nodes(self) -> tuple[str, ...]:
        """All nodes, each after the one that it is fed from."""
        return tuple(nodes_from_plant([(segment.begin, segment.end) for segment in self.segments], one_plant=True))

    @cached_property
    def feeders(self) -> IntArray:
        """Row of the node that each node is fed from; the plant's own for the plant."""
        row = {node: place for place, node in enumerate(self.nodes)}
        fed_from = {segment.end: row[segment.begin] for segment in self.segments}
        return np.array([fed_from.get(node, 0) for node in self.nodes])

    @cached_property
    def ways(self) -> FloatArray:
        """1 where the pipe to the node of a column is on the way to that of a row, else 0, shape (nodes, nodes)."""
        return self.sums_from_plant(np.eye(len(self.nodes)))

    def column(self, field: str, at_plant: float = 0.0) -> FloatArray:
        """A field of the segments by the node they end at, shape (nodes, 1)."""
        of_end = {segment.end: float(getattr(segment, field)) for segment in self.segments}
        return np.array([[of_end.get(node, at_plant)] for node in self.nodes])

    def rows(self, amounts: Mapping[str, npt.ArrayLike], classes: int) -> FloatArray:
        """Amounts by node, each a number or of shape (classes,), as an array of shape (nodes, classes)."""
        found = np.zeros((len(self.nodes), classes))
        for place, node in enumerate(self.nodes):
            if node in amounts:
                found[place] = amounts[node]
        return found

    def sums_beyond(self, amounts: FloatArray) -> FloatArray:
        """Sum of the amounts at each node and all nodes that it feeds, shape as the amounts."""
        sums = amounts.copy()
        for place in range(len(self.nodes) - 1, 0, -1):
            sums[self.feeders[place]] += sums[place]
        return sums

    def sums_from_plant(self, amounts: FloatArray) -> FloatArray:
        """Sum of the amounts of all pipes on the way from the plant to each node, shape as the amounts."""
        sums = amounts.copy()
        for place in range(1, len(self.nodes)):
            sums[place] += sums[self.feeders[place]]
        return sums
