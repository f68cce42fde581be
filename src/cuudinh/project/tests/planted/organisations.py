"""Faults in who and where: offices, units, what they serve, roles, the policy, indicators."""

from cuudinh.project.tests.planted.planting import planted

OFFICES, UNITS = "organisation/offices.csv", "organisation/units.csv"

PLANTED = (
    *planted(
        OFFICES,
        (
            "an office without English",
            "Sở Xây dựng,Department of Construction",
            "Sở Xây dựng,",
            '"so-xay-dung" has no name in "en"',
        ),
        ("a function that is none", "chieu-sang;cay-xanh", "chieu-san;cay-xanh", 'did you mean "chieu-sang"'),
        ("nobody for the rubbish", ",rac-thai,", ",,", "has no owner in"),
        ("two offices for one thing", "chieu-sang;cay-xanh", "chieu-sang;cay-xanh;rac-thai", "at once"),
        (
            "above itself",
            "people-committee,province,,",
            "people-committee,province,so-xay-dung,",
            "stands above itself",
        ),
        (
            "an office above that is not there",
            "department,province,ubnd",
            "department,province,ubn",
            'did you mean "ubnd"',
        ),
        (
            "an unknown calendar of an office",
            "tiep-nhan,truc-ban",
            "tiep-nhan,truc-bang",
            'did you mean "truc-ban"',
        ),
    ),
    *planted(
        UNITS,
        (
            "a unit without English",
            "Xã Núi Đôi,Nui Doi Commune,xa,3,90-",
            "Xã Núi Đôi,,xa,3,90-",
            'has no name in "en"',
        ),
        ("a unit under none", "xa,3,90-2020-01,0.09", "xa,3,99-2020-01,0.09", "unknown"),
        ("half a point", "90-2020-01,0.09,0.27", "90-2020-01,0.09,", "half a point"),
    ),
    *planted(
        "organisation/successors.csv",
        (
            "a commune that goes nowhere",
            "\n90203-2020-01,90203-2025-07,2025-07-01,1,Nghị quyết bịa số 1,K",
            "",
            "nothing follows it",
        ),
        ("more than the whole", "2025-07-01,0.6,", "2025-07-01,0.7,", "sum to 1.1"),
    ),
    *planted(
        "organisation/codes.csv",
        (
            "dossiers without a number",
            "n-90201-ubnd,qd20,X90.30,2025-07-01",
            "n-90201-ubn,qd20,X90.30,2025-07-01",
            'did you mean "n-90201-ubnd"',
        ),
    ),
    *planted(
        "organisation/serving.yaml",
        (
            "a kind that is none",
            "kinds: [people-committee]",
            "kinds: [people-comittee]",
            'did you mean "people-committee"',
        ),
        (
            "served by nobody",
            "kinds: [people-committee], level: commune",
            "kinds: [department], level: commune",
            "no office serves tu-phap-ho-tich by this row",
        ),
    ),
    *planted(
        "organisation/roles.yaml",
        ("a role twice", "- id: head\n", "- id: officer\n", 'two roles are called "officer"'),
        (
            "a role without English",
            "title: {vi: Chuyên viên, en: Officer}",
            "title: {vi: Chuyên viên}",
            "has no text in en",
        ),
    ),
    *planted(
        "policy/cases.yaml",
        (
            "a post for nothing",
            "who: [receiver, officer, head, helper]",
            "who: [receiver, officer, head]",
            'the role "helper", by which nobody may do anything',
        ),
        (
            "an act that is none",
            "may: [case.read_public]",
            "may: [case.read_publik]",
            'did you mean "case.read_public"',
        ),
        (
            "a relation that is none",
            "who: [owner.officer, owner.head]",
            "who: [owner.oficer, owner.head]",
            'did you mean "owner.officer"',
        ),
        (
            "power without a proof",
            "    fresh: true\n    purpose: required",
            "    purpose: required",
            "without a fresh proof",
        ),
        (
            "the system may not act",
            "who: [system]\n    why: {vi: Hệ thống tự làm",
            "who: [auditor]\n    why: {vi: Hệ thống tự làm",
            "does not hold",
        ),
    ),
    *planted(
        "indicators/tt-01-2018.yaml",
        (
            "two indicators of one name",
            "- id: thoi-gian-don-vi",
            "- id: thoi-gian",
            'have the id "thoi-gian"',
        ),
        (
            "words that do not reach down",
            "{at_least: 0, label: {vi: Yếu",
            "{at_least: 1, label: {vi: Yếu",
            "words for sums go from the highest down to 0",
        ),
        (
            "a grade that is left out",
            "{early: 2, on_time: 1, late: 0}",
            "{early: 2, on_time: 1}",
            "has the grades",
        ),
    ),
    *planted(
        "demo/demo.yaml",
        (
            "words for a topic that is not there",
            "service: bao-hong",
            "service: bao-hon",
            'did you mean "bao-hong"',
        ),
    ),
)
