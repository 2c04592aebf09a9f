"""French typography: the spaces that no line may break at. Pure."""

import re

NARROW = "\u202f"  # before ; ! ? » and after «
WIDE = "\u00a0"  # before the colon, as the Imprimerie nationale has it
JOINT = "\0"  # stands in a joined text where two pieces meet; no text of ours holds it

_SPACES = f"[ \u2009{WIDE}{NARROW}]"
_RULES = re.compile(  # possessive and anchored throughout: linear on any text
    r"(?P<url>(?<![a-z0-9+.-])[a-z][a-z0-9+.-]*+://[^\s«»]*+(?:«[^\s«»]*+»[^\s«»]*+)*+)"
    # A mark with something glued to its right (a ?b=1, a != b, :name:) is code, not punctuation.
    rf"|(?P<mark>(?<!{_SPACES}){_SPACES}++(?P<joint>\0*+)(?P<sign>[;!?]++|:)(?![\w=/&:]))"
    rf"|(?P<open>«(?P<after>\0*+){_SPACES}*+(?P<more>\0*+)(?=[^\s\0]))"
    rf"|(?P<close>(?<=[^\s\0«])(?P<before>\0*+){_SPACES}*+(?P<last>\0*+)»)",
    re.IGNORECASE,
)


def typeset(text: str, language: str) -> str:
    """Return `text` with French spaces where the language is French, else as it is. Idempotent.

    A space is put right where one stands already, or where « and » are glued to their words: never in an address, in
    12:30 or in a;b.
    """
    return _RULES.sub(_space, text) if language.startswith("fr") else text


def typeset_pieces(pieces: list[str], language: str) -> list[str]:
    """Set pieces that readers see as one text, such as what stands in and around an <em>."""
    return typeset(JOINT.join(pieces), language).split(JOINT) if pieces else []


def _space(match: re.Match[str]) -> str:
    """Put the space right beside its sign: out of the <em> that may end or begin there."""
    found = match.groupdict()
    if found["mark"]:
        return found["joint"] + (WIDE if found["sign"] == ":" else NARROW) + found["sign"]
    if found["open"]:
        return "«" + NARROW + found["after"] + found["more"]
    if found["close"]:
        return found["before"] + found["last"] + NARROW + "»"
    return match[0]
