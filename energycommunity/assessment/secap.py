"""The tables of a baseline emission inventory, as the Covenant of Mayors' template asks for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import pandas as pd

from energycommunity.assessment.emissions import is_burnt, is_captured
from energycommunity.assessment.factors import EmissionFactors
from energycommunity.assessment.local_factors import heat_shares, local_electricity_factor, local_heat_factor
from energycommunity.parameters import Parameter, emission_factor, stack_factor
from energycommunity.parameters.emission_factors import WOOD
from energycommunity.quantities import Carrier, EnergyEntry, EnergyRole, Sector

#: Columns of the template's table A, in its order.
COLUMNS = (
    "electricity",
    "heat",
    "natural_gas",
    "liquid_gas",
    "heating_oil",
    "diesel",
    "gasoline",
    "lignite",
    "coal",
    "other_fossil",
    "plant_oil",
    "biofuel",
    "other_biomass",
    "solar_thermal",
    "geothermal",
)

#: The template's column of each carrier that has not one of its own name. No column holds two different factors.
COLUMN_OF: dict[Carrier, str] = {
    "peat": "other_fossil",
    "firewood": "other_biomass",
    "wood_chips": "other_biomass",
    "pellets": "other_biomass",
    "biogas": "biofuel",
}

SECTORS: tuple[Sector, ...] = get_args(Sector)

#: The part of table B in which what is made stands.
OUTPUTS: dict[EnergyRole, str] = {
    "produced": "B2",
    "cogenerated": "B3",
    "cogenerated_exported": "B3",
    "supplied_heat": "B4",
}


@dataclass(frozen=True)
class Secap:
    """Tables A to D of the template, without totals, and wood counted in other ways.

    `gas`: what is counted, `CO2` or `CO2e`; `final_energy_mwh` (A): sectors x carriers; `supply` (B): a row for each
    input and output of each plant; `factors_t_per_mwh` (C): by carrier, NaN where a carrier is not used;
    `emissions_t` (D): A times C; `wood`: memo lines, never added to D.
    """

    gas: str
    final_energy_mwh: pd.DataFrame
    supply: pd.DataFrame
    factors_t_per_mwh: pd.Series[float]
    emissions_t: pd.DataFrame
    wood: pd.DataFrame


def secap_tables(
    entries: Sequence[EnergyEntry],
    factors: EmissionFactors,
    covers: Literal["village", "municipality"] = "village",
) -> Secap:
    """The tables of the Covenant of Mayors for one year.

    Heat carries the factor of what it was made from: inputs of the modelled plants and heat bought from outside over
    heat delivered as final energy, so that losses of networks count. Electricity carries the national factor; where
    the scenario covers a whole municipality, the local one, with own production taken off. Then the total of D is the
    sum of everything burnt, bought and captured times its factor, storage losses apart, as long as no more electricity
    is made than consumed. Fuel of combined heat and power is shared out between its products (heat_shares): the part of
    heat is final energy in a building and supply of a network, the part of electricity is local production (B3). Biogas
    stands under biofuel, peat under other fossil fuels, all wood under other biomass.

    Parameters
    ----------
    entries : sequence of EnergyEntry
        The energy ledger of a year [kWh/a].
    factors : EmissionFactors
        Of all carriers burnt, bought, captured or consumed [kg/kWh, which is t/MWh].
    covers : {"village", "municipality"}
        Whether the local formula for electricity applies.

    Returns
    -------
    Secap
        Energy in MWh, emissions in t, factors in t/MWh, as the template asks.

    References
    ----------
    .. [1] P. Bertoldi (ed.), "Guidebook 'How to develop a Sustainable Energy and Climate Action Plan (SECAP)'",
       Joint Research Centre, 2018, part 2: tables A to D.

    Examples
    --------
    >>> from energycommunity.assessment.emissions import carriers_of
    >>> from energycommunity.assessment.factors import emission_factors
    >>> from energycommunity.parameters import electricity_factor, heat_factor
    >>> entries = [
    ...     EnergyEntry("boiler", "plant", "natural_gas", "residential", "supply", 500e3),
    ...     EnergyEntry("boiler", "plant", "heat", "residential", "supplied_heat", 450e3),
    ...     EnergyEntry("flats", "house", "heat", "residential", "final", 404e3),
    ... ]
    >>> factors = emission_factors(carriers_of(entries), "ipcc", electricity_factor(), heat_factor())
    >>> tables = secap_tables(entries, factors)
    >>> float(tables.factors_t_per_mwh["heat"]), float(tables.emissions_t.loc["residential", "heat"])
    (0.25, 101.0)
    """
    final = _final_energy(entries, heat_shares(entries))
    column_factors = _column_factors(entries, factors, covers)
    return Secap(
        gas=factors.gas,
        final_energy_mwh=final,
        supply=_supply(entries, factors, float(column_factors["electricity"])),
        factors_t_per_mwh=column_factors,
        emissions_t=final * column_factors.fillna(0.0),
        wood=_wood(entries),
    )


def _mwh(entries: Sequence[EnergyEntry], carrier: Carrier, *roles: EnergyRole) -> float:
    return sum(entry.kwh_per_year for entry in entries if entry.carrier == carrier and entry.role in roles) / 1e3


def _column(carrier: Carrier) -> str:
    return COLUMN_OF.get(carrier, carrier)


def _final_energy(entries: Sequence[EnergyEntry], of_heat: Mapping[str, float]) -> pd.DataFrame:
    energy = np.zeros((len(SECTORS), len(COLUMNS)))
    for entry in entries:
        if entry.role == "final":
            share = of_heat.get(entry.asset, 1.0) if is_burnt(entry) else 1.0
            cell = SECTORS.index(entry.sector), COLUMNS.index(_column(entry.carrier))
            energy[cell] += entry.kwh_per_year * share / 1e3
    return pd.DataFrame(energy, pd.Index(SECTORS, name="sector"), pd.Index(COLUMNS, name="carrier"))


def _column_factors(entries: Sequence[EnergyEntry], factors: EmissionFactors, covers: str) -> pd.Series[float]:
    """Table C: factors of fuels as given, of electricity and heat after the guidebook's formulas."""
    by_column = {_column(carrier): factor.value for carrier, factor in factors.by_carrier.items() if carrier != "heat"}
    of_heat, of_electricity = _fuel_emissions(entries, factors)
    if covers == "municipality" and "electricity" in by_column:
        consumption = _mwh(entries, "electricity", "final", "supply")
        production = _mwh(entries, "electricity", "produced", "cogenerated")
        by_column["electricity"] = local_electricity_factor(
            consumption, production, factors.of("electricity"), of_electricity
        )
    of_heat += _mwh(entries, "electricity", "supply") * by_column.get("electricity", 0.0)
    by_column["heat"] = _heat_factor(entries, factors, of_heat)
    return pd.Series(by_column, dtype=float, name="factors_t_per_mwh").reindex(pd.Index(COLUMNS, name="carrier"))


