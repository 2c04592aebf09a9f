"""Who may make which move, from where: one table of verb × role × phase, written out."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction

from articles import moves, workflow
from articles.models import Edition
from articles.moves import MOVES
from articles.states import Phase, Status, Verb
from tests.cast import CastTestCase
from tests.factories import DAY, HOUR, NOW, clock, make_article, make_draft

PHASES = ["draft", "in_review", "approved", "discarded", "scheduled", "live", "superseded", "expired", "withdrawn"]
ROLES = ["system", "writer", "editor", "publisher", "commercial", "reader"]

# One letter a phase, in the order of PHASES. y: allowed. n: not permitted. -: the wrong phase for anybody.
# The edition is the writer's own, and the editor's right covers its section.
TABLE = {
    "submit": {
        "system": "y--------",
        "writer": "y--------",
        "editor": "y--------",
        "publisher": "y--------",
        "commercial": "n--------",
        "reader": "n--------",
    },
    "approve": {
        "system": "-y-------",
        "writer": "-n-------",
        "editor": "-y-------",
        "publisher": "-y-------",
        "commercial": "-n-------",
        "reader": "-n-------",
    },
    "request_changes": {
        "system": "-yy------",
        "writer": "-nn------",
        "editor": "-yy------",
        "publisher": "-yy------",
        "commercial": "-nn------",
        "reader": "-nn------",
    },
    "publish": {
        "system": "yyy------",
        "writer": "nnn------",
        "editor": "nnn------",
        "publisher": "yyy------",
        "commercial": "nnn------",
        "reader": "nnn------",
    },
    "unschedule": {
        "system": "----y----",
        "writer": "----n----",
        "editor": "----n----",
        "publisher": "----y----",
        "commercial": "----n----",
        "reader": "----n----",
    },
    "reschedule": {
        "system": "----y----",
        "writer": "----n----",
        "editor": "----n----",
        "publisher": "----y----",
        "commercial": "----n----",
        "reader": "----n----",
    },
    "withdraw": {
        "system": "-----y---",
        "writer": "-----n---",
        "editor": "-----n---",
        "publisher": "-----y---",
        "commercial": "-----n---",
        "reader": "-----n---",
    },
    "discard": {
        "system": "yyy------",
        "writer": "yyn------",
        "editor": "yyy------",
        "publisher": "yyy------",
        "commercial": "nnn------",
        "reader": "nnn------",
    },
    "restore": {
        "system": "------yyy",
        "writer": "------nnn",
        "editor": "------nnn",
        "publisher": "------yyy",
        "commercial": "------nnn",
        "reader": "------nnn",
    },
    "redact": {
        "system": "---y--yyy",
        "writer": "---n--nnn",
        "editor": "---n--nnn",
        "publisher": "---y--yyy",
        "commercial": "---n--nnn",
        "reader": "---n--nnn",
    },
}
LABELS = {
    "submit": "Send for review",
    "approve": "Approve",
    "request_changes": "Ask for changes",
    "publish": "Publish",
    "unschedule": "Unschedule",
    "reschedule": "Change the time",
    "withdraw": "Withdraw",
    "discard": "Discard",
    "restore": "Publish this again",
    "redact": "Redact",
}
TARGETS = {
    "submit": "in_review",
    "approve": "approved",
    "request_changes": "draft",
    "publish": "published",
    "unschedule": "approved",
    "reschedule": "published",
    "withdraw": None,
    "discard": "discarded",
    "restore": None,
    "redact": None,
}


class MovesTest(CastTestCase):
    editions: dict[str, Edition]

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        with clock(NOW - DAY):
            cls.editions = {name: make_draft(by=cls.writer) for name in PHASES}
            for name in ("in_review", "approved"):
                workflow.submit(cls.editions[name], by=cls.writer)
            workflow.approve(cls.editions["approved"], by=cls.editor)
            workflow.discard(cls.editions["discarded"], by=cls.writer)
            workflow.publish(cls.editions["scheduled"], by=None, at=NOW + DAY)
            for name in ("live", "superseded", "withdrawn"):
                workflow.publish(cls.editions[name], by=None)
            workflow.publish(cls.editions["expired"], by=None, until=NOW - HOUR)
        with clock(NOW - HOUR):
            workflow.publish(workflow.start_edition(cls.editions["superseded"], by=None), by=None)
            workflow.withdraw(cls.editions["withdrawn"], by=None)
        for edition in cls.editions.values():
            edition.refresh_from_db()

    def person(self, role: str) -> User | None:
        # Read afresh: Django keeps a person's permissions on the instance.
        return None if role == "system" else User.objects.get(username=role)

    def test_the_table_is_about_every_verb_role_and_phase(self) -> None:
        self.assertEqual([verb.value for verb in MOVES], list(TABLE))
        self.assertEqual({verb.value: move.verb.value for verb, move in MOVES.items()}, {verb: verb for verb in TABLE})
        self.assertEqual(PHASES, Phase.values)
        for rows in TABLE.values():
            self.assertEqual(list(rows), ROLES)
        for name, edition in self.editions.items():
            self.assertEqual(edition.phase(NOW), name)

    def test_labels_targets_comments_and_times(self) -> None:
        self.assertEqual({move.verb.value: str(move.label) for move in MOVES.values()}, LABELS)
        self.assertEqual({move.verb.value: move.target for move in MOVES.values()}, TARGETS)
        asks = {move.verb.value for move in MOVES.values() if move.needs_comment}
        self.assertEqual(asks, {"request_changes", "redact"})
        self.assertEqual({move.verb.value for move in MOVES.values() if move.takes_time}, {"publish", "reschedule"})

    def test_available_is_the_table(self) -> None:
        for role in ROLES:
            for position, phase in enumerate(PHASES):
                with self.subTest(role=role, phase=phase):
                    expected = [verb for verb in TABLE if TABLE[verb][role][position] == "y"]
                    found = moves.available(self.editions[phase], self.person(role), NOW)
                    self.assertEqual([move.verb.value for move in found], expected)

    def test_the_door_is_the_table(self) -> None:
        for verb in MOVES:
            for role in ROLES:
                for position, phase in enumerate(PHASES):
                    expected = TABLE[verb.value][role][position]
                    with self.subTest(verb=verb.value, role=role, phase=phase):
                        self.assertEqual(self.attempt(verb, role, phase), expected)

    def attempt(self, verb: Verb, role: str, phase: str) -> str:
        """Make the move as this person, undo it, and say in a letter how it went."""
        edition = Edition.objects.get(pk=self.editions[phase].pk)
        before = edition.transitions.count()
        with transaction.atomic():
            try:
                with clock(NOW):
                    getattr(workflow, verb.value)(edition, by=self.person(role), comment="Because.")
            except workflow.TransitionError as error:
                self.assertEqual(edition.transitions.count(), before)
                refusals = {
                    f"“{LABELS[verb.value]}” is not possible: this edition is {Phase(phase).label}.": "-",
                    f"You may not do this: “{LABELS[verb.value]}”.": "n",
                }
                return refusals.get(error.message, error.message)
            first = edition.transitions.order_by("id")[before]
            self.assertEqual((first.verb, first.comment), (verb.value, "Because."))
            if TARGETS[verb.value]:
                self.assertEqual(Edition.objects.get(pk=edition.pk).status, TARGETS[verb.value])
            transaction.set_rollback(True)
        return "y"

    def test_a_comment_of_blanks_is_no_comment(self) -> None:
        for verb, phase in (("request_changes", "in_review"), ("redact", "expired")):
            with self.subTest(verb), clock(NOW), self.assertRaises(workflow.TransitionError) as raised:
                getattr(workflow, verb)(self.editions[phase], by=self.publisher, comment=" \n ")
            self.assertEqual(raised.exception.messages, ["Say why, in a sentence."])

    def test_an_editor_of_another_section_may_not_move_it(self) -> None:
        self.editor.section_rights.all().delete()
        for verb, phase in (
            ("submit", "draft"),
            ("approve", "in_review"),
            ("request_changes", "approved"),
            ("discard", "draft"),
        ):
            with self.subTest(verb), clock(NOW), self.assertRaises(workflow.TransitionError) as raised:
                getattr(workflow, verb)(self.editions[phase], by=self.editor, comment="Because.")
            self.assertEqual(raised.exception.messages, [f"You may not do this: “{LABELS[verb]}”."])

    def test_a_writer_may_not_move_what_is_a_colleague_s(self) -> None:
        with clock(NOW):
            other = make_draft(by=self.editor)
        for verb in ("submit", "discard"):
            with self.subTest(verb), clock(NOW), self.assertRaises(workflow.TransitionError) as raised:
                getattr(workflow, verb)(other, by=self.writer)
            self.assertEqual(raised.exception.messages, [f"You may not do this: “{LABELS[verb]}”."])
        self.assertEqual(other.status, Status.DRAFT)

    def test_a_published_edition_is_no_longer_its_writer_s_to_discard(self) -> None:
        edition = make_article(by=None)
        self.assertEqual(moves.available(edition, self.writer, NOW), [])
