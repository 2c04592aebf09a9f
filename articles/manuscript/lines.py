"""Whom or what a line of copy names: the makers in a byline, a speaker, the part that a label tells, a section. Pure.

Each function looks at one line and knows nothing of what stands around it. All give up on
text that is too long to be what they look for, which keeps them linear on anything.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MAX_LINE = 250  # characters: no byline, label or notice that stands on a line of its own is longer
MAX_SPEAKER = 120
HEAD = 12  # blocks from the top in which labels are the head's
FOOT = 6  # blocks from the end among which labels and bylines may be its own
DASHES = "–—―-"
SENTENCE_ENDS = (".", "!", "?", "…", ".»", ".”", '."', ". »", "! »", "? »", "… »")
OPENERS = {"«": "»", "“": "”", "„": "“”", '"': '"'}

CLOSERS = '»”" \u00a0\u202f'

_WORD = re.compile(r"[^\W_]\S*")
_FLAGS = re.IGNORECASE
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'"})


def fold(text: str) -> str:
    """Return the letters and digits alone, in small letters without accents, for comparing what people type."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if char.isalnum())


def count_words(text: str) -> int:
    """Count the words: a dash or a sign on its own is none."""
    return len(_WORD.findall(text))


def ends_a_sentence(text: str) -> bool:
    return text.endswith(SENTENCE_ENDS)


def trails_off(text: str) -> bool:
    return text.endswith(("…", "..."))


# --- Names and bylines ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Signature:
    """Somebody who made the article. `role` is one of BylineRole's values."""

    name: str
    role: str = "text"


@dataclass(frozen=True)
class Byline:
    """The signatures of a byline and what else it says: a place, a newspaper, a date."""

    signatures: tuple[Signature, ...]
    rest: tuple[str, ...] = ()


_PARTICLES = frozenset("de du des la le les van von der den di da del della dos bin ben al el y et and d' l'".split())
_NO_NAMES = frozenset(
    # What stands capitalised in titles or sentences and in no name.
    "the a an of in on at to for from with and or but not no our your my his her its their this that these those who "
    "how why what when where all every land sea air law staff writer writers correspondent correspondents reporter "
    "reporters editor editors un une ce cet cette ces nos notre vos votre mon ma mes son sa ses par pour avec sans "
    "dans sur ailleurs hasard exemple contre rédaction correspondant correspondante envoyé envoyée journaliste photo "
    "photos crédit source "
    "monday tuesday wednesday thursday friday saturday sunday tomorrow today now then lundi mardi mercredi jeudi "
    "vendredi samedi dimanche".split()
)
_COLLECTIVES = frozenset({"laredaction", "redaction", "lanewsroom", "ournewsroom", "newsroom", "staff", "afp"})
_ROLES = {
    "text": "textes?|texts?|words|story|récit|propos recueillis|recueillis?|reportage|enquête|reporting|interview|"
    "entretien|written|écrit",
    "photos": "photos?|photographies?|photographs?|photography|images|pictures",
    "illustration": "illustrations?|dessins?|illustré|illustrated",
    "graphics": "infographies?|graphics?|graphiques?|cartes?|charts?|maps?",
    "translation": "traductions?|traduit|translations?|translated",
    "contribution": "contributions?|avec la contribution|additional reporting|avec la participation",
}
_ANY_ROLE = "|".join(_ROLES.values())
_OUR_OWN = r"(?:notre|nos) (?:correspondant|envoyé)e?s?(?: spécia(?:le?|ux)s?)?|our (?:special )?correspondents?"
_PREPOSITION = r"(?:(?:de l['’]\w+ |du \w+ |from (?:the )?\w+ )?(?:par|by)|de|d['’])"
_CREDIT = re.compile(
    rf"(?P<role>{_ANY_ROLE})(?:\s+et\s+(?:photos|textes?)|\s+and\s+(?:photos|pictures))?"
    rf"\s*(?::|\b{_PREPOSITION}(?!\w))\s*|(?:(?:par|by|de|from)\s+)?(?:{_OUR_OWN})\s*,?\s+|(?:par|by)\b\s*:?\s*",
    _FLAGS,
)
_NEXT_CREDIT = re.compile(rf"(?:[,;|/–—]|\bet\b|\band\b|\.)?\s*(?=(?:{_ANY_ROLE})\s*(?::|\b(?:par|by)\b))", _FLAGS)
_JOINTS = re.compile(r"\s*[,;|/&·•]\s*|\s+(?:et|and|with|–|—)\s+", _FLAGS)
_BY = re.compile(r"(?:par|by)\s", _FLAGS)
_STARS = re.compile(r"(?<!\S)\*+|\*+(?!\S)")  # around words, in Markdown
_PLACE = re.compile(r"\s(?:à|en|in|at|dans)\s")
_NOTE_AFTER = re.compile(rf"(?P<name>[^()]+?)\s*\((?:(?P<role>{_ANY_ROLE})|(?P<note>[^()]*))\)", _FLAGS)
_NAME_WORD = re.compile(r"(?:[dlDLO]['’])?[^\W\d_](?:[^\W\d_]|['’.-])*")


