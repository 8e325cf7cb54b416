"""A sheet of one A4 for each flat of an apartment house and for the house: what is paid a month, now and after."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from energycommunity.assessment.finance_plan import FinancePlan
from energycommunity.errors import Fault
from energycommunity.reporting.edition import Edition
from energycommunity.reporting.single_sheet import single_sheet
from energycommunity.reporting.unconfirmed import is_unconfirmed
from energycommunity.reporting.voice import Voice
from energycommunity.results import Results
from energycommunity.results.finance_plans import MemberFinance
from energycommunity.results.flat_costs import LINES, FlatPayments, flat_payments, house_of, tells_flats
from energycommunity.scenario.flats import Flat, FlatsOfHouse
from energycommunity.settlement.flats import split

#: Folder of the sheets in that of the run.
FOLDER = "flats"
#: The sheets are written in both: their readers are not those of the report.
LANGUAGES = ("lv", "en")
#: Height of the figure's bars, where they stand, and how far months are apart [px].
HEIGHT, BASE, MONTH = 165.0, 188.0, 60
#: Longer numbers would run into the next bar: from the first on thousands are written, from the second without digits
#: behind the point [EUR].
THOUSANDS_FROM_EUR, WHOLE_FROM_EUR = 999.5, 99_950.0
NOW, AFTER, LOAN = "#8a949c", "#2a9d8f", "#e0a030"


@dataclass(frozen=True)
class _Bar:
    x: int
    y: float
    height: float
    colour: str
    label: str = ""


@dataclass(frozen=True)
class House:
    """What all sheets of a house share."""

    edition: Edition
    variant: str
    building: str
    flats: FlatsOfHouse
    finance: MemberFinance | None

    @property
    def is_metered(self) -> bool:
        """Whether the flats have meters of their own."""
        return self.edition.variants[self.variant].scenario.buildings[self.building].flats_meter is not None


def write_flat_sheets(results: Results, folder: Path) -> None:
    """Write `flats/<variant>/<building>/house_lv.html`, `flat_12_lv.html` and so on; nothing where no flats are stated.

    Parameters
    ----------
    results : Results
        Of the run.
    folder : Path
        Of the run.
    """
    editions = [Edition(results, Voice(language)) for language in LANGUAGES]
    for variant, building, names in houses_with_sheets(results):
        (folder / FOLDER / variant / building).mkdir(parents=True)
        payments = flat_payments(results, variant, building)
        for edition in editions:
            house = house_with_sheets(edition, variant, building)
            for name, paid in zip(names, payments, strict=True):
                path = folder / sheet_path((variant, building), name, edition.voice.language)
                path.write_text(flat_sheet(house, paid), encoding="utf-8")


def houses_with_sheets(results: Results) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Variant and building of each house that gets sheets, and by their names the flats; the house itself is ""."""
    for variant, result in results.variants.items():
        for building in result.scenario.flats if variant != results.baseline else ():
            if tells_flats(results, variant, building):
                flats = ["", *(flat.name for flat in house_of(result, building, results.source.parent).flats)]
                yield variant, building, dict(zip(_sheet_names(flats), flats, strict=True))


def sheet_path(house: tuple[str, str], name: str, language: str) -> str:
    """Where a sheet stands in the folder of the run; `house` is its variant and building."""
    return "/".join((FOLDER, *house, f"{name}_{language}.html"))


def _sheet_names(flats: Sequence[str]) -> list[str]:
    """Names of files that every system takes, each once: the house first, then the flats.

    >>> _sheet_names(["", "12", "12/a", "12 a"])
    ['house', 'flat_12', 'flat_12_a', 'flat_12_a_3']
    """
    names: list[str] = []
    for number, flat in enumerate(flats):
        name = f"flat_{re.sub(r'[^0-9A-Za-zĀ-ž-]+', '_', flat)}" if flat else "house"
        names.append(name if name.casefold() not in map(str.casefold, names) else f"{name}_{number}")
    return names


def house_with_sheets(edition: Edition, variant: str, building: str) -> House:
    """What all sheets of a house share, in the language of an edition."""
    result = edition.variants[variant]
    member = result.scenario.meters[result.scenario.buildings[building].meter].owner
    plans = edition.finance_plans.get(variant, ())
    finance = next((found for found in plans if found.plan.member == member), None)
    return House(edition, variant, building, house_of(result, building, edition.results.source.parent), finance)


