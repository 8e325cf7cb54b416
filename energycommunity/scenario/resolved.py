"""A scenario written back as YAML: what a run really used, in a file that can be run again."""

from __future__ import annotations

import yaml

from energycommunity.scenario.schema import Scenario


def resolved_yaml(scenario: Scenario) -> str:
    """The scenario with all defaults filled in; reading the text gives the same scenario.

    Names of files stay as they were written, relative to the folder of the original file.
    """
    values = scenario.model_dump(mode="json", by_alias=True, exclude_none=True)
    return yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=120)
