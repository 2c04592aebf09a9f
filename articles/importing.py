"""Plain-text copy becomes a draft: what the parts of a manuscript are in this newspaper, and what an editor is told.

What the draft has no place for stays in its note to the desk, word for word. No section, author or sponsor's note is
made unasked, nobody's bio is guessed, and none is overwritten.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from articles import body as bodies
from articles import workflow
from articles.manuscript import Manuscript, Remark, RemarkKind, read
from articles.models import Author, Edition, Section, check_tag, fold
from articles.models.edition import default_language
from articles.states import BylineRole


@dataclass
class Copy:
    """A text that was read: its parts as this newspaper's own, and what an editor should know of it."""

    manuscript: Manuscript
    section: Section | None = None
    bylines: dict[Author, str] = field(default_factory=dict)  # author → role, in order
    tags: list[str] = field(default_factory=list)
    introduced: Author | None = None  # whose empty bio the text's own will fill
    notes: list[str] = field(default_factory=list)  # what the draft has no place for
    remarks: list[Remark] = field(default_factory=list)

    def remark(self, kind: RemarkKind, message: str, words: str = "") -> None:
        self.remarks.append(Remark(kind, message, words))

    def keep(self, kind: RemarkKind, message: str, words: str) -> None:
        """Tell of words that the draft has no place for, and keep them in its note to the desk."""
        self.remark(kind, message, words)
        self.notes.append(words)

    def facts(self) -> list[tuple[str, str]]:
        """Return what the text was taken for: a name and a value for each part that is there."""
        edition = self.edition()
        kinds = Counter(block.kind for block in bodies.blocks(edition.body))
        counts = {
            "words": bodies.word_count(edition.body),
            "paragraphs": kinds["p"],
            "subheads": kinds["h2"],
            "quotations": kinds["pull-quote"],
        }
        body = _("words: %(words)d, paragraphs: %(paragraphs)d, subheads: %(subheads)d, quotations: %(quotations)d")
        signed = [f"{author} ({BylineRole(role).label})" for author, role in self.bylines.items()]
        facts = [
            (_("section"), self.section.path if self.section else ""),
            (_("kicker"), edition.kicker),
            (_("headline"), edition.headline),
            (_("standfirst"), edition.standfirst),
            (_("body"), body % counts),
            (_("signed by"), ", ".join(signed)),
            (_("tags"), ", ".join(self.tags)),
            (_("language"), edition.get_language_display()),
        ]
        return [(name, value) for name, value in facts if value]

    @cached_property
    def body(self) -> str:
        return bodies.sanitise(self.manuscript.body)

    def edition(self) -> Edition:
        """Return the draft as it would be, unsaved."""
        text = self.manuscript
        return Edition(
            kicker=text.kicker,
            headline=text.headline,
            standfirst=text.standfirst,
            body=self.body,
            section=self.section,
            language=text.language or default_language(),
            sponsored=text.sponsored,
            ednote="\n\n".join(self.notes),
        )


def read_copy(
    text: str,
    *,
    by: User | None,
    section: Section | None = None,
    authors: Sequence[Author] = (),
    language: str = "",
) -> Copy:
    """Read a text as this newspaper's copy, for `by` to make a draft of it.

    `section`, `authors` and `language`, where given, go before what the text says.
    """
    named: dict[str, list[Author]] = defaultdict(list)
    for author in Author.objects.order_by("pk"):
        named[fold(author.name)].append(author)
    names = [author.name for namesakes in named.values() for author in namesakes]
    copy = Copy(read(text, language=language, sections=_sections(), authors=names))
    copy.remarks += copy.manuscript.remarks
    copy.notes += copy.manuscript.left_out
    _place(copy, section)
    _sign(copy, authors, named)
    _tag(copy)
    _introduce(copy, named, by)
    return copy


def _sections() -> list[tuple[str, tuple[str, ...]]]:
    """Return each section's path and its names from the root down."""
    known = {section.pk: section for section in Section.objects.all()}

    def names(section: Section) -> tuple[str, ...]:
        above = names(known[section.parent_id]) if section.parent_id else ()
        return (*above, section.name)

    return [(section.path, names(section)) for section in known.values()]


