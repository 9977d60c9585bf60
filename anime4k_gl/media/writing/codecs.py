"""The video encoders: their names, quality options and pixel layouts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...errors import OptionError
from ...formats import PIXEL_LAYOUTS, ColourModel, PixelLayout
from ..pyav import av

ALIASES = {
    "h264": "libx264",
    "x264": "libx264",
    "avc": "libx264",
    "h265": "libx265",
    "x265": "libx265",
    "hevc": "libx265",
    "av1": "libsvtav1",
    "vp8": "libvpx",
    "vp9": "libvpx-vp9",
    "prores": "prores_ks",
}
"""Common names of codecs, and the encoder for each."""


@dataclass(frozen=True, slots=True)
class Quality:
    """An encoder's option for constant quality with a variable bit rate.

    Attributes
    ----------
    option : the encoder's own option
    default : the default value, visually almost the same as the source
    best, worst : the ends of the scale
    """

    option: str
    default: float
    best: float
    worst: float


UNCODED_VIDEO = "rawvideo"
"""The encoder of Y4M, which leaves pictures as they are."""

_Y4M_LAYOUT = re.compile(r"gray(10le|12le)?|yuv4(20|22|44)p(10le|12le|14le|16le)?")

_QUALITY = {
    "libx264": Quality("crf", 16, 0, 51),
    "libx264rgb": Quality("crf", 16, 0, 51),
    "libx265": Quality("crf", 18, 0, 51),
    "libsvtav1": Quality("crf", 20, 0, 63),
    "libaom-av1": Quality("crf", 20, 0, 63),
    "libvpx-vp9": Quality("crf", 18, 0, 63),
    "libvpx": Quality("crf", 10, 4, 63),
    "h264_nvenc": Quality("cq", 18, 0, 51),
    "hevc_nvenc": Quality("cq", 20, 0, 51),
    "av1_nvenc": Quality("cq", 24, 0, 63),
    "h264_qsv": Quality("global_quality", 18, 1, 51),
    "hevc_qsv": Quality("global_quality", 20, 1, 51),
    "av1_qsv": Quality("global_quality", 24, 1, 51),
}

_FIXED_OPTIONS: dict[str, dict[str, str]] = {
    # Each of these writes to stderr by itself, past FFmpeg's log.
    "libx265": {"x265-params": "log-level=none"},
    # Without it VP9 uses one core at common sizes.
    "libvpx-vp9": {"row-mt": "1"},
    "h264_nvenc": {"rc": "vbr"},
    "hevc_nvenc": {"rc": "vbr"},
    "av1_nvenc": {"rc": "vbr"},
}

_X264_PRESETS = (
    "ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower",
    "veryslow", "placebo",
)  # fmt: skip
_NVENC_PRESETS = tuple(f"p{number}" for number in range(1, 8))
_QSV_PRESETS = _X264_PRESETS[2:-1]
_PRESETS = {
    "libx264": _X264_PRESETS,
    "libx264rgb": _X264_PRESETS,
    "libx265": _X264_PRESETS,
    "libsvtav1": tuple(str(number) for number in range(14)),
    **{f"{codec}_nvenc": _NVENC_PRESETS for codec in ("h264", "hevc", "av1")},
    **{f"{codec}_qsv": _QSV_PRESETS for codec in ("h264", "hevc", "av1")},
}
"""The presets of each encoder that has any."""

_HARDWARE = ("_nvenc", "_qsv", "_vaapi", "_amf", "_videotoolbox", "_v4l2m2m", "_vulkan", "_mf")

# Encoders whose alpha hardly any player reads.
_ALPHA_UNREADABLE = frozenset({"libx265"})


def resolve_codec(name: str) -> str:
    """Return FFmpeg's name of the encoder meant by `name`.

    Raises `OptionError` if this build of FFmpeg has no such video encoder; the message lists the
    useful ones it has.
    """
    encoder = ALIASES.get(name.lower(), name)
    if not _available(encoder):
        raise OptionError.unknown("codec", name, available_codecs())
    return encoder


def available_codecs() -> list[str]:
    """Return the names of the useful encoders that this build of FFmpeg has."""
    known = dict.fromkeys((*_QUALITY, "ffv1", "prores_ks"))
    return [name for name in known if _available(name)]


def _available(encoder: str) -> bool:
    try:
        return av.Codec(encoder, "w").type == "video"
    except ValueError:  # PyAV's UnknownCodecError
        return False


def encoder_options(
    encoder: str, *, crf: float | None, preset: str | None, options: dict[str, str]
) -> dict[str, str]:
    """Return the encoder's options for a quality and a preset; `options` override them.

    Raises `OptionError` for a quality outside the encoder's scale, and for a quality or preset that
    the encoder does not have.
    """
    result = dict(_FIXED_OPTIONS.get(encoder, {}))
    quality = _QUALITY.get(encoder)
    if quality is not None:
        value = quality.default if crf is None else crf
        if not quality.best <= value <= quality.worst:
            raise OptionError(
                f"crf {value:g} is out of range for {encoder}: "
                f"{quality.best:g} (best) to {quality.worst:g} (smallest)"
            )
        result[quality.option] = f"{value:g}"
    elif crf is not None:
        raise OptionError(f"{encoder} has no crf; leave it out")
    if preset is not None:
        if encoder not in _PRESETS:
            raise OptionError(f"{encoder} has no presets; leave it out")
        if preset not in _PRESETS[encoder]:
            raise OptionError.unknown(f"preset for {encoder}", preset, _PRESETS[encoder])
        result["preset"] = preset
    return merged_options(result, options)


def merged_options(options: dict[str, str], more: dict[str, str]) -> dict[str, str]:
    """Return `options` overridden by `more`; the encoder library's own parameters are joined."""
    result = dict(options)
    for key, text in more.items():
        both = key in result and key.endswith("-params")
        result[key] = f"{result[key]}:{text}" if both else text
    return result


