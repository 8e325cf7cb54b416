"""What a key of the scenario file means: meaning, unit, default, where it may stand."""

from __future__ import annotations

from energycommunity.errors import Fault, ScenarioError
from energycommunity.scenario.field_text import field_lines
from energycommunity.scenario.references import SECTIONS_WITH_NAMES
from energycommunity.scenario.schema import Scenario
from energycommunity.scenario.schema_tree import Entry, entries_below, nearest, tags_of
from energycommunity.technologies.registry import TECHNOLOGIES
from energycommunity.texts import text


def explain(key: str, language: str = "en") -> str:
    """Meaning, unit, words or numbers allowed, default and its source, for every place where a key may stand.

    Parameters
    ----------
    key : str
        A key (`capacity_kwp`), the end of a path (`photovoltaics.capacity_kwp`, `economics.inflation`), a path as it
        stands in a file, names of its own included (`buildings.school.space_heat.annual_kwh`), or a `type`.
    language : {"en", "lv"}
        Of all words but units, names and sources.

    Raises
    ------
    ScenarioError
        If no key is called so; names the nearest.

    Examples
    --------
    >>> print(explain("economics.inflation"))
    economics.inflation
      Yearly inflation, for nominal tables only
      from -0.1 to 0.5
      default: 0.02
    """
    entries = list({entry[0]: entry for entry in entries_below(Scenario, "")}.values())
    wanted = _without_own_names(key.split("."), {part for path, _, _ in entries for part in path.split(".")})
    found = [entry for entry in entries if _fits(wanted, entry[0].split("."))]
    if found:
        return "\n".join(_together([_told(entry, entries, language) for entry in found]))
    kinds = {tag for path, _, model in entries for tag in tags_of(model) if f".{tag}." in f".{path}."}
    if key in kinds:
        return _told_kind(key, entries, language)
    keys = [*dict.fromkeys(path.rpartition(".")[2] for path, _, _ in entries), *sorted(kinds)]
    near = nearest(key.rpartition(".")[2], keys)
    sentence = "scenario_explain_unknown_nearest" if near else "scenario_explain_unknown"
    raise ScenarioError(Fault(sentence, {"given": key, "nearest": near}))


def _without_own_names(parts: list[str], known: set[str]) -> list[str]:
    """A path without the names that its writer gave to buildings, assets and the like."""
    own = {at + 1 for at, part in enumerate(parts[:-2]) if part in SECTIONS_WITH_NAMES}
    return [part for at, part in enumerate(parts) if at not in own or part in known]


def _fits(wanted: list[str], path: list[str]) -> bool:
    """Whether a path ends with the wanted key and has the other parts before it, in their order."""
    if path[-1] != wanted[-1]:
        return False
    rest = iter(path)
    return all(part in rest for part in wanted)


def _told(entry: Entry, entries: list[Entry], language: str) -> tuple[str, str]:
    """A path, and what stands there."""
    path, info, model = entry
    lines = [f"  {line}" for line in field_lines(path.rpartition(".")[2], info, model, language)]
    depth = path.count(".") + 1
    beneath = [other.split(".")[depth] for other, _, _ in entries if other.startswith(f"{path}.")]
    if beneath:
        lines.append("  " + text("scenario_explain_keys_below", language, keys=", ".join(dict.fromkeys(beneath))))
    return path, "\n".join(lines)


def _together(told: list[tuple[str, str]]) -> list[str]:
    """What means the same in several places is told once, under all of them.

    >>> _together([("a.x", "  power"), ("b.x", "  size"), ("c.x", "  power")])
    ['a.x', 'c.x', '  power', 'b.x', '  size']
    """
    places: dict[str, list[str]] = {}
    for path, meaning in told:
        places.setdefault(meaning, []).append(path)
    return [line for meaning, paths in places.items() for line in (*paths, meaning)]


def _told_kind(kind: str, entries: list[Entry], language: str) -> str:
    """The keys of a type of asset or tariff, and where its figures stand."""
    keys = [path.rpartition(".")[2] for path, _, _ in entries if path.split(".")[-2:-1] == [kind]]
    lines = [f"type: {kind}", "  " + text("scenario_explain_keys_below", language, keys=", ".join(dict.fromkeys(keys)))]
    if kind in {tag for technology in TECHNOLOGIES for tag in tags_of(technology)}:
        lines.append("  " + text("scenario_explain_technology", language, type=kind))
    return "\n".join(lines)
