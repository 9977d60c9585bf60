"""``anime4k-gl compare``."""

from .command import compare

__all__ = ["compare"]
