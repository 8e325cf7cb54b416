"""What is built: sizes side by side, and what each asset does in the year."""

from __future__ import annotations

from collections import Counter

from energycommunity.demand.renovation import NONE, package_name
from energycommunity.quantities import unit_of
from energycommunity.reporting.edition import Edition, technology_of
from energycommunity.reporting.flows import Flow
from energycommunity.reporting.seasonal_cop import ratio_meaning
from energycommunity.reporting.table import Column, Row, Table, Value, text_column, three_digits
from energycommunity.reporting.unconfirmed import is_unconfirmed, marked
from energycommunity.reporting.voice import DAGGER, within
from energycommunity.results import VariantResult
from energycommunity.results.curtailment import curtailed_kw
from energycommunity.technologies.heating_choice import HeatingChoice
from energycommunity.technologies.way_of_heating import NETWORK
from energycommunity.texts.spoken import HARD_SPACE

#: Sizes below this are dust of the solver: nothing is built [kW, kWh].
NOTHING = 1e-3
#: What a calculation leaves open of the cost is not worth telling below this [EUR/a].
NOTHING_EUR = 0.5
#: The size of a measure: the part of it that is bought.
EXTENT = "extent"


def sizes(edition: Edition) -> Table:
    """Sizes of all assets, a column for each variant; an asset that a variant does not have is a dash."""
    say = edition.voice.say
    names = dict.fromkeys(key for result in edition.variants.values() for key in result.capacities if is_size(key))
    columns = (
        text_column(say("asset")),
        text_column(say("kind")),
        text_column(say("unit")),
        *(Column(edition.titles[name], kind="size") for name in edition.variants),
    )
    rows = [_size_row(edition, key) for key in names]
    note = f"{say('sizes_note')} {_how_precise(edition)}".strip()
    return Table("sizes", say("sizes"), columns, tuple(row for row in rows if any(row[3:])), note=note, repeated=3)


def is_size(key: str) -> bool:
    """Whether something is bought by it: the peaks that buildings agree with a network, and its loss, are no sizes.

    >>> is_size("tank.capacity_kwh"), is_size("insulation.extent"), is_size("centre.peak_school_kw")
    (True, True, False)
    """
    quantity = key.rsplit(".", 1)[1]
    return quantity.startswith("capacity_") or quantity == EXTENT


def _how_precise(edition: Edition) -> str:
    """How much dearer the sizes may be than the best ones: as much as the proofs leave open."""
    voice = edition.voice
    proofs = {
        name: result.proof
        for name, result in edition.variants.items()
        if result.scenario.mode != "dispatch" and result.proof.open_eur_per_year >= NOTHING_EUR
    }
    if not proofs:
        return ""
    gaps = [
        f"{edition.titles[name]}: {voice.rounded(proof.open_eur_per_year)}{HARD_SPACE}{edition.a_year('EUR')}"
        for name, proof in proofs.items()
    ]
    return voice.say("sizes_precision", gaps="; ".join(gaps))


def _size_row(edition: Edition, key: str) -> Row:
    asset, quantity = key.rsplit(".", 1)
    owner = next(name for name, result in edition.variants.items() if key in result.capacities)
    marked = any(key in r.capacities and is_unconfirmed(edition, n, asset) for n, r in edition.variants.items())
    values: list[Value] = []
    for result in edition.variants.values():
        size = result.capacities.get(key)
        if size is not None:
            size *= _shown_times(quantity)
        values.append(None if size is None else size if size > NOTHING else 0.0)
    shown = asset + (f"{HARD_SPACE}{DAGGER}" if marked else "")
    return (shown, edition.kind_of(owner, asset), size_unit(edition, quantity), *values)


def size_unit(edition: Edition, quantity: str) -> str:
    """Unit of a size with its basis: kW heat, kW fuel, kWp."""
    say = edition.voice.say
    if quantity.endswith("_kwp"):
        return "kWp"
    if quantity == EXTENT:
        return "%"
    for basis in ("heat", "cooling", "electric", "fuel"):
        if quantity == f"capacity_{basis}_kw":
            return say(f"unit_kw_{basis}").replace(" ", HARD_SPACE)
    return edition.voice.unit(unit_of(quantity))


def _shown_times(quantity: str) -> float:
    """What a size is multiplied with to be shown: the bought part of a measure is shown as percent."""
    return 100.0 if quantity == EXTENT else 1.0


def main_sizes(edition: Edition, name: str) -> str:
    """The sizes of a variant in a line, alike assets added up: `heat pump 45 kW heat, solar PV 60 kWp`."""
    sums: dict[tuple[str, str], float] = {}
    for key, size in edition.variants[name].capacities.items():
        asset, quantity = key.rsplit(".", 1)
        if quantity == EXTENT and size > NOTHING:
            sums[f"{edition.kind_of(name, asset)} {asset}", "%"] = 100.0 * size
        elif quantity.startswith("capacity_") and technology_of(edition.variants[name].scenario, asset) is not None:
            place = (edition.kind_of(name, asset), size_unit(edition, quantity))
            sums[place] = sums.get(place, 0.0) + size
    parts = [
        f"{within(kind)} {edition.voice.number(three_digits(size))}{HARD_SPACE}{unit}"
        for (kind, unit), size in sums.items()
        if size >= 0.5
    ]
    return ", ".join([*parts, *_heated(edition, name), *_renovated(edition, name)])


