"""The scenario file: reading, checking, variants, defaults."""

from energycommunity.scenario.defaults import DefaultUsed
from energycommunity.scenario.explain import explain
from energycommunity.scenario.json_schema import json_schema
from energycommunity.scenario.loader import ScenarioFile, load_scenario
from energycommunity.scenario.resolved import resolved_yaml
from energycommunity.scenario.schema import Scenario

__all__ = ["DefaultUsed", "Scenario", "ScenarioFile", "explain", "json_schema", "load_scenario", "resolved_yaml"]
