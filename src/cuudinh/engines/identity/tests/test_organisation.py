"""Offices in time, taken over from a pack and asked for."""

from datetime import UTC, date, datetime

import pytest

from cuudinh.engines.identity import commands, queries, snapshot
from cuudinh.engines.identity.models import Office, OfficePath, OfficeVersion, Revision
from cuudinh.engines.identity.tests.worlds import hue_world, office_row, small_offices, small_world
from cuudinh.engines.identity.types import OfficesVanished, UnknownOffice
from cuudinh.kernel import clock

pytestmark = pytest.mark.django_db

SPRING, AUTUMN, NOW = date(2025, 3, 1), date(2025, 9, 1), date(2026, 11, 23)


def id_of(code: str) -> int:
    return Office.objects.get(code=code).pk


def test_an_office_is_found_by_code_and_number_on_a_day(province: None) -> None:
    found = queries.office("so-xd", AUTUMN)
    assert found is not None
    assert (found.name("vi"), found.parent_id) == ("Đơn vị so-xd", id_of("ubnd"))
    assert queries.office(found.id, NOW).name("vi") == "Sở Xây dựng"  # type: ignore[union-attr]
    assert queries.office("so-xd", SPRING) is None
    assert queries.office("so-xdd", NOW) is None
    assert queries.office(10_000, NOW) is None


def test_an_office_that_ended_keeps_its_last_name(province: None) -> None:
    with clock.frozen(datetime(2026, 11, 23, tzinfo=UTC)):
        assert queries.office_name(id_of("so-gtvt")) == "Đơn vị so-gtvt"
        assert queries.office_names(id_of("so-gtvt"))["en"] == "Office so-gtvt"
    with pytest.raises(UnknownOffice):
        queries.office_by_id(10_000)


def test_an_office_that_ended_leads_to_those_that_took_over(province: None) -> None:
    assert [view.code for view in queries.became(id_of("so-gtvt"), NOW)] == ["so-xd"]
    assert [view.code for view in queries.became(id_of("so-gtvt"), SPRING)] == ["so-gtvt"]
    assert queries.became(id_of("so-xd"), SPRING) == ()


def test_a_function_leads_to_the_office_of_the_unit_level_and_day(province: None) -> None:
    assert queries.office_for("giao-thong", "46-2025-01", "province", NOW).code == "so-xd"  # type: ignore[union-attr]
    assert queries.office_for("giao-thong", "46-2025-01", "province", SPRING) is None
    assert queries.office_for("giao-thong", "46-2025-01", "commune", NOW) is None
    assert queries.office_for("moi-truong", "19753-2025-07", "commune", NOW).code == "p-phu-xuan"  # type: ignore[union-attr]


def test_lists_of_offices_follow_the_day(province: None) -> None:
    assert {view.code for view in queries.offices_in_force(SPRING)} == {"ubnd", "so-gtvt"}
    assert {view.code for view in queries.offices_in_force(NOW, level="commune")} == {"p-phu-xuan"}
    assert {view.code for view in queries.offices_in_force(NOW, kind="ioc")} == {"ioc"}
    assert {view.code for view in queries.handling_offices(NOW)} == {"ioc", "so-xd", "p-phu-xuan"}


def test_what_stands_under_an_office_follows_the_day(province: None) -> None:
    under = queries.offices_under(id_of("so-xd"), NOW)
    assert under == {id_of("so-xd"), id_of("doi-qldt")}
    assert queries.offices_under(id_of("ubnd"), SPRING) == {id_of("ubnd"), id_of("so-gtvt")}


def test_a_change_of_name_leaves_one_path(province: None) -> None:
    paths = OfficePath.objects.filter(descendant__code="so-xd")
    assert sorted(paths.values_list("ancestor__code", "depth", "valid_from", "valid_to")) == [
        ("so-xd", 0, date(2025, 7, 1), None),
        ("ubnd", 1, date(2025, 7, 1), None),
    ]


def test_an_office_keeps_its_number_when_the_pack_is_applied_again(province: None) -> None:
    before = dict(Office.objects.values_list("code", "id"))
    renamed = [
        row.model_copy(update={"name_vi": "Trung tâm điều hành"}) if row.code == "ioc" else row
        for row in small_offices()
    ]
    commands.apply_organisation(small_world([*renamed, office_row("moi")]))
    after = dict(Office.objects.values_list("code", "id"))
    assert {code: after[code] for code in before} == before
    assert queries.office("ioc", NOW).name() == "Trung tâm điều hành"  # type: ignore[union-attr]


def test_an_office_may_not_disappear_and_nothing_changes_then(province: None) -> None:
    versions = OfficeVersion.objects.count()
    with pytest.raises(OfficesVanished, match="so-gtvt"):
        commands.apply_organisation(small_world([row for row in small_offices() if row.code != "so-gtvt"]))
    assert OfficeVersion.objects.count() == versions


def test_another_process_sees_a_new_organisation_by_its_token(province: None) -> None:
    first = snapshot.current()
    Revision.objects.update(organisation="another")
    snapshot.forget()
    assert snapshot.current() is not first
    assert snapshot.current() is snapshot.current()


def test_the_zone_of_the_pack_decides_which_day_it_is(province: None) -> None:
    with clock.frozen(datetime(2026, 11, 22, 18, tzinfo=UTC)):
        assert snapshot.today() == date(2026, 11, 23)
    assert queries.time_zone() == "Asia/Ho_Chi_Minh"


def test_roles_and_rules_come_in_the_order_of_the_pack(province: None) -> None:
    assert [role.id for role in queries.roles()][:2] == ["officer", "head"]
    ids = [rule.id for rule in queries.policy().rules]
    assert ids[0] == "states-own-absence"
    assert ids.index("states-own-absence") < ids.index("anyone-reads-published")


def test_hue_is_applied_with_few_statements(db: None, django_assert_max_num_queries: object) -> None:
    world = hue_world()
    with django_assert_max_num_queries(60):  # type: ignore[operator]
        commands.apply_organisation(world)
    # Among them the catalogue of posts, the acts of reorganisation, and who took over from whom.
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        day = date(2024, 6, 30)
        districts = queries.offices_in_force(day, level="district")
        communes = queries.offices_in_force(NOW, kind="people-committee", level="commune")
    assert len([view for view in districts if view.kind == "people-committee"]) == 9
    assert len(communes) == 40
    assert len(queries.offices_under(queries.office("ubnd", NOW).id, NOW)) > 40  # type: ignore[union-attr]
