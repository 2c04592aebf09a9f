"""What the list of articles may be narrowed to. Filters combine, and none tells of a draft that one may not open."""

from collections import Counter

from django.contrib import admin
from django.db.models import Exists, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import permissions
from articles.admin.fields import tree_label
from articles.admin.keyset import BEFORE, KeyChangeList
from articles.admin.rows import listed, of_its_row
from articles.models import Article, Author, Byline, Edition, EditionSection, EditionTag, Section, Tag, fold
from articles.states import Status

MOST = 10  # names offered


class ArticleChangeList(KeyChangeList):
    key_field = "head_id"

    def chosen(self):
        """Return what the list is narrowed to: title, words, the address without it, and what else may be meant."""
        for spec in self.filter_specs:
            if spec.value() is not None:
                without = self.get_query_string(remove=[spec.parameter_name])
                yield spec.title, spec.said(), without, spec.meant(self)


class Filter(admin.SimpleListFilter):
    def said(self):
        """Return in words what the list is narrowed to."""
        return str(dict(self.lookup_choices).get(self.value(), self.value())).lstrip("— ")

    def meant(self, changelist):
        """Return (address, words) of each that may be meant, where it is not clear which; else None."""


class StateFilter(Filter):
    """What the chips of a row say, and whether a draft is open.

    States that few of a million articles are in are read from an index on those few, and the articles found by their
    keys; nearly all are live, so that is asked of each article in turn.
    """

    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [
            ("open", _("with open drafts")),
            (Status.DRAFT, _("draft")),
            (Status.IN_REVIEW, _("in review")),
            (Status.APPROVED, _("approved")),
            ("scheduled", _("scheduled")),
            ("live", _("live")),
            ("waiting", _("live, with a draft waiting")),
            ("withdrawn", _("withdrawn")),
            ("embargo", _("under embargo")),
        ]

    def queryset(self, request, queryset):
        now = timezone.now()
        editions = permissions.readable(request.user, Edition.objects.order_by())
        live = Exists(of_its_row(request.user).live(now))
        match self.value():
            case None:
                return queryset
            case "open":
                found = editions.open()
            case Status.DRAFT | Status.IN_REVIEW | Status.APPROVED as status:
                found = editions.open().filter(status=status)
            case "scheduled":
                found = editions.scheduled(now)
            case "live":
                return queryset.filter(live)
            case "waiting":
                queryset, found = queryset.filter(live), editions.open()
            case "withdrawn":
                lasting = of_its_row(request.user).published().filter(Q(live_until=None) | Q(live_until__gt=now))
                queryset, found = queryset.exclude(Exists(lasting)), editions.filter(withdrawn_at__isnull=False)
            case "embargo":
                return queryset.filter(embargo_until__gt=now)
            case _unknown:
                return queryset.none()
        return queryset.filter(pk__in=found.values("article"))


class SectionFilter(Filter):
    """A section with those below it."""

    title = _("section")
    parameter_name = "section"

    def lookups(self, request, model_admin):
        sections = list(Section.objects.order_by("path"))
        self.keys = {section.path: section.pk for section in sections}
        return [(section.path, tree_label(section)) for section in sections]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        key = self.keys.get(self.value())
        return listed(queryset, request.user, EditionSection, section=key) if key else queryset.none()


class MineFilter(Filter):
    title = _("whose")
    parameter_name = "whose"

    def lookups(self, request, model_admin):
        return [("mine", _("mine: begun, touched or signed by me"))]

    def queryset(self, request, queryset):
        if self.value() != "mine":
            return queryset
        me = request.user
        editions = Edition.objects.order_by()
        signed = permissions.readable(me, editions.filter(bylines__author__user=me))
        # Each from an index of its own: asked with “or”, every edition there is would be looked at.
        mine = [editions.filter(created_by=me), editions.filter(updated_by=me), signed]
        begun = Article.objects.order_by().filter(created_by=me).values("pk")
        return queryset.filter(pk__in=begun.union(*(found.values("article") for found in mine)))


class NameFilter(Filter):
    """A box to write a name in, or a part of one, where there are too many to list.

    Given scripts it is completed with what a chooser of the editor's answers.
    """

    template = "admin/articles/article/name_filter.html"

    def lookups(self, request, model_admin):
        """Return what may be meant, by the words that mean it: the one of this name, else those it is a part of."""
        self.found = self.named(self.value() or "")
        return [(words, words) for words in self.found]

    def has_output(self):
        return True

    def value(self):
        asked = super().value() or ""
        return " ".join(asked.replace("\x00", " ").split()) or None  # an empty box asks nothing

    def kept(self):
        """Return what else the list is narrowed to, as (name, value): it goes with the form."""
        asked = [(name, value) for name, values in self.request.GET.lists() for value in values]
        return [(name, value) for name, value in asked if name not in (self.parameter_name, BEFORE)]

    def choices(self, changelist):
        return []

    def said(self):
        return next(iter(self.found)) if len(self.found) == 1 else self.value()

    def meant(self, changelist):
        if len(self.found) != 1:
            return [(changelist.get_query_string({self.parameter_name: words}), words) for words in self.found]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        if len(self.found) != 1:
            return queryset.none()
        [one] = self.found.values()
        return listed(queryset, request.user, self.rows, **{self.parameter_name: one})

    @classmethod
    def named(cls, asked):
        """Return {words: row} of what is meant by `asked`, ten at most: where one is, it stands alone."""
        wanted = fold(asked)
        return dict(cls.look(wanted)[:MOST]) if wanted else {}


class AuthorFilter(NameFilter):
    title = _("author")
    parameter_name = "author"
    rows = Byline
    chooser = "admin:articles_edition_choose_author"

    @staticmethod
    def look(wanted):
        """Go through all authors: there are hundreds. Those of one name are told apart by their slugs."""
        authors = list(Author.objects.only("name", "slug"))
        alike = Counter(author.name for author in authors)
        known = [(f"{a.name} ({a.slug})" if alike[a.name] > 1 else a.name, a) for a in authors]
        same = [(words, author) for words, author in known if wanted in (fold(words), fold(author.name))]
        return same or [(words, a) for words, a in known if all(part in fold(words) for part in wanted.split())]


class TagFilter(NameFilter):
    title = _("tag")
    parameter_name = "tag"
    rows = EditionTag
    chooser = "admin:articles_edition_choose_tag"

    @staticmethod
    def look(wanted):
        tags = Tag.objects.filter(folded=wanted) or Tag.objects.filter(folded__contains=wanted)[:MOST]
        return [(tag.name, tag) for tag in tags]
