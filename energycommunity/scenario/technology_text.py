"""What technologies there are, and of one of them the keys and the rows of the dated catalogue, in lines for people."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic.fields import FieldInfo

from energycommunity.errors import Fault, ScenarioError
from energycommunity.parameters import Parameter, technology_defaults
from energycommunity.parameters.technology_costs import technology_names
from energycommunity.parameters.unit_sizes import unit_size
from energycommunity.profiles import FileColumn
from energycommunity.scenario.defaults import kind_of_row
from energycommunity.scenario.field_text import PRICE_YEAR, field_lines, summary_of
from energycommunity.scenario.schema_tree import models_of, names_of, nearest, tags_of
from energycommunity.scenario.units import shown_unit
from energycommunity.technologies.base import Technology
from energycommunity.technologies.registry import ASSET_TYPES, FRAME_TYPES
from energycommunity.texts import text


def technology_list(language: str) -> str:
    """All technologies, a line each: type, what people call it, what it is.

    >>> [line.split()[:3] for line in technology_list("lv").splitlines() if line.startswith("  heat_pump ")]
    [['heat_pump', 'Siltumsūknis', 'Elektrisks']]
    """
    lines = [text("technologies_assets", language), *_rows(ASSET_TYPES, language)]
    lines += [text("technologies_frame", language), *_rows(FRAME_TYPES, language)]
    return "\n".join([*lines, text("technologies_more", language)])


def technology_text(name: str, language: str) -> str:
    """The keys of a technology and the rows of the catalogue that fit it.

    Parameters
    ----------
    name : str
        Its type, such as `heat_pump`.
    language : {"en", "lv"}
        Of all words but units, names and sources.

    Raises
    ------
    ScenarioError
        If there is no such type; names the nearest.
    """
    technologies = {tags_of(technology)[0]: technology for technology in (*ASSET_TYPES, *FRAME_TYPES)}
    if name not in technologies:
        near = nearest(name, technologies)
        key = "technologies_unknown_nearest" if near else "technologies_unknown"
        raise ScenarioError(Fault(key, {"given": name, "nearest": near, "allowed": ", ".join(technologies)}))
    technology = technologies[name]
    lines = [f"{name}: {_label(technology, language)}", f"  {summary_of(technology, language)}"]
    lines.append("  " + text("technologies_stands_under", language, section=technology.stands_under))
    lines += ["", text("technologies_keys", language)]
    for key, info in names_of(technology).items():
        if key != "type":
            meaning, *rest = field_lines(key, info, technology, language)
            lines += [f"  {key}: {meaning}", *(f"      {line}" for line in [*rest, *_keys_below(info, language)])]
    return "\n".join([*lines, *_catalogue_lines(technology, language)])


def _keys_below(info: FieldInfo, language: str) -> list[str]:
    """The keys of a section and what they mean; those of a file's column are the same everywhere and left out."""
    models = [kind for kind in models_of(info.annotation) if kind is not FileColumn]
    told = {key: field_lines(key, below, model, language) for model in models for key, below in names_of(model).items()}
    lines = [f"  {key}: {meaning}" for key, (meaning, *_) in told.items()]
    return [text("scenario_explain_keys_below", language, keys="").rstrip(), *lines] if lines else []


def _rows(technologies: tuple[type[Technology], ...], language: str) -> list[str]:
    names = {tags_of(technology)[0]: technology for technology in technologies}
    wide = max(map(len, names))
    labels = {name: _label(technology, language) for name, technology in names.items()}
    widest = max(map(len, labels.values()))
    return [
        f"  {name.ljust(wide)}  {labels[name].ljust(widest)}  {summary_of(technology, language)}"
        for name, technology in names.items()
    ]


def _label(technology: type[Technology], language: str) -> str:
    return technology.label_lv if language == "lv" else technology.label_en


@dataclass(frozen=True)
class CatalogueRow:
    """A row of the dated catalogue in words: size of its unit, figures, who says so; what is unconfirmed is marked."""

    name: str
    is_default: bool
    unit: str
    figures: tuple[str, ...]
    sources: tuple[str, ...]


def catalogue_rows(technology: type[Technology], language: str) -> list[CatalogueRow]:
    """The rows of the catalogue that fit a technology, in euros of one year."""
    default = technology.catalogue_default
    names = [name for name in technology_names() if default and kind_of_row(name) == kind_of_row(default)]
    unverified = text("technologies_unverified", language)
    rows = []
    for name in names:
        figures = technology_defaults(name, PRICE_YEAR)
        own = [parameter for field, parameter in figures.items() if field in technology.model_fields]
        shown = tuple(f"{_figure(figure)}{'' if figure.verified else unverified}" for figure in own)
        sources = tuple(dict.fromkeys(f"{figure.source}; {figure.date}" for figure in own))
        rows.append(CatalogueRow(name, name == default, str(unit_size(name) or ""), shown, sources))
    return rows


def _catalogue_lines(technology: type[Technology], language: str) -> list[str]:
    rows = catalogue_rows(technology, language)
    lines = ["", text("technologies_catalogue", language, year=PRICE_YEAR)] if rows else []
    for row in rows:
        mark = text("technologies_default_row", language) if row.is_default else ""
        told = [*row.figures, *(f"({source})" for source in row.sources)]
        size = text("technologies_unit_size", language, unit=row.unit) if row.unit else ""
        lines += ["", f"  {row.name}{size}{mark}", *(f"      {line}" for line in told)]
    return lines


def _figure(parameter: Parameter) -> str:
    field, value = parameter.key.rpartition(".")[2], parameter.value
    unit = "" if parameter.unit == "1" else f" {shown_unit(parameter.unit)}"
    return f"{field}: {f'{value:.0f}' if abs(value) >= 1000 else f'{value:.4g}'}{unit}"
