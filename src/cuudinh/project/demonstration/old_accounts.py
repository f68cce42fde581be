"""Accounts from before VNeID, whose owners are among the people of the fake one: so that each story can be tried."""

from typing import Final

from cuudinh.connectors.vneid.fake.personas import BY_ID
from cuudinh.engines.identity import commands
from cuudinh.engines.identity.types import NewAccount, Stated
from cuudinh.kernel import ids
from cuudinh.project.demonstration.people import FOUNDER

# Whose number an account states, under which name (empty: the owner's), and its phone.
_OLD: Final = (
    ("hoa", "", "0905 009 102"),
    ("mai", "Phạm Thị Mai", "0905 009 104"),
    ("hai", "", "0905 009 109"),
    ("hai", "", "0905 009 119"),
)


def open_old_accounts(language: str) -> int:
    """Open them, where such phone numbers are ones of the country; give how many. Nobody knows their passwords."""
    if commands.normal_phone(_OLD[0][2]) is None:
        return 0
    password = ids.token()
    asked = [
        NewAccount("resident", name or BY_ID[who].name, password, phone=phone, language=language)
        for who, name, phone in _OLD
    ]
    opened = commands.open_accounts(FOUNDER, asked)
    numbers = (BY_ID[who].citizen_number for who, _, _ in _OLD)
    pairs = zip(opened, numbers, strict=True)
    return commands.state_numbers(FOUNDER, [Stated(account_id, number) for account_id, number in pairs])
