"""Units at the border: a text with a unit becomes a number in the unit that the key names, or is refused."""

from __future__ import annotations

import difflib
import math
import re
from dataclasses import replace
from functools import lru_cache

from energycommunity.errors import Fault
from energycommunity.quantities import unit_of
from energycommunity.scenario.located import Located, Path
from energycommunity.scenario.scalars import degrees_from_minutes, split_quantity, with_point

#: Keys inside a mapping whose numbers are in the unit of the key above: `capacity_kwp: {min: 0, max: "0.1 MW"}`.
INHERITING = ("min", "max", "step", "value")

#: What people write -> what pint reads. Peak power is power; a tonne of CO2 is a mass.
_SPELLINGS = (
    (re.compile(r"\b([kMG]?W)p\b"), r"\1"),
    (re.compile(r"\bamps?\b"), "A"),
    (re.compile(r"\s*CO[2₂](e|ekv|eq)?(?![A-Za-z])"), ""),
    (re.compile(r"€"), "EUR"),
    (re.compile(r"²"), "**2"),
    (re.compile(r"³"), "**3"),
    (re.compile(r"\b([kcm]?m)([23])\b"), r"\1**\2"),
    (re.compile(r"[·⋅]"), "*"),
    (re.compile(r"°(?![CF])"), "degree"),
)
#: What is written most, and by which number it becomes the unit asked for: read without loading pint, which takes
#: longer than all the rest of a check.
_USUAL_FACTORS = {
    ("MWh", "kWh"): 1e3,
    ("GWh", "kWh"): 1e6,
    ("MW", "kW"): 1e3,
    ("EUR/MWh", "EUR/kWh"): 1e-3,
    ("€/MWh", "EUR/kWh"): 1e-3,
    ("ct/kWh", "EUR/kWh"): 1e-2,
    ("€/kWh", "EUR/kWh"): 1.0,
    ("kWp", "kW"): 1.0,
    ("m2", "m**2"): 1.0,
    ("EUR/m3", "EUR/m**3"): 1.0,
    ("€/m3", "EUR/m**3"): 1.0,
    ("°C", "degC"): 1.0,
}
_USUAL = tuple(
    "kW MW W kWp kWh MWh GWh GJ MJ °C K m km m2 m3 deg h min day month year A V Pa kPa bar kg t m/s W/m2 MWh/t kWh/t "  # noqa: SIM905
    "EUR ct EUR/kW EUR/kWp EUR/kWh EUR/MWh ct/kWh EUR/t EUR/month EUR/year kg/kWh t/MWh g/kWh".split()
)


#: What is told of a price that is stated per something else: sentence and unit of the key, and the unit stated.
_OTHER_PRICES = {
    ("scenario_price_per_tonne", "EUR/kWh"): "EUR/t",
    ("scenario_price_per_volume", "EUR/kWh"): "EUR/m**3",
    ("scenario_price_per_energy", "EUR/t"): "EUR/kWh",
    ("scenario_price_per_energy", "EUR/m**3"): "EUR/kWh",
}


def convert_units(tree: Located) -> tuple[Located, list[Fault]]:
    """The tree with every quantity in the unit of its key, and the faults of those that cannot be.

    Examples
    --------
    >>> from energycommunity.scenario.document import read_document
    >>> from energycommunity.scenario.located import plain
    >>> tree, _ = read_document("{annual_kwh: 1.2 MWh, price_eur_per_kwh: 14 ct/kWh, supply_c: 353.15 K}", "x.yaml")
    >>> plain(convert_units(tree)[0])
    {'annual_kwh': 1200.0, 'price_eur_per_kwh': 0.14, 'supply_c': 80.0}
    """
    faults: list[Fault] = []
    return _convert(tree, (), None, faults), faults


def _convert(node: Located, path: Path, key: str | None, faults: list[Fault]) -> Located:
    """`key` is the key whose unit holds for a scalar at this node."""
    if isinstance(node.value, dict):
        changed = {
            name: _convert(child, (*path, name), key if key and name in INHERITING else name, faults)
            for name, child in node.value.items()
        }
        return node if _same(changed, node.value) else replace(node, value=changed)
    if isinstance(node.value, list):
        items = [_convert(item, (*path, str(i)), key, faults) for i, item in enumerate(node.value)]
        return replace(node, value=items)
    unit = unit_of(key) if key else None
    if unit is None or (isinstance(node.value, int | float) and not isinstance(node.value, bool)):
        return node
    return _convert_scalar(node, path, unit, faults)


