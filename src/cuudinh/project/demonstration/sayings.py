"""What invented people say: the sentences of a pack, with the levels and reasons of its service."""

from cuudinh.engines.cases.definitions import ServiceDefinition
from cuudinh.project.demonstration.handling import Sayings
from cuudinh.project.pack_shapes import DemoWords


def sayings_of(words: DemoWords, service: ServiceDefinition) -> Sayings:
    """Give the sayings of one service; reasons and ratings are those the service knows."""
    shape = service.shape
    levels = shape.rating.levels if shape.rating is not None else []
    return Sayings(
        answers=lambda topic: words.answers[service.topics[topic].group],
        questions=words.questions,
        replies=words.replies,
        returns=words.returns,
        extensions=words.extensions,
        reworks=words.reworks,
        reopenings=words.reopenings,
        comments=words.comments,
        joint_questions=words.joint_questions,
        joint_answers=words.joint_answers,
        ratings=[level.id for level in levels],
        refusal_reasons=[one.id for one in shape.reasons if "refuse" in one.acts],
        return_reasons=[one.id for one in shape.reasons if "return" in one.acts],
    )
