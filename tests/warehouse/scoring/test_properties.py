"""What holds of every score: its own weight moves nothing, better never costs, order and exclusions never count."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.warehouse.scoring import hand
from warehouse.answer import Total
from warehouse.feed import Label
from warehouse.metric import metric
from warehouse.peers import Peers
from warehouse.scoring.beside import compared_documents
from warehouse.scoring.counts import Measured, pooled
from warehouse.scoring.scheme import Scheme
from warehouse.scoring.score import judged, placed
from warehouse.scoring.scored import Scored
from warehouse.scoring.subjects import Subject
from warehouse.scoring.tree import Points, compose
from warehouse.scoring.whatif import mixed, ranked

LEAVES = ("bottom_up", *hand.METRICS, "superior", "peer")
RATE = metric("case_completion_rate")
few = settings(max_examples=40, deadline=None)
points = st.fractions(0, 100, max_denominator=97)
units = st.lists(st.fixed_dictionaries({code: points for code in LEAVES}), min_size=1, max_size=6)
incidents = st.fixed_dictionaries({"supervision_notice": st.integers(0, 9), "major_safety": st.integers(0, 1)})
bins = st.fixed_dictionaries({name: st.integers(0, 400) for name in RATE.bin_names})


@pytest.fixture(scope="module")
def scheme(tmp_path_factory: pytest.TempPathFactory) -> Scheme:
    return hand.scheme(tmp_path_factory.mktemp("scheme"))


def made(scheme: Scheme, leaves: Mapping[str, Fraction], happened: Mapping[str, int], code: str = "D") -> Scored:
    """A unit with these points in the leaves."""
    tree = compose(scheme, {name: Points("ok", score, score) for name, score in leaves.items()})
    subject = Subject(code, Peers(name="all", label=Label(zh="", en="")), None)
    return judged(scheme, Scored(subject, tree, {}, {}, None, 20), happened)


@few
@given(units, incidents)
def test_the_scheme_s_own_weight_supposed_changes_nothing(
    scheme: Scheme, several: list[dict[str, Fraction]], happened: dict[str, int]
) -> None:
    held = [made(scheme, leaves, happened, f"D{at}") for at, leaves in enumerate(several)]
    official = placed(scheme, held)
    for part in scheme.children[scheme.root.code]:
        supposed = mixed(scheme, held, part)
        places = ranked(scheme, supposed, part.weight)
        assert {code: each.at(part.weight) for code, each in supposed.items()} == {
            code: each.exact for code, each in official.items()
        }
        assert {code: place.rank for code, place in places.items()} == {
            code: each.rank and each.rank.rank for code, each in official.items()
        }


@few
@given(
    st.fixed_dictionaries({code: points for code in LEAVES}),
    incidents,
    st.sampled_from(hand.METRICS),
    st.fractions(0, 1, max_denominator=97),
    st.fractions(0, 1, max_denominator=97),
)
def test_a_better_rate_never_lowers_a_score(
    scheme: Scheme, leaves: dict[str, Fraction], happened: dict[str, int], name: str, one: Fraction, other: Fraction
) -> None:
    node = next(each for each in scheme.leaves if each.code == name)
    assume(node.mapping.direction)
    worse, better = sorted((one, other), reverse=node.mapping.direction < 0)
    before, after = (
        made(scheme, {**leaves, name: node.mapping.score(value)}, happened).exact for value in (worse, better)
    )
    assert before is not None and after is not None and before <= after


def counted(held: Mapping[str, int]) -> Total:
    """A reconciliation with these bins."""
    return Total(RATE, dict(held), sum(held.values()))


@few
@given(st.lists(bins, min_size=1, max_size=6).flatmap(lambda held: st.tuples(st.just(held), st.permutations(held))))
def test_a_district_is_the_sum_of_its_streets_in_any_order(streets: tuple[list[Any], list[Any]]) -> None:
    whole, again = (pooled([counted(each) for each in several]) for several in streets)
    assert whole == again
    parts = [counted(each) for each in streets[0]]
    for role in ("hit", "miss", "pending", "excluded"):
        assert whole.of(role) == sum(each.of(role) for each in parts)
    above, below = sum(each.of("hit") for each in parts), sum(each.n for each in parts)
    assert whole.ratio == (Fraction(above, below) if below else None)
    assert whole.rows == sum(each.rows for each in parts) == sum(whole.bins.values())


@few
@given(bins, st.sampled_from(("duplicate", "void", "appeal_upheld")), st.integers(1, 50))
def test_an_excluded_row_changes_no_rate(held: dict[str, int], reason: str, n: int) -> None:
    plain, more = counted(held), counted({**held, f"excluded:{reason}": n})
    assert (plain.ratio, plain.n, plain.numerator) == (more.ratio, more.n, more.numerator)
    assert more.rows == plain.rows + n and more.excluded == {reason: n}


@pytest.mark.parametrize(("rows", "wanted"), [((4, 4), ["U0"]), ((5, 5), []), ((3, 4), [])])
def test_who_leads_on_too_few_rows_is_named(scheme: Scheme, rows: tuple[int, int], wanted: list[str]) -> None:
    node = next(each for each in scheme.leaves if each.code == "arrival")
    told = [rows, (19, 20), (95, 100)]
    held = []
    for at, (hits, of) in enumerate(told):
        total = Total(node.measured, {"on_time": hits, "late": of - hits}, of)
        measured = {code: Measured(total, total.ratio, Points("empty")) for code in hand.METRICS}
        unit = made(scheme, dict.fromkeys(LEAVES, Fraction(50)), {}, f"U{at}")
        held.append(Scored(**{**vars(unit), "measured": measured}))
    (group,) = compared_documents(scheme, {("all", None): held})
    assert [each["code"] for each in group["rates"]["arrival"]["units"] if each["leads_on_few"]] == wanted
