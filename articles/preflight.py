"""The checks that stand between a draft and its readers. Each rule is one function from an edition to problems."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import formats
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from articles import body as bodies
from articles import clocks, disclosures, frame, zones
from articles.models import Edition
from articles.models.article import PUBLIC_ID_LENGTH
from articles.states import TOLD_KINDS, CorrectionKind, NoteKind, ReferenceKind
from articles.words import words
from images.models import Picture

_ARTICLE_ADDRESS = re.compile(rf"/[a-z0-9/-]+_(?P<public_id>[a-z0-9]{{{PUBLIC_ID_LENGTH}}})/?(?:[?#].*)?")


class Severity(StrEnum):
    BLOCKING = "blocking"
    WARNING = "warning"


@dataclass(frozen=True)
class Problem:
    """What is wrong, in words for an editor, and the form field to mend it in."""

    severity: Severity
    field: str
    message: str


Rule = Callable[[Edition, datetime], Iterable[Problem]]
RULES: dict[str, Rule] = {}
LATELY = 300  # published editions: the same headline a year later is no mistake
SOON = timedelta(days=30)  # within which the end of a picture's rights is worth a word
LONG_HEADLINE = 110  # characters: what search engines and networks show of one

# What the database, readers' trust or a source's word stands on: no site may do without these.
LASTING = frozenset(
    {"has_headline", "has_section", "paid_content_says_so", "embargo_is_lifted", "says_what_it_corrects"}
)


def rule(function: Rule) -> Rule:
    RULES[function.__name__] = function
    return function


def rules() -> list[Rule]:
    """Return our rules but for those in settings.PREFLIGHT_SILENCED, then those that settings.PREFLIGHT_RULES names.

    A rule of the site's own is a function from an edition and a moment to problems, named by its dotted path. Raise
    ImproperlyConfigured for a name that is none.
    """
    for name in settings.PREFLIGHT_SILENCED:
        if name not in RULES or name in LASTING:
            known = ", ".join(sorted(RULES.keys() - LASTING))
            raise ImproperlyConfigured(f"PREFLIGHT_SILENCED: “{name}” can't be silenced; these can: {known}.")
    try:
        own = [import_string(path) for path in settings.PREFLIGHT_RULES]
    except ImportError as error:
        raise ImproperlyConfigured(f"PREFLIGHT_RULES: {error}.") from error
    return [function for name, function in RULES.items() if name not in settings.PREFLIGHT_SILENCED] + own


def check(edition: Edition, at: datetime) -> list[Problem]:
    """Return the problems the edition would have if its window opened at `at`, blocking ones first."""
    found = [problem for function in rules() for problem in function(edition, at)]
    return sorted(found, key=lambda problem: problem.severity != Severity.BLOCKING)


def blocking(edition: Edition, at: datetime) -> list[Problem]:
    return [problem for problem in check(edition, at) if problem.severity == Severity.BLOCKING]


@rule
def has_headline(edition: Edition, at: datetime) -> Iterator[Problem]:
    if not edition.headline.strip():
        yield Problem(Severity.BLOCKING, "headline", _("Write a headline."))
    elif not edition.slug:
        yield Problem(Severity.BLOCKING, "slug", _("Write a slug: the headline gives none."))


@rule
def has_section(edition: Edition, at: datetime) -> Iterator[Problem]:
    if edition.section is None:
        yield Problem(Severity.BLOCKING, "section", _("Choose a section."))


@rule
def has_byline(edition: Edition, at: datetime) -> Iterator[Problem]:
    if not edition.bylines.all():
        yield Problem(Severity.BLOCKING, "bylines", _("Say who signs it: add a byline."))


@rule
def has_body(edition: Edition, at: datetime) -> Iterator[Problem]:
    if not bodies.plain_text(edition.body).strip():
        yield Problem(Severity.BLOCKING, "body", _("The body is empty."))


@rule
def quotes_have_a_speaker(edition: Edition, at: datetime) -> Iterator[Problem]:
    quotes = [block.html for block in bodies.blocks(edition.body) if block.kind == "pull-quote"]
    if any("<cite>" not in quote for quote in quotes):
        yield Problem(Severity.BLOCKING, "body", _("A pull quote has no speaker: say who said it."))


@rule
def pictures_are_described_and_credited(edition: Edition, at: datetime) -> Iterator[Problem]:
    pictures = _pictures(edition)
    if sum(field == "body" for field, _picture in pictures) < len(bodies.pictures(edition.body)):
        yield Problem(Severity.BLOCKING, "body", _("A picture in the body is not in the library: take it out."))
    for field, picture in pictures:
        name = {"name": picture}
        if not picture.alt.strip():
            words = _("The picture “%(name)s” has no alternative text: write what it shows, for who does not see it.")
            yield Problem(Severity.BLOCKING, field, words % name)
        if not picture.credit.strip():
            yield Problem(Severity.BLOCKING, field, _("The picture “%(name)s” has no credit: say who made it.") % name)


@rule
def pictures_may_be_published(edition: Edition, at: datetime) -> Iterator[Problem]:
    """Refuse pictures whose rights have ended, by the newspaper's calendar, when the window opens.

    Warn of those that end soon after, while readers still see the edition.
    """
    opens = zones.ours(at).date()
    expires = zones.ours(edition.expires_at).date() if edition.expires_at else date.max
    for field, picture in _pictures(edition):
        last = picture.rights_until
        if last is None or last >= min(expires, opens + SOON):
            continue
        told = {"name": picture, "day": formats.date_format(last, "DATE_FORMAT")}
        if last < opens:
            words = _("The rights to the picture “%(name)s” ended on %(day)s: take another, or have them prolonged.")
            yield Problem(Severity.BLOCKING, field, words % told)
        else:
            words = _("The rights to the picture “%(name)s” end on %(day)s, when readers will still see it.")
            yield Problem(Severity.WARNING, field, words % told)


@rule
def pictures_are_the_newest(edition: Edition, at: datetime) -> Iterator[Problem]:
    """Warn of pictures that were replaced. What was scheduled before keeps them, so nothing is wrong for readers."""
    for field, picture in _pictures(edition):
        if picture.replaced_by_id is not None:
            words = _("The picture “%(name)s” has been replaced: choose the new one.") % {"name": picture}
            yield Problem(Severity.WARNING, field, words)


def _pictures(edition: Edition) -> list[tuple[str, Picture]]:
    """Return the edition's pictures that are in the library, each with the field that it stands in."""
    lead = [("lead_picture", edition.lead_picture)] if edition.lead_picture else []
    inside = Picture.objects.filter(uuid__in=bodies.pictures(edition.body)).order_by("pk")
    return [*lead, *(("body", picture) for picture in inside)]


