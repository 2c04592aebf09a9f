"""Pictures as they come: what each becomes, and the sentence for what is none; of the shared cases and of our own."""

from __future__ import annotations

import base64
import io
import struct
import zlib
from typing import Any

from django.test import SimpleTestCase
from PIL import Image, ImageCms

from images import reading
from images.reading import Refused
from tests.articles.hostile import cases
from tests.images.pictures import encode, encoded, halves, picture

BROKEN_OFF = "The file breaks off: a part of the picture is missing. Send it again."
DAMAGED = "The file is damaged. Export the picture anew, and send that."
NO_PICTURE = "This is no picture that can be read. Send a JPEG, PNG, WebP, AVIF, GIF, TIFF or HEIC."
# Each shared case: what it is taken for, its upright size and whether it moves; or why it is refused.
CASES: dict[str, Any] = {
    "exif-Landscape_1.jpg": ("jpg", (1800, 1200), False),
    "exif-Landscape_3.jpg": ("jpg", (1800, 1200), False),
    "exif-Landscape_6.jpg": ("jpg", (1800, 1200), False),
    "exif-Landscape_8.jpg": ("jpg", (1800, 1200), False),
    "exif-Portrait_5.jpg": ("jpg", (1200, 1800), False),
    "exif-Portrait_6.jpg": ("jpg", (1200, 1800), False),
    "exif-Portrait_8.jpg": ("jpg", (1200, 1800), False),
    "pillow-broken.png": NO_PICTURE,
    "pillow-exif_gps.jpg": ("jpg", (8, 8), False),
    "pillow-flower.webp": ("webp", (480, 360), False),
    "pillow-hopper.avif": ("avif", (128, 128), False),
    "pillow-icc_profile.png": ("png", (57, 57), False),
    "pillow-iss634.webp": ("webp", (245, 245), True),
    "pillow-pil_sample_cmyk.jpg": ("jpg", (100, 100), False),
    "pillow-sugarshack.mpo": ("jpg", (640, 480), False),
    "pillow-transparent.webp": ("webp", (200, 150), False),
    "pillow-truncated_image.png": BROKEN_OFF,
    "pillow-truncated_jpeg.jpg": BROKEN_OFF,
}


HEIC = (  # a gradient of 400 × 300, since what decodes it here can't encode it
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAVdtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAACJpbG9j"
    "AAAAAERAAAEAAQAAAAABewABAAAAAAAAAY0AAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABodmMxAAAAAA5waXRtAAAAAAABAAAA12lw"
    "cnAAAAC4aXBjbwAAAHlodmNDAQNwAAAAkAAAAAAAPPAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAPLoCQGEAAQAsQgEBA3AA"
    "AAMAkAAAAwAAAwA8oAyIBMfeW6kkprm4CGgwIAAAAwMgAAADACFiAAEAB0QBwXKwYkAAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAA"
    "AAABkAAAASwAAAAQcGl4aQAAAAADCAgIAAAAF2lwbWEAAAAAAAAAAQABBIECAwQAAAGVbWRhdAAAAYkoAa8JyiEpFgDeIzkp82njV3a2c7vH"
    "hvlbWwWi+2UsUca/AsSpf6f9XAk/gQVInPr3I2hr3zXLd1qv6ip0OSwK9/7ffGtIh1DQeA02OyAa4BNASQKipy2TC0S83H9yly3eT9G5iqzQ"
    "UPlJGInOoFPb5a/UNaTI3xWTHg2SRohMW8BcKv0YEA33aVeESqtkoIN8H1RBxN/vOAAFnJ6MRLB5nM3DX9qaVZKHdytZP1xEj5CAzVPaHk5Y"
    "l8rayA3Ay6bzXOfMWbDmSNwASJcRj7fCREfJI91aoYs8YrLotZlLzaCyFxL2eJZ5HrVKktD9CfylMs8Acz2opPqTkNFrYBjACXs4rskSZ8DM"
    "a6sQHTr4uuAGCr0ArxwHG7KBgDftO02+Crl2mx5/ShgSax8YHSXwahmsZUdZjdS9W3mVZuJT2ptE9Rl6/p2vTfVBC3BP/bchMA/ICvXF4KBm"
    "B0lFTVY9lFhfmOuW+A8EVJarl/FLxl8Wd6O1915tJbuWBAWwARYAAAMAAAMAOWA="
)


