"""The pages beside a picture's form: another file, the original, deletion, and rights that end."""

from __future__ import annotations

from datetime import timedelta
from unittest import mock

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import html

from articles import workflow
from articles.admin.picture_list import today
from articles.models import Edition
from images import library
from images.fields import originals
from images.models import Picture
from tests.articles.admin.test_picture import PictureDeskTestCase
from tests.articles.test_pictures import figure, picture_file
from tests.factories import DAY, HOUR, NOW, clock, make_article, make_author, make_picture, make_section

ONE_DAY = timedelta(days=1)
REPORT = reverse("admin:images_picture_rights")


class StoredTestCase(PictureDeskTestCase):
    def add(self, name="old.jpg", **words):
        picture, _is_new = library.add(picture_file(), name=name, by=self.writer)
        words = {"alt": "A quay", "credit": "Photo: Ann"} | words
        Picture.objects.filter(pk=picture.pk).update(**words)
        picture.refresh_from_db()
        return picture


class ReplaceTest(StoredTestCase):
    def replace(self, picture, how, by=None, file=None, **words):
        self.client.force_login(by or self.publisher)
        file = file or SimpleUploadedFile("new.jpg", picture_file().read(), "image/jpeg")
        rights = {"credit": picture.credit, "source": "", "copyright": "", "licence": "", "rights_until": ""}
        return self.client.post(self.url(picture, "replace"), rights | {"how": how, "file": file} | words)

    def choices(self, picture, by=None):
        """Return each way to replace it: its value, whether it is chosen and open, and what is said of it."""
        tree = self.open(picture, by, "replace")
        return [
            (
                radio.get("value"),
                radio.get("checked") is not None,
                radio.get("disabled") is None,
                self.text(tree.get_element_by_id(radio.get("aria-describedby"))),
            )
            for radio in tree.xpath("//input[@type='radio']")
        ]

    def test_the_page_says_what_will_happen(self):
        picture = make_picture()
        later = (
            "A picture of its own, with the words of this one. What is published or scheduled keeps this one; "
            "portraits and logos do, too."
        )
        gone = "The old file goes for good, from past editions too."
        self.assertEqual(
            self.choices(picture),
            [
                ("later", True, True, f"{later} The 0 drafts that show it take the new one."),
                ("everywhere", False, True, f"{gone} No article that readers see now shows it."),
            ],
        )
        for _number in range(2):
            make_article(lead_picture=picture)
        make_article(lead_picture=picture, at=NOW + 5000 * DAY)
        self.draft(lead_picture=picture)
        self.assertEqual(
            self.choices(picture),
            [
                ("later", True, True, f"{later} The draft that shows it takes the new one."),
                (
                    "everywhere",
                    False,
                    True,
                    f"{gone} Readers see the new one at once in 2 articles. 1 scheduled edition shows it.",
                ),
            ],
        )
        told = "Readers see it, or will: only publishers exchange it everywhere."
        self.assertEqual(self.choices(picture, self.editor)[1], ("everywhere", False, False, told))

    def test_what_was_replaced_is_exchanged_everywhere_or_not_at_all(self):
        picture = make_picture(replaced_by=make_picture())
        told = "Another picture takes its place already: replace that one."
        self.assertEqual(
            [choice[:3] for choice in self.choices(picture)], [("later", False, False), ("everywhere", True, True)]
        )
        self.assertEqual(self.choices(picture)[0][3], told)

    def test_everywhere(self):
        picture = self.add(rights_until=today() - ONE_DAY)
        make_article(lead_picture=picture, published_at=NOW)
        response = self.replace(picture, "everywhere", credit="Photo: Bob", rights_until="")
        self.assertRedirects(response, self.url(picture), fetch_redirect_response=False)
        self.assertEqual(
            self.told(response), ["The new file is shown everywhere. Check that the description still fits."]
        )
        new = Picture.objects.get()
        self.assertNotEqual(new.digest, picture.digest)
        self.assertEqual((new.name, new.alt, new.credit, new.rights_until), ("new.jpg", "A quay", "Photo: Bob", None))

    def test_only_from_now_on(self):
        picture = self.add()
        live, draft = make_article(lead_picture=picture), self.draft(lead_picture=picture)
        response = self.replace(picture, "later", self.writer, licence="CC BY")
        new = Picture.objects.first()
        self.assertRedirects(response, self.url(new), fetch_redirect_response=False)
        told = (
            "This picture takes the other's place from now on. Check its words: they are the other's. "
            "1 draft shows it now."
        )
        self.assertEqual(self.told(response), [told])
        self.assertEqual((new.alt, new.licence, new.created_by), ("A quay", "CC BY", self.writer))
        self.assertEqual(Edition.objects.get(pk=live.pk).lead_picture, picture)
        self.assertEqual(Edition.objects.get(pk=draft.pk).lead_picture, new)

    def test_a_file_that_is_here_already_is_told(self):
        known, picture = self.add(alt="Known"), self.add()
        with originals().open(known.file.name) as file:
            content = file.read()
        response = self.replace(picture, "later", file=SimpleUploadedFile("x.jpg", content))
        self.assertRedirects(response, self.url(known), fetch_redirect_response=False)
        told = "This file was in the library already, with words of its own: it takes the other's place."
        self.assertEqual(self.told(response), [told])

    def test_what_is_refused_is_told_beside_its_field_and_the_words_stay(self):
        picture = self.add()
        make_article(lead_picture=picture)
        with originals().open(picture.file.name) as file:
            same = file.read()
        no_picture = "This is no picture that can be read. Send a JPEG, PNG, WebP, AVIF, GIF, TIFF or HEIC."
        only_publishers = "Readers see it, or will: only publishers exchange it everywhere."
        for name, how, content, by, told in [
            ("no picture", "later", b"<script>", self.publisher, no_picture),
            ("no picture, everywhere", "everywhere", b"<script>", self.publisher, no_picture),
            ("nothing", "later", b"", self.publisher, "The submitted file is empty."),
            ("its own", "later", same, self.publisher, "This is the file that the picture has. Send another."),
            (
                "its own, everywhere", "everywhere", same, self.publisher,
                "This very file is in the library already. Choose that picture, or send another file.",
            ),
            ("of a writer", "everywhere", picture_file().read(), self.writer, only_publishers),
            ("neither", "x", picture_file().read(), self.publisher,
             "Select a valid choice. x is not one of the available choices."),
        ]:  # fmt: skip
            with self.subTest(name):
                file = SimpleUploadedFile("new.jpg", content)
                response = self.replace(picture, how, by, file, credit="Photo: Typed")
                self.assertEqual(self.errors(response), [told])
                self.assertContains(response, 'value="Photo: Typed"')
        self.assertEqual([Picture.objects.count(), Picture.objects.get().credit], [1, "Photo: Ann"])

    def test_no_file_and_no_day_are_told(self):
        picture = self.add()
        self.client.force_login(self.publisher)
        response = self.client.post(self.url(picture, "replace"), {"how": "later", "rights_until": "31/31/31"})
        self.assertEqual(self.errors(response), ["This field is required.", "Enter a valid date."])

    def test_who_may_not_change_pictures_does_not_see_the_page(self):
        picture = self.add()
        for person, status in ((self.commercial, 403), (self.reader, 302)):
            self.client.force_login(person)
            self.assertEqual(self.client.get(self.url(picture, "replace")).status_code, status)
        self.assertEqual(self.replace(picture, "later", self.commercial).status_code, 403)
        self.assertEqual(Picture.objects.count(), 1)

    def test_a_picture_that_is_gone_leads_back(self):
        gone = Picture(pk=999999)
        self.client.force_login(self.publisher)
        for page in ("replace", "original", "delete"):
            self.assertRedirects(self.client.get(self.url(gone, page)), reverse("admin:index"))
        self.assertEqual(self.client.get(f"/admin/images/picture/{'9' * 30}/replace/").status_code, 302)


