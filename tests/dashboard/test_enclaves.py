"""The enclaves page: every figure is the warehouse's answer, states in words, the dossier as of the day."""

import csv
import io
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from dash import Dash, dcc
from flask.testing import FlaskClient
from openpyxl import load_workbook

from dashboard import data
from dashboard.address import Address
from dashboard.callbacks import dossier as one
from dashboard.callbacks import enclaves
from dashboard.reading import Burnup
from dashboard.views import burnup, dossiers
from dashboard.views import enclaves as view
from dashboard.views.paths import dossier_path
from tests.dashboard.answering import answer, no_feed, total
from tests.dashboard.enclave_feeds import ODD
from tests.dashboard.test_callbacks import visit
from tests.dashboard.test_pages import layout
from tests.dashboard.test_views import drawn
from tests.tiny import load
from warehouse import REQUIREMENTS, Question, Total, Unknown, ask, attention, forecast

HERE = Address("/enclaves")
MISSING = answer(no_feed("enclave"))


def picture(shown: Any) -> dict[str, Any]:
    """The chart of a tile."""
    return next(each.data for each in shown._traverse() if isinstance(each, dcc.Store))


@pytest.mark.parametrize("day", ["2024-02-05", "2024-02-20", "2024-03-01", "2024-05-31"])
def test_cards_and_title_are_the_answers_of_the_day(app: Dash, day: str) -> None:
    here = visit("/enclaves", as_of=day)
    cards, title = enclaves.show_cards(here)
    for name, card in zip(view.METRICS, cards, strict=True):
        found = ask(here.snapshot, here.address.question(name)).total.document("zh")
        shown = drawn(card)
        assert found["value"]["percent"] in shown and f"{found['numerator']} / {found['denominator']}" in shown
    done = ask(here.snapshot, here.address.question(view.DONE)).total
    assert title.startswith(f"飞地完成 {done.numerator} / 5")


def test_the_burn_up_is_what_ask_says_week_by_week(app: Dash) -> None:
    here = visit("/enclaves", as_of="2024-05-31")
    lines = {trace["name"]: trace for trace in picture(enclaves.show_burnup(here))["data"]}
    thick = lines["三项全部完成"]
    assert thick["line"]["width"] > lines["排除安全隐患"]["line"]["width"]
    for day, n in zip(thick["x"], thick["y"], strict=True):
        assert ask(here.snapshot, Question(view.DONE, as_of=date.fromisoformat(day))).total.numerator == n
    assert thick["x"][0] == "2024-02-04" and thick["x"][-1] == "2024-05-31"
    assert max(thick["y"]) == 1 and thick["y"][4] == 0, "what is revoked falls again"
    assert set(lines["基线(全部飞地)"]["y"]) == {5}


@pytest.mark.parametrize("day", ["2024-02-15", "2024-03-15", "2024-05-31"])
@pytest.mark.parametrize("where", [{}, {"territory_district": "X"}, {"enclave_kind": "detached"}])
def test_every_tile_says_what_ask_says(app: Dash, day: str, where: dict[str, str]) -> None:
    here = visit("/enclaves", as_of=day, by="affairs_district", **where)

    def told(name: str) -> Total:
        return ask(here.snapshot, here.address.question(name)).total

    _, _, gaps, every = (drawn(tile) for tile in enclaves.show_dossiers(here))
    assert f"共 {told(view.DONE).rows} 处飞地" in every
    assert every.count('"state": "三项全部完成"') == told(view.DONE).of("hit")
    met = sum(len(re.findall(rf'"{name}": "2024-', every)) for name in REQUIREMENTS)
    assert met == told(view.MET).of("hit")
    for word, name in (("未建册", "dossier"), ("未定策", "plan"), ("未成立专班", "team")):
        assert gaps.count(f'"children": "{word}"') == told(f"enclave_{name}_rate").of("miss")
    divided = drawn(enclaves.show_divided(here))
    for name in view.METRICS:
        for group in ask(here.snapshot, here.address.question(name, ("affairs_district",))).groups:
            if group.total.rows:
                assert f"{group.total.of('hit')} / {group.total.denominator}" in divided
    used = drawn(enclaves.show_means(here)[1])
    numbers = [int(n) for n in re.findall(r'"children": "(\d+)(?: ✗ 与类型不符)?"', used)]
    assert sum(numbers) == told(view.DONE).rows


