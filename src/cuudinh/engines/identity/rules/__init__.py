"""Decisions of identity: pure, without clock and database. Who may do what, and whose account it is."""

from cuudinh.engines.identity.rules.permission import (
    COOPERATING,
    IMPLIED,
    OWNER,
    PLAIN,
    RELATIVE_PLAIN,
    can,
    is_relative,
    named,
    needs_of,
    needs_text,
    only_for,
    relation_name,
    relations,
    roles_of,
    rule_of,
    scope,
)

__all__ = [
    "COOPERATING",
    "IMPLIED",
    "OWNER",
    "PLAIN",
    "RELATIVE_PLAIN",
    "can",
    "is_relative",
    "named",
    "needs_of",
    "needs_text",
    "only_for",
    "relation_name",
    "relations",
    "roles_of",
    "rule_of",
    "scope",
]
