"""Faults in words: texts that are missing in a language, messages that tell less, guides that say nothing."""

from cuudinh.project.tests.planted.planting import EXAMPLES, FLOW, PERMIT, SERVICE, TOPICS, planted

PLANTED = (
    *planted(
        "messages/cases.yaml",
        (
            "a message without English",
            "title: {vi: Đã nhận phản ánh, en: Report received}",
            "title: {vi: Đã nhận phản ánh}",
            "title has no text in en",
        ),
        (
            "a message without Vietnamese",
            "title: {vi: Đã nhận phản ánh, en: Report received}",
            "title: {en: Report received}",
            'no text in "vi"',
        ),
        (
            "English that tells less",
            "Expect an answer by {due}.",
            "Expect an answer soon.",
            'the text in "en" does not tell due',
        ),
        (
            "a placeholder of nothing",
            "Report {number} ({topic}) is recorded",
            "Report {numbr} ({topic}) is recorded",
            'did you mean "number"',
        ),
        (
            "a fact nobody tells",
            "placeholders: [number, office]",
            "placeholders: [number, office, due]",
            "nothing is said of due",
        ),
        ("braces in a title", "en: Report received}", 'en: "Report {number}"}', "has braces"),
        (
            "two messages of one name",
            "- id: assigned_immediate",
            "- id: filed",
            'two messages are called "filed"',
        ),
        (
            "who somebody is",
            "placeholders: [number, topic, due]",
            "placeholders: [number, topic, due, phone]",
            '"phone" would say who somebody is',
        ),
    ),
    *planted(
        SERVICE,
        (
            "an act without English",
            "label: {vi: Nhận việc, en: Accept}",
            "label: {vi: Nhận việc}",
            "has no text in en",
        ),
        (
            "what comes next without English",
            "next: {vi: Đơn vị nhận việc., en: The office accepts it.}",
            "next: {vi: Đơn vị nhận việc.}",
            "has no text in en",
        ),
        (
            "a text of spaces",
            "label: {vi: Nhận việc, en: Accept}",
            'label: {vi: Nhận việc, en: "  "}',
            'the text in "en" says nothing',
        ),
        (
            "a text in French",
            "label: {vi: Nhận việc, en: Accept}",
            "label: {vi: Nhận việc, en: Accept, fr: Accepter}",
            'a text in "fr"',
        ),
        (
            "a reason without Vietnamese",
            "label: {vi: Trùng lặp, en: Duplicate}",
            "label: {en: Duplicate}",
            "has no text in vi",
        ),
        (
            "two reasons of one name",
            "{id: ngoai-pham-vi",
            "{id: trung-lap",
            "is the name of more than one reason",
        ),
        ("keywords in French", "open311: true", "open311: true\nkeywords: {fr: [rue]}", 'keywords in "fr"'),
        ("a number of nothing", "{seq:4}", "{nr}", "unknown part {nr}"),
        (
            "another name than its folder",
            "service: bao-hong",
            "service: bao-hon",
            'the service is called "bao-hon"',
        ),
    ),
    *planted(
        TOPICS,
        (
            "a topic without English",
            "title: {vi: Cây đổ, en: Fallen tree}",
            "title: {vi: Cây đổ}",
            "has no text in en",
        ),
    ),
    *planted(
        PERMIT,
        (
            "a question without English",
            "label: {vi: Số bàn, en: Number of tables}",
            "label: {vi: Số bàn}",
            "has no text in en",
        ),
        (
            "a choice without English",
            "label: {vi: Buổi tối, en: Evenings}",
            "label: {vi: Buổi tối}",
            "has no text in en",
        ),
        (
            "a paper without Vietnamese",
            "title: {vi: Đơn đề nghị, en: Application}",
            "title: {en: Application}",
            "has no text in vi",
        ),
        ("an unknown group", "group: giao-thong", "group: giao-thon", 'did you mean "giao-thong"'),
        (
            "an unknown event of life",
            "life_events: [kinh-doanh]",
            "life_events: [kinh-doan]",
            'did you mean "kinh-doanh"',
        ),
    ),
    *planted(
        FLOW,
        (
            "a reason of the country without English",
            "label: {vi: Sự cố kỹ thuật, en: A technical fault}",
            "label: {vi: Sự cố kỹ thuật}",
            "has no text in en",
        ),
    ),
    *planted(
        "questions/ca-nhan.yaml",
        ("a question of the bank without English", ", en: ", ", vn: ", 'a text in "vn"'),
    ),
    *planted(
        "papers/one-stop.yaml",
        (
            "a paper form without a name in English",
            'en: "Notice that a dossier is not gone on with"',
            'fr: "Avis"',
            'a text in "fr"',
        ),
    ),
    *planted(
        "services/catalogue.yaml",
        (
            "a group without English",
            "title: {vi: Y tế, en: Health}",
            "title: {vi: Y tế}",
            "has no text in en",
        ),
    ),
    *planted(
        "dossiers/statuses.yaml",
        ("a status twice", "code: 7,", "code: 8,", "a status code is missing or stands twice"),
    ),
    *planted(
        "services/bao-hong/guide.en.md",
        ("a guide that says nothing", "", "", 'the guide of "bao-hong" says nothing'),
    ),
    *planted("services/bao-hong/guide.fr.md", ("a guide in French", "", "Bonjour", 'a guide in "fr"')),
    *planted(
        EXAMPLES,
        (
            "an example of another state",
            "state: assigned, owner",
            "state: received, owner",
            "state: expected received, came out assigned",
        ),
        (
            "an example of another office",
            "owner: cong-ty-sach-dep",
            "owner: so-xay-dung",
            "owner: expected so-xay-dung, came out cong-ty-sach-dep",
        ),
        (
            "an example of another hour",
            'due: "2026-12-03T08:00+07:00"',
            'due: "2026-12-03T09:00+07:00"',
            "due: expected",
        ),
        (
            "an example of another refusal",
            "refused: not-yours",
            "refused: not-there",
            "refused with not-yours",
        ),
        (
            "an example that is done",
            "- {by: owner.officer, do: approve}",
            "- {by: dispatcher, do: approve}",
            "expected the refusal not-yours, but it was done",
        ),
        (
            "an example that expects nothing",
            'expect: {owner: cong-ty-sach-dep, due: "2026-12-01T08:00+07:00"}',
            "expect: {}",
            "expects nothing, so it always holds",
        ),
        (
            "two examples of one name",
            "name: rác một ngày làm việc, công ty phụ trách",
            "name: ba ngày làm việc, xã phụ trách đường",
            "two examples are called",
        ),
    ),
)
