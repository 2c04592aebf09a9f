"""The history of an article: every version that readers were shown, what changed in it, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.translation import gettext as _
from django.utils.translation import override

from articles import body as bodies
from articles.changes import Line, changed
from articles.models import Edition, Transition
from articles.states import TOLD_KINDS, CorrectionKind, Phase, Verb
from articles.views.article import shown_edition
from articles.views.base import ReaderView
from articles.views.cards import cards_of

MOST = 50  # versions that a page compares
_FIELDS = ("kicker", "headline", "standfirst", "body", "language")
_STATE = ("status", "live_from", "live_until", "expires_at", "withdrawn_at", "published_at")


@dataclass(frozen=True)
class Version:
    """An edition that readers were shown, with what changed since the one before it, by what it changed in."""

    at: datetime
    is_first: bool
    kind: CorrectionKind | None = None
    text: str = ""
    changes: list[tuple[str, list[Line]]] = field(default_factory=list)
    is_withheld: bool = False


class ArticleHistory(ReaderView):
    """There only while the article is. What was removed or withdrawn is not shown again: see _withheld_until()."""

    template_name = "articles/article_history.html"

    def get(self, request: HttpRequest, path: str, slug: str, public_id: str) -> HttpResponse:
        edition = shown_edition(public_id, self.at)
        address = f"{edition.get_absolute_url()}history/"
        if address != request.path_info:
            return HttpResponsePermanentRedirect(address)
        with override(edition.language):
            versions = history(edition, self.at)
        (card,) = cards_of([edition], self.at, self.frame)
        context: dict[str, Any] = {"edition": edition, "card": card, "trail": self.frame.trail(edition.section_id)}
        return self.render(edition.language, **context, versions=versions)


def history(edition: Edition, at: datetime) -> list[Version]:
    """Return the versions of the edition's article that readers had seen by `at`, newest first: one query."""
    redactions = Transition.objects.filter(edition=OuterRef("pk"), verb=Verb.REDACT)
    shown = list(
        Edition.objects.opened(at)
        .annotate(is_redacted=Exists(redactions))
        .filter(article=edition.article_id)
        .order_by("-live_from", "-pk")
        .only(*_FIELDS, "article", "correction_kind", "correction_text", *_STATE)[: MOST + 1]
    )
    withheld = _withheld_until(shown, at)
    versions = [_version(after, before, withheld) for after, before in pairwise(shown)]
    if len(shown) <= MOST:
        versions.append(Version(shown[-1].live_from or at, is_first=True))
    return versions


def _withheld_until(shown: Sequence[Edition], at: datetime) -> datetime | None:
    """Tell from when on changes may be shown: what was removed, withdrawn or redacted must not come back.

    Of a redacted edition nobody knows any more whether it was a removal.
    """
    removed = [edition.live_from for edition in shown if edition.correction_kind == CorrectionKind.REMOVAL]
    ended = [one.live_until for one in shown if one.phase(at) == Phase.WITHDRAWN or one.is_redacted]  # type: ignore[attr-defined]
    return max((moment for moment in removed + ended if moment), default=None)


def _version(after: Edition, before: Edition, withheld: datetime | None) -> Version:
    assert after.live_from is not None and before.live_from is not None  # noqa: S101  # readers have seen them
    is_told = after.correction_kind in TOLD_KINDS and after.correction_text
    is_withheld = withheld is not None and before.live_from < withheld
    return Version(
        after.live_from,
        is_first=False,
        kind=CorrectionKind(after.correction_kind) if is_told else None,
        text=after.correction_text if is_told else "",
        changes=[] if is_withheld else _changes(before, after),
        is_withheld=is_withheld,
    )


def _changes(before: Edition, after: Edition) -> list[tuple[str, list[Line]]]:
    texts = [_texts(before), _texts(after)]
    found = [(name, changed(texts[0][name], texts[1][name])) for name in texts[1]]
    return [(name, lines) for name, lines in found if lines]


def _texts(edition: Edition) -> dict[str, list[str]]:
    """Return what readers read, by the name of each part, in paragraphs."""
    return {
        _("Kicker"): [edition.kicker],
        _("Headline"): [edition.headline],
        _("Standfirst"): [edition.standfirst],
        _("Text"): [bodies.typeset(line, edition.language) for line in bodies.plain_text(edition.body).split("\n")],
    }
