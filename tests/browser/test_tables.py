"""The tables around articles, as people use them: two tags become one, a new colleague comes in."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from articles.models import EditionTag, Tag
from tests.browser.conftest import accessibility_problems
from tests.browser.editing import COMPLAIN, put_in, sign_in
from tests.browser.test_desk import DJANGOS_OWN
from tests.factories import make_author, make_draft, make_note, make_section

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture
def desk(page: Page, live_server) -> Page:
    page.add_init_script(COMPLAIN)
    sign_in(page, live_server.url)
    yield page
    assert page.evaluate("window.violations") == []


def problems(page: Page) -> list[str]:
    page.wait_for_load_state()
    return [line for line in accessibility_problems(page) if line.split(":")[0] not in DJANGOS_OWN]


def test_two_tags_become_one(desk: Page):
    make_draft(tags=["Port"])
    make_draft(tags=["Harbour"])
    desk.goto(f"/admin/articles/tag/{Tag.objects.get(slug='port').pk}/change/")
    desk.locator("[name=name]").fill("harbour")
    desk.locator("[name=_save]").click()
    desk.get_by_role("link", name="Merge this tag into it").click()
    expect(desk.locator(".select2-selection__rendered")).to_contain_text("Harbour")
    desk.goto(f"/admin/articles/tag/{Tag.objects.get(slug='port').pk}/change/")
    desk.get_by_role("link", name="Merge into another tag…").click()
    desk.locator(".select2-selection").click()
    desk.locator(".select2-dropdown .select2-search__field").fill("harb")
    desk.locator(".select2-results__option", has_text="Harbour").click()
    assert problems(desk) == []
    desk.get_by_role("button", name="Merge").click()
    expect(desk.locator(".messagelist .success")).to_have_text("“Port” is merged into “Harbour”.")
    assert [row.tag.slug for row in EditionTag.objects.select_related("tag")] == ["harbour", "harbour"]


def test_a_colleague_comes_in(desk: Page):
    culture = make_section("Culture", slug="culture")
    make_section("Books", slug="books", parent=culture)
    desk.goto("/admin/articles/person/")
    desk.locator(".object-tools .addlink").click()
    for name, words in [("username", "nina"), ("first_name", "Nina"), ("last_name", "Petit")]:
        desk.locator(f"[name={name}]").fill(words)
    desk.get_by_label("Editors").check()
    included = desk.locator("label", has_text="Books").locator(".included")
    expect(included).to_be_hidden()
    desk.get_by_label("Culture").check()
    expect(included).to_be_visible()  # it is below
    assert problems(desk) == []
    desk.locator("[name=_save]").click()
    link = desk.locator(".welcome-link").inner_text()
    assert problems(desk) == []

    desk.context.clear_cookies()
    desk.goto(link)
    assert problems(desk) == []
    for name in ("new_password1", "new_password2"):
        desk.locator(f"[name={name}]").fill("une longue phrase")
    desk.locator("[type=submit]").last.click()
    expect(desk.locator(".messagelist .success")).to_have_text("Your password is set: sign in with it.")
    desk.locator("#id_username").fill("nina")
    desk.locator("#id_password").fill("une longue phrase")
    desk.keyboard.press("Enter")
    expect(desk.locator("#user-tools")).to_be_visible()
    assert User.objects.get(username="nina").last_login is not None


@pytest.mark.parametrize("width", [1440, 390])
def test_the_tables_pages_fit_and_can_be_used_by_all(desk: Page, width: int):
    section = make_section("Actualités", slug="actualites")
    author = make_author("Anne Leroy", slug="anne-leroy", picture=put_in("red"))
    shown, waiting = make_note(section=section), make_note(label="En attente")
    shown.replace(label="Nouvelle")
    desk.set_viewport_size({"width": width, "height": 900})
    picture = b"<svg xmlns='http://www.w3.org/2000/svg'/>"
    desk.route("**/media/**", lambda route: route.fulfill(content_type="image/svg+xml", body=picture))
    publisher = User.objects.get(username="publisher")
    for path in (
        "section/add/",
        f"section/{section.pk}/change/",
        "tag/",
        "author/",
        f"author/{author.pk}/change/",
        "sponsor/add/",
        "sponsorshipnote/",
        f"sponsorshipnote/{waiting.pk}/change/",
        "person/",
        f"person/{publisher.pk}/change/",
    ):
        desk.goto(f"/admin/articles/{path}")
        assert problems(desk) == [], path
        assert desk.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, path
