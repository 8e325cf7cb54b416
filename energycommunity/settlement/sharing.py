"""The split of a key among meters whose flows are known, and what each member is billed then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from energycommunity.allocation.among_meters import share_among_meters
from energycommunity.allocation.base import AllocationKey
from energycommunity.quantities import BoolArray, IntArray
from energycommunity.settlement.bills import BillLine, Contract, MeterFlows, bill_lines, transfer_line
from energycommunity.settlement.credit_lines import credit_lines
from energycommunity.time_grid import TimeGrid


def shared_by_key(
    key: AllocationKey,
    flows: Mapping[str, MeterFlows],
    member_of: Mapping[str, str],
    in_community: Mapping[str, BoolArray | None],
    period_of: IntArray | None = None,
) -> dict[str, MeterFlows]:
    """The flows of meters that share, with the key's split; what crosses each meter stays as it is.

    Parameters
    ----------
    key : AllocationKey
        How members share.
    flows : mapping of str to MeterFlows
        Of the meters that take part.
    member_of : mapping of str to str
        Whose meter each is.
    in_community : mapping of str to BoolArray or None
        By meter, the steps in which its member belongs to the community, shape (steps,); None: all of them.
    period_of : IntArray or None
        Position of the period within which each step shares, shape (steps,); None: each is one of its own.
    """
    if not flows:
        return {}
    drawn = np.array([of_meter.bought_kw + of_meter.shared_in_kw for of_meter in flows.values()])
    given = np.array([of_meter.sold_kw + of_meter.shared_out_kw for of_meter in flows.values()])
    always = np.ones(drawn.shape[1], dtype=np.bool_)
    inside = np.array([always if steps is None else steps for steps in map(in_community.__getitem__, flows)])
    owners = tuple(member_of[name] for name in flows)
    into, out_of = share_among_meters(key, drawn * inside, given * inside, owners, period_of)
    return {
        name: MeterFlows(drawn[i] - into[i], given[i] - out_of[i], into[i], out_of[i]) for i, name in enumerate(flows)
    }


def lines_of_meters(
    flows: Mapping[str, MeterFlows],
    contracts: Mapping[str, Contract],
    time: TimeGrid,
    internal_price_eur_per_kwh: float | None,
) -> Iterator[BillLine]:
    """The lines of all bills and of accounts at traders; without an internal price nothing passes between members."""
    lines: list[BillLine] = []
    for name, of_meter in flows.items():
        lines += bill_lines(name, contracts[name], of_meter, time)
        if internal_price_eur_per_kwh is not None:
            lines.append(transfer_line(name, contracts[name], of_meter, time, internal_price_eur_per_kwh))
    yield from lines
    yield from credit_lines(contracts, flows, lines, time)
