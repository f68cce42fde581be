"""Faults in the way of a case: states, acts, who does them, who waits."""

from cuudinh.project.tests.planted.planting import FLOW, SERVICE, planted

_ACCEPT = "from: [assigned], to: in_progress, by: [owner.officer],"
_NO_REPLY = "from: [waiting_reporter], to: refused, by: [system], after: {working_days: 10},"
_SELF = "by: [system], after: {working_days: 2}"
_CLOSE = f"  - {{do: close, label: {{vi: Đóng, en: Close}}, from: [resolved], to: closed, {_SELF}}}"
_AGAIN = "  - {do: accept, label: {vi: Nhận, en: Take}, from: [assigned], to: in_progress, by: [owner.head]}"
_WHY = "inputs: [{id: why, kind: text, label: {vi: Vì sao, en: Why}}]"
_BECAUSE = "because: {vi: chưa được., en: not yet.},"

PLANTED = (
    *planted(
        SERVICE,
        (
            "nothing leads to a state",
            "to: resolved, by: [dispatcher",
            "to: refused, by: [dispatcher",
            "the state resolved cannot be reached",
        ),
        (
            "no end",
            "from: [resolved, refused], to: closed",
            "from: [resolved, refused], to: resolved",
            "no way leads from the state",
        ),
        ("nobody ends a wait", _NO_REPLY, "from: [resolved], by: [reporter],", "nothing ends the wait"),
        (
            "by the reporter alone",
            _NO_REPLY,
            "from: [waiting_reporter], to: refused, by: [reporter],",
            "hangs on the reporter alone",
        ),
        (
            "by itself without a time",
            _NO_REPLY,
            "from: [waiting_reporter], to: refused, by: [system],",
            "the platform does nothing by itself without after",
        ),
        (
            "a desk that there is not",
            _ACCEPT,
            "from: [assigned], to: in_progress, by: [receiving.officer],",
            "only dossiers have a desk",
        ),
        (
            "nobody was asked",
            _ACCEPT,
            "from: [assigned], to: in_progress, by: [cooperating.officer],",
            "no act asks other offices",
        ),
        (
            "no lead office yet",
            "from: [received], to: assigned, by: [dispatcher, supervisor]",
            "from: [received], to: assigned, by: [owner.officer]",
            "the case has no lead office there",
        ),
        (
            "nobody is that",
            "by: [dispatcher, supervisor], inputs: [{id: office",
            "by: [foreman], inputs: [{id: office",
            "nobody can be foreman",
        ),
        (
            "a condition no case fulfils",
            _ACCEPT,
            f'{_ACCEPT} when: "case.extensions > 4", {_BECAUSE}',
            "accept can never be done from assigned",
        ),
        (
            "two flags that cannot be",
            _ACCEPT,
            f'{_ACCEPT} when: "flags.reopened && !flags.reopened", {_BECAUSE}',
            "accept can never be done from assigned",
        ),
        (
            "a condition every case fulfils",
            _ACCEPT,
            f'{_ACCEPT} when: "case.open_tasks >= 0", {_BECAUSE}',
            "the condition of accept always holds",
        ),
        ("refused without a word", _ACCEPT, f'{_ACCEPT} when: "!case.is_late",', "nobody is told why"),
        (
            "stuck for one topic",
            _ACCEPT,
            f"{_ACCEPT} when: \"topic != 'rac'\", {_BECAUSE}",
            "possible only for some cases",
        ),
        (
            "stuck after some hours",
            _ACCEPT,
            f"{_ACCEPT} within: {{hours: 8}},",
            "possible only for some days",
        ),
        (
            "stuck the second time",
            "from: [in_progress], to: awaiting_approval, by: [owner.officer],",
            "from: [in_progress], to: awaiting_approval, by: [owner.officer], limit: 1,",
            "possible only 1 times",
        ),
        (
            "two things by themselves",
            "  - {do: rate,",
            f"{_CLOSE}\n  - {{do: rate,",
            "both happen by themselves in resolved",
        ),
        (
            "time that is taken away",
            "within: {working_days: 5}, limit: 1",
            "within: {working_days: 9}, limit: 1",
            "may be done for longer than a case stands in resolved",
        ),
        (
            "the office waits and cannot",
            _ACCEPT,
            "from: [assigned], to: in_progress, by: [dispatcher],",
            "waits for the office, who can do nothing there",
        ),
        (
            "the centre waits and cannot",
            "assigned: {phase: open, clock: office",
            "assigned: {phase: open, clock: centre",
            "waits for the centre, who can do nothing there",
        ),
        (
            "the reporter waits and cannot",
            "from: [waiting_reporter], by: [reporter]",
            "from: [waiting_reporter], by: [dispatcher]",
            "waits for the reporter, who can do nothing there",
        ),
        (
            "out of an end",
            "from: [resolved, refused], to: received",
            "from: [resolved, refused, closed], to: received",
            "closed is final and cannot be left",
        ),
        (
            "a state that is not there",
            "to: in_progress, by: [owner.officer]",
            "to: in_progres, by: [owner.officer]",
            "the state in_progres is not defined",
        ),
        ("a verb that is none", "{do: accept,", "{do: acept,", "acept is no verb"),
        (
            "an act twice",
            "  - {do: rate,",
            f"{_AGAIN}\n  - {{do: rate,",
            "accept from assigned is defined twice",
        ),
        (
            "filed into no queue",
            "received: {phase: open, clock: centre",
            "received: {phase: open, clock: reporter",
            "which is in no queue",
        ),
        (
            "no reason to choose",
            "en: Duplicate}, acts: [refuse]}",
            "en: Duplicate}, acts: [rework]}",
            '"trung-lap" is never offered',
        ),
        (
            "something asked of nobody",
            "to: closed, by: [system], after: {working_days: 6}",
            f"to: closed, by: [system], after: {{working_days: 6}}, {_WHY}",
            "happens by itself, and nobody gives its why",
        ),
        (
            "an end that is not told",
            "tell: [{who: reporter, message: resolved}, {who: followers",
            "tell: [{who: followers",
            "approve ends the case, and whoever filed it is not told",
        ),
        (
            "one key for two acts",
            "clear: [duplicate_suspected], tone: danger,",
            "clear: [duplicate_suspected], tone: danger, key: a,",
            'the key "a" means assign and refuse',
        ),
        (
            "a rating without levels apart",
            "en: Not satisfied}, value: 1",
            "en: Not satisfied}, value: 2",
            "two levels of rating have the same value",
        ),
        ("every rating good", "value: 1, good: false", "value: 1, good: true", "every rating counts alike"),
        (
            "rated by words",
            "{id: rating, kind: rating,",
            "{id: rating, kind: text,",
            "rate has no input of kind rating",
        ),
        (
            "kept for no time said",
            "retention: {identity_years: 2, case_years: 10}",
            "",
            "how long cases and who filed them are kept",
        ),
        (
            "who filed kept longest",
            "identity_years: 2,",
            "identity_years: 20,",
            "kept for longer than the case itself",
        ),
        (
            "a flag without words",
            "  immediate: {label",
            "  hot: {label",
            'the flag "immediate" is set and has no words',
        ),
        (
            "lateness that nobody sees",
            "flag: overdue,",
            "flag: due_soon,",
            'no step of the ladder sets "overdue"',
        ),
        ("a step at no time", "{at_percent: 80, flag", "{flag", "when is this step reached?"),
        (
            "lateness hidden",
            f"{_ACCEPT} tone: primary,",
            f"{_ACCEPT} clear: [overdue], tone: primary,",
            'accept clears "overdue"',
        ),
        (
            "an unknown message",
            "message: assigned_office",
            "message: assigned_ofice",
            'did you mean "assigned_office"',
        ),
        (
            "told to nobody known",
            "{who: followers, message: refused_followers}",
            "{who: folowers, message: refused_followers}",
            'did you mean "followers"',
        ),
        (
            "told nothing",
            "{who: dispatcher, message: awaiting_approval}",
            "{who: dispatcher}",
            "what are they told?",
        ),
        ("a part that is not there", "rating:\n  levels:", "x-rating:\n  levels:", 'unknown key "x-rating"'),
    ),
    *planted(
        FLOW,
        (
            "who is asked cannot answer",
            "from: [processing, supplement, payment]\n    by: [cooperating.officer",
            "from: [processing, payment]\n    by: [cooperating.officer",
            'cannot answer while the case is in "supplement"',
        ),
        (
            "refused by one person",
            "    four_eyes: true\n    tone: danger\n    key: x",
            "    tone: danger\n    key: x",
            "refuse is decided by one person",
        ),
        (
            "time that never begins",
            "    clock: restart\n    tone: primary\n    key: n",
            "    tone: primary\n    key: n",
            "counts from when it is taken in",
        ),
        (
            "a state without its code",
            "withdrawn: {phase: final, status: 7,",
            "withdrawn: {phase: final,",
            'the state "withdrawn" has no status code',
        ),
        (
            "a code of another phase",
            "phase: final, status: 7",
            "phase: final, status: 4",
            "has status 4 and is final",
        ),
        (
            "the desk sees nothing",
            "by: [owner.head]\n    inputs: [{id: answer, kind: long_text, required: false",
            "by: [supervisor]\n    inputs: [{id: answer, kind: long_text, required: false",
            "seen only by those who stand in a relation",
        ),
        (
            "a walk that is no act",
            "- {by: owner.officer, do: deliver",
            "- {by: owner.officer, do: delivr",
            "which is no act of the flow",
        ),
        ("a paper of another act", "issues: [receipt]", "issues: [apology]", "does not say what the paper"),
        (
            "a rule without its reason",
            "supplement_within, warn: {working_days: 5}",
            "supplement_within",
            "who is told before it is done, and when?",
        ),
    ),
)
