"""The newspaper's name and pages in Chromium: written, looked at in another tab, saved, read."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from articles import models
from tests.browser.editing import Desk
from tests.browser.test_desk import our_problems
from tests.factories import NOW, make_article, make_section

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def test_a_page_is_written_looked_at_and_read(page: Page, desk: Desk):
    page.goto("/admin/articles/page/add/")
    page.get_by_label("Title").or_(page.locator("#id_title")).first.fill("Qui sommes-nous")
    desk.words.focus()
    desk.type("Nous faisons un journal.")
    assert our_problems(page) == []
    with page.expect_popup() as opened:
        page.locator(".preview-button button").click()
    preview = opened.value
    expect(preview.locator(".preview-bar")).to_be_visible()
    expect(preview.locator(".body")).to_have_text("Nous faisons un journal.")
    preview.close()
    assert models.Page.objects.count() == 0
    with page.expect_navigation():
        page.locator("[name=_save]").click()
    (row,) = models.Page.objects.all()
    assert (row.slug, row.body) == ("qui-sommes-nous", "<p>Nous faisons un journal.</p>")
    page.goto(f"/admin/articles/page/{row.pk}/change/")
    desk.to_end()
    desk.type(" Et nous le signons.")
    page.keyboard.press("Control+s")
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert row.versions.count() == 2
    page.goto("/pages/qui-sommes-nous/")
    expect(page.locator(".body")).to_have_text("Nous faisons un journal. Et nous le signons.")


def test_the_newspaper_is_named_and_coloured(page: Page, desk: Desk):
    make_article(headline="Une brève", section=make_section("Ville", slug="ville"), published_at=NOW)
    page.goto("/admin/articles/site/")
    page.locator("#id_own_name").fill("La Gazette")
    page.locator("#id_accent").select_option("teal")
    page.locator("#id_paper").select_option("salmon")
    assert our_problems(page) == []
    with page.expect_popup() as opened:
        page.locator(".preview-button button").click()
    preview = opened.value
    expect(preview.get_by_role("heading", level=1)).to_have_text("La Gazette")
    assert preview.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 243, 234)"
    preview.close()
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Newsroom")
    page.goto("/admin/articles/site/")
    page.locator("#id_own_name").fill("La Gazette")
    with page.expect_navigation():
        page.locator("[name=_save]").click()
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("La Gazette")
