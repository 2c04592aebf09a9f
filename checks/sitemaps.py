"""Sitemaps against sitemaps.org's schema, sitemap.xsd, which is lax here about elements of other namespaces."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit

from lxml import etree

from checks.report import Result, counted
from checks.site import Site

SCHEMA = Path(__file__).parent / "sitemap.xsd"
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "n": "http://www.google.com/schemas/sitemap-news/0.9"}
NEWS = ["n:publication/n:name", "n:publication/n:language", "n:publication_date", "n:title"]
MOST = {"s:url": 50_000, "s:url/n:news": 1000}


def check(site: Site) -> Iterator[Result]:
    """Valid; what the schema leaves out (an index, news) is held to a list of rules here."""
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    waiting = ["/sitemap.xml", "/news-sitemap.xml"]
    for path in waiting:  # grows with those that an index names
        try:
            document = etree.fromstring(site.read(path)).getroottree()
        except HTTPError as error:
            yield Result(path, "XSD", f"not there ({error.code})", [] if error.code == 404 else [str(error)])
            continue
        except etree.XMLSyntaxError as error:
            yield Result(path, "XSD", "not XML", [str(error)])
            continue
        named = document.xpath("/s:sitemapindex/s:sitemap/s:loc/text()", namespaces=NAMES)
        waiting += [urlsplit(address).path for address in named]
        if named:
            yield Result(path, "XSD", "an index: no schema of it here")
        elif path == "/news-sitemap.xml" and not len(document.getroot()):
            yield Result(path, "XSD", "empty: nothing is new, which the schema has no form for")
        else:
            schema.validate(document)
            yield counted(path, "XSD", [f"line {error.line}: {error.message}" for error in schema.error_log])
        yield counted(path, "our rules", _faults(document, site.url))


def _faults(document: etree._ElementTree, url: str) -> Iterator[str]:
    for place, most in MOST.items():
        if (count := len(document.findall(place, NAMES))) > most:
            yield f"{count} {place}: more than {most}"
    for address in document.xpath("//s:loc/text()", namespaces=NAMES):
        if not address.startswith(f"{url}/"):
            yield f"{address} is not on this site"
    for news in document.iterfind("s:url/n:news", NAMES):
        for place in NEWS:
            if not (news.findtext(place, "", NAMES)).strip():
                yield f"line {news.sourceline}: no {place}"