def _heated(edition: Edition, name: str) -> list[str]:
    """What heats the buildings that choose it, with their number."""
    say, network = edition.voice.say, edition.voice.say("heating_network")
    counts = Counter(building.chosen.source for building in edition.variants[name].assessment.heating)
    return [
        say("heats_by", supply=network if source == NETWORK else source, count=count)
        for source, count in counts.most_common()
    ]


def _renovated(edition: Edition, name: str) -> list[str]:
    """The packages of a variant with the number of buildings, where there are several."""
    counts = Counter(building.package for building in edition.variants[name].renovated if building.package != NONE)
    names = {package: package_name(package, edition.voice.language) for package in counts}
    return [
        (edition.voice.say("renovated_by", package=package) if names[package] == package else names[package])
        + (f" ({count})" if count > 1 else "")
        for package, count in counts.items()
    ]


def operation(edition: Edition, name: str) -> Table:
    """What each asset takes and gives in the year, and how long its full power would need for it."""
    say, kwh = edition.voice.say, edition.per_year("kWh")
    result = edition.variants[name]
    columns = (
        text_column(say("asset")),
        text_column(say("kind")),
        Column(say("energy_in"), kwh),
        Column(say("energy_out"), kwh),
        Column(say("efficiency"), digits=2),
        text_column(say("ratio_meaning")),
        Column(say("full_load_hours"), "h"),
        *((Column(say("curtailed"), kwh),) if _curtails(edition) else ()),
    )
    assets = dict.fromkeys(flow.asset for flow in edition.flows[name] if flow.part not in ("used", "bought", "sold"))
    rows = [
        _operation_row(edition, name, asset)[: len(columns)]
        for asset in assets
        if asset in result.scenario.assets or asset in result.scenario.heat_networks
    ]
    return Table("operation", say("operation"), columns, tuple(rows), note=say("operation_note"))


def _curtails(edition: Edition) -> bool:
    """Whether any variant leaves power of sun or wind unused, so that the variants have the same columns."""
    return any(
        str(name).endswith(".curtailed_kw") and float(series.sum()) > NOTHING
        for result in edition.variants.values()
        for name, series in result.dispatch.items()
    )


def _operation_row(edition: Edition, name: str, asset: str) -> Row:
    result, flows = edition.variants[name], [flow for flow in edition.flows[name] if flow.asset == asset]
    into = _yearly(edition, flows, "taken", "fuel", "charged")
    out = _yearly(edition, flows, "made", "discharged")
    counted, size_kw = _power_kw(result, asset, flows)
    unused_kw = curtailed_kw(result.dispatch, asset)
    return (
        marked(edition, name, asset),
        edition.kind_of(name, asset),
        into or None,
        out or None,
        out / into if into and out else None,
        ratio_meaning(edition, name, asset) if into and out else "",
        _full_load_base(edition, flows, counted) / size_kw if size_kw and edition.is_annual else None,
        None if unused_kw is None else edition.yearly_kwh(unused_kw),
    )


def _yearly(edition: Edition, flows: list[Flow], *parts: str) -> float:
    return sum(edition.yearly_kwh(flow.power_kw) for flow in flows if flow.part in parts)


def _power_kw(result: VariantResult, asset: str, flows: list[Flow]) -> tuple[str, float | None]:
    """The size of an asset that is a power, with its name; its largest one where it has several."""
    sizes = [
        (size, key.rsplit(".", 1)[1])
        for key, size in result.capacities.items()
        if key.rsplit(".", 1)[0] == asset and is_size(key) and key.endswith(("_kw", "_kwp")) and size > NOTHING
    ]
    if not sizes or any(flow.part == "charged" for flow in flows):
        return "", None
    size, counted = max(sizes)
    return counted, size


def _full_load_base(edition: Edition, flows: list[Flow], counted: str) -> float:
    """Energy on the basis of the size: fuel, electricity made or else taken, or all that is made."""
    if counted == "capacity_fuel_kw":
        return _yearly(edition, flows, "fuel")
    if counted == "capacity_electric_kw":
        electric = [flow for flow in flows if flow.carrier == "electricity"]
        return _yearly(edition, electric, "made") or _yearly(edition, electric, "taken")
    return _yearly(edition, flows, "made")


def demands(edition: Edition, name: str) -> Table:
    """What the buildings use in the year, and the highest power."""
    say = edition.voice.say
    columns = (
        text_column(say("demand_of")),
        text_column(say("kind")),
        Column(say("energy"), edition.per_year("kWh")),
        Column(say("highest_power"), "kW", digits=1),
    )
    rows = [
        (*_demand_of(edition, name, flow), edition.yearly_kwh(flow.power_kw), float(flow.power_kw.max()))
        for flow in edition.flows[name]
        if flow.part == "used"
    ]
    return Table("demands", say("demands"), columns, tuple(rows))


def _demand_of(edition: Edition, name: str, flow: Flow) -> tuple[str, str]:
    """Whose demand it is, marked where it is unconfirmed, and its kind; also where a choice of heating serves it."""
    choice = edition.variants[name].scenario.assets.get(flow.asset)
    demand = f"{choice.at}.{flow.group}" if isinstance(choice, HeatingChoice) else flow.asset
    mark = f"{HARD_SPACE}{DAGGER}" if is_unconfirmed(edition, name, demand) else ""
    return demand.rsplit(".", 1)[0] + mark, edition.kind_of(name, demand)
