"""What stands above a table and in its file's name: the question in words, and the data behind it."""

from collections.abc import Mapping
from typing import Any

from warehouse.dimension import dimension
from warehouse.feed import Label
from warehouse.metric import EXCLUDED, metric
from warehouse.register import excluded_name
from warehouse.sheets.inert import file_safe
from warehouse.text import text

Document = Mapping[str, Any]
Names = Mapping[str, str]


def in_language(label: Label, lang: str) -> str:
    """A label's word in that language."""
    return label.en if lang == "en" else label.zh


def facts(document: Document, names: Names, lang: str) -> list[tuple[str, str]]:
    """The lines above the table: question, period, as-of day, and the snapshot with its hashes."""
    question, snapshot = document["question"], document["snapshot"]
    said = {
        "question": question_in_words(document, names, lang),
        "period": _period(question["period"], lang),
        "as_of": question["as_of"],
        "data_until": f"{snapshot['data_until']} {snapshot['timezone']}",
        "generation": str(snapshot["generation"]),
        "snapshot": snapshot["sha256"],
        "definitions": snapshot["definitions_sha256"],
        "rules": snapshot["rules_sha256"],
    }
    if "identity" in document:
        said["identity"] = text("sheets.identity_is", lang, **document["identity"])
    return [(text(f"sheets.{key}", lang), str(value)) for key, value in said.items()]


def question_in_words(document: Document, names: Names, lang: str) -> str:
    """The question as a reader would say it; `names` are the filters' values in words."""
    question = document["question"]
    said = [document["label"][lang]]
    if question["by"]:
        said.append(text("sheets.by", lang, names=text("sheets.and", lang).join(_by(question, lang))))
    for name, code in question["where"].items():
        label = in_language(dimension(name).label, lang)
        said.append(text("sheets.where", lang, name=label, value=names.get(name, code)))
    if metric(document["metric"]).state.twin({*question["by"], *question["where"]}):
        said.append(text(f"sheets.view_{question['view']}", lang))
    said += [_period(question["period"], lang), text("sheets.as_of_day", lang, day=question["as_of"])]
    return text("sheets.comma", lang).join(said)


def mark(document: Document, lang: str) -> str | None:
    """The words that synthetic figures carry wherever they go; None of real ones."""
    return text("sheets.synthetic", lang) if document["snapshot"]["synthetic"] else None


def bin_name(name: str, listed: str, lang: str) -> str:
    """A bin of a metric, or one of numerator, denominator, pending, outside, excluded, in words."""
    if listed.startswith(EXCLUDED):
        return text("sheets.excluded", lang, name=excluded_name(listed.removeprefix(EXCLUDED), lang))
    labels = {each.name: in_language(each.label, lang) for each in metric(name).bins}
    return labels.get(listed) or text(f"sheets.list_{listed}", lang)


def file_names(
    document: Document, names: Names, lang: str, listed: str | None = None, ranked: bool = False
) -> tuple[str, str]:
    """A file's name without ending, as people read it and in plain ASCII; `listed` is a case list's bin."""
    word = listed and bin_name(document["metric"], listed, lang)
    first, plainly = document["label"][lang], document["metric"]
    if ranked:
        first, plainly = (f"{name} {text('standing.ranking', of)}" for name, of in ((first, lang), (plainly, "en")))
    told = _file_name(first, document, names, lang, word)
    plain = _file_name(plainly, document, {}, "en", listed)
    return told, plain.encode("ascii", "ignore").decode()


def _file_name(first: str, document: Document, names: Names, lang: str, listed: str | None) -> str:
    question, snapshot = document["question"], document["snapshot"]
    parts = [first]
    if listed:
        parts += [text("sheets.file_cases", lang), listed]
    elif question["by"]:
        parts.append(text("sheets.file_by", lang, names="-".join(_by(question, lang))))
    parts += [names.get(name, code) for name, code in question["where"].items()]
    parts += [_short_period(question["period"]), text("sheets.file_as_of", lang, day=question["as_of"])]
    parts += [f"g{snapshot['generation']}", mark(document, lang) or ""]
    return "_".join(filter(None, map(file_safe, parts)))


def _by(question: Mapping[str, Any], lang: str) -> list[str]:
    return [in_language(dimension(name).label, lang) for name in question["by"]]


def _period(period: Mapping[str, Any] | None, lang: str) -> str:
    if period is None:
        return text("sheets.everything", lang)
    first = period["from"] or text("sheets.open_first", lang)
    last = period["to"] or text("sheets.open_last", lang)
    span = text("sheets.span", lang, first=first, last=last)
    return text("sheets.named_span", lang, code=period["code"], span=span) if period["code"] else span


def _short_period(period: Mapping[str, Any] | None) -> str:
    if period is None:
        return ""
    return period["code"] or f"{period['from'] or ''}..{period['to'] or ''}"


def named_unit(unit: Mapping[str, str], lang: str) -> str:
    """A unit by its name; of one that is no more, with the day it ended."""
    return text("ask.ended", lang, name=unit["name"], day=unit["ended_on"]) if "ended_on" in unit else unit["name"]
