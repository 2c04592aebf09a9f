"""The list of articles: narrowed by a name that completes itself, then several articles published at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from articles.models import Edition
from articles.states import Status
from tests.browser.editing import Desk
from tests.browser.test_desk import our_problems
from tests.factories import make_author, make_draft, make_section

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_several_articles_of_one_author_are_published_at_once(desk: Desk, width: int, scheme: str):
    page = desk.page
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    town, anne = make_section("Town", slug="town"), make_author("Anne Leroy", slug="anne-leroy")
    for headline in ("La marée monte", "La marée descend"):
        make_draft(headline=headline, section=town, bylines=[(anne, "text")])
    make_draft(headline="Sans texte", section=town, bylines=[(anne, "text")], body="")
    make_draft(headline="Un autre", section=town)

    page.goto("/admin/articles/article/")
    assert our_problems(page) == []
    box = page.get_by_role("combobox", name="Auteur").or_(page.get_by_role("combobox", name="Author"))
    box.press_sequentially("lero")
    expect(page.locator("#filter-author-names option")).to_have_count(1)
    assert page.locator("#filter-author-names option").get_attribute("value") == "Anne Leroy"
    box.press("Enter")
    expect(page.locator(".chosen li")).to_have_count(1)
    expect(page.locator(".chosen strong")).to_have_text("Anne Leroy")
    expect(page.locator("#result_list tbody tr")).to_have_count(3)
    assert our_problems(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0

    for row in page.locator("#result_list .action-select").all():
        row.check()
    page.locator("[name=action]").select_option("publish")
    page.locator(".actions button").click()
    expect(page.locator("[aria-labelledby=can] > ul > li")).to_have_count(2)
    expect(page.locator("[aria-labelledby=cannot] > ul > li")).to_have_count(1)
    assert our_problems(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    page.locator(".submit-row button").click()
    expect(page.locator(".messagelist .success a")).to_have_count(2)
    expect(page.locator(".chosen strong")).to_have_text("Anne Leroy")
    assert [edition.status for edition in Edition.objects.order_by("id")] == [
        *[Status.PUBLISHED] * 2,
        *[Status.DRAFT] * 2,
    ]
    page.locator(".chosen li > a").click()
    expect(page.locator("#result_list tbody tr")).to_have_count(4)
    expect(page.locator(".chosen li")).to_have_count(0)
