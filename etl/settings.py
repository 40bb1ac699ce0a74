"""Settings of the loading, read from the environment."""

import os
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from etl.errors import RefreshFailed
from warehouse import NoSnapshot, current

DEFAULT_TIMEZONE = "Asia/Shanghai"


def city_timezone(released: dict[str, Any] | None = None) -> str:
    """The city's time zone: fixed by the first release, SHAOTAI_TIMEZONE before."""
    wanted = os.environ.get("SHAOTAI_TIMEZONE")
    if released is None:
        return wanted or DEFAULT_TIMEZONE
    if wanted and wanted != released["timezone"]:
        raise RefreshFailed(
            f"this warehouse is in {released['timezone']}, SHAOTAI_TIMEZONE says {wanted}; "
            "the zone is fixed at the first refresh"
        )
    return str(released["timezone"])


def warehouse_timezone(warehouse: Path) -> str:
    """The zone in which a warehouse tells its times, whatever SHAOTAI_TIMEZONE says by now."""
    try:
        return str(current(warehouse)["timezone"])
    except NoSnapshot:
        return os.environ.get("SHAOTAI_TIMEZONE") or DEFAULT_TIMEZONE


def city_now(zone: str) -> datetime:
    """The moment, in the city's time, to the second."""
    return datetime.now(ZoneInfo(zone)).replace(tzinfo=None, microsecond=0)


def layout_folders(given: tuple[Path, ...]) -> tuple[Path, ...]:
    """The folders of further layouts: those given, and SHAOTAI_LAYOUTS."""
    extra = os.environ.get("SHAOTAI_LAYOUTS")
    return (*given, *([Path(extra)] if extra else []))
