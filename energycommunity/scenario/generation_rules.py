"""Generation behind a meter above the powers from which other rules hold: 11.1 kW, 50 kW, 999.99 kW.

Told before the run where the file fixes or allows such a size, and after it for the sizes that were chosen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from energycommunity.errors import Fault
from energycommunity.parameters.generation_limits import GenerationLimit, generation_limit
from energycommunity.scenario.generation import chosen_size, generation_kw_by_meter, largest_size, least_size
from energycommunity.scenario.names import first_of
from energycommunity.scenario.schema import Scenario
from energycommunity.texts.spoken import Source

#: The rules from the highest power to the lowest; a meter is told the first that it exceeds.
RULES: tuple[GenerationLimit, ...] = ("net_settlement", "universal_service", "microgenerator")
#: A size is above a limit if it is more than rounding above it.
_TOLERANCE = 1e-6


def generation_notices(scenario: Scenario) -> Iterator[Fault]:
    """Before the run: what the file fixes above a limit, and what it allows above one."""
    fixed, allowed = (generation_kw_by_meter(scenario, bound) for bound in (least_size, largest_size))
    above = _first_exceeded(scenario, fixed)
    yield from _told(scenario, above, fixed)
    open_sizes = _first_exceeded(scenario, allowed)
    more = {meter: rule for meter, rule in open_sizes.items() if above.get(meter) != rule}
    yield from _told(scenario, more, allowed, "allowed_")


def generation_warnings(scenario: Scenario, capacities: Mapping[str, float]) -> Iterator[Fault]:
    """After the run: the sizes that were chosen, by `asset.capacity_unit`, where these are above a limit."""
    fixed = _first_exceeded(scenario, generation_kw_by_meter(scenario, least_size))
    chosen = generation_kw_by_meter(scenario, chosen_size(capacities))
    above = _first_exceeded(scenario, chosen)
    known = {meter: rule for meter, rule in above.items() if fixed.get(meter) != rule}
    yield from _told(scenario, known, chosen)


def _first_exceeded(scenario: Scenario, powers_kw: Mapping[str, float]) -> dict[str, GenerationLimit]:
    """The highest limit that each meter exceeds; net settlement concerns only those that sell."""
    exceeded: dict[str, GenerationLimit] = {}
    for meter, power_kw in powers_kw.items():
        connection = scenario.meters[meter]
        for rule in RULES:
            concerned = rule == "microgenerator" or connection.sale is not None
            if concerned and power_kw / connection.count > _limit_kw(rule, connection.phases) + _TOLERANCE:
                exceeded[meter] = rule
                break
    return exceeded


def _limit_kw(rule: GenerationLimit, phases: int) -> float:
    return generation_limit(rule, phases).value


def _told(
    scenario: Scenario, exceeded: Mapping[str, GenerationLimit], powers_kw: Mapping[str, float], only: str = ""
) -> Iterator[Fault]:
    """One notice for each rule and number of phases, naming the meters with the largest power first.

    `only` begins the name of a sentence about what the file allows only.
    """
    groups: dict[tuple[GenerationLimit, int], list[str]] = defaultdict(list)
    for meter in sorted(exceeded, key=lambda meter: -powers_kw[meter]):
        rule, connection = exceeded[meter], scenario.meters[meter]
        groups[rule, connection.phases if rule == "microgenerator" else 3].append(meter)
    for (rule, phases), meters in groups.items():
        limit = generation_limit(rule, phases)
        values: dict[str, object] = {
            "meters": first_of(meters),
            "kw": float(powers_kw[meters[0]]),
            "limit": float(limit.value),
            "source": Source(limit.source),
            "date": limit.date,
        }
        yield Fault(f"generation_notice_{only}{rule}", values, path=f"meters.{meters[0]}")
