"""Conditions of grants that several buildings miss are told in one sentence, each figure from lowest to highest."""

from __future__ import annotations

from energycommunity.demand.grants import GrantCase, GrantProgramme, grant_of
from energycommunity.errors import Fault
from energycommunity.results.renovations import RenovatedBuilding, missed_grants


def missing(building, package, fault):
    """A building whose package misses a condition."""
    return RenovatedBuilding("renovation", building, "none", *(0.0,) * 6, ((package, fault),))


def saving(percent):
    return Fault("grant_saves_too_little", {"percent": percent, "asked": 30.0})


def test_different_figures_of_one_condition_are_told_as_a_range():
    missed = (
        missing("school", "shallow", saving(24.4)),
        missing("shop", "own_way", saving(12.0)),
        missing("hall", "deep", Fault("grant_closed")),
    )
    too_little, closed = missed_grants(missed, ())
    assert too_little.tell("lv") == (
        "assets.renovation.grant: Granta nav – school (daļēja atjaunošana), shop (own_way): "
        "ietaupīti 12–24 % primārās enerģijas, jāietaupa vismaz 30 %."
    )
    assert closed.tell() == "assets.renovation.grant: No grant for hall (deep renovation): the programme is closed."


def test_applicants_are_told_in_words_and_apart():
    """Proves: what is no figure is never mixed: a shop and a house are refused for different reasons."""
    programme = GrantProgramme(share=0.5, who=("apartment_house", "association"))
    faults = [
        fault
        for applicant in ("company", "household")
        for fault in grant_of(programme, GrantCase("renovation", applicant, 2025, 100.0)).missed_conditions
    ]
    told = [notice.tell("lv") for notice in missed_grants(tuple(missing("a", "deep", each) for each in faults), ())]
    assert [line.rpartition(": ")[2] for line in told] == [
        "tā paredzēta daudzdzīvokļu mājām, biedrībām, nevis uzņēmumiem.",
        "tā paredzēta daudzdzīvokļu mājām, biedrībām, nevis mājsaimniecībām.",
    ]
