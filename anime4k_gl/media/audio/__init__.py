"""Decoded audio and its filters."""
