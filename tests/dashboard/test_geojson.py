"""Boundaries: what can be drawn, which way rings run, and every file that is refused by name."""

import json
from pathlib import Path
from typing import Any

import pytest

from dashboard.geojson import MOST_BYTES, BadBoundaries, area, boundaries
from dashboard.views.figure import Bar
from dashboard.views.polygons import polygons

SQUARE = [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]
HOLE = [[1, 1], [1, 3], [3, 3], [3, 1], [1, 1]]


def feature(coordinates: object, kind: str = "Polygon", **more: Any) -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": {"code": "X"}, "geometry": geometry, **more}


def written(folder: Path, *features: object) -> Path:
    path = folder / "map.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


@pytest.mark.parametrize("outer", [SQUARE, SQUARE[::-1]])
@pytest.mark.parametrize("hole", [HOLE, HOLE[::-1]])
def test_outer_rings_run_clockwise_and_holes_against_them(tmp_path: Path, outer: Any, hole: Any) -> None:
    (shape,) = boundaries(written(tmp_path, feature([outer, hole]))).shapes.values()
    assert [area(ring) for ring in shape] == [-16, 4]
    assert {point for ring in shape for point in ring} == {(float(x), float(y)) for x, y in SQUARE + HOLE}


def test_every_part_of_a_multipolygon_has_its_own_outer_ring(tmp_path: Path) -> None:
    east = [[x + 10, y] for x, y in SQUARE]
    (shape,) = boundaries(written(tmp_path, feature([[SQUARE, HOLE], [east]], "MultiPolygon"))).shapes.values()
    assert [area(ring) < 0 for ring in shape] == [True, False, True]


def test_a_ring_that_is_left_open_is_closed(tmp_path: Path) -> None:
    (shape,) = boundaries(written(tmp_path, feature([SQUARE[:-1]]))).shapes.values()
    assert shape[0][0] == shape[0][-1] and len(shape[0]) == 5


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"properties": {"code": "A", "adcode": 1}}, "A"),
        ({"properties": {"area_code": "B", "code": "A"}}, "B"),
        ({"properties": {"adcode": 120101, "name": "区"}}, "120101"),
        ({"properties": {"id": " D "}}, "D"),
        ({"properties": None, "id": 7}, "7"),
        ({"properties": {"code": ""}, "id": "E"}, "E"),
    ],
)
def test_the_code_is_the_first_property_that_is_one(tmp_path: Path, more: dict[str, Any], code: str) -> None:
    assert set(boundaries(written(tmp_path, feature([SQUARE], **more))).shapes) == {code}


@pytest.mark.parametrize(
    ("features", "reason"),
    [
        ([], "no_features"),
        (["x"], "no_features"),
        ([feature([SQUARE], properties={"name": "东区"})], "no_code"),
        ([feature([SQUARE], properties={"code": True})], "no_code"),
        ([feature([SQUARE]), feature([SQUARE])], "repeated"),
        ([feature([SQUARE], "LineString")], "no_polygon"),
        ([{"type": "Feature", "properties": {"code": "X"}, "geometry": None}], "no_polygon"),
        ([feature([])], "no_ring"),
        ([feature([[[0, 0], [1, 1]]])], "no_ring"),
        ([feature([[[0, 0], [1, None], [1, 1], [0, 0]]])], "no_ring"),
        ([feature([[0, 0, 1, 1]])], "no_ring"),
        ([feature([[[500000, 4300000], [500001, 4300000], [500001, 4300001]]])], "not_degrees"),
        ([feature(["@@BhB`R@DA@CD"])], "encoded"),
    ],
)
def test_what_cannot_be_drawn_is_refused_by_name(tmp_path: Path, features: list[object], reason: str) -> None:
    with pytest.raises(BadBoundaries) as refused:
        boundaries(written(tmp_path, *features))
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not_json"),
        (b"{", "not_json"),
        ("区".encode("gb18030"), "not_json"),
        (b"[" * 200_000, "not_json"),
        (b"[]", "no_features"),
        (b'{"type": "Feature"}', "no_features"),
        (b" " * (MOST_BYTES + 1), "too_large"),
    ],
)
def test_a_file_that_is_no_map_is_refused_by_name(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "map.geojson"
    path.write_bytes(content)
    with pytest.raises(BadBoundaries) as refused:
        boundaries(path)
    assert refused.value.reason == reason


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadBoundaries, match="unreadable"):
        boundaries(tmp_path / "none.geojson")


def test_areas_are_filled_shapes_shaded_by_their_values(tmp_path: Path) -> None:
    shapes = boundaries(written(tmp_path, feature([SQUARE, HOLE]))).shapes
    cells = {"X": Bar("东区", 95.0, "95%", "东区<br>95%", "/theatre?district=X"), "Y": Bar("西区", 90.0, "", "")}
    drawn = polygons(cells, {**shapes, "Y": ((*[(x + 8.0, y + 0.0) for x, y in SQUARE],),), "Z": shapes["X"]})
    first, second, names = drawn["data"]
    assert (first["fill"], first["fillcolor"], second["fillcolor"]) == ("toself", "@scale:1.000", "@scale:0.000")
    assert first["x"].count(None) == 1 and len(first["x"]) == 11, "a gap between the ring and its hole"
    assert first["customdata"] == ["/theatre?district=X"] and names["text"][0].startswith("东区")
    assert drawn["layout"]["yaxis"]["scaleanchor"] == "x"


def _decoded(line: str, offset: list[int]) -> list[list[float]]:
    """A ring of an echarts 4 map: zigzag differences in 1/1024 of a degree."""
    found, x, y = [], *offset
    for at in range(0, len(line), 2):
        steps = [ord(char) - 64 for char in line[at : at + 2]]
        dx, dy = ((step >> 1) ^ -(step & 1) for step in steps)
        x, y = x + dx, y + dy
        found.append([x / 1024, y / 1024])
    return found


@pytest.mark.shared
def test_the_map_of_a_real_city_is_drawn_once_it_is_plain_geojson(shared: Path, tmp_path: Path) -> None:
    source = shared / "data/geo_tianjin/echarts4.9.0_tianjin_encoded.json"
    with pytest.raises(BadBoundaries, match="encoded"):
        boundaries(source)
    told = json.loads(source.read_text("utf-8"))
    for each in told["features"]:
        geometry = each["geometry"]
        pairs = zip(geometry["coordinates"], geometry["encodeOffsets"], strict=True)
        geometry["coordinates"] = [_decoded(line, offset) for line, offset in pairs]
    shapes = boundaries(written(tmp_path, *told["features"])).shapes
    assert len(shapes) == 16 and "120101" in shapes
    for each in told["features"]:
        east, north = each["properties"]["cp"]
        points = [point for ring in shapes[each["id"]] for point in ring]
        assert min(x for x, _ in points) < east < max(x for x, _ in points)
        assert min(y for _, y in points) < north < max(y for _, y in points)
    cells = {code: Bar(code, float(at), "", code) for at, code in enumerate(shapes)}
    assert len(polygons(cells, shapes)["data"]) == 17
