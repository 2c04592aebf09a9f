"""`make bench`: measure archives of several sizes side by side, and print how many times slower each is.

In each round every case is measured on every archive, one right after the other, so that whatever else the machine does
falls on all of them. A ratio is the median of the rounds' own ratios to the smallest archive.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import statistics
import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

from bench.archives import ROOT, Archive

FAULT = 1.3  # times slower than the smallest archive
TIMES = {"publication": 2}  # measurements of a case in a round; of others:
OFTEN = 4


class Worker:
    """The process that measures one archive."""

    def __init__(self, archive: Archive) -> None:
        command = [sys.executable, "-m", "bench.worker"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self.process = subprocess.Popen(command, cwd=ROOT, env=archive.environment, text=True, **pipes)  # type: ignore[call-overload]  # noqa: S603
        self.cases: list[str] = self._answer()

    def measure(self, case: str, times: int) -> list[float]:
        """Return seconds."""
        self.process.stdin.write(json.dumps({"case": case, "times": times}) + "\n")
        self.process.stdin.flush()
        return self._answer()

    def _answer(self) -> Any:
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit("A measuring process stopped: its complaint is above.")
        return json.loads(line)

    def stop(self) -> None:
        self.process.stdin.close()
        self.process.wait()


def measure(archives: list[Archive], rounds: int) -> dict[str, list[list[list[float]]]]:
    """Return seconds by case, archive and round."""
    workers = [Worker(archive) for archive in archives]
    seconds: dict[str, list[list[list[float]]]] = {case: [[] for _a in archives] for case in workers[0].cases}
    dice = random.Random(1)  # noqa: S311
    for number in range(rounds + 1):
        for case, found in seconds.items():
            for place in dice.sample(range(len(workers)), len(workers)):
                times = workers[place].measure(case, TIMES.get(case, OFTEN))
                if number:  # the first round warms up
                    found[place].append(times)
        print(f"\rRound {number} of {rounds}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    for worker in workers:
        worker.stop()
    return seconds


def summary(rounds: list[list[float]], first: list[list[float]]) -> dict[str, float]:
    """Return milliseconds and the rounds' ratios to the smallest archive, each as median and quartiles."""
    low, middle, high = statistics.quantiles([1000 * time for times in rounds for time in times], n=4)
    ratios = [statistics.median(mine) / statistics.median(its) for mine, its in zip(rounds, first, strict=True)]
    ratio_low, ratio, ratio_high = statistics.quantiles(ratios, n=4)
    return {
        "ms": middle,
        "ms_low": low,
        "ms_high": high,
        "ratio": ratio,
        "ratio_low": ratio_low,
        "ratio_high": ratio_high,
    }


def table(results: dict[str, dict[str, dict[str, float]]], sizes: list[int]) -> str:
    lines = ["".join([f"{'':20}", *(f"{size:>26,}" for size in sizes)])]
    for case, by_size in results.items():
        cells = []
        for size in sizes:
            found = by_size[str(size)]
            spread = f"{found['ratio_low']:.2f}–{found['ratio_high']:.2f}"
            if size == sizes[0]:
                spread = f"{found['ms_low']:.1f}–{found['ms_high']:.1f}"
                cells.append(f"{found['ms']:>12.1f} ms {spread:<11}")
            else:
                fault = "!" if found["ratio"] > FAULT else " "
                cells.append(f"{fault:>8}×{found['ratio']:.2f} {spread:<11}")
        lines.append(f"{case:20}" + "".join(f"{cell:>26}" for cell in cells))
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--sizes", default="1000,100000,1000000", help="articles, the smallest first")
    parser.add_argument("--rounds", type=int, default=25)
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    archives = [Archive(size, os.environ.get("DATABASE_URL", "")) for size in sizes]
    for archive in archives:
        archive.build()
    seconds = measure(archives, options.rounds)
    results = {
        case: {str(size): summary(found[place], found[0]) for place, size in enumerate(sizes)}
        for case, found in seconds.items()
    }
    engine = archives[0].engine
    facts = {"engine": engine, "at": datetime.now(UTC).isoformat(timespec="seconds"), "rounds": options.rounds}
    report = ROOT / "var" / "bench" / f"{engine}.json"
    report.write_text(json.dumps(facts | {"python": platform.python_version(), "results": results}, indent=1))
    print(f"{engine}: medians and quartiles, times to the smallest archive\n{table(results, sizes)}\n{report}")
    slow = [case for case, by_size in results.items() if any(found["ratio"] > FAULT for found in by_size.values())]
    if slow:
        raise SystemExit(f"More than {FAULT} times slower: {', '.join(slow)}.")


if __name__ == "__main__":
    main()
