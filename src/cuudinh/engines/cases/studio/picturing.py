"""A service as a picture and as a list: which states there are, who may do what in them, and where it leads."""

from collections.abc import Iterator, Mapping

from cuudinh.engines.cases.rules.layers import BOX_HEIGHT, BOX_WIDTH, Layout, laid_out
from cuudinh.engines.cases.rules.timing import span_text
from cuudinh.engines.cases.service import words
from cuudinh.engines.cases.shapes import ServiceShape
from cuudinh.engines.cases.shapes_flows import FlowShape
from cuudinh.engines.cases.types.studio import ActLine, Drawn, FlowPicture, Placed


def picture_of(shape: ServiceShape | FlowShape, language: str) -> FlowPicture:
    """Give the picture of a flow and what may be done in it, in the order of the pack."""
    layout = laid_out(shape.initial, list(shape.states), _ways(shape))
    return FlowPicture(
        width=layout.width,
        height=layout.height,
        states=[
            Placed(
                box.id,
                shape.states[box.id].label,
                shape.states[box.id].phase,
                shape.states[box.id].clock,
                box.x,
                box.y,
                BOX_WIDTH,
                BOX_HEIGHT,
            )
            for box in layout.boxes
        ],
        lines=list(_drawn(layout, _labels(shape, language))),
        acts=[
            ActLine(
                act.do,
                act.label,
                act.sources,
                act.to,
                act.by,
                act.four_eyes,
                span_text(act.after, language) if act.after is not None else "",
            )
            for act in shape.acts
        ],
    )


def _ways(shape: ServiceShape | FlowShape) -> Iterator[tuple[str, str]]:
    for act in shape.acts:
        for source in act.sources:
            if act.to is not None and source in shape.states and act.to in shape.states:
                yield source, act.to


def _labels(shape: ServiceShape | FlowShape, language: str) -> Mapping[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for act in shape.acts:
        for source in act.sources:
            if act.to is not None:
                found.setdefault((source, act.to), []).append(words(act.label, language))
    return found


def _drawn(layout: Layout, labels: Mapping[tuple[str, str], list[str]]) -> Iterator[Drawn]:
    for line in layout.lines:
        yield Drawn(
            line.source,
            line.target,
            labels[line.source, line.target],
            line.path,
            line.x,
            line.y,
            line.is_back,
        )
