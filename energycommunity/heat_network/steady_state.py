"""Temperatures, heat losses, flows and pressure drops in a branching network at steady flow.

All conditions of a year are solved at once: arrays have a row for each node and a column for each load class (or hour).
Still water takes on the temperature of the ground and loses nothing. Heights are left out: in a closed circuit the
weight of the water rising and falling cancels, and the pressure that keeps it from boiling is not reckoned here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from energycommunity.heat_network.segments import Segment, SegmentTree
from energycommunity.physics.buried_pipe import WATER_HEAT_CAPACITY
from energycommunity.physics.pipe_cooling import pair_passage
from energycommunity.physics.pipe_flow import pressure_gradient_pa_per_m
from energycommunity.quantities import FloatArray

#: Temperatures and flows have settled when a round changes them by less.
_SETTLED_K, _SETTLED_FRACTION, _MOST_ROUNDS = 1e-8, 1e-9, 500


@dataclass(frozen=True)
class Customers:
    """What the customers take: heat or flow, and how far they cool the water.

    Parameters
    ----------
    heat_kw : mapping of str to array_like
        Heat that each node takes, a number or of shape (classes,) [kW]; or
    flow_kg_per_s : mapping of str to array_like
        flow that it takes [kg/s], with `cooling_k`.
    cooling_k : array_like
        By which customers cool the water [K], a number or of shape (classes,); or
    return_c : array_like
        temperature at which they give it back [degC], with `heat_kw`.
    """

    heat_kw: Mapping[str, npt.ArrayLike] | None = None
    flow_kg_per_s: Mapping[str, npt.ArrayLike] | None = None
    cooling_k: npt.ArrayLike | None = None
    return_c: npt.ArrayLike | None = None

    def __post_init__(self) -> None:
        """Heat or flow, cooling or return."""
        if (self.heat_kw is None) == (self.flow_kg_per_s is None) or (self.cooling_k is None) == (
            self.return_c is None
        ):
            raise ValueError("give heat or flow, and cooling or return")
        if self.heat_kw is None and self.cooling_k is None:
            raise ValueError("a given flow needs cooling_k")


@dataclass(frozen=True)
class Water:
    """Properties of the water.

    Parameters
    ----------
    heat_capacity_j_per_kg_k : float
        Specific heat [J/(kg K)].
    properties_at_c : float or None
        Temperature whose density and viscosity hold everywhere [degC]; None: those of the water in each pipe.
    """

    heat_capacity_j_per_kg_k: float = WATER_HEAT_CAPACITY
    properties_at_c: float | None = None


@dataclass(frozen=True, eq=False)
class SteadyState:
    """What settles in a network; arrays of shape (nodes, classes) unless another is told.

    Parameters
    ----------
    tree : SegmentTree
        The network, with its nodes in the order of the rows.
    taken_kg_per_s, flow_kg_per_s : FloatArray
        Flow that each node takes out, and flow in the pipes that lead to it (at the plant: all) [kg/s].
    supply_c, return_c : FloatArray
        Temperature of the water in the supply and in the return pipes at each node [degC].
    customer_return_c : FloatArray
        Of the water that each node gives back [degC].
    supply_loss_w, return_loss_w : FloatArray
        Heat that the water loses in the pipes to each node, what passes from supply to return included [W].
    supply_gradient_pa_per_m, return_gradient_pa_per_m : FloatArray
        Pressure drop in the pipes to each node [Pa/m].
    heat_capacity_j_per_kg_k : float
        Of the water [J/(kg K)].
    """

    tree: SegmentTree
    taken_kg_per_s: FloatArray
    flow_kg_per_s: FloatArray
    supply_c: FloatArray
    return_c: FloatArray
    customer_return_c: FloatArray
    supply_loss_w: FloatArray
    return_loss_w: FloatArray
    supply_gradient_pa_per_m: FloatArray
    return_gradient_pa_per_m: FloatArray
    heat_capacity_j_per_kg_k: float

    @property
    def taken_kw(self) -> FloatArray:
        """Heat that each node takes [kW]."""
        cooled_k = self.supply_c - self.customer_return_c
        return self.taken_kg_per_s * self.heat_capacity_j_per_kg_k * cooled_k / 1000.0

    @property
    def loss_kw(self) -> FloatArray:
        """Heat that all pipes lose to the ground [kW], shape (classes,)."""
        return np.asarray((self.supply_loss_w + self.return_loss_w).sum(axis=0) / 1000.0)

    @property
    def source_kw(self) -> FloatArray:
        """Heat that the plant gives [kW], shape (classes,)."""
        warmed_k = self.supply_c[0] - self.return_c[0]
        return np.asarray(self.flow_kg_per_s[0] * self.heat_capacity_j_per_kg_k * warmed_k / 1000.0)

    @property
    def supply_drop_pa(self) -> FloatArray:
        """Pressure lost in the supply pipes from the plant to each node [Pa]."""
        return self.tree.sums_from_plant(self.supply_gradient_pa_per_m * self.tree.column("length_m"))

    @property
    def return_drop_pa(self) -> FloatArray:
        """Pressure lost in the return pipes from each node to the plant [Pa]."""
        return self.tree.sums_from_plant(self.return_gradient_pa_per_m * self.tree.column("length_m"))


def steady_state(
    segments: Sequence[Segment],
    customers: Customers,
    supply_c: npt.ArrayLike,
    ground_c: npt.ArrayLike,
    water: Water = Water(),
) -> SteadyState:
    """Temperatures, flows, losses and pressure drops of a branching network.

    Parameters
    ----------
    segments : sequence of Segment
        A tree with one plant.
    customers : Customers
        What they take.
    supply_c, ground_c : array_like
        At the plant, and outside the pipes' insulation [degC]: numbers or of shape (classes,).
    water : Water
        Its properties.

    Raises
    ------
    ScenarioError
        If the segments are no tree with one plant.
    ValueError
        If customers give back water warmer than the supply of the plant.

    References
    ----------
    Energy and momentum balance of each pipe; ideal mixing where return pipes meet. With a given return temperature the
    flow follows from the supply temperature at the customer and the other way round: Newton's method.

    Examples
    --------
    1 kg/s through 100 m that lose 0.2 W/(m K): 20 W/K, so 70 K over the ground fall by 0.33 K.

    >>> pipe = Segment("plant", "school", 100.0, 0.0539, 1e-4, 0.2)
    >>> taken = Customers(flow_kg_per_s={"school": [1.0, 0.0]}, cooling_k=30.0)
    >>> found = steady_state([pipe], taken, 80.0, 10.0)
    >>> found.supply_c[1].round(2).tolist(), found.supply_drop_pa[1].round().tolist()
    ([79.67, 10.0], [4712.0, 0.0])
    """
    tree = SegmentTree(tuple(segments))
    problem = _Problem.of(tree, customers, np.asarray(supply_c), np.asarray(ground_c), water)
    taken, supply_k, return_k, arriving_k, given_back_k = problem.settled()
    flow, heat_capacity = tree.sums_beyond(taken), water.heat_capacity_j_per_kg_k
    supply_loss_w = flow * heat_capacity * (supply_k[tree.feeders] - supply_k)
    return_loss_w = flow * heat_capacity * (return_k - arriving_k)
    supply_loss_w[0] = return_loss_w[0] = 0.0

    def gradient_pa_per_m(mean_k: FloatArray) -> FloatArray:
        at_c = mean_k + problem.ground_c if water.properties_at_c is None else water.properties_at_c
        diameter_m, roughness_m = tree.column("inner_diameter_m", 1.0), tree.column("roughness_m", 1e-4)
        gradient = pressure_gradient_pa_per_m(flow, diameter_m, roughness_m, at_c)
        gradient[0] = 0.0
        return gradient

    return SteadyState(
        tree,
        taken,
        flow,
        supply_k + problem.ground_c,
        return_k + problem.ground_c,
        given_back_k + problem.ground_c,
        supply_loss_w,
        return_loss_w,
        gradient_pa_per_m((supply_k[tree.feeders] + supply_k) / 2.0),
        gradient_pa_per_m((return_k + arriving_k) / 2.0),
        heat_capacity,
    )


@dataclass(frozen=True, eq=False)
class _Problem:
    """The conditions as arrays of shape (nodes, classes); temperatures are excesses over the ground [K].

    `taken` is heat [W] or flow [kg/s], `cooled_k` the cooling or the return temperature of the customers.
    """

    tree: SegmentTree
    taken: FloatArray
    is_flow: bool
    cooled_k: FloatArray
    is_return: bool
    plant_k: FloatArray
    ground_c: FloatArray
    heat_capacity: float

    @classmethod
    def of(
        cls, tree: SegmentTree, customers: Customers, supply_c: FloatArray, ground_c: FloatArray, water: Water
    ) -> _Problem:
        taken = customers.heat_kw if customers.heat_kw is not None else customers.flow_kg_per_s
        cooled = np.asarray(customers.cooling_k if customers.return_c is None else customers.return_c, dtype=np.float64)
        amounts = [np.asarray(values) for values in (taken or {}).values()]
        shapes = [values.shape for values in (supply_c, ground_c, cooled, *amounts)]
        classes = int(np.prod(np.broadcast_shapes((1,), *shapes)))
        shape = (len(tree.nodes), classes)
        rows = tree.rows(taken or {}, classes)
        as_cooled = np.broadcast_to(cooled, shape)
        ground, supply = np.broadcast_to(ground_c, (classes,)), np.broadcast_to(supply_c, (classes,))
        if customers.return_c is not None and bool((as_cooled[0] >= supply).any()):
            raise ValueError("customers give back water warmer than the supply")
        return cls(
            tree,
            rows if customers.heat_kw is None else 1000.0 * rows,
            customers.heat_kw is None,
            as_cooled if customers.return_c is None else as_cooled - ground,
            customers.return_c is not None,
            supply - ground,
            ground,
            water.heat_capacity_j_per_kg_k,
        )

    def settled(self) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray, FloatArray]:
        """Flow taken [kg/s]; supply, return, arriving return and given back temperatures [K over the ground]."""
        taken = self._first_flow()
        return_k = np.zeros_like(taken)
        supply_k = np.zeros_like(taken)
        for _ in range(_MOST_ROUNDS):
            before_k, flow = supply_k, self.tree.sums_beyond(taken)
            supply_k, return_k, arriving_k, given_back_k = self._temperatures(taken, flow, return_k)
            further = self._next_flow(taken, flow, supply_k)
            moved_k = float(np.abs(supply_k - before_k).max(initial=0.0))
            changed = float((np.abs(further - taken) / np.maximum(taken, 1e-12)).max(initial=0.0))
            if moved_k < _SETTLED_K and changed < _SETTLED_FRACTION:
                return taken, supply_k, return_k, arriving_k, given_back_k
            taken = further
        raise ArithmeticError("the flows of the network do not settle")

    def _first_flow(self) -> FloatArray:
        """Given, or from the heat; with a given return as if each customer bore the whole loss on his way: too much.

        Newton's method then comes to the answer from one side, for the heat is convex in the flow.
        """
        if self.is_flow:
            return self.taken
        if not self.is_return:
            return self.taken / (self.heat_capacity * self.cooled_k)
        way_w_per_k = self.tree.sums_from_plant(self._loss_w_per_k())
        full_w = np.where(self.taken > 0.0, self.taken + way_w_per_k * self.plant_k, 0.0)
        return full_w / (self.heat_capacity * (self.plant_k - self.cooled_k))

    def _loss_w_per_k(self) -> FloatArray:
        """Heat that each supply pipe loses per kelvin [W/K], shape (nodes, 1)."""
        per_m = self.tree.column("u_w_per_m_k") + self.tree.column("exchange_w_per_m_k")
        return per_m * self.tree.column("length_m")

    def _next_flow(self, taken: FloatArray, flow: FloatArray, supply_k: FloatArray) -> FloatArray:
        """A step of Newton's method for `c (supply - return) = heat / flow` of all customers together.

        More flow to one of them warms the others on all pipes that they share: by `u l / (c flow of the pipe)^2` of the
        excess of the supply. What passes from pipe to pipe is left out of the slope.
        """
        if not self.is_return:
            return taken
        some, ways = taken > 0.0, self.tree.ways
        warming = np.divide(self._loss_w_per_k(), flow**2, out=np.zeros_like(flow), where=flow > 0.0)
        shared = (ways * warming.T[:, None, :]) @ ways.T
        left_k = np.where(some, self.heat_capacity * (supply_k - self.cooled_k), 1.0)
        excess = np.where(some, left_k - self.taken / np.where(some, taken, 1.0), 0.0)
        slope = np.where(some, supply_k, 0.0).T[:, :, None] * shared * taken.T[:, None, :]
        slope += left_k.T[:, :, None] * np.eye(len(taken))
        grown = -np.linalg.solve(slope, excess.T[:, :, None])[:, :, 0].T
        return np.asarray(taken * np.clip(1.0 + grown, 0.1, 10.0), dtype=np.float64)

    def _temperatures(
        self, taken: FloatArray, flow: FloatArray, return_k: FloatArray
    ) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
        """Supply, return, arriving return and given back [K], with the return of the last round in the exchange."""
        tree, runs = self.tree, flow > 0.0
        kept, passed = pair_passage(
            tree.column("u_w_per_m_k"),
            tree.column("exchange_w_per_m_k"),
            tree.column("length_m"),
            np.where(runs, flow, 1.0),
            self.heat_capacity,
        )
        supply_k = np.zeros_like(taken)
        supply_k[0] = np.where(runs[0], self.plant_k, 0.0)
        for place in range(1, len(tree.nodes)):
            along = kept[place] * supply_k[tree.feeders[place]] + passed[place] * return_k[place]
            supply_k[place] = np.where(runs[place], along, 0.0)
        given_back_k = np.where(taken > 0.0, self.cooled_k if self.is_return else supply_k - self.cooled_k, 0.0)
        meets = taken * given_back_k
        mixed_k, arriving_k = np.zeros_like(taken), np.zeros_like(taken)
        for place in range(len(tree.nodes) - 1, -1, -1):
            np.divide(meets[place], flow[place], out=mixed_k[place], where=runs[place])
            if place:
                feeder = tree.feeders[place]
                along = kept[place] * mixed_k[place] + passed[place] * supply_k[feeder]
                arriving_k[place] = np.where(runs[place], along, 0.0)
                meets[feeder] += flow[place] * arriving_k[place]
        return supply_k, mixed_k, arriving_k, given_back_k
