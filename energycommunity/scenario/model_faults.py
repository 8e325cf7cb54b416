"""The errors that pydantic finds -> faults with line, path, what was given and what is allowed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from energycommunity.errors import Fault
from energycommunity.quantities import unit_of
from energycommunity.scenario.located import Located, Path, fault_at, find, plain
from energycommunity.scenario.scalars import degrees_from_minutes, with_point
from energycommunity.scenario.schema_tree import is_model, keys_at, kinds_at, nearest, tags_of
from energycommunity.scenario.table_headings import word_fault
from energycommunity.scenario.units import INHERITING, shown_unit
from energycommunity.texts import table

#: Pydantic's wrong-type errors -> what was expected. `number` and `mapping` may hold at once.
_EXPECTED = {
    "float_parsing": "number", "float_type": "number", "int_parsing": "number", "int_type": "number",
    "int_parsing_size": "number", "finite_number": "number", "int_from_float": "whole_number", "string_type": "text",
    "bool_parsing": "truth", "bool_type": "truth", "model_type": "mapping", "model_attributes_type": "mapping",
    "dict_type": "mapping", "list_type": "list", "tuple_type": "list", "literal_error": "choice",
    "datetime_type": "time", "datetime_parsing": "time", "datetime_from_date_parsing": "time", "none_required": "null",
}  # fmt: skip
_LIMITS = {
    "greater_than": ("scenario_must_exceed", "gt"),
    "greater_than_equal": ("scenario_too_small", "ge"),
    "less_than": ("scenario_must_stay_below", "lt"),
    "less_than_equal": ("scenario_too_large", "le"),
}


@dataclass(frozen=True)
class _Finding:
    """One error of pydantic: its path in the file, and the labels of union members that pydantic put between."""

    path: Path
    branches: tuple[tuple[Path, str], ...]
    error: Any

    @property
    def type(self) -> str:
        return str(self.error["type"])


def faults_of(error: ValidationError, tree: Located, root: type[BaseModel]) -> list[Fault]:
    """All faults of a validation, one for each place of the file."""
    findings = _best_branches([_finding(entry, tree) for entry in error.errors(include_url=False)], tree)
    at_path: dict[Path, list[_Finding]] = defaultdict(list)
    for finding in findings:
        if finding.type == "too_short" and any(_is_below(other.path, finding.path) for other in findings):
            continue  # pydantic counts the entries without faults only
        at_path[finding.path].append(finding)
    faults = [_fault(path, group, tree, root) for path, group in at_path.items()]
    return [fault for fault in faults if not _is_missing_for_a_slip(fault, faults)]


def shown(value: object) -> str:
    """A value as it is quoted in a message: texts in quotes, mappings by their keys.

    >>> shown("abc"), shown({"min": 1}), shown([1, 2]), shown(None), shown(True), shown(5.0)
    ("'abc'", '{min}', '[1, 2]', 'null', 'true', '5')
    """
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false"}.get(value, "null") if value is not None else "null"
    if isinstance(value, dict):
        return "{" + ", ".join(map(str, value)) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(shown(item) for item in value[:4]) + (", …" if len(value) > 4 else "") + "]"
    if isinstance(value, float):
        return f"{value:g}"
    return f"'{value}'" if isinstance(value, str) else str(value)


def _is_below(path: Path, above: Path) -> bool:
    return len(path) > len(above) and path[: len(above)] == above


def _is_missing_for_a_slip(fault: Fault, faults: list[Fault]) -> bool:
    """Whether a key is missing only because it is misspelt beside, which is told already."""
    parent, _, name = fault.path.rpartition(".")
    return fault.key == "scenario_missing_key" and any(
        other.values.get("nearest") == name and other.path.rpartition(".")[0] == parent
        for other in faults
        if other.key == "scenario_unknown_key_nearest"
    )


def _finding(entry: Any, tree: Located) -> _Finding:
    path: list[str] = []
    branches: list[tuple[Path, str]] = []
    node: Located | None = tree
    location: Sequence[str | int] = entry["loc"]
    for position, part in enumerate(location):
        below = node.entries.get(str(part)) if node else None
        last = position == len(location) - 1
        if below is not None:
            path.append(str(part))
            node = below
        elif last and entry["type"] == "missing":
            path.append(str(part))
        else:
            branches.append((tuple(path), str(part)))
    return _Finding(tuple(path), tuple(branches), entry)


def _best_branches(findings: list[_Finding], tree: Located) -> list[_Finding]:
    """Of the members of each union that all failed, keep the errors of the one that fits the value best."""
    unions: dict[Path, dict[str, list[_Finding]]] = defaultdict(lambda: defaultdict(list))
    for finding in findings:
        for place, label in dict(finding.branches).items():
            unions[place][label].append(finding)
    dropped: set[int] = set()
    for place, members in unions.items():
        node = find(tree, place)
        if len(members) < 2 or node is None or not isinstance(node.value, dict | list):
            continue
        ranked = sorted(members.values(), key=lambda group: _distance(group, place))
        dropped |= {id(finding) for group in ranked[1:] for finding in group}
    return [finding for finding in findings if id(finding) not in dropped]


def _distance(group: list[_Finding], place: Path) -> float:
    """How far a union member is from the value: unknown keys count more than missing ones, a wrong kind most."""
    weights = {"extra_forbidden": 10.0, "missing": 3.0}
    return sum(1000.0 if f.path == place and f.type in _EXPECTED else weights.get(f.type, 1.0) for f in group)


def _fault(path: Path, group: list[_Finding], tree: Located, root: type[BaseModel]) -> Fault:
    expected = sorted({_EXPECTED[finding.type] for finding in group if finding.type in _EXPECTED})
    finding = group[0]
    if expected and all(finding.type in _EXPECTED for finding in group):
        return _wrong_kind(path, group, expected, tree, root)
    return _TELLERS.get(finding.type, _refused)(path, finding, tree, root)


def _refused(path: Path, finding: _Finding, tree: Located, _root: type[BaseModel]) -> Fault:
    """An error of a model's own check: its type may name a text, else its English words are handed on."""
    context = finding.error.get("ctx", {})
    if finding.type in table():
        return fault_at(tree, path, finding.type, **context)
    return fault_at(tree, path, "scenario_refused", reason=str(context.get("error", finding.error["msg"])))


