"""The user's choice of a file's streams for the output."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...errors import OptionError
from ..subtitles.tracks import same_language
from .stream_facts import StreamFacts

OPTION_OF: dict[str, str] = {
    "audio": "--audio", "subtitle": "--subs", "attachment": "--attachments", "data": "--data",
}  # fmt: skip
"""The option that chooses among the streams of each kind; covers are attachments."""

AUDIO_CODECS = {"copy": "copy", "aac": "aac", "opus": "libopus", "flac": "flac"}
"""What `audio_codec` may be, and the encoder of each."""

_BITRATE = re.compile(r"(\d+(?:\.\d+)?)\s*(k|M)?", re.IGNORECASE)
_BITRATE_RANGE = (6_000, 2_000_000)


@dataclass(frozen=True, slots=True)
class StreamChoice:
    """The streams to keep, and what sound is to become.

    Attributes
    ----------
    audio, subs, attachments, data : languages such as ``jpn``, numbers from 1 among the streams
        of the kind, ``all`` or ``none``, with commas between; None for all
    audio_codec : ``copy``, ``aac``, ``opus`` or ``flac``
    audio_bitrate : of aac and opus in bits per second; None for one that suits the channels
    strict : whether a stream that the container cannot hold is an error
    """

    audio: str | None = None
    subs: str | None = None
    attachments: str | None = None
    data: str | None = None
    audio_codec: str = "copy"
    audio_bitrate: int | None = None
    strict: bool = False

    @classmethod
    def of(
        cls,
        *,
        audio: str | None = None,
        subs: str | None = None,
        attachments: str | None = None,
        data: str | None = None,
        audio_codec: str = "copy",
        audio_bitrate: str | int | None = None,
        strict: bool = False,
    ) -> StreamChoice:
        """Return a choice from options as they were given.

        Raises `OptionError` for what cannot be right in any file.
        """
        if audio_codec not in AUDIO_CODECS:
            raise OptionError.unknown("audio codec", audio_codec, AUDIO_CODECS)
        rate = None if audio_bitrate is None else parse_bitrate(audio_bitrate)
        if rate is not None and audio_codec in ("copy", "flac"):
            raise OptionError(
                f"--audio-bitrate has no use with --audio-codec {audio_codec}; take aac or opus"
            )
        for kind, words in (
            ("audio", audio), ("subtitle", subs), ("attachment", attachments), ("data", data),
        ):  # fmt: skip
            if words is not None:
                _words(OPTION_OF[kind], words)
        return cls(audio, subs, attachments, data, audio_codec, rate, strict)

    def chosen(self, streams: Sequence[StreamFacts]) -> frozenset[int]:
        """Return the indexes of the streams to keep; videos always are.

        Raises `OptionError` for a number or a language that no stream has.
        """
        kept = {stream.index for stream in streams if stream.choice_kind is None}
        for kind, words in (
            ("audio", self.audio), ("subtitle", self.subs),
            ("attachment", self.attachments), ("data", self.data),
        ):  # fmt: skip
            of_kind = [stream for stream in streams if stream.choice_kind == kind]
            kept |= _matching(kind, of_kind, words)
        return frozenset(kept)


def parse_bitrate(text: str | int) -> int:
    """Return bits per second from ``192k``, ``0.5M`` or a number.

    Raises `OptionError` for anything else, and outside 6k to 2M.
    """
    match = _BITRATE.fullmatch(str(text).strip())
    if match is None:
        raise OptionError(f"audio bitrate {text!r} is no number such as 192k")
    rate = round(float(match[1]) * {"": 1, "k": 1000, "m": 1_000_000}[(match[2] or "").lower()])
    low, high = _BITRATE_RANGE
    if not low <= rate <= high:
        raise OptionError(f"audio bitrate {text} is out of range: 6k to 2M bits per second")
    return rate


def _words(option: str, text: str) -> list[str]:
    words = [word.strip() for word in text.split(",")]
    if not all(words):
        raise OptionError(f"{option} {text!r}: give languages, numbers from 1, all or none")
    if "none" in words and len(words) > 1:
        raise OptionError(f"{option} {text}: none stands alone")
    if any(word == "0" for word in words):
        raise OptionError(f"{option} {text}: the first stream is 1")
    return words


def _matching(kind: str, streams: Sequence[StreamFacts], text: str | None) -> set[int]:
    """Return the indexes of those of a kind's streams that the words name."""
    if text is None:
        return {stream.index for stream in streams}
    option, found = OPTION_OF[kind], set[int]()
    for word in _words(option, text):
        if word == "none":
            return set()
        if word == "all":
            return {stream.index for stream in streams}
        if word.isdecimal():
            if int(word) > len(streams):
                raise OptionError(f"{option} {word}: {_there_are(kind, streams)}")
            found.add(streams[int(word) - 1].index)
            continue
        named = {stream.index for stream in streams if _speaks(stream, word)}
        if not named:
            raise OptionError(
                f"{option} {word}: none is of that language; {_there_are(kind, streams)}"
            )
        found |= named
    return found


def _speaks(stream: StreamFacts, language: str) -> bool:
    if not stream.language or stream.language == "und":
        return language.lower() == "und"
    return same_language(language, stream.language)


def _there_are(kind: str, streams: Sequence[StreamFacts]) -> str:
    if not streams:
        return f"the file has no {kind} stream"
    there = ", ".join(f"{n} ({s.language or 'und'})" for n, s in enumerate(streams, 1))
    return f"of {kind} streams there are {there}"
