"""Static HDR metadata, read from a frame and passed to an encoder."""

from __future__ import annotations

import struct
from fractions import Fraction

from ...lazy.dataclass import dataclass
from ...tonemap import ToneMap
from ..pyav import VideoFrame, side_data


@dataclass(frozen=True, slots=True)
class HdrMetadata:
    """Static HDR metadata; attributes are None if the video has none.

    Attributes
    ----------
    chromaticities : CIE x, y of red, green, blue and white of the mastering display
    luminance : its minimum and maximum luminance in cd/m2
    light_level : the content's maximum and maximum frame-average light level in cd/m2
    """

    chromaticities: tuple[tuple[float, float], ...] | None = None
    luminance: tuple[float, float] | None = None
    light_level: tuple[int, int] | None = None

    @property
    def tone_map(self) -> ToneMap:
        """The tone mapping of the video for an SDR display."""
        return ToneMap.from_metadata(
            max_content_light=self.light_level[0] if self.light_level else None,
            mastering_peak=self.luminance[1] if self.luminance else None,
        )


def hdr_metadata(frame: VideoFrame) -> HdrMetadata:
    """Return a frame's static HDR metadata, from FFmpeg's structures in its side data."""
    chromaticities = luminance = light_level = None
    for kind, data in side_data(frame):
        if kind == "MASTERING_DISPLAY_METADATA" and len(data) >= 88:
            numbers = struct.unpack("=22i", data[:88])
            values = [
                float(Fraction(top, bottom)) if bottom else 0.0
                for top, bottom in zip(numbers[:20:2], numbers[1:20:2], strict=True)
            ]
            if numbers[20]:
                chromaticities = tuple(zip(values[0:8:2], values[1:8:2], strict=True))
            if numbers[21]:
                luminance = (values[8], values[9])
        elif kind == "CONTENT_LIGHT_LEVEL" and len(data) >= 8:
            light_level = struct.unpack("=2I", data[:8])
    return HdrMetadata(chromaticities, luminance, light_level)


def hdr_options(encoder: str, hdr: HdrMetadata) -> dict[str, str]:
    """Return the options that make an encoder write `hdr`; empty for those that cannot."""
    parameters: list[str] = []
    if encoder in ("libx264", "libx265"):
        key = "mastering-display" if encoder == "libx264" else "master-display"
        display = _mastering_display(hdr, chromaticity_unit=50000, luminance_unit=10000)
        light = "cll" if encoder == "libx264" else "max-cll"
        option = encoder.removeprefix("lib") + "-params"
    elif encoder == "libsvtav1":
        key, light, option = "mastering-display", "content-light", "svtav1-params"
        display = _mastering_display(hdr, chromaticity_unit=1, luminance_unit=1)
    else:
        return {}
    if display is not None:
        parameters.append(f"{key}={display}")
    if hdr.light_level is not None:
        parameters.append(f"{light}={hdr.light_level[0]},{hdr.light_level[1]}")
    return {option: ":".join(parameters)} if parameters else {}


def _mastering_display(
    hdr: HdrMetadata, *, chromaticity_unit: int, luminance_unit: int
) -> str | None:
    """Return the notation the encoders share; units are steps per 1 and per cd/m2."""
    if hdr.chromaticities is None or hdr.luminance is None:
        return None

    def number(value: float, unit: int) -> str:
        return f"{value:.5g}" if unit == 1 else str(round(value * unit))

    red, green, blue, white = (
        f"({number(x, chromaticity_unit)},{number(y, chromaticity_unit)})"
        for x, y in hdr.chromaticities
    )
    least, greatest = (number(value, luminance_unit) for value in hdr.luminance)
    return f"G{green}B{blue}R{red}WP{white}L({greatest},{least})"
