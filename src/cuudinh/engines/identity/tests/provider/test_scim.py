"""Provisioning as the system of the schools does it: people, groups, many at once, and what is compared with it."""

import json
from typing import Any

import pytest
from django.test import Client as Browser

from cuudinh.engines.identity import fields
from cuudinh.engines.identity.commands.erasing import erase_person
from cuudinh.engines.identity.commands.keys import reseal, retire_keys, start_new_key
from cuudinh.engines.identity.models import (
    Person,
    PersonIdentifier,
    ProvisionedUser,
    SourceStatement,
    StatementException,
)
from cuudinh.engines.identity.provisioned import attributes_of, number_of_exception
from cuudinh.engines.identity.queries.provisioning import exceptions
from cuudinh.engines.identity.tests.conftest import CONSOLE
from cuudinh.engines.identity.tests.provider.relying import School, registered
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock, ids

pytestmark = pytest.mark.django_db
USER = "urn:ietf:params:scim:schemas:core:2.0:User"
PERSON = "urn:cuudinh:params:scim:schemas:extension:person:1.0:User"
ZEROS = "0" * 12
NAME = {"familyName": "Trần"}
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"


class Source:
    """The system of the schools: it has a token of its own and speaks SCIM."""

    def __init__(self, client_id: str = "giao-duc") -> None:
        self.school: School = registered(client_id, grants=("client_credentials",), return_addresses=())
        told = self.school.post("/oauth/token", {"grant_type": "client_credentials", "scope": "scim"}).json()
        self.token = told["access_token"]

    def asks(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        sent = {"HTTP_AUTHORIZATION": f"Bearer {self.token}", **headers}
        return Browser().generic(
            method,
            f"/scim/v2/{path}",
            json.dumps(body) if body is not None else "",
            content_type="application/scim+json",
            **sent,  # type: ignore[arg-type]
        )

    def bulk(self, *operations: dict[str, Any]) -> list[dict[str, Any]]:
        answer = self.asks("POST", "Bulk", {"Operations": list(operations)})
        assert answer.status_code == 200, answer.content
        return list(answer.json()["Operations"])


def teacher(number: int = 1, **changes: Any) -> dict[str, Any]:
    told = {
        "schemas": [USER],
        "userName": f"gv{number:05d}@hue.edu.vn",
        "externalId": f"GV-{number}",
        "name": {**NAME, "givenName": f"Lan {number}"},
        "active": True,
        PERSON: {"citizenNumber": f"0461{number:08d}"},
    }
    return told | changes


def added(**parts: str) -> dict[str, Any]:
    return {"schemas": [PATCH], "Operations": [{"op": "add", "value": parts}]}


@pytest.fixture
def source(catalogue: None) -> Source:
    return Source()


def test_a_teacher_is_told_of_read_changed_and_dropped(source: Source) -> None:
    made = source.asks("POST", "Users", teacher())
    assert made.status_code == 201
    assert made["Content-Type"] == "application/scim+json"
    told = made.json()
    assert made["Location"].endswith(f"/scim/v2/Users/{told['id']}")
    assert (made["ETag"], told["meta"]["version"]) == ('W/"1"', 'W/"1"')
    path = f"Users/{told['id']}"
    assert source.asks("GET", path, HTTP_IF_NONE_MATCH='W/"1"').status_code == 304
    patch = {"schemas": [PATCH], "Operations": [{"op": "replace", "path": "active", "value": False}]}
    changed = source.asks("PATCH", path, patch, HTTP_IF_MATCH='W/"1"')
    assert (changed.json()["active"], changed["ETag"]) == (False, 'W/"2"')
    assert source.asks("PATCH", path, patch, HTTP_IF_MATCH='W/"1"').status_code == 412
    whole = source.asks("PUT", path, teacher(title="Tổ trưởng")).json()
    assert (whole["title"], whole["active"]) == ("Tổ trưởng", True)
    assert source.asks("DELETE", path).status_code == 204
    assert source.asks("GET", path).status_code == 404
    assert source.asks("DELETE", path).json()["status"] == "404"


def test_what_is_told_of_a_person_lies_sealed_and_moves_to_a_new_key(source: Source) -> None:
    source.asks("POST", "Users", teacher())
    row = ProvisionedUser.objects.get()
    stored = bytes(row.sealed) + row.user_name_index.encode() + row.external_index.encode()
    assert not any(word in stored for word in (b"Lan", b"gv00001", b"GV-1", b"046100000001"))
    start_new_key(CONSOLE)
    while reseal():
        pass
    assert retire_keys(CONSOLE) == 1
    assert source.asks("GET", f"Users/{row.ref}").json()["name"]["givenName"] == "Lan 1"


@pytest.mark.parametrize(
    ("operations", "name", "value"),
    [
        ([{"op": "add", "path": "title", "value": "Giáo viên"}], "title", "Giáo viên"),
        ([{"op": "Replace", "value": {"displayName": "Cô Lan"}}], "displayName", "Cô Lan"),
        (
            [{"op": "replace", "path": "name.givenName", "value": "Mai"}],
            "name",
            {"familyName": "Trần", "givenName": "Mai"},
        ),
        ([{"op": "remove", "path": "name.givenName"}], "name", {"familyName": "Trần"}),
        (
            [{"op": "add", "path": 'emails[type eq "work"].value', "value": "a@b.vn"}],
            "emails",
            [{"value": "a@b.vn", "type": "work"}],
        ),
        (
            [{"op": "replace", "path": f"{PERSON}:citizenNumber", "value": "0" * 12}],
            PERSON,
            {"citizenNumber": "0" * 12},
        ),
        (
            [{"op": "add", "path": "nickName", "value": "x"}, {"op": "remove", "path": "nickName"}],
            "nickName",
            None,
        ),
    ],
)
def test_parts_of_a_person_are_changed(source: Source, operations: Any, name: str, value: Any) -> None:
    ref = source.asks("POST", "Users", teacher()).json()["id"]
    answer = source.asks("PATCH", f"Users/{ref}", {"schemas": [PATCH], "Operations": operations})
    assert answer.status_code == 200, answer.content
    assert answer.json().get(name) == value


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "kind"),
    [
        ("POST", "Users", {"externalId": "x"}, 400, "invalidValue"),
        ("POST", "Users", {"userName": 7}, 400, "invalidValue"),
        ("POST", "Users", {"userName": "a", "active": "maybe"}, 400, "invalidValue"),
        ("POST", "Users", {"userName": "a", "emails": [{"type": "work"}]}, 400, "invalidValue"),
        ("POST", "Users", {"userName": "a", PERSON: {"citizenNumber": "1"}}, 400, "invalidValue"),
        ("POST", "Users", [], 400, "invalidSyntax"),
        ("POST", "Users", {"userName": "GV00001@hue.edu.vn"}, 409, "uniqueness"),
        ("PATCH", "Users/{ref}", {"Operations": []}, 400, "invalidSyntax"),
        ("PATCH", "Users/{ref}", {"Operations": [{"op": "move", "path": "title"}]}, 400, "invalidSyntax"),
        ("PATCH", "Users/{ref}", {"Operations": [{"op": "remove"}]}, 400, "noTarget"),
        (
            "PATCH",
            "Users/{ref}",
            {"Operations": [{"op": "add", "path": "a b", "value": 1}]},
            400,
            "invalidPath",
        ),
        ("PATCH", "Users/{ref}", {"Operations": [{"op": "remove", "path": "userName"}]}, 400, "invalidValue"),
        ("GET", 'Users?filter=userName co "a"', None, 400, "invalidFilter"),
        ("GET", 'Users?filter=title eq "a"', None, 400, "invalidFilter"),
        ("GET", "Users?count=x", None, 400, "invalidValue"),
        ("GET", "Users?cursor=x", None, 400, "invalidCursor"),
        ("GET", "Users/khong-co", None, 404, ""),
        ("POST", "Groups", {"displayName": ""}, 400, "invalidValue"),
        ("POST", "Groups", {"displayName": "A", "members": [{"value": "x"}]}, 400, "invalidValue"),
        ("POST", "Bulk", {"Operations": [{"method": "POST", "path": "/Groups"}]}, 400, "invalidPath"),
        ("POST", "Bulk", {"Operations": [{}] * 1001}, 413, "tooMany"),
    ],
)
def test_a_wrong_request_is_answered_as_scim_says(
    source: Source, method: str, path: str, body: Any, status: int, kind: str
) -> None:
    ref = source.asks("POST", "Users", teacher()).json()["id"]
    answer = source.asks(method, path.replace("{ref}", ref), body)
    assert answer.status_code == status
    assert answer.json()["status"] == str(status)
    assert answer.json().get("scimType", "") == kind
    assert ProvisionedUser.objects.count() == 1


