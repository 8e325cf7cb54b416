"""Sharing by the key and the bills of meters, by hand and for random flows."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from energycommunity.allocation.dynamic import Dynamic
from energycommunity.settlement.bills import Contract, MeterFlows, bill_lines, transfer_line
from energycommunity.tariffs.charges import EnergyCharge, FixedCharge
from energycommunity.time_grid import TimeGrid


def _two_hours() -> TimeGrid:
    begin = pd.Timestamp("2025-01-31T23:00", tz="Europe/Riga").tz_convert("UTC")
    return TimeGrid(begin, 2, 1.0, "Europe/Riga", annual=False)


def test_scarce_energy_is_split_by_what_each_draws():
    """Proves: 4 kW given to 2, 6 and 0 kW drawn go 1 : 3 : 0; givers give in proportion too.

    Sensitivity: 2, 2, 0 if it were split by heads.
    Hand calculation: 4 x 2 / 8 = 1 and 4 x 6 / 8 = 3; all of 1 and 3 kW is taken.
    """
    into, out_of = Dynamic().share(
        np.array([[2.0], [6.0], [0.0], [0.0]]), np.array([[0.0], [0.0], [1.0], [3.0]]), tuple("abcd")
    )
    assert into.ravel() == pytest.approx([1.0, 3.0, 0.0, 0.0])
    assert out_of.ravel() == pytest.approx([0.0, 0.0, 1.0, 3.0])


def test_plenty_is_taken_from_each_giver_alike():
    """Proves: what nobody draws stays with its givers in proportion to what they give.

    Sensitivity: 2 and 0 if the first giver were emptied first.
    Hand calculation: 2 kW drawn of 3 + 5 given: 0.75 and 1.25; nothing where nobody gives.
    """
    into, out_of = Dynamic().share(
        np.array([[2.0, 1.0], [0.0, 0.0], [0.0, 0.0]]), np.array([[0.0, 0.0], [3.0, 0.0], [5.0, 0.0]]), tuple("abc")
    )
    assert into.tolist() == [[2.0, 0.0], [0.0, 0.0], [0.0, 0.0]]
    assert out_of[:, 0] == pytest.approx([0.0, 0.75, 1.25])
    assert not out_of[:, 1].any()


@given(st.integers(0, 10_000))
def test_sharing_keeps_its_limits(seed):
    rng = np.random.default_rng(seed)
    shape = (int(rng.integers(1, 6)), int(rng.integers(1, 20)))
    drawn = rng.uniform(0, 9, shape) * (rng.random(shape) < 0.5)
    given_kw = rng.uniform(0, 9, shape) * (drawn == 0) * (rng.random(shape) < 0.7)
    into, out_of = Dynamic().share(drawn, given_kw, tuple("abcdefgh"))
    assert into.sum(axis=0) == pytest.approx(out_of.sum(axis=0))
    assert into.sum(axis=0) == pytest.approx(np.minimum(drawn.sum(axis=0), given_kw.sum(axis=0)))
    assert (into <= drawn + 1e-9).all()
    assert (out_of <= given_kw + 1e-9).all()
    assert min(into.min(), out_of.min()) >= 0.0


def test_lines_of_a_meter_by_month():
    """Proves: the trader bills what he sold, the network all that crossed the meter; each month has its own amounts.

    Sensitivity: 0.20 of energy in January if shared energy were billed by the trader.
    Hand calculation: January: 1 bought, 1 shared; February 2 bought. Energy 0.10 and 0.20; network 2 x 0.04 = 0.08 and
    0.08, with 7.44 x 1/744 = 0.01 and 7.44 x 1/672 = 0.01107; VAT 21 %.
    """
    time, nothing = _two_hours(), np.zeros(2)
    purchase = (
        EnergyCharge("energy", np.full(2, 0.10)),
        EnergyCharge("network", np.full(2, 0.04), counted="crossing"),
        FixedCharge("network", 7.44),
    )
    flows = MeterFlows(np.array([1.0, 2.0]), nothing, np.array([1.0, 0.0]), nothing)
    contract = Contract("who", purchase, (), 0.21)
    lines = {line.kind: line for line in bill_lines("meter", contract, flows, time)}
    assert lines["energy"].eur == pytest.approx([0.10, 0.20])
    assert lines["network"].eur == pytest.approx([0.09, 0.08 + 7.44 / 672])
    assert lines["energy"].vat_eur == pytest.approx([0.021, 0.042])


def test_transfer_pays_the_giver_and_taxes_the_taker():
    """Proves: the internal price is paid and earned on shared energy; VAT falls on what is paid.

    Sensitivity: VAT of -0.0105 to a giver if it fell on the balance.
    Hand calculation: takes 1 kWh in January: 0.05 + VAT 0.0105; gives 2 kWh in February: -0.10, no VAT.
    """
    nothing = np.zeros(2)
    flows = MeterFlows(nothing, nothing, np.array([1.0, 0.0]), np.array([0.0, 2.0]))
    line = transfer_line("meter", Contract("who", (), (), 0.21), flows, _two_hours(), 0.05)
    assert line.eur == pytest.approx([0.05, -0.10])
    assert line.vat_eur == pytest.approx([0.0105, 0.0])
