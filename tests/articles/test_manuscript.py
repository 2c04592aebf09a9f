"""The parts of manuscripts: texts as newspapers send them, files that are none, and the law that no word is lost."""

# The texts are as they come.
# ruff: noqa: E501

from __future__ import annotations

import html
import re
from collections import Counter
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.body import sanitise
from articles.manuscript import (
    MAX_BYTES,
    Manuscript,
    Remark,
    RemarkKind,
    Signature,
    UnreadableText,
    decode,
    read,
)

SEED = Path(__file__).resolve().parents[2].parent / "shared" / "seed" / "article.txt"
SECTIONS = [
    ("actualites", ("Actualités",)),
    ("actualites/international", ("Actualités", "International")),
    ("actualites/politique", ("Actualités", "Politique")),
    ("sport", ("Sport",)),
    ("sport/football", ("Sport", "Football")),
]
AUTHORS = ("Jeanne Morvan", "Jane Doe")


def found(message: str, words: str = "") -> Remark:
    return Remark(RemarkKind.FOUND, message, words)


def unsure(message: str, words: str = "") -> Remark:
    return Remark(RemarkKind.UNSURE, message, words)


def left_out(message: str, words: str = "") -> Remark:
    return Remark(RemarkKind.LEFT_OUT, message, words)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def manuscript(text: str, language: str = "") -> Manuscript:
    return read(text, language=language, sections=SECTIONS, authors=AUTHORS)


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


def words_of_body(body: str) -> Counter[str]:
    return words(html.unescape(re.sub(r"</?[a-z][^>]*>", " ", body)))


def assert_no_word_is_lost(text: str, read_as: Manuscript) -> None:
    """Check that each word is in a part or left out, and that no part has a word that the text has not.

    What remarks quote of labels and bylines counts: “Titre :”, “Par” and the numbers of a list are markup.
    """
    signed = (signature.name for signature in read_as.signatures)
    texts = [
        read_as.kicker,
        read_as.headline,
        read_as.standfirst,
        *signed,
        *read_as.tags,
        read_as.bio,
        *read_as.left_out,
    ]
    kept = words_of_body(read_as.body)
    for part in texts if any(read_as.trail in piece for piece in read_as.left_out) else [*texts, read_as.trail]:
        kept += words(part)
    marked = Counter[str]()
    for remark in read_as.remarks:
        marked += words(remark.words) if remark.kind == RemarkKind.FOUND else Counter()
    assert words(text) - kept - marked == Counter()
    assert kept - words(text) - words(text.replace("_", " ")) == Counter()


