"""One enclave's dossier; reached from the list, not from the navigation."""

from dash import register_page
from dash.development.base_component import Component

from dashboard.callbacks import dossier, frame
from dashboard.views.paths import ENCLAVE

register_page(__name__, path_template=f"{ENCLAVE}<enclave_id>", title=frame.title("dossier"), order=9)


def layout(enclave_id: str = "", **query: object) -> Component:
    """The page for this enclave."""
    return frame.page("dossier", ENCLAVE + enclave_id, query, dossier.body, menu="enclaves")
