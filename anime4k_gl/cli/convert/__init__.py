"""``anime4k-gl convert``."""

from .command import convert

__all__ = ["convert"]
