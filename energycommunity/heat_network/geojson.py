"""A GeoJSON file as it is written: its shapes, their properties and its coordinate system.

GDAL reads it as well, but with it comes more than a check of a scenario should load.

References
----------
RFC 7946, The GeoJSON Format, 2016: WGS 84, longitude before latitude. Before it, GeoJSON 1.0 of 2008 had the member
`crs`, which QGIS still writes where a map has other coordinates.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from energycommunity.errors import Cell, Fault, ScenarioError

#: So much is quoted of what does not fit.
LONGEST_EXCERPT = 30
_SHAPES = ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection")


@dataclass(frozen=True)
class MapLayer:
    """A layer of a map, with its coordinate system as the file calls it, None where it has none.

    `shapes` are shapely's, None for a feature without one; `properties` belong to them one by one.
    """

    crs: str | None
    shapes: Sequence[Any]
    properties: Sequence[dict[str, Any]]


def read_geojson(path: Path) -> tuple[str, MapLayer]:
    """The one layer of a GeoJSON file, with its name: as the file says, or the file's own.

    Raises
    ------
    ScenarioError
        If it is no JSON (with line and position), no GeoJSON, or a shape is broken (with its feature).
    """
    document = _document(path)
    features = _features_of(document)
    if features is None:
        raise ScenarioError(Fault("network_map_no_geojson", file=str(path)))
    crs = _crs_of(document["crs"]) if "crs" in document else "EPSG:4326"
    shapes = [_shape_of(path, number, feature) for number, feature in enumerate(features, 1)]
    return str(document.get("name") or path.stem), MapLayer(crs, shapes, _cells_of(features))


def _document(path: Path) -> Any:
    content = path.read_bytes()
    try:
        return json.loads(content)
    except UnicodeDecodeError as error:
        fault = Fault("network_map_encoding", file=str(path), line=content[: error.start].count(b"\n") + 1)
    except json.JSONDecodeError as error:
        rest = error.doc[error.pos :].split("\n")[0].strip()
        values: dict[str, object] = {"position": error.colno, "given": rest[:LONGEST_EXCERPT]}
        is_cut_off = not error.doc[error.pos :].strip()
        key = "network_map_cut_off" if is_cut_off else "network_map_no_json"
        fault = Fault(key, values, file=str(path), line=error.lineno)
    raise ScenarioError(fault)


def _features_of(document: Any) -> list[dict[str, Any]] | None:
    """Every feature of a document: a collection, a single feature or a mere shape; None of any other."""
    kind = document.get("type") if isinstance(document, dict) else None
    if kind == "Feature":
        return [document]
    if kind in _SHAPES:
        return [{"geometry": document}]
    features = document.get("features") if kind == "FeatureCollection" else None
    if not isinstance(features, list) or not all(isinstance(feature, dict) for feature in features):
        return None
    return features


def _crs_of(stated: Any) -> str | None:
    """The name of a stated coordinate system; None where a file says that it has none."""
    properties = stated.get("properties") if isinstance(stated, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    return None if name is None else str(name)


def _shape_of(path: Path, number: int, feature: dict[str, Any]) -> Any:
    import shapely

    geometry = feature.get("geometry")
    try:
        return shapely.force_2d(shapely.from_geojson(None if geometry is None else json.dumps(geometry)))
    except shapely.errors.GEOSException:
        fault = Fault("network_map_broken_shape", file=str(path), line=number, cell=Cell(feature=True))
        raise ScenarioError(fault) from None


def _cells_of(features: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Properties as the cells of a table: every feature has all of them, None where it says nothing."""
    rows = [feature.get("properties") or {} for feature in features]
    names = dict.fromkeys(name for row in rows for name in row)
    return [{name: _cell(row.get(name)) for name in names} for row in rows]


def _cell(value: Any) -> Any:
    """What has parts of its own is a text in a table."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value