def test_only_a_token_of_the_system_itself_opens_anything(source: Source, school: School) -> None:
    mine = source.asks("POST", "Users", teacher()).json()
    assert Browser().get("/scim/v2/Users").status_code == 401
    other = Source("bao-chi")
    assert other.asks("GET", "Users").json()["totalResults"] == 0
    assert other.asks("GET", f"Users/{mine['id']}").status_code == 404
    assert other.asks("PUT", f"Users/{mine['id']}", teacher(2)).status_code == 404
    assert other.asks("POST", "Users", teacher()).status_code == 201, "names are unique within one system"
    refused = school.post("/oauth/token", {"grant_type": "client_credentials"})
    assert refused.json()["error"] == "unauthorized_client"


def test_people_are_found_by_what_identifies_them_and_listed_in_pages(source: Source) -> None:
    source.bulk(
        *({"method": "POST", "path": "/Users", "bulkId": str(n), "data": teacher(n)} for n in range(1, 8))
    )
    one = source.asks("GET", 'Users?filter=userName eq "GV00003@HUE.EDU.VN"').json()
    assert [row["externalId"] for row in one["Resources"]] == ["GV-3"]
    one = source.asks("GET", 'Users?filter=externalId eq "GV-5"').json()
    assert [row["name"]["givenName"] for row in one["Resources"]] == ["Lan 5"]
    second = source.asks("GET", "Users?startIndex=4&count=3").json()
    assert (second["totalResults"], second["startIndex"], second["itemsPerPage"]) == (7, 4, 3)
    seen, cursor = [], ""
    while True:
        page = source.asks("GET", f"Users?count=3&cursor={cursor}").json()
        seen += [row["externalId"] for row in page["Resources"]]
        cursor = page.get("nextCursor", "")
        if not cursor:
            break
    assert sorted(seen) == [f"GV-{n}" for n in range(1, 8)]
    assert source.asks("GET", "Users?count=0").json()["Resources"] == []


