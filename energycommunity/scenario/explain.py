"""What a key of the scenario file, or of another, means: meaning, unit, default, where it may stand."""

from __future__ import annotations

import difflib
from functools import cache

from pydantic import BaseModel

from energycommunity.errors import Fault, ScenarioError
from energycommunity.scenario.field_text import field_lines
from energycommunity.scenario.keys_beside import SENTENCES, example_lines
from energycommunity.scenario.references import SECTIONS_WITH_NAMES
from energycommunity.scenario.schema import Scenario
from energycommunity.scenario.schema_tree import Entry, entries_below, tags_of
from energycommunity.technologies.registry import TECHNOLOGIES
from energycommunity.texts import text


def explain(key: str, language: str = "en", root: type[BaseModel] = Scenario) -> str:
    """Meaning, unit, words or numbers allowed, default and its source, for every place where a key may stand.

    Parameters
    ----------
    key : str
        A key (`capacity_kwp`), the end of a path (`photovoltaics.capacity_kwp`, `economics.inflation`), a path as it
        stands in a file, names of its own included (`buildings.school.space_heat.annual_kwh`), a `type`, or words of
        a key (`co2`).
    language : {"en", "lv"}
        Of all words but units, names and sources.
    root : type of BaseModel
        What the file is read as.

    Raises
    ------
    ScenarioError
        If no key is called so; names the nearest three.

    Examples
    --------
    >>> print(explain("economics.inflation"))
    economics.inflation
      Yearly inflation, for nominal tables only
      from -0.1 to 0.5
      default: 0.02
    """
    entries = _entries(root)
    paths = [*(path for path, _, _ in entries), *_sentences(root)]
    key = "_".join(key.split())
    wanted = _without_own_names(key.split("."), {part for path in paths for part in path.split(".")})
    found = [path for path in paths if _fits(wanted, path.split("."))]
    kinds = _kinds(root)
    if not found and key in kinds:
        return _told_kind(key, entries, language)
    if not found:
        found = [path for path in paths if f"_{key}_" in f"_{path.rpartition('.')[2]}_"]
    if not found:
        tails = dict.fromkeys(".".join(path.split(".")[-len(wanted) :]) for path in paths)
        names = [*sorted(kinds, key=len), *dict.fromkeys(path.rpartition(".")[2] for path in paths)]
        raise ScenarioError(_unknown(key, names, list(tails) if len(wanted) > 1 else []))
    return "\n".join(_together([_told(path, entries, root, language) for path in found]))


@cache
def _entries(root: type[BaseModel]) -> tuple[Entry, ...]:
    """Every path of a file once."""
    return tuple({entry[0]: entry for entry in entries_below(root, "")}.values())


@cache
def _kinds(root: type[BaseModel]) -> frozenset[str]:
    """The types of assets and tariffs that stand in paths of a file."""
    return frozenset(tag for path, _, model in _entries(root) for tag in tags_of(model) if f".{tag}." in f".{path}.")


def _unknown(key: str, names: list[str], paths: list[str]) -> Fault:
    """That there is no such key, with the nearest three: by letters of path or key, then by a word that they share."""
    paths_alike = difflib.get_close_matches(key.lower(), paths, 3, 0.8)
    asked = key.rpartition(".")[2].lower()
    alike = difflib.get_close_matches(asked, names, 3, 0.6)
    sharing = [name for name in names if set(asked.split("_")) & set(name.split("_"))]
    near = list(dict.fromkeys(paths_alike or [*alike, *sharing]))[:3]
    sentence = "scenario_explain_unknown_nearest" if near else "scenario_explain_unknown"
    return Fault(sentence, {"given": key, "nearest": ", ".join(f"'{name}'" for name in near)})


def _without_own_names(parts: list[str], known: set[str]) -> list[str]:
    """A path without the names that its writer gave to buildings, assets and the like."""
    own = {at + 1 for at, part in enumerate(parts[:-2]) if part in (*SECTIONS_WITH_NAMES, "variants")}
    return [part for at, part in enumerate(parts) if at not in own or part in known]


def _fits(wanted: list[str], path: list[str]) -> bool:
    """Whether a path ends with the wanted key and has the other parts before it, in their order."""
    if path[-1] != wanted[-1]:
        return False
    rest = iter(path)
    return all(part in rest for part in wanted)


def _sentences(root: type[BaseModel]) -> dict[str, str]:
    """The keys that the loader of a file reads beside those of its models."""
    return SENTENCES if root is Scenario else {}


def _told(path: str, entries: tuple[Entry, ...], root: type[BaseModel], language: str) -> tuple[str, str]:
    """A path, and what stands there."""
    beside = _sentences(root)
    if path in beside:
        lines = [text(beside[path], language)]
    else:
        info, model = next((info, model) for known, info, model in entries if known == path)
        lines = field_lines(path.rpartition(".")[2], info, model, language)
    depth = path.count(".") + 1
    others = [*(known for known, _, _ in entries), *beside]
    beneath = [other.split(".")[depth] for other in others if other.startswith(f"{path}.")]
    if beneath:
        lines.append(text("scenario_explain_keys_below", language, keys=", ".join(dict.fromkeys(beneath))))
    lines += example_lines(path, language) if root is Scenario else []
    return path, "\n".join(f"  {line}" for line in lines)


def _together(told: list[tuple[str, str]]) -> list[str]:
    """What means the same in several places is told once, under all of them.

    >>> _together([("a.x", "  power"), ("b.x", "  size"), ("c.x", "  power")])
    ['a.x', 'c.x', '  power', 'b.x', '  size']
    """
    places: dict[str, list[str]] = {}
    for path, meaning in told:
        places.setdefault(meaning, []).append(path)
    return [line for meaning, paths in places.items() for line in (*paths, meaning)]


def _told_kind(kind: str, entries: tuple[Entry, ...], language: str) -> str:
    """The keys of a type of asset or tariff, and where its figures stand."""
    keys = [path.rpartition(".")[2] for path, _, _ in entries if path.split(".")[-2:-1] == [kind]]
    lines = [f"type: {kind}", "  " + text("scenario_explain_keys_below", language, keys=", ".join(dict.fromkeys(keys)))]
    if kind in {tag for technology in TECHNOLOGIES for tag in tags_of(technology)}:
        lines.append("  " + text("scenario_explain_technology", language, type=kind))
    return "\n".join(lines)
