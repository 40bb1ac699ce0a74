"""A new generation: an open page says so and keeps its own, the next page shows it."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import Open, settled
from tests.dashboard.released import release


def test_an_open_page_offers_the_new_generation_and_the_next_shows_it(open_page: Open, city: Path) -> None:
    page = open_page("/")
    before = page.locator(".card-figure").all_inner_texts()
    shown = page.locator(".stamp").inner_text()
    release(city, 1 + max(int(each.stem[5:]) for each in (city / "snapshots").glob("snap-*.duckdb")), seed=5)
    expect(page.locator(".band.fresh")).to_be_visible(timeout=30_000)
    assert page.locator(".card-figure").all_inner_texts() == before
    page.locator(".rank a").first.click()
    page.wait_for_url("**/closure?*")
    settled(page)
    assert page.locator(".stamp").inner_text() == shown, "a link leads within the generation of its page"
    page.locator("#choose-period").select_option("2024-03")
    page.wait_for_url("**period=2024-03*")
    settled(page)
    assert page.locator(".stamp").inner_text() == shown
    page.locator(".band.fresh a").click()
    page.wait_for_load_state()
    settled(page)
    assert page.locator(".stamp").inner_text() != shown
    assert page.locator(".card-figure").all_inner_texts() != before
