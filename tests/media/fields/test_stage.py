"""Filtered frames: FFmpeg's own, bit for bit, at the right times, and none too few or too many."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from av.filter import Graph
from support.clips.field_clips import (
    FILM,
    NTSC,
    PAL,
    drawn,
    moving,
    shifted,
    telecined,
    video_frames,
    whole,
    woven,
    write_fields,
    write_soft_telecine,
)

from anime4k_gl.errors import MediaError
from anime4k_gl.formats import PIXEL_LAYOUTS, Size
from anime4k_gl.frame import Frame
from anime4k_gl.media.fields.choice import FieldChoice
from anime4k_gl.media.fields.clock import EvenClock, film_unit
from anime4k_gl.media.fields.stage import (
    FieldFrame,
    FieldStage,
    FieldWork,
    deinterlaced_layout,
)
from anime4k_gl.media.video.video_source import VideoSource

AUTO = FieldChoice()
MS = Fraction(1, 1000)


def planes(frame: av.VideoFrame) -> list[Any]:
    found = []
    for plane in frame.planes:
        rows = np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, -1)
        wide = plane.width * (2 if frame.format.components[0].bits > 8 else 1)
        found.append(rows[:, :wide].copy())
    return found


def filtered(frames: Sequence[av.VideoFrame], chain: str, rate: Fraction) -> list[list[Any]]:
    """What FFmpeg's filters make of frames."""
    graph, unit = Graph(), 1 / rate
    first = frames[0]
    nodes = [graph.add(
        "buffer", video_size=f"{first.width}x{first.height}", pix_fmt=first.format.name,
        time_base=str(unit), frame_rate=str(rate),
    )]  # fmt: skip
    nodes += [graph.add(*part.split("=", 1)) for part in chain.split(",")]
    graph.link_nodes(*nodes, graph.add("buffersink"))
    graph.configure()
    found = []
    for number, frame in enumerate([*frames, None]):
        if frame is not None:
            frame.pts, frame.time_base = number, unit
        graph.push(frame)
        while True:
            try:
                found.append(planes(graph.pull()))
            except (BlockingIOError, av.error.EOFError):
                break
    return found


def staged(
    work: FieldWork,
    frames: Sequence[av.VideoFrame],
    rate: Fraction = PAL,
    *,
    unit: Fraction = MS,
    times: Sequence[int] | None = None,
) -> tuple[FieldStage, list[FieldFrame]]:
    stage = FieldStage(work, unit, rate)
    given = times or [round(n / rate / unit) for n in range(len(frames))]
    found: list[FieldFrame] = []
    for frame, pts in zip(frames, given, strict=True):
        found += stage.push(frame, pts)
    found += stage.flush()
    return stage, found


def seconds(stage: FieldStage, frames: Sequence[FieldFrame]) -> list[float]:
    return [float(frame.pts * stage.time_base) for frame in frames]


def assert_same(frames: Sequence[FieldFrame], expected: Sequence[list[Any]]) -> None:
    assert len(frames) == len(expected)
    for taken, wanted in zip(frames, expected, strict=True):
        for made, rows in zip(planes(taken.frame), wanted, strict=True):
            np.testing.assert_array_equal(made, rows)


@pytest.mark.parametrize("pix_fmt", ["yuv420p", "yuv422p10le", "yuv444p", "gbrp"])
@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("double", [False, True])
def test_deinterlacing_is_bwdif(pix_fmt: str, order: int, double: bool) -> None:
    pictures = woven(moving, 9, order=order)
    name, mode = "tff" if order == 1 else "bff", "send_field" if double else "send_frame"
    expected = filtered(video_frames(pictures, pix_fmt), f"bwdif={mode}:{name}:all", PAL)
    work = FieldWork("all", order, double=double)
    stage, frames = staged(work, video_frames(pictures, pix_fmt))
    assert_same(frames, expected)
    step = 0.02 if double else 0.04
    assert seconds(stage, frames) == pytest.approx([n * step for n in range(len(expected))])
    lasts = {float((frame.duration or 0) * stage.time_base) for frame in frames if frame.duration}
    assert lasts <= {step}


