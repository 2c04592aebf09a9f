"""`manage.py serve`: get everything ready, then serve it with granian."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from argparse import ArgumentParser
from contextlib import closing
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.crypto import get_random_string

from articles import permissions
from articles.models import Article, Section, SectionRight
from images import tasks

PATIENCE = 20  # seconds in which the worker may finish what it is at
THREADS = "8"  # requests answered at once: each thread keeps a connection to the database
ACCOUNTS = {
    "writer": permissions.WRITERS,
    "editor": permissions.EDITORS,
    "publisher": permissions.PUBLISHERS,
    "commercial": permissions.COMMERCIAL,
    "admin": "",
}


class Command(BaseCommand):
    """Migrate, load the seed newspaper into an empty database, make first accounts, collect static files, serve.

    What is there already is left alone, so a second run starts in seconds.
    """

    help = "Get everything ready (database, seed newspaper, first accounts, static files) and serve it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--prepare-only", action="store_true", help="Get everything ready and stop.")

    def handle(self, *args: Any, host: str, port: int, prepare_only: bool, **options: Any) -> None:
        if not prepare_only:
            check_port(host, port)
        try:
            self.prepare()
        except DatabaseError as error:
            raise CommandError(f"DATABASE_URL: the database can't be used: {str(error).strip()}") from error
        except OSError as error:
            raise CommandError(f"{error.filename or settings.VAR_DIR}: {error.strerror}.") from error
        if not prepare_only:
            self.stdout.write(f"\nThe newspaper: http://{host}:{port}/    The desk: http://{host}:{port}/admin/\n")
            self.stdout.flush()
            call_command("prune_db_task_results", verbosity=0)
            tasks.make_missing.enqueue()
            connection.close()
            run(host, port)

    def prepare(self) -> None:
        check_not_newer()
        call_command("migrate", verbosity=0)
        if not Section.objects.exists() and not Article.objects.exists():
            call_command("loaddata", "seed", verbosity=0)
            self.stdout.write("Loaded the seed newspaper.")
        try:
            call_command("make_renditions", "--first", verbosity=0)
        except CommandError as error:  # told, and no reason not to serve
            self.stdout.write(str(error))
        if not User.objects.exists():
            self.make_accounts()
        call_command("collectstatic", interactive=False, verbosity=0)

    def make_accounts(self) -> None:
        self.stdout.write("Made one account a role. These passwords are shown once; sign in and change them:\n")
        for username, group in ACCOUNTS.items():
            password = get_random_string(16)
            user = User.objects.create_user(username, password=password, is_staff=True, is_superuser=not group)
            if group:
                user.groups.add(Group.objects.get(name=group))
            if group == permissions.EDITORS:
                SectionRight.objects.create(user=user, section=None)
            self.stdout.write(f"  {username:<12}{password}")


def run(host: str, port: int) -> None:
    """Serve until told to stop, with a worker beside that does what was put off, and gives way where CPUs are busy."""
    python = [sys.executable, "-m"]
    address = ["--host", host, "--port", str(port)]
    server = [*python, "granian", "--interface", "wsgi", *address, "--no-ws", "--blocking-threads", THREADS]
    os.environ.setdefault("MALLOC_MMAP_THRESHOLD_", "1048576")  # glibc's: a picture's memory goes back when it is done
    signal.signal(signal.SIGTERM, lambda *_arguments: sys.exit())
    worker = subprocess.Popen([*python, "django", "db_worker"], cwd=settings.BASE_DIR, preexec_fn=lambda: os.nice(10))  # noqa: S603
    try:
        with subprocess.Popen([*server, "newsroom.wsgi:application"], cwd=settings.BASE_DIR) as serving:  # noqa: S603
            try:
                sys.exit(serving.wait())
            except KeyboardInterrupt:
                sys.exit()
            finally:
                serving.terminate()
    finally:
        worker.terminate()
        try:
            worker.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            worker.kill()


def check_port(host: str, port: int) -> None:
    """Refuse a port that can't be had. The server shares ports between its workers, so it would not notice."""
    if not 0 < port < 65536:
        raise CommandError("PORT: choose a number from 1 to 65535.")
    try:
        addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        family, kind, protocol, _name, address = addresses[0]
        with closing(socket.socket(family, kind, protocol)) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise CommandError(
            f"PORT: can't listen on {host}:{port} ({error.strerror}). Choose another: PORT=8001"
        ) from error


def check_not_newer() -> None:
    """Refuse a database with migrations that this version does not have."""
    loader = MigrationExecutor(connection).loader
    ours = loader.migrated_apps
    unknown = sorted(
        f"{app}.{name}" for app, name in set(loader.applied_migrations) - set(loader.disk_migrations) if app in ours
    )
    if unknown:
        raise CommandError(
            f"DATABASE_URL: a newer version of Newsroom made this database ({unknown[-1]}). "
            "Run that version, or use another database."
        )
