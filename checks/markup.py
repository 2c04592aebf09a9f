"""The Nu HTML Checker, which refuses local addresses: it reads the pages from files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from checks.report import Result, counted
from checks.site import HERE, TOOLS, Site, call


def check(site: Site) -> Iterator[Result]:
    """Neither errors nor warnings."""
    folder = HERE / "pages"
    folder.mkdir(exist_ok=True)
    files = {name: folder / f"{name}.html" for name in site.pages}
    for name, file in files.items():
        file.write_bytes(site.read(site.pages[name]))
    jar = TOOLS / "vnu-jar" / "build" / "dist" / "vnu.jar"
    said = call("java", "-jar", jar, "--format", "json", "--stdout", "--exit-zero-always", *files.values())
    faults: dict[str, list[str]] = {name: [] for name in files}
    for message in json.loads(said)["messages"]:
        kind = message.get("subType") or message["type"]
        where = f"line {message.get('lastLine', '?')}: {message.get('extract', '').strip()}"
        faults[Path(message["url"]).stem].append(f"{kind}: {message['message']} ({where})")
    for name, found in faults.items():
        yield counted(name, "Nu HTML", found)
