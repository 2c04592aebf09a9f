"""Who gets in where at the desk: a literal table of every page, and what must not leak to whom."""

from __future__ import annotations

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from articles import workflow
from articles.models import Edition, OldPath, Page, Person, SectionRight, Site
from tests.articles.admin.desk import DeskTestCase
from tests.cast import make_user
from tests.factories import make_inquiry, make_note, make_picture, make_section, make_sponsor

OK, ELSEWHERE, NO = 200, 302, 403
# What superuser, writer, editor, publisher and commercial are answered, on the list, the form to add, and a row's page.
PAGES = {
    "articles.article": [(OK, OK, OK, OK, OK), (ELSEWHERE,) * 5, (OK, OK, OK, OK, OK)],
    "articles.edition": [(ELSEWHERE,) * 5, (OK, OK, OK, OK, NO), (OK, OK, OK, OK, OK)],
    "articles.section": [(OK, OK, OK, OK, OK), (OK, NO, NO, OK, NO), (OK, OK, OK, OK, OK)],
    "articles.person": [(OK, NO, NO, OK, NO), (OK, NO, NO, OK, NO), (OK, NO, NO, OK, NO)],
    "articles.author": [(OK, OK, OK, OK, OK), (OK, OK, OK, OK, NO), (OK, OK, OK, OK, OK)],
    "articles.tag": [(OK, OK, OK, OK, OK), (OK, OK, OK, OK, NO), (OK, OK, OK, OK, OK)],
    "articles.site": [(ELSEWHERE, NO, NO, ELSEWHERE, NO), (ELSEWHERE, NO, NO, ELSEWHERE, NO), (OK, NO, NO, OK, NO)],
    "articles.page": [(OK, NO, NO, OK, NO), (OK, NO, NO, OK, NO), (OK, NO, NO, OK, NO)],
    "articles.sponsor": [(OK, NO, OK, OK, OK), (OK, NO, NO, OK, OK), (OK, NO, OK, OK, OK)],
    "articles.sponsorshipnote": [(OK, OK, OK, OK, OK), (OK, NO, NO, OK, OK), (OK, OK, OK, OK, OK)],
    "articles.inquiry": [(OK, NO, NO, OK, OK), (NO,) * 5, (OK, NO, NO, OK, OK)],
    "articles.transition": [(OK, OK, OK, OK, OK), (NO,) * 5, (OK, OK, OK, OK, OK)],
    "articles.revision": [(OK, OK, OK, OK, OK), (NO,) * 5, (OK, OK, OK, OK, OK)],
    "articles.oldpath": [(OK, NO, NO, OK, NO), (OK, NO, NO, OK, NO), (OK, NO, NO, OK, NO)],
    "images.picture": [(OK, OK, OK, OK, OK), (OK, OK, OK, OK, OK), (OK, OK, OK, OK, OK)],
    "auth.user": [(OK, NO, NO, NO, NO), (OK, NO, NO, NO, NO), (OK, NO, NO, NO, NO)],
    "auth.group": [(OK, NO, NO, NO, NO), (OK, NO, NO, NO, NO), (OK, NO, NO, NO, NO)],
}
# What has no page of its own, and the page on which it is reached.
REACHED = {
    "articles.byline": "on its edition's page",
    "articles.editiontag": "as the tags of its edition",
    "articles.editionnote": "as the notes of its edition",
    "articles.editionsection": "derived from the edition's section",
    "articles.editionreference": "derived from the edition's body",
    "articles.pageversion": "on its page's form",
    "articles.sectionright": "as the sections of its person",
    "articles.searchtext": "derived from the edition's words",
}


