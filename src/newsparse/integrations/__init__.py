"""Adapters to other programs' data, each with the packages it needs imported inside it."""
