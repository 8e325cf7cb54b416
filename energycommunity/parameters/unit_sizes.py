"""How large the unit is that a row of the catalogue of equipment prices, and which row fits a plant of a size.

Equipment costs more per kilowatt the smaller it is: a row of another size says little about a plant.
"""

from __future__ import annotations

from dataclasses import dataclass

from energycommunity.parameters.reader import catalogue, row_of

#: A row is taken to fit plants up to so many times larger or smaller than its unit; general knowledge.
FITTING_FACTOR = 3.0
#: Words at the end of a row's name that tell rows of the same plant apart by size.
_SIZE_WORDS = ("house", "building", "village", "network", "small", "large", "home", "community")


@dataclass(frozen=True)
class UnitSize:
    """Sizes of the units that a row prices: from `least` to `most`, in `unit` (kW or kWh) on the basis of its costs."""

    least: float
    most: float
    unit: str

    def factor(self, size: float) -> float:
        """How many times larger or smaller than these units a plant is; 1 among them.

        >>> UnitSize(50.0, 500.0, "kW").factor(200.0), UnitSize(10.0, 10.0, "kW").factor(200.0)
        (1.0, 20.0)
        """
        return max(self.least / size, size / self.most, 1.0)

    def __str__(self) -> str:
        """The size in words.

        >>> str(UnitSize(50.0, 500.0, "kW")), str(UnitSize(10.0, 10.0, "kW"))
        ('50-500 kW', '10 kW')
        """
        sizes = [f"{self.least:.10g}", f"{self.most:.10g}"]
        return f"{'-'.join(dict.fromkeys(sizes))} {self.unit}"


def unit_size(name: str) -> UnitSize | None:
    """The size of the unit that a row of the catalogue of equipment prices; None where its source says none.

    Raises
    ------
    ParameterError
        If there is no such row.

    Examples
    --------
    >>> unit_size("boiler_gas_network")
    UnitSize(least=500.0, most=10000.0, unit='kW')
    """
    row = row_of(catalogue("technologies"), name, "technologies")
    for key, unit in (("unit_size_kw", "kW"), ("unit_size_kwh", "kWh")):
        if key in row:
            least, most = row[key] if isinstance(row[key], list) else (row[key], row[key])
            return UnitSize(float(least), float(most), unit)
    return None


def same_plant(name: str) -> tuple[str, ...]:
    """The rows of the same plant in any size, in the order of the catalogue.

    >>> same_plant("boiler_gas_house")
    ('boiler_gas_house', 'boiler_gas_network')
    """
    return tuple(row for row in catalogue("technologies") if _without_size(row) == _without_size(name))


def fitting_row(usual: str, size: float | None) -> str:
    """`usual` where its unit is at most `FITTING_FACTOR` times larger or smaller; else the nearest row of that plant.

    Parameters
    ----------
    usual : str
        The row for the place of the plant; it stands where sizes are not known.
    size : float or None
        Size of the plant, or the largest it may have, in the unit of the row.

    Examples
    --------
    >>> fitting_row("boiler_gas_house", 200.0), fitting_row("boiler_gas_house", 25.0)
    ('boiler_gas_network', 'boiler_gas_house')
    """
    if not size or times_off(usual, size) <= FITTING_FACTOR:
        return usual
    return min((usual, *same_plant(usual)), key=lambda row: times_off(row, size))


def better_rows(name: str, size: float) -> tuple[str, ...]:
    """The rows of the same plant whose unit is nearer to a size, the nearest first.

    >>> better_rows("heat_pump_air_house", 500.0)
    ('heat_pump_air_building', 'heat_pump_air_network')
    """
    known = [row for row in same_plant(name) if unit_size(row) is not None]
    nearer = [row for row in known if times_off(row, size) < times_off(name, size)]
    return tuple(sorted(nearer, key=lambda row: times_off(row, size)))


def times_off(name: str, size: float) -> float:
    """How many times larger or smaller than the unit of a row a plant is; 1 where the row says no size."""
    unit = unit_size(name)
    return 1.0 if unit is None else unit.factor(size)


def _without_size(name: str) -> str:
    stem, _, last = name.rpartition("_")
    return stem if last in _SIZE_WORDS else name
