"""Each verb's effects, one after the other: status, window, the line in the log, the keys announced after commit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from unittest import mock

from django.core import mail

from articles import keys, workflow
from articles.models import Edition, EditionReference, Revision, Tag
from articles.signals import content_changed
from articles.states import CorrectionKind, NoteKind, Phase, Status
from tests.cast import CastTestCase, make_user
from tests.factories import (
    DAY,
    HOUR,
    NOTHING_OWED,
    NOW,
    clock,
    make_article,
    make_author,
    make_draft,
    make_note,
    make_picture,
    make_section,
)


class WorkflowTestCase(CastTestCase):
    def do(self, verb: Callable[..., Any], *args: Any, now: Any = NOW, **kwargs: Any) -> tuple[Any, list[frozenset]]:
        """Do it when the clock shows `now`; return the result and the keys announced on commit, in order."""
        announced: list[frozenset] = []

        def hear(keys: frozenset[str], **_kwargs: Any) -> None:
            announced.append(keys)

        content_changed.connect(hear)
        try:
            with clock(now), self.captureOnCommitCallbacks(execute=True):
                result = verb(*args, **kwargs)
                self.assertEqual(announced, [])
        finally:
            content_changed.disconnect(hear)
        return result, announced

    def draft(self, **fields: Any) -> Edition:
        with clock(NOW - HOUR):
            return make_draft(**fields)

    def log(self, edition: Edition) -> list[tuple]:
        """Return the edition's log without its beginning: verb, from, to, who, their name, comment."""
        names = ("verb", "from_status", "to_status", "by__username", "by_name", "comment")
        return list(edition.transitions.order_by("id").values_list(*names)[1:])

    def assertRefused(self, words: str, verb: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
        with clock(NOW), self.assertRaises(workflow.TransitionError) as raised:
            verb(*args, **kwargs)
        self.assertEqual(raised.exception.messages, [words])


class ReviewTest(WorkflowTestCase):
    def test_submit_ask_for_changes_submit_approve(self) -> None:
        draft = self.draft(by=self.writer)
        steps = [
            (workflow.submit, self.writer, "", "in_review"),
            (workflow.request_changes, self.editor, "Too long.", "draft"),
            (workflow.submit, self.writer, "Shorter.", "in_review"),
            (workflow.approve, self.editor, "", "approved"),
            (workflow.request_changes, self.publisher, "One more thing.", "draft"),
        ]
        for verb, person, comment, status in steps:
            edition, announced = self.do(verb, draft, by=person, comment=comment)
            self.assertIs(edition, draft)
            self.assertEqual((edition.status, announced), (status, []))
        self.assertEqual(
            self.log(draft),
            [
                ("submit", "draft", "in_review", "writer", "Wanda Writer", ""),
                ("request_changes", "in_review", "draft", "editor", "Edith Editor", "Too long."),
                ("submit", "draft", "in_review", "writer", "Wanda Writer", "Shorter."),
                ("approve", "in_review", "approved", "editor", "Edith Editor", ""),
                ("request_changes", "approved", "draft", "publisher", "Paul Publisher", "One more thing."),
            ],
        )
        self.assertEqual(set(draft.transitions.values_list("at", flat=True)), {NOW - HOUR, NOW})

    def test_discard_keeps_the_words_and_moves_the_head(self) -> None:
        first = self.draft(headline="First")
        with clock(NOW):
            second = workflow.start_edition(first, by=None)
        first.article.refresh_from_db()
        self.assertEqual(first.article.head, second)
        self.do(workflow.discard, second, by=self.publisher, comment="Not now.")
        first.article.refresh_from_db()
        self.assertEqual((second.status, second.headline, first.article.head), (Status.DISCARDED, "First", first))
        self.assertEqual(
            self.log(second), [("discard", "draft", "discarded", "publisher", "Paul Publisher", "Not now.")]
        )
        self.do(workflow.discard, first, by=self.publisher)
        first.article.refresh_from_db()
        self.assertEqual(first.article.head, second)


class WritingTest(WorkflowTestCase):
    def test_start_article(self) -> None:
        section = make_section()
        edition, announced = self.do(workflow.start_article, by=self.writer, headline="Été à l’eau", section=section)
        self.assertEqual(
            (edition.number, edition.status, edition.slug, edition.created_by, edition.updated_by, edition.based_on),
            (1, Status.DRAFT, "ete-a-leau", self.writer, self.writer, None),
        )
        article = edition.article
        article.refresh_from_db()
        self.assertEqual((article.created_by, article.head, article.first_published_at), (self.writer, edition, None))
        self.assertEqual(announced, [])
        self.assertEqual(
            list(edition.transitions.values_list("verb", "from_status", "to_status", "by", "at")),
            [("start", "", "draft", self.writer.pk, NOW)],
        )
        # What it begins with can be gone back to, like what is saved later.
        edition.headline = "Other words"
        self.do(workflow.save_draft, edition, by=self.writer, tags=["Water"])
        contents = edition.revisions.order_by("id").values_list("content", flat=True)
        self.assertEqual(
            [(content["headline"], content["tags"]) for content in contents],
            [("Été à l’eau", []), ("Other words", ["Water"])],
        )

    def test_only_the_newsroom_starts_articles_and_editions(self) -> None:
        live = make_article()
        for person in (self.commercial, self.reader):
            self.assertRefused(
                "You may not write articles: ask a chief for the right.", workflow.start_article, by=person
            )
            self.assertRefused(
                "You may not write a new edition of this article.", workflow.start_edition, live, by=person
            )

    def test_a_writer_may_not_start_from_what_they_may_not_read(self) -> None:
        draft = self.draft()
        self.assertRefused(
            "You may not write a new edition of this article.", workflow.start_edition, draft, by=self.writer
        )
        self.assertEqual(draft.article.editions.count(), 1)

    def test_start_edition_takes_the_content_along_and_not_the_answers(self) -> None:
        author, note = make_author(), make_note()
        first = make_article(
            bylines=[(author, "photos"), (make_author(), "text")],
            tags=["Élysée", "Water"],
            notes=[note],
            kicker="Kicker",
            lead_picture=make_picture(),
            sponsored=True,
            correction_kind=CorrectionKind.UPDATE,
            correction_text="More facts.",
            until=NOW + DAY,
        )
        second, announced = self.do(workflow.start_edition, first, by=self.writer)
        for name in Edition.CONTENT_FIELDS:
            self.assertEqual(getattr(second, name), getattr(first, name), name)
        self.assertEqual((second.correction_kind, second.correction_text), (CorrectionKind.UNASKED, ""))
        self.assertEqual((second.number, second.based_on, second.status), (2, first, Status.DRAFT))
        for rows, names in (
            ("bylines", ("author", "role", "position")),
            ("tag_rows", ("tag",)),
            ("note_rows", ("note",)),
        ):
            copied, own = (list(getattr(one, rows).order_by("id").values_list(*names)) for one in (second, first))
            self.assertEqual(copied, own)
        self.assertEqual((len(second.bylines.all()), second.tag_rows.count(), second.note_rows.count()), (2, 2, 1))
        self.assertEqual(announced, [])
        self.assertEqual(list(first.article.editions.live(NOW)), [first])

    def test_save_draft(self) -> None:
        draft = self.draft(by=self.writer, tags=["Water", "Fire"])
        author = make_author()
        draft.headline = "New words"
        saved, announced = self.do(
            workflow.save_draft, draft, by=self.editor, bylines=[(author, "text")], tags=["Water", "WATER", "Fire"]
        )
        self.assertIs(saved, draft)
        stored = Edition.objects.get(pk=draft.pk)
        self.assertEqual(
            (stored.headline, stored.status, stored.updated_by, stored.updated_at, announced),
            ("New words", Status.DRAFT, self.editor, NOW, []),
        )
        self.assertEqual(list(stored.bylines.values_list("author", "role")), [(author.pk, "text")])
        self.assertEqual([str(row.tag) for row in stored.tag_rows.all()], ["Water", "Fire"])
        newest = stored.revisions.first()
        self.assertEqual((newest.saved_by, newest.saved_at), (self.editor, NOW))
        self.assertEqual((newest.content["headline"], newest.content["tags"]), ("New words", ["Water", "Fire"]))
        self.assertEqual(self.log(draft), [])

    def test_the_second_of_two_who_save_the_same_draft_is_told(self) -> None:
        draft = self.draft()
        one, other = Edition.objects.get(pk=draft.pk), Edition.objects.get(pk=draft.pk)
        one.headline, other.headline = "One", "Other"
        self.do(workflow.save_draft, one, by=self.editor)
        with clock(NOW), self.assertRaises(workflow.EditConflict) as raised:
            workflow.save_draft(other, by=self.publisher)
        self.assertEqual(
            raised.exception.messages,
            ["Edith Editor saved this draft after you opened it: keep yours as a draft of its own, or open it again."],
        )
        self.assertEqual((other.headline, Edition.objects.get(pk=draft.pk).headline), ("Other", "One"))
        one.headline = "One again"
        self.do(workflow.save_draft, one, by=self.editor)
        self.assertEqual(Edition.objects.get(pk=draft.pk).headline, "One again")

    def test_words_for_a_frozen_edition_become_a_new_draft(self) -> None:
        author, note = make_author(), make_note()
        Tag.objects.named(["Water", "Fire"])
        for name, at in (("live", None), ("scheduled", NOW + DAY)):
            with self.subTest(name):
                draft = self.draft(by=self.writer, bylines=[(author, "text")], tags=["Water"], notes=[note])
                form = Edition.objects.get(pk=draft.pk)
                with clock(NOW):
                    workflow.publish(draft, by=self.publisher, at=at)
                form.headline, form.correction_text = "Typed meanwhile", "Late answer"
                saved, announced = self.do(workflow.save_draft, form, by=self.writer, tags=["Fire"])
                frozen = Edition.objects.get(pk=draft.pk)
                self.assertEqual((frozen.headline, frozen.status), (draft.headline, Status.PUBLISHED))
                self.assertEqual([str(row.tag) for row in frozen.tag_rows.all()], ["Water"])
                stored = Edition.objects.get(pk=saved.pk)
                self.assertEqual(
                    (stored.headline, stored.correction_text, stored.status, stored.based_on, stored.created_by),
                    ("Typed meanwhile", "Late answer", Status.DRAFT, frozen, self.writer),
                )
                self.assertEqual([row.author for row in stored.bylines.all()], [author])
                self.assertEqual([str(row.tag) for row in stored.tag_rows.all()], ["Fire"])
                self.assertEqual([row.note for row in stored.note_rows.all()], [note])
                self.assertEqual(announced, [])

    def test_words_for_a_frozen_edition_bring_no_answer_that_was_given_with_it(self) -> None:
        first = make_article()
        draft = workflow.start_edition(first, by=None)
        draft.headline, draft.correction_kind, draft.correction_text = "Right", "correction", "It was wrong."
        self.do(workflow.save_draft, draft, by=None)
        form = Edition.objects.get(pk=draft.pk)
        self.do(workflow.publish, draft, by=None)
        form.headline = "Right at last"
        saved, _announced = self.do(workflow.save_draft, form, by=None)
        self.assertEqual((saved.headline, saved.correction_kind, saved.correction_text), ("Right at last", "", ""))

    def correct(self, edition: Edition, **fields: Any) -> Edition:
        """Publish a new edition of what `edition` says, with these fields changed."""
        draft = workflow.start_edition(edition, by=None)
        for name, value in fields.items():
            setattr(draft, name, value)
        tags = [*draft.tag_rows.values_list("tag__name", flat=True), "Corrected"]
        return workflow.publish(workflow.save_draft(draft, by=None, tags=tags), by=None, correction=NOTHING_OWED)

    def test_a_rewrite_takes_in_what_was_corrected_meanwhile(self) -> None:
        with clock(NOW - HOUR):
            live = workflow.publish(
                make_draft(headline="Port", standfirst="Five.", body="<p>One.</p><p>Two.</p>", tags=["Sea"]), by=None
            )
            draft = workflow.start_edition(live, by=self.writer)
            draft.headline, draft.body = "The port, whole", "<p>One.</p><p>Two.</p><p>Three.</p>"
            workflow.submit(workflow.save_draft(draft, by=self.writer, tags=["Sea", "Port"]), by=self.writer)
            corrected = self.correct(live, standfirst="Six.", body="<p>1.</p><p>Two.</p>")
        (saved, conflicts), announced = self.do(workflow.catch_up, draft, by=self.editor)
        stored = Edition.objects.get(pk=draft.pk)
        self.assertEqual((saved.pk, conflicts, announced), (draft.pk, [], []))
        self.assertEqual(
            (stored.headline, stored.standfirst, stored.body, stored.based_on, stored.status, stored.ednote),
            ("The port, whole", "Six.", "<p>1.</p><p>Two.</p><p>Three.</p>", corrected, Status.IN_REVIEW, ""),
        )
        self.assertEqual(list(stored.tag_rows.values_list("tag__name", flat=True)), ["Sea", "Port", "Corrected"])
        self.assertEqual(stored.revisions.first().content["standfirst"], "Six.")
        self.assertEqual(
            self.log(draft)[-1], ("catch_up", "in_review", "in_review", "editor", "Edith Editor", "Edition 3")
        )
        nothing = "There is nothing to bring in: this draft has all that readers have been given."
        self.assertRefused(nothing, workflow.catch_up, stored, by=self.editor)

    def test_what_contradicts_stays_ours_and_is_noted_for_the_desk(self) -> None:
        with clock(NOW - HOUR):
            live = workflow.publish(make_draft(headline="Port", body="<p>One.</p>"), by=None)
            draft = workflow.start_edition(live, by=self.writer)
            draft.headline, draft.ednote = "The port", "Ask Ana."
            draft = workflow.save_draft(draft, by=self.writer)
            self.correct(live, headline="A port", body="<p>Eins.</p>")
            self.correct(Edition.objects.live(NOW).get(article=live.article), kicker="Coast")
        (saved, conflicts), _announced = self.do(workflow.catch_up, draft, by=self.writer)
        self.assertEqual([(one.field, one.theirs) for one in conflicts], [("headline", "A port")])
        self.assertEqual(
            (saved.headline, saved.kicker, saved.body, saved.ednote),
            ("The port", "Coast", "<p>Eins.</p>", "Ask Ana.\nEdition 4 says here: headline — A port"),
        )

    def test_who_may_not_write_brings_nothing_in(self) -> None:
        with clock(NOW - HOUR):
            live = workflow.publish(make_draft(), by=None)
            draft = workflow.start_edition(live, by=self.publisher)
            self.correct(live, kicker="Coast")
        self.assertRefused("You may not change this draft.", workflow.catch_up, draft, by=self.writer)
        self.assertRefused(
            "There is nothing to bring in: this draft has all that readers have been given.",
            workflow.catch_up,
            workflow.discard(draft, by=None),
            by=self.publisher,
        )

    def test_words_for_a_discarded_draft_become_a_new_draft(self) -> None:
        draft = self.draft(by=self.writer)
        form = Edition.objects.get(pk=draft.pk)
        self.do(workflow.discard, draft, by=self.editor)
        form.headline = "Typed meanwhile"
        saved, _announced = self.do(workflow.save_draft, form, by=self.writer)
        self.assertNotEqual(saved.pk, draft.pk)
        self.assertEqual((saved.headline, saved.status, saved.based_on), ("Typed meanwhile", Status.DRAFT, draft))

    def test_words_read_while_it_was_scheduled_are_saved_after_it_was_unscheduled(self) -> None:
        edition = make_article(at=NOW + DAY)
        form = Edition.objects.get(pk=edition.pk)
        self.do(workflow.unschedule, edition, by=self.publisher)
        form.headline = "Typed meanwhile"
        saved, _announced = self.do(workflow.save_draft, form, by=self.publisher)
        stored = Edition.objects.get(pk=edition.pk)
        self.assertEqual((saved.pk, stored.headline, stored.status), (edition.pk, "Typed meanwhile", "in_review"))

    def test_saving_an_approved_draft_sends_it_back_to_review(self) -> None:
        draft = self.draft()
        workflow.submit(draft, by=None)
        workflow.approve(draft, by=None)
        draft.headline = "One more word"
        self.do(workflow.save_draft, draft, by=self.editor)
        self.assertEqual(Edition.objects.get(pk=draft.pk).status, Status.IN_REVIEW)
        self.assertEqual(draft.status, Status.IN_REVIEW)
        self.assertEqual(self.log(draft)[-1], ("reopen", "approved", "in_review", "editor", "Edith Editor", ""))

    def test_words_of_those_who_may_not_are_refused(self) -> None:
        draft = self.draft(by=self.editor)
        for person in (self.writer, self.commercial, self.reader):
            draft.headline = "Not theirs to write"
            self.assertRefused("You may not change this draft.", workflow.save_draft, draft, by=person)

    def test_nobody_moves_a_draft_into_a_section_they_have_no_right_to(self) -> None:
        here, elsewhere = make_section(), make_section()
        self.editor.section_rights.update(section=here)
        draft = self.draft(section=here)
        draft.section = elsewhere
        self.assertRefused("You may not change this draft.", workflow.save_draft, draft, by=self.editor)
        self.assertEqual(Edition.objects.get(pk=draft.pk).section, here)


class PublicationTest(WorkflowTestCase):
    def keys(self, edition: Edition) -> frozenset[str]:
        """Return what a page that shows the edition may depend on."""
        section = edition.section
        places = [section, *section.ancestors()]
        return frozenset(
            {keys.FRONT, keys.FEED, keys.article(edition.article.public_id)}
            | {keys.section(place.path) for place in places}
            | {keys.author(row.author.slug) for row in edition.bylines.all()}
            | {keys.tag(row.tag.slug) for row in edition.tag_rows.all()}
        )

    def test_a_publisher_publishes_straight_from_draft(self) -> None:
        draft = self.draft(section=make_section(parent=make_section()), tags=["Water"], body="<p>One two.</p>")
        edition, announced = self.do(workflow.publish, draft, by=self.publisher, comment="Breaking.")
        self.assertIs(edition, draft)
        self.assertEqual(
            (edition.status, edition.published_at, edition.live_from, edition.live_until, edition.expires_at),
            (Status.PUBLISHED, NOW, NOW, None, None),
        )
        self.assertEqual((edition.compiled, edition.compiled["words"]), (edition.compile(), 2))
        edition.article.refresh_from_db()
        self.assertEqual((edition.article.first_published_at, edition.article.head), (NOW, edition))
        self.assertEqual(
            self.log(edition), [("publish", "draft", "published", "publisher", "Paul Publisher", "Breaking.")]
        )
        self.assertEqual(announced, [self.keys(edition)])
        self.assertEqual(list(edition.article.editions.live(NOW)), [edition])

    def test_a_new_edition_announces_what_the_last_was_shown_under_too(self) -> None:
        first = make_article(tags=["Water"], section=make_section())
        with clock(NOW):
            second = workflow.start_edition(first, by=None)
            second.section = make_section()
            second = workflow.save_draft(second, by=None, tags=["Fire"], bylines=[(make_author(), "text")])
        _edition, announced = self.do(workflow.publish, second, by=self.publisher)
        self.assertEqual(announced, [self.keys(first) | self.keys(second)])

    def test_schedule_and_unschedule(self) -> None:
        draft = self.draft(tags=["Water"])
        edition, announced = self.do(workflow.publish, draft, by=self.publisher, at=NOW + DAY, until=NOW + 2 * DAY)
        self.assertEqual(
            (edition.phase(NOW), edition.live_from, edition.live_until, edition.expires_at),
            (Phase.SCHEDULED, NOW + DAY, NOW + 2 * DAY, NOW + 2 * DAY),
        )
        self.assertEqual(announced, [self.keys(edition)])
        edition, announced = self.do(workflow.unschedule, edition, by=self.publisher, comment="Wait.")
        self.assertEqual(
            (edition.status, edition.live_from, edition.live_until, edition.published_at, edition.compiled),
            (Status.APPROVED, None, None, None, None),
        )
        self.assertEqual(announced, [self.keys(edition)])
        self.assertEqual(
            self.log(edition),
            [
                ("publish", "draft", "published", "publisher", "Paul Publisher", ""),
                ("unschedule", "published", "approved", "publisher", "Paul Publisher", "Wait."),
            ],
        )
        # Its words may be changed again, and it may be published again.
        edition.headline = "Changed"
        self.do(workflow.save_draft, edition, by=self.publisher)
        self.do(workflow.publish, edition, by=self.publisher)
        self.assertEqual((edition.headline, edition.phase(NOW)), ("Changed", Phase.LIVE))

    def test_a_scheduled_edition_is_given_another_time_or_keeps_the_one_it_has(self) -> None:
        first = make_article()
        with clock(NOW):
            second = workflow.start_edition(first, by=None)
            edition = workflow.publish(second, by=None, at=NOW + DAY, until=NOW + 3 * DAY)
        self.do(workflow.reschedule, edition, by=self.publisher, at=NOW + 2 * DAY, comment="Too early.")
        self.assertEqual((edition.live_from, edition.live_until), (NOW + 2 * DAY, NOW + 3 * DAY))
        first.refresh_from_db()
        self.assertEqual(first.live_until, NOW + 2 * DAY)
        paul = ("publisher", "Paul Publisher")
        self.assertEqual(
            self.log(edition)[1:],
            [
                ("reschedule", "published", "approved", *paul, "Too early."),
                ("publish", "approved", "published", *paul, ""),
            ],
        )
        for at, refusal in (
            (NOW - DAY, "That time has passed: choose a later one, or publish now."),
            (NOW + 3 * DAY, "It would expire before readers could see it: choose a later expiry, or none."),
        ):
            self.assertRefused(refusal, workflow.reschedule, edition, by=self.publisher, at=at)
            edition.refresh_from_db()
            self.assertEqual((edition.live_from, edition.live_until), (NOW + 2 * DAY, NOW + 3 * DAY))
        self.do(workflow.reschedule, edition, by=self.publisher, until=None)
        self.assertEqual((edition.phase(NOW + HOUR), edition.live_until), (Phase.LIVE, None))

    def test_the_answer_that_readers_are_owed_is_given_as_it_is_published(self) -> None:
        first = make_article(headline="Five")
        paul = ("publisher", "Paul Publisher")
        for answer, comment, logged in (
            (("correction", " It was six. "), "Dull.", "correction — Dull."),
            (NOTHING_OWED, "", "nothing to correct"),
        ):
            with self.subTest(answer), clock(NOW):
                draft = workflow.start_edition(first, by=None)
                draft.headline = f"Six {logged}"
                workflow.submit(workflow.save_draft(draft, by=None), by=None)
                workflow.approve(draft, by=None)
            version, revisions = draft.lock_version, draft.revisions.count()
            self.do(workflow.publish, draft, by=self.publisher, correction=answer, comment=comment)
            stored = Edition.objects.get(pk=draft.pk)
            self.assertEqual((stored.correction_kind, stored.correction_text), (answer[0], answer[1].strip()))
            self.assertEqual((stored.lock_version, stored.revisions.count()), (version, revisions))
            self.assertEqual(self.log(draft)[2:], [("publish", "approved", "published", *paul, logged)])
        self.assertRefused(
            "This changes what readers have read: say what is corrected, or that nothing is owed.",
            workflow.restore,
            first,
            by=self.publisher,
        )
        again, _announced = self.do(
            workflow.restore, first, by=self.publisher, correction=("update", "Five after all."), comment="Sorry."
        )
        self.assertEqual((again.correction_kind, again.correction_text), ("update", "Five after all."))
        self.assertEqual(self.log(again), [("publish", "draft", "published", *paul, "update — Sorry.")])
        self.assertEqual(self.log(first)[1:], [("restore", "published", "published", *paul, "Sorry.")])

    def test_publishers_are_told_when_a_scheduled_edition_comes_to_follow_another_text(self) -> None:
        first = make_article(headline="Five")
        with clock(NOW):
            same, other = (workflow.start_edition(first, by=None) for _n in range(2))
            workflow.publish(same, by=None, at=NOW + 2 * DAY)
            other.headline = "Six"
            workflow.save_draft(other, by=None)
        self.do(workflow.publish, other, by=self.publisher, at=NOW + DAY, correction=NOTHING_OWED)
        owed = "This changes what readers have read: say what is corrected, or that nothing is owed."
        self.assertEqual(
            [(letter.to, letter.body) for letter in mail.outbox], [(["publisher@news.example"], f"Five\n{owed}")]
        )
        self.do(workflow.unschedule, other, by=self.publisher)
        self.assertEqual(len(mail.outbox), 1)

    def test_withdraw(self) -> None:
        edition = make_article(tags=["Water"])
        edition, announced = self.do(workflow.withdraw, edition, by=self.publisher, comment="Untrue.")
        self.assertEqual(
            (edition.status, edition.live_until, edition.withdrawn_at, edition.phase(NOW)),
            (Status.PUBLISHED, NOW, NOW, Phase.WITHDRAWN),
        )
        self.assertEqual(announced, [self.keys(edition)])
        self.assertEqual(
            self.log(edition)[1:], [("withdraw", "published", "published", "publisher", "Paul Publisher", "Untrue.")]
        )
        self.assertEqual(list(edition.article.editions.live(NOW)), [])

    def test_restore(self) -> None:
        first = make_article(headline="First", tags=["Water"])
        with clock(NOW - HOUR):
            second = workflow.publish(workflow.start_edition(first, by=None), by=None)
        third, announced = self.do(workflow.restore, first, by=self.publisher, comment="It was right.")
        self.assertEqual(
            (third.number, third.headline, third.based_on, third.live_from, third.published_at),
            (3, "First", first, NOW, first.published_at),
        )
        second.refresh_from_db()
        self.assertEqual((second.live_until, second.phase(NOW)), (NOW, Phase.SUPERSEDED))
        self.assertEqual(announced, [self.keys(third)])
        who = ("publisher", "Paul Publisher", "It was right.")
        self.assertEqual(self.log(first)[1:], [("restore", "published", "published", *who)])
        self.assertEqual(self.log(third), [("publish", "draft", "published", *who)])

    def test_restore_brings_a_withdrawn_article_back(self) -> None:
        first = make_article()
        with clock(NOW - HOUR):
            workflow.withdraw(first, by=None)
        second, _announced = self.do(workflow.restore, first, by=self.publisher, at=NOW + HOUR, until=NOW + DAY)
        self.assertEqual((second.live_from, second.live_until), (NOW + HOUR, NOW + DAY))
        self.assertEqual(list(first.article.editions.live(NOW)), [])
        self.assertEqual(list(first.article.editions.live(NOW + HOUR)), [second])

    def test_a_restore_that_is_refused_leaves_nothing_behind(self) -> None:
        first = make_article(until=NOW - HOUR)
        self.assertRefused(
            "That time has passed: choose a later one, or publish now.",
            workflow.restore,
            first,
            by=self.publisher,
            at=NOW - DAY,
        )
        self.assertEqual((first.article.editions.count(), len(self.log(first))), (1, 1))

    def test_publishing_binds_the_notes_that_stand_where_it_is(self) -> None:
        section, author = make_section(), make_author()
        own, above, theirs = make_note(), make_note(section=section), make_note(author=author)
        make_note(NoteKind.HOUSE, section=section)
        make_note(section=make_section())
        draft = self.draft(section=section, bylines=[(author, "text")], notes=[own], sponsored=True)
        edition, _announced = self.do(workflow.publish, draft, by=self.publisher)
        self.assertEqual({row.note for row in edition.note_rows.all()}, {own, above, theirs})


class PreflightTest(WorkflowTestCase):
    def test_each_blocking_problem_in_words(self) -> None:
        cases = [
            ({"headline": " "}, ["Write a headline."]),
            ({"headline": "!", "slug": ""}, ["Write a slug: the headline gives none."]),
            ({"section": None}, ["Choose a section."]),
            ({"bylines": []}, ["Say who signs it: add a byline."]),
            ({"body": "<p> </p>"}, ["The body is empty."]),
            (
                {"sponsored": True},
                ["This is paid content: add the sponsorship note that tells readers who pays."],
            ),
            ({"section": None, "bylines": []}, ["Choose a section.", "Say who signs it: add a byline."]),
        ]
        for fields, words in cases:
            with self.subTest(**fields):
                draft = self.draft(**fields)
                with clock(NOW), self.assertRaises(workflow.PreflightError) as raised:
                    workflow.publish(draft, by=self.publisher)
                self.assertEqual(raised.exception.messages, words)
                self.assertEqual([problem.message for problem in raised.exception.problems], words)
                self.assertEqual((Edition.objects.get(pk=draft.pk).status, self.log(draft)), (Status.DRAFT, []))


class EmbargoTest(WorkflowTestCase):
    ASKED = {"source": "The ministry", "reason": "It speaks at noon"}

    def test_an_embargo_hides_blocks_and_is_logged(self) -> None:
        edition = make_article(tags=["Water"])
        article = edition.article
        problems, announced = self.do(workflow.set_embargo, article, NOW + DAY, by=self.publisher, **self.ASKED)
        self.assertEqual((problems, article.embargo_until), ([], NOW + DAY))
        self.assertEqual(list(article.editions.live(NOW)), [])
        self.assertEqual(list(article.editions.live(NOW + DAY)), [edition])
        self.assertEqual(announced, [PublicationTest.keys(self, edition)])
        verb, before, after, who, _name, comment = self.log(edition)[-1]
        self.assertEqual((verb, before, after, who), ("embargo", "published", "published", "publisher"))
        self.assertEqual(comment.split(" — ")[1:], ["The ministry", "It speaks at noon"])
        with clock(NOW):
            draft = workflow.start_edition(edition, by=None)
        with clock(NOW), self.assertRaises(workflow.PreflightError) as raised:
            workflow.publish(draft, by=self.publisher, at=NOW + HOUR)
        [problem] = raised.exception.problems
        self.assertEqual(problem.field, "embargo_until")
        self.do(workflow.publish, draft, by=self.publisher, at=NOW + DAY)
        self.do(workflow.set_embargo, article, None, by=self.publisher)
        self.assertEqual(self.log(draft)[-1][-1], "lifted")
        self.assertEqual(list(article.editions.live(NOW)), [edition])

    def test_publishers_are_mailed_what_it_blocks(self) -> None:
        make_user("second", "publishers")
        make_user("gone", "publishers", is_active=False)
        edition = make_article(at=NOW + HOUR, headline="Soon")
        problems, _announced = self.do(
            workflow.set_embargo, edition.article, NOW + DAY, by=self.publisher, **self.ASKED
        )
        [message] = mail.outbox
        self.assertEqual(message.subject, "A scheduled article needs you")
        self.assertEqual(message.body, f"Soon\n{problems[0].message}")
        self.assertEqual(sorted(message.to), ["publisher@news.example", "second@news.example"])
        self.assertEqual([problem.field for problem in problems], ["embargo_until"])
        # It stays scheduled: the embargo, not the window, decides when readers see it.
        edition.refresh_from_db()
        self.assertEqual(edition.phase(NOW), Phase.SCHEDULED)
        self.assertEqual(list(edition.article.editions.live(NOW + HOUR)), [])

    def test_nobody_is_mailed_about_what_is_in_order(self) -> None:
        edition = make_article(at=NOW + DAY)
        self.do(workflow.set_embargo, edition.article, NOW + HOUR, by=self.publisher, **self.ASKED)
        self.assertEqual(mail.outbox, [])

    def test_a_mail_server_that_is_down_undoes_nothing(self) -> None:
        edition = make_article(at=NOW + HOUR)
        down = mock.patch("articles.workflow.embargo.send_mail", side_effect=OSError("No such server"))
        with down, self.assertLogs("django.test", "ERROR"):
            self.do(workflow.set_embargo, edition.article, NOW + DAY, by=self.publisher, **self.ASKED)
        edition.article.refresh_from_db()
        self.assertEqual(edition.article.embargo_until, NOW + DAY)

    def test_who_may_and_what_must_be_said(self) -> None:
        article = make_article().article
        for person in (self.writer, self.editor, self.commercial):
            self.assertRefused(
                "Only publishers set and lift embargoes.",
                workflow.set_embargo,
                article,
                NOW + DAY,
                by=person,
                **self.ASKED,
            )
        for said in ({"source": "x"}, {"reason": "x"}, {"source": " ", "reason": "x"}):
            self.assertRefused(
                "Say who asked for the embargo, and why.",
                workflow.set_embargo,
                article,
                NOW + DAY,
                by=self.publisher,
                **said,
            )
        article.refresh_from_db()
        self.assertEqual(article.embargo_until, None)


class RedactTest(WorkflowTestCase):
    def test_the_words_go_and_the_row_stays(self) -> None:
        target = make_article().article
        secret = dict.fromkeys(
            ("kicker", "headline", "standfirst", "lead_caption", "search_title", "social_description"), "Secret"
        )
        edition = make_article(
            **secret,
            body=f'<p>Secret</p><figure data-related="{target.public_id}"></figure>',
            lead_picture=make_picture(),
            correction_kind=CorrectionKind.UPDATE,
            correction_text="Secret",
        )
        with clock(NOW - HOUR):
            workflow.withdraw(edition, by=None)
        window = (edition.live_from, NOW - HOUR, edition.published_at)
        edition, announced = self.do(workflow.redact, edition, by=self.publisher, comment="A court said so.")
        row = Edition.objects.filter(pk=edition.pk).values().get()
        self.assertEqual([name for name, value in row.items() if "secret" in str(value).lower()], [])
        self.assertEqual(
            (edition.headline, edition.slug, edition.body, edition.lead_picture), ("Redacted", "redacted", "", None)
        )
        self.assertEqual((edition.live_from, edition.live_until, edition.published_at), window)
        self.assertEqual(Revision.objects.filter(edition=edition).count(), 0)
        self.assertEqual(EditionReference.objects.filter(edition=edition).count(), 0)
        self.assertEqual(announced, [frozenset({keys.article(edition.article.public_id)})])
        self.assertEqual(
            self.log(edition)[-1],
            ("redact", "published", "published", "publisher", "Paul Publisher", "A court said so."),
        )

    def test_a_redacted_edition_can_not_be_restored(self) -> None:
        edition = make_article(until=NOW - HOUR)
        self.do(workflow.redact, edition, by=self.publisher, comment="A court said so.")
        self.assertRefused("The body is empty.", workflow.restore, edition, by=self.publisher)
        self.assertEqual(edition.article.editions.count(), 1)

    def test_what_is_live_is_withdrawn_first(self) -> None:
        edition = make_article()
        self.assertRefused(
            "“Redact” is not possible: this edition is live.",
            workflow.redact,
            edition,
            by=self.publisher,
            comment="A court said so.",
        )

    def test_a_discarded_draft_may_be_redacted(self) -> None:
        draft = self.draft(headline="Secret")
        self.do(workflow.discard, draft, by=self.publisher)
        self.do(workflow.redact, draft, by=self.publisher, comment="A court said so.")
        self.assertEqual((draft.headline, draft.body, draft.status), ("", "", Status.DISCARDED))
        self.assertEqual(draft.revisions.count(), 0)
