"""The whole configuration, read from the environment. A wrong value stops the start with one line that names it."""

from __future__ import annotations

import re
import secrets
import zoneinfo
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
LANGUAGES = [("fr", _("French")), ("en", _("English"))]

env = environ.Env()


def read(cast: Callable[..., Any], name: str, **options: Any) -> Any:
    """Return the environment's value for `name`, or stop with one line that says what is wrong with it."""
    try:
        return cast(name, **options)
    except (ImproperlyConfigured, ValueError) as error:
        raise SystemExit(f"{name}: {error}") from None


def require(condition: object, name: str, expected: str) -> None:
    """Stop with one line unless the value of `name` is what it should be."""
    if not condition:
        raise SystemExit(f"{name}: {expected}")


def flag(name: str) -> bool:
    """Return a yes or no; django-environ would take any other word for a no."""
    value = env.str(name, default="").lower()
    require(value in {"", "1", "true", "yes", "on", "0", "false", "no", "off"}, name, "1 or 0")
    return value in {"1", "true", "yes", "on"}


# --- where things are ------------------------------------------------------------------------------------------------

VAR_DIR = Path(read(env.str, "VAR_DIR", default=str(BASE_DIR / "var"))).absolute()  # all that is local to this machine
try:
    VAR_DIR.mkdir(parents=True, exist_ok=True)
except OSError as error:
    raise SystemExit(f"VAR_DIR: can't make the folder {VAR_DIR}: {error.strerror}") from None


def _own_secret_key() -> str:
    """Return the key kept in VAR_DIR, which is made at the first start."""
    file = VAR_DIR / "secret_key"
    try:
        if not file.exists():
            file.touch(mode=0o600)
            file.write_text(secrets.token_urlsafe(50))
        return file.read_text()
    except OSError as error:
        raise SystemExit(f"SECRET_KEY: not set, and can't be kept in {file}: {error.strerror}") from None


DEBUG = flag("DEBUG")
SECRET_KEY = read(env.str, "SECRET_KEY", default="") or _own_secret_key()

# --- addresses -------------------------------------------------------------------------------------------------------

