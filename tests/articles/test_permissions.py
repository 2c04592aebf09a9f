"""Who may open, change and approve which edition: the predicates, and the query that must agree with them."""

from __future__ import annotations

from django.contrib.auth.models import User

from articles import permissions, workflow
from articles.models import Edition, Section, SectionRight
from tests.cast import CastTestCase, make_user
from tests.factories import NOW, clock, make_draft, make_section

STATES = ["draft", "in_review", "approved", "discarded", "published"]
# Four letters an edition, one for each of: may read, may edit, may approve, may publish. A dot is a no.
# A person (with the right that reaches the section, if any) × whose edition × status, in the order of STATES.
TABLE = {
    ("writer", "own"): "re.. re.. r... r... r...",
    ("writer", "other's"): ".... .... .... .... r...",
    ("writer with a right here", "other's"): ".... .... .... .... r...",
    ("editor everywhere", "own"): "rea. rea. rea. r.a. r.a.",
    ("editor everywhere", "other's"): "rea. rea. rea. r.a. r.a.",
    ("editor here", "other's"): "rea. rea. rea. r.a. r.a.",
    ("editor above", "other's"): "rea. rea. rea. r.a. r.a.",
    ("editor below", "own"): "re.. re.. r... r... r...",
    ("editor below", "other's"): ".... .... .... .... r...",
    ("editor elsewhere", "other's"): ".... .... .... .... r...",
    ("editor next door", "other's"): ".... .... .... .... r...",
    ("editor of nothing", "own"): "re.. re.. r... r... r...",
    ("editor of nothing", "other's"): ".... .... .... .... r...",
    ("publisher", "own"): "reap reap reap r.ap r.ap",
    ("publisher", "other's"): "reap reap reap r.ap r.ap",
    ("commercial", "other's"): ".... .... .... .... r...",
    ("reader", "other's"): ".... .... .... .... ....",
    ("reader", "own"): ".... .... .... .... ....",
    ("superuser", "other's"): "reap reap reap r.ap r.ap",
    ("inactive publisher", "other's"): ".... .... .... .... ....",
}
# The same for drafts that have no section yet, by status draft alone.
WITHOUT_SECTION = {
    "writer": "....",
    "editor everywhere": "rea.",
    "editor here": "rea.",
    "editor elsewhere": "rea.",
    "editor of nothing": "....",
    "publisher": "reap",
    "commercial": "....",
}


class PermissionsTest(CastTestCase):
    people: dict[str, User]
    here: Section

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        above = make_section(slug="news")
        cls.here = make_section(slug="world", parent=above)
        below = make_section(slug="asia", parent=cls.here)
        next_door = make_section(slug="world-cup", parent=above)  # begins like ours
        places = {
            "editor here": cls.here,
            "editor above": above,
            "editor below": below,
            "editor elsewhere": make_section(),
            "editor next door": next_door,
        }
        cls.people = {
            "writer": cls.writer,
            "editor everywhere": cls.editor,
            "publisher": cls.publisher,
            "commercial": cls.commercial,
            "reader": cls.reader,
            "editor of nothing": make_user("nothing", permissions.EDITORS),
            "writer with a right here": make_user("odd", permissions.WRITERS),
            "superuser": User.objects.create_superuser("root"),
            "inactive publisher": make_user("gone", permissions.PUBLISHERS, is_active=False),
        }
        SectionRight.objects.create(user=cls.people["writer with a right here"], section=cls.here)
        for number, (name, section) in enumerate(places.items()):
            cls.people[name] = make_user(f"editor-{number}", permissions.EDITORS)
            SectionRight.objects.create(user=cls.people[name], section=section)

    def make(self, status: str, owner: User | None) -> Edition:
        with clock(NOW):
            edition = make_draft(section=self.here)
            if status in ("in_review", "approved"):
                workflow.submit(edition, by=None)
            if status == "approved":
                workflow.approve(edition, by=None)
            if status == "discarded":
                workflow.discard(edition, by=None)
            if status == "published":
                workflow.publish(edition, by=None)
        Edition.objects.filter(pk=edition.pk).lay(created_by=owner)
        return Edition.objects.select_related("article", "section").get(pk=edition.pk)

    def letters(self, user: User, edition: Edition) -> str:
        predicates = (
            ("r", permissions.may_read),
            ("e", permissions.may_edit),
            ("a", permissions.may_approve),
            ("p", permissions.may_publish),
        )
        return "".join(letter if may(user, edition) else "." for letter, may in predicates)

    def test_predicates_and_readable_are_the_table(self) -> None:
        for (name, whose), expected in TABLE.items():
            user = self.people[name]
            owner = user if whose == "own" else make_user(f"other of {name} {whose}", permissions.WRITERS)
            for status, letters in zip(STATES, expected.split(), strict=True):
                with self.subTest(person=name, whose=whose, status=status):
                    edition = self.make(status, owner)
                    self.assertEqual(self.letters(user, edition), letters)
                    self.check_queries(user, edition, letters)

    def check_queries(self, user: User, edition: Edition, letters: str) -> None:
        """Check that what is asked of the database is what the predicates say."""
        this = Edition.objects.filter(pk=edition.pk)
        self.assertEqual(list(permissions.readable(user, this)), [edition] if "r" in letters else [])
        self.assertEqual(list(permissions.approvable(user, this)), [edition] if "a" in letters else [])

    def test_the_table_is_about_every_role(self) -> None:
        self.assertEqual({name for name, _whose in TABLE}, set(self.people))

    def test_before_a_section_is_chosen_any_right_will_do(self) -> None:
        with clock(NOW):
            edition = make_draft(section=None)
        for name, letters in WITHOUT_SECTION.items():
            with self.subTest(name):
                self.assertEqual(self.letters(self.people[name], edition), letters)
                self.check_queries(self.people[name], edition, letters)

    def test_whoever_began_the_article_may_open_and_change_its_drafts(self) -> None:
        with clock(NOW):
            edition = workflow.start_edition(make_draft(by=self.writer, section=self.here), by=None)
        self.assertEqual(edition.created_by, None)
        self.assertEqual(self.letters(self.writer, edition), "re..")
        self.check_queries(self.writer, edition, "re..")

    def test_several_rights_add_up(self) -> None:
        editor = self.people["editor elsewhere"]
        SectionRight.objects.create(user=editor, section=self.here)
        edition = self.make("draft", None)
        self.assertEqual(self.letters(editor, edition), "rea.")
        self.check_queries(editor, edition, "rea.")

    def test_the_system_may_everything_but_change_what_is_frozen(self) -> None:
        edition = self.make("draft", None)
        for may in (
            permissions.may_read,
            permissions.may_edit,
            permissions.may_submit,
            permissions.may_approve,
            permissions.may_publish,
            permissions.may_redact,
        ):
            self.assertEqual(may(None, edition), True)
        self.assertEqual(permissions.may_start(None), True)

    def test_who_may_start_and_redact(self) -> None:
        edition = self.make("published", None)
        expected = {
            "writer": (True, False),
            "editor everywhere": (True, False),
            "publisher": (True, True),
            "commercial": (False, False),
            "reader": (False, False),
            "superuser": (True, True),
            "inactive publisher": (False, False),
        }
        found = {
            name: (permissions.may_start(self.people[name]), permissions.may_redact(self.people[name], edition))
            for name in expected
        }
        self.assertEqual(found, expected)
