"""A cast of a case is what the doors would have written: the same is done both ways, and the rows are compared."""

import heapq
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction

from cuudinh.engines.cases import commands
from cuudinh.engines.cases import queries as cases
from cuudinh.journal import clerk, counters, keys, outbox, pictures, receipts
from cuudinh.journal.transactions import acting
from cuudinh.journal.verifying import verify_log
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor, system
from cuudinh.project import packing
from cuudinh.project.console import demonstrating, running
from cuudinh.project.demonstration.casting import full_store, tables, unfinished
from cuudinh.project.demonstration.casting.counting import counters_of
from cuudinh.project.demonstration.casting.fitting import WEEK, Shelf
from cuudinh.project.demonstration.casting.loading import loading
from cuudinh.project.demonstration.casting.log import LINES, TILES
from cuudinh.project.demonstration.casting.playing import Step, Town, file, perform
from cuudinh.project.demonstration.casting.pouring import Cast, Pouring
from cuudinh.project.trouble import Trouble

pytestmark = [pytest.mark.django_db(transaction=True)]

NOW = datetime(2026, 11, 27, 3, tzinfo=UTC)
MOULDS, CASTS, STATES, LIVE = 60, 60, 4, 30
# Made of chance by the doors and by casts alike; their sense is tested beside.
_BY_CHANCE = re.compile(r'(?<="salt":")[0-9a-f]{32}|(?<="filed":")[0-9a-f]{64}')
_MADE_ANEW = {"receipt", "leaf", "name", "thumb", "public_thumb"}


@pytest.fixture
def casting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[full_store.Casting]:
    monkeypatch.setattr(settings, "CUUDINH_STATE", tmp_path)
    monkeypatch.setattr(settings, "CUUDINH_FILES", tmp_path / "files")
    packing.apply_pack(system("tests"), "demo")
    folders = [settings.CUUDINH_PACKS / name for name in ("demo", "vn")]
    with clock.frozen(NOW), keys.held():
        yield full_store.Casting(folders, lambda *_step: None, random.Random(11))


def test_casts_are_what_the_doors_write(casting: full_store.Casting) -> None:
    town = casting.prepare(400)
    casting.make_moulds(town, 0, least=MOULDS)
    with loading([*tables.CAST, LINES, TILES], lambda *_step: None) as loader:
        residents = [one.account_id for one in town.residents if one.account_id is not None]
        pouring = casting.pouring(loader, residents, keep_news=True)
        pouring.kept = []
        _cast_some(casting, pouring)
    cast = _rows()
    counted = counters_of(casting.moulds, pouring.poured.casts, pouring.poured.told)
    states = set(tables.model("cases.Case")._default_manager.values_list("state", flat=True))
    assert len(states) >= STATES, states
    _empty()
    doors, by_doors = _done_through_the_doors(casting, town, pouring.kept)
    assert len(cast["cases.Case"]) >= CASTS * 3 // 4
    for name in doors:
        assert sorted(set(cast[name]) - set(doors[name])) == sorted(set(doors[name]) - set(cast[name])), name
        assert cast[name] == doors[name], name
    assert counted == by_doors


