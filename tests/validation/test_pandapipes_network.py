"""DESTEST's network and villages with given return temperatures in pandapipes: temperatures +-0.1 K, pressures +-2 %.

Both programs get the same constant properties of water; pandapipes solves Colebrook's implicit formula of friction,
where this one has the explicit one of Swamee and Jain. Measured with pandapipes 0.16: less than 1e-9 K, up to 1.2 %.

The tests have the mark `peer`: `pip install energycommunity[peer]`, then `pytest -m peer`; skipped without pandapipes.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from energycommunity.heat_network.segments import Segment
from energycommunity.heat_network.steady_state import Customers, Water, steady_state
from energycommunity.physics.pipe_flow import water_density, water_viscosity_pa_s
from tests.heat_network.destest import HOUSE_KG_PER_S, destest_segments

pytestmark = [pytest.mark.peer, pytest.mark.filterwarnings("ignore")]  # other programs' warnings are not ours to mend

KELVIN = 273.15
#: Heat capacity [J/(kg K)] and temperature [degC] of the properties of water in both programs.
WATER = Water(4180.0, properties_at_c=50.0)


def in_pandapipes(segments, supply_c, ground_c, customers):
    """The same network in pandapipes; `customers`: by node, what `create_heat_consumer` is given."""
    pp = pytest.importorskip("pandapipes", reason="pandapipes is not installed: pip install energycommunity[peer]")
    net = pp.create_empty_network()
    density, viscosity = water_density(WATER.properties_at_c).item(), water_viscosity_pa_s(WATER.properties_at_c).item()
    heat_capacity = WATER.heat_capacity_j_per_kg_k
    fluid = pp.create_constant_fluid(
        "water_as_here", "liquid", density=density, viscosity=viscosity, heat_capacity=heat_capacity, molar_mass=18.0
    )
    net["fluid"] = fluid
    names = list(dict.fromkeys(name for s in segments for name in (s.begin, s.end)))
    going, coming = (
        {name: pp.create_junction(net, 5.0, supply_c + KELVIN, name=f"{name} {way}") for name in names}
        for way in ("supply", "return")
    )
    for s in segments:
        common = {
            "length_km": s.length_m / 1000,
            "inner_diameter_mm": s.inner_diameter_m * 1000,
            "k_mm": s.roughness_m * 1000,
            "u_w_per_m2k": s.u_w_per_m_k / (math.pi * s.inner_diameter_m),
            "text_k": ground_c + KELVIN,
            "sections": 10,
        }
        pp.create_pipe_from_parameters(net, going[s.begin], going[s.end], name=f"to {s.end}", **common)
        pp.create_pipe_from_parameters(net, coming[s.end], coming[s.begin], name=f"from {s.end}", **common)
    for name, values in customers.items():
        pp.create_heat_consumer(net, going[name], coming[name], **values)
    plant = segments[0].begin
    pp.create_circ_pump_const_pressure(
        net, coming[plant], going[plant], p_flow_bar=8.0, plift_bar=4.0, t_flow_k=supply_c + KELVIN
    )
    options = {"friction_model": "colebrook", "tol_p": 1e-7, "tol_m": 1e-7, "tol_T": 1e-6, "tol_res": 1e-6}
    pp.pipeflow(net, mode="bidirectional", iter=200, ambient_temperature=ground_c + KELVIN, **options)
    state = net.res_junction
    supply = {name: state.loc[going[name]] for name in names}
    back = {name: state.loc[coming[name]] for name in names}
    return supply, back


def compared(state, supply, back, nodes):
    """Largest difference of temperatures [K], and of pressure drops of supply and return as a fraction of theirs."""
    place = {name: row for row, name in enumerate(state.tree.nodes)}
    plant = state.tree.nodes[0]
    kelvins, fractions = [], []
    for name in nodes:
        row = place[name]
        kelvins += [
            abs(state.supply_c[row, 0] + KELVIN - supply[name].t_k),
            abs(state.return_c[row, 0] + KELVIN - back[name].t_k),
        ]
        ours = (state.supply_drop_pa[row, 0], state.return_drop_pa[row, 0])
        theirs = (
            (supply[plant].p_bar - supply[name].p_bar) * 1e5,
            (back[name].p_bar - back[plant].p_bar) * 1e5,
        )
        fractions += [abs(a / b - 1.0) for a, b in zip(ours, theirs, strict=True) if name != plant]
    return max(kelvins), max(fractions)


def test_destest_in_pandapipes():
    segments, houses = destest_segments()
    taken = {"controlled_mdot_kg_per_s": HOUSE_KG_PER_S, "deltat_k": 30.0}
    supply, back = in_pandapipes(segments, 70.0, 10.0, dict.fromkeys(houses, taken))
    customers = Customers(flow_kg_per_s=dict.fromkeys(houses, HOUSE_KG_PER_S), cooling_k=30.0)
    state = steady_state(segments, customers, 70.0, 10.0, WATER)
    kelvin, fraction = compared(state, supply, back, state.tree.nodes)
    assert kelvin < 0.1
    assert fraction < 0.02


@pytest.mark.parametrize("seed", [1, 2])
def test_given_returns_in_pandapipes(seed):
    """A village of 15 buildings whose flow follows from heat, return temperature and the supply that arrives."""
    rng = np.random.default_rng(seed)
    segments, heat_kw = [], {}
    for i in range(15):
        begin = "plant" if i == 0 else f"j{max(0, i - int(rng.integers(1, 3)))}"
        size, u = (0.0697, 0.2325) if i < 8 else (0.0539, 0.2013)
        segments.append(Segment(begin, f"j{i}", float(rng.uniform(20, 80)), size, 1e-4, u))
        segments.append(Segment(f"j{i}", f"b{i}", float(rng.uniform(10, 40)), 0.0273, 1e-4, 0.1564))
        heat_kw[f"b{i}"] = float(rng.uniform(5, 25))
    taken = {name: {"qext_w": kw * 1000, "treturn_k": 40.0 + KELVIN} for name, kw in heat_kw.items()}
    supply, back = in_pandapipes(segments, 65.0, 5.0, taken)
    state = steady_state(segments, Customers(heat_kw=heat_kw, return_c=40.0), 65.0, 5.0, WATER)
    kelvin, fraction = compared(state, supply, back, state.tree.nodes)
    assert kelvin < 0.1
    assert fraction < 0.02
