"""The frame around every page: navigation, breadcrumb, choosers, bands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.address import Address
from dashboard.views import numbers
from dashboard.views.icon import button, icon
from warehouse.text import text

ADDRESS, GENERATION = "address", "generation"
THEME, NOTICE, FRESH, CLOCK = "theme", "notice", "fresh", "clock"
POLL = 15_000
STALE_HOURS = 36
# The groups of the navigation; a page joins one by its `group`, and its `order` gives its place there.
GROUPS = ("board", "reform", "assessment", "data")
# A select shows nothing for an empty value; the browser takes this one out of the address.
ALL = "all"
DAY, FIRST_DAY = "as-of", date(1990, 1, 1)
# The title of a page whose places are not there: no callback may answer for it.
REFUSED = "refused"
# Pages on which a period, or both period and day, would change nothing.
PERIODLESS, TIMELESS = ("cases", "enclaves", "dossier"), ("definitions", "data", "frame")
# Pages that are always about one period: a score is for a period with a first and a last day.
PERIODIC = ("assessment", "subject", "audit", "whatif", "scheme", "exclusions")


@dataclass(frozen=True)
class Entry:
    """A page in the navigation; `icon` is the path of a drawing on a 24 × 24 field."""

    key: str
    path: str
    group: str
    icon: str


@dataclass(frozen=True)
class Status:
    """What the top of a page says about the data it shows."""

    generation: int
    newest: int
    data_until: datetime
    now: datetime
    synthetic: bool
    first_day: date | None
    periods: Sequence[tuple[str, str]]
    crumbs: Sequence[tuple[str, str]]
    lost: int | None = None
    day: date | None = None  # until which the page counts, where that is not the last day of the data

    @property
    def stale(self) -> bool:
        """Whether real data is older than a working day and a half."""
        return not self.synthetic and (self.now - self.data_until).total_seconds() > STALE_HOURS * 3600


def frame(
    pages: Sequence[Entry],
    name: str,
    menu: str,
    address: Address,
    status: Status | None,
    body: list[Component],
    refused: str | None = None,
) -> html.Div:
    """The whole page; without a status (nothing released, or a wrong address) the frame stands alone."""
    lang = address.lang
    stores = [
        dcc.Store(id=ADDRESS, data={"path": address.path, "query": address.query()}),
        dcc.Store(id=GENERATION, data=status.generation if status else None),
        dcc.Interval(id=CLOCK, interval=POLL, disabled=status is None),
    ]
    main = html.Div(
        [
            html.Header(_topbar(name, address, status), className="topbar"),
            html.Div(_bands(address, status, refused), className="bands"),
            html.Main(
                [html.H1(_name(name, lang), id=title(REFUSED if refused else name), className="page-title"), *body],
                id="content",
                className="content",
            ),
        ],
        className="main",
    )
    skip = html.A(text("frame.skip", lang), href="#content", className="skip")
    return html.Div(
        [*stores, skip, html.Div([_side(pages, menu, address), main], className="frame")],
        lang=_html_lang(lang),
    )


def title(page: str) -> str:
    """The id of a page's title: each page has its own, so that no other page's callback answers for it."""
    return f"title-{page}"


def fresh_band(address: Address, generation: int, newest: int) -> Component | None:
    """The band that offers newer data; None where the page shows the newest."""
    if newest <= generation:
        return None
    words = text("frame.fresh", address.lang, newest=newest, generation=generation)
    link = html.A(text("frame.fresh_link", address.lang), href=address.href(generation=None))
    return html.Div([words, link], className="band fresh", role="status")


def notice(lang: str) -> html.Div:
    """What is said where something went wrong that nobody foresaw."""
    return html.Div(text("errors.FAILED", lang), role="alert")


def _side(pages: Sequence[Entry], here: str, address: Address) -> html.Nav:
    lang = address.lang
    brand = dcc.Link(
        [html.Span(text("frame.brand", lang)), html.Small(text("frame.brand_note", lang))],
        href=address.plain("/"),
        className="brand",
    )
    groups: list[Component] = [brand]
    for group in GROUPS:
        entries = [_entry(page, page.key == here, address) for page in pages if page.group == group]
        groups += [html.Div(text(f"frame.group_{group}", lang), className="nav-group"), *entries] if entries else []
    return html.Nav(groups, className="nav-side", **{"aria-label": text("frame.navigation", lang)})


def _entry(page: Entry, chosen: bool, address: Address) -> dcc.Link:
    name = _name(page.key, address.lang)
    return dcc.Link(
        [icon(page.icon), html.Span(name, className="word")],
        href=address.plain(page.path),
        title=name,
        className="nav-link here" if chosen else "nav-link",
    )


def _topbar(name: str, address: Address, status: Status | None) -> list[Component]:
    lang = address.lang
    burger = button("drawer", "drawer", text("frame.navigation", lang), "tool burger")
    fold = button("fold", "fold", text("frame.fold", lang), "tool fold")
    tools = html.Div(
        [
            html.A(
                text("frame.other", lang),
                href=_other_language(address),
                hrefLang="en" if lang == "zh" else "zh-CN",
                className="tool",
                title=text("frame.language", lang),
            ),
            button("theme", "theme", text("frame.theme", lang)),
            button("screen", "screen", text("frame.screen", lang), "tool full-screen"),
        ],
        className="tools",
    )
    if status is None:
        return [burger, fold, html.Div(className="crumbs"), tools]
    choosers = [] if name in TIMELESS else [_choosers(address, status, name)]
    return [burger, fold, _crumbs(status), *choosers, _stamp(status, lang), tools]


def _other_language(address: Address) -> str:
    return address.href(lang="en" if address.lang == "zh" else "zh")


def _crumbs(status: Status) -> html.Ol:
    *above, last = status.crumbs
    items = [html.Li(dcc.Link(name, href=href)) for name, href in above]
    return html.Ol([*items, html.Li(last[0], **{"aria-current": "page"})], className="crumbs")


def _choosers(address: Address, status: Status, name: str) -> html.Div:
    lang = address.lang
    last_day = status.data_until.date()
    shown_day = (address.as_of or status.day or last_day).isoformat()
    day = dcc.DatePickerSingle(
        id=DAY,
        date=shown_day,
        max_date_allowed=last_day.isoformat(),
        min_date_allowed=(status.first_day or FIRST_DAY).isoformat(),
        display_format="YYYY-MM-DD",
        first_day_of_week=1,
    )
    day_chooser = html.Div([html.Label(text("frame.as_of", lang), htmlFor=DAY), day], className="chooser")
    shown = [day_chooser] if name in PERIODLESS else [_period_chooser(address, status, name in PERIODIC), day_chooser]
    return html.Div(
        shown,
        className="choosers",
        **{"data-as-of": shown_day, "data-generation": str(status.generation)},
    )


def _period_chooser(address: Address, status: Status, always: bool) -> html.Label:
    lang = address.lang
    options = [] if always else [{"label": text("words.all", lang), "value": ALL}]
    options += [{"label": name, "value": code} for code, name in status.periods]
    if address.since or address.until:
        span = f"{address.since or '…'} – {address.until or '…'}"
        options.append({"label": span, "value": "span"})
    chosen = "span" if address.since or address.until else address.period or ALL
    if chosen not in {option["value"] for option in options}:
        options.append({"label": chosen, "value": chosen})
    select = dbc.Select(options, chosen, id="choose-period", size="sm")
    return html.Label([text("frame.period", lang), select], className="chooser")


def _stamp(status: Status, lang: str) -> html.Span:
    until = numbers.stamp(status.data_until.isoformat())
    age = numbers.age(status.data_until, status.now, lang)
    words = [
        text("frame.data_until", lang) + " ",
        html.B(until),
        f" ({age}) · ",
        text("frame.generation", lang, n=status.generation),
    ]
    return html.Span(words, className="stamp stale" if status.stale else "stamp")


def _bands(address: Address, status: Status | None, refused: str | None) -> list[Component]:
    lang = address.lang
    if status is None:
        return [html.Div(text("frame.nothing", lang), className="band alarm")] if refused == "NO_SNAPSHOT" else []
    bands: list[Component] = []
    if status.synthetic:
        bands.append(html.Div(text("frame.synthetic", lang), className="band synthetic"))
    if status.stale:
        bands.append(
            html.Div(
                text("frame.stale", lang, age=numbers.age(status.data_until, status.now, lang)),
                className="band alarm",
            )
        )
    if address.as_of and address.as_of > status.data_until.date():
        bands.append(html.Div(text("ask.as_of_after_data", lang), className="band alarm"))
    if status.lost is not None:
        bands.append(html.Div(text("frame.lost", lang, n=status.lost, now=status.generation), className="band alarm"))
    return [*bands, html.Div(fresh_band(address, status.generation, status.newest), id=FRESH)]


def _name(page: str, lang: str) -> str:
    return text(f"{page}.name", lang)


def _html_lang(lang: str) -> str:
    return "en" if lang == "en" else "zh-CN"
