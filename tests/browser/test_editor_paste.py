"""What is pasted into the body from Word, Google Docs and web pages: its structure, and not its dressing."""

from __future__ import annotations

import pytest

from articles import body as bodies
from tests.browser.editing import Desk, desk  # noqa: F401  # the fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

# As Word 365 puts it on the clipboard, shortened.
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15"><style><!-- p.MsoNormal {margin:0cm; font-size:11.0pt;} --></style>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]--></head>
<body lang=FR style='tab-interval:35.4pt;word-wrap:break-word'><!--StartFragment-->
<h1><span style='font-family:"Arial",sans-serif;color:#C00000'>La marée<o:p></o:p></span></h1>
<p class=MsoNormal style='margin-bottom:0cm'><span style='font-size:14.0pt'>L’eau est <b style='mso-bidi-font-weight:normal'>haute</b>
et <i>froide</i>&nbsp;: <a href="https://x.example/a?b=1&amp;c=2"><span style='color:blue'>voir</span></a>.<o:p></o:p></span></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>Un</p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>o<span>&nbsp; </span></span>Un bis</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·<span>&nbsp; </span></span>Deux</p>
<p class=MsoNormal>Puis<span style='mso-spacerun:yes'>&nbsp; </span>:</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1.<span>&nbsp; </span></span>Premier</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>2.<span>&nbsp; </span></span>Second</p>
<p class=MsoNormal>Texte <del cite="mailto:Ana" datetime="2026-01-01T10:00"><span style='color:red'>effacé</span></del><ins
cite="mailto:Ana"><span class=msoIns>ajouté</span></ins> et <span class=msoDel>ôté</span>gardé<span
class=MsoCommentReference><a class=msocomanchor href="#_msocom_1">[A1]</a></span>.</p>
<table class=MsoTableGrid border=1 style='border-collapse:collapse'><tr style='height:1cm'><td width=100 style='border:solid'><p class=MsoNormal><b>Port</b></p></td>
<td width=100 colspan=2><p class=MsoNormal>Hauteur</p></td></tr><tr><td><p>Brest</p></td><td><p>7</p></td><td><p><o:p>&nbsp;</o:p></p></td></tr></table>
<div style='mso-element:comment-list'><div><p class=MsoCommentText>Une remarque</p></div></div>
<!--EndFragment--></body></html>"""
FROM_WORD = (
    "<h2>La marée</h2>"
    '<p>L’eau est <strong>haute</strong> et <em>froide</em>\u00a0: <a href="https://x.example/a?b=1&amp;c=2">voir</a>.</p>'
    "<ul><li>Un<ul><li>Un bis</li></ul></li><li>Deux</li></ul><p>Puis :</p><ol><li>Premier</li><li>Second</li></ol>"
    "<p>Texte ajouté et gardé.</p>"
    '<table><tbody><tr><td><strong>Port</strong></td><td colspan="2">Hauteur</td></tr>'
    "<tr><td>Brest</td><td>7</td><td></td></tr></tbody></table>"
)

GOOGLE = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-0d5f"><h1 dir="ltr" style="line-height:1.38"><span
style="font-size:20pt;font-family:Arial;font-weight:400">La marée</span></h1><p dir="ltr"><span style="font-weight:400">L’eau est </span><span
style="font-weight:700">haute</span><span style="font-style:italic"> et froide</span><span style="vertical-align:super;font-size:0.6em">1</span><span>,
</span><a href="https://www.google.com/url?q=https://x.example/a&amp;sa=D&amp;ust=1" style="text-decoration:none"><span
style="color:#1155cc;text-decoration:underline">voir</span></a><span>.</span></p><br><ul style="margin-top:0"><li dir="ltr" style="list-style-type:disc"
aria-level="1"><p dir="ltr" role="presentation"><span>Un</span></p></li><ul><li dir="ltr" aria-level="2"><p dir="ltr"><span>Un bis</span></p></li></ul><li
dir="ltr"><p dir="ltr"><span>Deux</span></p></li></ul></b><br class="Apple-interchange-newline">"""
FROM_GOOGLE = (
    "<h2>La marée</h2><p>L’eau est <strong>haute</strong><em> et froide</em><sup>1</sup>, "
    '<a href="https://x.example/a">voir</a>.</p><ul><li>Un<ul><li>Un bis</li></ul></li><li>Deux</li></ul>'
)

PAGE = """<div class="article" style="color:red" onclick="x()"><h4>Titre</h4><div>Bloc <a href="javascript:alert(1)">sans</a>
<a href="/ici">lien</a> <a href="#note">note</a></div><p style="display:none">caché</p><p><img src="https://x.example/a.png" alt="image">Texte<br>coupé
<code>code</code> <u>souligné</u> <s>barré</s></p><blockquote><p>Cité</p></blockquote><pre>brut</pre><hr>
<table><thead><tr><th scope="col">A</th></tr></thead><tbody><tr><td>b</td></tr></tbody><tfoot><tr><td>c</td></tr></tfoot></table>
<script>alert(1)</script><style>p { color: red }</style><iframe src="https://x.example/"></iframe></div>"""
FROM_PAGE = (
    '<h3>Titre</h3><p>Bloc sans <a href="/ici">lien</a> note</p><p>Texte<br>coupé code souligné barré</p>'
    "<blockquote><p>Cité</p></blockquote><p>brut</p><hr>"
    '<table><thead><tr><th scope="col">A</th></tr></thead><tbody><tr><td>b</td></tr><tr><td>c</td></tr></tbody></table>'
)


@pytest.mark.parametrize(
    ("pasted", "expected"), [(WORD, FROM_WORD), (GOOGLE, FROM_GOOGLE), (PAGE, FROM_PAGE)], ids=["word", "google", "page"]
)
def test_what_is_pasted_keeps_its_structure(desk: Desk, pasted: str, expected: str):  # noqa: F811
    desk.open()
    desk.words.focus()
    desk.paste(pasted)
    assert desk.typed == expected
    desk.save()
    assert desk.stored == expected == bodies.sanitise(expected)


def test_words_pasted_into_a_sentence_stay_in_it(desk: Desk):  # noqa: F811
    desk.open("<p>L’eau est .</p>")
    desk.to_end()
    desk.press("ArrowLeft")
    desk.paste('<meta charset="utf-8"><span style="font-weight:700">très haute</span>')
    assert desk.typed == "<p>L’eau est <strong>très haute</strong>.</p>"


def test_plain_text_is_paragraphs(desk: Desk):  # noqa: F811
    desk.open()
    desk.words.focus()
    desk.paste("", "Un\n\nDeux <b>\nTrois")
    assert desk.typed == "<p>Un</p><p>Deux &lt;b&gt;</p><p>Trois</p>"


def test_our_own_blocks_are_copied_whole(desk: Desk):  # noqa: F811
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