CASES: dict[str, tuple[str, Manuscript]] = {
    "a news item of the shape of the seed": (
        """\
ActualitésInternational

Port-Valmer et Kerloc'h appellent à partager la baie

Les deux communes se disputent la baie depuis dix ans. Elles demandent un arbitrage à la préfecture. Des dizaines de bateaux seraient déjà menacés...

Alors que la saison commence, les deux maires s’alarment de la situation.

Une réunion est prévue lundi à la préfecture

Mardi, le préfet a reçu les deux maires.

Je leur demande de se parler

– Luc Abgrall, préfet du département

Les deux communes ont jusqu’à mars.

Il faut que chacun fasse un pas vers l’autre.

– Luc Abgrall

La pêche reste autorisée pour l’instant.

Passionné et dévoué, j'explore sans cesse les nouvelles frontières de la mer. Pour explorer les options de sponsoring, contactez-nous.
""",
        Manuscript(
            trail="ActualitésInternational",
            section="actualites/international",
            headline="Port-Valmer et Kerloc'h appellent à partager la baie",
            standfirst="Les deux communes se disputent la baie depuis dix ans. Elles demandent un arbitrage à la préfecture. Des dizaines de bateaux seraient déjà menacés...",
            body=(
                "<p>Alors que la saison commence, les deux maires s’alarment de la situation.</p>"
                "<h2>Une réunion est prévue lundi à la préfecture</h2>"
                "<p>Mardi, le préfet a reçu les deux maires.</p>"
                '<figure class="pull-quote"><blockquote><p>Je leur demande de se parler</p></blockquote>'
                "<figcaption><cite>Luc Abgrall</cite><span>préfet du département</span></figcaption></figure>"
                "<p>Les deux communes ont jusqu’à mars.</p>"
                '<figure class="pull-quote"><blockquote><p>Il faut que chacun fasse un pas vers l’autre.</p></blockquote>'
                "<figcaption><cite>Luc Abgrall</cite></figcaption></figure>"
                "<p>La pêche reste autorisée pour l’instant.</p>"
            ),
            language="fr",
            bio="Passionné et dévoué, j'explore sans cesse les nouvelles frontières de la mer.",
            left_out=("Pour explorer les options de sponsoring, contactez-nous.",),
            remarks=(
                found("The section is actualites/international.", "ActualitésInternational"),
                found("The paragraph below the headline is the standfirst."),
                left_out(
                    "A notice of the house: it is no part of the article.",
                    "Pour explorer les options de sponsoring, contactez-nous.",
                ),
                found("The text closes with a bio."),
                found("Subheads: 1."),
                found("Quotations with their speakers: 2."),
            ),
        ),
    ),
    "no trail, no subheads": (
        """\
Le marché couvert fermera en mars

Le conseil municipal de Port-Valmer a voté la fermeture lundi soir.

Les commerçants demandent un délai.
""",
        Manuscript(
            headline="Le marché couvert fermera en mars",
            body=(
                "<p>Le conseil municipal de Port-Valmer a voté la fermeture lundi soir.</p>"
                "<p>Les commerçants demandent un délai.</p>"
            ),
            language="fr",
        ),
    ),
    "several speakers": (
        """\
Le port divise les habitants

La mairie veut agrandir le port.

« Nous avons besoin de place »

– Nadia Kacem, présidente du port

D'autres sont contre.

« La baie est assez pleine.

« On ne peut plus s'y baigner. »

– un habitant

« C'est non » – Luc Abgrall (opposition)

« Nous verrons bien. » — Martin L. King Jr.

Le vote aura lieu vendredi.
""",
        Manuscript(
            headline="Le port divise les habitants",
            body=(
                "<p>La mairie veut agrandir le port.</p>"
                '<figure class="pull-quote"><blockquote><p>Nous avons besoin de place</p></blockquote>'
                "<figcaption><cite>Nadia Kacem</cite><span>présidente du port</span></figcaption></figure>"
                "<p>D'autres sont contre.</p>"
                '<figure class="pull-quote"><blockquote><p>La baie est assez pleine.</p><p>On ne peut plus s\'y baigner.</p></blockquote>'
                "<figcaption><cite>un habitant</cite></figcaption></figure>"
                '<figure class="pull-quote"><blockquote><p>C\'est non</p></blockquote>'
                "<figcaption><cite>Luc Abgrall</cite><span>opposition</span></figcaption></figure>"
                '<figure class="pull-quote"><blockquote><p>Nous verrons bien.</p></blockquote>'
                "<figcaption><cite>Martin L. King Jr.</cite></figcaption></figure>"
                "<p>Le vote aura lieu vendredi.</p>"
            ),
            language="fr",
            remarks=(found("Quotations with their speakers: 4."),),
        ),
    ),
    "an English feature": (
        """\
The Last Ferry

For 112 years, a small boat has crossed the bay. On Sunday it stops.

By Jane Doe
Photographs by John Smith

Published October 30, 2024

The ferry leaves at dawn. Nobody is on it but the captain and a dog.

A Captain and His Dog

He has made the crossing 40,000 times. The dog has made it 6,000 times.

“I know every wave,” he says. “They know me.”

What Comes Next

The town will build a bridge. It will take three years.

“We will miss the boat
but not the queue”

— Ann Marlow, shopkeeper

Some will leave. Others will wait for the bridge.

The Bridge to Nowhere?

Not everybody wants it.

Jane Doe is a reporter who lives by the sea. To advertise with us, contact ads@example.com.
""",
        Manuscript(
            headline="The Last Ferry",
            standfirst="For 112 years, a small boat has crossed the bay. On Sunday it stops.",
            body=(
                "<p>The ferry leaves at dawn. Nobody is on it but the captain and a dog.</p>"
                "<h2>A Captain and His Dog</h2>"
                "<p>He has made the crossing 40,000 times. The dog has made it 6,000 times.</p>"
                "<p>“I know every wave,” he says. “They know me.”</p>"
                "<h2>What Comes Next</h2>"
                "<p>The town will build a bridge. It will take three years.</p>"
                '<figure class="pull-quote"><blockquote><p>We will miss the boat<br>but not the queue</p></blockquote>'
                "<figcaption><cite>Ann Marlow</cite><span>shopkeeper</span></figcaption></figure>"
                "<p>Some will leave. Others will wait for the bridge.</p>"
                "<h2>The Bridge to Nowhere?</h2>"
                "<p>Not everybody wants it.</p>"
            ),
            language="en",
            signatures=(
                Signature("Jane Doe"),
                Signature("John Smith", "photos"),
            ),
            bio="Jane Doe is a reporter who lives by the sea.",
            bio_of="Jane Doe",
            left_out=(
                "Published October 30, 2024",
                "To advertise with us, contact ads@example.com.",
            ),
            remarks=(
                found("A byline.", "By Jane Doe"),
                found("A byline.", "Photographs by John Smith"),
                left_out("A date or a reading time: the system keeps its own.", "Published October 30, 2024"),
                found("The paragraph below the headline is the standfirst."),
                left_out(
                    "A notice of the house: it is no part of the article.",
                    "To advertise with us, contact ads@example.com.",
                ),
                found("The text closes with a bio."),
                found("Subheads: 3."),
                found("Quotations with their speakers: 1."),
            ),
        ),
    ),
    "verse": (
        """\
Le phare

Sur le rocher battu des flots
Se dresse encore le vieux phare
Il a vu passer les bateaux
Et les départs sans fanfare

La nuit

La nuit tombe sur Port-Valmer
Le gardien n'est plus là-haut
On entend seulement la mer
Et le cri d'un oiseau

Anne Kerbrat
""",
        Manuscript(
            headline="Le phare",
            body=(
                "<p>Sur le rocher battu des flots<br>Se dresse encore le vieux phare<br>Il a vu passer les "
                "bateaux<br>Et les départs sans fanfare</p>"
                "<p>La nuit</p>"
                "<p>La nuit tombe sur Port-Valmer<br>Le gardien n'est plus là-haut<br>On entend seulement la "
                "mer<br>Et le cri d'un oiseau</p>"
                "<p>Anne Kerbrat</p>"
            ),
            language="fr",
            remarks=(
                unsure("The last line may sign the text: it stays in it.", "Anne Kerbrat"),
                unsure("A short line here may be a subhead: it stays a paragraph.", "La nuit"),
            ),
        ),
    ),
    "an interview": (
        """\
« Nous vivons de la mer »

Rencontre. Le président du comité des pêches répond à nos questions.

Depuis quand pêchez-vous ?

Depuis trente ans. Mon père pêchait déjà.

Que pensez-vous du nouveau quota ?

Il est trop bas. Nous l'avons dit au ministre.

Et demain ?

Demain, nous verrons.

Propos recueillis par Jeanne Morvan
""",
        Manuscript(
            headline="« Nous vivons de la mer »",
            body=(
                "<p>Rencontre. Le président du comité des pêches répond à nos questions.</p>"
                "<p>Depuis quand pêchez-vous ?</p>"
                "<p>Depuis trente ans. Mon père pêchait déjà.</p>"
                "<p>Que pensez-vous du nouveau quota ?</p>"
                "<p>Il est trop bas. Nous l'avons dit au ministre.</p>"
                "<p>Et demain ?</p>"
                "<p>Demain, nous verrons.</p>"
            ),
            language="fr",
            signatures=(Signature("Jeanne Morvan"),),
            remarks=(
                unsure(
                    "The first paragraph may be a standfirst: it stays in the text.",
                    "Rencontre. Le président du comité des pêches répond à nos questions.",
                ),
                found("A byline.", "Propos recueillis par Jeanne Morvan"),
                unsure("The questions of an interview stay paragraphs: 3."),
            ),
        ),
    ),
    "dialogue": (
        """\
Une nuit à bord

Le patron attend la marée.

– Vous partez quand ?

– Quand la mer voudra.

Il sourit.

– Jamais, dit son fils.

La lune se lève.
""",
        Manuscript(
            headline="Une nuit à bord",
            body=(
                "<p>Le patron attend la marée.</p>"
                "<p>– Vous partez quand ?</p>"
                "<p>– Quand la mer voudra.</p>"
                "<p>Il sourit.</p>"
                "<p>– Jamais, dit son fils.</p>"
                "<p>La lune se lève.</p>"
            ),
            language="fr",
        ),
    ),
    "labels": (
        """\
Titre : Le marché couvert fermera en mars
Surtitre : Commerce
Chapô : La mairie l'a confirmé lundi : le bâtiment, vétuste, doit être
démoli. Les commerçants demandent un délai.
Rubrique : Actualités > Politique
Auteur : Jeanne Morvan (texte) et Paul Kervran (photos)
Mots-clés : marché, commerce, Port-Valmer

Le conseil municipal a voté la fermeture lundi soir, par 18 voix contre 11.

Intertitre : Un délai de six mois

Les commerçants ont obtenu un délai.

Titre : Un autre titre
""",
        Manuscript(
            trail="Actualités > Politique",
            section="actualites/politique",
            kicker="Commerce",
            headline="Le marché couvert fermera en mars",
            standfirst="La mairie l'a confirmé lundi : le bâtiment, vétuste, doit être démoli. Les commerçants demandent un délai.",
            body=(
                "<p>Le conseil municipal a voté la fermeture lundi soir, par 18 voix contre 11.</p>"
                "<h2>Un délai de six mois</h2>"
                "<p>Les commerçants ont obtenu un délai.</p>"
                "<p>Titre : Un autre titre</p>"
            ),
            language="fr",
            signatures=(
                Signature("Jeanne Morvan"),
                Signature("Paul Kervran", "photos"),
            ),
            tags=(
                "marché",
                "commerce",
                "Port-Valmer",
            ),
            remarks=(
                found("A label names the headline.", "Titre :"),
                found("A label names the kicker.", "Surtitre :"),
                found("A label names the standfirst.", "Chapô :"),
                found("The section is actualites/politique.", "Rubrique : Actualités > Politique"),
                found("A byline.", "Auteur : Jeanne Morvan (texte) et Paul Kervran (photos)"),
                found("A label names the tags.", "Mots-clés : marché, commerce, Port-Valmer"),
                found("A label names a subhead.", "Intertitre :"),
                unsure(
                    "This label can't be followed, or not twice: its line stays in the text.", "Titre : Un autre titre"
                ),
                found("Subheads: 1."),
            ),
        ),
    ),
    "labels in English": (
        """\
Headline:
The market hall will close in March
Standfirst: The council voted on Monday.
Section: Weather
Byline: Jane Doe
Tags: market; trade
Body:
The vote was 18 to 11.
""",
        Manuscript(
            trail="Weather",
            headline="The market hall will close in March",
            standfirst="The council voted on Monday.",
            body="<p>The vote was 18 to 11.</p>",
            language="en",
            signatures=(Signature("Jane Doe"),),
            tags=(
                "market",
                "trade",
            ),
            left_out=("Section: Weather",),
            remarks=(
                found("A label names the headline.", "Headline:"),
                found("A label names the standfirst.", "Standfirst:"),
                unsure("There is no such section: choose one.", "Section: Weather"),
                found("A byline.", "Byline: Jane Doe"),
                found("A label names the tags.", "Tags: market; trade"),
                found("A label tells where the text begins.", "Body:"),
            ),
        ),
    ),
    "one paragraph a line": (
        """\
Accueil > Sport > Football
Port-Valmer s'impose dans la douleur
Les hommes de Marc Riou ont attendu la 89e minute pour faire la différence dimanche au stade du Port.
Devant 400 spectateurs, les locaux ont dominé la première période sans marquer.
Marc Riou ne cachait pas sa joie.
""",
        Manuscript(
            trail="Accueil > Sport > Football",
            section="sport/football",
            headline="Port-Valmer s'impose dans la douleur",
            body=(
                "<p>Les hommes de Marc Riou ont attendu la 89e minute pour faire la différence dimanche au "
                "stade du Port.</p>"
                "<p>Devant 400 spectateurs, les locaux ont dominé la première période sans marquer.</p>"
                "<p>Marc Riou ne cachait pas sa joie.</p>"
            ),
            language="fr",
            remarks=(
                found("The section is sport/football.", "Accueil > Sport > Football"),
                unsure(
                    "The first paragraph may be a standfirst: it stays in the text.",
                    "Les hommes de Marc Riou ont attendu la 89e minute pour faire la différence dimanche au stade du Port.",
                ),
            ),
        ),
    ),
    "a mail with wrapped lines": (
        """\
From: desk@example.com

Council votes to save
market hall

By Jane Doe and John Smith, Staff Writers

The town council of Port-Valmer voted on Monday night to save the
nineteenth-century market hall, which had been due for demoli-
tion in the spring. The vote was unanimous, and it surprised many
of those who had come to protest.

"We listened," said the mayor. "And we changed our minds. That is
what councils are for."

-30-
""",
        Manuscript(
            headline="Council votes to save market hall",
            body=(
                "<p>The town council of Port-Valmer voted on Monday night to save the nineteenth-century market "
                "hall, which had been due for demoli-tion in the spring. The vote was unanimous, and it "
                "surprised many of those who had come to protest.</p>"
                '<p>"We listened," said the mayor. "And we changed our minds. That is what councils are '
                'for."</p>'
            ),
            language="en",
            signatures=(
                Signature("Jane Doe"),
                Signature("John Smith"),
            ),
            left_out=(
                "From: desk@example.com",
                "Staff Writers",
                "-30-",
            ),
            remarks=(
                left_out("A line of the mail that brought the text.", "From: desk@example.com"),
                found("A byline.", "By Jane Doe and John Smith, Staff Writers"),
                left_out("The byline also says this.", "Staff Writers"),
                left_out("The mark of the end.", "-30-"),
            ),
        ),
    ),
    "an opinion in the first person": (
        """\
Gardons le marché couvert

Par Odile Le Bihan

Je fais mes courses au marché couvert depuis l'enfance.

La mairie dit qu'il coûte trop cher. Je n'en suis pas sûre.

Je crois que la ville perdrait son âme.
""",
        Manuscript(
            headline="Gardons le marché couvert",
            body=(
                "<p>Je fais mes courses au marché couvert depuis l'enfance.</p>"
                "<p>La mairie dit qu'il coûte trop cher. Je n'en suis pas sûre.</p>"
                "<p>Je crois que la ville perdrait son âme.</p>"
            ),
            language="fr",
            signatures=(Signature("Odile Le Bihan"),),
            remarks=(
                found("A byline.", "Par Odile Le Bihan"),
                unsure(
                    "The first paragraph may be a standfirst: it stays in the text.",
                    "Je fais mes courses au marché couvert depuis l'enfance.",
                ),
            ),
        ),
    ),
    "an opinion that ends like a bio": (
        """\
Gardons la presse

Je lis le journal chaque matin, et j'y tiens.

Je suis journaliste depuis vingt ans et je crois que la presse est utile.
""",
        Manuscript(
            headline="Gardons la presse",
            body=(
                "<p>Je lis le journal chaque matin, et j'y tiens.</p>"
                "<p>Je suis journaliste depuis vingt ans et je crois que la presse est utile.</p>"
            ),
            language="fr",
            remarks=(
                unsure(
                    "This paragraph may be about the author: it stays in the text.",
                    "Je suis journaliste depuis vingt ans et je crois que la presse est utile.",
                ),
            ),
        ),
    ),
    "paid content": (
        """\
Contenu sponsorisé

Dix idées pour une cuisine d'été

Avec le soutien d'Acme Cuisines

Une cuisine dehors, c'est la liberté. Voici des idées.

En partenariat avec la mairie, nous publions un guide.

En partenariat avec la ville de Port-Valmer
""",
        Manuscript(
            headline="Dix idées pour une cuisine d'été",
            body=(
                "<p>Une cuisine dehors, c'est la liberté. Voici des idées.</p>"
                "<p>En partenariat avec la mairie, nous publions un guide.</p>"
            ),
            language="fr",
            sponsored=True,
            left_out=(
                "Contenu sponsorisé",
                "Avec le soutien d'Acme Cuisines",
                "En partenariat avec la ville de Port-Valmer",
            ),
            remarks=(
                left_out("Paid content: choose its sponsorship note.", "Contenu sponsorisé"),
                left_out("Paid content: choose its sponsorship note.", "Avec le soutien d'Acme Cuisines"),
                left_out("Paid content: choose its sponsorship note.", "En partenariat avec la ville de Port-Valmer"),
            ),
        ),
    ),
    "an unknown trail": (
        """\
Débats | Environnement

Faut-il interdire les bateaux de croisière ?

Par Luc Abgrall, professeur d'économie à Port-Valmer

Les croisières font vivre trois cents familles.

Luc Abgrall est professeur d'économie à l'université de Port-Valmer.
""",
        Manuscript(
            trail="Débats | Environnement",
            headline="Faut-il interdire les bateaux de croisière ?",
            body="<p>Les croisières font vivre trois cents familles.</p>",
            language="fr",
            signatures=(Signature("Luc Abgrall"),),
            bio="Luc Abgrall est professeur d'économie à l'université de Port-Valmer.",
            bio_of="Luc Abgrall",
            left_out=(
                "Débats | Environnement",
                "professeur d'économie à Port-Valmer",
            ),
            remarks=(
                unsure("There is no such section: choose one.", "Débats | Environnement"),
                found("A byline.", "Par Luc Abgrall, professeur d'économie à Port-Valmer"),
                left_out("The byline also says this.", "professeur d'économie à Port-Valmer"),
                found("The text closes with a bio."),
            ),
        ),
    ),
    "a section alone": (
        """\
International

Les deux ports signent un accord

L'accord a été signé lundi.
""",
        Manuscript(
            trail="International",
            section="actualites/international",
            headline="Les deux ports signent un accord",
            body="<p>L'accord a été signé lundi.</p>",
            language="fr",
            remarks=(found("The section is actualites/international.", "International"),),
        ),
    ),
    "a headline that names a section": (
        """\
Sport

Il faisait beau lundi sur le stade de Port-Valmer, et les deux équipes ont joué devant mille personnes ravies.
""",
        Manuscript(
            headline="Sport",
            body=(
                "<p>Il faisait beau lundi sur le stade de Port-Valmer, et les deux équipes ont joué devant "
                "mille personnes ravies.</p>"
            ),
            language="fr",
        ),
    ),
    "the subject of an article is no author": (
        """\
La pêche au féminin

Rose Le Du est montée à bord à seize ans.

Elle a vingt ans de mer.

Rose Le Du est reporter à la radio du port.
""",
        Manuscript(
            headline="La pêche au féminin",
            body=(
                "<p>Rose Le Du est montée à bord à seize ans.</p>"
                "<p>Elle a vingt ans de mer.</p>"
                "<p>Rose Le Du est reporter à la radio du port.</p>"
            ),
            language="fr",
            remarks=(
                unsure(
                    "The first paragraph may be a standfirst: it stays in the text.",
                    "Rose Le Du est montée à bord à seize ans.",
                ),
                unsure(
                    "This paragraph may be about the author: it stays in the text.",
                    "Rose Le Du est reporter à la radio du port.",
                ),
            ),
        ),
    ),
    "lists and rules": (
        """\
Ce qu'il faut emporter

La liste du port tient en trois lignes :
• une carte
• une boussole
- du pain
- du vin

* * *

1. Partir tôt.

2. Rentrer tard.

2024. Une année
2025. Une autre

## Le retour

Tout le monde rentre.
""",
        Manuscript(
            headline="Ce qu'il faut emporter",
            body=(
                "<p>La liste du port tient en trois lignes :</p>"
                "<ul><li>une carte</li><li>une boussole</li></ul>"
                "<ul><li>du pain</li><li>du vin</li></ul>"
                "<hr>"
                "<ol><li>Partir tôt.</li><li>Rentrer tard.</li></ol>"
                "<p>2024. Une année<br>2025. Une autre</p>"
                "<h2>Le retour</h2>"
                "<p>Tout le monde rentre.</p>"
            ),
            language="fr",
            remarks=(
                found("Subheads: 1."),
                found("A numbered list.", "1. 2."),
            ),
        ),
    ),
    "capitals": (
        """\
LES PÊCHEURS BLOQUENT LE PORT

Ils réclament une aide d'urgence face au prix du gazole

Une trentaine de chalutiers bloquent l'entrée du port. Aucun navire ne passe.
""",
        Manuscript(
            kicker="LES PÊCHEURS BLOQUENT LE PORT",
            headline="Ils réclament une aide d'urgence face au prix du gazole",
            body="<p>Une trentaine de chalutiers bloquent l'entrée du port. Aucun navire ne passe.</p>",
            language="fr",
            remarks=(
                unsure(
                    "The capitals are taken for a kicker: they may be the headline.", "LES PÊCHEURS BLOQUENT LE PORT"
                ),
            ),
        ),
    ),
    "wire copy": (
        """\
PORT-VALMER (AFP) – Un incendie a détruit mardi soir trois entrepôts du port de commerce, sans faire de victime.

Le feu s'est déclaré vers 21h00 dans un hangar.

pmk/jl
""",
        Manuscript(
            body=(
                "<p>PORT-VALMER (AFP) – Un incendie a détruit mardi soir trois entrepôts du port de commerce, "
                "sans faire de victime.</p>"
                "<p>Le feu s'est déclaré vers 21h00 dans un hangar.</p>"
                "<p>pmk/jl</p>"
            ),
            language="fr",
            remarks=(
                unsure("No headline was found: write one."),
                unsure("The last line may sign the text: it stays in it.", "pmk/jl"),
            ),
        ),
    ),
    "a press release": (
        """\
FOR IMMEDIATE RELEASE

Acme Marine opens new boatyard in Port-Valmer

Company to create 120 jobs

PORT-VALMER, Nov. 12, 2026 -- Acme Marine today announced the opening of a new boatyard on the north quay.

###

Media contact: press@acme.example
""",
        Manuscript(
            headline="Acme Marine opens new boatyard in Port-Valmer",
            standfirst="Company to create 120 jobs",
            body=(
                "<p>PORT-VALMER, Nov. 12, 2026 -- Acme Marine today announced the opening of a new boatyard on "
                "the north quay.</p>"
                "<p>Media contact: press@acme.example</p>"
            ),
            language="en",
            left_out=(
                "FOR IMMEDIATE RELEASE",
                "###",
            ),
            remarks=(
                left_out("A note about the release: set an embargo if there is one.", "FOR IMMEDIATE RELEASE"),
                found("The paragraph below the headline is the standfirst."),
                unsure("Text follows the mark of the end: check that it belongs here.", "###"),
            ),
        ),
    ),
    "a letter": (
        """\
Monsieur le rédacteur en chef,

J'ai lu votre article du 3 novembre.

Je vous prie d'agréer, Monsieur, mes salutations.

— Odile Le Bihan, Port-Valmer
""",
        Manuscript(
            body=(
                "<p>Monsieur le rédacteur en chef,</p>"
                "<p>J'ai lu votre article du 3 novembre.</p>"
                "<p>Je vous prie d'agréer, Monsieur, mes salutations.</p>"
                "<p>— Odile Le Bihan, Port-Valmer</p>"
            ),
            language="fr",
            remarks=(
                unsure("No headline was found: write one."),
                unsure(
                    "The last line may sign the text, or the quotation above it: it stays.",
                    "— Odile Le Bihan, Port-Valmer",
                ),
            ),
        ),
    ),
    "short lines in a row and at the end": (
        """\
Le port rouvre

La préfecture l'a annoncé lundi.

Horaires

Tarifs

Le port ouvre à 8 h.

Renseignements à la capitainerie
""",
        Manuscript(
            headline="Le port rouvre",
            body=(
                "<p>La préfecture l'a annoncé lundi.</p>"
                "<p>Horaires</p>"
                "<p>Tarifs</p>"
                "<p>Le port ouvre à 8 h.</p>"
                "<p>Renseignements à la capitainerie</p>"
            ),
            language="fr",
            remarks=(
                unsure("A short line here may be a subhead: it stays a paragraph.", "Horaires"),
                unsure("A short line here may be a subhead: it stays a paragraph.", "Renseignements à la capitainerie"),
            ),
        ),
    ),
    "a speaker without a dash": (
        """\
Le port rouvre

La préfecture l'a annoncé lundi.

« Il était temps »

Nadia Kacem, présidente du port

Les bateaux sortent déjà.
""",
        Manuscript(
            headline="Le port rouvre",
            body=(
                "<p>La préfecture l'a annoncé lundi.</p>"
                "<p>« Il était temps »</p>"
                "<p>Nadia Kacem, présidente du port</p>"
                "<p>Les bateaux sortent déjà.</p>"
            ),
            language="fr",
            remarks=(
                unsure(
                    "This line may name the speaker of the quotation above it: both stay.",
                    "Nadia Kacem, présidente du port",
                ),
            ),
        ),
    ),
    "a sentence for a headline": (
        """\
Il pleut sur Port-Valmer.

La pluie tombe depuis trois jours.
""",
        Manuscript(
            headline="Il pleut sur Port-Valmer.",
            body="<p>La pluie tombe depuis trois jours.</p>",
            language="fr",
            remarks=(
                unsure(
                    "The first sentence is taken for the headline: check that it is one.", "Il pleut sur Port-Valmer."
                ),
            ),
        ),
    ),
    "HTML": (
        """\
Le marché ferme

La décision a été prise lundi.

<p>Le marché de Port-Valmer & les halles <b>ferment</b>.</p>
""",
        Manuscript(
            headline="Le marché ferme",
            body=(
                "<p>La décision a été prise lundi.</p>"
                "<p>&lt;p&gt;Le marché de Port-Valmer &amp; les halles &lt;b&gt;ferment&lt;/b&gt;.&lt;/p&gt;</p>"
            ),
            language="fr",
            remarks=(
                unsure("The text holds HTML, which is kept as text: send what readers see instead."),
                unsure(
                    "A short line here may be a subhead: it stays a paragraph.",
                    "<p>Le marché de Port-Valmer & les halles <b>ferment</b>.</p>",
                ),
            ),
        ),
    ),
    "a weather report that ends with a mark": (
        """\
Mardi 12 novembre 2026

MÉTÉO MARINE

Vent d'ouest force 6 à 7. Mer forte. Grains.

(fin)
""",
        Manuscript(
            headline="MÉTÉO MARINE",
            body="<p>Vent d'ouest force 6 à 7. Mer forte. Grains.</p>",
            left_out=(
                "Mardi 12 novembre 2026",
                "(fin)",
            ),
            remarks=(
                left_out("A date or a reading time: the system keeps its own.", "Mardi 12 novembre 2026"),
                left_out("The mark of the end.", "(fin)"),
            ),
        ),
    ),
    "a byline with a place and a date": (
        """\
ActualitésPolitique

La mairie de Port-Valmer reporte le vote du budget

Le conseil municipal devait voter lundi. Faute de quorum, il se réunira de nouveau jeudi

Par Jean Dupont, à Port-Valmer - Mis à jour le 12/11/2026 à 08:15

Lundi soir, la salle était à moitié vide.

« On ne vote pas un budget à douze », a déclaré le maire.

- Le maire

Jeudi, il faudra recommencer.
""",
        Manuscript(
            trail="ActualitésPolitique",
            section="actualites/politique",
            headline="La mairie de Port-Valmer reporte le vote du budget",
            standfirst="Le conseil municipal devait voter lundi. Faute de quorum, il se réunira de nouveau jeudi",
            body=(
                "<p>Lundi soir, la salle était à moitié vide.</p>"
                "<p>« On ne vote pas un budget à douze », a déclaré le maire.</p>"
                "<p>- Le maire</p>"
                "<p>Jeudi, il faudra recommencer.</p>"
            ),
            language="fr",
            signatures=(Signature("Jean Dupont"),),
            left_out=("à Port-Valmer - Mis à jour le 12/11/2026 à 08:15",),
            remarks=(
                found("The section is actualites/politique.", "ActualitésPolitique"),
                found("A byline.", "Par Jean Dupont, à Port-Valmer - Mis à jour le 12/11/2026 à 08:15"),
                left_out("The byline also says this.", "à Port-Valmer - Mis à jour le 12/11/2026 à 08:15"),
                found("The paragraph below the headline is the standfirst."),
            ),
        ),
    ),
    "a wire story with its credits": (
        """\
LONDON, Oct 30 (Reuters) - Shares in Acme Marine rose 4% on Wednesday after the boatbuilder said it would open a yard in Port-Valmer.

The company expects revenue of $1.2 billion.

"We are confident," Chief Executive Mary Quill told reporters.

(Reporting by John Smith in London; editing by Ann Marlow)
""",
        Manuscript(
            body=(
                "<p>LONDON, Oct 30 (Reuters) - Shares in Acme Marine rose 4% on Wednesday after the boatbuilder "
                "said it would open a yard in Port-Valmer.</p>"
                "<p>The company expects revenue of $1.2 billion.</p>"
                '<p>"We are confident," Chief Executive Mary Quill told reporters.</p>'
            ),
            language="en",
            signatures=(Signature("John Smith"),),
            left_out=("in London; editing by Ann Marlow",),
            remarks=(
                unsure("No headline was found: write one."),
                found("A byline.", "(Reporting by John Smith in London; editing by Ann Marlow)"),
                left_out("The byline also says this.", "in London; editing by Ann Marlow"),
            ),
        ),
    ),
    "Markdown": (
        """\
# Port-Valmer's quiet revolution

*How a town of 4,000 stopped burning oil*

By **Jane Doe**

The boiler room is silent.

## The first winter

It was cold, everybody agrees.

> We wore coats indoors.

— Ann Marlow, teacher

## The second winter

It was better.
""",
        Manuscript(
            headline="Port-Valmer's quiet revolution",
            standfirst="How a town of 4,000 stopped burning oil",
            body=(
                "<p>The boiler room is silent.</p>"
                "<h2>The first winter</h2>"
                "<p>It was cold, everybody agrees.</p>"
                '<figure class="pull-quote"><blockquote><p>We wore coats indoors.</p></blockquote>'
                "<figcaption><cite>Ann Marlow</cite><span>teacher</span></figcaption></figure>"
                "<h2>The second winter</h2>"
                "<p>It was better.</p>"
            ),
            language="en",
            signatures=(Signature("Jane Doe"),),
            remarks=(
                found("A byline.", "By **Jane Doe**"),
                found("The paragraph below the headline is the standfirst."),
                found("Subheads: 2."),
                found("Quotations with their speakers: 1."),
            ),
        ),
    ),
    "numbered questions": (
        """\
3 QUESTIONS À

Luc Abgrall, capitaine du port

Port-Valmer veut doubler son trafic d'ici à 2030.

1. Est-ce réaliste ?

Oui, si l'État suit.

2. Qui paiera ?

L'État et la région.

3. Et les riverains ?

Ils seront consultés.
""",
        Manuscript(
            kicker="3 QUESTIONS À",
            headline="Luc Abgrall, capitaine du port",
            body=(
                "<p>Port-Valmer veut doubler son trafic d'ici à 2030.</p>"
                "<h2>1. Est-ce réaliste ?</h2>"
                "<p>Oui, si l'État suit.</p>"
                "<h2>2. Qui paiera ?</h2>"
                "<p>L'État et la région.</p>"
                "<h2>3. Et les riverains ?</h2>"
                "<p>Ils seront consultés.</p>"
            ),
            language="fr",
            remarks=(
                found("The short line above the headline is the kicker.", "3 QUESTIONS À"),
                unsure(
                    "The first paragraph may be a standfirst: it stays in the text.",
                    "Port-Valmer veut doubler son trafic d'ici à 2030.",
                ),
                found("Subheads: 3."),
            ),
        ),
    ),
    "results": (
        """\
Élections : les résultats à Port-Valmer

Inscrits : 3 204
Votants : 2 118
Exprimés : 2 050

Nadia Kacem (SE) : 54,2 %
Luc Abgrall (DVD) : 45,8 %

Nadia Kacem est élue.
""",
        Manuscript(
            headline="Élections : les résultats à Port-Valmer",
            body=(
                "<p>Inscrits : 3 204<br>Votants : 2 118<br>Exprimés : 2 050</p>"
                "<p>Nadia Kacem (SE) : 54,2 %<br>Luc Abgrall (DVD) : 45,8 %</p>"
                "<p>Nadia Kacem est élue.</p>"
            ),
            language="fr",
        ),
    ),
    "a report from a correspondent": (
        """\
À LA UNE

Tempête : deux blessés à Port-Valmer

Le vent a soufflé à 140 km/h dans la nuit de mardi à mercredi, faisant deux blessés légers et privant d'électricité trois mille foyers.

De notre correspondante Rose Le Du

La nuit a été longue. « J'ai cru que le toit s'envolait », raconte Marie, 82 ans.

Un vent jamais vu

À 3 h, l'anémomètre du phare s'est bloqué.

« On n'avait jamais vu ça ici. »
Paul Kervran, gardien du phare

Des dégâts partout

Trente bateaux ont coulé.

(avec AFP)
""",
        Manuscript(
            kicker="À LA UNE",
            headline="Tempête : deux blessés à Port-Valmer",
            standfirst="Le vent a soufflé à 140 km/h dans la nuit de mardi à mercredi, faisant deux blessés légers et privant d'électricité trois mille foyers.",
            body=(
                "<p>La nuit a été longue. « J'ai cru que le toit s'envolait », raconte Marie, 82 ans.</p>"
                "<h2>Un vent jamais vu</h2>"
                "<p>À 3 h, l'anémomètre du phare s'est bloqué.</p>"
                "<p>« On n'avait jamais vu ça ici. »<br>Paul Kervran, gardien du phare</p>"
                "<h2>Des dégâts partout</h2>"
                "<p>Trente bateaux ont coulé.</p>"
                "<p>(avec AFP)</p>"
            ),
            language="fr",
            signatures=(Signature("Rose Le Du"),),
            remarks=(
                found("The short line above the headline is the kicker.", "À LA UNE"),
                found("A byline.", "De notre correspondante Rose Le Du"),
                found("The paragraph below the headline is the standfirst."),
                unsure(
                    "This line may name the speaker of the quotation above it: both stay.",
                    "Paul Kervran, gardien du phare",
                ),
                unsure("A short line here may be a subhead: it stays a paragraph.", "(avec AFP)"),
                found("Subheads: 2."),
            ),
        ),
    ),
    "a letter in English": (
        """\
Dear Editor

Your article on seals was wrong. There are not 412 but 413.

I counted them.

Yours sincerely,
Ann Marlow
Port-Valmer
""",
        Manuscript(
            body=(
                "<p>Dear Editor</p>"
                "<p>Your article on seals was wrong. There are not 412 but 413.</p>"
                "<p>I counted them.</p>"
                "<p>Yours sincerely,<br>Ann Marlow<br>Port-Valmer</p>"
            ),
            language="en",
            remarks=(
                unsure("No headline was found: write one."),
                unsure("A short line here may be a subhead: it stays a paragraph.", "Dear Editor"),
            ),
        ),
    ),
    "a press release in French": (
        """\
Port-Valmer, le 12 novembre 2026

COMMUNIQUÉ DE PRESSE

La Ville de Port-Valmer lance son budget participatif

100 000 euros pour les idées des habitants

La Ville de Port-Valmer lance ce jour son premier budget participatif. Chaque habitant peut proposer un projet.

« C'est une première », se réjouit Nadia Kacem, maire de Port-Valmer.

Contact presse : Jean Dupont – presse@port-valmer.example – 01 23 45 67 89
""",
        Manuscript(
            headline="La Ville de Port-Valmer lance son budget participatif",
            standfirst="100 000 euros pour les idées des habitants",
            body=(
                "<p>La Ville de Port-Valmer lance ce jour son premier budget participatif. Chaque habitant peut "
                "proposer un projet.</p>"
                "<p>« C'est une première », se réjouit Nadia Kacem, maire de Port-Valmer.</p>"
                "<p>Contact presse : Jean Dupont – presse@port-valmer.example – 01 23 45 67 89</p>"
            ),
            language="fr",
            left_out=(
                "Port-Valmer, le 12 novembre 2026",
                "COMMUNIQUÉ DE PRESSE",
            ),
            remarks=(
                left_out("A date or a reading time: the system keeps its own.", "Port-Valmer, le 12 novembre 2026"),
                left_out("A note about the release: set an embargo if there is one.", "COMMUNIQUÉ DE PRESSE"),
                found("The paragraph below the headline is the standfirst."),
            ),
        ),
    ),
    "a closing quotation that may be a signature": (
        """\
Le port rouvre

La préfecture l'a annoncé lundi.

Nous attendions cela depuis un an

– Nadia Kacem
""",
        Manuscript(
            headline="Le port rouvre",
            body=(
                "<p>La préfecture l'a annoncé lundi.</p><p>Nous attendions cela depuis un an</p><p>– Nadia Kacem</p>"
            ),
            language="fr",
            remarks=(
                unsure("The last line may sign the text, or the quotation above it: it stays.", "– Nadia Kacem"),
                unsure(
                    "A short line here may be a subhead: it stays a paragraph.", "Nous attendions cela depuis un an"
                ),
            ),
        ),
    ),
    "a known author at the end of a quotation": (
        """\
Le port rouvre

La préfecture l'a annoncé lundi.

« Enfin. »

— Jane Doe
""",
        Manuscript(
            headline="Le port rouvre",
            body=(
                "<p>La préfecture l'a annoncé lundi.</p>"
                '<figure class="pull-quote"><blockquote><p>Enfin.</p></blockquote>'
                "<figcaption><cite>Jane Doe</cite></figcaption></figure>"
            ),
            language="fr",
            remarks=(found("Quotations with their speakers: 1."),),
        ),
    ),
    "a paragraph first": (
        """\
Le port de Port-Valmer, fermé depuis la tempête du 3 novembre, a rouvert lundi matin. Une trentaine de bateaux en sont sortis.

La préfecture attend une expertise.
""",
        Manuscript(
            body=(
                "<p>Le port de Port-Valmer, fermé depuis la tempête du 3 novembre, a rouvert lundi matin. Une "
                "trentaine de bateaux en sont sortis.</p>"
                "<p>La préfecture attend une expertise.</p>"
            ),
            language="fr",
            remarks=(unsure("No headline was found: write one."),),
        ),
    ),
    "a poem without blank lines": (
        """\
La mer est grise ce matin
Le port a fermé ses volets
Un enfant tient un pain
Et compte les galets
""",
        Manuscript(
            body=(
                "<p>La mer est grise ce matin<br>Le port a fermé ses volets<br>Un enfant tient un pain<br>Et "
                "compte les galets</p>"
            ),
            language="fr",
            remarks=(unsure("No headline was found: write one."),),
        ),
    ),
    "a trail in two lines": (
        """\
Actualités
Politique

Le maire démissionne

Il l'a dit lundi.
""",
        Manuscript(
            trail="Actualités > Politique",
            section="actualites/politique",
            headline="Le maire démissionne",
            body="<p>Il l'a dit lundi.</p>",
            language="fr",
            remarks=(found("The section is actualites/politique.", "Actualités > Politique"),),
        ),
    ),
    "dashes, roles and names of many forms": (
        """\
Actualités / International

Le maire de Rome et le préfet s'accordent sur le port

Par Jeanne Morvan et Paul Kervran (AFP)

Ils l'ont annoncé ensemble mardi matin.

Un accord rare

Le maire s'est félicité de l'accord trouvé.

« C'est un bon accord pour la ville et pour le port. Il a fallu six mois. »

― Maria de' Rossi, maire de Rome et présidente de l'Association des villes portuaires

Le préfet est plus réservé.

"Rien n'est signé"

- Luc von Abgrall Jr.

Il attend le texte.

« Nous n'avons rien vu venir. On ne nous a pas consultés », regrette un pêcheur.

L'Association des pêcheurs demande à être reçue !

Elle le sera jeudi, selon nos informations.

Qui paiera ?

Personne ne le sait.

Suivez Jeanne Morvan sur les réseaux. Journaliste depuis dix ans, elle couvre la mer.
""",
        Manuscript(
            trail="Actualités / International",
            section="actualites/international",
            headline="Le maire de Rome et le préfet s'accordent sur le port",
            body=(
                "<p>Ils l'ont annoncé ensemble mardi matin.</p>"
                "<h2>Un accord rare</h2>"
                "<p>Le maire s'est félicité de l'accord trouvé.</p>"
                '<figure class="pull-quote"><blockquote><p>C\'est un bon accord pour la ville et pour le port. Il a fallu six mois.</p></blockquote>'
                "<figcaption><cite>Maria de' Rossi</cite><span>maire de Rome et présidente de l'Association des villes portuaires</span></figcaption></figure>"
                "<p>Le préfet est plus réservé.</p>"
                '<figure class="pull-quote"><blockquote><p>Rien n\'est signé</p></blockquote>'
                "<figcaption><cite>Luc von Abgrall Jr.</cite></figcaption></figure>"
                "<p>Il attend le texte.</p>"
                "<p>« Nous n'avons rien vu venir. On ne nous a pas consultés », regrette un pêcheur.</p>"
                "<h2>L'Association des pêcheurs demande à être reçue !</h2>"
                "<p>Elle le sera jeudi, selon nos informations.</p>"
                "<h2>Qui paiera ?</h2>"
                "<p>Personne ne le sait.</p>"
                "<p>Suivez Jeanne Morvan sur les réseaux. Journaliste depuis dix ans, elle couvre la mer.</p>"
            ),
            language="fr",
            signatures=(
                Signature("Jeanne Morvan"),
                Signature("Paul Kervran"),
            ),
            left_out=("AFP",),
            remarks=(
                found("The section is actualites/international.", "Actualités / International"),
                found("A byline.", "Par Jeanne Morvan et Paul Kervran (AFP)"),
                left_out("The byline also says this.", "AFP"),
                unsure(
                    "This paragraph may be about the author: it stays in the text.",
                    "Suivez Jeanne Morvan sur les réseaux. Journaliste depuis dix ans, elle couvre la mer.",
                ),
                found("Subheads: 3."),
                found("Quotations with their speakers: 2."),
            ),
        ),
    ),
    "an English news item": (
        """\
World > Europe

Ministers agree fishing deal after all-night talks

Deal will cut quotas by a fifth but protect small boats, officials say

Fishing ministers reached a deal early on Tuesday. It took eleven hours.

Small boats protected

Boats under ten metres will be exempt.

"It's a good deal."
— Mary O'Quill, fisheries minister

Unions were angry.

“We were not in the room,

“and nobody asked us.”

— John Smith (union leader)

A vote is due in May.

I'm a freelance writer based in Port-Valmer, and I write about the sea. Want to sponsor this newsletter? Get in touch.
""",
        Manuscript(
            trail="World > Europe",
            headline="Ministers agree fishing deal after all-night talks",
            standfirst="Deal will cut quotas by a fifth but protect small boats, officials say",
            body=(
                "<p>Fishing ministers reached a deal early on Tuesday. It took eleven hours.</p>"
                "<h2>Small boats protected</h2>"
                "<p>Boats under ten metres will be exempt.</p>"
                '<figure class="pull-quote"><blockquote><p>It\'s a good deal.</p></blockquote>'
                "<figcaption><cite>Mary O'Quill</cite><span>fisheries minister</span></figcaption></figure>"
                "<p>Unions were angry.</p>"
                '<figure class="pull-quote"><blockquote><p>We were not in the room,</p><p>and nobody asked us.</p></blockquote>'
                "<figcaption><cite>John Smith</cite><span>union leader</span></figcaption></figure>"
                "<p>A vote is due in May.</p>"
            ),
            language="en",
            bio="I'm a freelance writer based in Port-Valmer, and I write about the sea.",
            left_out=(
                "World > Europe",
                "Want to sponsor this newsletter?",
                "Get in touch.",
            ),
            remarks=(
                unsure("There is no such section: choose one.", "World > Europe"),
                found("The paragraph below the headline is the standfirst."),
                left_out("A notice of the house: it is no part of the article.", "Want to sponsor this newsletter?"),
                left_out("A notice of the house: it is no part of the article.", "Get in touch."),
                found("The text closes with a bio."),
                found("Subheads: 1."),
                found("Quotations with their speakers: 2."),
            ),
        ),
    ),
    "wrapped lines and nothing else": (
        """\
Le port de Port-Valmer a rouvert lundi matin, après trois semaines
de fermeture. Une trentaine de bateaux en sont sortis dès l'aube,
sous les applaudissements.
La préfecture attend encore les conclusions d'une expertise sur la
digue nord, endommagée par la tempête.
""",
        Manuscript(
            body=(
                "<p>Le port de Port-Valmer a rouvert lundi matin, après trois semaines de fermeture. Une "
                "trentaine de bateaux en sont sortis dès l'aube, sous les applaudissements.</p>"
                "<p>La préfecture attend encore les conclusions d'une expertise sur la digue nord, endommagée "
                "par la tempête.</p>"
            ),
            language="fr",
            remarks=(unsure("No headline was found: write one."),),
        ),
    ),
    "dialogue with hyphens": (
        """\
Sur le quai
 
Il est six heures. Le jour n'est pas levé.

- Tu viens ?

- J'arrive.

Ils partent.

« La mer, c'est la liberté. »

Voilà ce que dit toujours Yann.

– Yann, dit son père, tais-toi.

Le bateau s'éloigne – lentement – vers le large.
""",
        Manuscript(
            headline="Sur le quai",
            body=(
                "<p>Il est six heures. Le jour n'est pas levé.</p>"
                "<p>- Tu viens ?</p>"
                "<p>- J'arrive.</p>"
                "<p>Ils partent.</p>"
                "<p>« La mer, c'est la liberté. »</p>"
                "<p>Voilà ce que dit toujours Yann.</p>"
                "<p>– Yann, dit son père, tais-toi.</p>"
                "<p>Le bateau s'éloigne – lentement – vers le large.</p>"
            ),
            language="fr",
            remarks=(
                unsure(
                    "The first paragraph may be a standfirst: it stays in the text.",
                    "Il est six heures. Le jour n'est pas levé.",
                ),
            ),
        ),
    ),
    "nothing": (
        " \n\n\t",
        Manuscript(),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_parts(name: str) -> None:
    text, expected = CASES[name]
    assert manuscript(text) == expected


@pytest.mark.parametrize("name", CASES)
def test_what_holds_for_every_text(name: str) -> None:
    text, expected = CASES[name]
    assert_no_word_is_lost(text, expected)
    assert sanitise(expected.body) == expected.body
    for line_end in ("\r\n", "\r", "\u2028"):
        assert manuscript(text.replace("\n", line_end)) == expected


@pytest.mark.skipif(not SEED.exists(), reason="the seed article is not on this machine")
def test_the_seed_article() -> None:
    text, encoding = decode(SEED.read_bytes())
    seed = manuscript(text)
    assert encoding == "UTF-8"
    assert (seed.trail, seed.section) == ("ActualitésInternational", "actualites/international")
    assert seed.headline == "Etats-Unis et Corée du Sud appellent Pyongyang à retirer ses troupes"
    assert seed.standfirst.startswith("Les Etats-Unis et la Corée du Sud s'inquiètent de la présence")
    assert seed.standfirst.endswith("dans la région frontalière...")
    assert seed.body.startswith("<p>Alors que des milliers de soldats")
    assert re.findall("<h2>(.*?)</h2>", seed.body) == [
        "Washington et Séoul appellent Pyongyang à retirer ses troupes",
        "Des soldats nord-coréens “cobelligérants” s’ils combattent en Ukraine",
        "Près de 10 000 soldats nord-coréens déjà en Russie",
        "Une alliance renforcée entre Pyongyang et Moscou",
    ]
    assert re.findall("<figcaption>(.*?)</figcaption>", seed.body) == [
        "<cite>Lloyd Austin</cite><span>secrétaire américain à la Défense</span>",
        "<cite>Lloyd Austin</cite>",
    ]
    assert seed.bio == (
        "Passionné et dévoué, j'explore sans cesse les nouvelles frontières de l'information et de la technologie."
    )
    assert (seed.bio_of, seed.kicker, seed.signatures, seed.tags) == ("", "", (), ())
    assert seed.left_out == ("Pour explorer les options de sponsoring, contactez-nous.",)
    assert (seed.language, seed.sponsored) == ("fr", False)
    assert [remark.kind for remark in seed.remarks if remark.kind != RemarkKind.FOUND] == [RemarkKind.LEFT_OUT]
    assert_no_word_is_lost(text, seed)
    assert sanitise(seed.body) == seed.body


# --- Lines that say who made it -----------------------------------------------------------------------------------------

BYLINES = {
    "Par Jean Dupont": ("Jean Dupont",),
    "By Jane Doe and John Smith": ("Jane Doe", "John Smith"),
    "BY JANE DOE": ("Jane Doe",),
    "Par Rose Le Du et Luc d'Abgrall": ("Rose Le Du", "Luc d'Abgrall"),
    "Par : Jean-Marc de La Tour": ("Jean-Marc de La Tour",),
    "Propos recueillis par Jean Dupont.": ("Jean Dupont",),
    "Texte : Ann Marlow, photos : Luc Abgrall": ("Ann Marlow", ("Luc Abgrall", "photos")),
    "Texte et photos : Ann Marlow": ("Ann Marlow",),
    "Photos: Ann Marlow": (("Ann Marlow", "photos"),),
    "Traduit de l'anglais par Ann Marlow": (("Ann Marlow", "translation"),),
    "Infographie : Ann Marlow": (("Ann Marlow", "graphics"),),
    "Illustrated by Ann Marlow": (("Ann Marlow", "illustration"),),
    "Additional reporting by Ann Marlow": (("Ann Marlow", "contribution"),),
    "Par la rédaction": ("la rédaction",),
    "Par Jean Dupont · Ann Marlow": ("Jean Dupont", "Ann Marlow"),
    "jeanne morvan": ("Jeanne Morvan",),
}


@pytest.mark.parametrize("line", BYLINES)
@pytest.mark.parametrize("place", ["below the headline", "at the end"])
def test_a_byline(line: str, place: str) -> None:
    text = "Le port rouvre\n\n{}La préfecture l'a annoncé lundi.\n\nLes bateaux sortent déjà.{}"
    text = text.format(f"{line}\n\n", "") if place == "below the headline" else text.format("", f"\n\n{line}")
    signatures = tuple(Signature(name) if isinstance(name, str) else Signature(*name) for name in BYLINES[line])
    assert manuscript(text, "fr") == Manuscript(
        headline="Le port rouvre",
        body="<p>La préfecture l'a annoncé lundi.</p><p>Les bateaux sortent déjà.</p>",
        language="fr",
        signatures=signatures,
        remarks=(found("A byline.", line),),
    )


@pytest.mark.parametrize("line", ["Par hasard", "By the Sea", "By Land and Sea", "Par Ailleurs", "By Monday Night"])
def test_what_is_no_byline(line: str) -> None:
    text = f"Le port rouvre\n\nLa préfecture l'a annoncé lundi.\n\n{line}\n\nLes bateaux sortent déjà."
    assert manuscript(text).signatures == ()
    assert f"<h2>{line}</h2>" in manuscript(text).body


NOTICES = {
    "Publié le 30 octobre 2024 à 10h15": "A date or a reading time: the system keeps its own.",
    "Date : 30/10/2024": "A date or a reading time: the system keeps its own.",
    "Mis à jour le 30/10/2024": "A date or a reading time: the system keeps its own.",
    "October 30, 2024": "A date or a reading time: the system keeps its own.",
    "Temps de lecture : 3 min": "A date or a reading time: the system keeps its own.",
    "Sous embargo jusqu'au 12 novembre à 6 h": "A note about the release: set an embargo if there is one.",
}


@pytest.mark.parametrize("line", NOTICES)
def test_a_notice(line: str) -> None:
    text = f"Le port rouvre\n\n{line}\n\nLa préfecture l'a annoncé lundi.\n\n{line}"
    assert manuscript(text) == Manuscript(
        headline="Le port rouvre",
        body="<p>La préfecture l'a annoncé lundi.</p>",
        language="fr",
        left_out=(line, line),
        remarks=(left_out(NOTICES[line], line),) * 2,
    )


@pytest.mark.parametrize("mark", ["-30-", "###", "# # #", "ENDS", "(fin)", "FIN", "MORE", "– fin –"])
def test_an_end_mark(mark: str) -> None:
    assert manuscript(f"Le port rouvre\n\nLa préfecture l'a annoncé lundi.\n\n{mark}") == Manuscript(
        headline="Le port rouvre",
        body="<p>La préfecture l'a annoncé lundi.</p>",
        language="fr",
        left_out=(mark,),
        remarks=(left_out("The mark of the end.", mark),),
    )


PAID = [
    "Article sponsorisé par Acme",
    "Contenu sponsorisé",
    "Publirédactionnel",
    "Sponsored by Acme",
    "Paid content",
    "In partnership with Acme",
    "(En partenariat avec Acme)",
    "Avec le soutien de la ville",
]


@pytest.mark.parametrize("line", PAID)
def test_somebody_paid(line: str) -> None:
    for text in (f"{line}\n\nLe port rouvre\n\nC'est dit.", f"Le port rouvre\n\nC'est dit.\n\n{line}"):
        paid = manuscript(text)
        assert (paid.sponsored, paid.left_out, paid.body) == (True, (line,), "<p>C'est dit.</p>")
        assert paid.remarks == (left_out("Paid content: choose its sponsorship note.", line),)


BIOS = {
    "Passionnée de voile, j'écris sur la mer depuis dix ans.": "",
    "Journaliste à Port-Valmer, je couvre la pêche.": "",
    "I cover fishing. Follow me @marlow.": "",
    "Passionate and dedicated, I constantly explore the new frontiers of the sea.": "",
    "Curious about everything, I write from Port-Valmer.": "",
    "Ann Marlow is a reporter based in Port-Valmer.": "Ann Marlow",
    "Rose Le Du est grand reporter au Courrier.": "Rose Le Du",
    "Luc Abgrall est l'auteur de plusieurs livres.": "Luc Abgrall",
}


@pytest.mark.parametrize("bio", BIOS)
def test_a_bio(bio: str) -> None:
    assert manuscript(f"Le port rouvre\n\nLa préfecture l'a annoncé lundi.\n\n{bio}", "fr") == Manuscript(
        headline="Le port rouvre",
        body="<p>La préfecture l'a annoncé lundi.</p>",
        language="fr",
        bio=bio,
        bio_of=BIOS[bio],
        remarks=(found("The text closes with a bio."),),
    )


SUBHEAD = "A short line here may be a subhead: it stays a paragraph."
DOUBTFUL = [
    "Claire DELMAS",
    "Claire Delmas, avec Julien Marchetti",
    "ANN MARLOW, Political Editor",
    "Lire aussi : la rue des Tanneurs se vide",
    "À lire également",
    "READ MORE: Five walks for autumn",
    "Article réservé aux abonnés",
    "© Agence du port",
]


@pytest.mark.parametrize("line", DOUBTFUL)
def test_a_short_line_that_is_no_sure_subhead(line: str) -> None:
    text = f"Le port rouvre\n\nLa préfecture l'a annoncé lundi.\n\n{line}\n\nLes bateaux sortent déjà."
    assert manuscript(text) == Manuscript(
        headline="Le port rouvre",
        body=f"<p>La préfecture l'a annoncé lundi.</p><p>{line}</p><p>Les bateaux sortent déjà.</p>",
        language="fr",
        remarks=(unsure(SUBHEAD, line),),
    )


@pytest.mark.parametrize("line", ["Pourquoi la facture double", "Nouvelle", "Par un collectif de marins", "Le phare"])
def test_a_short_line_right_below_the_headline_may_be_anything(line: str) -> None:
    text = f"Le prix de l'eau a doublé\n\n{line}\n\nLa préfecture l'a annoncé lundi.\n\nC'est dit."
    assert manuscript(text, "fr").body == f"<p>{line}</p><p>La préfecture l'a annoncé lundi.</p><p>C'est dit.</p>"
    assert manuscript(text, "fr").remarks == (unsure(SUBHEAD, line),)


@pytest.mark.parametrize(
    "line",
    [
        "Par notre envoyée spéciale à Rome, Anne Kerbrat",
        "By Ann Marlow for the Courier of Port-Valmer",
        "Par Anne Kerbrat le mardi 12 novembre 2026",
    ],
)
def test_what_may_be_a_byline_is_no_standfirst(line: str) -> None:
    read_as = manuscript(f"Le port rouvre\n\n{line}\n\nC'est dit.\n\nTout va.\n\nLa mer monte.")
    assert (read_as.standfirst, read_as.body[:60]) == ("", f"<p>{line}</p><p>C'est dit.</p><p>Tout va.</p>"[:60])
    assert read_as.remarks == (
        unsure("The first paragraph may be a standfirst: it stays in the text.", line),
        unsure(SUBHEAD, line),
    )


def test_a_byline_with_a_reading_time() -> None:
    read_as = manuscript("The port reopens\n\nBy Ann Marlow • 3 min read\n\nThe council said so.", "en")
    assert (read_as.signatures, read_as.left_out) == ((Signature("Ann Marlow"),), ("3 min read",))


def test_a_subhead_below_the_standfirst() -> None:
    text = "Le port rouvre\n\nLes bateaux sortiront lundi. Les quotas restent bas…\n\n{}\n\nUne longue nuit a suffi."
    assert (
        manuscript(text.format("Un accord fragile")).body == "<h2>Un accord fragile</h2><p>Une longue nuit a suffi.</p>"
    )
    for line in ("Par un collectif de marins", "By a group of sailors"):
        assert manuscript(text.format(line)).body == f"<p>{line}</p><p>Une longue nuit a suffi.</p>"
        assert manuscript(text.format(line)).remarks[-1] == unsure(SUBHEAD, line)


def test_a_short_line_above_dialogue_may_be_spoken() -> None:
    line = "La présidente : « Vous saviez piloter ? »"
    read_as = manuscript(f"Le ferry volé\n\nIl est jugé lundi.\n\n{line}\n\n– Non, madame.\n\n– Merci.\n\nIl sort.")
    assert read_as.body == (
        f"<p>Il est jugé lundi.</p><p>{line}</p><p>– Non, madame.</p><p>– Merci.</p><p>Il sort.</p>"
    )
    assert read_as.remarks == (unsure(SUBHEAD, line),)


def test_the_questions_of_an_interview_that_speaks_to_somebody_once() -> None:
    text = "Le port rouvre\n\nElle répond.\n\nEt l'environnement ?\n\nNous verrons.\n\nQue dites-vous ?\n\nRien."
    assert "<h2>" not in manuscript(text).body
    assert manuscript(text).remarks[-1] == unsure("The questions of an interview stay paragraphs: 2.")


def test_the_marks_around_a_label() -> None:
    labels = ("Titre : a", "**Titre :** a", "**Titre** : a", "**Titre :**a", "_Titre :_ a", "__Titre__: a")
    assert {label: manuscript(f"{label}\n\nC'est dit.").headline for label in labels} == dict.fromkeys(labels, "a")
    assert manuscript("Titre :_a\n\nC'est dit.").headline == "_a"
    assert "_Titre :_a" in manuscript("_Titre :_a\n\nC'est dit.").headline


def test_what_is_too_long_for_its_part_stays_in_the_text() -> None:
    told = "This label can't be followed, or not twice: its line stays in the text."
    for label, most in (("Titre", 250), ("Surtitre", 120)):
        fits, long = "x" * most, "x" * (most + 1)
        assert fits not in manuscript(f"{label} : {fits}\n\nC'est dit.").body
        assert manuscript(f"{label} : {long}\n\nC'est dit.").body == f"<p>{label} : {long}</p><p>C'est dit.</p>"
        assert manuscript(f"{label} : {long}\n\nC'est dit.").remarks[0] == unsure(told, f"{label} : {long}")
    assert manuscript(f"# {'x' * 251}\n\nC'est dit.").headline == ""


def test_what_closes_a_text_above_its_last_line() -> None:
    text = """\
Le port rouvre

La préfecture l'a annoncé lundi.

Les bateaux sortent déjà.

Rien ne presse.

Tout va bien.

La mer monte.

Pour nous sponsoriser, contactez-nous.

Jeanne Morvan

Renseignements au 02 98 00 00 00.
"""
    assert manuscript(text) == Manuscript(
        headline="Le port rouvre",
        body=(
            "<p>La préfecture l'a annoncé lundi.</p><p>Les bateaux sortent déjà.</p>"
            "<p>Rien ne presse.</p><p>Tout va bien.</p><p>La mer monte.</p>"
            "<p>Renseignements au 02 98 00 00 00.</p>"
        ),
        language="fr",
        signatures=(Signature("Jeanne Morvan"),),
        left_out=("Pour nous sponsoriser, contactez-nous.",),
        remarks=(
            left_out("A notice of the house: it is no part of the article.", "Pour nous sponsoriser, contactez-nous."),
            found("A byline.", "Jeanne Morvan"),
        ),
    )


def test_a_bio_above_the_last_line() -> None:
    bios = ["Ann Marlow is a retired ferryman. She lives by the sea.", "Paul Kervran is a reporter."]
    for bio in bios:
        text = f"The port reopens\n\nBy Ann Marlow\n\nThe council said so.\n\nIt is open.\n\n{bio}\n\nViews are hers."
        assert manuscript(text).body.endswith(f"<p>{bio}</p><p>Views are hers.</p>")
        assert manuscript(text).remarks[1:] == (
            unsure("This paragraph may be about the author: it stays in the text.", bio),
        )


SPEAKER = "This line may name the speaker of the quotation above it: both stay."


@pytest.mark.parametrize(
    ("above", "line"),
    [
        ("« C'est fait », a dit la maire. Elle est partie.", "– Nadia Kacem, maire"),
        ("Il y a foule. " + "Mot " * 100 + "fin.", "– Nadia Kacem, maire"),
    ],
)
def test_a_speaker_below_what_may_be_no_quotation(above: str, line: str) -> None:
    read_as = manuscript(f"Le port rouvre\n\nLa préfecture l'a dit.\n\n{above}\n\n{line}\n\nC'est tout.", "fr")
    assert read_as.body == f"<p>La préfecture l'a dit.</p><p>{above}</p><p>{line}</p><p>C'est tout.</p>"
    assert unsure(SPEAKER, line) in read_as.remarks


@pytest.mark.parametrize("line", ["– Photo Ann Marlow", "— Source Le Port", "- Crédit Ann Marlow"])
def test_a_credit_is_no_speaker(line: str) -> None:
    read_as = manuscript(f"Le port rouvre\n\nLa préfecture l'a dit.\n\nIl y a foule.\n\n{line}\n\nC'est tout.", "fr")
    assert read_as.body == f"<p>La préfecture l'a dit.</p><p>Il y a foule.</p><p>{line}</p><p>C'est tout.</p>"


@pytest.mark.parametrize("line", ["– Ann-", "– Ann Marlow –", "– Ann-, editor", "– Ann, editor –"])
def test_a_name_between_dashes_is_no_speaker(line: str) -> None:
    body = manuscript(f"Le port rouvre\n\nLa préfecture l'a dit.\n\n« Oui »\n\n{line}\n\nC'est tout.", "fr").body
    assert body == f"<p>La préfecture l'a dit.</p><p>« Oui »</p><p>{line}</p><p>C'est tout.</p>"


def test_a_headline_that_begins_like_the_label_of_a_bio() -> None:
    read_as = manuscript("Bio : un marché en crise\n\nLes ventes baissent.\n\nLes prix aussi.", "fr")
    assert (read_as.bio, read_as.body) == (
        "",
        "<p>Bio : un marché en crise</p><p>Les ventes baissent.</p><p>Les prix aussi.</p>",
    )


HOUSE_NOTICES = [
    "Vous souhaitez devenir partenaire du Courrier ? Écrivez à pub@courrier.example.",
    "Want to become a sponsor of this page? Drop us a line.",
    "Pour toute demande de partenariat : pub@courrier.example",
    "Sponsorship enquiries: ads@courier.example",
    "Pour annoncer dans nos pages, écrivez-nous.",
]


@pytest.mark.parametrize("notice", HOUSE_NOTICES)
def test_a_notice_of_the_house(notice: str) -> None:
    read_as = manuscript(f"Le port rouvre\n\nLa préfecture l'a annoncé lundi.\n\nC'est dit.\n\n{notice}")
    assert read_as.body == "<p>La préfecture l'a annoncé lundi.</p><p>C'est dit.</p>"
    assert " ".join(read_as.left_out) == notice


@pytest.mark.parametrize(
    "line",
    ["Le club cherche des sponsors.", "Contactez le club au 02 98 00 00 00.", "Les partenaires sociaux se sont écrit."],
)
def test_what_is_no_notice_of_the_house(line: str) -> None:
    read_as = manuscript(f"Le port rouvre\n\nLa préfecture l'a annoncé lundi.\n\nC'est dit.\n\n{line}")
    assert (read_as.body.endswith(f"<p>{line}</p>"), read_as.left_out) == (True, ())


def test_the_lines_of_a_mail_that_brought_the_text() -> None:
    header = ["De : yann@example.com", "À : redaction@example.com", "Objet : le pont", "Date : 12 novembre 2026"]
    text = "\n".join(header) + "\n\nLe pont ferme lundi\n\nC'est dit. La mairie confirme.\n\nTout ferme."
    read_as = manuscript(text)
    assert (read_as.headline, read_as.left_out) == ("Le pont ferme lundi", tuple(header))


# --- Files --------------------------------------------------------------------------------------------------------------

FRENCH = "Déjà l’été à Port-Valmer : « Où êtes-vous ? », dit le maître. Ça brûle, hélas… Noël à l'œil nu."
LATIN = "Déjà l'été à Port-Valmer : « Où êtes-vous ? », dit le maître. Ça brûle, hélas. Élan, NOËL, PÂQUES."


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (FRENCH.encode(), (FRENCH, "UTF-8")),
        (b"\xef\xbb\xbf" + FRENCH.encode(), (FRENCH, "UTF-8")),
        (b"Plain.", ("Plain.", "UTF-8")),
        (FRENCH.encode("utf-16"), (FRENCH, "UTF-16")),
        (b"\xfe\xff" + FRENCH.encode("utf-16-be"), (FRENCH, "UTF-16")),
        (FRENCH.encode("cp1252"), (FRENCH, "Windows-1252")),
        (LATIN.encode("latin-1"), (LATIN, "Latin-1")),
    ],
)
def test_decoding(data: bytes, expected: tuple[str, str]) -> None:
    assert decode(data) == expected


