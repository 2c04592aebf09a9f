"""The body's editor: what is opened, written, chosen and saved, in Chromium, under the desk's policy."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from playwright.sync_api import Browser, expect

from articles import body as bodies
from images.models import Picture
from tests.browser.editing import SETTLED, Desk, put_in, sign_in
from tests.browser.test_desk import our_problems
from tests.factories import make_article, make_draft

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

PICTURE = "11111111-2222-4333-8444-555555555555"
EVERYTHING = (
    "<p>L’eau est <strong>haute</strong>, dit <em>le <strong>maire</strong></em>\u00a0: voir "
    '<a href="https://x.example/a?b=1&amp;c=2">ici, <em>vite</em></a>.</p>'
    "<h2>Un intertitre</h2><p>H<sub>2</sub>O &amp; 1<sup>er</sup> &lt; 2 \"ou\" 'non'.<br>Ligne.</p><h3>Plus bas</h3>"
    "<ul><li>Un</li><li>Deux<ol><li>a</li><li><p>b</p><p>c</p></li></ol></li><li><ul><li>seul</li></ul></li></ul>"
    '<figure class="pull-quote"><blockquote><p>On n’avait <em>jamais</em> vu cela</p></blockquote>'
    "<figcaption><cite>Ana Roy</cite><span>patronne</span></figcaption></figure>"
    '<figure class="pull-quote"><blockquote><p>Sans nom</p><p>et en deux</p></blockquote></figure>'
    '<aside class="fact-box"><h3>Repères</h3><p>Ce soir.</p><ul><li>Coefficient 115</li></ul></aside>'
    f'<figure class="picture" data-picture="{PICTURE}" data-align="wide"><figcaption>Le port</figcaption></figure>'
    f'<figure class="picture" data-picture="{PICTURE}"></figure>'
    '<figure class="embed" data-url="https://www.youtube.com/watch?v=a&amp;t=1">'
    "<figcaption>La vidéo</figcaption></figure>"
    '<figure class="related" data-article="abcdefghij"></figure>'
    '<table><thead><tr><th scope="col">Port</th><th colspan="2">Hauteur</th></tr></thead>'
    '<tbody><tr><td rowspan="2">Brest</td><td>7,9</td><td></td></tr>'
    "<tr><td><p>a</p><p>b</p></td><td>m</td></tr></tbody></table>"
    "<blockquote><p>Une citation.</p><ul><li>longue</li></ul></blockquote><hr><p>Fin.</p>"
)


def test_a_document_that_was_opened_and_saved_changed_no_byte(desk: Desk):
    assert bodies.sanitise(EVERYTHING) == EVERYTHING
    desk.open(EVERYTHING)
    version = desk.draft.lock_version
    assert desk.typed == EVERYTHING
    desk.words.focus()
    desk.save()
    assert desk.stored == EVERYTHING
    assert desk.draft.lock_version == version
    assert desk.typed == EVERYTHING


def test_a_change_changes_its_own_block_only(desk: Desk):
    desk.open(EVERYTHING)
    desk.to_end()
    desk.type(" Vraiment.")
    desk.save()
    assert desk.stored == EVERYTHING.replace("Fin.", "Fin. Vraiment.")


def test_every_block_is_written_as_it_was_read(desk: Desk):
    """Each block of the seed newspaper and of the text above, from nodes that nobody has written before."""
    seed = json.loads((Path(django_settings.BASE_DIR) / "fixtures" / "seed.json").read_text())
    texts = [row["fields"]["body"] for row in seed if row["model"] == "articles.edition"] + [EVERYTHING]
    desk.open("<p>a</p>")
    written = desk.page.evaluate(
        """async (texts) => {
            const {surface} = await import("articles/editor/start");
            const {fromStored, toStored} = await import("articles/editor/stored");
            const {schema} = surface.editor.state;
            return texts.map((html) => toStored(schema.nodeFromJSON(fromStored(schema, html).toJSON())));
        }""",
        texts,
    )
    assert len(texts) > 20
    for before, after in zip(texts, written, strict=True):
        # One mark in another may change places with it: readers see the same.
        expected = before.replace("<em>le <strong>maire</strong></em>", "<em>le </em><strong><em>maire</em></strong>")
        assert after == expected


# --- what is written -------------------------------------------------------------------------------------------------


def quote(desk: Desk) -> None:
    desk.type("Jamais vu cela")
    desk.press("Tab")
    desk.type("Ana Roy")
    desk.press("Enter")
    desk.type("patronne")
    desk.press("Enter")


def fact_box(desk: Desk) -> None:
    desk.type("Repères")
    desk.press("Enter")
    desk.type("Un fait.")
    desk.press("Control+Enter")


def table(desk: Desk) -> None:
    for words in "Port Heure Hauteur Brest 8h 7m".split():
        desk.type(words)
        desk.press("Tab")
    desk.press("Control+Enter")


def embed(desk: Desk) -> None:
    desk.page.get_by_label("Address of the post").fill("https://vimeo.com/123?a=1&b=2")
    desk.press("Enter")
    expect(desk.words.locator(".embed .card strong")).to_have_text("Vimeo")
    desk.type("La vague")
    desk.press("Enter")


def picture(desk: Desk) -> None:
    expect(desk.page.locator(".editor-found [role=option]")).to_have_count(1)
    desk.press("Enter")
    expect(desk.words.locator(".picture img")).to_have_attribute("alt", "Le port")
    desk.type("À l’aube")
    desk.press("Enter")


def related(desk: Desk) -> None:
    desk.page.get_by_role("combobox", name="Words of the headline").fill("digue")
    desk.press("Enter")  # too soon: it takes nothing that was found for other words
    found = desk.page.locator(".editor-found [role=option]")
    expect(found).to_have_count(1)
    expect(found).to_contain_text("La digue tiendra")
    desk.press("Enter")
    expect(desk.words.locator(".related strong")).to_have_text("La digue tiendra")
    desk.press("Control+Enter")


def lines(desk: Desk) -> None:
    desk.type("Un")
    desk.press("Enter")
    desk.type("Deux")
    desk.press("Enter", "Enter")


def line(desk: Desk) -> None:
    desk.type("Un mot")
    desk.press("Enter")


def quotation(desk: Desk) -> None:
    desk.type("Un mot")
    desk.press("Enter", "Enter")


ROWS = "<tr><td>Brest</td><td>8h</td><td>7m</td></tr><tr><td></td><td></td><td></td></tr>"
BLOCKS = {
    "h2": ("Control+Alt+2", line, "<h2>Un mot</h2>"),
    "h3": ("Control+Alt+3", line, "<h3>Un mot</h3>"),
    "ul": ("Control+Shift+8", lines, "<ul><li>Un</li><li>Deux</li></ul>"),
    "ol": ("Control+Shift+7", lines, "<ol><li>Un</li><li>Deux</li></ol>"),
    "blockquote": ("Control+Shift+9", quotation, "<blockquote><p>Un mot</p></blockquote>"),
    "pullQuote": (
        "Control+Alt+g",
        quote,
        '<figure class="pull-quote"><blockquote><p>Jamais vu cela</p></blockquote>'
        "<figcaption><cite>Ana Roy</cite><span>patronne</span></figcaption></figure>",
    ),
    "factBox": ("Control+Alt+b", fact_box, '<aside class="fact-box"><h3>Repères</h3><p>Un fait.</p></aside>'),
    "picture": (
        "Control+Alt+p",
        picture,
        f'<figure class="picture" data-picture="{PICTURE}"><figcaption>À l’aube</figcaption></figure>',
    ),
    "related": ("Control+Alt+r", related, '<figure class="related" data-article="{article}"></figure>'),
    "embed": (
        "Control+Alt+l",
        embed,
        '<figure class="embed" data-url="https://vimeo.com/123?a=1&amp;b=2"><figcaption>La vague</figcaption></figure>',
    ),
    "table": (
        "Control+Alt+t",
        table,
        f"<table><thead><tr><th>Port</th><th>Heure</th><th>Hauteur</th></tr></thead><tbody>{ROWS}</tbody></table>",
    ),
    "hr": ("Control+Alt+s", lambda desk: None, "<hr>"),
}


@pytest.fixture
def library() -> str:
    """A picture and a live article to choose; return the article's id."""
    shown = put_in("red", alt="Le port", credit="Photo : Ana")
    Picture.objects.filter(pk=shown.pk).update(uuid=PICTURE)
    return make_article(headline="La digue tiendra").article.public_id


