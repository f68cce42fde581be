"""Changing services without a programmer: drafts over the pack in force, put before a second person, published."""

import re
from collections.abc import Mapping
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils.translation import gettext, gettext_noop

from cuudinh.engines.cases.definitions import service
from cuudinh.engines.cases.models import DraftText, ServiceDraft
from cuudinh.engines.cases.studio.house import house
from cuudinh.engines.cases.studio.judging import judged, new_faults
from cuudinh.engines.cases.studio.texts import (
    changed_texts,
    differing,
    digest_in,
    raised,
    refuse_overtaken,
    refuse_path,
    text_in,
)
from cuudinh.engines.cases.types.studio import (
    DraftClosed,
    DraftFaulty,
    DraftProposerDecides,
    DraftUnchanged,
    NothingFormer,
    ServiceDraftNotThere,
)
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import Facts
from cuudinh.journal import audit
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor, Warrant
from cuudinh.kernel.refusal import Incomplete, SignInFirst
from cuudinh.packs import editing
from cuudinh.packs.characters import FILE_BYTES_MOST
from cuudinh.packs.faults import PackRefused

DESIGN: Final = "service.design"
PUBLISH: Final = "service.publish"
TITLE_LEAST, TITLE_MOST = 5, 120
WORDS_MOST: Final = 400
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{1,59}")
_STATES: Final = {
    "open": gettext_noop("đang soạn"),
    "proposed": gettext_noop("đang chờ duyệt"),
    "published": gettext_noop("đã áp dụng"),
    "dropped": gettext_noop("đã bỏ"),
}
# Files of a ZIP have a day; always the same one, so that the same files make the same ZIP.
_ZIP_DAY: Final = (1980, 1, 1, 0, 0, 0)


@acting()
def begin_service_draft(actor: Actor, *, service_id: str, title: str) -> int:
    """Begin a draft of a service in force, or of a new one; `title` says what changes. Gives its number.

    Raises `NotYours`, `Incomplete` without a title.
    """
    rule = identity.permit(actor, DESIGN, Facts())
    draft = _begun(actor, service_id, title)
    _record(actor, "service.begin_draft", draft, rule)
    return draft.pk


def _begun(actor: Actor, service_id: str, title: str) -> ServiceDraft:
    said = " ".join(title.split())
    if not TITLE_LEAST <= len(said) <= TITLE_MOST:
        raise Incomplete(faults={"title": gettext("Ghi từ 5 đến 120 ký tự: thay đổi điều gì.")})
    now, found = clock.now(), house()
    return ServiceDraft.objects.create(
        service_id=service_id,
        pack_id=found.world().id,
        title=said,
        base_generation=found.generation(),
        account_id=account_of(actor),
        began_at=now,
        changed_at=now,
    )


@acting()
def begin_copy(actor: Actor, *, of: str, service_id: str, title: str) -> int:
    """Begin a draft of a new service with the files of one in force; gives its number.

    Raises `NotYours`, `ServiceNotThere` when there is none to copy, `Incomplete` for a name that is taken or is none.
    """
    rule = identity.permit(actor, DESIGN, Facts())
    world, folder = house().world(), f"services/{service(of).id}/"
    is_taken = any(path.startswith(f"services/{service_id}/") for path in world.files)
    if is_taken or not _NAME.fullmatch(service_id):
        raise Incomplete(faults={"code": gettext("Ghi một mã chưa dùng: chữ thường, số, dấu gạch.")})
    draft = _begun(actor, service_id, title)
    for path in [path for path in world.files if path.startswith(folder)]:
        text = text_in(world, {}, path)
        if path.removeprefix(folder.rstrip("/")) == "/service.yaml":
            text = editing.put(editing.put(text, ("service",), service_id), ("version",), 1)
        name = path.removeprefix(folder)
        DraftText.objects.create(draft=draft, path=f"services/{service_id}/{name}", body=text)
    _record(actor, "service.begin_draft", draft, rule, of=of)
    return draft.pk


