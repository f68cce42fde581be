"""Property tests are about what comes out, never about how fast a busy machine is."""

from hypothesis import settings

settings.register_profile("calm", deadline=None)
settings.load_profile("calm")
