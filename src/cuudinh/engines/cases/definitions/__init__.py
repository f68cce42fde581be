"""The definitions of services: their shapes in a pack, the look-ups of those in force, and their checks."""

from cuudinh.engines.cases.definitions.lookups import catalogue, coarsest_place_m, service, services, topics
from cuudinh.engines.cases.definitions.maturity import Maturity, maturities_of
from cuudinh.engines.cases.definitions.part import PART, services_of
from cuudinh.engines.cases.service import ServiceDefinition, flow_of, words
from cuudinh.engines.cases.shapes import (
    ActShape,
    FlagShape,
    Identity,
    InputShape,
    Joint,
    OwnerRule,
    Publication,
    Rating,
    RatingLevel,
    ServiceShape,
    StateShape,
    TellShape,
    TopicGroup,
    TopicShape,
    TopicsShape,
)
from cuudinh.engines.cases.shapes_deadlines import Deadlines, Escalation
from cuudinh.engines.cases.shapes_limits import Duplicates
from cuudinh.engines.cases.shapes_words import LegalSource, Reason, Retention

__all__ = [
    "PART",
    "ActShape",
    "Deadlines",
    "Duplicates",
    "Escalation",
    "FlagShape",
    "Identity",
    "InputShape",
    "Joint",
    "LegalSource",
    "Maturity",
    "OwnerRule",
    "Publication",
    "Rating",
    "RatingLevel",
    "Reason",
    "Retention",
    "ServiceDefinition",
    "ServiceShape",
    "StateShape",
    "TellShape",
    "TopicGroup",
    "TopicShape",
    "TopicsShape",
    "catalogue",
    "coarsest_place_m",
    "flow_of",
    "maturities_of",
    "service",
    "services",
    "services_of",
    "topics",
    "words",
]
