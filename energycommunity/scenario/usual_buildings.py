"""What the row of a table leaves open about a building, filled in by its kind, year and area, each with its source.

Name, type or series, year, renovation and heated area are enough. Demands, roof, dwellings, and the fuse of a meter of
its own follow from the catalogue of usage; the contracts of such a meter are the first of the file.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from energycommunity.errors import Fault
from energycommunity.parameters import Parameter
from energycommunity.parameters.building_series import building_types, known_series, series_type
from energycommunity.parameters.building_usage import (
    building_kinds,
    heated_as,
    kind_of_type,
    usage_figure,
    usage_value,
    usage_words,
)
from energycommunity.quantities import unit_of
from energycommunity.scenario.copies import seed_of
from energycommunity.scenario.defaults import DefaultUsed
from energycommunity.scenario.located import Located, Path, Plain, find, located, plain
from energycommunity.scenario.table_headings import word_fault
from energycommunity.scenario.tables import USUAL_BY_AREA, stands_in_table
from energycommunity.tariffs.registry import TARIFF_TYPES


@dataclass
class Usual:
    """A tree with what is usual filled in, the defaults used for it, what cannot be filled in, and what to tell."""

    tree: Located
    used: list[DefaultUsed] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notices: list[Fault] = field(default_factory=list)


def fill_usual(tree: Located) -> Usual:
    """The tree with the buildings of tables, and their own meters and members, complete."""
    usual = Usual(tree)
    buildings = tree.entries.get("buildings")
    if buildings is None or not isinstance(buildings.value, dict):
        return usual
    nodes: dict[str, Located] = {name: tree.entries[name] for name in ("meters", "members") if name in tree.entries}
    sections = {name: dict(node.value) for name, node in nodes.items() if isinstance(node.value, dict)}
    contracts = _contracts(tree)
    first = {side: names[0] for side, names in contracts.items()}
    filled: dict[str, Located] = {}
    own_meters: dict[str, bool] = {}
    for name, building in buildings.value.items():
        if not stands_in_table(building) or not isinstance(building.value, dict):
            filled[name] = _Filling(name, building, None, usual).spread_of_copies()
            continue
        kind = _kind(name, building, usual)
        filling = _Filling(name, building, kind, usual)
        if "meter" not in building.entries and len(sections) == 2:
            own_meters[name] = filling.connect(sections["meters"], sections["members"], first)
        filled[name] = filling.complete()
    if own_meters and any(len(names) > 1 for names in contracts.values()):
        usual.notices.append(_notice(own_meters, first, buildings))
    changed: dict[str, Located] = {name: replace(nodes[name], value=entries) for name, entries in sections.items()}
    usual.tree = replace(tree, value={**tree.entries, **changed, "buildings": replace(buildings, value=filled)})
    return usual


@dataclass
class _Filling:
    """One building while it is filled in; `kind` is None where the row does not say it."""

    name: str
    building: Located
    kind: str | None
    usual: Usual

    def connect(self, meters: dict[str, Located], members: dict[str, Located], contracts: dict[str, str]) -> bool:
        """Give it the meter and the member that are called like it; whether the member is its own as well."""
        meter = meters.get(self.name, Located({}, self.building.place))
        stated = meter.entries
        values: dict[str, Plain] = {}
        if "member" not in stated:
            values["member"] = self.name
            member = members.get(self.name, Located({}, self.building.place))
            kind = str(usage_words(self.kind)["member"]) if self.kind else "household"
            members[self.name] = _with(member, {} if "kind" in member.entries else {"kind": kind})
        values |= {side: contract for side, contract in contracts.items() if side not in stated}
        for key in ("phases", "fuse_a") if self.kind else ():
            limits_given = key == "fuse_a" and {"import_limit_kw", "export_limit_kw"} <= stated.keys()
            if key not in stated and not limits_given:
                usual = usage_value(str(self.kind), key)
                values[key] = int(usual.value)
                self._tell(("meters", self.name, key), usual.value, usual)
        meters[self.name] = _with(meter, values)
        self.building = _with(self.building, {"meter": self.name})
        return "member" in values

    def complete(self) -> Located:
        """The building with its demands, its roof and its seed."""
        if self.kind is None:
            if any(fault.path.startswith(f"buildings.{self.name}") for fault in self.usual.faults):
                self._add({"sector": "residential"})  # why it is not known is told already
            return self.building
        sector = str(usage_words(self.kind)["sector"])
        values: dict[str, Plain] = {"type": self.kind, "sector": sector, "seed": seed_of(self.name)}
        self._add({key: value for key, value in values.items() if key not in self.building.entries})
        area_m2 = self._area_m2()
        if area_m2 is None:
            return self.building
        self._add_dwellings(area_m2)
        billed = _billed(self.building)
        for key in USUAL_BY_AREA:
            if key not in self.building.entries and key not in billed:
                self._add({key: getattr(self, f"_{key}")(area_m2)})
        self._spread()
        return self.building

    def spread_of_copies(self) -> Located:
        """A building of the file itself; only its copies, if it is one of several, are told apart."""
        if "group" in self.building.entries:
            self._spread()
        return self.building

    def _add(self, values: dict[str, Plain]) -> None:
        self.building = _with(self.building, values)

    def _number(self, key: str) -> float | None:
        node = self.building.entries.get(key)
        value = node.value if node else None
        return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None

    def _area_m2(self) -> float | None:
        """The heated area; a fault at the row where nothing but it can say how much is needed."""
        if "heated_area_m2" not in self.building.entries:
            open_keys = set(USUAL_BY_AREA) - self.building.entries.keys() - _billed(self.building)
            if open_keys:
                path = f"buildings.{self.name}.heated_area_m2"
                self.usual.faults.append(self.building.place.fault("scenario_row_without_area", path))
        area_m2 = self._number("heated_area_m2")
        return area_m2 if area_m2 is None or area_m2 > 0 else None

    def _add_dwellings(self, area_m2: float) -> None:
        if usage_words(str(self.kind)).get("dwellings") == "by_area" and "dwellings" not in self.building.entries:
            each = usage_figure("area_per_dwelling_m2")
            dwellings = max(round(area_m2 / each.value), 1)
            self._add({"dwellings": dwellings})
            self._tell(("buildings", self.name, "dwellings"), dwellings, each)

    def _dwellings(self) -> int | None:
        """How many dwellings there are; None in a building where nobody lives."""
        stated = self._number("dwellings")
        if "dwellings" not in usage_words(str(self.kind)):
            return None
        return max(int(stated or 1), 1)

    def _electricity(self, area_m2: float) -> Plain:
        dwellings = self._dwellings()
        each = usage_figure("electricity_per_dwelling_kwh_per_year") if dwellings else self._per_area("electricity")
        annual_kwh = each.value * (dwellings or area_m2)
        self._tell(("buildings", self.name, "electricity", "annual_kwh"), annual_kwh, each)
        return {"annual_kwh": annual_kwh, "profile": str(usage_words(str(self.kind))["profile"])}

    def _space_heat(self, area_m2: float) -> Plain:
        series, built = self.building.entries.get("series"), self._number("built")
        given = series_type(str(series.value)) if series else str(self.building.entries["type"].value)
        return {"building_type": heated_as(given, int(built) if built else None)}

    def _hot_water(self, area_m2: float) -> Plain:
        dwellings, persons = self._dwellings(), self._number("persons")
        if dwellings and persons is not None:
            return {"persons": persons}
        each = usage_figure("persons_per_dwelling") if dwellings else self._per_area("hot_water")
        key = "persons" if dwellings else "annual_kwh"
        self._tell(("buildings", self.name, "hot_water", key), each.value * (dwellings or area_m2), each)
        return {key: each.value * (dwellings or area_m2)}

    def _roof(self, area_m2: float) -> Plain:
        each = usage_value(str(self.kind), "roof_per_heated_area")
        self._tell(("buildings", self.name, "roof", "area_m2"), each.value * area_m2, each)
        return {"area_m2": each.value * area_m2}

    def _spread(self) -> None:
        """Hours around the shape: those of dwellings, the less the more of them."""
        electricity = self.building.entries.get("electricity")
        if electricity is None or not {"annual_kwh"} <= electricity.entries.keys():
            return
        lived_in = self._dwellings() if self.kind else int(self._number("dwellings") or 1)
        if "spread" in electricity.entries or not lived_in:
            return
        each = usage_figure("electricity_spread")
        spread = round(each.value / lived_in**0.5, 3)
        self._tell(("buildings", self.name, "electricity", "spread"), spread, each)
        filled = _with(electricity, {"spread": spread})
        self.building = replace(self.building, value={**self.building.entries, "electricity": filled})

    def _per_area(self, what: str) -> Parameter:
        return usage_value(str(self.kind), f"{what}_kwh_per_m2")

    def _tell(self, path: Path, value: float, p: Parameter) -> None:
        unit = unit_of(path[-1]) or "1"
        self.usual.used.append(DefaultUsed(".".join(path), value, unit, p.source, p.date, p.verified))


def _billed(building: Located) -> set[str]:
    """The demands that a heat bill of the building includes, or that its envelope tells."""
    includes = find(building, ("heat_bill", "includes"))
    words = str(plain(includes)) if includes else ""
    water = "hot_water" in words or "circulation" in words
    rooms = "space_heat" in words
    rooms = rooms or "envelope" in building.entries
    return {key for key, included in (("space_heat", rooms), ("hot_water", water)) if included}


def _kind(name: str, building: Located, usual: Usual) -> str | None:
    """The kind of a row's building, by its series or its type; a fault where these are unknown."""
    series, given = (building.entries.get(key) for key in ("series", "type"))
    if series is not None and series_type(str(series.value)) not in building_types():
        usual.faults.append(_unknown_word(series, name, "series", list(known_series())))
        return None
    if series is not None:
        return kind_of_type(series_type(str(series.value)))
    if given is None:
        if not {"meter", "sector"} <= building.entries.keys():
            usual.faults.append(building.place.fault("scenario_row_without_kind", f"buildings.{name}"))
        return None
    kind = kind_of_type(str(given.value))
    if kind is None:
        known = [*building_kinds(), *(row for row in building_types() if row.startswith("series_"))]
        usual.faults.append(_unknown_word(given, name, "type", known))
    return kind


