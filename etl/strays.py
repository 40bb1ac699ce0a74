"""Records about something that nobody loaded: exclusions without their target, call-backs without their case."""

from collections.abc import Iterator, Mapping

import duckdb

from etl.fetch import rows
from etl.tidy import literal
from warehouse import Landed

Stray = tuple[str, int, str]  # landing file, line, what it names
# Of what an exclusion may be, besides a case: the relation that knows all of them, and how it names one.
TARGETS = {
    "whistle": ("found_whistle", "whistle_id"),
    "rating": ("found_rating", "rating_id"),
    "call": ("found_whistle_call", "whistle_id || '/' || department_code"),
}


def exclusions(con: duckdb.DuckDBPyConnection, landed: Mapping[str, list[Landed]]) -> list[Stray]:
    """The exclusions whose target nobody loaded; needs the found tables of exclusions, whistles, calls and ratings."""
    found = []
    if landed.get("case"):
        wanted = "(select target_id as case_id from found_exclusion where target_kind = 'case')"
        known = f"select case_id from {_files(landed['case'])} semi join {wanted} as wanted using (case_id)"
        found += _unknown(con, "case", known)
    for kind, (table, code) in TARGETS.items():
        if rows(con, f"select 1 from {table} limit 1"):
            found += _unknown(con, kind, f"select {code} from {table}")
    return found


def followups(con: duckdb.DuckDBPyConnection, landed: Mapping[str, list[Landed]]) -> Iterator[Stray]:
    """The call-backs of cases that nobody loaded, each once."""
    if not landed.get("case") or not landed.get("followup"):
        return
    yield from rows(
        con,
        f"""
        select place.file, place.line, case_id from (
            select case_id, called_at, min({{'file': filename, 'line': line}}) as place
            from {_files(landed["followup"])}
            anti join (select case_id from {_files(landed["case"])}) as known using (case_id)
            group by all
        )""",
    )


def _unknown(con: duckdb.DuckDBPyConnection, kind: str, known: str) -> list[Stray]:
    return rows(
        con,
        f"select file, spot, target_id from found_exclusion"
        f" where target_kind = {literal(kind)} and target_id not in ({known})",
    )


def _files(landed: list[Landed]) -> str:
    paths = ", ".join(literal(str(file.path)) for file in landed)
    return f"read_parquet([{paths}], filename = true)"
