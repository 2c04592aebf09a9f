"""Copy becomes a draft: whose section, author and bio it is here, what stays in the note, and nothing is lost."""

from __future__ import annotations

import re
from collections import Counter
from unittest import mock

from articles import body as bodies
from articles import preflight, workflow
from articles.importing import Copy, make_draft, read_copy
from articles.manuscript import RemarkKind
from articles.models import Article, Author, Edition
from tests.cast import CastTestCase
from tests.factories import NOW, make_author, make_section

TEXT = """ActualitésInternational

La baie rouvre aux pêcheurs après deux ans d’attente

Les bateaux sortiront lundi. Les quotas restent au plus bas…

Lundi matin, quarante bateaux quitteront le port pour la première fois depuis deux ans. Les familles l’attendaient.

Un accord fragile

Le préfet et les patrons ont signé vendredi, après une longue nuit.

On ne vit pas de promesses

– Ana Roy, patronne de la Belle-Anne

La suite se jouera en mars, avec les chiffres de la saison.

{bio}Pour explorer les options de sponsoring, contactez-nous.
"""
BIO = "Passionné et dévoué, j’explore sans cesse les nouvelles frontières de l’information."
HOUSE = "Pour explorer les options de sponsoring, contactez-nous."


def text(bio: str = "", byline: str = "") -> str:
    copy = TEXT.format(bio=f"{bio} " if bio else "")
    return copy.replace("\n\nLundi matin", f"\n\n{byline}\n\nLundi matin") if byline else copy