def flat_sheet(house: House, paid: FlatPayments) -> str:
    """The sheet of a flat, or of the house, as HTML."""
    edition = house.edition
    say, voice = edition.voice.say, edition.voice
    scenario = f"{edition.scenario.heading(voice.language)} ({house.building})"
    return single_sheet(
        "flat_sheet.html",
        language=voice.language,
        above=f"{scenario} · {edition.titles[house.variant]}",
        title=_title(house, paid),
        say=say,
        answer=_answer(house, paid),
        below=list(_below(house, paid)),
        headings=[say(f"flat_{side}") for side in ("winter_now", "winter_after", "mean_now", "mean_after")],
        rows=list(_rows(house, paid)),
        figure=_heading_of_figure(paid, say),
        bars=list(_bars(house, paid)),
        months=say("flat_months").split(","),
        has_loan=bool(paid.loan_eur),
        notes=list(_notes(house, paid)),
    )


def _title(house: House, paid: FlatPayments) -> str:
    say = house.edition.voice.say
    if not paid.flat:
        return say("flat_house", count=len(house.flats.flats))
    return say("flat" if paid.flat.isdigit() else "flat_named", flat=paid.flat)


def _answer(house: House, paid: FlatPayments) -> str:
    key = "flat_sentence" + ("" if paid.flat else "_house") + ("_loan" if paid.loan_eur else "")
    eur = {"now": paid.now.winter_total_eur, "after": paid.after.winter_total_eur, "loan": paid.loan_eur}
    return house.edition.voice.say(key, **{name: _eur(house, amount) for name, amount in eur.items()})


def _below(house: House, paid: FlatPayments) -> Iterator[str]:
    say = house.edition.voice.say
    now, after = paid.now.mean_total_eur, paid.after.mean_total_eur
    yield say("flat_mean", now=_eur(house, now), after=_eur(house, after))
    if paid.loan_eur:
        yield say("flat_when_paid", years=_loan_years(house), eur=_eur(house, after - paid.loan_eur))
    if house.finance is not None:
        yield from _paid_at_once(house, house.finance.plan, paid.flat)


def _paid_at_once(house: House, plan: FinancePlan, flat: str) -> Iterator[str]:
    """Own money at the start, which the house reads below its table, and what is replaced later [EUR]."""
    say = house.edition.voice.say

    def part(eur: float) -> str:
        return _eur(house, split(house.flats, {"own_money": eur})[flat]["own_money"] if flat else eur)

    if flat and plan.books.paid_in_eur[0] > 0.0:
        yield say("flat_own_money", eur=part(float(plan.books.paid_in_eur[0])))
    bought_eur = plan.books.investment_eur[1:]
    if bought_eur.any():
        years = np.flatnonzero(bought_eur) + 1
        real_eur = float((bought_eur[years - 1] / (1.0 + plan.terms[1]) ** years).sum())
        year = house.edition.variants[house.variant].scenario.economics.price_year
        yield say("flat_replaced", eur=part(real_eur), years=", ".join(map(str, years)), year=year)


def _loan_years(house: House) -> int:
    """Years until the last loan is paid back."""
    loans = house.finance.plan.loans if house.finance is not None else ()
    return max((loan.outstanding_eur.size - 1 for loan in loans), default=0)


def _eur(house: House, amount: object) -> str:
    return house.edition.voice.number(float(amount), 2)  # type: ignore[arg-type]


def _rows(house: House, paid: FlatPayments) -> Iterator[tuple[str, list[str]]]:
    """Lines of the table, the sum last."""
    say = house.edition.voice.say
    sides = (paid.now.winter_eur, paid.after.winter_eur, paid.now.mean_eur, paid.after.mean_eur)
    for line in LINES:
        if any(side.get(line) for side in sides):
            own = "_own" if line == "flats_electricity" and house.flats.electricity_by == "electricity" else ""
            yield say(f"flat_line_{line}{own}"), [_eur(house, side.get(line, 0)) for side in sides]
    yield say("total"), [_eur(house, sum(side.values())) for side in sides]


def _largest_eur(paid: FlatPayments) -> float:
    """The height of the highest bar."""
    after_eur = float(paid.after_by_month_eur.max()) + float(paid.loan_eur)
    return max(float(paid.now_by_month_eur.max()), after_eur, 1e-9)


def _heading_of_figure(paid: FlatPayments, say: Callable[[str], str]) -> str:
    return say("flat_figure_thousands" if _largest_eur(paid) >= THOUSANDS_FROM_EUR else "flat_figure")