def test_many_at_once_are_done_each_by_itself(source: Source) -> None:
    ref = source.asks("POST", "Users", teacher()).json()["id"]
    told = source.bulk(
        {"method": "POST", "path": "/Users", "bulkId": "a", "data": teacher(2)},
        {"method": "POST", "path": "/Users", "bulkId": "b", "data": teacher(2)},
        {
            "method": "PATCH",
            "path": f"/Users/{ref}",
            "data": {"Operations": [{"op": "add", "value": {"title": "x"}}]},
        },
        {
            "method": "PATCH",
            "path": f"/Users/{ref}",
            "data": {"Operations": [{"op": "add", "value": {"locale": "vi"}}]},
        },
        {"method": "DELETE", "path": f"/Users/{ids.uuid7()}"},
        {"method": "POST", "path": "/Users", "data": {"userName": ""}},
    )
    assert [row["status"] for row in told] == ["201", "409", "200", "200", "404", "400"]
    assert (told[0]["bulkId"], told[3]["version"]) == ("a", 'W/"3"')
    found = source.asks("GET", f"Users/{ref}").json()
    assert (found["title"], found["locale"]) == ("x", "vi")
    assert ProvisionedUser.objects.count() == 2


def proved(resident: int) -> Person:
    """Let VNeID have said that a resident is the first teacher."""
    person = Person.objects.get(account=resident)
    PersonIdentifier.objects.create(
        person=person,
        kind="cccd",
        sealed=b"",
        key=person.key,
        blind_index=fields.blind_index("cccd", teacher()[PERSON]["citizenNumber"]),
        last4="0001",
    )
    return person


