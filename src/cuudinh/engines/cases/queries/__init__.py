"""The door for reading: every list takes the actor and gives only what that actor may see, as frozen views."""

from cuudinh.engines.cases.desk_counts import miscounted_desks
from cuudinh.engines.cases.desk_days import desks_of
from cuudinh.engines.cases.own_papers import own_papers
from cuudinh.engines.cases.queries.acts import WAYS
from cuudinh.engines.cases.queries.admitting import act_admitted, act_form, filing_admitted, is_office_case
from cuudinh.engines.cases.queries.applicants import Applicant, applicant
from cuudinh.engines.cases.queries.catalogue import By, catalogue, find_services, shelves
from cuudinh.engines.cases.queries.choices import (
    QuestionView,
    ServiceView,
    field_report,
    offices_for_choice,
    open_service,
    public_states,
    questions_shown,
    service_form,
    services,
    suggest_topics,
    topics,
)
from cuudinh.engines.cases.queries.closed_days import closed_days
from cuudinh.engines.cases.queries.desk_form import (
    DeskForm,
    DossierService,
    desk_form,
    desk_services,
    dossier_states,
)
from cuudinh.engines.cases.queries.desks import desk_dossiers, desk_views, register
from cuudinh.engines.cases.queries.details import (
    Brief,
    brief,
    office_case,
    public_case,
    public_master,
    reporter_case,
    tracked_case,
)
from cuudinh.engines.cases.queries.due import due_backlog, refused_backlog, refused_due_times
from cuudinh.engines.cases.queries.fees import fee_quoted, fees_disagreeing
from cuudinh.engines.cases.queries.figures import (
    centre_buckets,
    office_figures,
    public_figures,
    wall_snapshot,
    worklist_buckets,
    zone,
)
from cuudinh.engines.cases.queries.forms import (
    AskedView,
    DraftView,
    Eligibility,
    ReviewView,
    StepView,
    bundle_of,
    eligibility,
    first_step,
    form_papers,
    form_review,
    form_schema,
    form_step,
    my_drafts,
    my_known_answers,
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
    cases_of_represented,
    centre_queue,
    exchanged_cases,
    followed_cases,
    my_cases,
    public_cases,
    saved_filters,
    worklist,
)
from cuudinh.engines.cases.queries.measured import (
    dossier_facts,
    dossier_ids,
    dossier_of_number,
    dossier_services,
    newest_dossiers,
)
from cuudinh.engines.cases.queries.nearby import POINTS_MOST, nearby_cases, public_points
from cuudinh.engines.cases.queries.office_day import office_day, offices_of_day
from cuudinh.engines.cases.queries.own import own_unfinished_cases
from cuudinh.engines.cases.queries.pictures import PictureFile, picture_file
from cuudinh.engines.cases.queries.process import process_sheet
from cuudinh.engines.cases.queries.reaching import who_could_see, why
from cuudinh.engines.cases.queries.reading import Reading, cells, digests, reading_of, tracking_hash
from cuudinh.engines.cases.queries.service_pages import service_page
from cuudinh.engines.cases.queries.sheet import Sheet, office_sheet, own_sheet
from cuudinh.engines.cases.queries.tracked import tracked_by_phone
from cuudinh.engines.cases.queries.unit_figures import unit_figures
from cuudinh.engines.cases.queries.visiting import VisitorForm, takes_visitors, visitor_form
from cuudinh.engines.cases.succession import open_at_desk, open_work

__all__ = [
    "POINTS_MOST",
    "WAYS",
    "Applicant",
    "AskedView",
    "Brief",
    "By",
    "DeskForm",
    "DossierService",
    "DraftView",
    "Eligibility",
    "PictureFile",
    "QuestionView",
    "Reading",
    "ReviewView",
    "ServiceView",
    "Sheet",
    "StepView",
    "VisitorForm",
    "act_admitted",
    "act_form",
    "applicant",
    "brief",
    "bundle_of",
    "cases_of_represented",
    "catalogue",
    "cells",
    "centre_buckets",
    "centre_queue",
    "closed_days",
    "desk_dossiers",
    "desk_form",
    "desk_services",
    "desk_views",
    "desks_of",
    "digests",
    "dossier_facts",
    "dossier_ids",
    "dossier_of_number",
    "dossier_services",
    "dossier_states",
    "due_backlog",
    "eligibility",
    "exchanged_cases",
    "fee_quoted",
    "fees_disagreeing",
    "field_report",
    "filing_admitted",
    "find_services",
    "first_step",
    "followed_cases",
    "form_papers",
    "form_review",
    "form_schema",
    "form_step",
    "handed_over",
    "held_by",
    "inheritance_plan",
    "is_office_case",
    "miscounted_desks",
    "my_cases",
    "my_drafts",
    "my_known_answers",
    "nearby_cases",
    "newest_dossiers",
    "numbers_without_meaning",
    "office_case",
    "office_day",
    "office_figures",
    "office_sheet",
    "offices_for_choice",
    "offices_of_day",
    "open_at_desk",
    "open_by_unit",
    "open_cases_with_place",
    "open_service",
    "open_work",
    "own_papers",
    "own_sheet",
    "own_unfinished_cases",
    "picture_file",
    "process_sheet",
    "public_case",
    "public_cases",
    "public_figures",
    "public_master",
    "public_points",
    "public_states",
    "questions_shown",
    "reading_of",
    "refused_backlog",
    "refused_due_times",
    "register",
    "reporter_case",
    "saved_filters",
    "service_form",
    "service_page",
    "services",
    "shelves",
    "strays",
    "suggest_topics",
    "takes_visitors",
    "topics",
    "tracked_by_phone",
    "tracked_case",
    "tracking_hash",
    "unit_figures",
    "visitor_form",
    "wall_snapshot",
    "who_could_see",
    "why",
    "worklist",
    "worklist_buckets",
    "zone",
]
