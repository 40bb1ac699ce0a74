"""Answers and files over HTTP: the same questions, the same bytes, the same refusals as the command line."""

import csv
import io
from pathlib import Path
from urllib.parse import unquote

import pytest
from dash import Dash
from flask.testing import FlaskClient
from openpyxl import load_workbook

from dashboard.data import use
from warehouse.__main__ import run

SAME = (
    ("closure_rate", {}),
    ("closure_rate", {"by": ["district", "month"], "where": ["channel=12345"], "period": ["2024-02"]}),
    ("ontime_closure_rate", {"by": ["street"], "as_of": ["2024-03-31"], "lang": ["en"], "generation": ["1"]}),
    (
        "handle_hours",
        {"by": ["department"], "view": ["shared"], "from": ["2024-01-05"], "to": ["2024-03-09"]},
    ),
    ("overdue_open_count", {"by": ["item_2"], "source": ["state"]}),
    ("rework_rate", {"rows": ["reworked"], "limit": ["3"], "offset": ["1"]}),
)
RANKED = (
    ("closure_rate", {"by": ["street"]}),
    ("ontime_closure_rate", {"by": ["department"], "period": ["2024-02"], "lang": ["en"], "source": ["state"]}),
    ("open_count", {"by": ["community"], "where": ["district=X"], "as_of": ["2024-03-31"], "generation": ["1"]}),
)
SCORED = (
    ("street-theatre", {"period": ["2024-02"]}),
    ("district-theatre", {"period": ["2024-Q1"], "as_of": ["2024-03-20"], "lang": ["en"], "generation": ["1"]}),
    ("street-theatre", {"period": ["2024-02"], "weight": ["closure=0.5"], "before": ["2024-01"]}),
)
WRONG = (
    ("/api/score/street-theatr?period=2024-02", "UNKNOWN_SCHEME"),
    ("/api/score/street-theatre", "BAD_QUESTION"),
    ("/api/score/street-theatre?period=2019-12", "SCHEME_NONE"),
    ("/api/score/street-theatre?period=2024-02&weight=closure=2", "BAD_QUESTION"),
    ("/api/score/street-theatre?period=2024-02&weight=clozure=0.2", "UNKNOWN_PART"),
    ("/api/score/street-theatre?period=2024-02&by=street", "UNKNOWN_ARGUMENT"),
    ("/api/score/district-theatre?period=2024-W07", "BAD_QUESTION"),
    ("/api/score/street-theatre.2020.1.toml?period=2024-02", "UNKNOWN_SCHEME"),
    ("/api/ask/closur_rate", "UNKNOWN_METRIC"),
    ("/api/ask/closure_rate?by=distric", "UNKNOWN_DIMENSION"),
    ("/api/ask/closure_rate?period=2024-13", "UNKNOWN_PERIOD"),
    ("/api/ask/closure_rate?wher=channel=12345", "UNKNOWN_ARGUMENT"),
    ("/api/ask/closure_rate?where=channel", "BAD_QUESTION"),
    ("/api/ask/closure_rate?generation=one", "BAD_QUESTION"),
    ("/api/ask/closure_rate?limit=-1", "BAD_QUESTION"),
    ("/api/ask/closure_rate?lang=fr", "UNKNOWN_LANGUAGE"),
    ("/api/ask/closure_rate?as_of=today", "BAD_QUESTION"),
    ("/api/ask/closure_rate?where=channel=' or 1=1 --", "UNKNOWN_CHANNEL"),
    ("/api/ask/closure_rate?rows=clozed", "UNKNOWN_BIN"),
    ("/api/catalog?by=district", "UNKNOWN_ARGUMENT"),
    ("/api/rank/closur_rate?by=street", "UNKNOWN_METRIC"),
    ("/api/rank/closure_rate", "BAD_QUESTION"),
    ("/api/rank/closure_rate?by=month", "BAD_QUESTION"),
    ("/api/rank/closure_rate?by=street&rows=open", "UNKNOWN_ARGUMENT"),
    ("/export/rank/closure_rate.csv?by=channel", "BAD_QUESTION"),
    ("/export/ask/closur_rate.xlsx", "UNKNOWN_METRIC"),
    ("/export/rows/closure_rate.csv?bin=clozed", "UNKNOWN_BIN"),
    ("/export/rows/closure_rate.csv?sort=place", "UNKNOWN_SORT_COLUMN"),
)


