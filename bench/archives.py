"""The archives that are measured: each a database of its own, built once and kept in var/bench/."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).parents[1]
SEED = "1"


@dataclass
class Archive:
    """An archive of `size` articles. `server` is the DATABASE_URL of a PostgreSQL server; without one it is SQLite."""

    size: int
    server: str = ""

    @property
    def engine(self) -> str:
        return "postgresql" if self.server else "sqlite"

    @property
    def folder(self) -> Path:
        return ROOT / "var" / "bench" / f"{self.engine}-{self.size}"

    @property
    def environment(self) -> dict[str, str]:
        """Return the settings under which the archive's processes run: its own database, files and cache."""
        url = self._url(f"newsroom_bench_{self.size}") if self.server else f"sqlite:///{self.folder / 'db.sqlite3'}"
        kept = {name: value for name, value in os.environ.items() if name not in ("DEBUG", "REDIS_URL", "SITE_URL")}
        return kept | {"DATABASE_URL": url, "VAR_DIR": str(self.folder), "DJANGO_SETTINGS_MODULE": "newsroom.settings"}

    def _url(self, database: str) -> str:
        return urlunsplit(urlsplit(self.server)._replace(path=f"/{database}"))

    def build(self) -> None:
        """Make the archive unless it is there, and bring its tables up to date."""
        built = self.folder / "built.json"
        if not built.exists():
            print(f"Building {self.engine}, {self.size} articles …", flush=True)
            self._empty()
            self._manage("migrate", "-v0")
            self._manage("loaddata", "-v0", "seed")
            self._manage("make_renditions", "-v0")
            self._manage("make_articles", str(self.size), "--seed", SEED)
            built.write_text(json.dumps({"size": self.size, "seed": SEED, "at": datetime.now(UTC).isoformat()}))
        self._manage("migrate", "-v0")
        self._manage("collectstatic", "--no-input", "-v0")

    def _empty(self) -> None:
        """Start from nothing: what an interrupted run left is no archive."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for leftover in self.folder.glob("db.sqlite3*"):
            leftover.unlink()
        if self.server:
            name = sql.Identifier(f"newsroom_bench_{self.size}")
            with psycopg.connect(self._url("postgres"), autocommit=True) as server:
                server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(name))
                server.execute(sql.SQL("CREATE DATABASE {}").format(name))

    def _manage(self, *arguments: str) -> None:
        subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=self.environment, check=True)  # noqa: S603
