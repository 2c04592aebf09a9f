"""Editions at the desk: drafts are written through the workflow, verbs are buttons, what is frozen is read."""

from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.contrib.admin.widgets import AdminTextareaWidget
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import body as bodies
from articles import permissions, preflight, workflow
from articles.admin import editor, reading
from articles.admin.base import DeskAdmin, DeskFields, person, phase_words, when_planned
from articles.admin.choosers import Choosers
from articles.admin.forms import BylineForm, BylineFormSet, EditionForm
from articles.admin.from_text import FromText
from articles.admin.modules import WithModules
from articles.admin.pressing import Pressing
from articles.admin.rows import readable_editions
from articles.admin.timeline import timeline
from articles.models import Byline, Edition, fold
from articles.states import OPEN, Phase, Verb

WORDS = ["kicker", "headline", "standfirst", "body"]
ADDRESS = ["slug", "search_title", "search_description", "social_title", "social_description"]
CORRECTION = (_("What readers are told of the change"), {"fields": ["correction_kind", "correction_text"]})


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
class EditionAdmin(Choosers, FromText, Pressing, WithModules, DeskAdmin):
    form = EditionForm
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
            return self._page_to_read(obj)
        quiet = {"classes": ["collapse"]}
        return [
            (None, {"fields": WORDS}),
            *([CORRECTION] if obj is not None and obj.based_on_id else []),
            (_("Where it stands"), {"fields": ["section", "genre", "language", "tags"]}),
            (_("Lead picture"), {"fields": ["lead_picture", "lead_caption"]}),
            (_("Paid content"), {"fields": ["sponsored", "notes"]}),
            (_("Note to the desk"), {"fields": ["ednote"]} | ({} if obj and obj.ednote else quiet)),
            (_("Expiry"), {"fields": ["expires_at"]} | ({} if obj and obj.expires_at else quiet)),
            (_("Address, search and social networks"), {"fields": ADDRESS} | quiet),
        ]

    def _page_to_read(self, edition):
        return [
            (None, {"fields": ["kicker", "headline", "standfirst", "signers", "lead", "read_body"]}),
            (_("Where it stands"), {"fields": ["section", "tag_names", "genre", "language", "ednote"]}),
            (_("When"), {"fields": ["window", "expires"]}),
            (_("Paid content"), {"fields": ["sponsored", "carried_notes"]}),
            *([CORRECTION] if edition.correction_kind else []),
            (_("Address, search and social networks"), {"fields": ADDRESS, "classes": ["collapse"]}),
        ]

    def get_readonly_fields(self, request, obj=None):
        if obj is not None and not self.has_change_permission(request, obj):
            return flatten_fieldsets(self._page_to_read(obj))
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
        return type(form.__name__, (form,), {"user": request.user})

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        match db_field.name:
            case "body":
                kwargs["widget"] = editor.BodyEditor(attrs={"rows": 24, "spellcheck": "true"})
            case "headline":  # on as many lines as it takes; what Enter adds goes again in EditionForm
                begins = request.resolver_match.url_name == "articles_edition_add"
                kwargs["widget"] = AdminTextareaWidget(attrs={"rows": 1, "autofocus": begins})
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
        """Return its address while readers see it; none for what a form that was refused has taken the section from."""
        shown = obj is not None and obj.is_live(timezone.now()) and obj.section is not None
        return obj.get_absolute_url() if shown else None

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        # Nothing beside the page but what is about it.
        context |= {"correction_name": CORRECTION[0], "is_nav_sidebar_enabled": False}
        if obj is not None:
            # The form may have put refused words into obj: what is told about the edition is read afresh.
            edition = self.get_queryset(request).get(pk=obj.pk)
            now = timezone.now()
            chapters = timeline(readable_editions(request.user).filter(article=edition.article_id), now)
            context |= {
                "edition": edition,
                "subtitle": str(edition),
                "phase": phase_words(edition, now),
                "buttons": self._buttons(request, edition, now),
                "problems": self._problems(edition, now),
                "conflict": getattr(request, "conflict", False),
                "timeline": chapters,
                "others": [chapter for chapter in chapters if _matters(chapter.edition, edition, now)],
                "returned": _returned(chapters, edition),
                "saved_by": person(edition.updated_by),
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _problems(self, edition, at):
        """Return what stands between the edition and its readers, now or when it is to open."""
        if edition.status in OPEN:
            return preflight.check(edition, at)
        return preflight.check(edition, edition.live_from) if edition.phase(at) == Phase.SCHEDULED else []

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
            # What was frozen, save_draft() puts beside by itself, without the answer that was given with it.
            apart = not stored.is_frozen and (
                "_apart" in request.POST or not permissions.may_edit(request.user, stored)
            )
            edition.saved = self._save(edition, stored if apart else None, request.user, rows)

    def _save(self, edition, beside, user, rows):
        """Save the words as this edition's, or as a new draft's that is based on `beside`."""
        if beside is not None:
            draft = workflow.start_edition(beside, by=user)
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
            if "_apart" in request.POST:
                words = _("Your words are in this new draft, beside the other.")
            self.message_user(request, words, messages.WARNING)
            return redirect("admin:articles_edition_change", obj.saved.pk)
        if "_verb" in request.POST:
            return self._do(request, obj.saved)
        self.message_user(request, _("Saved."), messages.SUCCESS)
        if filled := self._filled_in(request, obj.saved):
            for button in filled:
                words = _("“%(button)s” has not been done: press its button.") % {"button": button.label}
                self.message_user(request, words, messages.WARNING)
            return self._show_again(request, obj.saved, *filled)
        return redirect("admin:articles_edition_change", obj.saved.pk)

    # --- pages -------------------------------------------------------------------------------------------------------

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method == "POST" and object_id and "_verb" in request.POST and "seen_version" not in request.POST:
            return self._press(request, object_id)
        return super().changeform_view(request, object_id, form_url, extra_context)

    # --- lists and logs of other models' -----------------------------------------------------------------------------

    def changelist_view(self, request, extra_context=None):
        return redirect("admin:articles_article_changelist")

    def history_view(self, request, object_id, extra_context=None):
        edition = self.get_object(request, unquote(object_id))
        if edition is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return redirect("admin:articles_article_change", edition.article_id)


def _matters(other, edition, at):
    """Tell whether who works on `edition` wants to know of `other`: what readers see, will see, or may yet see."""
    return other.pk != edition.pk and (other.status in OPEN or other.phase(at) in (Phase.LIVE, Phase.SCHEDULED))


def _returned(chapters, edition):
    """Return the line that asks for changes, where that is the last thing that was done to the edition."""
    lines = next(chapter.lines for chapter in chapters if chapter.edition.pk == edition.pk)
    return lines[0] if lines and lines[0].verb == Verb.REQUEST_CHANGES else None


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
