"""What the loading of files refuses.

EtlError
├── Refused        a whole file, by code
├── BadLayout      a layout file that does not say what it must
├── Busy           another refresh is running
└── RefreshFailed  a refresh that released nothing
"""


class EtlError(Exception):
    """Anything the loading refuses."""


class Refused(EtlError):
    """A whole file; `code` is what a program reads."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


class BadLayout(EtlError):
    """A layout file that does not say what it must."""


class Busy(EtlError):
    """Another refresh is running."""


class RefreshFailed(EtlError):
    """A refresh that released nothing."""
