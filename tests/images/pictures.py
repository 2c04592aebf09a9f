"""Pictures for tests, small and made as they are needed."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from PIL import Image

from tests.articles.hostile import CASES

FOLDER = CASES / "images"


def picture(colour: Any = "steelblue", size: tuple[int, int] = (60, 40), mode: str = "RGB") -> Image.Image:
    return Image.new(mode, size, colour)


def halves(left: str, right: str, size: tuple[int, int] = (60, 40)) -> Image.Image:
    """Make a picture of two colours, of which it can be told what became of it."""
    image = Image.new("RGB", size, left)
    image.paste(right, (size[0] // 2, 0, *size))
    return image


def encode(image: Image.Image, format: str = "PNG", **options: Any) -> bytes:
    file = BytesIO()
    image.save(file, format, **options)
    return file.getvalue()


def encoded(colour: Any = "steelblue", size: tuple[int, int] = (60, 40), format: str = "PNG", **options: Any) -> bytes:
    return encode(picture(colour, size), format, **options)
