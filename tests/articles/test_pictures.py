"""What becomes of a picture that is used: where it stands, what takes its place, whether it may go, who is told."""

from __future__ import annotations

import io
from datetime import date
from itertools import count
from typing import Any

from django.contrib.admin.models import LogEntry
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from PIL import Image

from articles import keys, pictures, preflight, workflow
from articles.models import Edition, Revision, Site
from articles.signals import content_changed
from articles.states import Status, Verb
from images import library
from images.fields import originals
from images.models import Picture
from tests.cast import CastTestCase
from tests.factories import DAY, HOUR, NOW, clock, make_article, make_author, make_draft, make_picture, make_sponsor

_shade = count(1)


def picture_file(size: tuple[int, int] = (60, 40)) -> io.BytesIO:
    """Return a JPEG that no other is like."""
    file = io.BytesIO()
    Image.new("RGB", size, (next(_shade) * 7 % 256, 90, 120)).save(file, "JPEG", comment=str(next(_shade)).encode())
    file.seek(0)
    return file


def figure(*shown: Picture, caption: str = "") -> str:
    """Return a body that shows these pictures."""
    words = f"<figcaption>{caption}</figcaption>" if caption else ""
    figures = (f'<figure class="picture" data-picture="{picture.uuid}">{words}</figure>' for picture in shown)
    return "".join(["<p>Text.</p>", *figures])


class PicturesTestCase(CastTestCase):
    maxDiff = None

    def setUp(self):
        self.enterContext(translation.override("en"))
        self.enterContext(clock(NOW))

    def add(self, **words: Any) -> Picture:
        """Take a picture into the library, with its files."""
        picture, _is_new = library.add(picture_file(), name="old.jpg", by=self.writer)
        words = {"alt": "A quay", "credit": "Photo: Ann"} | words
        for name, value in words.items():
            setattr(picture, name, value)
        picture.save(update_fields=list(words))
        return picture

    def everywhere(self, picture: Picture, by: Any = None, **words: Any) -> Picture:
        return pictures.replace_everywhere(picture, picture_file(), name="new.jpg", by=by, words=words)

    def from_now_on(self, picture: Picture, by: Any = None, **words: Any) -> pictures.Replaced:
        return pictures.replace_from_now_on(picture, picture_file(), name="new.jpg", by=by, words=words)

    def assertRefused(self, told: list[str], act: Any, *args: Any, **options: Any) -> None:
        with self.assertRaises(ValidationError) as caught, transaction.atomic():
            act(*args, **options)
        self.assertEqual(caught.exception.messages, told)


