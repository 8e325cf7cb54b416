"""Emissions of a year by carrier and place: what is burnt, and what is bought."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import pandas as pd

from energycommunity.assessment.factors import EmissionFactors
from energycommunity.quantities import CAPTURED_CARRIERS, Carrier, EnergyEntry

Origin = Literal["burnt", "bought", "captured"]

#: Carriers that are bought across a meter; every other one is a fuel and counted where it is burnt.
BOUGHT_CARRIERS = frozenset({"electricity", "heat"})


def is_burnt(entry: EnergyEntry) -> bool:
    """Whether a line is fuel that is burnt, in a sector or in a plant of a network."""
    return entry.carrier not in BOUGHT_CARRIERS | CAPTURED_CARRIERS and entry.role in ("final", "supply")


def is_bought(entry: EnergyEntry) -> bool:
    """Whether a line is electricity or heat that came from outside."""
    return entry.carrier in BOUGHT_CARRIERS and entry.role == "bought"


def is_captured(entry: EnergyEntry) -> bool:
    """Whether a line is heat of the sun that is used; over its life cycle it has emissions too."""
    return entry.carrier in CAPTURED_CARRIERS and entry.role in ("final", "supply")


def origin_of(entry: EnergyEntry) -> Origin | None:
    """Where counted energy comes from; None for a line that is not counted, or is counted with its inputs.

    >>> origin_of(EnergyEntry("stove", "house", "firewood", "residential", "final", 100.0))
    'burnt'
    """
    ways: tuple[tuple[Origin, bool], ...] = (
        ("burnt", is_burnt(entry)),
        ("bought", is_bought(entry)),
        ("captured", is_captured(entry)),
    )
    return next((origin for origin, holds in ways if holds), None)


def carriers_of(entries: Sequence[EnergyEntry]) -> tuple[Carrier, ...]:
    """The carriers that need an emission factor: fuels burnt, heat of the sun, electricity and heat that are bought.

    Electricity also needs one where it is consumed or exported, for the tables of the Covenant and avoided emissions.

    Examples
    --------
    >>> carriers_of([EnergyEntry("stove", "house", "firewood", "residential", "final", 100.0)])
    ('firewood',)
    """
    needed = (entry.carrier for entry in entries if origin_of(entry) is not None or entry.carrier == "electricity")
    return tuple(dict.fromkeys(needed))


def annual_emissions(entries: Sequence[EnergyEntry], factors: EmissionFactors) -> pd.DataFrame:
    """Emissions of what is burnt in modelled plants, bought from outside and captured, by place and carrier.

    Own electricity and heat of modelled networks carry the emissions of what they were made from and are not counted
    again; exports earn no credit.

    Parameters
    ----------
    entries : sequence of EnergyEntry
        The energy ledger of a year [kWh/a].
    factors : EmissionFactors
        Of the carriers in `carriers_of(entries)` [kg/kWh].

    Returns
    -------
    pandas.DataFrame
        Columns `place`, `carrier`, `origin` (`burnt`, `bought` or `captured`), `kwh_per_year` and `kg_co2_per_year` or
        `kg_co2e_per_year`, after the gas of the factors.

    References
    ----------
    .. [1] IPCC 2006 Guidelines for National Greenhouse Gas Inventories, volume 2: energy times factor.

    Examples
    --------
    >>> from energycommunity.assessment.factors import emission_factors
    >>> from energycommunity.parameters import electricity_factor, heat_factor
    >>> entries = [EnergyEntry("grid", "house", "electricity", "residential", "bought", 2000.0)]
    >>> factors = emission_factors(carriers_of(entries), "ipcc", electricity_factor(), heat_factor())
    >>> round(float(annual_emissions(entries, factors)["kg_co2_per_year"].sum()), 6)
    98.2
    """
    rows = [
        (entry.place, entry.carrier, origin, entry.kwh_per_year)
        for entry in entries
        if (origin := origin_of(entry)) is not None
    ]
    keys = ["place", "carrier", "origin"]
    table = pd.DataFrame(rows, columns=[*keys, "kwh_per_year"]).astype({"kwh_per_year": float})
    table = table.groupby(keys, sort=False)["kwh_per_year"].sum().reset_index()
    values = {str(carrier): factor.value for carrier, factor in factors.by_carrier.items()}
    table[factors.column] = table["kwh_per_year"] * table["carrier"].map(values).astype(float)
    return table


def avoided_emissions(entries: Sequence[EnergyEntry], factors: EmissionFactors) -> float:
    """What exported electricity would have emitted had it come from the grid; a line of its own, never deducted [kg/a].

    References
    ----------
    .. [1] GHG Protocol Corporate Standard: avoided emissions are reported apart from the inventory.

    Examples
    --------
    >>> from energycommunity.assessment.factors import emission_factors
    >>> from energycommunity.parameters import electricity_factor, heat_factor
    >>> entries = [EnergyEntry("pv", "house", "electricity", "residential", "exported", 1000.0)]
    >>> factors = emission_factors(carriers_of(entries), "ipcc", electricity_factor(), heat_factor())
    >>> round(avoided_emissions(entries, factors), 6)
    49.1
    """
    exported = [entry for entry in entries if entry.role == "exported" and entry.carrier == "electricity"]
    return sum(entry.kwh_per_year * factors.of("electricity") for entry in exported)
