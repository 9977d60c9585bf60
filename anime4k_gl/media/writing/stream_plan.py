"""The plan of what becomes of each stream of the source: one value, decided before any work.

`plan_streams` is pure: facts and answers of the container go in, a `StreamPlan` comes out. What
the container cannot hold is converted with the least loss, or else left out, and a line says so;
with `StreamChoice.strict` it is an error.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from ...errors import OptionError
from .audio_targets import AUDIO_ENCODERS, AudioTarget, audio_targets, chosen_target
from .containers import ATTACHING, shown_name
from .stream_choice import AUDIO_CODECS, OPTION_OF, StreamChoice
from .stream_facts import StreamFacts
from .subtitle_conversion import text_encoder

Action = Literal["copy", "convert", "attach", "rewrite", "leave out"]

# FFmpeg's names of picture codecs that Matroska readers accept as covers.
COVER_CODECS = frozenset({"mjpeg", "png"})


class Carrier(Protocol):
    """Who knows what containers hold; `containers.Muxers` asks FFmpeg's muxers."""

    def holds(self, container: str, stream: StreamFacts) -> bool:
        """Return whether a container holds a stream as it is, readable again."""

    def holds_encoder(self, container: str, encoder: str) -> bool:
        """Return whether a container holds what an encoder makes, readable again."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a stream.

    Attributes
    ----------
    stream : its facts
    action : ``copy``; ``convert`` by the encoder `to`; ``attach`` as a file; ``rewrite``, the
        muxer makes it anew from the file's other facts; ``leave out``
    to : the encoder; empty unless it is converted
    target : of sound that is converted, the details
    why : the reason for anything but a copy, without a full stop
    note : one line for the user; empty where it went as asked
    """

    stream: StreamFacts
    action: Action
    to: str = ""
    target: AudioTarget | None = None
    why: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class StreamPlan:
    """What becomes of all streams beside the video that is encoded anew.

    Attributes
    ----------
    container : FFmpeg's name of the muxer; ``m2ts`` for MPEG-TS as Blu-ray has it
    decisions : in the order of the source's streams
    """

    container: str
    decisions: tuple[Decision, ...] = field(default=())

    @property
    def notes(self) -> list[str]:
        """What the user should know of, a line each."""
        return [decision.note for decision in self.decisions if decision.note]

    def of(self, index: int) -> Decision | None:
        """Return the decision about the source's stream `index`."""
        return next((d for d in self.decisions if d.stream.index == index), None)


def plan_streams(
    streams: Sequence[StreamFacts],
    container: str,
    *,
    choice: StreamChoice,
    carrier: Carrier,
    target: str,
) -> StreamPlan:
    """Decide what becomes of each stream.

    Parameters
    ----------
    streams : all of the source's but the video that is encoded anew
    container : FFmpeg's name of the muxer, or ``m2ts``
    choice : what the user wants of them
    carrier : who knows what the container holds
    target : the output's name, for messages

    Raises `OptionError` for a choice that names no stream, for a sound codec that the container
    cannot hold, and with `choice.strict` for whatever would be converted or left out.
    """
    planner = _Planner(container, choice, carrier, target)
    kept = choice.chosen(streams)
    return StreamPlan(
        container,
        tuple(
            planner.decide(stream)
            if stream.index in kept
            else Decision(stream, "leave out", why="not chosen")
            for stream in streams
        ),
    )


