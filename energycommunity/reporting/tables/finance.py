"""How things are paid for: sources of money and what they cost, and the plan of a bank in nominal euros."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from energycommunity.assessment.cash_flow import reason_of
from energycommunity.assessment.finance_plan import FinancePlan
from energycommunity.finance import RateOfReturn
from energycommunity.quantities import FloatArray
from energycommunity.reporting.edition import Edition
from energycommunity.reporting.table import Column, Row, Table, Value, text_column
from energycommunity.reporting.voice import DAGGER
from energycommunity.results.finance_plans import MemberFinance
from energycommunity.texts.spoken import HARD_SPACE

#: A line of a bank's plan: heading, and its amounts by year.
Line = tuple[str, Callable[[FinancePlan], FloatArray]]

CASH_FLOW: tuple[Line, ...] = (
    ("bank_savings", lambda plan: plan.flows.savings_eur),
    ("bank_investment", lambda plan: -plan.books.investment_eur),
    ("bank_grants", lambda plan: plan.flows.grants_eur),
    ("bank_drawn", lambda plan: plan.flows.drawn_eur),
    ("bank_interest", lambda plan: -plan.flows.interest_eur),
    ("bank_fees", lambda plan: -plan.flows.fees_eur),
    ("bank_principal", lambda plan: -plan.flows.principal_eur),
    ("bank_paid_in", lambda plan: plan.books.paid_in_eur),
    ("bank_cash", lambda plan: plan.books.cash_eur),
)
PROFIT_AND_LOSS: tuple[Line, ...] = (
    ("bank_savings", lambda plan: plan.flows.savings_eur),
    ("bank_released", lambda plan: plan.books.released_grant_eur),
    ("bank_depreciation", lambda plan: -plan.books.depreciation_eur),
    ("bank_interest", lambda plan: -plan.flows.interest_eur),
    ("bank_fees", lambda plan: -plan.flows.fees_eur),
    ("bank_profit", lambda plan: plan.books.profit_eur),
)
BALANCE_SHEET: tuple[Line, ...] = (
    ("bank_fixed_assets", lambda plan: plan.books.fixed_assets_eur),
    ("bank_cash", lambda plan: plan.books.cash_eur),
    ("bank_total_assets", lambda plan: plan.books.fixed_assets_eur + plan.books.cash_eur),
    ("bank_debt", lambda plan: plan.books.debt_eur),
    ("bank_deferred", lambda plan: plan.books.deferred_grant_eur),
    ("bank_capital", lambda plan: plan.books.capital_eur),
    ("bank_retained", lambda plan: plan.books.retained_profit_eur),
    ("bank_imbalance", lambda plan: plan.books.imbalance_eur),
)


def financing(edition: Edition, name: str) -> Table:
    """A row for each member: where the money comes from, whether savings cover the debt, and what it is worth."""
    say, rate = edition.voice.say, {"kind": "percent", "digits": 1}
    columns = (
        text_column(say("member")),
        Column(say("bank_investment"), "EUR"),
        Column(say("bank_grants"), "EUR"),
        Column(say("bank_drawn"), "EUR"),
        Column(say("bank_own_funds"), "EUR"),
        Column(say("bank_monthly"), edition.voice.unit("EUR/month"), digits=2),
        Column(say("bank_lowest_cover"), digits=2),
        Column(say("bank_npv"), "EUR", signed=True),
        Column(say("bank_irr"), **rate),  # type: ignore[arg-type]
        Column(say("bank_payback"), say("years"), digits=1),
        Column(say("bank_own_npv"), "EUR", signed=True),
        text_column(say("renovation_missed")),
    )
    scenario = edition.variants[name].scenario
    guessed = {plan.member for plan in scenario.financing.values() if plan.assumed}
    guessed |= {lease.user for lease in scenario.leases.values() if lease.assumed}
    rows = tuple(_row(edition, found, found.plan.member in guessed) for found in _plans(edition, name))
    values = _money(edition)
    return Table("financing", say("financing"), columns, rows, note=say("financing_note", **values))


def _row(edition: Edition, found: MemberFinance, guessed: bool) -> Row:
    plan, language = found.plan, edition.voice.language
    missed = [f"{name}: {fault.tell(language)}".removeprefix(": ") for name, fault in found.missed_conditions]
    return (
        _who(edition, plan) + (f"{HARD_SPACE}{DAGGER}" if guessed else ""),
        float(plan.books.investment_eur[0]),
        float(plan.flows.grants_eur[0]),
        float(plan.flows.drawn_eur[0]),
        float(plan.books.paid_in_eur[0]),
        plan.monthly_loan_eur,
        plan.minimum_cover_ratio,
        *(_worth(plan, language) if edition.is_annual else [None] * 4),
        "; ".join(missed),
    )


def _worth(plan: FinancePlan, language: str) -> list[Value]:
    """Present value, rate of return and payback of the project, and the present value of the own money."""
    payback: Value = plan.payback.years if plan.payback.years is not None else reason_of(plan.payback, language)
    rate = _rate(plan.rate_of_return, language)
    return [plan.net_present_value_eur, rate, payback, plan.own_net_present_value_eur]


def _rate(found: RateOfReturn, language: str) -> Value:
    return found.rate if found.rate is not None else reason_of(found, language)


def bank_cash_flow(edition: Edition, name: str) -> Table:
    """Nominal payments of each member and year; behind the cash the cover ratio, and what need not be bought."""
    table, say = _yearly(edition, name, "bank_cash_flow", CASH_FLOW), edition.voice.say
    beside = [values for found in _plans(edition, name) for values in _beside_cash(found.plan)]
    rows = tuple((*row, *values) for row, values in zip(table.rows, beside, strict=True))
    columns = (*table.columns, Column(say("bank_cover"), digits=2), Column(say("bank_avoided"), "EUR", digits=2))
    return Table(table.key, table.title, columns, rows, note=table.note)


def _beside_cash(plan: FinancePlan) -> Iterator[tuple[float | None, float]]:
    """Of each year the cover ratio, None where there is none, and replacements avoided [EUR]."""
    for ratio, avoided_eur in zip(plan.cover_ratios, plan.avoided_eur, strict=True):
        yield (float(ratio) if np.isfinite(ratio) else None), _cents(avoided_eur)


def profit_and_loss(edition: Edition, name: str) -> Table:
    """What each year brings in the books of each member."""
    return _yearly(edition, name, "profit_and_loss", PROFIT_AND_LOSS)


def balance_sheet(edition: Edition, name: str) -> Table:
    """What the project has and owes at the end of each year, by member."""
    return _yearly(edition, name, "balance_sheet", BALANCE_SHEET)


FINANCE_TABLES = (financing, bank_cash_flow, profit_and_loss, balance_sheet)


def _yearly(edition: Edition, name: str, key: str, lines: Sequence[Line]) -> Table:
    say = edition.voice.say
    columns = (
        text_column(say("member")),
        text_column(say("year")),
        *(Column(say(heading), "EUR", digits=2) for heading, _ in lines),
    )
    rows: list[Row] = []
    for found in _plans(edition, name):
        who, amounts = _who(edition, found.plan), [of(found.plan) for _, of in lines]
        first = edition.scenario.economics.price_year
        rows += [(who, str(first + t), *(_cents(a[t]) for a in amounts)) for t in range(amounts[0].size)]
    return Table(key, say(key), columns, tuple(rows), note=say(f"{key}_note", **_money(edition)))


def _cents(eur: float) -> float:
    """Without the noise of sums, which would show as a sign before zero."""
    return round(float(eur), 6) + 0.0


def _money(edition: Edition) -> dict[str, object]:
    terms = edition.scenario.economics
    return {
        "inflation": edition.voice.percent(terms.inflation, 1),
        "rate": edition.voice.percent(terms.real_discount_rate, 1),
        "year": str(terms.price_year),
    }


def _plans(edition: Edition, name: str) -> tuple[MemberFinance, ...]:
    """The plans of a variant that is paid for by loans, grants or leases; with one member no row for all."""
    plans = edition.finance_plans.get(name, ())
    return plans if len(plans) > 2 else plans[:1]


def _who(edition: Edition, plan: FinancePlan) -> str:
    return plan.member or edition.voice.say("bank_all_members")
