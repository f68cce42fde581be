"""What the settings agree with the bank that holds the account of fees."""

from dataclasses import dataclass, field
from typing import Final

from cuudinh.project import settings_declared as declared
from cuudinh.project.trouble import Trouble

# In the folder of keys: the secret agreed with the bank, where it is not in the environment.
SECRET_FILE: Final = "bank-client"  # noqa: S105  the name of a file


@dataclass(frozen=True, slots=True)
class BankAgreement:
    """Where the bank answers, the client that it knows us as, and the account; an empty address: nothing is agreed."""

    address: str = ""
    client: str = ""
    secret: str = field(default="", repr=False)
    account: str = ""


def agreement() -> BankAgreement:
    """Give what is agreed with the bank. Raises `Trouble` for a half of it."""
    address = declared.value("BANK_ADDRESS").rstrip("/")
    if not address:
        return BankAgreement()
    client, account = declared.value("BANK_CLIENT"), declared.value("BANK_ACCOUNT")
    secret = declared.value("BANK_SECRET") or _kept_secret()
    if not (client and account and secret):
        raise Trouble(
            "CUUDINH_BANK_ADDRESS is set, but the client, the account or the secret is missing.",
            "Set CUUDINH_BANK_CLIENT and CUUDINH_BANK_ACCOUNT, and put the secret into the file "
            f"{SECRET_FILE} of the folder of keys.",
        )
    return BankAgreement(address, client, secret, account)


def _kept_secret() -> str:
    path = declared.path("STATE") / "keys" / SECRET_FILE
    return path.read_text("utf-8").strip() if path.is_file() else ""
