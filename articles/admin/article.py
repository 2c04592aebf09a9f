"""Articles at the desk: the list that everything starts from, and each article's editions, log and embargo."""

from django.contrib import admin, messages
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from articles import permissions, search, workflow
from articles.admin.base import DeskAdmin, person, phase_words, when, when_planned
from articles.admin.fields import tree_label
from articles.admin.keyset import KeyChangeList
from articles.admin.timeline import timeline
from articles.models import Article, Byline, Edition, Section
from articles.models.article import PUBLIC_ID_LENGTH
from articles.states import OPEN, Phase, Status


def readable_editions(user):
    """Return the editions the user may open, without their bodies, newest first."""
    editions = Edition.objects.select_related("section", "updated_by").defer("body", "compiled")
    return permissions.readable(user, editions).order_by("-number")


def of_its_row(user):
    """Return, for Exists(), the editions of a row's article that the user may open."""
    return permissions.readable(user, Edition.objects.order_by().filter(article=OuterRef("pk")))


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [
            ("open", _("with open drafts")),
            (Status.IN_REVIEW, _("in review")),
            (Status.APPROVED, _("approved")),
            ("scheduled", _("scheduled")),
            ("live", _("live")),
        ]

    def queryset(self, request, queryset):
        now = timezone.now()
        editions = of_its_row(request.user)
        match self.value():
            case None:
                return queryset
            case "live":
                editions = editions.live(now)
            case "scheduled":
                editions = editions.scheduled(now)
            case "open":
                editions = editions.open()
            case status:
                editions = editions.filter(status=status)
        return queryset.filter(Exists(editions))


class SectionFilter(admin.SimpleListFilter):
    title = _("section")
    parameter_name = "section"

    def lookups(self, request, model_admin):
        return [(section.path, tree_label(section)) for section in Section.objects.order_by("path")]

    def queryset(self, request, queryset):
        if path := self.value():
            return queryset.filter(Q(head__section__path=path) | Q(head__section__path__startswith=f"{path}/"))
        return queryset


class MineFilter(admin.SimpleListFilter):
    title = _("whose")
    parameter_name = "whose"

    def lookups(self, request, model_admin):
        return [("mine", _("mine: begun, touched or signed by me"))]

    def queryset(self, request, queryset):
        if self.value() != "mine":
            return queryset
        me = request.user
        mine = Q(created_by=me) | Q(updated_by=me) | Q(bylines__author__user=me)
        return queryset.filter(Q(created_by=me) | Q(pk__in=Edition.objects.order_by().filter(mine).values("article")))


class ArticleChangeList(KeyChangeList):
    key_field = "head_id"


@admin.register(Article)
class ArticleAdmin(DeskAdmin):
    """A row an article, told by the newest edition the reader of the list may open."""

    list_display = ["headline", "section", "signers", "phase", "drafts", "touched"]
    list_display_links = None
    list_filter = [StateFilter, SectionFilter, MineFilter]
    ordering = ["-head_id"]  # a new edition brings its article to the top
    sortable_by = ()  # a list that is turned by key has one order
    show_facets = admin.ShowFacets.NEVER  # they count
    search_fields = ["editions__search_text__text"]  # see get_search_results()
    search_help_text = _("Words, “a phrase”, -without; or the ten letters and digits at the end of the address")
    fields = ["embargo_until", "embargo_source", "embargo_reason"]

    def get_queryset(self, request):
        mine = of_its_row(request.user)
        signed = readable_editions(request.user).prefetch_related(
            Prefetch("bylines", Byline.objects.select_related("author"))
        )
        shown = Prefetch("editions", signed, to_attr="shown")
        return super().get_queryset(request).filter(Exists(mine)).prefetch_related(shown)

    def get_search_results(self, request, queryset, search_term):
        """Search the words of the editions one may read, and no others: keep the articles of the latest that match.

        Or the one whose address, or the end of it, is what was typed.
        """
        if not search_term.strip():
            return queryset, False
        editions = permissions.readable(request.user, Edition.objects.all())
        latest = search.latest(editions, search_term).values_list("article_id", flat=True)
        found = Q(pk__in=set(latest[: search.CANDIDATES]))
        public_id = search_term.strip().rstrip("/")[-PUBLIC_ID_LENGTH:].lower()
        if public_id.isalnum():
            found |= Q(public_id=public_id)
        return queryset.filter(found), False

    # --- the columns -------------------------------------------------------------------------------------------------

    @admin.display(description=_("headline"))
    def headline(self, article):
        return edition_link(head(article))

    @admin.display(description=_("section"))
    def section(self, article):
        return head(article).section

    @admin.display(description=_("signed by"))
    def signers(self, article):
        return ", ".join(line.author.name for line in head(article).bylines.all()) or "—"

    @admin.display(description=_("phase"))
    def phase(self, article):
        """Say what readers see now and what they are about to; else what the newest edition is."""
        now = timezone.now()
        phases = {edition.pk: edition.phase(now) for edition in article.shown}
        public = [e for e in article.shown if phases[e.pk] in (Phase.LIVE, Phase.SCHEDULED)] or [head(article)]
        chips = [(phases[edition.pk].value, phase_words(edition, now)) for edition in reversed(public)]
        if article.embargo_until and article.embargo_until > now:
            words = _("under embargo until %(moment)s") % {"moment": when_planned(article.embargo_until)}
            chips.append(("embargo", words))
        return format_html_join(" ", '<span class="phase phase-{}">{}</span>', chips)

    @admin.display(description=_("open drafts"))
    def drafts(self, article):
        now = timezone.now()
        drafts = [
            (edition_link(edition, edition.number), phase_words(edition, now))
            for edition in article.shown
            if edition.status in OPEN
        ]
        return format_html_join(", ", "{} {}", drafts) or "—"

    @admin.display(description=_("last touched"))
    def touched(self, article):
        newest = head(article)
        return format_html("{} <br>{}", when(newest.updated_at), person(newest.updated_by))

    # --- who may -----------------------------------------------------------------------------------------------------

    def get_changelist(self, request, **kwargs):
        return ArticleChangeList

    def has_add_permission(self, request):
        return permissions.may_start(request.user)

    def has_change_permission(self, request, obj=None):
        return request.user.has_perm("articles.publish_edition")  # all there is to change is the embargo

    def has_delete_permission(self, request, obj=None):
        return False

    # --- the pages ---------------------------------------------------------------------------------------------------

    def add_view(self, request, form_url="", extra_context=None):
        return redirect("admin:articles_edition_add")

    def history_view(self, request, object_id, extra_context=None):
        return redirect("admin:articles_article_change", object_id)

    def save_model(self, request, obj, form, change):
        if not form.changed_data:
            return
        problems = workflow.set_embargo(
            obj, obj.embargo_until, by=request.user, source=obj.embargo_source, reason=obj.embargo_reason
        )
        for problem in problems:
            self.message_user(request, problem.message, messages.WARNING)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        now = timezone.now()
        context["subtitle"] = str(head(obj))
        context["timeline"] = timeline(obj.shown, now)
        return super().render_change_form(request, context, add, change, form_url, obj)


def head(article):
    """Return the newest edition that may be shown, preferably one that is not discarded."""
    return next((e for e in article.shown if e.status != Status.DISCARDED), article.shown[0])


def edition_link(edition, text=None):
    url = reverse("admin:articles_edition_change", args=[edition.pk])
    return format_html('<a href="{}">{}</a>', url, edition if text is None else text)
