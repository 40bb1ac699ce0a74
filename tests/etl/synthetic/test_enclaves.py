"""The enclaves of every synthetic city: 546 of four kinds, all done before April 2021, and the stories among them."""

from collections import Counter

import numpy as np
import pytest

from etl.synthetic.city import City, city
from etl.synthetic.days import DAY, second
from etl.synthetic.enclaves import BEGUN, enclave_codes, enclave_stories, enclave_tables, enclaves_at
from warehouse.rules import remedies

SEEDS = (20240531, 7)
KINDS = {"城中村": "urban_village", "接壤插花地": "adjoining", "不接壤插花地": "detached", "责任不清地带": "unclear"}


@pytest.fixture(scope="module", params=SEEDS)
def town(request: pytest.FixtureRequest) -> City:
    return city(request.param, plain=False)


@pytest.fixture(scope="module")
def plain() -> City:
    return city(SEEDS[0], plain=True)


def test_546_of_four_kinds_lie_in_their_streets(town: City) -> None:
    rows = enclave_tables(town)["enclave"]
    assert len({row[0] for row in rows}) == len(rows) == 546
    assert Counter(row[2] for row in rows).keys() == KINDS.keys()
    assert all(str(row[5]).startswith(str(row[3])) for row in rows)


def test_all_requirements_stand_before_april_2021_and_begin_in_april_2020(town: City) -> None:
    rows = enclave_tables(town)["enclave_requirement"]
    standing = {(row[0], row[1]) for row in rows if row[3] is None}
    assert len(standing) == 3 * 546
    assert min(str(row[2]) for row in rows) >= "2020-04-01"
    assert max(str(row[2]) for row in rows) < "2021-04-01"


def test_seven_parcels_between_eight_districts_go_where_they_are_looked_after(town: City) -> None:
    tables = enclave_tables(town)
    listed = {row[0]: row for row in tables["enclave"]}
    changes = tables["boundary_change"]
    assert len(changes) == 7
    assert len({district for row in changes for district in row[2:4]}) == 8
    assert all(listed[row[1]][3:5] == row[2:4] for row in changes)


def test_care_counts_never_exceed_what_was_found(town: City) -> None:
    rows = enclave_tables(town)["care_enrolment"]
    assert len({row[:3] for row in rows}) == len(rows)
    assert all(0 < int(str(row[4])) <= int(str(row[3])) for row in rows)


def test_some_whistles_name_an_enclave_of_their_street_since_there_is_a_list(town: City) -> None:
    listed = enclave_tables(town)["enclave"]
    key = np.arange(4_000)
    street, moment = key % len(town.areas.streets), second(BEGUN) + (key % 2) * DAY - DAY
    found = enclaves_at(town, key, street, moment)
    assert np.all(moment[found >= 0] == second(BEGUN)) and 40 < np.count_nonzero(found >= 0) < 400
    for at in np.flatnonzero(found >= 0):
        assert listed[found[at]][:1] == (enclave_codes()[found[at]],)
        assert listed[found[at]][5] == town.areas.streets[street[at]]


def test_the_stories_are_in_the_files(town: City) -> None:
    tables = enclave_tables(town)
    told = {story: enclave for story, enclave, _ in enclave_stories(town)}
    assert {row[0] for row in tables["enclave_requirement"] if row[3]} == {told["enclave_relapse"]}
    assert {row[0] for row in tables["enclave"] if row[15] is None} == {told["enclave_no_team"]}
    misfits = {row[0] for row in tables["enclave"] if row[11] not in remedies()[KINDS[str(row[2])]]}
    assert misfits == {told["enclave_misfit"]}


def test_a_plain_city_has_none_of_them(plain: City) -> None:
    tables = enclave_tables(plain)
    assert list(enclave_stories(plain)) == []
    assert [row for row in tables["enclave_requirement"] if row[3]] == []
    assert [row for row in tables["enclave"] if row[15] is None] == []
    assert [row for row in tables["enclave"] if row[11] not in remedies()[KINDS[str(row[2])]]] == []
