"""What containers hold: each codec muxed once for real, and read back."""

from __future__ import annotations

import io
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from anime4k_gl.errors import OptionError
from anime4k_gl.media.writing.codecs import available_codecs
from anime4k_gl.media.writing.containers import M2TS, Muxers, codec_tag
from anime4k_gl.media.writing.source_plan import container_for
from anime4k_gl.media.writing.stream_facts import facts_of

CONTAINERS = ("matroska", "mp4", "mov", "webm", "avi", "mpegts", "mpeg")

HELD = {
    "aac": "matroska mp4 mov avi mpegts",
    "ac3": "matroska mp4 mov avi mpegts mpeg",
    "libmp3lame": "matroska mp4 mov avi mpegts mpeg",
    "libopus": "matroska mp4 webm mpegts",
    "flac": "matroska mp4 avi",
    "alac": "matroska mp4 mov",
    "tta": "matroska",
    "wavpack": "matroska",
    "pcm_s16le": "matroska mp4 mov avi",
    "pcm_s16be": "matroska mp4 mov",
    "pcm_s24le": "matroska mp4 mov avi",
    "pcm_f32le": "matroska mp4 mov avi",
    "pcm_u8": "matroska mov avi",
    "pcm_mulaw": "mov avi",
    "pcm_dvd": "mpeg",
    "pcm_bluray": "",
    "adpcm_ms": "avi",
    "adpcm_ima_qt": "mov",
    "libx264": "matroska mp4 mov avi mpegts mpeg",
    "libx265": "matroska mp4 mov mpegts mpeg",
    "mpeg2video": "matroska mp4 mov avi mpegts mpeg",
    "mpeg4": "matroska mp4 mov avi mpegts mpeg",
    "libvpx-vp9": "matroska mp4 webm avi",
    "ffv1": "matroska mp4 avi",
    "prores_ks": "matroska mov",
}
"""Encoders, and the containers that give back what they made."""


def stream_of(encoder: str, container: str) -> bytes | None:
    """Return a file with one tiny stream; None where the muxer refuses it."""
    written = io.BytesIO()
    try:
        with av.open(written, "w", format=container) as output:
            stream: Any = output.add_stream(encoder, rate=25 if is_video(encoder) else 48000)
            if is_video(encoder):
                encode_video(output, stream)
            else:
                encode_sound(output, stream)
    except (av.FFmpegError, ValueError):
        return None
    return written.getvalue()


def is_video(encoder: str) -> bool:
    return av.Codec(encoder, "w").type == "video"


def encode_video(output: Any, stream: Any) -> None:
    form = {"prores_ks": "yuv422p10le"}.get(stream.codec_context.name, "yuv420p")
    stream.width, stream.height, stream.pix_fmt = 128, 96, form
    stream.codec_context.time_base = Fraction(1, 25)
    if stream.codec_context.name == "libx265":
        stream.options = {"x265-params": "log-level=none"}
    for number in range(10):
        frame = av.VideoFrame(128, 96, form)
        noise = np.random.default_rng(number)
        for plane in frame.planes:
            plane.update(noise.integers(0, 3, plane.buffer_size, dtype=np.uint8).tobytes())
        frame.pts, frame.time_base = number, Fraction(1, 25)
        for packet in stream.encode(frame):
            output.mux(packet)
    for packet in stream.encode(None):
        output.mux(packet)


def encode_sound(output: Any, stream: Any) -> None:
    context = stream.codec_context
    context.layout, context.time_base = "stereo", Fraction(1, 48000)
    stream.time_base = context.time_base
    output.start_encoding()
    size = context.frame_size or 1024
    for number in range(12):
        frame = av.AudioFrame(context.format.name, "stereo", size)
        noise = np.random.default_rng(number)
        for plane in frame.planes:
            plane.update(noise.integers(0, 2, plane.buffer_size, dtype=np.uint8).tobytes())
        frame.sample_rate, frame.pts, frame.time_base = 48000, number * size, Fraction(1, 48000)
        for packet in context.encode(frame):
            packet.stream, packet.time_base = stream, Fraction(1, 48000)
            output.mux(packet)
    for packet in context.encode(None):
        packet.stream, packet.time_base = stream, Fraction(1, 48000)
        output.mux(packet)


