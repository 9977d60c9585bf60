"""``--codec auto``: the encoder that is chosen once the video's size and layout are known."""

from __future__ import annotations

from dataclasses import dataclass

from ...formats import PixelLayout, Size
from ...media.writing.device_encoders import AUTO, choose_encoder
from ...media.writing.source_plan import container_for
from ..job import DEFAULT_CODEC, DEFAULT_CRF, Job


@dataclass(frozen=True, slots=True)
class SettledEncoder:
    """The encoder of a job.

    Attributes
    ----------
    encoder : FFmpeg's name
    crf : its quality; None for its own default
    notes : why it is this one, where it was chosen here
    """

    encoder: str
    crf: float | None
    notes: tuple[str, ...] = ()


def settle_encoder(
    job: Job,
    size: Size,
    layout: PixelLayout,
    *,
    encoder: str,
    crf: float | None,
    pix_fmt: str | None,
) -> SettledEncoder:
    """Return the encoder that was asked for, or for ``auto`` the best that works here.

    Parameters
    ----------
    size, layout : of the source
    encoder, crf, pix_fmt : as asked for

    Raises
    ------
    OptionError : nothing here encodes for the job's container
    """
    if encoder != AUTO:
        return SettledEncoder(encoder, crf)
    target, _ = job.sizes(size)
    even = Size(max(2, target.width & ~1), max(2, target.height & ~1))
    choice = choose_encoder(container_for(job.target), even, layout, crf=crf, pix_fmt=pix_fmt)
    if crf is None and choice.encoder == DEFAULT_CODEC:
        crf = DEFAULT_CRF
    return SettledEncoder(choice.encoder, crf, (choice.why,))