EMPTY = "The file holds no text. Check that it is the right one."
BINARY = "The file is no plain text: a word processor's file, a PDF or a picture. Save it as plain text (.txt)."
UNKNOWN = "The encoding of the file can't be told. Save it as UTF-8 and send it again."


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", EMPTY),
        (b" \r\n\t", EMPTY),
        (b"\xef\xbb\xbf \n", EMPTY),
        (b"\xff\xfe", EMPTY),
        ("\u00a0\u2028".encode(), EMPTY),
        (b"a" * (MAX_BYTES + 1), "That is over 5 MB. Send the text alone, without pictures."),
        (b"a\n\n" * 100_001, "The file has over 100,000 lines: that is no article. Send each article on its own."),
        (b"{\\rtf1\\ansi Bonjour}", "The file is in Rich Text Format. Save it as plain text (.txt) and send it again."),
        (b"PK\x03\x04word/document.xml", BINARY),
        (b"%PDF-1.7 text", BINARY),
        (b"\x89PNG\r\n", BINARY),
        (b"text\0text", BINARY),
        (b"\x01\x02\x03\x04\x05", BINARY),
        ("Sans marque".encode("utf-16-le"), BINARY),
        (FRENCH.encode("mac-roman"), UNKNOWN),
        ("Zażółć gęślą jaźń, premier Polski".encode("cp1250"), UNKNOWN),
        ("L’ami à Port-Valmer".encode("mac-roman"), UNKNOWN),
        ("Привет из порта".encode("cp1251"), UNKNOWN),
        ("港が閉まる".encode("shift-jis"), UNKNOWN),
        (FRENCH.encode()[:-1] + b"\xe9 \x81", UNKNOWN),
        (b"\xff\xfea", UNKNOWN),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableText) as refusal:
        decode(data)
    assert str(refusal.value) == message


