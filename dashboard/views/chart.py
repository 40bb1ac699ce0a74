"""A chart on the page: a picture in names of colours that the browser paints, with words beside it."""

from typing import Any

from dash import dcc, html

from warehouse.text import text

Figure = dict[str, Any]
PICTURE, DRAWN = "picture", "chart"
LOCALE = {"zh": "zh-CN", "en": "en"}


def config(lang: str) -> dict[str, Any]:
    """What every chart's mode bar offers: the image and the way back, nothing that leaves the house."""
    return {
        "locale": LOCALE[lang],
        "displaylogo": False,
        "plotlyServerURL": "",
        "responsive": True,
        "modeBarButtons": [["toImage", "resetScale2d"]],
        "modeBarButtonsToRemove": ["sendChartToCloud"],
        "toImageButtonOptions": {"format": "png", "scale": 2, "filename": "shaotai"},
    }


def chart(name: str, figure: Figure, label: str, lang: str, height: int, synthetic: bool, look: str = "") -> html.Div:
    """A figure with its words; the image carries the synthetic mark."""
    if synthetic:
        figure = marked(figure, text("tile.mark", lang))
    graph = dcc.Graph(
        id={"type": DRAWN, "name": name},
        config=config(lang),
        responsive=True,
        style={"height": f"{height}px"},
        figure={"data": [], "layout": {"xaxis": {"visible": False}, "yaxis": {"visible": False}}},
    )
    picture = dcc.Store(id={"type": PICTURE, "name": name}, data=figure)
    classes = " ".join(word for word in ("chart", look, "made" if synthetic else "") if word)
    return html.Div([picture, graph], className=classes, role="figure", **{"aria-label": label})


def marked(figure: Figure, words: str) -> Figure:
    """The figure with words in its corner, so that its image says what it is made from."""
    mark = {
        "text": words,
        "xref": "paper",
        "yref": "paper",
        "x": 1,
        "y": 1,
        "xanchor": "right",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": "@small", "color": "@watch"},
    }
    layout = figure["layout"]
    return {**figure, "layout": {**layout, "annotations": [mark, *layout.get("annotations", ())]}}