class OriginalTest(StoredTestCase):
    def test_the_file_comes_as_it_was_to_be_saved_and_not_shown(self):
        picture = self.add(name='qu"ay é.jpg')
        with originals().open(picture.file.name) as file:
            content = file.read()
        for person in (self.writer, self.commercial):
            self.client.force_login(person)
            response = self.client.get(self.url(picture, "original"))
            self.assertEqual(b"".join(response.streaming_content), content)
        self.assertEqual(response["Content-Type"], "application/octet-stream")
        self.assertEqual(response["Content-Disposition"], "attachment; filename*=utf-8''qu%22ay%20%C3%A9.jpg")
        self.assertEqual(response["X-Content-Type-Options"], "nosniff")
        self.assertEqual(response["Content-Security-Policy"], "default-src 'none'; sandbox")
        self.assertIn("no-store", response["Cache-Control"])

    def test_a_nameless_one_has_its_own(self):
        picture = self.add()
        Picture.objects.update(name="")
        self.client.force_login(self.writer)
        response = self.client.get(self.url(picture, "original"))
        self.assertEqual(response["Content-Disposition"], f'attachment; filename="{picture.uuid}.jpg"')
        self.assertNotEqual(b"".join(response.streaming_content), b"")

    def test_a_store_that_lost_it_is_told(self):
        picture = make_picture()
        self.client.force_login(self.writer)
        response = self.client.get(self.url(picture, "original"))
        self.assertRedirects(response, self.url(picture), fetch_redirect_response=False)
        told = "The original can’t be read: its store does not answer, or has lost it."
        self.assertEqual(self.told(response), [told])

    def test_it_is_for_the_desk_and_for_reading(self):
        picture = self.add()
        url = self.url(picture, "original")
        self.assertEqual(self.client.get(url).status_code, 302)
        self.client.force_login(self.reader)
        self.assertEqual(self.client.get(url).status_code, 302)
        self.writer.groups.clear()
        self.client.force_login(self.writer)
        self.assertEqual(self.client.get(url).status_code, 403)
        self.client.force_login(self.publisher)
        self.assertEqual(self.client.post(url).status_code, 405)


