"""Which renditions a picture has: widths for the page to choose from, and crops around what matters. Pure arithmetic.

A rendition's name carries a hash of what it is made of, so that it can be kept for good by every cache:
`ab/cdef0123456789/card-640.avif`. Sizes are (width, height) in pixels.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

Size = tuple[int, int]
Box = tuple[float, float, float, float]  # left, top, right, bottom

VERSION = 1  # goes up whenever the same original is to become other bytes
FIRST = 640  # the width made first; it alone comes as JPEG too, for what knows no newer format
CENTRE = (50, 50)


@dataclass(frozen=True)
class Crop:
    """A shape that pages ask for by name. `ratio` is width / height; None leaves the picture whole."""

    name: str
    ratio: float | None
    widths: tuple[int, ...]
    formats: tuple[str, ...] = ("avif", "webp")
    fallback: int = FIRST

    def box(self, size: Size, focus: Size = CENTRE) -> Box:
        """Return the part of a picture of `size` that is shown, as near around `focus` (percent) as it can be."""
        width, height = (max(side, 1) for side in size)
        if self.ratio is None:
            return (0, 0, width, height)
        across, down = min(width, height * self.ratio), min(height, width / self.ratio)
        left = min(max(width * focus[0] / 100 - across / 2, 0), width - across)
        top = min(max(height * focus[1] / 100 - down / 2, 0), height - down)
        return (left, top, left + across, top + down)

    def sizes(self, size: Size) -> list[Size]:
        """Return the sizes to make, from the smallest: never larger than the original, and at least one."""
        left, top, right, bottom = self.box(size)
        whole = round(right - left)
        widths = [width for width in self.widths if width < whole]
        if len(widths) < len(self.widths):
            widths.append(min(whole, self.widths[len(widths)]))
        return [(width, max(1, round(width * (bottom - top) / (right - left)))) for width in widths]

    def extensions(self, width: int, sizes: list[Size]) -> tuple[str, ...]:
        """Return the formats of one width: JPEG too for that which stands in where no other is known."""
        fits = [each for each, _height in sizes if each <= self.fallback] or [sizes[0][0]]
        return (*self.formats, "jpg") if width == fits[-1] else self.formats


FULL = Crop("full", None, (320, 480, 640, 960, 1280, 1600, 2048))
CARD = Crop("card", 3 / 2, (320, 480, 640, 960))
LEAD = Crop("lead", 16 / 9, (480, 640, 960, 1280, 1600, 2048))
SQUARE = Crop("square", 1, (160, 320, 640), fallback=320)
SOCIAL = Crop("social", 1200 / 630, (1200,), formats=(), fallback=1200)
CROPS = {crop.name: crop for crop in (FULL, CARD, LEAD, SQUARE, SOCIAL)}


def key(crop: Crop, picture: UUID, digest: str, focus: Size) -> str:
    """Return the hash in the names of a crop's renditions: of all that makes their bytes, and of whose they are."""
    around = focus if crop.ratio else CENTRE
    made_of = f"{VERSION} {crop.name} {picture} {digest} {around[0]} {around[1]}"
    return hashlib.sha256(made_of.encode()).hexdigest()[:16]


def name(crop: str, key: str, width: int, extension: str) -> str:
    """Return where a rendition is kept."""
    return f"{key[:2]}/{key[2:]}/{crop}-{width}.{extension}"


def steps(crop: Crop, size: Size) -> Iterator[tuple[Size, tuple[str, ...]]]:
    """Yield each size with its formats, first the one that is wanted first."""
    sizes = crop.sizes(size)
    extensions = {each: crop.extensions(each[0], sizes) for each in sizes}
    yield from sorted(extensions.items(), key=lambda step: "jpg" not in step[1])
