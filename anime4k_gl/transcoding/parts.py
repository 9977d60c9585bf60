"""The parts of a file, and what becomes of each: values, without a file that is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ..formats import Size
from ..media.writing.stream_facts import StreamFacts
from ..media.writing.stream_plan import StreamPlan

Action = Literal["upscale", "copy", "convert", "attach", "rewrite", "leave out"]
PartKind = Literal[
    "video", "audio", "subtitle", "attachment", "cover", "data", "chapters",
    "picture", "animation", "metadata",
]  # fmt: skip

_KINDS: dict[str, PartKind] = {
    "video": "video", "audio": "audio", "subtitle": "subtitle", "attachment": "attachment",
}  # fmt: skip

_DONE = {
    "upscale": "upscaled to",
    "copy": "copied",
    "convert": "converted to",
    "attach": "attached",
    "rewrite": "written anew",
    "leave out": "left out",
}


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a part of a file.

    Attributes
    ----------
    action : ``upscale``, ``copy``, ``convert``, ``attach``, ``rewrite`` (the target's container
        has it from other facts) or ``leave out``
    codec : the encoder of what is upscaled or converted, by FFmpeg's name; else empty
    size : in pixels, of what is upscaled
    pix_fmt : its pixel format, by FFmpeg's name; empty for others
    why : the reason for anything but a copy; may be empty
    """

    action: Action
    codec: str = ""
    size: Size | None = None
    pix_fmt: str = ""
    why: str = ""

    def __str__(self) -> str:
        words = [_DONE[self.action]]
        if self.size is not None:
            words.append(f"{self.size},")
        words += [word for word in (self.codec, self.pix_fmt) if word]
        return " ".join(words).rstrip(",") + (f": {self.why}" if self.why else "")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a file: a stream, the chapters, or the pictures of a picture file.

    Attributes
    ----------
    index : of the stream in the file, from 0; None for what is no stream
    kind : ``video``, ``audio``, ``subtitle``, ``attachment``, ``cover``, ``data``, ``chapters``;
        of picture files ``picture``, ``animation`` and ``metadata``
    codec : FFmpeg's name; of a picture its format; an attachment's file, or the name of metadata;
        empty where it is unknown
    language, title : as tagged; empty where they are not
    description : what else is known of it, in words
    fate : what becomes of it; None where there is no target
    """

    index: int | None
    kind: PartKind
    codec: str = ""
    language: str = ""
    title: str = ""
    description: str = ""
    fate: Fate | None = None


@dataclass(frozen=True, slots=True)
class Decisions:
    """What will be done, decided before any work.

    Attributes
    ----------
    container : of the target, by FFmpeg's name; Pillow's for pictures
    source_size, target_size : in pixels
    parts : of the source, each with its fate
    notes : what the user should know of, a sentence each
    """

    container: str
    source_size: Size
    target_size: Size
    parts: tuple[Part, ...]
    notes: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """All of it in a line: ``video 640x360 to 1280x720, libx264 yuv420p; 2 audio copied``."""
        words = []
        counts: dict[tuple[str, str], int] = {}
        for part in self.parts:
            fate = part.fate
            if fate is None:
                continue
            if fate.action == "upscale":
                how = " ".join(word for word in (fate.codec, fate.pix_fmt) if word)
                words.append(f"{self.source_size} to {fate.size}" + (f", {how}" if how else ""))
                continue
            done = _DONE[fate.action] + (f" {fate.codec}" if fate.action == "convert" else "")
            counts[part.kind, done] = counts.get((part.kind, done), 0) + 1
        for (kind, done), count in counts.items():
            words.append(f"{kind} {done}" if kind == "chapters" else f"{count} {kind} {done}")
        return "; ".join(words)


def stream_part(facts: StreamFacts) -> Part:
    """Return a stream that is not upscaled as a part."""
    kind = "cover" if facts.cover else _KINDS.get(facts.kind, "data")
    return Part(facts.index, kind, facts.codec, facts.language, facts.title, _described(facts))


def with_fates(
    parts: Sequence[Part], plan: StreamPlan, fates: Mapping[int | None, Fate]
) -> list[Part]:
    """Return parts with what becomes of them: by a plan, or by their index in `fates`."""
    done = []
    for part in parts:
        decision = plan.of(part.index) if part.index is not None else None
        if decision is not None:
            fate: Fate | None = Fate(decision.action, decision.to, why=decision.why)
        else:
            fate = fates.get(part.index)
        done.append(replace(part, fate=fate))
    return done


def _described(facts: StreamFacts) -> str:
    if facts.kind != "audio":
        return "nothing in it" if facts.empty else ""
    if not facts.decodable:
        return "no decoder for it"
    speakers = facts.layout or f"{facts.channels} channel{'s' * (facts.channels != 1)}"
    return f"{speakers}, {facts.rate} Hz"