@rule
def paid_content_says_so(edition: Edition, at: datetime) -> Iterator[Problem]:
    if not edition.sponsored:
        return
    notes = disclosures.disclosures(edition, at, frame.load())
    if not any(note.kind in (NoteKind.PAID, NoteKind.SUPPORTED) for note in notes):
        yield Problem(
            Severity.BLOCKING, "notes", _("This is paid content: add the sponsorship note that tells readers who pays.")
        )


@rule
def embargo_is_lifted(edition: Edition, at: datetime) -> Iterator[Problem]:
    until = edition.article.embargo_until
    if until is not None and at < until:
        words = _("Under embargo until %(when)s: publish it for then or later.")
        yield Problem(Severity.BLOCKING, "embargo_until", words % {"when": clocks.ours(until)})


@rule
def says_what_it_corrects(edition: Edition, at: datetime) -> Iterator[Problem]:
    """Ask for the answer that is owed to who has read what this edition rewords; see CorrectionKind."""
    kind = edition.correction_kind
    if kind == CorrectionKind.UNASKED and (edition.correction_text.strip() or rewords(edition, at)):
        yield Problem(
            Severity.BLOCKING,
            "correction_kind",
            _("This changes what readers have read: say what is corrected, or that nothing is owed."),
        )
    elif kind in TOLD_KINDS and not edition.correction_text.strip():
        yield Problem(
            Severity.BLOCKING, "correction_text", _("Say in a sentence what was corrected: readers will see it.")
        )


