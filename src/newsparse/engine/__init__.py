"""Documents into records over worker processes: nothing lost, nothing twice, never a hang.

`flow.run` takes what a reader yields to a sink; `docs/engine.md` tells what holds and why. Nothing
is imported here: workers do without the readers.
"""
