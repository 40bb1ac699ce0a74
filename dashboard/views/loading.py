"""How the data came in: generations, feeds, files with their bins, reasons of refusal."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard.views import numbers, table
from dashboard.views.tile import empty, tile
from dashboard.views.words import feed_name
from warehouse.text import has_text, text

Line = Mapping[str, Any]
BINS = ("read", "loaded", "quarantined", "structural")
SHOWN_RUNS = 20


def title(release: Line, files: Sequence[Line], lang: str) -> str:
    """A sentence: which generation, until when, how many records are quarantined."""
    bad = sum(report["records"]["quarantined"] for report in files)
    refused = sum(report["verdict"] == "refuse" for report in files)
    return text(
        "data.title",
        lang,
        generation=release["generation"],
        until=numbers.stamp(release["data_until"]),
        bad=numbers.exact(bad, lang),
        refused=refused,
    )


def generations(releases: Sequence[Line], kept: Sequence[int], shown: int, lang: str) -> html.Section:
    """Every release, when and how it was made, and whether it can still be read."""
    columns = [
        table.Column(key, text(f"data.{key}", lang), number=key == "cases")
        for key in ("generation", "released_at", "data_until", "mode", "cases", "state", "sha256")
    ]
    rows = [_release(release, kept, shown, lang) for release in releases[:SHOWN_RUNS]]
    return tile(text("data.generations", lang), table.plain(columns, rows))


def runs(lines: Sequence[Line], lang: str) -> html.Section:
    """The last refreshes with how they ended."""
    name = text("data.runs", lang)
    if not lines:
        return empty(lang, name)
    columns = [
        table.Column(key, text(f"data.{key}", lang), number=key == "seconds", wrap=key == "error")
        for key in ("run", "started_at", "outcome", "seconds", "by", "error")
    ]
    rows = [
        {
            "run": line["run"],
            "started_at": numbers.stamp(line["started_at"]),
            "outcome": _outcome(line["outcome"], lang),
            "seconds": line["seconds"],
            "by": line.get("operator"),
            "error": (line.get("error") or {}).get("message"),
        }
        for line in lines[:SHOWN_RUNS]
    ]
    return tile(name, table.plain(columns, rows))


def feeds(held: Mapping[str, int], every: Sequence[str], lang: str) -> html.Section:
    """Each feed with its rows; one without a source says so, and shows no zero."""
    columns = [
        table.Column("feed", text("data.feed", lang)),
        table.Column("rows", text("data.rows", lang), number=True),
        table.Column("state", text("data.state", lang)),
    ]
    rows = [
        {
            "feed": f"{feed_name(name, lang)} · {name}",
            "rows": numbers.exact(held[name], lang) if held.get(name) else None,
            "state": _chip(
                "good" if held.get(name) else "watch",
                text("data.fed" if held.get(name) else "data.unfed", lang),
            ),
        }
        for name in every
    ]
    return tile(text("data.feeds", lang), table.plain(columns, rows), foot=text("data.feeds_hint", lang))


def files(reports: Sequence[Line], grid: Any, lang: str) -> html.Section:
    """Each file, member or sheet with where its records went: read = loaded + quarantined + structural."""
    name = text("data.files", lang)
    if not reports:
        return empty(lang, name)
    columns = [
        table.Column("file", text("data.file", lang), width=220),
        table.Column("layout", text("data.layout", lang), width=140),
        table.Column("encoding", text("data.encoding", lang)),
    ]
    columns += [table.Column(key, text(f"data.{key}", lang), number=True) for key in BINS]
    columns += [table.Column(key, text(f"data.{key}", lang), width=150) for key in ("reasons", "loaded_at")]
    rows = [_file(report, lang) for report in reports]
    total: dict[str, Any] = {key: sum(report["records"][key] for report in reports) for key in BINS}
    return tile(
        name,
        table.grid(grid, columns, rows, lang, total | {"file": text("words.total", lang)}),
        foot=text("data.identity", lang),
    )


def samples(reports: Sequence[Line], grid: Any, lang: str) -> html.Section:
    """Some of the quarantined records of each file, and where all of them lie."""
    name, rows = text("data.samples", lang), [row for report in reports for row in _samples(report, lang)]
    if not rows:
        return tile(name, html.Div(html.Strong(text("data.reasons_none", lang)), className="tile-words"))
    columns = [
        table.Column(key, text(f"data.{key}", lang), number=key == "line", width=width)
        for key, width in (
            ("file", 220),
            ("line", 80),
            ("column", 110),
            ("value", 160),
            ("reason", 130),
            ("whole", 260),
        )
    ]
    return tile(name, table.grid(grid, columns, rows, lang), foot=text("data.samples_hint", lang))


def findings(found: Line, lang: str) -> html.Section:
    """Records of registers that were loaded and do not fit together, by file and line."""
    name = text("data.findings", lang)
    if not found.get("count"):
        return tile(name, html.Div(html.Strong(text("data.findings_none", lang)), className="tile-words"))
    columns = [
        table.Column(key, text(f"data.{key}", lang), number=key == "line", wrap=key in ("value", "reason"))
        for key in ("file", "line", "column", "value", "reason")
    ]
    rows = [{**each, "reason": _reason(each["reason"], lang)} for each in found["listed"]]
    words = text("data.findings_foot", lang, n=numbers.exact(found["count"], lang), shown=len(rows))
    return tile(name, table.plain(columns, rows), foot=words)


def reasons(reports: Sequence[Line], lang: str) -> html.Section:
    """Why records were quarantined and files refused, most frequent first."""
    name, counts = text("data.reasons_title", lang), _reasons(reports)
    if not counts:
        return tile(name, html.Div(html.Strong(text("data.reasons_none", lang)), className="tile-words"))
    columns = [
        table.Column("reason", text("data.reason", lang)),
        table.Column("n", text("data.records", lang), number=True),
    ]
    rows = [{"reason": f"{_reason(reason, lang)} · {reason}", "n": numbers.exact(n, lang)} for reason, n in counts]
    return tile(name, table.plain(columns, rows))


def _samples(report: Line, lang: str) -> list[dict[str, Any]]:
    whole = text("words.comma", lang).join(report["quarantine"])
    return [
        {
            "file": report["file"],
            **{key: sample[key] for key in ("line", "column", "value")},
            "reason": _reason(sample["reason"], lang),
            "whole": whole,
        }
        for sample in report["samples"]
    ]


def _release(release: Line, kept: Sequence[int], shown: int, lang: str) -> dict[str, Any]:
    number = release["generation"]
    state = "shown" if number == shown else "kept" if number in kept else "gone"
    return {
        "generation": str(number),
        "released_at": numbers.stamp(release.get("rolled_back", {}).get("at") or release["released_at"]),
        "data_until": numbers.stamp(release["data_until"]),
        "mode": _mode(release, lang),
        "cases": numbers.exact(release["feeds"].get("case"), lang),
        "state": _chip("good" if state == "shown" else "", text(f"data.state_{state}", lang)),
        "sha256": html.Code(release["sha256"][:12], title=release["sha256"], className="mono"),
    }


def _mode(release: Line, lang: str) -> str | None:
    if back := release.get("rolled_back"):
        return text("data.mode_rolled_back", lang, before=back["from"], by=back["operator"], why=back["reason"])
    known = f"data.mode_{release.get('mode')}"
    return text(known, lang) if has_text(known) else release.get("mode")


def _file(report: Line, lang: str) -> dict[str, Any]:
    refused = report["refused"]
    words = text("words.comma", lang).join(f"{_reason(reason, lang)} {n}" for reason, n in report["reasons"].items())
    told = text("data.refused", lang, why=_reason(refused["code"], lang)) if refused else words
    return {
        "file": report["file"],
        "layout": report["layout"],
        "encoding": report["encoding"],
        **report["records"],
        "reasons": told or None,
        "loaded_at": numbers.stamp(report["at"]),
    }


def _reasons(reports: Sequence[Line]) -> list[tuple[str, int]]:
    counts: dict[str, int] = {}
    for report in reports:
        found = {report["refused"]["code"]: report["records"]["read"]} if report["refused"] else report["reasons"]
        for reason, n in found.items():
            counts[reason] = counts.get(reason, 0) + n
    return sorted(counts.items(), key=lambda each: (-each[1], each[0]))


def _reason(reason: str, lang: str) -> str:
    if has_text(f"data.reason_{reason}"):
        return text(f"data.reason_{reason}", lang)
    kind, _, column = reason.partition("_")
    return text(f"data.reason_{kind}", lang, column=column) if has_text(f"data.reason_{kind}") else reason


def _outcome(outcome: str, lang: str) -> html.Span:
    look = {"released": "good", "nothing_new": "", "failed": "bad"}.get(outcome, "watch")
    return _chip(look, text(f"data.outcome_{outcome}", lang) if has_text(f"data.outcome_{outcome}") else outcome)


def _chip(look: str, words: str) -> html.Span:
    return html.Span(words, className=f"chip {look}".strip())
