"""What this server was told when it started."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """Where the warehouse lies."""

    warehouse: Path


def settings(environment: Mapping[str, str]) -> Settings:
    """The settings that environment variables give; SHAOTAI_WAREHOUSE defaults to var/warehouse."""
    return Settings(warehouse=Path(environment.get("SHAOTAI_WAREHOUSE") or "var/warehouse").resolve())
