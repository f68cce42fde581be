"""Faults in what it costs: fees in time, who pays which line, where it is paid, what a dossier says of it."""

from cuudinh.project.tests.planted.planting import FLOW, PERMIT, planted

FEE, COPIES = "fees/via-he.yaml", "fees/mot-cua.yaml"

PLANTED = (
    *planted(
        PERMIT,
        ("an unknown fee", "fee_table: dat-ban-ghe", "fee_table: dat-ban-gh", 'did you mean "dat-ban-ghe"'),
        ("what the fee asks unanswered", "gio: hours, ", "", 'asks for "gio", and nothing answers it'),
        ("answered by nothing", "gio: hours,", "gio: hour,", 'unknown question "hour"'),
        ("answered by another kind", "gio: hours,", "gio: tables,", '"tables" is of type number'),
        (
            "more tables than the fee knows",
            "minimum: 1, maximum: 40",
            "minimum: 1, maximum: 60",
            "may be more or less than the fee reckons with",
        ),
        (
            "hours that the fee does not know",
            "{id: sang, label",
            "{id: trua, label: {vi: Buổi trưa, en: Noon}}, {id: sang, label",
            "the fee does not know trua",
        ),
        (
            "a service that goes with none",
            "  linked: [chung-thuc-ban-sao, dang-ky-khai-sinh]",
            "  linked: [dat-ban]",
            'unknown dossier service "dat-ban"',
        ),
        ("one paper twice", "{id: so-do, title", "{id: don, title", 'two papers are called "don"'),
        ("an unknown body", "office: so-xay-dung", "office: so-xay-dun", 'did you mean "so-xay-dung"'),
        (
            "a number without its office",
            'number: "{org}-',
            'number: "DBG-',
            "begins with the code of its office",
        ),
        (
            "an hour that the country fixes",
            "  extension_most:",
            '  cut_off: "16:00"\n  extension_most:',
            "fixed by the country",
        ),
    ),
    *planted(
        FEE,
        (
            "a price that begins late",
            'prices:\n      - since: "2025-07-01"',
            'prices:\n      - since: "2025-08-01"',
            "there is no price before 2025-08-01",
        ),
        (
            "a price that ends",
            'prices:\n      - since: "2025-07-01"',
            'prices:\n      - since: "2025-07-01"\n        until: "2026-12-31"',
            "nothing holds after 2026-12-31",
        ),
        (
            "nobody pays in the evening",
            "when: \"answers.gio == 'toi'\"",
            "when: \"answers.gio == 'sang'\"",
            "no line of the price is for",
        ),
        (
            "a line for nobody",
            "when: \"answers.gio == 'toi'\"",
            "when: \"answers.gio == 'toi' && answers.so_ban_ghe > 40\"",
            "is for nobody: its condition never holds",
        ),
        (
            "a reduction for nobody",
            "when: answers.nha_co_cong",
            'when: "answers.nha_co_cong && !answers.nha_co_cong"',
            '"nguoi-co-cong" is for nobody',
        ),
        (
            "an hour that is none",
            "when: \"answers.gio == 'toi'\"",
            "when: \"answers.gio == 'khuya'\"",
            'unknown answers.gio "khuya"',
        ),
        (
            "counted by nothing",
            "per: so_ban_ghe, when: \"answers.gio == 'sang'\"",
            "per: so_ban, when: \"answers.gio == 'sang'\"",
            'did you mean "so_ban_ghe"',
        ),
        ("an example that does not hold", "pays_vnd: 180000", "pays_vnd: 190000", "180000 đồng comes out"),
        (
            "an example of no fee",
            "sáu bàn buổi tối, fee: dat-ban-ghe",
            "sáu bàn buổi tối, fee: dat-ban",
            'did you mean "dat-ban-ghe"',
        ),
    ),
    *planted(
        COPIES,
        (
            "months without a price",
            'until: "2025-06-30"',
            'until: "2025-04-30"',
            "nothing holds from 2025-05-01 to 2025-06-30",
        ),
        (
            "two prices at once",
            'until: "2025-06-30"',
            'until: "2025-07-31"',
            "while the row before holds until 2025-07-31",
        ),
        (
            "two fees of one name",
            "- id: dang-ky-ho-kinh-doanh",
            "- id: chung-thuc-ban-sao",
            "two fees are called",
        ),
    ),
    *planted(
        "organisation/collecting.yaml",
        (
            "nowhere to pay at first",
            'since: "2020-01-01"',
            'since: "2025-08-01"',
            "there is no account to pay into before 2025-08-01",
        ),
    ),
    *planted(
        FLOW,
        (
            "never asked to pay",
            "fee: {charge_at: [filed, request_payment]",
            "fee: {charge_at: [filled, request_payment]",
            'did you mean "filed"',
        ),
    ),
)
