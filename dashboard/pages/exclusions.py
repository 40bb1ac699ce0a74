"""The register of exclusions."""

from dash import register_page
from dash.development.base_component import Component

from dashboard import data
from dashboard.callbacks import exclusions, frame

PATH = "/assessment/exclusions"
ICON = "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 5a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM7 11h10v2H7z"
TITLE = frame.title("exclusions")
register_page(__name__, path=PATH, title=TITLE, order=5, key="exclusions", group="assessment", icon=ICON)


def layout(**query: object) -> Component:
    """The page for this address."""
    return frame.page("exclusions", PATH, query, exclusions.body, settle=data.settled)