def read(content: bytes) -> Image.Image:
    """Read all of a picture, at its own size."""
    reading.examine(io.BytesIO(content))
    return reading.load(io.BytesIO(content), 1)


def refusal(content: bytes) -> str:
    try:
        read(content)
    except Refused as refused:
        return str(refused)
    return "taken"


def pixel(image: Image.Image, x: int = 5, y: int = 5) -> tuple[int, ...]:
    found = image.getpixel((x, y))
    assert isinstance(found, tuple)
    return found


class CasesTest(SimpleTestCase):
    def test_what_each_shared_case_becomes(self):
        folder = cases("images")
        for name, expected in CASES.items():
            with self.subTest(name), (folder / name).open("rb") as file:
                try:
                    original = reading.examine(file)
                    upright = reading.load(file, 1)
                    told: Any = (original.extension, original.size, original.moves)
                    self.assertEqual((upright.mode, upright.size, upright.info), ("RGB", original.size, {}))
                except Refused as refused:
                    told = str(refused)
                self.assertEqual(told, expected)

    def test_however_it_was_held_the_picture_is_the_same(self):
        folder = cases("images")
        for way in ("Landscape", "Portrait"):
            shown = []
            for path in sorted(folder.glob(f"exif-{way}_*.jpg")):
                with path.open("rb") as file:
                    shown.append(reading.load(file, 0.05).resize((6, 6), Image.Resampling.BOX))
            first, *others = shown
            for other in others:  # each was compressed anew
                pairs = zip(first.tobytes(), other.tobytes(), strict=True)
                self.assertLess(max(abs(one - two) for one, two in pairs), 12)


class FormatsTest(SimpleTestCase):
    def test_the_bytes_decide_not_the_name(self):
        for format, extension in [
            ("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp"), ("AVIF", "avif"), ("GIF", "gif"), ("TIFF", "tif"),
        ]:  # fmt: skip
            with self.subTest(format):
                original = reading.examine(io.BytesIO(encoded("red", format=format)))
                self.assertEqual((original.extension, original.size, original.moves), (extension, (60, 40), False))
                self.assertEqual(read(encoded("red", format=format)).size, (60, 40))

    def test_formats_that_newspapers_do_not_get_are_refused(self):
        for format in ("BMP", "ICO", "PPM", "TGA", "PDF", "EPS", "ICNS", "PCX"):
            with self.subTest(format):
                self.assertEqual(refusal(encoded("red", (64, 64), format=format)), NO_PICTURE)

    def test_an_animation_is_its_first_image(self):
        frames = [picture("red"), picture("blue")]
        for format in ("GIF", "WEBP", "PNG", "AVIF"):
            with self.subTest(format):
                content = encode(frames[0], format, save_all=True, append_images=frames[1:])
                self.assertTrue(reading.examine(io.BytesIO(content)).moves)
                red, green, blue = pixel(read(content))
                self.assertTrue(red > 200 and green < 60 and blue < 60)

    def test_a_hundred_thousand_images_are_not_looked_through(self):
        frame = encode(picture("red", (2, 2)), "GIF")
        head, image = frame[:-1].partition(b",")[0], b"," + frame[:-1].partition(b",")[2]
        content = head + image * 100_000 + b";"
        original = reading.examine(io.BytesIO(content))
        self.assertEqual((original.moves, original.size), (True, (2, 2)))
        self.assertEqual(pixel(read(content), 0, 0), (255, 0, 0))

    def test_heic_which_telephones_send(self):
        content = base64.b64decode(HEIC)
        original = reading.examine(io.BytesIO(content))
        self.assertEqual((original.extension, original.size, original.moves), ("heic", (400, 300), False))
        self.assertEqual(read(content).size, (400, 300))
        self.assertEqual(refusal(content[:-200]), DAMAGED)


