"""The rules of like with like: what the file may hold, and who belongs where."""

from datetime import date
from typing import Any

import pytest

from warehouse import BadDefinition, Snapshot
from warehouse.definition import build
from warehouse.dimension import dimension
from warehouse.peers import RANKED_BY, Groups, groups, peers


def told() -> dict[str, Any]:
    return groups().model_dump()


def broken(dimension: str, place: int, **changed: Any) -> dict[str, Any]:
    """The shipped file with one group changed."""
    held = told()
    listed = list(held[dimension])
    listed[place] = {**listed[place], **changed}
    return {**held, dimension: listed}


def test_every_dimension_ends_with_a_group_for_the_rest() -> None:
    for name in RANKED_BY:
        assert groups().of(name)[-1].when is None


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (broken("street", 0, when=None), "every group of street but the last"),
        (broken("street", -1, when="kind = 'x'"), "every group of street but the last"),
        (broken("street", 0, when="kindd = 'x'"), "a street has no kindd; there are area_code, kind, name"),
        (broken("department", 0, when="area_code = 'x'"), "a department has no area_code"),
        (broken("street", 0, when="kind = 'x'; drop table y"), "does not belong"),
        (broken("street", 0, name="town"), "a name of its own"),
        (broken("street", 0, name="all"), "none is named 'all'"),
        (broken("street", 0, wehn="x"), "wehn"),
        ({**told(), "street": []}, "every group of street"),
        ({**told(), "standing": {**told()["standing"], "alarm": "1.9"}}, "alarm lies beyond warn"),
        ({**told(), "standing": {**told()["standing"], "z": "0"}}, "positive"),
        ({**told(), "standing": {**told()["standing"], "min_rank_cases": -1}}, "0 or more"),
        ({**told(), "standing": {**told()["standing"], "progress_units": -1}}, "0 or more"),
    ],
)
def test_a_file_that_makes_no_sense_is_refused(values: dict[str, Any], words: str) -> None:
    with pytest.raises(BadDefinition, match=words):
        build(Groups, "groups.toml", values)


def test_units_belong_where_the_register_puts_them(tiny: Snapshot) -> None:
    def found(name: str) -> dict[str, str]:
        return {code: each.name for code, each in peers(tiny, dimension(name), date(2024, 5, 31)).items()}

    assert found("street") == {
        "T0101": "subdistrict",
        "T0102": "town",
        "T0201": "subdistrict",
        "T0202": "subdistrict",
    }
    assert found("district") == {"T01": "district", "T02": "district", "T03": "district"}
    assert found("community")["T010201"] == "village"
    assert found("department") == {
        "C1": "district_department",
        "H1": "district_department",
        "R1": "stationed",
        "W1": "district_department",
    }
