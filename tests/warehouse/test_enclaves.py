"""Enclaves as of a day: what was not known yet is not told, what was revoked counts no more."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from tests.tiny import load
from warehouse import (
    Scope,
    Snapshot,
    Unknown,
    boundary_changes,
    dossier,
    dossiers,
    first_acceptance,
    forecast,
    open_snapshot,
    relapses,
    remedies_in_use,
)
from warehouse.forecast import Pace

MARCH, MAY, JUNE = date(2024, 3, 31), date(2024, 5, 31), date(2024, 6, 1)


def told(snapshot: Snapshot, day: date, key: str) -> dict[str, object]:
    return {row["enclave_id"]: row[key] for row in dossiers(snapshot, day, {})}


def test_states_are_those_of_the_day(tiny: Snapshot) -> None:
    assert told(tiny, MAY, "met") == {"e1": 3, "e2": 2, "e3": 2, "e4": 2, "e5": 0}
    assert told(tiny, JUNE, "met") == {"e1": 3, "e2": 2, "e3": 3, "e4": 2, "e5": 0}
    assert told(tiny, MAY, "revoked") == {"e1": False, "e2": False, "e3": False, "e4": True, "e5": False}


def test_a_plan_that_came_later_is_not_told(tiny: Snapshot) -> None:
    known = {"e1": date(2024, 2, 1), "e2": None, "e3": date(2024, 3, 31), "e4": None, "e5": None}
    assert told(tiny, MARCH, "plan_on") == known


def test_a_remedy_fits_where_the_rules_know_it_for_the_kind(tiny: Snapshot) -> None:
    assert told(tiny, MAY, "fits") == {"e1": True, "e2": False, "e3": True, "e4": True, "e5": None}
    first, *rest = remedies_in_use(tiny, MAY, {})
    assert (first["enclave_kind"], first["measure"], first["fits"]) == ("urban_village", "区划调整", False)
    assert sum(row["n"] for row in (first, *rest)) == 5


def test_a_relapse_is_told_from_its_day_on_and_that_it_was_mended(tiny: Snapshot) -> None:
    assert relapses(tiny, date(2024, 5, 19), {}) == []
    found = {row["enclave_id"]: (row["revoked_on"], row["again_on"]) for row in relapses(tiny, MAY, {})}
    assert found == {"e1": (date(2024, 5, 20), MAY), "e4": (date(2024, 5, 20), None)}
    before = {row["enclave_id"]: row["again_on"] for row in relapses(tiny, date(2024, 5, 30), {})}
    assert before == {"e1": None, "e4": None}


def test_filters_and_the_readers_scope_hold_together(tiny: Snapshot) -> None:
    here = {"territory_district": "T02"}
    assert [row["enclave_id"] for row in dossiers(tiny, MAY, here)] == ["e3", "e5"]
    only = Scope({"enclave_kind": "unclear"})
    assert [row["enclave_id"] for row in dossiers(tiny, MAY, here, only)] == ["e5"]
    with pytest.raises(Unknown, match="e3"):
        dossier(tiny, "e3", MAY, only)


def test_one_dossier_has_its_acceptances_in_order_and_its_parcels(tiny: Snapshot) -> None:
    found = dossier(tiny, "e3", MAY)
    assert [row["requirement"] for row in found.acceptances] == ["responsibility", "safety"]
    assert [row["change_id"] for row in found.changes] == ["b1"]
    assert dossier(tiny, "e3", date(2024, 4, 30)).changes == ()
    assert len(boundary_changes(tiny, MAY, {})) == 1


@pytest.mark.parametrize("name", ["nowhere", "' or true --"])
def test_an_enclave_nobody_knows_is_refused_by_name(tiny: Snapshot, name: str) -> None:
    with pytest.raises(Unknown):
        dossier(tiny, name, MAY)


def test_a_filter_that_enclaves_do_not_have_is_refused(tiny: Snapshot) -> None:
    with pytest.raises(Unknown, match="channel"):
        dossiers(tiny, MAY, {"channel": "12345"})


def test_the_burn_up_begins_with_the_first_acceptance(tiny: Snapshot) -> None:
    assert first_acceptance(tiny) == date(2024, 3, 1)


def test_what_is_not_done_has_a_forecast_with_its_interval(tiny: Snapshot) -> None:
    told = forecast(tiny, {}, MAY)  # one of five was gained in twelve weeks: four more take 48
    assert told and (told.done, told.left, told.weeks) == (1, 4, 12)
    assert told.usual == Pace(Fraction(1, 12), date(2025, 5, 2))
    assert told.fastest == Pace(Fraction(1, 4), date(2024, 9, 20))
    assert told.slowest == Pace(Fraction(-1, 4), None), "e1 was lost for a while"
    day, (usual, fastest, slowest) = told.course()[-1]
    assert (day, usual, fastest, slowest) == (date(2024, 11, 29), 1 + Fraction(26, 12), 5, 1)


def test_there_is_no_forecast_where_all_are_done_or_it_is_too_early(tiny: Snapshot) -> None:
    assert forecast(tiny, {"enclave_kind": "adjoining"}, JUNE) is None
    assert forecast(tiny, {"enclave_kind": "adjoining"}, MAY) is not None
    early = forecast(tiny, {}, date(2024, 3, 28))
    assert early and (early.left, early.usual, early.course()) == (5, None, [])
    still = forecast(tiny, {"enclave_kind": "unclear"}, MAY)
    assert still and still.usual == Pace(Fraction(0), None) and still.course() == []


def test_files_that_contradict_each_other_count_a_day_once(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    head = "enclave_id,requirement,accepted_on,revoked_on\n"
    (tmp_path / "inbox" / "enclave.csv").write_text("enclave_id,name,kind\ne1,甲,unclear\n", "utf-8")
    (tmp_path / "inbox" / "a.csv").write_text(f"{head}e1,safety,2024-01-01,2024-03-01\n", "utf-8")
    (tmp_path / "inbox" / "b.csv").write_text(f"{head}e1,safety,2024-02-01,\nX,safety,2024-02-01,\n", "utf-8")
    (tmp_path / "inbox" / "manifest.json").write_text('{"data_until": "2024-06-30T00:00:00"}', "utf-8")
    snapshot = open_snapshot(load(tmp_path / "inbox", tmp_path / "w"))
    met = [told(snapshot, date(2024, month, 1), "met") for month in (1, 2, 3, 4)]
    assert met == [{"e1": 1}] * 4
    snapshot.close()
