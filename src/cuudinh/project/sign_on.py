"""What the settings agree with VNeID; in a demonstration with a fake of our own, on a port beside the platform."""

from dataclasses import dataclass, field
from importlib import import_module
from typing import Final

from cuudinh.connectors.vneid.fake import CLIENT, SECRET
from cuudinh.project import settings_declared as declared
from cuudinh.project.trouble import Trouble

# In the folder of keys: the secret of the client, where it is not in the environment.
SECRET_FILE: Final = "vneid-client"  # noqa: S105  the name of a file
_PORTS_BEFORE: Final = 2
_HERE: Final = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Agreement:
    """The issuer, and the client that it knows us as; an empty issuer: nothing is agreed."""

    issuer: str = ""
    client: str = ""
    secret: str = field(default="", repr=False)


def agreement() -> Agreement:
    """Give what is agreed with VNeID. Raises `Trouble` for a half of it."""
    if is_fake():
        return Agreement(f"http://{_HERE}:{fake_port()}", CLIENT, SECRET)
    issuer, client = declared.value("VNEID_ISSUER"), declared.value("VNEID_CLIENT")
    if not issuer:
        return Agreement()
    secret = declared.value("VNEID_SECRET") or _kept_secret()
    if not client or not secret:
        raise Trouble(
            "CUUDINH_VNEID_ISSUER is set, but its client or the secret is missing.",
            f"Set CUUDINH_VNEID_CLIENT, and put the secret into the file {SECRET_FILE} of the folder of keys.",
        )
    return Agreement(issuer, client, secret)


def is_fake() -> bool:
    """Whether the fake VNeID runs beside the platform. Raises `Trouble` outside a demonstration."""
    if not declared.flag("FAKE_VNEID"):
        return False
    if not declared.flag("DEMO"):
        raise Trouble(
            "A fake VNeID lets anybody in as anybody; this is no demonstration.",
            "Unset CUUDINH_FAKE_VNEID, or try it with CUUDINH_DEMO=yes.",
        )
    return True


def fake_port() -> int:
    """Give the port of the fake: after those of the pages and the live stream."""
    return declared.number("PORT") + _PORTS_BEFORE


def run_fake() -> None:
    """Be the fake VNeID of a demonstration until told to finish."""
    # Loaded where it serves: nothing else needs it.
    import_module("cuudinh.connectors.vneid.fake.serving").serve(_HERE, fake_port())


def _kept_secret() -> str:
    path = declared.path("STATE") / "keys" / SECRET_FILE
    return path.read_text("utf-8").strip() if path.is_file() else ""
