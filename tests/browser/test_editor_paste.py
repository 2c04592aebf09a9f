"""What is pasted into the body from Word, Google Docs and web pages: its structure, and not its dressing."""

from __future__ import annotations

from pathlib import Path

import pytest

from articles import body as bodies
from tests.browser.editing import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

CLIPBOARD = Path(__file__).parent / "clipboard"  # as Word 365, Google Docs and browsers put it there, shortened

FROM_WORD = (
    "<h2>La marée</h2>"
    '<p>L’eau est <strong>haute</strong> et <em>froide</em>\u00a0: <a href="https://x.example/a?b=1&amp;c=2">voir</a>.</p>'
    "<ul><li>Un<ul><li>Un bis</li></ul></li><li>Deux</li></ul><p>Puis :</p><ol><li>Premier</li><li>Second</li></ol>"
    "<p>Texte ajouté et gardé.</p>"
    '<table><tbody><tr><td><strong>Port</strong></td><td colspan="2">Hauteur</td></tr>'
    "<tr><td>Brest</td><td>7</td><td></td></tr></tbody></table>"
)

FROM_GOOGLE = (
    "<h2>La marée</h2><p>L’eau est <strong>haute</strong><em> et froide</em><sup>1</sup>, "
    '<a href="https://x.example/a">voir</a>.</p><ul><li>Un<ul><li>Un bis</li></ul></li><li>Deux</li></ul>'
)

FROM_PAGE = (
    '<h3>Titre</h3><p>Bloc sans <a href="/ici">lien</a> note</p><p>Texte<br>coupé code souligné barré</p>'
    "<blockquote><p>Cité</p></blockquote><p>brut</p><hr>"
    '<table><thead><tr><th scope="col">A</th></tr></thead><tbody><tr><td>b</td></tr><tr><td>c</td></tr></tbody></table>'
)


@pytest.mark.parametrize(
    ("pasted", "expected"),
    [("word", FROM_WORD), ("google", FROM_GOOGLE), ("page", FROM_PAGE)],
)
def test_what_is_pasted_keeps_its_structure(desk: Desk, pasted: str, expected: str):
    desk.open()
    desk.words.focus()
    desk.paste((CLIPBOARD / f"{pasted}.html").read_text())
    assert desk.typed == expected
    desk.save()
    assert desk.stored == expected == bodies.sanitise(expected)


def test_words_pasted_into_a_sentence_stay_in_it(desk: Desk):
    desk.open("<p>L’eau est .</p>")
    desk.to_end()
    desk.press("ArrowLeft")
    desk.paste('<meta charset="utf-8"><span style="font-weight:700">très haute</span>')
    assert desk.typed == "<p>L’eau est <strong>très haute</strong>.</p>"


def test_plain_text_is_paragraphs(desk: Desk):
    desk.open()
    desk.words.focus()
    desk.paste("", "Un\n\nDeux <b>\nTrois")
    assert desk.typed == "<p>Un</p><p>Deux &lt;b&gt;</p><p>Trois</p>"


def test_our_own_blocks_are_copied_whole(desk: Desk):
    block = (
        '<figure class="pull-quote"><blockquote><p>Jamais vu</p></blockquote>'
        "<figcaption><cite>Ana</cite><span>patronne</span></figcaption></figure>"
    )
    table = "<table><thead><tr><th>A</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>"
    desk.open(f"<p>Avant.</p>{block}{table}<p>Après.</p>")
    desk.words.focus()
    desk.press("Control+a", "Control+c", "Control+End", "Enter", "Control+v")
    once = f"<p>Avant.</p>{block}{table}<p>Après.</p>"
    assert desk.typed == once + once
