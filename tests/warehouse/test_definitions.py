"""Definition files: what they may hold, and that everything made from them is current."""

from pathlib import Path

import pytest

from warehouse import BadDefinition, Snapshot, definitions_sha256, metrics, rules_sha256
from warehouse.catalog import check
from warehouse.definition import build
from warehouse.expression import columns
from warehouse.kpis import kpi_page
from warehouse.metric import Metric
from warehouse.rules import Credit, rules
from warehouse.tally import tallies

ROOT = Path(__file__).parent.parent.parent


def test_the_handbook_of_indicators_is_current() -> None:
    assert (ROOT / "docs" / "kpis.md").read_text("utf-8") == kpi_page()


def test_metrics_read_only_columns_that_their_states_have(tiny: Snapshot) -> None:
    check(tiny)


def test_a_condition_names_its_columns() -> None:
    assert columns("extended and phase in ('closed_late', 'it''s')") == {"extended", "phase"}


@pytest.mark.parametrize(
    "text", ["phase = 'a'; drop table x", "phase || 'x'", 'phase = "a"', "f(x).y", "a + b", "-- x"]
)
def test_anything_else_is_no_condition(text: str) -> None:
    with pytest.raises(BadDefinition, match="does not belong"):
        columns(text)


def test_a_misspelt_key_fails_by_name() -> None:
    told = metrics()["closure_rate"].model_dump(by_alias=True)
    with pytest.raises(BadDefinition, match=r"closure_rate.toml(.|\n)*cohrot"):
        build(Metric, "closure_rate.toml", {**told, "cohrot": "reported_at"})


def test_the_last_bin_takes_the_rest() -> None:
    told = metrics()["closure_rate"].model_dump(by_alias=True)
    with pytest.raises(BadDefinition, match="the last takes the rest"):
        build(Metric, "closure_rate.toml", {**told, "bin": told["bin"][:1]})


def test_credit_of_a_case_sums_to_one() -> None:
    share = rules().credit.share
    for helpers in range(1, 9):
        assert share("main", helpers) + helpers * share("assist", helpers) == 1
    assert share("main", 0) == 1
    with pytest.raises(BadDefinition, match="must sum to 1"):
        build(Credit, "rules.toml", {"main": "0.7", "assist_pool": "0.4"})


def test_every_tally_serves_a_metric_and_keeps_what_it_reads() -> None:
    for tally in tallies():
        assert "excluded" in tally.columns
        assert not set(tally.without) & set(tally.columns)


def test_hashes_are_those_of_the_files() -> None:
    assert definitions_sha256() == definitions_sha256() != rules_sha256()
    assert len(rules_sha256()) == 64
