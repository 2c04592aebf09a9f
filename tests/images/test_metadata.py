"""What files say of their pictures: read into words, cleaned, and of all that only credit and copyright go on."""

from __future__ import annotations

import io
import struct
from datetime import date
from typing import Any

from django.test import SimpleTestCase
from PIL import ExifTags, Image
from PIL.PngImagePlugin import PngInfo

from images import metadata, reading
from tests.articles.hostile import cases
from tests.images.pictures import encode, picture

XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmlns:x2="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/" xmlns:x3="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
 xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"
 photoshop:Credit="AFP" photoshop:Source="Agence France-Presse" photoshop:DateCreated="2024-05-06T07:08:09">
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">Élus au port</rdf:li><rdf:li xml:lang="en">At the port</rdf:li></rdf:Alt></dc:description>
<dc:creator><rdf:Seq><rdf:li>Jane Doe</rdf:li></rdf:Seq></dc:creator>
<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">© 2024 Jane Doe</rdf:li></rdf:Alt></dc:rights>
<dc:subject><rdf:Bag><rdf:li>port</rdf:li><rdf:li>élus</rdf:li><rdf:li>port</rdf:li></rdf:Bag></dc:subject>
<xmpRights:UsageTerms><rdf:Alt><rdf:li xml:lang="x-default">One use</rdf:li></rdf:Alt></xmpRights:UsageTerms>
<x2:AltTextAccessibility><rdf:Alt><rdf:li xml:lang="x-default">Two people on a quay</rdf:li></rdf:Alt></x2:AltTextAccessibility>
<x3:PersonInImage><rdf:Bag><rdf:li>Ada L.</rdf:li><rdf:li>Bo M.</rdf:li></rdf:Bag></x3:PersonInImage>
</rdf:Description></rdf:RDF></x:xmpmeta>"""  # noqa: E501


def iptc(*pairs: tuple[int, bytes]) -> bytes:
    """Return a Photoshop segment with these data sets of record 2."""
    data = b"".join(b"\x1c\x02" + bytes([number]) + struct.pack(">H", len(text)) + text for number, text in pairs)
    block = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(data)) + data + b"\0" * (len(data) % 2)
    segment = b"Photoshop 3.0\0" + block
    return b"\xff\xed" + struct.pack(">H", len(segment) + 2) + segment


def exif(**texts: Any) -> Image.Exif:
    found = Image.Exif()
    for name, text in texts.items():
        found[getattr(ExifTags.Base, name)] = text
    return found


def said_by(content: bytes) -> dict[str, Any]:
    return reading.examine(io.BytesIO(content)).words


def jpeg_with(segment: bytes) -> bytes:
    plain = encode(picture(), "JPEG")
    return plain[:2] + segment + plain[2:]


class WordsTest(SimpleTestCase):
    maxDiff = None

    def test_xmp_says_most(self):
        for format in ("JPEG", "PNG", "WEBP", "TIFF"):
            with self.subTest(format):
                if format == "PNG":
                    info = _png_text(XMP)
                    content = encode(picture(), format, pnginfo=info)
                elif format == "TIFF":
                    content = encode(picture(), format, tiffinfo={700: XMP.encode()})
                else:
                    content = encode(picture(), format, xmp=XMP.encode())
                self.assertEqual(
                    said_by(content),
                    {
                        "alt": "Two people on a quay",
                        "caption": "Élus au port",
                        "credit": "Jane Doe / AFP",
                        "copyright": "© 2024 Jane Doe",
                        "source": "Agence France-Presse",
                        "licence": "One use",
                        "people": "Ada L., Bo M.",
                        "tags": "port, élus",
                        "taken_at": date(2024, 5, 6),
                    },
                )

    def test_iptc_in_whatever_encoding(self):
        for encoding in ("utf-8", "cp1252"):
            with self.subTest(encoding):
                segment = iptc(
                    (120, "Élus au port".encode(encoding)),
                    (80, b"Jane Doe"),
                    (110, b"AFP"),
                    (116, "© AFP".encode(encoding)),
                    (55, b"20240506"),
                    (25, b"port"),
                    (25, "élus".encode(encoding)),
                )
                self.assertEqual(
                    said_by(jpeg_with(segment)),
                    {
                        "caption": "Élus au port",
                        "credit": "Jane Doe / AFP",
                        "copyright": "© AFP",
                        "tags": "port, élus",
                        "taken_at": date(2024, 5, 6),
                    },
                )

    def test_exif_where_nothing_else_speaks(self):
        said = exif(
            ImageDescription="Le port", Artist="Jane Doe", Copyright="© Jane".encode(), DateTime="2024:05:06 07:08:09"
        )
        self.assertEqual(
            said_by(encode(picture(), "JPEG", exif=said)),
            {"caption": "Le port", "credit": "Jane Doe", "copyright": "© Jane", "taken_at": date(2024, 5, 6)},
        )
        self.assertEqual(said_by(encode(picture(), "JPEG", exif=said, xmp=XMP.encode()))["caption"], "Élus au port")

    def test_what_cameras_say_of_every_picture_says_nothing(self):
        said = exif(ImageDescription="OLYMPUS DIGITAL CAMERA         ", Artist=" ", DateTime="0000:00:00 00:00:00")
        self.assertEqual(said_by(encode(picture(), "JPEG", exif=said)), {})

    def test_the_same_name_twice_is_said_once(self):
        self.assertEqual(said_by(jpeg_with(iptc((80, b"AFP"), (110, b"AFP"))))["credit"], "AFP")

    def test_a_shared_case_with_a_place_says_nothing_of_it(self):
        with cases("images/pillow-exif_gps.jpg").open("rb") as file:
            self.assertEqual(reading.examine(file).words, {"taken_at": date(2099, 9, 29)})


class HostileWordsTest(SimpleTestCase):
    def test_texts_are_cleaned_and_cut(self):
        segment = iptc((120, b"a\0b\x1b[31m\r\nc \xe2\x80\xaed" + b"x" * 5000), (110, b"y" * 300))
        words = said_by(jpeg_with(segment))
        self.assertEqual(words["caption"][:12], "a b [31m c d")
        self.assertEqual((len(words["caption"]), len(words["credit"])), (2000, 200))

    def test_xml_traps(self):
        bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>' + XMP.replace("AFP", "&b;")
        outside = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + XMP.replace("AFP", "&a;")
        deep = "<a>" * 20_000 + "</a>" * 20_000
        for name, xmp in {"bomb": bomb, "outside": outside, "deep": deep, "none": "<x", "list": "<a/>", "": ""}.items():
            with self.subTest(name):
                self.assertEqual(said_by(encode(picture(), "WEBP", xmp=xmp.encode())), {})

    def test_broken_segments(self):
        for segment in (iptc((120, b"x" * 100))[:40], b"\xff\xed\0\x10Photoshop 3.0\0", b"\xff\xe1\0\x0aExif\0\0II"):
            with self.subTest(segment[:9]):
                self.assertLessEqual(said_by(jpeg_with(segment + b"\0" * 9)).keys(), {"caption"})


class MarksTest(SimpleTestCase):
    def test_credit_and_copyright_go_on_in_every_format(self):
        words = {"credit": "Jörg Ø / AFP", "copyright": "© 2024"}
        marks = metadata.marks(words | {"caption": "no", "taken_at": date(2024, 5, 6)})
        for format in ("JPEG", "WEBP", "AVIF"):
            with self.subTest(format), Image.open(io.BytesIO(encode(picture(), format, exif=marks))) as image:
                self.assertEqual(dict(image.getexif()).keys(), {ExifTags.Base.Artist, ExifTags.Base.Copyright})
                self.assertEqual(metadata.read(image), words)

    def test_where_there_is_neither_nothing_is_written(self):
        with Image.open(io.BytesIO(encode(picture(), "JPEG", exif=metadata.marks({"caption": "no"})))) as image:
            self.assertEqual(dict(image.getexif()), {})


def _png_text(xmp: str) -> Any:
    info = PngInfo()
    info.add_itxt("XML:com.adobe.xmp", xmp)
    return info
