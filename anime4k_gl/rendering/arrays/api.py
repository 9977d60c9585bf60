"""Images upscaled on the GPU, without a window."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

import numpy as np

from ...defaults import DEFAULT_BACKEND, DEFAULT_PRESET, DEFAULT_SCALE, DEFAULT_SCALER
from ...formats import Size
from ...gl.offscreen import OFFSCREEN
from ...plan import Dialect, ScalingOptions
from ..options import ParamValues
from ..output_size import OutputSize, whole_size
from ..render_options import RenderOptions
from ..renderer import Renderer
from ..shader_forms import ShaderSource
from ..source_format import SourceFormat, array_format, result_format
from .drawing import ArrayDrawing
from .kinds import ImageT, take


def upscale(
    image: ImageT,
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
) -> ImageT:
    """Return an image upscaled on the GPU, without a window.

    Parameters
    ----------
    image : an array (H, W) or (H, W, 1) of grey, (H, W, 3) of R'G'B', (H, W, 4) with straight
        alpha, or a batch of such, (N, H, W, channels); uint8, uint16, or floats in [0, 1] of 16,
        32 or 64 bits, row 0 on top. It may be of any library that speaks DLPack, or on
        a CUDA device (PyTorch's, CuPy's, Numba's, JAX's; extra ``cuda``). Or Pillow's
        picture of mode L, LA, RGB, RGBA or I;16; or PyAV's VideoFrame, of any pixel format
    scale : factor for both sides; with the scaler ``none``, by how much `image` was scaled before
    size : (width, height) of the result in pixels, instead of a scale
    preset : a preset's name, or ``none`` for the scaler alone
    scaler : a scaler's name; ``none`` where `image` already has the result's size
    shaders : user shaders to run in place of the preset, in order: paths, or parsed ones
    params : values for the shaders' parameters, by name
    backend : ``fragment``, ``compute``, or ``auto`` for the faster one, see `shader_forms`
    dialect : ``vo_gpu`` or ``libplacebo``: whose rules hold for `shaders`; None is ``vo_gpu``, and
        for presets its rules with our own, more exact scaling
    scaling : how else scaling is done, see `ScalingOptions`

    Returns
    -------
    What was given, larger: an array of the same library, dtype and axes; a picture of the same
    mode; a frame at the same time, in R'G'B' or grey. Alpha is scaled, not processed; colour under
    transparent pixels is that of the visible ones near them. Floats of 64 bits are computed as 32.

    Raises
    ------
    OptionError : an image or option that cannot be used; the message says what can
    GLError : no OpenGL, or a size beyond its limits
    UserShaderError : a shader that breaks the format or does not compile
    """
    options = RenderOptions.of(
        preset=preset,
        scaler=scaler,
        shaders=shaders,
        params=params,
        backend=backend,
        dialect=dialect,
        scaling=scaling,
    )
    pixels = None if size is None else whole_size(size)
    drawing = array_drawing(options, OutputSize.of(scale, pixels))
    taken = take(image)
    results = (drawing.draw(picture) for picture in taken.pictures)
    return taken.give(results, drawing.target(taken.size))


def array_drawing(options: RenderOptions, output_size: OutputSize) -> ArrayDrawing:
    """Return what draws pictures as options say, with a renderer that is kept for the next."""
    return ArrayDrawing(options, output_size, lambda context: _RENDERERS.get(context, options))


def prepare_array(
    size: Size, channels: int, dtype: Any, options: RenderOptions, output_size: OutputSize
) -> None:
    """Plan, allocate and compile for arrays of a size, which need not be there yet.

    Raises
    ------
    OptionError, GLError, UserShaderError : as `upscale`, for an array of that size
    """
    # Of the whole size, and one sample large.
    image = np.broadcast_to(np.zeros((), dtype), (size.height, size.width, channels))
    output = result_format(array_format(image))
    target, native = output_size.resolve(size, scaler=options.scaler)

    def work(context: Any) -> None:
        renderer = _RENDERERS.get(context, options)
        renderer.prepare(
            SourceFormat.from_picture(image), target=target, native=native, output=output
        )

    OFFSCREEN.call(work)


class _Renderers:
    """The last few renderers of the offscreen context; programs are slow to compile."""

    KEPT = 4

    def __init__(self) -> None:
        self._renderers: OrderedDict[object, Renderer] = OrderedDict()

    def get(self, context: Any, options: RenderOptions) -> Renderer:
        """Return a renderer by these options, making one where there is none."""
        key = options.key()
        if key in self._renderers:
            self._renderers.move_to_end(key)
            return self._renderers[key]
        if not self._renderers:
            OFFSCREEN.at_close(self.release)
        renderer = Renderer(context, options)
        self._renderers[key] = renderer
        while len(self._renderers) > self.KEPT:
            self._renderers.popitem(last=False)[1].release()
        return renderer

    def release(self) -> None:
        """Free them all."""
        while self._renderers:
            self._renderers.popitem()[1].release()


_RENDERERS = _Renderers()
