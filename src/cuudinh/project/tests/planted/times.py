"""Faults in time: deadlines, owners, calendars, rules of the country, what is open when."""

from cuudinh.project.tests.planted.planting import OFFERED, PERMIT, SERVICE, TOPICS, planted

_OPEN = 'deadlines:\n  default: [{since: "2025-07-01", value: {working_days: 5}'

PLANTED = (
    *planted(
        SERVICE,
        (
            "a promise that begins late",
            'default: [{since: "2020-01-01"',
            'default: [{since: "2021-01-01"',
            "there is no deadline before 2021-01-01",
        ),
        (
            "two promises of one day",
            "  default: [{since",
            '  default: [{since: "2020-01-01", value: {working_days: 4}, source: "Bịa"}, {since',
            "two deadlines begin on 2020-01-01",
        ),
        (
            "nothing promised at once",
            '  immediate: [{since: "2020-01-01", value: {hours: 12}, mark: K, source: "Quy ước của tỉnh bịa ra"}]',
            "",
            "topics are on the immediate track",
        ),
        (
            "a stage longer than the whole",
            "{received: {working_hours: 4}",
            "{received: {working_days: 9}",
            "longer than what is promised for the whole",
        ),
        (
            "a stage of no state",
            "{received: {working_hours: 4}",
            "{recieved: {working_hours: 4}",
            'did you mean "received"',
        ),
        (
            "an unknown calendar",
            "calendar: vn-hanh-chinh",
            "calendar: vn-hanh-chin",
            'did you mean "vn-hanh-chinh"',
        ),
        (
            "who takes in is not there",
            "intake: ioc",
            "intake: c-90101-ubnd",
            "which takes in, is not there on 2025-07-01",
        ),
        ("who takes in is unknown", "intake: ioc", "intake: iok", 'unknown office "iok"'),
    ),
    *planted(
        TOPICS,
        (
            "an owner that ends before it begins",
            'until: "2025-06-30"',
            'until: "2019-06-30"',
            "before it begins on 2020-01-01",
        ),
        ("a month without an owner", 'until: "2025-06-30"', 'until: "2025-05-31"', "has no owner in"),
        (
            "a promise of a topic that begins late",
            'deadline: [{since: "2020-01-01"',
            'deadline: [{since: "2020-02-01"',
            "there is no deadline before 2020-02-01",
        ),
        ("an unknown function", "function: chieu-sang", "function: chieu-san", 'did you mean "chieu-sang"'),
        (
            "an office and a function",
            "function: chieu-sang, at: province",
            "function: chieu-sang, at: province, office: ubnd",
            "an owner is an office, or a function at a level",
        ),
        (
            "a unit that is not there",
            "function: chieu-sang, at",
            'units: ["1"], function: chieu-sang, at',
            'unknown unit "1"',
        ),
        (
            "only in one commune",
            "function: chieu-sang, at",
            "units: [90101-2025-07], function: chieu-sang, at",
            "has no owner in",
        ),
        (
            "a rule that never decides",
            'owner: [{since: "2020-01-01", function: chieu-sang',
            'owner: [{since: "2020-01-01", office: ubnd}, {since: "2020-01-01", function: chieu-sang',
            'rule 2 of "den-duong" never decides',
        ),
        (
            "a level without such an office",
            "function: chieu-sang, at: province",
            "function: chieu-sang, at: commune",
            'that serves "chieu-sang", which none does',
        ),
        ("two topics of one name", "id: den-duong", "id: rac", 'two of kind topic are called "rac"'),
        ("a group that is not there", "group: moi-truong", "group: moi-truon", 'did you mean "moi-truong"'),
        (
            "a condition of no case",
            "function: chieu-sang, at",
            "when: \"topic == 'rac'\", function: chieu-sang, at",
            "nobody is ever asked by this rule",
        ),
    ),
    *planted(
        PERMIT,
        (
            "a deadline after the owner",
            _OPEN,
            _OPEN.replace("2025-07-01", "2025-08-01"),
            "there is no deadline before 2025-08-01",
        ),
        (
            "only some hours have an owner",
            "function: ha-tang, at: commune",
            "when: \"answers.hours != 'toi'\", function: ha-tang, at: commune",
            "hours is 'toi'",
        ),
        (
            "more tables than there can be",
            "function: ha-tang, at: commune, source",
            'when: "answers.tables > 90.0", function: ha-tang, at: commune, source',
            "its condition never holds",
        ),
        (
            "a rule for everybody with a condition",
            "function: ha-tang, at: commune, source",
            'when: "answers.tables >= 0.0", function: ha-tang, at: commune, source',
            "always holds",
        ),
        (
            "two periods at once",
            "deadlines:\n",
            'open_during: [{since: "2026-01-01", source: "Bịa"}, {since: "2026-06-01", source: "Bịa"}]\ndeadlines:\n',
            "two periods are open on 2026-06-01",
        ),
        (
            "open before anybody answers",
            "deadlines:\n",
            'open_during: [{since: "2025-01-01", source: "Bịa"}]\ndeadlines:\n',
            "nobody answers before 2025-07-01",
        ),
        (
            "places that begin late",
            "deadlines:\n",
            'quota: {total: [{since: "2026-01-01", value: 5, source: "Bịa"}]}\ndeadlines:\n',
            "there are no places before 2026-01-01",
        ),
        (
            "a text that had ended",
            'since: "2020-01-01", mark: K, note',
            'since: "2020-01-01", until: "2024-12-31", mark: K, note',
            "had ended before 2025-07-01",
        ),
        (
            "consulted without a deadline",
            'deadline: [{since: "2025-07-01", value: {working_days: 2}',
            'deadline: [{since: "2025-09-01", value: {working_days: 2}',
            "a body that is consulted has no deadline before 2025-09-01",
        ),
        (
            "consulted when it is gone",
            "office: so-xay-dung",
            "office: q-901-ubnd",
            '"q-901-ubnd", which is consulted, is not there',
        ),
        (
            "nobody to consult",
            "- office: so-xay-dung",
            "- function: cay-xanh\n      at: commune",
            'nobody serves "cay-xanh" for',
        ),
    ),
    *planted(
        OFFERED,
        (
            "offered before the country had rules",
            'dang-ky-khai-sinh, since: "2026-01-01"',
            'dang-ky-khai-sin, since: "2026-01-01"',
            'did you mean "dang-ky-khai-sinh"',
        ),
        (
            "offered twice",
            "- {service: dang-ky-khai-sinh",
            "- {service: chung-thuc-ban-sao",
            "is offered twice",
        ),
    ),
    *planted(
        "dossiers/dossier_rules.yaml",
        (
            "a rule of the country that begins late",
            'cut_off:\n  - {since: "2018-06-21"',
            'cut_off:\n  - {since: "2025-09-21"',
            '"cut_off" says nothing before',
        ),
    ),
    *planted(
        "organisation/calendars.yaml",
        (
            "a calendar that begins late",
            'from: "2014-01-01"',
            'from: "2027-01-01"',
            "lies outside the covered days",
        ),
        ("a calendar that ends early", 'to: "2027-12-31"', 'to: "2028-12-31"', "no day off is known in 2028"),
    ),
)