class UsesTest(PicturesTestCase):
    def test_an_edition_uses_it_as_its_lead_or_in_its_body_and_no_other_does(self):
        picture, other = make_picture(), make_picture()
        lead = make_draft(lead_picture=picture, by=self.writer)
        inside = make_draft(body=figure(picture), by=self.writer)
        both = make_draft(body=figure(picture, other), lead_picture=picture, by=self.writer)
        make_draft(body=figure(other), lead_picture=other, by=self.writer)
        self.assertEqual(list(pictures.showing(picture).order_by("pk")), [lead, inside, both])

    def test_what_matters_most_comes_first_and_discarded_drafts_do_not_matter(self):
        picture = make_picture()
        shows = {"lead_picture": picture}
        past = make_article(until=NOW - HOUR, **shows)
        draft = make_draft(**shows)
        live, later = make_article(**shows), make_article(body=figure(picture))
        soon = make_article(at=NOW + DAY, **shows)
        workflow.discard(make_draft(**shows), by=None)
        with self.assertNumQueries(6):  # two for what a publisher may
            uses = pictures.uses(picture, by=self.publisher, at=NOW)
        self.assertEqual(uses.editions, [later, live, soon, draft, past])
        self.assertEqual((uses.more, uses.hidden, uses.authors, uses.sponsors), (False, 0, [], []))
        self.assertEqual(pictures.count(picture, NOW), (2, 1, 1, 1))
        self.assertEqual(pictures.count(picture, NOW + DAY), (3, 0, 1, 1))

    def test_it_costs_the_same_with_one_use_and_with_many(self):
        picture = make_picture()
        for many in (1, 30):
            for _number in range(many):
                make_article(lead_picture=picture)
                make_draft(body=figure(picture))
                make_author(picture=picture)
                make_sponsor(logo=picture)
            self.publisher = type(self.publisher).objects.get(pk=self.publisher.pk)
            with self.subTest(many), self.assertNumQueries(6):
                uses = pictures.uses(picture, by=self.publisher, at=NOW)
                for edition in uses.editions:
                    self.assertTrue(edition.section.name and edition.article.public_id)
        self.assertEqual((len(uses.editions), len(uses.authors), len(uses.sponsors)), (62, 31, 31))
        with self.subTest("capped"):
            with_few, pictures.MOST = pictures.MOST, 10
            self.addCleanup(setattr, pictures, "MOST", with_few)
            uses = pictures.uses(picture, by=self.publisher, at=NOW)
            self.assertEqual((len(uses.editions), uses.more), (10, True))

    def test_drafts_one_may_not_read_are_counted_and_not_told(self):
        picture = make_picture()
        mine = make_draft(lead_picture=picture, by=self.writer)
        make_draft(lead_picture=picture, by=self.publisher, headline="Hush")
        live = make_article(lead_picture=picture)
        seen = {person: pictures.uses(picture, by=person, at=NOW) for person in (self.writer, self.editor)}
        self.assertEqual((seen[self.writer].editions, seen[self.writer].hidden), ([live, mine], 1))
        self.assertEqual((len(seen[self.editor].editions), seen[self.editor].hidden), (3, 0))
        stranger = pictures.uses(picture, by=self.reader, at=NOW)
        self.assertEqual((stranger.editions, stranger.hidden, bool(stranger)), ([], 2, True))

    def test_portraits_and_logos_are_uses(self):
        picture = make_picture()
        self.assertFalse(pictures.uses(picture, by=self.writer, at=NOW))
        ada, maker = make_author(picture=picture), make_sponsor(logo=picture)
        uses = pictures.uses(picture, by=self.writer, at=NOW)
        self.assertEqual((uses.authors, uses.sponsors), ([ada], [maker]))

    def test_what_is_redacted_shows_it_no_more(self):
        picture = make_picture()
        edition = make_article(lead_picture=picture, body=figure(picture), until=NOW - HOUR)
        self.assertEqual(pictures.count(picture, NOW), (0, 0, 0, 1))
        workflow.redact(edition, by=None, comment="A mistake")
        self.assertEqual(pictures.count(picture, NOW), (0, 0, 0, 0))


class EverywhereTest(PicturesTestCase):
    def test_all_that_shows_it_shows_the_new_file_in_the_same_words(self):
        picture = self.add()
        edition = make_article(lead_picture=picture)
        make_article(lead_picture=picture, at=NOW + DAY)
        before = (picture.pk, picture.uuid, picture.digest, picture.file.name)
        new = self.everywhere(picture, by=self.publisher)
        self.assertEqual((new.pk, new.uuid), before[:2])
        self.assertNotIn(before[2], new.digest)
        self.assertEqual((new.name, new.alt, new.credit), ("new.jpg", "A quay", "Photo: Ann"))
        self.assertEqual(Edition.objects.get(pk=edition.pk).lead_picture.digest, new.digest)
        told = "Everywhere another file: new.jpg for old.jpg. Live articles: 1, scheduled: 1."
        self.assertEqual(
            [(entry.user, entry.object_id, entry.change_message) for entry in LogEntry.objects.all()],
            [(self.publisher, str(picture.pk), told)],
        )

    def test_its_rights_change_with_it_if_that_is_said(self):
        picture = self.add(rights_until=date(2026, 5, 1), source="An agency")
        new = self.everywhere(picture, credit="Photo: Bob", rights_until=None)
        self.assertEqual(
            (new.alt, new.credit, new.source, new.rights_until), ("A quay", "Photo: Bob", "An agency", None)
        )

    def test_the_old_file_goes_when_it_is_committed_and_not_before(self):
        picture = self.add()
        old = picture.file.name
        with self.captureOnCommitCallbacks() as later:
            new = self.everywhere(picture)
        self.assertTrue(originals().exists(old))
        for callback in later:
            callback()
        self.assertEqual((originals().exists(old), originals().exists(new.file.name)), (False, True))

    def test_only_publishers_exchange_what_readers_see_or_will(self):
        refused = ["Readers see it, or will: only publishers exchange it everywhere."]
        for name, use in {
            "live": lambda picture: make_article(lead_picture=picture),
            "in a live body": lambda picture: make_article(body=figure(picture)),
            "scheduled": lambda picture: make_article(lead_picture=picture, at=NOW + DAY),
            "a portrait": lambda picture: make_author(picture=picture),
            "a logo": lambda picture: make_sponsor(logo=picture),
            "the newspaper's own": lambda picture: Site.objects.update_or_create(pk=1, defaults={"logo": picture}),
        }.items():
            picture = self.add()
            use(picture)
            digest = picture.digest
            for person in (self.writer, self.editor):
                with self.subTest(name, person=person.username):
                    self.assertRefused(refused, self.everywhere, picture, person)
            picture.refresh_from_db()
            self.assertEqual(picture.digest, digest)
            self.assertNotEqual(self.everywhere(picture, self.publisher).digest, digest)
        with self.subTest("what readers do not see"):
            picture = self.add()
            make_draft(lead_picture=picture)
            make_article(lead_picture=picture, until=NOW - HOUR)
            self.assertNotEqual(self.everywhere(picture, self.writer).digest, picture.digest)
        with self.subTest("not even that"):
            self.assertRefused(refused, self.everywhere, self.add(), self.commercial)

    def test_a_file_that_is_no_picture_changes_nothing(self):
        picture = self.add()
        with self.assertRaises(library.Refused):
            pictures.replace_everywhere(picture, io.BytesIO(b"no picture"), name="x", by=self.publisher)
        self.assertEqual(Picture.objects.get(pk=picture.pk).digest, picture.digest)
        self.assertEqual(LogEntry.objects.count(), 0)