def test_every_block_is_typed_saved_reopened_and_saved_again(desk: Desk, library: str):
    desk.open()
    desk.words.focus()
    desk.type("Avant.")
    expected = "<p>Avant.</p>"
    for name, (keys, write, html) in BLOCKS.items():
        desk.press("Enter", keys)
        write(desk)
        desk.type(f"Après {name}.")
        expected += f"{html.format(article=library)}<p>Après {name}.</p>"
    desk.save()
    assert desk.stored == expected
    desk.words.focus()
    desk.save()
    assert desk.stored == expected
    desk.to_end()
    desk.type("!")
    desk.press("Backspace")
    assert desk.typed == expected


def test_words_saved_at_once_are_all_there(desk: Desk):
    """No pause between the last key and the save, by the keys and by a button."""
    desk.open()
    desk.words.focus()
    desk.type("Un texte écrit d’un trait")
    desk.save()
    assert desk.stored == "<p>Un texte écrit d’un trait</p>"
    desk.to_end()
    desk.type(", jusqu’au bout.")
    with desk.page.expect_navigation():
        desk.page.evaluate("document.querySelector('[name=_save]').click()")
    expect(desk.words).to_be_visible()
    assert desk.stored == "<p>Un texte écrit d’un trait, jusqu’au bout.</p>"
    desk.to_end()
    desk.type(" Fin")
    desk.page.locator("button[value=publish]").click()
    expect(desk.page.locator(".read-body")).to_contain_text("jusqu’au bout. Fin")