def _bars(house: House, paid: FlatPayments) -> Iterator[_Bar]:
    """Two bars for each month, the loan on top of the second."""
    loan, largest_eur = float(paid.loan_eur), _largest_eur(paid)
    after = np.maximum(paid.after_by_month_eur, 0.0)
    now = np.maximum(paid.now_by_month_eur, 0.0)
    scale = HEIGHT / largest_eur
    unit_eur = 1000.0 if largest_eur >= THOUSANDS_FROM_EUR else 1.0
    digits = 1 if THOUSANDS_FROM_EUR <= largest_eur < WHOLE_FROM_EUR else 0
    for month in range(now.size):
        x = MONTH * month + 7
        told = house.edition.voice.number(now[month] / unit_eur, digits)
        yield _Bar(x, BASE - scale * now[month], scale * now[month], NOW, told)
        total = house.edition.voice.number((after[month] + loan) / unit_eur, digits)
        yield _Bar(x + 24, BASE - scale * after[month], scale * after[month], AFTER, "" if loan else total)
        if loan:
            yield _Bar(x + 24, BASE - scale * (after[month] + loan), scale * loan, LOAN, total)


def _notes(house: House, paid: FlatPayments) -> Iterator[str]:
    """How it was reckoned, what is built, and what nobody has confirmed."""
    say, scenario = house.edition.voice.say, house.edition.variants[house.variant].scenario
    yield say(
        "flat_how",
        heat=_key(house),
        rest=say(f"flat_key_{house.flats.rest_by}"),
        electricity=say(f"flat_electricity_{house.flats.electricity_by if house.is_metered else 'none'}"),
        year=scenario.economics.price_year,
    )
    flat = next((each for each in house.flats.flats if each.name == paid.flat), None)
    if flat is not None and (parts := list(_own_parts(house, flat))):
        yield say("flat_yours", parts="; ".join(parts))
    if house.finance is not None:
        yield from _of_money(house, house.finance)
    guessed = any(is_unconfirmed(house.edition, house.variant, asset) for asset in scenario.assets)
    guessed = (
        guessed or scenario.buildings[house.building].assumed or any(p.assumed for p in scenario.financing.values())
    )
    yield say("flat_unconfirmed" if guessed else "flat_estimate")


def _key(house: House) -> str:
    say, share = house.edition.voice.say, house.flats.heat_by_area_share
    if share and house.flats.heat_by == "allocators":
        return say("flat_key_mixed", percent=house.edition.voice.percent(share))
    return say(f"flat_key_{house.flats.heat_by}")


def _own_parts(house: House, flat: Flat) -> Iterator[str]:
    """What the flat counts for in each key that is in use."""
    voice = house.edition.voice
    electricity_by = house.flats.electricity_by if house.is_metered else "equal"
    for key in dict.fromkeys((house.flats.heat_by, house.flats.rest_by, electricity_by)):
        whole, own = sum(each.weight(key) for each in house.flats.flats), flat.weight(key)
        if key == "share":
            yield voice.say("flat_yours_share", percent=voice.percent(own / whole, 2))
        elif key != "equal":
            digits = 1 if key == "area" else 0
            yield voice.say(f"flat_yours_{key}", number=voice.number(own, digits), whole=voice.number(whole, digits))


def _of_money(house: House, finance: MemberFinance) -> Iterator[str]:
    plan, voice = finance.plan, house.edition.voice
    if plan.books.investment_eur[0] > 0.0:
        fee_eur, has_loan = float(plan.flows.fees_eur[0]), plan.flows.drawn_eur[0] > 0.0
        yield voice.say(
            "flat_money" + ("_loan" if has_loan else "") + ("_fee" if has_loan and fee_eur > 0.0 else ""),
            fee=voice.number(fee_eur),
            investment=voice.number(float(plan.books.investment_eur[0])),
            grants=voice.number(float(plan.flows.grants_eur[0])),
            loans=voice.number(float(plan.flows.drawn_eur[0])),
            years=_loan_years(house),
            own=voice.number(float(plan.books.paid_in_eur[0])),
        )
    reasons = dict.fromkeys(fault.tell(voice.language) for fault in _missed(house, finance))
    if reasons:
        yield voice.say("flat_missed", reasons="; ".join(reasons))


def _missed(house: House, finance: MemberFinance) -> Iterator[Fault]:
    """Conditions of grants that are missed: of the plan, and of the package that was chosen."""
    yield from (fault for _, fault in finance.missed_conditions)
    for renovated in house.edition.variants[house.variant].renovated:
        if renovated.building == house.building:
            yield from (fault for package, fault in renovated.missed_conditions if package == renovated.package)
