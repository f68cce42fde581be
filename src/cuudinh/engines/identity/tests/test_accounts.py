"""Opening accounts: what is stored, what is refused, and that personal values are nowhere in clear."""

from datetime import date

import pytest
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.db import IntegrityError, connection, transaction

from cuudinh.engines.identity import commands, fields, queries
from cuudinh.engines.identity.attempts import REGISTRATIONS_MOST
from cuudinh.engines.identity.models import Account, Credential, Person, PersonIdentifier
from cuudinh.engines.identity.naming import password_fault
from cuudinh.engines.identity.tests.conftest import CONSOLE, PASSWORD, Staffer
from cuudinh.engines.identity.types import (
    AccountIncomplete,
    AlreadyRegistered,
    NewAccount,
    NewSeat,
    UnknownAccount,
    UnknownOffice,
)
from cuudinh.journal.audit import lines_about, pseudonym
from cuudinh.kernel.actor import VISITOR, Actor
from cuudinh.kernel.refusal import NotYours, SignInFirst, TooOften

pytestmark = pytest.mark.django_db


def register(phone: str = "0905 000 001", name: str = "Lê Thị Hoa", password: str = PASSWORD) -> int:
    return commands.register_resident(VISITOR, name=name, phone=phone, password=password).id


def test_a_resident_is_stored_sealed_and_found_by_phone(province: None) -> None:
    account_id = register()
    account = Account.objects.get(pk=account_id)
    assert (account.kind, account.login, account.name) == ("resident", None, "")
    (phone,) = PersonIdentifier.objects.all()
    assert phone.blind_index == fields.blind_index("phone", "+84905000001")
    assert phone.last4 == "0001"
    assert fields.unseal(phone.key, fields.owner_of(phone.person), "phone", phone.sealed) == "+84905000001"


@pytest.mark.asvs("11.3.2", "11.4.2", "14.2.4")
def test_no_table_holds_a_name_a_phone_or_a_password_in_clear(province: None) -> None:
    register()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            if table.startswith(("identity_", "journal_")):
                cursor.execute(f"SELECT * FROM {table}")
                held = repr([tuple(map(plain, row)) for row in cursor.fetchall()])
                for secret in ("Thị Hoa", "905000001", PASSWORD):
                    assert secret not in held, table


def plain(value: object) -> object:
    return bytes(value).decode("utf-8", "replace") if isinstance(value, bytes | memoryview) else value


@pytest.mark.asvs("11.3.3")
def test_a_sealed_value_moved_to_another_person_does_not_open(province: None) -> None:
    register()
    register("0905000002", "Trần Văn Nam")
    one, other = Person.objects.order_by("pk")
    with pytest.raises(Exception):  # noqa: B017, PT011  the library's own, which says nothing
        fields.unseal(other.key, fields.owner_of(other), "name", one.name_sealed)


def test_the_view_of_a_resident_has_no_name(province: None) -> None:
    view = queries.account(register())
    assert (view.kind, view.name, view.login) == ("resident", "", "")
    assert queries.staff_name(view.id) == ""


@pytest.mark.parametrize("again", ["0905000001", "+84 905 000 001", "84905000001", "0905.000.001"])
def test_one_phone_has_one_account_however_it_is_written(province: None, again: str) -> None:
    register()
    with pytest.raises(AlreadyRegistered):
        register(again, "Người khác")
    assert Person.objects.count() == Account.objects.count() == Credential.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "A" * 121}, "name"),
        ({"name": "A\x00B"}, "name"),
        ({"phone": "12345"}, "phone"),
        ({"phone": "trucban"}, "phone"),
        ({"password": "ngan"}, "password"),
        ({"password": "aaaaaaaa"}, "password"),
        ({"password": "x1y2z3" * 40}, "password"),
        ({"password": "0905 000 001"}, "password"),
        ({"password": "84905000001"}, "password"),
        ({"password": "hoa-0905000001"}, "password"),
        ({"password": "password"}, "password"),
        ({"password": "12345678"}, "password"),
        ({"password": "matkhau1"}, "password"),
        ({"password": "Mật khẩu 123"}, "password"),
        ({"password": "anhyeuem"}, "password"),
        ({"password": "qwerty123"}, "password"),
        ({"password": "15081990"}, "password"),
    ],
)
@pytest.mark.asvs("2.2.1", "2.2.2", "6.2.1", "6.2.11")
def test_an_incomplete_registration_is_refused_and_leaves_no_trace(
    province: None, change: dict[str, str], field: str
) -> None:
    with pytest.raises(AccountIncomplete) as refused:
        register(**change)
    assert list(refused.value.faults) == [field]
    assert refused.value.faults[field]
    assert not Account.objects.exists()
    assert not Person.objects.exists()


def test_registering_again_and_again_from_one_address_is_refused(province: None) -> None:
    empty = {"name": "", "phone": "", "password": "", "address": "203.0.113.9"}
    for _ in range(REGISTRATIONS_MOST):
        with pytest.raises(AccountIncomplete):
            commands.register_resident(VISITOR, **empty)
    with pytest.raises(TooOften):
        commands.register_resident(VISITOR, **empty)


