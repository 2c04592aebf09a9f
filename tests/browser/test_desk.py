"""The journey of an article at the desk: written, published, read at its address, changed in a new edition."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.core.cache import cache
from playwright.sync_api import Page, expect

from articles import permissions, workflow
from articles.models import Edition
from tests.browser.conftest import accessibility_problems
from tests.factories import make_author, make_draft, make_section

roles = import_module("articles.migrations.0003_roles")

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

# What axe-core has against Django's own pages, whichever table they show.
DJANGOS_OWN = {
    "empty-table-header": "the first column of the admin's inline tables",
    "label-title-only": "the admin's search box is labelled by a picture of a lens",
}


@pytest.fixture
def desk(page: Page) -> Page:
    """A publisher who has signed in by the form."""
    roles.make_roles(apps, None)  # the test before this one emptied every table
    user = User.objects.create_user("publisher", "p@news.example", "a long secret", is_staff=True)
    user.groups.add(Group.objects.get(name=permissions.PUBLISHERS))
    make_section("Actualités", slug="actualites")
    make_author("Anne Leroy", slug="anne-leroy")
    cache.clear()
    page.goto("/admin/")
    page.locator("#id_username").fill("publisher")
    page.locator("#id_password").fill("a long secret")
    page.keyboard.press("Enter")
    expect(page.locator("#user-tools")).to_be_visible()
    return page


def our_problems(page: Page) -> list[str]:
    page.wait_for_load_state()
    return [line for line in accessibility_problems(page) if line.split(":")[0] not in DJANGOS_OWN]


def write(page: Page, name: str, words: str) -> None:
    page.locator(f"[name={name}]").fill(words)


def press(page: Page, verb: str) -> None:
    page.locator(f"button[value={verb}]").click()


def test_an_article_from_the_first_word_to_the_second_edition(desk: Page):
    assert our_problems(desk) == []
    desk.get_by_role("link", name="New article").click()
    expect(desk).to_have_url("/admin/articles/edition/add/")
    assert our_problems(desk) == []
    write(desk, "kicker", "Littoral")
    write(desk, "headline", "La marée monte")
    write(desk, "standfirst", "Tout ce qu’il faut savoir.")
    write(desk, "body", "<p>L’eau est <strong>haute</strong>.</p>")
    desk.locator("[name=section]").select_option(label="Actualités")
    desk.locator("#id_tags").fill("Mer, Port")
    desk.get_by_role("combobox", name="Add a person").fill("anne")
    desk.get_by_role("option", name="Anne Leroy").click()
    desk.locator("[name=_save]").click()
    expect(desk.locator(".messagelist")).to_be_visible()
    expect(desk.locator("[name=headline]")).to_have_value("La marée monte")
    assert our_problems(desk) == []

    press(desk, "publish")
    expect(desk.locator(".read-body strong")).to_have_text("haute")
    expect(desk.locator("[name=headline]")).to_have_count(0)
    assert our_problems(desk) == []
    desk.locator(".viewsitelink").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("La marée monte")
    expect(desk.locator(".bylines")).to_contain_text("Anne Leroy")
    address = desk.url
    assert address.split("/")[3:5] == ["actualites", f"la-maree-monte_{Edition.objects.get().article.public_id}"]

    desk.go_back()
    press(desk, "start")
    expect(desk.locator(".editor-words")).to_be_visible()  # by then its keys are heard
    write(desk, "headline", "La marée descend")
    desk.locator("[name=headline]").press("Enter")  # the first button of the form is the safe one: it saves
    expect(desk.locator("#content")).to_contain_text("La marée descend")
    assert [edition.status for edition in Edition.objects.order_by("number")] == ["published", "draft"]
    desk.goto(address)
    expect(desk.get_by_role("heading", level=1)).to_have_text("La marée monte")
    desk.go_back()
    press(desk, "publish")
    expect(desk.locator(".messagelist .error")).to_be_visible()  # readers are owed an answer
    desk.locator("[name=correction_kind]").select_option("correction")
    write(desk, "correction_text", "La marée descend depuis midi.")
    press(desk, "publish")
    expect(desk.locator(".read-body")).to_be_visible()
    desk.goto(address)
    expect(desk.get_by_role("heading", level=1)).to_have_text("La marée descend")
    expect(desk.locator("main")).to_contain_text("La marée descend depuis midi.")


def test_a_text_becomes_an_article(desk: Page):
    desk.goto("/admin/articles/article/")
    desk.locator(".object-tools a", has_text="New from text").click()
    write(
        desk,
        "text",
        "Actualités\n\nLa marée monte plus haut que prévu\n\nPar Anne Leroy\n\nL’eau a gagné les quais dès l’aube.\n\n"
        "On n’avait jamais vu cela\n\n– Ana Roy, patronne\n\nLe pic est attendu ce soir.\n\n"
        "Pour explorer les options de sponsoring, contactez-nous.",
    )
    desk.locator("[name=_read]").click()
    expect(desk.locator(".taken-for .pull-quote")).to_contain_text("Ana Roy, patronne")
    expect(desk.locator(".taken-for .left_out")).to_contain_text("contactez-nous")
    assert our_problems(desk) == []
    assert desk.locator("input.default").get_attribute("name") == "_make"
    desk.locator("[name=_make]").click()
    expect(desk.locator("[name=headline]")).to_have_value("La marée monte plus haut que prévu")
    expect(desk.locator("[name=ednote]")).to_have_value("Pour explorer les options de sponsoring, contactez-nous.")
    press(desk, "publish")
    desk.locator(".viewsitelink").click()
    expect(desk.locator(".bylines")).to_contain_text("Anne Leroy")
    expect(desk.locator("main")).to_contain_text("On n’avait jamais vu cela")
    expect(desk.locator("main")).not_to_contain_text("contactez-nous")


@pytest.mark.parametrize("width", [1440, 390])
def test_the_desks_pages_fit_and_can_be_used_by_all(desk: Page, width: int):
    live = workflow.publish(make_draft(headline="En ligne", tags=["Mer"]), by=None)
    draft = workflow.start_edition(live, by=None)
    desk.set_viewport_size({"width": width, "height": 900})
    for path in (
        "article/",
        f"article/{live.article_id}/change/",
        f"edition/{live.pk}/change/",
        f"edition/{draft.pk}/change/",
        "edition/from-text/",
        "section/",
        "sponsorshipnote/add/",
        "transition/",
    ):
        desk.goto(f"/admin/articles/{path}")
        assert our_problems(desk) == [], path
        assert desk.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, path


def test_a_new_article_begins_at_its_headline(desk: Page):
    desk.goto("/admin/articles/edition/add/")
    expect(desk.locator("[name=headline]")).to_be_focused()
    desk.locator("[name=kicker]").focus()
    expect(desk.locator(".editor-words")).to_be_visible()
    desk.wait_for_load_state("networkidle")
    expect(desk.locator("[name=kicker]")).to_be_focused()  # nothing takes it away from who has begun to type
