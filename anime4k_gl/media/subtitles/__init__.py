"""Subtitle tracks, their packets and their pictures."""
