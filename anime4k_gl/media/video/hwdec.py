"""Hardware decoding with a fallback to software.

The device's decoder gets the packets meant for a software decoder, which takes over if it fails:
the packets since the last key frame are kept, so that no frame is lost or shown twice. The device's
frames must have the components, depth and size that software would have produced; if they differ,
software takes over at once.

A device's decoder comes from opening the file a second time, since PyAV sets it up there, with all
the container's information about the stream. PyAV's own software fallback is not used: it does not
report that it was taken, and fails if the device itself is unavailable.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterator
from typing import Any

from ...errors import MediaError, OptionError
from ...formats import PIXEL_LAYOUTS
from ..failures import reason
from ..layouts import format_of
from ..opening import MediaInput
from ..pyav import (
    HAS_DEVICE_FRAMES,
    HWAccel,
    Packet,
    VideoCodecContext,
    VideoFrame,
    av,
    hwdevices_available,
)

DEVICES = ("cuda", "vaapi", "d3d11va", "videotoolbox")
"""Kinds of devices, by FFmpeg's names."""

CUDA_HWDECS = ("auto", "cuda")
"""The ``--hwdec`` with which a CUDA device may decode."""

_LINUX = ("cuda", "vaapi")
_AUTO = {"win32": ("cuda", "d3d11va"), "darwin": ("videotoolbox",)}

_MOST_KEPT = 256 << 20  # bytes of packets; a stream of some minutes without a key frame

# Errors seen from PyAV: FFmpeg's, and its own for streams, devices and options.
_FAILURES = (
    MediaError, av.FFmpegError, OSError, ValueError, TypeError, RuntimeError, NotImplementedError,
)  # fmt: skip


_NOT_THERE = "no such device, or no driver for it"


class DeviceError(Exception):
    """A device cannot decode a stream; the message is the reason, as a part of a sentence."""


def resolve_hwdec(name: str) -> tuple[str, ...]:
    """Return the kinds of devices to try for a ``--hwdec``, in order.

    Raises
    ------
    OptionError : unknown name
    """
    if name == "none":
        return ()
    if name == "auto":
        built = hwdevices_available()
        return tuple(kind for kind in _AUTO.get(sys.platform, _LINUX) if kind in built)
    if name not in DEVICES:
        raise OptionError.unknown("hwdec", name, ("auto", *DEVICES, "none"))
    return (name,)


def available(kind: str) -> str | None:
    """Return why no device of a kind can be used on this machine, None if one can.

    Which codecs it decodes depends on the device and is not checked.
    """
    try:
        _device(kind).create(av.Codec("h264", "r"))
    except DeviceError as error:
        return str(error)
    except _FAILURES:
        return _NOT_THERE
    return None


def _device(kind: str, on_device: bool = False) -> HWAccel:
    if kind not in hwdevices_available():
        raise DeviceError(f"this build of FFmpeg has no {kind}")
    # Only CUDA's frames are of use to us on the device.
    stay = on_device and kind == "cuda" and HAS_DEVICE_FRAMES
    kept: Any = {"is_hw_owned": True} if stay else {}
    return HWAccel(kind, allow_software_fallback=False, **kept)


class DeviceDecoder:
    """One stream's decoder on a device.

    Attributes
    ----------
    kind : the kind of device
    context : what decodes
    """

    def __init__(
        self, source: MediaInput, index: int, kind: str, *, on_device: bool = False
    ) -> None:
        """Open a stream by its index; frames are copied to memory, or stay on the device.

        Raises
        ------
        DeviceError : there is no device, it does not decode this codec, or it is read from a pipe
        """
        if source.is_pipe:
            raise DeviceError("a pipe is read once, and a device would read again")
        self.kind = kind
        try:
            self._container = source.container(_device(kind, on_device))
            stream = self._container.streams[index]
            assert isinstance(stream, av.VideoStream)
            self.context = stream.codec_context
        except RuntimeError as error:  # what PyAV says to a codec that it finds no device for
            raise DeviceError("it does not decode this codec") from error
        except _FAILURES as error:  # the file could be opened before; so this is the device
            raise DeviceError(_NOT_THERE) from error
        if not self.context.is_hwaccel:
            self._container.close()
            raise DeviceError("it does not decode this codec")

    def decode(self, packet: Packet[Any] | None) -> list[VideoFrame]:
        """Return the frames that a packet completes; None: those still to come.

        Raises
        ------
        DeviceError : the device failed, or cannot decode this after all
        """
        try:
            return self.context.decode(packet)
        except av.error.EOFError:
            return []
        except _FAILURES as error:
            raise DeviceError(reason(error)) from error

    def flush(self) -> None:
        """Forget the packets of before a seek."""
        self.context.flush_buffers()

    def close(self) -> None:
        """Let go of the device."""
        self._container.close()


