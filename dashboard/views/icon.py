"""Icons: drawings in the colour of the text around them, and buttons that need no server."""

from urllib.parse import quote

from dash import html

DRAWINGS = {
    "fold": "M4 5h16v2H4zM4 11h10v2H4zM4 17h16v2H4zM20 9v6l-4-3z",
    "drawer": "M4 5h16v2H4zM4 11h16v2H4zM4 17h16v2H4z",
    "theme": "M12 3a9 9 0 1 0 0 18zM12 3a9 9 0 0 1 0 18v-2a7 7 0 0 0 0-14z",
    "screen": "M4 4h6v2H6v4H4zM14 4h6v6h-2V6h-4zM4 14h2v4h4v2H4zM18 14h2v6h-6v-2h4z",
}


def button(act: str, drawing: str, name: str, look: str = "tool") -> html.Button:
    """A button with a drawing; `act` names what the browser does."""
    return html.Button(
        icon(DRAWINGS[drawing]),
        className=look,
        title=name,
        type="button",
        **{"data-act": act, "aria-label": name},
    )


def icon(path: str) -> html.Span:
    """A drawing given by its path on a 24 × 24 field."""
    shape = f"<path d='{path}' fill-rule='evenodd'/>"
    drawing = quote(f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'>{shape}</svg>")
    mask = f'url("data:image/svg+xml,{drawing}") center / 100% no-repeat'
    return html.Span(className="icon", style={"mask": mask, "WebkitMask": mask})
