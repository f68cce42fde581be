"""Django's settings, derived from the declared settings; nothing here is meant to be edited by a province."""

import secrets
from pathlib import Path

from cuudinh.journal import logs
from cuudinh.project import bank_agreed, databases, sign_on
from cuudinh.project import settings_declared as declared
from cuudinh.web.assets import fonts_in

declared.refuse_unknown()
STATE: Path = declared.path("STATE")


def _kept_secret() -> str:
    given = declared.value("SECRET")
    if given:
        return given
    kept = STATE / "keys" / "secret"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        kept.write_text(secrets.token_urlsafe(50), "utf-8")
        kept.chmod(0o600)
    return kept.read_text("utf-8").strip()


DATABASES = {"default": databases.of(declared.value("DATABASE"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SECRET_KEY = _kept_secret()
DEBUG = declared.flag("DEBUG")
ALLOWED_HOSTS = declared.value("ALLOWED_HOSTS").split(",")
ROOT_URLCONF = "cuudinh.project.addresses"
WSGI_APPLICATION = "cuudinh.project.wsgi.application"
INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "cuudinh.journal",
    "cuudinh.web",
    "cuudinh.engines.identity",
    "cuudinh.engines.places",
    "cuudinh.engines.messages",
    "cuudinh.engines.ledger",
    "cuudinh.engines.documents",
    "cuudinh.engines.cases",
    "cuudinh.engines.insight",
    "cuudinh.sites.portal",
    "cuudinh.sites.office",
    "cuudinh.sites.centre",
    "cuudinh.sites.openapi",
    "cuudinh.project",
]
MIDDLEWARE = ["cuudinh.web.middleware.CallMiddleware", "django.middleware.csrf.CsrfViewMiddleware"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": False,
        "DIRS": [],
        "OPTIONS": {"environment": "cuudinh.web.templating.environment"},
    }
]

# Names of routes carry a colon (`portal:case`); addresses are made by `web.routes.url`, never by `reverse`.
SILENCED_SYSTEM_CHECKS = ["urls.W003"]

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = STATE / "static"
STATICFILES_DIRS = [declared.ROOT / "var" / "static-src"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "cuudinh.project.hashed_files.HashedFiles"},
}

CSRF_FAILURE_VIEW = "cuudinh.web.errors.stale_form"
CSRF_COOKIE_NAME = "__Host-cd_csrf" if declared.flag("HTTPS") else "cd_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = declared.flag("HTTPS")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

CUUDINH_STATE = STATE
CUUDINH_FILES = STATE / "files"
CUUDINH_KEYS = STATE / "keys"
CUUDINH_PACKS = declared.path("PACKS")
CUUDINH_ACTOR_FINDER = "cuudinh.engines.identity.sessions.actor_of"
CUUDINH_SIGNER = "cuudinh.connectors.signing.trial.TrialSigner"
CUUDINH_PACK_HOUSE = "cuudinh.project.pack_house.House"
CUUDINH_FONTS = fonts_in(declared.ROOT)
CUUDINH_PUBLIC_ADDRESS = declared.public_address()
CUUDINH_SIGN_OUT_TELLER = "cuudinh.connectors.relying.client.tell_sign_out"
CUUDINH_VNEID = sign_on.agreement()
CUUDINH_SIGN_ON: str = "cuudinh.connectors.vneid.client.connected" if CUUDINH_VNEID.issuer else ""
CUUDINH_BANK_AGREED = bank_agreed.agreement()
CUUDINH_BANK: str = "cuudinh.connectors.bank.client.connected" if CUUDINH_BANK_AGREED.address else ""
CUUDINH_BANK_PLAYED = "cuudinh.connectors.bank.played.connected"
CUUDINH_DEMO = declared.flag("DEMO")
CUUDINH_HTTPS = declared.flag("HTTPS")
CUUDINH_SECURITY_CONTACT = declared.value("SECURITY_CONTACT")
CUUDINH_STREAM_ADDRESS = declared.value("STREAM_ADDRESS")
CUUDINH_PORT = declared.number("PORT")
CUUDINH_METRICS_FROM = declared.networks("METRICS_FROM")
CUUDINH_METRICS_TOKEN = declared.value("METRICS_TOKEN")
CUUDINH_BACKUPS = declared.path("BACKUPS")
CUUDINH_MINUTES = declared.flag("MINUTES")

LOGGING = logs.config(declared.value("LOG_FORMAT"), with_messages=DEBUG)
