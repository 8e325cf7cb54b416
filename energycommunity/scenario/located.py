"""A tree of values that remember where they were written, so that every message can name file and line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from energycommunity.errors import Cell, Fault
from energycommunity.scenario.scalars import Scalar

Path = tuple[str, ...]
Plain = Scalar | dict[str, "Plain"] | list["Plain"]


@dataclass(frozen=True)
class Place:
    """A line of a file, or a row of a table and a cell in it; `line` is None for what stands in no file."""

    file: str
    line: int | None
    cell: Cell | None = None

    def fault(self, key: str, path: str = "", /, **values: object) -> Fault:
        """A fault at this place."""
        return Fault(key, values, self.file, self.line, path, self.cell)


@dataclass(frozen=True, eq=False)
class Located:
    """A scalar, a mapping or a list, with the place of its key (or of the item in a list).

    `size` and `depth` count what stands below, so that a file that unfolds without end is noticed.
    """

    value: Scalar | dict[str, Located] | list[Located]
    place: Place
    size: int = field(init=False)
    depth: int = field(init=False)

    def __post_init__(self) -> None:
        below = self.children()
        object.__setattr__(self, "size", 1 + sum(child.size for child in below))
        object.__setattr__(self, "depth", 1 + max((child.depth for child in below), default=0))

    @property
    def entries(self) -> dict[str, Located]:
        """The entries of a mapping; the items of a list under their position; nothing for a scalar."""
        if isinstance(self.value, dict):
            return self.value
        if isinstance(self.value, list):
            return {str(position): item for position, item in enumerate(self.value)}
        return {}

    def children(self) -> list[Located]:
        """What stands directly below."""
        return list(self.entries.values())

    def at(self, place: Place) -> Located:
        """The same value, written at another place."""
        return replace(self, place=place)


def find(tree: Located, path: Path) -> Located | None:
    """What stands at a path, or None."""
    node: Located | None = tree
    for name in path:
        if node is None:
            return None
        node = node.entries.get(name)
    return node


def nearest_place(tree: Located, path: Path) -> Place:
    """The place of a path, or of the deepest part of it that exists."""
    node = tree
    for name in path:
        below = node.entries.get(name)
        if below is None:
            break
        node = below
    return node.place


def fault_at(tree: Located, path: Path, key: str, **values: object) -> Fault:
    """A fault at a path of the tree, with its file and line."""
    return nearest_place(tree, path).fault(key, ".".join(path), **values)


def plain(tree: Located) -> Plain:
    """The values without their places."""
    if isinstance(tree.value, dict):
        return {key: plain(child) for key, child in tree.value.items()}
    if isinstance(tree.value, list):
        return [plain(child) for child in tree.value]
    return tree.value


def located(value: Plain, place: Place) -> Located:
    """Plain values as a tree, all at one place."""
    if isinstance(value, dict):
        return Located({key: located(child, place) for key, child in value.items()}, place)
    if isinstance(value, list):
        return Located([located(child, place) for child in value], place)
    return Located(value, place)


def walk(tree: Located, path: Path = ()) -> Iterator[tuple[Path, Located]]:
    """Every value of the tree with its path, parents first."""
    yield path, tree
    for name, child in tree.entries.items():
        yield from walk(child, (*path, name))
