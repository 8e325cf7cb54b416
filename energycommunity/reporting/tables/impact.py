"""What each variant changes for the place: money attracted, spending that stays, households below a threshold."""

from __future__ import annotations

from energycommunity.reporting.edition import Edition
from energycommunity.reporting.table import Column, Row, Table, text_column
from energycommunity.results.impact import impact_of


def impact(edition: Edition) -> Table:
    """A row for each variant, the baseline among them; nothing where the file has no rules of the effect."""
    say, unit = edition.voice.say, edition.eur
    columns = (
        text_column(say("variant")),
        Column(say("impact_public"), "EUR"),
        Column(say("impact_attracted"), "EUR/EUR", digits=2),
        Column(say("impact_spending"), unit),
        Column(say("impact_local"), unit),
        Column(say("impact_local_share"), kind="percent", digits=1),
        Column(say("impact_households")),
        Column(say("impact_below")),
    )
    stated = edition.scenario.impact is not None
    rows = tuple(_row(edition, name) for name in edition.variants) if stated else ()
    return Table("impact", say("impact"), columns, rows, note=_note(edition) if stated else "")


def _row(edition: Edition, name: str) -> Row:
    found = impact_of(edition.results, name, edition.finance_plans.get(name, ()))
    return (
        edition.titles[name],
        found.public_eur,
        found.attracted_per_public_eur,
        found.spending_eur_per_year,
        found.local_eur_per_year,
        found.local_share,
        found.households,
        found.below_threshold,
    )


def _note(edition: Edition) -> str:
    voice, rules = edition.voice, edition.scenario.impact
    threshold = None if rules is None else rules.threshold_eur
    shown = "–" if threshold is None else voice.amount(threshold, "EUR")
    share = voice.percent(rules.local_upkeep_share if rules else 0.0)
    names = ", ".join(rules.local_tariffs) if rules and rules.local_tariffs else "–"
    return voice.say("impact_note", threshold=shown, share=share, names=names)
