"""Preset ``auto``: the best picture that this machine draws in time, by what it measured.

`rehearsal` measures the presets, `memory` keeps what they took, `choice` decides, and `files` does
all three for a file that is to be upscaled. The player measures in its own window.
"""
