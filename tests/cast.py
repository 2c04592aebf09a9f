"""The fixed cast: one person a role, and a reader who has no account at the desk."""

from __future__ import annotations

from django.contrib.auth.models import Group, User
from django.test import TestCase

from articles import permissions
from articles.models import SectionRight


def make_user(username: str, group: str = "", **fields: object) -> User:
    """Make a person of the desk who belongs to `group`."""
    user = User.objects.create_user(username, f"{username}@news.example", is_staff=bool(group), **fields)
    if group:
        user.groups.add(Group.objects.get(name=group))
    return user


class CastMixin:
    """Set up writer, editor (of every section), publisher, commercial and reader as class attributes."""

    writer: User
    editor: User
    publisher: User
    commercial: User
    reader: User

    @classmethod
    def setUpCast(cls) -> None:
        cls.writer = make_user("writer", permissions.WRITERS, first_name="Wanda", last_name="Writer")
        cls.editor = make_user("editor", permissions.EDITORS, first_name="Edith", last_name="Editor")
        cls.publisher = make_user("publisher", permissions.PUBLISHERS, first_name="Paul", last_name="Publisher")
        cls.commercial = make_user("commercial", permissions.COMMERCIAL, first_name="Cora", last_name="Commercial")
        cls.reader = make_user("reader")
        SectionRight.objects.create(user=cls.editor, section=None)


class CastTestCase(CastMixin, TestCase):
    """A TestCase with the cast."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.setUpCast()