class DeleteTest(StoredTestCase):
    def test_a_publisher_deletes_what_nothing_shows(self):
        picture = self.add()
        self.open(picture, page="delete")
        self.assertContains(self.page, "The original and all that was made of it are deleted for good.")
        response = self.client.post(self.url(picture, "delete"))
        self.assertRedirects(response, reverse("admin:images_picture_changelist"), fetch_redirect_response=False)
        self.assertEqual(self.told(response), ["“A quay” is deleted, with its files."])
        self.assertEqual(Picture.objects.count(), 0)

    def test_the_page_says_why_it_stays_and_where_it_is_used(self):
        picture = make_picture()
        make_article(lead_picture=picture, headline="Seen")
        make_author("Ada L.", picture=picture)
        tree = self.open(picture, page="delete")
        reasons = [self.text(reason) for reason in tree.xpath("//div[@class='desk-note']//li")]
        expected = [
            "Readers see it in 1 article: what is public is kept. To show another file there, replace it everywhere.",
            "It is the portrait of Ada L.: choose another there.",
        ]
        self.assertEqual(reasons, expected)
        self.assertContains(self.page, "Seen")
        self.assertEqual(tree.xpath("//main//form"), [])
        response = self.client.post(self.url(picture, "delete"))  # somebody used it since the page was opened
        told = html.fromstring(response.content.decode()).xpath("//div[@class='desk-note']//li")
        self.assertEqual([self.text(reason) for reason in told], expected)
        self.assertTrue(Picture.objects.filter(pk=picture.pk).exists())

    def test_others_do_not(self):
        picture = make_picture()
        for person in (self.writer, self.editor, self.commercial):
            self.client.force_login(person)
            self.assertEqual(self.client.get(self.url(picture, "delete")).status_code, 403)
            self.assertEqual(self.client.post(self.url(picture, "delete")).status_code, 403)
        self.assertTrue(Picture.objects.filter(pk=picture.pk).exists())


