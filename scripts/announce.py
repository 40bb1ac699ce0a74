#!/usr/bin/env python3
"""Prints the dashboard's address as soon as it answers: announce.py PORT."""

import sys
import time
from http.client import HTTPConnection, HTTPException

PATIENCE_SECONDS = 60


def main(port: int) -> None:
    """Prints nothing when no answer came."""
    patience_ends = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < patience_ends:
        if _answers(port):
            print(f"\nShaotai 哨台  http://127.0.0.1:{port}/  (Ctrl+C stops it)\n", flush=True)
            return
        time.sleep(0.2)


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/health")
        return bool(connection.getresponse().status)
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    main(int(sys.argv[1]))
