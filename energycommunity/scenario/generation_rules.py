"""Generation behind a meter above the powers from which other rules hold: 11.1 kW, 50 kW, 999.99 kW.

Told before the run where the file fixes or allows such a size, and after it for the sizes that were chosen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

from energycommunity.errors import Fault
from energycommunity.parameters.generation_limits import GenerationLimit, generation_limit
from energycommunity.scenario.schema import Scenario
from energycommunity.technologies.base import Capacity, Technology

#: The rules from the highest power to the lowest; a meter is told the first that it exceeds.
RULES: tuple[GenerationLimit, ...] = ("net_settlement", "universal_service", "microgenerator")
#: Keys of the electric size of what generates.
_SIZES = ("capacity_kwp", "capacity_kw", "capacity_electric_kw")
#: A size is above a limit if it is more than rounding above it.
_TOLERANCE = 1e-6
#: Meters that a sentence names; of more it says how many.
_NAMED = 3
_SizeOf = Callable[[str, Technology, str], float | None]


def generation_notices(scenario: Scenario) -> Iterator[Fault]:
    """Before the run: what the file fixes above a limit, and what it allows above one."""
    fixed, allowed = (_kw_by_meter(scenario, bound) for bound in (_least, _most))
    above = _first_exceeded(scenario, fixed)
    yield from _told(scenario, above, fixed)
    open_sizes = _first_exceeded(scenario, allowed)
    more = {meter: rule for meter, rule in open_sizes.items() if above.get(meter) != rule}
    yield from _told(scenario, more, allowed, "allowed_")


def generation_warnings(scenario: Scenario, capacities: Mapping[str, float]) -> Iterator[Fault]:
    """After the run: the sizes that were chosen, by `asset.capacity_unit`, where these are above a limit."""
    fixed = _first_exceeded(scenario, _kw_by_meter(scenario, _least))
    chosen = _kw_by_meter(scenario, lambda name, _, key: capacities.get(f"{name}.{key}"))
    above = _first_exceeded(scenario, chosen)
    known = {meter: rule for meter, rule in above.items() if fixed.get(meter) != rule}
    yield from _told(scenario, known, chosen)


def alternating_kw(asset: Technology, size: float) -> float:
    """What a generator of a size can give [kW]: modules no more than their inverter.

    >>> from energycommunity.technologies.photovoltaics import Photovoltaics
    >>> panels = Photovoltaics(owner="a", meter="a", capacity_kwp=12.0, tilt_deg=30, azimuth_deg=180, dc_ac_ratio=1.2)
    >>> alternating_kw(panels, 12.0)
    10.0
    """
    return size / float(getattr(asset, "dc_ac_ratio", 1.0))


def _least(_: str, asset: Technology, key: str) -> float | None:
    size = Capacity.of(getattr(asset, key))
    return size.min if not size.cost_if_built_eur else None


def _most(_: str, asset: Technology, key: str) -> float | None:
    return Capacity.of(getattr(asset, key)).max


def _kw_by_meter(scenario: Scenario, size_of: _SizeOf) -> dict[str, float]:
    """Power of all that generates behind each meter [kW]; a size that is not known counts nothing."""
    powers_kw: dict[str, float] = defaultdict(float)
    for name, asset in scenario.assets.items():
        key = next((key for key in _SIZES if key in type(asset).model_fields), None)
        meter = getattr(asset, "meter", None)
        if asset.serves == "electricity" and key is not None and meter in scenario.meters:
            size = size_of(name, asset, key)
            powers_kw[str(meter)] += alternating_kw(asset, size or 0.0)
    return powers_kw


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
        more = f" (+{len(meters) - _NAMED})" if len(meters) > _NAMED else ""
        values: dict[str, object] = {
            "meters": ", ".join(meters[:_NAMED]) + more,
            "kw": f"{powers_kw[meters[0]]:.1f}",
            "limit": f"{limit.value:g}",
            "source": limit.source,
            "date": limit.date,
        }
        yield Fault(f"generation_notice_{only}{rule}", values, path=f"meters.{meters[0]}")
