"""Decoded sound, and filters for it."""