@pytest.mark.parametrize("metric, keys", SAME)
def test_an_answer_is_byte_for_byte_that_of_the_command_line(
    client: FlaskClient,
    warehouse: Path,
    capsys: pytest.CaptureFixture[str],
    metric: str,
    keys: dict[str, list[str]],
) -> None:
    flags = [word for key, values in keys.items() for value in values for word in (f"--{key.replace('_', '-')}", value)]
    assert run(["ask", metric, *flags, "--json", "--warehouse", str(warehouse)]) == 0
    answer = client.get(f"/api/ask/{metric}", query_string=keys)
    assert answer.get_data(as_text=True) == capsys.readouterr().out
    assert answer.headers["X-Generation"] == keys.get("generation", ["2"])[0]


@pytest.mark.parametrize("metric, keys", RANKED)
def test_a_standing_is_byte_for_byte_that_of_the_command_line(
    client: FlaskClient,
    warehouse: Path,
    capsys: pytest.CaptureFixture[str],
    metric: str,
    keys: dict[str, list[str]],
) -> None:
    flags = [word for key, values in keys.items() for value in values for word in (f"--{key.replace('_', '-')}", value)]
    assert run(["rank", metric, *flags, "--json", "--warehouse", str(warehouse)]) == 0
    answer = client.get(f"/api/rank/{metric}", query_string=keys)
    assert answer.get_data(as_text=True) == capsys.readouterr().out
    assert answer.headers["X-Generation"] == keys.get("generation", ["2"])[0]


@pytest.mark.parametrize("scheme, keys", SCORED)
def test_a_score_is_byte_for_byte_that_of_the_command_line(
    client: FlaskClient, warehouse: Path, capsys: pytest.CaptureFixture[str], scheme: str, keys: dict[str, list[str]]
) -> None:
    flags = [word for key, values in keys.items() for value in values for word in (f"--{key.replace('_', '-')}", value)]
    assert run(["score", scheme, *flags, "--json", "--warehouse", str(warehouse)]) == 0
    answer = client.get(f"/api/score/{scheme}", query_string=keys)
    assert answer.get_data(as_text=True) == capsys.readouterr().out
    assert answer.json["subjects"] != []


def test_a_standing_as_a_file_holds_every_unit(client: FlaskClient) -> None:
    told = client.get("/api/rank/closure_rate?by=street").json
    units = [*(unit for field in told["groups"] for unit in field["units"]), *told["unranked"], *told["empty"]]
    file = client.get("/export/rank/closure_rate.csv?by=street")
    rows = list(csv.DictReader(io.StringIO(file.get_data().decode("utf-8-sig"))))
    aside = [each["key"]["street"]["code"] for each in told["aside"]]
    assert [row["单位代码"] for row in rows] == [*(unit["code"] for unit in units), *aside, ""]
    book = load_workbook(io.BytesIO(client.get("/export/rank/closure_rate.xlsx?by=street").get_data()))
    assert {cell.value for cell in book.worksheets[0]["B"]} >= {unit["code"] for unit in units}
    assert "ranking" in file.headers["Content-Disposition"]


def test_scores_as_a_file_hold_every_unit_and_its_formulas(client: FlaskClient) -> None:
    keys = "street-theatre{}?period=2024-05"
    told = client.get(f"/api/score/{keys.format('')}").json
    file = client.get(f"/export/score/{keys.format('.xlsx')}")
    sheet = load_workbook(io.BytesIO(file.get_data()))["总表"]
    rows = [row for row in sheet.iter_rows() if row[1].value in {unit["name"] for unit in told["subjects"]}]
    assert [row[1].value for row in rows] == [unit["name"] for unit in told["subjects"]] != []
    assert {row[place].data_type for row in rows for place in (0, 2, 3)} == {"f"}
    assert "street-theatre_2020.1_2024-05" in file.headers["Content-Disposition"]
    assert client.get("/export/score/street-theatre.xlsx").status_code == 400


def test_the_catalogue_is_that_of_the_command_line(
    client: FlaskClient, warehouse: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["catalog", "--json", "--warehouse", str(warehouse)]) == 0
    assert client.get("/api/catalog").get_data(as_text=True) == capsys.readouterr().out


def test_a_dimension_may_be_spelt_by_its_own_name(client: FlaskClient) -> None:
    written = client.get("/api/ask/closure_rate?where=channel=12345").get_data()
    assert client.get("/api/ask/closure_rate?channel=12345").get_data() == written


