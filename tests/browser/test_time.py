"""Times on somebody's own clocks: an editor abroad schedules, and the desk walks through the site as it will be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from articles import workflow
from articles.models import Edition, SponsorshipNote
from tests.browser.conftest import accessibility_problems, page_of
from tests.browser.editing import COMPLAIN, sign_in
from tests.browser.test_desk import our_problems
from tests.factories import make_article, make_draft, make_section

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

OPENS = datetime(2190, 11, 26, 13, tzinfo=UTC)  # 8 in New York, 14 in Paris


@pytest.fixture
def abroad(browser: Browser, live_server) -> Iterator[Page]:
    """A publisher's browser in New York, before the desk knows where it is."""
    with page_of(browser, live_server, timezone_id="America/New_York") as page:
        page.add_init_script(COMPLAIN)
        sign_in(page, live_server.url)
        yield page
        assert page.evaluate("window.violations") == []


def test_an_editor_abroad_schedules_on_their_own_clock(abroad: Page):
    edition = make_draft(headline="Demain")
    abroad.goto("/admin/")
    expect(abroad.locator("#user-tools")).to_contain_text("Times in Europe/Paris")
    abroad.goto(f"/admin/articles/edition/{edition.pk}/change/")
    expect(abroad.locator("#user-tools")).to_contain_text("Times in America/New_York")
    ask = abroad.locator("details.desk-ask", has=abroad.locator("[value=schedule]"))
    ask.locator("summary").click()
    moment = abroad.get_by_label("Date and time")
    moment.fill("2190-11-26T08:00")
    expect(ask.locator(".moment-zone")).to_have_text("America/New_York, UTC−5 (14:00 in Europe/Paris)")
    assert our_problems(abroad) == []
    ask.locator("button[value=schedule]").click()
    expect(abroad.locator("h1 .phase")).to_contain_text("UTC−5, 14:00 Europe/Paris")
    edition.refresh_from_db()
    assert edition.live_from == OPENS
    assert list(Edition.objects.live(OPENS)) == [edition]
    assert list(Edition.objects.live(OPENS.replace(hour=12, minute=59))) == []


def test_a_time_that_comes_twice_is_chosen(abroad: Page):
    abroad.goto("/admin/")
    abroad.goto("/admin/articles/sponsorshipnote/add/")
    kind = abroad.locator("[name=kind]")
    kind.select_option("house")
    abroad.locator("[name=label]").fill("Avis")
    abroad.get_by_label("the whole site").check()
    starts, where = abroad.locator("[name=starts_at]"), abroad.locator("#id_starts_at_zone")
    starts.fill("2026-03-08T02:30")
    expect(where).to_have_text("America/New_York")
    starts.fill("2026-11-01T01:30")
    expect(where).to_have_text("America/New_York")
    abroad.locator("[name=_save]").click()
    choice = abroad.get_by_role("group", name="Which of the two?")
    expect(choice).to_be_visible()
    expect(starts).to_have_value("2026-11-01T01:30")
    assert our_problems(abroad) == []
    choice.get_by_label("the second").check()
    abroad.locator("[name=_save]").click()
    expect(abroad.locator(".messagelist .success")).to_be_visible()
    assert SponsorshipNote.objects.get().starts_at == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize("width", [1440, 390, 320])
def test_the_desk_walks_through_the_site_as_it_will_be(abroad: Page, width: int):
    town = make_section("Ville", slug="ville")
    make_article(headline="Hier", section=town)
    workflow.publish(make_draft(headline="Demain", section=town), by=None, at=OPENS)
    abroad.set_viewport_size({"width": width, "height": 900})
    abroad.goto("/admin/")
    abroad.get_by_role("link", name="See the site at a chosen time").click()
    bar = abroad.get_by_role("complementary", name="The site")
    expect(bar).to_contain_text("The site as it is now")
    expect(abroad.locator(".card-headline")).to_have_text(["Hier"])
    bar.get_by_label("Another time (America/New_York)").fill("2190-11-26T08:00")
    bar.get_by_role("button", name="Show").click()
    expect(bar).to_contain_text("26 novembre 2190 at 08:00 (America/New_York), 26 novembre 2190 at 14:00")
    assert accessibility_problems(abroad) == []
    assert abroad.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0

    abroad.get_by_role("link", name="Ville").first.click()
    expect(abroad.get_by_role("heading", level=1)).to_have_text("Ville")
    expect(bar).to_contain_text("26 novembre 2190 at 08:00")
    expect(abroad.locator(".card-headline")).to_have_text(["Demain", "Hier"])
    abroad.get_by_role("link", name="Demain").click()
    expect(abroad.get_by_role("heading", level=1)).to_have_text("Demain")
    expect(bar).to_contain_text("26 novembre 2190 at 08:00")
    assert accessibility_problems(abroad) == []

    abroad.go_back()
    expect(abroad.get_by_role("heading", level=1)).to_have_text("Ville")
    bar.get_by_role("link", name="Return to now").press("Enter")
    expect(abroad.locator(".card-headline")).to_have_text(["Hier"])
    expect(bar).to_have_count(0)
