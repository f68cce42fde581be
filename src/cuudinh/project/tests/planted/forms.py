"""Faults in what is asked: questions, conditions, steps, bars, who files once and how many places there are."""

from cuudinh.project.tests.planted.planting import PERMIT, planted

_MERIT = "{id: merit, type: flag,"
_TABLES = "{id: tables, type: number, required: true,"
_LINE = "  - {id: note, type: text, label: {vi: Ghi chú, en: Note}, "
_WHERE = "\ndeadlines:\n"


def _question(more: str) -> str:
    return f"\n{_LINE}{more}}}\n{_WHERE}"


def _beside(text: str) -> str:
    return f"\n{text}\n{_WHERE}"


_BIRTH = "  - {id: birth, type: date, label: {vi: Ngày sinh, en: Date of birth}}"
_IN_THE_EVENING = "show_if: \"answers.hours == 'toi'\""
_MORE = f"\n  - {{id: more, type: flag, label: {{vi: Thêm, en: More}}, {_IN_THE_EVENING}}}\n"
_BARRED = "eligibility: {{questions: [tables], bars: [{}]}}"
_BAR = 'because: {vi: Không được., en: Not allowed.}, source: "Bịa"'
_STEPS = (
    "steps:\n"
    "  - {id: one, title: {vi: Một, en: One}, questions: [place, tables, hours]}\n"
    '  - {id: two, title: {vi: Hai, en: Two}, questions: [merit, other_phone], show_if: "%s"}'
)

