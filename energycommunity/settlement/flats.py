"""What a house pays, split over its flats to the cent: the amounts of the flats add up to that of the house."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from energycommunity.scenario.flats import Flat, FlatsOfHouse, Weight
from energycommunity.settlement.invoice import rounded_to_total, to_cent

#: Costs of a house, each with a key of its own: heat by that of heat, what every flat has a meter for by what it uses,
#: and the connection of each equally.
OF_HEAT = ("heat",)
OF_USE = ("flats_electricity",)
OF_EACH = ("flats_connection",)


def parts_of(flats: Sequence[Flat], key: Weight) -> dict[str, float]:
    """The part of a cost that each flat bears by a key; together 1.

    >>> parts_of([Flat("1", area_m2=30.0), Flat("2", area_m2=50.0)], "area")
    {'1': 0.375, '2': 0.625}
    """
    whole = sum(flat.weight(key) for flat in flats)
    return {flat.name: flat.weight(key) / whole for flat in flats}


def parts_of_line(house: FlatsOfHouse, line: str) -> dict[str, float]:
    """The part of a line that each flat bears: heat by its key, beside allocators in part by area."""
    if line in OF_EACH:
        return parts_of(house.flats, "equal")
    if line in OF_USE:
        return parts_of(house.flats, house.electricity_by)
    if line not in OF_HEAT:
        return parts_of(house.flats, house.rest_by)
    by_key = parts_of(house.flats, house.heat_by)
    if not house.heat_by_area_share:
        return by_key
    by_area, share = parts_of(house.flats, "area"), house.heat_by_area_share
    return {name: share * by_area[name] + (1.0 - share) * part for name, part in by_key.items()}


def split(house: FlatsOfHouse, lines_eur: Mapping[str, float]) -> dict[str, dict[str, Decimal]]:
    """Each line of a house split over its flats, to the cent.

    Parameters
    ----------
    house : FlatsOfHouse
        The flats with the keys.
    lines_eur : mapping of str to float
        What the house pays, by line; what it earns is below zero [EUR].

    Returns
    -------
    dict of str to dict of str to Decimal
        By flat and line [EUR]; each line adds up over the flats to that of the house, rounded.

    Examples
    --------
    >>> house = FlatsOfHouse((Flat("1"), Flat("2"), Flat("3")), "equal", "equal")
    >>> {flat: str(lines["heat"]) for flat, lines in split(house, {"heat": 100.0}).items()}
    {'1': '33.34', '2': '33.33', '3': '33.33'}
    """
    amounts: dict[str, dict[str, Decimal]] = {flat.name: {} for flat in house.flats}
    for line, eur in lines_eur.items():
        exact = {name: part * eur for name, part in parts_of_line(house, line).items()}
        for name, rounded in rounded_to_total(exact, to_cent(eur)).items():
            amounts[name][line] = rounded
    return amounts
