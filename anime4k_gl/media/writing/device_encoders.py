"""Encoders of devices: the best one that works here, found by a trial of a few frames.

That FFmpeg has an encoder says nothing about the machine: the device, its driver or a way to it may
be missing, and each device has sizes and formats that it refuses. So each is asked to encode a few
frames of the size and the layout that are wanted, and what it makes is decoded and compared.

Frames reach an encoder through memory. PyAV takes frames that are on a device: those made of CUDA's
memory by DLPack, whose frames context NVENC's encoder then adopts. What is missing on our side is
the copy of the drawn textures to such memory, as NV12 or P010. VA-API's encoders take frames on the
device alone, which PyAV uploads, from 18 on, where an encoder is made with an `HWAccel`; without,
they are refused here, and the line says so.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, cast

import numpy as np

from ...errors import OptionError
from ...formats import ColourModel, PixelLayout, Size
from ..pyav import CodecContext, Packet, VideoCodecContext, VideoFrame, av
from .codecs import default_layout, encoder_layouts, encoder_options, losses
from .containers import Muxers

AUTO = "auto"
"""The ``--codec`` with which the encoder is chosen here."""

FAMILIES = ("nvenc", "qsv", "videotoolbox", "amf", "vaapi")
"""Makers' own interfaces first, which know most of their devices; VA-API leads to some of the same.

NVIDIA's before all: where it works, decoding and drawing are on the same card."""

_SHALLOW = ("h264", "hevc", "av1")
_DEEP = ("hevc", "av1")  # hardly anything plays H.264 of more than 8 bits
_SOFTWARE = {"h264": "libx264", "hevc": "libx265", "av1": "libsvtav1"}
_LAST_RESORTS = ("libvpx-vp9", "libvpx", "mpeg4", "mpeg2video", "mpeg1video")

_FRAMES = 8
_FAR_OFF = 16.0  # mean difference of luma in codes of 8 bits; encoders are within 2 of a gradient

Trial = Callable[[str, Size, PixelLayout, dict[str, str]], float]
"""Encodes; returns frames a second. Raises `TrialError`."""


class TrialError(Exception):
    """An encoder cannot be used here; the message is the reason, as a part of a sentence."""


@dataclass(frozen=True, slots=True)
class EncoderChoice:
    """The encoder that was chosen.

    Attributes
    ----------
    encoder : FFmpeg's name
    why : a line for the user
    """

    encoder: str
    why: str


def choose_encoder(
    container: str,
    size: Size,
    layout: PixelLayout,
    *,
    crf: float | None = None,
    pix_fmt: str | None = None,
    trial: Trial | None = None,
) -> EncoderChoice:
    """Return the best encoder that works here: a device's, or else a software one.

    Up to 8 bits H.264 is tried first, which everything plays, beyond that HEVC. A device that would
    lose what software keeps, such as 4:4:4 or alpha, is passed over.

    Parameters
    ----------
    container : FFmpeg's name of the muxer
    size : of the frames to encode
    layout : the source's, of which as little is to be lost as can be
    crf, pix_fmt : what was asked for; an encoder without that is passed over
    trial : tries one out; `try_encoder` by default

    Raises
    ------
    OptionError : the container holds no video that can be encoded here
    """
    codecs = _SHALLOW if layout.depth <= 8 else _DEEP
    muxers, names = Muxers(()), _encoders()
    software = _software(container, codecs, names, pix_fmt)
    kept = losses(layout, _layout(software, layout, pix_fmt))
    reasons: dict[str, str] = {}
    for codec in codecs:
        for family in FAMILIES:
            encoder = f"{codec}_{family}"
            if encoder not in names or not muxers.holds_encoder(container, encoder):
                continue
            try:
                taken = _layout(encoder, layout, pix_fmt)
                lost = [each for each in losses(layout, taken) if each not in kept]
                if lost:
                    raise TrialError(f"does not keep {', '.join(lost)}")
                options = encoder_options(encoder, crf=crf, preset=None, options={})
                rate = (trial or try_encoder)(encoder, size, taken, options)
            except OptionError as error:
                reasons.setdefault(family, str(error))
            except TrialError as error:
                reasons.setdefault(family, f"{encoder} {error}")
            else:
                return EncoderChoice(
                    encoder,
                    f"--codec auto: {encoder}, which encodes {size} as {taken} here,"
                    f" {rate:.0f} frames a second in a trial",
                )
    said = "; ".join(reasons.values()) or "this build of FFmpeg has none that fits"
    return EncoderChoice(
        software, f"--codec auto: {software}, since no device encodes this here: {said}"
    )