def _missing(path: Path, _: _Finding, tree: Located, _root: type[BaseModel]) -> Fault:
    return fault_at(tree, path, "scenario_missing_key", name=path[-1])


def _too_few(path: Path, finding: _Finding, tree: Located, _root: type[BaseModel]) -> Fault:
    context = finding.error["ctx"]
    return fault_at(tree, path, "scenario_too_few", given=context["actual_length"], limit=context["min_length"])


def _unknown_key(path: Path, _: _Finding, tree: Located, root: type[BaseModel]) -> Fault:
    allowed = keys_at(root, tree, path[:-1])
    near = nearest(path[-1], allowed)
    if near:
        return fault_at(tree, path, "scenario_unknown_key_nearest", given=path[-1], nearest=near)
    return fault_at(tree, path, "scenario_unknown_key", given=path[-1], allowed=", ".join(allowed))


def _unknown_type(path: Path, finding: _Finding, tree: Located, root: type[BaseModel]) -> Fault:
    kinds = kinds_at(root, tree, path)
    allowed = [tag for kind in kinds if is_model(kind) for tag in tags_of(kind)]
    tag = find(tree, (*path, "type"))
    if tag is None:
        return fault_at(tree, path, "scenario_missing_type", allowed=", ".join(allowed))
    near = nearest(str(plain(tag)), allowed)
    values = {"given": shown(plain(tag)), "allowed": ", ".join(allowed)}
    if near:
        return fault_at(tree, (*path, "type"), "scenario_unknown_type_nearest", nearest=near, **values)
    return fault_at(tree, (*path, "type"), "scenario_unknown_type", **values)