def is_name(text: str, most_words: int = 5) -> bool:
    """Tell whether each word is capitalised, but for particles, and none is one that no name holds."""
    words = text.translate(_APOSTROPHES).split()
    return (
        0 < len(words) <= most_words
        and all(_may_be_of_a_name(word) for word in words)
        and words[-1] not in _PARTICLES  # but Le Du is a name
        and any(word[:1].isupper() for word in words)
    )


def _may_be_of_a_name(word: str) -> bool:
    if word.lower() in _PARTICLES:
        return True
    capitalised = word[:1].isupper() or (word[:2] in ("d'", "l'") and word[2:3].isupper())
    return capitalised and bool(_NAME_WORD.fullmatch(word)) and word.lower().strip(".") not in _NO_NAMES


def name_before(text: str) -> str:
    """Return the name that a text begins with, of two words at least; nothing if there is none."""
    words = [word.rstrip(",") for word in text.split(maxsplit=5)[:5]]
    names = (" ".join(words[:count]) for count in range(len(words), 1, -1))
    return next(filter(is_name, names), "")


def read_byline(line: str) -> Byline | None:
    """Return what a line says about who made the article, if it says so in words: “Par …”, “Photos: …”."""
    if len(line) > MAX_LINE:
        return None
    line = _STARS.sub("", line)
    line = line[1:-1] if line.startswith("(") and line.endswith(")") else line
    if not (opening := _CREDIT.match(line)) or count_words(line) > 25:
        return None
    signatures: list[Signature] = []
    rest: list[str] = []
    credit: re.Match[str] | None = opening
    position = 0
    while credit:
        following = _NEXT_CREDIT.search(line, credit.end())
        names = read_names(line[credit.end() : following.start() if following else len(line)], _role(credit["role"]))
        if names is None:
            return None
        signatures.extend(names.signatures)
        rest.extend(names.rest)
        position = following.end() if following else len(line)
        credit = _CREDIT.match(line, position) if following else None
    return Byline(tuple(signatures), tuple(rest))


def begins_like_a_byline(line: str) -> bool:
    """Tell “Par notre envoyée à Rome …”, which read_byline may not understand, but “Par hasard” as well."""
    return bool(_BY.match(line))


def read_names(text: str, role: str = "text", *, trusted: bool = False) -> Byline | None:
    """Return the names at the beginning of a text, and whatever follows them. None: it begins with none.

    `trusted` says that whatever comes first is a name.
    """
    signatures: list[Signature] = []
    rest: list[str] = []
    text = text.strip().removesuffix(".")
    start = 0
    for joint in [*_JOINTS.finditer(text), None]:
        piece = text[start : joint.start() if joint else len(text)].strip()
        named = _NOTE_AFTER.fullmatch(piece)
        name, place, _elsewhere = (named["name"] if named else piece).partition(_place_in(piece))
        if is_name(name) or fold(name) in _COLLECTIVES or (trusted and not signatures and name):
            signatures.append(Signature(name, _role(named["role"]) if named and named["role"] else role))
            rest += [named["note"]] if named and named["note"] and not place else []
            start += (text[start:].index(name) + len(name)) if place else 0
        elif piece:
            place = piece
        if place:
            rest.append(text[start:].strip())
            break
        start = joint.end() if joint else 0
    return Byline(tuple(signatures), tuple(rest)) if signatures else None


