"""`ArrayUpscaler`: images upscaled one after the other by the same options."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Sequence
from dataclasses import replace
from types import TracebackType
from typing import Any

from ...defaults import DEFAULT_BACKEND, DEFAULT_PRESET, DEFAULT_SCALE, DEFAULT_SCALER
from ...gl.offscreen import OFFSCREEN
from ...plan import Dialect, ScalingOptions
from ...plan.param_values import resolve_params
from ..options import ParamValues
from ..output_size import OutputSize, whole_size
from ..render_options import RenderOptions
from ..renderer import Renderer
from ..shader_forms import ShaderSource
from .drawing import ArrayDrawing
from .kinds import ImageT, take


class ArrayUpscaler:
    """Upscales images by the same options, one after the other; what it has made stays.

        with a4k.ArrayUpscaler(size=(1920, 1080), preset="v1.1") as upscaler:
            for image in images:
                show(upscaler(image))

    Programs, textures and plan stay from image to image; another size of the images, or another
    dtype, makes new textures and plans, but no new programs. `upscale` keeps the last few of these
    too; an object of this class has its own, for as long as it lives.

    May be called on any thread, and on several: it draws on a thread that the library has for
    this, with an OpenGL context of its own, and callers wait. Owns what it allocates on the GPU and
    frees it in `release` or at the end of the ``with``. One that is dropped without is freed before
    the next image of anybody's, and Python's ResourceWarning tells.
    """

    def __init__(
        self,
        *,
        scale: float = DEFAULT_SCALE,
        size: tuple[int, int] | None = None,
        preset: str = DEFAULT_PRESET,
        scaler: str = DEFAULT_SCALER,
        shaders: Sequence[ShaderSource] = (),
        params: ParamValues | None = None,
        backend: str = DEFAULT_BACKEND,
        dialect: Dialect | str | None = None,
        scaling: ScalingOptions | None = None,
    ) -> None:
        """Check the options; what the GPU needs is made with the first image.

        Parameters
        ----------
        scale, size, preset, scaler, shaders, params, backend, dialect, scaling : as for `upscale`

        Raises
        ------
        OptionError : an option that cannot be used
        UserShaderError : a shader file that breaks the format
        """
        options = RenderOptions.of(
            preset=preset, scaler=scaler, shaders=shaders, params=params, backend=backend,
            dialect=dialect, scaling=scaling,
        )  # fmt: skip
        resolve_params(options.shaders, options.params)
        self._size = OutputSize.of(scale, None if size is None else whole_size(size))
        self._own: _OwnRenderer | None = _OwnRenderer(options)
        # Held over a batch: all of its images are drawn by the same parameters.
        self._lock = threading.RLock()

    def __call__(self, image: ImageT) -> ImageT:
        """Return an image upscaled; of the kinds, and with the errors, of `upscale`.

        Raises
        ------
        RuntimeError : the object has been released
        """
        with self._lock:
            own = self._live()
            drawing = ArrayDrawing(own.options, self._size, own.get)
            taken = take(image)
            results = (drawing.draw(picture) for picture in taken.pictures)
            return taken.give(results, drawing.target(taken.size))

    @property
    def params(self) -> dict[str, float | int | str]:
        """The values that were given for parameters, by name; the others have their defaults."""
        return dict(self._live().options.params)

    def set_params(self, **values: float | int | str) -> None:
        """Give parameters other values, from the next image on; the rest stay as they are.

        Parameters
        ----------
        values : by name, or by ``file-stem/name`` in ``**{...}``

        Raises
        ------
        OptionError : there is no such parameter, or the value is out of its range; all values are
            then as they were
        """
        with self._lock:
            own = self._live()
            options = replace(own.options, params={**own.options.params, **values})
            resolve_params(options.shaders, options.params)
            if own.renderer is not None:
                OFFSCREEN.call(lambda _: own.follow(options))
            own.options = options

    def release(self) -> None:
        """Free everything; the object cannot be used afterwards."""
        with self._lock:
            own, self._own = self._own, None
            if own is not None and own.renderer is not None:
                OFFSCREEN.call(lambda _: own.release())

    def __enter__(self) -> ArrayUpscaler:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.release()

    def __del__(self) -> None:
        own = getattr(self, "_own", None)  # not there where the constructor failed
        if own is not None and own.renderer is not None:
            warnings.warn(
                "an ArrayUpscaler was dropped without release(); use it in a with statement",
                ResourceWarning,
                stacklevel=2,
                source=self,
            )
            OFFSCREEN.later(own.release)

    def _live(self) -> _OwnRenderer:
        if self._own is None:
            raise RuntimeError("this ArrayUpscaler has been released")
        return self._own


class _OwnRenderer:
    """The renderer of one object, which the offscreen context takes with it where it ends first."""

    def __init__(self, options: RenderOptions) -> None:
        self.options = options
        self.renderer: Renderer | None = None

    def get(self, context: Any) -> Renderer:
        """Return it, made where it is not there; on the offscreen thread, as all of the rest."""
        if self.renderer is None:
            self.renderer = Renderer(context, self.options)
            OFFSCREEN.at_close(self.release)
        return self.renderer

    def follow(self, options: RenderOptions) -> None:
        """Take other parameters."""
        if self.renderer is not None:
            self.renderer.set_params(options.params)

    def release(self) -> None:
        """Free it."""
        renderer, self.renderer = self.renderer, None
        if renderer is not None:
            OFFSCREEN.not_at_close(self.release)
            renderer.release()
