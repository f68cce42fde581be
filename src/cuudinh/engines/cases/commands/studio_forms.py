"""Keeping what was changed on a form of a draft: fields, dated rows, things of a list."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from cuudinh.engines.cases.commands.studio import DESIGN, open_draft, save_draft_texts
from cuudinh.engines.cases.studio import forms
from cuudinh.engines.cases.studio.drafts import opened
from cuudinh.engines.cases.studio.fields import changed_text
from cuudinh.engines.cases.studio.rows import RowList, with_deadline, with_owner, with_price, without_row
from cuudinh.engines.cases.types.studio import StudioDraft
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import Facts
from cuudinh.journal.transactions import acting
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import Incomplete
from cuudinh.packs import editing
from cuudinh.packs.faults import KeyPath

Given = Mapping[str, str]
_ADDING: Final = {"deadlines": with_deadline, "owners": with_owner, "fees": with_price}


@acting()
def change_fields(actor: Actor, *, draft_id: int, section: str, given: Given) -> None:
    """Keep what was typed into the fields of one file; only fields that the form shows can be changed.

    Raises `DraftFaulty` with what the change breaks, and as `save_draft_texts`.
    """
    found = _opened(actor, draft_id)
    for one, groups in forms.field_groups_of(found, section):
        if one.path == given.get("path"):
            fields = [field for group in groups for field in group.fields]
            text = changed_text(one.text, fields, given)
            _save(actor, found, {one.path: text})


@acting()
def change_rows(actor: Actor, *, draft_id: int, section: str, given: Given) -> None:
    """Add a dated row, or take one away that has not begun. Raises `Incomplete`, `DraftFaulty`."""
    found = _opened(actor, draft_id)
    rows = _chosen(forms.row_lists_of(found, section, actor.language), given)
    text, today = found.text(rows.path), identity.today()
    if "drop" in given:
        place = given["drop"]
        text = without_row(text, rows, int(place) if place.isdecimal() else -1, today)
    else:
        text = _ADDING[section](text, rows, given, today)
    _save(actor, found, {rows.path: text})


def _opened(actor: Actor, draft_id: int) -> StudioDraft:
    """Give a draft to whoever may change it. Raises `NotYours`, `ServiceDraftNotThere`, `DraftClosed`."""
    identity.permit(actor, DESIGN, Facts())
    open_draft(draft_id)
    return opened(draft_id)


def _chosen(lists: list[RowList], given: Given) -> RowList:
    for one in lists:
        if (one.path, one.name) == (given.get("path"), given.get("list")):
            return one
    raise Incomplete(faults={"list": _("Chọn một danh sách.")})


@acting()
def change_list(actor: Actor, *, draft_id: int, section: str, given: Given) -> None:
    """Move a question, add a choice, a reason, a state or an act; what is not whole yet may be faulty for the while.

    Raises `Incomplete`, `DraftFaulty`.
    """
    found = _opened(actor, draft_id)
    path, (what, _mark, place) = given.get("path", ""), given["do"].partition(":")
    known = {one.path for one, _groups in forms.field_groups_of(found, section)}
    if path not in known:
        raise Incomplete(faults={"path": _("Không sửa tệp này ở đây.")})
    text = found.text(path)
    if what in {"up", "down"} and place.isdecimal():
        text = _moved(text, int(place), -1 if what == "up" else 1)
    elif what == "choice" and place.isdecimal():
        text = editing.add(text, ("questions", int(place), "choices"), _named(given, found, f"{place}."))
    elif what == "reason":
        acts = [one.strip() for one in given.get("acts", "").split(",") if one.strip()]
        text = editing.add(text, ("reasons",), {**_named(given, found), "acts": acts})
    elif what == "state":
        text = _with_state(text, given, found)
    elif what == "act":
        text = editing.add(text, ("acts",), _act(given, found))
    _save(actor, found, {path: text}, may_be_faulty=what in {"state", "act"})


def _moved(text: str, place: int, by: int) -> str:
    count = len(editing.value_at(text, ("questions",)) or ())
    other = place + by
    return editing.swap(text, ("questions",), place, other) if 0 <= other < count and place < count else text


def _with_state(text: str, given: Given, found: StudioDraft) -> str:
    new = _named(given, found)
    keys: KeyPath = ("states", new["id"])
    if editing.value_at(text, keys) is not None:
        raise Incomplete(faults={"id": _("Đã có trạng thái này.")})
    state = {
        "phase": given.get("phase", "open"),
        "clock": given.get("clock", "office"),
        "label": new["label"],
    }
    return editing.put(text, keys, state)


def _act(given: Given, found: StudioDraft) -> dict[str, Any]:
    sources = [one.strip() for one in given.get("from", "").split(",") if one.strip()]
    by = [one.strip() for one in given.get("by", "").split(",") if one.strip()]
    act: dict[str, Any] = {"do": given.get("verb", ""), "label": _label(given, found), "from": sources}
    if given.get("to"):
        act["to"] = given["to"]
    return {**act, "by": by}


def _named(given: Given, found: StudioDraft, prefix: str = "") -> dict[str, Any]:
    name = given.get(f"{prefix}id", "").strip()
    if not name:
        raise Incomplete(faults={f"{prefix}id": _("Ghi một mã: chữ thường, số, dấu gạch.")})
    return {"id": name, "label": _label(given, found, prefix)}


def _label(given: Given, found: StudioDraft, prefix: str = "") -> dict[str, str]:
    label = {one: given.get(f"{prefix}label.{one}", "").strip() for one in found.languages}
    missing = {f"{prefix}label.{one}": _("Ghi tên.") for one, words in label.items() if not words}
    if missing:
        raise Incomplete(faults=missing)
    return label


def _save(actor: Actor, found: StudioDraft, texts: Mapping[str, str], *, may_be_faulty: bool = False) -> None:
    changed = {path: text for path, text in texts.items() if text != found.text(path)}
    if changed:
        save_draft_texts(actor, draft_id=found.summary.id, texts=changed, may_be_faulty=may_be_faulty)
