"""The names under which other systems know a person: one for each sector, and none leads to another (pairwise)."""

import base64
import hmac
from urllib.parse import urlsplit

from cuudinh.journal import keys


def subject_of(sector: str, who: str) -> str:
    """Give the name of a person in a sector; `who` is the number of the person, or of the account of staff.

    Two sectors that put their data together find nobody in both: the key is in no database.
    """
    mark = hmac.digest(keys.secret("identity-subjects"), f"{sector}|{who}".encode(), "sha256")
    return base64.urlsafe_b64encode(mark).decode().rstrip("=")


def sector_of(addresses: tuple[str, ...]) -> str:
    """Give the sector of a client that names none: the one host of its addresses.

    >>> sector_of(("https://truong.example/oidc/back", "https://truong.example/cb"))
    'truong.example'
    >>> sector_of(("https://a.example/", "https://b.example/"))
    ''
    """
    hosts = {urlsplit(one).hostname or "" for one in addresses}
    return hosts.pop() if len(hosts) == 1 else ""
