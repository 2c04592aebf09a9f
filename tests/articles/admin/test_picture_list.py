"""The list of the picture library: what is found, what is to be done, and what it costs."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from lxml import html

from articles.admin.picture_list import today
from tests.articles.admin.desk import DeskTestCase
from tests.factories import make_picture

LIST = reverse("admin:images_picture_changelist")
ONE_DAY = timedelta(days=1)


class PictureListTest(DeskTestCase):
    def setUp(self):
        super().setUp()
        self.client.force_login(self.writer)

    def listed(self, **query):
        self.page = self.client.get(LIST, query)
        self.assertEqual(self.page.status_code, 200)
        return list(self.page.context["cl"].result_list)

    def test_the_newest_come_first_and_pages_are_turned_by_key(self):
        made = [make_picture() for _number in range(103)][::-1]
        self.assertEqual(self.listed(), made[:50])
        self.assertEqual(self.listed(before=made[49].pk), made[50:100])
        self.assertEqual(self.listed(before=made[99].pk), made[100:])
        for odd in ("x", "-1", "9" * 30, ""):
            self.assertEqual(self.listed(before=odd), made[:50])

    def test_it_costs_the_same_with_one_and_with_thirty(self):
        for many in (1, 29):
            for _number in range(many):
                make_picture(created_by=self.editor, rights_until=today())
            for query in ({}, {"q": "Picture"}, {"todo": "ending"}, {"whose": "mine"}):
                with self.subTest(many=many, query=query), self.assertNumQueries(5):
                    self.client.get(LIST, query)

    def test_each_word_is_found_wherever_it_stands(self):
        quay = make_picture(alt="A quay", caption="At dawn", credit="Photo: Ann", people="Bob Lee", name="IMG_1.jpg")
        fair = make_picture(alt="The fair", source="Agency", tags="dawn, market", credit="Photo: Bo")
        for words, found in {
            "quay": [quay],
            "DAWN": [fair, quay],
            "dawn ann": [quay],
            "lee": [quay],
            "img_1": [quay],
            "agency market": [fair],
            "photo": [fair, quay],
            "quay market": [],
            "%": [],
            "\x00": [fair, quay],
        }.items():
            with self.subTest(words):
                self.assertEqual(self.listed(q=words), found)
        self.assertEqual(self.listed(q="nothing"), [])
        self.assertContains(self.page, "No picture is found.")

    def test_what_is_to_be_done_and_what_is_mine(self):
        day = today()
        mute, unsigned = make_picture(alt=""), make_picture(credit="")
        yesterday, last_day = make_picture(rights_until=day - ONE_DAY), make_picture(rights_until=day)
        soon, later = make_picture(rights_until=day + 30 * ONE_DAY), make_picture(rights_until=day + 31 * ONE_DAY)
        mine = make_picture(created_by=self.writer)
        old = make_picture(replaced_by=mine, created_by=self.editor)
        for query, found in [
            ({"todo": "describe"}, [unsigned, mute]),
            ({"todo": "ended"}, [yesterday]),
            ({"todo": "ending"}, [soon, last_day]),
            ({"todo": "replaced"}, [old]),
            ({"todo": "x"}, []),
            ({"whose": "mine"}, [mine]),
            ({"whose": "mine", "todo": "describe"}, []),
            ({}, [old, mine, later, soon, last_day, yesterday, unsigned, mute]),
        ]:
            with self.subTest(query):
                self.assertEqual(self.listed(**query), found)

    def test_a_row_says_what_it_is_and_what_it_lacks(self):
        day = today()
        make_picture(alt="A quay", name="quay.jpg", created_by=self.writer, width=3000, height=2000)
        make_picture(alt="", credit="", name="img.jpg", renditions={}, rights_until=day - ONE_DAY)
        make_picture(alt="Old", rights_until=day + ONE_DAY, replaced_by=make_picture(alt="New"))
        self.listed()
        rows = html.fromstring(self.page.content.decode()).xpath("//table[@id='result_list']/tbody/tr")
        told = [[" ".join(cell.text_content().split()) for cell in row.xpath("td")[:-1]] for row in rows]
        date = "%m/%d/%Y"
        ended, ends = (f"{day + ahead * ONE_DAY:{date}}" for ahead in (-1, 1))
        self.assertEqual(
            told,
            [
                ["", "Old replaced 1600 × 1067", "Photo: Nobody", f"until {ends}"],
                ["", "New 1600 × 1067", "Photo: Nobody", "—"],
                ["being made", "img.jpg to be described 1600 × 1067", "no credit", f"ended on {ended}"],
                ["", "A quay 3000 × 2000 · quay.jpg", "Photo: Nobody", "—"],
            ],
        )
        self.assertIn("Wanda Writer", rows[-1].xpath("td")[-1].text_content())
        self.assertEqual([len(row.xpath(".//img")) for row in rows], [1, 1, 0, 1])

    def test_the_way_to_the_rights_that_end(self):
        self.listed()
        self.assertContains(self.page, f'<a href="{reverse("admin:images_picture_rights")}">Rights that end</a>')