@pytest.mark.parametrize("order", [1, -1])
def test_each_field_of_bob_is_of_its_moment(order: int) -> None:
    """Against the scene itself: the field's own lines are kept, and the others are near."""
    work = FieldWork("all", order, double=True)
    _, frames = staged(work, video_frames(woven(moving, 9, order=order)))
    for number, taken in enumerate(frames):
        truth = moving(number / 50).astype(int)
        own = (number % 2) if order == 1 else 1 - number % 2
        luma = planes(taken.frame)[0].astype(int)
        np.testing.assert_array_equal(luma[own::2], truth[own::2])
        assert np.abs(luma - truth).mean() < 3


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("scene", [moving, drawn])
@pytest.mark.parametrize("phase", [0, 2, 4])
def test_film_comes_back_from_telecine(order: int, scene: Any, phase: int) -> None:
    work = FieldWork("flagged", order, match=True, decimate=True)
    pictures = telecined(scene, 50, order=order, phase=phase)
    stage, frames = staged(work, video_frames(pictures), NTSC, unit=Fraction(1, 90_000))
    assert len(frames) == 40
    times = seconds(stage, frames)
    assert [b - a for a, b in pairwise(times)] == pytest.approx([1001 / 24000] * 39)
    film = [scene(float(n / FILM)).astype(int) for n in range(44)]
    for number, taken in enumerate(frames[1:-1], 1):
        near = film[max(0, number - 2) : number + 3]
        least = min(np.abs(planes(taken.frame)[0].astype(int) - one).mean() for one in near)
        assert least < 1, number
    distinct = [planes(taken.frame)[0].tobytes() for taken in frames]
    if scene is moving:
        assert len(set(distinct)) == len(distinct)  # no frame is there twice


def test_fields_of_two_frames_are_put_together() -> None:
    work = FieldWork("flagged", 1, match=True)
    stage, frames = staged(work, video_frames(shifted(moving, 20)))
    assert len(frames) == 20
    assert seconds(stage, frames) == pytest.approx([n / 25 for n in range(20)])
    film = [p.astype(int) for p in whole(moving, 22)]
    for taken in frames[1:-1]:
        luma = planes(taken.frame)[0].astype(int)
        assert min(np.abs(luma - one).max() for one in film) == 0


def test_a_hole_in_film_keeps_its_length() -> None:
    times = [round(n / NTSC / MS) + (5000 if n >= 25 else 0) for n in range(50)]
    work = FieldWork("flagged", 1, match=True, decimate=True)
    stage, frames = staged(work, video_frames(telecined(moving, 50)), NTSC, times=times)
    shown = seconds(stage, frames)
    assert shown[20] == pytest.approx(25 * 1001 / 30000 + 5, abs=0.001)
    assert shown[-1] == pytest.approx(5 + 39 * 1001 / 24000, abs=0.001)


def test_a_hole_is_not_shared_by_fields() -> None:
    times = [0, 40, 80, 5080, 5120]
    work = FieldWork("all", 1, double=True)
    stage, frames = staged(work, video_frames(woven(moving, 5)), times=times)
    expected = [0, 20, 40, 60, 80, 100, 5080, 5100, 5120, 5140]
    assert seconds(stage, frames) == pytest.approx([t / 1000 for t in expected])


def test_only_flagged_frames_are_deinterlaced(tmp_path: Path) -> None:
    """The first half is flagged, and the other, of the same pictures, is not."""
    pictures = woven(moving, 20)
    path = write_fields(tmp_path / "a.mkv", pictures, flags="tff")
    with av.open(str(path)) as container:
        flagged = list(container.decode(video=0))
    path = write_fields(tmp_path / "b.mkv", pictures)
    with av.open(str(path)) as container:
        not_flagged = list(container.decode(video=0))
    kept = [planes(frame) for frame in not_flagged[10:]]
    _, frames = staged(FieldWork("flagged"), [*flagged[:10], *not_flagged[10:]])
    assert_same(frames[10:], kept)
    with av.open(str(tmp_path / "a.mkv")) as container:
        uncut = [planes(frame) for frame in container.decode(video=0)]
    assert all(np.any(planes(f.frame)[0] != u[0]) for f, u in zip(frames[:10], uncut, strict=False))


def test_times_keep_their_unit_where_it_holds_them() -> None:
    for work, unit in (
        (FieldWork("all", 1), MS),
        (FieldWork("flagged", match=True), MS),
        (FieldWork("all", 1, double=True), MS / 2),
        (FieldWork(even=True), Fraction(1, 120_000)),
    ):
        assert FieldStage(work, MS, PAL).time_base == unit


