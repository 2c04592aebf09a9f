"""Every scope on editions and on the rows that list them. Visibility is spelled here, once, in live(at)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NoReturn, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Max, Min, Q
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.states import OPEN, Status


class FrozenError(ValidationError):
    """Somebody tried to change what readers have been, or will be, shown."""

    @classmethod
    def content(cls) -> FrozenError:
        return cls(_("A published edition can't be changed: start a new edition."))

    @classmethod
    def state(cls) -> FrozenError:
        return cls(_("Status and windows change through the workflow only."))

    @classmethod
    def note(cls) -> FrozenError:
        return cls(_("Readers have been shown this note: write a new one that replaces it."))


def _refuse_overwriting(args: tuple[Any, ...], options: dict[str, Any]) -> None:
    """Refuse a bulk_create() that would update the rows it meets: batch_size and ignore_conflicts may be given."""
    if len(args) > 2 or options.get("update_conflicts"):
        raise FrozenError(_("Rows that are there already can't be overwritten in bulk."))


class EditionFieldQuerySet(models.QuerySet):
    """Editions, and rows that belong to one."""

    @property
    def edition_field(self) -> str:
        """The path from a row to its edition, as its model names it; empty for the edition itself."""
        return getattr(self.model, "edition_field", "")

    def path(self, name: str) -> str:
        """Return the path from a row to a field of its edition."""
        return f"{self.edition_field}__{name}" if self.edition_field else name

    def edition_of(self, row: Any) -> Any:
        """Return the edition that a row belongs to."""
        return getattr(row, self.edition_field) if self.edition_field else row


class WindowQuerySet(EditionFieldQuerySet):
    """Rows with published_at, live_from and live_until: editions, and the rows that list them under something."""

    def live(self, at: datetime) -> Self:
        """Keep what readers see at `at`: in its window, and not under an embargo."""
        embargo = self.path("article__embargo_until")
        return self.filter(
            Q(live_until=None) | Q(live_until__gt=at),
            Q(**{embargo: None}) | Q(**{f"{embargo}__lte": at}),
            live_from__lte=at,
            published_at__lte=at,  # implied, and what lets a list of the past start at the right end of its index
        )

    def seen_from(self) -> Greatest:
        """Return since when readers see what is live: its window's opening, or the end of a later embargo."""
        return Greatest("live_from", Coalesce(self.path("article__embargo_until"), "live_from"))

    def last_change(self) -> datetime | None:
        """Tell when readers last got something new of these rows, which are live."""
        return self.order_by().aggregate(last=Max(self.seen_from()))["last"]

    @property
    def _order(self) -> tuple[str, str]:
        return ("published_at", f"{self.edition_field}_id" if self.edition_field else "id")

    def newest(self) -> Self:
        return self.order_by(*(f"-{name}" for name in self._order))

    def older_than(self, published_at: datetime, edition_id: int) -> Self:
        """Keep the rows after this one in newest() order."""
        # The bound on published_at, ANDed with the exact comparison, is what makes an index range of it.
        tie = {f"{self._order[1]}__lt": edition_id}
        return self.filter(
            Q(published_at__lt=published_at) | Q(**tie, published_at=published_at), published_at__lte=published_at
        )

    def newer_than(self, published_at: datetime, edition_id: int) -> Self:
        """Keep the rows before this one in newest() order; they come nearest first."""
        tie = {f"{self._order[1]}__gt": edition_id}
        return self.filter(
            Q(published_at__gt=published_at) | Q(**tie, published_at=published_at), published_at__gte=published_at
        ).order_by(*self._order)

    def for_cards(self) -> Self:
        """Fetch each edition with what a card shows, in three queries, without the bodies."""
        return (
            self.select_related(*(self.path(name) for name in ("article", "section", "lead_picture")))
            .defer(self.path("body"), self.path("compiled"))
            .prefetch_related(self.path("bylines__author"))
        )


