"""The site in oemof-solph (Pyomo, HiGHS through appsi), stated as its users would; equations in benchmarks/site.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.outcome import Outcome, Stopwatch
from benchmarks.site import site_series

if TYPE_CHECKING:
    from energycommunity.quantities import FloatArray


def solve_site() -> Outcome:
    """From arrays in memory to arrays in memory; a day is solved before the clock starts, for what is imported late."""
    from oemof import solph

    series = site_series()
    _solved(solph, {name: values[:24] for name, values in series.items()})
    with Stopwatch() as watch:
        results = _solved(solph, series)
        results["flow"].to_numpy()
    return Outcome(watch.wall_s, watch.cpu_s, float(results["objective"]))


def _solved(solph: Any, series: dict[str, FloatArray]) -> Any:
    import pandas as pd

    begins = pd.date_range("2025-01-01", periods=len(series["cop"]), freq="h")
    system = solph.EnergySystem(timeindex=begins, infer_last_interval=True)
    system.add(*site_nodes(solph, series))
    return solph.Model(system).solve(solver="highs")


def site_nodes(solph: Any, series: dict[str, FloatArray]) -> list[Any]:
    """The site: two buses and what stands at them."""
    electricity, heat = solph.Bus("electricity"), solph.Bus("heat")
    return [electricity, heat, *_connection(solph, electricity, series), *_plants(solph, electricity, heat, series)]


def _connection(solph: Any, electricity: Any, series: dict[str, FloatArray]) -> list[Any]:
    """The grid, the demand and the sun."""
    price = series["price_eur_per_kwh"]
    demand = solph.Flow(fix=series["electricity_kw"], nominal_capacity=1.0)
    sun = solph.Flow(maximum=series["pv_kw_per_kwp"], nominal_capacity=solph.Investment(ep_costs=55.0, maximum=600.0))
    node = solph.components
    return [
        node.Source("import", outputs={electricity: solph.Flow(variable_costs=price + 0.06)}),
        node.Sink("export", inputs={electricity: solph.Flow(variable_costs=-0.9 * price)}),
        node.Sink("electricity demand", inputs={electricity: demand}),
        node.Source("pv", outputs={electricity: sun}),
    ]


def _plants(solph: Any, electricity: Any, heat: Any, series: dict[str, FloatArray]) -> list[Any]:
    """What makes heat, what stores, and the demand for heat."""
    node, invest = solph.components, solph.Investment
    boiler = solph.Flow(variable_costs=0.045 / 0.88, nominal_capacity=invest(ep_costs=25.0 / 0.88))
    return [
        node.Sink("heat demand", inputs={heat: solph.Flow(fix=series["heat_kw"], nominal_capacity=1.0)}),
        node.Source("boiler", outputs={heat: boiler}),
        node.Converter(
            "heat pump",
            inputs={electricity: solph.Flow(nominal_capacity=invest(ep_costs=60.0))},
            outputs={heat: solph.Flow()},
            conversion_factors={heat: series["cop"]},
        ),
        node.GenericStorage(
            "battery",
            inputs={electricity: solph.Flow(nominal_capacity=invest())},
            outputs={electricity: solph.Flow(nominal_capacity=invest())},
            nominal_capacity=invest(ep_costs=45.0),
            invest_relation_input_capacity=0.5,
            invest_relation_output_capacity=0.5,
            loss_rate=0.0001,
            inflow_conversion_factor=0.96,
            outflow_conversion_factor=0.96,
        ),
        node.GenericStorage(
            "tank",
            inputs={heat: solph.Flow()},
            outputs={heat: solph.Flow()},
            nominal_capacity=invest(ep_costs=2.0),
            loss_rate=0.002,
        ),
    ]
