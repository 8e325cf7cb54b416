"""The outcome of a run in a few lines at the console."""

from __future__ import annotations

import textwrap

from energycommunity.reporting.answer import answer
from energycommunity.reporting.edition import Edition
from energycommunity.reporting.plain_text import plain, text_table
from energycommunity.reporting.table import Column, Row, Table, Value, text_column
from energycommunity.reporting.tables.overview import payback_cell
from energycommunity.reporting.tables.sizes import main_sizes
from energycommunity.reporting.voice import Voice
from energycommunity.results import Results

#: Characters of a line that every console shows.
WIDTH = 100
#: Part of the yearly cost above which the cost of fixed directions is told.
TOLD_DIRECTIONS = 1e-6


def terminal_summary(results: Results, language: str) -> str:
    """The answer, a row for each variant, what fixing directions costs, and the main sizes, in lines of 100 characters.

    Parameters
    ----------
    results : Results
        Of all variants.
    language : {"en", "lv"}
        Language of words and numbers.
    """
    edition = Edition(results, Voice(language))
    table = _table(edition)
    sizes = [
        f"{edition.titles[name]}: {main_sizes(edition, name) or edition.voice.say('nothing_built')}"
        for name in edition.variants
    ]
    first = answer(edition)[0]
    paragraphs = [*_wrapped(first, ""), "", text_table(table, edition.voice, WIDTH), ""]
    if not edition.is_annual:
        paragraphs += _wrapped(edition.voice.say("no_worth_of_a_window"), "    ")
    paragraphs += [line for words in _directions(edition) for line in _wrapped(words, "    ")]
    paragraphs += [line for size in sizes for line in _wrapped(size, "    ")]
    return "\n".join(paragraphs)


def _directions(edition: Edition) -> tuple[str, ...]:
    """What fixing directions that exclude each other costs each variant, where it can be seen in the cost."""
    voice = edition.voice
    costs = [
        f"{edition.titles[name]}: {voice.amount(eur, edition.a_year('EUR'), 2)}"
        for name, result in edition.variants.items()
        if (eur := result.proof.directions_cost_eur_per_year) > TOLD_DIRECTIONS * abs(result.annual_cost_eur)
    ]
    return (voice.say("terminal_directions", costs="; ".join(costs)),) if costs else ()


def _wrapped(words: str, indent: str) -> list[str]:
    return textwrap.wrap(plain(words), WIDTH, subsequent_indent=indent)


def _table(edition: Edition) -> Table:
    say = edition.voice.say
    columns = (
        text_column(say("variant")),
        Column(edition.cost_heading, edition.eur),
        Column(say("change"), edition.eur, signed=True),
        Column(edition.gas, edition.per_year("t"), digits=1),
        Column(say("investment"), "EUR"),
        Column(say("payback"), say("years"), digits=1),
    )
    return Table("terminal", "", columns, tuple(_row(edition, name) for name in edition.variants))


def _row(edition: Edition, name: str) -> Row:
    results, result = edition.results, edition.variants[name]
    change: Value = result.annual_cost_eur - edition.baseline.annual_cost_eur
    payback: Value = None
    if name == results.baseline:
        change = edition.voice.say("baseline")
    else:
        if not results.distinguishable(name):
            change = edition.voice.say("not_distinguishable")
        payback = payback_cell(edition, name)
    investment_eur = -float(result.assessment.cash_flow.investment_eur[0])
    tonnes = result.emissions_kg_per_year / 1e3
    return (edition.titles[name], result.annual_cost_eur, change, tonnes, investment_eur, payback)