def test_the_cursor_is_where_it_was_after_saving(desk: Desk):
    desk.open("<p>Un</p><p>Deux</p>")
    desk.words.focus()
    desk.press("Control+Home", "End")
    desk.save()
    desk.page.evaluate(SETTLED)  # the focus that just came back would put the cursor at the beginning
    desk.type("!")
    assert desk.typed == "<p>Un!</p><p>Deux</p>"


def test_a_typed_space_is_a_space(desk: Desk):
    desk.open()
    desk.words.focus()
    desk.type("a b  c ")
    desk.press("Control+b")
    desk.type("d ")
    desk.press("Control+b")
    desk.type("e")
    assert desk.typed == "<p>a b  c <strong>d </strong>e</p>"
    desk.save()
    assert desk.stored == "<p>a b c <strong>d </strong>e</p>"


def test_marks_by_their_keys_and_a_link(desk: Desk):
    desk.open()
    desk.words.focus()
    for key, word in [("b", "gras"), ("i", "ital"), (",", "bas"), (".", "haut")]:
        desk.press(f"Control+{key}")
        desk.type(word)
        desk.press(f"Control+{key}")
        desk.type(" ")
    desk.type("lien")
    desk.press("Control+Shift+ArrowLeft", "Control+k")
    box = desk.page.get_by_label("Address of the link")
    box.fill("javascript:alert(1)")
    desk.press("Enter")
    expect(desk.page.locator(".editor-dialog [role=alert]")).not_to_be_empty()
    box.fill("lemonde.example/a b")
    desk.press("Enter")
    expect(desk.page.locator(".editor-dialog [role=alert]")).not_to_be_empty()
    box.fill("lemonde.example/a?b=1&c=2")
    desk.press("Enter")
    expect(desk.page.locator(".editor-dialog")).to_have_count(0)
    expected = (
        "<p><strong>gras</strong> <em>ital</em> <sub>bas</sub> <sup>haut</sup> "
        '<a href="https://lemonde.example/a?b=1&amp;c=2">lien</a></p>'
    )
    assert desk.typed == expected
    desk.press("ArrowRight")
    desk.type("!")
    desk.press("ArrowLeft", "ArrowLeft")
    desk.press("Control+k")
    desk.page.get_by_role("button", name="Remove the link").click()
    assert "<a" not in desk.typed


