"""The door for writing: one function is one act, one transaction, one line in the audit log.

Every command takes the actor first. It checks the policy and the flow, writes the row, the event, the clock,
the due times and the counters together, and leaves word in the outbox for whoever listens.
"""

from cuudinh.engines.cases.commands.acting import perform_act, perform_many
from cuudinh.engines.cases.commands.bundling import begin_bundle, drop_bundle, send_bundle
from cuudinh.engines.cases.commands.closing_days import close_day
from cuudinh.engines.cases.commands.drafting import (
    add_papers,
    begin_form,
    drop_file,
    drop_form,
    forget_answer,
    save_step,
    send_form,
)
from cuudinh.engines.cases.commands.filing import file_case
from cuudinh.engines.cases.commands.filters import drop_filter, save_filter
from cuudinh.engines.cases.commands.following import follow_case, unfollow_case
from cuudinh.engines.cases.commands.handing_over import Taker, hand_over, hand_over_many
from cuudinh.engines.cases.commands.inheriting import hand_over_all, hand_over_work
from cuudinh.engines.cases.commands.opening import open_own_answers
from cuudinh.engines.cases.commands.pictures import add_pictures, mark_areas, show_picture, show_pictures
from cuudinh.engines.cases.commands.placing import place_cases_again
from cuudinh.engines.cases.commands.recounting import DesksRecounted, recount_desks
from cuudinh.engines.cases.commands.reusing import reuse_paper
from cuudinh.engines.cases.commands.revealing import reveal_reporter
from cuudinh.engines.cases.commands.services import apply_services

__all__ = [
    "DesksRecounted",
    "Taker",
    "add_papers",
    "add_pictures",
    "apply_services",
    "begin_bundle",
    "begin_form",
    "close_day",
    "drop_bundle",
    "drop_file",
    "drop_filter",
    "drop_form",
    "file_case",
    "follow_case",
    "forget_answer",
    "hand_over",
    "hand_over_all",
    "hand_over_many",
    "hand_over_work",
    "mark_areas",
    "open_own_answers",
    "perform_act",
    "perform_many",
    "place_cases_again",
    "recount_desks",
    "reuse_paper",
    "reveal_reporter",
    "save_filter",
    "save_step",
    "send_bundle",
    "send_form",
    "show_picture",
    "show_pictures",
    "unfollow_case",
]
