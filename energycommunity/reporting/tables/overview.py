"""The table of the first screen: every variant beside the baseline in one row."""

from __future__ import annotations

from energycommunity.assessment.cash_flow import Profitability, reason_of
from energycommunity.finance import Payback
from energycommunity.reporting.edition import Edition
from energycommunity.reporting.table import Column, Row, Table, Value, text_column
from energycommunity.reporting.unconfirmed import rests_on_unconfirmed
from energycommunity.reporting.voice import DAGGER
from energycommunity.texts.spoken import HARD_SPACE


def overview(edition: Edition) -> Table:
    """Yearly cost, emissions, investment and worth of each variant."""
    say, gas = edition.voice.say, edition.gas
    tonnes = edition.per_year("t")
    columns = (
        text_column(say("variant")),
        Column(edition.cost_heading, edition.eur),
        Column(say("change"), edition.eur, signed=True),
        Column(say("change"), kind="percent", signed=True),
        Column(gas, tonnes, digits=1),
        Column(say("change_of", what=gas), kind="percent", signed=True),
        Column(say("investment"), "EUR"),
        Column(say("npv"), "EUR", signed=True),
        Column(say("payback"), say("years"), digits=1),
    )
    rows = tuple(_row(edition, name) for name in edition.variants)
    marked = any(rests_on_unconfirmed(edition, name) for name in edition.variants)
    notes = [say("dagger_note")] if marked else []
    notes += [] if edition.is_annual else [say("no_worth_of_a_window")]
    return Table("overview", say("overview"), columns, rows, note=" ".join(notes))


def _row(edition: Edition, name: str) -> Row:
    results, result, say = edition.results, edition.variants[name], edition.voice.say
    mark = f"{HARD_SPACE}{DAGGER}" if rests_on_unconfirmed(edition, name) else ""
    investment_eur = -float(result.assessment.cash_flow.investment_eur[0])
    tonnes = result.emissions_kg_per_year / 1e3
    first = (edition.titles[name] + mark, result.annual_cost_eur)
    if name == results.baseline:
        return (*first, say("baseline"), "", tonnes, "", investment_eur, None, None)
    base = edition.baseline
    worth = worth_of(edition, name)
    npv_eur = None if worth is None else worth.net_present_value_eur
    change: Value = result.annual_cost_eur - base.annual_cost_eur
    change_share: Value = relative(result.annual_cost_eur, base.annual_cost_eur)
    if not results.distinguishable(name):
        change, change_share = say("not_distinguishable"), None
    emissions_share = relative(result.emissions_kg_per_year, base.emissions_kg_per_year)
    return (*first, change, change_share, tonnes, emissions_share, investment_eur, npv_eur, payback_cell(edition, name))


def worth_of(edition: Edition, name: str) -> Profitability | None:
    """What a variant is worth beside the baseline; None for a window, whose payments are no year's."""
    return edition.results.profitability(name) if edition.is_annual else None


def payback_cell(edition: Edition, name: str) -> Value:
    """Simple payback [a], or why there is none; None for a window."""
    worth = worth_of(edition, name)
    return None if worth is None else _time_cell(edition, worth.simple_payback)


def _time_cell(edition: Edition, time: Payback) -> Value:
    return time.years if time.years is not None else reason_short(edition, time.reason)


def reason_short(edition: Edition, reason: str | None) -> str:
    """Why there is no payback time, in two or three words."""
    return edition.voice.say("nothing_laid_out" if reason == "nothing_to_pay_back" else "not_paid_back")


def relative(value: float, base: float) -> float | None:
    """Change as a part of the base; None where the base is zero."""
    return (value - base) / abs(base) if abs(base) > 1e-9 else None


def worth_table(edition: Edition) -> Table:
    """What each variant is worth beside the baseline over the years looked at."""
    say, voice = edition.voice.say, edition.voice
    columns = (
        text_column(say("variant")),
        Column(say("investment"), "EUR"),
        Column(say("npv"), "EUR", signed=True),
        Column(say("irr"), kind="percent", digits=1),
        Column(say("simple_payback"), say("years"), digits=1),
        Column(say("discounted_payback"), say("years"), digits=1),
        Column(say("society_cost"), edition.eur),
    )
    rows: list[Row] = []
    for name, result in edition.variants.items():
        investment_eur = -float(result.assessment.cash_flow.investment_eur[0])
        row: list[Value] = [edition.titles[name], investment_eur, None, None, None, None]
        worth = worth_of(edition, name)
        if name != edition.results.baseline and worth is not None:
            times = [_time_cell(edition, time) for time in (worth.simple_payback, worth.discounted_payback)]
            rate: Value = worth.rate_of_return.rate
            if rate is None:
                rate = say("several_rates" if worth.rate_of_return.rates else "no_rate")
            row[2:] = [worth.net_present_value_eur, rate, *times]
        rows.append((*row, result.assessment.society_eur_per_year))
    economics = edition.scenario.economics
    note = say("worth_note", years=economics.horizon_years, rate=voice.percent(economics.real_discount_rate, 1))
    if not edition.is_annual:
        note = say("no_worth_of_a_window")
    reasons = [f"{edition.titles[name]}: {why}." for name in edition.variants if (why := _no_rate(edition, name))]
    return Table("worth", say("worth"), columns, tuple(rows), note=" ".join([note, *reasons]))


def _no_rate(edition: Edition, name: str) -> str:
    """Why a variant has no single internal rate of return; empty where it has one, or is the baseline."""
    worth = worth_of(edition, name)
    if name == edition.results.baseline or worth is None:
        return ""
    return reason_of(worth.rate_of_return, edition.voice.language)
