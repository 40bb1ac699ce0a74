"""The states of cases in pandas: one row per case and state at the end of a day."""

import numpy as np
import pandas as pd

FOREVER = pd.Timestamp("2262-01-01")
TOLD = ("close", "reopen", "extend", "void")
SAME = ("phase", "reopens", "extended", "voided", "due_at", "closed_at")
STEPS = ((120, 1), (1440, 10), (14400, 60), (np.inf, 1440))
DIMENSIONS = (
    "case_id", "reported_at", "channel", "source_system", "found_level", "district", "street", "community",
    "level1", "level2", "level3", "department", "n_assist", "excluded_as", "repeated",
)  # fmt: skip


def states(cases: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """From, to, phase and all that a metric reads, for every case."""
    told = events[events["kind"].isin(TOLD)]
    extended = cases["extended_due_at"].notna() & (cases["extension_approved_at"] <= cases["due_at"])
    moved = cases["case_id"].isin(told["case_id"]) | extended
    found = pd.concat([_plain(cases[~moved]), _moved(cases[moved], told)], ignore_index=True)
    found["handle_step"] = _step((found["closed_at"] - found["reported_at"]).dt.total_seconds() // 60)
    return found


def _plain(cases: pd.DataFrame) -> pd.DataFrame:
    """Not yet due, overdue, closed: read off the stamps."""
    reported = cases["reported_at"].dt.normalize()
    due = cases["due_at"].dt.normalize().fillna(FOREVER)
    closed = cases["closed_at"].dt.normalize().fillna(FOREVER)
    no_due = cases["due_at"].isna()
    on_time = cases["closed_at"] <= cases["due_at"]
    late = np.where(on_time, "closed_on_time", "closed_late")
    parts = (
        (reported, np.minimum(due, closed), np.where(no_due, "open_no_due", "open_not_due"), False),
        (np.maximum(due, reported), closed, "open_overdue", False),
        (closed, pd.Series(FOREVER, cases.index), np.where(no_due, "closed_no_due", late), True),
    )
    found = []
    for start, end, phase, ever_closed in parts:
        rows = cases[[*DIMENSIONS, "due_at"]].assign(
            phase=phase, ever_closed=ever_closed, reopens=0, extended=False, valid_from=start, valid_to=end,
            closed_at=cases["closed_at"] if ever_closed else pd.NaT,
        )  # fmt: skip
        found.append(rows[start < end])
    return pd.concat(found, ignore_index=True)


def _moved(cases: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    """Cases with reopens, extensions or a void, moment by moment."""
    moments = _moments(cases, told)
    by_case = moments.groupby("case_id", sort=False)
    number = by_case.cumcount() + 1
    moments["close_n"] = number.where(moments["kind"] == "close").groupby(moments["case_id"]).ffill()
    moments["reopen_n"] = number.where(moments["kind"] == "reopen").groupby(moments["case_id"]).ffill()
    last_word = number.where(moments["kind"].isin(["close", "reopen"])).groupby(moments["case_id"]).ffill()
    before, closed_before = (each.groupby(moments["case_id"]).shift() for each in (last_word, moments["close_n"]))
    again = (moments["kind"] == "reopen") & (closed_before == before)
    moments["reopens"] = again.groupby(moments["case_id"]).cumsum().astype("int32")
    moments["voided"] = (moments["kind"] == "void").groupby(moments["case_id"]).cummax()
    moments["extended"] = (moments["kind"] == "extend").groupby(moments["case_id"]).cummax()
    sets_due = moments["kind"].isin(["report", "extend"])
    moments["due_at"] = moments["new_due_at"].where(sets_due).groupby(moments["case_id"]).ffill()
    closes = moments["t"].where(moments["kind"] == "close").groupby(moments["case_id"]).ffill()
    moments["closed_at"] = closes.where(moments["close_n"] > moments["reopen_n"].fillna(0))
    moments["ever_closed"] = moments["close_n"].notna()
    moments["day"] = moments["t"].dt.normalize()
    ended = moments.drop_duplicates(["case_id", "day"], keep="last").copy()
    return _intervals(ended, cases)


def _intervals(ended: pd.DataFrame, cases: pd.DataFrame) -> pd.DataFrame:
    """The last word of each day; neighbours that say the same are one."""
    closed, due = ended["closed_at"], ended["due_at"]
    ended["phase"] = np.select(
        [
            closed.notna() & due.isna(),
            closed <= due,
            closed.notna(),
            due.isna(),
            due.dt.normalize() <= ended["day"],
        ],
        ["closed_no_due", "closed_on_time", "closed_late", "open_no_due", "open_overdue"],
        "open_not_due",
    )
    before = ended.groupby("case_id", sort=False)[list(SAME)].shift()
    alike = pd.Series(True, index=ended.index)
    for name in SAME:
        alike &= (ended[name] == before[name]) | (ended[name].isna() & before[name].isna())
    first = ~ended.duplicated("case_id")
    kept = ended[first | ~alike].copy()
    kept["valid_from"] = kept["day"]
    kept["valid_to"] = kept.groupby("case_id", sort=False)["day"].shift(-1).fillna(FOREVER)
    kept = kept.drop(columns=[name for name in DIMENSIONS if name in kept and name != "case_id"])
    found = kept.merge(cases[list(DIMENSIONS)], on="case_id")
    found["excluded_as"] = found["excluded_as"].mask(found["excluded_as"].isna() & found["voided"], "void")
    wanted = ["due_at", "phase", "ever_closed", "reopens", "extended", "valid_from", "valid_to", "closed_at"]
    return found[[*DIMENSIONS, *wanted]]


def _moments(cases: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    """Report, valid extensions, closes, reopens, void and the deadline passing, in order."""
    own = cases.set_index("case_id")
    extensions = _extensions(cases, told, own)
    given = told[told["kind"].isin(["close", "reopen", "void"]) & told["case_id"].isin(own.index)]
    tells = set(told.loc[told["kind"].isin(["close", "reopen"]), "case_id"])
    stamped = cases[cases["closed_at"].notna() & ~cases["case_id"].isin(tells)]
    last = extensions.drop_duplicates("case_id", keep="last").set_index("case_id")["new_due_at"]
    due = cases["case_id"].map(last).fillna(cases["due_at"])
    parts = [
        _moment(cases["case_id"], cases["reported_at"], "report", 0, new_due_at=cases["due_at"]),
        _moment(extensions["case_id"], extensions["t"], "extend", 1, extensions["seq"], extensions["new_due_at"]),
        _moment(
            given["case_id"],
            given["happened_at"],
            given["kind"],
            given["kind"].map({"close": 2, "reopen": 3, "void": 4}),
            given["seq"],
        ),
        _moment(stamped["case_id"], stamped["closed_at"], "close", 2),
        _moment(cases.loc[due.notna(), "case_id"], due.dropna(), "due", 5),
    ]
    moments = pd.concat(parts, ignore_index=True)
    reported = moments["case_id"].map(own["reported_at"])
    moments["t"] = moments["t"].where(moments["t"] > reported, reported)
    moments["first"] = moments["kind"] != "report"
    return moments.sort_values(["case_id", "first", "t", "seq", "step"], na_position="last", ignore_index=True)


def _extensions(cases: pd.DataFrame, told: pd.DataFrame, own: pd.DataFrame) -> pd.DataFrame:
    """Those approved at or before the deadline that was in force."""
    events = told[(told["kind"] == "extend") & told["new_due_at"].notna() & told["case_id"].isin(own.index)]
    events = events.rename(columns={"happened_at": "t"})[["case_id", "t", "seq", "new_due_at"]]
    silent = cases[cases["extended_due_at"].notna() & cases["extension_approved_at"].notna()]
    silent = silent[~silent["case_id"].isin(told.loc[told["kind"] == "extend", "case_id"])]
    stamped = silent[["case_id", "extension_approved_at", "extended_due_at"]].set_axis(
        ["case_id", "t", "new_due_at"], axis=1
    )
    both = pd.concat([events, stamped], ignore_index=True).sort_values(["case_id", "t", "seq"], ignore_index=True)
    in_force = both.groupby("case_id")["new_due_at"].shift().fillna(both["case_id"].map(own["due_at"]))
    late = ~(both["t"] <= in_force)
    return both[~late.groupby(both["case_id"]).cummax()]


def _moment(case, t, kind, step, seq=np.nan, new_due_at=pd.NaT) -> pd.DataFrame:  # type: ignore[no-untyped-def]
    return pd.DataFrame({"case_id": case, "t": t, "kind": kind, "step": step, "seq": seq, "new_due_at": new_due_at})


def _step(minutes: pd.Series) -> pd.Series:
    """The lower edge of the step of the ladder that the minutes fall into."""
    found = pd.Series(np.nan, index=minutes.index)
    for most, width in reversed(STEPS):
        within = minutes < most
        found = found.mask(within, minutes // width * width)
    return found
