"""What an editor typed outlives the session, the network and the tab: in Chromium, with scripts and without."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import Browser, Locator, Page, Route, expect

from articles.models import Edition
from articles.states import Status
from tests.browser.editing import Desk, sign_in
from tests.browser.test_desk import our_problems
from tests.cast import make_user
from tests.factories import make_author, make_draft, make_section

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

TEN = "Dix mots écrits pendant que la session était déjà finie."
SECRET = "a long secret"


def end_session() -> None:
    """End everybody's, as a change of the password does: the browser keeps its cookies."""
    Session.objects.all().delete()


def type_ten(desk: Desk) -> None:
    desk.open("<p>Début.</p>")
    desk.to_end()
    desk.press("Enter")
    desk.type(TEN)
    desk.page.locator("[name=headline]").fill("Un autre titre")


@pytest.fixture
def written(desk: Desk) -> Desk:
    """Ten words typed, and the session over."""
    type_ten(desk)
    desk.words.focus()
    end_session()
    return desk


def window(desk: Desk) -> Locator:
    return desk.page.locator("dialog[open]")


def answer(desk: Desk, password: str = SECRET) -> None:
    window(desk).locator("[name=password]").fill(password)
    desk.press("Enter")


def expect_saved(desk: Desk) -> None:
    expect(desk.page.locator(".messagelist .success")).to_be_visible()
    assert desk.stored == f"<p>Début.</p><p>{TEN}</p>"
    assert (desk.draft.headline, desk.draft.updated_by.username) == ("Un autre titre", "publisher")


def test_the_password_is_asked_over_the_form_and_the_save_is_made(written: Desk):
    written.press("Control+s")
    expect(window(written)).to_contain_text("Your session has ended")
    expect(window(written).locator("[name=username]")).to_have_value("publisher")
    expect(window(written).locator("[name=password]")).to_be_focused()
    assert our_problems(written.page) == []
    answer(written)
    expect_saved(written)


def test_a_wrong_password_is_said_and_another_tried(written: Desk):
    written.press("Control+s")
    answer(written, "wrong")
    expect(window(written).get_by_role("alert")).not_to_be_empty()
    expect(window(written).locator("[name=password]")).to_be_focused()
    answer(written)
    expect_saved(written)


def test_escape_and_cancel_lead_back_to_the_words(written: Desk):
    typed = written.typed
    written.press("Control+s")
    expect(window(written)).to_be_visible()
    written.press("Control+s", "Escape")
    expect(window(written)).to_have_count(0)
    expect(written.words).to_be_focused()
    written.page.locator("[name=_save]").click()
    window(written).get_by_role("button", name="Cancel").click()
    expect(window(written)).to_have_count(0)
    assert written.typed == typed
    assert written.stored == "<p>Début.</p>"
    written.press("Control+s")
    answer(written)
    expect_saved(written)


def test_the_button_that_was_pressed_is_the_one_that_is_done(written: Desk):
    written.page.locator("button[value=publish]").click()
    answer(written)
    expect(written.page.locator(".read-body")).to_contain_text(TEN)
    written.draft.refresh_from_db()
    assert (written.draft.status, written.draft.headline) == (Status.PUBLISHED, "Un autre titre")


def test_another_person_may_sign_in_and_saves_as_themselves(written: Desk):
    make_user("colleague", "publishers", password=SECRET)
    written.press("Control+s")
    window(written).locator("[name=username]").fill("colleague")
    answer(written)
    expect(written.page.locator(".messagelist .success")).to_be_visible()
    written.draft.refresh_from_db()
    assert (written.draft.headline, written.draft.updated_by.username) == ("Un autre titre", "colleague")


