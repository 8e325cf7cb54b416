"""flixOpt, example 01_simple (MIT): a boiler and a combined heat and power unit with minimum loads, and a storage.

Published optimum: 83.88 EUR with both always on; 81.88 EUR if they may switch off. Tolerance 0.005 EUR: the figures are
rounded to cents. A storage that does not return to its first content is stated here; all else is the program's.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd
import pytest

from energycommunity.optimization.case import Case, PlacedAsset
from energycommunity.optimization.programme import state
from energycommunity.optimization.sizing import SolverOptions, solve
from energycommunity.profiles import ProfileContext
from energycommunity.quantities import Bus
from energycommunity.tariffs.charges import Charge, EnergyCharge
from energycommunity.technologies.base import AssetContext, Profiles, Technology
from energycommunity.technologies.block import Block
from energycommunity.technologies.combined_heat_and_power import CombinedHeatAndPower
from energycommunity.technologies.fuel_boiler import FuelBoiler
from energycommunity.technologies.grid_connection import GridConnection
from energycommunity.technologies.ledger import Contributions, Cost, Flow, Term
from energycommunity.technologies.load import Load
from energycommunity.technologies.surroundings import Economics, Meter, Place, Surroundings
from energycommunity.time_grid import TimeGrid

HEAT_KW = np.array([30.0, 0.0, 90.0, 110.0, 110.0, 20.0, 20.0, 20.0, 20.0])
#: 0.04 EUR/kWh, and 0.2 EUR/kg for 0.3 kg/kWh.
GAS_EUR_PER_KWH = 0.04 + 0.2 * 0.3
#: Highest content of the storage at the start of each hour and at the end, over its capacity.
HIGHEST_CONTENT = np.array([0.8, 0.7, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8])


class _Storage(Technology):
    """30 kWh for 20 EUR, empty at first and with no content asked for at the end; charge 0.9, loss 8 % an hour."""

    type: Literal["storage"] = "storage"

    def add_to(self, block: Block, time: TimeGrid, profiles: Profiles) -> Contributions:
        content = block.operate("content_kwh", upper=30.0 * HIGHEST_CONTENT[:-1])
        end = block.once("end_kwh", upper=30.0 * HIGHEST_CONTENT[-1])
        charge, discharge = (block.operate(name, upper=1000.0) for name in ("charge_kw", "discharge_kw"))
        inner = block.series("inner", np.arange(time.steps) < time.steps - 1)
        last = block.series("last", np.arange(time.steps) == time.steps - 1)
        block.constrain(
            "content",
            lambda t: (
                inner[t] * content[block.next_step(t)] + last[t] * end[0]
                == 0.92 * content[t] + 0.9 * charge[t] - discharge[t]
            ),
        )
        block.constrain_once("empty", content[0] == 0.0)
        block.exclude("direction", np.ones(time.steps, dtype=bool), (Term(discharge),), (Term(charge),))
        bus = block.surroundings.places["house"].bus
        return Contributions(
            flows=(Flow(bus, -1, (Term(charge),)), Flow(bus, 1, (Term(discharge),))),
            costs=(Cost(block.asset, self.owner, "annuity", (), 20.0),),
        )


@pytest.mark.parametrize(("may_switch_off", "optimum_eur"), [(False, 83.88), (True, 81.88)])
def test_optimum_of_the_simple_example(may_switch_off, optimum_eur):
    solution = solve(state(_case(may_switch_off)), SolverOptions(gap=1e-9))
    assert solution.objective_eur_per_year == pytest.approx(optimum_eur, abs=0.005)
    assert solution.lower_bound_eur_per_year == pytest.approx(optimum_eur, abs=0.005)


def _case(may_switch_off: bool) -> Case:
    time = TimeGrid(pd.Timestamp("2020-01-01", tz="UTC"), len(HEAT_KW), 1.0, "UTC", annual=False)
    charges: dict[str, tuple[Charge, ...]] = {
        "sale": (EnergyCharge("revenue", np.full(time.steps, -0.08)),),
        "gas": (EnergyCharge("fuel", np.full(time.steps, GAS_EUR_PER_KWH)),),
    }
    places = {"house": Place(Bus("house", "heat"), "tertiary", False, 65.0, 45.0)}
    meters = {"main": Meter(Bus("main", "electricity"), "owner", "tertiary", False)}
    context = AssetContext(
        ProfileContext(time, Path(), 50.0, 10.0),
        places,
        meters,
        lambda tariff, phases, fuse_a, count: charges[tariff],
        {"gas": "natural_gas"},
    )
    boiler = FuelBoiler(
        owner="owner",
        at="house",
        fuel="gas",
        efficiency=0.5,
        capacity_heat_kw=50.0,
        minimum_load_fraction=0.1,
        may_switch_off=may_switch_off,
    )
    cogeneration = CombinedHeatAndPower(
        owner="owner",
        at="house",
        meter="main",
        fuel="gas",
        electric_efficiency=0.4,
        heat_efficiency=0.5,
        capacity_electric_kw=60.0,
        minimum_load_fraction=5.0 / 60.0,
        may_switch_off=may_switch_off,
    )
    technologies: dict[str, tuple[Technology, Profiles | None]] = {
        "main": (GridConnection(owner="owner", sale="sale"), None),
        "boiler": (boiler, None),
        "cogeneration": (cogeneration, None),
        "storage": (_Storage(owner="owner"), None),
        "heat": (Load(owner="owner", at="house", power_kw=110.0), Profiles({"power_kw": HEAT_KW})),
    }
    assets = tuple(
        PlacedAsset(name, asset, profiles or asset.profiles(context))
        for name, (asset, profiles) in technologies.items()
    )
    return Case(time, Surroundings(places, meters, Economics(2025, 0.0, 20.0), 110.0, 0.0, True), assets)
