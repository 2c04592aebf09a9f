"""What the editor's search boxes ask: articles and pictures as JSON, for those who may read them."""

import uuid

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, Q
from django.http import JsonResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.admin.base import phase_words
from articles.admin.rows import head, latest, of_its_row, shown_to
from articles.models import Article
from images.models import Picture

MOST = 10  # results
WORDS = 8  # of a question that are looked for


class Choosers:
    """The two addresses, for the admin of editions.

    ?q=words finds, newest first; ?id=…&id=… tells of what is chosen already. Both answer {"results": [{"id", "title",
    "about", "image"?}]}, ten at most.
    """

    def get_urls(self):
        def view(answer):
            return self.admin_site.admin_view(require_safe(answer))

        return [
            path("choose/article/", view(self.choose_article), name="articles_edition_choose_article"),
            path("choose/picture/", view(self.choose_picture), name="articles_edition_choose_picture"),
            *super().get_urls(),
        ]

    def choose_article(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        words, ids = _asked(request)
        articles = Article.objects.filter(Exists(of_its_row(request.user))).prefetch_related(shown_to(request.user))
        if words:
            articles = articles.filter(pk__in=latest(request.user, " ".join(words)))
        if ids:
            articles = articles.filter(public_id__in=ids)
        return _answer(map(_article, articles.order_by("-head_id", "-id")[:MOST]))

    def choose_picture(self, request):
        if not request.user.has_perm("images.view_picture"):
            raise PermissionDenied
        pictures = Picture.objects.order_by("-id")
        words, ids = _asked(request)
        for word in words:
            pictures = pictures.filter(Q(alt__icontains=word) | Q(caption__icontains=word) | Q(credit__icontains=word))
        if ids:
            pictures = pictures.filter(uuid__in=filter(None, map(_uuid, ids)))
        return _answer(map(_picture, pictures[:MOST]))


def _asked(request):
    """Return the words and the ids of a question. PostgreSQL has no NUL, and fails at one."""
    words = request.GET.get("q", "").replace("\x00", " ").split()
    ids = [value for value in request.GET.getlist("id") if "\x00" not in value]
    return words[:WORDS], ids[:MOST]


def _uuid(text):
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _article(article):
    edition = head(article)
    phase = phase_words(edition, timezone.now())
    about = f"{edition.section} · {phase}" if edition.section else phase
    return {"id": article.public_id, "title": str(edition), "about": str(about)}


def _picture(picture):
    return {"id": str(picture.uuid), "title": picture.alt, "about": picture.credit, "image": picture.file.url}


def _answer(results):
    return JsonResponse({"results": list(results)})
