"""Converting a series from the unit a file states to the unit of the quantity asked for."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from energycommunity.errors import Fault, ScenarioError
from energycommunity.quantities import UNIT_SUFFIXES, FloatArray, unit_of

if TYPE_CHECKING:
    import pint

_UNIT_IN_BRACKETS = re.compile(r"[(\[]\s*([^()\[\]]+?)\s*[)\]]\s*$")
_ATOM = r"[kMGT]?(?:Wh|W|J|t|g)|kWp|EUR|€|ct|cent|°C|degC|%|K|k?m[²³23]?|l|h|s"
#: A unit at the end of a heading, as people set it apart: `Patēriņš, kWh`, `Patēriņš/kWh`, `Cena EUR/kWh`.
_UNIT_AT_END = re.compile(rf"(?:^|[\s,:/])((?:{_ATOM})(?:\s*/\s*(?:{_ATOM}))*)\s*$")

#: The same as a suffix: `price_eur_per_mwh`.
_PRICE_SUFFIX = re.compile(r"(?:^|_)(eur|ct)_per_(kwh|mwh)$")
_WRITTEN = {"eur": "EUR", "ct": "ct", "kwh": "kWh", "mwh": "MWh"}


@cache
def unit_registry() -> pint.UnitRegistry[float]:
    """Pint's units and the euro with its cent."""
    import pint

    registry: pint.UnitRegistry[float] = pint.UnitRegistry(on_redefinition="ignore")
    registry.define("EUR = [currency] = € = euro")
    registry.define("cent_of_euro = 0.01 * EUR = ct = cent")
    return registry


def convert(values: FloatArray, given: str, quantity_suffix: str, interval_h: float | FloatArray) -> FloatArray:
    """The values in the unit that `quantity_suffix` stands for.

    Energy per interval becomes the mean power of the interval where a power is asked for, as meters count kWh.

    Parameters
    ----------
    values : FloatArray
        In the unit `given`, any shape.
    given : str
        A unit as pint reads it: "MW", "degF", "ct/kWh", "%".
    quantity_suffix : str
        A key of `quantities.UNIT_SUFFIXES`; an empty one is dimensionless.
    interval_h : float or FloatArray
        How long one value holds [h], one for all or one for each.

    Raises
    ------
    ScenarioError
        If pint does not know the unit or it measures something else.

    Examples
    --------
    >>> convert(np.array([0.5]), "kWh", "kw", 0.25).tolist()
    [2.0]
    >>> convert(np.array([14.0]), "ct/kWh", "eur_per_kwh", 1.0).round(6).tolist()
    [0.14]
    """
    wanted = UNIT_SUFFIXES.get(quantity_suffix, "dimensionless")
    if given == wanted:  # the usual case, which need not wait half a second for pint to learn its units
        return np.asarray(values, dtype=np.float64)
    import pint

    registry = unit_registry()
    try:
        quantity = registry.Quantity(values, registry.Unit(given))
        if quantity.check("[energy]") and registry.Unit(wanted).is_compatible_with("W"):
            quantity = quantity / registry.Quantity(interval_h, "h")
        return np.asarray(quantity.to(wanted).magnitude, dtype=np.float64)
    except (pint.PintError, ValueError, AssertionError) as error:
        raise ScenarioError(Fault("profile_unit", {"given": given, "wanted": wanted})) from error


def stated_unit(column: str) -> str | None:
    """The unit that a column's name states, whatever it measures.

    >>> stated_unit("Patēriņš, kWh"), stated_unit("load_w"), stated_unit("meter_a"), stated_unit("price_eur_per_mwh")
    ('kWh', 'W', 'A', 'EUR/MWh')
    """
    bracketed, at_end = _UNIT_IN_BRACKETS.search(column), _UNIT_AT_END.search(column)
    if bracketed:
        return bracketed.group(1)
    price = _PRICE_SUFFIX.search(column.lower())
    if price:
        return "/".join(_WRITTEN[part] for part in price.groups())
    return at_end.group(1) if at_end else unit_of(column.lower())


def unit_in_name(column: str, quantity_suffix: str) -> str | None:
    """The unit that a column's own name states, if it measures what is asked for.

    It stands in brackets, as a suffix, or at the end behind a comma, a slash or a space.

    >>> unit_in_name("Patērētā elektroenerģija (A+) (kWh)", "kw"), unit_in_name("load_w", "kw")
    ('kWh', 'W')
    >>> unit_in_name("Patēriņš, kWh", "kw"), unit_in_name("Cena EUR/MWh", "eur_per_kwh")
    ('kWh', 'EUR/MWh')
    >>> unit_in_name("meter_a", "kw") is None
    True
    """
    stated = stated_unit(column)
    if stated is None:
        return None
    try:
        convert(np.ones(1), stated, quantity_suffix, 1.0)
    except ScenarioError:
        return None
    return stated
