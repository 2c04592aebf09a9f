"""Articles invented one after the other: what each is, who signs it, and what has become of it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random

from django.utils.text import slugify

from articles import copying
from articles.management.archive import blocks, prose
from articles.models import Article, Author, Edition, Section, Sponsor, SponsorshipNote, Tag
from articles.models.article import ALPHABET, PUBLIC_ID_LENGTH
from articles.moves import MOVES
from articles.states import BylineRole, CorrectionKind, Genre, NoteKind, Status, Verb
from articles.workflow import Chain, Line, Version
from articles.workflow import opening as opening_of
from images.models import Picture

APART = timedelta(minutes=13)  # between two articles: some 110 a day
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

SECTIONS: dict[str, Sequence[str]] = {
    "Actualités": ("International", "Région", "Politique", "Justice", "Sciences"),
    "Ville": ("Municipalité", "Quartiers", "Transports", "Logement"),
    "Économie": ("Entreprises", "Emploi", "Agriculture", "Pêche"),
    "Culture": ("Livres", "Scènes", "Cinéma", "Musique", "Patrimoine"),
    "Sport": ("Football", "Voile", "Rugby", "Handball"),
    "Pratique": ("Cuisine", "Santé", "Jardin", "Voyages"),
}
AUTHORS = 120
TAG_SUBJECTS = (
    "Climat Logement Transports Écoles Pêche Agriculture Hôpital Théâtre Cinéma Football Voile Musées Budget Élections "
    "Justice Police Énergie Eau Forêt Commerce Tourisme Emploi Loyers Patrimoine"
).split()
TAG_PLACES = ("", *(f" {place}" for place in prose.PLACES[:11]))
RELATED = 60  # articles that others point at

EDITIONS = {1: 0.62, 2: 0.25, 3: 0.09, 4: 0.04}
FATES = {
    "live": 0.895,
    "expiring": 0.02,
    "withdrawn": 0.02,
    "rewritten": 0.015,  # live, with a draft that waits
    "scheduled": 0.005,
    "embargoed": 0.005,
    "draft": 0.03,
    "discarded": 0.01,
}
GENRES = {Genre.NEWS: 0.7, Genre.REPORT: 0.1, Genre.ANALYSIS: 0.1, Genre.OPINION: 0.1}
CORRECTIONS = {
    CorrectionKind.UPDATE: 0.5,
    CorrectionKind.NONE: 0.3,
    CorrectionKind.CORRECTION: 0.1,
    CorrectionKind.CLARIFICATION: 0.1,
}


@dataclass
class Newspaper:
    """What articles hang on. The first section, author and tag are the most frequent, after Zipf."""

    sections: Sequence[Section]
    authors: Sequence[Author]
    tags: Sequence[Tag]
    pictures: Sequence[Picture]
    note: SponsorshipNote

    def __post_init__(self) -> None:
        self.weights = {
            id(rows): list(accumulate((rank + 1) ** -0.8 for rank in range(len(rows))))
            for rows in (self.sections, self.authors, self.tags)
        }

    def pick[T](self, dice: Random, rows: Sequence[T], count: int = 1) -> list[T]:
        """Return up to `count` different rows."""
        return list(dict.fromkeys(dice.choices(rows, cum_weights=self.weights[id(rows)], k=count)))


def furnish(dice: Random) -> Newspaper:
    """Make sections, authors, tags and a sponsor, or find them by their slugs; pictures are those of the library."""
    sections: list[Section] = []
    for name, below in SECTIONS.items():
        top = _section(name, None, len(sections))
        sections += [_section(child, top, place) for place, child in enumerate(below)]
    dice.shuffle(sections)
    names = dict.fromkeys(prose.person(dice) for _i in range(2 * AUTHORS))
    return Newspaper(
        sections=sections,
        authors=[_author(name, dice) for name in list(names)[:AUTHORS]],
        tags=Tag.objects.named([subject + place for place in TAG_PLACES for subject in TAG_SUBJECTS]),
        pictures=list(Picture.objects.order_by("uuid")),
        note=_note(),
    )


def _section(name: str, parent: Section | None, position: int) -> Section:
    slug = slugify(name)
    path = f"{parent.path}/{slug}" if parent else slug
    found = Section.objects.filter(path=path).first()
    return found or Section.objects.create(name=name, slug=slug, parent=parent, position=position)


def _author(name: str, dice: Random) -> Author:
    fields = {
        "name": name,
        "job_title": "Journaliste",
        "bio": prose.sentences(dice, 1, 2) if dice.random() < 0.5 else "",
    }
    return Author.objects.get_or_create(slug=slugify(name), defaults=fields)[0]


def _note() -> SponsorshipNote:
    sponsor = Sponsor.objects.get_or_create(slug="compagnie-du-littoral", defaults={"name": "Compagnie du littoral"})[0]
    label = "Contenu payé par la Compagnie du littoral"
    found = SponsorshipNote.objects.filter(sponsor=sponsor, label=label).first()
    return found or SponsorshipNote.objects.create(
        sponsor=sponsor, label=label, kind=NoteKind.PAID, starts_at=datetime.fromisoformat("2000-01-01T00:00:00+00:00")
    )


def articles(count: int, seed: int, today: datetime) -> Iterator[Chain]:
    """Invent `count` articles, oldest first, the last of them before `today` but for what is scheduled.

    The same arguments give the same articles, in a database with the same pictures.
    """
    dice = Random(f"{seed}")  # noqa: S311  # nothing secret
    paper = furnish(dice)
    pictures = [str(picture.uuid) for picture in paper.pictures]
    pool = blocks.make_pool(dice, pictures, [identity(seed, dice.randrange(count))[1] for _i in range(RELATED)])
    for place in range(count):
        opening = today - (count - place) * APART
        yield Story(paper, pool, Random(f"{seed}:{place}"), today).tell(*identity(seed, place), opening)  # noqa: S311


def identity(seed: int, place: int) -> tuple[uuid.UUID, str]:
    """Return the uuid and the public id of the article at `place`."""
    dice = Random(f"{seed}:{place}:identity")  # noqa: S311
    return uuid.UUID(int=dice.getrandbits(128), version=4), "".join(dice.choices(ALPHABET, k=PUBLIC_ID_LENGTH))


def _draw[T](dice: Random, shares: dict[T, float]) -> T:
    return dice.choices(list(shares), list(shares.values()))[0]


class Story:
    """One article being told: its editions, each a little different from the one before."""

    def __init__(self, paper: Newspaper, pool: blocks.Pool, dice: Random, today: datetime) -> None:
        self.paper, self.pool, self.dice, self.today = paper, pool, dice, today
        self.body = pool.body(dice)
        self.versions: list[Version] = []

    def tell(self, uuid_: uuid.UUID, public_id: str, opening: datetime) -> Chain:
        """Return the article: published at `opening` or a little later, to be published, or never."""
        fate = _draw(self.dice, FATES)
        opening += self.dice.random() * APART
        written = opening - self.dice.uniform(1, 48) * HOUR
        article = Article(uuid=uuid_, public_id=public_id, created_at=written)
        if fate in ("scheduled", "embargoed"):
            opening = self.today + self.dice.uniform(1, 14) * DAY
        if fate == "embargoed":
            article.embargo_until = opening
            article.embargo_source, article.embargo_reason = "Institut de la mer", "Étude à paraître"
        if fate in ("draft", "discarded"):
            self._shelve(self._write(written), fate)
        else:
            self._publish(written, opening)
            self._close(fate)
        return Chain(article, self.versions)

    # --- what becomes of it -------------------------------------------------------------------------------------------

    def _shelve(self, version: Version, fate: str) -> None:
        """Leave the draft where it may have got to."""
        steps = {
            Status.DRAFT: [],
            Status.IN_REVIEW: [(Verb.SUBMIT, Status.DRAFT)],
            Status.APPROVED: [(Verb.SUBMIT, Status.DRAFT), (Verb.APPROVE, Status.IN_REVIEW)],
            Status.DISCARDED: [(Verb.DISCARD, Status.DRAFT)],
        }
        open_ = [Status.DRAFT, Status.IN_REVIEW, Status.APPROVED]
        status = Status.DISCARDED if fate == "discarded" else self.dice.choice(open_)
        for verb, before in steps[status]:
            self._log(version, verb, before, version.edition.created_at + HOUR)

    def _publish(self, written: datetime, opening: datetime) -> None:
        for _number in range(_draw(self.dice, EDITIONS)):
            version = self._write(written)
            edition = version.edition
            edition.live_from = opening
            edition.compiled = None if edition.sponsored else blocks.compiled(self.body)  # links in paid content differ
            pressed = opening if opening < self.today else max(written, self.today - HOUR)
            self._log(version, Verb.PUBLISH, Status.DRAFT, pressed)
            written = opening + self.dice.uniform(1, 20) * MINUTE
            opening = written + self.dice.choice([HOUR, DAY, 3 * DAY]) * self.dice.random()

    def _close(self, fate: str) -> None:
        last = self.versions[-1].edition
        opened = opening_of(last)
        match fate:
            case "expiring":
                expires_at = opened + self.dice.choice([6 * HOUR, 2 * DAY, 30 * DAY]) * self.dice.uniform(0.5, 1.5)
                for version in self.versions:
                    version.edition.expires_at = expires_at
            case "withdrawn" if opened < self.today:
                last.withdrawn_at = opened + self.dice.random() * min(30 * DAY, self.today - opened) + MINUTE
                self._log(self.versions[-1], Verb.WITHDRAW, Status.PUBLISHED, last.withdrawn_at)
            case "rewritten":
                self._write(opened + self.dice.random() * HOUR)

    def _log(self, version: Version, verb: Verb, before: str, at: datetime) -> None:
        after = MOVES[verb].target if verb in MOVES else Status.DRAFT
        status = version.edition.status = after or Status(version.edition.status)
        version.log.append(Line(verb, before, status, at))

    # --- what it says -------------------------------------------------------------------------------------------------

    def _write(self, at: datetime) -> Version:
        """Add a draft written at `at`."""
        version = self._rewrite(self.versions[-1]) if self.versions else self._begin()
        edition = version.edition
        edition.body, version.references = blocks.joined(self.body), blocks.references(self.body)
        version.words = blocks.folded(self.body)
        edition.created_at = edition.updated_at = at
        self.versions.append(version)
        self._log(version, Verb.START, "", at)
        return version

    def _begin(self) -> Version:
        dice, paper = self.dice, self.paper
        sponsored = dice.random() < 0.01
        edition = Edition(
            kicker=dice.choice(prose.KICKERS) if dice.random() < 0.5 else "",
            headline=prose.headline(dice),
            standfirst=prose.sentences(dice, 1, 2),
            section=paper.pick(dice, paper.sections)[0],
            genre=_draw(dice, GENRES),
            language=blocks.LANGUAGE,
            lead_picture=dice.choice(paper.pictures) if paper.pictures and dice.random() < 0.7 else None,
            sponsored=sponsored,
        )
        writers = paper.pick(dice, paper.authors, 2 if dice.random() < 0.15 else 1)
        signed = dict.fromkeys(writers, BylineRole.TEXT)
        if dice.random() < 0.25:
            signed.setdefault(paper.pick(dice, paper.authors)[0], BylineRole.PHOTOS)
        tags = paper.pick(dice, paper.tags, dice.randint(1, 4))
        return Version(edition, list(signed.items()), tags, [paper.note] if sponsored else [])

    def _rewrite(self, before: Version) -> Version:
        """Return a new edition: another headline, or another paragraph at the end."""
        edition = copying.content_of(before.edition)
        if self.dice.random() < 0.3:
            edition.headline, edition.slug = prose.headline(self.dice), ""
        self.body = [*self.body, self.dice.choice(self.pool.paragraphs)]
        edition.correction_kind = _draw(self.dice, CORRECTIONS)
        if edition.correction_kind != CorrectionKind.NONE:
            edition.correction_text = prose.sentence(self.dice)
        return Version(edition, before.bylines, before.tags, before.notes)
