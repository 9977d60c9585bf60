"""The frames of a video, upscaled, as arrays in memory."""

from __future__ import annotations

import os
import warnings
from collections.abc import Generator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ..defaults import DEFAULT_BACKEND, DEFAULT_PRESET, DEFAULT_SCALE, DEFAULT_SCALER
from ..errors import MediaError
from ..formats import RGBA8, RGBA16, Size
from ..frame import Frame
from ..gl import cuda
from ..gl.offscreen import OffscreenThread
from ..media.opening import MediaInput
from ..media.timing.excerpt import Excerpt, Time
from ..media.video.framing import Framing
from ..media.video.hwdec import CUDA_HWDECS, resolve_hwdec
from ..media.video.video_source import TruncatedError, VideoSource
from ..plan import Dialect, ScalingOptions
from ..rendering.held import HeldPictures
from ..rendering.options import ParamValues, check_held
from ..rendering.output_size import OutputSize
from ..rendering.render_options import RenderOptions
from ..rendering.renderer import Renderer
from ..rendering.shader_forms import ShaderSource
from .stages import Prefetch

# Frames that wait between two stages; the last are as large as results.
_DECODED_AHEAD = 4
_DRAWN_AHEAD = 2

_Pixels = npt.NDArray[np.uint8 | np.uint16]


class UpscaledFrame(NamedTuple):
    """A frame that `upscale_frames` yields.

    Attributes
    ----------
    pixels : (H, W, 3), or (H, W, 4) where the video has alpha; R'G'B', straight alpha, row 0 on
        top; uint8, or uint16 where the video has more than 8 bits. The caller's own
    seconds : when it is shown, after the start of the video
    """

    pixels: _Pixels
    seconds: float


