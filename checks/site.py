"""The newspaper that is checked: the seed's, in a database of its own, served on a free port of this machine."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parents[1]
HERE = ROOT / "var" / "check-site"
TOOLS = HERE / "node_modules"
PYTHON = HERE / "venv" / "bin" / "python"  # the extractors'
CHROMIUM = shutil.which("chromium") or "chromium"
CHROMIUM_FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
PATIENCE = 180  # seconds in which the server has to answer: it collects static files first

# Not indexed on purpose: what is on them is found where it stands.
UNINDEXED = {"search", "history"}


@dataclass
class Site:
    """A newspaper that is being served. `pages` are paths by name, `article` what the one of that name says."""

    url: str
    pages: dict[str, str]
    feeds: list[str]
    without_pictures: list[str]
    article: dict[str, Any]
    is_timed: bool  # else the machine has other work: how fast pages are is not asked

    def read(self, path: str) -> bytes:
        with urlopen(f"{self.url}{path}", timeout=30) as response:  # noqa: S310  # our own server
            return response.read()


@contextmanager
def serving(is_timed: bool) -> Iterator[Site]:
    """Serve the seed newspaper until the block ends. It is loaded anew when the seed changes."""
    folder = HERE / "site"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    environment = {name: value for name, value in os.environ.items() if name not in ("DEBUG", "REDIS_URL")} | {
        "VAR_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        "SITE_URL": url,
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
    }

    def run(*arguments: str) -> bytes:
        return subprocess.check_output([sys.executable, *arguments], cwd=ROOT, env=environment)  # noqa: S603

    loaded, seed = folder / "seed.json", (ROOT / "fixtures" / "seed.json").read_bytes()
    if not loaded.exists() or loaded.read_bytes() != seed:
        shutil.rmtree(folder, ignore_errors=True)
        run("manage.py", "serve", "--prepare-only")
        loaded.write_bytes(seed)
    if is_timed:
        run("manage.py", "make_renditions")  # now, or the worker would make them while pages are timed
    with (folder / "server.log").open("w") as log:
        command = [sys.executable, "manage.py", "serve", "--port", str(port)]
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)  # noqa: S603
        try:
            _wait_for(f"{url}/healthz", server)
            yield Site(url=url, is_timed=is_timed, **json.loads(run("-m", "checks.facts")))
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait()


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < until:
        try:
            with urlopen(url, timeout=5):  # noqa: S310
                return
        except URLError:
            time.sleep(0.3)
    raise SystemExit(f"The newspaper does not answer: see {HERE / 'site' / 'server.log'}")


class ToolFailed(Exception):
    """A tool that broke off and says nothing of the page."""


def call(*command: object, codes: tuple[int, ...] = (0,), given: str = "") -> str:
    """Return what a tool prints. It fails where it ends with a code that is none of `codes`."""
    environment = os.environ | {"CHROME_PATH": CHROMIUM}
    arguments = list(map(str, command))
    done = subprocess.run(arguments, input=given, capture_output=True, text=True, env=environment, cwd=HERE)  # noqa: S603
    if done.returncode not in codes:
        raise ToolFailed(f"{Path(arguments[1]).name} failed: {done.stderr.strip()[-500:]}")
    return done.stdout
