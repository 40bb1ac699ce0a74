"""The paths of things that have a page of their own: folder and number, spelt so that any number can stand there."""

from urllib.parse import quote, unquote

CASE, ENCLAVE, WHISTLE = "/closure/case/", "/enclaves/", "/whistles/"


def case_path(case_id: str) -> str:
    """The path of one case."""
    return CASE + quote(case_id, safe="")


def dossier_path(enclave_id: str) -> str:
    """The path of one enclave."""
    return ENCLAVE + quote(enclave_id, safe="")


def whistle_path(whistle_id: str) -> str:
    """The path of one whistle."""
    return WHISTLE + quote(whistle_id, safe="")


def number(path: str, folder: str) -> str:
    """The number of the thing in such a path."""
    return unquote(path.removeprefix(folder))
