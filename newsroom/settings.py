"""The one settings file: every deployment knob is an environment variable.

The variables, with their defaults, are listed in `docs/reference/settings.md` and
`.env.example`. A file `.env` beside `manage.py` (or the one ENV_FILE names) is read; the
environment wins over it.
"""

import os
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environ import Env

BASE_DIR = Path(__file__).resolve().parent.parent

# Tests must mean the same on every machine, so they read no .env, run tasks at once
# and need no collected static files.
TESTING = "pytest" in sys.modules

env = Env()
if not TESTING:
    env.read_env(env.str("ENV_FILE", default=str(BASE_DIR / ".env")))

# --- What a deployment decides -----------------------------------------------------

DEBUG = not TESTING and env.bool("DEBUG", default=False)

DEVELOPMENT_KEY = "django-insecure-for-development-and-tests-only"
SECRET_KEY = env.str("SECRET_KEY", default="") or DEVELOPMENT_KEY
if SECRET_KEY == DEVELOPMENT_KEY and not (DEBUG or TESTING):
    raise ImproperlyConfigured(
        "SECRET_KEY is not set. Set the environment variable SECRET_KEY (or the line in "
        ".env) to a long random text of your own, made for instance with\n"
        "    python3 -c 'import secrets; print(secrets.token_urlsafe(50))'\n"
        "or set DEBUG=1 for development on your own machine."
    )

PORT = env.int("PORT", default=8000)
SITE_URL = env.str("SITE_URL", default="") or f"http://localhost:{PORT}"
SITE_URL = SITE_URL.rstrip("/")
SITE = urlsplit(SITE_URL)
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[]) or [
    *filter(None, [SITE.hostname]),
    *LOCAL_HOSTS,
]

TIME_ZONE = env.str("TIME_ZONE", default="Asia/Shanghai")
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)
# Demo accounts exist only where DEBUG is on and this is set, as make run does.
DEMO_PASSWORD = env.str("DEMO_PASSWORD", default="")
WEB_WORKERS = env.int("WEB_WORKERS", default=2)

NEWSROOM = {
    "SITE_URL": SITE_URL,
    "NAME": env.str("SITE_NAME", default="新闻室 Newsroom"),
    "TAGLINE": env.str(
        "SITE_TAGLINE", default="先求真，再求快 · First true, then fast"
    ),
    "SECURITY_CONTACT": env.str("SECURITY_CONTACT", default=""),
    "WEBSUB_HUBS": tuple(env.list("WEBSUB_HUBS", default=[])),
    "COMMENTS": env.bool("COMMENTS", default=True),
    "PROXIES": env.int("PROXIES", default=0),
    "OUTLETS": tuple(env.list("OUTLETS", default=[])),
}

# --- Data ---------------------------------------------------------------------------

SQLITE = "django.db.backends.sqlite3"
DATABASE: dict[str, Any] = {
    "ENGINE": SQLITE,
    "NAME": str(DATA_DIR / "newsroom.sqlite3"),
}
if env.str("DATABASE_URL", default=""):
    DATABASE = dict(env.db_url("DATABASE_URL"))
DATABASE.setdefault("OPTIONS", {})
if DATABASE["ENGINE"] == SQLITE:
    # Writers queue up at BEGIN instead of failing halfway; readers are never blocked.
    DATABASE["OPTIONS"] |= {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
        "PRAGMA cache_size=-20000; PRAGMA mmap_size=134217728;",
    }
    # A file, not memory: threads and processes of one test must share it.
    if TESTING:
        DATABASE["TEST"] = {
            "NAME": f"{tempfile.gettempdir()}/newsroom-test-{os.getpid()}.sqlite3"
        }
else:
    DATABASE["OPTIONS"]["server_side_binding"] = True
DATABASE |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
DATABASES = {"default": DATABASE}

CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://")}

EMAIL = env.email_url("EMAIL_URL", default="consolemail://")
EMAIL_BACKEND = EMAIL["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = EMAIL["EMAIL_HOST"], EMAIL["EMAIL_PORT"]
EMAIL_HOST_USER = EMAIL["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = EMAIL["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = EMAIL.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = EMAIL.get("EMAIL_USE_SSL", False)
# A mail server that says nothing must not keep the worker's clock.
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = (
    env.str("DEFAULT_FROM_EMAIL", default="") or f"newsroom@{SITE.hostname}"
)

MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/media/"
FIXTURE_DIRS = [BASE_DIR / "fixtures"]

TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.immediate.ImmediateBackend"
        if TESTING
        else "django_tasks_db.DatabaseBackend"
    }
}

# --- Application --------------------------------------------------------------------

INSTALLED_APPS = [
    "articles.apps.ArticlesConfig",
    "articles.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "taggit",
    "tree_queries",
    "django_tasks",
    "django_tasks_db",
    # A development tool that only brings a command.
    *filter(find_spec, ["django_migration_linter"]),
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "newsroom.delivery.compression.CompressionMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "newsroom.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "newsroom.middleware.DeskCsrfMiddleware",
    "newsroom.middleware.DeskTextMiddleware",
    "newsroom.middleware.DeskSessionMiddleware",
    "newsroom.middleware.DeskAuthenticationMiddleware",
    "newsroom.middleware.DeskMessageMiddleware",
]

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_LIVE = DEBUG or TESTING
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = STATIC_LIVE
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if STATIC_LIVE
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

TAGGIT_CASE_INSENSITIVE = True
TAGGIT_TAGS_FROM_STRING = "articles.models.desk.tags.split_tags"

# --- Language and time --------------------------------------------------------------

USE_I18N = USE_TZ = True
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "articles" / "locale"]

# --- Security -----------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"

HTTPS = SITE.scheme == "https"
# The server itself speaks plain HTTP; the proxy that ends TLS says so in this header.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
CSRF_TRUSTED_ORIGINS = [f"{SITE.scheme}://{SITE.netloc}"]

# Only the desk has cookies: readers' requests carry none and their pages set none.
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/admin/"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
# The check looks for Django's class by name and does not know ours, a subclass.
SILENCED_SYSTEM_CHECKS = ["security.W003"]
LOGIN_URL = "admin:login"
VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{VALIDATION}.UserAttributeSimilarityValidator"},
    {"NAME": f"{VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{VALIDATION}.NumericPasswordValidator"},
]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# --- Logging ------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        # Addresses nobody has are the readers' daily bread, not news for the log.
        "django.request": {"level": "ERROR"},
        "httpx": {"level": "WARNING"},
    },
}
