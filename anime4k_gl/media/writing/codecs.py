"""The video encoders: their names, quality options and pixel layouts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from ...errors import OptionError
from ...formats import PIXEL_LAYOUTS, ColourModel, PixelLayout, Size
from ..pyav import av, choices_of
from ..target import UNCODED

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
    quantiser : whether the value is a quantiser, which FFmpeg's own encoders take in units
    """

    option: str
    default: float
    best: float
    worst: float
    quantiser: bool = False

    def options(self, value: float) -> dict[str, str]:
        """Return the options for a value on the scale."""
        if not self.quantiser:
            return {self.option: f"{value:g}"}
        return {"flags": "+qscale", self.option: f"{round(value * _LAMBDA)}"}


_LAMBDA = 118  # FFmpeg's FF_QP2LAMBDA

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
    # Left alone they would aim at 200 kb/s, whatever the size.
    **dict.fromkeys(
        ("mpeg4", "mpeg2video", "mpeg1video", "mjpeg", "msmpeg4", "msmpeg4v2", "wmv1", "wmv2",
         "flv", "h263", "h263p"),
        Quality("global_quality", 2, 1, 31, quantiser=True),
    ),
}  # fmt: skip

_FIXED_OPTIONS: dict[str, dict[str, str]] = {
    # Each of these writes to stderr by itself, past FFmpeg's log.
    "libx265": {"x265-params": "log-level=none"},
    # Without it VP9 uses one core at common sizes.
    "libvpx-vp9": {"row-mt": "1"},
    "h264_nvenc": {"rc": "vbr"},
    "hevc_nvenc": {"rc": "vbr"},
    "av1_nvenc": {"rc": "vbr"},
}

_DNXHR = {"yuv422p": "dnxhr_hq", "yuv422p10le": "dnxhr_hqx"}  # at any size, unlike DNxHD proper

FULL_RANGE_CODECS = frozenset({"mjpeg", "ljpeg"})
"""Encoders of what readers always take for full range."""

_MPEG_RATES = (
    Fraction(24000, 1001), Fraction(24), Fraction(25), Fraction(30000, 1001), Fraction(30),
    Fraction(50), Fraction(60000, 1001), Fraction(60),
)  # fmt: skip
_MPEG4_CLOCK = 60_000  # its field for the clock has 16 bits

_X264_PRESETS = (
    "ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower",
    "veryslow", "placebo",
)  # fmt: skip
_X264_REFERENCES = {"slow": 5, "slower": 8, "veryslow": 16, "placebo": 16}
_LEVEL_5_BLOCKS = 184_320  # of 16 x 16 pixels in all frames that are kept, by H.264's table A-1
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

_X264_TUNES = (
    "film", "animation", "grain", "stillimage", "psnr", "ssim", "fastdecode", "zerolatency",
)  # fmt: skip
_TUNES = {
    "libx264": _X264_TUNES,
    "libx264rgb": _X264_TUNES,
    "libx265": ("psnr", "ssim", "grain", "zerolatency", "fastdecode", "animation"),
    "libvpx": ("psnr", "ssim"),
    "libvpx-vp9": ("psnr", "ssim"),
    "libaom-av1": ("psnr", "ssim"),
}
"""What each encoder can be tuned for, where FFmpeg does not list it."""

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
    """Return the names of all video encoders that this build of FFmpeg has, the usual ones first.

    Those that take no pixel layout of this package are left out, but not those of devices.
    """
    known = dict.fromkeys((*_QUALITY, "ffv1", "prores_ks"))
    usual = [name for name in known if _available(name)]
    rest = sorted(
        name
        for name in av.codecs_available
        if name not in known and _available(name) and av.Codec(name, "w").name == name
    )
    return usual + [name for name in rest if is_hardware(name) or encoder_layouts(name)]


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
        result |= quality.options(value)
    elif crf is not None:
        raise OptionError(f"{encoder} has no crf; leave it out")
    if preset is not None:
        presets = _PRESETS.get(encoder) or choices_of(encoder, "preset")
        if not presets:
            raise OptionError(f"{encoder} has no presets; leave it out")
        if preset not in presets:
            raise OptionError.unknown(f"preset for {encoder}", preset, presets)
        result["preset"] = preset
    return merged_options(result, options)


