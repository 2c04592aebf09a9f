"""Articles as the desk lists them: a row is told by the newest edition that its reader may open."""

from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils.html import format_html

from articles import permissions, search
from articles.models import Edition
from articles.states import OPEN, Status

KEPT = [*OPEN, Status.PUBLISHED]


def readable_editions(user):
    """Return the editions the user may open, without their bodies, newest first."""
    editions = Edition.objects.select_related("section", "updated_by").defer("body", "compiled")
    return permissions.readable(user, editions).order_by("-number")


def shown_to(user):
    """Prefetch the editions of each article that the user may open, as its `shown`."""
    return Prefetch("editions", readable_editions(user), to_attr="shown")


def of_its_row(user):
    """Return, for Exists(), the editions of a row's article that the user may open."""
    return permissions.readable(user, Edition.objects.order_by().filter(article=OuterRef("pk")))


def listed(articles, user, rows, **under):
    """Keep the articles whose telling edition is listed `under` an author, a tag or a section, in the rows' order.

    `rows` is their model: Byline, EditionTag or EditionSection. What stands only on a draft that the user may not open
    finds nothing, and what a row says is what it is found by: any edition the user may read would also find what was
    put right since. The list is read along the rows' index on (author, edition), newest first, and each edition is
    looked at once; articles in their own order would be looked at one by one, all of a million for a rare tag.
    """
    row = rows._meta.get_field(rows.edition_field)
    if "told" in articles.query.annotations:  # along the rows of another
        return articles.filter(Exists(rows.objects.order_by().filter(**under, **{row.name: OuterRef("told")})))
    path = f"editions__{row.remote_field.related_name}"
    wanted = {f"{path}__{name}": value for name, value in under.items()}
    this = Edition.objects.order_by().filter(pk=OuterRef("editions__pk"))
    this = this.filter(Q(status__in=KEPT) | Q(pk=OuterRef("head")))  # a discarded one tells where there is no other
    newer = of_its_row(user).filter(number__gt=OuterRef("editions__number"), status__in=KEPT)
    found = articles.filter(Exists(permissions.readable(user, this)), ~Exists(newer), **wanted)
    return found.alias(told=F(f"{path}__{row.attname}")).annotate(key=F("told"))


def latest(user, words):
    """Return the keys of the articles whose editions the user may read and hold these words: the latest of them."""
    editions = search.latest(permissions.readable(user, Edition.objects.all()), words)
    return set(editions.values_list("article_id", flat=True)[: search.CANDIDATES])


def head(article):
    """Return the newest edition that may be shown, preferably one that is not discarded."""
    return next((e for e in article.shown if e.status != Status.DISCARDED), article.shown[0])


def edition_link(edition, text=None):
    url = reverse("admin:articles_edition_change", args=[edition.pk])
    return format_html('<a href="{}">{}</a>', url, edition if text is None else text)
