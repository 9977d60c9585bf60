"""Deinterlacing while playing: found by the flag, or beside playing, and switched on the way."""

from __future__ import annotations

from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.clips.field_clips import moving, whole, woven, write_fields

from anime4k_gl.errors import OptionError
from anime4k_gl.frame import Frame
from anime4k_gl.media.fields.choice import AUTOMATIC, FieldChoice
from anime4k_gl.media.video.video_source import VideoSource
from anime4k_gl.player.playback.opened.deinterlacing import Deinterlacing
from anime4k_gl.player.playback.opened.opened_media import open_media
from anime4k_gl.player.settings import Settings

COUNT = 20


def luma(frame: Frame) -> Any:
    plane = frame.planes[0]
    rows = np.frombuffer(plane.data, np.uint8)[: plane.stride * plane.size.height]
    return rows.reshape(-1, plane.stride)[:, : plane.size.width].astype(int)


def combing(frame: Frame) -> float:
    """How much neighbouring lines differ against lines two apart: large where fields comb."""
    rows = luma(frame)
    near, far = np.abs(rows[1:-1] - rows[:-2]).mean(), np.abs(rows[2:] - rows[:-2]).mean()
    return float(near / (far + 1))


def combs(path: Path, choice: FieldChoice | None = AUTOMATIC, *toggles: int) -> list[bool]:
    """Return which frames comb; a toggle comes before the frames of some numbers."""
    found, times = [], []
    with open_media(path, fields=choice).source as source:
        with Deinterlacing(source, choice) as fields:
            fields.look_beside()  # and at the end of this it has looked
        for number, frame in enumerate(source.frames()):
            if number + 1 in toggles:
                fields.toggle()
            found.append(combing(frame) > 1)
            times.append(frame.time)
    assert all(one < other for one, other in pairwise(times))
    return found


@pytest.fixture(scope="module")
def flagged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("fields") / "flagged.mkv"
    return write_fields(path, woven(moving, COUNT), flags="tff")


@pytest.fixture(scope="module")
def unflagged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("fields") / "unflagged.mkv"
    return write_fields(path, woven(moving, COUNT))


def test_what_is_interlaced_is_deinterlaced_by_itself(flagged: Path, unflagged: Path) -> None:
    assert combs(flagged) == combs(unflagged) == [False] * COUNT
    assert combs(flagged, FieldChoice("off")) == combs(flagged, None) == [True] * COUNT
    assert combs(unflagged, FieldChoice("on")) == [False] * COUNT
    assert combs(flagged, FieldChoice("bob")) == [False] * 2 * COUNT


def test_a_flagged_file_is_looked_at_before_it_plays_and_another_beside(
    flagged: Path, unflagged: Path
) -> None:
    for path, before in ((flagged, True), (unflagged, False)):
        with VideoSource(path) as source:
            fields = Deinterlacing(source, AUTOMATIC)
            assert fields.on == before
            with fields:
                fields.look_beside()
            assert fields.on and fields.take_found() != before
            (note,) = fields.take_notes()
            assert "top field first" in note and "deinterlaced" in note
            assert not fields.take_notes() and not fields.take_found()


def test_it_is_switched_from_the_next_frame_on(flagged: Path) -> None:
    # The filter holds a frame back, which is finished first.
    assert combs(flagged, AUTOMATIC, 8) == [False] * 9 + [True] * (COUNT - 9)
    assert combs(flagged, FieldChoice("off"), 5, 15) == (
        [True] * 5 + [False] * 11 + [True] * (COUNT - 16)
    )


def test_whole_frames_stay_and_small_ones_too(tmp_path: Path) -> None:
    path = write_fields(tmp_path / "whole.mkv", whole(moving, COUNT), flags="tff")
    with VideoSource(path) as plain:
        given = [luma(frame) for frame in islice(plain.frames(), 4)]
    with VideoSource(path) as source, Deinterlacing(source, AUTOMATIC) as fields:
        assert not fields.on
        for frame, before in zip(source.frames(), given, strict=False):
            np.testing.assert_array_equal(luma(frame), before)


def test_words_are_mpvs_too() -> None:
    assert Settings.from_options(deinterlace="yes").fields == FieldChoice("on")
    assert Settings.from_options(deinterlace="no").fields == FieldChoice("off")
    assert Settings.from_options().fields == AUTOMATIC
    with pytest.raises(OptionError, match="unknown deinterlace 'maybe'"):
        Settings.from_options(deinterlace="maybe")
    with pytest.raises(OptionError, match="--detelecine makes whole frames"):
        Settings.from_options(deinterlace="no", detelecine=True)
