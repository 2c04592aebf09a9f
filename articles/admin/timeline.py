"""What became of an article: its editions with their windows, and who did what to each, when and why."""

from dataclasses import dataclass

from articles.admin.base import phase_words, when_planned
from articles.models import Edition, Transition


@dataclass(frozen=True)
class Chapter:
    """One edition: what it is now, when readers see it, and the lines of the log about it, newest first."""

    edition: Edition
    phase: str
    opens: str
    closes: str
    lines: list[Transition]


def timeline(editions, at):
    """Return a chapter for each of an article's editions, in their order: one query."""
    editions = list(editions)
    lines = {edition.pk: [] for edition in editions}
    for line in Transition.objects.filter(edition__in=lines):
        lines[line.edition_id].append(line)
    return [
        Chapter(
            edition,
            phase_words(edition, at),
            when_planned(edition.live_from),
            when_planned(edition.live_until),
            lines[edition.pk],
        )
        for edition in editions
    ]