@pytest.mark.parametrize("address, code", WRONG)
def test_a_bad_question_is_refused_with_its_code(client: FlaskClient, address: str, code: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 400 and answer.json["contract"] == 1
    assert answer.json["error"]["code"] == code
    assert answer.headers["X-Generation"] == "2"


def test_a_refusal_says_what_may_have_been_meant(client: FlaskClient) -> None:
    assert "closure_rate" in client.get("/api/ask/closur_rate").json["error"]["did_you_mean"]


@pytest.mark.parametrize("address", ["/api/", "/api/nope", "/export/ask/closure_rate.pdf", "/export/x", "/api/ask/"])
def test_an_unknown_route_is_a_document_not_a_page(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404 and answer.json["error"]["code"] == "NOT_FOUND"


def test_a_generation_that_never_was_is_not_found(client: FlaskClient) -> None:
    answer = client.get("/api/ask/closure_rate?generation=9")
    assert answer.status_code == 404 and answer.json["error"]["code"] == "NO_SNAPSHOT"


def test_ready_names_generation_and_age(client: FlaskClient) -> None:
    answer = client.get("/ready")
    assert answer.json["generation"] == 2 and answer.json["age_seconds"] > 0


def test_without_a_release_the_server_is_not_ready_and_says_why(
    client: FlaskClient, warehouse: Path, tmp_path: Path
) -> None:
    use(tmp_path)
    try:
        answers = [client.get(path) for path in ("/ready", "/api/ask/closure_rate", "/api/generation")]
    finally:
        use(warehouse)
    assert {answer.status_code for answer in answers} == {503}
    assert all(str(tmp_path) not in answer.get_data(as_text=True) for answer in answers)


def test_the_newest_generation_is_told_at_once(client: FlaskClient) -> None:
    assert client.get("/api/generation").json == {"generation": 2}


@pytest.mark.parametrize("path", ["/api/ask/closure_rate", "/api/catalog", "/ready", "/export/ask/closure_rate.xlsx"])
def test_head_answers_and_nothing_else_but_get_does(client: FlaskClient, path: str) -> None:
    head = client.head(path)
    assert head.status_code == 200 and head.get_data() == b""
    refused = [client.open(path, method=method) for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS")]
    assert {answer.status_code for answer in refused} == {405}


def test_a_workbook_holds_the_figures_of_the_answer(client: FlaskClient) -> None:
    asked = "by=district&period=2024-02"
    groups = client.get(f"/api/ask/closure_rate?{asked}").json["groups"]
    file = client.get(f"/export/ask/closure_rate.xlsx?{asked}")
    rows = list(load_workbook(io.BytesIO(file.get_data())).worksheets[0].iter_rows(values_only=True))
    header = next(place for place, row in enumerate(rows) if row[0] == "区代码")
    shown = [(row[0], row[1], row[3], row[4]) for row in rows[header + 1 : header + 1 + len(groups)]]
    assert shown == [
        (
            each["key"]["district"]["code"],
            each["key"]["district"]["name"],
            each["numerator"],
            each["denominator"],
        )
        for each in groups
    ]


def test_a_file_is_named_in_chinese_and_in_ascii(client: FlaskClient) -> None:
    header = client.get("/export/ask/closure_rate.xlsx?by=district&period=2024-02").headers["Content-Disposition"]
    plain, told = header.removeprefix("attachment; filename=").split("; filename*=UTF-8''")
    assert plain == '"closure_rate_by-District_2024-02_asof-2024-06-01_g2_synthetic-data.xlsx"'
    assert unquote(told) == "办结率_按区_2024-02_截至2024-06-01_g2_合成数据.xlsx"


@pytest.mark.parametrize("listed", ["closed", "open", "denominator", "excluded"])
def test_a_list_holds_every_case_of_its_bin(client: FlaskClient, listed: str) -> None:
    total = client.get(f"/api/ask/closure_rate?rows={listed}&limit=0").json["rows_total"]
    content = client.get(f"/export/rows/closure_rate.csv?bin={listed}").get_data(as_text=True)
    rows = list(csv.DictReader(io.StringIO(content.removeprefix("\ufeff"))))
    assert len(rows) == total == len({row["案件编号"] for row in rows}) > 0


def test_a_list_as_a_workbook_holds_the_same_cases(client: FlaskClient) -> None:
    asked = "closure_rate.{}?bin=open&district=X&sort=case_id"
    content = client.get(f"/export/rows/{asked.format('csv')}").get_data(as_text=True)
    written = [row[0] for row in csv.reader(io.StringIO(content))][1:]
    book = load_workbook(io.BytesIO(client.get(f"/export/rows/{asked.format('xlsx')}").get_data()))
    shown = [row[0] for row in book.worksheets[0].iter_rows(values_only=True)]
    assert shown[-len(written) :] == written and shown[-len(written) - 1] == "案件编号"


def test_a_long_list_is_not_held_in_memory(app: Dash, client: FlaskClient) -> None:
    answer = client.get("/export/rows/closure_rate.csv?bin=denominator", buffered=False)
    assert answer.is_streamed and "Content-Length" not in answer.headers
    answer.close()


def test_files_say_that_figures_are_synthetic(client: FlaskClient) -> None:
    content = client.get("/export/ask/closure_rate.csv?by=district&lang=en").get_data(as_text=True)
    assert all(line.endswith(("synthetic data", "Nature of the data")) for line in content.splitlines())
