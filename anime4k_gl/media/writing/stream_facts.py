"""The facts of a stream that decide what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from ..main_stream import is_cover
from ..pyav import Stream, attachment_data, av

Sample = Literal["u8", "s16", "s24", "s32", "f32", "f64"]
"""What a decoded sample of sound holds."""

_SAMPLES: dict[str, Sample] = {
    "u8": "u8", "s16": "s16", "s32": "s32", "s64": "s32", "flt": "f32", "dbl": "f64",
}  # fmt: skip

# Their decoders return 32 bits, of which no more than 24 are ever used.
_AT_MOST_24 = frozenset(
    {"pcm_s24le", "pcm_s24be", "pcm_s24le_planar", "pcm_s24daud", "pcm_u24le", "pcm_u24be"}
    | {"pcm_bluray", "pcm_dvd", "s302m", "truehd", "mlp", "tta", "tak", "dts"}
)

# They are exact copies of what was recorded, and their decoders return just that.
_LOSSLESS = frozenset({"flac", "alac", "tta", "wavpack", "truehd", "mlp", "tak", "ape", "s302m"})

_LAYOUTS = {1: "mono", 2: "stereo", 3: "3.0", 4: "quad", 5: "5.0", 6: "5.1", 7: "6.1", 8: "7.1"}


def usual_layout(channels: int) -> str:
    """Return FFmpeg's name of the speakers that so many channels are usually for."""
    return _LAYOUTS.get(channels, f"{channels}c")


@dataclass(frozen=True, slots=True)
class StreamFacts:
    """A stream of the source.

    Attributes
    ----------
    index : in the source's file, from 0
    kind : ``audio``, ``video``, ``subtitle``, ``attachment`` or ``data``
    codec : FFmpeg's name of the codec; empty where it is unknown
    language, title : as tagged; empty where they are not
    cover : a video stream that is a picture attached to the file
    decodable : whether this build of FFmpeg has a decoder
    sample : of sound, what a decoded sample holds
    channels, rate : of sound; the rate in Hz
    layout : of sound, FFmpeg's name of the speakers; empty where the file does not say
    empty : an attachment without content
    rewritten : a data stream that the muxer writes by itself from other facts of the file
    """

    index: int
    kind: str
    codec: str = ""
    language: str = ""
    title: str = ""
    cover: bool = False
    decodable: bool = True
    sample: Sample = "s16"
    channels: int = 2
    rate: int = 48000
    layout: str = ""
    empty: bool = False
    rewritten: bool = False

    @property
    def choice_kind(self) -> str | None:
        """The kind by which the user chooses it; None for a video, which is always kept."""
        if self.cover:
            return "attachment"
        return self.kind if self.kind in ("audio", "subtitle", "attachment", "data") else None

    @property
    def lossless(self) -> bool:
        """Whether sound is exactly what its decoder returns: PCM, FLAC and the like."""
        return self.codec in _LOSSLESS or self.codec.startswith(("pcm_", "adpcm_"))

    def __str__(self) -> str:
        return f"{self.kind} stream #{self.index} ({self.codec or 'unknown codec'})"


def facts_of(stream: Stream, *, has_chapters: bool = False) -> StreamFacts:
    """Return the facts of a source's stream.

    Parameters
    ----------
    stream : of an open input
    has_chapters : whether the file has chapters, which QuickTime also keeps in a data stream
    """
    context = stream.codec_context
    name = getattr(stream, "name", None) or ""
    facts: dict[str, Any] = {
        "index": stream.index,
        "kind": stream.type or "data",
        "codec": context.codec.canonical_name if context is not None else name,
        "language": stream.metadata.get("language", ""),
        "title": stream.metadata.get("title", ""),
        "cover": is_cover(stream),
        "decodable": context is not None,
    }
    if stream.type == "attachment":
        facts["codec"] = stream.metadata.get("filename") or name
        facts["empty"] = attachment_data(stream) is None
    elif stream.type == "data":
        chapter_track = name == "bin_data" and has_chapters
        facts["rewritten"] = "timecode" in stream.metadata or chapter_track
    elif isinstance(stream, av.AudioStream) and context is not None:
        facts |= _of_sound(stream)
    return StreamFacts(**facts)


def _of_sound(stream: av.AudioStream) -> dict[str, object]:
    context = stream.codec_context
    held = context.format.name.removesuffix("p") if context.format is not None else "s16"
    codec = context.codec.canonical_name
    sample: Sample = _SAMPLES.get(held, "s16")
    if sample == "s32" and codec in _AT_MOST_24:
        sample = "s24"
    if sample in ("f32", "f64") and not codec.startswith("pcm_"):
        sample = "s24"  # a lossy codec's own precision is far less
    return {
        "sample": sample,
        "channels": context.layout.nb_channels or 2,
        "rate": context.sample_rate or 48000,
        "layout": "" if context.layout.name.endswith("channels") else context.layout.name,
    }
