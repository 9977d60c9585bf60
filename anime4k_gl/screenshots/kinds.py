"""The kinds of screenshots."""

from __future__ import annotations

KINDS = ("source", "output", "window")
"""What a screenshot shows: the decoded frame, the upscaled one, or the window with its texts."""
