"""The tree of sections at the desk: all of it on one page, where its order is changed."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from articles.models import Section


class Row(NamedTuple):
    """A section in a tree that is written as nested lists, row by row."""

    section: Section
    is_first: bool  # among those beside it
    is_last: bool
    has_children: bool
    ends: range  # of the lists that end with it


def rows(sections) -> Iterator[Row]:
    """Yield the rows of the tree these sections make, which come in menu order."""
    children = defaultdict(list)
    for section in sections:
        children[section.parent_id].append(section)

    def walk(parent_id, ends):
        beside = children[parent_id]
        for section in beside:
            end_here = ends if section is beside[-1] else 0
            below = bool(children[section.pk])
            yield Row(
                section, section is beside[0], section is beside[-1], below, range(0) if below else range(end_here)
            )
            yield from walk(section.pk, end_here + 1)

    return walk(None, 0)


class SectionTree:
    """The page in place of the list, for the admin of sections, and what its buttons and its drags post to.

    `up` or `down` names the section to move past the one beside it; `section` one to put before another or below it
    (`below` is empty for the main menu), as the last there. Where that changes addresses, it asks first.
    """

    def get_urls(self):
        move = self.admin_site.admin_view(require_POST(self.move_view))
        return [path("move/", move, name="articles_section_move"), *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("Sections"),
            "opts": self.opts,
            "rows": rows(Section.objects.all()),
            "has_add_permission": self.has_add_permission(request),
            "may_move": self.has_change_permission(request),
        }
        return render(request, "admin/articles/section/change_list.html", context)

    def move_view(self, request):
        if not self.has_change_permission(request):
            raise PermissionDenied
        try:
            return self._step(request) or self._put(request)
        except Section.DoesNotExist:
            self.message_user(request, _("There is no such section: somebody may have deleted it."), messages.ERROR)
        except ValidationError as refusal:
            for message in refusal.messages:
                self.message_user(request, message, messages.ERROR)
        return redirect("admin:articles_section_changelist")

    def _step(self, request):
        """Go back to the button that was pressed or, at the end of the row, to the other one: it has the focus."""
        way = "up" if "up" in request.POST else "down"
        if way not in request.POST:
            return None
        section = _find(request.POST[way])
        section.step(-1 if way == "up" else 1)
        self.log_change(request, section, [{"changed": {"fields": ["position"]}}])
        beside = list(Section.objects.filter(parent=section.parent_id))
        button = {beside[0]: "down", beside[-1]: "up"}.get(section, way)
        return redirect(f"{reverse('admin:articles_section_changelist')}#{button}-{section.pk}")

    def _put(self, request):
        section = _find(request.POST.get("section", ""))
        before, parent = self._place(request.POST)
        moved = parent != section.parent
        if moved and "confirmed" not in request.POST:
            return self._ask(request, section, parent)
        section.move(parent, before)
        self.log_change(request, section, [{"changed": {"fields": ["parent" if moved else "position"]}}])
        words = _("“%(name)s” is moved.") % {"name": section}
        self.message_user(request, words, messages.SUCCESS)
        return redirect(f"{reverse('admin:articles_section_changelist')}#section-{section.pk}")

    def _place(self, posted):
        """Return the section to come before, if any, and the one to stand below."""
        if "before" in posted:
            before = _find(posted["before"])
            return before, before.parent
        if "below" in posted:
            return None, _find(posted["below"]) if posted["below"] else None
        raise ValidationError(_("Say where the section is to stand."))

    def _ask(self, request, section, parent):
        old = section.path
        below = section.with_descendants().count() - 1
        section.parent = parent
        section.full_clean()
        context = {
            **self.admin_site.each_context(request),
            "title": _("Move “%(name)s”?") % {"name": section},
            "opts": self.opts,
            "section": section,
            "old": old,
            "new": section.derived_path(),
            "below": below,
            "asked": [(name, request.POST[name]) for name in ("section", "before", "below") if name in request.POST],
        }
        return render(request, "admin/articles/section/move.html", context)


def _find(pk):
    return Section.objects.get(pk=int(pk) if pk.isdecimal() and len(pk) < 19 else 0)
