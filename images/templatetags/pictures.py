"""A picture on a readers' page: the browser takes the size and format it needs, and nothing moves while it comes."""

from __future__ import annotations

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString

from images import recipe
from images.models import Picture, Shown

register = template.Library()


@register.simple_tag
def picture(
    row: Picture, crop: str, sizes: str, *, alt: str | None = None, css: str = "", eager: bool = False
) -> SafeString:
    """Show `row` in a crop of recipe.CROPS. `sizes` tells how wide it is laid out, as HTML's attribute does.

    `alt` is the picture's own unless it is given: "" where the words beside say all. `eager` is for what is seen first.
    Until anything is ready a box of the picture's colour holds its place. Words are escaped, the rest is ours: a
    template's includes would cost a front several milliseconds.
    """
    alt = escape(row.alt if alt is None else alt)
    width, height = recipe.CROPS[crop].sizes(row.size)[-1]
    classes = " ".join(filter(None, [css, f"crop-{crop}", f"tone-{row.tone}", "tall" if height > width else ""]))
    shown = row.shown(crop)
    if shown is None:
        role = f' role="img" aria-label="{alt}"' if alt else ""
        return SafeString(f'<span class="{classes} awaited"{role}></span>')
    urgency = 'fetchpriority="high"' if eager else 'loading="lazy" decoding="async"'
    size = f'width="{width}" height="{height}"'
    image = f'<img class="{classes}" src="{shown.src}" alt="{alt}" {size} {urgency}>'
    return SafeString(f"<picture>{_sources(shown, sizes)}{image}</picture>")


def _sources(shown: Shown, sizes: str) -> str:
    prefix = shown.prefix
    return "".join(
        f'<source type="image/{extension}" srcset="{srcset}" sizes="{escape(sizes)}">'
        for extension in recipe.CROPS[shown.crop].formats
        for srcset in [", ".join(f"{prefix}{width}.{extension} {width}w" for width, _height in shown.sizes)]
    )
