"""Tags and bylines: what is completed, made, put in order and saved, in Chromium; without script, the plain fields."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Locator, Page, expect

from articles.models import Author, Byline, Edition, Tag
from tests.browser.editing import Desk, sign_in
from tests.browser.test_desk import our_problems
from tests.factories import make_author, make_draft, make_section

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def tag_box(page: Page) -> Locator:
    return page.locator("#id_tags")


def person_box(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Add a person")


def offered(page: Page) -> Locator:
    return page.locator(".picker [role=option]")


def fill(page: Page, box: Locator, words: str, *, marked: str) -> None:
    """Type words and wait until the list is theirs, with `marked` marked."""
    box.fill(words)
    expect(page.locator("[role=option][aria-selected=true]")).to_have_text(marked)


def chips(page: Page) -> Locator:
    return page.locator(".chip span")


def lines(page: Page) -> Locator:
    return page.locator(".line-name strong")


def sent(page: Page) -> dict[str, str]:
    """Return what the form would send of tags and bylines."""
    return page.evaluate(
        """() => Object.fromEntries([...new FormData(document.getElementById("edition_form"))]
            .filter(([name]) => /^(tags|bylines-(TOTAL|\\d|__prefix__).*)$/.test(name)))"""
    )


def signed(edition: Edition) -> list[tuple[str, str]]:
    return [(line.author.name, line.role) for line in edition.bylines.select_related("author")]


def tagged(edition: Edition) -> list[str]:
    return [row.tag.name for row in edition.tag_rows.select_related("tag").order_by("pk")]


def test_two_tags_and_two_bylines_take_nine_actions_and_are_there_after_the_save(desk: Desk):
    Tag.objects.named(["Énergie", "Port", "Portugal"])
    section = make_section("Sport", slug="sport")
    make_author("Anne Leroy", slug="anne-leroy")
    make_author("Éric Dupont", slug="eric-dupont")
    desk.open(section=None, bylines=[], tags=[])
    page = desk.page
    page.locator("[name=section]").select_option(str(section.pk))
    fill(page, tag_box(page), "ENER", marked="Énergie")
    desk.press("Enter")
    expect(tag_box(page)).to_be_focused()
    fill(page, tag_box(page), "por", marked="Port")
    assert offered(page).all_inner_texts() == ["Port", "Portugal", "New tag: por"]
    desk.press("Tab")
    expect(person_box(page)).to_be_focused()
    fill(page, person_box(page), "leroy", marked="Anne Leroy")
    desk.press("Enter")
    fill(page, person_box(page), "eri", marked="Éric Dupont")
    desk.press("Enter")
    expect(person_box(page)).to_be_focused()
    desk.save()
    assert tagged(desk.draft) == ["Énergie", "Port"]
    assert signed(desk.draft) == [("Anne Leroy", "text"), ("Éric Dupont", "text")]
    for _again in (1, 2):  # what was saved is shown, and saved again it is the same
        assert chips(page).all_inner_texts() == ["Énergie", "Port"]
        assert lines(page).all_inner_texts() == ["Anne Leroy", "Éric Dupont"]
        desk.draft.refresh_from_db()
        version = desk.draft.lock_version
        desk.save()
        desk.draft.refresh_from_db()
        assert desk.draft.lock_version == version


def test_what_was_chosen_before_is_shown_and_the_table_is_out_of_the_way(desk: Desk):
    anne = make_author("Anne Leroy", job_title="Photographer")
    desk.open(bylines=[(make_author("Bob"), "translation"), (anne, "photos")], tags=["Mer", "Élysée"])
    page = desk.page
    assert chips(page).all_inner_texts() == ["Mer", "Élysée"]
    assert lines(page).all_inner_texts() == ["Bob", "Anne Leroy"]
    expect(page.locator(".line-name").nth(1)).to_have_text("Anne LeroyPhotographer")  # which namesake it is
    assert [role.input_value() for role in page.locator(".line select").all()] == ["translation", "photos"]
    expect(page.locator("#bylines-group table")).to_be_hidden()
    field = page.locator("[name=tags]")
    assert field.get_attribute("tabindex") == "-1"
    assert field.get_attribute("aria-hidden") == "true"
    bob, anne = (str(author.pk) for author in Author.objects.order_by("-name"))
    assert sent(page) == {
        "tags": "Mer, Élysée",
        "bylines-TOTAL_FORMS": "2",
        "bylines-0-author": bob,
        "bylines-0-role": "translation",
        "bylines-0-position": "1",
        "bylines-1-author": anne,
        "bylines-1-role": "photos",
        "bylines-1-position": "2",
    }


def test_tags_are_made_taken_back_and_taken_off(desk: Desk):
    Tag.objects.named(["Portugal"])
    desk.open(tags=[])
    page, box = desk.page, tag_box(desk.page)
    fill(page, box, "europe", marked="New tag: europe")
    desk.press("Enter")
    fill(page, box, "port", marked="Portugal")
    desk.press("ArrowDown")  # another than the one that completes it
    expect(page.locator("[role=option][aria-selected=true]")).to_have_text("New tag: port")
    desk.press("Enter")
    desk.type("Deux mots,trois,")  # sooner than any list
    assert chips(page).all_inner_texts() == ["europe", "port", "Deux mots", "trois"]
    assert sent(page)["tags"] == "europe, port, Deux mots, trois"

    fill(page, box, "EUROPÉ", marked="New tag: EUROPÉ")
    desk.press("Enter")
    expect(page.locator(".field-tags .picker > .visually-hidden")).to_have_text("EUROPÉ is there already.")
    assert chips(page).count() == 4

    desk.press("Backspace")  # the last one goes into the box
    expect(box).to_have_value("trois")
    assert sent(page)["tags"] == "europe, port, Deux mots"
    box.fill("")
    desk.press("ArrowLeft", "ArrowLeft")
    expect(page.get_by_role("button", name="Remove port")).to_be_focused()
    desk.press("Delete")
    expect(page.get_by_role("button", name="Remove Deux mots")).to_be_focused()
    desk.press("ArrowRight")
    expect(box).to_be_focused()
    page.get_by_role("button", name="Remove europe").click()
    assert sent(page)["tags"] == "Deux mots"

    box.fill("Fin")  # still in the box when the draft is saved
    desk.save()
    assert tagged(desk.draft) == ["Deux mots", "Fin"]


def test_pasted_names_are_a_tag_each(desk: Desk):
    desk.open(tags=["Mer"])
    paste = """(box, text) => {
        const data = new DataTransfer();
        data.setData("text/plain", text);
        box.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
    }"""
    tag_box(desk.page).evaluate(paste, "Port,  Union  européenne, port,\nmer")
    assert chips(desk.page).all_inner_texts() == ["Mer", "Port", "Union européenne"]


def test_tags_that_something_else_writes_into_the_field_are_shown(desk: Desk):
    desk.open(tags=["Mer"])
    desk.page.locator("[name=tags]").fill("Port, Quai")
    assert chips(desk.page).all_inner_texts() == ["Port", "Quai"]


def test_a_new_person_signs_without_leaving_the_page(desk: Desk):
    desk.open(bylines=[])
    page, box = desk.page, person_box(desk.page)
    desk.to_end()
    desk.type("Un mot. ")
    fill(page, box, "Zoé  Roy", marked="New person: Zoé Roy")
    desk.press("Tab")  # nobody is made by passing
    expect(offered(page)).to_have_count(0)
    assert not Author.objects.exists()
    box.press("ArrowDown")
    expect(offered(page)).to_have_text(["New person: Zoé Roy"])
    desk.press("Enter")
    expect(lines(page)).to_have_text(["Zoé Roy"])
    expect(box).to_be_focused()
    author = Author.objects.get()
    assert (author.name, author.slug) == ("Zoé Roy", "zoe-roy")
    fill(page, box, "zoe roy", marked="Zoé Roy")  # not the other person of that name: who meant one is asked to say so
    assert offered(page).all_inner_texts() == ["Zoé Roy", "Another person of that name: zoe roy"]
    desk.press("Enter")
    expect(page.locator("#bylines-group")).to_contain_text("Zoé Roy signs already.")
    desk.save()
    assert signed(desk.draft) == [("Zoé Roy", "text")]
    assert "Un mot." in desk.stored


def test_a_refusal_is_said_beside_the_box_and_loses_nothing(desk: Desk):
    desk.open(bylines=[])
    page, box = desk.page, person_box(desk.page)
    long = "x" * 121
    fill(page, box, long, marked=f"New person: {long}")
    desk.press("Enter")
    problem = page.locator("#bylines-group [role=alert]")
    expect(problem).to_contain_text("120")
    expect(box).to_have_value(long)
    assert not Author.objects.exists()

    desk.press("Control+s")  # nor does half a name get lost
    expect(problem).to_have_text(
        f"“{long}” signs nothing yet: choose a person, or empty the box. Nothing is saved so far."
    )
    expect(box).to_be_focused()
    assert our_problems(page) == []
    box.fill("")
    expect(problem).to_be_empty()
    desk.save()


def test_an_enter_before_the_list_takes_whom_it_must_mean(desk: Desk):
    for name in ("Anne Leroy", "Anne Lenoir"):
        make_author(name)
    desk.open(bylines=[])
    page, box = desk.page, person_box(desk.page)
    box.fill("leroy")
    desk.press("Enter")
    expect(lines(page)).to_have_text(["Anne Leroy"])
    box.fill("anne")
    desk.press("Enter")  # there are two
    expect(offered(page)).to_have_text(["Anne Lenoir", "Anne Leroy", "New person: anne"])
    expect(lines(page)).to_have_count(1)


def test_an_empty_box_offers_oneself(desk: Desk):
    make_author("Paul Publisher", user=User.objects.get())
    make_author("Somebody Else")
    desk.open(bylines=[])
    person_box(desk.page).click()
    expect(offered(desk.page)).to_have_text(["Paul Publisher"])
    desk.press("Enter")  # nobody signs by passing
    expect(lines(desk.page)).to_have_count(0)
    desk.press("ArrowDown", "Enter")
    expect(lines(desk.page)).to_have_text(["Paul Publisher"])


def test_lines_change_places_by_keys_and_by_buttons(desk: Desk):
    desk.open(bylines=[(make_author(name), "text") for name in ("Anne", "Bob", "Cid")])
    page = desk.page
    told = page.locator("#bylines-group .picker > .visually-hidden")
    page.get_by_role("toolbar", name="Cid").locator("select").focus()
    desk.press("Alt+ArrowUp")
    assert lines(page).all_inner_texts() == ["Anne", "Cid", "Bob"]
    expect(told).to_have_text("Cid: 2 of 3")
    desk.press("Alt+ArrowUp", "Alt+ArrowUp")
    expect(told).to_have_text("Cid: 1 of 3")
    desk.press("ArrowRight", "ArrowRight")
    expect(page.get_by_role("toolbar", name="Cid").get_by_role("button", name="Move down")).to_be_focused()
    desk.press("Enter")
    expect(told).to_have_text("Cid: 2 of 3")
    page.get_by_role("toolbar", name="Bob").get_by_role("button", name="Move up").click()
    assert lines(page).all_inner_texts() == ["Anne", "Bob", "Cid"]
    page.get_by_role("toolbar", name="Anne").locator("select").focus()
    desk.press("Delete")
    expect(told).to_have_text("Anne: removed")
    page.get_by_role("toolbar", name="Bob").locator("select").select_option("photos")
    desk.press("Control+s")
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert signed(desk.draft) == [("Bob", "photos"), ("Cid", "text")]


def test_lines_change_places_by_dragging(desk: Desk):
    desk.open(bylines=[(make_author(name), "text") for name in ("Anne", "Bob", "Cid")])
    page = desk.page
    grips = page.locator(".line-grip")

    def drag(start: int, end: int) -> None:
        grips.nth(start).hover()
        page.mouse.down()
        box = grips.nth(end).bounding_box()
        page.mouse.move(box["x"] + 4, box["y"] + box["height"] * (0.9 if end > start else 0.1), steps=5)

    drag(0, 2)
    page.mouse.up()
    assert lines(page).all_inner_texts() == ["Bob", "Cid", "Anne"]
    expect(page.locator("#bylines-group .picker > .visually-hidden")).to_have_text("Anne: 3 of 3")
    drag(2, 1)
    assert lines(page).all_inner_texts() == ["Bob", "Anne", "Cid"]
    desk.press("Escape")
    assert lines(page).all_inner_texts() == ["Bob", "Cid", "Anne"]
    page.mouse.up()
    drag(2, 1)
    page.mouse.up()
    desk.save()
    assert signed(desk.draft) == [("Bob", "text"), ("Anne", "text"), ("Cid", "text")]


def test_what_the_server_has_against_a_line_is_shown(desk: Desk):
    anne, bob = make_author("Anne"), make_author("Bob")
    desk.open(bylines=[(anne, "text"), (bob, "text")])
    page = desk.page
    Byline.objects.all().delete()
    bob.delete()
    page.locator("[name=tags]").fill("Mer")
    desk.press("Control+s")
    expect(page.locator("#bylines-group .errorlist")).to_be_visible()
    expect(lines(page)).to_have_text(["Anne"])
    assert chips(page).all_inner_texts() == ["Mer"]


def test_boxes_go_on_when_the_desk_does_not_answer(desk: Desk):
    desk.open(tags=[], bylines=[])
    page = desk.page
    page.route("**/choose/**", lambda route: route.fulfill(body="<p>Sign in</p>"))
    for box, group in ((tag_box(page), ".field-tags"), (person_box(page), "#bylines-group")):
        box.fill("mer")
        expect(page.locator(group).get_by_text("The search did not answer. Try again.")).to_be_visible()
        box.press("Enter")
    assert chips(page).all_inner_texts() == ["mer"]
    expect(lines(page)).to_have_count(0)


@pytest.mark.parametrize("width", [1440, 390, 320])
def test_open_lists_fit_and_can_be_used_by_all(desk: Desk, width: int):
    for number in range(12):
        make_author(f"Anne-Sophie de La Rochefoucauld {number}", job_title="Correspondante permanente à Bruxelles")
    Tag.objects.named([f"Quartier numéro {number}" for number in range(12)])
    desk.page.set_viewport_size({"width": width, "height": 900})
    desk.open(bylines=[(author, "text") for author in Author.objects.all()[:3]], tags=["x" * 80, "Mer", "Port"])
    page = desk.page
    assert our_problems(page) == []
    for box, words in ((tag_box(page), "quartier"), (person_box(page), "anne")):
        box.fill(words)
        expect(offered(page)).to_have_count(11)
        assert our_problems(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        desk.press("Escape")
        expect(offered(page)).to_have_count(0)


def test_each_box_and_each_line_is_one_tab_stop(desk: Desk):
    desk.open(bylines=[(make_author(name), "text") for name in ("Anne", "Bob")], tags=["Mer", "Port"])
    page = desk.page
    page.locator("[name=language]").focus()
    stops = []
    for _stop in range(5):
        desk.press("Tab")
        stops.append(page.evaluate("document.activeElement.getAttribute('aria-label') ?? document.activeElement.id"))
    assert stops == ["Remove Mer", "id_tags", "Role", "Role", "Add a person"]


def test_without_script_the_plain_fields_are_saved(browser: Browser, live_server):
    with browser.new_context(base_url=live_server.url, java_script_enabled=False) as context:
        page = context.new_page()
        sign_in(page, live_server.url)
        anne, bob = make_author("Anne"), make_author("Bob")
        draft = make_draft(bylines=[(anne, "text"), (bob, "text")], tags=["Mer"])
        page.goto(f"/admin/articles/edition/{draft.pk}/change/")
        page.locator("[name=tags]").fill("Mer, Port")
        page.locator("[name=bylines-0-position]").fill("3")
        page.locator("[name=bylines-1-role]").select_option("photos")
        page.locator("[name=_save]").click()
        expect(page.locator(".messagelist .success")).to_be_visible()
    assert tagged(draft) == ["Mer", "Port"]
    assert signed(draft) == [("Bob", "photos"), ("Anne", "text")]
