"""The assumptions that matter most: those which drive the largest part of the yearly cost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from energycommunity.demand.renovation import NONE
from energycommunity.errors import EnergyCommunityError
from energycommunity.parameters import network_tariff
from energycommunity.parameters.heat_tariffs import heat_tariff
from energycommunity.quantities import unit_of
from energycommunity.reporting.answer import cheapest
from energycommunity.reporting.edition import Edition, technology_of
from energycommunity.reporting.flows import Flow
from energycommunity.reporting.seasonal_cop import seasonal_cops
from energycommunity.reporting.unconfirmed import is_unconfirmed
from energycommunity.reporting.voice import DAGGER, within
from energycommunity.scenario.defaults import MODEL_SOURCE, DefaultUsed
from energycommunity.scenario.renovations import choices_of_packages
from energycommunity.scenario.schema import Scenario
from energycommunity.tariffs.base import Purchase, Tariff
from energycommunity.tariffs.heat import Heat
from energycommunity.technologies.base import Technology
from energycommunity.technologies.chilling import ELECTRICITY
from energycommunity.texts.spoken import HARD_SPACE


@dataclass(frozen=True)
class Assumption:
    """One assumption: what it is, its value with unit, who says so, and the yearly cost it drives in one variant.

    `value` is empty where it is several, as the costs of packages are.
    """

    name: str
    value: str
    source: str
    drives_eur_per_year: float
    share: float | None
    variant: str


def main_assumptions(edition: Edition, count: int = 3) -> tuple[Assumption, ...]:
    """The assumptions that drive the most, the largest first.

    An assumption drives the part of the yearly cost that would change in proportion with it: the price of a carrier
    what is paid for that carrier, or earned with it; a network tariff its charges; the cost of a technology its
    annuities, with the VAT on them; upkeep rates their sums; the discount rate the interest in the annuities
    (annuity less investment over life); the heat demand all fuel, and electricity with network charges as far as
    heat pumps take it, their seasonal COP that electricity; the electricity demand the rest of these.
    Cheapest variant and baseline are looked at, and each assumption counts with the larger of its two sums.
    """
    found: dict[str, Assumption] = {}
    for name in dict.fromkeys((cheapest(edition), edition.results.baseline)):
        for assumption in _of_variant(edition, name):
            known = found.get(assumption.name)
            if known is None or known.drives_eur_per_year < assumption.drives_eur_per_year:
                found[assumption.name] = assumption
    return tuple(sorted(found.values(), key=lambda found: -found.drives_eur_per_year)[:count])


def driven_in_words(edition: Edition, found: Assumption) -> str:
    """What an assumption drives, with its share where the variant costs anything."""
    say, voice = edition.voice.say, edition.voice
    values: dict[str, object] = {
        "eur": voice.amount(found.drives_eur_per_year, edition.a_year("EUR")),
        "variant": edition.titles[found.variant],
    }
    if found.share is None:
        return say("drives_alone", **values)
    return say("drives", share=voice.percent(found.share), **values)


@dataclass
class _Driven:
    """Sums of one assumption while the ledger is read."""

    name: str
    value: str
    source: str
    eur: float = 0.0


def _of_variant(edition: Edition, name: str) -> Iterator[Assumption]:
    total = edition.variants[name].annual_cost_eur
    groups = (
        _prices(edition, name),
        _sales(edition, name),
        _technologies(edition, name),
        _interest(edition, name),
        _heat_pumps(edition, name),
        _demands(edition, name),
    )
    for driven in (driven for group in groups for driven in group):
        share = driven.eur / total if total > 0.0 else None
        yield Assumption(driven.name, driven.value, driven.source, driven.eur, share, name)


def _costs_of(edition: Edition, name: str, asset: str, *kinds: str) -> float:
    costs = edition.variants[name].assessment.accounts.costs
    return sum(entry.eur_per_year for entry in costs if entry.asset == asset and entry.kind in kinds)


def _prices(edition: Edition, name: str) -> Iterator[_Driven]:
    """Energy price and network tariff of each contract, with the average that was paid."""
    say, scenario = edition.voice.say, edition.variants[name].scenario
    for contract, tariff in scenario.tariffs.items():
        buyers = [
            asset
            for asset, technology in [*scenario.meters.items(), *scenario.assets.items()]
            if contract in (getattr(technology, "purchase", None), getattr(technology, "fuel", None))
        ]
        bought_kwh = sum(
            edition.yearly_kwh(flow.power_kw)
            for flow in edition.flows[name]
            if flow.asset in buyers and flow.part in ("bought", "fuel")
        )
        if bought_kwh <= 0.0:
            continue
        eur = sum(_costs_of(edition, name, asset, "energy", "fuel") for asset in buyers)
        value = edition.voice.amount(1e3 * eur / bought_kwh, "EUR/MWh")
        yield _Driven(_price_name(edition, scenario, contract), value, _price_source(edition, tariff), eur)
        network_eur = sum(_costs_of(edition, name, asset, "network") for asset in buyers)
        if network_eur > 0.0:
            value = edition.voice.amount(1e3 * network_eur / bought_kwh, "EUR/MWh")
            yield _Driven(say("network_of", contract=contract), value, _network_source(edition, tariff), network_eur)


def _sales(edition: Edition, name: str) -> Iterator[_Driven]:
    """Price of each contract for sale, with the average that was earned and the revenue."""
    say, scenario = edition.voice.say, edition.variants[name].scenario
    for contract, tariff in scenario.tariffs.items():
        sellers = [meter for meter, connection in scenario.meters.items() if connection.sale == contract]
        sold = [flow for flow in edition.flows[name] if flow.asset in sellers and flow.part == "sold"]
        sold_kwh = sum(edition.yearly_kwh(flow.power_kw) for flow in sold)
        if sold_kwh > 0.0:
            eur = -sum(_costs_of(edition, name, meter, "revenue") for meter in sellers)
            value = edition.voice.amount(1e3 * eur / sold_kwh, "EUR/MWh")
            yield _Driven(say("sale_of", contract=contract), value, _price_source(edition, tariff), abs(eur))


def _price_name(edition: Edition, scenario: Scenario, contract: str) -> str:
    """The carrier, and the contract where several are of the same carrier."""
    say, carrier = edition.voice.say, scenario.tariffs[contract].energy_carrier()
    bought = [tariff for tariff in scenario.tariffs.values() if tariff.purpose != "sale"]
    name = within(edition.voice.carrier(carrier))
    if sum(tariff.energy_carrier() == carrier for tariff in bought) == 1:
        return say("price_of", carrier=name)
    return say("price_of_contract", carrier=name, contract=contract)


def _price_source(edition: Edition, tariff: Tariff) -> str:
    say, price = edition.voice.say, getattr(tariff, "price_eur_per_kwh", None)
    if isinstance(tariff, Heat) and tariff.place is not None:
        parameter = heat_tariff(tariff.place, int(edition.grid.local[edition.grid.steps // 2].year))
        return f"{parameter.source}; {parameter.date}"
    if price == "latvia_typical":
        return f"{say('synthetic_price')}{HARD_SPACE}{DAGGER}"
    file = price if isinstance(price, str) else getattr(price, "file", None)
    source = str(file) if file else say("from_file")
    return source + (f"; {say('assumed')}{HARD_SPACE}{DAGGER}" if tariff.assumed else "")


def _network_source(edition: Edition, tariff: Tariff) -> str:
    if isinstance(tariff, Purchase) and isinstance(tariff.network, str):
        try:
            plans = [network_tariff(tariff.network, day) for day in dict.fromkeys(tariff.days(edition.grid.months))]
        except EnergyCommunityError:
            return tariff.network
        parameters = [parameter for plan in plans for parameter in plan.values()]
        doubtful = "" if all(parameter.verified for parameter in parameters) else f"{HARD_SPACE}{DAGGER}"
        sources = dict.fromkeys(edition.voice.source(next(iter(plan.values())).source) for plan in plans)
        return "; ".join(sources) + doubtful
    return edition.voice.say("from_file") + (f"{HARD_SPACE}{DAGGER}" if tariff.assumed else "")


def _technologies(edition: Edition, name: str) -> Iterator[_Driven]:
    """Cost of building and of upkeep, alike assets from one row of the catalogue together."""
    say, result = edition.voice.say, edition.variants[name]
    found: dict[tuple[str, str], _Driven] = {}
    for asset in dict.fromkeys(entry.asset for entry in result.assessment.accounts.costs):
        technology = technology_of(result.scenario, asset)
        if technology is None:
            continue
        kind = edition.kind_of(name, asset)
        for what, field, kinds in (
            ("building_of", ("investment_eur", "annuity_eur"), ("annuity", "investment_tax")),
            ("upkeep_of", ("fixed_om_eur", "variable_om_eur"), ("fixed_om", "variable_om")),
        ):
            title = say(what, kind=within(kind))
            value, source = _stated(edition, name, asset, technology, field)
            driven = found.setdefault((title, technology.catalogue or ""), _Driven(title, value, source))
            driven.eur += max(_costs_of(edition, name, asset, *kinds), 0.0)
    yield from found.values()


def _stated(
    edition: Edition, name: str, asset: str, technology: Technology, beginnings: tuple[str, ...]
) -> tuple[str, str]:
    """The first cost that an asset has of some kind: value with unit, and who says so."""
    voice = edition.voice
    fields = [field for field in type(technology).model_fields if field.startswith(beginnings)]
    stated = next((field for field in fields if isinstance(getattr(technology, field), int | float)), None)
    if stated is None:
        return "", _source_of_packages(edition, name, asset)
    value = f"{voice.rounded(getattr(technology, stated))}{HARD_SPACE}{voice.unit(unit_of(stated))}"
    path = f"{asset}.{stated}"
    used = [d for d in edition.variants[name].defaults_used if d.path.split(".", 1)[-1] == path]
    return value, _source(edition, used[0] if used else None, technology.assumed)


def _source_of_packages(edition: Edition, name: str, asset: str) -> str:
    """Who says the costs of an asset that states none: the file or the catalogue, by its packages."""
    scenario = edition.variants[name].scenario
    choice = choices_of_packages(scenario).get(asset)
    is_own = choice is None or set(choice.packages) <= {NONE, *scenario.renovation_packages}
    source = edition.voice.say("from_file" if is_own else "from_catalogue")
    return source + (f"{HARD_SPACE}{DAGGER}" if is_unconfirmed(edition, name, asset) else "")


def _source(edition: Edition, default: DefaultUsed | None, assumed: bool) -> str:
    say = edition.voice.say
    if default is None:
        return say("from_file") + (f"; {say('assumed')}{HARD_SPACE}{DAGGER}" if assumed else "")
    if default.source == MODEL_SOURCE:
        return f"{say('from_model')}{HARD_SPACE}{DAGGER}"
    mark = "" if default.verified else f"; {say('unverified')}{HARD_SPACE}{DAGGER}"
    return f"{edition.voice.source(default.source)} ({default.date}){mark}"


def _interest(edition: Edition, name: str) -> Iterator[_Driven]:
    accounts, economics = edition.variants[name].assessment.accounts, edition.variants[name].scenario.economics
    built = {(entry.asset, entry.payer) for entry in accounts.investments}
    annuities = sum(
        entry.eur_per_year
        for entry in accounts.costs
        if entry.kind in ("annuity", "investment_tax") and (entry.asset, entry.payer) in built
    )
    without_interest = sum(entry.eur / entry.lifetime_years for entry in accounts.investments)
    say, value = edition.voice.say, edition.voice.percent(economics.real_discount_rate, 1)
    yield _Driven(say("discount_rate"), value, say("from_file"), max(annuities - without_interest, 0.0))


def _heat_pumps(edition: Edition, name: str) -> Iterator[_Driven]:
    """Seasonal COP of alike heat pumps, with the cost of the electricity they take."""
    electricity_eur = _electricity_eur(edition, name)
    drawing = [f for f in edition.flows[name] if f.part == "taken" or (f.part == "used" and f.carrier == "electricity")]
    drawn_kwh = sum(edition.yearly_kwh(flow.power_kw) for flow in drawing)
    for found in seasonal_cops(edition, name):
        title = edition.voice.say("seasonal_cop_of", kind=found.kind)
        eur = electricity_eur * found.electricity_kwh / drawn_kwh
        yield _Driven(title, edition.voice.rounded(found.cop), found.basis, eur)


def _electricity_eur(edition: Edition, name: str) -> float:
    """What crosses the meters costs, with its network fees."""
    result = edition.variants[name]
    return sum(_costs_of(edition, name, meter, "energy", "network") for meter in result.scenario.meters)


def _demands(edition: Edition, name: str) -> Iterator[_Driven]:
    """Demands for heat, electricity and, where there is any, cooling, with the running cost of covering them."""
    say, flows = edition.voice.say, edition.flows[name]
    costs = edition.variants[name].assessment.accounts.costs
    bought = sum(entry.eur_per_year for entry in costs if entry.kind in ("fuel", "energy", "network"))
    electricity = _electricity_eur(edition, name)
    fuel = bought - electricity  # heat from outside among it
    demands = {carrier: _used(flows, carrier) for carrier in ("heat", "electricity", "cooling")}
    if not demands["cooling"]:
        del demands["cooling"]
    taken = [flow for flow in flows if flow.part == "taken"]
    for_cooling = [flow for flow in taken if flow.series.endswith(f".{ELECTRICITY}")]
    drawn = _sum_kw(taken) + _sum_kw(demands["electricity"])
    each = electricity / drawn if drawn > 0.0 else 0.0
    driven = {"cooling": each * _sum_kw(for_cooling), "heat": fuel + each * (_sum_kw(taken) - _sum_kw(for_cooling))}
    driven["electricity"] = fuel + electricity - driven["heat"] - driven["cooling"]
    for carrier, uses in demands.items():
        mwh = sum(edition.yearly_kwh(flow.power_kw) for flow in uses) / 1e3
        assumed = any(is_unconfirmed(edition, name, flow.asset) for flow in uses)
        reckoned = {f"buildings.{flow.asset}" for flow in uses} & {
            used.path for used in edition.variants[name].defaults_used
        }
        source = say("from_catalogue" if reckoned else "from_file")
        source += f"; {say('assumed')}{HARD_SPACE}{DAGGER}" if assumed else ""
        value = edition.voice.amount(mwh, edition.per_year("MWh"))
        yield _Driven(say(f"demand_total_{carrier}"), value, source, driven[carrier])


def _sum_kw(flows: list[Flow]) -> float:
    return sum(float(flow.power_kw.sum()) for flow in flows)


def _used(flows: tuple[Flow, ...], carrier: str) -> list[Flow]:
    return [flow for flow in flows if flow.part == "used" and flow.carrier == carrier]
