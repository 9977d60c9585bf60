"""The options of scaling: kernels, light, anti-aliasing."""

from __future__ import annotations

from ..lazy.dataclass import dataclass
from ..scaler_shaders import DEFAULT_SCALER, PLAIN, Tuning


@dataclass(frozen=True, slots=True)
class ScalingOptions:
    """Options of scaling; names and meanings are mpv's.

    Attributes
    ----------
    scaler, cscaler, dscaler : the scalers for enlarging, for chroma and for reducing; None is the
        same as `scaler`
    linear_upscaling, sigmoid_upscaling, linear_downscaling : whether to scale in that light
    correct_downscaling : whether to stretch the kernel over the area of an output pixel
    tuning, ctuning, dtuning : the tunings of the three; dtuning counts only with `dscaler`
    """

    scaler: str = DEFAULT_SCALER
    cscaler: str = "bilinear"
    dscaler: str | None = None
    linear_upscaling: bool = False
    sigmoid_upscaling: bool = False
    linear_downscaling: bool = False
    correct_downscaling: bool = True
    tuning: Tuning = PLAIN
    ctuning: Tuning = PLAIN
    dtuning: Tuning = PLAIN