def _place_in(piece: str) -> str:
    """Return the words that begin a place after a name."""
    match = _PLACE.search(piece)
    return match[0] if match else "\n"  # no line holds it


def _role(word: str | None) -> str:
    return next((role for role, words in _ROLES.items() if word and re.fullmatch(words, word, _FLAGS)), "text")


# --- Speakers and quotation marks -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Speaker:
    """Who said it. `named` is false for “un habitant”, who needs quotation marks before him to be a speaker."""

    name: str
    role: str
    named: bool


_SPEAKER = re.compile(r"(?P<name>[^,(]+?)(?:\s*,\s*(?P<role>.+)|\s*\((?P<note>[^()]+)\))?")
_ABBREVIATION_END = re.compile(r"(?:\b[A-Z][a-z]{0,2}|\b[A-Z]\.[A-Z])\.$")
_TAIL = re.compile(rf"[»”\"]\s*(?=[{DASHES}]\s*[^\s{DASHES}])")


def begins_with_a_dash(line: str) -> bool:
    return line[:1] in DASHES if line else False


def read_speaker(line: str) -> Speaker | None:
    """Return whom a line that begins with a dash names, if it names somebody and says nothing else."""
    text = line.lstrip(DASHES + " \u00a0\u202f")
    if not begins_with_a_dash(line) or len(text) > MAX_SPEAKER or text.endswith((",", ";", ":", *DASHES)):
        return None
    if ends_a_sentence(text) and not _ABBREVIATION_END.search(text):
        return None
    match = _SPEAKER.fullmatch(text)
    if not match or match["name"].endswith(tuple(DASHES)):
        return None
    if not 0 < count_words(match["name"]) <= 6 or set(match["name"]) & set('.!?…:;«»“”"') - {"."}:
        return None
    return Speaker(match["name"], match["role"] or match["note"] or "", is_name(match["name"], 6))


def cut_speaker(text: str) -> tuple[str, str] | None:
    """Return a quotation and the speaker's words that follow its closing mark on the same line."""
    start = max(0, len(text) - MAX_SPEAKER - 10)
    tails = list(_TAIL.finditer(text, start))
    return (text[: tails[-1].end()].rstrip(), text[tails[-1].end() :]) if tails else None


def opens_a_quotation(text: str) -> bool:
    return text[:1] in OPENERS if text else False


def closes_a_quotation(text: str) -> bool:
    return text.rstrip(".,").endswith(("»", "”", '"'))


def goes_on_below(text: str) -> bool:
    """Tell a paragraph whose quotation is open at its end."""
    return opens_a_quotation(text) and not any(closer in text[1:] for closer in OPENERS[text[0]])


def has_quotation_marks(text: str) -> bool:
    return any(mark in text for mark in OPENERS)


def unquoted(paragraphs: Sequence[str]) -> list[str] | None:
    """Return the paragraphs without the one pair of quotation marks that holds all of them; None if there is none.

    A mark may open each paragraph again, as French has it.
    """
    if not paragraphs or not (closers := OPENERS.get(paragraphs[0][:1])):
        return None
    opener = paragraphs[0][0]
    inner = [text.removeprefix(opener) for text in paragraphs]
    last = inner[-1]
    stop = last[-1:] if last[-1:] in tuple(".,") else ""
    last = last.removesuffix(stop) if stop else last
    if not last or last[-1] not in closers:
        return None
    inner[-1] = last[:-1].rstrip() + (stop if stop == "." and not ends_a_sentence(last[:-1].rstrip()) else "")
    depth = 0
    for char in "".join(inner):
        if char in closers and (opener == '"' or depth == 0):
            return None
        depth += (char == opener) - (char in closers)
    return [text.strip() for text in inner] if not depth and all(text.strip() for text in inner) else None


# --- Labels -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Label:
    """A label line. `part` is what it names; `mark` is the label as written and `value` what follows it."""

    part: str
    mark: str
    value: str


