"""What each member pays under each allocation key, the meters being the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from energycommunity.allocation.base import AllocationKey
from energycommunity.allocation.registry import KEY_TYPES
from energycommunity.settlement.measured import MeasuredSettlement, Participant, SharingTerms, settle_measured
from energycommunity.settlement.metering import Metering


@dataclass(frozen=True, eq=False)
class KeysSideBySide:
    """What each member has to pay with VAT by key [EUR], and the keys that need data nobody stated."""

    to_pay_eur: dict[type[AllocationKey], dict[str, Decimal]]
    shared_kwh: dict[type[AllocationKey], float]
    left_out: tuple[type[AllocationKey], ...]


def keys_side_by_side(
    metering: Metering,
    participants: dict[str, Participant],
    terms: SharingTerms,
    counting: MeasuredSettlement,
    others: Iterable[AllocationKey],
) -> KeysSideBySide:
    """Settle once with each key that is not settled already.

    Parameters
    ----------
    metering : Metering
        What the meters counted.
    participants : dict of str to Participant
        By meter.
    terms : SharingTerms
        Key that counts, internal price and VAT.
    counting : MeasuredSettlement
        What came of these terms.
    others : iterable of AllocationKey
        To be set beside it; one of the same type as the key that counts is left out.
    """
    to_pay: dict[type[AllocationKey], dict[str, Decimal]] = {}
    shared: dict[type[AllocationKey], float] = {}
    beside = (key for key in others if type(key) is not type(terms.key))
    for key in (terms.key, *beside):
        settled = counting if key is terms.key else settle_measured(metering, participants, replace(terms, key=key))
        sums = {participant.contract.member: Decimal("0.00") for participant in participants.values()}
        for line in settled.lines:
            sums[line.member] += line.to_pay_eur
        to_pay[type(key)] = sums
        into_kw = sum(float(flows.shared_in_kw.sum()) for flows in settled.flows.values())
        shared[type(key)] = into_kw * metering.time.step_h
    return KeysSideBySide(to_pay, shared, tuple(kind for kind in KEY_TYPES if kind not in to_pay))
