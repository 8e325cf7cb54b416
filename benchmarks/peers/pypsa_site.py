"""The site in PyPSA (linopy, HiGHS), stated as its users would; the equations stand in benchmarks/site.py.

The battery is a StorageUnit (two hours of content for its power), the tank a Store, the boiler a generator of heat.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.outcome import Outcome, Stopwatch
from benchmarks.site import site_series

if TYPE_CHECKING:
    from energycommunity.quantities import FloatArray

#: More than the site ever draws or gives [kW].
CONNECTION_KW = 5000.0


def solve_site() -> Outcome:
    """From arrays in memory to arrays in memory.

    The matrix goes to HiGHS in memory, which takes as long as by a file and less memory. A day is solved before the
    clock starts, which imports what is imported late.
    """
    import pypsa

    series = site_series()
    _solved(pypsa.Network(), {name: values[:24] for name, values in series.items()})
    with Stopwatch() as watch:
        network = _solved(pypsa.Network(), series)
        for component in (network.generators_t, network.links_t, network.storage_units_t, network.stores_t):
            component["p"].to_numpy()
    return Outcome(watch.wall_s, watch.cpu_s, float(network.objective))


def _solved(network: Any, series: dict[str, FloatArray]) -> Any:
    site_network(network, series)
    status, condition = network.optimize(solver_name="highs", io_api="direct")
    if (status, condition) != ("ok", "optimal"):
        raise RuntimeError(f"{status}, {condition}")
    return network


def site_network(network: Any, series: dict[str, FloatArray]) -> None:
    """Put the site into an empty network."""
    price = series["price_eur_per_kwh"]
    network.set_snapshots(range(len(price)))
    network.add("Bus", ["electricity", "heat"])
    network.add("Load", "electricity demand", bus="electricity", p_set=series["electricity_kw"])
    network.add("Load", "heat demand", bus="heat", p_set=series["heat_kw"])
    connection = {"bus": "electricity", "p_nom": CONNECTION_KW}
    network.add("Generator", "import", **connection, marginal_cost=price + 0.06)
    network.add("Generator", "export", **connection, marginal_cost=-0.9 * price, sign=-1)
    free = {"p_nom_extendable": True}
    sun = {"p_nom_max": 600.0, "p_max_pu": series["pv_kw_per_kwp"]}
    network.add("Generator", "pv", bus="electricity", **free, **sun, capital_cost=55.0)
    boiler = {"capital_cost": 25.0 / 0.88, "marginal_cost": 0.045 / 0.88}
    network.add("Generator", "boiler", bus="heat", **free, **boiler)
    ends = {"bus0": "electricity", "bus1": "heat", "efficiency": series["cop"]}
    network.add("Link", "heat pump", **ends, **free, capital_cost=60.0)
    battery = {
        "max_hours": 2.0,
        "capital_cost": 2.0 * 45.0,
        "efficiency_store": 0.96,
        "efficiency_dispatch": 0.96,
        "standing_loss": 0.0001,
        "cyclic_state_of_charge": True,
    }
    network.add("StorageUnit", "battery", bus="electricity", **free, **battery)
    tank = {"e_nom_extendable": True, "e_cyclic": True, "standing_loss": 0.002, "capital_cost": 2.0}
    network.add("Store", "tank", bus="heat", **tank)
