"""Editions at the desk: drafts are written through the workflow, verbs are buttons, what is frozen is read."""

from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csp import csp_override

from articles import body as bodies
from articles import moves, permissions, preflight, workflow
from articles.admin import editor, reading
from articles.admin.article import phase_words, readable_editions
from articles.admin.base import DeskAdmin, DeskFields, when_planned
from articles.admin.choosers import Choosers
from articles.admin.forms import BylineForm, BylineFormSet, EditionForm, RestoreForm
from articles.admin.from_text import FromText
from articles.models import Byline, Edition, fold
from articles.states import OPEN, Phase, Verb

WORDS = ["kicker", "headline", "standfirst", "body"]
ADDRESS = ["slug", "search_title", "search_description", "social_title", "social_description"]
CORRECTION = ["correction_kind", "correction_text"]


class BylineInline(DeskFields, admin.TabularInline):
    """Only ever part of a form that may be edited: see EditionAdmin.get_inlines()."""

    model = Byline
    form = BylineForm
    formset = BylineFormSet
    fields = ["author", "role", "position"]
    autocomplete_fields = ["author"]
    verbose_name_plural = _("signed by")

    def get_extra(self, request, obj=None, **kwargs):
        return (obj.bylines.count() if obj else 0) + 1

    def has_add_permission(self, request, obj=None):
        return True

    has_change_permission = has_delete_permission = has_view_permission = has_add_permission


