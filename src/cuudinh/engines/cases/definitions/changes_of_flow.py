"""What a new pack changes of the questions, the steps and the reasons of a service, in sentences."""

from collections.abc import Iterator, Mapping
from typing import Any

from cuudinh.engines.cases.shapes import ActShape, ServiceShape
from cuudinh.packs.parts import Said

Words = Mapping[str, str]


def flow_said(was: ServiceShape, now: ServiceShape) -> Iterator[Said]:
    """Say which questions, states, acts and reasons come, go or change: the words of each, and who may do what."""
    yield from _listed(now.title, _ASKED, _questions(was), _questions(now))
    yield from _listed(now.title, _STATES, _states(was), _states(now))
    yield from _listed(now.title, _ACTS, _acts(was), _acts(now))
    yield from _listed(now.title, _REASONS, _reasons(was), _reasons(now))


# What is compared, in both languages.
_ASKED = ("câu hỏi", "the question")
_STATES = ("trạng thái", "the state")
_ACTS = ("thao tác", "the act")
_REASONS = ("lý do", "the reason")
# Each thing by its name: what it is called, and what may change of it, with the words for that.
Things = Mapping[Any, tuple[Words, Mapping[tuple[str, str], Any]]]
_CALLED = ("lời", "words")


def _questions(shape: ServiceShape) -> Things:
    return {
        one.id: (
            one.label,
            {
                _CALLED: (one.label, one.hint),
                ("bắt buộc trả lời hay không", "whether it must be answered"): one.required,
                ("các lựa chọn", "the choices"): [(each.id, each.label) for each in one.choices],
            },
        )
        for one in shape.questions
    }


def _states(shape: ServiceShape) -> Things:
    return {
        name: (
            one.label,
            {
                _CALLED: (one.label, one.public, one.next),
                ("giai đoạn", "its phase"): one.phase,
                ("đồng hồ tính cho ai", "whose time it is"): one.clock,
            },
        )
        for name, one in shape.states.items()
    }


def _acts(shape: ServiceShape) -> Things:
    found: dict[Any, tuple[Words, Mapping[tuple[str, str], Any]]] = {}
    for act in shape.acts:
        found[_nth(found, act)] = (
            act.label,
            {
                _CALLED: (act.label, act.because),
                ("từ trạng thái nào", "from which states"): sorted(act.sources),
                ("đến trạng thái nào", "to which state"): act.to,
                ("ai được làm", "who may do it"): sorted(act.by),
                ("số lần tối đa", "how often at most"): act.limit,
                ("cần hai người hay không", "whether two people are needed"): act.four_eyes,
            },
        )
    return found


def _nth(found: Mapping[Any, Any], act: ActShape) -> tuple[str, int]:
    """Give the name of an act: a flow may have several of one verb."""
    return act.do, sum(1 for verb, _number in found if verb == act.do)


def _reasons(shape: ServiceShape) -> Things:
    return {
        one.id: (
            one.label,
            {_CALLED: one.label, ("dùng khi nào", "when it is used"): sorted(one.acts)},
        )
        for one in shape.reasons
    }


def _listed(title: Words, what: tuple[str, str], old: Things, new: Things) -> Iterator[Said]:
    (vi, en), (kind_vi, kind_en) = _named(title), what
    for name, (label, parts) in new.items():
        of_vi, of_en = _named(label)
        if name not in old:
            yield Said(f"“{vi}”: thêm {kind_vi} “{of_vi}”.", f"“{en}”: {kind_en} “{of_en}” is new.")
            continue
        was = old[name][1]
        changed = [words for words, value in parts.items() if was.get(words) != value]
        if changed:
            in_vi, in_en = (", ".join(words[side] for words in changed) for side in (0, 1))
            yield Said(
                f"“{vi}”: {kind_vi} “{of_vi}” đổi {in_vi}.", f"“{en}”: {kind_en} “{of_en}” changes: {in_en}."
            )
    for name, (label, _parts) in old.items():
        if name not in new:
            of_vi, of_en = _named(label)
            yield Said(f"“{vi}”: bỏ {kind_vi} “{of_vi}”.", f"“{en}”: {kind_en} “{of_en}” goes.")


def _named(title: Words) -> tuple[str, str]:
    first = next(iter(title.values()))
    return title.get("vi", first), title.get("en", first)