def _cast_some(casting: full_store.Casting, pouring: Pouring) -> None:
    """Cast on many days; no two things fall due in one minute, since the clerk does all that is due at once."""
    shelf = Shelf(casting.days, casting.moulds, NOW)
    taken: Counter[tuple[int, str]] = Counter()
    made, today = 0, NOW.toordinal()
    old = sorted(casting.chance.sample(range(casting.since.toordinal(), today - LIVE), 300))
    for day in [*old, *range(today - LIVE, today + 1)]:
        for mould in shelf.for_day(day)[: 1 if made < CASTS // 2 else 4]:
            if day < today - LIVE and made > CASTS // 2:
                continue
            weeks = (day - mould.first_day) // WEEK
            due = [(one.at.toordinal() + weeks * WEEK, f"{one.at:%H:%M}") for one in mould.played.steps]
            if made < CASTS and not any(taken[one] for one in due) and pouring.cast(mould, day):
                taken.update(due)
                made += 1
        pouring.write_until(date.fromordinal(day).isoformat())
    pouring.write_until("9999")


def _done_through_the_doors(
    casting: full_store.Casting, town: Town, casts: list[Cast]
) -> tuple[dict[str, list[Any]], dict[str, int]]:
    """Do through the doors what was cast, at the same moments, and give what that wrote."""
    heap: list[tuple[datetime, int, int, Cast, Step]] = []
    for place, cast in enumerate(casts):
        for number, step in enumerate(cast.mould.played.steps):
            heapq.heappush(heap, (_moved(cast, step.at), place, number, cast, step))
    with acting(), transaction.atomic():
        tables.forget_counters()
        while heap:
            at, _place, _number, cast, step = heapq.heappop(heap)
            with clock.frozen(at):
                _do(casting, cast, step)
                clerk.run_until_idle(*(("due", "outbox") if step.do == "clerk" else ("outbox",)))
        found = _rows()
        counted = tables.take_counters()
        transaction.set_rollback(True)
    assert town.residents
    return found, counted


def _moved(cast: Cast, moment: datetime) -> datetime:
    seconds, micro = cast.seconds.split(".")
    minute = moment.replace(second=0, microsecond=0) + timedelta(days=cast.weeks * WEEK)
    return minute + timedelta(seconds=int(seconds), microseconds=int(micro))


def _do(casting: full_store.Casting, cast: Cast, step: Step) -> None:
    """Do one step of a cast through its door."""
    if step.do == "clerk":
        return
    known = cast.mould.played.residents
    actor = step.actor
    assert actor is not None, "somebody acts"
    if actor.account_id in known:
        actor = replace(actor, account_id=cast.people[known.index(actor.account_id)])
    if step.do == "file":
        point, street = cast.points[step.case], cast.streets[step.case]
        report = replace(
            cast.mould.cases[step.case].report,
            text=cast.sayings[step.case].text,
            place={"lat": point.lat, "lon": point.lon, "label": street},
        )
        assert file(casting.service, report, actor) == cast.numbers[step.case]
    elif step.do == "follow":
        commands.follow_case(actor, number=cast.numbers[0])
    else:
        _act(cast, step, actor)


def _act(cast: Cast, step: Step, actor: Actor) -> None:
    move, photos_at = step.move, step.photos_at
    assert move is not None, "an act has its move"
    assert photos_at is not None, "an act was chosen before"
    scenes = [_scene(cast, picture) for picture in move.photos]
    with clock.frozen(_moved(cast, photos_at)):
        photos = [pictures.again(scene).id for scene in scenes]
    inputs = dict(move.inputs)
    if "master" in inputs:
        inputs["master"] = cast.numbers[cast.mould.played.numbers.index(inputs["master"])]
    perform(cast.numbers[step.case], replace(move, actor=actor, inputs=inputs), photos)


def _scene(cast: Cast, picture: int) -> int:
    """Give the scene of which a picture of the play was made: it has the same content."""
    sha = next(row["sha"] for row in cast.mould.played.rows["journal.StoredPicture"] if row["id"] == picture)
    found = tables.model("journal.StoredPicture")._default_manager.filter(sha=sha).order_by("pk")
    return int(found.values_list("pk", flat=True)[0])


def _rows() -> dict[str, list[Any]]:
    """Give all rows without what is made of chance, each table in an order of its own."""
    rows = tables.written()
    numbers = {row["id"]: row["number"] for row in rows["cases.Case"]}
    shas = {row["id"]: row["sha"] for row in rows["journal.StoredPicture"]}
    lines = list(
        tables.model("journal.AuditLine")._default_manager.order_by("seq").values("body", "about", "at")
    )
    rows["journal.AuditInbox"] += [line for line in lines if line["about"].startswith("case:")]
    kept = {row["picture_id"] for row in rows["cases.Attachment"]}
    rows["journal.StoredPicture"] = [row for row in rows["journal.StoredPicture"] if row["id"] in kept]
    return {
        name: sorted((_plain(row, numbers, shas) for row in found), key=repr) for name, found in rows.items()
    }


def _plain(row: Mapping[str, Any], numbers: Mapping[int, str], shas: Mapping[int, str]) -> str:
    found = {name: value for name, value in row.items() if name not in {"id", *_MADE_ANEW}}
    for name in ("case_id", "master_id", "came_with_id"):
        if found.get(name) is not None:
            found[name] = numbers[found[name]]
    if "picture_id" in found:
        found["picture_id"] = shas[found["picture_id"]]
    if "words" in found:
        found["of"] = numbers[row["id"] >> 16]
    text = json.dumps(found, default=str, sort_keys=True, ensure_ascii=False)
    text = _BY_CHANCE.sub("", text.replace('\\"', '"'))
    return re.sub(
        r'(?<=case:)\d+(?=:)|(?<="case_id":)\d+|(?<="master_id": )\d+', lambda m: numbers[int(m[0])], text
    )


def _empty() -> None:
    """Take the casts away again."""
    with connection.cursor() as cursor:
        for name in reversed([*tables.CAST, LINES, TILES]):
            if name == "journal.StoredPicture":
                continue
            cursor.execute(f"DELETE FROM {tables.model(name)._meta.db_table}")
        cursor.execute(
            "DELETE FROM journal_storedpicture WHERE id > %s", [tables.Before.top["journal.StoredPicture"]]
        )
        cursor.execute("DELETE FROM journal_sequence")
        cursor.execute("DELETE FROM journal_audithead")


def test_a_store_that_was_cast_agrees_with_itself(casting: full_store.Casting) -> None:
    before = _schema()
    made = casting.run(600, 1200)
    assert (made.reports, tables.model("cases.Case")._default_manager.count()) == (600, 600)
    assert (made.accounts, tables.model("identity.Account")._default_manager.count()) == (1200, 1200)
    assert _schema() == before
    unfinished.refuse()
    log = verify_log()
    assert log.is_whole, log.faults
    assert log.lines > 600
    assert not outbox.waiting()
    _the_sums_are_what_the_rows_say()
    parties = tables.model("cases.Party")._default_manager.order_by("-id")
    account_id, number, receipt = parties.values_list("account_id", "case__number", "receipt")[0]
    assert receipts.check_receipt(receipt).holds
    mine = cases.reporter_case(Actor("resident", account_id, assurance=1), number)
    assert mine.as_filed is not None
    assert (mine.as_filed.words_stand, mine.as_filed.place_stands) == (True, True)


@pytest.mark.usefixtures("casting")
def test_a_store_that_was_broken_off_is_refused() -> None:
    with pytest.raises(KeyboardInterrupt), loading([], lambda *_step: None):
        raise KeyboardInterrupt
    connection.close()
    for command in (demonstrating.demo, running.serve):
        with pytest.raises(Trouble, match="broken off"):
            command()


def _schema() -> list[Any]:
    """Give the tables, the indexes and the last numbers a store is kept in, having checked what SQLite says of them."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' UNION ALL SELECT "
                "conrelid::regclass || conname || pg_get_constraintdef(oid) FROM pg_constraint "
                "WHERE connamespace = 'public'::regnamespace ORDER BY 1"
            )
            return list(cursor.fetchall())
        cursor.execute("PRAGMA integrity_check")
        assert cursor.fetchall() == [("ok",)]
        cursor.execute("PRAGMA foreign_key_check")
        assert not cursor.fetchall()
        cursor.execute(
            "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%' ORDER BY type, name"
        )
        return list(cursor.fetchall())


def _the_sums_are_what_the_rows_say() -> None:
    states = Counter(tables.model("cases.Case")._default_manager.values_list("state", flat=True))
    assert {name: value for name, value in counters.read_prefix("state:").items()} == {
        f"state:{state}": number for state, number in states.items()
    }
    unread = Counter(tables.model("messages.Notice")._default_manager.values_list("account_id", flat=True))
    assert counters.read_prefix("messages.unread:") == {
        f"messages.unread:{account}": number for account, number in unread.items()
    }