def test_staff_are_opened_by_administrators_and_by_the_console_only(staff: Staffer) -> None:
    opened = commands.open_staff_account(CONSOLE, login="CanBo.A", name="Hồ  An", password=PASSWORD)
    assert (opened.login, opened.name, opened.kind) == ("canbo.a", "Hồ An", "staff")
    assert queries.staff_name(opened.id) == "Hồ An"
    administrator = staff("quantri", "ioc", "administrator")
    second = commands.open_staff_account(administrator, login="canbo.b", name="B", password=PASSWORD)
    (line,) = lines_about("account", pseudonym(second.id))
    assert (line.act, line.rule) == ("identity.open_account", "administrator-appoints")
    for actor in (VISITOR, staff("trucban", "ioc", "dispatcher")):
        with pytest.raises(NotYours):
            commands.open_staff_account(actor, login="canbo.c", name="C", password=PASSWORD)


@pytest.mark.parametrize("login", ["", "a", "cán bộ", "a b", "0905000001", "-a"])
def test_a_login_that_could_be_mistaken_is_refused(province: None, login: str) -> None:
    with pytest.raises(AccountIncomplete) as refused:
        commands.open_staff_account(CONSOLE, login=login, name="An", password=PASSWORD)
    assert list(refused.value.faults) == ["login"]


def test_many_accounts_share_the_hash_of_one_password(province: None) -> None:
    asked = [
        NewAccount("staff", "An", PASSWORD, login="an", seats=(NewSeat("ioc", "dispatcher", date(2025, 7, 1)),)),
        NewAccount("resident", "Bình", PASSWORD, phone="0905000002"),
        NewAccount("staff", "Chi", PASSWORD, login="chi"),
    ]  # fmt: skip
    opened = commands.open_accounts(CONSOLE, asked)
    assert [queries.account(one).kind for one in opened] == ["staff", "resident", "staff"]
    assert [queries.account(one).name for one in opened] == ["An", "", "Chi"]
    assert len(set(Credential.objects.values_list("secret", flat=True))) == 1
    assert [seat.role for seat in queries.staff_actor(opened[0]).seats] == ["dispatcher"]


def test_one_wrong_account_among_many_opens_none(province: None) -> None:
    fine = NewAccount("staff", "An", PASSWORD, login="an")
    for wrong, refusal in (
        (NewAccount("staff", "", PASSWORD, login="chi"), AccountIncomplete),
        (NewAccount("staff", "Chi", PASSWORD, login="an"), AlreadyRegistered),
        (
            NewAccount(
                "staff", "Chi", PASSWORD, login="chi", seats=(NewSeat("x", "head", date(2025, 7, 1)),)
            ),
            UnknownOffice,
        ),
    ):
        with pytest.raises(refusal):
            commands.open_accounts(CONSOLE, [fine, wrong])
        assert not Account.objects.exists()


def test_the_database_itself_refuses_a_resident_with_a_plain_name(province: None) -> None:
    account = Account.objects.get(pk=register())
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.filter(pk=account.pk).update(name="Lê Thị Hoa")


def test_one_changes_ones_own_name_and_language(staff: Staffer) -> None:
    officer = staff("canbo", "so-xd", "officer")
    commands.change_name(officer, name=" Nguyễn  Văn Bình ")
    commands.change_language(officer, language="en")
    view = queries.account(officer.account_id or 0)
    assert (view.name, view.language) == ("Nguyễn Văn Bình", "en")
    with pytest.raises(AccountIncomplete):
        commands.change_name(officer, name=" ")
    with pytest.raises(SignInFirst):
        commands.change_name(VISITOR, name="Ai đó")


def test_who_was_proved_cannot_write_another_name(province: None) -> None:
    account = Account.objects.get(pk=register())
    proved = Actor("resident", account.pk, name="Lê Thị Hoa", assurance=2)
    before = bytes(Person.objects.get().name_sealed)
    with pytest.raises(AccountIncomplete):
        commands.change_name(proved, name="Ai Đó Khác")
    assert bytes(Person.objects.get().name_sealed) == before


def test_accounts_that_are_not_there_are_told_so(province: None) -> None:
    with pytest.raises(UnknownAccount):
        queries.account(99)
    with pytest.raises(UnknownAccount):
        queries.staff_actor(register())
    with pytest.raises(UnknownAccount):
        commands.set_active(CONSOLE, account_id=99, is_active=False)


@pytest.mark.asvs("6.2.4")
def test_none_of_the_passwords_that_most_people_have_is_taken() -> None:
    stolen = [one for one in CommonPasswordValidator().passwords if len(one) >= 8]
    assert len(stolen) > 3_000
    taken = [one for one in stolen if not password_fault(one) or not password_fault(f" {one.upper()}")]
    assert not taken
