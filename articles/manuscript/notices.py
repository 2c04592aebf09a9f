"""What stands around an article: dates, end marks, rules, paid lines, house notices, bios. Pure.

Like lines.py it looks at one line or paragraph at a time, and gives up on long ones.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from articles.manuscript.lines import MAX_LINE, count_words, is_name

MAX_BIO_WORDS = 80

_FLAGS = re.IGNORECASE

# --- What belongs to no part of the article ---------------------------------------------------------------------------

_MONTHS = (
    "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|january|february|march|april|"
    "may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
)
_DAYS = "(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_DATE = (
    rf"(?:(?:{_DAYS}),?\s+)?(?:\d{{1,2}}(?:er|st|nd|rd|th)?\s+(?:{_MONTHS})\.?,?\s+\d{{4}}"
    rf"|(?:{_MONTHS})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}}|\d{{4}}-\d\d-\d\d)"
)
_TIME = r"(?:\d{1,2}\s?[h:.]\s?\d{0,2}\s?(?:a\.?m\.?|p\.?m\.?)?(?:\s[A-Z]{2,4})?)"
_DATE_LINE = re.compile(
    rf"(?:date\s?:\s?|[^\W\d_][\w'’ -]{{1,40}},\s+)?(?:le\s+)?{_DATE}(?:,?\s*(?:[àa]|at|[-–—|])?\s*{_TIME})?", _FLAGS
)
_PUBLISHED = re.compile(
    r"\W{0,3}(?:publié|mise? (?:à jour|en ligne)|modifié|dernière mise à jour|published|updated|posted|last (?:updated|"
    r"modified)|temps de lecture|reading time)e?s?\b\D{0,30}\d|\d+ min(?:utes?)? (?:read|de lecture)$",
    _FLAGS,
)
_RELEASE = re.compile(
    r"\W{0,3}(?:(?:sous )?embargo(?:ed)?\b.*|for immediate release|(?:pour|à) diffusion immédiate|"
    r"communiqué(?: de presse)?|(?:press|news|media) release)\W{0,3}",
    _FLAGS,
)
_GREETING = re.compile(
    r"(?:(?:dear|hello|hi|bonjour)(?: [\w.-]+){0,3}"
    r"|ch[eè]re?s? (?:madame|monsieur|collègue|ami|tou|rédact|lect)[^,]*"
    r"|(?:madame|monsieur|mesdames|messieurs)\b(?:,? (?:le|la|monsieur|messieurs|madame)\b[^,]*)?)[\s,!.:]*$",
    _FLAGS,
)
_MAIL_HEADER = re.compile(r"(?:from|to|cc|subject|sent|date|de|à|objet|envoyé|pour|sujet)\s?:\s*\S", _FLAGS)
_END_MARK = re.compile(
    r"-\s?30\s?-|#{3}|#\s#\s#|[-–—(\[]{0,3}\s?(?:ends?|fin|more|suite|à suivre|ends all|-?fin-?)\s?[-–—)\]]{0,3}",
    _FLAGS,
)
_BARE_END_MARKS = frozenset({"ENDS", "END", "FIN", "MORE"})  # unbracketed they are words, but in capitals
_RULE = re.compile(r"(?:\*\s?){3,}|(?:-\s?){3,}|(?:_\s?){3,}|⁂|(?:[–—]\s?){3,}|(?:=\s?){3,}|(?:~\s?){3,}")
_PAID = re.compile(
    r"\W{0,3}(?:(?:article|contenu|dossier|texte|message) (?:sponsorisé|payé|commercial|partenaire)\b"
    r"|publi-?(?:rédactionnel|reportage|communiqué|information)\b"
    r"|sponsorisé par\b|sponsored by\b|(?:sponsored|paid) (?:content|post|article|feature)(?=\s*(?:$|[^\w\s]|by|from))"
    r"|paid for by\b|paid partnership\b|advertorial\b|advertisement feature\b"
    r"|(?P<with>(?:réalisé |produit |produced )?(?:in partnership with\b|en partenariat avec\b|"
    r"avec le soutien d(?:['’]|(?:e|u|es)\b)|with the support of\b)))",
    _FLAGS,
)
_DATELINE = re.compile(
    r"[A-ZÀ-Þ][A-ZÀ-Þ'’ .-]{2,40}(?:, [^()–—\n-]{1,40}?)?\s?(?:\([^()]{2,40}\))?\s?[–—-]{1,2}\s"
    r"|[A-ZÀ-Þ][\w'’ -]{2,40}(?:, [^()–—\n-]{1,40}?)?\s?\((?:AFP|AP|Reuters|ATS|Belga|APA|ANSA|dpa|PA|Keystone[-\w]*)\)"
)


def is_date(line: str) -> bool:
    """Tell a line that says when it was published, changed or how long it takes to read."""
    return len(line) <= 120 and bool(_DATE_LINE.fullmatch(line) or (_PUBLISHED.match(line) and not line.endswith(".")))


def is_release_note(line: str) -> bool:
    """Tell “Sous embargo …”, “For immediate release” and their like."""
    return len(line) <= 120 and bool(_RELEASE.fullmatch(line)) and count_words(line) <= 14


def is_end_mark(line: str) -> bool:
    if len(line) > 20 or not _END_MARK.fullmatch(line):
        return False
    return not line.isalpha() or line in _BARE_END_MARKS


def is_mail_header(line: str) -> bool:
    return len(line) <= MAX_LINE and bool(_MAIL_HEADER.match(line))


def is_greeting(line: str) -> bool:
    return count_words(line) <= 5 and bool(_GREETING.match(line))


def is_rule(line: str) -> bool:
    return line[0] in "*-_⁂–—=~" and len(line) <= 100 and bool(_RULE.fullmatch(line))


def is_paid(line: str) -> bool:
    """Tell a line of its own that says somebody paid for the article."""
    if len(line) > MAX_LINE or not (match := _PAID.match(line)):
        return False
    # “En partenariat avec la mairie, les pêcheurs …” begins a sentence.
    most_words = 14 if match["with"] else 25
    return count_words(line) <= most_words and not (match["with"] and re.search(r", [a-zà-ÿ]", line))


def begins_with_a_dateline(text: str) -> bool:
    return bool(_DATELINE.match(text[:150]))


_ADVERTISERS = re.compile(
    r"\bsponsor(?:s|ing|ships?|isé|isée|iser|isez|isation)?\b|\bparrain(?:age|er)\b|\bpartenariats?\b|\bannonceurs?\b|"
    r"\bdevenir (?:notre )?partenaire\b|\bannoncer (?:dans|chez)\b|\bpublicit|\badvertis|"
    r"\bpartner with us\b|\bpartnerships?\b",
    _FLAGS,
)
_INVITATION = re.compile(
    r"\b(?:contactez|écrivez|ecrivez|appelez|rejoignez|adressez|get in touch|reach out|drop us a line|partner with us|"
    r"advertise with us|(?:contact|write|e-?mail|call)(?: to)? (?:us|me|our|the)|contact ?:|[\w.+-]+@\w)",
    _FLAGS,
)
_SENTENCES = re.compile(r"(?<=[.!?…])\s+")


def split_notices(text: str) -> tuple[str, list[str]]:
    """Return a closing paragraph without the sentences that invite sponsors or advertisers, and those sentences."""
    if len(text) > 1500 or not _INVITATION.search(text):
        return text, []
    sentences = _SENTENCES.split(text)
    notices = [words for words in sentences if _ADVERTISERS.search(words) and _INVITATION.search(words)]
    for question, answer in pairwise(sentences):  # “Want to sponsor us? Get in touch.”
        if question.endswith("?") and _ADVERTISERS.search(question) and _INVITATION.match(answer):
            notices += [question, answer]
    return " ".join(words for words in sentences if words not in notices), [w for w in sentences if w in notices]


# --- Bios -------------------------------------------------------------------------------------------------------------

_PROFESSION = (
    r"(?:journalist|journaliste|reporter|correspond[ae]nte?|auteure?|autrice|author|writer|editor|columnist|critic|"
    r"photographer|photographe|professor|professeure?|chroniqueu(?:r|se)|rédact(?:eur|rice)|écrivaine?|"
    r"grand reporter|éditorialiste|enseignante?|chercheu(?:r|se)|historienn?e?|historian|lecturer|économiste|economist|"
    r"spécialiste|essayiste|freelance|pigiste|blogueu(?:r|se)|sociologue|politologue|maître de conférences)"
)
_THIRD_PERSON = re.compile(
    rf"\W{{0,3}}(?P<name>[^\W\d_][^,.;:!?()]{{2,60}}?) (?:est|is|was|a été|works as|travaille comme) "
    rf"(?:[\w'’-]+ ){{0,6}}?(?:[ldLD]['’])?{_PROFESSION}s?\b",
    _FLAGS,
)
_FIRST_PERSON = re.compile(r"\b(?:j['’]|je|moi|mon|ma|mes|I|I['’]m|my|me)(?:\b|(?<=['’]))", _FLAGS)
_OF_A_BIO = re.compile(
    r"\bj['’]explore\b|\bI (?:[a-z]+ly )?explore\b|\bj['’]écris (?:sur|pour)\b|\bje couvre\b|"
    r"\bje suis (?:[\w'’-]+ ){0,3}" + _PROFESSION + r"|"
    r"^\W{0,3}(?:passionnée?|passionate|curieu(?:x|se)|curious about|diplômée?|"
    + _PROFESSION
    + r")\b|\bI cover\b|\bI write (?:about|for)\b|"
    r"\bI(?:['’]m| am) (?:[\w'’-]+ ){0,3}" + _PROFESSION + r"|\bbased in\b|\bsuivez[- ]moi\b|\bfollow me\b|"
    r"\bretrouvez[- ]moi\b",
    _FLAGS,
)
_MAY_BE_OF_A_BIO = re.compile(rf"\bpassionnée?\b|\b{_PROFESSION}s?\b|\bje vis à\b|\bI live in\b", _FLAGS)
_OPINES = re.compile(r"\bje (?:crois|pense|refuse|veux|demande)\b|\bI (?:believe|think|hope|refuse|want)\b", _FLAGS)


@dataclass(frozen=True)
class Bio:
    """A paragraph about the author. `name` is whom it begins with; unless `sure`, it may be part of the article."""

    name: str
    sure: bool


def read_bio(text: str) -> Bio | None:
    if len(text) > 1000 or count_words(text) > MAX_BIO_WORDS:
        return None
    third = _THIRD_PERSON.match(text)
    if third and is_name(third["name"]):
        return Bio(third["name"], sure=True)
    if not speaks_in_first_person(text) or not (_OF_A_BIO.search(text) or _MAY_BE_OF_A_BIO.search(text)):
        return None
    return Bio("", sure=bool(_OF_A_BIO.search(text)) and not _OPINES.search(text))


def speaks_in_first_person(text: str) -> bool:
    return bool(_FIRST_PERSON.search(text))
