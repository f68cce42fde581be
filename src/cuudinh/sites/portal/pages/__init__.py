"""The residents' pages: one module for each thing people come to do."""

from django.urls import register_converter

from cuudinh.sites.portal.converters import CaseNumber
from cuudinh.sites.portal.navigation import portal_context
from cuudinh.web.answers import add_context

register_converter(CaseNumber, "case")
add_context(portal_context)
