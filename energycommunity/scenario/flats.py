"""The flats of an apartment house: what each is given of the house's costs, and the table they stand in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from pydantic import Field

from energycommunity.errors import Fault, ScenarioError, Spoken
from energycommunity.quantities import Model
from energycommunity.scenario.members_and_buildings import Building
from energycommunity.scenario.scalars import plain_value, with_point
from energycommunity.scenario.schema_tree import nearest
from energycommunity.scenario.table_decimals import mixed_decimals
from energycommunity.scenario.table_headings import NOTES, plain_word
from energycommunity.scenario.table_rows import Table, file_and_sheet, read_rows

#: Stairs and walls lie between the area of the flats and the heated area; more apart than this looks like a slip.
AREA_TOLERANCE = 0.3
#: Shares of the land register add up to 1, but for rounding.
SHARE_TOLERANCE = 0.01
#: Flats use what the building does; more apart than this looks like a slip.
ELECTRICITY_TOLERANCE = 0.1
#: How a cost of the house is split over its flats.
SplitKey = Literal["equal", "area", "share", "allocators"]
#: What a flat counts for in a split; electricity is split by it without being asked for.
Weight = Literal[SplitKey, "electricity"]
#: Headings of the table of flats, in English and Latvian, as `plain_word` writes them.
HEADINGS: dict[str, tuple[str, str]] = {
    "flat": ("flat", "dzivoklis"),
    "area": ("area_m2", "platiba_m2"),
    "share": ("share", "domajamas_dalas"),
    "allocators": ("allocator_units", "alokatoru_vienibas"),
    "electricity": ("electricity_kwh", "elektriba_kwh"),
}
#: What messages list as allowed; a column for readers of the table is headed as a note.
ALLOWED = Spoken(
    ", ".join([*(english for english, _ in HEADINGS.values()), "note"]),
    ", ".join([*(latvian for _, latvian in HEADINGS.values()), "piezimes"]),
)
WEIGHTS: tuple[Weight, ...] = ("area", "share", "allocators", "electricity")


class FlatRules(Model):
    """How the costs of an apartment house come to its flats."""

    flats_from: str | None = Field(
        default=None,
        description="Table of the flats: CSV or .xlsx with flat, area_m2, share, allocator_units and electricity_kwh a "
        "year; else `dwellings` equal flats",
    )
    numbered: bool = Field(
        default=False,
        description="Call the flats 1, 2, 3 … in the order of the table, in place of the names there; --anonymous "
        "does so",
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
    electricity_kwh: float = 0.0

    def weight(self, key: Weight) -> float:
        """What it counts for in a split.

        >>> Flat("12", area_m2=48.5).weight("area"), Flat("12").weight("equal")
        (48.5, 1.0)
        """
        weights = (self.area_m2, self.share, self.allocator_units, self.electricity_kwh)
        return 1.0 if key == "equal" else dict(zip(WEIGHTS, weights, strict=True))[key]


@dataclass(frozen=True)
class FlatsOfHouse:
    """The flats of a house, and by what its costs are split over them.

    `electricity_by`: by what each uses, where the table says it, else equally, so that each bears the mean.
    """

    flats: tuple[Flat, ...]
    heat_by: SplitKey
    rest_by: SplitKey
    heat_by_area_share: float = 0.0
    electricity_by: Literal["equal", "electricity"] = "equal"


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
        flats, known = _read(rules.flats_from, folder)
        if rules.numbered:
            flats = tuple(replace(flat, name=str(number)) for number, flat in enumerate(flats, 1))
    heat_by: SplitKey = rules.heat_by or ("area" if "area" in known else "equal")
    rest_by: SplitKey = rules.rest_by or ("share" if "share" in known else "area" if "area" in known else "equal")
    asked = {heat_by, rest_by} | ({"area"} if rules.heat_by_area_share else set())
    for key in sorted(asked - known):
        raise ScenarioError(Fault("flats_key_without_column", {"key": key, "column": HEADINGS[key][0]}))
    electricity_by: Literal["equal", "electricity"] = "electricity" if "electricity" in known else "equal"
    return FlatsOfHouse(flats, heat_by, rest_by, rules.heat_by_area_share, electricity_by)


def _read(given: str, folder: Path) -> tuple[tuple[Flat, ...], set[str]]:
    """The flats of a table, and the keys by which its columns allow to split."""
    file, sheet = file_and_sheet(given, folder)
    table = read_rows(file, sheet, folder)
    named = [(plain_word(heading), heading) for heading in table.headings if heading]
    columns = {key: heading for key, words in HEADINGS.items() for word, heading in reversed(named) if word in words}
    if slips := list(_wrong_headings(table, columns)):
        raise ScenarioError(slips)
    if "flat" not in columns:
        values: dict[str, object] = {"column": "flat", "known": ", ".join(table.headings)}
        raise ScenarioError(table.place.fault("profile_no_such_column", **values))
    names = [row.cells[columns["flat"]].strip() for row in table.rows]
    keys = [key for key in columns if key != "flat"]
    faults = [*_name_faults(table, names), *mixed_decimals(table, [columns[key] for key in keys])]
    weights: dict[str, list[float]] = {}
    for key in keys:
        weights[key] = list(_numbers(table, columns[key], faults))
        if not faults and sum(weights[key]) <= 0.0:
            faults.append(table.place.fault("flats_column_empty", column=columns[key]))
    if faults:
        raise ScenarioError(faults)
    nothing = [0.0] * len(names)
    rows = zip(names, *(weights.get(key, nothing) for key in WEIGHTS), strict=True)
    return tuple(Flat(*row) for row in rows), {"equal", *weights}


def _wrong_headings(table: Table, columns: Mapping[str, str]) -> Iterator[Fault]:
    """Columns that mean the same or nothing, with the heading of a missing one that may be meant."""
    missing = [word for key, words in HEADINGS.items() if key not in columns for word in words]
    for heading in filter(None, table.headings):
        word = plain_word(heading)
        key = next((key for key, words in HEADINGS.items() if word in words), None)
        if key is not None and columns[key] != heading:
            yield table.place.fault("scenario_columns_alike", given=heading, first=columns[key], key=HEADINGS[key][0])
        elif key is None and word not in NOTES:
            meant = next((each for each in missing if each.partition("_")[0] in word.split("_")), None)
            meant = meant or nearest(word, missing)
            sentence = "scenario_unknown_column_nearest" if meant else "scenario_unknown_column"
            yield table.place.fault(sentence, given=heading, nearest=meant, allowed=ALLOWED)


def _name_faults(table: Table, names: list[str]) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for row, name in zip(table.rows, names, strict=True):
        line = row.place.line or 0
        if not name:
            yield row.place.fault("flats_without_name")
        elif seen.setdefault(name.casefold(), line) != line:
            yield row.place.fault("flats_twice", flat=name, first=seen[name.casefold()])


def _numbers(table: Table, column: str, faults: list[Fault]) -> Iterator[float]:
    """The numbers of a column, none below zero; what is wrong is added to the faults."""
    for row in table.rows:
        given = row.cells[column].strip()
        number = _number(given)
        if number is None:
            faults.append(row.place_of(column).fault("flats_no_number", column=column, given=given))
        elif number < 0.0:
            faults.append(row.place_of(column).fault("flats_below_zero", column=column))
        yield number or 0.0


def _number(given: str) -> float | None:
    """A number with point or comma; an ownership share may be a fraction. None for anything else.

    >>> _number("48,5"), _number("485/1000"), _number("many")
    (48.5, 0.485, None)
    """
    upper, bar, lower = given.partition("/")
    numbers = [plain_value(with_point(part.strip()) or part.strip()) for part in ((upper, lower) if bar else (upper,))]
    if not all(isinstance(number, int | float) and not isinstance(number, bool) for number in numbers):
        return None
    first, *below = (float(str(number)) for number in numbers)
    if below and below[0] <= 0.0:
        return None
    return first / below[0] if below else first


def flat_house_of(building: str, rules: FlatRules, folder: Path, dwellings: int | None) -> Iterator[Fault]:
    """What is wrong with the flats of a building."""
    try:
        flats_of(rules, folder, dwellings)
    except ScenarioError as error:
        for fault in error.faults:
            yield replace(fault, file=fault.file if fault.line else "", path=f"flats.{building}.flats_from")


def flat_notices(path: str, rules: FlatRules, folder: Path, building: Building) -> Iterator[Fault]:
    """What does not fit between a table of flats and its building, or its shares; nothing without a table."""
    if rules.flats_from is None:
        return
    flats = flats_of(rules, folder, building.dwellings).flats
    if building.dwellings is not None and building.dwellings != len(flats):
        yield Fault("flats_other_number", {"flats": len(flats), "dwellings": building.dwellings}, path=path)
    if any(flat.electricity_kwh for flat in flats):
        yield from _electricity_notices(path, sum(flat.electricity_kwh for flat in flats), building)
    area_m2, heated_m2 = sum(flat.area_m2 for flat in flats), float(building.heated_area_m2 or 0.0)
    if area_m2 and heated_m2 and abs(area_m2 / heated_m2 - 1.0) > AREA_TOLERANCE:
        yield Fault("flats_other_area", {"area_m2": area_m2, "heated_area_m2": heated_m2}, path=path)
    shares = sum(flat.share for flat in flats)
    if shares and abs(shares - 1.0) > SHARE_TOLERANCE:
        yield Fault("flats_shares_no_whole", {"shares": shares}, path=path)


def _electricity_notices(path: str, flats_kwh: float, building: Building) -> Iterator[Fault]:
    """Electricity of flats that no meter of theirs draws, or that is not the one of the building."""
    if building.flats_meter is None:
        yield Fault("flats_without_meter", path=path)
        return
    annual_kwh = building.electricity.annual_kwh if building.electricity is not None else None
    if annual_kwh and abs(flats_kwh / annual_kwh - 1.0) > ELECTRICITY_TOLERANCE:
        yield Fault("flats_other_electricity", {"flats_kwh": flats_kwh, "annual_kwh": float(annual_kwh)}, path=path)
