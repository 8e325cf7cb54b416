"""The flats of an apartment house: what each is given of the house's costs, and the table they stand in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from energycommunity.errors import Fault, ScenarioError
from energycommunity.quantities import Model

if TYPE_CHECKING:
    import pandas as pd

#: How a cost of the house is split over its flats.
SplitKey = Literal["equal", "area", "share", "allocators"]
#: Headings of the table of flats, in English and Latvian.
HEADINGS: dict[str, tuple[str, ...]] = {
    "flat": ("flat", "dzivoklis", "dzīvoklis"),
    "area": ("area_m2", "platiba_m2", "platība_m2"),
    "share": ("share", "domajamas_dalas", "domājamās_daļas"),
    "allocators": ("allocator_units", "alokatoru_vienibas", "alokatoru_vienības"),
}


class FlatRules(Model):
    """How the costs of an apartment house come to its flats."""

    flats_from: str | None = Field(
        default=None,
        description="Table of the flats: CSV or .xlsx with flat, area_m2, share and allocator_units; else `dwellings` "
        "equal flats",
    )
    heat_by: SplitKey | None = Field(
        default=None, description="Split of heat and hot water: by area where there is a table, else equal"
    )
    rest_by: SplitKey | None = Field(
        default=None,
        description="Split of all else that is paid together: by share where the table has it, else by area or equal",
    )
    heat_by_area_share: float = Field(
        default=0.0, ge=0, le=1, description="Part of the heat that is split by area beside heat-cost allocators"
    )


@dataclass(frozen=True)
class Flat:
    """One flat with what costs are split by; zero where the table does not say it."""

    name: str
    area_m2: float = 0.0
    share: float = 0.0
    allocator_units: float = 0.0

    def weight(self, key: SplitKey) -> float:
        """What it counts for in a split.

        >>> Flat("12", area_m2=48.5).weight("area"), Flat("12").weight("equal")
        (48.5, 1.0)
        """
        return {"equal": 1.0, "area": self.area_m2, "share": self.share, "allocators": self.allocator_units}[key]


@dataclass(frozen=True)
class FlatsOfHouse:
    """The flats of a house, and by what its costs are split over them."""

    flats: tuple[Flat, ...]
    heat_by: SplitKey
    rest_by: SplitKey
    heat_by_area_share: float = 0.0


def flats_of(rules: FlatRules, folder: Path, dwellings: int | None) -> FlatsOfHouse:
    """The flats of a house with the keys of its costs.

    Raises
    ------
    ScenarioError
        If there is neither a table nor a number of flats, or the table cannot be used: the fault names file and line.
    """
    if rules.flats_from is None:
        if dwellings is None:
            raise ScenarioError(Fault("flats_none"))
        flats, known = tuple(Flat(str(number)) for number in range(1, dwellings + 1)), {"equal"}
    else:
        flats, known = _read(folder / rules.flats_from)
    heat_by: SplitKey = rules.heat_by or ("area" if "area" in known else "equal")
    rest_by: SplitKey = rules.rest_by or ("share" if "share" in known else "area" if "area" in known else "equal")
    asked = {heat_by, rest_by} | ({"area"} if rules.heat_by_area_share else set())
    for key in sorted(asked - known):
        raise ScenarioError(Fault("flats_key_without_column", {"key": key, "column": HEADINGS[key][0]}))
    return FlatsOfHouse(flats, heat_by, rest_by, rules.heat_by_area_share)


def _read(path: Path) -> tuple[tuple[Flat, ...], set[str]]:
    """The flats of a table, and the keys by which its columns allow to split."""
    from energycommunity.profiles.tables import read_table

    table = read_table(path)
    named = {str(name).strip().lower(): str(name) for name in table.columns}
    columns = {key: named[word] for key, words in HEADINGS.items() for word in words if word in named}
    if "flat" not in columns:
        values: dict[str, object] = {"column": "flat", "known": ", ".join(map(str, table.columns))}
        raise ScenarioError(Fault("profile_no_such_column", values, file=path.name))
    names = [str(name).strip() for name in table[columns["flat"]]]
    faults = [*_name_faults(table, names, path.name)]
    weights: dict[str, list[float]] = {}
    for key in columns.keys() - {"flat"}:
        numbers = _shares(table, columns[key], path.name)
        below = (line for line, number in zip(table.index, numbers, strict=True) if number < 0.0)
        faults += [Fault("flats_below_zero", {"column": columns[key]}, file=path.name, line=int(at)) for at in below]
        if sum(numbers) <= 0.0:
            faults.append(Fault("flats_column_empty", {"column": columns[key]}, file=path.name))
        weights[key] = numbers
    if faults:
        raise ScenarioError(faults)
    nothing = [0.0] * len(names)
    rows = zip(names, *(weights.get(key, nothing) for key in ("area", "share", "allocators")), strict=True)
    return tuple(Flat(*row) for row in rows), {"equal", *weights}


def _name_faults(table: pd.DataFrame, names: list[str], file: str) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for line, name in zip(table.index, names, strict=True):
        if name.lower() in ("", "nan"):
            yield Fault("flats_without_name", {}, file=file, line=int(line))
        elif seen.setdefault(name.casefold(), int(line)) != int(line):
            yield Fault("flats_twice", {"flat": name, "first": seen[name.casefold()]}, file=file, line=int(line))


def _shares(table: pd.DataFrame, column: str, file: str) -> list[float]:
    """Numbers of a column; a share may be written as a fraction, `512/21348`, of which the upper number counts."""
    import pandas as pd

    from energycommunity.profiles.tables import number_column

    cells = table[column]
    if not pd.api.types.is_numeric_dtype(cells) and cells.astype(str).str.fullmatch(r"\s*\d+\s*/\s*\d+\s*").all():
        parts = cells.astype(str).str.split("/", expand=True).astype(float)
        return [float(upper / lower) if lower else 0.0 for upper, lower in zip(parts[0], parts[1], strict=True)]
    return [float(number) for number in number_column(table, column, file)]


def flat_house_of(building: str, rules: FlatRules, folder: Path, dwellings: int | None) -> Iterator[Fault]:
    """What is wrong with the flats of a building."""
    try:
        flats_of(rules, folder, dwellings)
    except ScenarioError as error:
        for fault in error.faults:
            yield Fault(fault.key, fault.values, file=fault.file if fault.line else "", line=fault.line,
                        path=f"flats.{building}.flats_from")  # fmt: skip
