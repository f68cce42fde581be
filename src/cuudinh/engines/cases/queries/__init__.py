"""The door for reading: every list takes the actor and gives only what that actor may see, as frozen views."""

from cuudinh.engines.cases.queries.admitting import act_admitted, act_form, filing_admitted, is_office_case
from cuudinh.engines.cases.queries.choices import (
    QuestionView,
    ServiceView,
    offices_for_choice,
    open_service,
    public_states,
    questions_shown,
    service_form,
    services,
    suggest_topics,
    topics,
)
from cuudinh.engines.cases.queries.details import (
    Brief,
    brief,
    office_case,
    public_case,
    public_master,
    reporter_case,
    tracked_case,
)
from cuudinh.engines.cases.queries.due import due_backlog
from cuudinh.engines.cases.queries.figures import (
    centre_buckets,
    office_figures,
    public_figures,
    wall_snapshot,
    worklist_buckets,
    zone,
)
from cuudinh.engines.cases.queries.held import numbers_without_meaning
from cuudinh.engines.cases.queries.inheriting import (
    handed_over,
    held_by,
    inheritance_plan,
    open_by_unit,
    open_cases_with_place,
    strays,
)
from cuudinh.engines.cases.queries.lists import (
    centre_queue,
    exchanged_cases,
    followed_cases,
    my_cases,
    public_cases,
    saved_filters,
    worklist,
)
from cuudinh.engines.cases.queries.nearby import POINTS_MOST, nearby_cases, public_points
from cuudinh.engines.cases.queries.own import own_unfinished_cases
from cuudinh.engines.cases.queries.pictures import PictureFile, picture_file
from cuudinh.engines.cases.queries.reaching import who_could_see, why
from cuudinh.engines.cases.queries.reading import Reading, cells, digests, reading_of, tracking_hash
from cuudinh.engines.cases.queries.unit_figures import unit_figures
from cuudinh.engines.cases.succession import open_work

__all__ = [
    "POINTS_MOST",
    "Brief",
    "PictureFile",
    "QuestionView",
    "Reading",
    "ServiceView",
    "act_admitted",
    "act_form",
    "brief",
    "cells",
    "centre_buckets",
    "centre_queue",
    "digests",
    "due_backlog",
    "exchanged_cases",
    "filing_admitted",
    "followed_cases",
    "handed_over",
    "held_by",
    "inheritance_plan",
    "is_office_case",
    "my_cases",
    "nearby_cases",
    "numbers_without_meaning",
    "office_case",
    "office_figures",
    "offices_for_choice",
    "open_by_unit",
    "open_cases_with_place",
    "open_service",
    "open_work",
    "own_unfinished_cases",
    "picture_file",
    "public_case",
    "public_cases",
    "public_figures",
    "public_master",
    "public_points",
    "public_states",
    "questions_shown",
    "reading_of",
    "reporter_case",
    "saved_filters",
    "service_form",
    "services",
    "strays",
    "suggest_topics",
    "topics",
    "tracked_case",
    "tracking_hash",
    "unit_figures",
    "wall_snapshot",
    "who_could_see",
    "why",
    "worklist",
    "worklist_buckets",
    "zone",
]
