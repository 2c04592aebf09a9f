"""Pictures whose rights end: how they are found from what bodies name. Their page: admin/test_picture_pages.py."""

from __future__ import annotations

from datetime import date

from articles import expiring
from articles.expiring import UuidText
from images.models import Picture
from tests.articles.test_pictures import PicturesTestCase, figure
from tests.factories import NOW, make_article, make_picture


class ExpiringTest(PicturesTestCase):
    def test_a_uuid_is_written_as_bodies_write_it(self):
        picture = make_picture()
        self.assertEqual(Picture.objects.annotate(text=UuidText("uuid")).get().text, str(picture.uuid))

    def test_an_article_that_shows_a_picture_twice_is_told_once(self):
        picture = make_picture(rights_until=date(2026, 5, 31))
        edition = make_article(lead_picture=picture, body=figure(picture, picture))
        with self.assertNumQueries(6):  # two for what a writer may
            report = expiring.report(30, by=self.writer, at=NOW)
        self.assertEqual([(line.picture, line.editions) for line in report.ended], [(picture, [edition])])
        self.assertEqual((report.ending, report.more), ([], False))

    def test_days_count_from_today_and_to_the_last_day(self):
        for days, last in ((0, date(2026, 6, 1)), (1, date(2026, 6, 2))):
            make_article(body=figure(make_picture(alt=f"in {days}", rights_until=last)))
        for days, found in ((0, ["in 0"]), (1, ["in 0", "in 1"])):
            report = expiring.report(days, by=self.publisher, at=NOW)
            self.assertEqual([str(line.picture) for line in report.ending], found)

    def test_who_may_read_nothing_is_told_of_no_article(self):
        make_article(lead_picture=make_picture(rights_until=date(2026, 5, 31)))
        [line] = expiring.report(30, by=self.reader, at=NOW).ended
        self.assertEqual(line.editions, [])
