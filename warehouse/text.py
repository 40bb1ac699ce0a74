"""The words of the product, Chinese and English side by side; one file per page or topic."""

import tomllib
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from warehouse.errors import BadDefinition, Unknown
from warehouse.feed import Label

FOLDER = Path(__file__).parent / "text"
LANGUAGES = ("zh", "en")


def text(key: str, lang: str, **values: object) -> str:
    """The words under `file.key` in that language, with {names} filled in."""
    words = texts().get(key)
    if words is None:
        raise Unknown("text", key, texts())
    sentence = words.en if lang == "en" else words.zh
    return sentence.format(**values) if values else sentence


def has_text(key: str) -> bool:
    """Whether words exist under that key."""
    return key in texts()


@cache
def texts() -> dict[str, Label]:
    """Every text by its key: the file's name, a dot, the table's name."""
    return {f"{path.stem}.{key}": words for path in sorted(FOLDER.glob("*.toml")) for key, words in _read(path).items()}


def _read(path: Path) -> dict[str, Label]:
    try:
        return {key: Label(**words) for key, words in tomllib.loads(path.read_text("utf-8")).items()}
    except (ValidationError, tomllib.TOMLDecodeError, TypeError) as error:
        raise BadDefinition(f"{path.name}: {error}") from error
