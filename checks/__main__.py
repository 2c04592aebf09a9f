"""`make check-site`: serve the seed newspaper, have its pages checked, print what was found, and fail on any fault."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict

from checks import accessibility, extractors, feeds, lighthouse, markup, sitemaps, structured, transfer
from checks.report import Result, table
from checks.site import HERE, Site, ToolFailed, serving

FAMILIES: dict[str, list[Callable[[Site], Iterable[Result]]]] = {
    "Pages": [markup.check, accessibility.axe, accessibility.pa11y, structured.check, lighthouse.check],
    "Bytes of an article without pictures": [transfer.check],
    "Feeds (by rules of ours: no validator of feeds runs offline)": [feeds.check],
    "Sitemaps": [sitemaps.check],
    "What extractors recover of the article": [extractors.check],
}
NEEDED = ["chromium", "java", "node"]


def outcome(check: Callable[[Site], Iterable[Result]], site: Site) -> Iterator[Result]:
    """Yield what a check finds; that it broke off is a fault too, and no reason to leave out the others."""
    began = time.monotonic()
    try:
        yield from check(site)
    except ToolFailed as failure:
        yield Result("all", f"{check.__module__}.{check.__name__}", "broke off", [str(failure)])
    print(f"{check.__module__}.{check.__name__} {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="make check-site", description=__doc__)
    parser.add_argument("--only", default="", help="families whose name holds this")
    parser.add_argument("--untimed", action="store_true", help="do not ask how fast pages are")
    options = parser.parse_args()
    only = options.only.lower()
    missing = [tool for tool in NEEDED if not shutil.which(tool)]
    if missing:
        raise SystemExit(f"check-site needs {', '.join(missing)} on this machine.")
    began = time.monotonic()
    found: dict[str, list[Result]] = {}
    with serving(not options.untimed) as site:
        print("\n".join(f"{name:<10}{path}" for name, path in site.pages.items()))
        for family, checks in FAMILIES.items():
            if only in family.lower():
                found[family] = [result for check in checks for result in outcome(check, site)]
                print(f"\n{family}\n{table(found[family])}", flush=True)
    if "Pages" in found:
        print("\nSearch and history are not indexed on purpose: Lighthouse's is-crawlable is left out there.")
    faults = [
        f"{result.subject}, {result.check}: {fault}"
        for results in found.values()
        for result in results
        for fault in result.faults
    ]
    report = HERE / "report.json"
    families = {family: [asdict(result) for result in results] for family, results in found.items()}
    report.write_text(json.dumps({"pages": site.pages, "found": families}, indent=1, ensure_ascii=False))
    print(*["", *faults], f"{len(faults)} faults in {time.monotonic() - began:.0f} s: {report}", sep="\n")
    raise SystemExit(1 if faults else 0)


if __name__ == "__main__":
    main()
