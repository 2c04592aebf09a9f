"""Pictures of words: an article's for social networks, the site's own, its icons, and the list of them."""

from __future__ import annotations

from io import BytesIO

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control
from django.utils.crypto import salted_hmac

from articles import body as bodies
from articles.models.site import ACCENT_COLOURS
from articles.posters import Poster, icon
from articles.views.article import shown_edition
from articles.views.base import ReaderView
from articles.views.cards import cards_of

FAVICON, ICONS = 48, (180, 192, 512)  # pixels: the latter Apple's, and what the manifest names
HOUR, DAY = 3600, 24 * 3600  # seconds


class _Drawn(ReaderView):
    shows_other_times = False

    def drawn(self, poster: Poster) -> HttpResponse:
        """Return the poster, drawn once: what stands on it names it."""
        key = salted_hmac("articles.views.posters", repr(poster), algorithm="sha256").hexdigest()
        png: bytes = cache.get_or_set(f"poster:{key}", poster.png, 7 * DAY)  # type: ignore[assignment]
        return self.picture(png, "image/png")

    def picture(self, content: bytes, kind: str) -> HttpResponse:
        response = HttpResponse(content, content_type=kind)
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # it is made to be shown elsewhere
        patch_cache_control(response, public=True, max_age=HOUR)  # a label may come to stand on it
        return response


class ArticlePoster(_Drawn):
    """There while the edition of that number is what readers see: a correction of the headline has another address."""

    def get(self, request: HttpRequest, path: str, slug: str, public_id: str, number: int) -> HttpResponse:
        edition = shown_edition(public_id, self.at)
        if request.path_info != edition.poster_path:
            raise Http404
        (card,) = cards_of([edition], self.at, self.frame)
        site = self.frame.site
        return self.drawn(
            Poster(
                headline=bodies.typeset(edition.social_title or edition.headline, edition.language),
                site_name=site.name,
                accent=ACCENT_COLOURS[self.frame.accent(edition.section_id) or site.accent],
                paper=site.paper_colour,
                above=edition.kicker or (edition.section.name if edition.section else ""),
                label=" · ".join(card.notes.labels(edition.sponsored)),
            )
        )


class SitePoster(_Drawn):
    def get(self, request: HttpRequest) -> HttpResponse:
        site = self.frame.site
        accent = ACCENT_COLOURS[site.accent]
        return self.drawn(Poster(site.tagline or site.name, site.name, accent, site.paper_colour))


class Icon(_Drawn):
    def get(self, request: HttpRequest, size: int | None = None) -> HttpResponse:
        if size is None:
            return self.draw(FAVICON, "ico", "image/x-icon")
        if size not in ICONS:
            raise Http404
        return self.draw(size, "png", "image/png")

    def draw(self, size: int, form: str, kind: str) -> HttpResponse:
        site, file = self.frame.site, BytesIO()
        icon(site.name.split()[-1], ACCENT_COLOURS[site.accent], size).save(file, form, sizes=[(size, size)])
        return self.picture(file.getvalue(), kind)


class Manifest(ReaderView):
    """What a telephone keeps of the site beside its address: https://www.w3.org/TR/appmanifest/."""

    shows_other_times = False

    def get(self, request: HttpRequest) -> HttpResponse:
        site = self.frame.site
        manifest = {
            "name": site.name,
            "short_name": site.name,
            "lang": site.language,
            "start_url": "/",
            "display": "minimal-ui",
            "background_color": site.paper_colour,
            "theme_color": site.paper_colour,
            "icons": [
                {"src": f"/icon-{size}.png", "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
                for size in ICONS[1:]
                for purpose in ("any", "maskable")
            ],
        }
        if site.summary:
            manifest["description"] = site.summary
        return JsonResponse(
            manifest, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False}
        )
