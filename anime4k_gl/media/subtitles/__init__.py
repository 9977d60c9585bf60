"""Subtitle tracks, their packets and pictures."""