@acting()
def save_draft_texts(
    actor: Actor, *, draft_id: int, texts: Mapping[str, str], may_be_faulty: bool = False
) -> None:
    """Keep files of a draft. What brings new faults is refused with them, unless it may be faulty for the while.

    A file that cannot be read as what it is is never kept. Raises `NotYours`, `ServiceDraftNotThere`,
    `DraftClosed`, `PathNotDrafted`, `DraftFaulty`.
    """
    rule = identity.permit(actor, DESIGN, Facts())
    draft = open_draft(draft_id)
    for path, text in texts.items():
        refuse_path(path)
        if len(text.encode("utf-8")) > FILE_BYTES_MOST:
            raise Incomplete(faults={path: gettext("Tệp quá lớn.")})
    before = changed_texts(draft)
    _refuse_faults(draft, before, {**before, **texts}, may_be_faulty=may_be_faulty)
    world = house().world()
    for path, text in texts.items():
        DraftText.objects.update_or_create(
            draft=draft,
            path=path,
            defaults={"body": text},
            create_defaults={"body": text, "base_digest": digest_in(world, path)},
        )
    draft.rev += 1
    draft.changed_at = clock.now()
    draft.save(update_fields=["rev", "changed_at"])
    _record(actor, "service.save_draft", draft, rule, files=sorted(texts))


def _refuse_faults(
    draft: ServiceDraft, before: Mapping[str, str], after: Mapping[str, str], *, may_be_faulty: bool
) -> None:
    _, unreadable = house().with_files({path: text.encode("utf-8") for path, text in after.items()})
    if unreadable:
        raise DraftFaulty(unreadable)
    if may_be_faulty:
        return
    _, had = judged(draft.service_id, before)
    _, has = judged(draft.service_id, after)
    brought = new_faults(had, has)
    if brought:
        raise DraftFaulty(brought)


@acting()
def propose_draft(actor: Actor, *, draft_id: int) -> None:
    """Put a draft before a second person; from now on nobody changes it.

    Raises `NotYours`, `DraftClosed`, `DraftUnchanged`, `DraftOvertaken`, `DraftFaulty` with every fault of the pack
    as it would be.
    """
    rule = identity.permit(actor, DESIGN, Facts())
    draft = open_draft(draft_id)
    _refuse_unsound(draft)
    draft.state, draft.proposer_id, draft.proposed_at = "proposed", account_of(actor), clock.now()
    draft.save(update_fields=["state", "proposer_id", "proposed_at"])
    _record(actor, "service.propose", draft, rule)


def _refuse_unsound(draft: ServiceDraft) -> None:
    world = house().world()
    texts = changed_texts(draft)
    if not differing(world, texts):
        raise DraftUnchanged
    refuse_overtaken(world, draft)
    try:
        house().checked(raised(world, texts, draft.title))
    except PackRefused as refused:
        raise DraftFaulty(refused.faults) from refused


@acting()
def decide_draft(actor: Actor, *, draft_id: int, is_approved: bool, words: str) -> None:
    """Publish a proposed draft, or give it back with words; never by whoever wrote or proposed it.

    What is published is in force for whatever is filed from now on; open cases keep their version. Raises
    `NotYours`, `StepUpNeeded`, `DraftClosed`, `DraftProposerDecides`, `DraftOvertaken`, `DraftFaulty`.
    """
    rule = identity.permit(actor, PUBLISH, Facts())
    draft = _draft(draft_id)
    if draft.state != "proposed":
        raise DraftClosed(state=gettext(_STATES[draft.state]))
    if account_of(actor) in {draft.account_id, draft.proposer_id}:
        raise DraftProposerDecides
    said = words.strip()[:WORDS_MOST]
    if not is_approved and len(said) < TITLE_LEAST:
        raise Incomplete(faults={"words": gettext("Ghi rõ vì sao trả lại.")})
    draft.decider_id, draft.decided_at, draft.decision = account_of(actor), clock.now(), said
    draft.state = "published" if is_approved else "open"
    if is_approved:
        _publish(actor, draft)
    draft.save()
    act = "service.publish" if is_approved else "service.give_back"
    _record(actor, act, draft, rule, generation=draft.generation)


