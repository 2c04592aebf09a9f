"""`serve`: what it makes ready, what it leaves alone, and the one line it stops with."""

from __future__ import annotations

import signal
import socket
import subprocess
from io import StringIO
from unittest import mock

from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.db.migrations.recorder import MigrationRecorder
from django.test import TestCase

from articles.management.commands import serve
from articles.models import Article, Section
from tests.factories import make_section


def prepare() -> str:
    out = StringIO()
    with mock.patch.object(serve, "call_command", side_effect=_but_collectstatic):
        call_command("serve", "--prepare-only", stdout=out)
    return out.getvalue()


def _but_collectstatic(name: str, *arguments: object, **options: object) -> None:
    if name != "collectstatic":
        call_command(name, *arguments, **options)


class PrepareTest(TestCase):
    def test_an_empty_database_gets_the_seed_newspaper_and_one_account_a_role(self):
        out = prepare()
        self.assertGreaterEqual(Article.objects.count(), 25)
        roles = {user.username: [group.name for group in user.groups.all()] for user in User.objects.all()}
        self.assertEqual(
            roles,
            {
                "writer": ["writers"],
                "editor": ["editors"],
                "publisher": ["publishers"],
                "commercial": ["commercial"],
                "admin": [],
            },
        )
        passwords = dict(line.split() for line in out.splitlines() if line.startswith("  "))
        self.assertEqual(set(passwords), set(roles))
        for username, password in passwords.items():
            self.assertTrue(self.client.login(username=username, password=password))
            self.assertEqual(self.client.get("/admin/").status_code, 200)

    def test_a_second_run_touches_no_data_and_prints_no_password(self):
        prepare()
        before = set(User.objects.values_list("username", "password"))
        Article.objects.update(embargo_reason="mine")
        self.assertEqual(prepare(), "")
        self.assertEqual(set(User.objects.values_list("username", "password")), before)
        self.assertEqual(set(Article.objects.values_list("embargo_reason", flat=True)), {"mine"})

    def test_a_newspaper_that_has_begun_gets_no_seed(self):
        make_section("Ours")
        prepare()
        self.assertEqual([section.name for section in Section.objects.all()], ["Ours"])
        self.assertEqual(Article.objects.count(), 0)


class RefusalTest(TestCase):
    def test_a_taken_port(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            with self.assertRaises(CommandError) as raised:
                call_command("serve", port=port)
        self.assertEqual(
            str(raised.exception),
            f"PORT: can't listen on 127.0.0.1:{port} (Address already in use). Choose another: PORT=8001",
        )

    def test_a_port_that_is_none(self):
        with self.assertRaisesMessage(CommandError, "PORT: choose a number from 1 to 65535."):
            call_command("serve", port=70000)

    def test_a_database_from_a_newer_version(self):
        MigrationRecorder.Migration.objects.create(app="articles", name="9999_the_future")
        with self.assertRaisesMessage(
            CommandError,
            "DATABASE_URL: a newer version of Newsroom made this database (articles.9999_the_future). "
            "Run that version, or use another database.",
        ):
            call_command("serve", "--prepare-only")

    def test_a_database_that_is_not_there(self):
        with (
            mock.patch.object(serve, "check_not_newer", side_effect=OperationalError("unable to open database file")),
            self.assertRaisesMessage(
                CommandError, "DATABASE_URL: the database can't be used: unable to open database file"
            ),
        ):
            call_command("serve", "--prepare-only")

    def test_a_folder_that_can_not_be_written(self):
        with (
            mock.patch.object(
                serve, "check_not_newer", side_effect=PermissionError(13, "Permission denied", "var/static")
            ),
            self.assertRaisesMessage(CommandError, "var/static: Permission denied."),
        ):
            call_command("serve", "--prepare-only")


class RunTest(TestCase):
    def run_until(
        self, end: type[BaseException] | int, *, is_slow: bool = False
    ) -> tuple[mock.Mock, mock.Mock, object]:
        """Run a server that stops by itself with a status, or is told to stop. Return both, and the status."""
        worker, server = mock.MagicMock(), mock.MagicMock()
        server.__enter__.return_value = server
        server.wait.side_effect = [end] if isinstance(end, int) else end
        worker.wait.side_effect = subprocess.TimeoutExpired("worker", 1) if is_slow else [0]
        with (
            mock.patch.object(serve.subprocess, "Popen", side_effect=[worker, server]) as popen,
            mock.patch.object(serve.signal, "signal") as listen,
            self.assertRaises(SystemExit) as stopped,
        ):
            serve.run("127.0.0.1", 8000)
        self.assertEqual(listen.call_args.args[0], signal.SIGTERM)
        self.assertEqual(popen.call_args_list[0].args[0][1:], ["-m", "django", "db_worker"])
        self.assertEqual(popen.call_args_list[1].args[0][1:3], ["-m", "granian"])
        return server, worker, stopped.exception.code

    def test_the_worker_stops_with_the_server_however_that_ends(self):
        for end, status in [(0, 0), (3, 3), (KeyboardInterrupt, None), (SystemExit, None)]:
            with self.subTest(end=end):
                server, worker, code = self.run_until(end)
                self.assertEqual(code, status)
                server.terminate.assert_called_once_with()
                worker.terminate.assert_called_once_with()
                worker.kill.assert_not_called()

    def test_a_worker_that_does_not_stop_is_stopped(self):
        _server, worker, _code = self.run_until(0, is_slow=True)
        worker.kill.assert_called_once_with()
