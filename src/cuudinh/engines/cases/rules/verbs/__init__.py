"""The fixed meaning of each verb: what it does to a case beyond moving it to another state.

A pack decides where a verb leads, who may do it and what is asked; what it means stands here and is the same
everywhere. A verb that has no entry (verify, note, close ...) only moves the case.
"""

from collections.abc import Callable, Mapping
from typing import Final

from cuudinh.engines.cases.rules.moves import Step, Turn
from cuudinh.engines.cases.rules.verbs import deciding, dossiers, handling, joining, reporting, time

HANDLERS: Mapping[str, Callable[[Step], Turn]] = {
    "assign": handling.assign,
    "accept": handling.accept,
    "return": handling.give_back,
    "transfer": handling.transfer,
    "resolve": handling.resolve,
    "request_extension": time.request_extension,
    "grant_extension": time.grant_extension,
    "deny_extension": time.deny_extension,
    "request_joint": joining.request_joint,
    "answer_joint": joining.answer_joint,
    "cancel_joint": joining.cancel_joint,
    "merge": joining.merge,
    "unmerge": joining.unmerge,
    "refuse": deciding.refuse,
    "approve": deciding.approve,
    "rework": deciding.rework,
    "publish": deciding.publish,
    "unpublish": deciding.unpublish,
    "correct": deciding.correct,
    "redact": deciding.redact,
    "reply": reporting.reply,
    "rate": reporting.rate,
    "reopen": reporting.reopen,
    "withdraw": reporting.withdraw,
    "no_reply": reporting.end_unanswered,
    "receive": dossiers.receive,
    "request_supplement": dossiers.request_supplement,
    "supplement": dossiers.supplement,
    "appraise": dossiers.appraise,
    "reappoint": dossiers.reappoint,
    "stop": dossiers.stop,
    "deliver": dossiers.deliver,
}

# The kinds of input without which a verb cannot mean what it means.
NEEDS: Mapping[str, tuple[str, ...]] = {
    "assign": ("office",),
    "transfer": ("office",),
    "return": ("reason",),
    "refuse": ("reason",),
    "request_extension": ("span",),
    "request_joint": ("offices",),
    "cancel_joint": ("offices",),
    "merge": ("case",),
    "rate": ("rating",),
    "request_supplement": ("papers",),
    "reappoint": ("span",),
    "stop": ("reason",),
    "deliver": ("way",),
}

# The verbs that mean what was written: their words go where the act goes.
SPOKEN: Final = frozenset(
    {
        *("ask", "resolve", "approve", "redact", "rate"),
        *("request_supplement", "appraise", "reappoint", "stop"),
        *("request_joint", "answer_joint", "request_extension"),
    }
)
