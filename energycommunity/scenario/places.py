"""Where in its file a variant says what: faults that know their path only get the line where it is written."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from energycommunity.errors import Fault
from energycommunity.scenario.located import Located, Path, find, nearest_place


@dataclass(frozen=True, eq=False)
class Places:
    """The tree of one variant, and by the name of each expanded asset the name under which it is written."""

    tree: Located
    origins: dict[str, str] = field(default_factory=dict)

    def place(self, fault: Fault) -> Fault:
        """The fault with the line, or the cell of a table, where its path is written.

        What stands in a line of a file that the scenario names keeps that line.
        """
        path = self._existing(self._as_written(fault.path))
        if fault.file and fault.line:
            return replace(fault, path=".".join(path))
        place = nearest_place(self.tree, path)
        return replace(fault, path=".".join(path), file=place.file, line=place.line, cell=place.cell)

    def _as_written(self, path: str) -> Path:
        section, _, rest = path.partition(".")
        if section == "assets":
            name = next((new for new in self.origins if rest == new or rest.startswith(f"{new}.")), "")
            rest = self.origins[name] + rest[len(name) :] if name else rest
        return (section, *rest.split("."))

    def _existing(self, path: Path) -> Path:
        """The part of a path that the file has: a model may file a value under a key of its own."""
        return next((path[:end] for end in range(len(path), 0, -1) if find(self.tree, path[:end]) is not None), path)