def test_undo_works_across_blocks(desk: Desk, library: str):
    desk.open("<p>Avant.</p>")
    desk.to_end()
    desk.press("Enter", "Control+Alt+g")
    quote(desk)
    desk.press("Control+Alt+b")
    fact_box(desk)
    desk.press("Control+Alt+t")
    for _ in range(12):
        desk.press("Control+z")
    assert desk.typed == "<p>Avant.</p>"
    for _ in range(12):
        desk.press("Control+Shift+z")
    assert [block.kind for block in bodies.blocks(desk.typed)] == ["p", "pull-quote", "fact-box"]


# --- a pull quote, lists and tables by the keyboard ------------------------------------------------------------------


def test_a_pull_quote_is_walked_both_ways(desk: Desk):
    desk.open("<p>Avant.</p>")
    desk.to_end()
    desk.press("Control+Alt+g")
    desk.type("Mot")
    desk.press("Enter")
    desk.type("Nom")
    desk.press("Tab")
    desk.type("role")
    desk.press("Shift+Tab")
    desk.type("!")
    desk.press("Shift+Tab")
    desk.type("?")
    desk.press("Tab", "Tab", "Tab")
    desk.type("Suite")
    assert desk.typed == (
        '<p>Avant.</p><figure class="pull-quote"><blockquote><p>Mot?</p></blockquote>'
        "<figcaption><cite>Nom!</cite><span>role</span></figcaption></figure><p>Suite</p>"
    )
    desk.press("Control+z")


def test_backspace_takes_away_a_block_with_nothing_in_it(desk: Desk):
    desk.open("<p>Avant.</p>")
    for keys in ("Control+Alt+g", "Control+Alt+b"):
        desk.to_end()
        desk.press("Enter", keys, "Backspace")
        desk.type("x")
    assert desk.typed == "<p>Avant.</p><p>x</p><p>x</p>"


def test_tab_moves_items_to_another_level_and_goes_on_to_the_next_field(desk: Desk):
    desk.open()
    desk.words.focus()
    desk.type("- Un")
    desk.press("Enter")
    desk.type("Deux")
    desk.press("Tab")
    assert desk.typed == "<ul><li>Un<ul><li>Deux</li></ul></li></ul>"
    desk.press("Shift+Tab")
    assert desk.typed == "<ul><li>Un</li><li>Deux</li></ul>"


def test_a_table_is_changed_by_the_tools_that_come_with_it(desk: Desk):
    desk.open("<table><tbody><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></tbody></table>")
    expect(desk.tool("addRow")).to_be_hidden()
    desk.words.locator("td").first.click()
    desk.tool("headRow").click()
    rows = "<tr><td>c</td><td>d</td></tr>"
    head = "<thead><tr><th>a</th><th>b</th></tr></thead>"
    assert desk.typed == f"<table>{head}<tbody>{rows}</tbody></table>"
    desk.tool("addRow").click()
    assert desk.typed == f"<table>{head}<tbody><tr><td></td><td></td></tr>{rows}</tbody></table>"
    desk.press("Control+z")
    desk.tool("deleteColumn").click()
    assert desk.typed == "<table><thead><tr><th>b</th></tr></thead><tbody><tr><td>d</td></tr></tbody></table>"
    desk.tool("addColumn").click()
    desk.tool("remove").locator("visible=true").click()
    assert desk.typed == ""


