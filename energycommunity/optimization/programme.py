"""The programme of a case, stated in Pyomo: the blocks of the assets and the balance of every bus.

A constraint over time is one expression for all steps (see block.py). The objective and the limits over the whole year
are not Pyomo expressions: they are the ledgers, as arrays of coefficients (see matrix.py and decision record 0003).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pyomo.environ as pyo

from energycommunity.optimization.case import Case, PlacedAsset, Reserve
from energycommunity.optimization.exclusions import Direction, state_exclusions
from energycommunity.optimization.heat_units import HeatUnit, heat_units
from energycommunity.optimization.known_demands import known_demands
from energycommunity.optimization.later_years import later_years
from energycommunity.optimization.sharing_key import KEY, state_sharing_key
from energycommunity.quantities import CAPTURED_CARRIERS, Bus, CostKind, FloatArray, unit_of
from energycommunity.technologies.base import Profiles, hours, scaled
from energycommunity.technologies.block import Block, Frame, Variable
from energycommunity.technologies.energy_sharing import EnergySharing
from energycommunity.technologies.heating_choice import HeatingProfiles
from energycommunity.technologies.ledger import Contributions, Cost, EnergyUse, Flow, LimitUse, Term
from energycommunity.technologies.load import Load
from energycommunity.technologies.surroundings import Pool

#: The block of the balances; no asset has a name with a space.
BALANCES = "all balances"


@dataclass(frozen=True, eq=False)
class Programme:
    """The stated programme.

    `costs`, `energy`, `limits` and the rest of `contributions` are the ledgers of all assets together; `directions` are
    what is to be decided between flows that exclude each other; `shortages` are the slacks of the balances by bus and
    `co2_excess` that of the cap, whose prices only the search sees. `spells` are what the same sizes must carry beside
    the steps of the case.
    """

    case: Case
    frame: Frame
    blocks: dict[str, Block]
    contributions: Contributions
    directions: tuple[Direction, ...]
    shortages: dict[Bus, Variable]
    co2_excess: Variable | None
    shortage_price_eur_per_kwh: float
    spells: tuple[Spell, ...] = ()

    def variables(self) -> Iterator[Variable]:
        """All variables, in the order of their declaration."""
        for block in self.blocks.values():
            yield from block.variables.values()

    def slacks(self) -> Iterator[Variable]:
        """What only the search may use: unserved demand, by bus and of loads that wait, and unwanted minimum loads."""
        yield from self.shortages.values()
        for block in self.blocks.values():
            yield from block.missing
            yield from block.unserved

    def agreement_rows(self) -> Iterator[tuple[str, tuple[Term, ...]]]:
        """What assets must agree on: name, and the terms whose sum is nothing."""
        shared: dict[str, tuple[Term, ...]] = {}
        for agreement in self.contributions.agreements:
            shared[agreement.name] = (*shared.get(agreement.name, ()), *agreement.terms)
        yield from shared.items()

    def limit_rows(self) -> Iterator[tuple[str, tuple[Term, ...], float, float]]:
        """Limits over all steps and assets: name, terms, constant part, upper bound."""
        shared: dict[str, list[LimitUse]] = {}
        for use in self.contributions.limits:
            shared.setdefault(use.limit, []).append(use)
        for name, uses in shared.items():
            if name in self.case.limits:
                yield name, tuple(term for use in uses for term in use.terms), 0.0, self.case.limits[name]
        if self.case.investment_cap_eur is not None:
            new = [use for use in self.contributions.investments if use.first_year == 0.0]
            vat = [1.0 + self.case.vat.get((use.payer, "other"), 0.0) for use in new]
            terms = tuple(t.times(rate) for use, rate in zip(new, vat, strict=True) for t in use.terms)
            constant = sum(use.constant_eur * rate for use, rate in zip(new, vat, strict=True))
            yield "investment", terms, constant, self.case.investment_cap_eur
        if self.case.co2_cap_kg_per_year is not None:
            excess = (Term(self.co2_excess, -1.0),) if self.co2_excess is not None else ()
            terms = (*emission_terms(self.case, self.contributions), *excess)
            yield "co2", terms, 0.0, self.case.co2_cap_kg_per_year


@dataclass(frozen=True, eq=False)
class Spell:
    """A design spell, stated apart: the programme of its days, whose costs do not count.

    Parameters
    ----------
    programme : Programme
        The same assets over these days.
    outdoor_c : float
        Outdoor temperature [degC].
    binds : bool
        Whether sizes are held to it.
    lost : HeatUnit or None
        The heat plant that stands still; None for the spell with all of them.
    """

    programme: Programme
    outdoor_c: float
    binds: bool
    lost: HeatUnit | None = None

    @property
    def name(self) -> str:
        """Tells it apart from the other spells of a programme."""
        return "design spell" if self.lost is None else f"design spell without {self.lost.name}"

    def slacks(self) -> Iterator[Variable]:
        """What only the search may use; a minimum load that nobody wants is left out, for none is kept in a spell."""
        yield from self.programme.shortages.values()
        for block in self.programme.blocks.values():
            yield from block.unserved


def state(case: Case, *, members_may_leave: bool = False) -> Programme:
    """State the programme of a case, with those of the spells that its sizes must carry.

    `members_may_leave`: so that bounds alone can keep a meter from sharing.
    """
    programme = _stated(case, members_may_leave)
    return programme if case.reserve is None else replace(programme, spells=tuple(_spells(case.reserve)))


def _spells(reserve: Reserve) -> Iterator[Spell]:
    """The spell with all plants, then one for each heat plant that may fail: together they cover any one of them."""
    whole = _stated(reserve.spell)
    yield Spell(whole, reserve.outdoor_c, reserve.binds)
    failing = [name for name, unit in heat_units(whole).items() if unit.bus.place in reserve.failing_at]
    if failing:
        case = _with_heat_demand(reserve.spell, reserve.covered_fraction)
        for name in failing:
            programme = _stated(case)
            yield Spell(programme, reserve.outdoor_c, reserve.binds, heat_units(programme)[name])


def _with_heat_demand(case: Case, fraction: float) -> Case:
    """The case with a part of its heat demand."""
    assets = tuple(replace(asset, profiles=_with_part_of_heat(asset, fraction)) for asset in case.assets)
    surroundings = case.surroundings
    return replace(case, assets=assets, surroundings=replace(surroundings, demands=known_demands(assets, surroundings)))


def _with_part_of_heat(asset: PlacedAsset, fraction: float) -> Profiles:
    """The series of an asset where only a part of the heat demand is to be covered."""
    if isinstance(asset.profiles, HeatingProfiles):
        return asset.profiles.with_part_of_heat(fraction)
    if isinstance(asset.technology, Load) and asset.technology.at is not None:
        return Profiles({"power_kw": fraction * asset.profiles["power_kw"]})
    return asset.profiles


def _stated(case: Case, members_may_leave: bool = False) -> Programme:
    frame = Frame.over(case.time)
    blocks: dict[str, Block] = {}
    contributions = Contributions()
    pool: Pool | None = None
    if case.sharing is not None and isinstance(case.sharing.technology, EnergySharing):
        block = _block(case, frame, case.sharing, None)
        contributions += case.sharing.technology.add_to(block, case.time, case.sharing.profiles)
        pool = case.sharing.technology.pool(block, case.sharing.profiles)
        blocks[block.asset] = block
    for asset in case.assets:
        block = _block(case, frame, asset, pool)
        contributions += asset.technology.add_to(block, case.time, asset.profiles)
        blocks[asset.name] = block
    directions = tuple(state_exclusions(blocks, contributions.flows))
    if case.sharing is not None and case.sharing_period == "interval":
        blocks[KEY] = Block(KEY, "", case.time, case.surroundings, _inner(frame, KEY), frame)
        state_sharing_key(case.key, blocks, contributions.flows, members_may_leave)
    costs = (*contributions.costs, *_taxes(case, contributions, pool))
    costs = (*costs, *later_years(costs, case.surroundings.economics))
    contributions = replace(contributions, costs=costs)
    balances = Block(BALANCES, "", case.time, case.surroundings, _inner(frame, BALANCES), frame)
    blocks[BALANCES] = balances
    shortages = _balance(balances, contributions.flows)
    excess = None if case.co2_cap_kg_per_year is None else balances.once("co2_excess_kg", upper=1e9)
    price = _shortage_price(contributions.costs)
    return Programme(case, frame, blocks, contributions, directions, shortages, excess, price)


def _block(case: Case, frame: Frame, asset: PlacedAsset, pool: Pool | None) -> Block:
    inner = _inner(frame, f"asset_{asset.name}")
    return Block(asset.name, asset.technology.owner, case.time, case.surroundings, inner, frame, pool)


def _inner(frame: Frame, name: str) -> pyo.Block:
    inner = pyo.Block(concrete=True)
    frame.model.add_component(name, inner)
    return inner


def _balance(block: Block, flows: tuple[Flow, ...]) -> dict[Bus, Variable]:
    """What flows into a bus leaves it in every step; a shortage fills what nothing can."""
    buses: dict[Bus, list[Flow]] = {}
    for flow in flows:
        buses.setdefault(flow.bus, []).append(flow)
    shortages: dict[Bus, Variable] = {}
    for bus, at_bus in buses.items():
        name = _word(bus)
        demand, decided = np.zeros(block.time.steps), np.zeros(block.time.steps)
        parts: list[tuple[object, Variable]] = []
        for flow in at_bus:
            for term in flow.terms:
                if term.variable is None:
                    demand -= flow.sign * term.factors()
                else:
                    factor = _factor(block, f"factor_{name}_{len(parts)}", term, flow.sign)
                    parts.append((factor, term.variable))
                    if term.variable.investment:  # a demand that follows from a decision
                        decided += np.maximum(-flow.sign * term.factors() * term.variable.upper, 0.0)
        needed = block.series(f"demand_{name}", demand)
        most = float(np.maximum(demand + decided, 0.0).max(initial=0.0))
        if most > 0.0:
            shortages[bus] = shortage = block.operate(f"shortage_{name}_kw", upper=most)
            parts.append((1.0, shortage))
        _balance_rule(block, f"balance_{name}", parts, needed)
    return shortages


def balance_rows(bus: Bus) -> str:
    """The name of the rows that balance a bus, as in `Matrix.row_names`."""
    return f"{BALANCES}.balance_{_word(bus)}"


def _word(bus: Bus) -> str:
    return re.sub(r"\W+", "_", "_".join(part for part in (bus.place, bus.carrier, bus.level) if part))


def _factor(block: Block, name: str, term: Term, sign: int) -> object:
    """A number, or a parameter per step."""
    if isinstance(term.coefficient, np.ndarray):
        return block.series(name, sign * term.factors())
    return sign * float(term.coefficient)


def _balance_rule(block: Block, name: str, parts: list[tuple[object, Variable]], needed: object) -> None:
    block.constrain(
        name,
        lambda t: sum((f if isinstance(f, float) else f[t]) * v.at(t) for f, v in parts) == needed[t],  # type: ignore[index]
    )


def emission_terms(case: Case, contributions: Contributions) -> Iterator[Term]:
    """Emissions of what is bought or captured [kg/a], less a credit for exports where the scenario gives one."""
    for use in contributions.energy:
        if _counts(use):
            yield from scaled(use.terms, case.emission_factors_kg_per_kwh.get(use.carrier, 0.0))
        elif use.role == "exported" and case.export_credit_kg_per_kwh:
            yield from scaled(use.terms, -case.export_credit_kg_per_kwh)


def _counts(use: EnergyUse) -> bool:
    """Whether energy comes from outside: bought, or taken from the surroundings where it is used."""
    return use.role == "bought" or (use.carrier in CAPTURED_CARRIERS and use.role in ("final", "supply"))


def _taxes(case: Case, contributions: Contributions, pool: Pool | None) -> Iterator[Cost]:
    """VAT that payers cannot deduct, on costs and on the internal price of shared energy; the price of CO2."""
    for cost in contributions.costs:
        rate = case.vat.get((cost.payer, cost.goods), 0.0)
        if rate and cost.kind != "revenue" and not cost.is_grant:
            kind: CostKind = "investment_tax" if cost.kind == "annuity" else "tax"
            yearly = rate * cost.constant_eur_per_year
            yield Cost(cost.asset, cost.payer, kind, scaled(cost.terms, rate), yearly, grows_as=cost.kind)
    price = case.surroundings.economics.co2_price_eur_per_kg_co2e
    owners = {asset.name: asset.technology.owner for asset in case.assets}
    for use in contributions.energy:
        if price and _counts(use):
            factor = case.emission_factors_kg_per_kwh.get(use.carrier, 0.0)
            yield Cost(use.asset, owners[use.asset], "tax", scaled(use.terms, price * factor))
    if pool is not None:
        yield from _vat_on_shared(case, contributions, pool)


def _vat_on_shared(case: Case, contributions: Contributions, pool: Pool) -> Iterator[Cost]:
    """VAT on the internal price, paid by those who take shared energy and cannot deduct it."""
    members = {f"{name}.shared_in_kw": meter.member for name, meter in case.surroundings.meters.items()}
    for flow in contributions.flows:
        for term in flow.terms:
            if flow.bus == pool.bus and flow.sign == -1 and term.variable is not None:
                member = members[term.variable.name]
                rate = case.vat.get((member, "electricity"), 0.0) * pool.internal_price_eur_per_kwh
                if rate:
                    meter = term.variable.name.removesuffix(".shared_in_kw")
                    yield Cost(meter, member, "tax", (term.times(rate * hours(case.time)),))


def _shortage_price(costs: tuple[Cost, ...]) -> float:
    """Dearer than any usual way of serving a kWh: ten times the dearest yearly cost of a unit of size or of energy.

    A storage used once a year serves a kWh for the annuity of a kWh; a plant used for an hour, for that of a kW. A part
    of a whole, such as the bought part of a measure, has no such unit.
    """
    rates: list[FloatArray] = [np.array([1.0])]
    for cost in costs:
        rates += [
            np.abs(term.factors())
            for term in cost.terms
            if term.variable is not None and not term.variable.integer and not _is_part_of_a_whole(term.variable)
        ]
    return 10.0 * max(float(rate.max()) for rate in rates if rate.size)


def _is_part_of_a_whole(variable: Variable) -> bool:
    return variable.investment and unit_of(variable.name.rsplit(".", 1)[-1]) is None