def test_frames_that_cannot_be_filtered_pass() -> None:
    tiny = [p[:2, :2] for p in woven(moving, 3)]
    frames = [*video_frames(woven(moving, 3)), *video_frames(tiny)]
    gray = [av.VideoFrame(160, 96, "gray10le") for _ in range(2)]
    stage, found = staged(FieldWork("all", 1), [*frames, *gray])
    assert [(f.frame.width, f.frame.format.name) for f in found] == [
        *[(160, "yuv420p")] * 3, *[(2, "yuv420p")] * 3, *[(160, "gray10le")] * 2,
    ]  # fmt: skip
    assert seconds(stage, found) == pytest.approx([n / 25 for n in range(8)])


def test_a_filter_that_fails_is_told_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FieldStage, "_chain", lambda self: [("crop", "w=1000:h=1000")])
    with pytest.raises(MediaError, match=r"cannot be deinterlaced .*; --deinterlace off"):
        staged(FieldWork("all", 1), video_frames(woven(moving, 3)))


def test_frames_that_change_their_size_on_the_way() -> None:
    small = [p[:48, :80] for p in woven(moving, 6)]
    frames = video_frames([*woven(moving, 5), *small])
    stage, found = staged(FieldWork("all", 1), frames)
    assert [f.frame.width for f in found] == [160] * 5 + [80] * 6
    assert seconds(stage, found) == pytest.approx([n / 25 for n in range(11)])


@pytest.mark.parametrize("layout", PIXEL_LAYOUTS.values(), ids=str)
def test_every_layout_keeps_its_components(layout: Any) -> None:
    """Filtered as it is, or in a layout of the same depth and subsampling; or not at all."""
    name = deinterlaced_layout(layout.name)
    if name is None:
        return
    made = PIXEL_LAYOUTS[name]
    assert (made.depth, made.model, made.chroma_log2) == (
        layout.depth, layout.model, layout.chroma_log2,
    )  # fmt: skip
    assert made.has_alpha == layout.has_alpha
    frames = []
    for _ in range(3):
        frame = av.VideoFrame(64, 48, layout.name)
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        frames.append(frame)
    _, found = staged(FieldWork("all", 1), frames)
    assert [f.frame.format.name for f in found] == [name] * 3


def test_packed_components_keep_their_codes() -> None:
    plain = video_frames(woven(moving, 5))
    semi = [frame.reformat(format="nv12") for frame in video_frames(woven(moving, 5))]
    _, one = staged(FieldWork("all", 1), plain)
    _, two = staged(FieldWork("all", 1), semi)
    assert_same(two, [planes(f.frame) for f in one])


def evened(fields: Sequence[int], unit: Fraction = Fraction(1, 90_000)) -> list[float]:
    fine = film_unit(unit)
    clock, told = EvenClock(unit, fine), []
    given = [round(f * Fraction(1001, 60000) / unit) for f in fields]
    for pts in given:
        told.append(clock.give(pts, None))
    told.append(clock.rest())
    return [float(m.pts * fine * 60000 / 1001) for m in told if m is not None]


@pytest.mark.parametrize("unit", [Fraction(1, 90_000), MS])
def test_steps_by_turns_become_even(unit: Fraction) -> None:
    near = 0.04 if unit == MS else 0.001  # fields
    assert evened([0, 3, 5, 8, 10, 13], unit) == pytest.approx([0, 2.5, 5, 7.5, 10, 13], abs=near)
    assert evened([0, 2, 5, 7, 10, 12], unit) == pytest.approx([0, 2, 4.5, 7, 9.5, 12], abs=near)


def test_other_steps_stay() -> None:
    for fields in ([0, 2, 4, 6, 8], [0, 3, 6, 9], [0, 2, 302, 304, 307], [0, 5, 7], [0]):
        assert evened(fields) == pytest.approx(fields, abs=0.001)


# In a source.


def rows(frame: Frame) -> Any:
    plane = frame.planes[0]
    whole_rows = np.frombuffer(plane.data, np.uint8).reshape(plane.size.height, plane.stride)
    return whole_rows[:, : plane.size.width]


def times_of(source: VideoSource) -> list[float]:
    return [float((frame.pts or 0) * frame.time_base) for frame in source.frames()]


