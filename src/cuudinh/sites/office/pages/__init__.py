"""The officers' pages: the worklist, one screen for each case, bulk acts, the heads' overview."""

from cuudinh.sites.office.navigation import staff_context
from cuudinh.web.answers import add_context

add_context(staff_context)
