"""What this server was told when it started."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """Where the warehouse lies, and the boundaries that maps are drawn from, if the operator has any."""

    warehouse: Path
    boundaries: Path | None = None


def settings(environment: Mapping[str, str]) -> Settings:
    """The settings that environment variables give; SHAOTAI_WAREHOUSE defaults to var/warehouse."""
    map_file = environment.get("SHAOTAI_BOUNDARIES")
    return Settings(
        warehouse=Path(environment.get("SHAOTAI_WAREHOUSE") or "var/warehouse").resolve(),
        boundaries=Path(map_file).resolve() if map_file else None,
    )
