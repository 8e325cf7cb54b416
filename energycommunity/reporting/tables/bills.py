"""What each member is billed: by meter and kind for the year, and by month."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from energycommunity.quantities import FloatArray
from energycommunity.reporting.edition import Edition
from energycommunity.reporting.table import Column, Row, Table, text_column, with_total
from energycommunity.reporting.unconfirmed import marked
from energycommunity.results import VariantResult
from energycommunity.settlement.bills import BillLine


def bills(edition: Edition, name: str) -> Table:
    """The lines of all bills, the months added up; earnings are below zero."""
    say = edition.voice.say
    columns = (
        text_column(say("member")),
        text_column(say("billed_at")),
        text_column(say("cost_kind")),
        Column(say("without_vat"), "EUR", digits=0),
        Column(say("vat"), "EUR", digits=0),
        Column(say("to_pay"), "EUR", digits=0),
    )
    rows: list[Row] = []
    for line in lines_of(edition.variants[name]):
        eur, vat = float(line.eur.sum()), float(line.vat_eur.sum())
        if abs(eur) + abs(vat) >= 0.5:
            rows.append((line.member, marked(edition, name, line.meter), say(f"kind_{line.kind}"), eur, vat, eur + vat))
    return with_total(Table("bills", say("bills"), columns, tuple(rows), note=say("bills_note")), say("total"))


def monthly_bills(edition: Edition, name: str) -> Table:
    """What each member has to pay in each month, VAT included."""
    say = edition.voice.say
    months = [str(month) for month in edition.variants[name].bills["month"].values]
    sums: dict[str, FloatArray] = {}
    for line in lines_of(edition.variants[name]):
        sums[line.member] = sums.get(line.member, np.zeros(len(months))) + line.eur + line.vat_eur
    columns = (text_column(say("month")), *(Column(member, "EUR", digits=0) for member in sums))
    rows: tuple[Row, ...] = tuple(
        (month, *(float(amount[i]) for amount in sums.values())) for i, month in enumerate(months)
    )
    return with_total(Table("monthly_bills", say("monthly_bills"), columns, rows), say("total"))


def lines_of(result: VariantResult) -> Iterator[BillLine]:
    """The lines of the bills as they were made."""
    bills = result.bills
    names = (bills[name].values for name in ("member", "meter", "kind", "eur", "vat_eur"))
    for member, meter, kind, eur, vat_eur in zip(*names, strict=True):
        yield BillLine(str(member), str(meter), str(kind), eur, vat_eur)
