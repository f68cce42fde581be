"""The residents' pages: one module for each thing people come to do."""

from cuudinh.sites.portal.navigation import portal_context
from cuudinh.web.answers import add_context

add_context(portal_context)