def is_hardware(encoder: str) -> bool:
    """Return whether an encoder needs a device and its driver."""
    return encoder.endswith(_HARDWARE)


def encoder_layouts(encoder: str) -> list[PixelLayout]:
    """Return the layouts that both the encoder and this package support, in the encoder's order."""
    if encoder == UNCODED_VIDEO:  # says nothing
        return [layout for name, layout in PIXEL_LAYOUTS.items() if _Y4M_LAYOUT.fullmatch(name)]
    formats = av.Codec(encoder, "w").video_formats or []
    return [PIXEL_LAYOUTS[f.name] for f in formats if f.name in PIXEL_LAYOUTS]


def resolve_layout(encoder: str, name: str) -> PixelLayout:
    """Return the layout `name`; raise `OptionError` if the encoder does not support it."""
    layouts = {layout.name: layout for layout in encoder_layouts(encoder)}
    if name not in layouts:
        raise OptionError.unknown(f"pixel format for {encoder}", name, layouts)
    return layouts[name]


def default_layout(codec: str, source: PixelLayout) -> PixelLayout:
    """Return the layout in which an encoder loses least of `source`; of several, the smallest.

    Lossy codecs get YUV whatever the source is: their standards have RGB and gray, but few players
    and no hardware decoders read them.

    Parameters
    ----------
    codec : an encoder's name or alias
    source : the layout of the frames before they were upscaled
    """
    encoder = resolve_codec(codec)
    choice = [layout for layout in encoder_layouts(encoder) if not layout.name.startswith("yuvj")]
    if av.Codec(encoder, "w").lossy:
        choice = [layout for layout in choice if layout.model is ColourModel.YUV] or choice
    if encoder in _ALPHA_UNREADABLE:
        choice = [layout for layout in choice if not layout.has_alpha] or choice
    if not choice:
        raise OptionError(f"{encoder} takes no pixel format that this program can write")
    return min(choice, key=lambda layout: _cost(layout, source))


def losses(source: PixelLayout, target: PixelLayout) -> list[str]:
    """Return the properties of `source` that `target` loses, a few words each."""
    lost = []
    if source.has_alpha and not target.has_alpha:
        lost.append("alpha")
    if target.depth < source.depth:
        lost.append(f"{source.depth}-bit depth ({target.depth} are left)")
    if source.model is not ColourModel.GRAY and target.model is ColourModel.GRAY:
        lost.append("colour")
    elif source.model is not ColourModel.GRAY and any(
        ours > theirs for ours, theirs in zip(target.chroma_log2, source.chroma_log2, strict=True)
    ):
        lost.append("chroma resolution")
    return lost


def _cost(layout: PixelLayout, source: PixelLayout) -> tuple[object, ...]:
    """Return the sort key of layouts: least lost, then least added, then planar first."""
    mine, theirs = layout.chroma_log2, source.chroma_log2
    coloured = source.model is not ColourModel.GRAY
    if layout.model is ColourModel.GRAY and not coloured:
        mine = theirs
    lost_chroma = coloured * sum(max(0, a - b) for a, b in zip(mine, theirs, strict=True))
    added_chroma = sum(max(0, b - a) for a, b in zip(mine, theirs, strict=True))
    if not coloured:
        added_chroma = -sum(mine)  # no chroma to keep: as little of it as can be
    return (
        coloured and layout.model is ColourModel.GRAY,
        source.has_alpha and not layout.has_alpha,
        lost_chroma,
        max(0, source.depth - layout.depth),
        layout.model is not source.model,
        layout.has_alpha and not source.has_alpha,
        max(0, layout.depth - source.depth),
        added_chroma,
        any(len(plane.channels) > 1 for plane in layout.planes),
        layout.shift,
    )
