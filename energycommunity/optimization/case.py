"""What the programme is made from: assets with their series, the places around them, money and limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from energycommunity.allocation.base import AllocationKey
from energycommunity.allocation.dynamic import Dynamic
from energycommunity.allocation.sharing_period import SharingPeriod
from energycommunity.demand.heated_building import HeatedBuilding
from energycommunity.quantities import Carrier, FloatArray
from energycommunity.technologies.base import Profiles, Technology
from energycommunity.technologies.ledger import Goods
from energycommunity.technologies.load import Load
from energycommunity.technologies.surroundings import Surroundings
from energycommunity.time_grid import TimeGrid


@dataclass(frozen=True)
class PlacedAsset:
    """An asset of the scenario with its name and its known series."""

    name: str
    technology: Technology
    profiles: Profiles


def placed_load(name: str, power_kw: FloatArray, **fields: Any) -> PlacedAsset:
    """A known demand [kW], shape (steps,), with the other fields of its load.

    >>> import numpy as np
    >>> placed_load("house.space_heat", np.array([2.0, 3.0]), owner="owner", at="house").technology.power_kw
    3.0
    """
    load = Load(power_kw=float(power_kw.max(initial=0.0)), **fields)
    return PlacedAsset(name, load, Profiles({"power_kw": power_kw}))


@dataclass(frozen=True)
class Reserve:
    """What the sizes of a case must carry beside its steps, without weight in cost, energy and emissions.

    Parameters
    ----------
    spell : Case
        The same assets over the days of the design spell.
    outdoor_c : float
        Outdoor temperature of these days [degC].
    failing_at : frozenset of str
        Places of which any one heat plant may stand still while the spell must be carried.
    covered_fraction : float
        Part of the heat demand that is to be covered then.
    binds : bool
        Whether sizes are held to it; else it is only told what they lack.
    """

    spell: Case
    outdoor_c: float
    failing_at: frozenset[str] = frozenset()
    covered_fraction: float = 1.0
    binds: bool = True


@dataclass(frozen=True)
class Case:
    """One variant, ready to be stated as a programme.

    Parameters
    ----------
    time : TimeGrid
        The steps.
    surroundings : Surroundings
        Places, meters and economics.
    assets : tuple of PlacedAsset
        All assets, loads, meters and networks.
    sharing : PlacedAsset or None
        The pool of the community, if it shares.
    vat : mapping of (payer, goods) to float
        Rate of VAT that a payer bears on goods and cannot deduct (fraction).
    emission_factors_kg_per_kwh : mapping
        By carrier, for what is bought from outside.
    limits : mapping
        Upper bound of each shared limit, such as the area of a roof.
    co2_cap_kg_per_year, investment_cap_eur : float or None
        Further limits over all assets.
    export_credit_kg_per_kwh : float
        Emissions credited to an exported kWh; 0 by default.
    reserve : Reserve or None
        What sizes must carry beside these steps.
    heated_buildings : mapping of str to HeatedBuilding
        What each package makes of the buildings that have a choice of them.
    key : AllocationKey
        Who gets what of the shared energy, where it is settled.
    sharing_period : str
        Within what the settlement shares; the programme shares within a step.
    """

    time: TimeGrid
    surroundings: Surroundings
    assets: tuple[PlacedAsset, ...]
    sharing: PlacedAsset | None = None
    vat: Mapping[tuple[str, Goods], float] = field(default_factory=dict)
    emission_factors_kg_per_kwh: Mapping[Carrier, float] = field(default_factory=dict)
    limits: Mapping[str, float] = field(default_factory=dict)
    co2_cap_kg_per_year: float | None = None
    investment_cap_eur: float | None = None
    export_credit_kg_per_kwh: float = 0.0
    reserve: Reserve | None = None
    heated_buildings: Mapping[str, HeatedBuilding] = field(default_factory=dict)
    key: AllocationKey = field(default_factory=Dynamic)
    sharing_period: SharingPeriod = "interval"
