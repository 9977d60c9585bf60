"""Decoded video frames, their orientation, HDR metadata and exact times."""
