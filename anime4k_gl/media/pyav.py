"""PyAV, imported here and nowhere else, with what differs between its versions made alike.

The declared minimum, 17.1, is the first that writes how a video is turned; chapters, attached files
and subtitles encoded anew came with 16, so with an older one a copy would lose them. What a newer
one adds is asked for by capability, not by version: 18.0 tells what a frame on a device is made of,
without which such frames come to memory.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any, get_args

from ..colour import Colour
from ..dependencies import require

require("av")  # first of all: an older PyAV lacks names that are imported below

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.codec import CodecContext
from av.codec.hwaccel import HWAccel, hwdevices_available
from av.container import InputContainer, OutputContainer
from av.filter import Graph
from av.packet import Packet, PacketSideData, PktSideDataT
from av.stream import Disposition, Stream
from av.subtitles.codeccontext import SubtitleCodecContext
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.plane import VideoPlane
from av.video.stream import VideoStream

__all__ = [
    "HAS_DEVICE_FRAMES",
    "HAS_FIELD_ORDER",
    "AudioFrame",
    "AudioStream",
    "CodecContext",
    "Disposition",
    "Graph",
    "HWAccel",
    "InputContainer",
    "OutputContainer",
    "Packet",
    "Stream",
    "SubtitleCodecContext",
    "VideoCodecContext",
    "VideoFrame",
    "VideoPlane",
    "VideoStream",
    "add_side_data",
    "attachment_data",
    "av",
    "chapters",
    "choices_of",
    "copy_disposition",
    "decode_subtitle",
    "discard_packets",
    "duration_of",
    "held_format",
    "hwdevices_available",
    "primaries_and_transfer",
    "side_data",
    "side_data_of",
    "subtitle_header",
    "tag",
    "tagged_seconds",
]

HAS_FIELD_ORDER = hasattr(VideoCodecContext, "field_order")
"""Whether an encoder takes the order of fields as a value of its own, and not by an option."""

HAS_DEVICE_FRAMES = hasattr(VideoFrame, "sw_format")
"""Whether a frame that stays on a device tells what it is made of."""

# Of frames on a device, which filters for frames in memory refuse. No codec of theirs has profiles.
_DEVICE_FORMATS = frozenset(
    {"amf", "cuda", "d3d11", "d3d11va_vld", "d3d12", "drm_prime", "dxva2_vld", "mediacodec"}
    | {"opencl", "qsv", "vaapi", "vdpau", "videotoolbox_vld", "vulkan"}
)


def primaries_and_transfer(frame: VideoFrame) -> tuple[int, int]:
    """Return a frame's own tags by H.273's codes; 2 is unspecified."""
    return int(frame.color_primaries), int(frame.color_trc)


def tag(target: VideoFrame | VideoCodecContext, colour: Colour) -> None:
    """Write a colour description to a frame or an encoder."""
    target.color_range = colour.range.value
    target.colorspace = colour.matrix.value
    target.color_primaries = colour.primaries
    target.color_trc = colour.transfer


def duration_of(frame: VideoFrame) -> int | None:
    """Return how long a frame is shown in units of its time base, None where it is not known."""
    return frame.duration or None


def side_data(frame: VideoFrame) -> list[tuple[str, bytes]]:
    """Return what else a frame carries, each by FFmpeg's name: ``DISPLAYMATRIX`` and so on.

    Without ICC profiles, and `VideoFrame.side_data` is to be asked nowhere else. What PyAV returns
    there frees an entry's dictionary when it goes, and FFmpeg frees it again with the frame. Only
    ICC profiles with a name have one, as PNG's do. The smallest case, which ends the process::

        frame = next(av.open("png-video-with-named-profile.mkv").decode(video=0))
        frame.side_data
        del frame

    So the profile is taken from a second reference to the frame before PyAV sees it.
    """
    if frame.format.name not in _DEVICE_FORMATS:
        graph = Graph()
        ends = [
            graph.add_buffer(
                width=frame.width,
                height=frame.height,
                format=frame.format,
                time_base=frame.time_base or Fraction(1, 1000),
            ),
            graph.add("sidedata", "mode=delete:type=ICC_PROFILE"),
            graph.add("buffersink"),
        ]
        for one, next_one in pairwise(ends):
            one.link_to(next_one)
        graph.configure()
        graph.push(frame)
        pulled = graph.pull()
        assert isinstance(pulled, VideoFrame)
        frame = pulled
    entries: Any = frame.side_data  # typed as a TypedDict, in truth a container of buffers
    return [(getattr(entry.type, "name", ""), bytes(entry)) for entry in entries]


def held_format(frame: VideoFrame) -> str:
    """Return FFmpeg's name of how components lie in a frame that may be on a device."""
    held = frame.sw_format if HAS_DEVICE_FRAMES else None
    return held.name if held is not None else frame.format.name


def chapters(container: InputContainer) -> list[Any]:
    """Return the chapters that a file names, as PyAV has them."""
    return list(container.chapters())


def attachment_data(stream: Stream) -> bytes | None:
    """Return the content of an attached file, None where it has none or it cannot be read."""
    return bytes(getattr(stream, "data", b"")) or None


def copy_disposition(target: Stream, source: Stream) -> None:
    """Give a stream another's flags: default, forced and so on."""
    target.disposition = source.disposition


def discard_packets(stream: Stream) -> None:
    """Let FFmpeg leave out a stream's packets; it may read them all the same."""
    stream.discard = av.stream.Discard.all


def decode_subtitle(context: Any, packet: Packet[Any]) -> Any:
    """Return the `SubtitleSet` in a packet, None where there is none."""
    return context.decode2(packet)


def choices_of(encoder: str, option: str) -> tuple[str, ...]:
    """Return the names of the values of an encoder's own option; none where it lists none."""
    context: Any = CodecContext.create(encoder, "w")
    private = getattr(getattr(context, "supported_options", None), "private", ())
    named = [found for found in private if found.name == option]
    return tuple(dict.fromkeys(choice.name for found in named for choice in found.choices))


def subtitle_header(context: Any) -> bytes | None:
    """Return the ASS header, with its styles, that an open decoder of text subtitles has made."""
    header: bytes | None = getattr(context, "subtitle_header", None)
    return header


def side_data_of(packet: Packet[Any]) -> list[tuple[int, bytes]]:
    """Return what a packet carries beside its data, by FFmpeg's numbers of the kinds.

    Without the encoder's statistics, which no muxer writes.
    """
    kinds: tuple[str, ...] = get_args(PktSideDataT)
    return [
        (kinds.index(entry.data_type), bytes(entry))
        for entry in packet.iter_sidedata()
        if entry.data_type != "quality_stats"
    ]


def add_side_data(packet: Packet[Any], entries: list[tuple[int, bytes]]) -> None:
    """Give a packet what `side_data_of` told of another."""
    for kind, data in entries:
        made: Any = PacketSideData  # its stub has no parameters
        entry = made(kind, len(data))
        entry.update(data)
        packet.set_sidedata(entry)


def tagged_seconds(stream: Stream) -> float | None:
    """Return the seconds of Matroska's ``hours:minutes:seconds`` tag, or None if malformed."""
    try:
        hours, minutes, seconds = (
            float(part) for part in stream.metadata.get("DURATION", "").split(":")
        )
    except ValueError:
        return None
    return hours * 3600 + minutes * 60 + seconds