def _same(changed: dict[str, Located], before: dict[str, Located]) -> bool:
    return all(changed[name] is before[name] for name in before)


def _convert_scalar(node: Located, path: Path, unit: str, faults: list[Fault]) -> Located:
    result: float | Fault | None = None
    if isinstance(node.value, bool):
        result = Fault("scenario_number_expected_in_unit", {"given": str(node.value).lower(), "unit": shown_unit(unit)})
    elif isinstance(node.value, str):
        result = in_unit(node.value, unit)
    if isinstance(result, Fault):
        place = node.place
        faults.append(replace(result, file=place.file, line=place.line, path=".".join(path), cell=place.cell))
        return node
    return node if result is None else replace(node, value=result)


@lru_cache(maxsize=4096)
def in_unit(given: str, unit: str) -> float | Fault | None:
    """The number in `unit` that a text means; a fault if it means none; None if the text is no quantity at all.

    >>> in_unit("12 EUR/MWh", "EUR/kWh"), in_unit("60", "kW"), in_unit("latvia_typical", "EUR/kWh")
    (0.012, 60.0, None)
    >>> in_unit("3 t", "kW").key
    'scenario_unit_wrong'
    """
    degrees = degrees_from_minutes(given) if unit == "deg" else None
    if degrees is not None and not given.strip().endswith("°"):
        return Fault("scenario_degrees", {"given": given, "cure": f"{degrees:g}"})
    parts = split_quantity(given)
    if parts is None:
        return None
    number, stated = parts
    cure = with_point(number)
    if cure is not None:
        quoted = f'"{cure} {stated}"' if stated else cure
        return Fault("scenario_decimal_comma", {"given": given, "cure": quoted})
    try:
        amount = float(number.replace("\u2212", "-"))
    except ValueError:
        return Fault("scenario_number_expected_in_unit", {"given": f"'{given}'", "unit": shown_unit(unit)})
    return _to_unit(amount, stated, unit, given) if stated else amount


def shown_unit(unit: str) -> str:
    """A unit as people write it.

    >>> shown_unit("W/(m**2*K)"), shown_unit("degC"), shown_unit("dimensionless")
    ('W/(m2*K)', '°C', '1')
    """
    return {"degC": "°C", "dimensionless": "1"}.get(unit, unit.replace("**", ""))


def _to_unit(amount: float, stated: str, unit: str, given: str) -> float | Fault:
    usual = 1.0 if stated == unit else _USUAL_FACTORS.get((stated, unit))
    if usual is not None:
        return float(f"{amount * usual:.12g}")
    return _by_pint(amount, stated, unit, given)


def _by_pint(amount: float, stated: str, unit: str, given: str) -> float | Fault:
    import pint

    from energycommunity.profiles.units import unit_registry

    registry = unit_registry()
    spelled = _spelled(stated)
    facts: dict[str, object] = {"given": given, "stated": stated, "unit": shown_unit(unit)}
    try:
        source = registry.Unit(spelled)
    except (pint.PintError, ValueError, TypeError, AssertionError, AttributeError):
        nearest = difflib.get_close_matches(stated.lower(), [usual.lower() for usual in _USUAL], 1, 0.7)
        if nearest:
            usual = next(usual for usual in _USUAL if usual.lower() == nearest[0])
            return Fault("scenario_unit_unknown_nearest", {**facts, "nearest": usual})
        return Fault("scenario_unit_unknown", facts)
    # A reading of 5 °C is no difference of 5 K: pint would make 278 of it.
    difference = unit == "K" and "degree_" in str(source)
    if difference or not source.is_compatible_with(unit):
        prices = (
            key for (key, wanted), per in _OTHER_PRICES.items() if unit == wanted and source.is_compatible_with(per)
        )
        return Fault(next(prices, "scenario_unit_wrong"), facts)
    result = float(registry.Quantity(amount, source).to(unit).magnitude)
    return float(f"{result:.12g}") if math.isfinite(result) else result


def _spelled(stated: str) -> str:
    for pattern, readable in _SPELLINGS:
        stated = pattern.sub(readable, stated)
    if re.search(r"[/*]", stated):  # per degree means per kelvin
        stated = re.sub(r"°C|degC", "K", stated)
    return stated.strip()
