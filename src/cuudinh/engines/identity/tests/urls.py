"""Addresses of the tests of fresh proofs: the pages of accounts, and one that asks for a proof."""

from cuudinh.engines.identity.pages import account, entrance, stepping
from cuudinh.engines.identity.tests import views
from cuudinh.web import pages
from cuudinh.web.routes import urls_of

urlpatterns = [one for module in (pages, account, entrance, stepping, views) for one in urls_of(module)]
