"""Who has which role and edits in which sections, and the one door by which a chief changes it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import permissions
from articles.models import Section, SectionRight
from articles.permissions import COMMERCIAL, EDITORS, PUBLISHERS, WRITERS

ROLES: dict[str, str | Promise] = {
    WRITERS: gettext_lazy("writers"),
    EDITORS: gettext_lazy("editors"),
    PUBLISHERS: gettext_lazy("publishers"),
    COMMERCIAL: gettext_lazy("commercial"),
}

_ACTS = {  # in the order in which they are told
    "view": gettext_lazy("see"),
    "add": gettext_lazy("add"),
    "change": gettext_lazy("change"),
    "delete": gettext_lazy("delete"),
}


@dataclass(frozen=True)
class Rights:
    """The roles a person has, by name, and the sections they edit in, by primary key: None stands for every section."""

    roles: frozenset[str] = frozenset()
    sections: frozenset[int | None] = frozenset()

    @property
    def mark(self) -> str:
        """A text that differs where the rights do: what a form was filled in on."""
        sections = sorted(str(section) for section in self.sections)
        return f"{','.join(sorted(self.roles))};{','.join(sections)}"


def of(person: User) -> Rights:
    return Rights(
        frozenset(person.groups.filter(name__in=ROLES).values_list("name", flat=True)),
        frozenset(person.section_rights.values_list("section", flat=True)),
    )


def in_words(rights: Rights) -> str:
    roles = [str(words) for role, words in ROLES.items() if role in rights.roles]
    names = Section.objects.filter(pk__in=[pk for pk in rights.sections if pk]).values_list("name", flat=True)
    sections = [_("every section")] * (None in rights.sections) + list(names)
    return "; ".join(", ".join(part) for part in (roles, sections) if part) or "—"


def is_chief(user: User) -> bool:
    """Tell who sees and sets what others may do."""
    return user.has_perm("articles.change_sectionright")


def may_change(chief: User, person: User) -> bool:
    return is_chief(chief) and (chief.is_superuser or not person.is_superuser)


@transaction.atomic
def change(person: User, to: Rights, *, by: User, seen: str) -> Rights:
    """Give a person these rights and no others; return those they had. Refuse in words.

    `seen` is the mark of the rights that were looked at. Nobody gives or takes what they do not have themselves, takes
    the publishers' role from themselves, or from the last who has it.
    """
    if not may_change(by, person):
        raise ValidationError(_("You may not change what this person may do."))
    list(Group.objects.select_for_update().filter(name__in=ROLES).order_by("pk"))  # one change at a time
    before = of(person)
    if seen != before.mark:
        raise ValidationError(_("Somebody has changed these rights since you opened the page: open it again."))
    _check_roles(person, before.roles, to.roles, by)
    _check_sections(before.sections ^ to.sections, by)
    person.groups.add(*Group.objects.filter(name__in=to.roles - before.roles))
    person.groups.remove(*Group.objects.filter(name__in=before.roles - to.roles))
    for right in person.section_rights.all():
        if right.section_id not in to.sections:
            right.delete()
    SectionRight.objects.bulk_create(
        SectionRight(user=person, section_id=section) for section in to.sections - before.sections
    )
    return before


def _check_roles(person: User, before: Iterable[str], after: Iterable[str], by: User) -> None:
    for role in sorted({*before} ^ {*after}):
        held = Permission.objects.filter(group__name=role).values_list("content_type__app_label", "codename")
        if not by.has_perms([f"{app}.{codename}" for app, codename in held]):
            words = _("Only who may do all that a role may gives it or takes it away: %(role)s.")
            raise ValidationError(words % {"role": ROLES[role]})
    if PUBLISHERS in {*before} - {*after}:
        if person.pk == by.pk:
            raise ValidationError(_("You can't take the publishers' role from yourself: ask another publisher."))
        others = User.objects.filter(is_active=True, is_staff=True, groups__name=PUBLISHERS).exclude(pk=person.pk)
        if not others.exists():
            raise ValidationError(_("Nobody else is a publisher: make somebody one first."))


def _check_sections(changed: Iterable[int | None], by: User) -> None:
    """Let publishers, who edit everywhere, give every section; others those that are theirs."""
    if by.has_perm("articles.publish_edition"):
        return
    sections = Section.objects.in_bulk([pk for pk in changed if pk])
    everywhere = SectionRight.objects.filter(user=by, section=None).exists()
    if not everywhere and (None in changed or not all(permissions.covers(by, one) for one in sections.values())):
        raise ValidationError(_("You may give and take only the sections you edit in yourself."))


def abilities() -> list[tuple[str, list[list[str]]]]:
    """Return what the roles may do, as their groups' permissions have it: a row a table, a cell of lines a role.

    What there is most to do with comes first.
    """
    held = (
        Permission.objects.filter(group__name__in=ROLES)
        .order_by("pk")
        .values_list("group__name", "content_type__app_label", "content_type__model", "codename", "name")
    )
    found: dict[str, dict[str, dict[str, str]]] = {}
    for role, app, model, codename, name in held:
        try:
            about = str(apps.get_model(app, model)._meta.verbose_name_plural)
        except LookupError:  # a table of an app that is gone
            continue
        act = codename.removesuffix(f"_{model}")
        found.setdefault(about, {}).setdefault(role, {})[act] = str(_ACTS.get(act) or _(name))
    rows = sorted(found.items(), key=lambda row: (-sum(map(len, row[1].values())), row[0]))
    return [(about, [_told(acts.get(role, {})) for role in ROLES]) for about, acts in rows]


def _told(acts: dict[str, str]) -> list[str]:
    everyday = ", ".join(acts[act] for act in _ACTS if act in acts)
    return [everyday or "—", *(words for act, words in acts.items() if act not in _ACTS)]