class EditionQuerySet(WindowQuerySet):
    """Editions. What is frozen can't be changed from here; windows and status are workflow's alone."""

    def open(self) -> Self:
        # None has a window, a constraint says so. It is said again for the index on live_from: few editions have none.
        return self.filter(status__in=OPEN, live_from=None)

    def published(self) -> Self:
        return self.filter(status=Status.PUBLISHED)

    def scheduled(self, at: datetime) -> Self:
        return self.published().filter(live_from__gt=at)

    def opened(self, at: datetime) -> Self:
        """Keep the editions that have been live, or are."""
        return self.published().filter(live_from__lte=at)

    def next_edge(self, at: datetime) -> datetime | None:
        """Tell when a window next opens or closes, or an embargo lifts, after `at`."""
        edges = [
            self.filter(**{f"{name}__gt": at}).aggregate(edge=Min(name))["edge"]
            for name in ("live_from", "live_until", "article__embargo_until")
        ]
        return min((edge for edge in edges if edge is not None), default=None)

    def update(self, **values: Any) -> int:
        """Update drafts; refuse what would change a frozen edition, a status or a window."""
        if set(values) & self.model.STATE_FIELDS:  # type: ignore[attr-defined]
            raise FrozenError.state()
        if self.published().exists():
            raise FrozenError.content()
        return super().update(**values)

    def bulk_create(self, objs: Iterable[Any], *args: Any, **options: Any) -> list[Any]:
        """Add drafts. Their rows in lists are made when they are saved or published, or by `manage.py rebuild`."""
        objs = list(objs)
        _refuse_overwriting(args, options)
        if any(edition.differs_from(edition.fresh_state()) for edition in objs):
            raise FrozenError.state()
        return super().bulk_create(objs, *args, **options)

    def lay(self, **values: Any) -> int:
        """Write status, windows and what readers are served. For the workflow and `rebuild` alone."""
        return super().update(**values)

    def delete(self) -> NoReturn:
        raise FrozenError(_("Editions are never deleted: discard the draft, or withdraw what is live."))


class RowQuerySet(EditionFieldQuerySet):
    """Rows that are part of an edition's content: they freeze with it."""

    def _check_open(self) -> None:
        if self.filter(**{f"{self.edition_field}__status": Status.PUBLISHED}).exists():
            raise FrozenError.content()

    def update(self, **values: Any) -> int:
        """Update rows of drafts; a row stays with its edition, and its window is a copy of the edition's."""
        derived = {self.edition_field, f"{self.edition_field}_id", "published_at", "live_from", "live_until"}
        if set(values) & derived:
            raise FrozenError.state()
        self._check_open()
        return super().update(**values)

    def bulk_create(self, objs: Iterable[Any], *args: Any, **options: Any) -> list[Any]:
        """Add rows to drafts."""
        objs = list(objs)
        _refuse_overwriting(args, options)
        editions = {getattr(row, f"{self.edition_field}_id") for row in objs}
        edition_model = self.model._meta.apps.get_model("articles", "Edition")
        if edition_model.objects.published().filter(pk__in=editions).exists():
            raise FrozenError.content()
        for row in objs:
            row.derive()
        return super().bulk_create(objs, *args, **options)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._check_open()
        return super().delete()

    def lay(self, **values: Any) -> int:
        """Write the copied window, or another tag. For the workflow, `rebuild` and Tag.merge_into() alone."""
        return super().update(**values)

    def lift(self) -> None:
        """Take rows away from editions whatever their status. For derived data and Tag.merge_into() alone."""
        super().delete()

    def lay_rows(self, rows: Iterable[Any]) -> list[Any]:
        """Add rows to editions whatever their status. For derived data and replaced notes alone."""
        return super().bulk_create(rows)


class ListRowQuerySet(RowQuerySet, WindowQuerySet):  # type: ignore[override]
    """Rows that list an edition under an author, a tag or a section."""


class NoteQuerySet(models.QuerySet):
    """Sponsorship notes. What readers have been shown stays as it was."""

    def standing(self) -> Self:
        """Keep the notes that stand on a section, an author or the whole site."""
        return self.filter(Q(section__isnull=False) | Q(author__isnull=False) | Q(everywhere=True)).select_related(
            "sponsor__logo"
        )

    def shown(self, at: datetime) -> Self:
        """Keep what has begun by `at`, and what an edition carries whatever its dates."""
        return self.filter(Q(starts_at__lte=at) | Q(edition_rows__isnull=False)).distinct()

    def update(self, **values: Any) -> int:
        """Update notes; refuse to change what readers are told by those they have been shown."""
        fields = {name.removesuffix("_id") for name in values}
        if fields & self.model.SHOWN_FIELDS and self.shown(timezone.now()).exists():  # type: ignore[attr-defined]
            raise FrozenError.note()
        return super().update(**values)

    def bulk_create(self, objs: Iterable[Any], *args: Any, **options: Any) -> list[Any]:
        _refuse_overwriting(args, options)
        return super().bulk_create(objs, *args, **options)

    def delete(self) -> tuple[int, dict[str, int]]:
        if self.shown(timezone.now()).exists():
            raise FrozenError.note()
        return super().delete()


class AppendOnlyQuerySet(models.QuerySet):
    """The audit log's rows: written once."""

    def bulk_create(self, objs: Iterable[Any], *args: Any, **options: Any) -> list[Any]:
        _refuse_overwriting(args, options)
        return super().bulk_create(objs, *args, **options)

    def update(self, **values: Any) -> NoReturn:
        raise FrozenError(_("The audit log is append-only."))

    def delete(self) -> NoReturn:
        raise FrozenError(_("The audit log is append-only."))
