"""Numbers larger than anything a municipality has: slips that would pass every other check and upset the solver."""

from __future__ import annotations

from energycommunity.errors import Fault
from energycommunity.quantities import suffix_of, unit_of
from energycommunity.scenario.located import Located, Path, walk
from energycommunity.scenario.units import INHERITING, shown_unit

#: By name or unit suffix: 100 GWh in a store, a gigawatt, a million amperes, a million euros for one kilowatt or kWh.
MOST = {
    "capacity_kwh": 1e8, "kw": 1e6, "kwp": 1e6, "kw_per_k": 1e6, "a": 1e6,
    "eur_per_kw": 1e6, "eur_per_kwp": 1e6, "eur_per_kwh": 1e6, "eur_per_m2": 1e6, "eur_per_m": 1e6, "eur_per_t": 1e6,
    "eur_per_loose_m3": 1e6, "eur_per_stacked_m3": 1e6, "eur_per_solid_m3": 1e6,
}  # fmt: skip
#: For all others: a terawatt-hour, a thousand million euros or square metres.
MOST_OF_ALL = 1e9


def magnitude_faults(tree: Located) -> list[Fault]:
    """Numbers of a tree, in the units of their keys, that are beyond all measure.

    Examples
    --------
    >>> from energycommunity.scenario.document import read_document
    >>> tree, _ = read_document("{capacity_heat_kw: {max: 1e12}, fuse_a: 25}", "x.yaml")
    >>> [fault.path for fault in magnitude_faults(tree)]
    ['capacity_heat_kw.max']
    """
    faults = []
    for path, node in walk(tree):
        key = _key(path)
        unit, most = unit_of(key), MOST.get(key, MOST.get(suffix_of(key), MOST_OF_ALL))
        if unit is None or isinstance(node.value, bool) or not isinstance(node.value, int | float):
            continue
        if abs(node.value) > most:
            values = {"given": f"{node.value:g}", "most": f"{most:.0f} {shown_unit(unit)}"}
            faults.append(node.place.fault("scenario_beyond_measure", ".".join(path), **values))
    return faults


def _key(path: Path) -> str:
    """The key whose unit holds for a number: that of the list or of the limits it stands in."""
    return next((name for name in reversed(path) if not name.isdigit() and name not in INHERITING), "")