class ImportingTest(CastTestCase):
    maxDiff = None

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.news = make_section("Actualités", slug="actualites")
        cls.world = make_section("International", slug="international", parent=cls.news)
        cls.town = make_section("Ville", slug="ville")

    def read(self, copy: str, **options) -> Copy:
        return read_copy(copy, **({"by": None} | options))

    def told(self, copy: Copy, *kinds: RemarkKind) -> list[tuple[str, str]]:
        """Return what an editor is told beyond what was found."""
        kinds = kinds or (RemarkKind.UNSURE, RemarkKind.LEFT_OUT)
        return [(remark.message, remark.words) for remark in copy.remarks if remark.kind in kinds]

    def test_each_part_is_in_its_place(self):
        draft = make_draft(self.read(text()), by=self.writer)
        draft = Edition.objects.get(pk=draft.pk)
        self.assertEqual(
            {
                name: getattr(draft, name)
                for name in ("kicker", "headline", "standfirst", "section", "language", "status")
            },
            {
                "kicker": "",
                "headline": "La baie rouvre aux pêcheurs après deux ans d’attente",
                "standfirst": "Les bateaux sortiront lundi. Les quotas restent au plus bas…",
                "section": self.world,
                "language": "fr",
                "status": "draft",
            },
        )
        self.assertEqual(
            draft.body,
            "<p>Lundi matin, quarante bateaux quitteront le port pour la première fois depuis deux ans. "
            "Les familles l’attendaient.</p><h2>Un accord fragile</h2>"
            "<p>Le préfet et les patrons ont signé vendredi, après une longue nuit.</p>"
            '<figure class="pull-quote"><blockquote><p>On ne vit pas de promesses</p></blockquote>'
            "<figcaption><cite>Ana Roy</cite><span>patronne de la Belle-Anne</span></figcaption></figure>"
            "<p>La suite se jouera en mars, avec les chiffres de la saison.</p>",
        )
        self.assertEqual(draft.ednote, HOUSE)
        self.assertEqual((draft.created_by, draft.article.created_by), (self.writer, self.writer))
        self.assertEqual(list(draft.section_rows.values_list("section__path", flat=True).order_by("section__path")),
                         ["actualites", "actualites/international"])  # fmt: skip

    def test_reading_makes_nothing(self):
        self.read(text(BIO), authors=[make_author("Ana Roy")])
        self.assertEqual((Article.objects.count(), Author.objects.filter(bio="").count()), (0, 1))

    def test_what_was_chosen_goes_before_what_the_text_says(self):
        copy = self.read(text(), section=self.town, language="en")
        self.assertEqual((copy.section, copy.edition().language), (self.town, "en"))
        self.assertEqual(
            self.told(copy, RemarkKind.UNSURE),
            [("The text names another section than the one that was chosen: check it.", "ActualitésInternational")],
        )
        self.assertIn("ActualitésInternational", copy.edition().ednote)

    # --- who signs ----------------------------------------------------------------------------------------------------

    def test_who_is_known_signs(self):
        ana, bob = make_author("Ana Roy"), make_author("Bob Le Goff")
        copy = self.read(text(byline="Par Ana Roy, photos : BOB LE GOFF"))
        self.assertEqual(copy.bylines, {ana: "text", bob: "photos"})
        draft = make_draft(copy, by=None)
        self.assertEqual(
            [(line.author, line.role, line.position) for line in draft.bylines.all()],
            [(ana, "text", 0), (bob, "photos", 1)],
        )

    def test_who_is_not_known_is_told_of_and_not_made(self):
        copy = self.read(text(byline="Par Zoé Kervella"), authors=[make_author("Ana Roy")])
        message = "This is no author here: add them to the authors, then let them sign."
        self.assertEqual(self.told(copy, RemarkKind.UNSURE), [(message, "Zoé Kervella")])
        draft = make_draft(copy, by=None)
        self.assertEqual([line.author.name for line in draft.bylines.all()], ["Ana Roy"])
        self.assertEqual(draft.ednote, f"{HOUSE}\n\nZoé Kervella")
        self.assertEqual([author.name for author in Author.objects.all()], ["Ana Roy"])

    def test_namesakes_are_not_chosen_between(self):
        make_author("Ana Roy")
        make_author("Ana Roy")
        copy = self.read(text(byline="Par Ana Roy"))
        self.assertEqual(copy.bylines, {})
        self.assertEqual(
            self.told(copy, RemarkKind.UNSURE), [("Several authors have this name: choose who signs.", "Ana Roy")]
        )

    # --- whose bio it is ----------------------------------------------------------------------------------------------

    def bio_told(self, copy: Copy) -> list[str]:
        return [remark.message for remark in copy.remarks if remark.words == BIO]

    def test_nobody_named_nobody_s_bio(self):
        make_author("Ana Roy")
        copy = self.read(text(BIO))
        draft = make_draft(copy, by=None)
        self.assertEqual(self.bio_told(copy), ["A bio, and no author is named: it is in the note to the desk."])
        self.assertEqual(draft.ednote, f"{HOUSE}\n\n{BIO}")
        self.assertEqual(Author.objects.get().bio, "")

    def test_two_who_sign_are_not_chosen_between(self):
        make_author("Ana Roy")
        make_author("Bob Le Goff")
        copy = self.read(text(BIO, byline="Par Ana Roy et Bob Le Goff"))
        self.assertEqual(self.bio_told(copy), ["A bio, and no author is named: it is in the note to the desk."])

    def test_the_only_one_who_signs_gets_it_who_had_none(self):
        ana = make_author("Ana Roy")
        copy = self.read(text(BIO), authors=[ana])
        self.assertEqual(self.bio_told(copy), ["The bio will be that of Ana Roy, who has none yet."])
        draft = make_draft(copy, by=self.publisher)
        ana.refresh_from_db()
        self.assertEqual((ana.bio, draft.ednote), (BIO, HOUSE))

    def test_one_that_is_there_is_never_overwritten(self):
        ana = make_author("Ana Roy", bio="Elle est née sur le port.")
        copy = self.read(text(BIO), authors=[ana])
        message = "Ana Roy has another bio already, which stays: this one is in the note to the desk."
        self.assertEqual(self.bio_told(copy), [message])
        draft = make_draft(copy, by=None)
        ana.refresh_from_db()
        self.assertEqual((ana.bio, draft.ednote), ("Elle est née sur le port.", f"{HOUSE}\n\n{BIO}"))

    def test_nor_one_that_was_written_since_the_text_was_read(self):
        ana = make_author("Ana Roy")
        copy = self.read(text(BIO), authors=[ana])
        Author.objects.update(bio="Elle est née sur le port.")
        draft = make_draft(copy, by=None)
        ana.refresh_from_db()
        self.assertEqual((ana.bio, draft.ednote), ("Elle est née sur le port.", f"{HOUSE}\n\n{BIO}"))

    def test_the_same_one_is_known(self):
        copy = self.read(text(BIO), authors=[make_author("Ana Roy", bio=BIO)])
        self.assertEqual(self.bio_told(copy), ["The bio is the one that Ana Roy has."])
        self.assertEqual(copy.notes, [HOUSE])

    def test_who_may_not_change_authors_changes_none(self):
        ana = make_author("Ana Roy")
        copy = self.read(text(BIO), authors=[ana], by=self.writer)
        message = "You may not change Ana Roy, who has no bio yet: this one is in the note to the desk."
        self.assertEqual(self.bio_told(copy), [message])
        draft = make_draft(copy, by=self.writer)
        ana.refresh_from_db()
        self.assertEqual((ana.bio, draft.ednote), ("", f"{HOUSE}\n\n{BIO}"))

    def test_a_bio_that_names_its_author_is_theirs_whoever_signs(self):
        bob = make_author("Bob Le Goff")
        bio = "Bob Le Goff est journaliste à Port-Valmer."
        copy = self.read(text(bio), authors=[make_author("Ana Roy")])
        self.assertEqual(copy.introduced, bob)

    def test_a_bio_is_nobody_s_where_a_stranger_may_have_written_the_text(self):
        make_author("Ana Roy")
        for byline in (
            "Par Zoé Kervella et Ana Roy",
            "Par Ana Roy et Zoé Kervella",
            "Par Ana Roy, photos : Zoé Kervella",
        ):
            with self.subTest(byline):
                copy = self.read(text(BIO, byline=byline))
                self.assertIsNone(copy.introduced)
                self.assertEqual(self.bio_told(copy), ["A bio, and no author is named: it is in the note to the desk."])

    def test_nor_that_of_who_was_chosen_where_the_text_names_another(self):
        ana = make_author("Ana Roy")
        copy = self.read(text(BIO, byline="Par Zoé Kervella"), authors=[ana])
        self.assertEqual((copy.introduced, copy.bylines), (None, {ana: "text"}))
        self.assertIn(BIO, copy.edition().ednote)

    def test_nor_that_of_a_photographer(self):
        ana = make_author("Ana Roy")
        copy = self.read(text(BIO, byline="Photos : Ana Roy"))
        self.assertEqual((copy.introduced, copy.bylines), (None, {ana: "photos"}))

    def test_a_bio_that_a_label_names_is_not_given_to_whom_it_does_not_name(self):
        ana, rose = make_author("Ana Roy"), make_author("Rose Le Du")
        copies = {
            "Bio : Bob Martin couvre la mer depuis dix ans.": None,
            "Bio : Jean-Marc de La Tour couvre la mer depuis dix ans.": None,
            "Bio : Rose Le Du couvre la mer depuis dix ans.": rose,
            "Bio : Ana Roy couvre la mer depuis dix ans.": ana,
            "Bio : Née à Brest, elle couvre la mer depuis dix ans.": ana,
        }
        told = {
            line: self.read(f"Le port rouvre\n\nPar Ana Roy\n\nLa préfecture l’a dit.\n\n{line}").introduced
            for line in copies
        }
        self.assertEqual(told, copies)

    def test_two_bios_are_not_one_author_s(self):
        make_author("Ana Roy")
        make_author("Bob Martin")
        bios = "Ana Roy is a reporter at the Courier.\n\nBob Martin is a photographer."
        copy = self.read(f"The port reopens\n\nBy Ana Roy\n\nThe council said so.\n\n{bios}")
        self.assertIsNone(copy.introduced)
        self.assertEqual(copy.notes, [bios.replace("\n\n", "\n")])

    # --- the rest -----------------------------------------------------------------------------------------------------

    def test_paid_content_can_not_be_published_without_its_note(self):
        copy = self.read(text(byline="Contenu sponsorisé par Acme"), authors=[make_author()])
        draft = make_draft(copy, by=None)
        self.assertTrue(draft.sponsored)
        self.assertEqual(draft.ednote, f"Contenu sponsorisé par Acme\n\n{HOUSE}")
        self.assertEqual([problem.field for problem in preflight.blocking(draft, NOW)], ["notes"])

    def test_tags_are_taken_and_what_can_be_none_is_told_of(self):
        long = "mot " * 40
        copy = self.read(text(byline=f"Mots-clés : Pêche, Port, pêche, {long}"))
        draft = make_draft(copy, by=None)
        self.assertEqual([row.tag.name for row in draft.tag_rows.all()], ["Pêche", "Port"])
        self.assertEqual(
            self.told(copy, RemarkKind.UNSURE),
            [("“mot mot mot mot mot mot mot mo…” is too long for a tag: 90 characters at most.", long.strip())],
        )

    def test_who_may_not_write_makes_nothing(self):
        copy = self.read(text())
        with self.assertRaises(workflow.TransitionError):
            make_draft(copy, by=self.reader)
        self.assertEqual(Article.objects.count(), 0)

    def test_all_of_it_is_made_or_nothing(self):
        ana = make_author("Ana Roy")
        copy = self.read(text(BIO), authors=[ana])
        with mock.patch("articles.workflow.save_draft", side_effect=RuntimeError), self.assertRaises(RuntimeError):
            make_draft(copy, by=None)
        ana.refresh_from_db()
        self.assertEqual((Article.objects.count(), ana.bio), (0, ""))

    def test_no_word_is_lost(self):
        samples = [
            text(BIO, byline="Par Zoé Kervella, photos : Ana Roy"),
            "Sport > Voile > Loire\n\nUn titre qui convient\n\n" + "Une phrase. " * 20,
            "Rubrique : Ville\nTitre : Le pont\nMots-clés : pont, _\n\nLe pont rouvre.\n\n-30-",
            "Sponsored by Acme\n\nA headline of its own\n\nBy Ann Lee\n\nThe text.\n\nAnn Lee is a reporter.",
        ]
        make_author("Ana Roy", bio="Autre.")
        for sample in samples:
            with self.subTest(sample[:30]):
                copy = self.read(sample, section=self.town, authors=[Author.objects.get()])
                draft = make_draft(copy, by=None)
                kept = [draft.kicker, draft.headline, draft.standfirst, bodies.plain_text(draft.body), draft.ednote]
                kept += [row.tag.name for row in draft.tag_rows.all()]
                kept += [remark.words for remark in copy.remarks]
                missing = Counter(re.findall(r"\w+", sample)) - Counter(re.findall(r"\w+", " ".join(kept)))
                self.assertEqual(missing, Counter())
