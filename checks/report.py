"""What a check found, and how it is shown: a table a family of checks, then every fault in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass
class Result:
    """What one check says of one subject: `said` stands in the table, and each fault misses a bar."""

    subject: str
    check: str
    said: str
    faults: list[str] = field(default_factory=list)


def counted(subject: str, check: str, faults: Iterable[str]) -> Result:
    """Return the result of a check whose bar is that it finds nothing."""
    found = list(faults)
    return Result(subject, check, str(len(found)) if found else "ok", found)


def table(results: list[Result]) -> str:
    """Return subjects down, checks across; a cell with a fault is marked."""
    checks = list(dict.fromkeys(result.check for result in results))
    rows: dict[str, dict[str, str]] = {}
    for result in results:
        rows.setdefault(result.subject, {})[result.check] = f"{'! ' if result.faults else ''}{result.said}"
    lines = [["", *checks], *([subject, *(said.get(check, "–") for check in checks)] for subject, said in rows.items())]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )
