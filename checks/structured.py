"""The pages' JSON-LD against schema.org's own vocabulary, which comes with an npm package."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from lxml import html

from checks.report import Result, counted
from checks.site import TOOLS, Site

TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
CLASS = "http://www.w3.org/2000/01/rdf-schema#Class"
PROPERTY = "http://www.w3.org/1999/02/22-rdf-syntax-ns#Property"
SUBCLASS = "http://www.w3.org/2000/01/rdf-schema#subClassOf"
SCHEMA = "http://schema.org/"
CONTEXTS = {f"{scheme}://schema.org{slash}" for scheme in ("http", "https") for slash in ("", "/")}
_ANNOTATION = re.compile("-(?:in|out)put$")  # of what an action asks for: https://schema.org/docs/actions.html
_QUAD = re.compile("<([^>]*)> <([^>]*)> <([^>]*)> <[^>]*> [.]")


class Vocabulary:
    """Types and properties by their short names."""

    def __init__(self, quads: str) -> None:
        self.kinds: dict[str, set[str]] = defaultdict(set)
        self.links: dict[tuple[str, str], set[str]] = defaultdict(set)
        for subject, predicate, object_ in _QUAD.findall(quads):
            if predicate == TYPE:
                self.kinds[subject.removeprefix(SCHEMA)].add(object_)
            else:
                self.links[subject.removeprefix(SCHEMA), predicate.removeprefix(SCHEMA)].add(
                    object_.removeprefix(SCHEMA)
                )

    def lineage(self, type_: str) -> set[str]:
        """Return the type and all above it."""
        return {type_}.union(*(self.lineage(parent) for parent in self.links.get((type_, SUBCLASS), ())))

    def faults(self, node: Any, inside: str = "") -> Iterator[str]:
        """Say what is wrong with a node and those in it. A node that is but a reference has no type."""
        types = _listed(node.get("@type", []))
        if not types and set(node) != {"@id"}:
            yield f"{inside or 'the block'} has no @type"
        for type_ in types:
            if CLASS not in self.kinds.get(type_, ()):
                yield f"{type_} is no type"
        above = set().union(*(self.lineage(type_) for type_ in types))
        for annotated, value in node.items():
            if annotated.startswith("@"):
                continue
            name = _ANNOTATION.sub("", annotated)
            place = f"{'/'.join(types)}.{name}"
            if PROPERTY not in self.kinds.get(name, ()):
                yield f"{place}: {name} is no property"
                continue
            if not above & self.links[name, "domainIncludes"]:
                yield f"{place}: not a property of that type"
            for newer in self.links.get((name, "supersededBy"), ()):
                yield f"{place}: superseded by {newer}"
            for child in (child for child in _listed(value) if isinstance(child, dict)):
                yield from self.faults(child, place)
                kinds = set().union(*(self.lineage(type_) for type_ in _listed(child.get("@type", []))))
                if kinds and not kinds & self.links[name, "rangeIncludes"]:
                    yield f"{place}: can't be a {'/'.join(_listed(child['@type']))}"


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def check(site: Site) -> Iterator[Result]:
    """Each block parses, and each type and property in it is schema.org's and where it may be."""
    vocabulary = Vocabulary((TOOLS / "@vocabulary" / "schema" / "schema.nq").read_text())
    for name, path in site.pages.items():
        blocks = html.fromstring(site.read(path)).xpath("//script[@type='application/ld+json']/text()")
        result = counted(name, "JSON-LD", [fault for block in blocks for fault in _faults(vocabulary, block)])
        if not result.faults:
            result.said = f"ok ({len(blocks)})" if blocks else "none"
        yield result


def _faults(vocabulary: Vocabulary, block: str) -> Iterator[str]:
    try:
        data = json.loads(block)
    except ValueError as error:
        yield f"is no JSON: {error}"
        return
    for document in _listed(data):
        if document.get("@context") not in CONTEXTS:
            yield f"@context is {document.get('@context')!r}"
        for node in document.get("@graph", [document]):
            yield from vocabulary.faults(node)