class FallbackDecoder:
    """Decodes packets on a device, then in software from where that fails.

    Parameters
    ----------
    software : the software decoder
    device : the device's decoder to try first, or None

    Attributes
    ----------
    device : the kind of device in use, None in software
    failure : why the device is not used, as a part of a sentence; None if there is no failure
    """

    def __init__(self, software: VideoCodecContext, device: DeviceDecoder | None = None) -> None:
        self._software = software
        self._device = device
        self._expected = software.pix_fmt or ""
        self.failure: str | None = None
        self._sizes: set[tuple[int, int]] = set()
        self._forget()

    @property
    def device(self) -> str | None:
        """The kind of device in use, None in software."""
        return self._device.kind if self._device else None

    @property
    def context(self) -> VideoCodecContext:
        """What decodes now, on a device or in software."""
        return self._device.context if self._device else self._software

    def decode(self, packet: Packet[Any] | None) -> Iterator[VideoFrame]:
        """Yield the frames that a packet completes, in presentation order; None: the last ones.

        Raises PyAV's errors where a packet cannot be decoded in software.
        """
        if self._device is None:
            yield from self._software.decode(packet)
            return
        self._keep(packet)
        try:
            frames = self._device.decode(packet)
            self._sizes.add((self.context.width, self.context.height))
            for frame in frames:
                self._check(frame)
        except DeviceError as error:
            yield from self._fall_back(str(error))
            return
        for frame in frames:
            self._shown(frame)
            yield frame
        if self._bytes > _MOST_KEPT:
            yield from self._fall_back("key frames are too far apart to fall back to one")

    def flush(self) -> None:
        """Forget the packets of before a seek; the container has flushed the software decoder."""
        if self._device is not None:
            self._device.flush()
        self._forget()

    def close(self) -> None:
        """Let go of the device."""
        if self._device is not None:
            self._device.close()
            self._device = None
        self._forget()

    @classmethod
    def open(
        cls,
        source: MediaInput,
        index: int,
        software: VideoCodecContext,
        hwdec: str,
        *,
        on_device: bool = False,
    ) -> FallbackDecoder:
        """Return a decoder for a file's stream with the devices of a ``--hwdec``.

        With ``auto`` a missing device is not a failure.

        Raises
        ------
        OptionError : unknown name
        """
        failure = None
        for kind in resolve_hwdec(hwdec):
            try:
                return cls(software, DeviceDecoder(source, index, kind, on_device=on_device))
            except DeviceError as error:
                failure = f"{kind} cannot be used: {error}"
        decoder = cls(software)
        decoder.failure = None if hwdec == "auto" else failure
        return decoder

    def _forget(self) -> None:
        # Packets grouped by the key frame they start with, oldest first; the last group is open.
        self._groups: deque[list[Packet[Any] | None]] = deque([[]])
        self._bytes = 0
        self._last: int | None = None  # time stamp of the last frame yielded

    def _keep(self, packet: Packet[Any] | None) -> None:
        if packet is not None and packet.is_keyframe and self._groups[-1]:
            self._groups.append([])
        self._groups[-1].append(packet)
        self._bytes += packet.size if packet is not None else 0

    def _shown(self, frame: VideoFrame) -> None:
        """Note a frame, and forget the packets that it and its successors do not need."""
        self._last = frame.pts
        while len(self._groups) > 1 and self._last is not None:
            key = self._groups[1][0]
            # Frames decoded after a key frame but shown before it may need the previous group;
            # once the key frame itself has been shown, so have they.
            if key is None or key.pts is None or self._last < key.pts:
                break
            self._bytes -= sum(packet.size for packet in self._groups.popleft() if packet)

    def _check(self, frame: VideoFrame) -> None:
        """Raise a DeviceError if a frame differs from software's in format or size."""
        name = format_of(frame)
        made, expected = PIXEL_LAYOUTS.get(name), PIXEL_LAYOUTS.get(self._expected)
        if made is None or expected is None:
            same = name == self._expected
        else:
            same = (made.model, made.depth, made.chroma_log2, made.has_alpha) == (
                expected.model, expected.depth, expected.chroma_log2, expected.has_alpha,
            )  # fmt: skip
        if not same:
            raise DeviceError(f"it decodes {self._expected or 'this'} to {name}")
        if self._expected.startswith("yuvj") and frame.color_range != 2:
            raise DeviceError("it does not keep the full colour range")
        size = (frame.width, frame.height)
        as_told = size == (self._software.width, self._software.height)
        # On the way the video's own size may become another, of which its headers tell.
        if not as_told and (self._last is None or size not in self._sizes):
            raise DeviceError("it does not crop the picture correctly")
        if frame.pts is None:
            raise DeviceError("its frames have no timestamps")

    def _fall_back(self, why: str) -> Iterator[VideoFrame]:
        """Decode the kept packets in software, and yield the frames not yielded before."""
        self.failure = (
            f"{self.device} failed: {why}"
            if self._last is not None
            else f"{self.device} cannot be used: {why}"
        )
        packets = [packet for group in self._groups for packet in group]
        last = self._last
        self.close()
        self._software.flush_buffers()
        for index, packet in enumerate(packets):
            try:
                frames = self._software.decode(packet)
            except (av.FFmpegError, ValueError):
                if index == len(packets) - 1:
                    raise
                continue  # the device accepted it silently; so the file is not at fault
            for frame in frames:
                if last is None or frame.pts is None or frame.pts > last:
                    yield frame
