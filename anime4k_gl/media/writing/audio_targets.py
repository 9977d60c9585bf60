"""The codecs that sound can be converted to, in the order of the least loss."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .stream_facts import Sample, StreamFacts, usual_layout

AUDIO_ENCODERS = {
    "libopus": "opus", "libmp3lame": "mp3", "wmav2": "wma",
}  # fmt: skip
"""Encoders whose codecs people know by another name."""

_PCM = {"u8": "pcm_u8", **{s: f"pcm_{s}le" for s in ("s16", "s24", "s32", "f32", "f64")}}
_BITS = {"u8": 8, "s16": 16, "s24": 24, "s32": 32, "f32": 32, "f64": 64}

# By FFmpeg's name of the muxer: encoders without loss, `pcm` for that of the samples.
_LOSSLESS: dict[str, tuple[str, ...]] = {
    "mov": ("pcm", "alac"), "avi": ("pcm",), "m2ts": ("pcm_bluray",), "mpegts": (), "webm": (),
    "flv": (), "vob": ("pcm_dvd",), "dvd": ("pcm_dvd",), "svcd": ("pcm_dvd",), "vcd": (),
    "mpeg": ("pcm_dvd",), "asf": ("pcm",), "ogg": ("flac",),
}  # fmt: skip
_LOSSLESS_ELSEWHERE = ("flac", "pcm")

_LOSSY: dict[str, tuple[str, ...]] = {
    "webm": ("libopus",), "ogg": ("libopus",), "avi": ("libmp3lame", "ac3"), "m2ts": ("ac3",),
    "vob": ("ac3",), "dvd": ("ac3",), "svcd": ("ac3", "mp2"), "vcd": ("mp2",),
    "mpeg": ("ac3", "mp2"), "asf": ("wmav2", "libmp3lame"),
}  # fmt: skip
_LOSSY_ELSEWHERE = ("aac", "libopus", "libmp3lame", "ac3", "mp2")

# Channels at most, sample rates, bits per second of each channel, and the most for all of them.
_ENCODERS: dict[str, tuple[int, tuple[int, ...], int, int]] = {
    "aac": (8, (96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000),
            96_000, 768_000),
    "libopus": (8, (48000, 24000, 16000, 12000, 8000), 80_000, 510_000),
    "libmp3lame": (2, (48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000),
                   128_000, 320_000),
    "ac3": (6, (48000, 44100, 32000), 160_000, 640_000),
    "mp2": (2, (48000, 44100, 32000, 24000, 22050, 16000), 192_000, 384_000),
    "wmav2": (2, (48000, 44100, 32000, 22050, 16000, 11025, 8000), 128_000, 320_000),
}  # fmt: skip

_FLAC_CHANNELS, _FLAC_RATE = 8, 655_350
_OTHER_SIDE = {"5.1": "5.1(side)", "5.0": "5.0(side)", "quad": "quad(side)"}
_SAME_SPEAKERS = {**_OTHER_SIDE, **{side: back for back, side in _OTHER_SIDE.items()}}
"""Layouts that differ in the place of the surround speakers alone, in the same order."""

# The layouts that an encoder takes, where it does not take them all.
_TAKEN = {
    "pcm_bluray": ("mono", "stereo", "3.0", "3.0(back)", "4.0", "quad(side)", "5.0(side)",
                   "5.1(side)", "7.0", "7.1"),
    "pcm_dvd": ("mono", "stereo", "5.1(side)", "7.1"),
    "alac": ("mono", "stereo", "3.0", "4.0", "5.0", "5.1", "6.1(back)", "7.1(wide)"),
    "libopus": ("mono", "stereo", "3.0", "quad", "5.0", "5.1", "6.1", "7.1"),
}  # fmt: skip

_DISC_RATES = {"pcm_bluray": (48000, 96000, 192000), "pcm_dvd": (48000, 96000)}


@dataclass(frozen=True, slots=True)
class AudioTarget:
    """What sound is converted to.

    Attributes
    ----------
    encoder : FFmpeg's name
    sample : what the samples hold on their way to an encoder without loss; None for a lossy one
    rate : in Hz
    channels : how many, at most as many as the source has
    layout : FFmpeg's name of their speakers
    bitrate : of a lossy encoder in bits per second, None for one without loss
    """

    encoder: str
    sample: Sample | None
    rate: int
    channels: int
    layout: str
    bitrate: int | None = None

    @property
    def name(self) -> str:
        """The codec's name as people know it."""
        return AUDIO_ENCODERS.get(self.encoder, self.encoder)

    def described(self, stream: StreamFacts) -> str:
        """Return what the conversion of `stream` costs, a few words."""
        if self.bitrate is None:
            if stream.lossless:
                return "without loss"
            bits = f" in {_BITS[self.sample]} bits" if self.sample else ""
            return f"which adds no loss{bits}"
        fewer = f" and {self.channels} channels" if self.channels < stream.channels else ""
        return f"at {self.bitrate // 1000} kb/s{fewer}, with some loss"