def rewords(edition: Edition, at: datetime) -> Edition | None:
    """Return the edition that readers see until `at`, if this one would then give them other words in its place.

    Capitals, accents, punctuation and typography make no other words of them: see articles/words.py.
    """
    before = _opened_before(edition, at)
    if before is None or (before.live_until is not None and before.live_until < at):
        return None
    return before if _read(before) != _read(edition) and _words(before) != _words(edition) else None


def _opened_before(edition: Edition, at: datetime) -> Edition | None:
    """Return the latest of the article's other editions that has opened by `at`, whether or not its window closed."""
    return edition.article.editions.opened(at).exclude(pk=edition.pk).order_by("-live_from").first()


def _read(edition: Edition) -> tuple[str, ...]:
    """Return the fields whose words readers take for the article's own."""
    return edition.headline, edition.standfirst, edition.lead_caption, edition.body


def _words(edition: Edition) -> list[str]:
    *lines, body = _read(edition)
    return words("\n".join([*lines, bodies.plain_text(body)]))


@rule
def headline_fits(edition: Edition, at: datetime) -> Iterator[Problem]:
    if len(edition.headline) > LONG_HEADLINE:
        words = _("The headline has %(count)d characters: over %(most)d it is cut in search results and on networks.")
        numbers = {"count": len(edition.headline), "most": LONG_HEADLINE}
        yield Problem(Severity.WARNING, "headline", words % numbers)


@rule
def headline_is_its_own(edition: Edition, at: datetime) -> Iterator[Problem]:
    """Warn where another article was lately published under the same words."""
    headline = words(edition.headline)
    others = Edition.objects.published().exclude(article=edition.article_id).order_by("-pk")
    if headline and any(words(other) == headline for other in others.values_list("headline", flat=True)[:LATELY]):
        yield Problem(Severity.WARNING, "headline", _("Another article has this headline."))


@rule
def has_standfirst(edition: Edition, at: datetime) -> Iterator[Problem]:
    if not edition.standfirst.strip():
        yield Problem(Severity.WARNING, "standfirst", _("There is no standfirst."))


@rule
def has_tags(edition: Edition, at: datetime) -> Iterator[Problem]:
    if not edition.tag_rows.all():
        yield Problem(Severity.WARNING, "tags", _("There are no tags."))


@rule
def links_lead_somewhere(edition: Edition, at: datetime) -> Iterator[Problem]:
    """Warn of links to articles of ours, and of related articles, that readers would not find at `at`."""
    ours = {target: target for kind, target in bodies.references(edition.body) if kind == ReferenceKind.ARTICLE}
    for url in bodies.links(edition.body):
        if match := _ARTICLE_ADDRESS.fullmatch(url.removeprefix(settings.SITE_URL)):
            ours.setdefault(match["public_id"], url)
    live = Edition.objects.live(at).filter(article__public_id__in=ours)
    for public_id in live.values_list("article__public_id", flat=True):
        ours.pop(public_id, None)
    for url in ours.values():
        yield Problem(
            Severity.WARNING, "body", _("“%(url)s” leads to an article that readers will not find then.") % {"url": url}
        )


@rule
def builds_on_what_readers_see(edition: Edition, at: datetime) -> Iterator[Problem]:
    """Warn where publishing would silently undo an edition that opened after this draft was begun."""
    before = overtaken_by(edition, at)
    if before is not None:
        yield Problem(
            Severity.WARNING,
            "based_on",
            _("Edition %(number)d went live after this draft was begun: bring its changes in first.")
            % {"number": before.number},
        )


def overtaken_by(edition: Edition, at: datetime) -> Edition | None:
    """Return the edition that has opened by `at` and is newer than what this one is based on."""
    before = _opened_before(edition, at)
    if before is None or edition.based_on is None or before.number <= edition.based_on.number:
        return None
    return before


@rule
def keeps_the_expiry(edition: Edition, at: datetime) -> Iterator[Problem]:
    """Warn where an article that was to end would go on for longer: the draft was begun before that was decided."""
    before = _opened_before(edition, at)
    if before is None or before.expires_at is None or not before.is_live(at):
        return
    if edition.expires_at is None or edition.expires_at > before.expires_at:
        yield Problem(
            Severity.WARNING,
            "expires_at",
            _("Edition %(number)d expires on %(when)s, and this one later or never: make sure that is meant.")
            % {"number": before.number, "when": clocks.ours(before.expires_at)},
        )
