"""An article from hand to hand: written, sent, returned, sent again, approved, published and read; and scheduled."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from articles import permissions
from articles.models import Edition, SectionRight
from articles.states import Phase
from tests.browser.editing import COMPLAIN, sign_in
from tests.browser.test_desk import our_problems
from tests.factories import make_author, make_section

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

WIDTHS = {permissions.WRITERS: 390, permissions.EDITORS: 1440, permissions.PUBLISHERS: 1440}
SCHEMES = {permissions.WRITERS: "light", permissions.EDITORS: "dark", permissions.PUBLISHERS: "light"}


@pytest.fixture
def people(browser: Browser, live_server):
    """A writer at a telephone, an editor in the dark and a publisher, each at the desk's home."""
    make_section("Actualités", slug="actualites")
    make_author("Anne Leroy", slug="anne-leroy")
    pages = {}
    for group, width in WIDTHS.items():
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 900},
            color_scheme=SCHEMES[group],
            timezone_id="Europe/Paris",
        )
        page = pages[group] = context.new_page()
        page.add_init_script(COMPLAIN)
        user = sign_in(page, live_server.url, group.rstrip("s"), group)
        if group == permissions.EDITORS:
            SectionRight.objects.create(user=user, section=None)
    yield tuple(pages.values())
    for page in pages.values():
        assert page.evaluate("window.violations ?? []") == []  # a page that nobody came to has none
        page.context.close()


def come_home(page: Page, headline: str) -> None:
    """Open the article from the desk's home, where it waits."""
    page.goto("/admin/")
    assert our_problems(page) == []
    page.get_by_role("link", name=headline).first.click()
    expect(page.locator(".editor-words")).to_be_visible()
    assert our_problems(page) == []


def press(page: Page, verb: str) -> None:
    with page.expect_navigation():
        page.locator(f"button[value={verb}]").click()


def test_an_article_goes_from_hand_to_hand(people: tuple[Page, Page, Page]):
    writer, editor, publisher = people
    writer.goto("/admin/")
    writer.get_by_role("link", name="New article").click()
    writer.locator("[name=headline]").fill("La marée monte")
    writer.locator("[name=section]").select_option(label="Actualités")
    writer.locator(".editor-words").click()
    writer.keyboard.type("L’eau est haute.")
    writer.locator("#id_bylines").fill("anne")
    expect(writer.locator(".picker [aria-selected=true]")).to_contain_text("Anne Leroy")
    writer.keyboard.press("Enter")
    with writer.expect_navigation():
        writer.keyboard.press("Control+s")
    press(writer, "submit")

    come_home(editor, "La marée monte")
    editor.locator("summary", has_text="Ask for changes").click()
    assert our_problems(editor) == []
    editor.locator("[name=request_changes-comment]").fill("Jusqu’où ?")
    press(editor, "request_changes")
    expect(editor.locator(".messagelist .success")).to_be_visible()

    writer.goto("/admin/")
    expect(writer.locator(".home-lists")).to_contain_text("Jusqu’où ?")
    come_home(writer, "La marée monte")
    expect(writer.locator(".desk-next")).to_contain_text("Jusqu’où ?")
    writer.locator(".editor-words").click()
    writer.keyboard.press("Control+End")
    writer.keyboard.type(" Elle passe les quais.")
    press(writer, "submit")  # saves what was typed
    assert Edition.objects.get().body == "<p>L’eau est haute. Elle passe les quais.</p>"

    come_home(editor, "La marée monte")
    press(editor, "approve")
    come_home(publisher, "La marée monte")
    press(publisher, "publish")
    expect(publisher.locator(".desk-timeline")).to_contain_text("changes requested, editor Jusqu’où ?")
    assert our_problems(publisher) == []
    publisher.locator(".viewsitelink").click()
    expect(publisher.get_by_role("heading", level=1)).to_have_text("La marée monte")
    expect(publisher.locator("main")).to_contain_text("Elle passe les quais.")
    assert our_problems(publisher) == []


def test_a_schedule_is_seen_moved_and_cancelled(people: tuple[Page, Page, Page]):
    _writer, _editor, publisher = people
    publisher.goto("/admin/articles/edition/add/")
    publisher.locator("[name=headline]").fill("La marée monte")
    publisher.locator("[name=section]").select_option(label="Actualités")
    publisher.locator(".editor-words").click()
    publisher.keyboard.type("L’eau est haute.")
    publisher.locator("#id_bylines").fill("anne")
    expect(publisher.locator(".picker [aria-selected=true]")).to_contain_text("Anne Leroy")
    publisher.keyboard.press("Enter")
    with publisher.expect_navigation():
        publisher.keyboard.press("Control+s")
    tomorrow = timezone.localtime() + timedelta(days=1)
    for verb, label, hour in (("schedule", "Schedule", 8), ("reschedule", "Change the time", 9)):
        publisher.locator("summary", has_text=label).click()
        publisher.locator(f"[name={verb}-at]").fill(f"{tomorrow:%Y-%m-%d}T{hour:02}:00")
        assert our_problems(publisher) == []
        press(publisher, verb)
        opens = timezone.localtime(Edition.objects.get().live_from)
        assert (opens.date(), opens.hour, opens.minute) == (tomorrow.date(), hour, 0)
        expect(publisher.locator("h1 .phase")).to_contain_text("scheduled")
    publisher.goto("/admin/")
    expect(publisher.locator(".home-lists")).to_contain_text("Scheduled next")
    publisher.go_back()
    press(publisher, "unschedule")
    assert Edition.objects.get().phase(timezone.now()) == Phase.APPROVED
