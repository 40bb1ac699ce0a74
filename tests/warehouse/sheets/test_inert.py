"""Text that leaves the house is shown, never run."""

import json
import unicodedata
from pathlib import Path

import pytest

from tests.warehouse.sheets.naughty import NAUGHTY
from warehouse.sheets.inert import LONGEST, TRIGGERS, clean, file_safe, inert


@pytest.mark.parametrize("text", NAUGHTY)
def test_no_text_starts_like_a_formula(text: str) -> None:
    _is_harmless(text)


@pytest.mark.shared
def test_the_big_list_of_naughty_strings_is_harmless(shared: Path) -> None:
    for text in json.loads((shared / "data" / "blns" / "blns.json").read_text("utf-8")):
        _is_harmless(text)


@pytest.mark.parametrize("text", ["河东区", "120101000001", "007", "a=b", "晚到 -5 分钟", "O'Neil", "", "1+1"])
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert inert(text) == text


@pytest.mark.parametrize("lead", sorted(TRIGGERS))
def test_a_leading_trigger_is_led_by_an_apostrophe(lead: str) -> None:
    assert inert(f"{lead}x").startswith("'")


def test_direction_marks_and_controls_are_gone() -> None:
    assert clean("a\u202eb\x01c\u2066d\ud800e\ufefff") == "abcdef"


def test_lines_become_one() -> None:
    assert clean("a\r\nb\tc\u2028d") == "a b c d"


@pytest.mark.parametrize(
    "text", ["../../etc/passwd", 'a"b;c\r\nd', "a/b\\c:d*e?f<g>h|i", "\u202egnp.exe", "...", "%00"]
)
def test_a_file_name_holds_no_path_and_no_header(text: str) -> None:
    assert not set(file_safe(text)) & set('/\\:*?"<>|;%\r\n\0\u202e') and not file_safe(text).startswith(".")


def _is_harmless(text: str) -> None:
    shown = inert(text)
    assert shown.lstrip()[:1] not in TRIGGERS and len(shown) <= LONGEST + 1
    assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in shown)
