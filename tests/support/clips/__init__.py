"""Clips for tests: written here, with what is in them known."""
