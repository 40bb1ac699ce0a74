"""Words: both languages everywhere, no key missing, no sentence inside Python."""

import re
from pathlib import Path
from string import Formatter

import pytest

from warehouse.errors import Unknown
from warehouse.text import text, texts

ROOT = Path(__file__).parent.parent.parent
SOURCES = sorted(path for package in ("dashboard", "warehouse") for path in (ROOT / package).rglob("*.py"))
LITERAL = re.compile(r"""\btext\(\s*"([^"]+)"\s*,""")
PATTERN = re.compile(r"""\btext\(\s*f"([^"]+)"\s*,""")
CHINESE = re.compile(r"[\u3400-\u9fff]")


def names(sentence: str) -> set[str]:
    """The values a sentence takes."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("key", sorted(texts()))
def test_every_text_speaks_both_languages_of_the_same_values(key: str) -> None:
    words = texts()[key]
    assert words.zh.strip() and words.en.strip()
    assert names(words.zh) == names(words.en)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_key_that_code_names_exists(path: Path) -> None:
    assert [key for key in LITERAL.findall(path.read_text("utf-8")) if key not in texts()] == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_pattern_of_keys_meets_some(path: Path) -> None:
    patterns = [re.sub(r"\\\{[^}]*\\\}", ".+", re.escape(each)) for each in PATTERN.findall(path.read_text("utf-8"))]
    assert [each for each in patterns if not any(re.fullmatch(each, key) for key in texts())] == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_chinese_in_code_that_runs(path: Path) -> None:
    code = re.sub(r'""".*?"""|#[^\n]*', "", path.read_text("utf-8"), flags=re.DOTALL)
    assert CHINESE.findall(code) == []


def test_an_unknown_key_is_refused_by_name() -> None:
    with pytest.raises(Unknown, match="overview.nmae"):
        text("overview.nmae", "zh")


def test_values_are_filled_in() -> None:
    assert text("words.hours_ago", "en", n=3) == "3 h ago"
