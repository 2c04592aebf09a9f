"""What a file says of its picture: caption, credit, rights, people, date; in XMP, IPTC, EXIF. All of it is cleaned."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from django.db.models import CharField
from PIL import ExifTags, Image, IptcImagePlugin

from images.models import Picture

Words = dict[str, Any]  # by the fields of Picture: those that the file says something for

# IPTC's data sets (record 2), by what they are here. https://www.iptc.org/std/photometadata/specification/
_IPTC = {
    "caption": (2, 120),
    "creator": (2, 80),
    "credit": (2, 110),
    "copyright": (2, 116),
    "source": (2, 115),
    "taken_at": (2, 55),
    "tags": (2, 25),
}
_XMP = {
    "alt": "AltTextAccessibility",
    "caption": "description",
    "creator": "creator",
    "credit": "Credit",
    "copyright": "rights",
    "source": "Source",
    "licence": "UsageTerms",
    "taken_at": "DateCreated",
    "people": "PersonInImage",
    "tags": "subject",
}
_EXIF = {
    "caption": ExifTags.Base.ImageDescription,
    "creator": ExifTags.Base.Artist,
    "copyright": ExifTags.Base.Copyright,
}
_JUNK = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")  # control and direction
_CAMERA = re.compile(r"OLYMPUS DIGITAL CAMERA|SONY DSC|DCIM|KONICA MINOLTA.*|default|Camera", re.I)  # says nothing
_DATE = re.compile(r"(\d{4})[:/-]?(\d\d)[:/-]?(\d\d)")


def read(image: Image.Image) -> Words:
    """Return what the file says, cut to the fields' lengths. What can't be understood is left out."""
    said: dict[str, list[str]] = {}
    for source in (_xmp, _iptc, _exif):  # from the newest standard to the oldest
        for name, values in source(image):
            if name not in said and (cleaned := list(dict.fromkeys(filter(None, map(_clean, values))))):
                said[name] = cleaned
    words: Words = {name: ", ".join(values) for name, values in said.items() if name not in ("creator", "taken_at")}
    makers = [*said.get("creator", []), *said.get("credit", [])]
    words["credit"] = " / ".join(dict.fromkeys(makers))
    words = {name: value[: _longest(name)].strip() for name, value in words.items()}
    words["taken_at"] = next(filter(None, map(_day, said.get("taken_at", []))), None)
    return {name: value for name, value in words.items() if value}


def _longest(name: str) -> int | None:
    field = Picture._meta.get_field(name)
    return field.max_length if isinstance(field, CharField) else None


def _clean(value: str) -> str:
    text = " ".join(_JUNK.sub(" ", value).split())
    return "" if _CAMERA.fullmatch(text) else text


def _day(text: str) -> date | None:
    found = _DATE.match(text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _xmp(image: Image.Image) -> Iterator[tuple[str, list[str]]]:
    try:
        tree = image.getxmp() if hasattr(image, "getxmp") else {}
    except (ParseError, DefusedXmlException, ValueError, RecursionError):
        return
    descriptions = _under(_under(tree, "xmpmeta"), "RDF").get("Description", [])
    for description in descriptions if isinstance(descriptions, list) else [descriptions]:
        for name, tag in _XMP.items():
            if isinstance(description, dict) and tag in description:
                yield name, list(_texts(description[tag]))


def _under(tree: Any, name: str) -> dict[str, Any]:
    found = tree.get(name) if isinstance(tree, dict) else None
    return found if isinstance(found, dict) else {}


def _texts(value: Any) -> Iterator[str]:
    """Yield the texts of a value: one, a list, or one in several languages, of which the first is meant for all."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
    elif isinstance(value, dict):
        if "Alt" in value:
            yield from list(_texts(value["Alt"]))[:1]
        else:
            for name in ("Seq", "Bag", "li", "text"):
                yield from _texts(value.get(name))


def _iptc(image: Image.Image) -> Iterator[tuple[str, list[str]]]:
    try:
        found = IptcImagePlugin.getiptcinfo(image) or {}  # type: ignore[arg-type]
    except Exception:  # it fails in every way at what is no IPTC
        return
    for name, key in _IPTC.items():
        if value := found.get(key):
            yield name, [_decode(part) for part in (value if isinstance(value, list) else [value])]


def _exif(image: Image.Image) -> Iterator[tuple[str, list[str]]]:
    exif = exif_of(image)
    for name, tag in _EXIF.items():
        yield name, [_decode(exif.get(tag))]
    taken = exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime)
    yield "taken_at", [_decode(taken)]


def exif_of(image: Image.Image) -> Image.Exif:
    """Return the EXIF that stands before the pixels: for one behind them, Pillow would decode a whole PNG."""
    return image.getexif() if image.format != "PNG" or "exif" in image.info else Image.Exif()


def _decode(value: Any) -> str:
    """Read bytes as UTF-8, or as what old programs write. EXIF's texts come as Latin-1, whatever they are."""
    if isinstance(value, str):
        try:
            value = value.encode("latin-1")
        except UnicodeEncodeError:
            return value
    if not isinstance(value, bytes):
        return ""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("cp1252", "replace")


def marks(words: Words) -> Image.Exif:
    """Return what readers' copies say: who made it and whose it is, and nothing else."""
    exif = Image.Exif()
    for tag, name in ((ExifTags.Base.Artist, "credit"), (ExifTags.Base.Copyright, "copyright")):
        if name in words:
            exif[tag] = words[name].encode()
    return exif
