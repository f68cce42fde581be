"""The part of a pack that identity understands: offices in time, roles, the policy, what holds for personal data."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain, pairwise
from typing import Any, Final

from cuudinh.engines.identity import policy_checks, privacy_checks, representation_checks, sign_in_checks
from cuudinh.engines.identity.delegable import wrong_actions
from cuudinh.engines.identity.office_codes import codes_of, systems_of, wrong_codes
from cuudinh.engines.identity.policy_checks import roles_of, rules_of, unknown_name
from cuudinh.engines.identity.policy_examples import PolicyExamplesShape
from cuudinh.engines.identity.positions import idle_positions, positions_of, wrong_positions
from cuudinh.engines.identity.privacy_checks import purposes_of
from cuudinh.engines.identity.reorganisations import reorganisations_of, wrong_reorganisations
from cuudinh.engines.identity.rules import COOPERATING, OWNER, PLAIN, RECEIVING
from cuudinh.engines.identity.scenarios import faults_of_scenarios, scenarios_of
from cuudinh.engines.identity.serving import ServingShape, with_functions, wrong_serving
from cuudinh.engines.identity.shapes import OfficeRow, PolicyShape, RoleShape, RolesShape, RuleShape
from cuudinh.engines.identity.shapes_clients import ClaimItemShape, ClaimsShape, PressShape
from cuudinh.engines.identity.shapes_conversions import ScenarioShape
from cuudinh.engines.identity.shapes_delegable import DelegableShape
from cuudinh.engines.identity.shapes_organisation import (
    CodeSystemsShape,
    OfficeCodeRow,
    PositionShape,
    PositionsShape,
    ReorganisationShape,
    ReorganisationsShape,
)
from cuudinh.engines.identity.shapes_privacy import (
    ConcealmentShape,
    IncidentsShape,
    LooksShape,
    PurposesShape,
    RetentionShape,
    RightsShape,
)
from cuudinh.engines.identity.shapes_representation import RepresentationShape
from cuudinh.engines.identity.shapes_sign_in import SignInShape
from cuudinh.engines.identity.tree import FOR_EVER, Period, circles, covers, grouped
from cuudinh.kernel.actor import STATE
from cuudinh.kernel.numbers import date_text
from cuudinh.packs.faults import Fault
from cuudinh.packs.parts import Part, Pattern, Said, lost
from cuudinh.packs.world import PackWorld

__all__ = [
    "ACTS",
    "PART",
    "ClaimItemShape",
    "ClaimsShape",
    "CodeSystemsShape",
    "OfficeCodeRow",
    "OfficeRow",
    "PolicyShape",
    "PositionShape",
    "PositionsShape",
    "PressShape",
    "PurposesShape",
    "ReorganisationShape",
    "ReorganisationsShape",
    "RoleShape",
    "RolesShape",
    "RuleShape",
    "claim_items_of",
    "codes_of",
    "offices_of",
    "period_of",
    "positions_of",
    "press_of",
    "purposes_of",
    "relations_of",
    "reorganisations_of",
    "roles_of",
    "rules_of",
    "scenarios_of",
    "systems_of",
]

# The vocabulary of the policy: every act that anybody asks leave for, and what it is.
ACTS: Final[Mapping[str, str]] = {
    "absence.own": "say when one is away and who stands in",
    "absence.state": "say when somebody of an office is away and who stands in",
    "account.appoint": "give and end memberships",
    "account.convert": "try, carry out, stop and undo a conversion of accounts",
    "account.figures": "see how far a conversion of accounts is",
    "account.open": "open, lock and unlock accounts",
    "account.read_conversion": "see the runs of a conversion, and the accounts that people have to look at",
    "account.review_duplicate": "propose or decide whose accounts of one number are",
    "audit.read": "read the log of who did what",
    "case.act": "do acts of the flow",
    "case.figures": "see figures",
    "case.file": "file a case for oneself",
    "case.file_for_caller": "file a case for somebody on the phone",
    "case.file_with_mandate": "hand in a dossier for somebody else, on a recorded basis",
    "case.follow": "be told about a case of somebody else",
    "case.list": "see cases in lists",
    "case.read_office": "read a case as offices see it",
    "case.read_original": "read the words as they were written, before anything was covered",
    "case.read_own": "read one's own case",
    "case.read_public": "read what is published of a case",
    "case.redact": "cover areas of pictures and words of texts",
    "client.manage": "register other systems, change their secrets, withdraw them",
    "client.read": "see which other systems there are, and how they agree with us",
    "delegation.give": "delegate named acts of one's seat to somebody else, by a document",
    "fee.charge": "draw up what is owed, and withdraw it",
    "fee.collect": "take money at a desk",
    "fee.decide_refund": "decide on money to give back",
    "fee.pay": "see and pay what one owes",
    "fee.propose_refund": "propose to give money back",
    "fee.read": "see what is owed to an office",
    "fee.settle": "say what money is for, and compare with the bank",
    "identity.applicant": "see whose dossier it is, at the offices that have it",
    "identity.find": "find whoever stands at a desk by a number that they show",
    "identity.reveal": "see who reported, after break-glass",
    "identity.rotate_keys": "change the keys of personal fields",
    "organisation.manage": "plan and carry out reorganisations",
    "organisation.read": "see offices, their codes and who holds or held which seat",
    "pack.apply": "put a pack in force",
    "paper.issue": "issue a paper of an office, such as a receipt",
    "paper.read": "read what a paper of an office says, and its file",
    "privacy.answer": "answer what people ask of their own data, and carry it out",
    "press.check": "check reporters, give and withdraw their cards",
    "privacy.incident": "record incidents with personal data and tell of them",
    "privacy.retain": "see and carry out how long personal data are kept",
    "privacy.conceal": "keep looks from the person they are about for a while, by a document",
    "representation.decide": "confirm, refuse and end that somebody acts for a child or an organisation",
    "service.design": "draft changes of services, try them, play cases again, put them before a second person",
    "service.publish": "approve a draft of a service that somebody else wrote, and put it in force",
    "service.read_drafts": "see drafts of services and what they would change",
    "representation.use": "ask to act for a child or an organisation, and act for them",
    "score.office": "see the scores of an office and the cases behind them",
    "score.own": "see one's own scores and the cases behind them",
    "score.province": "see the scores of all offices and the cases behind them",
}


def offices_of(world: PackWorld) -> list[OfficeRow]:
    """Give the periods of offices, in the order of the table, each with all the functions that it is given."""
    return world.once(with_functions)


def claim_items_of(world: PackWorld) -> list[ClaimItemShape]:
    """Give the catalogue of what other systems may ask of a person, in its order."""
    return [item for one in world.shapes(ClaimsShape) for item in one.value.items]


def press_of(world: PackWorld) -> PressShape | None:
    """Give the rules of press cards, where the pack has some."""
    return next((one.value for one in world.shapes(PressShape)), None)


def relations_of(world: PackWorld) -> frozenset[str]:
    """Give the relations that rules and flows of a pack may name."""
    roles = [role.id for role in roles_of(world)]
    beside = (prefix + role for prefix in (OWNER, COOPERATING, RECEIVING) for role in roles)
    return frozenset(chain(PLAIN, roles, beside))


def period_of(row: OfficeRow) -> Period:
    """Give a row as a period of the tree."""
    return Period(row.code, row.parent, row.valid_from, row.valid_to or FOR_EVER)


def _check(world: PackWorld) -> Iterator[Fault]:
    rows = offices_of(world)
    yield from policy_checks.check(world, ACTS, relations_of(world))
    yield from policy_checks.twice(world, claim_items_of(world), "item")
    yield from faults_of_scenarios(world, {role.id for role in roles_of(world)})
    yield from _wrong_periods(world, rows)
    yield from _wrong_tree(world, rows)
    yield from _wrong_root(world, rows)
    yield from _wrong_successors(world, rows)
    yield from wrong_reorganisations(world, rows)
    yield from wrong_codes(world, rows)
    yield from _wrong_domains(world, rows)
    yield from wrong_positions(world, {role.id for role in roles_of(world)})
    yield from idle_positions(world, {who.rpartition(".")[2] for rule in rules_of(world) for who in rule.who})
    yield from wrong_actions(world, ACTS, {role.id for role in roles_of(world)})
    yield from wrong_serving(world, rows)
    yield from _wrong_places(world, rows)
    yield from _served_twice(world, rows)
    yield from privacy_checks.check(world)
    yield from sign_in_checks.check(world)
    yield from representation_checks.check(world)


def _wrong_periods(world: PackWorld, rows: Iterable[OfficeRow]) -> Iterator[Fault]:
    by_code: dict[str, list[OfficeRow]] = defaultdict(list)
    for row in rows:
        by_code[row.code].append(row)
        if row.valid_to is not None and row.valid_to < row.valid_from:
            expected = f"a day on or after {row.valid_from}"
            yield world.fault_of(row, "the office ends before it begins", "valid_to", expected=expected)
        if not row.names:
            yield world.fault_of(row, f'"{row.code}" has no name', expected="name_vi or name_en")
        yield from _unnamed(world, row)
    for own in by_code.values():
        yield from _overlapping(world, sorted(own, key=lambda row: row.valid_from))


def _unnamed(world: PackWorld, row: OfficeRow) -> Iterator[Fault]:
    for language in world.languages:
        if f"name_{language}" in OfficeRow.model_fields and row.names and language not in row.names:
            what = f'"{row.code}" has no name in "{language}"'
            yield world.fault_of(
                row, what, f"name_{language}", expected="a name in every language of the pack"
            )


def _overlapping(world: PackWorld, own: list[OfficeRow]) -> Iterator[Fault]:
    for before, after in pairwise(own):
        if (before.valid_to or FOR_EVER) >= after.valid_from:
            what = f'"{after.code}" is in force twice on {after.valid_from}'
            yield world.fault_of(after, what, "valid_from", expected="one row for each day")


def _wrong_tree(world: PackWorld, rows: list[OfficeRow]) -> Iterator[Fault]:
    by_office = grouped(map(period_of, rows))
    by_period = {period_of(row): row for row in rows}
    for row in rows:
        if not row.parent:
            continue
        if row.parent not in by_office:
            yield unknown_name(world, row, "parent", "office", row.parent, by_office)
        elif not covers(by_office[row.parent], row.valid_from, row.valid_to or FOR_EVER):
            what = f'the parent "{row.parent}" is not in force all the time'
            yield world.fault_of(row, what, "parent", expected="a parent for every day of the office")
    for period in circles(by_period):
        what = f'"{period.office}" stands above itself'
        yield world.fault_of(by_period[period], what, "parent", expected="a tree")


def _wrong_root(world: PackWorld, rows: Iterable[OfficeRow]) -> Iterator[Fault]:
    """One office is at the top; others without a parent are companies and such, of the whole province."""
    root = world.manifest.root_office
    tops = {row.code for row in rows if not row.parent}
    if root is not None and root not in tops:
        yield unknown_name(world, world.manifest, "root_office", "office at the top", root, tops)
    for row in rows:
        if row.code == root and row.parent:
            yield world.fault_of(row, f'the top "{root}" has a parent', "parent", expected="none")
        if not row.parent and row.level != "province":
            expected = "the office above; only offices of the province stand beside the tree"
            yield world.fault_of(row, f'"{row.code}" has no parent', "parent", expected=expected)


def _wrong_domains(world: PackWorld, rows: list[OfficeRow]) -> Iterator[Fault]:
    """The sides of the organisation stand beside each other: no office changes sides or stands under another's."""
    sides: dict[str, str] = {}
    for row in rows:
        if sides.setdefault(row.code, row.domain) != row.domain:
            what = f'"{row.code}" changes sides'
            yield world.fault_of(row, what, "domain", expected="one side through all its life")
    for row in rows:
        for other in filter(None, (row.parent, *row.successors)):
            if sides.get(other, row.domain) != row.domain:
                what = f'"{other}" is on another side than "{row.code}"'
                yield world.fault_of(row, what, "domain", expected="offices of one side only")
        if row.functions and row.domain != STATE:
            what = f'"{row.code}" has functions, and cases come to offices of the State only'
            yield world.fault_of(row, what, "functions", expected="none")


