"""Files with twelve rows: the heat bills of buildings, and the outdoor temperatures of their year.

What they hold takes the place of a list in the tree, each value with its file and line, so that a wrong cell is told
as any other.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from energycommunity.errors import EnergyCommunityError, Fault
from energycommunity.scenario.located import Located, Place, fault_at
from energycommunity.scenario.scalars import Scalar
from energycommunity.scenario.text_file import is_file

#: Headings of a column of outdoor temperatures, in lower case, as people and weather services write them.
_TEMPERATURES = ("temp_air", "temperature", "temperature_c", "outdoor_c", "temperatūra", "temperatūra (°c)", "t")
_MONTHS_OF_YEAR = 12


def read_monthly_tables(tree: Located, folder: Path) -> tuple[Located, list[Fault]]:
    """The tree with the files of all heat bills read, and what is wrong with these files.

    A bill whose file cannot be used is left out, so that nothing else is said of it.
    """
    buildings = tree.entries.get("buildings")
    if buildings is None or not isinstance(buildings.value, dict):
        return tree, []
    faults: list[Fault] = []
    changed: dict[str, Located] = {}
    for name, building in buildings.value.items():
        bill = building.entries.get("heat_bill")
        changed[name] = building
        if bill is None or not isinstance(bill.value, dict) or not _names_a_file(bill.value):
            continue
        path = ("buildings", name, "heat_bill")
        found = _Reading(tree, path, folder, faults).bill(bill.value)
        entries = {key: child for key, child in building.entries.items() if key != "heat_bill"}
        if found is not None:
            entries["heat_bill"] = replace(bill, value=found)
        changed[name] = replace(building, value=entries)
    return replace(tree, value={**tree.entries, "buildings": replace(buildings, value=changed)}), faults


def _names_a_file(entries: dict[str, Located]) -> bool:
    """Whether a file is to be read; a key that holds no text is left to the model, which refuses it."""
    stated = [entries[key].value for key in ("file", "column", "unit", "temperatures_of") if key in entries]
    return bool({"file", "temperatures_of"} & set(entries)) and all(isinstance(value, str) for value in stated)


class _Reading:
    """The files of one bill; faults are added to those of the tree."""

    def __init__(self, tree: Located, path: tuple[str, ...], folder: Path, faults: list[Fault]) -> None:
        self.tree, self.path, self.folder, self.faults = tree, path, folder, faults

    def bill(self, entries: dict[str, Located]) -> dict[str, Located] | None:
        """The entries with what the files hold; None if one cannot be used."""
        before = len(self.faults)
        read = dict(entries)
        if "file" in entries and "monthly_mwh" not in entries:
            read["monthly_mwh"] = self._rows("file", entries, "monthly_mwh")
        if "temperatures_of" in entries and "monthly_outdoor_c" not in entries:
            read["monthly_outdoor_c"] = self._rows("temperatures_of", entries, "monthly_outdoor_c")
        return read if len(self.faults) == before else None

    def _rows(self, key: str, entries: dict[str, Located], wanted: str) -> Located:
        node = entries[key]
        file = str(node.value)
        nothing = Located([], node.place)
        file_path = self.folder / file
        if not is_file(file_path):
            self._tell(key, "scenario_data_file_not_found", given=file)
            return nothing
        read = self._energy if wanted == "monthly_mwh" else self._temperatures
        try:
            values = read(file_path, entries)
        except EnergyCommunityError as error:
            path = ".".join((*self.path, key))
            own = fault_at(self.tree, (*self.path, key), "")
            self.faults += [
                replace(f, path=path) if f.line else replace(f, path=path, file=own.file, line=own.line)
                for f in error.faults
            ]
            return nothing
        return Located([Located(value, Place(str(file_path), line)) for value, line in values], node.place)

    def _energy(self, path: Path, entries: dict[str, Located]) -> list[tuple[float, int]]:
        from energycommunity.profiles.monthly_rows import MONTH_HEADINGS, monthly_rows
        from energycommunity.profiles.tables import read_table

        table = read_table(path)
        column, unit = _text(entries, "column"), _text(entries, "unit")
        if column is None:
            others = [str(name) for name in table.columns if str(name).strip().lower() not in MONTH_HEADINGS]
            if len(others) > 1:
                self._tell("file", "monthly_rows_which_column", known=", ".join(others))
                return []
            column = others[0]
        return monthly_rows(table, column, str(path), "mwh", unit)

    def _temperatures(self, path: Path, entries: dict[str, Located]) -> list[tuple[float, int]]:
        from energycommunity.profiles.monthly_rows import monthly_rows
        from energycommunity.profiles.tables import read_table
        from energycommunity.weather.monthly_means import monthly_means_c
        from energycommunity.weather.reading import read_weather

        if path.suffix.lower() in (".csv", ".txt"):
            table = read_table(path)
            column = next((str(name) for name in table.columns if str(name).strip().lower() in _TEMPERATURES), None)
            if len(table) == _MONTHS_OF_YEAR and column is not None:
                return monthly_rows(table, column, str(path), "c")
        year = entries["year"].value if "year" in entries else None
        site = self.tree.entries.get("site")
        zone = _text(site.entries, "time_zone") if site else None
        means = monthly_means_c(
            read_weather(path), year if isinstance(year, int) else None, zone or "Europe/Riga", str(path)
        )
        return [(round(float(mean), 3), 0) for mean in means]

    def _tell(self, key: str, sentence: str, **values: object) -> None:
        self.faults.append(fault_at(self.tree, (*self.path, key), sentence, **values))


def _text(entries: dict[str, Located], key: str) -> str | None:
    value: Scalar | object = entries[key].value if key in entries else None
    return str(value) if value is not None else None
