"""The same load as a good analyst would write it in pandas, whole columns at a time.

It reads the same files, checks the same things, lets the latest win and computes the same states. It does less
than the refresh: no archive, quarantine, journal, spans of validity, states of assisting departments, tallies or
control totals.
"""

import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from bench.pandas_states import states
from bench.renditions import Kind, files, header, kind_of, records
from etl.layout import layouts
from warehouse import feeds

FIRST, LAST_DUE = pd.Timestamp("1990-01-01"), pd.Timestamp("2100-01-01")
SCIENTIFIC = re.compile(r"^\d+(\.\d+)?[eE]\+?\d+$")
REPEATED_WITHIN = pd.Timedelta(days=30)
PLACE, AREA, ITEM = "place", "area_code", "item_code"


def main(inbox: Path, out: Path) -> dict[str, int]:
    """Everything, from files to a Parquet file of states; how many cases and states there are."""
    until = pd.Timestamp(json.loads((inbox / "manifest.json").read_text("utf-8"))["data_until"])
    read = {feed: _latest(feed, (_read(path, until) for path in paths)) for feed, paths in files(inbox).items()}
    cases = _shared(_placed(inbox, read["case"]), read["assignment"])
    cases["repeated"] = _repeated(cases)
    found = states(cases, read["case_event"])
    found.to_parquet(out, index=False)
    return {"cases": len(cases), "states": len(found)}


def _read(path: Path, until: pd.Timestamp) -> pd.DataFrame:
    """One file typed and checked; records with a fault are left out."""
    kind = kind_of(header(path))
    assert kind is not None
    raw = pd.read_csv(path, dtype=str, encoding="utf-8")
    text = raw.apply(_tidy)
    bad = pd.Series(False, index=raw.index)
    frame = pd.DataFrame(index=raw.index)
    for name, target in kind.fills().items():
        frame[target], wrong = _typed(kind, target, text[name], until)
        bad |= wrong
    for name in kind.layout.main_block.checks:
        bad |= text[name].notna() & ~text[name].str.fullmatch(r"\d+").astype(bool)
    if kind.feed == "case":
        bad |= frame["closed_at"] < frame["reported_at"]
    key = list(feeds()[kind.feed].key)
    bad |= frame[feeds()[kind.feed].key[0]].isna()
    bad |= frame.duplicated([*key, "recorded_at"])
    return frame[~bad]


def _tidy(column: pd.Series) -> pd.Series:
    """Clean text; each distinct value of a column that has few is looked at once."""
    coded = column.astype("category") if column.nunique() < len(column) // 10 else None
    if coded is None:
        return column.str.strip().replace("", None)
    names = pd.Series(coded.cat.categories, dtype=str).str.normalize("NFKC").str.strip()
    return coded.map(dict(zip(coded.cat.categories, names, strict=True))).astype(str).where(column.notna())


def _typed(kind: Kind, target: str, text: pd.Series, until: pd.Timestamp) -> tuple[pd.Series, pd.Series]:
    """A column as its feed types it, and where it is wrong."""
    column = feeds()[kind.feed].columns.get(target)
    if column is None or column.type == "timestamp":
        stamps = pd.to_datetime(text, errors="coerce")
        last = LAST_DUE if column is not None and column.range == "due" else until + pd.Timedelta(days=1)
        missing = text.isna() if column is not None and column.required else False
        return stamps, (text.notna() & stamps.isna()) | (stamps < FIRST) | (stamps > last) | missing
    if column.type in ("number", "integer"):
        numbers = pd.to_numeric(text, errors="coerce")
        return numbers, text.notna() & numbers.isna()
    if column.type == "code":
        return text, text.str.fullmatch(SCIENTIFIC).fillna(False).astype(bool)
    source = kind.sources[target]
    return (text.replace(source.values) if source.values else text), pd.Series(False, index=text.index)


def _latest(feed: str, frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """All files together, of each key the record that was recorded last."""
    whole = pd.concat(list(frames), ignore_index=True)
    key = list(feeds()[feed].key)
    crowded = whole.duplicated(key, keep=False)
    winners = whole[crowded].sort_values("recorded_at").drop_duplicates(key, keep="last")
    return pd.concat([whole[~crowded], winners], ignore_index=True)


def _placed(inbox: Path, cases: pd.DataFrame) -> pd.DataFrame:
    """The cases with district, street, community and the three levels of their item."""
    areas = _register(inbox, "city_area").drop_duplicates("area_code", keep="last").set_index("area_code")
    levels = pd.DataFrame(index=areas.index)
    above = areas.index.to_series()
    for _ in range(4):
        rank = above.map(areas["level"])
        for level in ("district", "street", "community"):
            found = above.where(rank == level)
            levels[level] = levels[level].fillna(found) if level in levels else found
        above = above.map(areas["parent_code"])
    items = _register(inbox, "city_item").set_index("item_code")[["level1", "level2", "level3"]]
    placed = cases.join(levels, on=AREA).join(items, on=ITEM)
    registered = placed[AREA].isin(areas.index)
    for level in ("district", "street", "community"):
        placed[level] = placed[level].fillna("unspecified").where(registered, "unregistered")
    return placed


def _register(inbox: Path, name: str) -> pd.DataFrame:
    """A register of the city by the columns of its feed."""
    block = layouts()[name].main_block
    wanted = {column: target for target, source in block.columns.items() for column in source.names}
    for path in sorted(inbox.iterdir()):
        if path.suffix in (".csv", ".xlsx") and set(wanted) <= set(header(path)):
            names, *rows = records(path)
            frame = pd.DataFrame(rows, columns=names, dtype=str).replace("", None).rename(columns=wanted)
            for target, source in block.columns.items():
                frame[target] = frame[target].replace(source.values) if source.values else frame[target]
            return frame
    raise FileNotFoundError(f"no register for {name}")


def _shared(cases: pd.DataFrame, shares: pd.DataFrame) -> pd.DataFrame:
    """The cases with their main department, and how many assist."""
    mains = shares[shares["role"] == "main"].drop_duplicates("case_id").set_index("case_id")["department_code"]
    assisting = shares[shares["role"] == "assist"].groupby("case_id")["department_code"].nunique()
    cases["department"] = cases["case_id"].map(mains).fillna(cases["main_department_code"])
    cases["n_assist"] = cases["case_id"].map(assisting).fillna(0).astype("int32")
    return cases


def _repeated(cases: pd.DataFrame) -> pd.Series:
    """Whether the same place and item was reported within thirty days before."""
    known = cases[PLACE].notna() & cases[ITEM].notna() & cases["excluded_as"].isna()
    order = cases.loc[known, [AREA, PLACE, ITEM, "reported_at", "case_id"]]
    order = order[order.duplicated([AREA, PLACE, ITEM], keep=False)].sort_values(["reported_at", "case_id"])
    before = order.groupby([AREA, PLACE, ITEM], dropna=False, sort=False)["reported_at"].shift()
    again = order["reported_at"] - before <= REPEATED_WITHIN
    return again.reindex(cases.index, fill_value=False)


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), Path(sys.argv[2]))))
