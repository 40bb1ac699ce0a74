"""python -m warehouse: one document on stdout, refusals with a suggestion."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from warehouse.__main__ import run


def said(capsys: pytest.CaptureFixture[str], tiny: Path, *words: str) -> tuple[int, dict]:
    status = run([*words, "--warehouse", str(tiny), "--json"])
    return status, json.loads(capsys.readouterr().out)


def test_an_answer_holds_the_whole_reconciliation(capsys: pytest.CaptureFixture[str], tiny_warehouse: Path) -> None:
    status, told = said(
        capsys, tiny_warehouse, "ask", "ontime_closure_rate", "--by", "district", "--as-of", "2024-05-31"
    )
    assert status == 0
    assert told["question"] == {
        "by": ["district"],
        "where": {},
        "view": "participation",
        "period": None,
        "as_of": "2024-05-31",
        "cutoff": "2024-06-01T00:00:00",
    }
    total = told["total"]
    assert total["value"] == {"ratio": "14/23", "decimal": "0.608695652174", "percent": "60.87"}
    assert total["rows"] == 30 == total["denominator"] + total["pending"] + 2 + 3
    assert (total["outside"], total["excluded"]) == ({"no_due": 2}, {"duplicate": 1, "test": 1, "void": 1})
    assert total["bins"] == {"on_time": 14, "closed_late": 5, "open_overdue": 4}
    codes = [group["key"]["district"]["code"] for group in told["groups"]]
    assert codes == ["T01", "T02", "T03", "unregistered", "unspecified"]
    assert told["groups"][2]["state"] == "empty" and told["groups"][2]["value"] is None


def test_credited_quantities_are_fractions(capsys: pytest.CaptureFixture[str], tiny_warehouse: Path) -> None:
    words = ("ask", "closure_rate", "--by", "department", "--as-of", "2024-05-31")
    _, told = said(capsys, tiny_warehouse, *words)
    found = {group["key"]["department"]["name"]: group for group in told["groups"]}
    assert (found["城管局"]["numerator"], found["城管局"]["value"]["ratio"]) == ("117/10", "117/164")
    assert (told["total"]["numerator"], told["additive"], told["question"]["view"]) == (
        "197/10",
        False,
        "shared",
    )


def test_counts_and_percentiles_have_their_own_values(capsys: pytest.CaptureFixture[str], tiny_warehouse: Path) -> None:
    _, told = said(capsys, tiny_warehouse, "ask", "reported_count", "--as-of", "2024-05-31")
    assert (told["total"]["numerator"], told["total"]["denominator"]) == (27, None)
    assert told["total"]["value"] == {"ratio": None, "decimal": "27", "percent": None}
    _, told = said(capsys, tiny_warehouse, "ask", "handle_hours", "--as-of", "2024-05-31")
    assert told["total"]["value"]["p90"] == {
        "step": "hour",
        "number": 264,
        "shown": "11 天",
        "exact_hours": "264.00",
    }
    assert (told["total"]["numerator"], told["total"]["denominator"]) == (None, 20)


@pytest.mark.parametrize("source", ["tally", "state"])
def test_the_source_can_be_forced(capsys: pytest.CaptureFixture[str], tiny_warehouse: Path, source: str) -> None:
    _, told = said(capsys, tiny_warehouse, "ask", "handle_hours", "--source", source)
    assert told["source"].startswith(source)
    assert told["total"]["value"]["p50"]["exact_hours"] == "48.00"


@pytest.mark.parametrize(
    ("words", "code", "near"),
    [
        (("closure_rat",), "UNKNOWN_METRIC", "closure_rate"),
        (("closure_rate", "--by", "distrct"), "UNKNOWN_DIMENSION", "district"),
        (("closure_rate", "--where", "district=东湖"), "UNKNOWN_DISTRICT", "东湖区"),
        (("closure_rate", "--where", "channel=网格"), "UNKNOWN_CHANNEL", "网格员"),
        (("closure_rate", "--period", "2024-K5"), "UNKNOWN_PERIOD", "2024-K05"),
        (("closure_rate", "--rows", "opn"), "UNKNOWN_BIN", "open"),
        (("closure_rate", "--bye", "district"), "BAD_USAGE", "--by"),
        (("closure_rate", "--view", "share"), "BAD_USAGE", None),
        (("closure_rate", "--as-of", "31.5.2024"), "BAD_QUESTION", None),
        (("closure_rate", "--where", "district"), "BAD_QUESTION", None),
        (("closure_rate", "--period", "2024", "--from", "2024-01-01"), "BAD_QUESTION", None),
        (("closure_rate", "--from", "2024-02-01", "--to", "2024-01-01"), "BAD_QUESTION", None),
        (("closure_rate", "--by", "week", "--source", "tally"), "BAD_QUESTION", None),
        (("overdue_open_count", "--by", "month"), "BAD_QUESTION", None),
        (("closure_rate", "--where", "month=2024-05"), "BAD_QUESTION", None),
    ],
)
def test_a_bad_question_is_refused_with_a_suggestion(
    capsys: pytest.CaptureFixture[str],
    tiny_warehouse: Path,
    words: tuple[str, ...],
    code: str,
    near: str | None,
) -> None:
    status, told = said(capsys, tiny_warehouse, "ask", *words)
    assert (status, told["contract"], told["error"]["code"]) == (2, 1, code)
    assert near is None or near in told["error"]["did_you_mean"]


def test_an_ambiguous_name_is_refused_with_its_codes(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    from tests.tiny import load

    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "area.csv").write_text("area_code,name,level\nA,中区,district\nB,中区,district\n", "utf-8")
    (inbox / "case.csv").write_text("case_id,reported_at,area_code\n1,2024-05-01 08:00:00,A\n", "utf-8")
    warehouse = load(inbox, tmp_path / "warehouse")
    status, told = said(capsys, warehouse, "ask", "closure_rate", "--where", "district=中区")
    assert (status, told["error"]["code"], told["error"]["did_you_mean"]) == (2, "AMBIGUOUS_NAME", ["A", "B"])
    _, told = said(capsys, warehouse, "ask", "rework_rate", "--by", "district")
    assert (told["total"]["state"], told["total"]["missing_feeds"], told["groups"]) == (
        "no_feed",
        ["case_event"],
        [],
    )
    assert told["total"]["numerator"] is None and told["total"]["value"] is None


def test_the_rows_of_a_bin_are_listed(capsys: pytest.CaptureFixture[str], tiny_warehouse: Path) -> None:
    words = (
        "ask",
        "closure_rate",
        "--as-of",
        "2024-05-31",
        "--rows",
        "denominator",
        "--limit",
        "5",
        "--offset",
        "25",
    )
    _, told = said(capsys, tiny_warehouse, *words)
    assert (told["rows_total"], [row["case_id"] for row in told["rows"]]) == (27, ["c02", "c01"])
    words = ("ask", "closure_rate", "--as-of", "2024-05-31", "--rows", "excluded")
    _, told = said(capsys, tiny_warehouse, *words)
    assert {row["case_id"]: row["bin"] for row in told["rows"]} == {
        "c20": "excluded:duplicate",
        "c21": "excluded:test",
        "c22": "excluded:void",
    }


def test_shares_in_a_list_sum_to_the_figure(capsys: pytest.CaptureFixture[str], tiny_warehouse: Path) -> None:
    words = ("ask", "closure_rate", "--where", "department=C1", "--as-of", "2024-05-31", "--view", "shared")
    _, told = said(capsys, tiny_warehouse, *words)
    _, listed = said(capsys, tiny_warehouse, *words, "--rows", "denominator")
    shares = [Fraction(row["share"]) for row in listed["rows"]]
    assert sum(shares) == Fraction(told["total"]["denominator"]) and len(set(shares)) > 1


def test_explain_shows_the_sql(capsys: pytest.CaptureFixture[str], tiny_warehouse: Path) -> None:
    _, told = said(capsys, tiny_warehouse, "ask", "closure_rate", "--where", "district=东湖区", "--explain")
    assert "district = $where_district" in told["explain"]["sql"]
    assert told["explain"]["parameters"]["where_district"] == "T01"


def test_the_catalogue_lists_what_can_be_asked(capsys: pytest.CaptureFixture[str], tiny_warehouse: Path) -> None:
    _, told = said(capsys, tiny_warehouse, "catalog")
    found = {each["name"]: each for each in told["metrics"]}
    assert found["overdue_open_count"]["available"] and "month" not in found["overdue_open_count"]["dimensions"]
    assert told["dimensions"]["district"] == {"values": 3} and told["feeds"]["case"] == 32
    assert [each["code"] for each in told["periods"]] == [
        "2024-K05",
        "2024-K06",
        "2024-03",
        "2024-04",
        "2024-05",
        "2024-06",
    ]


def test_people_read_tables(capsys: pytest.CaptureFixture[str], tiny_warehouse: Path) -> None:
    for words in (
        ["ask", "closure_rate", "--by", "department"],
        ["catalog"],
        ["attention"],
        ["ask", "handle_hours"],
        ["ask", "closure_rate", "--rows", "open"],
        ["rank", "closure_rate", "--by", "street"],
        ["rank", "open_count", "--by", "department", "--as-of", "2025-01-01"],
        ["rank", "handle_hours", "--by", "community"],
    ):
        for lang in ("zh", "en"):
            assert run([*words, "--lang", lang, "--warehouse", str(tiny_warehouse)]) == 0
    assert "城管局" in capsys.readouterr().out


def test_what_another_program_reads_is_not_cut(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tiny_warehouse: Path
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    assert run(["catalog", "--warehouse", str(tiny_warehouse)]) == 0
    assert "…" not in capsys.readouterr().out
    assert run(["ask", "closure_rate", "--by", "street", "--by", "item_1", "--warehouse", str(tiny_warehouse)]) == 0
    assert "…" not in capsys.readouterr().out


def test_nothing_released_is_said_so(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, told = said(capsys, tmp_path, "ask", "closure_rate")
    assert (status, told["error"]["code"]) == (1, "NO_SNAPSHOT")


def test_a_standing_holds_every_unit_once(capsys: pytest.CaptureFixture[str], tiny_warehouse: Path) -> None:
    words = ("rank", "closure_rate", "--by", "street", "--as-of", "2024-05-31")
    status, told = said(capsys, tiny_warehouse, *words)
    assert status == 0 and told["contract"] == 1 and told["metric"] == "closure_rate"
    found = {field["group"]: [unit["code"] for unit in field["units"]] for field in told["groups"]}
    listed = [unit["code"] for unit in [*told["unranked"], *told["empty"]]]
    assert sorted([code for codes in found.values() for code in codes] + listed) == ["T0101", "T0102", "T0201", "T0202"]
    _, answer = said(capsys, tiny_warehouse, "ask", *words[1:])
    same = ("question", "snapshot", "source", "total", "warnings")
    assert {key: told[key] for key in same} == {key: answer[key] for key in same}


def test_both_sources_give_the_same_standing(capsys: pytest.CaptureFixture[str], tiny_warehouse: Path) -> None:
    words = ("rank", "ontime_closure_rate", "--by", "department", "--as-of", "2024-05-31", "--source")
    found = [said(capsys, tiny_warehouse, *words, source)[1] for source in ("tally", "state")]
    assert found[0].pop("source").startswith("tally") and found[1].pop("source").startswith("state")
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("closure_rat", "--by", "street"), "UNKNOWN_METRIC"),
        (("closure_rate", "--by", "stret"), "UNKNOWN_DIMENSION"),
        (("closure_rate",), "BAD_QUESTION"),
        (("closure_rate", "--by", "month"), "BAD_QUESTION"),
        (("closure_rate", "--by", "street", "--where", "district=东湖"), "UNKNOWN_DISTRICT"),
        (("closure_rate", "--by", "street", "--rows", "open"), "BAD_USAGE"),
    ],
)
def test_a_bad_ranking_is_refused(
    capsys: pytest.CaptureFixture[str], tiny_warehouse: Path, words: tuple[str, ...], code: str
) -> None:
    status, told = said(capsys, tiny_warehouse, "rank", *words)
    assert (status, told["error"]["code"]) == (2, code)
