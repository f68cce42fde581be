"""The same sign-in with django-oauth-toolkit as it is shipped; run by its own Python, which has nothing of ours."""

import base64
import hashlib
import json
import secrets
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import django
from django.conf import settings
from django.core.management import call_command

if TYPE_CHECKING:
    from django.test import Client

BACK = "https://truong.example/ve"
FLOWS = 8
# Read by Django; filled once its applications are there.
urlpatterns: list[object] = []


def main() -> None:
    """Make an installation in a folder that goes away, sign in some times, print CPU milliseconds for each."""
    with tempfile.TemporaryDirectory() as folder:
        _configure(Path(folder))
        django.setup()
        call_command("migrate", verbosity=0)
        _serve()
        print(json.dumps({"ms": _measured()}))


def _configure(folder: Path) -> None:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(65537, 2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()
    settings.configure(
        SECRET_KEY=secrets.token_hex(),
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF=__name__,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "db")}},
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "oauth2_provider",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
        OAUTH2_PROVIDER={
            "OIDC_ENABLED": True,
            "OIDC_RSA_PRIVATE_KEY": pem,
            "SCOPES": {"openid": "openid", "name": "name"},
        },
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    )


def _serve() -> None:
    from django.urls import include, path

    urlpatterns.append(path("", include("oauth2_provider.urls", namespace="oauth2_provider")))


def _measured() -> float:
    from django.contrib.auth import get_user_model
    from django.test import Client
    from oauth2_provider.models import get_application_model

    secret = secrets.token_urlsafe(32)
    client = get_application_model().objects.create(
        name="school",
        client_type="confidential",
        authorization_grant_type="authorization-code",
        redirect_uris=BACK,
        algorithm="RS256",
        client_secret=secret,
        skip_authorization=True,
    )
    person, program = Client(), Client()
    person.force_login(get_user_model().objects.create_user("lan"))
    basic = base64.b64encode(f"{client.client_id}:{secret}".encode()).decode()
    _flow(person, program, client.client_id, basic)
    began = time.process_time()
    for _ in range(FLOWS):
        _flow(person, program, client.client_id, basic)
    return (time.process_time() - began) / FLOWS * 1e3


def _flow(person: "Client", program: "Client", client_id: str, basic: str) -> None:
    verifier = secrets.token_urlsafe(48)
    digest = hashlib.sha256(verifier.encode()).digest()
    asked = {
        "client_id": client_id,
        "redirect_uri": BACK,
        "response_type": "code",
        "scope": "openid name",
        "state": "s",
        "nonce": "n",
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    back = person.get("/authorize/", asked)["Location"]
    given = {
        "grant_type": "authorization_code",
        "code": parse_qs(urlsplit(back).query)["code"][0],
        "redirect_uri": BACK,
        "code_verifier": verifier,
    }
    answer = program.post("/token/", given, HTTP_AUTHORIZATION=f"Basic {basic}")
    assert answer.status_code == 200, answer.content


if __name__ == "__main__":
    main()
