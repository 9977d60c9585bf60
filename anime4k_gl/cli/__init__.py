"""The ``anime4k-gl`` command: it reads options, calls the library and prints errors as one line."""

from .demo import demo_clip
from .main import main

__all__ = ["demo_clip", "main"]