def test_whoever_has_signed_in_since_saves_nothing_by_mistake(written: Desk, live_server):
    client = Client()
    client.force_login(make_user("colleague", "publishers"))
    cookies = [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    written.page.context.add_cookies(cookies)
    written.press("Control+s")
    expect(window(written)).to_contain_text("colleague has signed in here since")
    answer(written)
    expect_saved(written)


def test_signed_in_again_in_another_tab_it_is_saved_without_a_word(written: Desk):
    with written.page.context.new_page() as other:
        other.goto("/admin/")
        other.locator("#id_username").fill("publisher")
        other.locator("#id_password").fill(SECRET)
        other.keyboard.press("Enter")
        expect(other.locator("#user-tools")).to_be_visible()
    written.press("Control+s")
    expect_saved(written)


def test_a_server_that_does_not_answer_is_said_and_the_words_stay(desk: Desk):
    type_ten(desk)
    desk.page.route("**/admin/session/", lambda route: route.fulfill(status=200, body="<p>Wi-Fi: sign in</p>"))
    desk.press("Control+s")
    expect(window(desk)).to_contain_text("The server does not answer")
    assert our_problems(desk.page) == []
    window(desk).get_by_role("button", name="Try again").click()
    expect(window(desk)).to_contain_text("The server does not answer")
    desk.page.unroute("**/admin/session/")
    window(desk).get_by_role("button", name="Try again").click()
    expect_saved(desk)


def test_a_save_pressed_while_the_tab_asks_who_is_signed_in_is_made(desk: Desk):
    type_ten(desk)
    asked: list[Route] = []
    desk.page.route("**/admin/session/", lambda route: route.continue_() if asked else asked.append(route))
    with desk.page.expect_request("**/admin/session/"):
        desk.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    desk.press("Control+s")
    asked[0].continue_()
    expect_saved(desk)


# --- without scripts -------------------------------------------------------------------------------------------------


@pytest.fixture
def plain(browser: Browser, live_server) -> Iterator[Page]:
    """A publisher's browser that runs no script."""
    context = browser.new_context(base_url=live_server.url, locale="fr-FR", java_script_enabled=False)
    page = context.new_page()
    sign_in(page, live_server.url)
    yield page
    context.close()


def write_plainly(page: Page) -> Edition:
    draft = make_draft(headline="La marée monte", section=make_section(), bylines=[(make_author(), "text")])
    page.goto(f"/admin/articles/edition/{draft.pk}/change/")
    page.locator("[name=headline]").fill("Un autre titre")
    page.locator("[name=body]").fill(f"<p>Début.</p>\n<p>{TEN}</p>")
    return draft


def expect_saved_plainly(page: Page, draft: Edition) -> None:
    expect(page.locator(".messagelist .success")).to_be_visible()
    draft.refresh_from_db()
    assert (draft.headline, draft.body) == ("Un autre titre", f"<p>Début.</p><p>{TEN}</p>")


def test_the_page_that_asks_for_the_password_holds_the_words(plain: Page):
    draft = write_plainly(plain)
    end_session()
    plain.locator("[name=_save]").click()
    expect(plain.locator("main")).to_contain_text("Your session has ended")
    plain.locator("summary").click()
    expect(plain.locator(".kept-words")).to_contain_text(TEN)
    for password in ("wrong", SECRET):
        plain.locator("#id_username").fill("publisher")
        plain.locator("#id_password").fill(password)
        plain.keyboard.press("Enter")
    expect_saved_plainly(plain, draft)


def test_a_token_that_another_tab_changed_asks_for_a_press_more(plain: Page):
    draft = write_plainly(plain)
    cookies = [cookie for cookie in plain.context.cookies() if cookie["name"] == "csrftoken"]
    plain.context.add_cookies([cookies[0] | {"value": "a" * 32}])
    plain.locator("[name=_save]").click()
    expect(plain.locator("main")).to_contain_text("You are signed in as publisher")
    plain.locator("[type=submit]").click()
    expect_saved_plainly(plain, draft)


# --- words that were not saved ---------------------------------------------------------------------------------------


def offer(desk: Desk) -> Locator:
    return desk.page.locator(".editor-notice")


def fail_to_save(desk: Desk) -> None:
    """Send the form to a server that is gone, and come back when it is there again."""
    address = f"/admin/articles/edition/{desk.draft.pk}/change/"

    def gone(route: Route) -> None:
        route.abort() if route.request.method == "POST" else route.continue_()

    desk.page.route(f"**{address}", gone)
    with desk.page.expect_event("requestfailed"):
        desk.press("Control+s")
    desk.page.unroute(f"**{address}")
    desk.page.goto("/admin/")
    desk.reopen()


def test_words_that_a_failed_save_left_behind_are_offered_and_taken_back(desk: Desk):
    type_ten(desk)
    fail_to_save(desk)
    assert desk.typed == "<p>Début.</p>"
    expect(offer(desk)).to_be_visible()
    assert our_problems(desk.page) == []
    desk.page.get_by_role("button", name="Take them back").click()
    expect(desk.page.locator("[name=headline]")).to_have_value("Un autre titre")
    assert desk.typed == f"<p>Début.</p><p>{TEN}</p>"
    desk.save()
    assert desk.stored == f"<p>Début.</p><p>{TEN}</p>"
    desk.reopen()
    expect(offer(desk)).to_have_count(0)


def test_words_thrown_away_are_offered_no_more(desk: Desk):
    type_ten(desk)
    fail_to_save(desk)
    desk.page.get_by_role("button", name="Throw them away").click()
    expect(offer(desk)).to_have_count(0)
    desk.reopen()
    expect(offer(desk)).to_have_count(0)
    assert desk.stored == "<p>Début.</p>"


def test_whoever_signs_in_next_is_offered_nothing(desk: Desk, live_server):
    type_ten(desk)
    fail_to_save(desk)
    expect(offer(desk)).to_be_visible()
    sign_in(desk.page, live_server.url, "somebody")
    desk.reopen()
    expect(offer(desk)).to_have_count(0)
