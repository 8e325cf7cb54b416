"""The heat map as GeoJSON (WGS 84), which every program for maps reads."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

from energycommunity.heat_network.coordinates import Point, to_degrees
from energycommunity.results.heat_map import Heat, HeatMap, MappedBuilding, MappedSegment

FILE_NAME = "heat_map.geojson"


def heat_map_geojson(heat_map: HeatMap) -> dict[str, Any]:
    """A collection of features; `layer` says whether one is a building, a street, a square or a pipe.

    Properties carry their unit in the name. `after` is the heat of the variant; the baseline has none.
    """
    features = [*_buildings(heat_map), *_streets(heat_map), *_cells(heat_map), *_pipes(heat_map)]
    return {"type": "FeatureCollection", "features": features}


def _feature(layer: str, shape: str, coordinates: Any, properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"layer": layer} | {name: _rounded(value) for name, value in properties.items()},
        "geometry": {"type": shape, "coordinates": coordinates},
    }


def _rounded(value: Any) -> Any:
    """Six telling digits are more than anybody knows of a village's heat."""
    return float(f"{value:.6g}") if isinstance(value, float) and math.isfinite(value) else value


def _degrees(path_m: Sequence[Point]) -> list[list[float]]:
    return [list(point) for point in to_degrees(path_m)]


def _heat(heat_map: HeatMap, name: str, unit: str, heat: Heat) -> dict[str, float]:
    after = {f"{name}_after_{unit}": heat.after_mwh} if heat_map.has_after else {}
    return {f"{name}_today_{unit}": heat.today_mwh} | after


def _buildings(heat_map: HeatMap) -> Iterator[dict[str, Any]]:
    for building in heat_map.buildings:
        heating = building.heating
        properties = {
            "name": building.name,
            **_heat(heat_map, "heat", "mwh_per_year", building.heat),
            "peak_heat_kw": building.peak_kw,
            "networks": ", ".join(building.networks),
            "plants": ", ".join(building.plants),
            "street": _street_of(heat_map, building),
            "present_heating": heating.type if heating else None,
            "present_fuel": heating.fuel if heating else None,
            "present_heating_built": heating.built if heating else None,
            "present_efficiency": heating.efficiency if heating else None,
        }
        yield _feature("building", "Point", _degrees([building.place_m])[0], properties)


def _street_of(heat_map: HeatMap, building: MappedBuilding) -> str | None:
    return None if building.segment is None else heat_map.segments[building.segment].segment.street


def _streets(heat_map: HeatMap) -> Iterator[dict[str, Any]]:
    places = {position: place for place, position in enumerate(heat_map.ranking, 1)}
    for position, street in enumerate(heat_map.segments):
        properties = {
            "name": street.segment.street,
            "part": street.segment.number,
            "length_m": street.segment.length_m,
            "buildings": ", ".join(street.buildings),
            **_heat(heat_map, "heat", "mwh_per_year", street.heat),
            **_heat(heat_map, "linear_density", "mwh_per_m_year", street.density_mwh_per_m_year),
            **_gain(heat_map, street),
            "low_temperature_rank": places.get(position),
        }
        yield _feature("street", "LineString", _degrees(street.segment.path_m), properties)


def _gain(heat_map: HeatMap, street: MappedSegment) -> dict[str, Any]:
    """What the low level saves, by the names of both levels: `loss_share_at_80_60`."""
    if street.gain is None:
        return {}
    high, low = (level.name.replace("/", "_") for level in (heat_map.rules.high, heat_map.rules.low))
    return {
        f"loss_share_at_{high}": street.gain.high_loss_share,
        f"loss_share_at_{low}": street.gain.low_loss_share,
        "loss_saved_mwh_per_year": street.gain.saved_mwh,
        f"cost_at_{high}_eur_per_year": street.gain.high.eur,
        f"cost_at_{low}_eur_per_year": street.gain.low.eur,
        "saved_per_heat_delivered_eur_per_mwh": street.gain.saved_eur_per_mwh,
    }


def _cells(heat_map: HeatMap) -> Iterator[dict[str, Any]]:
    side = heat_map.rules.cell_m
    for cell in heat_map.cells:
        west, south = cell.number[0] * side, cell.number[1] * side
        ring = [(west, south), (west + side, south), (west + side, south + side), (west, south + side), (west, south)]
        properties = _heat(heat_map, "density", "mwh_per_ha_year", cell.density_mwh_per_ha_year)
        yield _feature("square", "Polygon", [_degrees(ring)], {"side_m": side, **properties})


def _pipes(heat_map: HeatMap) -> Iterator[dict[str, Any]]:
    for pipe in heat_map.pipes:
        properties = {"network": pipe.network, "from": pipe.begin, "to": pipe.end, "pipe": pipe.kind}
        path = [list(point) for point in pipe.path_deg]
        yield _feature("pipe", "LineString", path, {**properties, "length_m": pipe.length_m})
