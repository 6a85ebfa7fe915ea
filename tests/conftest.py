"""Settings for all tests: derandomized, no deadlines (a timed test fails on a busy machine)."""

import signal

from hypothesis import settings

settings.register_profile("newsparse", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("newsparse")

# A shell that runs the tests in the background has its children ignore Ctrl-C: what the tests
# interrupt must not.
signal.signal(signal.SIGINT, signal.default_int_handler)
