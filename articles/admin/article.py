"""Articles at the desk: the list that everything starts from, and each article's editions, log and embargo."""

from django.contrib import admin, messages
from django.db.models import Exists, Prefetch, Q
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from articles import permissions, workflow
from articles.admin.base import DeskAdmin, person, phase_words, when, when_planned
from articles.admin.bulk import Bulk
from articles.admin.filters import (
    ArticleChangeList,
    AuthorFilter,
    MineFilter,
    SectionFilter,
    StateFilter,
    TagFilter,
)
from articles.admin.rows import edition_link, head, latest, of_its_row, shown_to
from articles.admin.timeline import timeline
from articles.models import Article, Byline
from articles.models.article import PUBLIC_ID_LENGTH
from articles.states import OPEN, Phase


@admin.register(Article)
class ArticleAdmin(Bulk, DeskAdmin):
    """A row an article, told by the newest edition the reader of the list may open."""

    list_display = ["headline", "section", "signers", "phase", "drafts", "touched"]
    list_display_links = None
    list_filter = [StateFilter, MineFilter, AuthorFilter, TagFilter, SectionFilter]
    ordering = ["-head_id"]  # a new edition brings its article to the top
    sortable_by = ()  # a list that is turned by key has one order
    show_facets = admin.ShowFacets.NEVER  # they count
    search_fields = ["editions__search_text__text"]  # see get_search_results()
    search_help_text = _("Words, “a phrase”, -without; or the ten letters and digits at the end of the address")
    fields = ["embargo_until", "embargo_source", "embargo_reason"]

    def get_queryset(self, request):
        mine = Exists(of_its_row(request.user))
        signed = Prefetch("shown__bylines", Byline.objects.select_related("author"))
        return super().get_queryset(request).filter(mine).prefetch_related(shown_to(request.user), signed)

    def get_search_results(self, request, queryset, search_term):
        """Search the words of the editions one may read, and no others: keep the articles of the latest that match.

        Or the one whose address, or the end of it, is what was typed.
        """
        if not search_term.strip():
            return queryset, False
        found = Q(pk__in=latest(request.user, search_term))
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
        """Say what readers see now and what they are about to, else what they saw last; else what its draft is."""
        now = timezone.now()
        published = sorted((edition for edition in article.shown if edition.is_frozen), key=workflow.opening)
        public = [edition for edition in published if edition.phase(now) in (Phase.LIVE, Phase.SCHEDULED)]
        told = public or published[-1:] or [head(article)]
        chips = [(edition.phase(now).value, phase_words(edition, now)) for edition in told]
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

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"is_nav_sidebar_enabled": False} | (extra_context or {}))

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