def try_encoder(encoder: str, size: Size, layout: PixelLayout, options: dict[str, str]) -> float:
    """Encode a few frames; return how many it does a second.

    Raises
    ------
    TrialError : it cannot, or makes something else of them
    """
    with _told() as told:
        try:
            context = cast(VideoCodecContext, CodecContext.create(encoder, "w"))
            context.width, context.height = size
            context.pix_fmt, context.time_base = layout.name, Fraction(1, 24)
            context.options = dict(options)
            context.open()
            frames = [_frame(size, layout, number) for number in range(_FRAMES)]
            start = time.perf_counter()
            packets = [packet for frame in (*frames, None) for packet in context.encode(frame)]
            took = time.perf_counter() - start
            decoded = _decoded(context.codec.canonical_name, packets)
        except (av.FFmpegError, OSError, ValueError, RuntimeError, NotImplementedError) as error:
            raise TrialError(f"failed: {told() or ' '.join(str(error).split())}") from error
    if len(decoded) != _FRAMES:
        raise TrialError(f"made {len(decoded)} frames of {_FRAMES}")
    if _luma(decoded[0]).shape != _luma(frames[0]).shape:
        raise TrialError(f"made pictures of {decoded[0].width}x{decoded[0].height} of {size}")
    if max(map(_difference, frames, decoded)) > _FAR_OFF:
        raise TrialError("made other pictures of a trial's")
    return _FRAMES / max(took, 1e-9)


def _encoders() -> frozenset[str]:
    wanted = {f"{codec}_{family}" for codec in _SHALLOW for family in FAMILIES}
    return frozenset((wanted | {*_SOFTWARE.values(), *_LAST_RESORTS}) & set(av.codecs_available))


def _software(
    container: str, codecs: tuple[str, ...], names: frozenset[str], pix_fmt: str | None
) -> str:
    muxers = Muxers(())
    order = (*(_SOFTWARE[codec] for codec in codecs), *_LAST_RESORTS, "libx264")
    held = [name for name in order if name in names and muxers.holds_encoder(container, name)]
    for name in held:
        if pix_fmt is None or pix_fmt in {layout.name for layout in encoder_layouts(name)}:
            return name
    as_what = f" as {pix_fmt}" if held else ""
    raise OptionError(f"--codec auto: nothing here encodes for {container}{as_what}; name a codec")


def _layout(encoder: str, source: PixelLayout, pix_fmt: str | None) -> PixelLayout:
    """Return the layout to encode in. Raises `OptionError` where the encoder takes none."""
    if pix_fmt is None:
        return default_layout(encoder, source)
    for layout in encoder_layouts(encoder):
        if layout.name == pix_fmt:
            return layout
    raise OptionError(f"{encoder} does not take {pix_fmt}")


def _frame(size: Size, layout: PixelLayout, number: int) -> VideoFrame:
    """Return a frame of a gradient that moves."""
    across = np.linspace(32, 200, size.width, dtype=np.float32)
    down = np.linspace(0, 20, size.height, dtype=np.float32)[:, np.newaxis]
    gray = (across + down + 2 * number).astype(np.uint8)
    frame = VideoFrame.from_ndarray(gray, format="gray")
    if layout.model is not ColourModel.GRAY:
        frame = frame.reformat(format=layout.name, src_color_range=2, dst_color_range=2)
    frame.pts, frame.time_base = number, Fraction(1, 24)
    return frame


def _decoded(codec: str, packets: list[Packet[Any]]) -> list[VideoFrame]:
    # FFmpeg's own decoder of AV1 is for devices alone.
    name = "libdav1d" if codec == "av1" and "libdav1d" in av.codecs_available else codec
    decoder = cast(VideoCodecContext, CodecContext.create(name, "r"))
    return [frame for packet in (*packets, None) for frame in decoder.decode(packet)]


def _luma(frame: VideoFrame) -> np.ndarray[Any, np.dtype[np.uint8]]:
    # The first plane's codes, whatever the depth and the range are.
    gray = frame.reformat(format="gray", src_color_range=2, dst_color_range=2)
    return np.asarray(gray.to_ndarray(), np.uint8)


def _difference(one: VideoFrame, other: VideoFrame) -> float:
    return float(np.abs(_luma(one).astype(np.int16) - _luma(other)).mean())


@contextlib.contextmanager
def _told() -> Iterator[Callable[[], str]]:
    """Keep FFmpeg's errors from stderr; yield what returns the first of them, the cause."""
    before = av.logging.get_level()
    av.logging.set_level(av.logging.ERROR)
    try:
        with av.logging.Capture(local=False) as logs:
            yield lambda: next((" ".join(text.split()).rstrip(".") for _, _, text in logs), "")
    finally:
        av.logging.set_level(before)
