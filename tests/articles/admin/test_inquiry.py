"""What would-be sponsors have written, at the desk: who reads it, who says that it is answered, who deletes it."""

from __future__ import annotations

from django.contrib.admin.models import LogEntry
from django.urls import reverse
from lxml import html

from articles import inquiries
from articles.models import Inquiry
from tests.articles.admin.desk import DeskTestCase
from tests.cast import make_user
from tests.factories import DAY, HOUR, NOW, clock, make_inquiry

LIST = "admin:articles_inquiry_changelist"


class InquiryTestCase(DeskTestCase):
    def page(self, inquiry: Inquiry, name: str = "change") -> str:
        return reverse(f"admin:articles_inquiry_{name}", args=[inquiry.pk])

    def press_on(self, inquiry: Inquiry, button: str, by=None, at=NOW, **fields):
        self.client.force_login(by or self.commercial)
        with clock(at):
            return self.client.post(self.page(inquiry), {button: "1", **fields})


class ListTest(InquiryTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.old = make_inquiry(
            name="Old", organisation="Harbour", created_at=NOW - DAY, answered_at=NOW - HOUR, answered_by=cls.publisher
        )
        cls.new = make_inquiry(name="New", email="new@sea.example", message="Boats " * 50, created_at=NOW)
        cls.middle = make_inquiry(name="Middle", created_at=NOW - HOUR)

    def names(self, **query) -> list[str]:
        self.client.force_login(self.commercial)
        page = self.client.get(reverse(LIST), query)
        self.assertEqual(page.status_code, 200)
        return [inquiry.name for inquiry in page.context["cl"].result_list]

    def test_the_newest_is_first(self):
        self.assertEqual(self.names(), ["New", "Middle", "Old"])

    def test_it_is_filtered_by_whether_it_is_answered(self):
        self.assertEqual(self.names(answered="no"), ["New", "Middle"])
        self.assertEqual(self.names(answered="yes"), ["Old"])
        self.assertEqual(self.names(answered="perhaps"), ["New", "Middle", "Old"])

    def test_it_is_searched(self):
        for words, found in {"harbour": "Old", "sea.example": "New", "boats": "New", "middle": "Middle"}.items():
            self.assertEqual(self.names(q=words), [found])

    def test_the_columns_tell_the_state(self):
        self.client.force_login(self.commercial)
        with clock(NOW):
            tree = html.fromstring(self.client.get(reverse(LIST)).content.decode())
        rows = [[" ".join(cell.text_content().split()) for cell in row] for row in tree.xpath("//tbody/tr")]
        self.assertEqual([row[0] for row in rows], ["New", "Middle", "Old"])
        self.assertEqual([row[-1] for row in rows], ["not yet", "not yet", "06/01/2026 1 p.m. Paul Publisher"])
        self.assertEqual(rows[0][2], f"{'Boats ' * 13}B…")
        self.assertEqual(tree.xpath("//a[contains(@href,'/inquiry/add/')]"), [])

    def test_thirty_take_no_more_queries_than_three(self):
        self.client.force_login(self.commercial)
        with self.assertNumQueries(6):
            self.client.get(reverse(LIST))
        for _number in range(27):
            make_inquiry(answered_at=NOW, answered_by=make_user(f"user-{_number}"))
        with self.assertNumQueries(6):
            self.client.get(reverse(LIST))


class AnswerTest(InquiryTestCase):
    def test_the_page_is_to_read(self):
        inquiry = make_inquiry(email="a?subject=x@b.example", message="<b>One</b>\ntwo", created_at=NOW)
        self.client.force_login(self.commercial)
        page = self.client.get(self.page(inquiry))
        tree = html.fromstring(page.content.decode())
        form = tree.get_element_by_id("inquiry_form")
        inputs = form.xpath(".//*[@name][not(@type='hidden')]/@name")
        self.assertEqual(inputs, ["_answered"])
        self.assertEqual(form.xpath(".//a[contains(@href,'mailto:')]/@href"), ["mailto:a%3Fsubject%3Dx@b.example"])
        self.assertContains(page, "&lt;b&gt;One&lt;/b&gt;<br>two")

    def test_commercial_and_publishers_say_that_it_is_answered(self):
        for person in (self.commercial, self.publisher):
            inquiry = make_inquiry()
            response = self.press_on(inquiry, "_answered", person)
            self.assertRedirects(response, reverse(LIST), fetch_redirect_response=False)
            self.assertEqual(self.told(response), ["Noted as answered."])
            inquiry.refresh_from_db()
            self.assertEqual((inquiry.answered_at, inquiry.answered_by), (NOW, person))
            self.assertEqual(LogEntry.objects.latest("pk").get_change_message(), "Noted as answered.")

    def test_it_can_be_taken_back(self):
        inquiry = make_inquiry(answered_at=NOW - HOUR, answered_by=self.commercial)
        self.client.force_login(self.commercial)
        self.assertContains(self.client.get(self.page(inquiry)), 'name="_reopened"')
        self.assertEqual(self.told(self.press_on(inquiry, "_reopened")), ["Noted as not answered yet."])
        inquiry.refresh_from_db()
        self.assertEqual((inquiry.answered_at, inquiry.answered_by), (None, None))

    def test_the_first_to_answer_stays(self):
        inquiry = make_inquiry()
        inquiries.answer(inquiry, by=self.publisher, at=NOW - HOUR)
        self.assertEqual(self.told(self.press_on(inquiry, "_answered")), ["Somebody else has done that already."])
        inquiry.refresh_from_db()
        self.assertEqual((inquiry.answered_at, inquiry.answered_by), (NOW - HOUR, self.publisher))
        self.assertEqual(LogEntry.objects.count(), 0)

    def test_no_word_of_it_can_be_changed(self):
        inquiry = make_inquiry(name="Anne", message="Hello")
        self.press_on(inquiry, "_save", self.publisher, name="Bob", message="Bye", email="b@c.example", answered_at="x")
        inquiry.refresh_from_db()
        self.assertEqual((inquiry.name, inquiry.message, inquiry.answered_at), ("Anne", "Hello", None))

    def test_nobody_else_reads_or_answers(self):
        inquiry = make_inquiry(name="Anne")
        for person in (self.writer, self.editor):
            self.client.force_login(person)
            for url in (reverse(LIST), self.page(inquiry), self.page(inquiry, "history"), self.page(inquiry, "delete")):
                self.assertEqual(self.client.get(url).status_code, 403)
            self.assertEqual(self.press_on(inquiry, "_answered", person).status_code, 403)
            self.assertNotContains(self.client.get(reverse("admin:index")), "inquir")
        inquiry.refresh_from_db()
        self.assertIsNone(inquiry.answered_at)


class DeleteTest(InquiryTestCase):
    def test_publishers_delete_and_no_name_is_left_behind(self):
        inquiry = make_inquiry(name="Anne Onyme", organisation="Acme", email="anne@acme.example")
        self.press_on(inquiry, "_answered")
        self.client.force_login(self.publisher)
        self.assertContains(self.client.get(self.page(inquiry)), self.page(inquiry, "delete"))
        response = self.client.post(self.page(inquiry, "delete"), {"post": "yes"})
        self.assertRedirects(response, reverse(LIST))
        self.assertEqual(Inquiry.objects.count(), 0)
        told = " ".join(f"{entry.object_repr} {entry.change_message}" for entry in LogEntry.objects.all())
        self.assertEqual([word for word in ("Anne", "Acme", "anne@") if word in told], [])

    def test_commercial_do_not(self):
        inquiry = make_inquiry()
        self.client.force_login(self.commercial)
        self.assertNotContains(self.client.get(self.page(inquiry)), self.page(inquiry, "delete"))
        self.assertEqual(self.client.post(self.page(inquiry, "delete"), {"post": "yes"}).status_code, 403)
        self.assertEqual(Inquiry.objects.count(), 1)
