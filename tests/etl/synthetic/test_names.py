"""All places are invented: none of them is a real district, street or community of Tianjin."""

import csv
from pathlib import Path

import pytest

from tests.etl.synthetic.export import records

SUFFIXES = ("社区居委会", "村委会", "居委会", "社区", "街道", "开发区", "镇", "乡", "区", "村")


def stem(name: str) -> str:
    for suffix in SUFFIXES:
        if name.endswith(suffix):
            return name.removesuffix(suffix)
    return name


@pytest.mark.shared
def test_no_district_or_street_has_a_real_name(city: Path, shared: Path) -> None:
    real: set[str] = set()
    for level in ("areas", "streets", "villages"):
        with (shared / "data/tianjin_divisions" / f"{level}_tianjin.csv").open(encoding="utf-8") as source:
            real.update(row["name"] for row in csv.DictReader(source))
    real |= {stem(name) for name in real}
    invented = {record["区划名称"] for record in records(city, "区划")}
    assert {name for name in invented if name in real or stem(name) in real} == set()
    assert len(real) > 5_000 and len(invented) > 5_600


def test_districts_and_streets_have_names_of_their_own(city: Path) -> None:
    names = [record["区划名称"] for record in records(city, "区划") if record["层级"] in ("区", "街镇")]
    assert len(names) == len(set(names)) == 268