def test_a_city_with_cases_alone_is_told_which_feeds_are_missing(app: Dash, warehouse: Path, tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "case.csv").write_text("case_id,reported_at\nc1,2024-05-01 08:00:00\n", "utf-8")
    data.use(load(tmp_path / "inbox", tmp_path / "w"))
    here = visit("/enclaves")
    shown = [*enclaves.show_dossiers(here), *enclaves.show_means(here), enclaves.show_care(here)]
    shown += [enclaves.show_burnup(here), enclaves.show_divided(here), *enclaves.show_cards(here)[0]]
    states = [json.loads(drawn(tile))["props"]["data-state"] for tile in shown]
    data.use(warehouse)
    assert set(states) == {"no_feed"}
    assert "关爱登记" in drawn(shown[6]) and "飞地要求验收" in drawn(shown[7]) and "边界调整" in drawn(shown[4])


def test_what_is_not_done_is_projected_in_words_and_lines(app: Dash) -> None:
    shown = enclaves.show_burnup(visit("/enclaves", as_of="2024-02-28"))
    told = forecast(visit().snapshot, {}, date(2024, 2, 28))
    assert told and told.usual is None and "尚有 4 处未完成;首次验收至今不足 4 周" in drawn(shown)
    shown = enclaves.show_burnup(visit("/enclaves", as_of="2024-04-20", enclave_kind="urban_village"))
    told = forecast(visit().snapshot, {"enclave_kind": "urban_village"}, date(2024, 4, 20))
    assert (
        told and told.usual and told.usual.on and told.usual.on.isoformat() in drawn(shown) and "假设" in drawn(shown)
    )
    lines = {trace["name"]: trace for trace in picture(shown)["data"]}
    ahead = lines["预测(近期平均速度)"]
    assert ahead["y"][ahead["x"].index("2024-04-20")] == told.done and ahead["x"][-1] > "2024-04-20"
    assert ahead["y"][0] is None and lines["三项全部完成"]["x"][-1] == "2024-04-20"


def test_completion_is_divided_by_the_chosen_dimension(app: Dash) -> None:
    shown = enclaves.show_divided(visit("/enclaves", by="territory_district"))
    assert picture(shown)["data"][0]["text"] == ["33.33 % 1 / 3", "0.00 % 0 / 2"]
    assert "/export/ask/enclave_completion_rate.xlsx?by=territory_district&generation=2" in drawn(shown)


def test_relapses_gaps_and_dossiers_name_the_enclaves(app: Dash) -> None:
    _, relapsed, gaps, every = (drawn(tile) for tile in enclaves.show_dossiers(visit("/enclaves")))
    assert "甲片区" in relapsed and "2024-03-01" in relapsed and "丁飞地" in relapsed
    assert "处置方式“区划调整”与类型不符" in gaps and "未成立专班" in gaps and "未建册" in gaps
    assert every.count('"href": "/enclaves/e') == 5


def test_filters_hold_for_the_lists_too(app: Dash) -> None:
    shown = [drawn(tile) for tile in enclaves.show_dossiers(visit("/enclaves", enclave_kind="detached"))]
    assert "甲片区" not in "".join(shown) and "丁飞地" in shown[1]


def test_what_needs_attention_is_what_the_rules_find_of_these_enclaves(app: Dash) -> None:
    here = visit("/enclaves", territory_district="X")
    found = [each.document("zh") for each in attention(here.snapshot, here.snapshot.data_day)]
    mine = [each for each in found if each["by"] == "enclave" and each["units"][0] in ("e1", "e2", "e3")]
    shown = drawn(enclaves.show_dossiers(here)[0])
    assert mine and shown.count('"href": "/enclaves/e') == len(mine)
    assert all(each["sentence"] in shown for each in mine)


@pytest.mark.parametrize("day", ["2024-03-30", "2024-03-31", "2024-05-31"])
def test_people_in_care_are_counts_of_the_day(app: Dash, day: str) -> None:
    here = visit("/enclaves", as_of=day, territory_district="X", enclave_kind="detached")
    shown = enclaves.show_care(here)
    told = ask(here.snapshot, Question("care_coverage_rate", where={"district": "X"}, as_of=date.fromisoformat(day)))
    if day == "2024-03-30":
        assert told.total.n == 0 and '"data-state": "empty"' in drawn(shown)
        return
    assert picture(shown)["data"][0]["text"] == ["75.00 % 30 / 40", "33.33 % 3 / 9"]
    assert told.total.of("hit") == 33 and "33 / 49" in drawn(shown)
    assert "/export/ask/care_coverage_rate.xlsx?district=X" in drawn(shown)


