"""Accuracy and speed, measured where the corpus is."""
