"""Sponsors' logos that come as SVG: drawn once, in a process of their own, and kept as pixels."""

from __future__ import annotations

import re
import resource
import subprocess
import sys
from io import BytesIO
from typing import IO

from defusedxml import ElementTree
from django.utils.translation import gettext as _

from images.reading import Refused

MAX_BYTES = 1_000_000
WIDTH = 1280  # pixels: as wide as a logo is ever shown, twice over
SECONDS = 10
_MEMORY = 500_000_000  # bytes
# What a logo does without: what runs, what comes from elsewhere, and what takes for ever to draw.
_FORBIDDEN = {"script", "foreignObject", "image", "feImage", "iframe", "animate", "set", "handler", "audio", "video"}
_ELSEWHERE = re.compile(r"url\(\s*['\"]?(?!\s*#)|@import", re.I)


def is_drawing(file: IO[bytes]) -> bool:
    file.seek(0)
    return b"<svg" in file.read(4096).lower()


def drawn(file: IO[bytes]) -> IO[bytes]:
    """Return the drawing as a PNG on white. Raise Refused for one that reaches out, or can't be drawn."""
    file.seek(0)
    source = file.read(MAX_BYTES + 1)
    _check(source)
    try:
        done = subprocess.run(  # noqa: S603  (our own module)
            [sys.executable, "-c", _DRAW, str(WIDTH)],
            input=source,
            capture_output=True,
            timeout=SECONDS,
            preexec_fn=_limit,
            check=True,
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise Refused(_("The SVG can’t be drawn. Send the logo as a PNG.")) from error
    return BytesIO(done.stdout)


_DRAW = """
import resvg_py, sys
svg, width = sys.stdin.buffer.read().decode(), int(sys.argv[1])
drawing = resvg_py.svg_to_bytes(svg_string=svg, width=width, background="#ffffff")
sys.stdout.buffer.write(bytes(drawing))
"""


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def _check(source: bytes) -> None:
    """Refuse what is no SVG, and what asks for anything beyond itself: a file of the server's, an address, a script."""
    if len(source) > MAX_BYTES:
        raise Refused(_("The SVG is over 1 MB. Send the logo as a PNG."))
    try:
        root = ElementTree.fromstring(source)
    except Exception as error:  # broken XML, or its traps: entities, bombs
        raise Refused(_("The SVG is damaged. Send the logo as a PNG.")) from error
    for element in root.iter():
        inside = [element.text or "", *element.attrib.values()]
        links = [value for name, value in element.attrib.items() if _local(name) in ("href", "src")]
        if (
            _local(element.tag) in _FORBIDDEN
            or any(not link.strip().startswith("#") for link in links)
            or any(_ELSEWHERE.search(text) for text in inside)
        ):
            raise Refused(
                _("The SVG holds pictures, scripts or links to elsewhere. Send the logo as a PNG, or without them.")
            )


def _local(name: object) -> str:
    return str(name).rpartition("}")[2]