def test_a_file_of_five_megabytes_is_read() -> None:
    assert decode(b"a" * MAX_BYTES)[1] == "UTF-8"
    assert decode(b"a\n\n" * 100_000)[1] == "UTF-8"


def test_a_text_of_too_many_lines_stays_as_it_is() -> None:
    long = manuscript("Titre : a & b\n\n" * 50_001)
    assert long.body == "<p>Titre : a &amp; b</p>" * 50_001
    assert long.remarks == (unsure("The text has too many lines for an article: each stays a paragraph."),)


def test_the_parts_of_a_long_text_are_told_up_to_its_last_line_but_one_too_many() -> None:
    told = {count: manuscript("Titre : a\n\n" + "b.\n\n" * (count - 1)).headline for count in (20_000, 20_001)}
    assert told == {20_000: "a", 20_001: ""}


def test_a_name_of_two_sections_is_no_trail() -> None:
    sections = [("france/politique", ("France", "Politique")), ("monde/politique", ("Monde", "Politique"))]
    text = "{}\n\nLe maire de Port-Valmer démissionne\n\nIl l'a dit lundi."
    told = {trail: read(text.format(trail), sections=sections) for trail in ("Politique", "monde / POLITIQUE")}
    assert {trail: (read_as.trail, read_as.section, read_as.kicker) for trail, read_as in told.items()} == {
        "Politique": ("", "", "Politique"),
        "monde / POLITIQUE": ("monde / POLITIQUE", "monde/politique", ""),
    }


