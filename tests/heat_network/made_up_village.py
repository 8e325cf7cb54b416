"""A made-up village: ten streets, eight buildings and a boiler house, in metres east and north of the site."""

from __future__ import annotations

import json

from energycommunity.heat_network.coordinates import to_degrees, to_metres

SITE = {"latitude_deg": 57.26, "longitude_deg": 26.67}
SITE_M = to_metres(26.67, 57.26)
#: A main street from west to east with four crossings, a lane between two of them, and courtyards.
STREETS = {
    "Galvenā iela": [(0, 0), (500, 0)],
    "Skolas iela": [(100, 0), (100, 200)],
    "Dārza iela": [(200, -150), (200, 150)],
    "Ezera iela": [(300, 0), (300, 200)],
    "Liepu iela": [(400, 0), (400, -200)],
    "Parka taka": [(100, 150), (200, 150)],
    "Pagalms": [(300, 100), (380, 100)],
    "Kalna ceļš": [(500, 0), (560, 80)],
    "Kapu ceļš": [(200, -150), (120, -150)],
    "Ganu ceļš": [(0, 0), (-80, -60)],
}
BUILDINGS = {
    "school": (80, 200),
    "preschool": (180, 160),
    "culture_house": (320, 30),
    "flats_a": (380, 120),
    "flats_b": (320, 190),
    "shop": (420, -60),
    "parish_hall": (230, -20),
    "clinic": (120, -170),
}
PLANT = (0, 30)


def metres(point):
    """A point of the plan in LKS-92 [m]."""
    return SITE_M[0] + point[0], SITE_M[1] + point[1]


def degrees(path):
    """Longitude and latitude of a path of the plan."""
    return [list(point) for point in to_degrees([metres(point) for point in path], decimals=9)]


def geojson(lines, points=()):
    """A map: `lines` and `points` are pairs of properties and a path or a point."""
    features = [
        {"type": "Feature", "properties": properties, "geometry": {"type": "LineString", "coordinates": degrees(path)}}
        for properties, path in lines
    ]
    features += [
        {"type": "Feature", "properties": properties, "geometry": {"type": "Point", "coordinates": degrees([point])[0]}}
        for properties, point in points
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)


def streets_map(streets=None):
    """The map of the streets."""
    return geojson([({"name": name}, path) for name, path in (streets or STREETS).items()])


def scenario(network, buildings=None, more=""):
    """A scenario with the village's buildings and one network, whose lines are given."""
    places = BUILDINGS if buildings is None else buildings
    houses = "\n".join(
        f"  {name}: {{meter: all, sector: municipal, space_heat: {{annual_kwh: 100000}}"
        + (f", location: {{x_m: {place[0]}, y_m: {place[1]}}}}}" if place else "}")
        for name, place in places.items()
    )
    connections = ", ".join(f"{name}: required" for name in places)
    return f"""
name: village
site: {{latitude_deg: 57.26, longitude_deg: 26.67}}
time: {{start: 2025-01-15, steps: 24, annual: false}}
weather: {{series: WEATHER}}
economics: {{price_year: 2025, real_discount_rate: 0.04}}
tariffs:
  grid: {{type: fixed, price_eur_per_kwh: 0.14}}
  wood: {{type: fuel, carrier: firewood, price_eur_per_kwh: 0.03}}
members:
  municipality: {{kind: municipality}}
meters:
  all: {{member: municipality, import: grid, fuse_a: 63}}
buildings:
{houses}
heat_networks:
  centre:
    owner: municipality
    plant_node: boiler_house
    level: {{supply_c: 80, return_c: 60}}
    connections: {{{connections}}}
{network}
assets:
  boiler:
    {{type: fuel_boiler, at: boiler_house, owner: municipality, fuel: wood, capacity_heat_kw: 900, efficiency: 0.8}}
mode: dispatch
{more}"""
