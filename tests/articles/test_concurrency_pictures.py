"""A picture is deleted while somebody shows it to readers: one or the other, and no page without its picture."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.test import TransactionTestCase
from django.utils import timezone

from articles import pictures, workflow
from articles.models import Author, Edition
from images.models import Picture
from tests.articles.test_concurrency import at_once
from tests.articles.test_pictures import figure, picture_file
from tests.cast import make_user
from tests.factories import DAY, make_author, make_draft, make_picture

ROUNDS = 5


def replace(picture: Picture) -> pictures.Replaced:
    row = Picture.objects.get(pk=picture.pk)
    return pictures.replace_from_now_on(row, picture_file(), name="new.jpg", by=None)


class PictureConcurrencyTest(TransactionTestCase):
    serialized_rollback = True  # the role groups come from a migration

    def setUp(self) -> None:
        make_user("publisher", "publishers")

    def race(self, pk: int, picture: Picture, **content: Any) -> list[Any]:
        """Let somebody put a picture into a draft and publish that, while somebody else deletes the picture."""

        def show() -> Edition:
            draft = Edition.objects.select_related("article", "section").get(pk=pk)
            for name, value in content.items():
                setattr(draft, name, value)
            return workflow.publish(workflow.save_draft(draft, by=None), by=None)

        return at_once(show, lambda: pictures.delete(Picture.objects.get(pk=picture.pk), by=None))

    def test_what_goes_live_has_its_pictures(self) -> None:
        for number in range(ROUNDS):
            for field in ("lead", "body"):
                with self.subTest(number=number, field=field):
                    picture = make_picture()
                    content = {"lead_picture": picture} if field == "lead" else {"body": figure(picture)}
                    draft = make_draft()
                    shown, deleted = self.race(draft.pk, picture, **content)
                    edition = Edition.objects.get(pk=draft.pk)
                    there = Picture.objects.filter(pk=picture.pk).exists()
                    self.assertEqual(edition.is_live(timezone.now()), there)
                    self.assertEqual(isinstance(shown, ValidationError), not there)
                    self.assertEqual(isinstance(deleted, ValidationError), there)

    def test_rights_that_end_while_it_is_scheduled_stop_it_or_are_told(self) -> None:
        """Whoever is second sees what the first did: either preflight refuses, or what was scheduled is checked."""
        for number in range(ROUNDS):
            picture = make_picture()
            draft = make_draft(lead_picture=picture)
            now = timezone.now()
            found: list[Any] = []

            def end_rights(picture=picture, now=now, found=found) -> None:
                row = Picture.objects.get(pk=picture.pk)
                row.rights_until = now.date()
                row.save(update_fields=["rights_until"])
                found += pictures.showing(row).scheduled(timezone.now())

            def schedule(draft=draft, now=now) -> Edition:
                return workflow.publish(Edition.objects.get(pk=draft.pk), by=None, at=now + DAY * 2)

            scheduled, _ended = at_once(schedule, end_rights)
            with self.subTest(number):
                self.assertEqual(found, [] if isinstance(scheduled, ValidationError) else [draft])

    def test_a_picture_is_replaced_by_one_of_two(self) -> None:
        for number in range(ROUNDS):
            picture = make_picture()
            draft = make_draft(lead_picture=picture, body=figure(picture))
            before = Picture.objects.count()
            outcomes = at_once(*(lambda picture=picture: replace(picture) for _one in range(2)))
            refused = [one for one in outcomes if isinstance(one, ValidationError)]
            [done] = [one for one in outcomes if not isinstance(one, ValidationError)]
            draft.refresh_from_db()
            with self.subTest(number):
                self.assertEqual(len(refused), 1)
                self.assertEqual((draft.lead_picture, draft.body), (done.picture, figure(done.picture)))
                self.assertEqual(Picture.objects.count(), before + 1)

    def test_a_draft_is_published_while_its_picture_is_replaced(self) -> None:
        for number in range(ROUNDS):
            picture = make_picture()
            draft = make_draft(lead_picture=picture, body=figure(picture))
            published, replaced = at_once(
                lambda draft=draft: workflow.publish(Edition.objects.get(pk=draft.pk), by=None),
                lambda picture=picture: replace(picture),
            )
            edition = Edition.objects.get(pk=published.pk)
            shown = replaced.picture if replaced.drafts else picture
            with self.subTest(number):
                self.assertEqual((edition.lead_picture, edition.body), (shown, figure(shown)))
                self.assertEqual(edition.compiled["parts"][1]["picture"], str(shown.uuid))

    def test_a_portrait_is_chosen_while_it_is_deleted(self) -> None:
        """The database has the last word: the author has the portrait, or it is gone and not theirs."""
        for number in range(ROUNDS):
            picture, author = make_picture(), make_author()

            def choose(author=author, picture=picture) -> None:
                row = Author.objects.get(pk=author.pk)
                row.picture = Picture.objects.get(pk=picture.pk)
                row.save()

            try:
                at_once(choose, lambda picture=picture: pictures.delete(Picture.objects.get(pk=picture.pk), by=None))
            except Exception as error:
                self.assertIn(type(error).__name__, ("IntegrityError", "DoesNotExist"))
            there = Picture.objects.filter(pk=picture.pk).exists()
            with self.subTest(number):
                self.assertEqual(Author.objects.get(pk=author.pk).picture_id, picture.pk if there else None)
