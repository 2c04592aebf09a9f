"""Feeds, by rules of our own: in 2026 neither PyPI nor npm has a validator of feeds that runs offline.

The rules are those of RSS 2.0, RFC 4287 and JSON Feed 1.1 as far as a newspaper's feeds go, and some that the W3C's
validator adds. feedparser, which does come from elsewhere, has to read every entry besides.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from checks.report import Result, counted
from checks.site import PYTHON, ROOT, Site, call

ATOM = "{http://www.w3.org/2005/Atom}"
RSS_CHANNEL = set(
    "title link description language copyright managingEditor webMaster pubDate lastBuildDate category generator docs "
    "cloud ttl image rating textInput skipHours skipDays item".split()
)
RSS_ITEM = set("title link description author category comments enclosure guid pubDate source".split())
ATOM_FEED = set("author category contributor generator icon id link logo rights subtitle title updated entry".split())
ATOM_ENTRY = set("author category content contributor id link published rights source summary title updated".split())
_RFC_822 = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d ([+-]\d{4}|GMT)")
_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([.]\d+)?(Z|[+-]\d\d:\d\d)")


def check(site: Site) -> Iterator[Result]:
    """Nothing breaks a rule, and feedparser reads every entry without complaint."""
    for path in site.feeds:
        text = site.read(path)
        rules = next(rules for end, rules in RULES.items() if path.endswith(end))
        try:
            yield counted(path, "our rules", rules(text, f"{site.url}{path}"))
        except (ValueError, etree.XMLSyntaxError) as error:
            yield Result(path, "our rules", "not well-formed", [str(error)])
            continue
        if rules is not json_feed:
            yield _feedparser(path, text)


def _feedparser(path: str, text: bytes) -> Result:
    read = json.loads(call(PYTHON, ROOT / "checks" / "readers.py", "feed", given=text.decode()))
    root = etree.fromstring(text)
    entries = len(root.findall(".//item") + root.findall(f"{ATOM}entry"))
    faults = read["faults"] + ([] if read["entries"] == entries else [f"reads {read['entries']} of {entries}"])
    return Result(path, "feedparser", f"{read['entries']} of {entries}", faults)


def rss(text: bytes, address: str) -> Iterator[str]:
    """Say what RSS 2.0 and the W3C's validator would have otherwise."""
    root = etree.fromstring(text)
    channel = root.find("channel")
    if root.tag != "rss" or root.get("version") != "2.0" or channel is None:
        raise ValueError("is no RSS 2.0")
    yield from _lacks(channel, "title link description")
    yield from _strange(channel, RSS_CHANNEL)
    yield from _self(channel, address)
    for item in channel.iterfind("item"):
        yield from _lacks(item, "title link guid pubDate")
        yield from _strange(item, RSS_ITEM)
        if (guid := item.find("guid")) is not None and guid.get("isPermaLink", "true") == "true":
            yield from _relative(guid.text)
        if (author := item.findtext("author")) and "@" not in author:
            yield f"author is no address: {author}"
        for enclosure in item.iterfind("enclosure"):
            yield from (f"enclosure: no {name}" for name in ("url", "length", "type") if not enclosure.get(name))
    for link in channel.iter("link"):
        yield from _relative(link.text)
    for date in channel.iter("pubDate", "lastBuildDate"):
        if not _RFC_822.fullmatch(date.text or "") or not _reads(parsedate_to_datetime, date.text):
            yield f"{date.tag} is no date of RFC 822: {date.text}"
    yield from _twice(guid.text for guid in channel.iter("guid"))


