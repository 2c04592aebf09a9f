"""Which notes are in force: every paid one that concerns an edition, and the one house notice that is nearest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from articles import frame
from articles.models import Edition, EditionNote, Section, SponsorshipNote
from articles.states import NoteKind


@dataclass(frozen=True)
class Notes:
    """What readers are told on an edition's page: disclosures on top, in order; at most one house notice."""

    disclosures: tuple[SponsorshipNote, ...] = ()
    house: SponsorshipNote | None = None

    def labels(self, sponsored: bool) -> list[str]:
        """Return what stands before a headline; where somebody paid and no note says who, that."""
        return [note.label for note in self.disclosures] or ([_("Paid content")] if sponsored else [])


def notes_in_force(editions: Iterable[Edition], at: datetime, frame_: frame.Frame | None = None) -> dict[int, Notes]:
    """Return the notes of each edition by its primary key, in one query.

    What an edition carries (EditionNote) is in force as long as the edition is shown, whatever its dates: only a
    replacement ends it. Notes on its section, the sections above, its authors and the site are in force between
    their own dates. Bylines must be prefetched. `frame_` stands in for the cached one where exactness is owed.
    """
    editions = list(editions)
    frame_ = frame_ or frame.get()
    standing = [note for note in frame_.notes if _stands(note, at)]
    carried: dict[int, list[SponsorshipNote]] = {edition.pk: [] for edition in editions}
    for row in EditionNote.objects.filter(edition__in=carried).select_related("note__sponsor__logo").order_by("id"):
        if _carries(row.note, at):
            carried[row.edition_id].append(row.note)
    return {edition.pk: _choose(edition, carried[edition.pk], standing, frame_) for edition in editions}


def disclosures(edition: Edition, at: datetime, frame_: frame.Frame | None = None) -> list[SponsorshipNote]:
    """Return every paid note in force on the edition at `at`."""
    return list(notes_in_force([edition], at, frame_)[edition.pk].disclosures)


def section_notes(section: Section | None, at: datetime) -> Notes:
    """Return the notes for a front: a section's, or the site's own for None."""
    frame_ = frame.get()
    standing = [note for note in frame_.notes if _stands(note, at)]
    places = [trail.pk for trail in frame_.trail(section.pk if section else None)]
    here = [note for note in standing if note.everywhere or note.section_id in places]
    return Notes(_paid(here), _nearest(here, [], places))


def inherited(edition: Edition, at: datetime) -> list[SponsorshipNote]:
    """Return the paid notes that stand where the edition is, read afresh: what publication binds to it."""
    frame_ = frame.load()
    standing = [note for note in frame_.notes if _stands(note, at)]
    return list(_choose(edition, [], standing, frame_).disclosures)


def _stands(note: SponsorshipNote, at: datetime) -> bool:
    ends = [end for end in (note.ends_at, note.replaced_at) if end]
    return note.starts_at <= at and all(at < end for end in ends)


def _carries(note: SponsorshipNote, at: datetime) -> bool:
    began = note.replaces_id is None or note.starts_at <= at
    return began and (note.replaced_at is None or at < note.replaced_at)


def _choose(
    edition: Edition, carried: list[SponsorshipNote], standing: list[SponsorshipNote], frame_: frame.Frame
) -> Notes:
    places = [section.pk for section in frame_.trail(edition.section_id)]
    authors = [byline.author_id for byline in edition.bylines.all()]
    here = [note for note in standing if note.everywhere or note.section_id in places or note.author_id in authors]
    house = [note for note in carried if not note.is_paid]
    return Notes(_paid([*carried, *here]), house[-1] if house else _nearest(here, authors, places))


def _paid(notes: list[SponsorshipNote]) -> tuple[SponsorshipNote, ...]:
    return tuple({note.pk: note for note in notes if note.is_paid}.values())


def _nearest(notes: list[SponsorshipNote], authors: list[int], places: list[int]) -> SponsorshipNote | None:
    """Return the house notice of the author, else of the deepest section, else of the site; the newest wins a tie."""

    def nearness(note: SponsorshipNote) -> tuple[int, datetime]:
        if note.author_id in authors:
            return (len(places) + 1, note.starts_at)
        return (places.index(note.section_id) + 1 if note.section_id in places else 0, note.starts_at)

    return max((note for note in notes if note.kind == NoteKind.HOUSE), key=nearness, default=None)
