"""The policies that every response carries."""

from __future__ import annotations

from django.test import TestCase

POLICIES = {
    "Content-Security-Policy": (
        "default-src 'none'; base-uri 'none'; connect-src 'self'; font-src 'self'; form-action 'self'; "
        "frame-ancestors 'none'; frame-src 'self'; img-src 'self' data:; manifest-src 'self'; media-src 'self'; "
        "script-src 'self'; "
        "style-src 'self'"
    ),
    "Permissions-Policy": (
        "accelerometer=(), browsing-topics=(), camera=(), geolocation=(), "
        "gyroscope=(), microphone=(), payment=(), usb=()"
    ),
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class HeadersTest(TestCase):
    def test_every_response_carries_the_policies(self):
        for path, status in [
            ("/", 200),
            ("/nowhere/", 404),
            ("/admin/login/", 200),
            ("/admin/", 302),
            ("/healthz", 200),
        ]:
            with self.subTest(path):
                response = self.client.get(path)
                self.assertEqual(response.status_code, status)
                self.assertEqual({name: response.headers.get(name) for name in POLICIES}, POLICIES)

    def test_https_is_promised_for_a_year_where_the_site_has_it(self):
        with self.settings(SECURE_HSTS_SECONDS=31536000):
            response = self.client.get("/", secure=True)
        self.assertEqual(response.headers["Strict-Transport-Security"], "max-age=31536000")

    def test_the_desk_speaks_the_editors_language_and_readers_pages_the_sites(self):
        english = {"accept-language": "en"}
        self.assertContains(self.client.get("/admin/login/", headers=english), '<html lang="en"')
        self.assertContains(self.client.get("/admin/login/", headers={"accept-language": "fr"}), '<html lang="fr"')
        response = self.client.get("/", headers=english)
        self.assertContains(response, '<html lang="fr"')
        self.assertNotIn("Accept-Language", response.headers.get("Vary", ""))
