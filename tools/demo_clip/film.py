"""The demo clip's sound, subtitles and container: all that is not drawing.

The tune is synthesised here and the subtitles are written here; the frames come from whoever
calls :func:`write_clip`.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.codec.context import Flags
from av.subtitles.stream import SubtitleStream
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc
from numpy.typing import NDArray

RATE = 48_000
BEAT = 0.75  # Seconds; eight beats fill the clip.
TITLE = "anime4k_gl demo"
CRF = "21.5"  # Keeps the clip under a megabyte.
AUDIO_BITS = 96_000
AAC_FRAME = 1024

# --- picture -------------------------------------------------------------------------------

LUMA = np.array((0.2126, 0.7152, 0.0722))  # BT.709


def to_yuv420(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return an RGB picture as planar 4:2:0 in BT.709 limited range, stacked for PyAV.

    Done here rather than by the scaler of FFmpeg, whose defaults have changed between versions.
    """
    light = rgb.astype(np.float64) / 255.0
    luma = light @ LUMA
    blue = (light[..., 2] - luma) / (2.0 * (1.0 - LUMA[2]))
    red = (light[..., 0] - luma) / (2.0 * (1.0 - LUMA[0]))
    planes = [16.0 + 219.0 * luma]
    for chroma in (blue, red):
        # Chroma sits level with the left luma column and midway between two rows.
        rows = 0.5 * (chroma[0::2] + chroma[1::2])
        wide = np.pad(rows, ((0, 0), (1, 1)), mode="edge")
        level = 0.25 * wide[:, :-2:2] + 0.5 * wide[:, 1:-1:2] + 0.25 * wide[:, 2::2]
        planes.append(128.0 + 224.0 * level)
    flat = np.concatenate([plane.ravel() for plane in planes])
    return np.asarray(np.rint(flat), dtype=np.uint8).reshape(-1, rgb.shape[1])


# --- sound ---------------------------------------------------------------------------------

CHORDS = (  # Two beats each, as MIDI notes: F maj9, G6, E m7 - A m, C add9.
    (41, 53, 57, 60, 64, 67),
    (43, 55, 59, 62, 64),
    (40, 52, 55, 59, 62),
    (48, 55, 60, 62, 64, 67),
)
MELODY = (  # Beat, length in beats, note.
    (0.0, 0.5, 72), (0.5, 0.5, 76), (1.0, 1.0, 79), (2.0, 0.5, 79), (2.5, 0.5, 76),
    (3.0, 1.0, 74), (4.0, 0.5, 71), (4.5, 0.5, 74), (5.0, 0.5, 76), (5.5, 0.5, 79),
    (6.0, 2.0, 76), (6.5, 1.5, 79), (7.0, 1.0, 84),
)


def tone(note: int, seconds: float, harmonics: tuple[float, ...]) -> NDArray[np.float64]:
    """Return a note as a sum of sines."""
    time = np.arange(round(seconds * RATE)) / RATE
    pitch = 440.0 * 2.0 ** ((note - 69) / 12)
    turn = 2.0 * np.pi * pitch * time
    parts = [level * np.sin((i + 1) * turn) for i, level in enumerate(harmonics)]
    return np.asarray(np.sum(parts, axis=0))


def add(track: NDArray[np.float64], start: float, sound: NDArray[np.float64], pan: float) -> None:
    """Mix a mono *sound* into the stereo *track* at *start* seconds; *pan* is -1..1."""
    first = round(start * RATE)
    room = max(0, min(len(sound), track.shape[1] - first))
    angle = 0.25 * np.pi * (1.0 + pan)
    track[0, first : first + room] += np.cos(angle) * sound[:room]
    track[1, first : first + room] += np.sin(angle) * sound[:room]


def synthesise(seconds: float) -> NDArray[np.float32]:
    """Return the tune as (2, samples): soft chords, a plucked melody and its echo."""
    track = np.zeros((2, round(seconds * RATE)))
    for bar, chord in enumerate(CHORDS):
        length = 2.0 * BEAT + 0.5
        time = np.arange(round(length * RATE)) / RATE
        swell = np.minimum(1.0, time / 0.18) * np.minimum(1.0, (length - time) / 0.5)
        for i, note in enumerate(chord):
            side = -0.6 + 1.2 * i / (len(chord) - 1)
            pad = tone(note, length, (1.0, 0.25, 0.08)) * swell
            add(track, 2.0 * bar * BEAT, 0.075 * pad, side)
            pluck = tone(note + 12, length, (1.0, 0.3)) * np.exp(-time / 0.22)
            add(track, (2.0 * bar + 0.25 * i) * BEAT, 0.035 * pluck, -side)
    for beat, length, note in MELODY:
        ring = length * BEAT + 0.7
        time = np.arange(round(ring * RATE)) / RATE
        strike = np.minimum(1.0, time / 0.012) * np.minimum(1.0, (ring - time) / 0.1)
        voice = tone(note, ring, (1.0, 0.42, 0.16, 0.07, 0.02)) * strike * np.exp(-time / 0.42)
        add(track, beat * BEAT, 0.2 * voice, 0.1)
        add(track, beat * BEAT + 0.28, 0.06 * voice, -0.7)
        add(track, beat * BEAT + 0.56, 0.03 * voice, 0.7)
    time = np.arange(track.shape[1]) / RATE
    track *= np.minimum(1.0, time / 0.05) * np.clip((seconds - time) / 0.9, 0.0, 1.0) ** 1.5
    return np.asarray(0.8 * track / np.abs(track).max(), dtype=np.float32)


