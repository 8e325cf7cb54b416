"""JSON Schema of the rules file of `ecsim settle`."""

from __future__ import annotations

from typing import Any

from energycommunity.scenario.editor_schema import editor_schema
from energycommunity.settlement.rules import Rules

TITLE = "ecsim settlement rules"


def rules_schema(language: str = "en") -> dict[str, Any]:
    """The schema of a rules file.

    Examples
    --------
    >>> rules_schema()["required"]
    ['name', 'members', 'meters']
    >>> rules_schema("lv")["$defs"]["SettledMeter"]["properties"]["fuse_a"]["description"]
    'Ievada drošinātājs tīkla tarifiem pēc ampēriem [A]'
    """
    return editor_schema(Rules, TITLE, language)
