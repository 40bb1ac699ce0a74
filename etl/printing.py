"""What the commands of the loading print for people."""

import sys
from collections.abc import Mapping, Sequence
from typing import Any, TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from etl.report import message

Document = dict[str, Any]
UNCUT = 2_000  # characters a line where no terminal bounds it


def print_refresh(document: Document) -> None:
    """What became of the files, on stderr."""
    wrong = [file for file in document["files"] if file["refused"] or file["records"]["quarantined"]]
    titles = ("file", "layout", "read", "loaded", "quarantined", "structural", "what became of it")
    _grid(titles, [(file["file"], file["layout"], *_bins(file), _fate(file)) for file in wrong], sys.stderr)
    for entry in document["skipped"]:
        _line(f"skipped {entry['file']}: {entry['reason']}", sys.stderr)
    own = [file["records"] for file in document["files"] if "same_as" not in file]
    bins = {name: sum(each[name] for each in own) for name in ("read", "loaded", "quarantined", "structural")}
    generation = document["generation"]
    _line(
        f"{document['outcome']}: generation {generation['before']} -> {generation['after']}; "
        f"{len(document['files'])} files, {bins['read']:,} records read, {bins['loaded']:,} loaded, "
        f"{bins['quarantined']:,} quarantined, {bins['structural']:,} structural (headers, blank lines)",
        sys.stderr,
    )
    _print_findings(document["findings"], sys.stderr)
    if "error" in document:
        _line(document["error"]["message"], sys.stderr)


def print_check(document: Document) -> None:
    """Where every record would go."""
    titles = ("file", "layout", "encoding", "read", "loaded", "quarantined", "structural", "refused or reasons")
    rows = [(file["file"], file["layout"], file["encoding"], *_bins(file), _fate(file)) for file in document["files"]]
    _grid(titles, rows)
    for file in document["files"]:
        for sample in file["samples"]:
            where = f"{file['file']}, line {sample['line']}: {sample['column'] or 'record'} {sample['value']!r}"
            _line(f"{where}: {message(sample['reason'])}")
        rest = file["records"]["quarantined"] - len(file["samples"])
        if rest > 0:
            _line(f"{file['file']}: and {rest:,} more; after a refresh 'etl quarantine export' has every one")


def print_status(document: Document) -> None:
    """The release, the last run, the feeds and the quarantine."""
    now, last, held = document["current"], document["last_run"], document["running"]
    invented = ", invented data" if now["synthetic"] else ""
    kept, back = ", ".join(map(str, document["kept"])), now["rolled_back"]
    disk = document["disk"]
    facts = {
        "generation": f"{now['generation']} (kept: {kept}){invented}",
        "data until": f"{now['data_until']} {now['timezone']}",
        "released": f"{now['released_at']}, {_age(now['age_seconds'])} ago",
        "rolled back": f"from {back['from']} by {back['operator']}, {back['at']}: {back['reason']}" if back else "no",
        "last run": _run(last) if last else "none",
        "running": f"pid {held['pid']}, since {held['since']}" if held else "nothing",
        "quarantine": f"{document['quarantine']['open']:,} records",
        "disk": f"{disk['warehouse_bytes'] / 1e6:,.0f} MB used, {disk['free_bytes'] / 1e6:,.0f} MB free",
    }
    for name, words in facts.items():
        _line(f"{name:<12}{words}")
    _grid(("refused file", "code", "why"), [(r["file"], r["code"], r["message"]) for r in document["refused"]])
    reasons = document["quarantine"]["by_reason"].items()
    _grid(("reason", "records", "meaning"), [(reason, f"{n:,}", message(reason)) for reason, n in reasons])
    _print_findings(document["findings"])
    feeds = document["feeds"].items()
    _grid(
        ("feed", "rows", "files", "last loaded"),
        [(name, f"{feed['rows']:,}", str(feed["files"]), feed["last_loaded_at"]) for name, feed in feeds],
    )


def _print_findings(found: Document, to: TextIO | None = None) -> None:
    """Register records that were loaded and do not fit together."""
    for each in found["listed"]:
        where = f"{each['file']}, line {each['line']}: {each['column']} {each['value']!r}"
        _line(f"{where}: {each['reason']}, {each['message']}", to)
    if found["count"] > len(found["listed"]):
        _line(f"… and {found['count'] - len(found['listed']):,} more", to)


def print_quarantine(document: Document) -> None:
    """Refused records by what they were refused for."""
    titles = ("feed", "column", "reason", "value", "records", "files")
    _grid(titles, [tuple(each[name] for name in titles) for each in document["quarantine"]])


def print_worklist(names: Sequence[Document]) -> None:
    """Names that nobody knows, with how many records wait for each."""
    rows = [(name["feed"], name["source_text"], name["records"], _columns(name["columns"])) for name in names]
    _grid(("feed", "source_text", "records", "stands in"), rows)


def _columns(places: Sequence[Document]) -> str:
    return ", ".join(f"{place['feed']}.{place['column']} ({place['files']} files)" for place in places)


def print_history(document: Document) -> None:
    """Every run, oldest first."""
    titles = ("run", "outcome", "generation", "mode", "files", "seconds", "error")
    _grid(
        titles,
        [
            (
                *(run[name] for name in ("run", "outcome")),
                run["generation"]["after"],
                *(run[name] for name in ("mode", "files", "seconds")),
                (run.get("error") or {}).get("message"),
            )
            for run in document["runs"]
        ],
    )

    for line in document["releases"]:
        if back := line.get("rolled_back"):
            words = f"rolled back to {line['generation']} from {back['from']} by {back['operator']}: {back['reason']}"
            _line(f"{back['at']}  {words}")


def _bins(file: Document) -> list[str]:
    return [f"{file['records'][name]:,}" for name in ("read", "loaded", "quarantined", "structural")]


def _fate(file: Document) -> str:
    if file["refused"]:
        return f"{file['refused']['code']}: {file['refused']['message']}"
    return _counted(file["reasons"])


def _counted(reasons: Mapping[str, int]) -> str:
    return ", ".join(f"{count:,} {reason}" for reason, count in reasons.items())


def _run(last: Document) -> str:
    return f"{last['outcome']} (exit {last['exit']}), {last['started_at']}, {last['seconds']} s"


def _age(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    return f"{hours // 24} days" if hours >= 48 else f"{hours} h" if hours else f"{rest // 60} min"


def _grid(titles: Sequence[str], rows: Sequence[Sequence[object]], to: TextIO | None = None) -> None:
    """A table where there are rows; never cut, and as wide as it needs to be where no terminal shows it."""
    if not rows:
        return
    grid = Table()
    for title in titles:
        grid.add_column(title, overflow="fold")
    for row in rows:
        grid.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    file = to or sys.stdout
    Console(file=file, width=None if file.isatty() else UNCUT).print(grid)


def _line(words: str, to: TextIO | None = None) -> None:
    print(words, file=to or sys.stdout)
