"""A picture file, upscaled."""

from __future__ import annotations

from dataclasses import replace

from ..formats import Size
from ..media.pictures.api import read_picture
from ..rendering.arrays.api import array_drawing
from ..rendering.output_size import OutputSize
from .claims import acceptance
from .job import Job, Transcoded
from .picture_decisions import decide_picture_file
from .still import check_still, write_still


def transcode_picture(job: Job, *, quality: int) -> Transcoded:
    """Upscale a picture file, see `transcode`."""
    check_still(job.target)
    picture = read_picture(job.source, accept=acceptance(job))
    height, width = picture.pixels.shape[:2]
    source = Size(width, height)
    decided = decide_picture_file(picture, job, quality=quality)
    job.decided(decided)
    job.check_cancelled()
    target = decided.target_size
    size = OutputSize(job.output_size.scale, None if job.output_size.size is None else target)
    result = array_drawing(job.render, size).draw(picture.pixels)
    job.check_cancelled()
    lost = write_still(
        job.target, replace(picture, pixels=result), quality=quality, overwrite=job.overwrite,
        recipe=job.recipe,
    )  # fmt: skip
    job.progress(1, 1)
    notes = tuple(dict.fromkeys((*decided.notes, *lost)))
    return Transcoded(source, target, 1, notes, decisions=decided)
