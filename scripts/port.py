#!/usr/bin/env python3
"""Ends with status 1 and a clear word when the dashboard's port is taken: port.py PORT."""

import socket
import sys


def main(port: str) -> int:
    """0 when the port is free, else 1."""
    if not port.isdigit() or not 0 < int(port) < 65536:
        print(f"SHAOTAI_PORT={port} is no port; 1 to 65535 are", file=sys.stderr)
        return 1
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", int(port)))
        except OSError as error:
            wish = f"another: SHAOTAI_PORT={int(port) + 1} make ..." if int(port) < 65535 else "another by SHAOTAI_PORT"
            print(f"port {port} on 127.0.0.1 cannot be had ({error.strerror}); choose {wish}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
