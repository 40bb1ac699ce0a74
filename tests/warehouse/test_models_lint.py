"""The models keep to the SQL that DuckDB and Apache Spark share: a bigger engine can build the tables."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlglot import ErrorLevel, exp, parse_one, transpile

MODELS = sorted((Path(__file__).parents[2] / "warehouse" / "models").glob("*.sql"))
LINE_LENGTH = 140

# Same name, same result in both engines, nulls included. Whatever is not here needs a trial on both first.
ALLOWED = {
    "abs",
    "any_value",
    "array_agg",  # only inside array_contains: its order differs
    "array_contains",
    "avg",  # of integers, for reading; scores are made elsewhere
    "case",
    "cast",
    "ceil",
    "coalesce",
    "count",
    "datediff",  # spelled date_diff; by the second alone
    "dense_rank",
    "floor",
    "greatest",  # passes over nulls in both
    "hash",  # other numbers in Spark: only to tell rows apart, never kept
    "if",
    "lag",
    "lead",
    "least",
    "length",
    "lower",
    "max",
    "max_by",
    "min",
    "min_by",
    "nullif",
    "rank",
    "round",
    "row_number",
    "substring",
    "sum",
    "trim",
    "upper",
}
NAMED_OTHERWISE = {"arg_max": "max_by", "arg_min": "min_by"}
CONNECTORS = (exp.And, exp.Or, exp.Xor)
FORBIDDEN_WORDS = {
    r"\barg_(max|min)\b": "write max_by, min_by",
    r"\bfilter\s*\(": "write case when inside the aggregate",
    r"\bnow\s*\(|\bcurrent_(date|timestamp)\b|\btoday\s*\(": "the clock is not data; a cut is given",
    r"::": "write cast(x as type)",
    r"//": "write cast(floor(a / b) as integer)",
    r"\bselect\s+distinct\s+on\b": "write row_number() and where",
    r"\bgroup by all\b|\border by all\b": "name the columns",
}
# Order keys that are never null where they are used; every other one says `nulls last`.
NEVER_NULL = {"case_id", "reported_at", "happened_at", "valid_from", "day", "n", "steps", "t", "step"}


@pytest.fixture(scope="module", params=MODELS, ids=lambda path: path.stem)
def model(request: pytest.FixtureRequest) -> str:
    return request.param.read_text("utf-8")


@pytest.fixture(scope="module")
def tree(model: str) -> exp.Expression:
    return parse_one(model, read="duckdb")


def test_there_are_models() -> None:
    assert MODELS


def test_spark_can_be_given_the_same_text(model: str) -> None:
    parse_one(model, read="spark")
    assert len(transpile(model, read="duckdb", write="spark", unsupported_level=ErrorLevel.RAISE)) == 1


def test_it_is_one_select_whose_lines_can_be_read(model: str, tree: exp.Expression) -> None:
    assert isinstance(tree, exp.Query)
    assert [line for line in model.splitlines()[1:] if len(line) > LINE_LENGTH] == []


def test_only_shared_functions_are_used(tree: exp.Expression) -> None:
    assert set(_functions(tree)) <= ALLOWED


def test_no_word_of_one_engine_alone(model: str) -> None:
    statement = re.sub(r"--.*", "", model)
    assert [why for pattern, why in FORBIDDEN_WORDS.items() if re.search(pattern, statement, re.I)] == []


def test_no_qualify(tree: exp.Expression) -> None:
    assert tree.find(exp.Qualify) is None


def test_sums_are_cast(tree: exp.Expression) -> None:
    bare = [
        each.sql() for each in tree.find_all(exp.Sum, exp.CountIf) if not isinstance(_outside_window(each), exp.Cast)
    ]
    assert bare == [], "a sum of integers is HUGEINT in DuckDB and becomes DOUBLE in Parquet: cast(sum(x) as bigint)"


def test_order_says_where_nulls_go(model: str) -> None:
    # Read as Spark would: ascending puts nulls first there unless the text says otherwise.
    orders = parse_one(model, read="spark").find_all(exp.Ordered)
    assert [each.sql() for each in orders if each.args["nulls_first"] and _key(each) not in NEVER_NULL] == []


def test_differences_of_time_are_counted_in_seconds(tree: exp.Expression) -> None:
    units = {each.text("unit").lower() for each in tree.find_all(exp.DateDiff)}
    assert units <= {"second"}, "days are counted from midnight in one engine and by 24 hours in the other"


def test_nothing_is_divided_by_what_may_be_zero(tree: exp.Expression) -> None:
    assert [each.sql() for each in tree.find_all(exp.Div) if not _is_never_zero(each.right)] == []


def test_no_time_with_a_zone(tree: exp.Expression) -> None:
    zoned = {exp.DataType.Type.TIMESTAMPTZ, exp.DataType.Type.TIMESTAMPLTZ, exp.DataType.Type.TIMETZ}
    assert [each.sql() for each in tree.find_all(exp.DataType) if each.this in zoned] == []


def _functions(tree: exp.Expression) -> Iterator[str]:
    for each in tree.find_all(exp.Func):
        if not isinstance(each, CONNECTORS):
            name = each.name.lower() if isinstance(each, exp.Anonymous) else each.sql_name().lower()
            yield NAMED_OTHERWISE.get(name, name)


def _outside_window(aggregate: exp.Expression) -> exp.Expression | None:
    around = aggregate.parent
    return around.parent if isinstance(around, exp.Window) else around


def _key(ordered: exp.Ordered) -> str:
    return "n" if isinstance(ordered.this, exp.Case) else ordered.this.name


def _is_never_zero(divisor: exp.Expression) -> bool:
    if isinstance(divisor, exp.Literal):
        return float(divisor.this) != 0
    return isinstance(divisor, exp.Nullif)