class FromNowOnTest(PicturesTestCase):
    def test_the_new_one_has_the_old_ones_words_and_each_knows_of_it(self):
        picture = self.add(caption="At dawn", people="Ann", tags="port", rights_until=date(2026, 9, 1), licence="CC BY")
        new = self.from_now_on(picture, by=self.writer, credit="Photo: Bob")
        self.assertEqual((new.is_new, new.drafts), (True, 0))
        stored = Picture.objects.values(*pictures.WORDS).get(pk=new.picture.pk)
        self.assertEqual(
            stored,
            {
                "alt": "A quay", "caption": "At dawn", "credit": "Photo: Bob", "source": "", "copyright": "",
                "licence": "CC BY", "rights_until": date(2026, 9, 1), "people": "Ann", "tags": "port",
            },
        )  # fmt: skip
        picture.refresh_from_db()
        self.assertEqual((picture.replaced_by, picture.credit), (new.picture, "Photo: Ann"))
        told = "From now on replaced by “A quay” (new.jpg)."
        self.assertEqual(
            [(entry.object_id, entry.change_message) for entry in LogEntry.objects.all()], [(str(picture.pk), told)]
        )

    def test_what_is_public_keeps_the_old_one_and_drafts_take_the_new(self):
        picture, other = self.add(), make_picture()
        shows = {"lead_picture": picture, "body": figure(other, picture, caption="Its own")}
        live, past = make_article(**shows), make_article(until=NOW - HOUR, **shows)
        soon = make_article(at=NOW + DAY, **shows)
        drafts = [make_draft(**shows), make_draft(body=shows["body"]), make_draft(lead_picture=picture)]
        workflow.submit(drafts[1], by=None)
        discarded = workflow.discard(make_draft(**shows), by=None)
        untouched = make_draft(lead_picture=other)
        new, is_new, count = self.from_now_on(picture, by=self.editor)
        self.assertEqual((is_new, count), (True, 3))
        for edition in (live, past, soon, discarded):
            edition.refresh_from_db()
            self.assertEqual((edition.lead_picture, edition.body), (picture, shows["body"]))
        for draft in drafts:
            draft.refresh_from_db()
        after = figure(other, new, caption="Its own")
        self.assertEqual([draft.lead_picture for draft in drafts], [new, None, new])
        self.assertEqual([draft.body for draft in drafts[:2]], [after, after])
        self.assertEqual([draft.status for draft in drafts], [Status.DRAFT, Status.IN_REVIEW, Status.DRAFT])
        self.assertEqual(list(pictures.showing(new).order_by("pk")), drafts)
        self.assertEqual([draft.revisions.count() for draft in drafts], [3, 3, 3])  # begun, saved, renewed
        self.assertEqual({draft.revisions.first().saved_by for draft in drafts}, {self.editor})
        self.assertEqual(Edition.objects.get(pk=untouched.pk).lead_picture, other)

    def test_who_has_the_draft_open_loses_nothing_and_takes_the_new_one_along(self):
        picture = self.add()
        draft = make_draft(by=self.writer, lead_picture=picture, body=figure(picture))
        opened = Edition.objects.select_related("article", "section").get(pk=draft.pk)
        new = self.from_now_on(picture, by=self.editor).picture
        draft.refresh_from_db()
        self.assertEqual((draft.lock_version, draft.updated_by), (opened.lock_version, self.writer))
        opened.headline = "Typed meanwhile"
        workflow.save_draft(opened, by=self.writer)
        draft.refresh_from_db()
        self.assertEqual((draft.headline, draft.lead_picture, draft.body), ("Typed meanwhile", new, figure(new)))

    def test_an_approved_draft_goes_back_to_review_and_the_log_says_why(self):
        picture = self.add()
        draft = make_draft(lead_picture=picture)
        workflow.approve(workflow.submit(draft, by=None), by=None)
        self.from_now_on(picture, by=self.editor)
        draft.refresh_from_db()
        self.assertEqual(draft.status, Status.IN_REVIEW)
        line = draft.transitions.first()
        self.assertEqual((line.verb, line.by, line.comment), (Verb.REOPEN, self.editor, "A picture was replaced."))

    def test_new_editions_of_old_ones_show_the_new_one(self):
        picture = self.add()
        live = make_article(lead_picture=picture, body=figure(picture))
        past = make_article(body=figure(picture), until=NOW - HOUR)
        new = self.from_now_on(picture).picture
        draft = workflow.start_edition(live, by=None)
        self.assertEqual((draft.lead_picture, draft.body), (new, figure(new)))
        again = workflow.restore(past, by=None)
        self.assertEqual((again.body, again.compiled["parts"][1]["picture"]), (figure(new), str(new.uuid)))
        self.assertEqual(preflight.rewords(draft, NOW), None)  # nothing to answer for: the words are the same

    def test_what_replaces_a_replacement_replaces_all_before_it(self):
        first = self.add()
        draft = make_draft(lead_picture=first)
        second = self.from_now_on(first).picture
        Edition.objects.filter(pk=draft.pk).update(lead_picture=first)  # by a door that knows nothing of it
        third = self.from_now_on(second).picture
        self.assertEqual(set(Picture.objects.exclude(replaced_by=None)), {first, second})
        self.assertEqual(set(Picture.objects.filter(replaced_by=third)), {first, second})
        both = make_draft(body=figure(first, second), lead_picture=first)
        self.assertEqual((both.body, both.lead_picture), (figure(third, third), third))

    def test_a_picture_is_replaced_once(self):
        picture = self.add()
        self.from_now_on(picture)
        count = Picture.objects.count()
        refused = ["This picture has been replaced already: replace the new one."]
        stale = Picture.objects.get(pk=picture.pk)
        self.assertRefused(refused, self.from_now_on, stale)
        stale.replaced_by = None  # as it was read before a colleague was quicker
        self.assertRefused(refused, self.from_now_on, stale)
        self.assertEqual(Picture.objects.count(), count)

    def test_a_file_that_is_here_already_takes_the_place_with_its_own_words(self):
        file = picture_file()
        known, _is_new = library.add(file, name="known.jpg", by=None)
        Picture.objects.filter(pk=known.pk).update(alt="Known")
        picture = self.add()
        draft = make_draft(lead_picture=picture)
        file.seek(0)
        done = pictures.replace_from_now_on(picture, file, name="x.jpg", by=None, words={"credit": "Other"})
        self.assertEqual(done, (known, False, 1))
        known.refresh_from_db()
        self.assertEqual((known.alt, known.credit, known.name), ("Known", "", "known.jpg"))
        draft.refresh_from_db()
        self.assertEqual(draft.lead_picture, known)

    def test_its_own_file_does_not_replace_it(self):
        file = picture_file()
        picture, _is_new = library.add(file, name="a.jpg", by=None)
        with self.assertRaisesMessage(library.Refused, "This is the file that the picture has. Send another."):
            pictures.replace_from_now_on(picture, file, name="a.jpg", by=None)
        picture.refresh_from_db()
        self.assertIsNone(picture.replaced_by)

    def test_who_may_not_add_and_change_pictures_replaces_none(self):
        picture = self.add()
        refused = ["You may not replace pictures: ask a chief for the right."]
        for person in (self.commercial, self.reader):
            self.assertRefused(refused, self.from_now_on, picture, person)
        self.assertEqual(Picture.objects.count(), 1)

    def test_a_lead_picture_that_is_gone_is_refused_in_words(self):
        picture = make_picture()
        draft = make_draft()
        draft.lead_picture = picture
        Picture.objects.filter(pk=picture.pk).delete()
        self.assertRefused(
            ["The lead picture is not in the library any more: choose another."], workflow.save_draft, draft, by=None
        )


