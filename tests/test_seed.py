"""The seed newspaper: the fixture is what its sources say, loads by itself, and is visible at once."""

from __future__ import annotations

from io import StringIO

from django.core.management import call_command
from django.test import TestCase
from django.utils import timezone

from articles.models import Article, Author, Edition, Section, Transition
from articles.states import Genre, NoteKind, Phase
from fixtures import build
from images.fields import originals
from images.models import Picture

FIRST = "etats-unis-et-coree-du-sud-appellent-pyongyang-a-retirer-ses-troupes"
QUOTES = [
    "Je leur demande de retirer leurs troupes de Russie",
    "Si les troupes nord-coréennes combattent aux côtés des soldats russes dans ce conflit et attaquent les soldats "
    "ukrainiens, ces derniers ont le droit de se défendre.",
]


class SourcesTest(TestCase):
    def test_the_fixture_is_what_its_sources_say(self):
        build.act_out()
        self.assertEqual(build.serialise(), build.TARGET.read_text(), "run `make seed`")


class SeedTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        call_command("loaddata", "seed", verbosity=0)

    def phases(self) -> dict[str, int]:
        now = timezone.now()
        found = [edition.phase(now) for edition in Edition.objects.all()]
        return {phase: found.count(phase) for phase in Phase if phase in found}

    def test_it_holds_a_small_newspaper(self):
        self.assertEqual(Article.objects.count(), 38)
        self.assertEqual((Section.objects.count(), Author.objects.count(), Picture.objects.count()), (13, 6, 29))
        self.assertEqual(
            self.phases(),
            {
                Phase.DRAFT: 2,
                Phase.IN_REVIEW: 1,
                Phase.SCHEDULED: 2,
                Phase.LIVE: 32,
                Phase.SUPERSEDED: 2,
                Phase.EXPIRED: 1,
                Phase.WITHDRAWN: 1,
            },
        )
        self.assertEqual(set(Edition.objects.values_list("genre", flat=True)), set(Genre.values))
        self.assertEqual(Transition.objects.count(), 0)

    def test_every_kind_of_block_is_there(self):
        bodies = " ".join(Edition.objects.live(timezone.now()).values_list("body", flat=True))
        blocks = ["pull-quote", "picture", "fact-box", "embed", "related"]
        blocks += ['data-align="left"', 'data-align="right"', 'data-align="wide"']
        tags = ["h2", "ul", "ol", "table", "blockquote", "hr", "em", "strong", "sub", "sup", "a"]
        blocks += [f"<{tag}" for tag in tags]
        self.assertEqual([block for block in blocks if block not in bodies], [])

    def test_loading_it_again_changes_nothing(self):
        before = build.serialise()
        call_command("loaddata", "seed", verbosity=0)
        self.assertEqual(build.serialise(), before)

    def test_nothing_derived_is_missing(self):
        out = StringIO()
        call_command("rebuild", "--check", stdout=out)
        self.assertEqual(out.getvalue(), "Everything is as it should be.\n")

    def test_its_pictures_come_along(self):
        call_command("loaddata", "seed", verbosity=0)
        self.assertEqual([p.file.name for p in Picture.objects.all() if not originals().exists(p.file.name)], [])

    def test_the_first_article_has_its_anatomy(self):
        self.assertEqual(Article.objects.order_by("pk")[0].public_id, build.public_id(FIRST))
        path = f"/actualites/international/{FIRST}_{build.public_id(FIRST)}/"
        page = self.client.get(path)
        self.assertEqual(page.status_code, 200)
        for quote in QUOTES:
            self.assertContains(page, quote, count=1)
        speaker = (
            '<span class="speaker">Lloyd Austin</span>, <span class="role">secrétaire américain à la Défense</span>'
        )
        self.assertContains(page, speaker, count=2)
        self.assertContains(page, Author.objects.get(slug="julien-marchetti").bio)
        self.assertContains(page, "mailto:parrainage@lecourrier.example")

    def test_what_is_paid_for_says_so(self):
        paid = Edition.objects.live(timezone.now()).get(sponsored=True)
        self.assertEqual([row.note.kind for row in paid.note_rows.all()], [NoteKind.PAID])
        self.assertContains(self.client.get(paid.get_absolute_url()), "La Coopérative des Halles a payé cet article")

    def test_what_is_not_live_is_not_shown(self):
        secrets = ["parking sous la place", "gardiennes du stade", "phare de la Pointe-Blanche a cent ans"]
        secrets += [
            "Dernier Lampion",
            "prix du Littoral",
            "Vieux-Pont ferme",
            "ligne de ferry supprimée",
            "abonnement a pris fin",
        ]
        paths = ["/", "/authors/claire-delmas/", "/authors/aicha-benali/", "/tags/transports/"]
        paths += [edition.get_absolute_url() for edition in Edition.objects.live(timezone.now()).for_cards()]
        paths += [f"/{path}/" for path in Section.objects.values_list("path", flat=True)]
        for path in paths:
            page = self.client.get(path)
            self.assertEqual(page.status_code, 200, path)
            for secret in secrets:
                with self.subTest(path=path, secret=secret):
                    self.assertNotContains(page, secret)
