"""Clean text: NFKC, no edge space, no control, zero-width or direction characters; and where text needs it."""

import re
import unicodedata
from functools import lru_cache

import duckdb

from etl.fetch import one

# What NFKC leaves alone and nobody needs to remove: printable ASCII, Chinese, and the punctuation that is its own.
CLEAN = (
    (0x20, 0x7E),
    (0xB7, 0xB7),
    (0x2014, 0x2014),
    (0x2018, 0x2019),
    (0x201C, 0x201D),
    (0x3001, 0x3003),
    (0x3008, 0x3011),
    (0x3014, 0x3019),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0x20000, 0x2A6DF),
)
DIRTY = "^ | $|[^" + "".join(rf"\x{{{low:x}}}-\x{{{high:x}}}" for low, high in CLEAN) + "]"
SPACES = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
GONE = ("Cc", "Cf", "Cs")


@lru_cache(maxsize=65536)
def tidy(text: str) -> str:
    """The text cleaned; a line break or tab inside it becomes a space."""
    plain = SPACES.sub(" ", unicodedata.normalize("NFKC", text))
    return "".join(mark for mark in plain if unicodedata.category(mark) not in GONE).strip()


def teach(con: duckdb.DuckDBPyConnection) -> None:
    """Gives the connection the function `tidy`, once."""
    if one(con, "select 1 from duckdb_functions() where function_name = 'tidy' limit 1") is None:
        con.create_function("tidy", tidy, ["VARCHAR"], "VARCHAR")


def literal(text: str) -> str:
    """The text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def name(text: str) -> str:
    """The text as an SQL name."""
    return '"' + text.replace('"', '""') + '"'


def tidied(text: str) -> str:
    """SQL for the clean text of an SQL text, null when nothing is left; Python is asked only where it must be."""
    return f"nullif(case when regexp_matches({text}, {literal(DIRTY)}) then tidy({text}) else {text} end, '')"
