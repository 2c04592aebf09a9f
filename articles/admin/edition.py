"""The edition's page: words go in through workflow.save_draft(), and verbs are buttons."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import body as bodies
from articles import moves, permissions, preflight, workflow
from articles.admin.base import DeskAdmin
from articles.admin.forms import BylineForm, EditionForm, VerbForm
from articles.models import Byline, Edition
from articles.states import OPEN, Verb

WORDS = ("kicker", "headline", "standfirst", "body")
FILING = ("section", "genre", "language", "tags", "notes", "sponsored")
PICTURE = ("lead_picture", "lead_caption")
TIMES = ("expires_at", "correction_kind", "correction_text")
MACHINES = ("slug", "search_title", "search_description", "social_title", "social_description")
READING = {"body": "body_as_read", "tags": "tag_names", "notes": "note_labels"}


class BylineInline(admin.TabularInline):
    model = Byline
    form = BylineForm
    fields = ("author", "role", "position")
    autocomplete_fields = ("author",)
    extra = 0
    min_num = 1
    validate_min = False

    def has_view_permission(self, request: HttpRequest, obj: Edition | None = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Edition | None = None) -> bool:
        return _may_write(request, obj)

    has_change_permission = has_add_permission
    has_delete_permission = has_add_permission


def _may_write(request: HttpRequest, edition: Edition | None) -> bool:
    """Tell whether this person may change the edition; a new one, if they may start any.

    Words that arrive for an edition that can't be changed any more are taken in as a new draft (`rescue`).
    """
    if edition is None:
        return permissions.may_start(request.user)
    return permissions.may_edit(request.user, edition) or getattr(request, "rescue", False)


@admin.register(Edition)
class EditionAdmin(DeskAdmin):
    form = EditionForm
    inlines = [BylineInline]
    autocomplete_fields = ("lead_picture",)

    # --- who -------------------------------------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[Edition]:
        editions = super().get_queryset(request).select_related("article", "section", "updated_by", "lead_picture")
        return permissions.readable(request.user, editions)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False  # the list of articles is the way in

    def has_view_permission(self, request: HttpRequest, obj: Edition | None = None) -> bool:
        return request.user.has_perm("articles.view_edition") and (
            obj is None or permissions.may_read(request.user, obj)
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return permissions.may_start(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Edition | None = None) -> bool:
        if obj is None:
            return request.user.has_perm("articles.change_edition")
        return _may_write(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Edition | None = None) -> bool:
        return False

    # --- what is shown ------------------------------------------------------------------------------------------------

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return redirect("admin:articles_article_changelist")

    def get_fieldsets(self, request: HttpRequest, obj: Edition | None = None) -> list[tuple[str | None, dict[str, Any]]]:
        groups: list[tuple[Any, tuple[str, ...]]] = [
            (None, WORDS),
            (gettext_lazy("Filing"), FILING),
            (gettext_lazy("Lead picture"), PICTURE),
            (gettext_lazy("Expiry and correction"), TIMES),
            (gettext_lazy("Address, search and social networks"), MACHINES),
        ]
        if self.has_change_permission(request, obj) or obj is None:
            groups[0] = (None, (*WORDS, "read_version"))
        else:
            groups = [(name, tuple(READING.get(field, field) for field in fields)) for name, fields in groups]
        return [(name, {"fields": fields}) for name, fields in groups]

    @admin.display(description=gettext_lazy("body"))
    def body_as_read(self, edition: Edition) -> str:
        parts = bodies.compile(edition.body, edition.language)
        html = "".join(part["html"] for part in parts if "html" in part)
        return format_html('<div class="body-as-read">{}</div>', mark_safe(html))  # noqa: S308  (compiled: sanitised)

    @admin.display(description=gettext_lazy("tags"))
    def tag_names(self, edition: Edition) -> str:
        return ", ".join(edition.tag_rows.values_list("tag__name", flat=True)) or "—"

    @admin.display(description=gettext_lazy("sponsorship notes"))
    def note_labels(self, edition: Edition) -> str:
        return format_html_join(", ", "{}", ((row.note,) for row in edition.note_rows.select_related("note__sponsor"))) or "—"

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
        edition = kwargs.get("obj")
        now = timezone.now()
        context |= {"show_save_and_add_another": False, "show_save_as_new": False, "show_delete": False}
        if edition is not None and edition.pk:
            context |= {
                "phase": edition.phase(now),
                "moves": moves.available(edition, request.user, now),
                "may_begin_edition": edition.status not in OPEN and permissions.may_start(request.user),
                "verb_form": VerbForm(prefix="verb", data=request.POST if request.method == "POST" else None),
                "problems": preflight.check(edition, now) if edition.status in OPEN else [],
                "transitions": edition.transitions.select_related("by"),
                "siblings": permissions.readable(request.user, Edition.objects.filter(article=edition.article)).order_by(
                    "-number"
                ),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    # --- what is done -------------------------------------------------------------------------------------------------

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Take in words for an edition that was frozen meanwhile; make a verb on one that is read-only."""
        edition = self.get_object(request, object_id) if object_id and request.method == "POST" else None
        if edition is not None and not permissions.may_edit(request.user, edition):
            if "headline" in request.POST and permissions.may_start(request.user):
                request.rescue = True  # type: ignore[attr-defined]
            elif "_verb" in request.POST:
                return self._make_move(request, edition)
            else:
                raise PermissionDenied
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: Edition, form: Any, change: bool) -> None:
        """Leave it to save_related(), which has the bylines too."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the words, with all that belongs to them, through the one door."""
        edition: Edition = form.instance
        if not change:
            content = {name: getattr(edition, name) for name in Edition.CONTENT_FIELDS}
            answers = {name: getattr(edition, name) for name in Edition.ANSWER_FIELDS}
            edition = workflow.start_article(by=request.user, **content)
            for name, value in answers.items():
                setattr(edition, name, value)
        saved = workflow.save_draft(
            edition,
            by=request.user,
            bylines=_bylines(formsets),
            tags=form.cleaned_data["tags"],
            notes=form.cleaned_data["notes"],
        )
        form.instance.pk, form.instance.article = saved.pk, saved.article
        request.saved = Edition.objects.select_related("article", "section").get(pk=saved.pk)  # type: ignore[attr-defined]

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> str:
        return ""  # the revision says what was changed

    def response_add(self, request: HttpRequest, obj: Edition, post_url_continue: str | None = None) -> HttpResponse:
        return self.response_change(request, obj)

    def response_change(self, request: HttpRequest, obj: Edition) -> HttpResponse:
        saved: Edition = request.saved  # type: ignore[attr-defined]
        if getattr(request, "rescue", False):
            messages.warning(
                request, _("This edition could not be changed any more: your words are kept in this new draft.")
            )
        elif "_verb" in request.POST:
            return self._make_move(request, saved)
        else:
            messages.success(request, _("Saved."))
        return HttpResponseRedirect(_page_of(saved))

    def _make_move(self, request: HttpRequest, edition: Edition) -> HttpResponse:
        """Make the verb that was pressed and go to the edition that is now the one to look at."""
        asked = VerbForm(request.POST, prefix="verb")
        if not asked.is_valid():
            for errors in asked.errors.values():
                messages.error(request, " ".join(errors))
            return HttpResponseRedirect(_page_of(edition))
        try:
            edition = make_move(request.POST["_verb"], edition, request.user, **asked.cleaned_data)
        except workflow.TransitionError as error:
            for message in error.messages:
                messages.error(request, message)
        else:
            messages.success(request, _("Done: “%(headline)s”.") % {"headline": edition})
        return HttpResponseRedirect(_page_of(edition))


def make_move(name: str, edition: Edition, user: Any, *, at: Any, comment: str) -> Edition:
    """Make a verb by its name, with what it asks for; return the edition that holds the words then."""
    if name == Verb.START:
        return workflow.start_edition(edition, by=user)
    if name not in moves.MOVES:
        raise workflow.TransitionError(_("There is no such verb."))
    move = moves.MOVES[Verb(name)]
    verb = getattr(workflow, name)
    if move.verb in (Verb.PUBLISH, Verb.RESTORE):
        return verb(edition, by=user, at=at, comment=comment)
    return verb(edition, by=user, comment=comment)


def _page_of(edition: Edition) -> str:
    return reverse("admin:articles_edition_change", args=[edition.pk])


def _bylines(formsets: Any) -> list[tuple[Any, str]]:
    """Return (author, role) in the order of the positions typed, then of the rows."""
    rows = [
        form.cleaned_data
        for formset in formsets
        for form in formset.forms
        if form.cleaned_data.get("author") and not form.cleaned_data.get("DELETE")
    ]
    return [(row["author"], row["role"]) for row in sorted(rows, key=lambda row: row.get("position") or 0)]