def test_a_picture_is_moved_and_changed_by_its_tools(desk: Desk, library: str):
    desk.open(f'<figure class="picture" data-picture="{PICTURE}"></figure><p>a</p>')
    desk.words.locator("img").click()
    desk.tool("alignLeft").click()
    assert desk.typed == f'<figure class="picture" data-picture="{PICTURE}" data-align="left"></figure><p>a</p>'
    expect(desk.tool("alignLeft")).to_have_attribute("aria-pressed", "true")
    desk.tool("alignNone").click()
    assert desk.typed == f'<figure class="picture" data-picture="{PICTURE}"></figure><p>a</p>'


def test_what_is_not_there_is_said(desk: Desk):
    desk.open(EVERYTHING)
    expect(desk.words.locator(".related .missing strong")).to_have_text(
        "There is no such article, or you may not read it."
    )
    expect(desk.words.locator(".picture .missing").first).to_have_text("There is no such picture.")


# --- the menu of blocks ----------------------------------------------------------------------------------------------


def test_the_menu_of_blocks_by_the_keyboard(desk: Desk):
    desk.open("<p>Avant.</p>")
    desk.to_end()
    menu = desk.page.get_by_role("listbox", name="Blocks")
    desk.type("/")
    expect(menu).to_be_hidden()  # in the midst of words it is a mark like any other
    desk.press("Backspace", "Enter")
    desk.type("/")
    expect(menu.get_by_role("option")).to_have_count(len(BLOCKS))
    expect(desk.words).to_have_attribute("aria-controls", menu.get_attribute("id"))
    desk.press("Escape")
    expect(menu).to_be_hidden()
    desk.type("x")
    expect(menu).to_be_hidden()
    desk.press("Backspace", "Backspace")
    desk.type("/li")
    expect(menu.get_by_role("option")).to_have_count(3)  # List, Numbered list, Dividing line
    desk.press("ArrowDown", "ArrowUp", "ArrowUp", "ArrowDown", "Enter")
    expect(menu).to_be_hidden()
    desk.type("Un")
    assert desk.typed == "<p>Avant.</p><ul><li>Un</li></ul>"


def test_the_menu_of_blocks_by_the_pointer(desk: Desk):
    desk.open("<p>Avant.</p>")
    desk.to_end()
    desk.press("Enter")
    desk.type("/")
    desk.page.get_by_role("option", name="Fact box").click()
    desk.type("Repères")
    desk.tool("add").click()
    desk.page.get_by_role("option", name="Pull quote").click()
    desk.type("Mot")
    assert desk.typed == (
        '<p>Avant.</p><aside class="fact-box"><h3>Repères</h3><p></p></aside>'
        '<figure class="pull-quote"><blockquote><p>Mot</p></blockquote></figure>'
    )


# --- the toolbar, the form, the policy -------------------------------------------------------------------------------


def focused(desk: Desk) -> str:
    return desk.page.evaluate("document.activeElement.dataset.tool ?? document.activeElement.className")


def test_the_toolbar_is_one_tab_stop_and_the_body_comes_next(desk: Desk):
    desk.open("<p>mot</p>")
    desk.page.locator("[name=standfirst]").focus()
    desk.press("Tab")
    assert focused(desk) == "strong"
    desk.press("ArrowRight")
    assert focused(desk) == "em"
    desk.press("End")
    assert focused(desk) == "help"
    desk.press("ArrowRight", "ArrowLeft", "Home")
    assert focused(desk) == "strong"
    desk.press("Tab")
    assert "editor-words" in focused(desk)
    desk.press("Control+a", "Alt+F10", "Enter")
    assert desk.typed == "<p><strong>mot</strong></p>"
    desk.press("Alt+F10", "Escape")
    assert "editor-words" in focused(desk)
    desk.press("Tab")
    assert "editor" not in focused(desk)


