"""Every metric answers the tiny city as it was counted by hand, from whatever source can answer."""

from collections.abc import Iterator
from fractions import Fraction

import pytest

from warehouse import BadQuestion, Example, Metric, Question, Snapshot, Total, ask, metrics

EXAMPLES = [(asked, number) for asked in metrics().values() for number in range(len(asked.examples))]


@pytest.mark.parametrize("asked", metrics().values(), ids=lambda asked: asked.name)
def test_every_metric_has_an_example(asked: Metric) -> None:
    assert asked.examples


@pytest.mark.parametrize(("asked", "number"), EXAMPLES, ids=lambda part: getattr(part, "name", part))
def test_example_is_answered_as_counted(tiny: Snapshot, asked: Metric, number: int) -> None:
    example = asked.examples[number]
    for answer in _answers(tiny, asked, example):
        total = answer.total
        if example.bins is not None:
            assert _counts(total) == _exact(example.bins)
        assert example.groups == {} or {
            next(iter(group.key.values())): _counts(group.total) for group in answer.groups
        } == {code: _exact(bins) for code, bins in example.groups.items()}
        assert {name: total.beside[name] for name in example.beside} == example.beside
        steps = {f"p{point}": step.minutes for point, step in total.percentiles().items()}
        assert {name: steps[name] for name in example.steps} == example.steps
        assert sum(total.bins.values()) == total.rows


def _answers(tiny: Snapshot, asked: Metric, example: Example) -> Iterator:
    question = Question(
        asked.name,
        (example.by,) if example.by else (),
        example.where,
        example.period,
        as_of=example.as_of,
        view=example.view,
    )
    yield ask(tiny, question, source="state")
    try:
        yield ask(tiny, question, source="tally")
    except BadQuestion:
        assert (
            asked.of
            in (
                "return",
                "sign",
                "call",
                "whistle",
                "through",
                "blow",
                "rating",
                "dispatch",
                "enclave",
                "requirement",
                "care",
            )
            or example.period == "2024-K05"
        )


def _counts(total: Total) -> dict[str, Fraction]:
    return {name: Fraction(n) for name, n in total.bins.items() if n}


def _exact(bins: dict[str, int | str]) -> dict[str, Fraction]:
    return {name: Fraction(n) for name, n in bins.items()}
