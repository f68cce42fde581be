"""The forms of a draft: which fields and which dated rows its files have now, for whoever was let in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cuudinh.engines.cases.studio.fields import SECTIONS, Sheet, sheet_of, with_faults
from cuudinh.engines.cases.studio.rows import RowList, deadlines_of, owners_of, prices_of
from cuudinh.engines.cases.types.studio import DraftFileView, FieldGroup, StudioDraft
from cuudinh.packs.faults import Fault

_OF_SERVICE: Final = ("services/", "flows/")


@dataclass(frozen=True, slots=True)
class FileForm:
    """The fields of one file; `is_shared` says that other services stand on it too."""

    path: str
    is_shared: bool
    groups: Sequence[FieldGroup]


def field_groups(
    found: StudioDraft, section: str, given: Mapping[str, str], faults: Sequence[Fault] = ()
) -> list[FileForm]:
    """Give the fields of a section file by file, with what was typed and the faults at their fields."""
    shown = []
    for one, groups in field_groups_of(found, section):
        mine = given if given.get("path") in {None, one.path} else {}
        wrong = [*one.faults, *faults]
        marked = with_faults(groups, one.path, one.text, wrong, mine)
        shown.append(FileForm(one.path, one.path.startswith("flows/"), marked))
    return shown


def field_groups_of(found: StudioDraft, section: str) -> list[tuple[DraftFileView, list[FieldGroup]]]:
    """Give the fields of a section by the files of a draft that have any."""
    groups = (
        (one, list(SECTIONS[section](one.path, _sheet(one), found.languages)))
        for one in found.files
        if one.path.startswith(_OF_SERVICE) and one.path.endswith(".yaml")
    )
    return [(one, has) for one, has in groups if has]


def row_lists_of(found: StudioDraft, section: str, language: str) -> list[RowList]:
    """Give the lists of dated rows of a section that the files of a draft have."""
    sheets = {one.path: _sheet(one) for one in found.files if one.path.endswith(".yaml")}
    if section == "fees":
        wanted = _fee_of(sheets, found.summary.service_id)
        return [
            one
            for path, sheet in sheets.items()
            if wanted
            for one in prices_of(path, sheet, wanted, language)
        ]
    make = deadlines_of if section == "deadlines" else owners_of
    own = {path: sheet for path, sheet in sheets.items() if path.startswith("services/")}
    return [one for path, sheet in own.items() for one in make(path, sheet, language)]


def _fee_of(sheets: Mapping[str, Sheet], service_id: str) -> str:
    sheet = sheets.get(f"services/{service_id}/service.yaml", {})
    return str((sheet.get("procedure") or {}).get("fee_table") or "")


def act_names(found: StudioDraft) -> list[str]:
    """Give the verbs of the acts that a draft has."""
    acts = (act["do"] for one in found.files for act in _sheet_of_service(one).get("acts", ()))
    return list(dict.fromkeys(acts))


def state_names(found: StudioDraft) -> list[str]:
    """Give the states that a draft has."""
    states = (name for one in found.files for name in _sheet_of_service(one).get("states", {}))
    return list(dict.fromkeys(states))


def _sheet_of_service(one: DraftFileView) -> Sheet:
    is_of_service = one.path.startswith(_OF_SERVICE) and one.path.endswith(".yaml")
    return _sheet(one) if is_of_service else {}


def _sheet(one: DraftFileView) -> Sheet:
    return sheet_of(one.path, one.text)
