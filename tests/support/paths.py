"""The repository's folders that tests read."""

from __future__ import annotations

from pathlib import Path

TESTS = Path(__file__).parent.parent
ROOT = TESTS.parent
GOLDEN_ARRAYS = TESTS / "golden"
"""What each pass of the published algorithm leaves, as arrays."""
