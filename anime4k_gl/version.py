"""The version of the installed package."""

from __future__ import annotations


def version() -> str:
    """Return the package's version; ``0+unknown`` in a source tree that was not installed."""
    # Imported here: importlib.metadata brings half of the e-mail package along.
    from importlib import metadata

    try:
        return metadata.version("anime4k-gl")
    except metadata.PackageNotFoundError:
        return "0+unknown"
