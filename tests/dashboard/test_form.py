"""The way from a score to a form: the unit's forms, one form with every version of its answers, the call beside it."""

from fractions import Fraction

import pytest

from dashboard import data
from dashboard.callbacks import audit, form, subject
from dashboard.views.form import form_path
from tests.dashboard.assessed import grid, here
from tests.dashboard.rated import LATE, RETHOUGHT
from tests.dashboard.test_callbacks import visit
from tests.dashboard.test_views import drawn
from warehouse import Unknown


class TestForms:
    """Forms of the rated city."""

    @pytest.fixture(autouse=True)
    def _city(self, rated: None) -> None:
        """Over the rated city."""

    def test_forms_make_what_the_score_says_of_each_street(self) -> None:
        node = next(each for each in data.subject(here(unit="D2"), data.scored(here()))["nodes"] if "streets" in each)
        told = {each.form.street: each.form for each in data.forms(here(unit="D2"))}
        assert {each["code"]: Fraction(each["score"]) for each in node["streets"]} == {
            code: each.points for code, each in told.items()
        }

    def test_a_unit_lists_its_forms_each_leading_to_itself(self) -> None:
        rows = grid(subject.show_forms(here(unit="D1"))).rowData
        assert len(rows) == 5
        row = next(each for each in rows if each["street"] == "S1街道")
        assert row["about"] == "W 2024-02 S1" and (row["level_0"], row["level_1"]) == (3, 4)
        assert "/assessment/form/R%202024-02%20S1%20D1" in row["href"].replace("%25", "%")

    def test_every_version_says_whether_it_counts(self) -> None:
        told = data.form(here(), "R first")
        assert {each.rating: each.state for each in told.form.answers if each.criterion == RETHOUGHT[3]} == {
            "R late": "late",
            "R 2024-02 S1 D1 effect": "counts",
            "R first": "superseded",
        }
        page = drawn(form.show_form(_page("R first"))[2])
        assert "被后一次取代" in page and "锁定后提交,不计" in page and "情况属实" in page

    def test_the_record_of_the_call_stands_beside(self) -> None:
        department, street, month = LATE
        facts, call, answers, title = map(drawn, form.show_form(_page(f"R {month} {street} {department} arrive")))
        assert "210:00" in call and "迟到" in call
        assert "水务局" in facts and "S4街道" in title and "到场及时" in answers

    def test_a_contradiction_of_the_audit_leads_to_its_form(self) -> None:
        hints = grid(audit.show_audit(here())[4]).rowData
        department, street, month = LATE
        told = [each["href"].replace("%25", "%") for each in hints if each["href"]]
        assert any(link.startswith(form_path(f"R {month} {street} {department} arrive")) for link in told)

    def test_unknown_ratings_and_units_are_refused(self) -> None:
        with pytest.raises(Unknown, match="rating"):
            form.show_form(_page("nothing"))
        with pytest.raises(Unknown, match="unit"):
            subject.show_forms(here(unit="nobody"))


def _page(rating: str) -> data.Visit:
    return data.settled(visit(form_path(rating), period="2024-02", scheme="dept-performance", unit="D1"))[0]
