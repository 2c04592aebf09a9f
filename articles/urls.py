"""The readers' addresses."""

from django.urls import path, register_converter

from articles import parts
from articles.feeds import FORMATS
from articles.models.article import PUBLIC_ID_LENGTH
from articles.models.base import RESERVED_SLUGS, SLUG
from articles.views.archive import ArchiveIndex, ArchiveMonth
from articles.views.article import ArticleDetail
from articles.views.author import AuthorDetail
from articles.views.authors import AuthorList
from articles.views.feed import AuthorFeed, Feed, SectionFeed, TagFeed
from articles.views.front import Front
from articles.views.history import ArticleHistory
from articles.views.machines import Health, IndexNowKey, Robots
from articles.views.page import PageDetail
from articles.views.posters import ArticlePoster, Icon, Manifest, SitePoster
from articles.views.search import SearchPage
from articles.views.section import SectionFront
from articles.views.sitemap import LISTS, ArticleSitemap, ListSitemap, NewsSitemap, SectionSitemap, SitemapIndex
from articles.views.sponsorship import Sponsorship
from articles.views.tag import TagDetail


class SlugConverter:
    """A slug as validate_slug has it: what else is typed is no address of ours."""

    regex = SLUG

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class SectionPathConverter(SlugConverter):
    """The slugs from the root down, the first of which is no word of the site's own."""

    regex = f"(?!(?:{'|'.join(word.replace('.', '[.]') for word in sorted(RESERVED_SLUGS))})(?:/|$)){SLUG}(?:/{SLUG})*"


class PublicIdConverter(SlugConverter):
    regex = f"[a-z0-9]{{{PUBLIC_ID_LENGTH}}}"


class YearConverter:
    regex = "[1-9][0-9]{3}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:04}"


class MonthConverter(YearConverter):
    regex = "0[1-9]|1[0-2]"

    def to_url(self, value: int) -> str:
        return f"{value:02}"


class FeedConverter(SlugConverter):
    """The end of a feed's address, which tells its format."""

    regex = "|".join(sorted(FORMATS, reverse=True))


class PartConverter(SlugConverter):
    """The name of a part of all articles, in a sitemap's address."""

    regex = parts.NAME


class IndexNowKeyConverter(SlugConverter):
    regex = "[a-zA-Z0-9-]{8,128}"


class ListConverter(SlugConverter):
    regex = "|".join(LISTS)


register_converter(SlugConverter, "plain-slug")
register_converter(YearConverter, "year")
register_converter(MonthConverter, "month")
register_converter(FeedConverter, "feed")
register_converter(IndexNowKeyConverter, "indexnow-key")
register_converter(ListConverter, "listed")
register_converter(PartConverter, "part")
register_converter(SectionPathConverter, "section-path")
register_converter(PublicIdConverter, "public-id")

urlpatterns = [
    path("", Front.as_view(), name="front"),
    path("healthz", Health.as_view(), name="health"),
    path("robots.txt", Robots.as_view(), name="robots"),
    path("<indexnow-key:key>.txt", IndexNowKey.as_view(), name="indexnow-key"),
    path("sitemap.xml", SitemapIndex.as_view(), name="sitemap"),
    path("sitemap-articles-<part:name>.xml", ArticleSitemap.as_view(), name="article-sitemap"),
    path("sitemap-sections.xml", SectionSitemap.as_view(), name="section-sitemap"),
    path("sitemap-<listed:kind>.xml", ListSitemap.as_view(), name="list-sitemap"),
    path("sitemap-<listed:kind>-<int:first>.xml", ListSitemap.as_view(), name="list-sitemap-block"),
    path("news-sitemap.xml", NewsSitemap.as_view(), name="news-sitemap"),
    path("pages/<plain-slug:slug>/", PageDetail.as_view(), name="page"),
    path("site.webmanifest", Manifest.as_view(), name="manifest"),
    path("favicon.ico", Icon.as_view(), name="favicon"),
    path("icon-<int:size>.png", Icon.as_view(), name="icon"),
    path("card.png", SitePoster.as_view(), name="site-poster"),
    path("search/", SearchPage.as_view(), name="search"),
    path("sponsorship/", Sponsorship.as_view(), name="sponsorship"),
    path("<feed:format>/", Feed.as_view(), name="feed"),
    path("authors/<plain-slug:place>/<feed:format>/", AuthorFeed.as_view(), name="author-feed"),
    path("tags/<plain-slug:place>/<feed:format>/", TagFeed.as_view(), name="tag-feed"),
    path("<section-path:place>/<feed:format>/", SectionFeed.as_view(), name="section-feed"),
    path("archive/", ArchiveIndex.as_view(), name="archive"),
    path("archive/<year:year>/<month:month>/", ArchiveMonth.as_view(), name="archive-month"),
    path("authors/", AuthorList.as_view(), name="authors"),
    path("authors/<plain-slug:slug>/", AuthorDetail.as_view(), name="author"),
    path("tags/<plain-slug:slug>/", TagDetail.as_view(), name="tag"),
    path("<section-path:path>/<plain-slug:slug>_<public-id:public_id>/", ArticleDetail.as_view(), name="article"),
    path(
        "<section-path:path>/<plain-slug:slug>_<public-id:public_id>/history/",
        ArticleHistory.as_view(),
        name="article-history",
    ),
    path(
        "<section-path:path>/<plain-slug:slug>_<public-id:public_id>/card-<int:number>.png",
        ArticlePoster.as_view(),
        name="article-poster",
    ),
    path("<section-path:path>/", SectionFront.as_view(), name="section"),
]
