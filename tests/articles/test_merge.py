"""Two tags become one: what was filed under either is under the one that stays, whatever state it is in."""

from __future__ import annotations

from io import StringIO

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import TestCase

from articles import workflow
from articles.models import EditionTag, OldPath, Revision, Tag
from articles.signals import content_changed
from tests.articles.views.reading import ReadingTestCase
from tests.factories import DAY, NOW, clock, make_article, make_draft, make_section


def rows(tag: Tag) -> list[tuple]:
    """Return the tag's rows with their windows, by edition."""
    names = ("content_object_id", "published_at", "live_from", "live_until")
    return list(EditionTag.objects.filter(tag=tag).order_by("content_object_id").values_list(*names))


class MergeTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        with clock(NOW - DAY):
            cls.old, cls.new = Tag.objects.named(["Port", "Harbour"])
        cls.draft = make_draft(tags=["Port", "Sea"])
        cls.superseded = make_article(tags=["Port"])
        with clock(NOW):
            cls.live = workflow.publish(workflow.start_edition(cls.superseded, by=None), by=None)
            cls.scheduled = workflow.publish(make_draft(tags=["Sea", "Port"]), by=None, at=NOW + DAY)
            cls.withdrawn = workflow.withdraw(make_article(tags=["Port"]), by=None)
        cls.both = make_article(tags=["Harbour", "Port"])
        cls.other = make_article(tags=["Harbour"])

    def test_every_edition_goes_along_with_its_window(self):
        editions = (self.draft, self.superseded, self.live, self.scheduled, self.withdrawn)
        expected = sorted(rows(self.old) + rows(self.new))
        expected.remove(expected[[row[0] for row in expected].index(self.both.pk)])
        self.assertEqual(len(expected), 7)
        self.old.merge_into(self.new)
        self.assertEqual(rows(self.new), expected)
        self.assertEqual([list(map(str, edition.tags.order_by("name"))) for edition in editions],
                         [["Harbour", "Sea"], ["Harbour"], ["Harbour"], ["Harbour", "Sea"], ["Harbour"]])  # fmt: skip
        self.assertEqual(list(map(str, self.both.tags.all())), ["Harbour"])
        self.assertEqual(list(Tag.objects.values_list("slug", flat=True)), ["harbour", "sea"])
        out = StringIO()
        call_command("rebuild", "--check", stdout=out)
        self.assertEqual(out.getvalue(), "Everything is as it should be.\n")

    def test_what_was_saved_keeps_the_name_and_the_words_stay(self):
        before = list(Revision.objects.order_by("pk").values_list("content", flat=True))
        self.assertIn(["Port", "Sea"], [content["tags"] for content in before])
        compiled = [edition.compiled for edition in (self.live, self.scheduled)]
        self.old.merge_into(self.new)
        self.assertEqual(list(Revision.objects.order_by("pk").values_list("content", flat=True)), before)
        for edition in (self.live, self.scheduled):
            edition.refresh_from_db()
        self.assertEqual([edition.compiled for edition in (self.live, self.scheduled)], compiled)

    def test_the_address_leads_on_with_all_that_led_to_it(self):
        OldPath.objects.remember("tags/quay", "tags/port")
        self.old.merge_into(self.new)
        self.assertEqual(
            dict(OldPath.objects.values_list("old_path", "new_path")),
            {"tags/quay": "tags/harbour", "tags/port": "tags/harbour"},
        )

    def test_pages_under_either_tag_hear_of_it(self):
        heard = []
        content_changed.connect(receiver := lambda keys, **kwargs: heard.append(keys))
        self.addCleanup(content_changed.disconnect, receiver)
        with self.captureOnCommitCallbacks(execute=True):
            self.old.merge_into(self.new)
        self.assertEqual(heard, [{"tag:port", "tag:harbour"}])

    def test_nothing_is_merged_with_itself_or_with_what_is_gone(self):
        twin = Tag.objects.get(pk=self.old.pk)
        for tag, other, told in [
            (self.old, twin, "A tag can't be merged into itself."),
            (self.old, Tag(pk=10**9), "One of the two tags is not there any more."),
            (Tag(pk=10**9), self.new, "One of the two tags is not there any more."),
        ]:
            with self.subTest(told), self.assertRaises(ValidationError) as refusal:
                tag.merge_into(other)
            self.assertEqual(refusal.exception.messages, [told])
        self.assertEqual(Tag.objects.count(), 3)
        self.assertEqual(len(rows(self.old)), 6)

    def test_the_same_queries_for_one_edition_and_for_thirty(self):
        for number in (1, 30):
            tag = Tag.objects.create(name=f"T{number}")
            for _i in range(number):
                make_draft(tags=[tag, self.new] if _i % 2 else [tag])
            with self.assertNumQueries(16):
                tag.merge_into(self.new)


class ReadAfterMergeTest(ReadingTestCase):
    def test_readers_find_it_all_under_the_tag_that_stays(self):
        section = make_section("News", slug="news")
        article = make_article(headline="A", tags=["Port"], section=section, published_at=NOW - DAY)
        make_article(headline="B", tags=["Harbour"], section=section, published_at=NOW - 2 * DAY)
        self.assertEqual(self.read("/tags/port/").cards(), ["A"])
        Tag.objects.get(slug="port").merge_into(Tag.objects.get(slug="harbour"))
        self.assertEqual(self.location("/tags/port/"), (301, "/tags/harbour/"))
        self.assertEqual(self.read("/tags/harbour/").cards(), ["A", "B"])
        page = self.read(article.get_absolute_url())
        self.assertEqual(page.all("//a[starts-with(@href, '/tags/')]/@href"), ["/tags/harbour/"])