class RightsTest(PictureDeskTestCase):
    def report(self, by=None, **query):
        """Return the lines of both lists: (picture, last day, articles)."""
        self.client.force_login(by or self.writer)
        self.page = self.client.get(REPORT, query)
        self.assertEqual(self.page.status_code, 200)
        report = self.page.context["report"]
        return [
            [(str(line.picture), [str(edition) for edition in line.editions]) for line in lines]
            for lines in (report.ended, report.ending)
        ]

    def ending(self, days, alt, **fields):
        return make_picture(alt=alt, rights_until=today() + days * ONE_DAY, **fields)

    def test_live_articles_are_listed_by_their_pictures_what_is_nearest_first(self):
        long_ago, yesterday = self.ending(-90, "Long ago"), self.ending(-1, "Yesterday")
        now, soon, later = self.ending(0, "Today"), self.ending(30, "Soon"), self.ending(31, "Later")
        make_article(lead_picture=yesterday, headline="One", published_at=NOW - DAY)
        make_article(body=figure(yesterday, soon), headline="Two", published_at=NOW)
        make_article(lead_picture=soon, body=figure(soon, long_ago), headline="Three", published_at=NOW - HOUR)
        make_article(lead_picture=now, body=figure(later), headline="Four")
        self.assertEqual(
            self.report(),
            [
                [("Yesterday", ["One", "Two"]), ("Long ago", ["Three"])],
                [("Today", ["Four"]), ("Soon", ["Three", "Two"])],
            ],
        )
        self.assertContains(self.page, self.url(yesterday, "replace"))
        self.assertEqual(self.report(days="0")[1], [("Today", ["Four"])])
        self.assertEqual(self.report(days="31")[1][-1], ("Later", ["Four"]))

    def test_what_readers_do_not_see_is_not_listed(self):
        picture = self.ending(-1, "Ended")
        shows = {"lead_picture": picture, "body": figure(picture)}
        self.draft(**shows, headline="Draft")
        later = make_article(lead_picture=make_picture(), headline="Later", at=NOW + 5000 * DAY)
        Edition.objects.filter(pk=later.pk).lay(lead_picture=picture)
        live = make_article(headline="Gone")
        Edition.objects.filter(pk=live.pk).lay(lead_picture=picture)
        workflow.withdraw(live, by=None)
        hushed = make_article(headline="Hushed")
        Edition.objects.filter(pk=hushed.pk).lay(lead_picture=picture)
        workflow.set_embargo(hushed.article, NOW + 5000 * DAY, by=None, source="x", reason="x")
        self.assertEqual(self.report(), [[], []])
        self.assertContains(self.page, "None.", 2)
        seen = make_article(headline="Seen")
        Edition.objects.filter(pk=seen.pk).lay(lead_picture=picture)
        self.assertEqual(self.report(), [[("Ended", ["Seen"])], []])

    def test_odd_numbers_of_days_are_told_in_words(self):
        self.ending(10, "x")
        for odd in ("x", "-1", "1.5", "99999", "3651", "٣", "<b>"):
            with self.subTest(odd):
                self.report(days=odd)
                self.assertEqual(self.page.context["days"], 30)
                [note] = html.fromstring(self.page.content.decode()).xpath("//p[@class='desk-note']")
                told = f"“{odd}” is no number of days: choose from 0 to 3650. Here are the next 30."
                self.assertEqual(self.text(note), told)
        for good in ("0", "3650", " 7 ", "007"):
            self.report(days=good)
            self.assertEqual(self.page.context["days"], int(good))
            self.assertNotContains(self.page, "is no number of days")
        self.report(days="")
        self.assertEqual(self.page.context["days"], 30)
        self.assertNotContains(self.page, "is no number of days")

    def test_it_costs_the_same_with_one_and_with_thirty(self):
        section = make_section()
        self.client.force_login(self.writer)
        for many in (1, 30):
            for number in range(many):
                make_article(lead_picture=self.ending(-1, f"a {number}"), section=section)
                make_article(body=figure(self.ending(1, f"b {number}")), section=section)
            with self.subTest(many), self.assertNumQueries(8):
                self.client.get(REPORT)
        self.assertEqual([len(lines) for lines in self.report()], [31, 31])

    def test_many_are_cut_off_and_that_is_told(self):
        for number in range(3):
            make_article(lead_picture=self.ending(-1, f"a {number}"))
        with mock.patch("articles.expiring.MOST", 2):
            self.assertEqual([len(lines) for lines in self.report()], [2, 0])
        self.assertContains(self.page, "There are more than are listed here: begin with these.")
        self.report()
        self.assertNotContains(self.page, "There are more")

    def test_who_may_see_it(self):
        for person, status in [
            (self.writer, 200), (self.editor, 200), (self.publisher, 200), (self.commercial, 200), (self.reader, 302),
        ]:  # fmt: skip
            self.client.force_login(person)
            self.assertEqual(self.client.get(REPORT).status_code, status)
        self.writer.groups.clear()
        self.client.force_login(self.writer)
        self.assertEqual(self.client.get(REPORT).status_code, 403)

    def test_the_newspaper_s_day_counts(self):
        make_article(lead_picture=make_picture(alt="x", rights_until=NOW.date()))
        at = NOW.replace(hour=22)  # midnight in Paris
        for moment, ended in ((at - HOUR, 0), (at, 1)):
            with clock(moment):
                self.assertEqual(len(self.report()[0]), ended)
