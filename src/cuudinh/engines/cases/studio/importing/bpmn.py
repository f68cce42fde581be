"""A flat BPMN 2 process: start and end events, user tasks, exclusive gateways and the lines between them.

A task is a state in which somebody acts; a line from it, through any gateways, is an act that leads to the next task.
Whatever else BPMN has (timers, messages, parallel ways, sub-processes, scripts) is refused by its name: carried half,
a process would promise what nobody does.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from cuudinh.engines.cases.studio.importing.flows import (
    ImportedFlow,
    NotCarried,
    Way,
    name_of,
    named_alike,
    relation_of,
    verb_of,
)
from cuudinh.kernel.refusal import BadInput

_BPMN: Final = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
_TASKS: Final = frozenset({"userTask", "manualTask", "task"})
# What says nothing about the way of a case.
_SILENT: Final = frozenset(
    {"incoming", "outgoing", "documentation", "extensionElements", "textAnnotation", "association"}
)
GATEWAYS_MOST: Final = 20


class NoProcess(BadInput):
    """400: the file holds no process of BPMN 2."""

    code = "no-process"
    sentence = "Tệp không có quy trình BPMN 2 đọc được: {why}"


@dataclass(slots=True)
class _Process:
    """The elements of one process that can be carried."""

    starts: list[str] = field(default_factory=list)
    ends: dict[str, str] = field(default_factory=dict)
    tasks: dict[str, str] = field(default_factory=dict)
    gateways: set[str] = field(default_factory=set)
    lanes: dict[str, str] = field(default_factory=dict)
    lines: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    refused: list[NotCarried] = field(default_factory=list)


def read_bpmn(body: bytes, roles: Mapping[str, str]) -> ImportedFlow:
    """Give the process of a file. Raises `NoProcess` for what is none; entities are never opened."""
    try:
        root = fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as fault:
        raise NoProcess(why=type(fault).__name__) from fault
    found = [one for one in root.iter(f"{_BPMN}process")]
    if len(found) != 1:
        raise NoProcess(why=f"{len(found)} process, cần đúng một")
    process = _Process()
    for element in found[0]:
        _take(process, element)
    return _flow(process, found[0].get("name") or found[0].get("id") or "BPMN", roles)


def _take(process: _Process, element: Element) -> None:
    kind, name = element.tag.removeprefix(_BPMN), element.get("id", "")
    title = element.get("name") or name
    if kind in _SILENT:
        return
    if kind == "laneSet":
        _take_lanes(process, element)
    elif kind == "sequenceFlow":
        target = (element.get("targetRef", ""), element.get("name") or "")
        process.lines[element.get("sourceRef", "")].append(target)
    elif kind == "startEvent" and not _events(element):
        process.starts.append(name)
    elif kind == "endEvent" and not _events(element):
        process.ends[name] = title
    elif kind in _TASKS:
        process.tasks[name] = title
    elif kind == "exclusiveGateway":
        process.gateways.add(name)
    else:
        what = f"{kind} + {', '.join(_events(element))}" if _events(element) else kind
        process.refused.append(NotCarried(f"{title} ({what})", _("không thuộc phần BPMN phẳng đọc được")))


def _events(element: Element) -> list[str]:
    names = (child.tag.removeprefix(_BPMN) for child in element)
    return [name for name in names if name.endswith("EventDefinition")]


def _take_lanes(process: _Process, lanes: Element) -> None:
    for lane in lanes.iter(f"{_BPMN}lane"):
        for ref in lane.iter(f"{_BPMN}flowNodeRef"):
            process.lanes[(ref.text or "").strip()] = lane.get("name") or lane.get("id") or ""


def _flow(process: _Process, name: str, roles: Mapping[str, str]) -> ImportedFlow:
    ways = [way for task in process.tasks for way in _ways(process, task, roles)]
    nodes = {**process.tasks, **process.ends}
    process.refused += named_alike(list(nodes.values()))
    initial = ""
    if len(process.starts) != 1:
        process.refused.append(
            NotCarried(name, _("có {n} sự kiện đầu thường: cần đúng một").format(n=len(process.starts)))
        )
    else:
        first = list(_reached(process, process.starts[0], ""))
        initial = name_of(nodes.get(first[0][0], "")) if first else ""
        if len(first) != 1:
            process.refused.append(NotCarried(process.starts[0], _("phải dẫn đến đúng một việc")))
    return ImportedFlow(
        name=name,
        initial=initial,
        states={name_of(title): title for title in nodes.values()},
        final=frozenset(name_of(title) for title in process.ends.values()),
        ways=ways,
        refused=process.refused,
    )


def _ways(process: _Process, task: str, roles: Mapping[str, str]) -> Iterator[Way]:
    lane = process.lanes.get(task, "")
    by = relation_of(lane, roles)
    if not by:
        why = _("không nằm trong làn nào nên không ai làm; hãy ghi LÀN=quan hệ")
        if lane:
            why = _("làn “{lane}” chưa biết là ai; hãy ghi LÀN=quan hệ").format(lane=lane)
        process.refused.append(NotCarried(process.tasks[task], why))
        return
    nodes = {**process.tasks, **process.ends}
    for target, words in _reached(process, task, ""):
        # What a line is called is the act; a line without words goes on as its task is called.
        called = words or process.tasks[task]
        verb = verb_of(words or process.tasks[task].split()[0])
        if target not in nodes:
            process.refused.append(
                NotCarried(called, _("dẫn đến “{target}”, là phần không nhập được").format(target=target))
            )
        elif not verb:
            process.refused.append(
                NotCarried(
                    called,
                    _("không có động từ nào mang nghĩa này; hãy gọi đường nối bằng một động từ của hệ thống"),
                )
            )
        else:
            yield Way(verb, called, name_of(process.tasks[task]), name_of(nodes[target]), (by,))


def _reached(process: _Process, source: str, words: str, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Give what can be reached through gateways, with the words of the last line that had any."""
    for target, said in process.lines.get(source, ()):
        if target in process.gateways and depth < GATEWAYS_MOST:
            yield from _reached(process, target, said or words, depth + 1)
        else:
            yield target, said or words
