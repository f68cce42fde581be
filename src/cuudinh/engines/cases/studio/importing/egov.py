"""A BusinessService of eGov DIGIT: states with actions, each with roles and the state it leads to."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

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

STATES_MOST: Final = 200


class NoBusinessService(BadInput):
    """400: the file holds no BusinessService."""

    code = "no-business-service"
    sentence = "Tệp không có BusinessService của eGov DIGIT: {why}"


def read_egov(body: bytes, roles: Mapping[str, str]) -> ImportedFlow:
    """Give the workflow of a file. Raises `NoBusinessService` for what is none.

    Its state without a name is where nothing was filed yet: filing is every service's own first act with us.
    """
    service = _service(body)
    reader = _Reader(service, roles)
    ways, final = list(reader.ways()), frozenset(reader.final())
    filed = {way.target for way in ways if way.source == "" and way.verb == "file"}
    return ImportedFlow(
        name=str(service.get("businessService") or service.get("business") or "BusinessService"),
        initial=next(iter(sorted(filed)), reader.first()),
        states=reader.names(),
        final=final,
        ways=[way for way in ways if way.source],
        refused=reader.refused,
    )


def _service(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (UnicodeDecodeError, ValueError, RecursionError) as fault:
        raise NoBusinessService(why="không phải JSON") from fault
    rows = found.get("BusinessServices", found) if isinstance(found, dict) else found
    service = rows[0] if isinstance(rows, list) and rows else rows
    if not isinstance(service, dict) or not isinstance(service.get("states"), list):
        raise NoBusinessService(why="không có danh sách states")
    states = service["states"]
    if not states or len(states) > STATES_MOST or not all(isinstance(one, dict) for one in states):
        raise NoBusinessService(why=f"cần từ 1 đến {STATES_MOST} states")
    return service


class _Reader:
    """Walks through the states of one service and keeps what it cannot carry."""

    def __init__(self, service: Mapping[str, Any], roles: Mapping[str, str]) -> None:
        self._states: list[dict[str, Any]] = service["states"]
        self._roles = roles
        # A state is named by others by its name, or by the number under which the other system keeps it.
        self._known = {str(one.get(key)): _title(one) for one in self._states for key in ("uuid", "state")}
        self.refused = named_alike([_title(one) for one in self._states if _title(one)])

    def names(self) -> dict[str, str]:
        """Give the words of the states by our names; that before filing is none."""
        return {name_of(_title(one)): _title(one) for one in self._states if _title(one)}

    def first(self) -> str:
        """Give the first state that has a name."""
        return next(iter(self.names()), "")

    def final(self) -> Iterator[str]:
        """Give the states in which it ends."""
        for one in self._states:
            if one.get("isTerminateState") and _title(one):
                yield name_of(_title(one))
                if one.get("actions"):
                    self.refused.append(
                        NotCarried(
                            _title(one),
                            _(
                                "là điểm kết thúc mà còn thao tác: trạng thái kết thúc ở đây không có thao tác nào"
                            ),
                        )
                    )

    def ways(self) -> Iterator[Way]:
        """Give every action that can be carried."""
        for one in self._states:
            if one.get("sla") and not one.get("isTerminateState"):
                why = _("sla {sla} là mili giây theo đồng hồ treo tường: hãy ghi hạn theo giờ làm việc")
                said = why.format(sla=one["sla"])
                self.refused.append(NotCarried(_title(one) or "start", said, is_fatal=False))
            for action in one.get("actions") or ():
                yield from self._way(_title(one), action)

    def _way(self, source: str, action: Mapping[str, Any]) -> Iterator[Way]:
        called = f"{source or 'start'}.{action.get('action')}"
        verb = verb_of(str(action.get("action", "")))
        target = self._known.get(str(action.get("nextState")))
        by = [relation_of(str(role), self._roles) for role in action.get("roles") or ()]
        if not verb:
            self.refused.append(
                NotCarried(
                    called,
                    _("không có động từ nào mang nghĩa này; hãy gọi thao tác bằng một động từ của hệ thống"),
                )
            )
        elif target is None:
            self.refused.append(
                NotCarried(
                    called,
                    _("dẫn đến “{state}”, không phải trạng thái nào").format(state=action.get("nextState")),
                )
            )
        elif not by or "" in by:
            unknown = [
                str(role) for role in action.get("roles") or () if not relation_of(str(role), self._roles)
            ]
            why = _("không ai được làm; hãy ghi VAI=quan hệ")
            if unknown:
                why = _("chưa biết vai {roles} là ai; hãy ghi VAI=quan hệ").format(roles=", ".join(unknown))
            self.refused.append(NotCarried(called, why))
        else:
            source_name = name_of(source) if source else ""
            yield Way(
                verb, str(action["action"]).title(), source_name, name_of(target), tuple(dict.fromkeys(by))
            )


def _title(state: Mapping[str, Any]) -> str:
    return str(state.get("state") or "")
