"""Playback of one file: its frames in time. No window, no OpenGL."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import ExitStack

from ...media.fields.choice import FieldChoice
from ...media.opening import MediaInput
from .audio_master import AudioMaster, Sound
from .av_offset import AvOffsets
from .buffering import Buffering
from .chapters import chapter_before
from .clock import MediaClock, TimeSource
from .decision import LATE_TOLERANCE
from .decode_thread import DecodeThread, SeekTo
from .frame_chooser import FrameChooser
from .frame_cursor import FrameCursor
from .frame_queue import EndOfFile, FrameQueue, Item, TimedFrame
from .loop_points import LoopPoints
from .opened.deinterlacing import Deinterlacing
from .opened.ending import Ending
from .opened.opened_media import open_media
from .playback_state import LONG_FRAME_SECONDS, PlaybackState
from .schedule import Schedule

SLIDE_SECONDS = 1.0
"""In a frame that is seen for longer than this (s) there are places to seek to."""

MIN_SPEED, MAX_SPEED = 0.25, 4.0
"""Media seconds per second that can be asked for."""


class Playback(PlaybackState):
    """A file, its decoder, its clock and the choice of frames. A context manager.

    Positions are media seconds since the first frame, whatever its time stamp, or since the sound
    begins, where that is much earlier.

    Parameters
    ----------
    path : the file, a URL that FFmpeg can read, or a `MediaInput`
    hwdec, on_device, fields : which device is to decode, and what is done about interlacing
    image_duration : seconds for which a still picture stays; None for ever
    on_item : called from the decoder's thread when there is something new
    time_source : real time for the clock

    Attributes
    ----------
    source : the opened video, for what it says of itself; its decoding belongs to the thread
    start : media time at which playing begins
    ending : when all of the file is over
    clock : media time; its serial lags behind the queue's from a seek until its first frame
    schedule : which refresh shows which frame, where the screen's rate is known
    loop : the marks and the file's repetition
    fields : what is done about interlacing, which may be changed
    chapters : the file's, in order of time
    shown : frames seen
    late : frames seen later than they should have been
    repeated : refreshes for which a frame stayed because the next was not rendered in time
    offsets : how far the picture is from the sound, of late

    Raises `MediaError` where the file cannot be opened.
    """

    def __init__(
        self,
        path: str | os.PathLike[str] | MediaInput,
        *,
        hwdec: str = "none",
        on_device: bool = False,
        fields: FieldChoice | None = None,
        image_duration: float | None = None,
        on_item: Callable[[], None] = lambda: None,
        time_source: TimeSource = time.perf_counter,
    ) -> None:
        self.shown = self.late = self.repeated = 0
        self._paused = self._sought = False
        self.offsets = AvOffsets()
        self.loop = LoopPoints()
        self.clock = MediaClock(time_source)
        self._sound = AudioMaster(self.clock)
        self.schedule = Schedule(self.clock, time_source)
        with ExitStack() as undo:
            media = open_media(path, hwdec=hwdec, on_device=on_device, fields=fields)
            self.source, self.chapters = undo.enter_context(media.source), media.chapters
            self.ending = Ending(media, self._sound, image_duration)
            self.start, self._place = self.ending.start, media.input.place
            self.fields = undo.enter_context(Deinterlacing(self.source, fields))
            self._cursor = FrameCursor(FrameQueue())
            self._cursor.seek(self.start)
            self._decoder = undo.enter_context(
                DecodeThread(self.source, self._cursor.queue, on_item=on_item)
            )
            self._chooser = FrameChooser(
                self._cursor, self._decoder, self.clock, self.schedule, time_source
            )
            self._buffering = Buffering(
                self._cursor.queue, self._sound, lambda: self.source.waiting.seconds
            )
            self._resources = undo.pop_all()

    def __enter__(self) -> Playback:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop decoding and release the file. May be called twice."""
        self._resources.close()

    # Control.

    def attach(self, sound: Sound | None) -> None:
        """Have sound lead the clock from now on, and follow pauses, seeks and speed; None: none.

        It is the caller's to close. It begins where the picture is, or will be.
        """
        self._sound.attach(sound, self.moment)

    def set_paused(self, paused: bool) -> None:
        """Pause, or go on."""
        if paused == self._paused:
            return
        if not paused and self._sound.waiting and not self.seeking and self.current:
            self._sound.seek(self.current.time)  # frames were stepped through in silence
        self._paused = paused
        self._stand_still()

    def set_speed(self, speed: float) -> None:
        """Play faster or slower, within `MIN_SPEED` and `MAX_SPEED`."""
        speed = min(max(speed, MIN_SPEED), MAX_SPEED)
        self.clock.set_speed(speed)
        self._sound.set_speed(speed)
        self.schedule.reset()

    def seek(self, position: float, *, exact: bool = True) -> bool:
        """Show the frame seen at a position, and go on from there.

        Not exact is faster: the nearest key frame that is no further than the position, coming
        from the current position. Returns False, and does nothing, where the file is not seekable.
        """
        if self.seek_failure is not None and not self._is_still:
            return False
        forward = position > self.position
        position = max(0.0, position)
        if self.duration is not None:
            position = min(position, self.duration)
        to = SeekTo.EXACT
        if not exact and not self._in_long_frame(self.start + position):
            to = SeekTo.NEXT_KEY_FRAME if forward else SeekTo.KEY_FRAME
        self._begin_seek(self.start + position, to)
        return True

    def seek_chapter(self, index: int) -> bool:
        """Seek to the start of a chapter; False also where there is none of that index."""
        if not 0 <= index < len(self.chapters):
            return False
        return self.seek(self.chapters[index].start - self.start)

    def next_chapter(self) -> bool:
        """Seek to the next chapter; False also in the last."""
        chapter = self.chapter
        return self.seek_chapter(0 if chapter is None else chapter + 1)

    def previous_chapter(self) -> bool:
        """Seek to this chapter's start, or to the one before where this has just begun."""
        return self.seek_chapter(chapter_before(self.chapters, self.moment))

    def mark_loop(self) -> str:
        """Set the mark A, B or neither here; return which, see `LoopPoints.mark`."""
        return self.loop.mark(self.moment)

    def step(self) -> None:
        """Pause, and show the next frame."""
        self.set_paused(True)
        self._cursor.want_next()
        self._sound.waiting = True

    def step_back(self) -> bool:
        """Pause, and show the frame before.

        Returns False where there is none, or the file is not seekable.
        """
        self.set_paused(True)
        latest = self._cursor.hand.latest
        if self.seeking or self._cursor.hand.stepping or latest is None:
            return True  # the last step is not seen yet
        if latest.time <= self.source.start:
            return False
        if self._cursor.step_back():
            self._sound.waiting = True
            return True
        if self.seek_failure is not None:
            return False
        self._begin_seek(latest.time, SeekTo.FRAME_BEFORE)
        return True

    def set_refresh(self, hz: float) -> None:
        """Fit frames to a screen's refreshes; 0, or what is no rate, for plain timing."""
        self.schedule.set_refresh(hz, self.fields.steady_rate)

    # Steps of the loop.

    def choose_frame(self, lead: float) -> None:
        """Choose the next frame if its time has come, unless one is on its way to the screen.

        Parameters
        ----------
        lead : seconds that rendering takes
        """
        over = self.current is not None and self.clock.time >= self.current.end
        if not self.seeking and self._buffering.update(over=over and self.pending is None):
            self._stand_still()
        if self.pending is None or self._cursor.is_stale(self.pending):
            self._cursor.choose(self.next_frame(lead))

    def next_frame(self, lead: float) -> TimedFrame | None:
        """Take the frame that should be rendered now, None where there is none yet."""
        item = self._cursor.queue.peek()
        if item is not None and self._jumps(item):
            return None
        if not isinstance(item, TimedFrame):
            if item is not None:  # there is nothing after the end
                self._cursor.want_next(False)
            return None
        if self.seeking or self._cursor.hand.stepping:
            self._cursor.want_next(False)
            return self._cursor.take()
        if self.clock.paused or self._repeats(item) is not None:
            return None
        return self._chooser.take(item, lead)

    def until_due(self, frame: TimedFrame) -> float:
        """Return the seconds until a frame is to be handed to the screen; 0 for at once."""
        if self.seeking or self.clock.paused:
            return 0.0
        return self.schedule.until(frame)

    def seen(self, frame: TimedFrame, delay: float = 0.0) -> None:
        """Note that a frame is on the screen; the first after a seek sets the clock.

        Parameters
        ----------
        delay : seconds from now until it really is, where that is known
        """
        target = self._cursor.hand.target
        self._cursor.see(frame)
        self.shown += 1
        if self._cursor.is_stale(frame):
            return
        if self.seeking:
            missed = self._sought and self.seek_failure is not None
            if self._sound.waiting or missed:
                self._sound.seek(frame.time)
                target = None
            self._sought = False
            self._sound.release()
            self._set_clock(frame, delay)
            if target is not None and (
                (frame.last and target > frame.end + LATE_TOLERANCE)
                or not -LONG_FRAME_SECONDS < target - frame.time < SLIDE_SECONDS
            ):
                self.clock.set(target, frame.serial)  # beyond the picture, or before it
        elif self.clock.paused:
            self._set_clock(frame, delay)
        else:
            self._measure(frame, delay)

    def pass_unseen(self) -> None:
        """Let the frame on its way go by once it is due, where there is nothing to show it on."""
        if self.pending is not None and self.until_due(self.pending) <= 0:
            self.seen(self.pending)

    def until_next(self, lead: float) -> float | None:
        """Return the seconds until there is something to do; None until the decoder wakes us."""
        item = self._cursor.queue.peek()
        if item is None:
            return None
        wanted = self.seeking or self._cursor.hand.stepping
        if isinstance(item, TimedFrame) and wanted:
            return 0.0
        if self.clock.paused:
            return None
        leaves = self._repeats(item)
        if leaves is not None:
            return max(0.0, self.clock.until(leaves))
        if isinstance(item, EndOfFile):
            over = self.ending.of(self.current, item) if self.current else 0.0
            return max(0.0, self.clock.until(over))
        return max(0.0, self.schedule.until(item) - lead)

    # Parts.

    def _stand_still(self) -> None:
        """Pause, or go on, as is asked for and as there is data."""
        still = self._paused or self._buffering.active
        self._sound.set_paused(still)
        self.clock.set_paused(still)
        self.schedule.reset()

    def _begin_seek(self, target: float, to: SeekTo) -> None:
        if self._is_still:
            self.clock.set(target, self.clock.serial)
            self._sound.seek(target)
            return
        if self._buffering.active:
            self._buffering.stop()
            self._stand_still()
        self._sought = True
        self._cursor.seek(None if to is SeekTo.FRAME_BEFORE else target)
        self.clock.hold()
        self._sound.hold()
        # Only an exact seek knows beforehand from where the sound is to go on.
        if to is SeekTo.EXACT:
            self._sound.seek(target)
        else:
            self._sound.waiting = True
        self._decoder.seek(target, to)
        self.schedule.reset()

    def _set_clock(self, frame: TimedFrame, delay: float) -> None:
        moving = 0.0 if self.clock.paused else delay * self.clock.speed
        self.clock.set(frame.time - moving, frame.serial)

    def _measure(self, frame: TimedFrame, delay: float) -> None:
        """Compare when a frame is seen with when it should be."""
        heard = self.clock.heard
        if heard is not None:
            self.offsets.record(frame.time - heard - delay * self.clock.speed)
        else:
            self.offsets.record(None)
        late, repeated = self.schedule.missed(frame, delay)
        self.late += late
        self.repeated += repeated
        self.schedule.correct(heard is not None)

    def _jumps(self, item: Item) -> bool:
        """Jump back where a loop has come to its end; return whether it did."""
        leaves = self._repeats(item)
        if leaves is None or self.clock.paused or self.clock.until(leaves) > 0:
            return False
        bounds = self.loop.bounds
        inside = bounds is not None and self.current is not None and self.current.time <= bounds[1]
        start = bounds[0] if bounds is not None and inside else self.start
        self._begin_seek(start, SeekTo.EXACT)
        return True