def test_of_whoever_restricted_the_use_of_their_data_nothing_is_changed(
    source: Source, resident: int
) -> None:
    ref = source.asks("POST", "Users", teacher()).json()["id"]
    Person.objects.filter(pk=proved(resident).pk).update(restricted_at=clock.now())
    patched = added(title="Hiệu trưởng")
    told = source.bulk(
        {"method": "PATCH", "path": f"/Users/{ref}", "data": patched},
        {"method": "POST", "path": "/Users", "data": teacher(2)},
    )
    assert [row["status"] for row in told] == ["409", "201"]
    anybody = {name: value for name, value in teacher().items() if name != PERSON}
    assert source.asks("PUT", f"Users/{ref}", anybody).status_code == 409, (
        "leaving the number out is a change"
    )
    Person.objects.update(restricted_at=None)
    assert "title" not in source.asks("GET", f"Users/{ref}").json()
    Person.objects.update(restricted_at=clock.now())
    assert source.asks("DELETE", f"Users/{ref}").status_code == 204


def test_of_whoever_restricted_the_use_of_their_data_nothing_is_read_but_that(
    source: Source, resident: int
) -> None:
    refs = [source.asks("POST", "Users", teacher(n)).json()["id"] for n in (1, 2)]
    other = [teacher(n, title="Tổ trưởng") for n in (1, 2)]
    before = source.asks("POST", "Statements", {"label": "1", "last": True, "users": other}).json()
    assert {one["externalId"] for one in before["first"]} == {"GV-1", "GV-2"}
    Person.objects.filter(pk=proved(resident).pk).update(restricted_at=clock.now())
    for path in (f"Users/{refs[0]}", 'Users?filter=userName eq "gv00001@hue.edu.vn"', "Users?cursor="):
        told = source.asks("GET", path, HTTP_IF_NONE_MATCH='W/"1"')
        found = told.json().get("Resources", [told.json()])[0]
        assert found.keys() == {"schemas", "id", "meta", PERSON}
        assert (found["id"], found[PERSON]) == (refs[0], {"useRestricted": True})
    assert source.asks("GET", f"Users/{refs[1]}").json()["userName"] == "gv00002@hue.edu.vn"
    told = source.asks("POST", "Statements", {"label": "2", "last": True, "users": other}).json()
    assert (told["stated"], told["held"], told["agreeing"]) == (2, 2, 0), "who is counted is not compared"
    named = {(one["reason"], one["externalId"]) for one in told["first"]}
    assert named == {("restricted", ""), ("different", "GV-2"), ("not-proved", "GV-2")}
    older = exceptions(SourceStatement.objects.get(label="1").pk)
    assert {one.external_id for one in older} == {"", "GV-2"}, "nor named by what was found before"


def test_who_is_erased_leaves_neither_their_row_nor_what_differed_about_them(
    source: Source, resident: int
) -> None:
    source.bulk(*({"method": "POST", "path": "/Users", "data": teacher(n)} for n in (1, 2)))
    alias, kept = proved(resident), Person(id=ids.uuid7(), key=fields.newest_key(), made_at=clock.now())
    kept.name_sealed = fields.seal(kept.key, fields.owner_of(kept), "name", "Lê Thị Hoa")
    kept.save(force_insert=True)
    Person.objects.filter(pk=alias.pk).update(merged_into=kept)
    stated = [teacher(n, title="Tổ trưởng") for n in (1, 2)]
    source.asks("POST", "Statements", {"label": "1", "last": True, "users": stated})
    with acting():
        erase_person(CONSOLE, kept, request="QDL-2026-00001")
    assert [attributes_of(row)["externalId"] for row in ProvisionedUser.objects.all()] == ["GV-2"]
    assert {number_of_exception(row) for row in StatementException.objects.all()} == {"GV-2"}
    assert not PersonIdentifier.objects.exists(), "the record that became one with theirs is erased too"
    assert {fields.part_of(part) for part in Person.objects.values_list("key_part", flat=True)} == {
        fields.ERASED
    }


