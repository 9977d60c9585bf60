"""The pictures to compare: picture files, and frames of clips, each with its truth or without."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import MediaError, OptionError
from ..formats import Size
from ..frame import Frame
from ..media.failures import failed
from ..media.fields.choice import AUTOMATIC
from ..media.folders import files_in
from ..media.opening import STANDARD_INPUT, MediaInput
from ..media.pictures.api import is_picture, read_picture
from ..media.timing.excerpt import parse_time
from ..media.video.frame_at import frames_from
from ..media.video.video_source import TruncatedError, VideoSource
from ..rendering.source_format import Picture
from ..tonemap import ToneMap
from .report import Pixels

FRAMES = 3
"""Of a clip, where nobody says which."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A picture to upscale.

    Attributes
    ----------
    name : in tables
    picture : what the methods get: (H, W, 3) R'G'B' of a picture file, or a decoded frame
    truth : what should come of it; None where nobody knows
    rotation : degrees clockwise by which it is then turned
    tone_map : of a clip in HDR
    notes : what of it is not as in the file, a sentence each
    """

    name: str
    picture: Picture
    truth: Subject | None = None
    rotation: int = 0
    tone_map: ToneMap | None = None
    notes: tuple[str, ...] = ()

    @property
    def size(self) -> Size:
        """Width and height in pixels, before it is turned."""
        if isinstance(self.picture, Frame):
            return self.picture.size
        return Size(self.picture.shape[1], self.picture.shape[0])


@dataclass(frozen=True, slots=True)
class FrameChoice:
    """The frames of a clip that are looked at.

    Attributes
    ----------
    count : so many, spread evenly
    times : instead of that, at these: seconds from the clip's beginning
    """

    count: int = FRAMES
    times: tuple[float, ...] = field(default=())

    @classmethod
    def of(cls, count: int | None, times: Sequence[str | float]) -> FrameChoice:
        """Return what was asked for.

        Parameters
        ----------
        count : of frames; None for `FRAMES`
        times : seconds, or [H:]MM:SS[.mmm], several with commas between

        Raises
        ------
        OptionError : both, none, or what is no time
        """
        if times and count is not None:
            raise OptionError("--frames spreads frames evenly, and --at names them; give one")
        if count is not None and count < 1:
            raise OptionError(f"frames {count}: must be 1 or more")
        words = [w for t in times for w in (t.split(",") if isinstance(t, str) else [t])]
        return cls(count or FRAMES, tuple(float(parse_time(word, "at")) for word in words))


def open_subjects(
    paths: Sequence[str | os.PathLike[str]],
    places: FrameChoice,
    *,
    truth: str | os.PathLike[str] | None = None,
) -> Iterator[Subject]:
    """Yield the pictures of files, one after the other; of clips their frames.

    Parameters
    ----------
    paths : picture files and clips
    places : the frames of clips
    truth : the file that is the truth of a single one, or the folder in which each has one of the
        same name, whatever its extension

    Raises
    ------
    MediaError : a file cannot be read
    OptionError : a truth is missing, or of another kind
    """
    truths = truths_of(paths, truth)
    names = _short_names(paths)
    for path, name, own in zip(paths, names, truths, strict=True):
        frames = subjects_in(path, name, places)
        if own is None:
            yield from frames
            continue
        if is_picture(path) != is_picture(own):
            raise OptionError(
                f"{own}: is no truth of {path}: one is a picture and the other a clip"
            )
        for subject, known in zip(frames, subjects_in(own, name, places), strict=True):
            yield replace(subject, truth=known)


def subjects_in(path: str | os.PathLike[str], name: str, places: FrameChoice) -> Iterator[Subject]:
    """Yield a file's picture, or frames of a clip.

    Raises
    ------
    MediaError : it cannot be read, or has no frame there
    """
    source = MediaInput(path)
    if is_picture(source):
        yield _still(source, name)
        return
    with VideoSource(source, deinterlace=AUTOMATIC) as video:
        notes = tuple(f"{name}: {note}" for note in video.fields.notes)
        if video.sample_aspect_ratio != 1:
            notes += (f"{name}: its pixels are not square; it is shown as coded",)
        for seconds in _seconds(video, places):
            frame = _frame_shown_at(video, video.start + seconds)
            at = (frame.time or 0.0) - video.start
            yield Subject(
                f"{name} at {at:.3f} s", frame, None, frame.rotation, video.hdr.tone_map, notes
            )


def truths_of(
    paths: Sequence[str | os.PathLike[str]], truth: str | os.PathLike[str] | None
) -> list[Path | None]:
    """Return the truth of each file, see `open_subjects`."""
    if truth is None:
        return [None] * len(paths)
    place = Path(truth)
    if not place.is_dir():
        if len(paths) > 1:
            raise OptionError(
                f"--truth {place}: is one file for {len(paths)} pictures; name a folder that has"
                " one of the same name for each"
            )
        return [place]
    try:
        files = files_in(place, max_depth=0)
    except OSError as error:
        raise failed(place, error) from error
    found: list[Path | None] = []
    for path in paths:
        same = [file for file in files if file.stem == Path(path).stem]
        if len(same) != 1:
            problem = "nothing" if not same else f"{len(same)} files"
            raise OptionError(f"--truth {place}: has {problem} of the name {Path(path).stem!r}")
        found.append(same[0])
    return found


def _still(source: MediaInput, name: str) -> Subject:
    picture = read_picture(source)
    pixels: Pixels = picture.pixels
    notes = tuple(f"{name}: {note}" for note in picture.notes)
    if pixels.shape[2] in (2, 4):
        notes += (f"{name}: its transparency is left out",)
        pixels = pixels[..., : pixels.shape[2] - 1]
    if pixels.shape[2] == 1:
        pixels = np.repeat(pixels, 3, axis=2)
    return Subject(name, np.ascontiguousarray(pixels), notes=notes)


def _seconds(video: VideoSource, places: FrameChoice) -> list[float]:
    """Return places in a clip, in seconds from its first frame."""
    length = video.duration
    if places.times:
        for seconds in places.times:
            if length is not None and seconds >= length:
                raise OptionError(
                    f"{video.path}: has no frame at {seconds:g} s; it lasts {length:.3f} s"
                )
        return list(places.times)
    if places.count == 1:
        return [0.0 if length is None else length / 2]
    if length is None:
        raise OptionError(
            f"{video.path}: does not say how long it is; name places with --at, or --frames 1"
        )
    return [(i + 0.5) * length / places.count for i in range(places.count)]


def _frame_shown_at(video: VideoSource, seconds: float) -> Frame:
    """Return the frame that is seen at a time."""
    shown: Frame | None = None
    try:
        for frame in frames_from(video, seconds, lambda f: f.time is None or f.time <= seconds):
            if shown is not None and frame.time is not None and frame.time > seconds:
                break
            shown = frame
    except TruncatedError:  # what decodes before is what is seen
        pass
    if shown is None:
        raise MediaError(f"{video.path}: no frame at {seconds - video.start:.3f} s")
    return shown


def _short_names(paths: Sequence[str | os.PathLike[str]]) -> list[str]:
    """Return file names without folders where they tell the files apart."""
    whole = [os.fspath(path) for path in paths]
    if len(set(whole)) < len(whole):
        raise OptionError("a picture is named twice; leave one out")
    whole = ["standard input" if path == STANDARD_INPUT else path for path in whole]
    short = [os.path.basename(path) for path in whole]
    return [s if short.count(s) == 1 else w for s, w in zip(short, whole, strict=True)]


def turned(pixels: np.ndarray[Any, Any], rotation: int) -> Pixels:
    """Return (H, W, 3) of (H, W, 3 or 4) pixels, turned clockwise by degrees."""
    return np.ascontiguousarray(np.rot90(pixels, -rotation // 90)[..., :3])
