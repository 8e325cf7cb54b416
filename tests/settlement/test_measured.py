"""Measured flows are settled to the cent: money in is money out, whoever the members are."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from energycommunity.allocation.among_meters import share_among_meters
from energycommunity.allocation.base import AllocationKey
from energycommunity.allocation.registry import KEY_TYPES
from energycommunity.settlement.bills import Contract
from energycommunity.settlement.invoice import rounded_to_total, to_cent
from energycommunity.settlement.measured import Participant, SharingTerms, settle_measured
from energycommunity.settlement.metering import Metering
from energycommunity.tariffs.charges import EnergyCharge, FixedCharge
from energycommunity.time_grid import TimeGrid

CENT = Decimal("0.01")
SEEDS = st.integers(0, 100_000)
EACH_KEY = pytest.mark.parametrize("kind", KEY_TYPES, ids=lambda kind: kind.__name__)


def key_of(kind: type[AllocationKey], members: list[str], rng: np.random.Generator) -> AllocationKey:
    """A random key of a kind; its figures belong to names, so that the order of members does not matter."""
    parts = rng.dirichlet(np.ones(len(members)))
    data = {
        "shares": dict(zip(members, (parts * rng.uniform(0.3, 0.999)).tolist(), strict=True)),
        "invested_eur": dict(zip(members, (parts * 1e4).round(2).tolist(), strict=True)),
        "order": tuple(str(name) for name in rng.permutation(members)[: max(len(members) - 1, 1)]),
    }
    return kind(**{name: data[name] for name in kind.model_fields if name in data})


class Drawn:
    """A random community over some hours around a change of month."""

    def __init__(self, seed: int, kind: type[AllocationKey]) -> None:
        rng = np.random.default_rng(seed)
        count, hours = int(rng.integers(1, 7)), int(rng.integers(2, 40))
        begin = pd.Timestamp("2025-01-31T12:00", tz="Europe/Riga").tz_convert("UTC")
        self.time = TimeGrid(begin, hours, float(rng.choice([0.25, 1.0])), "Europe/Riga", annual=False)
        self.meters = [f"meter_{number}" for number in range(count)]
        owners = [f"member_{int(rng.integers(0, number + 1))}" for number in range(count)]
        shape = (count, hours)
        self.drawn_kwh = rng.uniform(0, 9, shape) * (rng.random(shape) < 0.6)
        self.given_kwh = rng.uniform(0, 9, shape) * (self.drawn_kwh == 0) * (rng.random(shape) < 0.7)
        price = rng.uniform(-0.2, 0.5, hours)
        self.participants = {}
        for meter, owner in zip(self.meters, owners, strict=True):
            buys = (EnergyCharge("energy", price), EnergyCharge("network", np.full(hours, 0.04), "crossing"))
            charges = (*buys, FixedCharge("network", float(rng.uniform(0, 9))))
            sells = (EnergyCharge("revenue", -price / 2),)
            inside = rng.random(len(self.time.months)) < 0.8
            vat_rate = float(rng.choice([0.0, 0.12, 0.21]))
            contract = Contract(owner, charges, sells)
            self.participants[meter] = Participant(contract, inside, vat_rate, *(rng.random(2) < 0.3).tolist())
        key, price = key_of(kind, sorted(set(owners)), rng), float(rng.uniform(0, 0.2))
        self.terms = SharingTerms(key, price, period=str(rng.choice(["interval", "hour", "day", "month"])))

    def summed(self, flows):
        """Sums of each period of sharing, shape (rows, periods)."""
        forms = {"hour": "%Y-%m-%d %H %z", "day": "%Y-%m-%d", "month": "%Y-%m"}
        of_step = self.time.local.strftime(forms.get(self.terms.period, "%Y-%m-%d %H:%M %z"))
        return pd.DataFrame(np.atleast_2d(flows).T).groupby(of_step).sum().to_numpy().T

    def metering(self, order: list[int]) -> Metering:
        """What was metered, the meters in some order."""
        names = tuple(self.meters[place] for place in order)
        return Metering(names, self.time, self.drawn_kwh[order], self.given_kwh[order])

    def settled(self, order: list[int] | None = None):
        """The invoices, the meters in some order."""
        order = order or list(range(len(self.meters)))
        participants = {self.meters[place]: self.participants[self.meters[place]] for place in order}
        return settle_measured(self.metering(order), participants, self.terms)


@EACH_KEY
@given(SEEDS)
@settings(max_examples=40, deadline=None)
def test_money_in_is_money_out_to_the_cent(kind, seed):
    for account in Drawn(seed, kind).settled().accounts:
        assert account.balance_eur == 0


@EACH_KEY
@given(SEEDS)
@settings(max_examples=40, deadline=None)
def test_what_is_paid_for_shared_energy_is_had_by_those_who_gave_it(kind, seed):
    settled = Drawn(seed, kind).settled()
    for month in settled.time.months:
        shared = [line.net_eur for line in settled.lines if line.month == month and line.kind.startswith("shared")]
        assert sum(shared, Decimal(0)) == 0


@EACH_KEY
@given(SEEDS)
@settings(max_examples=40, deadline=None)
def test_sharing_keeps_its_limits(kind, seed):
    community = Drawn(seed, kind)
    flows = list(community.settled().flows.values())
    inside = np.array([p.takes_part for p in community.participants.values()])[:, community.time.month_of]
    drawn_kw, given_kw = (kwh / community.time.step_h for kwh in (community.drawn_kwh, community.given_kwh))
    into, out_of = (np.array([getattr(flow, name) for flow in flows]) for name in ("shared_in_kw", "shared_out_kw"))
    drawn, offered, got, gave = (
        community.summed(kw.sum(axis=0)) for kw in (drawn_kw * inside, given_kw * inside, into, out_of)
    )
    most = np.minimum(drawn, offered)
    assert got == pytest.approx(gave)
    assert (got <= most + 1e-9).all()
    assert (into <= drawn_kw * inside + 1e-9).all()
    assert (out_of <= given_kw * inside + 1e-9).all()
    assert min(into.min(), out_of.min()) >= -1e-12
    if not kind.leaves_over:
        assert got == pytest.approx(most)


@EACH_KEY
@given(SEEDS)
@settings(max_examples=40, deadline=None)
def test_the_order_of_members_changes_nothing(kind, seed):
    community = Drawn(seed, kind)
    order = [int(place) for place in np.random.default_rng(seed).permutation(len(community.meters))]
    one, other = (
        {(line.meter, line.month, line.kind): (line.net_eur, line.vat_eur) for line in settled.lines}
        for settled in (community.settled(), community.settled(order))
    )
    assert one == other


@given(SEEDS)
def test_every_line_is_within_a_cent_of_its_exact_amount(seed):
    rng = np.random.default_rng(seed)
    exact = {f"m{number}": float(eur) for number, eur in enumerate(rng.normal(0, 3, int(rng.integers(1, 30))))}
    rounded = rounded_to_total(exact)
    assert sum(rounded.values()) == to_cent(sum(exact.values()))
    assert all(abs(rounded[name] - Decimal(eur)) < CENT for name, eur in exact.items())


@pytest.mark.parametrize("kind", KEY_TYPES, ids=lambda kind: kind.__name__)
@given(SEEDS)
@settings(max_examples=20, deadline=None)
def test_meters_of_one_member_are_one_to_the_key(kind, seed):
    """A member's part does not depend on how many meters his use is spread over."""
    rng = np.random.default_rng(seed)
    drawn, given_kw = rng.uniform(0, 5, (3, 6)), np.vstack([np.zeros((3, 6)), rng.uniform(0, 9, (1, 6))])
    key = key_of(kind, ["a", "b", "c", "sun"], rng)
    together = np.vstack([drawn, np.zeros((1, 6))])
    split = np.vstack([drawn[:1] * 0.3, drawn[:1] * 0.7, drawn[1:], np.zeros((1, 6))])
    given_split = np.vstack([given_kw[:1], given_kw])
    of_one, _ = share_among_meters(key, together, given_kw, ("a", "b", "c", "sun"))
    of_two, _ = share_among_meters(key, split, given_split, ("a", "a", "b", "c", "sun"))
    assert of_two[0] + of_two[1] == pytest.approx(of_one[0])
    assert of_two[2:] == pytest.approx(of_one[1:])