def _place(copy: Copy, asked: Section | None) -> None:
    said = copy.manuscript.section
    copy.section = asked or Section.objects.filter(path=said).first()
    if asked and said and asked.path != said:
        message = _("The text names another section than the one that was chosen: check it.")
        copy.keep(RemarkKind.UNSURE, message, copy.manuscript.trail)


def _sign(copy: Copy, asked: Sequence[Author], named: dict[str, list[Author]]) -> None:
    copy.bylines = dict.fromkeys(asked, str(BylineRole.TEXT))
    for signature in copy.manuscript.signatures:
        namesakes = named.get(fold(signature.name), [])
        if len(namesakes) == 1:
            copy.bylines.setdefault(namesakes[0], signature.role)
        elif namesakes:
            message = _("Several authors have this name: choose who signs.")
            copy.keep(RemarkKind.UNSURE, message, signature.name)
        else:
            message = _("This is no author here: add them to the authors, then let them sign.")
            copy.keep(RemarkKind.UNSURE, message, signature.name)


def _tag(copy: Copy) -> None:
    for name in copy.manuscript.tags:
        try:
            check_tag(name)
        except ValidationError as refusal:
            copy.keep(RemarkKind.UNSURE, refusal.messages[0], name)
        else:
            copy.tags.append(name)


def _introduce(copy: Copy, named: dict[str, list[Author]], by: User | None) -> None:
    """Find whose bio it is: of the one it names, else of the only one who wrote the text."""
    bio = copy.manuscript.bio
    if not bio:
        return
    of = copy.manuscript.bio_of
    known = named.get(fold(of), []) if of else _only_writer(copy)
    if len(known) != 1:
        message = _("A bio, and no author is named: it is in the note to the desk.")
        copy.keep(RemarkKind.LEFT_OUT, message, bio)
    elif not known[0].bio and not (by is None or by.has_perm("articles.change_author")):
        message = _("You may not change %(name)s, who has no bio yet: this one is in the note to the desk.")
        copy.keep(RemarkKind.LEFT_OUT, message % {"name": known[0].name}, bio)
    elif not known[0].bio:
        copy.introduced = known[0]
        message = _("The bio will be that of %(name)s, who has none yet.") % {"name": known[0].name}
        copy.remark(RemarkKind.FOUND, message, bio)
    elif " ".join(known[0].bio.split()) == " ".join(bio.split()):
        copy.remark(RemarkKind.FOUND, _("The bio is the one that %(name)s has.") % {"name": known[0].name}, bio)
    else:
        message = _("%(name)s has another bio already, which stays: this one is in the note to the desk.")
        copy.keep(RemarkKind.LEFT_OUT, message % {"name": known[0].name}, bio)


def _only_writer(copy: Copy) -> list[Author]:
    """Return who wrote the text, if nobody else signs it: a stranger or a photographer may speak of themselves too."""
    names = {author.name for author in copy.bylines} | {signature.name for signature in copy.manuscript.signatures}
    writers = [author for author, role in copy.bylines.items() if role == BylineRole.TEXT]
    return writers if len({fold(name) for name in names}) == 1 else []


@transaction.atomic
def make_draft(copy: Copy, *, by: User | None) -> Edition:
    """Begin an article with the copy, all of it or nothing. Raise TransitionError where `by` may not."""
    edition = copy.edition()
    if copy.introduced:
        author = Author.objects.select_for_update().get(pk=copy.introduced.pk)
        if author.bio:  # somebody wrote one since the text was read
            edition.ednote = "\n\n".join([*copy.notes, copy.manuscript.bio])
        else:
            author.bio = copy.manuscript.bio
            author.save()
    content = {name: getattr(edition, name) for name in (*Edition.CONTENT_FIELDS, *Edition.OWN_FIELDS)}
    draft = workflow.start_article(by=by, **content)
    return workflow.save_draft(draft, by=by, bylines=list(copy.bylines.items()), tags=copy.tags)
