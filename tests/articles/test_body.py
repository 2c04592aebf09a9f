"""The body: what is stored of what is given, what readers get of what is stored, and what is counted and listed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import body
from articles.models import Edition
from tests.factories import make_draft

UUID = "0b8f3c8c-1111-4222-8333-abcdefabcdef"
QUOTE = (
    '<figure class="pull-quote"><blockquote><p>Nous « resterons » ici !</p></blockquote>'
    "<figcaption><cite>Ana Roy</cite><span>maire de Saint-Orens</span></figcaption></figure>"
)
PICTURE = f'<figure class="picture" data-picture="{UUID}" data-align="left"><figcaption>La mer</figcaption></figure>'
EMBED = '<figure class="embed" data-url="https://vimeo.com/76979871"><figcaption>La baie</figcaption></figure>'
RELATED = '<figure class="related" data-article="abcdefghjk"></figure>'
FACTS = '<aside class="fact-box"><h3>Repères</h3><p>Un fait.</p><ul><li>Un autre</li></ul></aside>'
TABLE = (
    '<table><thead><tr><th scope="col">An</th><th scope="col">Âmes</th></tr></thead>'
    '<tbody><tr><td>1950</td><td rowspan="2">12</td></tr></tbody></table>'
)
EVERYTHING = (
    "<p>Un <strong>mot</strong>, <em>deux</em><br>H<sub>2</sub>O m<sup>2</sup> "
    '<a href="https://ailleurs.example/">là</a></p><h2>Titre</h2><h3>Sous-titre</h3>'
    "<ul><li>a<ol><li>b</li></ol></li><li><p>c</p><p>d</p></li></ul><hr><blockquote><p>Cité</p></blockquote>"
    f"{QUOTE}{PICTURE}{FACTS}{EMBED}{RELATED}{TABLE}"
)

# What is given → what is stored.
SANITISED = {
    # Words and paragraphs
    "Bonjour": "<p>Bonjour</p>",
    "Un<p>Deux</p>Trois": "<p>Un</p><p>Deux</p><p>Trois</p>",
    "<div>Un</div><div>Deux<div>Trois</div></div>": "<p>Un</p><p>Deux</p><p>Trois</p>",
    "<section><article>Un <span>mot</span></article></section>": "<p>Un mot</p>",
    "<p></p><p> </p><p>&nbsp;</p><p><br></p><p><strong> </strong></p><p>x</p>": "<p>x</p>",
    "<p>  Un \n\t mot  </p>": "<p>Un mot</p>",
    "<p><br>Un<br>mot<br> <br></p>": "<p>Un<br>mot</p>",
    "<p>10&nbsp;000 € &amp; plus &lt;b&gt;</p>": "<p>10\u00a0000 € &amp; plus &lt;b&gt;</p>",
    "<p>Un <u>mot</u> <code>a</code> <q>b</q></p>": "<p>Un mot a b</p>",
    "<p>a<script>b()</script><style>c{}</style>d<!-- e --></p>": "<p>ad</p>",
    "<dl><dt>Un</dt><dd>mot</dd></dl><pre>x</pre>": "<p>Un</p><p>mot</p><p>x</p>",
    # Inline
    "<b>Un</b> <i>mot</i>": "<p><strong>Un</strong> <em>mot</em></p>",
    "<p><em>a</em><em>b</em></p>": "<p><em>ab</em></p>",
    "<p><strong>a <strong>b</strong></strong></p>": "<p><strong>a b</strong></p>",
    "<em><p>a</p><p>b</p></em>": "<p><em>a</em></p><p><em>b</em></p>",
    "<p>a<b> </b>b <i></i>c</p>": "<p>a b c</p>",
    "<p><b>a<i>b</b>c</i></p>": "<p><strong>a<em>b</em></strong><em>c</em></p>",
    '<p style="x" class="y" id="z" onclick="w()" lang="fr">a</p>': "<p>a</p>",
    # Headings
    "<h1>a</h1><h2>b</h2><h3>c</h3><h4>d</h4><h6>e</h6>": "<h2>a</h2><h2>b</h2><h3>c</h3><h3>d</h3><h3>e</h3>",
    "<h2> <br></h2>": "",
    # Lists
    "<ul><li><p>a</p></li><li></li></ul><ol></ol>": "<ul><li>a</li></ul>",
    "<ul><li>a</li><ul><li>b</li></ul></ul>": "<ul><li>a<ul><li>b</li></ul></li></ul>",
    "<ul><li>a<p>b</p></li></ul>": "<ul><li><p>a</p><p>b</p></li></ul>",
    "<ul><li><h2>a</h2></li></ul>": "<ul><li>a</li></ul>",
    "<li>a</li>": "<p>a</p>",
    "<ul>a<li>b</li></ul>": "<p>a</p><ul><li>b</li></ul>",
    "<ul><li><table><tr><td>a</td></tr></table></li></ul>": "<ul><li>a</li></ul>",
    # Quotations, rules, tables
    "<blockquote>a<h2>b</h2><ul><li>c</li></ul></blockquote>": (
        "<blockquote><p>a</p><p>b</p><ul><li>c</li></ul></blockquote>"
    ),
    "<blockquote><blockquote>a</blockquote></blockquote>": "<blockquote><p>a</p></blockquote>",
    "<p>a<hr>b</p>": "<p>a</p><hr><p>b</p>",
    "<blockquote>a<hr>b</blockquote>": "<blockquote><p>a</p><p>b</p></blockquote>",
    "<table><caption>a</caption><tr><td colspan=1 rowspan=0>b<td colspan=3 width=9></table>": (
        '<p>a</p><table><tbody><tr><td>b</td><td colspan="3"></td></tr></tbody></table>'
    ),
    "<table><tr><th scope=col>a<th scope=x colspan=9999>b<tfoot><tr><td>c</table>": (
        '<table><tbody><tr><th scope="col">a</th><th>b</th></tr></tbody><tbody><tr><td>c</td></tr></tbody></table>'
    ),
    "<table><tr><td></td></tr></table>": "",
    "<table><tr><td><p>a</p><table><tr><td>b</table></table>": (
        "<table><tbody><tr><td><p>a</p><p>b</p></td></tr></tbody></table>"
    ),
    # Links
    '<a href="https://a.b/?x=1&y=2">a</a>': '<p><a href="https://a.b/?x=1&amp;y=2">a</a></p>',
    '<a href="MAILTO:a@b.c">a</a> <a href="tel:+33123">b</a>': (
        '<p><a href="MAILTO:a@b.c">a</a> <a href="tel:+33123">b</a></p>'
    ),
    '<a href="/a/b_c/">a</a> <a href="#n">b</a>': '<p><a href="/a/b_c/">a</a> <a href="#n">b</a></p>',
    '<a href=" https://a.b/c d\n" target=_blank title=x rel=y>a</a>': '<p><a href="https://a.b/c%20d">a</a></p>',
    '<a href="//a.b">a</a> <a href="/\\a.b">b</a> <a href="/&#9;/a.b">c</a>': "<p>a b c</p>",
    '<a href="javascript:a()">a</a> <a href="data:text/html,x">b</a> <a href="JaVa\nscript:a()">c</a>': "<p>a b c</p>",
    '<a href="a.html">a</a> <a href="">b</a> <a>c</a> <a href="http:a">d</a>': "<p>a b c d</p>",
    '<a href="ftp://a.b">a</a>': "<p>a</p>",
    # Pull quotes
    '<figure class="pull-quote x" style="y"><blockquote>a</blockquote></figure>': (
        '<figure class="pull-quote"><blockquote><p>a</p></blockquote></figure>'
    ),
    '<figure class="pull-quote"><p>a</p><figcaption>— Ana Roy</figcaption></figure>': (
        '<figure class="pull-quote"><blockquote><p>a</p></blockquote>'
        "<figcaption><cite>Ana Roy</cite></figcaption></figure>"
    ),
    '<figure class="pull-quote"><blockquote>a</blockquote>'
    "<figcaption><cite><b>A</b> B</cite>, <span>c</span></figcaption></figure>": (
        '<figure class="pull-quote"><blockquote><p>a</p></blockquote>'
        "<figcaption><cite>A B</cite><span>c</span></figcaption></figure>"
    ),
    '<figure class="pull-quote"><figcaption><cite>a</cite><span>b</span></figcaption></figure>': "<p>a</p><p>b</p>",
    '<ul><li><figure class="pull-quote"><blockquote>a</blockquote></figure></li></ul>': "<ul><li>a</li></ul>",
    # Pictures
    f'<figure class="picture" data-picture="{UUID.upper()}" data-align="x"><img src="y"></figure>': (
        f'<figure class="picture" data-picture="{UUID}"></figure>'
    ),
    f'<figure class="picture" data-picture="{UUID}"><figcaption><p>a <b>b</b></p><p>c</p></figcaption></figure>': (
        f'<figure class="picture" data-picture="{UUID}"><figcaption>a b c</figcaption></figure>'
    ),
    '<figure class="picture" data-picture="7"><figcaption>a</figcaption></figure>': "<p>a</p>",
    '<figure><img src="a" alt="b"><figcaption>c</figcaption></figure><img src="d">': "<p>c</p>",
    f'<p>a<figure class="picture" data-picture="{UUID}"></figure>b</p>': (
        f'<p>a</p><figure class="picture" data-picture="{UUID}"></figure><p>b</p>'
    ),
    # Embeds: another's address stays as a link
    '<figure class="embed" data-url="https://www.youtube.com/watch?v=1&t=2"></figure>': (
        '<figure class="embed" data-url="https://www.youtube.com/watch?v=1&amp;t=2"></figure>'
    ),
    '<figure class="embed" data-url="https://ailleurs.example/"><figcaption>a</figcaption></figure>': (
        '<p><a href="https://ailleurs.example/">a</a></p>'
    ),
    '<figure class="embed" data-url="javascript:a()"><figcaption>a</figcaption></figure>': "<p>a</p>",
    '<iframe src="https://www.youtube.com/embed/1"></iframe>': "",
    # Related articles
    '<figure class="related" data-article="abcdefghjk">a</figure>': f"<p>a</p>{RELATED}",
    '<figure class="related" data-article="ABC"></figure>': "",
    # Fact boxes
    '<aside class="fact-box"><h2>a</h2>b<hr><blockquote>c</blockquote></aside>': (
        '<aside class="fact-box"><h3>a</h3><p>b</p><p>c</p></aside>'
    ),
    '<aside class="fact-box"></aside><aside>a</aside>': "<p>a</p>",
}


@pytest.mark.parametrize(("given_html", "stored"), SANITISED.items())
def test_sanitise(given_html: str, stored: str) -> None:
    assert body.sanitise(given_html) == stored
    assert body.sanitise(stored) == stored


def test_what_fits_is_stored_as_it_is() -> None:
    assert body.sanitise(EVERYTHING) == EVERYTHING


@pytest.mark.parametrize(
    ("url", "name"),
    {
        "https://youtu.be/abc": "YouTube",
        "https://m.youtube.com/watch?v=1": "YouTube",
        "https://X.com/a/status/1": "X",
        "https://vimeo.com": "Vimeo",
        "http://vimeo.com/1": "",
        "https://notvimeo.com/1": "",
        "https://vimeo.com.evil.example/1": "",
        "https://vimeo.com@evil.example/1": "",
        "https://evil.example/#vimeo.com": "",
        "https://vimeo.com:8443/1": "",
        'https://vimeo.com/"onload=': "",
        "https://vimeo.com\\evil.example": "",
        "https://vimeo.com/1\n": "",
        "https://vimeo.com/" + "a" * 500: "",
    }.items(),
)
def test_providers(url: str, name: str) -> None:
    assert body.provider(url) == name


class TestCompile:
    def test_parts(self) -> None:
        assert body.compile(f"<p>a</p><h2>b</h2>{PICTURE}{RELATED}{RELATED}<p>c</p>", "en") == [
            {"html": '<p>a</p><h2 id="h-b">b</h2>'},
            {"picture": UUID, "align": "left", "caption": "La mer"},
            {"article": "abcdefghjk"},
            {"article": "abcdefghjk"},
            {"html": "<p>c</p>"},
        ]
        assert body.compile("", "fr") == []
        assert body.compile(f'<figure class="picture" data-picture="{UUID}"></figure>', "fr") == [
            {"picture": UUID, "align": "", "caption": ""}
        ]

    def html(self, stored: str, language: str = "fr", **options: bool) -> str:
        [part] = body.compile(stored, language, **options)
        assert list(part) == ["html"]
        return part["html"]

    def test_pull_quote(self) -> None:
        assert self.html(QUOTE) == (
            '<p class="pull-quote"><q>Nous «\u202fresterons\u202f» ici\u202f!</q><br>'
            '— <span class="speaker">Ana Roy</span>, <span class="role">maire de Saint-Orens</span></p>'
        )
        two = '<figure class="pull-quote"><blockquote><p>a</p><p>b</p></blockquote></figure>'
        assert self.html(two) == '<p class="pull-quote"><q>a<br>b</q></p>'

    def test_link_card(self) -> None:
        assert self.html(EMBED) == (
            '<p class="link-card"><a href="https://vimeo.com/76979871" rel="noopener">La baie</a><br>'
            "<span>Vimeo</span></p>"
        )
        assert self.html('<figure class="embed" data-url="https://vimeo.com/1"></figure>') == (
            '<p class="link-card"><a href="https://vimeo.com/1" rel="noopener">Vimeo</a></p>'
        )

    def test_links(self) -> None:
        links = '<p><a href="HTTPS://a.b/">a</a> <a href="/b/">b</a> <a href="mailto:a@b.c">c</a></p>'
        assert self.html(links) == links.replace('b/">a', 'b/" rel="noopener">a')
        assert self.html(links, sponsored=True) == links.replace('b/">a', 'b/" rel="noopener sponsored">a')
        assert 'rel="noopener sponsored"' in self.html(EMBED, sponsored=True)

    def test_headings(self) -> None:
        headings = "<h2>L’été ?</h2><h2>L’été</h2><h2>!</h2><h3>a</h3>"
        assert self.html(headings) == (
            '<h2 id="h-lete">L’été\u202f?</h2><h2 id="h-lete-2">L’été</h2><h2 id="h-section">!</h2><h3>a</h3>'
        )

    def test_no_level_is_skipped(self) -> None:
        assert self.html(f"<h3>a</h3>{FACTS}<h2>b</h2><h3>c</h3>{FACTS}") == (
            '<h2>a</h2><section class="fact-box"><h2>Repères</h2><p>Un fait.</p><ul><li>Un autre</li></ul></section>'
            '<h2 id="h-b">b</h2><h3>c</h3>'
            '<section class="fact-box"><h3>Repères</h3><p>Un fait.</p><ul><li>Un autre</li></ul></section>'
        )

    def test_tables_scroll(self) -> None:
        def region(label: str) -> str:
            return f'<div class="table-scroll" role="region" aria-label="{label}" tabindex="0">{TABLE}</div>'

        assert self.html(TABLE + TABLE) == region("Tableau 1") + region("Tableau 2")
        assert self.html(TABLE, "en") == region("Table 1")

    def test_typography_in_text_alone(self) -> None:
        stored = (
            '<p><em>Quoi</em> ? «<a href="https://a.b/?x=« y »%20!">oui</a>» à 12:30 : https://a.b/?x=1;y !</p>'
            "<ul><li>Ici ;</li></ul>"
        )
        french = (
            '<p><em>Quoi</em>\u202f? «\u202f<a href="https://a.b/?x=«%20y%20»%20!" rel="noopener">oui</a>\u202f» '
            "à 12:30\u00a0: https://a.b/?x=1;y\u202f!</p><ul><li>Ici\u202f;</li></ul>"
        )
        assert self.html(stored) == french
        assert "\u202f" not in self.html(stored, "en")
        assert "\u202f" not in body.sanitise(stored)
        assert body.compile(PICTURE.replace("La mer", "La mer !"), "fr")[0]["caption"] == "La mer\u202f!"

    def test_what_it_is_given_is_sanitised(self) -> None:
        assert self.html('<p onclick="a()">a<script>b()</script></p>') == "<p>a</p>"


class TestText:
    def test_plain_text(self) -> None:
        assert body.plain_text(EVERYTHING).split("\n") == [
            "Un mot, deux",
            "H2O m2 là",
            "Titre",
            "Sous-titre",
            *"abcd",
            "Cité",
            "Nous « resterons » ici ! — Ana Roy, maire de Saint-Orens",
            "La mer",
            "Repères",
            "Un fait.",
            "Un autre",
            "La baie",
            "An\tÂmes",
            "1950\t12",
        ]
        assert body.plain_text("") == ""

    @pytest.mark.parametrize(
        ("text", "words"),
        {
            "": 0,
            "Un mot": 2,
            "L’homme d'hier": 2,
            "porte-monnaie": 1,
            "— Oui ! … « Non\u202f» : 12 000\u00a0€": 4,
        }.items(),
    )
    def test_word_count(self, text: str, words: int) -> None:
        assert body.word_count(f"<p>{text}</p>") == words

    def test_words_of_neighbours_are_not_joined(self) -> None:
        assert body.word_count("<ul><li>a</li><li>b</li></ul><table><tr><td>c</td><td>d</td></tr></table>e<br>f") == 6

    @pytest.mark.parametrize(("words", "minutes"), [(0, 1), (1, 1), (230, 1), (460, 2), (600, 3)])
    def test_reading_minutes(self, words: int, minutes: int) -> None:
        assert body.reading_minutes(words) == minutes


def test_references() -> None:
    other = PICTURE.replace("0b8f", "1b8f")
    assert body.references(f"{RELATED}{other}<p>a</p>{EMBED}{PICTURE}{RELATED}{PICTURE}") == [
        ("article", "abcdefghjk"),
        ("picture", UUID.replace("0b8f", "1b8f")),
        ("embed", "https://vimeo.com/76979871"),
        ("picture", UUID),
    ]
    assert body.references("<p>a</p>") == []


def test_pictures_are_exchanged_and_nothing_else() -> None:
    other = UUID.replace("0b8f", "1b8f")
    assert body.pictures(f"{EVERYTHING}{PICTURE.replace(UUID, other)}{PICTURE}") == [UUID, other]
    assert body.with_pictures(EVERYTHING, {UUID: other}) == EVERYTHING.replace(UUID, other)
    assert body.with_pictures(EVERYTHING, {other: UUID}) == EVERYTHING
    assert body.with_pictures(PICTURE + QUOTE, {UUID: "<script>"}).count("<script>") == 0


def test_blocks() -> None:
    found = body.blocks(EVERYTHING)
    assert "".join(block.html for block in found) == EVERYTHING
    assert [block.kind for block in found] == [
        *("p", "h2", "h3", "ul", "hr", "blockquote", "pull-quote", "picture", "fact-box", "embed", "related", "table")
    ]
    assert found[6].html == QUOTE


@pytest.mark.django_db
def test_every_door_sanitises() -> None:
    edition = make_draft(body="<script>a()</script>Un mot")
    assert edition.body == "<p>Un mot</p>"
    Edition.objects.filter(pk=edition.pk).update(body="<b onclick=a()>Deux mots</b>")
    edition.refresh_from_db()
    assert edition.body == "<p><strong>Deux mots</strong></p>"
    edition.body = "<iframe></iframe>Trois"
    Edition.objects.bulk_update([edition], ["body"])
    assert Edition.objects.values_list("body", flat=True).get() == "<p>Trois</p>"
    edition.body = "<b>Deux mots</b>"
    edition.save()
    assert Edition.objects.filter(body__icontains="Deux").get() == edition
    assert Edition.objects.filter(body="<b>Deux mots</b>").get() == edition


# --- properties -------------------------------------------------------------------------------------------------------

UNREAD = ["script", "style", "template", "iframe", "svg", "math"]  # what stands in these is no part of the text
READ = [
    *("p", "h1", "h2", "h3", "h5", "ul", "ol", "li", "a", "strong", "b", "em", "i", "sub", "sup", "br", "hr", "table"),
    *("thead", "tbody", "tfoot", "tr", "td", "th", "caption", "blockquote", "figure", "figcaption", "cite", "span"),
    *("aside", "div", "section", "img", "select", "option", "made-up"),
]
ATTRIBUTES = [
    *("", ' class="pull-quote"', ' class="embed" data-url="https://vimeo.com/1"', ' class="related"'),
    *(f' class="picture" data-picture="{UUID}"', ' class="related" data-article="abcdefghjk"', ' class="fact-box"'),
    *(' href="https://a.b/"', ' href="javascript:a()"', ' href="/a b"', " colspan=2", ' onclick="a()"'),
]
MARKUP = st.lists(
    st.one_of(
        st.builds("<{}{}>".format, st.sampled_from(READ + UNREAD), st.sampled_from(ATTRIBUTES)),
        st.builds("</{}>".format, st.sampled_from(READ + UNREAD)),
        st.sampled_from(
            ["a", " ", "b ", " c", "\u00a0", "&amp;", "&#1;", "— ", "« ", " !", "\0", "\ud800", "<", "<!--"]
        ),
    ),
    max_size=40,
).map("".join)


@settings(max_examples=500)
@given(MARKUP)
def test_sanitise_is_idempotent(given_html: str) -> None:
    once = body.sanitise(given_html)
    assert body.sanitise(once) == once
    assert "".join(block.html for block in body.blocks(once)) == once
    body.compile(once, "fr")


@settings(max_examples=300)
@given(st.lists(st.sampled_from(["", *READ]), max_size=30))
def test_words_are_kept(tags: list[str]) -> None:
    """Whatever stands around them, words come out, each once."""
    raw = "".join(f"<{tag}>w{number}x " if tag else f"w{number}x " for number, tag in enumerate(tags))
    expected = sorted(f"w{number}x" for number, _tag in enumerate(tags))
    assert sorted(body.plain_text(raw).split()) == expected