def _heat_factor(entries: Sequence[EnergyEntry], factors: EmissionFactors, local_emissions_t: float) -> float:
    """Heat sold to outside takes its share of the emissions with it."""
    delivered, exported = _mwh(entries, "heat", "final"), _mwh(entries, "heat", "exported")
    bought = _mwh(entries, "heat", "bought")
    imported_emissions_t = bought * factors.of("heat") if bought else 0.0
    everything = local_emissions_t + imported_emissions_t
    exported_emissions_t = everything * exported / (delivered + exported) if exported else 0.0
    return local_heat_factor(delivered, local_emissions_t, imported_emissions_t, exported_emissions_t)


def _fuel_emissions(entries: Sequence[EnergyEntry], factors: EmissionFactors) -> tuple[float, float]:
    """Emissions of fuels that belong to the heat of networks and to electricity [t], each plant's by its products."""
    shares = heat_shares(entries)
    of_heat = of_electricity = 0.0
    for entry in (e for e in entries if is_burnt(e) or is_captured(e)):
        emissions_t, share = entry.kwh_per_year * factors.of(entry.carrier) / 1e3, shares.get(entry.asset, 1.0)
        of_electricity += emissions_t * (1.0 - share)
        of_heat += emissions_t * share if entry.role == "supply" else 0.0
    return of_heat, of_electricity


def _supply(entries: Sequence[EnergyEntry], factors: EmissionFactors, electricity_factor: float) -> pd.DataFrame:
    """Table B: B2 renewable electricity, B3 electricity of cogeneration, B4 heat; emissions stand with the inputs."""
    shares, rows = heat_shares(entries), []
    for entry in entries:
        of_heat = shares.get(entry.asset, 1.0) if is_burnt(entry) else 1.0
        mwh = entry.kwh_per_year / 1e3
        if entry.role == "supply":
            factor = electricity_factor if entry.carrier == "electricity" else factors.of(entry.carrier)
            rows.append(("B4", entry.asset, entry.place, "input", entry.carrier, mwh * of_heat, mwh * of_heat * factor))
        elif entry.role in OUTPUTS and not (entry.role == "cogenerated" and entry.carrier == "heat"):
            rows.append((OUTPUTS[entry.role], entry.asset, entry.place, "output", entry.carrier, mwh, 0.0))
        if of_heat < 1.0:
            of_electricity = mwh * (1.0 - of_heat)
            emissions_t = of_electricity * factors.of(entry.carrier)
            rows.append(("B3", entry.asset, entry.place, "input", entry.carrier, of_electricity, emissions_t))
    columns = ["table", "asset", "place", "direction", "carrier", "energy_mwh", "emissions_t"]
    table_b = pd.DataFrame(rows, columns=columns).astype({"energy_mwh": float, "emissions_t": float})
    return table_b.groupby(columns[:5], sort=False, as_index=False)[columns[5:]].sum()


def _wood(entries: Sequence[EnergyEntry]) -> pd.DataFrame:
    """Wood burnt, counted as growing back, over the life cycle, and at the chimney."""
    burnt = sum(entry.kwh_per_year for entry in entries if entry.carrier in WOOD and is_burnt(entry)) / 1e3
    ways: dict[str, Parameter] = {
        "sustainable": emission_factor("wood", "ipcc"),
        "life_cycle": emission_factor("wood", "lca"),
        "stack": stack_factor("wood"),
    }
    rows = [
        (way, burnt, factor.value, burnt * factor.value, factor.unit.split()[1].split("/")[0], factor.verified)
        for way, factor in ways.items()
    ]
    columns = ["counted_as", "energy_mwh", "factor_t_per_mwh", "emissions_t", "gas", "verified"]
    return pd.DataFrame(rows, columns=columns).set_index("counted_as")
