"""The part of a pack that cases understands: services with their topics and their examples."""

import json
from collections.abc import Iterator

from cuudinh.engines.cases.definitions.changes import changes_said
from cuudinh.engines.cases.definitions.check_forms import bank_in, with_bank
from cuudinh.engines.cases.definitions.checks import check_services
from cuudinh.engines.cases.definitions.examples import ExamplesShape
from cuudinh.engines.cases.definitions.lookups import body_of
from cuudinh.engines.cases.definitions.resolving import RULES, STATUSES, service_files, topics_of, whole
from cuudinh.engines.cases.shapes import ServiceShape, TopicsShape
from cuudinh.engines.cases.shapes_dossiers import DossierRulesShape, StatusesShape
from cuudinh.engines.cases.shapes_flows import FlowShape
from cuudinh.engines.cases.shapes_offered import CatalogueShape, OfferedFile
from cuudinh.packs.forms.shapes import BankShape
from cuudinh.packs.offering import OFFERED
from cuudinh.packs.parts import Part, Pattern, Said, Versioned
from cuudinh.packs.world import PackWorld


def services_of(world: PackWorld) -> Iterator[tuple[str, ServiceShape, TopicsShape]]:
    """Give the services of a pack as they hold, with topics and folder, questions of the bank filled in."""
    bank = bank_in(world)
    for folder, found in service_files(world):
        shape = whole(world, found.value)
        topics = topics_of(world, folder, shape) if shape is not None else None
        if shape is not None and topics is not None:
            yield folder, with_bank(shape, bank), topics


def _versions(world: PackWorld) -> Iterator[Versioned]:
    for folder, shape, topics in services_of(world):
        body = body_of(shape, topics)
        yield Versioned(
            kind=Said("dịch vụ", "service"),
            id=shape.service,
            version=shape.version,
            content=json.dumps(body, sort_keys=True, ensure_ascii=False),
            path=f"{folder}/service.yaml",
            pieces={topic.id: topic.model_dump_json() for topic in topics.topics},
            rest=shape.model_dump_json(exclude={"version"}) + topics.model_dump_json(exclude={"topics"}),
        )


def _sentences(old: PackWorld | None, new: PackWorld) -> Iterator[Said]:
    """Say which topics come and go, and what changes of those that stay: residents and offices notice that."""
    held = {shape.service: (shape, topics) for _, shape, topics in services_of(old)} if old else {}
    before = {name: topics for name, (_, topics) in held.items()}
    for _, shape, topics in services_of(new):
        had = {topic.id: topic for topic in before[shape.service].topics} if shape.service in before else {}
        has = {topic.id: topic for topic in topics.topics}
        for topic_id in has.keys() - had.keys() if had else ():
            title = has[topic_id].title
            yield Said(
                f"Thêm lĩnh vực “{title.get('vi', topic_id)}”.",
                f"Topic “{title.get('en', topic_id)}” is added.",
            )
        for topic_id in had.keys() - has.keys():
            title = had[topic_id].title
            yield Said(
                f"Bỏ lĩnh vực “{title.get('vi', topic_id)}”.",
                f"Topic “{title.get('en', topic_id)}” is dropped.",
            )
        if shape.service in held:
            yield from changes_said(held[shape.service], (shape, topics))


PART = Part(
    name="cases",
    patterns=(
        Pattern("questions/*.yaml", BankShape),
        Pattern("services/*/service.yaml", ServiceShape),
        Pattern("services/*/topics.yaml", TopicsShape),
        Pattern("services/*/examples.yaml", ExamplesShape),
        Pattern(OFFERED, OfferedFile),
        Pattern("services/catalogue.yaml", CatalogueShape),
        Pattern("flows/*.yaml", FlowShape),
        Pattern(RULES, DossierRulesShape),
        Pattern(STATUSES, StatusesShape),
        Pattern("services/*/guide.*.md", kind="text"),
    ),
    check=check_services,
    sentences=_sentences,
    versions=_versions,
)