@admin.register(Edition)
class EditionAdmin(Choosers, FromText, DeskAdmin):
    form = EditionForm
    autocomplete_fields = ["lead_picture"]
    change_form_template = "admin/articles/edition/change_form.html"

    # --- who may -----------------------------------------------------------------------------------------------------

    def get_queryset(self, request):
        editions = super().get_queryset(request).select_related("article", "section", "lead_picture", "updated_by")
        return permissions.readable(request.user, editions)

    def get_model_perms(self, request):
        return {}  # the way here is by the list of articles

    def has_add_permission(self, request):
        return permissions.may_start(request.user)

    def has_view_permission(self, request, obj=None):
        if obj is None:
            return request.user.has_perm("articles.view_edition")
        return permissions.may_read(request.user, obj)

    def has_change_permission(self, request, obj=None):
        """Take words for an edition that froze, or was approved, while they were written: they become a new draft."""
        if obj is None:
            return request.user.has_perm("articles.change_edition")
        if hasattr(obj, "may_be_written"):  # the form has changed the instance since
            return obj.may_be_written
        written = request.method == "POST" and "seen_version" in request.POST
        obj.may_be_written = permissions.may_edit(request.user, obj) or (
            written and permissions.may_start(request.user) and permissions.may_read(request.user, obj)
        )
        return obj.may_be_written

    def has_delete_permission(self, request, obj=None):
        return False

    # --- the form ----------------------------------------------------------------------------------------------------

    def get_fieldsets(self, request, obj=None):
        if obj is not None and not self.has_change_permission(request, obj):
            return self._page_to_read()
        later = [(_("Correction"), {"fields": CORRECTION})] if obj is not None and obj.based_on_id else []
        return [
            (None, {"fields": WORDS}),
            (_("Where it stands"), {"fields": ["section", "tags", "genre", "language", "ednote"]}),
            (_("Lead picture"), {"fields": ["lead_picture", "lead_caption"]}),
            (_("Paid content"), {"fields": ["sponsored", "notes"]}),
            *later,
            (_("Address, search and social networks"), {"fields": ADDRESS, "classes": ["collapse"]}),
            (_("Next step"), {"fields": ["expires_at"] if obj is None else ["publish_at", "expires_at", "comment"]}),
        ]

    def _page_to_read(self):
        return [
            (None, {"fields": ["kicker", "headline", "standfirst", "signers", "lead", "read_body"]}),
            (_("Where it stands"), {"fields": ["section", "tag_names", "genre", "language", "ednote"]}),
            (_("When"), {"fields": ["window", "expires"]}),
            (_("Paid content"), {"fields": ["sponsored", "carried_notes"]}),
            (_("Correction"), {"fields": CORRECTION}),
            (_("Address, search and social networks"), {"fields": ADDRESS, "classes": ["collapse"]}),
        ]

    def get_readonly_fields(self, request, obj=None):
        if obj is not None and not self.has_change_permission(request, obj):
            return flatten_fieldsets(self._page_to_read())
        return []

    signers = admin.display(description=_("signed by"))(lambda self, edition: reading.signers(edition))
    lead = admin.display(description=_("lead picture"))(lambda self, edition: reading.lead_picture(edition))
    read_body = admin.display(description=_("body"))(lambda self, edition: reading.body(edition))
    tag_names = admin.display(description=_("tags"))(lambda self, edition: ", ".join(_tag_names(edition)))
    expires = admin.display(description=_("expires at"))(lambda self, edition: when_planned(edition.expires_at))

    @admin.display(description=_("sponsorship notes"))
    def carried_notes(self, edition):
        return ", ".join(str(row.note) for row in edition.note_rows.select_related("note__sponsor"))

    @admin.display(description=_("window"))
    def window(self, edition):
        if edition.live_from is None:
            return _("none: readers never saw it")
        words = _("from %(from)s until %(until)s") if edition.live_until else _("from %(from)s")
        return words % {"from": when_planned(edition.live_from), "until": when_planned(edition.live_until)}

    def get_inlines(self, request, obj):
        return [BylineInline] if obj is None or self.has_change_permission(request, obj) else []

    def get_formset_kwargs(self, request, obj, inline, prefix):
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if request.method != "POST" and obj.pk:
            lines = obj.bylines.select_related("author")
            kwargs["initial"] = [
                {"author": line.author, "role": line.role, "position": position}
                for position, line in enumerate(lines, start=1)
            ]
        return kwargs

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"user": request.user, "kept": getattr(request, "kept", {})})

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        match db_field.name:
            case "body":
                kwargs["widget"] = editor.BodyEditor(attrs={"rows": 24, "spellcheck": "true"})
            case "headline":  # on as many lines as it takes; what Enter adds goes again in EditionForm
                kwargs["widget"] = AdminTextareaWidget(attrs={"rows": 1})
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        match db_field.name:
            case "body":
                field.help_text = _("HTML: p, h2, h3, ul, ol, table, blockquote and our own blocks. All else goes.")
            case "standfirst":
                field.widget.attrs["rows"] = 3
            case "ednote" | "correction_text":
                field.widget.attrs["rows"] = 2
        return field

    def view_on_site(self, obj):
        return obj.get_absolute_url() if obj is not None and obj.is_live(timezone.now()) else None

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            # The form may have put refused words into obj: what is told about the edition is read afresh.
            edition = self.get_queryset(request).get(pk=obj.pk)
            now = timezone.now()
            others = readable_editions(request.user).filter(article=edition.article_id).exclude(pk=edition.pk)
            context |= {
                "edition": edition,
                "subtitle": str(edition),
                "phase": phase_words(edition, now),
                "moves": moves.available(edition, request.user, now),
                "may_start": edition.status not in OPEN and permissions.may_start(request.user),
                "problems": preflight.check(edition, now) if edition.status in OPEN else [],
                "others": [(other, phase_words(other, now)) for other in others if other.status in OPEN],
                "verb_form": RestoreForm(initial=getattr(request, "kept", {})),
            }
            if edition.phase(now) in (Phase.SCHEDULED, Phase.LIVE):
                for name in ("publish_at", "expires_at"):
                    del context["verb_form"].fields[name]
        return super().render_change_form(request, context, add, change, form_url, obj)

    # --- saving ------------------------------------------------------------------------------------------------------

    def save_model(self, request, obj, form, change):
        """Leave it to save_related(): words, bylines, tags and notes are saved as one."""

    def save_related(self, request, form, formsets, change):
        rows = {
            "bylines": formsets[0].signed(),
            "tags": form.cleaned_data["tags"],
            "notes": list(form.cleaned_data["notes"]),
        }
        edition = form.instance
        if not change:
            content = {name: getattr(edition, name) for name in Edition.CONTENT_FIELDS}
            begun = workflow.start_article(by=request.user, **content)
            edition.saved = workflow.save_draft(begun, by=request.user, **rows)
            return
        stored = Edition.objects.select_related("article", "section").get(pk=edition.pk)
        edition.saved = stored
        if not _says_the_same(edition, stored, rows):
            edition.lock_version = form.cleaned_data["seen_version"]
            edition.saved = self._save(edition, stored, request.user, rows)
        edition.asked = {name: form.cleaned_data[name] for name in ("publish_at", "comment")}

    def _save(self, edition, stored, user, rows):
        if not permissions.may_edit(user, stored):
            draft = workflow.start_edition(stored, by=user)
            for name in (*Edition.CONTENT_FIELDS, *Edition.OWN_FIELDS):
                setattr(draft, name, getattr(edition, name))
            edition = draft
        return workflow.save_draft(edition, by=user, **rows)

    def construct_change_message(self, request, form, formsets, add=False):
        return ""

    def log_addition(self, request, obj, message):
        """Leave it to Transition and Revision: this log would keep the headline of what is redacted."""

    log_change = log_addition

    def response_add(self, request, obj, post_url_continue=None):
        self.message_user(request, _("The article is begun, as a draft."), messages.SUCCESS)
        return redirect("admin:articles_edition_change", obj.saved.pk)

    def response_change(self, request, obj):
        if obj.saved.pk != obj.pk:
            words = _("That edition is closed to changes: your words are in this new draft. Nothing else was done.")
            self.message_user(request, words, messages.WARNING)
            return redirect("admin:articles_edition_change", obj.saved.pk)
        if "_verb" in request.POST:
            return self._do(request, obj.saved, obj.asked)
        self.message_user(request, _("Saved."), messages.SUCCESS)
        if obj.asked["publish_at"]:
            words = _("Nothing is scheduled: press “Publish” to schedule it.")
            self.message_user(request, words, messages.WARNING)
            return self._show_again(request, obj.saved, obj.asked)
        return redirect("admin:articles_edition_change", obj.saved.pk)

    # --- the verbs ---------------------------------------------------------------------------------------------------

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method == "POST" and object_id and "_verb" in request.POST and "seen_version" not in request.POST:
            return self._press(request, object_id)
        show = csp_override(editor.content_policy())(super().changeform_view)
        return show(request, object_id, form_url, extra_context)

    def _press(self, request, object_id):
        """Do what a button of a page to read says."""
        edition = self.get_object(request, unquote(object_id))
        if edition is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        form = RestoreForm(request.POST)
        if form.is_valid():
            return self._do(request, edition, form.cleaned_data)
        for name, errors in form.errors.items():
            for error in errors:
                self.message_user(request, f"{capfirst(form[name].label)}: {error}", messages.ERROR)
        return self._show_again(request, edition, {name: form[name].value() for name in form.fields})

    def _do(self, request, edition, asked):
        try:
            edition = _make(request.POST["_verb"], edition, request.user, asked)
        except ValidationError as refusal:
            for message in refusal.messages:
                self.message_user(request, message, messages.ERROR)
            return self._show_again(request, edition, asked)
        facts = {"number": edition.number, "phase": phase_words(edition, timezone.now())}
        words = _("Edition %(number)s is now: %(phase)s.") % facts
        self.message_user(request, words, messages.SUCCESS)
        return redirect("admin:articles_edition_change", edition.pk)

    def _show_again(self, request, edition, asked):
        """Show the edition as it is stored, with what was asked for still in its fields."""
        request.method, request.kept = "GET", {name: value for name, value in asked.items() if value}
        return self.changeform_view(request, str(edition.pk))

    # --- lists and logs of other models' -----------------------------------------------------------------------------

    def changelist_view(self, request, extra_context=None):
        return redirect("admin:articles_article_changelist")

    def history_view(self, request, object_id, extra_context=None):
        edition = self.get_object(request, unquote(object_id))
        if edition is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return redirect("admin:articles_article_change", edition.article_id)


