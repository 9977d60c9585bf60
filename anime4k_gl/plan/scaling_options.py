"""Scaling beyond the scaler's name: kernels, light, anti-aliasing."""

from __future__ import annotations

from dataclasses import dataclass

from ..scalers import DEFAULT_SCALER, PLAIN, Tuning


@dataclass(frozen=True, slots=True)
class ScalingOptions:
    """How scaling is done; the names and meanings are mpv's.

    Attributes
    ----------
    scaler, cscaler, dscaler : of the picture, of chroma, and of the picture where it is made
        smaller; None is "as the scaler"
    linear_upscaling, sigmoid_upscaling, linear_downscaling : in which light
    correct_downscaling : stretch the kernel over what an output pixel covers
    tuning, ctuning, dtuning : of the three scalers; dtuning counts with `dscaler`
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
