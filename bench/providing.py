"""Rows of the OpenID provider and of provisioning: a whole sign-in over HTTP, and twenty thousand teachers."""

import base64
import hashlib
import json
import resource
import secrets
import subprocess
import sys
import time
import venv
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from django.test import Client as Browser

from bench.calling import cookie_for
from bench.measuring import Row, most_row
from bench.store import Store, account_of
from cuudinh.engines.identity import commands as identity
from cuudinh.engines.identity.sessions import COOKIE
from cuudinh.engines.identity.types import Ask, NewClient
from cuudinh.kernel.actor import system

ROOT = Path(__file__).parents[1]
PEER = ROOT / "build" / "peer-dot"
BACK = "https://truong.example/ve"
FLOWS, TEACHERS, BULK = 40, 20_000, 1_000
# What knowledge of the field says when the peer cannot be installed here.
PUBLISHED_MS = 286.0


class School:
    """A registered client that signs one resident in again and again."""

    def __init__(self, store: Store, number: int) -> None:
        asked = NewClient(
            client_id=f"bench-{number}-{secrets.token_hex(3)}",
            names={"vi": "Trường"},
            return_addresses=(BACK,),
            asks=(Ask("name"),),
            algorithm="RS256",
        )
        view, secret = identity.add_client(system("bench"), asked=asked)
        basic = base64.b64encode(f"{view.client_id}:{secret.secret}".encode()).decode()
        self.client_id, self.header = view.client_id, f"Basic {basic}"
        self.person, self.program = Browser(SERVER_NAME="localhost"), Browser(SERVER_NAME="localhost")
        self.person.cookies[COOKIE] = cookie_for(account_of(store.resident))
        consent = self.person.get("/oauth/authorize", self.asks("x" * 43))["Location"]
        self.person.post(consent, {"quyet_dinh": "dong-y", "muc": ["name"]})

    def asks(self, verifier: str) -> dict[str, str]:
        """Give the parameters of an authorization request."""
        digest = hashlib.sha256(verifier.encode()).digest()
        return {
            "client_id": self.client_id,
            "redirect_uri": BACK,
            "response_type": "code",
            "scope": "openid name",
            "state": "s",
            "nonce": "n",
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }

    def flow(self) -> str:
        """Sign in once: authorization, code, tokens with an id token."""
        verifier = secrets.token_urlsafe(48)
        back = self.person.get(f"/oauth/authorize?{urlencode(self.asks(verifier))}")["Location"]
        given = {
            "grant_type": "authorization_code",
            "code": parse_qs(urlsplit(back).query)["code"][0],
            "redirect_uri": BACK,
            "code_verifier": verifier,
        }
        answer = self.program.post("/oauth/token", given, HTTP_AUTHORIZATION=self.header)
        assert answer.status_code == 200, answer.content
        return str(answer.json()["id_token"])


def flow(store: Store) -> Row:
    """Measure code and PKCE through the whole of our own HTTP stack, against django-oauth-toolkit as it is shipped."""
    school = School(store, 1)
    for _ in range(5):
        school.flow()
    ours = _cpu_ms(school.flow, FLOWS)
    peer, words = _peer_ms()
    against = f"{words}: {peer:.0f} ms, {peer / ours:.0f} times ours"
    return most_row(
        "provider-flow", "code and PKCE to an id token (RS256)", ours, "ms CPU", most=10, against=against
    )


def _cpu_ms(call: Callable[[], object], times: int) -> float:
    began = time.process_time()
    for _ in range(times):
        call()
    return (time.process_time() - began) / times * 1e3


def _peer_ms() -> tuple[float, str]:
    """Give what the peer needs for the same, in an environment of its own; else its published figure, named so."""
    try:
        if not (PEER / "bin" / "python").exists():
            venv.create(PEER, with_pip=True)
            install = [PEER / "bin" / "pip", "install", "-q", "django~=5.2", "django-oauth-toolkit~=3.0"]
            subprocess.run(install, check=True, capture_output=True, timeout=240)
        run = [PEER / "bin" / "python", ROOT / "bench" / "peer_dot.py"]
        done = subprocess.run(run, check=True, capture_output=True, text=True, timeout=240)
        return float(json.loads(done.stdout)["ms"]), "django-oauth-toolkit as shipped, beside"
    except (OSError, subprocess.SubprocessError, ValueError, KeyError) as fault:
        print(f"django-oauth-toolkit was not measured here: {type(fault).__name__}", file=sys.stderr)
        return PUBLISHED_MS, "django-oauth-toolkit as shipped, measured elsewhere"


class Source:
    """The system of the schools, which tells of its teachers."""

    def __init__(self) -> None:
        code = f"bench-scim-{secrets.token_hex(3)}"
        asked = NewClient(client_id=code, names={"vi": "Giáo dục"}, grants=("client_credentials",))
        _view, secret = identity.add_client(system("bench"), asked=asked)
        basic = base64.b64encode(f"{code}:{secret.secret}".encode()).decode()
        told = Browser(SERVER_NAME="localhost").post(
            "/oauth/token",
            {"grant_type": "client_credentials", "scope": "scim"},
            HTTP_AUTHORIZATION=f"Basic {basic}",
        )
        self.header = f"Bearer {told.json()['access_token']}"

    def bulk(self, operations: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Send operations as a system does, a thousand at a time."""
        done: list[dict[str, Any]] = []
        for begin in range(0, len(operations), BULK):
            body = json.dumps({"Operations": operations[begin : begin + BULK]})
            answer = Browser(SERVER_NAME="localhost").post(
                "/scim/v2/Bulk", body, content_type="application/scim+json", HTTP_AUTHORIZATION=self.header
            )
            assert answer.status_code == 200, answer.content
            done += answer.json()["Operations"]
        return done


def _teacher(number: int) -> dict[str, Any]:
    return {
        "userName": f"gv{number:06d}@edu.example",
        "externalId": f"GV-{number}",
        "name": {"familyName": "Trần", "givenName": f"Lan {number}"},
        "phoneNumbers": [{"type": "work", "value": f"09{number:08d}"}],
        "title": "Giáo viên",
        "urn:cuudinh:params:scim:schemas:extension:person:1.0:User": {"citizenNumber": f"0461{number:08d}"},
    }


def _told(source: Source) -> list[dict[str, Any]]:
    people = [{"method": "POST", "path": "/Users", "data": _teacher(number)} for number in range(TEACHERS)]
    return source.bulk(people)


def _seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def provision(_store: Store) -> Row:
    """Measure twenty thousand teachers told of for the first time, in bulks of a thousand."""
    began = _seconds()
    done = _told(Source())
    spent = _seconds() - began
    assert {one["status"] for one in done} == {"201"}
    return most_row(
        "scim-load", f"{TEACHERS} teachers provisioned", spent, "s CPU", most=60, against="the target"
    )


def change(_store: Store) -> Row:
    """Measure a change of one in a hundred of twenty thousand teachers."""
    source = Source()
    places = [one["location"].partition("/scim/v2")[2] for one in _told(source)][::100]
    patch = {"Operations": [{"op": "replace", "path": "title", "value": "Tổ trưởng"}]}
    began = _seconds()
    done = source.bulk([{"method": "PATCH", "path": place, "data": patch} for place in places])
    spent = _seconds() - began
    assert {one["status"] for one in done} == {"200"}
    what = f"{len(places)} of {TEACHERS} teachers changed"
    return most_row("scim-change", what, spent, "s CPU", most=3, against="the target")


PROVIDING = {"provider-flow": flow, "scim-load": provision, "scim-change": change}
