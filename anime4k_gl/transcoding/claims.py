"""The check of a size that a picture claims, before anything of it is unpacked."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

import numpy as np

from ..errors import OptionError, UserShaderError
from ..formats import Size
from ..rendering.arrays.api import prepare_array
from .job import Job

_SMALL = 1 << 22  # pixels, which cost nothing to unpack


def acceptance(job: Job) -> Callable[[Size], None]:
    """Return what raises a `GLError` for a size that cannot be upscaled as the job asks."""

    def accept(claimed: Size) -> None:
        # What a large one takes is allocated before it is unpacked: it is there then, or refused.
        # Upright the picture may have another shape, with which other errors are to be told.
        if claimed.width * claimed.height > _SMALL:
            with contextlib.suppress(OptionError, UserShaderError):
                prepare_array(claimed, 3, np.uint8, job.render, job.output_size)

    return accept
