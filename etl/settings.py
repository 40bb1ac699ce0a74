"""Settings of the loading, read from the environment."""

import os
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from etl.errors import BadSetting, RefreshFailed
from warehouse import NoSnapshot, current

DEFAULT_TIMEZONE = "Asia/Shanghai"


def city_timezone(released: dict[str, Any] | None = None) -> str:
    """The city's time zone: fixed by the first release, SHAOTAI_TIMEZONE before."""
    wanted = wanted_timezone()
    if released is None:
        return wanted or DEFAULT_TIMEZONE
    if wanted and wanted != released["timezone"]:
        raise RefreshFailed(
            f"this warehouse is in {released['timezone']}, SHAOTAI_TIMEZONE says {wanted}; "
            "the zone is fixed at the first refresh"
        )
    return str(released["timezone"])


def wanted_timezone() -> str | None:
    """What SHAOTAI_TIMEZONE says, None where it says nothing; raises BadSetting for no zone."""
    wanted = os.environ.get("SHAOTAI_TIMEZONE") or None
    if wanted is not None and wanted not in available_timezones():
        near = get_close_matches(wanted, available_timezones(), n=1)
        hint = near[0] if near else DEFAULT_TIMEZONE
        raise BadSetting(f"SHAOTAI_TIMEZONE says {wanted!r}, which is no time zone; {hint} is one")
    return wanted


def warehouse_timezone(warehouse: Path) -> str:
    """The zone in which a warehouse tells its times, whatever SHAOTAI_TIMEZONE says by now."""
    try:
        return str(current(warehouse)["timezone"])
    except (NoSnapshot, NotADirectoryError):
        return wanted_timezone() or DEFAULT_TIMEZONE


def city_now(zone: str) -> datetime:
    """The moment, in the city's time, to the second."""
    return datetime.now(ZoneInfo(zone)).replace(tzinfo=None, microsecond=0)


def layout_folders(given: tuple[Path, ...]) -> tuple[Path, ...]:
    """The folders of further layouts: those given, and SHAOTAI_LAYOUTS."""
    extra = os.environ.get("SHAOTAI_LAYOUTS")
    return (*given, *([Path(extra)] if extra else []))
