"""Keys that the loader reads beside those of the models, and examples of how keys are written, for `explain`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from energycommunity.scenario.schema_tree import PIPES_FROM, TABLES_AT_TOP
from energycommunity.texts import text

_EXAMPLES = Path(__file__).with_name("examples.yaml")
#: Path of a key -> the sentence of `texts/` that tells what it means.
SENTENCES = {
    **dict.fromkeys(TABLES_AT_TOP, "schema_table"),
    f"heat_networks.heat_network.{PIPES_FROM}": "schema_pipes_table",
    "buildings.count": "schema_count",
    "baseline": "schema_baseline",
    "variants": "schema_variants",
    "variants.from": "schema_variant_from",
    "variants.set": "schema_variant_set",
    "variants.baseline": "schema_variant_baseline",
}


@cache
def examples() -> dict[str, str]:
    """Path of a key -> how it is written in a scenario file.

    >>> print(examples()["community"].strip())
    community: {sharing: by_interval, internal_price_eur_per_kwh: 0.08}
    """
    found: dict[str, str] = yaml.safe_load(_EXAMPLES.read_text(encoding="utf-8"))
    return found


def example_lines(path: str, language: str) -> list[str]:
    """The example of a key, or of the section that is told with it, as lines."""
    shown = examples().get("variants" if path.startswith("variants.") else path)
    if shown is None:
        return []
    return [text("scenario_explain_example", language), *(f"    {line}" for line in shown.rstrip().splitlines())]
