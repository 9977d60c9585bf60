"""The comparison as values: rows of measurements, and the pictures that they were taken of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeAlias

import numpy as np

from ...errors import MediaError

Pixels: TypeAlias = np.ndarray[Any, Any]
"""(H, W, 3) R'G'B', uint8, uint16 or floats in [0, 1], row 0 on top."""

ImageReference: TypeAlias = "Path | Pixels | Callable[[], Pixels]"
"""A picture: its file, its pixels, or what returns them. The last two keep memory free."""


class MetricFacts(Protocol):
    """What a table says of a metric; `anime4k_gl.comparing.metrics.Metric` is one."""

    @property
    def name(self) -> str:
        """The key in `Row.metrics`."""

    @property
    def unit(self) -> str:
        """Such as dB; empty for a mere number."""

    @property
    def better(self) -> str:
        """``higher``, ``lower``, or empty where neither is better in itself."""

    @property
    def meaning(self) -> str:
        """One line for a reader."""


@dataclass(frozen=True, slots=True)
class PlainMetric:
    """A metric of which nothing is known but its name.

    Attributes
    ----------
    name, unit, better, meaning : see `MetricFacts`
    """

    name: str
    unit: str = ""
    better: str = "higher"
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A picture as one method drew it.

    Attributes
    ----------
    picture : its name
    kind : of scene, such as ``character``; empty where that is not known
    degradation : the chain's whole name, kernels and light included; empty where there was none
    method : preset, scaler or shader file
    metrics : values by the metrics' names; without those that do not apply
    milliseconds : a frame takes, measured in the same run; None where it was not measured
    image : the result; None where it was not kept, and the row is in the tables alone
    """

    picture: str
    method: str
    metrics: Mapping[str, float] = field(default_factory=dict)
    milliseconds: float | None = None
    kind: str = ""
    degradation: str = ""
    image: ImageReference | None = None


@dataclass(frozen=True, slots=True)
class Originals:
    """What the rows of one picture and degradation were made of.

    Attributes
    ----------
    picture, degradation : as in their rows
    truth : the picture at the size of the results, as it should be
    source : what the methods were given
    """

    picture: str
    degradation: str = ""
    truth: ImageReference | None = None
    source: ImageReference | None = None


def facts_of(name: str, facts: Mapping[str, MetricFacts]) -> MetricFacts:
    """Return what is known of a metric."""
    return facts.get(name) or PlainMetric(name)


def pixels_of(image: ImageReference) -> Pixels:
    """Return a picture's pixels, (H, W, 3) uint8.

    Raises
    ------
    MediaError : its file cannot be read
    """
    if isinstance(image, Path):
        from PIL import Image

        try:
            with Image.open(image) as opened:
                pixels: Pixels = np.asarray(opened.convert("RGB"))
        except OSError as error:
            raise MediaError(f"{image}: {error.strerror or error}") from error
    else:
        pixels = image() if callable(image) else image
    return eight_bits(pixels)


def eight_bits(pixels: Pixels) -> Pixels:
    """Return pixels as uint8, rounded; alpha is left out, grey becomes three channels."""
    if pixels.ndim == 2:
        pixels = pixels[..., None]
    pixels = pixels[..., :3] if pixels.shape[2] >= 3 else np.repeat(pixels[..., :1], 3, axis=2)
    if pixels.dtype == np.uint16:
        pixels = ((pixels.astype(np.uint32) * 255 + 32767) // 65535).astype(np.uint8)
    elif pixels.dtype != np.uint8:
        pixels = (np.clip(np.nan_to_num(pixels), 0, 1) * 255 + 0.5).astype(np.uint8)
    return np.ascontiguousarray(pixels)
