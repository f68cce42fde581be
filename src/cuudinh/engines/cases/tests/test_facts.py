"""Reading and acting ask the policy about a case with the same facts."""

import pytest

from cuudinh.engines.cases.queries.permitting import facts_of
from cuudinh.engines.cases.store import load
from cuudinh.engines.cases.tests.town import Town

ASKED = ("owner_office_id", "is_reporter", "is_follower", "published", "sensitive")


@pytest.mark.parametrize("topic", ["o-ga", "cay"])
def test_a_case_is_read_and_acted_on_with_the_same_facts(town: Town, topic: str) -> None:
    case = town.case(town.file(topic=topic))
    seen = []
    for actor in town.people.values():
        read, acted = facts_of(actor, case), load(actor, case.number).facts
        assert [getattr(read, name) for name in ASKED] == [getattr(acted, name) for name in ASKED]
        seen.append(read.sensitive)
    assert set(seen) == {topic == "cay"}