class DeleteTest(PicturesTestCase):
    def test_what_nothing_shows_goes_with_its_files_once_that_holds(self):
        picture = self.add()
        name = picture.file.name
        with self.captureOnCommitCallbacks() as later:
            pictures.delete(picture, by=self.publisher)
        self.assertEqual((Picture.objects.count(), originals().exists(name)), (0, True))
        for callback in later:
            callback()
        self.assertFalse(originals().exists(name))
        [entry] = LogEntry.objects.all()
        self.assertEqual((entry.user, entry.object_repr, entry.is_deletion()), (self.publisher, "A quay", True))
        pictures.delete(picture, by=self.publisher)  # a second time, as who presses twice does

    def test_what_is_shown_or_was_stays_and_the_reasons_are_told(self):
        picture = make_picture()
        shows = {"lead_picture": picture, "body": figure(picture)}
        make_article(**shows)
        make_article(until=NOW - HOUR, **shows)
        make_article(until=NOW - HOUR, **shows)
        make_article(at=NOW + DAY, **shows)
        make_draft(**shows)
        make_author("Ada", picture=picture)
        make_sponsor("Maker", logo=picture)
        reasons = [
            "Readers see it in 1 article: what is public is kept. To show another file there, replace it everywhere.",
            "1 scheduled edition shows it: unschedule that, and choose another picture.",
            "1 draft shows it: choose another picture there.",
            "2 past editions showed it to readers: what was public is kept, unless they are redacted.",
            "It is the portrait of Ada: choose another there.",
            "It is the logo of Maker: choose another there.",
        ]
        self.assertRefused(reasons, pictures.delete, picture, by=self.publisher)
        self.assertRefused(reasons, pictures.delete, picture, by=None)
        self.assertTrue(Picture.objects.filter(pk=picture.pk).exists())

    def test_each_use_alone_keeps_it(self):
        for name, use in {
            "lead of a live one": lambda picture: make_article(lead_picture=picture),
            "in a live body": lambda picture: make_article(body=figure(picture)),
            "withdrawn": lambda picture: workflow.withdraw(make_article(body=figure(picture)), by=None),
            "scheduled": lambda picture: make_article(body=figure(picture), at=NOW + DAY),
            "draft": lambda picture: make_draft(body=figure(picture)),
            "portrait": lambda picture: make_author(picture=picture),
            "logo": lambda picture: make_sponsor(logo=picture),
            "the newspaper's own": lambda picture: Site.objects.create(logo=picture),
        }.items():
            with self.subTest(name):
                picture = make_picture()
                use(picture)
                with self.assertRaises(ValidationError) as caught:
                    pictures.delete(picture, by=None)
                self.assertEqual(len(caught.exception.messages), 1)

    def test_a_discarded_draft_lets_it_go(self):
        picture = make_picture()
        draft = workflow.discard(make_draft(lead_picture=picture, body=figure(picture)), by=None)
        pictures.delete(picture, by=None)
        draft.refresh_from_db()
        self.assertEqual((draft.lead_picture, draft.body), (None, figure(picture)))
        again = workflow.start_edition(draft, by=None)
        problems = [problem.message for problem in preflight.blocking(again, NOW)]
        self.assertEqual(problems[0], "A picture in the body is not in the library: take it out.")

    def test_what_it_had_replaced_is_replaced_by_its_own_successor_or_stands_again(self):
        first = self.add()
        second = self.from_now_on(first).picture
        third = self.from_now_on(second).picture
        Picture.objects.filter(pk=first.pk).update(replaced_by=second)
        pictures.delete(second, by=None)
        first.refresh_from_db()
        self.assertEqual(first.replaced_by, third)
        pictures.delete(third, by=None)
        first.refresh_from_db()
        self.assertEqual(first.replaced_by, None)

    def test_publishers_alone_delete(self):
        for person in (self.writer, self.editor, self.commercial, self.reader):
            with self.subTest(person.username):
                refused = ["You may not delete pictures: ask a publisher."]
                self.assertRefused(refused, pictures.delete, make_picture(), by=person)


