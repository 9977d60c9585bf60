"""The options that say what of a video's frames is drawn: fields, crop, aspect."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from ...errors import OptionError
from ...formats import PixelLayout, Size
from ..fields.choice import AUTOMATIC, FieldChoice
from .region import check_crop, region_of
from .video_source import VideoSource

_ASPECT = re.compile(r"([0-9]{1,5}(?:\.[0-9]{1,6})?)(?:[:/x]([0-9]{1,5}(?:\.[0-9]{1,6})?))?")
_MOST_ASPECT = 100  # a side over the other; beyond that it is a slip
_MOST_TERM = 65_535  # of a pixel's ratio in H.264
_ROUNDED = Fraction(1, 100)  # by which the shape of a scaled picture differs from its source's
_ROUND = 100  # people write 1.7778 for 16:9


@dataclass(frozen=True, slots=True)
class Framing:
    """What people ask for of a video's frames; `of` checks it before a file is opened.

    Attributes
    ----------
    crop : ``W:H:X:Y`` in pixels as coded, None for all of each frame
    aspect : width over height of the picture as shown, None for what the file says
    fields : what is done about interlacing; None for nothing, without a look
    """

    crop: str | None = None
    aspect: Fraction | None = None
    fields: FieldChoice | None = AUTOMATIC

    @classmethod
    def of(
        cls,
        *,
        crop: str | tuple[int, int, int, int] | None,
        aspect: str | float | Fraction | None,
        deinterlace: str,
        detelecine: bool,
    ) -> Framing:
        """Return what is asked for. Raises `OptionError` for what cannot be right."""
        if crop is not None:
            crop = crop if isinstance(crop, str) else ":".join(map(str, crop))
            check_crop(crop)
        shown = None if aspect is None else parse_aspect(aspect)
        return cls(crop, shown, FieldChoice.of(deinterlace, detelecine))

    @property
    def of_animation(self) -> Framing:
        """The same for frames that were never fields, unless something else was asked for."""
        return replace(self, fields=None) if self.fields == AUTOMATIC else self

    def cropped(self, size: Size, layout: PixelLayout) -> Size:
        """Return what is taken of frames of a size. Raises `OptionError` if the crop misfits."""
        return size if self.crop is None else region_of(self.crop, size, layout).size

    def apply(self, source: VideoSource, sized: Callable[[Size], Size]) -> None:
        """Crop a source, and give it the pixels' ratio that makes the aspect.

        Parameters
        ----------
        source : just opened
        sized : returns the size to which frames of a size are scaled

        Raises
        ------
        OptionError : the crop does not fit
        """
        if self.crop is not None:
            source.crop_to(region_of(self.crop, source.size, source.layout))
        if self.aspect is not None:
            shown = 1 / self.aspect if source.rotation % 180 else self.aspect
            own, drawn = (Fraction(*size) for size in (source.size, sized(source.size)))
            pixel = shown / (own if abs(drawn / own - 1) < _ROUNDED else drawn)
            if max(pixel.as_integer_ratio()) > _MOST_TERM:
                pixel = pixel.limit_denominator(1000)
            source.sample_aspect_ratio = pixel


AS_IT_IS = Framing()
"""Nothing was asked for."""


def parse_aspect(aspect: str | float | Fraction) -> Fraction:
    """Return a width over a height, of ``16:9``, ``1920x1080``, ``1.7778`` or a number.

    Raises
    ------
    OptionError : it is none, or one that no screen has
    """
    text = f"{aspect:.6f}" if isinstance(aspect, float) else str(aspect)
    match = _ASPECT.fullmatch(text.strip())
    terms = [Fraction(term) for term in match.groups() if term] if match is not None else []
    if not terms or not all(terms) or not 1 <= _MOST_ASPECT * _ratio(terms) <= _MOST_ASPECT**2:
        raise OptionError(
            f"--aspect {str(aspect)!r}: must be a width over a height, such as 16:9 or 1.7778"
        )
    return _ratio(terms)


def _ratio(terms: list[Fraction]) -> Fraction:
    if len(terms) > 1:
        return terms[0] / terms[1]
    return terms[0].limit_denominator(_ROUND)
