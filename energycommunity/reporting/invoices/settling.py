"""From a meter file and rules to all that is written of their settlement."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from energycommunity.allocation.registry import keys_beside
from energycommunity.errors import Fault
from energycommunity.reporting.invoices.issue import Issue
from energycommunity.reporting.voice import Voice, within
from energycommunity.settlement.implausible_meters import notices_of_metering
from energycommunity.settlement.measured import settle_measured
from energycommunity.settlement.meter_files import read_metering
from energycommunity.settlement.participants import participants_of, terms_of
from energycommunity.settlement.rules import RulesFile
from energycommunity.settlement.side_by_side import KeysSideBySide, keys_side_by_side


def issue_of(meters: Path, file: RulesFile, language: str) -> tuple[Issue, list[Fault]]:
    """Settle a meter file, with the key of the rules and with the others that have their data.

    Parameters
    ----------
    meters : Path
        Table of all meters, or folder with one export per meter.
    file : RulesFile
        The rules.
    language : {"en", "lv"}
        Of what is written.

    Returns
    -------
    tuple of Issue and list of Fault
        What is to be written, and what readers should be told.

    Raises
    ------
    EnergyCommunityError
        If meter file, rules and prices do not fit together.
    """
    metering = read_metering(meters, file)
    participants, notices = participants_of(file, metering.time)
    notices += notices_of_metering(metering, file)
    terms = terms_of(file)
    settled = settle_measured(metering, participants, terms)
    keys = keys_beside(file.rules.community.key, file.rules.community.other_keys)
    beside = keys_side_by_side(metering, participants, terms, settled, keys)
    notices += _dear_sharing(file, beside)
    voice = Voice(language)
    return Issue(file.rules.name, settled, beside, within(voice.label(terms.key)), voice, terms.period), notices


def _dear_sharing(file: RulesFile, keys: KeysSideBySide) -> Iterator[Fault]:
    """How many pay more than if all were bought from and sold to traders; not who, for names may be unwanted."""
    dear = [-eur for eur in keys.saved_eur.values() if eur < 0]
    if dear:
        values = {"members": len(dear), "eur": sum(dear)}
        yield file.fault(("community", "internal_price_eur_per_kwh"), "settle_sharing_costs", **values)
