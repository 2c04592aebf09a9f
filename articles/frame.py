"""The frame every page stands in: site, sections, pages and standing notes, cached under a version that writes bump."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from articles import keys
from articles.models import Page, Section, Site, SponsorshipNote
from articles.signals import content_changed

FRAME_KEY = keys.FRAME
VERSION_KEY = "frame-version"
SECONDS = 60  # the most a door that sends no content_changed (loaddata, SQL) can be late


@dataclass
class Frame:
    """Sections in menu order, every note that stands on one, on an author or the site, the site, its footer's pages."""

    sections: list[Section]
    notes: list[SponsorshipNote]
    site: Site = field(default_factory=Site)
    pages: list[Page] = field(default_factory=list)

    @cached_property
    def by_id(self) -> dict[int, Section]:
        return {section.pk: section for section in self.sections}

    @cached_property
    def by_path(self) -> dict[str, Section]:
        return {section.path: section for section in self.sections}

    @property
    def site_name(self) -> str:
        return self.site.name

    def menu(self) -> list[Section]:
        return self.children(None)

    def children(self, section: Section | None) -> list[Section]:
        parent_id = section.pk if section else None
        return [child for child in self.sections if child.parent_id == parent_id]

    def trail(self, section_id: int | None) -> list[Section]:
        """Return the sections from the root down to this one."""
        trail: list[Section] = []
        while section_id and section_id in self.by_id and self.by_id[section_id] not in trail:
            trail.insert(0, self.by_id[section_id])
            section_id = trail[0].parent_id
        return trail

    def accent(self, section_id: int | None) -> str:
        """Return the colour of a section, or of the nearest above that has one; "" for the site's."""
        return next((section.accent for section in reversed(self.trail(section_id)) if section.accent), "")


def load() -> Frame:
    """Read the frame from the database: four queries."""
    return Frame(
        list(Section.objects.all()),
        list(SponsorshipNote.objects.standing()),
        Site.objects.current(),
        list(Page.objects.filter(in_footer=True).defer("body")),
    )


def get() -> Frame:
    """Return the cached frame, or load and cache it."""
    version = cache.get_or_set(VERSION_KEY, _new_version, None)
    key = f"frame:{version}"
    frame = cache.get(key)
    if frame is None:
        frame = load()
        cache.set(key, frame, SECONDS)
    return frame


def _new_version() -> str:
    return uuid.uuid4().hex


def forget(keys: frozenset[str], **_kwargs: Any) -> None:
    """Give the frame a new version when something in it has changed."""
    if FRAME_KEY in keys:
        cache.set(VERSION_KEY, _new_version(), None)


def context(request: HttpRequest) -> dict[str, Any]:
    """Put the frame within every template's reach; it is only fetched where it is used."""
    return {"frame": SimpleLazyObject(get)}


content_changed.connect(forget, dispatch_uid="articles.frame")
