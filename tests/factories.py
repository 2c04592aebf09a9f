"""Plain functions that make rows. Each takes fields to set and fills in the rest."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest import mock

from articles import workflow
from articles.models import Author, Edition, Inquiry, Section, Sponsor, SponsorshipNote
from articles.states import CorrectionKind, NoteKind
from images import recipe
from images.models import Picture

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOTHING_OWED = (CorrectionKind.NONE, "")  # what most tests that publish a rewrite answer to its readers
_count = itertools.count(1)


@contextmanager
def clock(at: datetime) -> Iterator[None]:
    """Let the newsroom's clock stand at `at`."""
    with mock.patch("django.utils.timezone.now", return_value=at):
        yield


def make_section(name: str = "", *, parent: Section | None = None, **fields: Any) -> Section:
    number = next(_count)
    fields.setdefault("slug", f"section-{number}")
    return Section.objects.create(name=name or f"Section {number}", parent=parent, **fields)


def make_author(name: str = "", **fields: Any) -> Author:
    number = next(_count)
    fields.setdefault("slug", f"author-{number}")
    return Author.objects.create(name=name or f"Author {number}", **fields)


def make_sponsor(name: str = "", **fields: Any) -> Sponsor:
    number = next(_count)
    fields.setdefault("slug", f"sponsor-{number}")
    return Sponsor.objects.create(name=name or f"Sponsor {number}", **fields)


def make_note(kind: str = NoteKind.PAID, **fields: Any) -> SponsorshipNote:
    """Make a note that has been in force since long ago."""
    if kind in (NoteKind.PAID, NoteKind.SUPPORTED) and "sponsor" not in fields:
        fields["sponsor"] = make_sponsor()
    fields.setdefault("label", f"Note {next(_count)}")
    fields.setdefault("starts_at", NOW - 1000 * DAY)
    return SponsorshipNote.objects.create(kind=kind, **fields)


def make_inquiry(**fields: Any) -> Inquiry:
    number = next(_count)
    defaults = {"name": f"Sponsor {number}", "email": f"sponsor-{number}@example.org", "message": f"Message {number}"}
    return Inquiry.objects.create(**defaults | {"language": "en"} | fields)


def make_picture(**fields: Any) -> Picture:
    """Make a picture's row with all its renditions; its files are named but not there."""
    number = next(_count)
    defaults: dict[str, Any] = {"alt": f"Picture {number}", "credit": "Photo: Nobody", "width": 1600, "height": 1067}
    picture = Picture(
        uuid=uuid.uuid4(), **(defaults | {"digest": f"{number:064x}", "recipe_version": recipe.VERSION} | fields)
    )
    picture.file.name = picture.file.name or f"test/{number}.jpg"
    if "renditions" not in fields:
        picture.renditions = {
            name: {"key": picture.key(crop), "sizes": crop.sizes(picture.size)} for name, crop in recipe.CROPS.items()
        }
    picture.save()
    return picture


def make_draft(*, by: Any = None, bylines: Any = None, tags: Any = None, notes: Any = None, **content: Any) -> Edition:
    """Make a new article's first draft, complete enough to be published."""
    number = next(_count)
    content.setdefault("headline", f"Headline {number}")
    content.setdefault("body", f"<p>Body {number}.</p>")
    if "section" not in content:
        content["section"] = make_section()
    edition = workflow.start_article(by=by, **content)
    bylines = [(make_author(), "text")] if bylines is None else bylines
    return workflow.save_draft(edition, by=by, bylines=bylines, tags=tags, notes=notes)


def make_article(
    *, at: datetime | None = None, until: datetime | None = None, published_at: datetime | None = None, **fields: Any
) -> Edition:
    """Make an article and publish it when the clock shows `published_at` (a day before NOW); return its edition.

    `at` schedules it instead. Take it at the times you care for: `live(at)` is a function of time.
    """
    with clock(published_at or NOW - DAY):
        return workflow.publish(make_draft(**fields), by=None, at=at, until=until)
