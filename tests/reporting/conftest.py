"""One small run for all tests of reports: 48 hours of a hamlet in three variants."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from energycommunity.pipeline import run
from energycommunity.reporting.edition import Edition
from energycommunity.reporting.page import page
from energycommunity.reporting.sheets import sheets_of
from energycommunity.reporting.voice import MINUS, Voice
from energycommunity.results import Results
from energycommunity.texts.spoken import HARD_SPACE

HAMLET = Path(__file__).parent / "hamlet.yaml"


def readable(words):
    """Words with plain spaces and signs."""
    return words.replace(HARD_SPACE, " ").replace(MINUS, "-")


def page_of(edition):
    """The page of an edition."""
    return page(edition, sheets_of(edition))


def with_costs(results, bounds=None, **costs):
    """The results with other yearly costs, proven unless a lower bound is given."""
    variants = dict(results.variants)
    for name, cost in costs.items():
        lower = (bounds or {}).get(name, cost)
        proof = replace(variants[name].proof, objective_eur_per_year=cost, lower_bound_eur_per_year=lower)
        variants[name] = replace(variants[name], proof=proof)
    return replace(results, variants=variants)


def with_scenarios(results, **update):
    """The results with something else written in every scenario."""
    variants = {
        name: replace(result, scenario=result.scenario.model_copy(update=update))
        for name, result in results.variants.items()
    }
    return replace(results, variants=variants)


@pytest.fixture(scope="session")
def results(tmp_path_factory) -> Results:
    """The run, saved with its report."""
    return run(HAMLET, (), tmp_path_factory.mktemp("runs"))


@pytest.fixture
def edition(results) -> Edition:
    """The English edition."""
    return Edition(results, Voice("en"))


@pytest.fixture
def latvian(results) -> Edition:
    """The Latvian edition."""
    return Edition(results, Voice("lv"))
