"""How a picture is shown at the desk, and where it is used, in words."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext_lazy as _

from articles.admin.base import phase_words, when_planned
from articles.models import Edition
from articles.states import OPEN, Phase
from images import recipe
from images.models import Picture

CROPS = {
    "card": _("In lists, 3:2"),
    "lead": _("Above an article, 16:9"),
    "square": _("Square"),
    "social": _("On social networks"),
}
WIDEST = 1600  # pixels that the desk shows


@dataclass(frozen=True)
class Shown:
    """A picture as large as the desk shows it."""

    picture: Picture

    @cached_property
    def srcset(self):
        """Return what there is of the whole picture, for the browser to choose from."""
        whole = self.picture.shown(recipe.FULL.name)
        sizes = [width for width, _height in whole.sizes if width <= WIDEST] if whole else []
        return ", ".join(f"{whole.url(width, 'webp')} {width}w" for width in sizes)

    @property
    def crops(self):
        """Return (name, words, width / height for a script) of each shape that is cut around the focal point."""
        return [(name, words, f"{recipe.CROPS[name].ratio:.4f}") for name, words in CROPS.items()]


@dataclass(frozen=True)
class Use:
    """An edition that shows a picture: what it is now, when readers see it, and whether it leads."""

    edition: Edition
    phase: Phase
    words: str
    window: str
    leads: bool


def groups(uses, picture, at):
    """Return the editions under headings, what matters most first: (words, uses); empty ones are left out."""
    found = {"live": [], "scheduled": [], "drafts": [], "past": []}
    for edition in uses.editions:
        phase = edition.phase(at)
        if edition.status in OPEN:
            group = "drafts"
        else:
            group = {Phase.LIVE: "live", Phase.SCHEDULED: "scheduled"}.get(phase, "past")
        leads = edition.lead_picture_id == picture.pk
        found[group].append(Use(edition, phase, phase_words(edition, at), _window(edition), leads))
    headings = {
        "live": _("Readers see it in"),
        "scheduled": _("Readers will see it in"),
        "drafts": _("Drafts"),
        "past": _("Readers saw it in"),
    }
    return [(headings[name], uses) for name, uses in found.items() if uses]


def _window(edition):
    if edition.live_from is None:
        return ""
    words = _("from %(from)s until %(until)s") if edition.live_until else _("from %(from)s")
    return words % {"from": when_planned(edition.live_from), "until": when_planned(edition.live_until)}
