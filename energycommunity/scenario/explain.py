"""What a key of the scenario file means: meaning, unit, default, where it may stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from energycommunity.errors import Fault, ScenarioError
from energycommunity.parameters import technology_defaults
from energycommunity.quantities import unit_of
from energycommunity.scenario.schema import Scenario
from energycommunity.scenario.schema_tree import alternatives, is_model, names_of, nearest, tags_of
from energycommunity.scenario.units import shown_unit
from energycommunity.technologies.base import Technology
from energycommunity.texts import text

#: Price level in which catalogue costs are quoted when no scenario says one.
_PRICE_YEAR = 2025
_Entry = tuple[str, FieldInfo, type[BaseModel]]


def explain(key: str, language: str = "en") -> str:
    """Meaning, unit, default and source of a key, for every place where it may stand.

    Parameters
    ----------
    key : str
        A key (`capacity_kwp`) or the end of a path (`photovoltaics.capacity_kwp`, `economics.inflation`).
    language : {"en", "lv"}
        Language of the headings.

    Raises
    ------
    ScenarioError
        If no key is called so; names the nearest.

    Examples
    --------
    >>> print(explain("economics.inflation"))
    economics.inflation
      Yearly inflation, for nominal tables only
      default: 0.02
    """
    entries = list({entry[0]: entry for entry in _entries(Scenario, "")}.values())
    found = [entry for entry in entries if entry[0] == key or entry[0].endswith(f".{key}")]
    if not found:
        keys = list(dict.fromkeys(path.rpartition(".")[2] for path, _, _ in entries))
        near = nearest(key.rpartition(".")[2], keys)
        sentence = "scenario_explain_unknown_nearest" if near else "scenario_explain_unknown"
        raise ScenarioError(Fault(sentence, {"given": key, "nearest": near}))
    return "\n".join(_told(entry, language) for entry in found)


def _entries(model: type[BaseModel], path: str) -> Iterator[_Entry]:
    """All keys below a model; `<name>` stands for names given by the user, a type's name for an asset or tariff."""
    for key, info in names_of(model).items():
        here = f"{path}.{key}" if path else key
        yield here, info, model
        for kind in alternatives(info.annotation):
            yield from _below(kind, here)


def _below(kind: Any, path: str) -> Iterator[_Entry]:
    if is_model(kind):
        yield from _entries(kind, path)
    elif get_origin(kind) in (dict, list, tuple):
        for item in get_args(kind)[-2:]:
            for below in alternatives(item):
                tags = tags_of(below) if is_model(below) else ()
                yield from _below(below, f"{path}.{tags[0]}" if tags else path)


def _told(entry: _Entry, language: str) -> str:
    path, info, model = entry
    key = path.rpartition(".")[2]
    lines = [path, f"  {info.description or ''}"]
    unit = unit_of(key)
    if unit:
        lines.append("  " + text("scenario_explain_unit", language, unit=shown_unit(unit)))
    default = info.get_default(call_default_factory=True) if not info.is_required() else PydanticUndefined
    if default is PydanticUndefined:
        lines.append("  " + text("scenario_explain_required", language))
    elif isinstance(default, str | int | float):
        lines.append("  " + text("scenario_explain_default", language, default=default))
    lines += _catalogue_lines(key, model, language)
    return "\n".join(lines)


def _catalogue_lines(key: str, model: type[BaseModel], language: str) -> list[str]:
    row = model.catalogue_default if issubclass(model, Technology) else None
    parameter = technology_defaults(row, _PRICE_YEAR).get(key) if row else None
    if parameter is None:
        return []
    sentence = "scenario_explain_catalogue" if parameter.verified else "scenario_explain_catalogue_unverified"
    values = {"value": f"{parameter.value:g}", "source": parameter.source, "date": parameter.date, "row": row}
    return ["  " + text(sentence, language, **values)]