def _wrong_successors(world: PackWorld, rows: list[OfficeRow]) -> Iterator[Fault]:
    by_office = grouped(map(period_of, rows))
    for row in rows:
        if row.successors and row.valid_to is None:
            what = f'"{row.code}" has successors and no end'
            yield world.fault_of(row, what, "successors", expected="a last day, or no successors")
        for code in row.successors:
            if code not in by_office:
                yield unknown_name(world, row, "successors", "office", code, by_office)
            elif code == row.code:
                what = f'"{code}" succeeds itself'
                yield world.fault_of(row, what, "successors", expected="another office")
            elif by_office[code][-1].last <= (row.valid_to or ""):
                what = f'"{code}" is gone by {row.valid_to}'
                yield world.fault_of(row, what, "successors", expected="an office that goes on")


def _wrong_places(world: PackWorld, rows: Iterable[OfficeRow]) -> Iterator[Fault]:
    """Units, calendars and functions are of `places`, which stands above; here they are names in files."""
    units = {unit.code: unit for unit in _held(world, "organisation/units.csv")}
    calendars = {one.id for file in _held(world, "organisation/calendars") for one in file.calendars}
    functions = {one.id for file in _held(world, "organisation/functions") for one in file.functions}
    for row in rows:
        if row.calendar not in calendars:
            yield unknown_name(world, row, "calendar", "calendar", row.calendar, calendars)
        for function in row.functions:
            if function not in functions:
                yield unknown_name(world, row, "functions", "function", function, functions)
        if row.unit and row.unit not in units:
            yield unknown_name(world, row, "unit", "unit", row.unit, units)
        elif row.unit and not _lasts(units[row.unit], row):
            what = f'the unit "{row.unit}" is not in force all the time'
            yield world.fault_of(row, what, "unit", expected="a row of the office for each unit it serves")