def test_the_help_names_every_block(desk: Desk):
    desk.open()
    desk.tool("help").click()
    shown = desk.page.locator(".editor-keys dt").all_inner_texts()
    for keys, _write, _html in BLOCKS.values():
        *held, last = keys.replace("Control", "Ctrl").split("+")
        words = "\u00a0+ ".join([*held, last.upper()])
        assert any(line.startswith((words, words.replace("Shift", "Maj"))) for line in shown), keys
    desk.press("Escape")
    expect(desk.words).to_be_focused()


def test_the_text_is_measured_and_checked_in_its_language(desk: Desk):
    desk.open(EVERYTHING, language="fr")
    count = desk.page.locator(".editor-length")
    expect(count).to_have_text(f"{bodies.word_count(EVERYTHING)}\u00a0words · 1\u00a0min to read")
    expect(count).to_have_attribute("aria-live", "off")
    expect(desk.words).to_have_attribute("lang", "fr")
    expect(desk.words).to_have_attribute("spellcheck", "true")
    desk.page.locator("[name=language]").select_option("en")
    expect(desk.words).to_have_attribute("lang", "en")
    desk.to_end()
    desk.type(" un deux")
    expect(count).to_have_text(f"{bodies.word_count(EVERYTHING) + 2}\u00a0words · 1\u00a0min to read")
    expect(count).to_have_attribute("aria-live", "polite")
    headline, length = desk.page.locator("[name=headline]"), desk.page.locator(".editor-headline-length")
    expect(length).to_have_text("14\u00a0characters")
    before = headline.bounding_box()["height"]
    headline.fill("La marée " * 12)
    expect(length).to_have_text("108\u00a0characters · long: it may be cut")
    assert headline.bounding_box()["height"] > before


def test_what_else_writes_into_the_field_is_shown(desk: Desk):
    desk.open("<p>Avant.</p>")
    desk.page.locator("[name=body]").fill("<h2>Autre</h2>")
    expect(desk.words.locator("h2")).to_have_text("Autre")
    desk.words.focus()
    desk.press("Control+z")
    assert desk.typed == "<p>Avant.</p>"


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_everybody_can_use_it_at_any_width(desk: Desk, library: str, width: int, scheme: str):
    desk.page.emulate_media(color_scheme=scheme)
    desk.page.set_viewport_size({"width": width, "height": 900})
    desk.open(EVERYTHING.replace("abcdefghij", library))
    expect(desk.words.locator(".picture img")).to_have_count(2)

    def check():
        assert our_problems(desk.page) == []
        assert desk.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0

    check()
    desk.words.locator("td").first.click()
    desk.to_end()
    desk.press("Enter")
    desk.type("/")
    expect(desk.page.get_by_role("listbox", name="Blocks")).to_be_visible()
    check()
    desk.press("Escape")
    desk.press("Control+Alt+p")
    expect(desk.page.locator(".editor-found [role=option]")).to_have_count(1)
    check()
    desk.press("Escape")
    desk.tool("help").click()
    check()


def test_without_scripts_the_field_is_a_field(browser: Browser, live_server):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, live_server.url)
    draft = make_draft(body="<p>Avant.</p>")
    page.goto(f"/admin/articles/edition/{draft.pk}/change/")
    page.locator("[name=body]").fill("<p>Après.</p><script>x</script>")
    page.locator("[name=_save]").click()
    draft.refresh_from_db()
    assert draft.body == "<p>Après.</p>"
    context.close()


def test_its_files_may_have_hashed_names(desk: Desk, settings):
    """As they have in production: the modules import one another by the names of the map."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    asked: list[str] = []

    def serve(route):
        name = route.request.url.split("/static/")[1]
        asked.append(name)
        route.fulfill(path=Path(settings.STATIC_ROOT) / name)

    desk.page.route("**/static/**", serve)
    desk.open("<p>Avant.</p>")
    desk.to_end()
    desk.type("..")
    assert desk.typed == "<p>Avant...</p>"
    modules = [name for name in asked if "editor" in name and name.endswith(".js")]
    assert len(modules) > 20
    assert [name for name in modules if not re.search(r"\.[0-9a-f]{12}\.js$", name)] == []
