"""The tree of sections: moved by the keyboard's buttons, and by dragging."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from articles.models import Section
from tests.browser.conftest import accessibility_problems
from tests.browser.editing import COMPLAIN, sign_in
from tests.factories import make_section

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

PAGE = "/admin/articles/section/"


@pytest.fixture
def tree(page: Page, live_server) -> Page:
    """The tree of News, with Port and Fair below it, and Sport."""
    page.add_init_script(COMPLAIN)
    sign_in(page, live_server.url)
    news = make_section("News", slug="news")
    for position, name in enumerate(("Port", "Fair", "Quay")):
        make_section(name, slug=name.lower(), parent=news, position=position)
    make_section("Sport", slug="sport", position=1)
    page.goto(PAGE)
    yield page
    assert page.evaluate("window.violations") == []


def paths(page: Page) -> list[str]:
    return page.locator(".section-path").all_inner_texts()


def drag(page: Page, name: str, onto: str, part: float) -> None:
    """Drag one section's row over another's, to `part` of its height."""
    rows = {title: page.locator(f".section-row:has(a:text-is('{title}'))") for title in (name, onto)}
    box = rows[onto].bounding_box()
    target = {"x": box["width"] / 2, "y": box["height"] * part}
    rows[name].drag_to(rows[onto], target_position=target)


def test_the_buttons_keep_the_focus_where_the_section_goes(tree: Page):
    down = tree.get_by_role("button", name="Move “Port” down")
    down.focus()
    for expected in (["fair", "port", "quay"], ["fair", "quay", "port"]):
        with tree.expect_navigation():
            tree.keyboard.press("Enter")
        assert paths(tree)[1:4] == [f"/news/{slug}/" for slug in expected]
    expect(tree.get_by_role("button", name="Move “Port” up")).to_be_focused()  # there is no further down
    expect(tree.get_by_role("button", name="Move “Port” down")).to_be_disabled()
    assert accessibility_problems(tree) == []


def test_a_section_is_dragged_between_others_and_below_another(tree: Page):
    with tree.expect_navigation():
        drag(tree, "Quay", "Port", 0.1)
    assert paths(tree) == ["/news/", "/news/quay/", "/news/port/", "/news/fair/", "/sport/"]
    with tree.expect_navigation():
        drag(tree, "Quay", "Fair", 0.9)
    assert paths(tree)[1:4] == ["/news/port/", "/news/fair/", "/news/quay/"]
    with tree.expect_navigation():
        drag(tree, "Fair", "Sport", 0.5)
    expect(tree.locator("#content-main")).to_contain_text("It will stand below “Sport”.")
    assert accessibility_problems(tree) == []
    tree.get_by_role("link", name="Leave it where it is").click()
    expect(tree.locator(".section-tree")).to_be_visible()
    assert Section.objects.get(slug="fair").path == "news/fair"
    with tree.expect_navigation():
        drag(tree, "Fair", "Sport", 0.5)
    tree.get_by_role("button", name="Move it").click()
    expect(tree.locator(".messagelist .success")).to_have_text("“Fair” is moved.")
    assert paths(tree) == ["/news/", "/news/port/", "/news/quay/", "/sport/", "/sport/fair/"]


def test_a_section_can_not_be_dropped_below_itself(tree: Page):
    drag(tree, "News", "Port", 0.5)
    assert paths(tree)[0] == "/news/"
    expect(tree.locator("[data-drop]")).to_have_count(0)
    assert tree.url.endswith(PAGE)