def _held(world: PackWorld, beginning: str) -> list[Any]:
    return [record.value for record in world.records if record.path.startswith(beginning)]


def _lasts(unit: Any, row: OfficeRow) -> bool:
    last = row.valid_to or FOR_EVER
    return bool(unit.valid_from <= row.valid_from and last <= (unit.valid_to or FOR_EVER))


def _served_twice(world: PackWorld, rows: Iterable[OfficeRow]) -> Iterator[Fault]:
    """Cases are routed by function, so on no day may two offices of a level serve one for the same unit."""
    serving: dict[tuple[str, str, str], list[OfficeRow]] = defaultdict(list)
    for row in rows:
        for function in row.functions:
            serving[function, row.unit, row.level].append(row)
    for (function, unit, _), same in serving.items():
        same.sort(key=lambda row: (row.valid_from, row.code))
        for before, after in pairwise(same):
            if (before.valid_to or FOR_EVER) >= after.valid_from:
                what = f'"{function}" is served in "{unit}" by "{before.code}" and "{after.code}" at once'
                yield world.fault_of(after, what, "functions", expected="one of them")


def _sentences(old: PackWorld | None, new: PackWorld) -> Iterator[Said]:
    """Say which offices begin and end, and which rules change: that is what people will feel."""
    before = {period_of(row): row for row in offices_of(old)} if old else {}
    rows = offices_of(new)
    added = len({row.code for row in rows} - {row.code for row in before.values()})
    if added:
        yield Said(f"Thêm {added} đơn vị.", f"{added} offices are added.")
    for row in rows:
        was = before.get(Period(row.code, row.parent, row.valid_from))
        if was is not None and row.valid_to:
            last = date.fromisoformat(row.valid_to)
            name_vi, name_en = (row.names.get(key) or row.code for key in ("vi", "en"))
            yield Said(
                f"{name_vi} kết thúc ngày {date_text(last)}.", f"{name_en} ends on {date_text(last, 'en')}."
            )
    yield from _renamed(offices_of(old) if old else [], rows)
    yield from _changed_rules({rule.id: rule for rule in rules_of(old)} if old else {}, rules_of(new))


