"""Addresses of the tests of this floor: its own pages, and a few that do what a site's pages do."""

from cuudinh.web import pages
from cuudinh.web.routes import urls_of
from cuudinh.web.tests import views

urlpatterns = [*urls_of(pages), *urls_of(views)]
handler400 = "cuudinh.web.errors.bad_request"
handler403 = "cuudinh.web.errors.not_yours"
handler404 = "cuudinh.web.errors.not_there"
handler500 = "cuudinh.web.errors.broken"
