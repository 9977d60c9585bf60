"""The contents that containers hold, by asking FFmpeg's muxers and by what comes back of it.

A muxer's own word is not enough: MPEG-TS takes every codec and writes most as private data that no
player reads; so does MPEG's program stream. What those do hold is in a table here, and tests mux
and read back what it says.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from ...errors import OptionError
from ..pyav import OutputContainer, Stream, av
from .stream_facts import StreamFacts, usual_layout

ATTACHING = frozenset({"matroska"})
"""The containers that hold attached files."""

M2TS = "m2ts"
"""Our name of MPEG-TS as Blu-ray discs and recorders have it, which holds other streams."""

M2TS_SUFFIXES = (".m2ts", ".mts")

MP4_FAMILY = frozenset({"mp4", "mov", "ipod", "3gp", "3g2", "psp", "f4v"})
"""FFmpeg's muxers of MP4 and what it came from."""

SHORT_NAMES = {"mpegts": "MPEG-TS", M2TS: "M2TS", "ipod": "m4v", "mpeg": "MPEG-PS", "vob": "VOB"}
"""Names for messages of containers that few know by FFmpeg's name of the muxer."""

_TS = frozenset(
    {"mpeg1video", "mpeg2video", "mpeg4", "h264", "hevc", "vvc", "cavs", "dirac", "vc1"}
    | {"aac", "aac_latm", "ac3", "eac3", "mp1", "mp2", "mp3", "mp3float", "opus", "dts", "s302m"}
    | {"dvb_subtitle", "dvb_teletext"}
)
_PS = frozenset(
    {"mpeg1video", "mpeg2video", "mpeg4", "h264", "hevc", "mp1", "mp2", "mp3", "mp3float"}
    | {"ac3", "dts", "pcm_dvd", "dvd_subtitle"}
)
_BY_CONTAINER = {
    **dict.fromkeys(("mpeg", "vob", "dvd", "svcd", "vcd"), _PS),
    "mpegts": _TS,
    M2TS: (_TS - {"opus", "s302m"}) | {"pcm_bluray", "truehd", "hdmv_pgs_subtitle"},
}
"""For muxers that take whatever they are given: the codecs that come back as what they were."""

# What a muxer refuses only when it writes the header, which for a video is too late.
_REFUSED = frozenset({("mov", "vp9"), ("mov", "av1")})

_LED_BY_VIDEO = frozenset({"mxf"})
"""Muxers that refuse a file without video."""

_OTHER_NAMES = {"libopus": "opus", "libmp3lame": "mp3", "libx264": "h264", "libx265": "hevc"}


def shown_name(container: str) -> str:
    """Return a container's name for messages."""
    return SHORT_NAMES.get(container, container)


def known_name(name: str, suffix: str) -> str:
    """Return the name by which a muxer is known here, of a file's suffix."""
    return M2TS if name == "mpegts" and suffix.lower() in M2TS_SUFFIXES else name


def codec_tag(container: str, codec: str) -> str | None:
    """Return the four letters that players need to know a codec by; None for FFmpeg's own.

    Parameters
    ----------
    container : FFmpeg's name of the muxer
    codec : FFmpeg's canonical name of the codec
    """
    if codec == "hevc" and container in MP4_FAMILY:
        return "hvc1"  # QuickTime, Safari and iOS take no hev1
    if codec == "mpeg4" and container == "avi":
        return "XVID"  # FFmpeg's FMP4 is unknown to hardware players
    return None


def copy_description(output: OutputContainer, stream: Stream) -> Stream:
    """Add a stream to an output that is to hold another's packets as they are."""
    if stream.type == "video":  # by default PyAV looks for an encoder of the same name
        copy = output.add_stream_from_template(stream, opaque=True)
    else:
        copy = output.add_stream_from_template(stream)
    context: Any = copy.codec_context
    if context is None:
        return copy
    placed = stream.type != "audio" or not context.layout.name.endswith("channels")
    if not placed and output.format.name in MP4_FAMILY:
        # Matroska does not say which speakers PCM is for; MP4 fails at its end without.
        context.layout = usual_layout(context.layout.nb_channels)
    tag = codec_tag(output.format.name, context.codec.canonical_name)
    if tag is not None:
        context.codec_tag = tag
    return copy


