"""Recognizers of one thing each: a string in, the value that stands in it out, or `None`."""
