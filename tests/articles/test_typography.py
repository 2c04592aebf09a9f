"""French spaces: where they belong, and where a space must be left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.typography import typeset, typeset_pieces

# ~ stands for the narrow no-break space (U+202F), _ for the wide one (U+00A0).
FRENCH = {
    "Quoi ?": "Quoi~?",
    "Non ; oui !": "Non~; oui~!",
    "Quoi ?! Non !!!": "Quoi~?! Non~!!!",
    "Il dit : rien": "Il dit_: rien",
    "« Oui »": "«~Oui~»",
    "«Oui»": "«~Oui~»",
    "« Oui », dit-elle. « Non ! »": "«~Oui~», dit-elle. «~Non~!~»",
    "Ah_! Oh~? Eh_; «_mot_»": "Ah~! Oh~? Eh~; «~mot~»",
    "deux   espaces  !": "deux   espaces~!",
    "Déjà collé! Vraiment?": "Déjà collé! Vraiment?",
    "à 12:30, puis 14 h : fin": "à 12:30, puis 14 h_: fin",
    "https://a.b/?x=1;y et http://a.b/«x»": "https://a.b/?x=1;y et http://a.b/«x»",
    "Voir https://a.b/ ?": "Voir https://a.b/~?",
    "«https://a.b/»": "«~https://a.b/~»",
    "a != b, a ?b=1, :nom:, a && b": "a != b, a ?b=1, :nom:, a && b",
    "a;b c::d e:f": "a;b c::d e:f",
    "Un « seul": "Un «~seul",
    "« »": "«~»",
    "«": "«",
    "": "",
}


def marked(text: str) -> str:
    return text.replace("\u202f", "~").replace("\u00a0", "_")


def spaced(text: str) -> str:
    return text.replace("~", "\u202f").replace("_", "\u00a0")


@pytest.mark.parametrize(("text", "expected"), FRENCH.items())
def test_french(text: str, expected: str) -> None:
    assert marked(typeset(spaced(text), "fr")) == expected
    assert marked(typeset(spaced(expected), "fr")) == expected
    assert typeset(spaced(text), "fr-CA") == spaced(expected)


@pytest.mark.parametrize("text", FRENCH)
def test_other_languages_are_left_alone(text: str) -> None:
    assert typeset(text, "en") == text
    assert typeset_pieces([text, " ?"], "en") == [text, " ?"]


def test_pieces_are_one_text() -> None:
    assert typeset_pieces(["Quoi", " ?"], "fr") == ["Quoi", "\u202f?"]
    assert typeset_pieces(["Quoi ", "?"], "fr") == ["Quoi", "\u202f?"]
    assert typeset_pieces(["«", "mot", "»"], "fr") == ["«\u202f", "mot", "\u202f»"]
    assert typeset_pieces(["« ", "mot ", "»"], "fr") == ["«\u202f", "mot", "\u202f»"]
    assert typeset_pieces([], "fr") == []


@given(st.text(alphabet=" \u00a0\u202f«»;:!?a=/.-\n", max_size=40))
def test_idempotent_and_only_spaces_change(text: str) -> None:
    once = typeset(text, "fr")
    assert typeset(once, "fr") == once

    def bare(text: str) -> str:
        return "".join(char for char in text if char not in " \u00a0\u202f")

    assert bare(once) == bare(text)


@given(st.lists(st.text(alphabet=" «»;:!?a/", min_size=1, max_size=6), max_size=5))
def test_pieces_stay_as_many(pieces: list[str]) -> None:
    once = typeset_pieces(pieces, "fr")
    assert len(once) == len(pieces)
    assert typeset_pieces(once, "fr") == once