def _unknown_word(node: Located, building: str, key: str, known: list[str]) -> Fault:
    sentence, values = word_fault(str(node.value), key, known)
    return node.place.fault(sentence, f"buildings.{building}.{key}", **values)


def _with(node: Located, values: dict[str, Plain]) -> Located:
    """A mapping with entries added, at its own place."""
    return replace(node, value={**node.entries, **{key: located(value, node.place) for key, value in values.items()}})


def _contracts(tree: Located) -> dict[str, list[str]]:
    """The contracts of the file by which electricity is bought, and those by which it is sold."""
    purposes = {str(kind.model_fields["type"].default): kind.purpose for kind in TARIFF_TYPES}
    found: dict[str, list[str]] = {}
    tariffs = tree.entries.get("tariffs")
    for name, tariff in tariffs.entries.items() if tariffs else ():
        tag = tariff.entries.get("type")
        side = {"purchase": "import", "sale": "export"}.get(purposes.get(str(tag.value), "") if tag else "")
        if side:
            found.setdefault(side, []).append(name)
    return found


def _notice(own_member: dict[str, bool], contracts: dict[str, str], buildings: Located) -> Fault:
    """That meters were made, and with which of the contracts of the file, and for which of them members too."""
    names, own = list(own_member), sum(own_member.values())
    key = "own_meters" if own == len(names) else "own_meters_and_members" if own else "own_meters_of_members"
    values: dict[str, object] = {
        "count": len(names),
        "names": ", ".join(names[:3]) + (", …" if len(names) > 3 else ""),
        "contracts": ", ".join(contracts.values()),
        "own": own,
    }
    place = buildings.entries[names[0]].place
    return replace(place.fault(f"scenario_notice_{key}", "buildings_from", **values), line=None, cell=None)
