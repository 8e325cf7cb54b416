"""Accounts at the trader, month by month, by hand and for random years."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from energycommunity.settlement.bills import BillLine, Contract, MeterFlows
from energycommunity.settlement.credit_lines import credit_lines
from energycommunity.tariffs.credit_account import CreditAccount, CreditCharge, course_of
from energycommunity.time_grid import TimeGrid


def _months(count: int, start: str = "2025-01-01") -> TimeGrid:
    begin, end = pd.Timestamp(start, tz="Europe/Riga"), pd.Timestamp(start, tz="Europe/Riga")
    end = begin + pd.DateOffset(months=count)
    hours = round((end - begin) / pd.Timedelta(hours=1))
    return TimeGrid(begin.tz_convert("UTC"), hours, 1.0, "Europe/Riga", annual=False)


def test_credit_expires_after_the_months_that_it_has():
    """Proves: a credit pays the bill of its month and as many further ones as stated; the oldest pays first.

    Sensitivity: 5 lost in February if the month of the credit counted; nothing lost if the newest paid first.
    Hand calculation: 10 in January and 4 in February, bills of 2 each. January 2; February 2 of the first, which then
    has 6 and is lost in March; March 2 of the second, April nothing, its 2 are lost.
    """
    rules = CreditAccount("eur", expires_after_months=1)
    found = course_of(rules, np.array([10.0, 4, 0, 0]), np.array([2.0, 2, 2, 2]), _months(4))
    assert found.used.tolist() == [2, 2, 2, 0]
    assert found.lost.tolist() == [0, 0, 6, 2]
    assert found.balance.tolist() == [8, 10, 2, 0]


def test_first_of_march_ends_the_year_of_net_metering():
    """Proves: what February leaves is gone in March, and what March earns is not.

    Sensitivity: 7 used in March if the account were emptied at its end.
    Hand calculation: 30 kWh in January, bills of 10: 10, 10, then 10 are lost; March earns 3 and uses 3.
    """
    rules = CreditAccount("kwh", emptied_in_months=(3,))
    found = course_of(rules, np.array([30.0, 0, 3]), np.array([10.0, 10, 10]), _months(3))
    assert found.used.tolist() == [10, 10, 3]
    assert found.lost.tolist() == [0, 0, 10]


def test_a_month_of_negative_prices_is_charged_at_once():
    """Proves: credit below zero is no credit but a charge, which the account does not take.

    Sensitivity: 3 used in February if it lowered the account.
    Hand calculation: January 5, February -2; no bill before March, which takes 5.
    """
    found = course_of(CreditAccount("eur"), np.array([5.0, -2, 0]), np.array([0.0, 0, 9]), _months(3))
    assert found.used.tolist() == [0, -2, 5]


def test_a_year_that_repeats_itself_begins_with_what_it_ends_with():
    """Proves: in a run that stands for every year, December's credit pays January's bill.

    Sensitivity: nothing used in January if the account began empty.
    Hand calculation: 12 in December, of which 2 pay its bill; 10 are left for January, which takes 7, and February 3.
    """
    earned, payable = np.zeros(12), np.zeros(12)
    earned[11], payable[[0, 1, 11]] = 12.0, (7.0, 9.0, 2.0)
    found = course_of(CreditAccount("eur"), earned, payable, TimeGrid.year(2025, "Europe/Riga"))
    assert found.used[[0, 1, 11]].tolist() == [7, 3, 2]
    assert not found.lost.any()


@given(st.integers(0, 10_000))
def test_no_credit_is_made_or_forgotten(seed):
    rng = np.random.default_rng(seed)
    months = int(rng.integers(1, 30))
    rules = CreditAccount(
        "eur",
        expires_after_months=int(rng.integers(0, 12)) if rng.random() < 0.5 else None,
        emptied_in_months=(3,) if rng.random() < 0.5 else (),
        payout_fraction=float(rng.choice([0.0, 0.4, 1.0])),
    )
    earned, payable = rng.uniform(0, 50, months), rng.uniform(0, 50, months) * (rng.random(months) < 0.6)
    found = course_of(rules, earned, payable, _months(months))
    gone = np.cumsum(found.used + found.paid_out + found.lost)
    assert np.cumsum(earned) == pytest.approx(gone + found.balance)
    assert (found.used <= payable + 1e-9).all()
    assert min(found.used.min(), found.lost.min(), found.paid_out.min(), found.balance.min()) >= 0.0


@pytest.mark.parametrize(("other_meters", "left"), [(True, 1.0), (False, 4.0)])
def test_credit_pays_for_other_meters_where_the_contract_says_so(other_meters, left):
    """Proves: the account is the member's or the meter's; another member's bill is never paid.

    Sensitivity: -2 if the neighbour's 3 EUR were paid as well.
    Hand calculation: 5 kWh x 1 EUR earned; own bill 1, second meter 3, neighbour 3: 5 - 1 - 3 = 1 left, or 5 - 1 = 4.
    """
    time = TimeGrid(pd.Timestamp("2025-06-01T10:00", tz="UTC"), 1, 1.0, "Europe/Riga", annual=False)
    nothing, sold = np.zeros(1), np.array([5.0])
    credit = CreditCharge("revenue", np.array([-1.0]), account=CreditAccount("eur", other_meters=other_meters))
    contracts = {
        "roof": Contract("anna", (), (credit,)),
        "barn": Contract("anna", (), ()),
        "next": Contract("b", (), ()),
    }
    flows = {name: MeterFlows(nothing, sold if name == "roof" else nothing, nothing, nothing) for name in contracts}
    owed = {"roof": 1.0, "barn": 3.0, "next": 3.0}
    lines = [BillLine(contracts[name].member, name, "energy", np.array([eur]), nothing) for name, eur in owed.items()]
    (line,) = credit_lines(contracts, flows, lines, time)
    assert (line.member, line.meter) == ("anna", "roof")
    assert line.eur == pytest.approx([left])