def _renamed(before: Iterable[OfficeRow], rows: Iterable[OfficeRow]) -> Iterator[Said]:
    held = {(row.code, row.valid_from): row.names for row in before}
    for row in rows:
        names = held.get((row.code, row.valid_from), row.names)
        for language in sorted(set(names) | set(row.names)):
            was, now = (found.get(language, row.code) for found in (names, row.names))
            if was != now:
                yield Said(f"“{was}” đổi tên thành “{now}”.", f"“{was}” is now called “{now}”.")


def _changed_rules(before: Mapping[str, RuleShape], rules: list[RuleShape]) -> Iterator[Said]:
    for rule in rules:
        was = before.get(rule.id)
        if before and was != rule:
            yield Said(f"Quy tắc quyền “{rule.id}” thay đổi.", f"The rule “{rule.id}” changes.")
    for gone in sorted(before.keys() - {rule.id for rule in rules}):
        yield Said(f"Bỏ quy tắc quyền “{gone}”.", f"The rule “{gone}” is dropped.")


def _losses(in_force: PackWorld, new: PackWorld) -> Iterable[Fault]:
    before, after = ((row.code for row in offices_of(world)) for world in (in_force, new))
    return lost(new, "organisation/offices.csv", "offices", before, after)


PART = Part(
    name="identity",
    patterns=(
        Pattern("organisation/offices.csv", OfficeRow, "csv"),
        Pattern("organisation/offices_*.csv", OfficeRow, "csv"),
        Pattern("organisation/codes.csv", OfficeCodeRow, "csv"),
        Pattern("organisation/code_systems.yaml", CodeSystemsShape),
        Pattern("organisation/positions.yaml", PositionsShape),
        Pattern("organisation/reorganisations.yaml", ReorganisationsShape),
        Pattern("organisation/roles.yaml", RolesShape),
        Pattern("organisation/serving.yaml", ServingShape),
        Pattern("organisation/sign_in.yaml", SignInShape),
        Pattern("policy/delegable.yaml", DelegableShape),
        Pattern("policy/examples.yaml", PolicyExamplesShape),
        Pattern("policy/*.yaml", PolicyShape),
        Pattern("privacy/concealment.yaml", ConcealmentShape),
        Pattern("privacy/incidents.yaml", IncidentsShape),
        Pattern("privacy/looks.yaml", LooksShape),
        Pattern("clients/claims.yaml", ClaimsShape),
        Pattern("clients/press.yaml", PressShape),
        Pattern("conversion/*.yaml", ScenarioShape),
        Pattern("privacy/purposes.yaml", PurposesShape),
        Pattern("privacy/representation.yaml", RepresentationShape),
        Pattern("privacy/retention.yaml", RetentionShape),
        Pattern("privacy/rights.yaml", RightsShape),
    ),
    check=_check,
    sentences=_sentences,
    losses=_losses,
)
