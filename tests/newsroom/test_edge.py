"""Pictures on this machine's disk, served in front of Django."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.test import SimpleTestCase

from newsroom.edge import with_limit, with_media


def ask(path: str, method: str = "GET") -> tuple[str, dict[str, str], bytes]:
    """Ask the layer for a path; what it does not know goes on to an application that says so."""
    answer: list = []

    def start_response(status, headers, exc_info=None):
        answer.extend([status, dict(headers)])

    def application(environ, start_response):
        start_response("299 Django", [])
        return [b"django"]

    body = b"".join(with_media(application)({"PATH_INFO": path, "REQUEST_METHOD": method}, start_response))
    return answer[0], answer[1], body


class LimitTest(SimpleTestCase):
    def send(self, length: str) -> tuple[str, bytes]:
        told = []

        def application(environ, start_response):
            start_response("200 OK", [])
            return [b"django"]

        environ = {"CONTENT_LENGTH": length, "REQUEST_METHOD": "POST"}
        body = b"".join(with_limit(application)(environ, lambda status, _headers: told.append(status)))
        return told[0], body

    def test_what_can_be_a_picture_with_its_words_passes(self):
        for length in ("", "0", "60000000", "65000000"):
            self.assertEqual(self.send(length), ("200 OK", b"django"))

    def test_more_is_refused_unread_and_said(self):
        words = b"The file is over 60 MB. Make it smaller, and send it again."
        for length in ("65000001", "9" * 30, "-1", "x"):
            self.assertEqual(self.send(length), ("413 Content Too Large", words))


class MediaTest(SimpleTestCase):
    @pytest.fixture(autouse=True)
    def _media(self, settings, tmp_path: Path):
        (settings.MEDIA_ROOT / "pictures").mkdir(parents=True)
        (settings.MEDIA_ROOT / "pictures" / "port.jpg").write_bytes(b"JPEG")
        (settings.MEDIA_ROOT / "trap.html").write_text("<script>alert(1)</script>")
        (tmp_path / "secret_key").write_text("hush")

    def test_a_picture_is_served_with_harmless_headers(self):
        status, headers, body = ask("/media/pictures/port.jpg")
        self.assertEqual((status, body), ("200 OK", b"JPEG"))
        self.assertEqual(headers["Content-Type"], "image/jpeg")
        self.assertEqual(headers["Content-Security-Policy"], "default-src 'none'; sandbox")
        self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
        self.assertEqual(headers["Cache-Control"], "public, max-age=31536000, immutable")

    def test_a_page_among_the_pictures_can_run_nothing(self):
        _status, headers, _body = ask("/media/trap.html")
        self.assertEqual(headers["Content-Security-Policy"], "default-src 'none'; sandbox")

    def test_nothing_outside_the_folder_is_served(self):
        for path in [
            "/media/../secret_key",
            "/media/%2e%2e/secret_key",
            "/media//etc/passwd",
            "/media/pictures/",
            "/media/",
        ]:
            with self.subTest(path):
                self.assertEqual(ask(path)[2], b"django")

    def test_another_storage_serves_its_own_files(self):
        storages = settings.STORAGES | {"default": {"BACKEND": "storages.backends.s3.S3Storage"}}
        with self.settings(STORAGES=storages):
            self.assertEqual(ask("/media/pictures/port.jpg")[2], b"django")