def audio_targets(container: str, stream: StreamFacts) -> Iterator[AudioTarget]:
    """Yield what a stream may become in a container, least loss first.

    Parameters
    ----------
    container : FFmpeg's name of the muxer; whether it does hold them is another's to say
    stream : sound
    """
    for name in _LOSSLESS.get(container, _LOSSLESS_ELSEWHERE):
        target = _without_loss(name, stream)
        if target is not None:
            yield target
    lossy = _LOSSY.get(container, _LOSSY_ELSEWHERE)
    whole = [name for name in lossy if stream.channels <= _ENCODERS[name][0]]
    yield from (_with_loss(name, stream, None) for name in dict.fromkeys((*whole, *lossy)))


def chosen_target(encoder: str, stream: StreamFacts, bitrate: int | None) -> AudioTarget | None:
    """Return what a stream becomes by the encoder that was asked for.

    None where it has more channels than that takes.

    Parameters
    ----------
    encoder : ``aac``, ``libopus`` or ``flac``
    stream : sound
    bitrate : in bits per second; None for one that suits the channels
    """
    if encoder == "flac":
        if stream.channels > _FLAC_CHANNELS:
            return None
        sample: Sample = "s16" if stream.sample in ("u8", "s16") else "s24"
        rate, layout = min(stream.rate, _FLAC_RATE), _fitting("flac", stream) or ""
        return AudioTarget("flac", sample, rate, stream.channels, layout)
    if stream.channels > _ENCODERS[encoder][0]:
        return None
    return _with_loss(encoder, stream, bitrate)


def _without_loss(name: str, stream: StreamFacts) -> AudioTarget | None:
    sample, layout = stream.sample, _fitting(name, stream)
    if layout is None:
        return None
    if name == "pcm":
        return AudioTarget(_PCM[sample], sample, stream.rate, stream.channels, layout)
    fine: Sample | None = {"u8": "s16", "s16": "s16", "s24": "s24"}.get(sample)  # type: ignore[assignment]
    if fine is None or stream.channels > _FLAC_CHANNELS:
        return None
    if stream.rate not in _DISC_RATES.get(name, (stream.rate,)):
        return None
    if name == "flac" and stream.rate > _FLAC_RATE:
        return None
    return AudioTarget(name, fine, stream.rate, stream.channels, layout)


def _with_loss(encoder: str, stream: StreamFacts, bitrate: int | None) -> AudioTarget:
    most, rates, each, all_of_them = _ENCODERS[encoder]
    channels = min(stream.channels, most)
    # The least rate that keeps all of the sound, or the highest there is.
    rate = min((r for r in rates if r >= stream.rate), default=rates[0])
    wanted = bitrate or min(each * channels, all_of_them)
    layout = _fitting(encoder, stream) if channels == stream.channels else None
    return AudioTarget(encoder, None, rate, channels, layout or usual_layout(channels), wanted)


def _fitting(encoder: str, stream: StreamFacts) -> str | None:
    """Return the layout by which an encoder takes a stream's channels as they are, or None."""
    layout = stream.layout or usual_layout(stream.channels)
    taken = _TAKEN.get(encoder, (layout,))
    other = _SAME_SPEAKERS.get(layout, layout)
    return layout if layout in taken else other if other in taken else None