class EveryPageTest(DeskTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.superuser = make_user("admin", is_superuser=True)
        User.objects.filter(pk=cls.superuser.pk).update(is_staff=True)
        cls.superuser.refresh_from_db()

    def people(self):
        return (self.superuser, self.writer, self.editor, self.publisher, self.commercial)

    def rows(self):
        """Return a row of every table that has pages: editions published, so that all may read them."""
        edition = workflow.publish(self.draft(tags=["Port"], lead_picture=make_picture()), by=None)
        rows = [
            edition, edition.article, edition.transitions.first(), edition.revisions.first(), edition.lead_picture,
            edition.tags.get(), self.ada, self.town, Person.objects.get(pk=self.editor.pk), make_sponsor(), make_note(),
            make_inquiry(), OldPath.objects.create(old_path="a", new_path="b"), self.writer, Group.objects.first(),
            Site.objects.create(), Page.objects.create(title="About", slug="about"),
        ]  # fmt: skip
        return {row._meta.label_lower: row for row in rows}

    def test_every_table_is_registered_or_reached_by_another(self):
        ours = {
            model._meta.label_lower for app in ("articles", "images") for model in apps.get_app_config(app).get_models()
        }
        self.assertEqual({model._meta.label_lower for model in admin.site._registry}, set(PAGES))
        self.assertEqual(ours | {"auth.user", "auth.group"}, {*PAGES, *REACHED})

    def test_every_page_answers_each_role_as_the_table_says(self):
        rows = self.rows()
        answers = {}
        for label in PAGES:
            name = f"admin:{label.replace('.', '_')}"
            urls = [
                reverse(f"{name}_changelist"),
                reverse(f"{name}_add"),
                reverse(f"{name}_change", args=[rows[label].pk]),
            ]
            answers[label] = []
            for url in urls:
                statuses = []
                for person in self.people():
                    self.client.force_login(person)
                    statuses.append(self.client.get(url).status_code)
                answers[label].append(tuple(statuses))
        self.assertEqual(answers, PAGES)

    def test_nobody_gets_in_without_an_account_of_the_desk(self):
        rows = self.rows()
        for person in (None, self.reader):
            if person:
                self.client.force_login(person)
            for label, row in rows.items():
                for page, args in (("changelist", []), ("add", []), ("change", [row.pk]), ("history", [row.pk])):
                    with self.subTest(label=label, page=page):
                        url = reverse(f"admin:{label.replace('.', '_')}_{page}", args=args)
                        self.assertRedirects(self.client.get(url), f"{reverse('admin:login')}?next={url}")

    def test_the_index_and_the_histories_answer(self):
        rows = self.rows()
        for person in self.people():
            self.client.force_login(person)
            self.assertEqual(self.client.get(reverse("admin:index")).status_code, 200)
            self.assertEqual(self.client.get(reverse("admin:app_list", args=["articles"])).status_code, 200)
        self.client.force_login(self.superuser)
        for label, row in rows.items():
            with self.subTest(label):
                url = reverse(f"admin:{label.replace('.', '_')}_history", args=[row.pk])
                moved = label in ("articles.article", "articles.edition")
                self.assertEqual(self.client.get(url).status_code, 302 if moved else 200)

    def test_the_way_to_editions_is_by_the_list_of_articles(self):
        edition = self.rows()["articles.edition"]
        articles = reverse("admin:articles_article_changelist")
        self.client.force_login(self.publisher)
        self.assertRedirects(self.client.get(reverse("admin:articles_edition_changelist")), articles)
        self.assertRedirects(
            self.client.get(self.url(edition, "history")),
            reverse("admin:articles_article_change", args=[edition.article_id]),
        )
        index = self.client.get(reverse("admin:index")).content.decode()
        self.assertNotIn(f'"{reverse("admin:articles_edition_changelist")}"', index)
        self.assertIn(articles, index)
        self.assertIn(f'<a href="{articles}">', self.client.get(self.url(edition)).content.decode())

    def test_articles_alone_have_bulk_actions_and_those_are_verbs_of_the_workflow(self):
        self.rows()
        self.client.force_login(self.superuser)
        offered = {}
        for label in PAGES:
            if label in ("auth.group", "articles.edition", "articles.site"):
                continue
            page = self.client.get(reverse(f"admin:{label.replace('.', '_')}_changelist"))
            if form := page.context.get("action_form"):
                offered[label] = [value for value, _label in form.fields["action"].choices if value]
        verbs = ["submit", "approve", "request_changes", "publish", "unschedule", "withdraw", "discard"]
        self.assertEqual(offered, {"articles.article": verbs})


class NothingLeaksTest(DeskTestCase):
    """A draft of somebody else's, whose headline no writer may meet on any page."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        fields = {"by": cls.publisher, "section": cls.town, "bylines": [(cls.ada, "text")]}
        cls.public = workflow.publish(cls.draft(cls, headline="Public knowledge", **fields), by=cls.publisher)
        rewrite = workflow.start_edition(cls.public, by=cls.publisher)
        rewrite.headline, rewrite.slug, rewrite.body = "Hush rewrite", "hush-rewrite", "<p>Hush body</p>"
        cls.rewrite = workflow.save_draft(rewrite, by=cls.publisher)
        cls.secret = cls.draft(cls, headline="Hush draft", slug="hush-draft", **fields)
        cls.mine = cls.draft(cls, headline="My own draft", section=cls.town)
        cls.elsewhere = make_user("elsewhere", "editors")
        SectionRight.objects.create(user=cls.elsewhere, section=make_section(slug="far-away"))

    def outsiders(self):
        return (self.writer, self.elsewhere, self.commercial)

    def listed(self, person, **query) -> list[str]:
        """Return the headlines and open drafts in the list of articles."""
        self.client.force_login(person)
        page = self.client.get(reverse("admin:articles_article_changelist"), query)
        self.assertEqual(page.status_code, 200)
        return [str(article.shown[0]) for article in page.context["cl"].result_list]

    def test_the_list_shows_what_one_may_read(self):
        everything = ["My own draft", "Hush draft", "Hush rewrite"]
        self.assertEqual(self.listed(self.publisher), everything)
        self.assertEqual(self.listed(self.editor), everything)
        self.assertEqual(self.listed(self.writer), ["My own draft", "Public knowledge"])
        self.assertEqual(self.listed(self.elsewhere), ["Public knowledge"])
        self.assertEqual(self.listed(self.commercial), ["Public knowledge"])

    def test_nothing_hushed_is_on_any_page_of_an_outsider(self):
        article = reverse("admin:articles_article_change", args=[self.public.article_id])
        pages = [
            reverse("admin:index"), reverse("admin:articles_article_changelist"), article, self.url(self.public),
            f"{reverse('admin:articles_article_changelist')}?state=open",
            reverse("admin:articles_transition_changelist"), reverse("admin:articles_revision_changelist"),
            reverse("admin:articles_author_change", args=[self.ada.pk]),
        ]  # fmt: skip
        self.client.force_login(self.publisher)
        shown = [url for url in pages if "Hush" in self.client.get(url).content.decode()]
        self.assertEqual(len(shown), 7)  # there is something to leak
        for person in self.outsiders():
            self.client.force_login(person)
            for url in pages:
                with self.subTest(person=person.username, url=url):
                    self.assertNotContains(self.client.get(url), "Hush")

    def test_a_page_one_may_not_read_is_not_there(self):
        rows = [
            *((f"articles_edition_{page}", self.secret.pk) for page in ("change", "history")),
            ("articles_edition_change", self.rewrite.pk),
            ("articles_article_change", self.secret.article_id),
            ("articles_transition_change", self.secret.transitions.first().pk),
            ("articles_revision_change", self.secret.revisions.first().pk),
        ]
        for person in self.outsiders():
            self.client.force_login(person)
            for name, pk in rows:
                with self.subTest(person=person.username, page=name):
                    self.assertRedirects(self.client.get(reverse(f"admin:{name}", args=[pk])), reverse("admin:index"))
                    # the same answer as for what does not exist
                    self.assertRedirects(
                        self.client.get(reverse(f"admin:{name}", args=[999999])), reverse("admin:index")
                    )
            answers = [self.press(person, edition, "discard") for edition in (self.secret, Edition(pk=999999))]
            self.assertEqual([answer.status_code for answer in answers], [404, 404])
        self.assertEqual(Edition.objects.get(pk=self.secret.pk).status, "draft")

    def test_search_and_filters_find_nothing_hushed(self):
        self.assertEqual(self.listed(self.publisher, q="hush"), ["Hush draft", "Hush rewrite"])
        self.assertEqual(self.listed(self.publisher, state="open"), ["My own draft", "Hush draft", "Hush rewrite"])
        for person in self.outsiders():
            self.assertEqual(self.listed(person, q="hush"), [])
            self.assertEqual(self.listed(person, q=self.secret.article.public_id), [])
        self.assertEqual(self.listed(self.writer, state="open"), ["My own draft"])
        self.assertEqual(self.listed(self.writer, state="live"), ["Public knowledge"])
        self.assertEqual(self.listed(self.writer, q="own DRAFT"), ["My own draft"])
        self.assertEqual(self.listed(self.writer, q=f"/town/x_{self.mine.article.public_id}"), ["My own draft"])

    def test_lookups_in_the_address_find_nothing_hushed(self):
        self.client.force_login(self.writer)
        for query in (
            "editions__headline__startswith=Hush",
            "head__headline__startswith=Hush",
            "head__slug=hush-draft",
        ):
            for name in ("articles_article", "articles_transition", "articles_revision"):
                with self.subTest(name=name, query=query):
                    response = self.client.get(f"{reverse(f'admin:{name}_changelist')}?{query}")
                    self.assertIn(response.status_code, (400, 302))

    def test_autocompletion_offers_nothing_hushed(self):
        """The endpoint completes any foreign key by the searched model's own list."""

        def offered(person, model, field, term=""):
            self.client.force_login(person)
            query = {"app_label": "articles", "model_name": model, "field_name": field, "term": term}
            response = self.client.get(reverse("admin:autocomplete"), query)
            return [found["text"] for found in response.json()["results"]] if response.status_code == 200 else None

        hushed = self.secret.article.public_id
        self.assertEqual(offered(self.publisher, "edition", "article", "hush draft"), [hushed])
        for person in self.outsiders():
            self.assertNotIn(hushed, offered(person, "edition", "article"))
            self.assertEqual(offered(person, "edition", "article", "hush"), [])
            for model, field in (
                ("transition", "edition"),
                ("article", "head"),
                ("edition", "based_on"),
                ("author", "user"),
            ):
                self.assertIsNone(offered(person, model, field, "hush"))
        self.assertEqual(offered(self.writer, "byline", "author", "ada"), ["Ada"])
        self.assertEqual(offered(self.writer, "byline", "author", "a\x00"), [])

    def test_the_redirect_to_any_rows_page_is_gone(self):
        self.client.force_login(self.writer)
        kind = ContentType.objects.get_for_model(Edition)
        self.assertEqual(self.client.get(f"/admin/r/{kind.pk}/{self.secret.pk}/").status_code, 404)