class ToldTest(PicturesTestCase):
    """Who hears of a change: pages that show the picture, and publishers where it stops what is scheduled."""

    def setUp(self):
        super().setUp()
        self.announced: list[frozenset[str]] = []

        def listen(keys: frozenset[str], **_kwargs: Any) -> None:
            self.announced.append(keys)

        content_changed.connect(listen, weak=False)
        self.addCleanup(content_changed.disconnect, listen)

    def save(self, picture: Picture, **values: Any) -> list[str]:
        """Save these fields; return the bodies of the mails that went out."""
        mail.outbox.clear()
        for name, value in values.items():
            setattr(picture, name, value)
        with self.captureOnCommitCallbacks(execute=True):
            picture.save(update_fields=list(values))
        return [message.body for message in mail.outbox]

    def test_pages_that_show_it_hear_of_every_save(self):
        picture = self.add()
        for values in ({"caption": "At dawn"}, {"renditions": {}}, {"focus_x": 10}):
            self.announced.clear()
            self.save(picture, **values)
            self.assertEqual(self.announced, [frozenset({keys.picture(picture.uuid)})])

    def test_scheduled_editions_are_checked_again_and_publishers_told(self):
        picture = self.add()
        make_article(at=NOW + DAY, lead_picture=picture, headline="Tomorrow")
        make_article(at=NOW + DAY, body=figure(picture), headline="Tomorrow too")
        make_article(lead_picture=picture, headline="Live")  # nothing to stop there
        make_draft(lead_picture=picture, headline="Draft")
        mute = "The picture “{}” has no {}"
        for values, told in [
            ({"alt": ""}, mute.format("old.jpg", "alternative text: write what it shows, for who does not see it.")),
            ({"alt": "A quay"}, ""),
            ({"credit": ""}, mute.format("A quay", "credit: say who made it.")),
            ({"credit": "Ann"}, ""),
            (
                {"rights_until": NOW.date()},
                "The rights to the picture “A quay” ended on June 1, 2026: take another, or have them prolonged.",
            ),
            ({"rights_until": None}, ""),
            ({"caption": "x", "rights_until": NOW.date() + 2 * DAY}, ""),
        ]:
            with self.subTest(values):
                bodies = self.save(picture, **values)
                expected = [f"{headline}\n{told}" for headline in ("Tomorrow", "Tomorrow too")] if told else []
                self.assertEqual(bodies, expected)
        self.assertEqual(mail.outbox, [])

    def test_what_changes_nothing_of_that_asks_nothing(self):
        picture = self.add(alt="", credit="")
        edition = make_draft(lead_picture=picture)
        Edition.objects.filter(pk=edition.pk).lay(
            status=Status.PUBLISHED, live_from=NOW + DAY, published_at=NOW + DAY, compiled={}
        )
        self.assertEqual(self.save(picture, caption="x", renditions={}), [])
        self.assertEqual(len(self.save(picture, alt="")), 1)

    def test_another_file_is_checked_with_the_rights_that_come_with_it(self):
        picture = self.add()
        make_article(at=NOW + DAY, lead_picture=picture)
        mail.outbox.clear()
        with self.captureOnCommitCallbacks(execute=True):
            self.everywhere(picture, rights_until=date(2026, 9, 1))
        self.assertEqual(mail.outbox, [])
        with self.captureOnCommitCallbacks(execute=True):
            self.everywhere(picture, rights_until=date(2026, 5, 1))
        self.assertEqual(len(mail.outbox), 1)

    def test_a_replacement_from_now_on_stops_nothing_that_is_scheduled(self):
        picture = self.add()
        soon = make_article(at=NOW + DAY, lead_picture=picture)
        with self.captureOnCommitCallbacks(execute=True):
            self.from_now_on(picture)
        self.assertEqual(mail.outbox, [])
        later = workflow.reschedule(soon, by=None, at=NOW + 2 * DAY)
        self.assertEqual((later.live_from, later.lead_picture), (NOW + 2 * DAY, picture))
        problems = [(p.severity.value, p.message) for p in preflight.check(later, later.live_from)]
        told = "The picture “A quay” has been replaced: choose the new one."
        self.assertEqual([problem for problem in problems if "picture" in problem[1]], [("warning", told)])


class RevisionTest(PicturesTestCase):
    def test_a_draft_that_shows_no_replaced_picture_is_left_alone(self):
        draft = make_draft(lead_picture=make_picture(), body=figure(make_picture()))
        before = Revision.objects.count()
        self.assertFalse(workflow.renew_pictures(draft, by=None))
        live = make_article(lead_picture=make_picture())
        self.assertFalse(workflow.renew_pictures(live, by=None))
        self.assertEqual(Revision.objects.count(), before + 2)  # what make_article() wrote
