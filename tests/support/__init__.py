"""Shared by tests: clips, a window's screen and keys, comparison of pictures."""