def read_back(data: bytes | None) -> str | None:
    if data is None:
        return None
    try:
        with av.open(io.BytesIO(data)) as source:
            context = source.streams[0].codec_context
            return context.codec.canonical_name if context is not None else None
    except av.FFmpegError:
        return None


@pytest.mark.parametrize("encoder", HELD)
def test_what_a_container_holds_comes_back(encoder: str) -> None:
    if encoder not in av.codecs_available:
        pytest.skip(f"this FFmpeg has no {encoder}")
    codec, muxers = av.Codec(encoder, "w").canonical_name, Muxers(())
    came_back = [c for c in CONTAINERS if read_back(stream_of(encoder, c)) == codec]
    assert came_back == HELD[encoder].split()
    assert [c for c in CONTAINERS if muxers.holds_encoder(c, encoder)] == came_back


@pytest.mark.parametrize("codec", ["ass", "subrip", "webvtt", "mov_text"])
def test_text_in_ts_would_be_lost(codec: str) -> None:
    """Its muxer takes it, and nobody reads it."""
    container = "mp4" if codec == "mov_text" else "matroska"
    written = io.BytesIO()
    with av.open(written, "w", format=container) as output:
        stream: Any = output.add_mux_stream(codec, time_base=Fraction(1, 1000))
        packet = av.Packet(b"\0\5hello" if codec == "mov_text" else b"hello")
        packet.stream, packet.time_base = stream, Fraction(1, 1000)
        packet.pts = packet.dts = 0
        packet.duration = 500
        output.mux(packet)
    written.seek(0)
    with av.open(written) as source:
        (stream,) = source.streams
        muxers = Muxers([stream])
        held = [c for c in CONTAINERS if muxers.holds(c, facts_of(stream))]
    expected = {
        "ass": ["matroska"], "subrip": ["matroska"], "webvtt": ["matroska", "webm"],
        "mov_text": ["mp4", "mov"],
    }  # fmt: skip
    assert held == expected[codec]


def test_m2ts_is_told_by_its_name(tmp_path: Path) -> None:
    names = {n: container_for(tmp_path / n) for n in ("a.ts", "a.m2ts", "a.MTS", "a.mkv", "a.m4v")}
    assert names == {
        "a.ts": "mpegts", "a.m2ts": M2TS, "a.MTS": M2TS, "a.mkv": "matroska", "a.m4v": "ipod",
    }  # fmt: skip
    muxers = Muxers(())
    assert muxers.holds_encoder(M2TS, "pcm_bluray")
    assert not muxers.holds_encoder("mpegts", "pcm_bluray")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(OptionError) as caught:
        container_for("out.docx")
    assert str(caught.value) == "unknown container '.docx'; valid are: .mkv, .mp4, .mov, .webm"


@pytest.mark.parametrize(
    ("container", "codec", "tag"),
    [
        ("mp4", "hevc", "hvc1"), ("mov", "hevc", "hvc1"), ("ipod", "hevc", "hvc1"),
        ("matroska", "hevc", None), ("mp4", "h264", None), ("avi", "mpeg4", "XVID"),
    ],
)  # fmt: skip
def test_tags(container: str, codec: str, tag: str | None) -> None:
    assert codec_tag(container, codec) == tag


def test_every_encoder_is_offered() -> None:
    names = available_codecs()
    assert len(names) == len(set(names)) > 50
    assert {"libx264", "libx265", "mpeg2video", "utvideo", "h264_nvenc"} & set(
        av.codecs_available
    ) <= set(names)
    assert names[0] == "libx264" and "aac" not in names
