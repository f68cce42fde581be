"""A workflow of another system, whichever of the two it is, as a file of a pack."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cuudinh.engines.cases.studio.importing.bpmn import read_bpmn
from cuudinh.engines.cases.studio.importing.egov import read_egov
from cuudinh.engines.cases.studio.importing.flows import ImportedFlow, NotCarried, name_of, yaml_of


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """A flow as a file: its path and its text, empty when what was refused leaves no whole flow."""

    path: str
    text: str
    refused: Sequence[NotCarried]


def imported(
    body: bytes,
    *,
    flow_id: str = "",
    kind: str = "dossier",
    roles: Mapping[str, str],
    languages: Sequence[str],
) -> ImportedFile:
    """Give the flow of a workflow definition: BPMN 2 where it is XML, else a BusinessService.

    Without a name it is called as the other system calls it. Raises `NoProcess`, `NoBusinessService`.
    """
    flow = _read(body, roles)
    name = flow_id or name_of(flow.name)
    is_whole = not any(one.is_fatal for one in flow.refused)
    text = yaml_of(flow, name, kind, languages) if is_whole else ""
    return ImportedFile(f"flows/{name}.yaml", text, flow.refused)


def _read(body: bytes, roles: Mapping[str, str]) -> ImportedFlow:
    is_xml = body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    return read_bpmn(body, roles) if is_xml else read_egov(body, roles)
