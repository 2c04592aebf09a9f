"""Verbs for several articles at once: who is offered what, what the page says, what is done and what is refused."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from articles import workflow
from articles.models import Edition, SectionRight
from articles.states import Phase
from tests.articles.admin.desk import DeskTestCase
from tests.articles.views.reading import Page
from tests.cast import make_user
from tests.factories import HOUR, make_section

LIST = "admin:articles_article_changelist"
VERBS = ["submit", "approve", "request_changes", "publish", "unschedule", "withdraw", "discard"]
PHASES = {
    "submit": "draft",
    "approve": "in_review",
    "request_changes": "in_review",
    "publish": "approved",
    "unschedule": "scheduled",
    "withdraw": "live",
    "discard": "draft",
}
# What each is answered about an edition of the writer's in the town, and in the vault; the editor's right is to the
# town. y: it may be done. n: it may not. -: that article is not there. Nothing: the verb is not offered.
TABLE = {
    "writer": {"submit": "yy", "discard": "yy"},
    "editor": {"submit": "y-", "approve": "y-", "request_changes": "y-", "discard": "y-"},
    "publisher": dict.fromkeys(VERBS, "yy"),
    "commercial": {},
    "stranger": {},  # an editor without a right to any section: see below
}


class BulkTestCase(DeskTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.vault = make_section("Vault", slug="vault")
        SectionRight.objects.filter(user=cls.editor).update(section=cls.town)
        cls.stranger = make_user("stranger", "editors")

    def make(self, phase: str, **fields: object) -> Edition:
        """Make an article whose edition is in this phase."""
        edition = self.draft(**fields)
        if phase in ("in_review", "approved"):
            workflow.submit(edition, by=None)
        if phase == "approved":
            workflow.approve(edition, by=None)
        elif phase == "scheduled":
            workflow.publish(edition, by=None, at=timezone.now() + HOUR)
        elif phase == "live":
            workflow.publish(edition, by=None)
        return edition

    def address(self, verb: str, *editions: Edition, **more: str) -> str:
        asked = [("article", edition.article_id) for edition in editions]
        return f"{reverse('admin:articles_article_bulk', args=[verb])}?{urlencode(asked + list(more.items()))}"

    def page(self, person: User, verb: str, *editions: Edition) -> Page:
        self.client.force_login(person)
        response = self.client.get(self.address(verb, *editions))
        self.assertEqual(response.status_code, 200)
        return Page(response)

    def items(self, page: Page, name: str) -> list[str]:
        return page.all(f"//section[@aria-labelledby='{name}']/ul/li")

    def press(self, person: User, verb: str, *editions: Edition, **fields: object) -> HttpResponse:
        """See the page and press its button."""
        page = self.page(person, verb, *editions)
        seen = page.all("//input[@name='edition']/@value")
        return self.client.post(self.address(verb, *editions), {"edition": seen, "checked": "", **fields})

    def phase(self, edition: Edition) -> str:
        return Edition.objects.get(pk=edition.pk).phase(timezone.now()).value


class WhoTest(BulkTestCase):
    def test_the_table_of_roles_verbs_and_sections(self):
        for name, verbs in TABLE.items():
            person = getattr(self, name)
            self.client.force_login(person)
            page = Page(self.client.get(reverse(LIST)))
            if name == "stranger":  # who begins a draft may send it and discard it, without a right to any section
                verbs = {"submit": "--", "discard": "--"}
            self.assertEqual(page.all("//select[@name='action']/option[@value!='']/@value"), list(verbs))
            for verb in VERBS:
                places = [self.make(PHASES[verb], section=section) for section in (self.town, self.vault)]
                with self.subTest(name, verb=verb):
                    self.assertEqual(self.answers(person, verb, places), verbs.get(verb, ""))

    def answers(self, person: User, verb: str, editions: list[Edition]) -> str:
        """Return a letter for each edition; post them too, and check that what may not be done is not done."""
        self.client.force_login(person)
        url = self.address(verb, *editions)
        response = self.client.get(url)
        answers = ""
        if response.status_code == 200:
            page = Page(response)
            for edition in editions:
                can, cannot = (
                    page.all(f"//section[@aria-labelledby='{name}']//a[contains(@href,'/{edition.pk}/')]")
                    for name in ("can", "cannot")
                )
                answers += "y" if can else "n" if cannot else "-"
        else:
            answers = "" if "desk knows" in self.told(response)[-1] else "-" * len(editions)
        now = timezone.now()
        crafted = [f"{e.pk}:{e.lock_version}:{e.phase(now).value}" for e in editions]
        self.client.post(url, {"edition": crafted, "comment": "Because.", "checked": ""})
        moved = [edition for edition in editions if self.phase(edition) != PHASES[verb]]
        self.assertEqual([edition in moved for edition in editions], [letter == "y" for letter in answers.ljust(2)])
        return answers

    def test_what_is_not_theirs_is_said(self):
        own = self.draft(by=self.editor, section=self.vault, headline="Own")
        workflow.submit(own, by=None)
        page = self.page(self.editor, "approve", own)
        self.assertEqual(self.items(page, "cannot"), ["Own Vault · Edition 1, in review It is in a section of others."])
        workflow.approve(own, by=None)
        mine = self.make("in_review", headline="Mine")
        workflow.approve(mine, by=None)
        page = self.page(self.writer, "discard", mine)
        self.assertEqual(
            self.items(page, "cannot"), ["Mine Town · Edition 1, approved You may not do this: “Discard”."]
        )
        self.assertEqual(page.all("//button[contains(@class,'harms')]"), [])

    def test_nothing_hushed_is_named_whatever_is_posted(self):
        hushed = self.draft(by=self.publisher, headline="Hush draft")
        public = self.make("live", by=None, headline="Public")
        rewrite = workflow.start_edition(public, by=self.publisher)
        rewrite.headline = "Hush rewrite"
        workflow.save_draft(rewrite, by=self.publisher)
        for verb in ("submit", "discard"):
            page = self.page(self.writer, verb, hushed, public)
            self.assertEqual(self.items(page, "can"), [])
            [line] = self.items(page, "cannot")
            self.assertIn("Public Town · Edition 1, live It has no edition that is: draft", line)
            seen = [f"{edition.pk}:{edition.lock_version}:draft" for edition in (hushed, rewrite)]
            response = self.client.post(self.address(verb, hushed, public), {"edition": seen, "checked": ""})
            self.assertEqual(self.told(response), ["One of them is not there, or not yours to read."] * 2)
            response = self.client.get(self.address(verb, hushed))
            self.assertEqual(self.told(response), ["None of them is there, or yours to read."])
        self.assertEqual([self.phase(edition) for edition in (hushed, rewrite)], ["draft", "draft"])

    def test_it_is_the_desks_alone(self):
        url = self.address("publish", self.draft())
        self.assertEqual(self.client.get(url).status_code, 302)
        self.client.force_login(self.reader)
        self.assertEqual(self.client.get(url).status_code, 302)


class ListTest(BulkTestCase):
    """From the list to the page."""

    def choose(self, action: str, *keys: object, query: str = "", **more: object) -> HttpResponse:
        self.client.force_login(self.publisher)
        return self.client.post(
            reverse(LIST) + query, {"action": action, "_selected_action": keys, "index": 0, "select_across": 0, **more}
        )

    def test_what_is_chosen_is_on_the_page_and_the_way_back_keeps_the_filters(self):
        one, two = self.draft(), self.draft()
        response = self.choose("publish", one.article_id, two.article_id, query="?state=draft&before=999")
        expected = f"article={one.article_id}&article={two.article_id}&_changelist_filters=state%3Ddraft%26before%3D999"
        self.assertEqual(response["Location"], f"/admin/articles/article/together/publish/?{expected}")
        back = "/admin/articles/article/?state=draft&before=999"
        page = Page(self.client.get(response["Location"]))
        self.assertEqual(page.all("//div[@class='submit-row']/a/@href"), [back])
        response = self.client.post(response["Location"], {"edition": [], "checked": ""})
        self.assertRedirects(response, back)

    def test_there_is_no_choosing_across_pages(self):
        one, _two = self.draft(), self.draft()
        response = self.choose("discard", one.article_id, select_across=1)
        self.assertEqual(response["Location"], self.address("discard", one))
        page = self.client.get(reverse(LIST))
        self.assertNotContains(page, "question")

    def test_what_can_not_be_chosen_is_answered(self):
        one = self.draft()
        for action, keys, told in [
            ("", [one.article_id], "Choose what to do with them."),
            ("delete_selected", [one.article_id], "Choose what to do with them."),
            ("restore", [one.article_id], "Choose what to do with them."),
            ("publish", range(1, 52), "Choose 50 at most."),
            (
                "publish",
                [],
                "Items must be selected in order to perform actions on them. No items have been changed.",
            ),
        ]:
            with self.subTest(action, keys=keys):
                self.assertEqual(self.told(self.choose(action, *keys)), [told])
        for keys in (["x"], ["\x00"], [10**20], [999999], ["-1"], [""]):
            with self.subTest(keys):
                response = self.choose("publish", *keys)
                self.assertEqual(
                    self.told(self.client.get(response["Location"])), ["None of them is there, or yours to read."]
                )
        response = self.client.get(reverse("admin:articles_article_bulk", args=["nonsense"]))
        self.assertEqual(self.told(response), ["You may not do this, or the desk knows no such verb."])

    def test_the_boxes_say_what_they_choose(self):
        self.draft(headline="Named")
        self.client.force_login(self.publisher)
        page = Page(self.client.get(reverse(LIST)))
        self.assertEqual(page.all("//input[@class='action-select']/@aria-label"), ["Named"])


class PageTest(BulkTestCase):
    """What the page says before anything is done."""

    def test_which_edition_is_meant_or_why_none(self):
        draft = self.draft(headline="One draft")
        live = self.make("live", headline="No draft")
        two = self.make("live", headline="Two drafts")
        drafts = [workflow.start_edition(two, by=None) for _number in range(2)]
        page = self.page(self.publisher, "discard", draft, live, two)
        self.assertEqual(self.items(page, "can"), ["One draft Town · Edition 1, draft"])
        self.assertEqual(
            self.items(page, "cannot"),
            [
                "Two drafts Town · Edition 3, draft It is not clear which one is meant: open it. "
                "Edition 3 (draft) Edition 2 (draft)",
                "No draft Town · Edition 1, live It has no edition that is: draft, in review or approved.",
            ],
        )
        links = page.tree.xpath("//section[@aria-labelledby='cannot']//li[1]/p/a/@href")
        self.assertEqual(links, [self.url(edition) for edition in reversed(drafts)])
        workflow.submit(drafts[0], by=None)
        page = self.page(self.publisher, "submit", two)  # only one of the two could be sent
        self.assertEqual(self.items(page, "can"), ["Two drafts Town · Edition 3, draft"])

    def test_what_preflight_has_against_each(self):
        ready = self.draft(headline="Ready", standfirst="It is.", tags=["Port"])
        bare = self.draft(headline="Bare", body="", bylines=[])
        warned = self.draft(headline="Warned", tags=["Port"])
        page = self.page(self.publisher, "publish", ready, bare, warned)
        go_on = "(you may go on)"
        self.assertEqual(
            self.items(page, "can"),
            [f"Warned Town · Edition 1, draft There is no standfirst. {go_on}", "Ready Town · Edition 1, draft"],
        )
        self.assertEqual(
            self.items(page, "cannot"),
            [
                "Bare Town · Edition 1, draft Say who signs it: add a byline. The body is empty. "
                f"There is no standfirst. {go_on} There are no tags. {go_on}"
            ],
        )
        self.press(self.publisher, "publish", ready, bare, warned)
        self.assertEqual([self.phase(edition) for edition in (ready, bare, warned)], ["live", "draft", "live"])

    def test_where_nothing_can_be_done_there_is_no_button(self):
        page = self.page(self.publisher, "withdraw", self.draft())
        self.assertEqual(page.all("//div[@id='content-main']//button"), [])
        self.assertEqual(page.all("//div[@id='content-main']//form//a")[-1], "Back to the list")


class DoneTest(BulkTestCase):
    """What becomes of it."""

    def test_each_verb_does_what_its_button_does_and_says_so(self):
        for verb, after in {
            "submit": Phase.IN_REVIEW,
            "approve": Phase.APPROVED,
            "request_changes": Phase.DRAFT,
            "publish": Phase.LIVE,
            "unschedule": Phase.APPROVED,
            "withdraw": Phase.WITHDRAWN,
            "discard": Phase.DISCARDED,
        }.items():
            editions = [self.make(PHASES[verb], headline=name) for name in ("One", "Two")]
            with self.subTest(verb):
                response = self.press(self.publisher, verb, *editions, comment="Because.")
                self.assertRedirects(response, reverse(LIST), fetch_redirect_response=False)
                links = ", ".join(f'<a href="{self.url(edition)}">{edition}</a>' for edition in reversed(editions))
                self.assertEqual(self.told(response), [f"Now {after.label}: {links}"])
                for edition in editions:
                    self.assertEqual(self.phase(edition), after.value)
                    line = edition.transitions.first()
                    self.assertEqual((line.verb, line.comment, line.by), (verb, "Because.", self.publisher))

    def test_changes_are_asked_for_with_a_reason(self):
        edition = self.make("in_review")
        for comment in ("", "  \n"):
            response = self.press(self.editor, "request_changes", edition, comment=comment)
            self.assertEqual(Page(response).all("//ul[contains(@class,'errorlist')]/li"), ["Say why, in a sentence."])
        self.assertEqual(self.phase(edition), "in_review")

    def test_what_was_changed_or_moved_since_is_left_as_it_is(self):
        changed, moved, gone, well = [
            self.make("approved", headline=name) for name in ("Changed", "Moved", "Gone", "Well")
        ]
        editions = [changed, moved, gone, well]
        seen = self.page(self.publisher, "publish", *editions).all("//input[@name='edition']/@value")
        workflow.request_changes(moved, by=None, comment="Not yet.")  # a draft may be published too, but not this one
        workflow.discard(gone, by=None)
        words = Edition.objects.get(pk=changed.pk)
        words.headline = "Changed by a colleague"
        workflow.approve(workflow.save_draft(words, by=None), by=None)  # as it was, but for the words
        response = self.client.post(self.address("publish", *editions), {"edition": seen, "checked": ""})
        why = "A colleague has changed or moved it since: it was left as it is."
        told = [
            f'Now live: <a href="{self.url(well)}">Well</a>',
            *(
                f'“<a href="{self.url(edition)}">{name}</a>”: {why}'
                for edition, name in ((gone, "Gone"), (moved, "Moved"), (changed, "Changed by a colleague"))
            ),
        ]
        self.assertEqual(sorted(self.told(response)), sorted(told))
        self.assertEqual([self.phase(edition) for edition in editions], ["approved", "draft", "discarded", "live"])

    def test_pressing_twice_does_it_once(self):
        edition = self.draft()
        url = self.address("publish", edition)
        seen = self.page(self.publisher, "publish", edition).all("//input[@name='edition']/@value")
        for _time in range(2):
            response = self.client.post(url, {"edition": seen, "checked": ""})
        self.assertEqual(len(self.told(response)), 2)
        self.assertEqual(edition.transitions.filter(verb="publish").count(), 1)

    def test_one_refusal_leaves_the_others_be(self):
        taken = timezone.localtime(timezone.now() + timedelta(days=2)).replace(second=0, microsecond=0)
        live = self.make("live", headline="Taken")
        first = workflow.start_edition(live, by=None)
        workflow.publish(first, by=None, at=taken, correction=("none", ""))
        second = workflow.start_edition(live, by=None)
        free = self.draft(headline="Free")
        at = taken.strftime("%Y-%m-%dT%H:%M")
        self.press(self.publisher, "publish", second, free, at=at)
        page = Page(self.press(self.publisher, "publish", second, free, at=at))
        seen = page.all("//input[@name='edition']/@value")
        checked = page.one("//input[@name='checked']/@value")
        response = self.client.post(
            self.address("publish", second, free), {"edition": seen, "checked": checked, "at": at}
        )
        told = self.told(response)
        self.assertEqual(len(told), 2)
        self.assertIn("Another edition opens at that very time", told[0])
        self.assertEqual([self.phase(edition) for edition in (second, free)], ["draft", "scheduled"])

    def test_nonsense_is_answered_and_nothing_is_done(self):
        edition = self.draft()
        self.client.force_login(self.publisher)
        url = self.address("publish", edition)
        for seen in (
            "",
            ":",
            "x:0:draft",
            "\x00",
            f"{10**20}:0:draft",
            f"{edition.pk}",
            f"{edition.pk}:0",
            f"{edition.pk}:9:draft",
        ):
            with self.subTest(seen):
                response = self.client.post(url, {"edition": seen, "checked": ""})
                self.assertEqual(response.status_code, 302)
                self.assertEqual(len(self.told(response)), 1)
        self.assertEqual(self.told(self.client.post(url, {"checked": ""})), ["Nothing was done."])
        self.assertEqual(self.phase(edition), "draft")


class TimeTest(BulkTestCase):
    """Publishing at a time: it is checked for that time first."""

    def setUp(self):
        super().setUp()
        self.at = timezone.localtime(timezone.now() + timedelta(days=3)).replace(second=0, microsecond=0)
        self.typed = self.at.strftime("%Y-%m-%dT%H:%M")

    def test_what_is_under_embargo_until_then_is_scheduled_when_it_was_seen_that_it_can_be(self):
        held, free = self.draft(headline="Held"), self.draft(headline="Free")
        workflow.set_embargo(held.article, self.at, by=None, source="The palace", reason="Asked")
        page = self.page(self.publisher, "publish", held, free)
        self.assertEqual(len(self.items(page, "can")), 1)
        self.assertIn("Held Town · Edition 1, draft Under embargo until", self.items(page, "cannot")[0])
        again = Page(self.press(self.publisher, "publish", held, free, at=self.typed, comment="Kept"))
        self.assertEqual([self.phase(edition) for edition in (held, free)], ["draft", "draft"])
        self.assertEqual(len(self.items(again, "can")), 2)
        self.assertEqual(len(again.all("//p[@class='desk-note']")), 1)
        self.assertEqual(again.one("//textarea[@name='comment']"), "Kept")
        fields = {"edition": again.all("//input[@name='edition']/@value"), "at": self.typed}
        fields["checked"] = again.one("//input[@name='checked']/@value")
        response = self.client.post(self.address("publish", held, free), fields)
        self.assertEqual(len(self.told(response)), 1)
        for edition in (held, free):
            self.assertEqual(Edition.objects.get(pk=edition.pk).live_from, self.at)

    def test_a_time_that_has_passed_or_is_none_is_refused_in_the_form(self):
        edition = self.draft()
        for typed in ("2020-01-01T10:00", "soon"):
            response = self.press(self.publisher, "publish", edition, at=typed, comment="Kept")
            self.assertEqual(len(Page(response).all("//ul[contains(@class,'errorlist')]/li")), 1)
            self.assertContains(response, "Kept")
        self.assertEqual(self.phase(edition), "draft")
