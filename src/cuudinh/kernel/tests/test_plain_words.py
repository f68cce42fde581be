"""The plain words: actors, refusals, the clock, identifiers and pages."""

import base64
import json
import uuid
from datetime import UTC, date, datetime, timedelta, timezone
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuudinh.kernel import clock, refusal
from cuudinh.kernel.actor import VISITOR, Actor, Seat, system
from cuudinh.kernel.ids import secret_code, token, uuid7
from cuudinh.kernel.pages import decode_cursor, encode_cursor
from cuudinh.kernel.refusal import BadInput, Incomplete, Refusal, TooOften

NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)
HEAD = Seat(office_id=7, office_code="phuong-phu-xuan", role="head", scope_ids=frozenset({7, 8}))
OFFICER = Seat(office_id=9, office_code="so-xay-dung", role="officer", scope_ids=frozenset({9}))


def refusals() -> list[type[Refusal]]:
    return [kind for kind in vars(refusal).values() if isinstance(kind, type) and issubclass(kind, Refusal)]


def test_an_actor_knows_the_roles_and_offices_of_all_seats() -> None:
    actor = Actor(kind="staff", account_id=1, seats=(HEAD, OFFICER))
    assert actor.roles == {"head", "officer"}
    assert actor.has_role("leader", "head")
    assert not actor.has_role("leader")
    assert actor.office_ids("head") == {7, 8}
    assert actor.office_ids("head", "officer") == {7, 8, 9}
    assert actor.office_ids("leader") == frozenset()


def test_a_visitor_is_nobody_and_the_system_has_no_account() -> None:
    assert not VISITOR.is_signed_in
    assert VISITOR.roles == frozenset()
    assert (system("clerk").kind, system("clerk").name, system("clerk").is_signed_in) == (
        "system",
        "clerk",
        False,
    )


def test_a_refusal_fills_its_sentence_and_keeps_its_facts() -> None:
    refused = TooOften(wait_seconds=30)
    assert str(refused) == "Bạn thao tác quá nhanh. Vui lòng thử lại sau 30 giây."
    assert (refused.status, refused.code, refused.facts) == (429, "too-often", {"wait_seconds": 30})
    assert refused.template.endswith("{wait_seconds} giây.")


def test_a_missing_fact_stays_visible_instead_of_failing() -> None:
    assert "{wait_seconds}" in str(TooOften())


def test_an_incomplete_form_names_each_field() -> None:
    refused = Incomplete(faults={"topic": "Chưa chọn lĩnh vực."}, number="PA-1")
    assert refused.faults == {"topic": "Chưa chọn lĩnh vực."}
    assert refused.facts == {"number": "PA-1"}


def test_every_refusal_has_its_own_code_a_docstring_with_its_status_and_a_sentence() -> None:
    kinds = refusals()
    assert len({kind.code for kind in kinds}) == len(kinds) > 8
    for kind in kinds:
        assert 400 <= kind.status < 600
        assert kind.sentence.endswith(".")
        assert kind is Refusal or (kind.__doc__ or "").startswith(f"{kind.status}:")


def test_the_frozen_clock_stands_still_and_runs_again() -> None:
    with clock.frozen(NOON):
        assert clock.now() == clock.now() == NOON
        with clock.frozen(NOON.astimezone(timezone(timedelta(hours=7))) + timedelta(days=1)):
            assert clock.now() == NOON + timedelta(days=1)
            assert clock.now().tzinfo is UTC
        assert clock.now() == NOON
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)


def test_the_clock_is_set_for_one_thread_only() -> None:
    seen: list[datetime] = []
    with clock.frozen(NOON - timedelta(days=9_000)):
        other = Thread(target=lambda: seen.append(clock.now()))
        other.start()
        other.join()
    assert seen[0] > NOON - timedelta(days=8_000)


def test_a_moment_without_a_zone_is_a_bug() -> None:
    with pytest.raises(AssertionError), clock.frozen(NOON.replace(tzinfo=None)):
        pass


def test_the_day_depends_on_the_zone() -> None:
    late = datetime(2026, 11, 23, 18, tzinfo=UTC)
    assert clock.day_in("Asia/Ho_Chi_Minh", late) == date(2026, 11, 24)
    with clock.frozen(late):
        assert clock.day_in("America/Toronto") == date(2026, 11, 23)


def test_ids_sort_by_the_time_they_were_made() -> None:
    made = []
    for step in range(200):
        with clock.frozen(NOON + timedelta(milliseconds=step)):
            made.append(uuid7())
    assert sorted(made, key=str) == sorted(made) == made
    assert len(set(made)) == 200


def test_an_id_is_a_uuid_of_version_seven_with_its_milliseconds() -> None:
    with clock.frozen(NOON):
        made = [uuid7() for _ in range(50)]
    assert {(one.version, one.variant) for one in made} == {(7, uuid.RFC_4122)}
    assert {one.int >> 80 for one in made} == {int(NOON.timestamp() * 1000)}
    assert len(set(made)) == 50


def test_a_secret_code_can_be_read_aloud_and_never_repeats() -> None:
    codes = {secret_code(10) for _ in range(500)}
    assert len(codes) == 500
    assert {len(code) for code in codes} == {10}
    assert not set("".join(codes)) & set("ILOU")


def test_a_token_holds_256_bits_and_fits_an_address() -> None:
    made = token()
    assert len(base64.urlsafe_b64decode(made + "=")) == 32
    assert made != token()


@given(
    st.lists(
        st.none()
        | st.integers(-(2**63), 2**63 - 1)
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20),
        max_size=5,
    )
)
def test_a_cursor_gives_back_what_it_was_made_of(values: list[str | int | float | None]) -> None:
    assert decode_cursor(encode_cursor(*values), length=len(values)) == tuple(values)


def forged(body: str) -> str:
    return base64.urlsafe_b64encode(body.encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "é",
        "!!!!",
        "a",
        forged("{}"),
        forged('"text"'),
        forged("[[1]]"),
        forged('[{"a": 1}]'),
        forged("[1"),
        forged("[true, 1]"),
        forged("[NaN, 1]"),
        forged("[Infinity, 1]"),
        forged("[1e999, 1]"),
        forged('["\\ud800", 1]'),
        forged('["\\u0000", 1]'),
        forged("[" + "9" * 30 + ", 1]"),
        forged("[" * 100_000),
        base64.urlsafe_b64encode(b"\xff\xfe").decode(),
        encode_cursor(1),
        encode_cursor(1, 2, 3),
    ],
)
def test_a_forged_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(BadInput, match="Liên kết sang trang"):
        decode_cursor(cursor, length=2)


@given(st.text(max_size=60) | st.binary(max_size=60).map(lambda raw: base64.urlsafe_b64encode(raw).decode()))
def test_whatever_is_sent_as_a_cursor_is_read_or_refused(cursor: str) -> None:
    try:
        values = decode_cursor(cursor)
    except BadInput:
        return
    assert json.loads(json.dumps(values)) == list(values)
