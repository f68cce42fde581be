"""Opening accounts and changing one's own."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from cuudinh.engines.identity import attempts, fields, passwords, snapshot
from cuudinh.engines.identity.commands.matching import put_identifier
from cuudinh.engines.identity.commands.opening import Opened, insert_all, opened
from cuudinh.engines.identity.commands.permitting import account_of, permit
from cuudinh.engines.identity.models import Account, Credential, Person, Session
from cuudinh.engines.identity.naming import (
    name_fault,
    name_normal,
    password_fault,
    phone_fault,
)
from cuudinh.engines.identity.queries.accounts import account as account_view
from cuudinh.engines.identity.queries.accounts import has_proved_name
from cuudinh.engines.identity.tokens import hash_of
from cuudinh.engines.identity.types import (
    AccountIncomplete,
    AccountView,
    AlreadyRegistered,
    NewAccount,
    SignInChanged,
    UnknownAccount,
    WrongSignIn,
)
from cuudinh.journal import audit, outbox
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor
from cuudinh.packs.forms.contacts import phone_normal


def register_resident(
    actor: Actor, *, name: str, phone: str, password: str, address: str = "", language: str = "vi"
) -> AccountView:
    """Open an account for a resident under their phone number.

    Nothing proves yet that the number is theirs, so the account has the lowest assurance. Raises
    `AccountIncomplete`, `AlreadyRegistered`, `TooOften`.
    """
    attempts.take(attempts.of_registration(address))
    asked = NewAccount("resident", name, password, phone=phone, language=language)
    return _open(actor, opened([asked], snapshot.current().country), rule="register")


def open_staff_account(
    actor: Actor, *, login: str, name: str, password: str, language: str = "vi"
) -> AccountView:
    """Open an account for a member of staff; seats come by `appoint`.

    Raises `NotYours`, `AccountIncomplete`, `AlreadyRegistered`.
    """
    rule = permit(actor, "account.open")
    asked = NewAccount("staff", name, password, login=login, language=language)
    return _open(actor, opened([asked], snapshot.current().country), rule=rule)


@acting()
def _open(actor: Actor, rows: list[Opened], *, rule: str) -> AccountView:
    account_id = insert_all(rows)[0]
    facts = {"kind": rows[0].account.kind}
    audit.record(
        actor, "identity.open_account", ("account", audit.pseudonym(account_id)), rule=rule, facts=facts
    )
    snapshot.changed()
    return account_view(account_id)


def open_accounts(actor: Actor, accounts: list[NewAccount]) -> tuple[int, ...]:
    """Open many accounts with their seats at once and give their numbers in the same order.

    For taking over the staff of a province and for demonstrations: each different password is hashed once,
    and one line of the log stands for all. Raises `NotYours`, `AccountIncomplete`, `AlreadyRegistered`,
    `UnknownOffice`.
    """
    rule = permit(actor, "account.open")
    rows = opened(accounts, snapshot.current().country)
    return _open_all(actor, rows, rule)


@acting()
def _open_all(actor: Actor, rows: list[Opened], rule: str) -> tuple[int, ...]:
    ids = insert_all(rows)
    facts = {"accounts": len(rows), "seats": sum(len(row.seats) for row in rows)}
    audit.record(actor, "identity.open_accounts", ("accounts", "many"), rule=rule, facts=facts)
    snapshot.changed()
    return ids


@acting()
def set_active(actor: Actor, *, account_id: int, is_active: bool) -> None:
    """Lock an account, which ends its sessions at once, or let it in again. Raises `NotYours`, `UnknownAccount`."""
    rule = permit(actor, "account.open")
    if not Account.objects.filter(pk=account_id).update(is_active=is_active):
        raise UnknownAccount
    if not is_active:
        Session.objects.filter(account_id=account_id).delete()
    act = "identity.unlock_account" if is_active else "identity.lock_account"
    audit.record(actor, act, ("account", audit.pseudonym(account_id)), rule=rule)
    snapshot.changed()


@acting()
def change_name(actor: Actor, *, name: str) -> None:
    """Change one's own name, as long as nobody proved it. Raises `AccountIncomplete`, `SignInFirst`."""
    account_id, normal = account_of(actor), name_normal(name)
    if has_proved_name(actor):
        told = gettext(
            "Họ và tên đã được xác thực. Nếu tên sai, hãy gửi yêu cầu sửa ở trang Dữ liệu của tôi."
        )
        raise AccountIncomplete(faults={"name": told})
    fault = name_fault(normal)
    if fault:
        raise AccountIncomplete(faults={"name": fault})
    account = Account.objects.select_related("person").get(pk=account_id)
    if account.person is None:
        Account.objects.filter(pk=account_id).update(name=normal)
    else:
        key = fields.newest_key()
        sealed = fields.seal(key, fields.owner_of(account.person), "name", normal)
        Person.objects.filter(pk=account.person.pk).update(name_sealed=sealed, key=key)
    audit.record(actor, "identity.change_name", ("account", audit.pseudonym(account_id)))
    snapshot.changed()


def add_phone(actor: Actor, *, phone: str, address: str = "") -> None:
    """Give the person of one's own account a phone number, who came by a sign-on and has none.

    Raises `AccountIncomplete`, `AlreadyRegistered` (another account has it, or this one has a number), `TooOften`,
    `SignInFirst`.
    """
    account_id = account_of(actor)
    attempts.take(attempts.of_registration(address))
    normal = phone_normal(phone, snapshot.current().country)
    if normal is None:
        raise AccountIncomplete(faults={"phone": phone_fault(normal)})
    with acting():
        person = Person.objects.filter(account=account_id).first()
        if person is None or person.identifiers.filter(kind="phone").exists():
            raise AlreadyRegistered
        try:
            # A savepoint, because on PostgreSQL a broken rule spoils the transaction around it.
            with transaction.atomic():
                put_identifier(person, fields.newest_key(), "phone", normal)
        except IntegrityError as fault:
            raise AlreadyRegistered from fault
        audit.record(actor, "identity.add_phone", ("account", audit.pseudonym(account_id)))


@acting()
def change_language(actor: Actor, *, language: str) -> None:
    """Change the language in which the account is spoken to. Raises `SignInFirst`."""
    Account.objects.filter(pk=account_of(actor)).update(language=language)


def change_password(actor: Actor, *, old: str, new: str, token: str = "") -> None:
    """Change one's own password and end every session but the one of `token`.

    Raises `WrongSignIn` when the old one is wrong, `AccountIncomplete`, `SignInFirst`, `TooOften`.
    """
    account_id = account_of(actor)
    limits = attempts.of_password_change(account_id)
    attempts.take(limits)
    stored = Credential.objects.filter(account_id=account_id, kind="password").values_list(
        "secret", flat=True
    )
    if not passwords.fits(stored.first(), old):
        raise WrongSignIn
    fault = password_fault(new, old, actor.name)
    if fault:
        raise AccountIncomplete(faults={"new": fault})
    secret = passwords.hashed(new)
    with acting():
        attempts.give_back(limits)
        Credential.objects.filter(account_id=account_id, kind="password").update(
            secret=secret, changed_at=clock.now()
        )
        Session.objects.filter(account_id=account_id).exclude(token_hash=hash_of(token)).delete()
        audit.record(actor, "identity.change_password", ("account", audit.pseudonym(account_id)))
        now = clock.now().isoformat()
        outbox.publish(SignInChanged(account_id=account_id, change="password-changed", at=now))
