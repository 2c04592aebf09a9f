"""What waits for whom at the desk: nothing that they may not read, and the same few queries however much there is."""

from __future__ import annotations

from articles import workflow
from articles.models import Edition, SectionRight
from articles.waiting import waiting
from tests.cast import CastTestCase, make_user
from tests.factories import DAY, HOUR, NOW, clock, make_article, make_draft, make_section


class WaitingTest(CastTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.town = make_section("Town")

    def draft(self, headline: str, **fields) -> Edition:
        return make_draft(headline=headline, **({"by": self.writer, "section": self.town} | fields))

    def waits(self, user) -> dict[str, list[str]]:
        return {str(found.name): [str(one) for one in found.editions] for found in waiting(user, NOW)}

    def test_each_has_lists_of_their_own(self):
        with clock(NOW - DAY):
            self.draft("Begun")
            workflow.submit(self.draft("Sent"), by=None)
            workflow.approve(workflow.submit(self.draft("Good"), by=None), by=None)
            workflow.publish(self.draft("Tomorrow"), by=None, at=NOW + DAY)
            workflow.publish(self.draft("Soon"), by=None, at=NOW + HOUR)
            workflow.discard(self.draft("Gone"), by=None)
            workflow.withdraw(workflow.publish(self.draft("Withdrawn"), by=None), by=None)
            self.draft("Theirs", by=self.publisher)
        make_article(headline="Older", published_at=NOW - 2 * DAY)
        make_article(headline="Newer", published_at=NOW - HOUR)
        public = {"Scheduled next": ["Soon", "Tomorrow"], "Live last": ["Newer", "Older"]}
        self.assertEqual(self.waits(self.writer), {"Your drafts": ["Begun"]} | public)
        self.assertEqual(self.waits(self.editor), {"To review": ["Sent"]} | public)
        self.assertEqual(
            self.waits(self.publisher),
            {"To review": ["Sent"], "To publish": ["Good"], "Your drafts": ["Theirs"]} | public,
        )
        self.assertEqual(self.waits(self.commercial), public)
        self.assertEqual(self.waits(self.reader), {})

    def test_an_editor_of_another_section_is_not_asked(self):
        workflow.submit(self.draft("Sent"), by=None)
        elsewhere = make_user("elsewhere", "editors")
        SectionRight.objects.create(user=elsewhere, section=make_section())
        self.assertEqual(self.waits(self.editor), {"To review": ["Sent"]})
        self.assertEqual(self.waits(elsewhere), {})
        workflow.submit(self.draft("Their own", by=elsewhere), by=None)  # theirs to read, and not to approve
        self.assertEqual(self.waits(elsewhere), {})

    def test_a_draft_that_was_returned_says_why_until_it_is_sent_again(self):
        def returned() -> list[str]:
            [drafts] = waiting(self.writer, NOW)
            return [one.returned.comment if one.returned else "" for one in drafts.editions]

        draft = workflow.submit(self.draft("Mine"), by=self.writer)
        workflow.request_changes(draft, by=self.editor, comment="Shorter.")
        self.assertEqual(returned(), ["Shorter."])
        workflow.request_changes(workflow.submit(draft, by=self.writer), by=self.editor, comment="Still shorter.")
        self.assertEqual(returned(), ["Still shorter."])

    def test_seven_of_each_and_the_same_queries(self):
        for count in (1, 30):
            for number in range(count):
                self.draft(f"Begun {number}", by=self.publisher)
                workflow.submit(self.draft(f"Sent {number}"), by=None)
                make_article(headline=f"Live {number}", at=None, published_at=NOW - HOUR)
            with self.subTest(count), self.assertNumQueries(6 + 3):  # and who the person is, with their rights
                lists = waiting(type(self.publisher).objects.get(pk=self.publisher.pk), NOW)
            self.assertEqual([len(found.editions) for found in lists], [min(count + (count > 1), 7)] * 3)
