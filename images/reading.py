"""Pictures as they come: their bytes decide what they are, and what can't be shown is refused in words."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from typing import IO, cast

from django.utils.translation import gettext as _
from pi_heif import register_heif_opener
from PIL import ExifTags, Image, ImageCms

from images import metadata
from images.recipe import CROPS, Size

MAX_BYTES = 60_000_000
MAX_PIXELS = 61_000_000
# What its decoders hold at once grows with the pixels, by format: within 600 MB for the whole process.
MAX_TRANSPARENT = 36_000_000
MAX_PIXELS_OF = {"WEBP": 24_000_000, "AVIF": 36_000_000, "GIF": 36_000_000, "HEIF": 50_000_000}
EXTENSIONS = {
    "JPEG": "jpg",
    "MPO": "jpg",
    "PNG": "png",
    "WEBP": "webp",
    "AVIF": "avif",
    "GIF": "gif",
    "TIFF": "tif",
    "HEIF": "heic",
}
_FORMATS = [name for name in EXTENSIONS if name != "MPO"]  # which is a JPEG that more pictures follow
_SIDEWAYS = range(5, 9)  # EXIF orientations that swap width and height
_SRGB = ImageCms.createProfile("sRGB")
_WHITE = (255, 255, 255, 255)

register_heif_opener()
_decoding = threading.Lock()  # one at a time: two would need twice the memory


class Refused(ValueError):
    """A picture that is not taken. Its text tells an editor why, and what to do."""


@dataclass(frozen=True)
class Original:
    """What a file is: its format, the size of the upright picture, and what it says of itself."""

    extension: str
    digest: str
    size: Size
    moves: bool
    words: metadata.Words


def digest_of(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    while part := file.read(1_000_000):
        digest.update(part)
    return digest.hexdigest()


def examine(file: IO[bytes]) -> Original:
    """Tell what a file is, without decoding its pixels. Raise Refused for what is no picture, or too large."""
    digest = digest_of(file)
    with _opened(file) as image:
        return Original(EXTENSIONS[str(image.format)], digest, _upright(image), _moves(image), metadata.read(image))


def load(file: IO[bytes], widest: float) -> Image.Image:
    """Return the picture upright in sRGB, without anything but pixels, scaled to `widest` (a factor of at most 1).

    Every byte of the file is read: one that breaks off is refused. Transparent parts become white.
    """
    with _decoding, _opened(file) as image:
        width, height = image.size
        target = (max(1, round(width * widest)), max(1, round(height * widest)))
        orientation = metadata.exif_of(image).get(ExifTags.Base.Orientation, 1)
        profile = image.info.get("icc_profile")
        image.draft(None, target)  # a JPEG is decoded at a fraction of its size
        image.load()
        small = _scalable(image)
        if small.size != target:
            small = small.resize(target, Image.Resampling.LANCZOS, reducing_gap=3)
        small = _flat(_in_srgb(_eight_bits(small), profile))
    small.info.clear()

    if method := _TURNS.get(orientation):
        small = small.transpose(method)
    return small


def scale_for(size: Size) -> float:
    """Return by how much a picture of `size` may be made smaller before its renditions are cut from it: at most 1."""
    factors = [1e-9]
    for crop in CROPS.values():
        left, _top, right, _bottom = crop.box(size)
        factors.append(crop.sizes(size)[-1][0] / (right - left))
    return min(1.0, max(factors))


_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@contextmanager
def _opened(file: IO[bytes]) -> Iterator[Image.Image]:
    """Open a picture, and say in words what fails until it is closed. Decoders raise anything at hostile bytes."""
    file.seek(0)
    start = file.read(512)
    file.seek(0)
    if not start:
        raise Refused(_("The file is empty. Choose it again."))
    try:
        with Image.open(file, formats=_FORMATS) as image:
            _check_pixels(image)
            yield image
    except Refused:
        raise
    except Image.UnidentifiedImageError:
        if b"<svg" in start.lower():
            raise Refused(_("An SVG is taken as a sponsor’s logo only. Send this as a PNG.")) from None
        raise Refused(
            _("This is no picture that can be read. Send a JPEG, PNG, WebP, AVIF, GIF, TIFF or HEIC.")
        ) from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(_too_many_pixels(MAX_PIXELS)) from None
    except Exception as error:
        if "truncated" in str(error) or isinstance(error, EOFError):
            raise Refused(_("The file breaks off: a part of the picture is missing. Send it again.")) from error
        raise Refused(_("The file is damaged. Export the picture anew, and send that.")) from error


def _check_pixels(image: Image.Image) -> None:
    most = MAX_PIXELS_OF.get(str(image.format), MAX_PIXELS)
    if image.has_transparency_data:
        most = min(most, MAX_TRANSPARENT)
    if image.width * image.height > most:
        raise Refused(_too_many_pixels(most))


def _too_many_pixels(most: int) -> str:
    words = _("The picture is too large: it has more than %(most)s million pixels. Make it smaller, and send it again.")
    return words % {"most": most // 1_000_000}


def _upright(image: Image.Image) -> Size:
    width, height = image.size
    sideways = metadata.exif_of(image).get(ExifTags.Base.Orientation, 1) in _SIDEWAYS
    return (height, width) if sideways else (width, height)


def _moves(image: Image.Image) -> bool:
    """Tell whether it is an animation, of which the first image stands for all. An MPO's second is another view."""
    return image.format in ("GIF", "WEBP", "AVIF", "PNG") and bool(getattr(image, "is_animated", False))


def _scalable(image: Image.Image) -> Image.Image:
    """Turn what has a palette or single bits into what has shades between its pixels."""
    if image.mode == "1":
        return image.convert("L")
    if image.mode in ("P", "PA"):
        return image.convert("RGBA" if "transparency" in image.info or image.mode == "PA" else "RGB")
    if image.mode in ("L", "RGB") and "transparency" in image.info:
        return image.convert("RGBA")
    return image


def _eight_bits(image: Image.Image) -> Image.Image:
    """Bring greys of 16 or 32 bits down to 8."""
    if not image.mode.startswith(("I", "F")):
        return image
    deep = image.convert("F")
    least, most = cast("tuple[float, float]", deep.getextrema())
    low, high = (0.0, 65535.0) if image.mode.startswith("I;16") else (min(least, 0.0), max(most, 255.0))
    scale = 255 / (high - low)
    return deep.point(lambda value: value * scale - low * scale).convert("L")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Convert to RGB or RGBA as the embedded profile says. A broken one, or another mode's, counts for nothing."""
    alpha = image.getchannel("A") if image.mode in ("RGBA", "LA") else None
    if image.mode in ("RGBa", "La"):
        return _in_srgb(image.convert("RGBA" if image.mode == "RGBa" else "LA"), profile)
    colours = image.convert(image.mode.removesuffix("A")) if alpha else image
    if profile and colours.mode in ("RGB", "CMYK", "L", "LAB"):
        with suppress(ImageCms.PyCMSError, OSError, ValueError):
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            converted = ImageCms.profileToProfile(
                colours,
                source,
                _SRGB,
                renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
                outputMode="RGB",
                flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
            )
            colours = converted or colours
    if colours.mode != "RGB":
        colours = colours.convert("RGB")
    if alpha:
        colours.putalpha(alpha)
    return colours


def _flat(image: Image.Image) -> Image.Image:
    """Lay what is transparent on white: a chart's black lettering has to be read on a dark page too."""
    if image.mode != "RGBA":
        return image
    return Image.alpha_composite(Image.new("RGBA", image.size, _WHITE), image).convert("RGB")
