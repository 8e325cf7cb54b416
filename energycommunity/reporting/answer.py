"""The answer in sentences, made from the numbers."""

from __future__ import annotations

from energycommunity.assessment.cash_flow import reason_of
from energycommunity.reporting.edition import Edition
from energycommunity.reporting.tables.overview import relative, worth_of
from energycommunity.reporting.tables.sizes import main_sizes
from energycommunity.reporting.who_gains import who_gains


def cheapest(edition: Edition) -> str:
    """The variant of the lowest yearly cost; where the baseline costs as little, the baseline."""
    base = edition.results.baseline
    order = sorted(edition.variants, key=lambda name: (edition.variants[name].annual_cost_eur, name != base))
    return order[0]


def question(edition: Edition) -> str:
    """The question of the file, or the one that every comparison answers."""
    scenario = edition.scenario
    key = "question" if len(edition.variants) > 1 else "question_single"
    return edition.voice.words(scenario.question, edition.voice.say(key))


def answer(edition: Edition) -> tuple[str, ...]:
    """Sentences: which variant is cheapest and by how much, what it emits and takes, who gains, how sure that is."""
    best = cheapest(edition)
    if len(edition.variants) == 1:
        return (_single(edition, best),)
    if best == edition.results.baseline:
        return (*_baseline_is_best(edition), *who_gains(edition), *_least_emissions(edition, best))
    if not edition.results.distinguishable(best):
        emissions = (_emissions(edition, best), *_least_emissions(edition, best))
        return (_not_distinguishable(edition, best), *who_gains(edition), *emissions)
    return (
        _better(edition, best),
        _emissions(edition, best),
        _money(edition, best),
        *who_gains(edition),
        *_rivals(edition, best),
        *_least_emissions(edition, best),
    )


def _single(edition: Edition, name: str) -> str:
    result, voice = edition.variants[name], edition.voice
    return voice.say(
        "answer_single",
        cost=voice.amount(result.annual_cost_eur, edition.a_year("EUR")),
        tonnes=voice.amount(result.emissions_kg_per_year / 1e3, edition.a_year(f"t {edition.gas}"), 1),
        sizes=main_sizes(edition, name) or voice.say("nothing_built"),
    )


def _better(edition: Edition, best: str) -> str:
    voice, base = edition.voice, edition.baseline
    cost_eur = edition.variants[best].annual_cost_eur
    return voice.say(
        "answer_better",
        best=edition.titles[best],
        cost=voice.amount(cost_eur, edition.a_year("EUR")),
        saving=voice.amount(base.annual_cost_eur - cost_eur, edition.a_year("EUR")),
        share=voice.percent(abs(relative(cost_eur, base.annual_cost_eur) or 0.0)),
        baseline=edition.titles[edition.results.baseline],
        sizes=main_sizes(edition, best) or voice.say("nothing_built"),
    )


def _baseline_is_best(edition: Edition) -> tuple[str, ...]:
    voice, base = edition.voice, edition.baseline
    others = [name for name in edition.variants if name != edition.results.baseline]
    second = min(others, key=lambda name: edition.variants[name].annual_cost_eur)
    result = edition.variants[second]
    baseline = edition.titles[edition.results.baseline]
    cost = voice.amount(base.annual_cost_eur, edition.a_year("EUR"))
    if not edition.results.distinguishable(second):
        return (voice.say("answer_keep_or", baseline=baseline, cost=cost, second=edition.titles[second]),)
    more_eur = result.annual_cost_eur - base.annual_cost_eur
    share = voice.percent(abs(relative(result.annual_cost_eur, base.annual_cost_eur) or 0.0))
    more = voice.amount(more_eur, edition.a_year("EUR"))
    nearest = voice.say("answer_nearest", second=edition.titles[second], more=more, share=share)
    return (voice.say("answer_baseline_best", baseline=baseline, cost=cost), nearest)


def _not_distinguishable(edition: Edition, best: str) -> str:
    voice, base, result = edition.voice, edition.baseline, edition.variants[best]
    return voice.say(
        "answer_not_distinguishable",
        best=edition.titles[best],
        baseline=edition.titles[edition.results.baseline],
        difference=voice.amount(abs(result.annual_cost_eur - base.annual_cost_eur), edition.a_year("EUR")),
        open=voice.amount(edition.results.open_eur(best, edition.results.baseline), edition.a_year("EUR")),
    )


def _emissions(edition: Edition, name: str) -> str:
    voice = edition.voice
    before, after = (r.emissions_kg_per_year / 1e3 for r in (edition.baseline, edition.variants[name]))
    values: dict[str, object] = {
        "before": voice.amount(before, f"t {edition.gas}", 1),
        "after": voice.amount(after, edition.a_year(f"t {edition.gas}"), 1),
    }
    change = relative(after, before)
    if change is None or abs(change) < 0.005:
        key = "answer_emissions_same" if abs(after - before) < 0.05 else "answer_emissions_new"
        return voice.say(key, **values)
    key = "answer_emissions_less" if change < 0 else "answer_emissions_more"
    return voice.say(key, share=voice.percent(abs(change)), **values)


def _money(edition: Edition, name: str) -> str:
    voice, worth = edition.voice, worth_of(edition, name)
    flows = (edition.variants[name].assessment.cash_flow, edition.baseline.assessment.cash_flow)
    own_eur, base_eur = (-float(flow.investment_eur[0]) for flow in flows)
    values: dict[str, object] = {"investment": voice.amount(own_eur, "EUR"), "base": voice.amount(base_eur, "EUR")}
    more = "" if base_eur < 0.5 else "_more"
    if worth is None:
        return voice.say(f"answer_money_window{more}", **values)
    years = worth.simple_payback.years
    if years is not None:
        payback = voice.say("answer_payback", years=voice.number(years, 1))
    else:
        payback = reason_of(worth.simple_payback, voice.language)
    economics = edition.scenario.economics
    return voice.say(
        f"answer_money{more}",
        **values,
        payback=payback,
        npv=voice.amount(worth.net_present_value_eur, "EUR"),
        years=economics.horizon_years,
        rate=voice.percent(economics.real_discount_rate, 1),
    )


def _rivals(edition: Edition, best: str) -> tuple[str, ...]:
    """Variants whose cost cannot be told from that of the cheapest."""
    rivals = [
        edition.titles[name]
        for name in edition.variants
        if name not in (best, edition.results.baseline) and not edition.results.told_apart(best, name)
    ]
    return (edition.voice.say("answer_rivals", best=edition.titles[best], rivals=", ".join(rivals)),) if rivals else ()


def _least_emissions(edition: Edition, best: str) -> tuple[str, ...]:
    """The variant that emits least, where it is another one and the difference can be seen."""
    voice = edition.voice
    least = min(edition.variants, key=lambda name: edition.variants[name].emissions_kg_per_year)
    of_least, of_best = (edition.variants[name].emissions_kg_per_year / 1e3 for name in (least, best))
    if of_best - of_least < 0.05:
        return ()
    tonnes = voice.amount(of_least, edition.a_year(f"t {edition.gas}"), 1)
    values: dict[str, object] = {"least": edition.titles[least], "tonnes": tonnes, "best": edition.titles[best]}
    if not edition.results.told_apart(least, best):
        return (voice.say("answer_least_emissions_same", **values),)
    costs = [edition.variants[name].annual_cost_eur for name in (least, best)]
    more = voice.amount(costs[0] - costs[1], edition.a_year("EUR"))
    return (voice.say("answer_least_emissions", more=more, **values),)