PLANTED = (
    *planted(
        PERMIT,
        ("never asked", _WHERE, _question('show_if: "answers.tables > 40.0"'), '"note" is never asked'),
        ("always asked", _WHERE, _question('show_if: "answers.tables >= 0.0"'), '"note" is always asked'),
        (
            "asked by two answers to one question",
            _WHERE,
            _question("show_if: \"answers.hours == 'toi' && answers.hours == 'sang'\""),
            '"note" is never asked',
        ),
        (
            "needed by nobody",
            _WHERE,
            _question('required_if: "answers.tables < 0.0"'),
            "never has to be answered",
        ),
        (
            "needed by everybody",
            _WHERE,
            _question("required_if: \"answers.hours != 'trua' || true\""),
            "expected one of",
        ),
        (
            "needed whatever is answered",
            _WHERE,
            _question('required_if: "answers.merit || !answers.merit"'),
            "always has to be answered",
        ),
        (
            "asked under a question that is not asked then",
            _WHERE,
            f"{_MORE}{_LINE}show_if: \"answers.more && answers.hours == 'sang'\"}}\n{_WHERE}",
            '"note" is never asked',
        ),
        (
            "an age that nobody has",
            _WHERE,
            f'\n{_BIRTH}\n{_LINE}show_if: "ages.birth >= 18.0 && ages.birth < 16.0"}}\n{_WHERE}',
            '"note" is never asked',
        ),
        (
            "a day before and after",
            _WHERE,
            f"\n{_BIRTH}\n{_LINE}show_if: \"answers.birth > '2020-01-01' && answers.birth < '2019-01-01'\"}}\n{_WHERE}",
            '"note" is never asked',
        ),
        (
            "read before it is asked",
            _MERIT,
            '{id: merit, type: flag, show_if: "answers.later",',
            'unknown name under answers: "later"',
        ),
        (
            "an answer that is none",
            _MERIT,
            "{id: merit, type: flag, show_if: \"answers.hours == 'trua'\",",
            'unknown answers.hours "trua"',
        ),
        ("no CEL", _MERIT, '{id: merit, type: flag, show_if: "answers.hours ==",', "condition: no CEL"),
        (
            "no yes or no",
            _MERIT,
            '{id: merit, type: flag, show_if: "answers.tables + 1.0",',
            "not true or false",
        ),
        (
            "a loop",
            _MERIT,
            '{id: merit, type: flag, show_if: "[1].all(x, x > 0)",',
            "a condition has no loops",
        ),
        (
            "one choice twice",
            "{id: toi, label: {vi: Buổi tối",
            "{id: sang, label: {vi: Buổi tối",
            'choice of "hours"',
        ),
        ("one question twice", _MERIT, "{id: hours, type: flag,", 'two of kind question are called "hours"'),
        (
            "more at least than at most",
            "minimum: 1, maximum: 40",
            "minimum: 50, maximum: 40",
            "more at least than at most",
        ),
        (
            "a choice without choices",
            _WHERE,
            "\n  - {id: note, type: choice, label: {vi: Ghi chú, en: Note}}\n" + _WHERE,
            "a choice without choices",
        ),
        (
            "a group without questions",
            _WHERE,
            "\n  - {id: note, type: group, label: {vi: Ghi chú, en: Note}}\n" + _WHERE,
            "a group without questions",
        ),
        ("nothing asked", _WHERE, "\n  - {id: note, type: text}\n" + _WHERE, "what does the page ask?"),
        (
            "calculated from nothing",
            _WHERE,
            '\n  - {id: sum, type: calculated, value: "answers.table * 2.0", label: {vi: Tổng, en: Sum}}\n'
            + _WHERE,
            'did you mean "tables"',
        ),
        (
            "a step that is never shown",
            _WHERE,
            _beside(_STEPS % "answers.tables > 40.0"),
            'the step "two" is never asked',
        ),
        (
            "a question in no step",
            _WHERE,
            _beside(_STEPS.replace("questions: [merit, other_phone]", "questions: [other_phone]") % "true"),
            'no step asks "merit"',
        ),
        (
            "a bar for nobody",
            _WHERE,
            _beside(
                f'eligibility: {{questions: [tables], bars: [{{when: "answers.tables > 40.0", {_BAR}}}]}}'
            ),
            "this bar keeps nobody out",
        ),
        (
            "a bar for everybody",
            _WHERE,
            _beside(
                f'eligibility: {{questions: [tables], bars: [{{when: "answers.tables < 41.0", {_BAR}}}]}}'
            ),
            "this bar keeps everybody out",
        ),
        (
            "a bar that sends nowhere",
            _WHERE,
            _beside(_BARRED.format(f'{{when: "answers.tables > 20.0", service: dat-ban, {_BAR}}}')),
            'did you mean "dat-ban-ghe"',
        ),
        (
            "a bar on what is asked later",
            _WHERE,
            _beside(f"eligibility: {{questions: [tables], bars: [{{when: answers.merit, {_BAR}}}]}}"),
            "which is not asked before it",
        ),
        (
            "once by what is not asked",
            _WHERE,
            _beside("once_per: [{who: [answers.name]}]"),
            'unknown question "name"',
        ),
        (
            "once by what may be left out",
            _WHERE,
            _beside("once_per: [{who: [answers.merit]}]"),
            "does not always say who files",
        ),
        (
            "once by what is asked of some",
            _WHERE,
            f"\n{_LINE}required: true, {_IN_THE_EVENING}}}\nonce_per: [{{who: [answers.note]}}]\n{_WHERE}",
            "does not always say who files",
        ),
        (
            "no places at all",
            _WHERE,
            _beside('quota: {total: [{since: "2025-07-01", value: 0, source: "Bịa"}]}'),
            "0 places",
        ),
        (
            "places by no choice",
            _WHERE,
            _beside('quota: {by: tables, total: [{since: "2025-07-01", value: 9, source: "Bịa"}]}'),
            "no choice that everybody makes",
        ),
        (
            "seen by an unknown role",
            _WHERE,
            _beside("restricted: {roles: [oficer]}"),
            'did you mean "officer"',
        ),
        (
            "a page that asks too little",
            "{id: place, type: place",
            "{id: place, type: photos",
            "who decides goes by one",
        ),
        (
            "an act left out that is none",
            "flow: mot-cua",
            "flow: mot-cua\nleaves_out: [aprove]",
            'did you mean "approve"',
        ),
        (
            "what everybody needs left out",
            "flow: mot-cua",
            "flow: mot-cua\nleaves_out: [approve]",
            "no state has status 9",
        ),
        (
            "only some may be told apart",
            _TABLES,
            "{id: tables, type: number,",
            "may be left out, and the fee needs it",
        ),
    ),
)