@pytest.mark.parametrize("choice", [None, AUTO, FieldChoice("off")])
def test_whole_frames_come_as_they_are_in_the_file(
    choice: FieldChoice | None, tmp_path: Path
) -> None:
    path = write_fields(tmp_path / "a.mkv", whole(moving, 20), codec="ffv1")
    with VideoSource(path, deinterlace=choice) as source:
        frames = list(source.frames())
        assert (source.frame_rate, source.time_base) == (PAL, MS)
        assert source.fields.notes == ()
    for frame, picture in zip(frames, whole(moving, 20), strict=True):
        np.testing.assert_array_equal(rows(frame), picture)


def test_whole_frames_that_are_flagged_are_left(tmp_path: Path) -> None:
    path = write_fields(tmp_path / "a.mkv", whole(moving, 20), flags="tff")
    with VideoSource(path) as source:
        plain = [rows(frame).copy() for frame in source.frames()]
    with VideoSource(path, deinterlace=AUTO) as source:
        assert source.fields.notes == (
            "flagged as interlaced, but its frames are whole: they stay as they are",
        )
        for frame, expected in zip(source.frames(), plain, strict=True):
            np.testing.assert_array_equal(rows(frame), expected)


def test_a_source_doubles_its_frames(tmp_path: Path) -> None:
    path = write_fields(tmp_path / "a.mkv", woven(moving, 25), flags="tff")
    with VideoSource(path, deinterlace=FieldChoice("bob")) as source:
        assert (source.frame_rate, source.frame_count) == (Fraction(50), 50)
        assert times_of(source) == pytest.approx([n / 50 for n in range(50)], abs=0.0006)


def test_a_source_restores_film(tmp_path: Path) -> None:
    path = write_fields(tmp_path / "a.mpg", telecined(moving, 50), rate=NTSC, codec="mpeg2video")
    with VideoSource(path, deinterlace=FieldChoice("auto", True)) as source:
        assert source.frame_rate == FILM
        times = times_of(source)
    assert len(times) == 40
    assert [b - a for a, b in pairwise(times)] == pytest.approx([1001 / 24000] * 39, abs=1e-6)


def test_a_source_shows_soft_telecine_evenly(tmp_path: Path) -> None:
    path = write_soft_telecine(tmp_path / "a.ts", whole(moving, 48, FILM))
    with VideoSource(path) as source:
        uneven = times_of(source)
    with VideoSource(path, deinterlace=AUTO) as source:
        assert source.frame_rate == FILM
        even = times_of(source)
    assert len(even) == len(uneven) == 48
    assert max(b - a for a, b in pairwise(uneven)) == pytest.approx(3 / 59.94, abs=1e-4)
    assert [b - a for a, b in pairwise(even[:-1])] == pytest.approx([1001 / 24000] * 46, abs=3e-5)


def test_a_source_is_sought_and_begins_anew(tmp_path: Path) -> None:
    path = write_fields(tmp_path / "a.mkv", woven(moving, 48), flags="tff")
    with VideoSource(path, deinterlace=FieldChoice("bob")) as source:
        first = times_of(source)
        source.seek(0.96)
        again = times_of(source)
        assert again == pytest.approx([t for t in first if t >= 0.9599])
        source.seek(0)
        assert times_of(source) == first


def test_cropping_is_after_the_fields(tmp_path: Path) -> None:
    """An odd top edge would exchange the fields."""
    from anime4k_gl.media.video.region import Region

    path = write_fields(
        tmp_path / "a.mkv", woven(moving, 12), flags="tff", codec="ffv1", pix_fmt="yuv444p"
    )
    choice = FieldChoice("on")
    with VideoSource(path, deinterlace=choice) as source:
        expected = [rows(frame)[5:45, 3:83].copy() for frame in source.frames()]
    with VideoSource(path, deinterlace=choice) as source:
        source.crop_to(Region(3, 5, Size(80, 40)))
        for frame, wanted in zip(source.frames(), expected, strict=True):
            height, width = wanted.shape
            data = np.frombuffer(frame.planes[0].data, np.uint8)
            view = np.lib.stride_tricks.as_strided(
                data, (height, width), (frame.planes[0].stride, 1)
            )
            np.testing.assert_array_equal(view, wanted)
