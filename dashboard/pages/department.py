"""Departments as streets meet them, and dispatches beside the duty lists."""

from dash import register_page
from dash.development.base_component import Component

from dashboard.callbacks import department, frame

PATH, ICON = "/department", "M4 21V4h10v4h6v13zM6 6v13h6V6zm8 4v9h4v-9zM8 8h2v2H8zm0 4h2v2H8zm0 4h2v2H8z"
register_page(
    __name__, path=PATH, title=frame.title("department"), order=8, key="department", group="reform", icon=ICON
)


def layout(**query: object) -> Component:
    """The page for this address."""
    return frame.page("department", PATH, query, department.body)
