"""Grid connection: what a meter buys and sells, within the limits of its fuse.

    drawn = bought + shared in,    given = sold + shared out                 (per step; sharing: energy_sharing)
    drawn <= import limit,         given <= export limit
    demand and block charges: metered_charges
    shared in = shared out = 0                             (in months in which the member is not in the community)

Drawing and giving at once is excluded by a binary, in exactly those steps whose prices would make it pay; elsewhere
doing both only costs, so the linear model is exact. Limits not given follow from the main fuse: sqrt(3) · 400 V · A
with three phases, 230 V · A with one.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from pydantic import Field, model_validator

from energycommunity.quantities import Bus, FloatArray, refusal
from energycommunity.tariffs.charges import (
    Charge,
    EnergyCharge,
    FixedCharge,
    fees_on_sharing,
    highest_surcharge_eur_per_kwh,
    marginal_eur_per_kwh,
)
from energycommunity.technologies.base import AssetContext, Profiles, Section, Technology, hours, scaled
from energycommunity.technologies.ledger import Contributions, Cost, EnergyUse, Exclusion, Flow, Sharing, Term
from energycommunity.technologies.metered_charges import metered_costs
from energycommunity.time_grid import TimeGrid

if TYPE_CHECKING:
    from energycommunity.technologies.block import Block, Variable

#: Limit of a connection whose fuse is not given [kW]; far above any building, finite for the bounds of the programme.
UNKNOWN_FUSE_LIMIT_KW = 10_000.0


class GridConnection(Technology):
    """A meter of one member: contracts for purchase and sale, and the limits of the connection."""

    label_en: ClassVar[str] = "Grid connection"
    label_lv: ClassVar[str] = "Tīkla pieslēgums"
    stands_under: ClassVar[Section] = "meters"

    type: Literal["grid_connection"] = "grid_connection"
    owner: str = Field(alias="member", description="The member who pays what crosses this meter")
    purchase: str | None = Field(default=None, alias="import", description="Tariff for electricity drawn from the grid")
    sale: str | None = Field(default=None, alias="export", description="Tariff for electricity given to the grid")
    phases: Literal[1, 3] = Field(default=3, description="Phases of the connection")
    fuse_a: float | None = Field(default=None, gt=0, description="Main fuse")
    count: int = Field(default=1, ge=1, le=100_000, description="Number of equal connections counted together (flats)")
    import_limit_kw: float | None = Field(default=None, ge=0, description="Most that may be drawn; else from the fuse")
    export_limit_kw: float | None = Field(default=None, ge=0, description="Most that may be given; else from the fuse")
    sharing: bool = Field(default=True, description="Takes part in sharing, where the community shares")

    @model_validator(mode="after")
    def _useful(self) -> GridConnection:
        if self.purchase is None and self.sale is None:
            raise refusal("technologies_meter_without_tariff")
        return self

    def fuse_limit_kw(self) -> float:
        """Power that the main fuses let through [kW]."""
        if self.fuse_a is None:
            return UNKNOWN_FUSE_LIMIT_KW
        per_ampere = math.sqrt(3.0) * 400.0 if self.phases == 3 else 230.0
        return self.count * self.fuse_a * per_ampere / 1000.0

    def profiles(self, context: AssetContext) -> Profiles:
        """The charges of both contracts, and their energy prices as series for the record."""
        charges: dict[str, tuple[Charge, ...]] = {"purchase": (), "sale": ()}
        series: dict[str, FloatArray] = {}
        time = context.profile.grid
        for side, tariff in (("purchase", self.purchase), ("sale", self.sale)):
            if tariff is not None:
                charges[side] = context.charges(tariff, self.phases, self.fuse_a or 0.0, self.count)
                sign = 1.0 if side == "purchase" else -1.0
                series[f"{side}_price_eur_per_kwh"] = sign * marginal_eur_per_kwh(charges[side], time)
        return Profiles(series, charges)

    def add_to(self, block: Block, time: TimeGrid, profiles: Profiles) -> Contributions:
        """Bought, sold and shared power, billed peaks, and the exclusion of directions where both would pay."""
        limit = self.fuse_limit_kw()
        most_drawn = self.import_limit_kw if self.import_limit_kw is not None else limit
        most_given = 0.0 if self.sale is None else self.export_limit_kw if self.export_limit_kw is not None else limit
        bought = block.operate("bought_kw", upper=most_drawn if self.purchase else 0.0)
        sold = block.operate("sold_kw", upper=most_given)
        drawn: tuple[Term, ...] = (Term(bought),)
        given: tuple[Term, ...] = (Term(sold),)
        flows: tuple[Flow, ...] = ()
        bus = Bus(block.asset, "electricity")
        if block.pool is not None and self.sharing:
            inside = _in_community(block)
            shared_in = block.operate("shared_in_kw", upper=most_drawn * inside)
            shared_out = block.operate("shared_out_kw", upper=most_given * inside)
            drawn, given = (*drawn, Term(shared_in)), (*given, Term(shared_out))
            flows = (Flow(block.pool.bus, -1, (Term(shared_in),)), Flow(block.pool.bus, 1, (Term(shared_out),)))
            block.sharings += self._sharings(block, profiles, bus, (bought, shared_in), (sold, shared_out))
            block.constrain("drawn", lambda t: bought[t] + shared_in[t] <= most_drawn)
            block.constrain("given", lambda t: sold[t] + shared_out[t] <= most_given)
        self._exclude_both_directions(block, profiles, drawn, given)
        energy_kwh, sector = hours(time), block.surroundings.meters[block.asset].sector
        return Contributions(
            flows=(*flows, Flow(bus, 1, drawn), Flow(bus, -1, given)),
            costs=(
                *self._energy_costs(block, profiles.charges["purchase"], drawn),
                *self._energy_costs(block, profiles.charges["sale"], given),
                *metered_costs(block, profiles.charges["purchase"], drawn, most_drawn),
                *self._standing_costs(block, profiles),
            ),
            energy=(
                EnergyUse(block.asset, block.asset, "electricity", sector, "bought", (Term(bought, energy_kwh),)),
                EnergyUse(block.asset, block.asset, "electricity", sector, "exported", (Term(sold, energy_kwh),)),
            ),
        ) + self.capacity_costs(block, None)

    def _energy_costs(self, block: Block, charges: tuple[Charge, ...], crossing: tuple[Term, ...]) -> list[Cost]:
        """Rates per kWh: on what was traded (the first term) alone, or also on what was shared (the others)."""
        costs = []
        for charge in charges:
            if isinstance(charge, EnergyCharge):
                terms = scaled(crossing[:1], charge.eur_per_kwh * hours(block.time))
                if charge.counted == "crossing":
                    terms += scaled(crossing[1:], charge.eur_per_kwh * charge.shared_fraction * hours(block.time))
                costs.append(Cost(block.asset, self.owner, charge.kind, terms, goods="electricity"))
        return costs

    def _standing_costs(self, block: Block, profiles: Profiles) -> Iterator[Cost]:
        """What is due whatever flows."""
        nothing = np.zeros(block.time.steps)
        for charge in (*profiles.charges["purchase"], *profiles.charges["sale"]):
            if isinstance(charge, FixedCharge):
                yearly = float(charge.bill(nothing, block.time).sum())
                yield Cost(block.asset, self.owner, charge.kind, (), yearly, "electricity")

    def _exclude_both_directions(
        self, block: Block, profiles: Profiles, drawn: tuple[Term, ...], given: tuple[Term, ...]
    ) -> None:
        """A binary in the steps whose prices reward drawing and giving at once.

        Alone that is where selling earns more than drawing costs. In a pool it is also where another member would pay
        more for the kWh than drawing it costs here, or where a kWh that another gives is sold here for more; and buying
        and selling exclude each other in the whole pool.
        """
        cost, worth = self._cost_eur_per_kwh(block, profiles), self._earned_eur_per_kwh(block, profiles)
        pool = block.pool
        if len(given) > 1 and pool is not None:
            cost = np.minimum(cost, self._fees_eur_per_kwh(block, profiles) + pool.lowest_sale_eur_per_kwh)
            worth = np.maximum(worth, pool.best_price_eur_per_kwh)
        pays = worth > cost if self.purchase or len(drawn) > 1 else np.zeros(block.time.steps, dtype=bool)
        block.exclude("direction", pays, drawn, given)
        if len(drawn) > 1 and pool is not None:
            inside = _in_community(block)
            block.exclusions.append(
                Exclusion(pool.switch, pool.both_pay, (drawn[0].times(inside),), (given[0].times(inside),))
            )

    def _sharings(
        self,
        block: Block,
        profiles: Profiles,
        bus: Bus,
        drawn: tuple[Variable, Variable],
        given: tuple[Variable, Variable],
    ) -> Iterator[Sharing]:
        """What a shared kWh is worth here beside a traded one, drawn and given."""
        inside = _in_community(block) > 0.0
        saved = self._cost_eur_per_kwh(block, profiles) - self._fees_eur_per_kwh(block, profiles)
        in_blocks = highest_surcharge_eur_per_kwh(profiles.charges["purchase"]) > 0.0
        yield Sharing(bus, 1, *drawn, saved, in_blocks, inside)
        if self.sale:
            yield Sharing(bus, -1, *given, -self._earned_eur_per_kwh(block, profiles), False, inside)

    def _cost_eur_per_kwh(self, block: Block, profiles: Profiles) -> FloatArray:
        """What a kWh bought costs, with VAT."""
        vat_rate = block.surroundings.meters[block.asset].vat_rate
        charges, economics = profiles.charges["purchase"], block.surroundings.economics
        return economics.price_eur_per_kwh(charges, block.time, self.owner, vat_rate)

    def _fees_eur_per_kwh(self, block: Block, profiles: Profiles) -> FloatArray:
        """What a kWh taken from others costs beside the internal price: fees, and VAT on both."""
        vat_rate, economics = block.surroundings.meters[block.asset].vat_rate, block.surroundings.economics
        fees = fees_on_sharing(profiles.charges["purchase"])
        internal = block.pool.internal_price_eur_per_kwh if block.pool is not None else 0.0
        tax = vat_rate * economics.weight("tax", self.owner) * internal
        return economics.price_eur_per_kwh(fees, block.time, self.owner, vat_rate) + tax

    def _earned_eur_per_kwh(self, block: Block, profiles: Profiles) -> FloatArray:
        """What a kWh sold earns; minus infinity where nothing can be sold."""
        if not self.sale:
            return np.full(block.time.steps, -np.inf)
        return -block.surroundings.economics.price_eur_per_kwh(profiles.charges["sale"], block.time, self.owner)

    @classmethod
    def example(cls) -> GridConnection:
        """The meter of an apartment house with a main fuse of 3 x 63 A."""
        return cls(owner="association", purchase="purchase", sale="sale", phases=3, fuse_a=63.0)


def _in_community(block: Block) -> FloatArray:
    """1 in the steps in which the member belongs to the community, 0 in the others, shape (steps,) or one for all."""
    steps = block.surroundings.meters[block.asset].in_community
    return np.ones(1) if steps is None else steps.astype(np.float64)
