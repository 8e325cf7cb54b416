"""Buildings, members, meters and pipes as rows of a table: `buildings_from: houses.csv`, one row each.

Headings are keys; a dot leads into a section (`electricity.annual_kwh`). Empty cells state nothing. `count` repeats a
building, in a row as in the file itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from energycommunity.errors import Fault, ScenarioError
from energycommunity.scenario.located import Located, Place, fault_at, plain
from energycommunity.scenario.model_faults import shown
from energycommunity.scenario.scalars import Scalar, plain_value, with_point
from energycommunity.scenario.schema_tree import PIPES_FROM, TABLES_AT_TOP
from energycommunity.scenario.text_file import is_file

#: Key that names a table -> section that its rows join.
SECTION_OF = dict(zip(TABLES_AT_TOP, ("buildings", "members", "meters"), strict=True))
MOST_COPIES = 1000


@dataclass(frozen=True)
class _Row:
    """A row of a table: its cells by heading, and where it stands."""

    cells: dict[str, str]
    place: Place


def join_tables(tree: Located, folder: Path) -> tuple[Located, list[Fault]]:
    """The tree with the rows of its tables in their sections, and what is wrong with the tables."""
    faults: list[Fault] = []
    top = dict(tree.entries)
    for key, section in SECTION_OF.items():
        if key in top:
            rows = _rows(tree, (key,), folder, faults)
            top[section] = _joined(top.get(section), rows, top.pop(key).place, faults)
    networks = top.get("heat_networks")
    if networks is not None and isinstance(networks.value, dict):
        changed = {name: _with_pipes(tree, name, network, folder, faults) for name, network in networks.entries.items()}
        top["heat_networks"] = replace(networks, value=changed)
    return replace(tree, value=top), faults


def repeat_buildings(tree: Located) -> tuple[Located, list[Fault]]:
    """The tree with a building of `count: 30` as thirty of them, called `house_1` … `house_30`."""
    buildings = tree.entries.get("buildings")
    if buildings is None or not isinstance(buildings.value, dict):
        return tree, []
    faults: list[Fault] = []
    copies: dict[str, list[str]] = {}
    repeated: dict[str, Located] = {}
    for name, building in buildings.value.items():
        count = building.entries.get("count")
        if count is None or not isinstance(building.value, dict):
            repeated[name] = building
            continue
        number = count.value
        single = replace(building, value={key: child for key, child in building.value.items() if key != "count"})
        if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= MOST_COPIES:
            path = ("buildings", name, "count")
            faults.append(fault_at(tree, path, "scenario_count", given=number, most=MOST_COPIES))
            repeated[name] = single
            continue
        copies[name] = [f"{name}_{copy}" for copy in range(1, number + 1)]
        repeated |= dict.fromkeys(copies[name], single)
    top = {**tree.entries, "buildings": replace(buildings, value=repeated)}
    return _connect_copies(replace(tree, value=top), copies), faults


def _connect_copies(tree: Located, copies: dict[str, list[str]]) -> Located:
    """A network connected to `house` is connected to all of its copies."""
    networks = tree.entries.get("heat_networks")
    if networks is None or not isinstance(networks.value, dict):
        return tree
    changed = dict(networks.value)
    for name, network in networks.value.items():
        connections = network.entries.get("connections")
        if connections is None or not isinstance(connections.value, dict):
            continue
        each = {copy: connection for key, connection in connections.value.items() for copy in copies.get(key, [key])}
        entries = {**network.entries, "connections": replace(connections, value=each)}
        changed[name] = replace(network, value=entries)
    return replace(tree, value={**tree.entries, "heat_networks": replace(networks, value=changed)})


def _with_pipes(tree: Located, name: str, network: Located, folder: Path, faults: list[Fault]) -> Located:
    if PIPES_FROM not in network.entries:
        return network
    entries = dict(network.entries)
    place = entries.pop(PIPES_FROM).place
    rows = _rows(tree, ("heat_networks", name, PIPES_FROM), folder, faults)
    known = entries.get("pipes")
    pipes = list(known.value) if known is not None and isinstance(known.value, list) else []
    pipes += [_entry(row.cells, row.place) for row in rows]
    return replace(network, value={**entries, "pipes": Located(pipes, place)})


def _rows(tree: Located, path: tuple[str, ...], folder: Path, faults: list[Fault]) -> list[_Row]:
    """The rows of the table that stands at a path; none, and a fault, if it cannot be read."""
    node: Located | None = tree
    for part in path:
        node = node.entries.get(part) if node else None
    given = node.value if node else None
    if not isinstance(given, str):
        faults.append(fault_at(tree, path, "scenario_expected_text", given=shown(plain(node)) if node else ""))
        return []
    if not is_file(folder / given):
        faults.append(fault_at(tree, path, "scenario_data_file_not_found", given=given))
        return []
    try:
        if Path(given).suffix.lower() in (".xlsx", ".xlsm"):
            return list(_excel_rows(folder / given, given))
        from energycommunity.profiles.tables import read_table

        table = read_table(folder / given)
    except ScenarioError as error:
        faults.extend(error.faults)
        return []
    lines = table.index.tolist()
    records = table.astype(str).to_dict("records")
    return [
        _Row({str(key): str(cell) for key, cell in record.items()}, Place(given, int(line)))
        for line, record in zip(lines, records, strict=True)
    ]


def _excel_rows(path: Path, given: str) -> Iterator[_Row]:
    """The rows of the first sheet, headings in the first row."""
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        sheet = load_workbook(path, read_only=True, data_only=True).worksheets[0]
    except (OSError, ValueError, KeyError, BadZipFile, InvalidFileException) as error:
        raise ScenarioError(Fault("scenario_file_unreadable", {"reason": error}, file=given)) from None
    headings: list[str] = []
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        texts = ["" if cell is None else str(cell) for cell in cells]
        if not headings:
            headings = texts
        elif any(texts):
            yield _Row(dict(zip(headings, texts, strict=True)), Place(given, number))


def _joined(before: Located | None, rows: list[_Row], place: Place, faults: list[Fault]) -> Located:
    """A section with the rows added by their `name`."""
    entries = dict(before.entries) if before is not None else {}
    for row in rows:
        name = row.cells.get("name", "").strip()
        if not name:
            faults.append(Fault("scenario_row_without_name", {}, row.place.file, row.place.line))
        elif name in entries:
            first = entries[name].place
            values: dict[str, object] = {"given": name, "file": first.file, "first": first.line}
            faults.append(Fault("scenario_row_name_twice", values, row.place.file, row.place.line))
        else:
            cells = {key: cell for key, cell in row.cells.items() if key != "name"}
            entries[name] = _entry(cells, row.place)
    return Located(entries, before.place if before is not None else place)


def _entry(cells: dict[str, str], place: Place) -> Located:
    """The cells of a row as a mapping; dots in headings make sections."""
    entries: dict[str, Located] = {}
    sections: dict[str, dict[str, str]] = {}
    for heading, cell in cells.items():
        key, dot, rest = heading.strip().partition(".")
        if not cell.strip() or not key:
            continue
        if dot:
            sections.setdefault(key, {})[rest] = cell
        else:
            entries[key] = Located(_cell(cell), place)
    for key, below in sections.items():
        entries[key] = _entry(below, place)
    return Located(entries, place)


def _cell(cell: str) -> Scalar:
    """A cell as a value; in tables a decimal comma is read, since spreadsheets write it."""
    text = cell.strip()
    return plain_value(with_point(text) or text)
