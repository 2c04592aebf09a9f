"""What stands between a draft and its readers: each rule met and broken, and the door that asks them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.test import TestCase, override_settings
from django.utils import translation

from articles import preflight, workflow
from articles.models import Edition
from articles.preflight import Problem, Severity
from articles.states import TOLD_KINDS, CorrectionKind, NoteKind, Status
from tests.factories import (
    DAY,
    HOUR,
    NOTHING_OWED,
    NOW,
    clock,
    make_article,
    make_draft,
    make_note,
    make_picture,
    make_section,
)


def make_complete(**fields: Any) -> Edition:
    """Make a draft that leaves nothing to be desired."""
    return make_draft(**({"standfirst": "What it says.", "tags": ["Mer"]} | fields))


def never_on_sunday(edition: Edition, at: datetime) -> list[Problem]:
    return [Problem(Severity.BLOCKING, "publish_at", "Not today.")]


class PreflightTest(TestCase):
    def setUp(self):
        cache.clear()
        self.enterContext(translation.override("en"))

    def problems(self, edition: Edition, at: Any = NOW) -> list[tuple[str, str]]:
        edition = Edition.objects.select_related("article", "section").get(pk=edition.pk)
        return [(problem.severity.value, problem.field) for problem in preflight.check(edition, at)]

    def assert_blocked(self, edition: Edition, *fields: str) -> None:
        """The named fields block it, here and at the door, and it stays a draft."""
        found = [field for severity, field in self.problems(edition) if severity == "blocking"]
        self.assertEqual(found, list(fields))
        with clock(NOW), self.assertRaises(workflow.PreflightError) as caught:
            workflow.publish(edition, by=None)
        self.assertEqual([problem.field for problem in caught.exception.problems], list(fields))
        self.assertEqual(caught.exception.messages, [problem.message for problem in caught.exception.problems])
        edition.refresh_from_db()
        self.assertEqual((edition.status, edition.live_from, edition.compiled), (Status.DRAFT, None, None))

    def test_a_complete_draft_has_no_problem(self):
        self.assertEqual(self.problems(make_complete()), [])

    def test_an_empty_draft_has_them_all(self):
        with clock(NOW - DAY):
            empty = workflow.start_article(by=None)
        self.assert_blocked(empty, "headline", "section", "bylines", "body")

    def test_headline(self):
        self.assert_blocked(make_draft(headline="   ", slug="x"), "headline")
        self.assert_blocked(make_draft(headline="日本"), "slug")

    def test_section(self):
        self.assert_blocked(make_draft(section=None), "section")

    def test_byline(self):
        self.assert_blocked(make_draft(bylines=[]), "bylines")

    def test_body(self):
        for body in ("", "<p> </p>", "<p>\xa0</p>", "<script>words</script>", "<hr>"):
            with self.subTest(body):
                self.assert_blocked(make_draft(body=body), "body")

    def test_paid_content_needs_the_note_that_says_who_pays(self):
        self.assert_blocked(make_draft(sponsored=True), "notes")
        self.assert_blocked(make_draft(sponsored=True, notes=[make_note(NoteKind.AFFILIATE)]), "notes")
        self.assert_blocked(make_draft(sponsored=True, notes=[make_note(NoteKind.HOUSE)]), "notes")
        for kind in (NoteKind.PAID, NoteKind.SUPPORTED):
            self.assertEqual(self.problems(make_complete(sponsored=True, notes=[make_note(kind)])), [])

    def test_a_note_counts_that_stands_there_when_the_window_opens(self):
        section = make_section()
        make_note(section=section, starts_at=NOW + DAY, ends_at=NOW + 2 * DAY)
        draft = make_complete(sponsored=True, section=section)
        for at, expected in [
            (NOW, [("blocking", "notes")]),
            (NOW + DAY, []),
            (NOW + 2 * DAY, [("blocking", "notes")]),
        ]:
            cache.clear()
            self.assertEqual(self.problems(draft, at), expected)

    def test_embargo(self):
        with clock(NOW - DAY):
            draft = make_complete()
            workflow.set_embargo(draft.article, NOW + DAY, by=None, source="The town", reason="A vote")
        self.assert_blocked(draft, "embargo_until")
        self.assertEqual(self.problems(draft, NOW + DAY), [])
        with clock(NOW):
            workflow.publish(draft, by=None, at=NOW + DAY)
        self.assertEqual(draft.live_from, NOW + DAY)

    # --- quotations, pictures, links ----------------------------------------------------------------------------------

    def test_a_pull_quote_names_its_speaker(self):
        quote = '<figure class="pull-quote"><blockquote><p>Non.</p></blockquote>%s</figure>'
        signed = quote % "<figcaption><cite>Ana Roy</cite></figcaption>"
        self.assertEqual(self.problems(make_complete(body=signed)), [])
        self.assert_blocked(make_complete(body=signed + quote % ""), "body")

    def test_the_rights_to_a_picture_reach_the_day_it_is_published(self):
        opens = datetime(2026, 6, 1, 22, 30, tzinfo=UTC)  # half past midnight in Paris: the second of June
        for last, problem in ((None, ""), (date(2026, 6, 2), "warning"), (date(2026, 6, 1), "blocking")):
            picture = make_picture(alt="A quay", rights_until=last)
            body = f'<p>Text.</p><figure class="picture" data-picture="{picture.uuid}"></figure>'
            for field, edition in (
                ("lead_picture", make_complete(lead_picture=picture)),
                ("body", make_complete(body=body)),
            ):
                with self.subTest(last=last, field=field):
                    self.assertEqual(self.problems(edition, opens), [(problem, field)] if problem else [])
        [problem] = preflight.blocking(edition, opens)
        self.assertEqual(
            problem.message,
            "The rights to the picture “A quay” ended on June 1, 2026: take another, or have them prolonged.",
        )

    def test_rights_that_end_soon_while_readers_see_it_are_worth_a_word(self):
        opens = datetime(2026, 6, 1, 12, tzinfo=UTC)
        told = "The rights to the picture “A quay” end on {}, when readers will still see it."
        for last, expires, words in [
            (date(2026, 6, 10), None, told.format("June 10, 2026")),
            (date(2026, 6, 30), None, told.format("June 30, 2026")),
            (date(2026, 7, 1), None, ""),  # there is time
            (date(2026, 6, 10), datetime(2026, 6, 10, 21, tzinfo=UTC), ""),
            (date(2026, 6, 10), datetime(2026, 6, 10, 22, tzinfo=UTC), told.format("June 10, 2026")),  # in Paris
        ]:
            with self.subTest(last=last, expires=expires):
                edition = make_complete(lead_picture=make_picture(alt="A quay", rights_until=last), expires_at=expires)
                found = [(problem.severity, problem.message) for problem in preflight.check(edition, opens)]
                self.assertEqual(found, [(Severity.WARNING, words)] if words else [])

    def test_a_picture_that_was_replaced_is_worth_a_word(self):
        old = make_picture(alt="", name="quay.jpg", replaced_by=make_picture(alt="A quay"))
        edition = make_complete()
        Edition.objects.filter(pk=edition.pk).update(lead_picture=old)
        edition = Edition.objects.get(pk=edition.pk)
        found = [(problem.severity, problem.field, problem.message) for problem in preflight.check(edition, NOW)]
        mute = "The picture “quay.jpg” has no alternative text: write what it shows, for who does not see it."
        replaced = "The picture “quay.jpg” has been replaced: choose the new one."
        self.assertEqual(
            found, [(Severity.BLOCKING, "lead_picture", mute), (Severity.WARNING, "lead_picture", replaced)]
        )

    def test_a_picture_is_described_and_credited(self):
        whole, mute, unsigned = make_picture(), make_picture(alt=" "), make_picture(credit="")
        figure = '<p>Text.</p><figure class="picture" data-picture="%s"></figure>'
        self.assertEqual(self.problems(make_complete(lead_picture=whole, body=figure % whole.uuid)), [])
        self.assert_blocked(make_complete(lead_picture=mute), "lead_picture")
        self.assert_blocked(make_complete(lead_picture=unsigned), "lead_picture")
        self.assert_blocked(make_complete(body=figure % mute.uuid), "body")
        self.assert_blocked(make_complete(body=figure % unsigned.uuid), "body")
        self.assert_blocked(make_complete(body=figure % "0b8f3c8c-1111-4222-8333-abcdefabcdef"), "body")

    def test_links_to_articles_that_readers_will_not_find(self):
        live, draft = make_article(), make_draft()
        soon = make_article(at=NOW + DAY)
        address = {edition: edition.get_absolute_url() for edition in (live, draft, soon)}
        link = '<p><a href="%s">Link</a></p>'
        for name, body, expected in [
            ("live", link % address[live], []),
            ("live, by its whole address", link % f"{settings.SITE_URL}{address[live]}?utm_source=x", []),
            ("elsewhere", link % "https://elsewhere.example/a_abcdefghjk/", []),
            ("a draft", link % address[draft], [address[draft]]),
            ("scheduled for later", link % address[soon], [address[soon]]),
            ("nothing", link % "/news/x_abcdefghjk/", ["/news/x_abcdefghjk/"]),
            ("related", '<p>T</p><figure class="related" data-article="abcdefghjk"></figure>', ["abcdefghjk"]),
        ]:
            with self.subTest(name):
                found = preflight.check(make_complete(body=body), NOW)
                messages = [f"“{url}” leads to an article that readers will not find then." for url in expected]
                self.assertEqual([problem.message for problem in found], messages)
        self.assertEqual(self.problems(make_complete(body=link % address[soon]), NOW + DAY), [])

    def test_what_is_better_put_right_stands_in_nobody_s_way(self):
        draft = make_draft(headline="Mot " * 28)
        self.assertEqual(
            self.problems(draft), [("warning", "headline"), ("warning", "standfirst"), ("warning", "tags")]
        )
        self.assertEqual(self.problems(make_complete(headline="M" * 110)), [])
        with clock(NOW):
            workflow.publish(draft, by=None)
        self.assertEqual(draft.status, Status.PUBLISHED)

    def test_a_headline_that_another_article_has(self):
        make_article(headline="La marée monte !")
        make_draft(headline="Le pont ferme")  # nobody has published it
        mine = make_article(headline="La mer", standfirst="So.", tags=["Mer"])
        same = [("warning", "headline")]
        for headline, expected in [
            ("La maree monte", same),
            ("La marée monte encore", []),
            ("Le pont ferme", []),
            ("La", []),
        ]:
            with self.subTest(headline):
                self.assertEqual(self.problems(make_complete(headline=headline)), expected)
        with clock(NOW):
            self.assertEqual(self.problems(workflow.start_edition(mine, by=None)), [])

    # --- a site's own rules -------------------------------------------------------------------------------------------

    @override_settings(PREFLIGHT_SILENCED=["has_tags", "has_standfirst"])
    def test_a_site_may_silence_a_rule(self):
        self.assertEqual(self.problems(make_draft()), [])

    @override_settings(PREFLIGHT_RULES=["tests.articles.test_preflight.never_on_sunday"])
    def test_a_site_may_add_a_rule_and_every_door_asks_it(self):
        self.assert_blocked(make_complete(), "publish_at")

    def test_what_is_no_rule_and_what_lasts_is_refused(self):
        for settings_, expected in [
            ({"PREFLIGHT_SILENCED": ["has_taggs"]}, "PREFLIGHT_SILENCED: “has_taggs” can't be silenced"),
            ({"PREFLIGHT_SILENCED": ["paid_content_says_so"]}, "“paid_content_says_so” can't be silenced"),
            ({"PREFLIGHT_RULES": ["tests.nowhere.rule"]}, "PREFLIGHT_RULES: No module named 'tests.nowhere'"),
        ]:
            with (
                self.subTest(settings_),
                override_settings(**settings_),
                self.assertRaisesMessage(ImproperlyConfigured, expected),
            ):
                preflight.rules()

    # --- what is live already -----------------------------------------------------------------------------------------

    def test_what_readers_see_is_newer_than_the_draft(self):
        first = make_article(standfirst="So.", tags=["Mer"])
        with clock(NOW - HOUR):
            rewrite = workflow.start_edition(first, by=None)
            hotfix = workflow.start_edition(first, by=None)
            self.assertEqual((self.problems(rewrite), self.problems(hotfix)), ([], []))
            workflow.publish(hotfix, by=None)
        self.assertEqual(self.problems(rewrite), [("warning", "based_on")])
        with clock(NOW):
            workflow.publish(rewrite, by=None)  # a warning stands in nobody's way
        self.assertEqual(rewrite.status, Status.PUBLISHED)

    def rewrite(self, edition: Edition, **fields: Any) -> Edition:
        with clock(NOW - HOUR):
            draft = workflow.start_edition(edition, by=None)
            for name, value in fields.items():
                setattr(draft, name, value)
            return workflow.save_draft(draft, by=None)

    def test_other_words_owe_an_answer_to_who_read_the_last_ones(self):
        quote = '<figure class="pull-quote"><blockquote><p>Non.</p></blockquote>%s</figure>'
        figure = f'<figure class="picture" data-picture="{make_picture().uuid}"><figcaption>%s</figcaption></figure>'
        signed = "<figcaption><cite>Ana Roy</cite></figcaption>"
        body = f"<p>Le port « dort ».</p><p>Il est 5 h.</p>{quote % signed}{figure % 'Le port'}"
        first = make_article(
            headline="L’été arrive", standfirst="So.", lead_caption="La mer", body=body, tags=["Mer"], language="fr"
        )
        for name, fields, owes in [
            ("nothing else", {}, False),
            ("capitals, accents and typography", {"headline": "L'ETE ARRIVE !", "standfirst": "“So”"}, False),
            ("paragraphs and marks", {"body": body.replace("».</p><p>Il", "».<br><strong>Il</strong>")}, False),
            ("what is no text", {"kicker": "Mer", "slug": "x", "search_title": "Vu", "social_title": "Lu"}, False),
            ("headline", {"headline": "L’hiver arrive"}, True),
            ("standfirst", {"standfirst": "So so."}, True),
            ("a figure in the body", {"body": body.replace("5 h", "6 h")}, True),
            ("who says it", {"body": body.replace("Ana Roy", "Ana Rey")}, True),
            ("a caption", {"body": body.replace(">Le port<", ">La gare<")}, True),
            ("the lead caption", {"lead_caption": "Le port"}, True),
            ("a paragraph less", {"body": "<p>Le port dort.</p>"}, True),
        ]:
            with self.subTest(name):
                draft = self.rewrite(first, **fields)
                self.assertEqual(preflight.rewords(draft, NOW), first if owes else None)
                self.assertEqual(self.problems(draft), [("blocking", "correction_kind")] * owes)
                draft.correction_kind = CorrectionKind.NONE
                self.assertEqual(self.problems(workflow.save_draft(draft, by=None)), [])
                self.assertEqual(preflight.rewords(draft, NOW), first if owes else None)

    def test_the_answer_is_given_in_words(self):
        first = make_article(headline="Five", standfirst="So.", tags=["Mer"])
        self.assert_blocked(self.rewrite(first, headline="Six"), "correction_kind")
        self.assert_blocked(self.rewrite(first, correction_text="It was six."), "correction_kind")
        for kind in TOLD_KINDS:
            with self.subTest(kind):
                draft = self.rewrite(first, headline="Six", correction_kind=kind, correction_text=" \n")
                self.assert_blocked(draft, "correction_text")
                draft.correction_text = "It was six."
                self.assertEqual(self.problems(workflow.save_draft(draft, by=None)), [])
        with clock(NOW), self.assertRaises(workflow.PreflightError) as caught:
            workflow.publish(self.rewrite(first), by=None, correction=(CorrectionKind.UPDATE, ""))
        self.assertEqual([problem.field for problem in caught.exception.problems], ["correction_text"])

    def test_it_is_owed_for_what_readers_see_until_the_window_opens(self):
        make = {"headline": "Five", "standfirst": "So.", "tags": ["Mer"]}
        owed = [("blocking", "correction_kind")]

        def asked(first: Edition, at: Any = NOW, headline: str = "Six") -> list[tuple[str, str]]:
            draft = self.rewrite(first, headline=headline, expires_at=None)
            return [problem for problem in self.problems(draft, at) if problem[0] == "blocking"]

        self.assertEqual(self.problems(make_complete()), [])
        with self.subTest("scheduled"):
            scheduled = make_article(at=NOW + DAY, **make)
            self.assertEqual([asked(scheduled), asked(scheduled, NOW + 2 * DAY)], [[], owed])
        with self.subTest("expiring"):
            expiring = make_article(until=NOW + DAY, **make)
            instants = (NOW, NOW + DAY, NOW + DAY + HOUR)
            self.assertEqual([asked(expiring, at) for at in instants], [owed, owed, []])
        with self.subTest("withdrawn"):
            withdrawn = make_article(**make)
            with clock(NOW - HOUR):
                workflow.withdraw(withdrawn, by=None)
            self.assertEqual(asked(withdrawn), [])
        with self.subTest("another in between"):
            first = make_article(**make)
            with clock(NOW - HOUR):
                workflow.publish(self.rewrite(first, headline="Six"), by=None, at=NOW + DAY, correction=NOTHING_OWED)
            self.assertEqual([asked(first, at) for at in (NOW, NOW + 2 * DAY)], [owed, []])
            self.assertEqual([asked(first, at, "Five") for at in (NOW, NOW + 2 * DAY)], [[], owed])

    def test_what_blocks_comes_first(self):
        first = make_article(standfirst="So.", tags=["Mer"])
        with clock(NOW - HOUR):
            rewrite = workflow.start_edition(first, by=None)
            workflow.publish(workflow.start_edition(first, by=None), by=None)
            rewrite.body = ""
            workflow.save_draft(rewrite, by=None, bylines=[])
        blocking = [("blocking", field) for field in ("bylines", "body", "correction_kind")]
        self.assertEqual(self.problems(rewrite), [*blocking, ("warning", "based_on")])
        self.assertEqual([problem.severity for problem in preflight.blocking(rewrite, NOW)], [Severity.BLOCKING] * 3)