def _publish(actor: Actor, draft: ServiceDraft) -> None:
    found = house()
    world = found.world()
    refuse_overtaken(world, draft)
    try:
        after = found.checked(raised(world, changed_texts(draft), draft.title))
        draft.former_generation = found.generation()
        draft.generation = found.put_in_force(actor, after)
    except PackRefused as refused:
        raise DraftFaulty(refused.faults) from refused


@acting()
def drop_draft(actor: Actor, *, draft_id: int) -> None:
    """Drop a draft that was not published; what it was stays readable. Raises `NotYours`, `DraftClosed`."""
    rule = identity.permit(actor, DESIGN, Facts())
    draft = _draft(draft_id)
    if draft.state not in {"open", "proposed"}:
        raise DraftClosed(state=gettext(_STATES[draft.state]))
    draft.state, draft.changed_at = "dropped", clock.now()
    draft.save(update_fields=["state", "changed_at"])
    _record(actor, "service.drop_draft", draft, rule)


@acting()
def begin_roll_back(actor: Actor, *, draft_id: int) -> int:
    """Begin a draft that gives the files of a published one back as they were before; gives its number.

    It goes the way of every draft: a second person approves it, and it is a new version with the former content.
    Raises `NotYours`, `ServiceDraftNotThere`, `NothingFormer`.
    """
    rule = identity.permit(actor, DESIGN, Facts())
    old = _draft(draft_id)
    if old.generation is None or old.former_generation is None:
        raise NothingFormer
    former, world = house().release_files(old.former_generation), house().world()
    paths = [path for path in changed_texts(old) if path in former]
    if not paths:
        raise NothingFormer
    draft = _begun(actor, old.service_id, f"{gettext('Quay lại bản trước')}: {old.title}"[:TITLE_MOST])
    for path in paths:
        body = former[path].decode("utf-8")
        DraftText.objects.create(draft=draft, path=path, body=body, base_digest=digest_in(world, path))
    _record(actor, "service.begin_roll_back", draft, rule, of=draft_id)
    return draft.pk


@acting()
def export_service(actor: Actor, *, service_id: str) -> bytes:
    """Give the files of a service in force, with the flow it stands on, as a ZIP; each byte for byte.

    Raises `NotYours`, `ServiceNotThere`.
    """
    rule = identity.permit(actor, "service.read_drafts", Facts())
    shape, world = service(service_id).shape, house().world()
    folder = f"services/{service_id}/"
    paths = [path for path in world.files if path.startswith(folder) or path == f"flows/{shape.flow}.yaml"]
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as packed:
        for path in paths:
            packed.writestr(ZipInfo(path, _ZIP_DAY), world.files[path])
    facts = {"version": shape.version, "files": len(paths)}
    audit.record(actor, "service.export", ("service", service_id), rule=rule, facts=facts)
    return content.getvalue()


def open_draft(draft_id: int) -> ServiceDraft:
    """Give a draft that may be changed. Raises `ServiceDraftNotThere`, `DraftClosed`."""
    draft = _draft(draft_id)
    if draft.state != "open":
        raise DraftClosed(state=gettext(_STATES[draft.state]))
    return draft


def _draft(draft_id: int) -> ServiceDraft:
    draft = ServiceDraft.objects.select_for_update().filter(pk=draft_id).first()
    if draft is None:
        raise ServiceDraftNotThere(draft=draft_id)
    return draft


def account_of(actor: Actor) -> int:
    """Give the number of the actor's account. Raises `SignInFirst`."""
    if actor.account_id is None:
        raise SignInFirst
    return actor.account_id


def _record(actor: Actor, act: str, draft: ServiceDraft, rule: Warrant, **facts: object) -> None:
    told = {"service": draft.service_id, "rev": draft.rev, **facts}
    audit.record(actor, act, ("service_draft", draft.pk), rule=rule, facts=told)