# --- subtitles -----------------------------------------------------------------------------

ASS_HEADER = """[Script Info]
Title: anime4k_gl demo
ScriptType: v4.00+
PlayResX: 854
PlayResY: 480
WrapStyle: 0
ScaledBorderAndShadow: yes
YCbCr Matrix: TV.709

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, \
Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, \
Alignment, MarginL, MarginR, MarginV, Encoding
Style: Line,sans-serif,30,&H00FFFFFF,&H00FFFFFF,&H00402030,&H80000000,-1,0,0,0,100,100,0,0,1,2,1,\
2,40,40,26,1
Style: Song,sans-serif,24,&H00D8F0FF,&H00B08CFF,&H00703860,&H80000000,0,-1,0,0,100,100,1,0,1,2,0,\
8,40,40,22,1

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""
EVENTS = (  # Start and end in seconds, layer, style and text.
    (0.5, 2.5, 0, "Line", r"{\fad(150,150)}The lamps are coming on."),
    (2.9, 5.4, 1, "Song", r"{\fad(200,200)\k60}Stay {\k60}a {\k60}little {\k70}longer"),
    (3.2, 5.6, 0, "Line", r"{\fad(150,200)}You can see every {\i1}line{\i0} of it."),
)


# --- container -----------------------------------------------------------------------------


def video_packets(
    stream: av.VideoStream, draw: Callable[[int], NDArray[np.uint8]], frames: int
) -> list[av.Packet[Any]]:
    """Return the encoded frames."""
    packets = []
    for index in range(frames):
        frame = av.VideoFrame.from_ndarray(to_yuv420(draw(index)), format="yuv420p")
        frame.pts = index
        frame.colorspace, frame.color_range = Colorspace.ITU709, ColorRange.MPEG
        frame.color_primaries, frame.color_trc = ColorPrimaries.BT709, ColorTrc.BT709
        packets += stream.encode(frame)
    return packets + stream.encode(None)


def audio_packets(stream: av.AudioStream, seconds: float) -> list[av.Packet[Any]]:
    """Return the encoded tune, a whole number of AAC frames no longer than the picture."""
    samples = synthesise(seconds)
    samples = samples[:, : samples.shape[1] // AAC_FRAME * AAC_FRAME - AAC_FRAME]
    packets = []
    for start in range(0, samples.shape[1], AAC_FRAME):
        block = np.ascontiguousarray(samples[:, start : start + AAC_FRAME])
        frame = av.AudioFrame.from_ndarray(block, format="fltp", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = RATE, start, Fraction(1, RATE)
        packets += stream.encode(frame)
    return packets + stream.encode(None)


def subtitle_packets(stream: SubtitleStream) -> list[av.Packet[Any]]:
    """Return the subtitle events as Matroska keeps them: the times live in the packet."""
    packets = []
    for order, (start, end, layer, style, text) in enumerate(EVENTS):
        packet = av.Packet(f"{order},{layer},{style},,0,0,0,,{text}".encode())
        packet.stream, packet.time_base = stream, Fraction(1, 1000)
        packet.pts = packet.dts = round(1000 * start)
        packet.duration = round(1000 * (end - start))
        packet.is_keyframe = True
        packets.append(packet)
    return packets


def write_clip(
    output: Path, draw: Callable[[int], NDArray[np.uint8]], frames: int, fps: int
) -> None:
    """Draw, encode and mux the clip; *output* appears only once it is whole."""
    height, width, _ = draw(0).shape
    partial = output.with_name(output.name + ".part")
    # Bit-exact flags leave out library versions and random identifiers; one thread, because
    # the encoder writes the number of its threads into the stream.
    with av.open(str(partial), "w", format="matroska", options={"fflags": "+bitexact"}) as film:
        film.metadata["title"] = TITLE
        video = film.add_stream("libx264", rate=fps, options={
            "preset": "slow", "tune": "animation", "crf": CRF, "threads": "1"})
        video.width, video.height, video.pix_fmt = width, height, "yuv420p"
        video.time_base = video.codec_context.time_base = Fraction(1, fps)
        picture = video.codec_context
        picture.colorspace, picture.color_range = Colorspace.ITU709, ColorRange.MPEG
        picture.color_primaries, picture.color_trc = ColorPrimaries.BT709, ColorTrc.BT709
        audio = film.add_stream("aac", rate=RATE, layout="stereo")
        audio.bit_rate = AUDIO_BITS
        subtitles = film.add_stream("ass")
        subtitles.codec_context.subtitle_header = ASS_HEADER.encode()
        for stream in (video, audio, subtitles):
            stream.codec_context.flags |= Flags.bitexact
        audio.metadata["language"] = "und"
        subtitles.metadata["language"] = "eng"
        film.start_encoding()
        packets = [
            *video_packets(video, draw, frames),
            *audio_packets(audio, frames / fps),
            *subtitle_packets(subtitles),
        ]
        for packet in sorted(packets, key=lambda p: (p.dts or 0) * p.time_base):
            film.mux(packet)
    partial.replace(output)
