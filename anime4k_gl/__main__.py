"""``python -m anime4k_gl`` and the ``anime4k-gl`` command."""

from __future__ import annotations

from .cli import main

if __name__ == "__main__":
    main()
