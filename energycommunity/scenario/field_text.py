"""What one key of the scenario file means, in lines: meaning, unit, words or numbers allowed, default and source."""

from __future__ import annotations

import inspect
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from energycommunity.demand import SpaceHeatDemand
from energycommunity.heat_network.pipes import Pipe
from energycommunity.parameters import technology_defaults, technology_names
from energycommunity.parameters.building_series import building_types
from energycommunity.parameters.energy_prices import network_tariff_names
from energycommunity.parameters.heat_tariffs import heat_tariff_places
from energycommunity.parameters.pipe_types import pipe_families
from energycommunity.quantities import unit_of
from energycommunity.scenario.defaults import kind_of_row
from energycommunity.scenario.members_and_buildings import Building
from energycommunity.scenario.schema_tree import alternatives
from energycommunity.scenario.units import shown_unit
from energycommunity.tariffs.base import Purchase
from energycommunity.tariffs.heat import Heat
from energycommunity.technologies.base import Technology
from energycommunity.texts import text, translated

#: Price level in which catalogue costs are quoted when no scenario says one.
PRICE_YEAR = 2025


def field_lines(key: str, info: FieldInfo, model: type[BaseModel], language: str) -> list[str]:
    """Meaning of a key, then what may stand there, each in a line.

    Parameters
    ----------
    key : str
        As it is written in YAML; its end is the unit.
    info : FieldInfo
        The field of the model.
    model : type of BaseModel
        Where it stands; a technology's row of the catalogue gives defaults.
    language : {"en", "lv"}
        Of all words but units, names and sources.
    """
    lines = [translated(info.description, language) if info.description else summary_of(model, language)]
    unit = unit_of(key)
    if unit:
        lines.append(text("scenario_explain_unit", language, unit=shown_unit(unit)))
    words = allowed_words(info)
    if words:
        lines.append(text("scenario_explain_words", language, words=", ".join(words)))
    words = catalogue_words(key, model)
    if words:
        lines.append(text("scenario_explain_catalogue_words", language, words=", ".join(words)))
    lines += _limits(info, language)
    return [*lines, *_default_lines(key, info, model, language)]


def summary_of(model: type[BaseModel], language: str = "en") -> str:
    """What a model is about, which its `type` stands for: the first line of its docstring.

    >>> from energycommunity.tariffs.fixed import Fixed
    >>> summary_of(Fixed)
    'A fixed price per kWh without VAT and network.'
    """
    return translated((inspect.getdoc(model) or "").partition("\n")[0], language)


def allowed_words(info: FieldInfo) -> list[str]:
    """The words that a key allows; empty where it takes anything else.

    >>> from energycommunity.scenario.members_and_buildings import Building
    >>> allowed_words(Building.model_fields["renovation"]), allowed_words(Building.model_fields["built"])
    (['none', 'partly', 'full'], [])
    """
    kinds = alternatives(info.annotation)
    return [str(word) for kind in kinds if get_origin(kind) is Literal for word in get_args(kind)]


def catalogue_words(key: str, model: type[BaseModel]) -> list[str]:
    """The names of a catalogue that may stand at a key; empty where none is meant.

    >>> from energycommunity.demand import SpaceHeatDemand
    >>> "series_103" in catalogue_words("building_type", SpaceHeatDemand)
    True
    """
    if key == "network" and issubclass(model, Purchase):
        return list(network_tariff_names())
    if (key, model) == ("place", Heat):
        return list(heat_tariff_places())
    if (key, model) in (("building_type", SpaceHeatDemand), ("type", Building)):
        return list(building_types())
    if (key, model) == ("pipe", Pipe):
        return list(pipe_families())
    row = model.catalogue_default if key == "catalogue" and issubclass(model, Technology) else None
    return [] if row is None else [name for name in technology_names() if kind_of_row(name) == kind_of_row(row)]


def _limits(info: FieldInfo, language: str) -> list[str]:
    """Least and largest number, in words."""
    found = [(name, getattr(rule, name, None)) for rule in info.metadata for name in ("ge", "gt", "le", "lt")]
    rules = {name: f"{limit:g}" for name, limit in found if isinstance(limit, int | float)}
    if {"ge", "le"} <= rules.keys():
        return [text("scenario_explain_from_to", language, least=rules["ge"], most=rules["le"])]
    sentences = {
        "ge": ("scenario_explain_at_least", "least"),
        "gt": ("scenario_explain_above", "least"),
        "le": ("scenario_explain_at_most", "most"),
        "lt": ("scenario_explain_below", "most"),
    }
    parts = [text(sentences[name][0], language, **{sentences[name][1]: limit}) for name, limit in rules.items()]
    return [", ".join(parts)] if parts else []


def _default_lines(key: str, info: FieldInfo, model: type[BaseModel], language: str) -> list[str]:
    if info.is_required():
        return [text("scenario_explain_required", language)]
    default: Any = info.get_default(call_default_factory=True)
    if default is not PydanticUndefined and isinstance(default, str | int | float):
        return [text("scenario_explain_default", language, default=written(default))]
    row = model.catalogue_default if issubclass(model, Technology) else None
    parameter = technology_defaults(row, PRICE_YEAR).get(key) if row else None
    if parameter is None:
        return []
    sentence = "scenario_explain_catalogue" if parameter.verified else "scenario_explain_catalogue_unverified"
    values = {"value": f"{parameter.value:g}", "source": parameter.source, "date": parameter.date, "row": row}
    return [text(sentence, language, **values)]


def written(value: str | float) -> str:
    """A value as it is written in YAML.

    >>> written(True), written(0.5), written("none")
    ('true', '0.5', 'none')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else f"{value:g}"
