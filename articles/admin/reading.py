"""What of an edition is shown to read rather than to edit."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from images.models import Picture


def signers(edition):
    lines = edition.bylines.select_related("author")
    return ", ".join(f"{line.author} ({line.get_role_display()})" for line in lines) or "—"


def lead_picture(edition):
    return picture(edition.lead_picture, edition.caption) if edition.lead_picture else "—"


def picture(row, caption):
    return format_html(
        '<figure><img src="{}" alt="{}" width="{}" height="{}" loading="lazy"><figcaption>{} {}</figcaption></figure>',
        row.preview, row.alt, row.width, row.height, caption or row.caption, row.credit,
    )  # fmt: skip


def body(edition):
    """Return the body as readers get it: for a frozen edition what was compiled then, for a draft what would be."""
    parts = (edition.compiled or edition.compile())["parts"]
    pictures = {
        str(row.uuid): row for row in Picture.objects.filter(uuid__in=[p["picture"] for p in parts if "picture" in p])
    }
    ids = [part["article"] for part in parts if "article" in part]
    articles = {row.public_id: row for row in Article.objects.filter(public_id__in=ids)}
    return format_html(
        '<div class="read-body" lang="{}">{}</div>',
        edition.language,
        format_html_join("", "{}", ((_part(part, pictures, articles),) for part in parts)),
    )


def _part(part, pictures, articles):
    if "html" in part:
        return mark_safe(part["html"])  # noqa: S308  # compile() returns what is safe, whatever it was given
    if "picture" in part:
        row = pictures.get(part["picture"])
        return picture(row, part["caption"]) if row else _missing(_("This picture is not there."))
    if part["article"] not in articles:
        return _missing(_("This related article is not there."))
    return format_html('<p class="related">{} <code>{}</code></p>', _("Related article:"), part["article"])


def _missing(words):
    return format_html('<p class="missing">{}</p>', words)
