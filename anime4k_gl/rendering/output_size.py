"""The size of a result: a factor, or an explicit size."""

from __future__ import annotations

import operator

from ..defaults import DEFAULT_SCALE
from ..errors import OptionError
from ..formats import Size
from ..lazy.dataclass import dataclass
from ..scaler_shaders import NO_SCALER, check_unscaled, resolve_scaler
from ..sizes import check_scale, check_size, parse_size, scaled
from .options import check_size_option


@dataclass(frozen=True, slots=True)
class OutputSize:
    """How large a result is, whatever the source's size.

    Attributes
    ----------
    scale : factor for both sides; with the scaler ``none``, by how much the source was scaled
    size : instead of that, in pixels, or as text with a side that may be left out; None for none
    """

    scale: float = DEFAULT_SCALE
    size: Size | str | None = None

    @classmethod
    def of(
        cls, scale: float = DEFAULT_SCALE, size: Size | tuple[int, int] | str | None = None
    ) -> OutputSize:
        """Return what ``scale`` and ``size`` ask for.

        Raises
        ------
        OptionError : an unusable scale, or what is no size
        """
        if size is None or isinstance(size, str):
            return cls(check_scale(scale), check_size_option(size))
        return cls(check_scale(scale), check_size(whole_size(size)))

    def resolve(self, source: Size, *, scaler: str) -> tuple[Size, Size]:
        """Return (target size, native size) for a source, see `resolve_sizes`."""
        size = parse_size(self.size, source) if isinstance(self.size, str) else self.size
        return resolve_sizes(source, scale=self.scale, size=size, scaler=scaler)


def whole_size(size: Size | tuple[int, int]) -> Size:
    """Return (width, height) as a size.

    Raises
    ------
    OptionError : it is not two whole numbers
    """
    try:
        return Size(*map(operator.index, size))
    except TypeError:
        raise OptionError(
            f"a size must be two whole numbers, (width, height), not {size!r}"
        ) from None


def resolve_sizes(
    source: Size, *, scale: float, size: Size | None, scaler: str
) -> tuple[Size, Size]:
    """Return (target size, native size) for a source.

    With the scaler ``none`` the source is taken as already scaled by `scale` from the native size.

    Raises
    ------
    OptionError : an unusable scale, size or scaler, or a size given together with ``none``
    """
    if resolve_scaler(scaler) == NO_SCALER:
        if size is not None:
            check_unscaled(source, size)
        return source, scaled(source, 1 / check_scale(scale))
    if size is not None:
        return check_size(size), source
    return scaled(source, check_scale(scale)), source
