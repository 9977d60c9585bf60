"""File in, file out: a picture or a video, upscaled, with everything else of it kept."""

from .api import transcode
from .job import Transcoded

__all__ = ["Transcoded", "transcode"]