SITE_NAME = read(env.str, "SITE_NAME", default="Le Courrier")
SITE_URL = read(env.str, "SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
_site = urlsplit(SITE_URL)
require(
    _site.scheme in ("http", "https") and _site.hostname and not _site.path,
    "SITE_URL",
    "give the site's address as readers type it, https://news.example",
)
_https = _site.scheme == "https"
ALLOWED_HOSTS = read(env.list, "ALLOWED_HOSTS", default=[_site.hostname, "127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = read(env.list, "CSRF_TRUSTED_ORIGINS", default=[SITE_URL])
require(
    all("://" in origin for origin in CSRF_TRUSTED_ORIGINS),
    "CSRF_TRUSTED_ORIGINS",
    "each begins with https:// or http://",
)

# --- the application -------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "whitenoise.runserver_nostatic",
    "newsroom.apps.DeskConfig",  # django.contrib.admin
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",  # its widgets' templates, among which ours may stand: see FORM_RENDERER
    "django_prose_editor",
    "django_tasks_db",
    "taggit",
    "articles",  # after those whose pages at the desk it replaces
    "images",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "newsroom.middleware.PolicyHeadersMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "newsroom.middleware.DeskLocaleMiddleware",
    "newsroom.middleware.DeskZoneMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "articles.frame.context",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TAGGIT_CASE_INSENSITIVE = True
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
FIXTURE_MEDIA_DIRS = [BASE_DIR / "fixtures" / "media"]  # files that come with the rows of a fixture

# --- data ------------------------------------------------------------------------------------------------------------

_database_url = read(env.str, "DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")
_on_sqlite = _database_url.startswith("sqlite:///")
require(
    _on_sqlite or _database_url.startswith(("postgres://", "postgresql://")),
    "DATABASE_URL",
    "begins with sqlite:/// or postgres://",
)
_database = env.db_url_config(_database_url)
DATABASES = {"default": _database}
if _on_sqlite:
    # Readers go on while one writes, and writers queue from their first statement instead of failing at the second.
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,  # seconds
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;",
    }
    # On disk: shared memory answers "table is locked" where a file waits.
    _database["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
else:
    _database["CONN_MAX_AGE"] = 60  # seconds
    _database["CONN_HEALTH_CHECKS"] = True

REDIS_URL = read(env.str, "REDIS_URL", default="")
require(
    not REDIS_URL or REDIS_URL.startswith(("redis://", "rediss://", "unix://")), "REDIS_URL", "begins with redis://"
)
# Without Redis a folder: unlike memory, all processes of a machine share it.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": VAR_DIR / "cache"}
}

# Work put off until after the answer, which `manage.py db_worker` does.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- files -----------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
PICTURE_STORE = ""  # the origin that pictures come from, where it is another than this site's
_static_storage = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},  # what readers get
    "originals": {  # pictures as they came, for the desk alone
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "originals"},
    },
    "staticfiles": {"BACKEND": _static_storage if DEBUG else "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

_bucket = read(env.str, "AWS_STORAGE_BUCKET_NAME", default="")
if _bucket:
    # Any S3-compatible store. Readers may have what is under media/, and nothing else.
    _endpoint = read(env.str, "AWS_S3_ENDPOINT_URL", default="").rstrip("/")
    require(
        not _endpoint or _endpoint.startswith(("https://", "http://")), "AWS_S3_ENDPOINT_URL", "begins with https://"
    )
    _region = read(env.str, "AWS_S3_REGION_NAME", default="")
    _aws = f"{_bucket}.s3.{_region}.amazonaws.com" if _region else f"{_bucket}.s3.amazonaws.com"
    _own_domain = read(env.str, "AWS_S3_CUSTOM_DOMAIN", default="")
    _protocol = "http:" if _endpoint.startswith("http:") and not _own_domain else "https:"
    _domain = _own_domain or (f"{_endpoint.partition('//')[2]}/{_bucket}" if _endpoint else _aws)
    PICTURE_STORE = f"{_protocol}//{_domain.partition('/')[0]}"
    _s3 = {
        "access_key": read(env.str, "AWS_ACCESS_KEY_ID", default="") or None,
        "secret_key": read(env.str, "AWS_SECRET_ACCESS_KEY", default="") or None,
        "endpoint_url": _endpoint or None,
        "region_name": _region or None,
    }
    STORAGES["default"] = {
        "BACKEND": "images.s3.PictureStore",
        "OPTIONS": _s3
        | {
            "bucket_name": _bucket,
            "location": "media",
            "custom_domain": _domain,
            "url_protocol": _protocol,
            "object_parameters": {"CacheControl": "public, max-age=31536000, immutable"},  # names hold a content hash
        },
    }
    _originals = read(env.str, "AWS_ORIGINALS_BUCKET_NAME", default=_bucket)
    STORAGES["originals"] = {
        "BACKEND": "images.s3.PictureStore",
        "OPTIONS": _s3 | {"bucket_name": _originals, "location": "originals"},
    }

# --- mail ------------------------------------------------------------------------------------------------------------


def _mailer(url: dict[str, Any]) -> dict[str, Any]:
    """Turn EMAIL_URL, as django-environ reads it, into a MAILERS entry."""
    backend = url["EMAIL_BACKEND"]
    options = {}
    if backend.endswith("smtp.EmailBackend"):
        options = {
            "host": url["EMAIL_HOST"] or "localhost",
            "port": url["EMAIL_PORT"] or 25,
            "username": url["EMAIL_HOST_USER"] or "",
            "password": url["EMAIL_HOST_PASSWORD"] or "",
            "use_tls": url.get("EMAIL_USE_TLS", False),
            "use_ssl": url.get("EMAIL_USE_SSL", False),
            "timeout": 10,  # seconds: a mail server that is down must not hold a publisher up
        }
    elif backend.endswith("filebased.EmailBackend"):
        options = {"file_path": f"/{url['EMAIL_FILE_PATH']}"}
    return {"BACKEND": backend, "OPTIONS": options}


MAILERS = {"default": _mailer(read(env.email_url, "EMAIL_URL", default="consolemail://"))}
DEFAULT_FROM_EMAIL = read(env.str, "DEFAULT_FROM_EMAIL", default=f"newsroom@{_site.hostname}")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
SPONSORSHIP_EMAIL = read(env.str, "SPONSORSHIP_EMAIL", default="")  # where what sponsors write is mailed to
require(
    not SPONSORSHIP_EMAIL or re.fullmatch(r"[^@\s,]+@[^@\s,]+", SPONSORSHIP_EMAIL),
    "SPONSORSHIP_EMAIL",
    "one address, sponsors@news.example",
)

# --- people, words and time ------------------------------------------------------------------------------------------

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LANGUAGE_CODE = read(env.str, "LANGUAGE_CODE", default="fr")
require(LANGUAGE_CODE in dict(LANGUAGES), "LANGUAGE_CODE", f"one of {', '.join(dict(LANGUAGES))}")
TIME_ZONE = read(env.str, "TIME_ZONE", default="Europe/Paris")
require(TIME_ZONE in zoneinfo.available_timezones(), "TIME_ZONE", "a name such as Europe/Paris")
USE_TZ = True
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "newsroom.uploads.CarefulUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 20_000_000  # bytes: a text of 5 MB is let in, or refused in words, whatever its letters
LOCALE_PATHS = [BASE_DIR / "articles" / "locale"]

# --- the newsroom's rules --------------------------------------------------------------------------------------------

PREFLIGHT_RULES = read(env.list, "PREFLIGHT_RULES", default=[])  # dotted paths of the site's own: see preflight.py
PREFLIGHT_SILENCED = read(env.list, "PREFLIGHT_SILENCED", default=[])  # names of ours that it does without

# --- who is told what is new -----------------------------------------------------------------------------------------

WEBSUB_HUB = read(env.str, "WEBSUB_HUB", default="")  # for the programs that read our feeds
require(not WEBSUB_HUB or WEBSUB_HUB.startswith(("https://", "http://")), "WEBSUB_HUB", "begins with https://")
INDEXNOW_KEY = read(env.str, "INDEXNOW_KEY", default="")  # for search engines: any word that is ours alone
require(
    not INDEXNOW_KEY or re.fullmatch("[a-zA-Z0-9-]{8,128}", INDEXNOW_KEY),
    "INDEXNOW_KEY",
    "8 to 128 letters without accents, digits and hyphens",
)
INDEXNOW_ENDPOINT = read(env.str, "INDEXNOW_ENDPOINT", default="https://api.indexnow.org/indexnow")
require(INDEXNOW_ENDPOINT.startswith(("https://", "http://")), "INDEXNOW_ENDPOINT", "begins with https://")

# --- security --------------------------------------------------------------------------------------------------------

# Readers' pages need no script at all; the desk's come from this host alone (see newsroom/urls.py).
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "connect-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "frame-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:", *([PICTURE_STORE] if PICTURE_STORE else [])],
    "manifest-src": [CSP.SELF],
    "media-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
}
PERMISSIONS_POLICY = (
    "accelerometer=(), browsing-topics=(), camera=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()"
)
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "newsroom.desk.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = _https
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = read(env.int, "HSTS_SECONDS", default=365 * 24 * 3600 if _https else 0)
# Promises about every other host of the domain, which only its owner can make.
SECURE_HSTS_INCLUDE_SUBDOMAINS = flag("HSTS_INCLUDE_SUBDOMAINS")
SECURE_HSTS_PRELOAD = flag("HSTS_PRELOAD")
BEHIND_PROXY = flag("BEHIND_PROXY")
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- what is said of it all ------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
        "warnings": {"class": "logging.StreamHandler", "formatter": "line", "level": "WARNING"},  # else a line a task
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.tasks": {"handlers": ["warnings"], "propagate": False},
        "django_tasks_db": {"handlers": ["warnings"], "propagate": False},
    },
}