def tune_option(encoder: str, tune: str | None) -> dict[str, str]:
    """Return the encoder's option that tunes it; none where nothing was asked for.

    Raises `OptionError` for what the encoder cannot be tuned for.
    """
    if tune is None:
        return {}
    tunes = _TUNES.get(encoder) or choices_of(encoder, "tune")
    if not tunes:
        raise OptionError(f"{encoder} has no tunes; leave it out")
    if tune not in tunes:
        raise OptionError.unknown(f"tune for {encoder}", tune, tunes)
    return {"tune": tune}


def layout_options(encoder: str, layout: PixelLayout) -> dict[str, str]:
    """Return the options that an encoder needs for a pixel layout."""
    if encoder == "dnxhd":
        return {"profile": _DNXHR.get(layout.name, "dnxhr_444")}
    return {}


def level_options(encoder: str, size: Size, settings: dict[str, str]) -> dict[str, str]:
    """Return the options that keep H.264 within a level that devices decode, 5.1 or 5.2.

    Slow presets keep so many frames that pictures of 4K would be of level 6, which hardly any
    device has. Larger pictures are beyond level 5.2 whatever is done.

    Parameters
    ----------
    encoder : its name in FFmpeg
    size : of a frame in pixels
    settings : the encoder's other options
    """
    kept = _X264_REFERENCES.get(settings.get("preset", ""), 3)
    kept *= 2 if settings.get("tune") == "animation" and kept > 1 else 1
    blocks = -(-size.width // 16) * -(-size.height // 16)
    fits = _LEVEL_5_BLOCKS // blocks
    chosen = {"refs", "level", "x264-params", "x264opts"} & set(settings)
    if encoder != "libx264" or chosen or not 0 < fits < min(kept, 16):
        return {}
    return {"refs": str(fits)}


def encoder_time_base(
    encoder: str, container: str, time_base: Fraction, rate: Fraction
) -> Fraction:
    """Return the unit of time in which an encoder takes frames: the source's, if it can.

    Parameters
    ----------
    encoder : its name in FFmpeg
    container : FFmpeg's name of the muxer
    time_base : seconds per unit of the source's times
    rate : the mean frames per second
    """
    if encoder in ("mpeg1video", "mpeg2video"):
        return 1 / min(_MPEG_RATES, key=lambda known: abs(known - rate))
    if container in ("avi", UNCODED):  # they count frames, and have no other times
        return 1 / rate.limit_denominator(1001)
    if encoder == "mpeg4" and time_base.denominator > _MPEG4_CLOCK:
        return Fraction(1, _MPEG4_CLOCK)
    return time_base


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


def playback_trouble(encoder: str, layout: PixelLayout) -> str | None:
    """Return one line about players that do not play an encoder's video in a layout, or None."""
    codec = av.Codec(encoder, "w").canonical_name
    full = layout.chroma_log2 == (1, 1) or layout.model is ColourModel.GRAY
    if codec == "h264" and not (full and layout.depth == 8):
        profile = "High 4:4:4 Predictive" if layout.chroma_log2 == (0, 0) else (
            "High 10" if full else "High 4:2:2"
        )  # fmt: skip
        deep = "--codec libx265 plays on most of them, " if full else ""
        return (
            f"H.264 as {layout.name} is its {profile} profile, which browsers, televisions and"
            f" phones hardly play; {deep}libx264 with --pix-fmt yuv420p everywhere"
        )
    if codec in ("hevc", "vp9", "av1") and not (full and layout.depth <= 10):
        return (
            f"{layout.name} is played by few devices; --pix-fmt yuv420p10le or yuv420p plays on"
            " more of them"
        )
    return None


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
