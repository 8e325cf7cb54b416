"""Buildings, members, meters and pipes as rows of a table: `buildings_from: houses.csv`, one row each.

Headings are keys or friendly words for them (`table_headings`). Empty cells state nothing. A building whose row names
no meter has a meter and a member of its own, called like itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from energycommunity.errors import Cell, Fault, ScenarioError
from energycommunity.heat_network.pipes import Pipe
from energycommunity.scenario.located import Located, Place, fault_at, find, plain
from energycommunity.scenario.members_and_buildings import Building, Member
from energycommunity.scenario.model_faults import shown
from energycommunity.scenario.names import refusal_of_name
from energycommunity.scenario.pipes_from_files import ROUTED, with_pipes_of_maps
from energycommunity.scenario.scalars import Scalar, plain_value, with_point
from energycommunity.scenario.schema_tree import PIPES_FROM, keys_below, names_of, nearest
from energycommunity.scenario.table_decimals import mixed_decimals
from energycommunity.scenario.table_headings import HEADINGS, NAMES, TEXTS, dotted, key_of, name_of, word_of
from energycommunity.scenario.table_rows import Row, Table, file_and_sheet, read_rows
from energycommunity.scenario.text_file import is_file
from energycommunity.technologies.grid_connection import GridConnection

#: Key that names a table -> section that its rows join; buildings last, because they look for their meters.
SECTION_OF = {"members_from": "members", "meters_from": "meters", "buildings_from": "buildings"}
_KEYS = {
    "buildings": ["name", "count", *names_of(Building)],
    "members": ["name", *names_of(Member)],
    "meters": ["name", *names_of(GridConnection)],
    "pipes": list(names_of(Pipe)),
}
#: Sections of a building, and the keys that stand in them: `electricity.file` is a heading.
_BELOW = {"buildings": {key: keys_below(Building, key) for key in names_of(Building)}}
#: Columns of a building that belong to its own meter.
OF_ITS_METER = ("member", "fuse_a", "phases", "import", "export")
#: What is reckoned by the heated area where a row does not state it.
USUAL_BY_AREA = ("electricity", "space_heat", "hot_water", "roof")
_DATE = re.compile(r"\d{1,2}[./]\d{1,2}[./]\d{4}|\d{4}-\d{2}-\d{2}([T ].*)?|\d{1,2}:\d{2}(:\d{2})?")
#: Keys that state an own series.
_OWN_SERIES = {"file", "power_kw"}
Cells = dict[str, Located]


class _Entry(NamedTuple):
    """A row whose cells are filed under keys."""

    cells: Cells
    place: Place


@dataclass
class Findings:
    """What is wrong with tables, and what should be told of them."""

    faults: list[Fault] = field(default_factory=list)
    notices: list[Fault] = field(default_factory=list)


def join_tables(tree: Located, folder: Path) -> tuple[Located, Findings]:
    """The tree with the rows of its tables in their sections, and what was found in the tables."""
    found = Findings()
    top = dict(tree.entries)
    _note_files(top)
    for key, section in SECTION_OF.items():
        if key in top:
            entries = _entries(tree, (key,), section, folder, found)
            place = top.pop(key).place
            if section == "buildings":
                _give_meters(top, entries, place)
            top[section] = _joined(top.get(section), entries, place, found.faults)
    networks = top.get("heat_networks")
    if networks is not None and isinstance(networks.value, dict):
        joined = replace(tree, value=top)
        of_maps = {name: with_pipes_of_maps(joined, name, folder, found.faults) for name in networks.entries}
        changed = {name: _with_pipes(tree, name, network, folder, found) for name, network in of_maps.items()}
        top["heat_networks"] = replace(networks, value=changed)
    return replace(tree, value=top), found


def _note_files(top: dict[str, Located]) -> None:
    """Remember which files are read, so that the result can name them."""
    networks = top["heat_networks"].children() if "heat_networks" in top else []
    nodes = [top.get(key) for key in SECTION_OF] + [network.entries.get(PIPES_FROM) for network in networks]
    nodes += [find(network, (ROUTED, "streets")) for network in networks]
    named = [node for node in nodes if node is not None and isinstance(node.value, str)]
    if named:
        known = top["tables"].children() if "tables" in top else []
        top["tables"] = Located([*known, *named], named[0].place)


def stands_in_table(node: Located) -> bool:
    """Whether a building comes from a row, so that what it does not state follows from its kind."""
    return node.place.cell is not None


def _give_meters(top: dict[str, Located], entries: list[_Entry], place: Place) -> None:
    """A meter for each building that names none, with the columns that are about it, and a member."""
    meters, members = (dict(top[name].entries) if name in top else {} for name in ("meters", "members"))
    for entry in entries:
        name = entry.cells.get("name")
        if name is None or not isinstance(name.value, str) or "meter" in {*entry.cells, *_written(top, name.value)}:
            continue
        own = {key: entry.cells.pop(key) for key in OF_ITS_METER if key in entry.cells}
        written = meters.get(name.value)
        meters[name.value] = Located({**own, **(written.entries if written else {})}, entry.place)
        if "member" not in meters[name.value].entries:
            members.setdefault(name.value, Located({}, entry.place))
    for section, nodes in (("meters", meters), ("members", members)):
        before = top.get(section)
        if before is None or isinstance(before.value, dict):
            top[section] = Located(nodes, before.place if before else place)


def _written(top: dict[str, Located], building: str) -> dict[str, Located]:
    """What the scenario file itself says of a building of the table."""
    section = top.get("buildings")
    node = section.entries.get(building) if section else None
    return node.entries if node else {}


def _with_pipes(tree: Located, name: str, network: Located, folder: Path, found: Findings) -> Located:
    if PIPES_FROM not in network.entries:
        return network
    entries = dict(_renamed(network, ("plant_node",)).entries)
    place = entries.pop(PIPES_FROM).place
    rows = _entries(tree, ("heat_networks", name, PIPES_FROM), "pipes", folder, found)
    known = entries.get("pipes")
    pipes = [_renamed(pipe, ("from", "to")) for pipe in known.children()] if known is not None else []
    if rows and not pipes:  # what is wrong with all of them is wrong with the table
        place = replace(rows[0].place, line=None)
    pipes += [_nested(row.cells, row.place) for row in rows]
    return replace(network, value={**entries, "pipes": Located(pipes, place)})


def _renamed(node: Located, keys: tuple[str, ...]) -> Located:
    """A mapping whose names of nodes are spelt as those of the table become."""
    changed = {
        key: replace(child, value=name_of(child.value))
        for key, child in node.entries.items()
        if key in keys and isinstance(child.value, str)
    }
    return replace(node, value={**node.entries, **changed}) if changed else node


def _entries(tree: Located, path: tuple[str, ...], section: str, folder: Path, found: Findings) -> list[_Entry]:
    """The rows of the table that stands at a path; none, and a fault, if it cannot be read."""
    node = find(tree, path)
    given = node.value if node else None
    if not isinstance(given, str):
        found.faults.append(fault_at(tree, path, "scenario_expected_text", given=shown(plain(node)) if node else ""))
        return []
    file, sheet = file_and_sheet(given, folder)
    if not is_file(folder / file):
        found.faults.append(fault_at(tree, path, "scenario_data_file_not_found", given=file))
        return []
    try:
        table = read_rows(file, sheet, folder)
    except ScenarioError as error:
        found.faults += error.faults
        return []
    if table.left_out:
        place = replace(table.place, line=table.left_out[0])
        found.notices.append(place.fault("scenario_rows_left_out", rows=", ".join(map(str, table.left_out))))
    keys = {heading: key_of(heading, section) for heading in table.headings if heading}
    wrong = list(_wrong_headings(table, keys, section))
    if wrong:
        found.faults += wrong
        return []
    numbers = [heading for heading, (key, _) in keys.items() if key not in TEXTS]
    found.faults += [*mixed_decimals(table, numbers), *_dates(table, keys)]
    return [_Entry(_located(row, keys), row.place) for row in table.rows]


def _wrong_headings(table: Table, keys: dict[str, tuple[str, str]], section: str) -> Iterator[Fault]:
    """Columns that mean nothing, that mean the same, and the column that every table needs."""
    sheet = table.place.cell.sheet if table.place.cell else ""
    known = [*HEADINGS[section], *_KEYS[section]]
    seen: dict[str, str] = {}
    misspelt = False
    for heading, (key, _) in keys.items():
        place = replace(table.place, cell=Cell(sheet, heading))
        first = seen.setdefault(key, heading)
        if first != heading:
            yield place.fault("scenario_columns_alike", given=heading, first=first, key=key)
        elif key.partition(".")[0] not in (name.partition(".")[0] for name in known):
            misspelt = True
            words = dict.fromkeys([*known, *(h for others in HEADINGS[section].values() for h in others)])
            near = dotted(heading, _BELOW.get(section, {})) or nearest(heading, words)
            allowed = ", ".join(HEADINGS[section])
            sentence = "scenario_unknown_column_nearest" if near else "scenario_unknown_column"
            yield place.fault(sentence, given=heading, nearest=near, allowed=allowed)
    for needed in () if misspelt else _needed(section, set(seen)):
        others, found = ", ".join(HEADINGS[section][needed]), ", ".join(keys)
        yield table.place.fault("scenario_column_missing", needed, key=needed, others=others, found=found)


def _needed(section: str, given: set[str]) -> Iterator[str]:
    """Columns without which no row can be complete."""
    needed = {"members": ("name", "kind"), "meters": ("name", "member"), "pipes": ("from", "to", "length_m", "pipe")}
    yield from (key for key in needed.get(section, ("name",)) if key not in given)
    if section == "buildings":
        stated = {key.partition(".")[0] for key in given}
        if not given & {"type", "series"} and not {"meter", "sector"} <= stated:
            yield "type"
        elif given & {"type", "series"} and not stated & {"heated_area_m2", *USUAL_BY_AREA}:
            yield "heated_area_m2"


def _dates(table: Table, keys: dict[str, tuple[str, str]]) -> Iterator[Fault]:
    """Cells of numbers and words that spreadsheets took for dates: a fuse of 3/16 becomes 16 March."""
    for row in table.rows:
        for heading, (key, _) in keys.items():
            if key not in TEXTS and _DATE.fullmatch(row.cells.get(heading, "").strip()):
                yield row.place_of(heading).fault("scenario_cell_date", given=row.cells[heading].strip())


def _located(row: Row, keys: dict[str, tuple[str, str]]) -> Cells:
    """The cells that state something, as values under their keys."""
    cells: Cells = {}
    for heading, (key, unit) in keys.items():
        text = row.cells.get(heading, "").strip()
        if text and key != "notes":
            cells[key] = Located(_value(text, key, unit), row.place_of(heading))
    return cells


def _joined(before: Located | None, entries: list[_Entry], place: Place, faults: list[Fault]) -> Located:
    """A section with the rows added by their `name`."""
    nodes = dict(before.entries) if before is not None else {}
    for cells, row in entries:
        name = cells.pop("name", None)
        if name is None or not isinstance(name.value, str):
            faults.append(row.fault("scenario_row_without_name"))
        elif key := refusal_of_name(name.value):
            faults.append(name.place.fault(key, given=name.value))
        elif name.value in nodes and not stands_in_table(nodes[name.value]):
            nodes[name.value] = _completed(_nested(cells, row), nodes[name.value])
        elif name.value in nodes:
            first = nodes[name.value].place
            faults.append(
                name.place.fault("scenario_row_name_twice", given=name.value, file=first.file, first=first.line)
            )
        else:
            nodes[name.value] = _nested(cells, row)
    return Located(nodes, before.place if before is not None else place)


def _completed(row: Located, written: Located) -> Located:
    """What a row says and what the scenario file adds to it; the file wins where both state a key.

    An own series takes the place of all that the row says of that demand.
    """
    if not (isinstance(row.value, dict) and isinstance(written.value, dict)) or _OWN_SERIES & written.entries.keys():
        return written
    both = {key: _completed(row.value[key], child) for key, child in written.value.items() if key in row.value}
    return Located({**row.value, **written.value, **both}, row.place)


def _nested(cells: Cells, place: Place) -> Located:
    """The cells of a row as a mapping; dots in keys make sections."""
    entries: dict[str, Located] = {}
    sections: dict[str, Cells] = {}
    for heading, cell in cells.items():
        key, dot, rest = heading.partition(".")
        if dot:
            sections.setdefault(key, {})[rest] = cell
        else:
            entries[key] = cell
    for key, below in sections.items():
        entries[key] = _nested(below, next(iter(below.values())).place)
    return Located(entries, place)


def _value(text: str, key: str, unit: str) -> Scalar:
    """A cell as a value; in tables a decimal comma is read, since spreadsheets write it."""
    word = word_of(text, key)
    if key in NAMES:
        return name_of(text)
    if key in TEXTS:
        return word
    number = with_point(word) or word
    return f"{number} {unit}" if unit and isinstance(plain_value(number), int | float) else plain_value(number)
