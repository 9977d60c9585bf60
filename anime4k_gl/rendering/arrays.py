"""Arrays upscaled on the GPU, without a window."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

import numpy as np

from ..defaults import DEFAULT_BACKEND, DEFAULT_PRESET, DEFAULT_SCALE, DEFAULT_SCALER
from ..errors import OptionError
from ..formats import Size
from ..gl.offscreen import OFFSCREEN
from ..plan import Dialect, ScalingOptions
from .options import ParamValues
from .output_size import OutputSize, whole_size
from .render_options import RenderOptions
from .renderer import Renderer
from .shader_forms import ShaderSource
from .source_format import SourceFormat, array_format, result_format
from .transparency import bled, first_channels

Image = np.ndarray[Any, np.dtype[Any]]

_MODES = ("RGB", "RGBA")
_FLOATS = -1.0, 2.0  # what no picture of 0 to 1 reaches


def upscale(
    image: Image,
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
) -> Image:
    """Return an image upscaled on the GPU, without a window.

    Parameters
    ----------
    image : (H, W, 3 or 4), uint8, uint16, float16 or float32 (floats in [0, 1]), R'G'B' or
        R'G'B'A with straight alpha, row 0 on top; or Pillow's picture of mode RGB or RGBA
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
    An array of the same dtype and number of channels. Alpha is scaled, not processed; colour under
    transparent pixels is that of the visible ones near them.

    Raises
    ------
    OptionError : an image or option that cannot be used
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
    return upscale_array(image, options, OutputSize.of(scale, pixels))


def upscale_array(image: Image, options: RenderOptions, output_size: OutputSize) -> Image:
    """Return an image upscaled as options say; otherwise as `upscale`."""
    image = _array(image)
    fmt = array_format(image)
    source = Size(image.shape[1], image.shape[0])
    target, native = output_size.resolve(source, scaler=options.scaler)
    if image.shape[2] == 4 and (options.shaders or target != source):
        image = bled(image)

    def work(context: Any) -> Image:
        renderer = _RENDERERS.get(context, options)
        output = result_format(fmt)
        renderer.render(image, target=target, native=native, output=output)
        return renderer.read()[0]

    result = OFFSCREEN.call(work)
    return first_channels(result, image.shape[2]).astype(image.dtype, copy=False)


def _array(image: Any) -> Image:
    """Return an image as an array, or raise an OptionError where its numbers mean something else.

    A few floats beyond 0 and 1 are what filters leave, and are clamped.
    """
    mode = getattr(image, "mode", None)
    if isinstance(mode, str) and mode not in _MODES:  # Pillow's
        raise OptionError(
            f"a picture of mode {mode} cannot be upscaled as it is, only RGB and RGBA;"
            " image.convert('RGB') makes one"
        )
    array = np.asarray(image)
    if array.dtype.kind == "f" and array.size:
        low, high = float(np.nanmin(array)), float(np.nanmax(array))
        if low < _FLOATS[0] or high > _FLOATS[1]:
            raise OptionError(
                f"an image of floats must have values from 0 to 1, not from {low:.4g} to"
                f" {high:.4g}; divide by 255, or give an array of uint8"
            )
    return array


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
