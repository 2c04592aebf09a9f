"""What the editor's search boxes ask: articles, pictures, tags and authors as JSON, for those who may read them."""

import uuid
from collections import Counter
from functools import reduce
from itertools import chain, count
from operator import and_

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Case, Exists, Q, When
from django.http import JsonResponse
from django.urls import path
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from articles.admin.base import phase_words
from articles.admin.rows import head, latest, of_its_row, shown_to
from articles.models import Article, Author, Byline, Tag, fold
from articles.words import words as folded_words
from images.admin.uploads import told
from images.models import Picture

MOST = 10  # results
PICTURES = 24  # of them, which are found at a glance
WORDS = 8  # of a question that are looked for
LONGEST = 120  # characters of a word: no name is longer, and SQLite looks for 50,000 bytes at most
LATELY = 20  # editions that somebody signed


class Choosers:
    """The addresses, for the admin of editions.

    ?q=words finds ten at most, and of pictures as many as are seen at a glance; ?id=…&id=… tells of what is chosen
    already, of a picture by its uuid or its number. All answer {"results": [{"id", "title", "about", "image"?}]},
    articles and pictures from the newest.
    """

    def get_urls(self):
        def view(answer, allowed=require_safe):
            return self.admin_site.admin_view(allowed(answer))

        return [
            path("choose/article/", view(self.choose_article), name="articles_edition_choose_article"),
            path("choose/picture/", view(self.choose_picture), name="articles_edition_choose_picture"),
            path("choose/tag/", view(self.choose_tag), name="articles_edition_choose_tag"),
            path("choose/author/", view(self.choose_author), name="articles_edition_choose_author"),
            path("choose/person/", view(self.add_person, require_POST), name="articles_edition_add_person"),
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
        words, ids = _asked(request)
        if ids:
            numbers = [int(value) for value in ids if _is_number(value)]
            pictures = Picture.objects.filter(Q(uuid__in=filter(None, map(_uuid, ids))) | Q(pk__in=numbers))
        else:
            pictures = Picture.objects.in_use().having(words)
        return _answer(map(told, pictures.order_by("-id")[:PICTURES]))

    def choose_tag(self, request):
        """Answer with the tags that have this in their name, those that begin with it first; with none for no words."""
        if not request.user.has_perm("articles.view_tag"):
            raise PermissionDenied
        said = fold(_question(request))
        if not said or len(said) > LONGEST:
            return _answer([])
        tags = Tag.objects.filter(folded__contains=said).exclude(name__contains=",")  # which the form takes for two
        begins = Case(When(folded__startswith=said, then=0), default=1)
        return _answer(map(_tag, tags.order_by(begins, "folded")[:MOST]))

    def choose_author(self, request):
        """Answer with who has these words in their name; without any, with those who sign what one signs oneself.

        "may_add" says whether one may add somebody who is not found.
        """
        if not request.user.has_perm("articles.view_author"):
            raise PermissionDenied
        words, ids = _asked(request)
        if ids:
            numbers = [int(value) for value in ids if _is_number(value)]
            authors = Author.objects.filter(pk__in=numbers)
        elif words:
            authors = _named(words)
        else:
            authors = _who_signs_with(request.user)
        return _answer(_authors(authors[:MOST]), may_add=request.user.has_perm("articles.add_author"))

    def add_person(self, request):
        """Add an author of whom only the name is known: {"result": …}, or {"problem": why not, in words}."""
        if not request.user.has_perm("articles.add_author"):
            raise PermissionDenied
        form = PersonForm(request.POST)
        if not form.is_valid():
            return JsonResponse({"problem": " ".join(form.errors["name"])})
        try:
            with transaction.atomic():
                author = form.save()
                self.admin_site.get_model_admin(Author).log_addition(request, author, [{"added": {}}])
        except IntegrityError:
            problem = _("Somebody has just added %(name)s: look for the name again.") % form.cleaned_data
            return JsonResponse({"problem": problem})
        return JsonResponse({"result": next(_authors([author]))})


class PersonForm(forms.ModelForm):
    class Meta:
        model = Author
        fields = ["name"]

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())

    def save(self, commit=True):
        self.instance.slug = _free_slug(self.instance.name)
        return super().save(commit)


def _question(request):
    """Return what is looked for. PostgreSQL has no NUL, and fails at one."""
    return request.GET.get("q", "").replace("\x00", " ")


def _asked(request):
    """Return the words and the ids of a question."""
    words = [word[:LONGEST] for word in _question(request).split()]
    ids = [value for value in request.GET.getlist("id") if "\x00" not in value]
    return words[:WORDS], ids[:MOST]


def _is_number(text):
    return text.isdecimal() and len(text) < 19


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


def _tag(tag):
    return {"id": str(tag.pk), "title": tag.name, "about": ""}


def _named(words):
    """Return authors who have these words in their name as it is written, or as their slug has it: without accents."""
    found, begins = _each("name__icontains", words), Q(name__istartswith=" ".join(words))
    if plain := folded_words(" ".join(words))[:WORDS]:
        found |= _each("slug__contains", plain)
        begins |= Q(slug__startswith="-".join(plain))
    return Author.objects.filter(found).order_by(Case(When(begins, then=0), default=1), "name", "pk")


def _each(lookup, words):
    return reduce(and_, (Q(**{lookup: word}) for word in words))


def _who_signs_with(user):
    """Return the user as an author, then who signed with them lately, from the newest."""
    own = Author.objects.filter(user=user).first()
    if own is None:
        return []
    signed = Byline.objects.filter(author=own, published_at__isnull=False).order_by("-published_at", "-edition_id")
    lines = Byline.objects.filter(edition__in=signed.values("edition")[:LATELY]).select_related("author")
    signers = [line.author for line in lines.order_by("-published_at", "-edition_id", "position")]
    return list(dict.fromkeys([own, *signers]))


def _authors(authors):
    """Tell of authors by name and job title; of those who have both in common, by the slug too."""
    authors = list(authors)
    called = Counter((fold(author.name), author.job_title) for author in authors)
    for author in authors:
        twin = called[fold(author.name), author.job_title] > 1
        about = filter(None, [author.job_title, twin and author.slug])
        yield {"id": str(author.pk), "title": author.name, "about": " · ".join(about)}


def _free_slug(name):
    """Return the name as a slug that no author has: with a number where there are namesakes."""
    slug = slugify(" ".join(folded_words(name)))[:100].strip("-") or "author"
    taken = set(Author.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    numbered = (f"{slug}-{number}" for number in count(2))
    return next(free for free in chain([slug], numbered) if free not in taken)


def _answer(results, **more):
    return JsonResponse({"results": list(results)} | more)
