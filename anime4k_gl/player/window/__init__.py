"""The window and its events."""