_LABELS = {
    "headline": "titre|headline|title",
    "kicker": "surtitre|sur-titre|kicker",
    "standfirst": "chap[oô]|chapeau|standfirst|deck|summary|sous-titre|résumé",
    "section": "rubrique|section",
    "byline": "auteurs?|autrices?|auteure|author|authors|par|by|byline|signature",
    "tags": "tags?|mots[- ]cl[ée]s?|keywords?|étiquettes?",
    "subhead": "intertitre|inter-titre|subhead|subheading|crosshead",
    "body": "corps|corps du texte|corps de l['’]article|body|body text|article",
    "bio": "bio|biographie|[àa] propos de l['’]aut(?:eur|rice)|about the author",
}
_LABEL = re.compile(
    r"(?P<mark>(?P<around>[*_]{0,2})(?:" + "|".join(f"(?P<{part}>{words})" for part, words in _LABELS.items()) + r")\s*"
    r"(?:(?P=around)\s*(?::|$)|(?::|$)(?P=around)(?!(?<=_)\w)))\s*(?P<value>.*)",  # _a is a word in itself
    _FLAGS | re.DOTALL,
)
_MARKED_HEADING = re.compile(r"(?P<mark>#{1,6})\s+(?P<value>\S.*)", re.DOTALL)


def read_label(line: str) -> Label | None:
    match = _LABEL.match(line)
    if not match or not match.lastgroup:
        return None
    part = next(part for part in _LABELS if match[part])
    if (":" not in match["mark"] and part != "bio") or (part == "body" and match["value"]):
        return None
    return Label(part, match["mark"].strip(), match["value"].strip())


def may_stand(label: Label, place: int, after: int) -> bool:
    """Tell whether a label may be the head's or the foot's where it stands; that of a subhead may be anywhere."""
    at_top, at_end = place <= HEAD, after < FOOT
    match label.part:
        case "subhead":
            return True
        case "tags" | "byline":
            return at_top or at_end
        case "bio":
            return at_end and place > 1
        case _:
            return at_top


def marked_heading(line: str) -> tuple[int, str]:
    """Return the level of a heading in Markdown and its words; 0 for a line that is none."""
    match = _MARKED_HEADING.fullmatch(line)
    words = match["value"].rstrip("# ") if match else ""
    return (len(match["mark"]), words) if match and words else (0, line)


# --- Trails -----------------------------------------------------------------------------------------------------------

_TRAIL_SEPARATORS = re.compile(r"\s*[>›»|]\s*")
_RUN_TOGETHER = re.compile(r"(?:[A-ZÀ-Þ][a-zß-ÿœ]{3,30}){2,5}")
_HOMES = ("accueil", "home")


class Trails:
    """The known sections by what may be written above an article to name them."""

    def __init__(self, sections: Iterable[tuple[str, tuple[str, ...]]]) -> None:
        self._ends: dict[str, set[str]] = {}
        self._whole: dict[str, set[str]] = {}
        for path, names in sections:
            for start in range(len(names)):
                key = fold("".join(names[start:]))
                (self._ends if start else self._whole).setdefault(key, set()).add(path)

    def section(self, trail: str) -> str:
        """Return the path of the one section that the trail names, or nothing. The whole trail goes before its end."""
        if len(trail) > MAX_LINE:
            return ""
        key = fold(trail)
        keys = [key, *(key.removeprefix(home) for home in _HOMES if key.startswith(home))]
        for paths in (table.get(key, set()) for key in keys if key for table in (self._whole, self._ends)):
            if paths:
                return next(iter(paths)) if len(paths) == 1 else ""
        return ""


def looks_like_a_trail(line: str) -> bool:
    """Tell a trail by its form: words run together, or a few short names with arrows or bars between them."""
    if len(line) > 100 or "«" in line:
        return False
    steps = _TRAIL_SEPARATORS.split(line.strip("<>›»| "))
    return bool(_RUN_TOGETHER.fullmatch(line)) or (
        1 < len(steps) <= 5 and all(0 < len(step) <= 40 and count_words(step) <= 4 for step in steps)
    )