class Muxers:
    """Answers about what containers hold, by writing headers to memory; each is asked once.

    Parameters
    ----------
    streams : the source's, by whose index facts are told
    """

    def __init__(self, streams: Iterable[Stream]) -> None:
        self._streams = {stream.index: stream for stream in streams}
        self._answers: dict[tuple[str, object], bool] = {}

    def holds(self, container: str, stream: StreamFacts) -> bool:
        """Return whether a container holds a stream as it is, readable again."""
        template = self._streams[stream.index]
        if template.codec_context is None or not _comes_back(container, stream.codec):
            return False

        def describe(output: OutputContainer) -> None:
            copy_description(output, template)

        early = container in MP4_FAMILY and stream.codec.startswith("pcm_")
        beside = container in _LED_BY_VIDEO and stream.kind != "video"
        return self._accepted(container, stream.index, describe, early=early, beside=beside)

    def holds_encoder(self, container: str, encoder: str) -> bool:
        """Return whether a container holds what an encoder makes, readable again.

        False too where this build of FFmpeg has no such encoder.
        """
        try:
            codec = av.Codec(encoder, "w")
        except ValueError:
            return False
        if not _comes_back(container, codec.canonical_name):
            return False

        def describe(output: OutputContainer) -> None:
            stream: Any = output.add_stream(encoder)
            if codec.type == "audio":
                stream.time_base = Fraction(1, stream.rate)

        sound = codec.type == "audio"
        beside = container in _LED_BY_VIDEO and sound
        return self._accepted(container, encoder, describe, header=sound, beside=beside)

    def _accepted(
        self,
        container: str,
        key: object,
        describe: Any,
        *,
        header: bool = True,
        early: bool = False,
        beside: bool = False,
    ) -> bool:
        """Return whether a muxer takes a stream, `beside` a video if it wants one.

        FFmpeg's own query checks only the codec; some muxers reject a stream when its header is
        written, for other reasons. MP4's is written at the end, or `early` where that can be.
        """
        known = self._answers.get((container, key))
        if known is None:
            name = "mpegts" if container == M2TS else container
            options = {"movflags": "empty_moov"} if early else {}
            known = False
            try:
                with av.open(io.BytesIO(), "w", format=name, container_options=options) as trial:
                    if beside:
                        _add_video(trial)
                    describe(trial)
                    if header:
                        trial.start_encoding()
                    known = beside  # whose end fails without a packet
                known = True
            except (av.FFmpegError, ValueError):
                pass
            self._answers[container, key] = known
        return known


def _add_video(output: OutputContainer) -> None:
    video: Any = output.add_stream("mpeg2video", rate=25)
    video.width, video.height, video.pix_fmt = 64, 64, "yuv420p"


def _comes_back(container: str, codec: str) -> bool:
    known = _BY_CONTAINER.get(container)
    if (container, codec) in _REFUSED:
        return False
    return known is None or _OTHER_NAMES.get(codec, codec) in known


def check_video(path: str, container: str, encoder: str) -> None:
    """Raise `OptionError` unless a container holds video of an encoder."""
    if not Muxers(()).holds_encoder(container, encoder):
        raise OptionError(refusal(path, container, encoder))


def refusal(path: str, container: str, encoder: str) -> str:
    """Return the message that a container does not hold video of an encoder."""
    fits = container != "matroska" and Muxers(()).holds_encoder("matroska", encoder)
    other = ".mkv" if fits else "another codec"
    return f"{path}: {shown_name(container)} cannot carry video of {encoder}; choose {other}"
