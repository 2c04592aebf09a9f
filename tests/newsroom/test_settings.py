"""The configuration: what each variable does, and the one line that names a wrong value."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "SECRET_KEY": "kP3v9xQz7mT2rW8yB5nC1dF6gH4jL0sAeRuViOwXqZtMbNcYpEw",
    "SITE_URL": "https://news.example",
    "EMAIL_URL": "smtp+tls://newsroom:secret@mail.news.example:587",
    "HSTS_INCLUDE_SUBDOMAINS": "1",
    "HSTS_PRELOAD": "1",
}


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    ours = {"SECRET_KEY", "SITE_URL", "DATABASE_URL", "REDIS_URL", "DEBUG", "ALLOWED_HOSTS"}
    environment = {name: value for name, value in os.environ.items() if name not in ours} | variables
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def value(expression: str, tmp_path: Path, **variables: str) -> str:
    """Return what an expression over the settings prints under these variables."""
    code = f"from newsroom import settings as s; print({expression})"
    result = run("-c", code, VAR_DIR=str(tmp_path), **variables)
    assert result.stderr == ""
    return result.stdout.strip()


@pytest.mark.parametrize(
    ("variable", "wrong", "line"),
    [
        ("DEBUG", "perhaps", "DEBUG: 1 or 0"),
        ("SITE_URL", "news.example", "SITE_URL: give the site's address as readers type it, https://news.example"),
        (
            "SITE_URL",
            "https://a.example/news",
            "SITE_URL: give the site's address as readers type it, https://news.example",
        ),
        ("DATABASE_URL", "mysql://localhost/news", "DATABASE_URL: begins with sqlite:/// or postgres://"),
        ("DATABASE_URL", "nonsense", "DATABASE_URL: begins with sqlite:/// or postgres://"),
        ("REDIS_URL", "localhost:6379", "REDIS_URL: begins with redis://"),
        ("EMAIL_URL", "carrier-pigeon://roof", "EMAIL_URL: Invalid email schema carrier-pigeon"),
        ("SPONSORSHIP_EMAIL", "ann@news.example,bob", "SPONSORSHIP_EMAIL: one address, sponsors@news.example"),
        ("LANGUAGE_CODE", "tlh", "LANGUAGE_CODE: one of fr, en"),
        ("TIME_ZONE", "Europe/Atlantis", "TIME_ZONE: a name such as Europe/Paris"),
        ("CSRF_TRUSTED_ORIGINS", "news.example", "CSRF_TRUSTED_ORIGINS: each begins with https:// or http://"),
        ("HSTS_SECONDS", "a year", ""),
        ("WEBSUB_HUB", "hub.example", "WEBSUB_HUB: begins with https://"),
        ("INDEXNOW_KEY", "short", "INDEXNOW_KEY: 8 to 128 letters without accents, digits and hyphens"),
        ("INDEXNOW_ENDPOINT", "ftp://a.example", "INDEXNOW_ENDPOINT: begins with https://"),
        ("VAR_DIR", "/dev/null/var", "VAR_DIR: can't make the folder /dev/null/var: Not a directory"),
    ],
)
def test_a_wrong_value_stops_the_start_with_one_line_that_names_it(variable, wrong, line, tmp_path):
    result = run("-c", "import newsroom.settings", **({"VAR_DIR": str(tmp_path)} | {variable: wrong}))
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith(f"{variable}: ")
    if line:
        assert result.stderr == f"{line}\n"


def test_deployment_checks_are_silent_under_the_documented_variables(tmp_path):
    result = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", VAR_DIR=str(tmp_path), **PRODUCTION)
    assert result.returncode == 0, result.stderr
    assert "no issues (0 silenced)" in result.stdout


def test_https_rules_follow_the_scheme_of_the_sites_address(tmp_path):
    rules = "(s.SECURE_SSL_REDIRECT, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS)"
    assert value(rules, tmp_path) == "(False, False, False, 0)"
    assert value(rules, tmp_path, SITE_URL="https://news.example") == "(True, True, True, 31536000)"


def test_the_secret_key_is_made_once_and_kept_from_others(tmp_path):
    first = value("s.SECRET_KEY", tmp_path)
    assert len(first) > 50
    assert value("s.SECRET_KEY", tmp_path) == first
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
    assert value("s.SECRET_KEY", tmp_path, SECRET_KEY="mine") == "mine"


def test_mail_goes_where_the_address_says(tmp_path):
    mailer = value("s.MAILERS['default']", tmp_path, EMAIL_URL="smtp+tls://user:pass@mail.example:587")
    assert mailer == str(
        {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {
                "host": "mail.example",
                "port": 587,
                "username": "user",
                "password": "pass",
                "use_tls": True,
                "use_ssl": False,
                "timeout": 10,
            },
        }
    )