@dataclass(frozen=True, slots=True)
class _Planner:
    container: str
    choice: StreamChoice
    carrier: Carrier
    target: str

    def decide(self, stream: StreamFacts) -> Decision:
        if stream.kind == "attachment":
            return self._attachment(stream)
        if stream.cover:
            return self._cover(stream)
        if stream.kind == "data":
            if stream.rewritten:
                return Decision(stream, "rewrite", why="the muxer writes it anew")
            return self._leave_out(stream, self._cannot)
        if stream.kind == "audio":
            return self._audio(stream)
        if self.carrier.holds(self.container, stream):
            return Decision(stream, "copy")
        if stream.kind == "subtitle":
            return self._subtitle(stream)
        return self._leave_out(stream, self._cannot)

    @property
    def _cannot(self) -> str:
        return f"{shown_name(self.container)} cannot carry it"

    def _audio(self, stream: StreamFacts) -> Decision:
        held = self.carrier.holds(self.container, stream)
        wanted = AUDIO_CODECS[self.choice.audio_codec]
        if wanted != "copy":
            self._check_audio_codec(wanted)
            same = stream.codec == self.choice.audio_codec and self.choice.audio_bitrate is None
            if not (held and same) and stream.decodable:
                goal = chosen_target(wanted, stream, self.choice.audio_bitrate)
                if goal is None:
                    raise OptionError(
                        f"{self.target}: {stream} has {stream.channels} channels, more than"
                        f" {self.choice.audio_codec} takes; choose --audio-codec copy"
                    )
                return Decision(stream, "convert", wanted, goal, why="chosen")
        if held:
            return Decision(stream, "copy")
        if not stream.decodable:
            return self._leave_out(stream, f"{self._cannot}, and there is no decoder to convert it")
        for goal in audio_targets(self.container, stream):
            if self.carrier.holds_encoder(self.container, goal.encoder):
                how = goal.described(stream)
                return self._convert(stream, goal.encoder, f"{goal.name}, {how}", goal)
        return self._leave_out(stream, self._cannot)

    def _check_audio_codec(self, encoder: str) -> None:
        if self.carrier.holds_encoder(self.container, encoder):
            return
        fitting = [
            name
            for name, other in AUDIO_CODECS.items()
            if other != "copy" and self.carrier.holds_encoder(self.container, other)
        ]
        ways = [f"choose --audio-codec {' or '.join(fitting)}"] if fitting else []
        if self.carrier.holds_encoder("matroska", encoder):
            ways.append("write to .mkv")
        raise OptionError(
            f"{self.target}: {shown_name(self.container)} cannot carry"
            f" {AUDIO_ENCODERS.get(encoder, encoder)} audio; {', or '.join(ways) or 'leave it out'}"
        )

    def _subtitle(self, stream: StreamFacts) -> Decision:
        encoder = text_encoder(stream.codec, self.container)
        if encoder is None or not stream.decodable:
            return self._leave_out(stream, self._cannot)
        loses = "which keeps the text but not all of its styling"
        return self._convert(stream, encoder, f"{encoder}, {loses}")

    def _attachment(self, stream: StreamFacts) -> Decision:
        if self.container not in ATTACHING:
            return self._leave_out(stream, self._cannot)
        if stream.empty:
            return self._leave_out(stream, "there is nothing in it")
        return Decision(stream, "attach")

    def _cover(self, stream: StreamFacts) -> Decision:
        if stream.empty:
            return self._leave_out(stream, "there is nothing in it")
        if self.container in ATTACHING and stream.codec in COVER_CODECS:
            return Decision(stream, "attach")
        if self.container in ("mp4", "ipod") and self.carrier.holds(self.container, stream):
            return Decision(stream, "copy")
        return self._leave_out(stream, self._cannot)

    def _convert(
        self, stream: StreamFacts, encoder: str, what: str, goal: AudioTarget | None = None
    ) -> Decision:
        if self.choice.strict:
            raise OptionError(
                f"{self.target}: {stream} cannot be carried by {shown_name(self.container)} as it"
                f" is{self._remedy(stream, '; ')}; without --strict-streams it becomes {encoder}"
            )
        why = f"{shown_name(self.container)} cannot carry it as it is"
        note = f"{stream} was converted to {what}; {why}"
        return Decision(stream, "convert", encoder, goal, why, note)

    def _leave_out(self, stream: StreamFacts, why: str) -> Decision:
        if self.choice.strict:
            raise OptionError(
                f"{self.target}: {stream} would be left out: {why}{self._remedy(stream, '; ')};"
                f" {self._go_on(stream)}"
            )
        remedy = self._remedy(stream, "; ", " to keep it")
        return Decision(stream, "leave out", why=why, note=f"{stream} was left out: {why}{remedy}")

    def _go_on(self, stream: StreamFacts) -> str:
        option = OPTION_OF.get(stream.choice_kind or "")
        other = f", or choose with {option}" if option else ""
        return f"leave out --strict-streams to go on without it{other}"

    def _remedy(self, stream: StreamFacts, before: str, after: str = "") -> str:
        """Return the advice to write to Matroska, where that does hold the stream."""
        if self.container == "matroska" or stream.empty or stream.kind == "data":
            return ""
        if stream.kind == "attachment" or stream.cover:
            fits = stream.kind == "attachment" or stream.codec in COVER_CODECS
        else:
            fits = self.carrier.holds("matroska", stream)
        return f"{before}write to .mkv{after}" if fits else ""
