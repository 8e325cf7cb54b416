"""A sheet of one A4 for each member of a community: what he would pay, draw, give and share, and nobody else's data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from energycommunity.allocation.registry import key_of
from energycommunity.quantities import FloatArray
from energycommunity.reporting.edition import Edition
from energycommunity.reporting.flows import monthly_kwh
from energycommunity.reporting.network_heat import heat_eur, network_heat
from energycommunity.reporting.single_sheet import single_sheet
from energycommunity.reporting.tables.bills import lines_of
from energycommunity.reporting.tables.costs import (
    KINDS,
    NOTHING_EUR,
    least_change_eur,
    member_costs,
    member_sums,
    sums_with_heat,
)
from energycommunity.reporting.who_gains import cheapest_that_shares
from energycommunity.results import VariantResult
from energycommunity.results.dear_sharing import shared_beside_trader

#: Folder of the sheets in that of the run.
FOLDER = "members"
#: Kinds of cost that come with what a member owns; they make one line.
OWN_PLANTS = ("annuity", "investment_tax", "fixed_om", "variable_om")
OTHER_KINDS = tuple(kind for kind in (*KINDS, "shared") if kind not in OWN_PLANTS)
#: A heading and its numbers.
Row = tuple[str, list[str]]
#: Energy of a month that is written as none [kWh], and bills as small [EUR].
NOTHING_KWH = 0.5
#: Height of the figure's bars and how far its months are apart [px].
HEIGHT, MONTH = 140.0, 60
#: A figure of fewer months is as wide, so that its words keep their size.
MONTHS = 12
#: What crosses a meter, with its colour: drawn above the line of the figure, given below it.
DRAWN = {"shared_in": "#2a9d8f", "bought": "#8a949c"}
GIVEN = {"shared_out": "#e0a030", "sold": "#d5c9a3"}


@dataclass(frozen=True)
class Bar:
    """A part of a month in the figure."""

    x: float
    y: float
    height: float
    colour: str


def write_member_sheets(edition: Edition, folder: Path) -> None:
    """Write `members/<name>.html` for every member; nothing where no variant shares.

    Parameters
    ----------
    edition : Edition
        The results in the language of the sheets.
    folder : Path
        Of the run.
    """
    variant = cheapest_that_shares(edition)
    if variant is None:
        return
    (folder / FOLDER).mkdir(exist_ok=True)
    for member in members_with_sheets(edition):
        (folder / path_of_member(member)).write_text(member_sheet(edition, variant, member), encoding="utf-8")


def members_with_sheets(edition: Edition) -> tuple[str, ...]:
    """Everybody where some variant shares, else nobody."""
    variant = cheapest_that_shares(edition)
    return () if variant is None else tuple(edition.variants[variant].scenario.members)


def path_of_member(member: str) -> str:
    """Where the sheet of a member stands in the folder of the run."""
    return f"{FOLDER}/{member}.html"


def member_sheet(edition: Edition, variant: str, member: str) -> str:
    """The sheet of a member as HTML; months and figure are those of `variant`, in which the community shares."""
    voice, flows = edition.voice, flows_kwh(edition, variant, member)
    return single_sheet(
        "member_year.html",
        language=voice.language,
        above=edition.scenario.heading(voice.language),
        title=member,
        say=voice.say,
        number=voice.number,
        shared=edition.titles[variant],
        answer=_answer(edition, variant, member),
        sentences=list(_sentences(edition, variant, member, flows)),
        headings=list(edition.titles.values()),
        eur=edition.eur,
        costs_heading=voice.say("member_sheet_costs" if edition.is_annual else "member_sheet_costs_window"),
        costs=list(_costs(edition, member)),
        months=_month_names(edition),
        rows=list(_months(edition, variant, member, flows)),
        drawn=DRAWN,
        given=GIVEN if any(flows[name].any() for name in GIVEN) else {},
        figure=_figure(flows),
        notes=list(_notes(edition, variant)),
    )


def flows_kwh(edition: Edition, variant: str, member: str) -> dict[str, FloatArray]:
    """What crosses all meters of a member in each civil month, by kind of flow, shape (months,) each [kWh].

    A window that stands for a year counts as often as its bills do.
    """
    result, grid = edition.variants[variant], edition.grid
    own = [name for name, meter in result.scenario.meters.items() if meter.owner == member]
    return {
        flow: grid.weight
        * sum((monthly_kwh(grid, _power_kw(result, f"{meter}.{flow}_kw")) for meter in own), _zeros(edition))
        for flow in (*DRAWN, *GIVEN)
    }


def _zeros(edition: Edition) -> FloatArray:
    return np.zeros(len(edition.grid.months))


def _power_kw(result: VariantResult, series: str) -> FloatArray:
    known = result.dispatch[series].values if series in result.dispatch else np.zeros(result.dispatch.sizes["time"])
    return np.asarray(known, dtype=np.float64)


def _month_names(edition: Edition) -> list[str]:
    names = edition.voice.say("flat_months").split(",")
    return [names[int(month[-2:]) - 1] for month in edition.grid.months]


def _paid_eur(edition: Edition, name: str, member: str) -> float | None:
    """What he would pay, network heat that is not billed to him counted [EUR/a]; None where that is not known."""
    return sums_with_heat(edition, name).get(member, 0.0)


def _answer(edition: Edition, variant: str, member: str) -> str:
    """What he pays in the community, and how much more or less that is than today."""
    voice, names = edition.voice, (variant, edition.results.baseline)
    after, before = (_paid_eur(edition, name, member) for name in names)
    if after is None or before is None:
        billed = [member_sums(edition, name).get(member, 0.0) for name in names]
        paid = [_pays(edition, eur) for eur in billed]
        return voice.say("member_sheet_unknown", variant=edition.titles[variant], after=paid[0], before=paid[1])
    change = after - before
    alike = abs(change) < least_change_eur(edition, variant)
    key = "alike" if alike else "lose" if change > 0 else "gain"
    return voice.say(
        f"member_sheet_{key}",
        variant=edition.titles[variant],
        after=_pays(edition, after),
        before=_pays(edition, before),
        change=voice.amount(abs(change), edition.a_year("EUR")),
    )


def _pays(edition: Edition, eur: float) -> str:
    """That he pays an amount, or gets it where it is below zero."""
    key = "member_sheet_gets" if round(eur) < 0 else "member_sheet_pays"
    return edition.voice.say(key, eur=edition.voice.amount(abs(eur), edition.a_year("EUR")))


def _sentences(edition: Edition, variant: str, member: str, flows: dict[str, FloatArray]) -> Iterator[str]:
    """What is best for him, his months in the community, what he draws and gives."""
    voice, result = edition.voice, edition.variants[variant]
    yield from _heat(edition, member)
    yield from _best(edition, member)
    membership = result.scenario.members[member]
    inside = [month for month in edition.grid.months if membership.takes_part(month)]
    if inside and len(inside) < len(edition.grid.months):
        yield voice.say("member_sheet_months", first=inside[0], last=inside[-1])
    drawn_kwh, given_kwh = (sum(float(flows[name].sum()) for name in names) for names in (DRAWN, GIVEN))
    yield voice.say(
        "member_sheet_drawn",
        drawn=voice.amount(drawn_kwh, "kWh"),
        shared=voice.amount(float(flows["shared_in"].sum()), "kWh"),
    )
    yield from _beside_trader(edition, result, member)
    if given_kwh >= NOTHING_EUR:
        shared = voice.amount(float(flows["shared_out"].sum()), "kWh")
        yield voice.say("member_sheet_given", given=voice.amount(given_kwh, "kWh"), shared=shared)


def _beside_trader(edition: Edition, result: VariantResult, member: str) -> Iterator[str]:
    """What he takes from the community beside what his trader would ask for it."""
    voice, price = edition.voice, result.scenario.community.internal_price_eur_per_kwh
    own = (name for name, meter in result.scenario.meters.items() if meter.owner == member)
    taken = ((result.contracts[meter], _power_kw(result, f"{meter}.shared_in_kw")) for meter in own)
    found = shared_beside_trader(taken, price, edition.grid)
    if found is not None and found.taken_kwh >= NOTHING_KWH:
        yield voice.say(
            "member_sheet_beside_trader",
            price=voice.number(price, 3),
            trader=voice.number(found.trader_eur / found.taken_kwh, 3),
            percent=voice.percent(found.dear_kwh / found.taken_kwh),
        )


def _heat(edition: Edition, member: str) -> Iterator[str]:
    """The network heat that is billed to nobody who takes it: his own, or that which others take at his cost."""
    voice, told = edition.voice, []
    heat = {name: network_heat(edition, name).get(member) for name in edition.variants}
    for name, found in heat.items():
        if found is not None:
            mwh = voice.amount(abs(found.kwh) / 1e3, edition.a_year("MWh"))
            price = None if found.eur is None else voice.amount(1e3 * found.eur / found.kwh, voice.unit("EUR/MWh"), 1)
            told.append(f"{edition.titles[name]}: {mwh}" + ("" if price is None else f" ({price})"))
    if told:
        takes = any(found is not None and found.kwh > 0.0 for found in heat.values())
        yield voice.say("member_sheet_heat_taken" if takes else "member_sheet_heat_given", told="; ".join(told))
        yield voice.say("member_sheet_heat_counted" if edition.is_annual else "member_sheet_heat_left_out")


def _best(edition: Edition, member: str) -> Iterator[str]:
    """What is cheapest for him, where all of it is known."""
    paid = {name: _paid_eur(edition, name, member) for name in edition.variants}
    known = {name: eur for name, eur in paid.items() if eur is not None}
    if len(known) == len(paid):
        least = min(known, key=lambda name: known[name])
        title = edition.titles[least]
        yield edition.voice.say("member_sheet_best", variant=title, paid=_pays(edition, known[least]))


def _costs(edition: Edition, member: str) -> Iterator[Row]:
    """His yearly cost by kind, that of his own plants in one line, a column for each variant; the sum last.

    Behind it network heat that is not billed, and the sum with it.
    """
    of_variants = [member_costs(edition, name).get(member, {}) for name in edition.variants]
    for line, kinds in {"own_plants": OWN_PLANTS, **{kind: (kind,) for kind in OTHER_KINDS}}.items():
        amounts = [sum(costs.get(kind, 0.0) for kind in kinds) for costs in of_variants]
        if any(abs(eur) >= NOTHING_EUR for eur in amounts):
            label = "member_sheet_own_plants" if kinds is OWN_PLANTS else f"kind_{line}"
            yield edition.voice.say(label), [edition.voice.number(eur) for eur in amounts]
    yield edition.voice.say("total"), [edition.voice.number(sum(costs.values())) for costs in of_variants]
    heat = [heat_eur(edition, name, member) for name in edition.variants]
    if edition.is_annual and any(heat):
        yield edition.voice.say("member_sheet_heat_line"), [edition.voice.number(eur) for eur in heat]
        with_heat = [_paid_eur(edition, name, member) for name in edition.variants]
        yield edition.voice.say("member_sheet_total_with_heat"), [edition.voice.number(eur) for eur in with_heat]


def _months(edition: Edition, variant: str, member: str, flows: dict[str, FloatArray]) -> Iterator[Row]:
    """What he draws, gives and shares in each month [kWh] and is billed for it [EUR], the sum behind it."""
    say, none = edition.voice.say, _zeros(edition)
    bills = (line.eur + line.vat_eur for line in lines_of(edition.variants[variant]) if line.member == member)
    rows = {
        "drawn": sum((flows[name] for name in DRAWN), none),
        "shared_in": flows["shared_in"],
        "given": sum((flows[name] for name in GIVEN), none),
        "shared_out": flows["shared_out"],
        "billed": sum(bills, none),
    }
    for key, values in rows.items():
        if np.abs(values).max(initial=0.0) >= NOTHING_KWH:
            numbers = [edition.voice.number(float(value)) for value in (*values, values.sum())]
            yield say(f"member_sheet_column_{key}"), numbers


def _figure(flows: dict[str, FloatArray]) -> dict[str, object]:
    """Bars of each month: what is drawn upwards, what is given downwards, and where the line between them runs."""
    up, down = (sum((flows[name] for name in names), np.zeros(1)) for names in (DRAWN, GIVEN))
    scale = HEIGHT / max(float(np.max(up)) + float(np.max(down)), 1e-9)
    line = scale * float(np.max(up)) + 14.0
    bars: list[Bar] = []
    for month in range(flows["bought"].size):
        x, top, bottom = MONTH * month + 14.0, line, line
        for name, colour in DRAWN.items():
            height = scale * float(flows[name][month])
            top -= height
            bars.append(Bar(x, top, height, colour))
        for name, colour in GIVEN.items():
            height = scale * float(flows[name][month])
            bars.append(Bar(x, bottom, height, colour))
            bottom += height
    return {"bars": bars, "line": line, "height": HEIGHT + 34.0, "width": MONTH * max(flows["bought"].size, MONTHS)}


def _notes(edition: Edition, variant: str) -> Iterator[str]:
    """By which key and price is shared, and what kind of figures these are."""
    voice, scenario = edition.voice, edition.variants[variant].scenario
    price = voice.number(scenario.community.internal_price_eur_per_kwh, 3)
    yield voice.say("member_sheet_key", rule=voice.label(key_of(scenario.community.key)), price=price)
    if scenario.community.sharing_period != "interval":
        yield voice.say(f"sharing_period_{scenario.community.sharing_period}")
    grid = edition.grid
    span = "window" if not grid.annual else "year" if grid.weight == 1.0 else "scaled"
    first, last = (grid.local[end].date().isoformat() for end in (0, -1))
    yield voice.say(f"member_sheet_estimate_{span}", year=scenario.economics.price_year, first=first, last=last)