def lines_of(content: bytes, kind: str) -> list[tuple[Any, ...]]:
    """The rows of a workbook's first sheet, or of a CSV file."""
    if kind == "csv":
        return [tuple(row) for row in csv.reader(io.StringIO(content.decode("utf-8-sig")))]
    return list(load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True))


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_dossiers_are_a_file_with_every_column(client: FlaskClient, kind: str) -> None:
    answer = client.get(f"/export/dossiers.{kind}?territory_district=X&as_of=2024-03-10&lang=en")
    assert answer.status_code == 200
    rows = lines_of(answer.data, kind)
    head = next(at for at, row in enumerate(rows) if row[0] == "Number")
    assert [row[0] for row in rows[head + 1 :]] == ["e1", "e2", "e3"]
    first = dict(zip(rows[head], rows[head + 1], strict=True))
    assert first["Safety hazards removed"] == "revoked" and first["Remedy"] == "整村改造"
    assert first["Cause"] == ("'=1+1" if kind == "csv" else "=1+1")
    assert client.get("/export/dossiers.csv?channel=x").status_code == 400


def test_parcels_are_those_of_the_day(app: Dash) -> None:
    parcels, _ = (drawn(tile) for tile in enclaves.show_means(visit("/enclaves", as_of="2024-04-01")))
    assert "p1" in parcels and "p2" not in parcels and "1 个地块,涉及 2 个区" in parcels


def test_remedies_are_a_matrix_with_its_misfits(app: Dash) -> None:
    _, shown = enclaves.show_means(visit("/enclaves"))
    told = drawn(shown)
    assert told.count("✗ 与类型不符") == 1 and '"1 ✗ 与类型不符"' in told
    assert [word in told for word in ("整村改造", "区划调整", "委托管理", "未填")] == [True] * 4


def test_a_record_tells_its_requirements_in_order(app: Dash) -> None:
    facts, timeline, parcels, _, _, title = one.show_dossier(visit("/enclaves/e1", as_of="2024-03-10"))
    assert title == "甲片区(e1):验收后撤销,现 2/3 项"
    assert "整村改造" in drawn(facts) and '"data-state": "empty"' in drawn(parcels)
    told = drawn(timeline)
    assert told.index("2024-02-10") < told.index("2024-02-20") < told.index("2024-03-01") and "回潮" in told
    assert "2024-04-01" not in told


def test_a_record_tells_its_whistles_and_the_cases_they_began_as(app: Dash) -> None:
    *_, whistles, cases, _ = one.show_dossier(visit("/enclaves/e1", as_of="2024-05-10"))
    shown = drawn(whistles)
    assert "v1" in shown and "2 / 2 个部门" in shown and "2024-05-10 11:05 撤哨" in shown and "v2" not in shown
    assert '"href": "/whistles/v1?as_of=2024-05-10"' in shown and '"href": "/closure/case/c002' in drawn(cases)
    *_, whistles, cases, _ = one.show_dossier(visit("/enclaves/e1", as_of="2024-04-30"))
    assert '"data-state": "empty"' in drawn(whistles) and '"data-state": "empty"' in drawn(cases)


def test_any_number_can_be_an_address(app: Dash) -> None:
    path = dossier_path(ODD)
    assert path.count("/") == 2 and f'"href": "{path}"' in drawn(enclaves.show_dossiers(visit("/enclaves"))[-1])
    page = layout("dossier", enclave_id=path.removeprefix("/enclaves/"))
    assert f'"path": "{path}"' in page and f'"href": "{path}?lang=en' in page
    assert one.show_dossier(visit(path))[-1].startswith(f"戊交界({ODD})")


def test_a_record_nobody_knows_is_refused(app: Dash) -> None:
    with pytest.raises(Unknown):
        one.show_dossier(visit("/enclaves/nowhere"))


VIEWS = {
    "divided": view.divided({view.DONE: MISSING}, "enclave_kind", HERE, 1, False),
    "burnup": burnup.burnup(Burnup([], [], ("enclave",)), date(2024, 5, 31), HERE, 1, False),
    "relapses": dossiers.relapses(MISSING, [], HERE),
    "gaps": dossiers.gaps(MISSING, [], HERE),
    "remedies": dossiers.remedies(MISSING, [], HERE),
    "dossiers": dossiers.dossiers("grid", MISSING, [], HERE, 1),
}


@pytest.mark.parametrize("name", VIEWS)
def test_a_missing_list_is_said(name: str) -> None:
    shown = drawn(VIEWS[name])
    assert '"data-state": "no_feed"' in shown and "飞地" in shown


def test_nothing_found_is_said_in_words() -> None:
    there = answer(total(5, 0))
    assert "没有验收后被撤销的要求" in drawn(dossiers.relapses(there, [], HERE))
    assert '"data-state": "empty"' in drawn(dossiers.gaps(there, [], HERE))
    assert '"data-state": "no_feed"' in drawn(dossiers.parcels(False, [], HERE))
