"""Warnings of what given sizes lack in the design spell."""

from __future__ import annotations

from collections.abc import Iterator

from energycommunity.errors import Fault
from energycommunity.optimization.margins import DesignWinter
from energycommunity.scenario.schema import Scenario

#: A lack below this is not worth a word [kW].
LEAST_LACK_KW = 1e-3


def lacks_in_winter(winter: DesignWinter | None, scenario: Scenario) -> Iterator[Fault]:
    """What given sizes lack in the design spell; sizes that are chosen are held to it."""
    if winter is None or winter.binds:
        return
    reserve, outdoor = scenario.reserve, f"{winter.outdoor_c:g}"
    for heat in winter.heat:
        values: dict[str, object] = {"place": heat.place, "outdoor": outdoor, "demand_kw": f"{heat.demand_kw:.3g}"}
        path = f"{'heat_networks' if heat.place in scenario.heat_networks else 'buildings'}.{heat.place}"
        if heat.margin_kw < -LEAST_LACK_KW:
            yield Fault("lacks_in_spell", {**values, "kw": f"{-heat.margin_kw:.3g}"}, path=path)
        elif reserve.loss_of_largest_unit and heat.margin_without_it_kw is not None:
            wanted_kw = heat.loss_kw + reserve.covered_fraction * (heat.demand_kw - heat.loss_kw)
            short_kw = wanted_kw - (heat.available_without_it_kw or 0.0)
            if short_kw > LEAST_LACK_KW:
                lost = {"kw": f"{short_kw:.3g}", "unit": heat.weakest_unit}
                yield Fault("lacks_without_unit", {**values, **lost}, path=path)
    for meter, kw in winter.lacking_electricity_kw.items():
        yield Fault(
            "lacks_electricity_in_spell",
            {"place": meter, "outdoor": outdoor, "kw": f"{kw:.3g}"},
            path=f"meters.{meter}",
        )
