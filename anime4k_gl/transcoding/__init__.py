"""File in, file out: a picture or a video, upscaled, with everything else of it kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..dependencies import lazy_names

if TYPE_CHECKING:
    from .api import transcode
    from .job import Transcoded

__all__ = ["Transcoded", "transcode"]

# A look at a file has no need of what draws.

if not TYPE_CHECKING:  # to which every name would be one of ours
    __getattr__ = lazy_names(__name__, {"Transcoded": "job", "transcode": "api"})