def upscale_frames(
    source: str | os.PathLike[str],
    *,
    scale: float = DEFAULT_SCALE,
    size: tuple[int, int] | str | None = None,
    preset: str = DEFAULT_PRESET,
    scaler: str = DEFAULT_SCALER,
    shaders: Sequence[ShaderSource] = (),
    params: ParamValues | None = None,
    backend: str = DEFAULT_BACKEND,
    dialect: Dialect | str | None = None,
    scaling: ScalingOptions | None = None,
    start: Time | None = None,
    end: Time | None = None,
    frames: int | None = None,
    deinterlace: str = "auto",
    detelecine: bool = False,
    crop: str | tuple[int, int, int, int] | None = None,
    allow_references: bool = False,
    hwdec: str = "none",
    held: str = "exact",
    strict: bool = False,
) -> Generator[UpscaledFrame, None, None]:
    """Return a generator of a video's frames, upscaled, each with its time.

        for frame in a4k.upscale_frames("in.mkv", start=60, end=70):
            show(frame.pixels, frame.seconds)

    The next frames are decoded and drawn meanwhile. The file and the OpenGL context are open from
    the first frame until the generator ends, is closed, or is no longer referred to.

    Pixels are turned upright as the video asks for; they are not stretched where its own pixels are
    not square. Colours have the primaries and the transfer curve of the video, HDR's too.

    Parameters
    ----------
    source : a video file, or ``-`` for standard input
    scale, size, preset, scaler, shaders, params, backend, dialect, scaling : as for `transcode`;
        `size` is that of a frame before it is turned
    start, end, frames, deinterlace, detelecine, crop, allow_references, hwdec, held : as for
        `transcode`
    strict : raise MediaError where the video is damaged or ends early; by default a warning says so
        after the frames that can be decoded

    Raises
    ------
    OptionError, UserShaderError, MediaError : an option that cannot be used, or no such file, at
        once
    MediaError, OptionError, GLError, UserShaderError : with the first frame or a later one
    """
    resolve_hwdec(hwdec)
    wanted = _Wanted(
        source=MediaInput(source, allow_references=allow_references, urls=False),
        render=RenderOptions.of(
            preset=preset, scaler=scaler, shaders=shaders, params=params, backend=backend,
            dialect=dialect, scaling=scaling,
        ),
        output_size=OutputSize.of(scale, size),
        excerpt=Excerpt.of(start, end, frames),
        framing=Framing.of(
            crop=crop, aspect=None, deinterlace=deinterlace, detelecine=detelecine
        ),
        hwdec=hwdec,
        held=check_held(held),
        strict=strict,
    )  # fmt: skip
    return _frames(wanted)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What was asked for, checked."""

    source: MediaInput
    render: RenderOptions
    output_size: OutputSize
    excerpt: Excerpt
    framing: Framing
    hwdec: str
    held: str
    strict: bool

    def sizes(self, source: Size) -> tuple[Size, Size]:
        """Return (target, native) for a source size."""
        return self.output_size.resolve(source, scaler=self.render.scaler)


def _frames(wanted: _Wanted) -> Generator[UpscaledFrame, None, None]:
    with ExitStack() as stack:
        offscreen = OffscreenThread()
        stack.callback(offscreen.close)
        on_device = (
            wanted.hwdec in CUDA_HWDECS and offscreen.call(lambda _: cuda.unusable()) is None
        )
        source = stack.enter_context(
            VideoSource(
                wanted.source, hwdec=wanted.hwdec, on_device=on_device, excerpt=wanted.excerpt,
                deinterlace=wanted.framing.fields, listen=True,
            )
        )  # fmt: skip
        wanted.framing.apply(source, lambda size: wanted.sizes(size)[0])
        renderer = offscreen.call(lambda context: Renderer(context, wanted.render))
        offscreen.at_close(renderer.release)
        drawing = _FrameDrawing(wanted, source, offscreen, renderer)
        decoded = stack.enter_context(
            Prefetch(source.frames(), depth=_DECODED_AHEAD, name="decode")
        )
        drawn = stack.enter_context(
            Prefetch(map(drawing.draw, decoded), depth=_DRAWN_AHEAD, name="render")
        )
        try:
            for frame in drawn:
                if wanted.strict:
                    source.check_undamaged()
                yield frame
        except TruncatedError as error:
            if wanted.strict:
                raise MediaError(f"{error}; leave out strict to have them") from error
            warnings.warn(str(error), stacklevel=2)
        for note in (source.device_failure, source.grumbles):
            if note is not None:
                warnings.warn(note, stacklevel=2)


class _FrameDrawing:
    """Draws a video's frames and reads them back, held ones once."""

    def __init__(
        self, wanted: _Wanted, source: VideoSource, offscreen: OffscreenThread, renderer: Renderer
    ) -> None:
        self._offscreen, self._renderer = offscreen, renderer
        self._target, self._native = wanted.sizes(source.size)
        self._output = RGBA16 if source.layout.depth > 8 else RGBA8
        self._channels = 4 if source.layout.has_alpha else 3
        self._turns = -(source.rotation // 90)
        assert source.presentation is not None
        self._start = source.presentation.start
        self._held = HeldPictures(wanted.held)
        self._result: _Pixels | None = None

    def draw(self, frame: Frame) -> UpscaledFrame:
        """Return a frame upscaled, in memory of its own."""
        repeatable = self._result is not None and self._renderer.repeats
        if self._held.repeats(frame, repeatable=repeatable):
            self._offscreen.call(lambda _: self._renderer.count())
        else:
            self._result = self._offscreen.call(lambda _: self._drawn(frame))
        assert self._result is not None and frame.pts is not None
        pixels = np.rot90(self._result[..., : self._channels], self._turns)
        return UpscaledFrame(
            np.array(pixels, order="C"), float(frame.pts * frame.time_base + self._start)
        )

    def _drawn(self, frame: Frame) -> _Pixels:
        renderer = self._renderer
        renderer.render(frame, target=self._target, native=self._native, output=self._output)
        return renderer.read()[0]
