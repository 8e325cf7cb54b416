"""Variants: named changes to the file that may build on each other, and changes from the command line on top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pydantic import BaseModel

from energycommunity.errors import Fault, ScenarioError
from energycommunity.scenario.document import read_document
from energycommunity.scenario.located import Located, Path, Place, fault_at, plain
from energycommunity.scenario.model_faults import shown
from energycommunity.scenario.names import folded, refusal_of_name
from energycommunity.scenario.overriding import OverrideError, merge, override
from energycommunity.scenario.schema_tree import TABLES_AT_TOP, names_of, nearest

BASELINE = "baseline"
#: Keys of a variant beside the keys of the file's top level.
VARIANT_KEYS = ("from", "set", "baseline", "title")


@dataclass
class ResolvedVariants:
    """The tree of every variant by name, which of them is the baseline, and what is wrong with their definitions."""

    baseline: str
    trees: dict[str, Located]
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True)
class _Definitions:
    """The whole file, the file without its variants, and the variants as they are written."""

    whole: Located
    base: Located
    variants: dict[str, Located]
    root: type[BaseModel]


def resolve_variants(tree: Located, root: type[BaseModel], overrides: Sequence[str] = ()) -> ResolvedVariants:
    """Every variant of a file as a tree of its own; a file without `variants:` has one, called `baseline`.

    `root` is the model of the file's top level; `overrides` are texts `path=value` that hold in every variant.
    """
    top = dict(tree.entries)
    section, chosen = top.pop("variants", None), top.pop(BASELINE, None)
    base = replace(tree, value=top)
    if section is None or section.value in (None, {}):
        resolved = ResolvedVariants(_name_of_single(top), {_name_of_single(top): base})
    else:
        resolved = _resolve_section(tree, base, section, root)
        resolved.baseline = _find_baseline(tree, resolved, chosen)
    _apply_overrides(resolved, overrides, root)
    return resolved


def _name_of_single(top: dict[str, Located]) -> str:
    """A file that is one variant of another, resolved, says so in `variant`."""
    written = top.get("variant")
    return written.value if written and isinstance(written.value, str) else BASELINE


def _resolve_section(tree: Located, base: Located, section: Located, root: type[BaseModel]) -> ResolvedVariants:
    resolved = ResolvedVariants(BASELINE, {})
    if not isinstance(section.value, dict):
        raise ScenarioError(fault_at(tree, ("variants",), "scenario_expected_names", given=shown(plain(section))))
    definitions = _Definitions(tree, base, section.value, root)
    for name in section.value:
        resolved.faults += [*_name_faults(definitions, name), *_shape_faults(definitions, name)]
    try:
        for name in section.value if not resolved.faults else ():
            _resolve(name, definitions, resolved, ())
    except ScenarioError as error:
        resolved.faults += error.faults
    if not resolved.trees:  # so that faults in the file itself are told beside those of the variants
        resolved.trees[BASELINE] = base
    return resolved


def _name_faults(definitions: _Definitions, name: str) -> list[Fault]:
    """A variant is filed in a folder of its name."""
    path: Path = ("variants", name)
    key = refusal_of_name(name)
    if key is not None:
        return [fault_at(definitions.whole, path, key, given=name)]
    same = next(other for other in definitions.variants if folded(other) == folded(name))
    if same != name:
        return [fault_at(definitions.whole, path, "scenario_name_differs_by_case", given=name, other=same)]
    return []


def _shape_faults(definitions: _Definitions, name: str) -> list[Fault]:
    """Faults of one variant that do not depend on the others: no mapping, unknown keys, `set` that is none."""
    tree, written = definitions.whole, definitions.variants[name]
    path: Path = ("variants", name)
    if written.value is not None and not isinstance(written.value, dict):
        return [fault_at(tree, path, "scenario_variants_no_mapping")]
    faults = _baseline_mark_faults(definitions, name)
    allowed = [*VARIANT_KEYS, *names_of(definitions.root), *TABLES_AT_TOP]
    for key in written.entries:
        if key not in allowed:
            near = nearest(key, allowed)
            sentence = "scenario_unknown_key_nearest" if near else "scenario_unknown_key"
            faults.append(
                fault_at(tree, (*path, key), sentence, given=key, nearest=near, allowed=", ".join(VARIANT_KEYS))
            )
    changes = written.entries.get("set")
    if changes is not None and changes.value is not None and not isinstance(changes.value, dict):
        faults.append(fault_at(tree, (*path, "set"), "scenario_set_no_mapping"))
    parent = written.entries.get("from")
    if parent is not None and not isinstance(parent.value, str):
        faults.append(fault_at(tree, (*path, "from"), "scenario_expected_text", given=shown(plain(parent))))
    elif parent is not None and parent.value not in definitions.variants:
        near = nearest(str(parent.value), definitions.variants)
        sentence = "scenario_unknown_name_nearest" if near else "scenario_unknown_name"
        names = ", ".join(definitions.variants)
        values = {"given": parent.value, "nearest": near, "section": "variants", "allowed": names}
        faults.append(fault_at(tree, (*path, "from"), sentence, **values))
    return faults


def _baseline_mark_faults(definitions: _Definitions, name: str) -> list[Fault]:
    """`baseline` of a variant that is neither true nor false."""
    mark = definitions.variants[name].entries.get(BASELINE)
    if mark is None or mark.value is None or isinstance(mark.value, bool):
        return []
    path = ("variants", name, BASELINE)
    return [fault_at(definitions.whole, path, "scenario_expected_truth", given=shown(plain(mark)))]


def _resolve(name: str, definitions: _Definitions, resolved: ResolvedVariants, below: tuple[str, ...]) -> Located:
    """The tree of a variant, after those it builds on; `below` are the variants that are waiting for it."""
    if name in resolved.trees:
        return resolved.trees[name]
    if name in below:
        chain = (*below[below.index(name) :], name)
        path = ("variants", name, "from")
        raise ScenarioError(fault_at(definitions.whole, path, "scenario_variant_cycle", chain=" → ".join(chain)))
    written = definitions.variants[name]
    parent = written.entries.get("from")
    start = definitions.base
    if parent is not None:
        start = _resolve(str(parent.value), definitions, resolved, (*below, name))
    resolved.trees[name] = _changed(start, name, definitions, resolved.faults)
    return resolved.trees[name]


def _changed(start: Located, name: str, definitions: _Definitions, faults: list[Fault]) -> Located:
    written = definitions.variants[name]
    direct = {key: child for key, child in written.entries.items() if key not in VARIANT_KEYS}
    direct["variant"] = Located(name, written.place)
    direct["variant_title"] = written.entries.get("title", Located(None, written.place))
    result = merge(start, Located(direct, written.place)) or start
    changes = written.entries.get("set")
    for dotted, new in changes.entries.items() if changes else ():
        try:
            result = override(result, tuple(dotted.split(".")), new, definitions.root)
        except OverrideError as error:
            faults.append(_placed(error.fault, new.place, f"variants.{name}.set.{dotted}"))
    return result


def _placed(fault: Fault, place: Place, path: str) -> Fault:
    return replace(fault, file=place.file, line=place.line, path=path)


def _find_baseline(tree: Located, resolved: ResolvedVariants, chosen: Located | None) -> str:
    variants = tree.entries["variants"].entries
    marked = [name for name, written in variants.items() if _is_marked(written)]
    if chosen is not None and chosen.value is not None:
        marked = [str(plain(chosen))]
    if len(marked) > 1:
        resolved.faults.append(
            fault_at(tree, ("variants", marked[1]), "scenario_two_baselines", names=", ".join(marked))
        )
    name = marked[0] if marked else BASELINE
    if name not in variants:
        path = (BASELINE,) if chosen is not None else ("variants",)
        names = ", ".join(variants)
        resolved.faults.append(fault_at(tree, path, "scenario_no_baseline", name=name, names=names))
    return name


def _is_marked(written: Located) -> bool:
    mark = written.entries.get(BASELINE)
    return mark is not None and mark.value is True


def _apply_overrides(resolved: ResolvedVariants, overrides: Sequence[str], root: type[BaseModel]) -> None:
    """Lay `path=value` over every variant that has the path; a path that none has is a fault."""
    for text in overrides:
        place = Place(f"--set {text}", None)
        dotted, equals, written = text.partition("=")
        if not equals or not dotted.strip():
            resolved.faults.append(_placed(Fault("scenario_override_form"), place, ""))
            continue
        try:
            value = _value_of(written, place)
        except ScenarioError as error:
            resolved.faults += [replace(fault, file=place.file, line=None) for fault in error.faults]
            continue
        _override_all(resolved, tuple(dotted.strip().split(".")), value, root)


def _value_of(written: str, place: Place) -> Located:
    """The value of an override, read as YAML; nothing is null."""
    if not written.strip():
        return Located(None, place)
    tree, faults = read_document(f"value: {written}", place.file)
    if faults:
        raise ScenarioError(faults)
    return _all_at(tree.entries["value"], place)


def _all_at(node: Located, place: Place) -> Located:
    if isinstance(node.value, dict):
        return Located({name: _all_at(child, place) for name, child in node.value.items()}, place)
    if isinstance(node.value, list):
        return Located([_all_at(child, place) for child in node.value], place)
    return node.at(place)


def _override_all(resolved: ResolvedVariants, path: Path, value: Located, root: type[BaseModel]) -> None:
    failed: list[Fault] = []
    for name, tree in resolved.trees.items():
        try:
            resolved.trees[name] = override(tree, path, value, root)
        except OverrideError as error:
            failed.append(_placed(error.fault, value.place, ""))
    if len(failed) == len(resolved.trees):
        resolved.faults += failed[:1]
