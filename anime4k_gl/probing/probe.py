"""The answer of a probe, and its form as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from ..formats import Size
from ..transcoding.parts import Fate, Part
from ..transcoding.route import MediaKind

Level = Literal["wrong", "assumed", "note"]

FINDINGS = {
    "untagged-colour": "how colour is coded is not, or not wholly, said",
    "rate": "frames do not all last alike",
    "interlaced": "frames of two fields, or a mixture of these and whole ones",
    "duration": "the length that is stated is not that of the packets",
    "clock": "times begin late, before 0, or jump",
    "rotation": "the picture is to be turned or mirrored",
    "pixel-aspect": "pixels are not square",
    "hdr": "a high dynamic range",
    "crop": "pixels at the edges that are not to be shown",
    "dolby-vision": "Dolby Vision, and whether others can show the picture",
    "hdr10-plus": "HDR10+",
    "stereo": "two pictures in one",
    "sphere": "pictures of a sphere",
    "chapters": "chapters with an order of their own",
    "linked": "other files that come before or after",
    "alpha": "alpha that cannot be decoded",
    "captions": "closed captions inside the frames",
    "reading": "what of a picture cannot be read as it is",
    "unmeasured": "what could not be looked at",
}
"""The kinds of findings, and what each is about."""


@dataclass(frozen=True, slots=True)
class ProbeFinding:
    """Something about a file that decides how it looks, or how long it lasts.

    Attributes
    ----------
    kind : one of `FINDINGS`
    level : ``wrong``, the file contradicts itself; ``assumed``, it does not say; ``note``
    text : one line
    estimated : whether it is of a sample, not of the whole file
    """

    kind: str
    level: Level
    text: str
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class Probe:
    """What a file holds, and what would become of it.

    Attributes
    ----------
    path : the file
    kind : ``video``, ``animation`` or ``picture``
    container : FFmpeg's name of the container; Pillow's of a picture's format
    size : of its pictures in pixels, as coded
    duration : in seconds; None where it is unknown, and for a picture
    frames : of its pictures; None where that is unknown
    estimated : whether `frames` was computed from duration and rate
    parts : its streams and so on, each with what becomes of it in `target`
    findings : what is wrong, assumed or worth knowing
    target : the file that was asked about; None for none
    target_container : FFmpeg's name of its container, or Pillow's of its format; None if refused
    target_size : of its pictures in pixels; None if refused
    notes : what would not be kept or be changed, a line each: those of `transcode`
    refused : why it would not be done at all, a line; None if it would
    """

    path: str
    kind: MediaKind
    container: str
    size: Size
    duration: float | None
    frames: int | None
    estimated: bool
    parts: tuple[Part, ...]
    findings: tuple[ProbeFinding, ...]
    target: str | None = None
    target_container: str | None = None
    target_size: Size | None = None
    notes: tuple[str, ...] = ()
    refused: str | None = None

    def to_json(self) -> dict[str, object]:
        """Return it as plain dicts, lists, texts and numbers; docs/probe.md has the keys."""
        return {
            "path": self.path,
            "kind": self.kind,
            "container": self.container,
            "size": list(self.size),
            "duration": self.duration,
            "frames": self.frames,
            "frames_estimated": self.estimated,
            "parts": [_part(part) for part in self.parts],
            "findings": [
                {
                    "kind": finding.kind,
                    "level": finding.level,
                    "text": finding.text,
                    "estimated": finding.estimated,
                }
                for finding in self.findings
            ],
            "target": self.target,
            "target_container": self.target_container,
            "target_size": None if self.target_size is None else list(self.target_size),
            "notes": list(self.notes),
            "refused": self.refused,
        }


def _part(part: Part) -> dict[str, Any]:
    return {
        "index": part.index,
        "kind": part.kind,
        "codec": part.codec,
        "language": part.language,
        "title": part.title,
        "description": part.description,
        "fate": None if part.fate is None else _fate(part.fate),
    }


def _fate(fate: Fate) -> dict[str, Any]:
    return {
        "action": fate.action,
        "codec": fate.codec,
        "size": None if fate.size is None else list(fate.size),
        "pix_fmt": fate.pix_fmt,
        "why": fate.why,
    }
