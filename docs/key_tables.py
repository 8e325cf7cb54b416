"""Models of the scenario file as Markdown: a table of keys for each, with links between them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from energycommunity.scenario.field_text import field_lines, summary_of
from energycommunity.scenario.schema import Scenario
from energycommunity.scenario.schema_tree import alternatives, is_model, names_of, tags_of
from energycommunity.settlement.rules import Rules
from energycommunity.tariffs.registry import TARIFF_TYPES
from energycommunity.technologies.registry import TECHNOLOGIES

SCENARIO_PAGE, RULES_PAGE, TARIFF_PAGE = "scenario_file.md", "rules_file.md", "tariffs.md"
#: Beyond so many places, a model is said to stand in "others" too.
PLACES_SHOWN = 4
#: Of more kinds than this, a key leads to their overview.
KINDS_SHOWN = 5
OVERVIEWS = {
    "assets": "[Technologies](technologies/README.md)",
    "tariffs": f"[Contracts and fuel prices]({TARIFF_PAGE})",
}


@dataclass
class Home:
    """The page a model is described on, and the places of the file where it may stand."""

    page: str
    places: list[str] = field(default_factory=list)


def title_of(model: type[BaseModel]) -> str:
    """The heading of a model: the words of its name.

    >>> from energycommunity.demand import SpaceHeatDemand
    >>> title_of(SpaceHeatDemand)
    'Space heat demand'
    """
    return re.sub(r"(?<!^)([A-Z])", r" \1", model.__name__).capitalize()


def technology_page(technology: type[BaseModel]) -> str:
    """The page of a technology.

    >>> technology_page(TECHNOLOGIES[0])
    'technologies/air_conditioner.md'
    """
    return f"technologies/{tags_of(technology)[0]}.md"


def models_below(model: type[BaseModel]) -> dict[str, list[type[BaseModel]]]:
    """The models that may stand at each key of a model."""
    return {key: list(_models_in(info.annotation)) for key, info in names_of(model).items()}


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    for kind in alternatives(annotation):
        if is_model(kind):
            yield kind
        elif get_origin(kind) in (dict, list, tuple):
            for item in get_args(kind):
                yield from _models_in(item)


def homes() -> dict[type[BaseModel], Home]:
    """Every model of both files with its page: that of the one technology which has it, else a common one."""
    found: dict[type[BaseModel], Home] = {}
    for technology in TECHNOLOGIES:
        found[technology] = Home(technology_page(technology))
    for tariff in TARIFF_TYPES:
        found[tariff] = Home(TARIFF_PAGE)
    for page, roots in _roots().items():
        for root in roots:
            path = next(iter(tags_of(root)), "")
            _settle(root, page, path, found, set(TECHNOLOGIES + TARIFF_TYPES))
    return found


def _roots() -> dict[str, tuple[type[BaseModel], ...]]:
    own = {technology_page(technology): (technology,) for technology in TECHNOLOGIES}
    return {SCENARIO_PAGE: (Scenario,), TARIFF_PAGE: TARIFF_TYPES, RULES_PAGE: (Rules,), **own}


def _settle(
    model: type[BaseModel], page: str, path: str, found: dict[type[BaseModel], Home], stops: set[type[BaseModel]]
) -> None:
    """Note a place of every model below one; what stands on two pages moves to that of the scenario file."""
    for key, models in models_below(model).items():
        here = f"{path}.{key}" if path else key
        for below in models:
            if below in stops:
                continue
            home = found.setdefault(below, Home(page))
            if here in home.places:
                continue
            home.places.append(here)
            home.page = home.page if home.page == page else SCENARIO_PAGE
            _settle(below, page, here, found, stops)


def link(model: type[BaseModel], page: str, known: dict[type[BaseModel], Home]) -> str:
    """A link to the description of a model from a page."""
    target = known[model].page
    name = title_of(model)
    anchor = "" if model in TECHNOLOGIES else f"#{name.lower().replace(' ', '-')}"
    if model in TARIFF_TYPES:
        anchor = f"#{tags_of(model)[0]}"
    if target == page:
        return f"[{name}]({anchor})"
    path = os.path.relpath(target, PurePosixPath(page).parent).replace(os.sep, "/")
    return f"[{name}]({path}{anchor})"


def key_table(model: type[BaseModel], page: str, known: dict[type[BaseModel], Home], left_out: Iterable[str]) -> str:
    """The keys of a model: what each means, and what may stand there."""
    below = models_below(model)
    rows = []
    for key, info in names_of(model).items():
        if key not in left_out:
            meaning, *rest = field_lines(key, info, model, "en")
            links = [link(other, page, known) for other in dict.fromkeys(below[key])]
            links = [OVERVIEWS[key]] if key in OVERVIEWS and len(links) > KINDS_SHOWN else links
            rows.append((f"`{key}`", _with_meaning(info, meaning), "; ".join([*rest, *_listed(links)])))
    return table(("key", "meaning", "what may stand there"), rows)


def _with_meaning(info: FieldInfo, meaning: str) -> str:
    return f"**{meaning}**" if info.is_required() else meaning


def _listed(links: list[str]) -> list[str]:
    return [f"see {', '.join(links)}"] if links else []


def model_section(model: type[BaseModel], page: str, known: dict[type[BaseModel], Home]) -> str:
    """A heading, where the model stands, and its keys."""
    places = [f"`{place}`" for place in known[model].places]
    shown = ", ".join(places[:PLACES_SHOWN]) + (", and others" if len(places) > PLACES_SHOWN else "")
    keys = key_table(model, page, known, ())
    return f"## {title_of(model)}\n\n{summary_of(model)}\n\nStands at {shown}.\n\n{keys}"


def table(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table of Markdown.

    >>> print(table(("a", "b"), [("x", "y")]))
    | a | b |
    |---|---|
    | x | y |
    """
    lines = [list(headings)]
    lines += [["---"] * len(lines[0]), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    text = [f"| {' | '.join(line)} |" for line in lines]
    text[1] = text[1].replace(" ", "")
    return "\n".join(text)