class ColoursTest(SimpleTestCase):
    def test_cmyk(self):
        content = encode(Image.new("CMYK", (60, 40), (0, 255, 255, 0)), "JPEG", quality=95)
        red, green, blue = pixel(read(content))
        self.assertTrue(red > 220 and green < 40 and blue < 40, (red, green, blue))

    def test_a_wide_gamut_is_converted_and_not_just_called_srgb(self):
        """A profile whose red and green are exchanged tells whether it was minded."""
        swapped = ImageCms.ImageCmsProfile(io.BytesIO(_swapped_profile()))
        content = encode(picture((200, 40, 40)), "PNG", icc_profile=swapped.tobytes())
        red, green, blue = pixel(read(content))
        self.assertTrue(green > 150 > red, (red, green, blue))

    def test_a_profile_that_is_none_counts_for_nothing(self):
        for profile in (b"", b"\0", b"x" * 5000, ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()):
            with self.subTest(len(profile)):
                self.assertEqual(pixel(read(encoded((200, 40, 40), icc_profile=profile))), (200, 40, 40))

    def test_what_is_transparent_is_white(self):
        for mode, colour in (("RGBA", (0, 0, 0, 0)), ("LA", (0, 0))):
            with self.subTest(mode):
                self.assertEqual(pixel(read(encode(Image.new(mode, (60, 40), colour)))), (255, 255, 255))
        palette = picture("red").quantize(4)
        self.assertEqual(pixel(read(encode(palette, "PNG", transparency=palette.getpixel((0, 0))))), (255, 255, 255))

    def test_greys_bits_and_depths(self):
        deep = Image.new("I;16", (60, 40), 0xC000)
        for image, format, expected in [
            (picture(0xC0, mode="L"), "PNG", 0xC0),
            (picture(1, mode="1"), "PNG", 255),
            (deep, "PNG", 0xBF),
            (deep, "TIFF", 0xBF),
            (Image.new("F", (60, 40), 128.0), "TIFF", 128),
            (Image.new("I", (60, 40), 300), "TIFF", 255),
        ]:
            with self.subTest(mode=image.mode, format=format):
                self.assertEqual(pixel(read(encode(image, format))), (expected,) * 3)


class RefusalsTest(SimpleTestCase):
    def test_nothing(self):
        self.assertEqual(refusal(b""), "The file is empty. Choose it again.")

    def test_what_is_no_picture(self):
        for content in (b"\0" * 5000, b"<script>alert(1)</script>", b"%PDF-1.7", b"PK\3\4", b"GIF89a", b"\xff\xd8\xff"):
            with self.subTest(content[:9]):
                self.assertIn(refusal(content), (NO_PICTURE, BROKEN_OFF, DAMAGED))

    def test_a_drawing(self):
        for content in (b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<?xml version='1.0'?><!-- x -->\n<SVG>"):
            self.assertEqual(refusal(content), "An SVG is taken as a sponsor’s logo only. Send this as a PNG.")

    def test_a_file_that_breaks_off_anywhere_is_never_a_traceback(self):
        noise = Image.effect_noise((200, 120), 80).convert("RGB")
        for format in ("JPEG", "PNG", "WEBP", "AVIF", "GIF", "TIFF"):
            whole = encode(noise, format)
            for part in range(1, 10):
                with self.subTest(format=format, part=part):
                    told = refusal(whole[: len(whole) * part // 10])
                    self.assertIn(told, (NO_PICTURE, BROKEN_OFF, DAMAGED))

    def test_flipped_bits_are_never_a_traceback(self):
        noise = Image.effect_noise((80, 60), 80).convert("RGB")
        for format in ("JPEG", "PNG", "WEBP", "AVIF", "GIF", "TIFF"):
            whole = encode(noise, format)
            for at in range(0, len(whole), max(1, len(whole) // 60)):
                with self.subTest(format=format, at=at):
                    flipped = whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :]
                    self.assertIn(refusal(flipped), (NO_PICTURE, BROKEN_OFF, DAMAGED, "taken"))

    def test_bombs(self):
        told = "The picture is too large: it has more than 61 million pixels. Make it smaller, and send it again."
        for side in (7_900, 14_143, 60_000):  # under, at and over what Pillow warns of
            with self.subTest(side):
                self.assertEqual(refusal(_png_that_says(side, side)), told)

    def test_a_picture_that_hides_a_page_is_a_picture_and_the_page_is_gone(self):
        content = encode(halves("red", "blue"), "GIF") + b"<script>alert(1)</script>"
        self.assertNotIn(b"script", encode(read(content)))


def _png_that_says(width: int, height: int) -> bytes:
    """Make a PNG of a few bytes whose head promises many pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


def _swapped_profile() -> bytes:
    """Return sRGB's profile with its red and green primaries exchanged, in the table of its parts."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack(">I", profile[128:132])[0]
    entries = {bytes(profile[at : at + 4]): at for at in range(132, 132 + 12 * count, 12)}
    red, green = entries[b"rXYZ"], entries[b"gXYZ"]
    profile[red : red + 4], profile[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(profile)
