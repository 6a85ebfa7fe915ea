"""Training of the labeller: outside the package, on the package's own blocks and cues."""
