"""How radiators and floor heating were designed, what larger radiators cost, and how warm hot water has to be."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal

from energycommunity.parameters.reader import Parameter, catalogue, parameter, row_of
from energycommunity.quantities import unit_of

EmitterKind = Literal["radiators", "floor_heating"]
CATALOGUE = "heat_emission"


@cache
def emitter_defaults(kind: EmitterKind) -> Mapping[str, Parameter]:
    """Design temperatures, exponent and reserve of a kind of emitter, by the name of the field.

    >>> found = emitter_defaults("radiators")
    >>> found["design_flow_c"].value, found["design_return_c"].value, found["design_flow_c"].verified
    (90.0, 70.0, False)
    """
    row = row_of(catalogue(CATALOGUE)["kinds"], kind, f"{CATALOGUE}.kinds")
    return {
        name: parameter(f"{CATALOGUE}.{kind}.{name}", given, row, unit_of(name) or "1")
        for name, given in row["fields"].items()
    }


def enlarging_eur_per_kw() -> Parameter:
    """What a kW of radiator more costs, counted at 75/65/20 degC.

    >>> enlarging_eur_per_kw().value, enlarging_eur_per_kw().verified
    (200.0, False)
    """
    row = catalogue(CATALOGUE)["enlarging"]["investment_eur_per_kw"]
    return parameter(f"{CATALOGUE}.enlarging.investment_eur_per_kw", row, row, str(row["unit"]))


def hot_water_rule(name: str) -> Parameter:
    """One figure of hot water: a temperature that a rule asks for, or what an exchanger or booster is like.

    >>> hot_water_rule("storage_c").value, hot_water_rule("exchanger_outlet_c").verified
    (60.0, True)
    """
    row = row_of(catalogue(CATALOGUE)["hot_water"], name, f"{CATALOGUE}.hot_water")
    return parameter(f"{CATALOGUE}.hot_water.{name}", row, row, str(row["unit"]))
