"""Lines and points of a map: GeoJSON or GeoPackage, every feature with its number, so that faults can name it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from energycommunity.errors import Cell, Fault, ScenarioError
from energycommunity.heat_network.coordinates import LKS92, Point, transformer
from energycommunity.heat_network.geojson import MapLayer, read_geojson

GEOPACKAGE = ".gpkg"
MAPS = (".geojson", ".json", GEOPACKAGE)
#: What lies farther from the site belongs to another place, or its coordinates are exchanged [m].
FARTHEST_M = 50_000.0
#: Half of the circumference of the earth; the projection puts what lies beyond its reach at infinity [m].
FARTHEST_OF_ALL_M = 20_000_000.0
_LINES, _POINTS = (1, 5, 2), (0, 4)  # shapely's numbers: LineString, MultiLineString, LinearRing; Point, MultiPoint


@dataclass(frozen=True)
class Feature:
    """A line, or a point as a path of one point, in LKS-92 [m], with what the file says of it.

    `number` counts the features of the file from 1.
    """

    number: int
    path_m: tuple[Point, ...]
    properties: dict[str, Any]

    @property
    def is_point(self) -> bool:
        """Whether it is a point."""
        return len(self.path_m) == 1


@dataclass(frozen=True)
class MapFile:
    """The features of a file, called as a user would type it; of a GeoPackage those of one layer."""

    file: str
    layer: str
    features: tuple[Feature, ...]

    @property
    def lines(self) -> tuple[Feature, ...]:
        """Those that are lines."""
        return tuple(feature for feature in self.features if not feature.is_point)

    @property
    def points(self) -> tuple[Feature, ...]:
        """Those that are points."""
        return tuple(feature for feature in self.features if feature.is_point)

    def fault(self, number: int | None, key: str, **values: object) -> Fault:
        """A fault of a feature, or of the file."""
        return Fault(key, values, self.file, number, cell=Cell(self.layer, feature=True))


def is_map(file: str) -> bool:
    """Whether a file is a map by its name.

    >>> is_map("streets.geojson"), is_map("network.gpkg#pipes"), is_map("pipes.csv")
    (True, True, False)
    """
    return Path(file.partition("#")[0]).suffix.lower() in MAPS


def read_map(given: str, folder: Path, site_m: Point) -> MapFile:
    """The lines and points of a map near a site.

    Parameters
    ----------
    given : str
        `streets.geojson`, or `village.gpkg#streets` for a layer; without a layer the first.
    folder : pathlib.Path
        Folder that the name is relative to.
    site_m : Point
        The site in LKS-92 [m].

    Raises
    ------
    ScenarioError
        If the file is no map, does not say its coordinate system, holds anything but lines and points,
        or lies elsewhere.
    """
    file, _, layer = given.partition("#")
    empty = MapFile(str(folder / file), layer, ())
    content = _read(empty)
    crs = _crs_of(content, empty)
    faults: list[Fault] = []
    features: list[Feature] = []
    for number, (shape, cells) in enumerate(zip(content.shapes, content.properties, strict=True), 1):
        properties = {name: _plain(value) for name, value in cells.items()}
        found = _features_of(number, shape, properties, crs, empty)
        faults += [found] if isinstance(found, Fault) else []
        features += [] if isinstance(found, Fault) else found
    faults = faults or [fault for feature in features for fault in _elsewhere(feature, site_m, empty)][:1]
    if not features and not faults:
        faults.append(empty.fault(None, "network_map_empty"))
    if faults:
        raise ScenarioError(faults)
    return replace(empty, features=tuple(features))


def _read(of: MapFile) -> MapLayer:
    path = Path(of.file)
    try:
        return _of_geopackage(of, path) if path.suffix.lower() == GEOPACKAGE else _of_geojson(of, path)
    except OSError as error:
        reason = error.strerror or error
        raise ScenarioError(Fault("network_map_unreadable", {"reason": reason}, file=of.file)) from None


def _of_geojson(of: MapFile, path: Path) -> MapLayer:
    name, layer = read_geojson(path)
    _has_layer(of, [name])
    return layer


def _of_geopackage(of: MapFile, path: Path) -> MapLayer:
    import pyogrio
    import shapely

    try:
        layers = [str(name) for name in pyogrio.list_layers(path)[:, 0]]
        _has_layer(of, layers)
        meta, _, wkb, columns = pyogrio.raw.read(path, layer=of.layer or layers[0], force_2d=True)
        shapes = () if wkb is None else shapely.from_wkb(wkb)  # a layer may be a mere table
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, shapely.errors.GEOSException):
        raise ScenarioError(Fault("network_map_no_geopackage", file=of.file)) from None
    rows = [dict(zip(meta["fields"], cells, strict=True)) for cells in zip(*columns, strict=True)]
    return MapLayer(meta["crs"], shapes, rows or [{} for _ in shapes])


def _has_layer(of: MapFile, layers: Sequence[str]) -> None:
    if of.layer and of.layer not in layers:
        values: dict[str, object] = {"given": of.layer, "allowed": ", ".join(layers)}
        raise ScenarioError(Fault("network_no_such_layer", values, file=of.file))


def _crs_of(layer: MapLayer, of: MapFile) -> Any:
    """The coordinate system that a layer states.

    Raises
    ------
    ScenarioError
        If there is none, or one that nothing is known of.
    """
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        crs = CRS.from_user_input(layer.crs)
    except CRSError:
        crs = None
    if crs is None or not (crs.is_geographic or crs.is_projected) or crs.name.startswith("Undefined"):
        raise ScenarioError(Fault("network_map_without_crs", file=of.file))
    return crs


def _plain(value: Any) -> Any:
    """A cell of a layer as a plain value; None where it is empty."""
    plain = value.item() if isinstance(value, np.generic) else value
    return None if plain is None or plain != plain or plain == "" else plain  # noqa: PLR0124 - NaN is not itself


def _features_of(number: int, shape: Any, properties: dict[str, Any], crs: Any, of: MapFile) -> list[Feature] | Fault:
    import shapely

    kind = -1 if shape is None else int(shapely.get_type_id(shape))
    if kind not in (*_LINES, *_POINTS):
        given = "–" if shape is None else shape.geom_type
        return of.fault(number, "network_map_wrong_shape", given=given)
    parts = [shapely.get_coordinates(part) for part in shapely.get_parts(shape)]
    every = np.concatenate(parts) if parts else np.empty((0, 2))
    if crs.is_geographic and every.size and (np.abs(every) > (180.0, 90.0)).any():
        return of.fault(number, "network_map_no_degrees", x=float(every[0, 0]), y=float(every[0, 1]))
    if kind in _LINES and (not parts or min(np.hypot(*np.ptp(part, axis=0)) for part in parts) == 0.0):
        return of.fault(number, "network_map_line_without_length")
    turn = transformer(crs, LKS92)
    features = []
    for part in parts:
        east_m, north_m = turn.transform(part[:, 0], part[:, 1])
        path = tuple(zip(map(float, east_m), map(float, north_m), strict=True))
        features.append(Feature(number, path, properties))
    return features


def _elsewhere(feature: Feature, site_m: Point, of: MapFile) -> list[Fault]:
    """A feature that lies far from the site; one that GeoJSON calls infinite, too."""
    far_m = float(np.hypot(feature.path_m[0][0] - site_m[0], feature.path_m[0][1] - site_m[1]))
    if far_m <= FARTHEST_M:
        return []
    return [of.fault(feature.number, "network_map_elsewhere", km=min(far_m, FARTHEST_OF_ALL_M) / 1e3)]
