"""Hosts of other contexts than the tests' own."""
