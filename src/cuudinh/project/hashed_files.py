"""Static files under names that carry their digest, so that a browser may keep them for ever."""

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class HashedFiles(ManifestStaticFilesStorage):
    """Hashes also what ES modules import from each other, since there is no bundler to do it."""

    support_js_module_import_aggregation = True
