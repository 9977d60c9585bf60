"""Frames between the queue and the screen: taken, chosen, seen, put back. No file, no thread."""

from __future__ import annotations

from typing import Any

from anime4k_gl.player.playback.frame_cursor import FrameCursor, FramesInHand
from anime4k_gl.player.playback.frame_queue import FrameQueue, TimedFrame


class Picture:
    """Stands for a frame, of which only the memory counts."""

    planes: tuple[Any, ...] = ()


def timed(number: int, serial: int = 0, **more: Any) -> TimedFrame:
    picture: Any = Picture()
    return TimedFrame(picture, float(number), number + 1.0, serial, **more)


def cursor_of(*numbers: int) -> FrameCursor:
    cursor = FrameCursor(FrameQueue())
    for number in numbers:
        assert cursor.queue.put(timed(number))
    return cursor


def times(cursor: FrameCursor) -> list[float]:
    found = []
    while (item := cursor.queue.take()) is not None:
        assert isinstance(item, TimedFrame)
        found.append(item.time)
    return found


def test_a_frame_is_pending_until_it_is_seen() -> None:
    cursor = cursor_of(0, 1)
    assert cursor.hand == FramesInHand()
    first = cursor.take()
    cursor.choose(first)
    assert (cursor.hand.pending, cursor.hand.shown) == (first, None)
    cursor.see(first)
    assert (cursor.hand.pending, cursor.hand.shown) == (None, first)
    assert cursor.take().time == 1.0 and cursor.hand.shown is first


def test_a_step_back_puts_back_two_frames_and_wants_the_first() -> None:
    cursor = cursor_of(0, 1, 2)
    for _ in range(2):
        cursor.see(cursor.take())
    assert cursor.step_back()
    assert cursor.hand.stepping and cursor.hand.latest is None
    assert cursor.hand.shown is not None and cursor.hand.shown.time == 1.0
    assert times(cursor) == [0.0, 1.0, 2.0]


def test_there_is_no_step_back_without_a_history() -> None:
    cursor = cursor_of(0, 1)
    assert not cursor.step_back()
    cursor.see(cursor.take())
    assert not cursor.step_back() and not cursor.hand.stepping
    assert times(cursor) == [1.0]


def test_after_a_seek_only_the_frame_on_the_screen_is_left() -> None:
    cursor = cursor_of(0, 1)
    shown = cursor.take()
    cursor.see(shown)
    late = cursor.take()
    cursor.choose(late)
    serial = cursor.queue.flush()
    cursor.seek(7.0)
    assert cursor.hand == FramesInHand(shown=shown, target=7.0)
    assert cursor.is_stale(late)
    cursor.see(late)  # which was on its way: the one sought is still to come
    assert cursor.hand.target == 7.0
    sought = timed(7, serial)
    cursor.queue.put(sought)
    cursor.see(cursor.take())
    assert cursor.hand.target is None and cursor.hand.shown is sought
    assert not cursor.step_back()  # what was before the seek is no history of it


def test_frames_decoded_before_the_one_sought_are_its_history() -> None:
    cursor = FrameCursor(FrameQueue())
    cursor.queue.put(timed(5, before=(timed(3), timed(4))))
    taken = cursor.take()
    assert taken.before == () and cursor.hand.latest is taken
    assert cursor.step_back()
    assert times(cursor) == [4.0, 5.0]


def test_a_gap_in_the_frames_is_no_history() -> None:
    cursor = FrameCursor(FrameQueue())
    for frame in (timed(0), timed(1), timed(4, left_out=2)):
        cursor.queue.put(frame)
        cursor.see(cursor.take())
    assert cursor.left_out == 2
    assert not cursor.step_back()
