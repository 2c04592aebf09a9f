"""The French catalogue: complete, compiled, and set as French is."""

from __future__ import annotations

import gettext
import re
import subprocess

import pytest

from tests.conftest import OUR_CATALOGUE

SOURCE = OUR_CATALOGUE / "fr" / "LC_MESSAGES" / "django.po"


@pytest.fixture(scope="module")
def french() -> dict[str, str]:
    """Return the compiled texts by what the code says."""
    compiled = gettext.translation("django", localedir=OUR_CATALOGUE, languages=["fr"])
    return {key: text for key, text in compiled._catalog.items() if isinstance(key, str) and key}


def test_every_text_of_the_source_is_compiled(french):
    messages = subprocess.run(
        ["msgfmt", "--check-format", "--statistics", "-o", "-", SOURCE], capture_output=True, check=True
    )
    assert re.fullmatch(rb"\d+ translated messages\.\n", messages.stderr), messages.stderr
    assert messages.stdout == SOURCE.with_suffix(".mo").read_bytes(), "run `make messages`"


def test_no_space_before_a_mark_can_break(french):
    ordinary = re.compile(r" [;:!?»]|« ")
    assert {key: text for key, text in french.items() if ordinary.search(text)} == {}


def test_the_words_are_the_newsrooms_own(french):
    words = ["standfirst", "headline", "section", "pull quote", "live", "scheduled"]
    known = {word: french[word] for word in words if word in french}
    assert known["standfirst"] == "chapô"
    assert known["section"] == "rubrique"
