"""The words at the door of a route that is for some roles: to staff, whose it is."""

from cuudinh.engines.identity import queries
from cuudinh.web.calls import Call
from cuudinh.web.routes import says_why


@says_why
def whose(call: Call, roles: frozenset[str]) -> str:
    """Say for which roles a route is."""
    return queries.whose(roles, call.language)
