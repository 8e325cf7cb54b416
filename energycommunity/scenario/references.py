"""Names that point to other parts of the file, checked on the tree: so a slip is told beside all other faults."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from energycommunity.errors import Fault
from energycommunity.scenario.located import Located, Path, fault_at, find, plain, walk
from energycommunity.scenario.names import folded, refusal_of_name
from energycommunity.scenario.schema_tree import nearest
from energycommunity.tariffs.registry import TARIFF_TYPES
from energycommunity.technologies.base import Technology
from energycommunity.technologies.registry import ASSET_TYPES

EACH_BUILDING = "each_building"
BUILDING_MEMBER = "building_member"
BUILDING_METER = "building_meter"
#: Words with a meaning of their own, which nothing may be called.
RESERVED = (EACH_BUILDING, BUILDING_MEMBER, BUILDING_METER, "community")
SECTIONS_WITH_NAMES = (
    "tariffs",
    "members",
    "meters",
    "buildings",
    "heat_networks",
    "assets",
    "renovation_packages",
    "financing",
    "leases",
)
#: Within each group a name may stand once, because results are filed under it.
_ONE_NAMESPACE = (("assets", "heat_networks", "meters"), ("buildings", "heat_networks"))


@dataclass(frozen=True)
class Reference:
    """Where a name stands (`*` for any), in which sections it must be found, and what may stand there besides."""

    path: Path
    sections: tuple[str, ...]
    besides: tuple[str, ...] = ()
    purpose: str | None = None


#: Keys of assets that name something are the same in all technologies.
REFERENCES = (
    Reference(("meters", "*", "member"), ("members",)),
    Reference(("meters", "*", "import"), ("tariffs",), purpose="purchase"),
    Reference(("meters", "*", "export"), ("tariffs",), purpose="sale"),
    Reference(("buildings", "*", "meter"), ("meters",)),
    Reference(("buildings", "*", "flats_meter"), ("meters",)),
    Reference(("heat_networks", "*", "owner"), ("members",)),
    Reference(("heat_networks", "*", "meter"), ("meters",)),
    Reference(("assets", "*", "owner"), ("members",), (BUILDING_MEMBER,)),
    Reference(("assets", "*", "meter"), ("meters",), (BUILDING_METER, EACH_BUILDING)),
    Reference(("assets", "*", "at"), ("buildings", "heat_networks"), (EACH_BUILDING,)),
    Reference(("assets", "*", "roof"), ("buildings",), (EACH_BUILDING,)),
    Reference(("assets", "*", "network"), ("heat_networks",)),
    Reference(("assets", "*", "store"), ("assets",)),
    Reference(("assets", "*", "fuel"), ("tariffs",), purpose="fuel"),
    Reference(("assets", "*", "import"), ("tariffs",), purpose="heat"),
    Reference(("assets", "*", "sources", "*", "fuel"), ("tariffs",), purpose="fuel"),
    Reference(("assets", "*", "sources", "*", "electricity"), ("tariffs",), purpose="purchase"),
    Reference(("assets", "*", "present_tariffs", "*"), ("tariffs",)),
    Reference(("financing", "*", "member"), ("members",)),
    Reference(("leases", "*", "user"), ("members",)),
    Reference(("assets", "*", "booster_electricity"), ("tariffs",), purpose="purchase"),
    Reference(("community", "key", "order", "*"), ("members",)),
    Reference(("community", "other_keys", "*", "order", "*"), ("members",)),
)
#: Mappings whose keys are names, and the section where these must be found.
NAMES_AS_KEYS = (
    (("heat_networks", "*", "connections", "*"), "buildings"),
    (("balances", "meters", "*"), "meters"),
    *(
        (("community", *key, values, "*"), "members")
        for key in (("key",), ("other_keys", "*"))
        for values in ("shares", "invested_eur")
    ),
)
#: Owners and payers: a list of them is told apart from other wrong values.
_OWNERS = ("owner", "member")


def reference_faults(tree: Located) -> list[Fault]:
    """Names that nothing has, contracts of the wrong kind, names that may not be used, and sizes that cannot be."""
    faults = [fault for reference in REFERENCES for fault in _faults_of(reference, tree)]
    return [*faults, *_names_as_keys(tree), *_name_faults(tree), *_collisions(tree), *_ranges(tree)]


def _faults_of(reference: Reference, tree: Located) -> Iterator[Fault]:
    if any(_is_unreadable(tree, section) for section in reference.sections):
        return
    for path in _matches(tree, reference.path):
        node = find(tree, path)
        if node is None or node.value is None or (reference.path[-1] == "at" and _is_only_for_people(tree, path)):
            continue
        if isinstance(node.value, list) and reference.path[-1] in _OWNERS:
            given = ", ".join(str(plain(item)) for item in node.value)
            yield fault_at(tree, path, "scenario_two_owners", given=given)
        elif isinstance(node.value, str) and node.value not in reference.besides:
            yield from _name_fault(reference, tree, path, node.value)


def _is_unreadable(tree: Located, section: str) -> bool:
    """Whether a section holds no names at all, which is a fault of its own."""
    node = find(tree, (section,))
    return node is not None and node.value is not None and not isinstance(node.value, dict)


def _matches(tree: Located, pattern: Path, done: Path = ()) -> Iterator[Path]:
    if not pattern:
        yield done
        return
    node = find(tree, done)
    names = list(node.entries) if node else []
    for name in names if pattern[0] == "*" else [pattern[0]] if pattern[0] in names else []:
        yield from _matches(tree, pattern[1:], (*done, name))


def _is_only_for_people(tree: Located, path: Path) -> bool:
    """`at` of an asset that stands behind a meter and gives no heat is a remark: no heat is balanced there."""
    tag, meter = find(tree, (*path[:-1], "type")), find(tree, (*path[:-1], "meter"))
    for technology in ASSET_TYPES:
        if tag is not None and technology.model_fields["type"].default == tag.value:
            return not places_heat(technology) and meter is not None
    return True


def places_heat(technology: type[Technology]) -> bool:
    """Whether a technology gives or takes heat or cold where `at` says: it is required, or means the use of waste heat.

    >>> from energycommunity.technologies.battery import Battery
    >>> places_heat(Battery)
    False
    """
    at = technology.model_fields.get("at")
    return at is not None and (at.is_required() or technology.gives_waste_heat)


def plant_nodes(tree: Located) -> dict[str, str]:
    """The boiler houses by name, with the network of each: plants may stand at them."""
    nodes: dict[str, str] = {}
    for name in _names(tree, "heat_networks"):
        node = find(tree, ("heat_networks", name, "plant_node"))
        if node is not None and isinstance(node.value, str):
            nodes[node.value] = name
    return nodes


def _name_fault(reference: Reference, tree: Located, path: Path, given: str) -> Iterator[Fault]:
    names = [name for section in reference.sections for name in _names(tree, section)]
    if reference.path[-1] == "at":
        names += [name for name in plant_nodes(tree) if name not in names]
    if given in names:
        if reference.purpose is not None:
            yield from _purpose_fault(reference.purpose, tree, path, given)
        return
    allowed = [*names, *reference.besides]
    values: dict[str, object] = {"given": given, "section": ", ".join(reference.sections)}
    near = nearest(given, allowed)
    if near:
        yield fault_at(tree, path, "scenario_unknown_name_nearest", nearest=near, **values)
    elif allowed:
        yield fault_at(tree, path, "scenario_unknown_name", allowed=", ".join(allowed), **values)
    else:
        yield fault_at(tree, path, "scenario_unknown_name_no_section", **values)


def _names(tree: Located, section: str) -> list[str]:
    node = find(tree, (section,))
    return list(node.value) if node and isinstance(node.value, dict) else []


def _purpose_fault(purpose: str, tree: Located, path: Path, given: str) -> Iterator[Fault]:
    """A contract whose kind does not fit, e.g. one for sale where electricity is bought."""
    purposes = {str(kind.model_fields["type"].default): kind.purpose for kind in TARIFF_TYPES}
    node = find(tree, ("tariffs", given, "type"))
    kind = str(node.value) if node else ""
    if kind in purposes and purposes[kind] != purpose:
        allowed = ", ".join(name for name, fits in purposes.items() if fits == purpose)
        yield fault_at(tree, path, "scenario_tariff_purpose", given=given, kind=kind, allowed=allowed)


def _names_as_keys(tree: Located) -> Iterator[Fault]:
    """Buildings that a network feeds, and members that share, named as keys."""
    for pattern, section in NAMES_AS_KEYS:
        known = _names(tree, section)
        for path in _matches(tree, pattern):
            if isinstance(getattr(find(tree, path[:-1]), "value", None), dict) and path[-1] not in known:
                near = nearest(path[-1], known)
                key = "scenario_unknown_name_nearest" if near else "scenario_unknown_name"
                values: dict[str, object] = {"given": path[-1], "section": section, "allowed": ", ".join(known)}
                yield fault_at(tree, path, key, nearest=near, **values)


def _name_faults(tree: Located) -> Iterator[Fault]:
    for section in SECTIONS_WITH_NAMES:
        for name in _names(tree, section):
            if name in RESERVED:
                yield fault_at(tree, (section, name), "scenario_reserved_name", given=name)
            elif key := _refusal(name, section, _names(tree, "buildings")):
                yield fault_at(tree, (section, name), key, given=name)
    title = find(tree, ("name",))
    if title is not None and isinstance(title.value, str) and (key := refusal_of_name(title.value)):
        yield fault_at(tree, ("name",), key, given=title.value)


def _refusal(name: str, section: str, buildings: list[str]) -> str | None:
    """Letters, digits, `_`; a resolved file may hold `asset.building`, one asset of those at each building."""
    stem, dot, building = name.partition(".")
    if dot and section == "assets" and building in buildings:
        name = stem
    return refusal_of_name(name)


def _collisions(tree: Located) -> Iterator[Fault]:
    """Names that differ by case or accents' encoding alone, or that two sections filed together both use."""
    for section in SECTIONS_WITH_NAMES:
        seen: dict[str, str] = {}
        for name in _names(tree, section):
            same = seen.setdefault(folded(name), name)
            if same != name:
                yield fault_at(tree, (section, name), "scenario_name_differs_by_case", given=name, other=same)
    for group in _ONE_NAMESPACE:
        for position, section in enumerate(group):
            for earlier in group[:position]:
                for name in set(_names(tree, section)) & set(_names(tree, earlier)):
                    yield fault_at(tree, (section, name), "scenario_name_in_both", given=name, other=earlier)


def _ranges(tree: Located) -> Iterator[Fault]:
    for path, node in walk(tree):
        low, high = (_number(node.entries.get(name)) for name in ("min", "max"))
        if low is not None and high is not None and low > high:
            yield fault_at(tree, path, "scenario_min_above_max", low=f"{low:g}", high=f"{high:g}")
        size = _number(node) if path and path[-1].startswith("capacity_") else None
        if size is not None and size < 0:
            yield fault_at(tree, path, "scenario_too_small", given=f"{size:g}", limit="0")


def _number(node: Located | None) -> float | None:
    value = node.value if node else None
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