# --- Any text -----------------------------------------------------------------------------------------------------------


def test_the_language_is_told_or_given() -> None:
    texts = {
        "Le port est dans la baie et les bateaux sont au large.": "fr",
        "The port is in the bay and the boats are at sea.": "en",
        "12 novembre": "",
    }
    assert {text: read(text).language for text in texts} == texts
    assert {read(text, language="br").language for text in texts} == {"br"}


def test_characters_that_no_text_holds() -> None:
    assert manuscript("Le \ud800port\x01 rouvre\ufffe\n\n\ufeffLundi\x0bmatin.").headline == "Le port rouvre"
    assert manuscript("\u200fשלום\u202e עולם").headline == "\u200fשלום\u202e עולם"


PIECES = st.sampled_from(
    [
        *("mot", "Le", "port", "Valmer", "Je", "j'explore", "journaliste", "est", "Jean", "Dupont", "maire", "I cover"),
        *(" ", " ", " ", " ", "\n", "\n", "\n\n", "\n\n", "\r\n", "\u2028", "\t", "\u00a0", "\u202e"),
        *(".", ",", ":", " ?", "…", "...", "!", "(", ")", "<b>", "&", "&amp;", ">", " > ", " | ", "·", "/", "_"),
        *(
            "« ",
            " »",
            "“",
            "”",
            '"',
            "'",
            "’",
            "„",
            "– ",
            "— ",
            "- ",
            "-",
            "* ",
            "• ",
            "1. ",
            "2) ",
            "3. ",
            "# ",
            "## ",
        ),
        *("***", "---", "⁂", "___", "###", "-30-", "FIN", "(fin)", "ENDS"),
        *("\n\n– Jean Dupont, maire\n\n", "\n\n– un habitant\n\n", "« Oui » – Luc Abgrall (préfet)\n\n"),
        *(
            "\nTitre : ",
            "\nSurtitre : ",
            "\nChapô :",
            "\nRubrique : ",
            "\nTags : ",
            "\nPar : ",
            "\nIntertitre : ",
            "\nBody:",
        ),
        *("\nPar Jean Dupont", "\nBy Jane Doe, Staff Writer", " et Luc Abgrall", "\nTexte : Ann, photos : Luc (AFP)"),
        *(
            "ActualitésInternational\n\n",
            "Accueil > Sport\n",
            "DébatsCulture\n\n",
            "Sport\nFootball\n\n",
            "Jeanne Morvan\n",
        ),
        *(
            "\nPublié le 30 octobre 2024",
            "\nContenu sponsorisé\n",
            "Annonceurs, contactez-nous.",
            "\nAbout the author\n",
        ),
        *(
            "Une phrase qui finit. ",
            "Une ligne de mots sans point pour remplir la largeur de la page\n" * 2,
            "PARIS (AFP) – ",
        ),
    ]
)


@settings(deadline=None)
@given(st.lists(PIECES | st.text(max_size=3), max_size=40).map("".join))
def test_no_word_is_lost(text: str) -> None:
    shown = "".join(char for char in text.replace("\x85", "\n") if not re.match("[\0-\x08\x0e-\x1f\x7f-\x9f]", char))
    shown = re.sub("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]", "", shown)
    read_as = manuscript(text)
    assert_no_word_is_lost(shown, read_as)
    assert sanitise(read_as.body) == read_as.body
    assert read_as == manuscript(text)
