"""The documents say what is there: settings, commands, targets, definitions, links and examples."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from etl.layout import read as read_layout

ROOT = Path(__file__).parent.parent
READMES = ["README.md", "README.zh-CN.md"]
PAGES = [
    *READMES,
    "CHANGELOG.md",
    *(str(page.relative_to(ROOT)) for page in sorted((ROOT / "docs").rglob("*.md"))),
]
SOURCES = [
    "app.py",
    "gunicorn.conf.py",
    "Makefile",
    *(f"{name}/**/*.py" for name in ("dashboard", "etl", "scripts", "warehouse")),
]
COMMAND = re.compile(r"^python -m (etl|warehouse) ([\w-]+)(.*)$", re.MULTILINE)


def text(page: str) -> str:
    return (ROOT / page).read_text("utf-8")


def names(pattern: str) -> set[str]:
    return {path.stem for path in ROOT.glob(pattern)}


def commands() -> list[tuple[str, str, str]]:
    return [found.groups() for found in COMMAND.finditer(text("README.md"))]


@pytest.mark.parametrize("page", READMES)
def test_settings_in_use_and_settings_told_are_the_same(page: str) -> None:
    used = {name for pattern in SOURCES for path in ROOT.glob(pattern) for name in _settings(path.read_text("utf-8"))}
    told = set(re.findall(r"^\| `(SHAOTAI_\w+)`", text(page), re.MULTILINE))
    assert told == used | {"SHAOTAI_SHARED"}


@pytest.mark.parametrize("page", READMES)
def test_every_target_is_in_the_help_and_in_the_readme(page: str) -> None:
    targets = set(re.search(r"^\.PHONY: (.*)$", text("Makefile"), re.MULTILINE)[1].split()) - {"FORCE"}
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert set(re.findall(r"^make (\w+)", listed, re.MULTILINE)) == targets
    assert set(re.findall(r"^make (\w+)", text(page), re.MULTILINE)) == targets


@pytest.mark.parametrize(("package", "command", "rest"), commands())
def test_every_command_of_the_readme_exists_with_its_options(package: str, command: str, rest: str) -> None:
    inner = re.match(r"(?: [a-z]+\b)*", rest)[0].split()
    line = [sys.executable, "-m", package, command, *inner, "--help"]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert [flag for flag in re.findall(r"--[a-z-]+", rest) if flag not in done.stdout] == []


def test_both_readmes_tell_the_same_commands() -> None:
    told = [[(package, name) for package, name, _ in COMMAND.findall(text(page))] for page in READMES]
    assert told[0] == told[1]


@pytest.mark.parametrize("page", READMES)
def test_every_feed_and_layout_is_in_the_readme(page: str) -> None:
    words = set(re.findall(r"`(\w+)`", text(page)))
    assert names("warehouse/feeds/*.toml") - words == set()
    assert names("etl/layouts/*.toml") - words == set()


def test_every_word_for_a_feed_is_in_the_glossary() -> None:
    words = set(re.findall(r"`(\w+)`", text("docs/glossary.md")))
    assert names("warehouse/feeds/*.toml") - words == set()


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", text(page))
    assert [link for link in links if not ((ROOT / page).parent / link).exists()] == []


@pytest.mark.parametrize("page", [page for page in PAGES if page.startswith("docs/decisions/")])
def test_a_decision_is_short(page: str) -> None:
    assert len(text(page).splitlines()) <= 40


@pytest.mark.parametrize("page", READMES)
def test_the_file_in_the_readme_loads_as_it_stands(page: str, tmp_path: Path) -> None:
    (tmp_path / "cases.csv").write_text(re.search(r"```\n(case_id,.*?)```", text(page), re.DOTALL)[1], "utf-8")
    check = [sys.executable, "-m", "etl", "check", str(tmp_path / "cases.csv")]
    assert subprocess.run(check, cwd=ROOT, capture_output=True).returncode == 0


@pytest.mark.parametrize("page", [*READMES, "docs/development.md"])
def test_the_layout_in_the_page_is_one(page: str, tmp_path: Path) -> None:
    written = next(each for each in re.findall(r"```toml\n(.*?)```", text(page), re.DOTALL) if "[layout]" in each)
    (tmp_path / "example.toml").write_text(written, "utf-8")
    assert read_layout(tmp_path / "example.toml").main_block.feed == "case"


def _settings(source: str) -> list[str]:
    return [name for name in re.findall(r"\bSHAOTAI_[A-Z]+(?:_[A-Z]+)*\b", source)]
