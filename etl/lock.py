"""One refresh at a time: a lock on a file of its own, never on a database."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from etl.errors import Busy, NoWarehouse
from etl.settings import city_now, warehouse_timezone


@contextmanager
def only_one(warehouse: Path) -> Iterator[None]:
    """Hold the warehouse; raises Busy naming who does, and since when, and NoWarehouse where none can be."""
    try:
        warehouse.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NoWarehouse(f"{warehouse}: the folder cannot be made ({error.strerror})") from error
    with (warehouse / ".lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = running(warehouse) or {"pid": "?", "since": "?"}
            raise Busy(f"another refresh is running (pid {holder['pid']}, since {holder['since']})") from error
        file.truncate(0)
        file.write(json.dumps({"pid": os.getpid(), "since": city_now(warehouse_timezone(warehouse)).isoformat()}))
        file.flush()
        yield
        file.truncate(0)


def running(warehouse: Path) -> dict[str, Any] | None:
    """Who holds the warehouse now, or None."""
    path = warehouse / ".lock"
    if not path.exists():
        return None
    with path.open("r") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            text = file.read()
            return dict(json.loads(text)) if text else {"pid": "?", "since": "?"}
    return None