def _out_of_range(path: Path, finding: _Finding, tree: Located, _root: type[BaseModel]) -> Fault:
    key, name = _LIMITS[finding.type]
    limit, given = finding.error["ctx"][name], finding.error["input"]
    # An efficiency of 1.05 is a wrong number; 5 or 85 is one in percent.
    if name in ("le", "lt") and limit <= 1.5 <= given <= 100:
        cure = f"{given / 100:g}"
        return fault_at(tree, path, "scenario_percent", given=shown(given), limit=f"{limit:g}", cure=cure)
    return fault_at(tree, path, key, given=shown(given), limit=f"{limit:g}")


def _wrong_kind(path: Path, group: list[_Finding], expected: list[str], tree: Located, root: type[BaseModel]) -> Fault:
    node = find(tree, path)
    value = node.value if node else None
    given = shown(group[0].error["input"])
    if value is None:
        return fault_at(tree, path, "scenario_empty_value", name=path[-1] if path else "")
    if expected == ["choice"]:
        return _wrong_choice(path, group, tree)
    if isinstance(value, str) and {"number", "whole_number"} & set(expected):
        special = _mistyped_number(path, value, tree)
        if special:
            return special
    unit = _unit_at(path)
    if expected == ["number"] and unit:
        return fault_at(tree, path, "scenario_number_expected_in_unit", given=given, unit=shown_unit(unit))
    key = f"scenario_expected_{'_or_'.join(expected)}"
    keys = ", ".join(keys_at(root, tree, path))
    if key == "scenario_expected_mapping" and not keys:
        key = "scenario_expected_names"
    allowed = _choices(group)
    near = nearest(str(value), allowed)
    wanted = (f"{key}_nearest" if near else key, key, "scenario_expected_other")
    key = next(each for each in wanted if each in table())
    return fault_at(tree, path, key, given=given, keys=keys, allowed=", ".join(allowed), nearest=near)


def _unit_at(path: Path) -> str | None:
    names = [name for name in path if not name.isdigit()]
    inherits = len(names) > 1 and names[-1] in INHERITING
    return unit_of(names[-2 if inherits else -1]) if names else None


def _mistyped_number(path: Path, value: str, tree: Located) -> Fault | None:
    cure = with_point(value)
    if cure is not None:
        return fault_at(tree, path, "scenario_decimal_comma", given=value, cure=cure)
    if value.strip().endswith("%"):
        number = (with_point(value.strip()[:-1]) or value.strip()[:-1]).strip()
        try:
            return fault_at(tree, path, "scenario_percent_sign", given=value, cure=f"{float(number) / 100:g}")
        except ValueError:
            return None
    degrees = degrees_from_minutes(value)
    return fault_at(tree, path, "scenario_degrees", given=value, cure=f"{degrees:g}") if degrees is not None else None


def _wrong_choice(path: Path, group: list[_Finding], tree: Located) -> Fault:
    allowed = _choices(group)
    given = group[0].error["input"]
    if isinstance(given, str) and given in allowed:  # "3" where a number is meant
        return fault_at(tree, path, "scenario_number_in_quotes", given=given)
    node = find(tree, path)
    if node is not None and node.place.cell is not None:
        sentence, told = word_fault(str(given), ".".join(path[2:]), allowed)
        return fault_at(tree, path, sentence, **told)
    near = nearest(str(given), allowed)
    values = {"given": shown(given), "allowed": ", ".join(allowed)}
    if near:
        return fault_at(tree, path, "scenario_not_one_of_nearest", nearest=near, **values)
    return fault_at(tree, path, "scenario_not_one_of", **values)


def _choices(group: list[_Finding]) -> list[str]:
    """The words that are allowed, out of pydantic's sentence `'a', 'b' or 'c'`."""
    lists = [finding.error["ctx"]["expected"] for finding in group if finding.type == "literal_error"]
    words = [word.strip("'") for listed in lists for word in listed.replace(" or ", ", ").split(", ")]
    return list(dict.fromkeys(words))


_TELLERS = {
    "missing": _missing,
    "extra_forbidden": _unknown_key,
    "union_tag_invalid": _unknown_type,
    "union_tag_not_found": _unknown_type,
    "too_short": _too_few,
    **dict.fromkeys(_LIMITS, _out_of_range),
}
