"""Codes in place of names, so that what a run writes may be shown to anybody.

Members are numbered in the order of the file, the same in all variants: `member_03`. What is theirs is mostly called
like them, so meters, buildings, assets, loans and leases get codes too, and flats are numbered. Heat networks, tariffs,
titles and names of files stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from energycommunity.errors import Fault
from energycommunity.scenario.loader import ScenarioFile, load_scenario
from energycommunity.scenario.schema import Scenario

#: What names in a section are replaced by, with their number behind.
CODES = {
    "members": "member",
    "buildings": "building",
    "meters": "meter",
    "assets": "asset",
    "financing": "financing",
    "leases": "lease",
}
#: Keys whose values are names, or lists of names, of a section.
NAMING = {
    **dict.fromkeys(("member", "owner", "user", "order"), "members"),
    **dict.fromkeys(("meter", "flats_meter"), "meters"),
    **dict.fromkeys(("at", "roof", "from", "to", "groups", "group", "loss_of_largest_unit"), "buildings"),
    **dict.fromkeys(("store", "assets"), "assets"),
}
#: Keys below which names of a section are keys.
FILED = {
    **{section: section for section in CODES},
    **dict.fromkeys(("connections", "flats"), "buildings"),
    **dict.fromkeys(("shares", "invested_eur"), "members"),
}
#: By section: codes by name.
Codes = Mapping[str, Mapping[str, str]]


def load_anonymous(path: Path, overrides: Sequence[str] = ()) -> ScenarioFile:
    """Read and check a scenario file, and put codes in place of its names.

    Raises
    ------
    ScenarioError
        With every fault found, in line order; there names stand as in the file.
    """
    return anonymous(load_scenario(path, overrides))


def anonymous(file: ScenarioFile) -> ScenarioFile:
    """The same scenario with codes in place of names.

    Parameters
    ----------
    file : ScenarioFile
        As it was read; its numbers stay, and so do its results.
    """
    renaming = _Renaming(_codes(file.variants.values()))
    return replace(
        file,
        variants={name: renaming.scenario(variant) for name, variant in file.variants.items()},
        defaults_used={
            name: tuple(replace(used, path=renaming.text(used.path)) for used in of_variant)
            for name, of_variant in file.defaults_used.items()
        },
        notices=tuple(map(renaming.fault, file.notices)),
    )


def _codes(variants: Iterable[Scenario]) -> Codes:
    """Codes of all names of all variants, by section; an asset at a building is called after its building's code."""
    names: dict[str, dict[str, None]] = {section: {} for section in CODES}
    for scenario in variants:
        for section, known in names.items():
            known.update(dict.fromkeys(getattr(scenario, section)))
        names["buildings"].update(dict.fromkeys(b.group for b in scenario.buildings.values() if b.group))
    buildings = _numbered(names["buildings"], CODES["buildings"])
    stems = _numbered(dict.fromkeys(name.partition(".")[0] for name in names["assets"]), CODES["assets"])
    assets = dict(stems)  # loans and leases may name an asset for all the buildings it stands at
    for name in names["assets"]:
        stem, dot, building = name.partition(".")
        assets[name] = stems[stem] + dot + buildings.get(building, building)
    others = {section: _numbered(names[section], CODES[section]) for section in CODES}
    return {**others, "buildings": buildings, "assets": assets}


def _numbered(names: Iterable[str], word: str) -> dict[str, str]:
    return {name: f"{word}_{number:02}" for number, name in enumerate(names, 1)}


@dataclass(frozen=True)
class _Renaming:
    """Names replaced where they are references, and in what is told of the file."""

    codes: Codes

    def scenario(self, scenario: Scenario) -> Scenario:
        """A variant with codes."""
        written = scenario.model_dump(mode="json", by_alias=True, exclude_none=True)
        for rules in written["flats"].values():
            rules["numbered"] = True
        return Scenario.model_validate(self._renamed(written, ""))

    def _renamed(self, value: Any, key: str) -> Any:
        if isinstance(value, dict):
            if key in FILED:
                codes = self.codes[FILED[key]]
                return {codes.get(name, name): self._renamed(child, "") for name, child in value.items()}
            return {name: self._renamed(child, key if key in NAMING else name) for name, child in value.items()}
        if isinstance(value, list):
            return [self._renamed(child, key) for child in value]
        if isinstance(value, str) and key == "reduces":
            return self.text(value)
        return self.codes[NAMING[key]].get(value, value) if isinstance(value, str) and key in NAMING else value

    def text(self, words: str) -> str:
        """Words with codes in place of all names in them."""
        every = {name: code for of_section in self.codes.values() for name, code in of_section.items()}
        if not every:
            return words
        longest_first = "|".join(re.escape(name) for name in sorted(every, key=len, reverse=True))
        return re.sub(rf"(?<!\w)({longest_first})(?!\w)", lambda found: every[found[1]], words)

    def fault(self, fault: Fault) -> Fault:
        """A notice with codes in its path and its values."""
        values = {key: self.text(value) if isinstance(value, str) else value for key, value in fault.values.items()}
        return replace(fault, path=self.text(fault.path), values=values)
