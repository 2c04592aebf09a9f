"""What a page says of itself to machines: JSON-LD in the words of schema.org, https://schema.org/docs/full.html."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from articles.addresses import absolute
from articles.disclosures import Notes
from articles.frame import Frame
from articles.models import Author, Byline, Edition, Section, Tag
from articles.posters import SIZE
from articles.states import BylineRole, Genre
from images.models import Picture

Data = dict[str, Any]

_TYPES = {
    Genre.REPORT: "ReportageNewsArticle",
    Genre.ANALYSIS: "AnalysisNewsArticle",
    Genre.OPINION: "OpinionNewsArticle",
    Genre.REVIEW: "ReviewNewsArticle",
}


def graph(*data: Data) -> str:
    """Return the data as one JSON text that may stand in a <script>: nothing in it ends one."""
    text = json.dumps({"@context": "https://schema.org", "@graph": list(data)}, ensure_ascii=False)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def organisation(frame: Frame) -> Data:
    site = frame.site
    data: Data = {"@type": "NewsMediaOrganization", "@id": absolute("/#paper"), "name": site.name}
    data |= {"url": absolute("/"), "logo": _logo(frame)}
    if site.summary:
        data["description"] = site.summary
    return data


def website(frame: Frame) -> Data:
    """Tell of the site, and how to search it: https://schema.org/SearchAction."""
    return {
        "@type": "WebSite",
        "@id": absolute("/#site"),
        "url": absolute("/"),
        "name": frame.site.name,
        "inLanguage": frame.site.language,
        "publisher": {"@id": absolute("/#paper")},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": absolute("/search/?q={search_term_string}")},
            "query-input": "required name=search_term_string",
        },
    }


def breadcrumbs(trail: Sequence[Section], *last: tuple[str, str]) -> Data:
    """Return the way from the front down the sections of `trail`; `last` adds (name, whole address)."""
    steps = [(section.name, absolute(section.get_absolute_url())) for section in trail] + [*last]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": address}
            for position, (name, address) in enumerate(steps, 1)
        ],
    }


def collection(name: str, description: str, address: str, language: str) -> Data:
    data: Data = {"@type": "CollectionPage", "name": name, "url": address, "inLanguage": language}
    return data | ({"description": description} if description else {})


def profile(author: Author, address: str) -> Data:
    """Tell of an author's page; what it lists elsewhere is theirs too."""
    about = person(author)
    if author.bio:
        about["description"] = author.bio
    if author.picture and (image := _picture(author.picture, "square")):
        about["image"] = image
    if links := [link["url"] for link in author.links if link["url"].startswith("http")]:
        about["sameAs"] = links
    return {"@type": "ProfilePage", "url": address, "mainEntity": about}


def person(author: Author) -> Data:
    data: Data = {"@type": "Person", "name": author.name, "url": absolute(author.get_absolute_url())}
    return data | ({"jobTitle": author.job_title} if author.job_title else {})


def article(
    edition: Edition,
    address: str,
    *,
    bylines: Iterable[Byline],
    tags: Iterable[Tag],
    corrections: Iterable[Any],
    translations: Iterable[Edition],
    notes: Notes,
    words: int,
    poster: str,
) -> Data:
    """Tell of an article: who wrote it, when, what was corrected in it and who paid for it."""
    assert edition.published_at is not None and edition.live_from is not None  # noqa: S101  # it is read
    bylines = list(bylines)
    paid = edition.sponsored or any(note.kind == "paid" for note in notes.disclosures)
    data: Data = {
        "@type": "AdvertiserContentArticle" if paid else _TYPES.get(Genre(edition.genre), "NewsArticle"),
        "@id": f"{address}#article",
        "mainEntityOfPage": address,
        "url": address,
        "headline": edition.headline,
        "datePublished": edition.published_at.isoformat(),
        "dateModified": edition.live_from.isoformat(),
        "inLanguage": edition.language,
        "wordCount": words,
        "isAccessibleForFree": True,
        "publisher": {"@id": absolute("/#paper")},
        "author": [person(one.author) for one in bylines if one.role == BylineRole.TEXT],
    }
    others = {BylineRole.TRANSLATION: "translator", BylineRole.CONTRIBUTION: "contributor"}
    for role, name in others.items():
        data[name] = [person(one.author) for one in bylines if one.role == role]
    if edition.standfirst:
        data["description"] = edition.standfirst
    if edition.section:
        data["articleSection"] = edition.section.name
    data["keywords"] = [tag.name for tag in tags]
    image = _picture(edition.lead_picture, "lead") if edition.lead_picture else None
    data["image"] = image or _image_object(poster, *SIZE)
    data["correction"] = [
        {"@type": "CorrectionComment", "text": correction.text, "datePublished": correction.at.isoformat()}
        for correction in corrections
    ]
    data["sponsor"] = [
        {"@type": "Organization", "name": note.sponsor.name} | ({"url": note.sponsor.url} if note.sponsor.url else {})
        for note in notes.disclosures
        if note.sponsor
    ]
    data["workTranslation"] = [{"@id": f"{absolute(other.get_absolute_url())}#article"} for other in translations]
    return {name: value for name, value in data.items() if value != []}


def _picture(picture: Picture, crop: str) -> Data | None:
    shown = picture.shown(crop)
    if shown is None:
        return None
    return _image_object(shown.src, *shown.fallback) | ({"creditText": picture.credit} if picture.credit else {})


def _logo(frame: Frame) -> Data:
    own = _picture(frame.site.logo, "full") if frame.site.logo else None
    return own or _image_object("/icon-512.png", 512, 512)


def _image_object(address: str, width: int, height: int) -> Data:
    return {"@type": "ImageObject", "url": absolute(address), "width": width, "height": height}
