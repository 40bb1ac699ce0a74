"""Boundaries that an operator gives: GeoJSON whose features carry area codes, read once and checked before drawing."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

MOST_BYTES = 8_000_000
CODES = ("area_code", "code", "adcode", "id")
DEPTH = {"Polygon": 3, "MultiPolygon": 4}
EAST, NORTH = 180.0, 90.0
Ring = tuple[tuple[float, float], ...]
Shape = tuple[Ring, ...]


class BadBoundaries(Exception):
    """A file that is no map of this city: `reason` names the words for people, `told` what was found."""

    def __init__(self, reason: str, **told: object) -> None:
        super().__init__(f"{reason}: {', '.join(f'{key} {value}' for key, value in told.items())}")
        self.reason, self.told = reason, told


@dataclass(frozen=True)
class Boundaries:
    """The shape of each area by its code: closed rings, outer ones clockwise, holes the other way."""

    shapes: Mapping[str, Shape]


def boundaries(path: Path) -> Boundaries:
    """The shapes of a file; raises BadBoundaries where it cannot be drawn by code."""
    shapes: dict[str, Shape] = {}
    for at, feature in enumerate(_features(path), 1):
        code = _code(feature, at)
        if code in shapes:
            raise BadBoundaries("repeated", code=code)
        shapes[code] = tuple(_rings(feature, at))
    return Boundaries(shapes)


def _features(path: Path) -> list[Mapping[str, Any]]:
    content = _content(path)
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise BadBoundaries("not_json", error=str(error)[:120]) from error
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or not features or not all(isinstance(each, dict) for each in features):
        raise BadBoundaries("no_features")
    return features


def _content(path: Path) -> str:
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise BadBoundaries("too_large", size=size, most=MOST_BYTES)
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise BadBoundaries("unreadable", error=error.strerror or "") from error
    except UnicodeDecodeError as error:
        raise BadBoundaries("not_json", error="not UTF-8") from error


def _code(feature: Mapping[str, Any], at: int) -> str:
    """The code among the properties, else the feature's own id."""
    properties = feature.get("properties")
    held = properties if isinstance(properties, dict) else {}
    for word in (*(held.get(key) for key in CODES), feature.get("id")):
        if isinstance(word, str | int) and not isinstance(word, bool) and str(word).strip():
            return str(word).strip()
    raise BadBoundaries("no_code", feature=at, keys=", ".join(CODES))


def _rings(feature: Mapping[str, Any], at: int) -> Iterator[Ring]:
    geometry = feature.get("geometry")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(geometry, dict) or kind not in DEPTH:
        raise BadBoundaries("no_polygon", feature=at, found=kind)
    coordinates = geometry.get("coordinates")
    for polygon in [coordinates] if kind == "Polygon" else _list(coordinates, at):
        for place, ring in enumerate(_list(polygon, at)):
            yield _turned(_closed(ring, at), clockwise=place == 0)


def _closed(ring: object, at: int) -> Ring:
    points = tuple(_point(each, at) for each in _list(ring, at))
    closed = points if points[0] == points[-1] else (*points, points[0])
    if len(closed) < 4:
        raise BadBoundaries("no_ring", feature=at, found=len(points))
    return closed


def _point(position: object, at: int) -> tuple[float, float]:
    pair = position[:2] if isinstance(position, list) else ()
    if len(pair) != 2 or not all(isinstance(each, int | float) and isfinite(each) for each in pair):
        raise BadBoundaries("no_ring", feature=at, found=str(position)[:40])
    east, north = (float(each) for each in pair)
    if abs(east) > EAST or abs(north) > NORTH:
        raise BadBoundaries("not_degrees", feature=at, found=f"{east:g}, {north:g}")
    return east, north


def _list(value: object, at: int) -> Sequence[Any]:
    """A list that is not empty; a text is what some tools make of coordinates to save room."""
    if isinstance(value, str):
        raise BadBoundaries("encoded", feature=at)
    if not isinstance(value, list) or not value:
        raise BadBoundaries("no_ring", feature=at, found=str(value)[:40])
    return value


def _turned(ring: Ring, clockwise: bool) -> Ring:
    """The ring in the wanted direction: a filled path leaves holes where rings run against each other."""
    return ring if (area(ring) < 0) == clockwise else ring[::-1]


def area(ring: Ring) -> float:
    """The signed area in square degrees, positive counter-clockwise."""
    pairs = zip(ring, ring[1:], strict=False)
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs) / 2
