"""What each member pays for electricity under each allocation key, the dispatch being the same."""

from __future__ import annotations

import numpy as np

from energycommunity.allocation.base import AllocationKey
from energycommunity.allocation.registry import KEY_TYPES, keys_beside
from energycommunity.allocation.sharing_period import periods_of
from energycommunity.quantities import FloatArray
from energycommunity.reporting.edition import Edition
from energycommunity.reporting.table import Column, Row, Table, text_column, with_total
from energycommunity.results import VariantResult
from energycommunity.settlement.bills import MeterFlows
from energycommunity.settlement.sharing import lines_of_meters, shared_by_key


def allocation_keys(edition: Edition, name: str) -> Table:
    """A row a member, a column a key, beginning with the one that counts; no rows where nobody shares."""
    say, result = edition.voice.say, edition.variants[name]
    rules = result.scenario.community
    keys = keys_beside(rules.key, rules.other_keys) if rules.sharing != "none" else ()
    paid = [_paid_eur(edition, result, key) for key in keys]
    columns = (text_column(say("member")), *(Column(edition.voice.label(key), edition.eur, digits=0) for key in keys))
    members = paid[0] if paid else {}
    rows: tuple[Row, ...] = tuple((member, *(sums[member] for sums in paid)) for member in members)
    note = [say("allocation_keys_note")]
    left_out = [edition.voice.label(kind) for kind in KEY_TYPES if kind not in map(type, keys)]
    if left_out:
        note.append(say("keys_left_out", keys=", ".join(left_out)))
    table = Table("allocation_keys", say("keys"), columns, rows, note=" ".join(note))
    return with_total(table, say("total")) if rows else table


def _paid_eur(edition: Edition, result: VariantResult, key: AllocationKey) -> dict[str, float]:
    """What each member pays at all his meters under a key, with the VAT that he bears, less what he earns [EUR/a]."""
    meters = result.scenario.meters
    flows = {meter: _flows(edition, result, meter) for meter in meters}
    sharing = {meter: of_meter for meter, of_meter in flows.items() if meters[meter].sharing}
    owners = {meter: connection.owner for meter, connection in meters.items()}
    in_community = {meter: result.scenario.members[owner].steps(edition.grid) for meter, owner in owners.items()}
    periods = periods_of(result.scenario.community.sharing_period, edition.grid)
    flows |= shared_by_key(key, sharing, owners, in_community, periods)
    paid = {connection.owner: 0.0 for connection in meters.values()}
    price = result.scenario.community.internal_price_eur_per_kwh
    for line in lines_of_meters(flows, result.contracts, edition.grid, price):
        paid[line.member] += float(line.eur.sum() + line.vat_eur.sum())
    return paid


def _flows(edition: Edition, result: VariantResult, meter: str) -> MeterFlows:
    def of(flow: str) -> FloatArray:
        name = f"{meter}.{flow}_kw"
        found = result.dispatch[name].values if name in result.dispatch else np.zeros(edition.grid.steps)
        return np.asarray(found, dtype=np.float64)

    return MeterFlows(of("bought"), of("sold"), of("shared_in"), of("shared_out"))
