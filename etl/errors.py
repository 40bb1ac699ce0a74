"""What the loading refuses.

EtlError
├── Refused        a whole file, by code
├── BadLayout      a layout file that does not say what it must
├── BadSetting     an environment variable that cannot be meant
├── BadTarget      a file that cannot be written in that form
├── Busy           another refresh is running
├── NotKept        a generation that cannot be gone back to
├── NoWarehouse    a folder that holds no warehouse, or cannot
├── Unreleased     a warehouse whose first refresh is still running
└── RefreshFailed  a refresh that released nothing
"""

from collections.abc import Mapping
from typing import Any


class EtlError(Exception):
    """Anything the loading refuses: `code` and `told` are what programs read, `status` ends the command line."""

    code = "FAILED"
    status = 1
    told: Mapping[str, Any] = {}


class Refused(EtlError):
    """A whole file; `code` is what a program reads."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


class BadLayout(EtlError):
    """A layout file that does not say what it must."""

    code = "BAD_LAYOUT"
    status = 2


class BadSetting(EtlError):
    """An environment variable that cannot be meant."""

    code = "BAD_SETTING"
    status = 2


class BadTarget(EtlError):
    """A file that cannot be written in that form."""

    code = "BAD_USAGE"
    status = 2


class Busy(EtlError):
    """Another refresh is running."""

    code = "BUSY"
    status = 75
    told = {"outcome": "busy"}


class NotKept(EtlError):
    """A generation that cannot be gone back to."""

    code = "NOT_KEPT"


class NoWarehouse(EtlError):
    """A folder that holds no warehouse, or cannot."""

    code = "NO_WAREHOUSE"


class Unreleased(EtlError):
    """A warehouse whose first refresh is still running."""

    code = "NO_SNAPSHOT"

    def __init__(self, message: str, running: Mapping[str, Any]) -> None:
        self.told = {"running": dict(running)}
        super().__init__(message)


class RefreshFailed(EtlError):
    """A refresh that released nothing."""

    code = "REFRESH_FAILED"
