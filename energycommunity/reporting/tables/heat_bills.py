"""Heat bills, and what was derived from them."""

from __future__ import annotations

from energycommunity.reporting.edition import Edition
from energycommunity.reporting.table import Column, Row, Table, text_column
from energycommunity.results.separated_bills import SeparatedBill, separated_bills


def heat_bills(edition: Edition) -> Table:
    """A row for each bill; those that differ between variants each have their own."""
    say = edition.voice.say
    per_year = edition.voice.unit("MWh/a")
    columns = (
        text_column(say("bill_building")),
        text_column(say("bill_year")),
        Column(say("bill_in_all"), per_year, digits=1),
        text_column(say("bill_summer_months")),
        Column(say("bill_hot_water"), per_year, digits=1),
        Column(say("bill_space_heat"), per_year, digits=1),
        Column(say("bill_degree_days"), "K d"),
        Column(say("bill_run_degree_days"), "K d"),
        Column(say("bill_computed_space_heat"), per_year, digits=1),
        text_column(say("bill_normalised")),
    )
    found = {bill: None for result in edition.variants.values() for bill in separated_bills(result)}
    rows = tuple(_row(bill, edition) for bill in found)
    return Table("heat_bills", say("heat_bills"), columns, rows, note=say("heat_bills_note"))


def _row(bill: SeparatedBill, edition: Edition) -> Row:
    return (
        bill.building,
        "–" if bill.year is None else str(bill.year),
        bill.billed_mwh,
        ", ".join(map(str, bill.summer_months)) or "–",
        bill.hot_water_mwh,
        bill.space_heat_mwh,
        bill.billed_degree_days,
        bill.run_degree_days,
        bill.computed_space_heat_mwh,
        edition.voice.say("bill_as_billed" if bill.billed_degree_days is None else "bill_by_degree_days"),
    )
