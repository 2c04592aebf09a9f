"""Pictures from disk to the page, in Chromium: into the library, into an article, onto an author's page."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from articles import permissions
from articles.models import Author, Edition
from images import making
from images.models import Picture
from tests.browser.editing import COMPLAIN, Desk, put_in, sign_in
from tests.browser.test_desk import our_problems
from tests.factories import make_author, make_sponsor
from tests.images.pictures import encode, encoded, halves
from tests.images.test_library import LOGO

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

DROP = """async ([selector, files]) => {
    const transfer = new DataTransfer();
    for (const [name, type, bytes] of files) transfer.items.add(new File([new Uint8Array(bytes)], name, {type}));
    const target = document.querySelector(selector);
    const {left, top} = target.getBoundingClientRect();
    const about = {bubbles: true, cancelable: true, clientX: left + 20, clientY: top + 20};
    for (const type of ["dragenter", "dragover", "drop"])
        target.dispatchEvent(new DragEvent(type, {...about, dataTransfer: transfer}));
}"""
PASTE = """async ([selector, files, html]) => {
    const transfer = new DataTransfer();
    for (const [name, type, bytes] of files) transfer.items.add(new File([new Uint8Array(bytes)], name, {type}));
    if (html) transfer.setData("text/html", html);
    const about = {bubbles: true, cancelable: true, clipboardData: transfer};
    document.querySelector(selector).dispatchEvent(new ClipboardEvent("paste", about));
}"""

File = tuple[str, str, list[int]]


def a_file(name: str, colour: object, size: tuple[int, int] = (900, 600)) -> File:
    return (name, "image/png", list(encoded(colour, size)))


def drop(page: Page, selector: str, *files: File) -> None:
    page.evaluate(DROP, [selector, list(files)])


def uploads(page: Page) -> Locator:
    return page.locator(".upload")


def describe(upload: Locator, alt: str, caption: str = "", credit: str = "") -> None:
    upload.locator("[name=alt]").fill(alt)
    upload.locator("[name=caption]").fill(caption)
    upload.locator("[name=credit]").fill(credit)


@pytest.fixture
def library(page: Page, live_server) -> Page:
    sign_in(page, live_server.url)
    page.add_init_script(COMPLAIN)
    page.goto("/admin/images/picture/")
    return page


def test_ten_files_dropped_in_the_library_are_there_with_their_words(library: Page):
    drop(library, "main", *(a_file(f"{number}.png", (number * 20, 90, 90)) for number in range(10)))
    expect(uploads(library)).to_have_count(10)
    expect(library.locator(".upload.arrived")).to_have_count(10)
    assert our_problems(library) == []
    for number in range(10):
        describe(uploads(library).nth(number), f"Boat {number}", credit="Photo: us")
    library.locator(".upload [name=credit]").last.blur()
    expect(library.locator(".upload-kept", has_text="Kept.")).to_have_count(10)
    words = Picture.objects.order_by("name").values_list("name", "alt", "credit")
    assert list(words) == [(f"{number}.png", f"Boat {number}", "Photo: us") for number in range(10)]
    assert library.evaluate("window.violations") == []


def test_what_is_refused_is_said_and_what_is_known_is_offered(library: Page):
    Picture.objects.all().delete()
    known = a_file("known.png", "red")
    drop(library, "main", known)
    expect(library.locator(".upload.arrived")).to_have_count(1)
    Picture.objects.update(alt="A red boat", credit="Photo: us")
    drop(library, "main", ("page.png", "image/png", list(b"<script>")), known)
    expect(uploads(library).nth(1)).to_contain_text("This is no picture that can be read.")
    expect(uploads(library).nth(2)).to_contain_text("This picture is in the library already: A red boat")
    expect(uploads(library).nth(2).locator("textarea")).to_have_count(0)
    assert Picture.objects.count() == 1
    assert our_problems(library) == []


def test_a_server_that_does_not_answer_loses_no_file(library: Page):
    library.route("**/upload/", lambda route: route.fulfill(status=200, body="<p>Wi-Fi: sign in</p>"))
    drop(library, "main", a_file("boat.png", "red"))
    expect(uploads(library)).to_contain_text("The server did not take it.")
    library.unroute("**/upload/")
    library.get_by_role("button", name="Try again").click()
    expect(library.locator(".upload.arrived")).to_have_count(1)
    assert Picture.objects.get().name == "boat.png"


def test_an_upload_can_be_cancelled_and_the_page_is_not_left_by_mistake(library: Page):
    held: list[Route] = []
    library.route("**/upload/", lambda route: held.append(route))
    drop(library, "main", a_file("1.png", "red"), a_file("2.png", "blue"), a_file("3.png", "green"))
    expect(library.locator(".upload progress")).to_have_count(3)
    expect(uploads(library).nth(2)).to_contain_text("Waiting")
    asked: list[str] = []
    library.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    library.mouse.click(5, 5)  # browsers ask only where somebody has done something
    library.evaluate("location.href = '/admin/'")
    library.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    assert library.url.endswith("/admin/images/picture/")
    for _upload in range(3):
        uploads(library).first.get_by_role("button").click()
    expect(uploads(library)).to_have_count(0)
    library.goto("/admin/")
    assert asked == ["beforeunload"]


def test_a_picture_is_pasted_into_the_library(library: Page):
    library.evaluate(PASTE, ["main", [a_file("image.png", "red")], ""])
    expect(library.locator(".upload.arrived")).to_have_count(1)


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1440, "light")])
def test_everybody_can_use_the_library_and_the_window(
    page: Page, live_server, width: int, scheme: Literal["dark", "light"]
):
    put_in("blue", alt="The port at dawn, with two fishing boats that come home", credit="Photo: Bo")
    sign_in(page, live_server.url)
    page.set_viewport_size({"width": width, "height": 700})
    page.emulate_media(color_scheme=scheme)
    author = make_author(name="Ann")
    for address, opened in [
        ("/admin/images/picture/", ""),
        (f"/admin/articles/author/{author.pk}/change/", "#id_picture"),
    ]:
        page.goto(address)
        place = "main"
        if opened:
            page.locator(opened).click()
            expect(page.locator("[role=option]").first).to_be_visible()
            assert our_problems(page) == []
            place = "dialog h2"
        drop(
            page,
            place,
            a_file(f"{width}{len(address)}.png", (width % 250, len(address), 9)),
            ("x.png", "image/png", [1]),
        )
        expect(page.locator(".upload.arrived")).to_have_count(1)
        expect(page.locator(".upload.refused")).to_have_count(0 if opened else 1)
        assert our_problems(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == width


# --- from the open article -------------------------------------------------------------------------------------------


def window(page: Page) -> Locator:
    return page.locator("dialog[open]")


def test_a_picture_from_disk_is_described_inserted_published_and_read(desk: Desk, tmp_path: Path):
    path = tmp_path / "port.png"
    path.write_bytes(encode(halves("red", "blue", (900, 600))))
    desk.open("<p>Début.</p>")
    page = desk.page
    desk.to_end()
    desk.press("Control+Alt+p")
    expect(window(page)).to_be_visible()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="From this device…").click()
    chooser.value.set_files(path)
    expect(page.locator(".upload [name=alt]")).to_be_focused()
    assert our_problems(page) == []
    describe(uploads(page), "Deux bateaux", "Le port", "Photo : nous")
    page.get_by_role("button", name="Use this picture").click()
    expect(desk.words.locator("figure.picture img")).to_be_visible()
    picture = Picture.objects.get()
    assert (picture.alt, picture.caption, picture.credit) == ("Deux bateaux", "Le port", "Photo : nous")
    desk.save()
    assert f'data-picture="{picture.uuid}"' in desk.stored
    making.make(picture.pk)
    with page.expect_navigation():
        page.locator("button[value=publish]").click()
    expect(page.locator(".read-body")).to_be_visible()
    desk.draft.refresh_from_db()
    page.goto(desk.draft.get_absolute_url())
    shown = page.locator(".body figure.picture img")
    expect(shown).to_have_attribute("alt", "Deux bateaux")
    assert shown.evaluate(
        "img => img.decode().then(() => [img.naturalWidth > 0, img.currentSrc.endsWith('.avif')])"
    ) == [True, True]
    expect(page.locator(".body figcaption")).to_have_text("Le port Photo : nous")


def test_pictures_dropped_on_the_text_go_in_in_order(desk: Desk):
    desk.open("<p>Début.</p>")
    page = desk.page
    drop(page, ".editor-words p", a_file("1.png", "red"), a_file("2.png", "blue"))
    expect(page.locator(".upload.arrived")).to_have_count(2)
    page.get_by_role("button", name="Use all 2").click()
    expect(desk.words.locator("figure.picture img")).to_have_count(2)
    names = {str(picture.uuid): picture.name for picture in Picture.objects.all()}
    order = desk.words.locator("figure.picture").count()
    assert order == 2
    desk.save()
    assert [names[uuid] for uuid in _pictures_in(desk.stored)] == ["1.png", "2.png"]


def test_a_pasted_picture_opens_the_window_and_pasted_words_do_not(desk: Desk):
    desk.open("<p>Début.</p>")
    page = desk.page
    desk.to_end()
    page.evaluate(PASTE, [".editor-words", [a_file("image.png", "red")], "<p style='color: red'>Words from Word</p>"])
    expect(desk.words).to_contain_text("Words from Word")
    expect(window(page)).to_have_count(0)
    page.evaluate(PASTE, [".editor-words", [a_file("image.png", "red")], '<img src="https://other.example/a.png">'])
    expect(page.locator(".upload.arrived")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(window(page)).to_have_count(0)
    expect(desk.words.locator("figure.picture")).to_have_count(0)
    assert page.evaluate("window.violations") == []


def test_words_of_a_picture_are_kept_though_the_window_is_closed(desk: Desk):
    desk.open("<p>Début.</p>")
    page = desk.page
    drop(page, ".editor-words p", a_file("1.png", "red"))
    expect(page.locator(".upload [name=alt]")).to_be_focused()
    page.keyboard.type("Deux bateaux")
    with page.expect_response("**/words/"):
        page.keyboard.press("Escape")
    assert Picture.objects.get().alt == "Deux bateaux"


def test_the_window_stays_while_its_words_are_not_kept(desk: Desk):
    desk.open("<p>Début.</p>")
    page = desk.page
    drop(page, ".editor-words p", a_file("1.png", "red"))
    expect(page.locator(".upload [name=alt]")).to_be_focused()
    page.route("**/words/", lambda route: route.fulfill(status=200, body="<p>Wi-Fi: sign in</p>"))
    page.keyboard.type("Deux bateaux")
    window(page).locator(".editor-choices button").last.click()
    expect(page.locator(".upload [role=alert]")).to_contain_text("The server did not take it.")
    expect(page.locator(".upload [name=alt]")).to_have_value("Deux bateaux")
    page.unroute("**/words/")
    window(page).locator(".editor-choices button").last.click()
    expect(window(page)).to_have_count(0)
    assert Picture.objects.get().alt == "Deux bateaux"


def test_a_picture_dropped_anywhere_on_the_window_is_taken(desk: Desk):
    desk.open("<p>Début.</p>")
    page = desk.page
    page.locator("#id_lead_picture").click()
    expect(window(page)).to_be_visible()
    drop(page, "dialog h2", a_file("1.png", "red"))
    expect(page.locator(".upload.arrived")).to_have_count(1)


def test_a_sponsor_gets_a_drawn_logo_from_who_keeps_sponsors(page: Page, live_server, tmp_path: Path):
    path = tmp_path / "logo.svg"
    path.write_bytes(LOGO)
    sponsor = make_sponsor("Harbour Lines")
    sign_in(page, live_server.url, "commercial", permissions.COMMERCIAL)
    page.goto(f"/admin/articles/sponsor/{sponsor.pk}/change/")
    page.locator("#id_logo").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="From this device…").click()
    chooser.value.set_files(path)
    describe(uploads(page), "Harbour Lines", credit="Harbour Lines")
    page.get_by_role("button", name="Use this picture").click()
    expect(page.locator(".picture-card")).to_contain_text("Harbour Lines")
    page.locator("[name=_save]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    sponsor.refresh_from_db()
    assert sponsor.logo is not None
    assert (sponsor.logo.alt, sponsor.logo.size) == ("Harbour Lines", (1280, 640))


def test_the_lead_picture_is_chosen_by_keyboard_alone_and_taken_off(desk: Desk):
    put_in("red", alt="A quay", credit="Photo: Bo")
    port = put_in("blue", alt="The port at dawn", credit="Photo: Bo")
    desk.open("<p>Début.</p>")
    page = desk.page
    button = page.locator("#id_lead_picture")
    expect(button).to_have_accessible_name("Lead picture: Choose a picture…")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("dialog [role=combobox]")).to_be_focused()
    page.keyboard.type("port dawn")
    expect(page.locator("[role=option]")).to_have_count(1)
    assert our_problems(page) == []
    page.keyboard.press("Enter")
    expect(page.locator(".picture-card")).to_contain_text("The port at dawn")
    expect(button).to_be_focused()
    desk.save()
    desk.draft.refresh_from_db()
    assert desk.draft.lead_picture == port
    expect(page.locator(".picture-card")).to_contain_text("Photo: Bo")
    page.locator(".picture-field button").last.click()
    expect(page.locator(".picture-card")).to_be_hidden()
    desk.save()
    assert Edition.objects.get(pk=desk.draft.pk).lead_picture is None


def test_a_choice_that_was_not_saved_is_shown_when_it_is_taken_back(desk: Desk):
    port = put_in("blue", alt="The port", credit="Photo: Bo")
    desk.open("<p>Début.</p>")
    page = desk.page
    page.locator("#id_lead_picture").click()
    page.locator("[role=option]").click()
    page.wait_for_timeout(1200)  # words are kept at a pause
    desk.reopen()
    expect(page.locator(".picture-card")).to_be_hidden()
    page.get_by_role("button", name="Take them back").click()
    expect(page.locator(".picture-card")).to_contain_text("The port")
    desk.save()
    desk.draft.refresh_from_db()
    assert desk.draft.lead_picture == port


def test_an_author_gets_a_portrait_from_disk(page: Page, live_server, tmp_path: Path):
    path = tmp_path / "face.png"
    path.write_bytes(encoded("red", (300, 400)))
    author = make_author(name="Ann")
    sign_in(page, live_server.url)
    page.add_init_script(COMPLAIN)
    page.goto(f"/admin/articles/author/{author.pk}/change/")
    page.locator("#id_picture").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="From this device…").click()
    chooser.value.set_files(path)
    describe(uploads(page), "Ann at her desk", credit="Photo: Bo")
    page.get_by_role("button", name="Use this picture").click()
    expect(page.locator(".picture-card")).to_contain_text("Ann at her desk")
    page.locator("[name=_save]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert Author.objects.get(pk=author.pk).picture == Picture.objects.get()
    assert page.evaluate("window.violations") == []


def _pictures_in(body: str) -> list[str]:
    return [part.partition('"')[0] for part in body.split('data-picture="')[1:]]
