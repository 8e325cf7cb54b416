"""What each member pays under each allocation key and without sharing, the meters being the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np

from energycommunity.allocation.base import AllocationKey
from energycommunity.allocation.registry import KEY_TYPES
from energycommunity.settlement.bills import Contract, MeterFlows
from energycommunity.settlement.measured import (
    NOTHING,
    MeasuredSettlement,
    Participant,
    SharingTerms,
    settle_measured,
)
from energycommunity.settlement.metering import Metering
from energycommunity.tariffs.credit_account import CreditCharge


@dataclass(frozen=True, eq=False)
class KeysSideBySide:
    """What each member has to pay with VAT by key [EUR], and the keys that need data nobody stated.

    `saved_eur`: what sharing by the key that counts saves each member, VAT that he has back left out; below zero it
    costs him. Without those whose price at the trader the rules do not tell, or who are credited to an account.
    """

    to_pay_eur: dict[type[AllocationKey], dict[str, Decimal]]
    shared_kwh: dict[type[AllocationKey], float]
    left_out: tuple[type[AllocationKey], ...]
    saved_eur: dict[str, Decimal]


def keys_side_by_side(
    metering: Metering,
    participants: dict[str, Participant],
    terms: SharingTerms,
    counting: MeasuredSettlement,
    others: Iterable[AllocationKey],
) -> KeysSideBySide:
    """Settle once with each key that is not settled already, and once without sharing.

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
        sums = _nothing(participants)
        for line in settled.lines:
            sums[line.member] += line.to_pay_eur
        to_pay[type(key)] = sums
        into_kw = sum(float(flows.shared_in_kw.sum()) for flows in settled.flows.values())
        shared[type(key)] = into_kw * metering.time.step_h
    left_out = tuple(kind for kind in KEY_TYPES if kind not in to_pay)
    return KeysSideBySide(to_pay, shared, left_out, _saved_eur(metering, participants, terms, counting))


def _saved_eur(
    metering: Metering, participants: dict[str, Participant], terms: SharingTerms, counting: MeasuredSettlement
) -> dict[str, Decimal]:
    """What each member pays less than if all were bought from and sold to traders."""
    outside = {
        meter: replace(participant, takes_part=np.zeros_like(participant.takes_part))
        for meter, participant in participants.items()
    }
    saved = _nothing(participants)
    for sign, settled in ((1, settle_measured(metering, outside, terms)), (-1, counting)):
        for line in settled.lines:
            saved[line.member] += sign * (line.to_pay_eur - line.deductible_vat_eur)
    untold = {
        participant.contract.member
        for meter, participant in participants.items()
        if not _is_told(participant.contract, counting.flows[meter])
    }
    return {member: eur for member, eur in saved.items() if member not in untold}


def _is_told(contract: Contract, flows: MeterFlows) -> bool:
    """Whether the rules tell what shared energy would have cost or earned at the trader in these months."""
    if any(isinstance(charge, CreditCharge) for charge in contract.sale):
        return False
    return bool(contract.purchase or not flows.shared_in_kw.any()) and bool(
        contract.sale or not flows.shared_out_kw.any()
    )


def _nothing(participants: dict[str, Participant]) -> dict[str, Decimal]:
    return {participant.contract.member: NOTHING for participant in participants.values()}
