"""What the heat of each network has to cost, before and after: fewer kilowatt-hours sold raise it for who stays."""

from __future__ import annotations

from collections.abc import Iterator

from energycommunity.assessment.heat_price import CostCoveringTariff
from energycommunity.reporting.edition import Edition
from energycommunity.reporting.table import Column, Row, Table, text_column
from energycommunity.reporting.unconfirmed import marked


def network_tariffs(edition: Edition) -> Table:
    """A row for each variant and network: what is sold, the tariff and its parts, what the old tariff would leave."""
    say, price = edition.voice.say, edition.voice.unit("EUR/MWh")
    columns = (
        text_column(say("variant")),
        text_column(say("tariff_network")),
        Column(say("tariff_buildings")),
        Column(say("tariff_sold"), edition.per_year("MWh"), digits=1),
        Column(say("tariff_production"), price, digits=1),
        Column(say("tariff_of_network"), price, digits=1),
        Column(say("tariff_sales"), price, digits=1),
        Column(say("tariff_in_all"), price, digits=1),
        Column(say("tariff_change"), price, digits=1, signed=True),
        Column(say("tariff_operator_own"), edition.eur, signed=True),
        Column(say("tariff_operator"), edition.eur, signed=True),
    )
    note = say("tariff_note" if edition.is_annual else "no_tariff_of_a_window")
    return Table("network_tariffs", say("network_tariffs"), columns, tuple(_rows(edition)), note=note)


def _rows(edition: Edition) -> Iterator[Row]:
    before = edition.variants[edition.results.baseline].assessment.tariffs
    for name, result in edition.variants.items():
        for network, tariff in result.assessment.tariffs.items():
            figures = _figures(tariff, before.get(network))
            # In a window the payments of a year would stand over the heat of some hours.
            shown = figures if edition.is_annual else (*figures[:2], *[None] * (len(figures) - 2))
            yield (edition.titles[name], marked(edition, name, network), *shown)


def _figures(tariff: CostCoveringTariff, before: CostCoveringTariff | None) -> Row:
    """In MWh, EUR/MWh and EUR: the operator's result at its own tariff, and at that of the baseline."""
    own, old = tariff.eur_per_kwh, None if before is None else before.eur_per_kwh
    parts = [tariff.part_eur_per_kwh(eur) for eur in (tariff.production_eur, tariff.network_eur, tariff.sales_eur)]
    change = None if own is None or old is None else 1e3 * (own - old)
    return (
        tariff.buildings,
        tariff.sold_kwh / 1e3,
        *(None if each is None else 1e3 * each for each in (*parts, own)),
        change,
        None if own is None else tariff.result_eur(own),
        None if old is None else tariff.result_eur(old),
    )
