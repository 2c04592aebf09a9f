"""The newsroom's tables, one module a concept."""

from articles.models.article import Article
from articles.models.author import Author
from articles.models.edition import Edition
from articles.models.history import OldPath, Revision, Transition
from articles.models.inquiry import Inquiry
from articles.models.person import Person
from articles.models.rows import Byline, EditionNote, EditionReference, EditionSection, EditionTag
from articles.models.searchtext import SearchText
from articles.models.section import Section, SectionRight
from articles.models.site import Page, PageVersion, Site
from articles.models.sponsorship import Sponsor, SponsorshipNote
from articles.models.tag import Tag, check_tag, fold

__all__ = [
    "Article",
    "Author",
    "Byline",
    "Edition",
    "EditionNote",
    "EditionReference",
    "EditionSection",
    "EditionTag",
    "Inquiry",
    "OldPath",
    "Page",
    "PageVersion",
    "Person",
    "Revision",
    "SearchText",
    "Section",
    "SectionRight",
    "Site",
    "Sponsor",
    "SponsorshipNote",
    "Tag",
    "Transition",
    "check_tag",
    "fold",
]
