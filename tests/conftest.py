"""Settings for all tests: derandomized, no deadlines (a timed test fails on a busy machine)."""

from hypothesis import settings

settings.register_profile("newsparse", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("newsparse")
