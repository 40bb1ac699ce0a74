"""Names to codes: what registers and aliases say, as tables from which a path of names finds its code."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

import duckdb

from etl.fetch import one, rows
from etl.layout import Kind, Known
from etl.tidy import literal, name
from warehouse import feeds

KINDS: tuple[Kind, ...] = ("area", "department", "item")
FIRST, LAST = "date '0001-01-01'", "date '9999-12-31'"
SPAN = f"coalesce(valid_from, {FIRST}) as valid_from, coalesce(valid_to, {LAST}) as valid_to"
DEEPEST = 8

# The chain of what lies above: an area's parents; a department's parents, its district and its host street with theirs.
ABOVE_AREA = f"""
with recursive chain(code, above, valid_from, valid_to, depth) as (
    select code, parent_code, valid_from, valid_to, 1 from lookup_area where parent_code is not null
    union all
    select chain.code, area.parent_code, greatest(chain.valid_from, area.valid_from),
        least(chain.valid_to, area.valid_to), depth + 1
    from chain join lookup_area as area on area.code = chain.above
    where area.parent_code is not null and depth < {DEEPEST}
        and greatest(chain.valid_from, area.valid_from) < least(chain.valid_to, area.valid_to)
)
select distinct code, above, valid_from, valid_to from chain
"""
ABOVE_DEPARTMENT = """
with near as (
    select code, unnest([parent_code, district_code, host_street_code]) as above, valid_from, valid_to
    from lookup_department
)
select distinct code, above, valid_from, valid_to from near where above is not null
union
select near.code, far.above, greatest(near.valid_from, far.valid_from), least(near.valid_to, far.valid_to)
from near join above_area as far on far.code = near.above
where greatest(near.valid_from, far.valid_from) < least(near.valid_to, far.valid_to)
"""


def build(con: duckdb.DuckDBPyConnection, relations: Mapping[str, str]) -> str:
    """Makes the look-up tables from SQL relations of the registers and aliases; a hash of what they hold."""
    for feed in (*KINDS, "alias"):
        con.execute(f"create or replace temp view register_{feed} as {_register(feed, relations)}")
    con.execute(f"create or replace temp table lookup_area as {_area()}")
    con.execute(f"create or replace temp table lookup_department as {_department()}")
    con.execute(f"create or replace temp table lookup_item as {_item()}")
    con.execute(f"create or replace temp table above_area as {ABOVE_AREA}")
    con.execute(f"create or replace temp table above_department as {ABOVE_DEPARTMENT}")
    con.execute("create or replace temp table lookup_alias as from register_alias")
    for (path,) in rows(con, "select table_name from duckdb_tables() where starts_with(table_name, 'path_')"):
        con.execute(f"drop table {name(path)}")
    return _content(con)


def ensure(con: duckdb.DuckDBPyConnection) -> None:
    """Makes empty look-up tables where nobody has built any."""
    if not _exists(con, "lookup_area"):
        build(con, {})


def _register(feed: str, relations: Mapping[str, str]) -> str:
    columns = feeds()[feed].columns
    if feed in relations:
        return f"select {', '.join(columns)} from {relations[feed]}"
    empty = ", ".join(f"null::{column.sql_type} as {name}" for name, column in columns.items())
    return f"select {empty} where false"


def _area() -> str:
    return f"select distinct level, name as text, parent_code, area_code as code, {SPAN} from register_area"


def _department() -> str:
    return f"""
    select distinct name as text, parent_code, district_code, host_street_code, department_code as code, {SPAN}
    from register_department"""


def _item() -> str:
    return f"""
    select distinct list_filter([level1, level2, level3], lambda level: level is not null) as texts,
        item_code as code, {FIRST} as valid_from, {LAST} as valid_to
    from register_item"""


def _content(con: duckdb.DuckDBPyConnection) -> str:
    tables = [f"select '{kind}' as kind, hash(t) as h from lookup_{kind} as t" for kind in (*KINDS, "alias")]
    sql = "select md5(string_agg(kind || ':' || h, ',' order by kind, h)) from (" + " union all ".join(tables) + ")"
    return str(one(con, sql) or "")


def _exists(con: duckdb.DuckDBPyConnection, table: str) -> bool:
    sql = "select 1 from duckdb_tables() where table_name = ? limit 1"
    return one(con, sql, [table]) is not None


def path_table(
    con: duckdb.DuckDBPyConnection, kind: Kind, levels: int, layout: str = "", known: Sequence[Known] = ()
) -> str:
    """The name of a table t1..tN, code (null where it depends on the day) and spans, one row per path of names."""
    ensure(con)
    table = f"path_{kind}_{levels}" + (f"_{layout}" if known else "")
    quoted = name(table)
    if not _exists(con, table):
        paths = " union all ".join([*_paths(kind, levels), *_known(levels, known)])
        con.execute(f"create temp table {quoted} as {_grouped(paths, levels)}")
    return quoted


def _grouped(paths: str, levels: int) -> str:
    texts = ", ".join(f"t{level}" for level in range(1, levels + 1))
    always = f"min(code) = max(code) and bool_or(valid_from = {FIRST} and valid_to = {LAST})"
    return f"""
    select {texts}, case when {always} then min(code) end as code,
        list(distinct {{'code': code, 'since': valid_from, 'until': valid_to}}) as spans
    from ({paths}) group by {texts}"""


def _paths(kind: Kind, levels: int) -> Iterator[str]:
    for size in range(1, levels + 1):
        for places in combinations(range(levels), size):
            yield _placed(_chains(kind, size), places, levels)
            yield _placed(_alias_paths(kind, size), places, levels)


def _placed(chains: str, places: Sequence[int], levels: int) -> str:
    """The chains with an empty text at every level that is not among the places."""
    at = {place: f"n{number + 1}" for number, place in enumerate(places)}
    texts = ", ".join(f"{at.get(level, chr(39) * 2)} as t{level + 1}" for level in range(levels))
    return f"select {texts}, code, valid_from, valid_to from ({chains})"


def _nodes(kind: Kind) -> str:
    alias = f"select source_text as text, code, {SPAN} from lookup_alias where feed = {literal(kind)}"
    return f"(select text, code, valid_from, valid_to from lookup_{kind} union all {alias})"


def _chains(kind: Kind, size: int) -> str:
    if kind == "item":
        return _item_chains(size)
    if size == 1:
        return f"select text as n1, code, valid_from, valid_to from {_nodes(kind)}"
    names = ", ".join(f"upper.n{number}" for number in range(1, size))
    higher: Kind = "area"
    return f"""
    select {names}, lower.text as n{size}, lower.code,
        greatest(upper.valid_from, lower.valid_from, above.valid_from) as valid_from,
        least(upper.valid_to, lower.valid_to, above.valid_to) as valid_to
    from ({_chains(higher, size - 1)}) as upper
    join above_{kind} as above on above.above = upper.code
    join {_nodes(kind)} as lower on lower.code = above.code
    where greatest(upper.valid_from, lower.valid_from, above.valid_from)
        < least(upper.valid_to, lower.valid_to, above.valid_to)"""


def _item_chains(size: int) -> str:
    """Every choice of an item's names that ends with its deepest one."""
    choices = []
    for depth in range(size, 4):
        for uppers in combinations(range(1, depth), size - 1):
            texts = ", ".join(f"texts[{place}] as n{number + 1}" for number, place in enumerate((*uppers, depth)))
            choices.append(f"select {texts}, code, valid_from, valid_to from lookup_item where len(texts) = {depth}")
    nothing = ", ".join(f"'' as n{number + 1}" for number in range(size))
    return (
        " union all ".join(choices)
        or f"select {nothing}, '' as code, {FIRST} as valid_from, {LAST} as valid_to where false"
    )


def _alias_paths(kind: Kind, size: int) -> str:
    """Aliases written as a whole path, as the quarantine shows it."""
    parts = ", ".join(f"string_split(source_text, '/')[{number + 1}] as n{number + 1}" for number in range(size))
    if size == 1 and kind != "item":
        size = 0  # a single name stands among the nodes already
    wanted = f"feed = {literal(kind)} and len(string_split(source_text, '/')) = {size}"
    return f"select {parts}, code, {SPAN} from lookup_alias where {wanted}"


def _known(levels: int, known: Sequence[Known]) -> Iterator[str]:
    for entry in known:
        path = (*entry.path, *[""] * (levels - len(entry.path)))
        texts = ", ".join(f"{literal(text)} as t{number + 1}" for number, text in enumerate(path))
        yield f"select {texts}, {literal(entry.code)} as code, {FIRST} as valid_from, {LAST} as valid_to"
