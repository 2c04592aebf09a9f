"""Pictures made of words: what social networks show of an article that has no picture, and the site's icons. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from unicodedata import category

from PIL import Image, ImageDraw, ImageFont

SIZE = (1200, 630)  # pixels: what social networks crop from
FONT = Path(__file__).parent / "fonts" / "SourceSerif4-SemiBold.ttf"  # Latin letters; SIL Open Font License
INK, PAPER, PAID_INK, PAID_PAPER = "#16181b", "#fdfcf8", "#5a3d00", "#fff1c9"
MARGIN, BAR = 72, 16
WIDTH = SIZE[0] - 2 * MARGIN  # of a line
LARGEST, SMALLEST = 84, 44  # of a headline
LINES = 5
ICON_INK = "#ffffff"


@dataclass(frozen=True)
class Poster:
    """What stands on it. `label` says that somebody paid; `above` is the kicker or the section."""

    headline: str
    site_name: str
    accent: str  # #rrggbb, as the next
    paper: str = PAPER
    above: str = ""
    label: str = ""

    def png(self) -> bytes:
        image = Image.new("RGB", SIZE, self.paper)
        draw = ImageDraw.Draw(image)
        draw.rectangle((0, 0, SIZE[0], BAR), fill=self.accent)
        top = MARGIN
        if self.label:
            top = self._label(draw, top)
        if self.above:
            draw.text((MARGIN, top), _fitted(self.above, 34), font=_font(34), fill=self.accent)
            top += 56
        font, lines = _set(self.headline, SIZE[1] - top - 150)
        for line in lines:
            draw.text((MARGIN, top), line, font=font, fill=INK)
            top += round(font.size * 1.14)
        draw.line((MARGIN, SIZE[1] - 116, SIZE[0] - MARGIN, SIZE[1] - 116), fill=INK, width=3)
        draw.text((MARGIN, SIZE[1] - 96), _fitted(self.site_name, 44), font=_font(44), fill=INK)
        return _png(image)

    def _label(self, draw: ImageDraw.ImageDraw, top: int) -> int:
        words, font = _fitted(self.label, 32), _font(32)
        box = (MARGIN, top, MARGIN + font.getlength(words) + 36, top + 56)
        draw.rectangle(box, fill=PAID_PAPER, outline=PAID_INK, width=2)
        draw.text((MARGIN + 18, top + 6), words, font=font, fill=PAID_INK)
        return top + 80


def icon(letter: str, accent: str, size: int) -> Image.Image:
    """Return the site's icon: the first letter of its name on its colour. Its middle four fifths fit in any mask."""
    image = Image.new("RGB", (size, size), accent)
    words = _plain(letter[:1].upper()) or "N"
    ImageDraw.Draw(image).text((size / 2, size / 2), words, font=_font(round(size * 0.62)), fill=ICON_INK, anchor="mm")
    return image


def _set(headline: str, height: int) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """Return the largest type in which the headline has room, and its lines; cut where none has."""
    words = _plain(headline).split()
    for size in range(LARGEST, SMALLEST - 1, -4):
        font = _font(size)
        lines = list(_wrapped(words, font))
        most = min(LINES, int(height / (size * 1.14)))
        if len(lines) <= most and all(font.getlength(line) <= WIDTH for line in lines):
            return font, lines
    lines = [_fitted(line, SMALLEST) for line in lines[:most]]
    lines[-1] = _fitted(f"{lines[-1].rstrip('…')}…", SMALLEST)
    return font, lines


def _wrapped(words: list[str], font: ImageFont.FreeTypeFont) -> Iterator[str]:
    line = ""
    for word in words:
        longer = f"{line} {word}".strip()
        if line and font.getlength(longer) > WIDTH:
            yield line
            longer = word
        line = longer
    yield line


def _fitted(words: str, size: int) -> str:
    """Return the words as far as one line has room for them."""
    font, words = _font(size), _plain(words)
    if font.getlength(words) <= WIDTH:
        return words
    while words and font.getlength(f"{words}…") > WIDTH:
        words = words[: -max(1, len(words) // 20)]
    return f"{words.rstrip()}…"


def _plain(words: str) -> str:
    """Leave out what a font of letters has no shape for: emoji, controls, what other fonts call their own."""
    return "".join(
        letter
        for letter in words.replace("\n", " ")  # a line is measured as one
        if category(letter) not in ("So", "Sk", "Cc", "Cf", "Cs", "Co", "Cn")
    )


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT, size)


def _png(image: Image.Image) -> bytes:
    file = BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()
