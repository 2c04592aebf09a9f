"""The body under attack and under load: nothing executable survives, nothing harmless is lost, nothing hangs."""

from __future__ import annotations

import html
import re

import pytest

from articles import body
from tests.articles.hostile import READER_MARKUP, STORED_MARKUP, naughty_strings, offences, payloads


def compiled_html(stored: str) -> str:
    """Return all that a body serves as HTML, and its captions, which templates escape."""
    parts = body.compile(stored, "fr")
    return "".join(part.get("html", html.escape(part.get("caption", ""))) for part in parts)


def test_the_inspector_sees_what_it_should() -> None:
    assert offences('<p class="a">b</p><a href="/c" rel="d">e</a>', READER_MARKUP) == []
    bad = '<script>a</script><p onclick="b">c</p><a href="javascript:d">e</a><a href="//f">g</a><!-- h -->'
    assert offences(bad, READER_MARKUP) == ["<script>", "<p onclick>", "href=javascript:d", "href=//f", " h "]


def test_nothing_executable_survives() -> None:
    for payload in payloads():
        stored = body.sanitise(payload)
        assert offences(stored, STORED_MARKUP) == [], payload
        assert offences(compiled_html(stored), READER_MARKUP) == [], payload
        assert body.sanitise(stored) == stored, payload


def test_nothing_harmless_is_lost() -> None:
    """Each string comes back but for runs of white space, which HTML folds, and the characters that HTML forbids:
    controls, surrogates and Unicode's non-characters."""
    forbidden = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
    strings = naughty_strings()
    assert len(strings) > 500
    for string in strings:
        expected = re.sub(r"[ \t\n\f\r]+", " ", forbidden.sub("", string)).strip(" ")
        stored = body.sanitise(f"<p>{html.escape(string)}</p>")
        assert body.plain_text(stored) == (expected if expected.strip() else ""), string
        [part] = body.compile(stored, "en") or [{"html": "<p></p>"}]
        assert html.unescape(part["html"].removeprefix("<p>").removesuffix("</p>")) == body.plain_text(stored)


# Each takes a few seconds; if the time grew with the square of the length, the suite would not end.
FLOODS = {
    "one paragraph": "<p>" + "Le mot « été » & l’autre : oui ! " * 150_000,
    "one word": "a" * 5_000_000,
    "spaces": "<p>a" + " " * 1_000_000 + "b",
    "no-break spaces": "<p>a" + "\u00a0" * 300_000 + "?",
    "guillemets": "«" * 500_000,
    "ampersands": "&" * 200_000,
    "less-than signs": "<" * 200_000,
    "line breaks": "<p>" + "a<br>" * 30_000,
    "paragraphs": "<p>a</p>" * 30_000,
    "unclosed comments": "<!--" * 500_000,
    "attributes": "<p " + "a=b " * 500_000 + ">c",
}
DEEP = ["div", "ul", "li", "ul><li", "blockquote", "strong", "a href=/b", "table><tr><td", "span", "font color=red"]


@pytest.mark.parametrize("flood", FLOODS.values(), ids=FLOODS)
def test_floods(flood: str) -> None:
    stored = body.sanitise(flood)
    assert body.sanitise(stored) == stored
    assert offences(compiled_html(stored), READER_MARKUP) == []


@pytest.mark.parametrize("tag", DEEP)
def test_deep_nesting(tag: str) -> None:
    stored = body.sanitise(f"<{tag}>a " * 10_000 + "<p>b</p>")
    assert body.plain_text(stored).split() == ["a"] * 10_000 + ["b"]
    assert offences(compiled_html(stored), READER_MARKUP) == []
    assert body.sanitise(stored) == stored


def test_long_articles_are_what_they_were() -> None:
    """What helps nh3 with floods changes no article, however long."""
    link = "https://a.b/?" + "c=d&amp;" * 3_000
    paragraph = f'<p>{"Un mot &amp; l’autre. " * 1_000}<strong>a</strong> <a href="{link}">b</a></p>'.replace(
        ". <", ".<"
    )
    assert body.sanitise(paragraph * 3) == paragraph * 3


@pytest.mark.parametrize(
    ("given_html", "stored"),
    {
        "a\0b": "<p>ab</p>",
        "<scr\0ipt>a</scr\0ipt>b": "<p>b</p>",
        "a&#0;b&#1;c": "<p>a\ufffdbc</p>",
        "a\ud800b\udfff": "<p>ab</p>",
        "a\ufffe\U0001ffffb": "<p>ab</p>",
        "e\u0301 \u202egauche\u202c 👩‍👩‍👧": "<p>e\u0301 \u202egauche\u202c 👩‍👩‍👧</p>",
        "a\r\nb\x0bc": "<p>a bc</p>",
        "</p></div><p": "",
        "&unknown; &lt &amp;lt;": "<p>&amp;unknown; &lt; &amp;lt;</p>",
    }.items(),
)
def test_odd_characters(given_html: str, stored: str) -> None:
    assert body.sanitise(given_html) == stored