def _make(verb, edition, user, asked):
    """Do the verb and return the edition that is there afterwards; raise TransitionError where it can't be done."""
    if verb == Verb.START:
        return workflow.start_edition(edition, by=user)
    if verb not in moves.MOVES:
        raise workflow.TransitionError(_now("The desk knows no such button."))
    options = {"comment": asked.get("comment", "")}
    if verb == Verb.PUBLISH:
        options["at"] = asked.get("publish_at")
    elif verb == Verb.RESTORE:
        options |= {"at": asked.get("publish_at"), "until": asked.get("expires_at")}
    return getattr(workflow, verb)(edition, by=user, **options)


def _tag_names(edition):
    return [row.tag.name for row in edition.tag_rows.select_related("tag").order_by("id")]


def _says_the_same(edition, stored, rows):
    """Tell whether a form brought nothing new: saving that would send an approved draft back to review."""
    for name in (*Edition.CONTENT_FIELDS, *Edition.OWN_FIELDS):
        attname = Edition._meta.get_field(name).attname
        typed = getattr(edition, attname)
        if (bodies.sanitise(typed) if name == "body" else typed) != getattr(stored, attname):
            return False
    return (
        [(author.pk, role) for author, role in rows["bylines"]] == list(stored.bylines.values_list("author", "role"))
        and list(dict.fromkeys(map(fold, rows["tags"]))) == [fold(name) for name in _tag_names(stored)]
        and {note.pk for note in rows["notes"]} == set(stored.note_rows.values_list("note", flat=True))
    )
