"""The failure of a download."""

from __future__ import annotations


class DownloadFailedError(OSError):
    """A download broke off for good; says why, without the address."""
