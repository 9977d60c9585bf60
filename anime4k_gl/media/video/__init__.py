"""Decoded video frames, their orientation, light and exact place in time."""