def atom(text: bytes, address: str) -> Iterator[str]:
    """Say what RFC 4287 and the W3C's validator would have otherwise."""
    root = etree.fromstring(text)
    if root.tag != f"{ATOM}feed":
        raise ValueError("is no Atom feed")
    entries = root.findall(f"{ATOM}entry")
    for element, names in [(root, ATOM_FEED), *((entry, ATOM_ENTRY) for entry in entries)]:
        yield from _lacks(element, "id title updated", ATOM)
        yield from _strange(element, names, ATOM)
        yield from (f"{name} twice" for name in ("id", "title", "updated") if len(element.findall(f"{ATOM}{name}")) > 1)
        alternates = [link for link in element.findall(f"{ATOM}link") if link.get("rel", "alternate") == "alternate"]
        kinds = [(link.get("type"), link.get("hreflang")) for link in alternates]
        if len(kinds) != len(set(kinds)):
            yield "two alternates of one type and language"
        if element is not root and not alternates and element.find(f"{ATOM}content") is None:
            yield "an entry has neither content nor an alternate"
    if root.find(f"{ATOM}author") is None:
        yield from (
            f"no author: {entry.findtext(f'{ATOM}id')}" for entry in entries if entry.find(f"{ATOM}author") is None
        )
    yield from _self(root, address)
    for person in root.iter(f"{ATOM}author", f"{ATOM}contributor"):
        yield from _lacks(person, "name", ATOM)
    for category in root.iter(f"{ATOM}category"):
        if not category.get("term"):
            yield "a category has no term"
    for construct in root.iter(*(f"{ATOM}{name}" for name in ("title", "subtitle", "summary", "rights"))):
        if construct.get("type", "text") not in ("text", "html", "xhtml"):
            yield f"{construct.tag.removeprefix(ATOM)}: type {construct.get('type')}"
    for link in root.iter(f"{ATOM}link"):
        yield from _relative(link.get("href"))
    for identity in root.iter(f"{ATOM}id"):
        yield from _relative(identity.text)
    for date in root.iter(f"{ATOM}updated", f"{ATOM}published"):
        yield from _rfc_3339(date.tag.removeprefix(ATOM), date.text)
    yield from _twice(entry.findtext(f"{ATOM}id") for entry in entries)


def json_feed(text: bytes, address: str) -> Iterator[str]:
    """Say what JSON Feed 1.1 would have otherwise."""
    feed = json.loads(text)
    if feed.get("version") != "https://jsonfeed.org/version/1.1":
        yield f"version is {feed.get('version')}"
    if feed.get("feed_url") != address:
        yield f"feed_url is {feed.get('feed_url')}"
    for name in ("title", "items"):
        if not feed.get(name):
            yield f"no {name}"
    for item in feed.get("items", []):
        if not isinstance(item.get("id"), str) or not item["id"]:
            yield f"id is no text: {item.get('id')!r}"
        if not item.get("content_text") and not item.get("content_html"):
            yield f"no content: {item.get('id')}"
        for name in ("date_published", "date_modified"):
            if name in item:
                yield from _rfc_3339(name, item[name])
        for name in ("url", "external_url", "image", "banner_image"):
            if name in item:
                yield from _relative(item[name])
        if not all(author.keys() & {"name", "url", "avatar"} for author in item.get("authors", [])):
            yield f"an author says nothing: {item.get('id')}"
        if not all(isinstance(tag, str) for tag in item.get("tags", [])):
            yield f"a tag is no text: {item.get('id')}"
        for attachment in item.get("attachments", []):
            yield from (f"attachment: no {name}" for name in ("url", "mime_type") if not attachment.get(name))
    yield from _twice(item.get("id") for item in feed.get("items", []))


RULES: dict[str, Callable[[bytes, str], Iterator[str]]] = {"/atom/": atom, "/json/": json_feed, "/feed/": rss}


def _lacks(element: Any, names: str, namespace: str = "") -> Iterator[str]:
    for name in names.split():
        if not (element.findtext(f"{namespace}{name}") or "").strip():
            yield f"{etree.QName(element).localname} has no words in {name}"


def _strange(element: Any, names: set[str], namespace: str = "") -> Iterator[str]:
    """Yield what is not in the format; other namespaces' elements may stand anywhere."""
    space = namespace.strip("{}") or None
    for child in element:
        name = etree.QName(child)
        if name.namespace == space and name.localname not in names:
            yield f"{etree.QName(element).localname} may not have {name.localname}"


def _self(element: Any, address: str) -> Iterator[str]:
    own = [link.get("href") for link in element.findall(f"{ATOM}link") if link.get("rel") == "self"]
    if own != [address]:
        yield f"atom:link rel=self is {own}, not {address}"


def _relative(address: str | None) -> Iterator[str]:
    if not urlsplit(address or "").scheme:
        yield f"not absolute: {address}"


def _rfc_3339(name: str, date: Any) -> Iterator[str]:
    if not isinstance(date, str) or not _RFC_3339.fullmatch(date) or not _reads(datetime.fromisoformat, date):
        yield f"{name} is no date of RFC 3339: {date}"


def _reads(parse: Callable[[str], datetime], date: str) -> bool:
    try:
        parse(date)
    except ValueError:
        return False
    return True


def _twice(identities: Any) -> Iterator[str]:
    return (f"not unique: {identity}" for identity, times in Counter(identities).items() if times > 1)
