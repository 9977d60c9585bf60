"""Screenshot controls: a picture of what is seen, written into the folder for that."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ...errors import Anime4KError
from ...formats import Size
from ...frame import Frame
from ..capture.writer import ScreenshotWriter
from ..notices import Notifier
from ..picture.renderer_pool import RendererPool
from ..picture.selection import Selection
from ..playback.playback import Playback

if TYPE_CHECKING:
    from ...media.pictures.picture import Pixels


class ScreenshotControls:
    """Takes screenshots of the file that plays; where none does, nothing happens.

    Parameters
    ----------
    context : the window's moderngl context
    playback : returns the file's, None where none plays
    pool, selection : the renderers, and what they are to render
    scale : the one the player was asked for
    output_size : returns the size at which a frame is rendered to be seen whole
    compose : draws the window and returns its pixels, (H, W, 4), row 0 on top
    writer : writes them
    notifier : tells what went wrong
    """

    def __init__(
        self,
        context: Any,
        playback: Callable[[], Playback | None],
        pool: RendererPool,
        selection: Selection,
        *,
        scale: float,
        output_size: Callable[[Frame], Size],
        compose: Callable[[], Pixels],
        writer: ScreenshotWriter,
        notifier: Notifier,
    ) -> None:
        self._context, self._playback = context, playback
        self._pool, self._selection, self._scale = pool, selection, scale
        self._output_size = output_size
        self._compose, self._writer, self._notifier = compose, writer, notifier

    def take(self, kind: str = "output") -> None:
        """Write a picture of what is seen, of one of `KINDS`."""
        playback, rendered = self._playback(), self._pool.rendered
        frame = rendered.picture if rendered is not None else None
        if playback is None or not isinstance(frame, Frame):
            return
        from ..capture.capture import capture  # brings Pillow

        try:
            pixels, record = capture(
                kind, playback, frame, self._context, pool=self._pool,
                name=self._selection.selected.after, scale=self._scale,
                size=self._output_size(frame), compose=self._compose,
            )  # fmt: skip
            self._writer.take(pixels, record)
        except Anime4KError as error:
            self._notifier.show_error(str(error))
