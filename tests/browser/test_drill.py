"""From the city to one case, by links and by charts; the address holds the way."""

from io import BytesIO

from openpyxl import Workbook, load_workbook
from playwright.sync_api import Download, expect

from tests.browser.conftest import Open, settled


def workbook(download: Download) -> Workbook:
    """A downloaded workbook, opened."""
    return load_workbook(BytesIO(download.path().read_bytes()))


def test_from_the_city_to_one_case_and_its_events(open_page: Open) -> None:
    page = open_page("/")
    page.locator(".rank a", has_text="东区").first.click()
    page.wait_for_url("**/closure?district=*")
    settled(page)
    expect(page.locator(".crumbs [aria-current]")).not_to_have_text("全市")
    page.locator(".ag-pinned-left-cols-container a", has_text="一街").first.click()
    page.wait_for_url("**street=*")
    settled(page)
    page.locator(".ag-pinned-left-cols-container a", has_text="社区").first.click()
    page.wait_for_url("**community=*")
    settled(page)
    page.locator("#closure-which").select_option("all")
    case = page.locator("#closure-list .ag-pinned-left-cols-container a").first
    # Read and clicked in one breath: the other list may be put in its place between two.
    number = case.evaluate("link => { const text = link.innerText; link.click(); return text; }")
    page.wait_for_url("**/closure/case/*")
    settled(page)
    expect(page.locator("h1")).to_contain_text(number)
    assert page.locator(".timeline li").count() >= 1
    page.get_by_role("link", name="返回办结").click()
    page.wait_for_url("**community=*")


def test_a_tile_of_the_map_leads_to_its_district(open_page: Open) -> None:
    page = open_page("/")
    place = page.locator("#overview-map .js-plotly-plot text", has_text="东区").bounding_box()
    assert place is not None
    page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    page.wait_for_url("**/closure?district=X*")


def test_choices_go_into_the_address_and_survive_language_and_reload(open_page: Open) -> None:
    page = open_page("/closure")
    page.locator("#choose-period").select_option("2024-03")
    page.wait_for_url("**period=2024-03*")
    settled(page)
    page.get_by_role("link", name="来源渠道").click()
    page.wait_for_url("**by=channel*")
    settled(page)
    page.get_by_role("link", name="EN", exact=True).click()
    page.wait_for_url("**lang=en*")
    settled(page)
    page.reload()
    settled(page)
    assert "period=2024-03" in page.url and "by=channel" in page.url
    expect(page.locator("#choose-period")).to_have_value("2024-03")
    expect(page.locator(".switch .here").first).to_have_text("Channel")
    page.go_back()
    settled(page)
    expect(page.locator(".switch .here").first).to_have_text("来源渠道")


def test_a_day_is_chosen_from_the_calendar(open_page: Open) -> None:
    page = open_page("/")
    field = page.locator("#as-of")
    field.fill("2024-05-20")
    field.press("Enter")
    page.wait_for_url("**as_of=2024-05-20*")
    settled(page)
    expect(page.locator(".tile-foot").first).to_contain_text("截至 2024-05-20")


def test_the_table_behind_a_chart_opens_and_closes(open_page: Open) -> None:
    page = open_page("/closure")
    sheet = page.locator(".sheet").first
    sheet.locator("summary").click()
    expect(sheet.locator("table")).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet.locator("table")).not_to_be_visible()


def test_a_list_of_cases_is_downloaded(open_page: Open) -> None:
    page = open_page("/closure?district=X")
    with page.expect_download() as download:
        page.locator("#closure-files a", has_text="XLSX").click()
    assert "bin=open" in download.value.url and "district=X" in download.value.url
    assert workbook(download.value).worksheets[0].max_row > 5


def test_a_chart_s_table_is_downloaded_with_the_page_s_filters(open_page: Open) -> None:
    page = open_page("/closure?district=X")
    with page.expect_download() as download:
        page.locator("#closure-division .tile-actions a", has_text="XLSX").click()
    assert (
        "by=street" in download.value.url and "district=X" in download.value.url and "generation=" in download.value.url
    )
    values = [cell.value for row in workbook(download.value).worksheets[0].iter_rows() for cell in row]
    assert "一街" in values and any(isinstance(value, int | float) for value in values)


def test_the_verdict_is_drilled_into_and_keeps_its_address(open_page: Open) -> None:
    page = open_page("/verdict?period=2024-03")
    sheet = page.locator("#verdict-declared .sheet")
    sheet.locator("summary").click()
    sheet.locator("table a", has_text="东区").click()
    page.wait_for_url("**/verdict?district=X*")
    settled(page)
    assert "period=2024-03" in page.url
    expect(page.locator("#verdict-declared .tile-title")).to_contain_text("街道")
    page.get_by_role("link", name="来源渠道").click()
    page.wait_for_url("**by=channel*")
    settled(page)
    expect(page.locator("#verdict-declared .tile-title")).to_contain_text("来源渠道")


def test_every_table_of_the_verdict_is_downloaded(open_page: Open) -> None:
    page = open_page("/verdict?district=X")
    for name in ("declared", "calls", "levels", "sides", "places", "items", "rising"):
        with page.expect_download() as download:
            page.locator(f"#verdict-{name} .tile-actions a", has_text="XLSX").click()
        assert "district=X" in download.value.url and workbook(download.value).worksheets[0].max_row > 3


def test_an_unknown_unit_is_said_in_words(open_page: Open) -> None:
    page = open_page("/closure?district=nowhere")
    expect(page.locator('.tile[data-state="error"]').first).to_contain_text("没有这个单位或取值")