def test_a_school_is_a_group_of_its_teachers(source: Source) -> None:
    refs = [source.asks("POST", "Users", teacher(n)).json()["id"] for n in (1, 2, 3)]
    made = source.asks("POST", "Groups", {"displayName": "THCS Phú Xuân", "members": [{"value": refs[0]}]})
    path = f"Groups/{made.json()['id']}"
    more = [{"op": "add", "path": "members", "value": [{"value": refs[1]}, {"value": refs[2]}]}]
    assert len(source.asks("PATCH", path, {"Operations": more}).json()["members"]) == 3
    fewer = [{"op": "remove", "path": f'members[value eq "{refs[0]}"]'}]
    left = source.asks("PATCH", path, {"Operations": fewer}, HTTP_IF_MATCH='W/"2"').json()
    assert [one["value"] for one in left["members"]] == refs[1:]
    found = source.asks("GET", 'Groups?filter=displayName eq "THCS Phú Xuân"').json()
    assert found["totalResults"] == 1
    source.asks("DELETE", f"Users/{refs[1]}")
    assert len(source.asks("GET", path).json()["members"]) == 1
    assert source.asks("DELETE", path).status_code == 204


def test_a_hundred_percent_is_said_only_when_it_was_computed(source: Source) -> None:
    source.bulk(*({"method": "POST", "path": "/Users", "data": teacher(n)} for n in range(1, 6)))
    told = source.asks("POST", "Statements", {"label": "1", "users": [teacher(1), teacher(2)]}).json()
    assert (told["closed"], told["synchronised"]) == (False, False)
    rest = {"label": "1", "last": True, "users": [teacher(n) for n in (3, 4, 5)]}
    told = source.asks("POST", "Statements", rest).json()
    assert (told["stated"], told["held"], told["agreeing"], told["synchronised"]) == (5, 5, 5, True)
    assert (told["proved"], told["exceptions"]) == (0, {"not-proved": 5})
    assert source.asks("POST", "Statements", rest).status_code == 409


def test_every_difference_is_listed_with_its_reason(source: Source) -> None:
    source.bulk(*({"method": "POST", "path": "/Users", "data": teacher(n)} for n in range(1, 5)))
    source.asks("POST", "Users", {"userName": "khong-so", "externalId": "GV-9"})
    key, person = fields.newest_key(), Person(id=ids.uuid7(), key=fields.newest_key(), made_at=clock.now())
    person.name_sealed = fields.seal(key, fields.owner_of(person), "name", "Trần Lan")
    person.save(force_insert=True)
    index = fields.blind_index("cccd", "046100000001")
    PersonIdentifier.objects.create(
        person=person, kind="cccd", sealed=b"x", key=key, blind_index=index, last4="0001"
    )
    stated = [
        teacher(1),
        teacher(2, active=False, title="Tổ trưởng"),
        teacher(3),
        teacher(3),
        teacher(7),
        {"userName": "khong-so", "externalId": "GV-9"},
    ]
    told = source.asks("POST", "Statements", {"label": "2", "last": True, "users": stated}).json()
    assert not told["synchronised"]
    assert (told["stated"], told["held"], told["agreeing"], told["proved"]) == (6, 5, 3, 1)
    found = {(one["reason"], one["externalId"], one["detail"]) for one in told["first"]}
    assert {
        ("different", "GV-2", "active, title"),
        ("missing", "GV-7", ""),
        ("twice", "GV-3", ""),
        ("surplus", "GV-4", ""),
        ("no-number", "GV-9", ""),
        ("not-proved", "GV-3", ""),
    } <= found


def test_what_we_say_of_ourselves_is_what_we_do(source: Source) -> None:
    told = source.asks("GET", "ServiceProviderConfig").json()
    assert told["bulk"]["maxOperations"] == 1000
    assert told["etag"]["supported"]
    assert {one["name"] for one in source.asks("GET", "ResourceTypes").json()["Resources"]} == {
        "User",
        "Group",
    }
    kept = {one["id"]: one for one in source.asks("GET", "Schemas").json()["Resources"]}
    assert {attribute["name"] for attribute in kept[PERSON]["attributes"]} == {
        "citizenNumber",
        "useRestricted",
    }
