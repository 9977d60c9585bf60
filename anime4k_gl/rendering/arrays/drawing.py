"""The drawing of one picture in memory: an array or a decoded frame in, an array out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...formats import RGBA8, RGBA16, Size
from ...frame import Frame
from ...gl.offscreen import OFFSCREEN
from ..output_size import OutputSize
from ..render_options import RenderOptions
from ..renderer import Renderer
from ..source_format import DeviceArray, Picture, SourceFormat, result_format
from ..transparency import bled, first_channels
from .greys import grey_of, with_colour
from .taken import Pixels


@dataclass(frozen=True, slots=True)
class ArrayDrawing:
    """Draws pictures on the offscreen thread; callers on other threads wait for it.

    Attributes
    ----------
    options, output_size : how, and how large
    renderer : returns what draws in a context, called on the thread
    """

    options: RenderOptions
    output_size: OutputSize
    renderer: Callable[[Any], Renderer]

    def target(self, source: Size) -> Size:
        """Return the size of the result for a picture of a size.

        Raises
        ------
        OptionError : a size or scale that cannot be used with it
        """
        return self.output_size.resolve(source, scaler=self.options.scaler)[0]

    def draw(self, picture: Picture | DeviceArray) -> Pixels:
        """Return a picture upscaled.

        Parameters
        ----------
        picture : an array (H, W, 1 to 4), of which two channels are grey and alpha; uint8, uint16,
            or floats of 16, 32 or 64 bits. Or a decoded frame

        Returns
        -------
        An array of the same dtype and number of channels; of a frame (H, W, 4) of uint8, or of
        uint16 where it has over 8 bits. Of an array on a device nothing: the result is in its room.

        Raises
        ------
        OptionError, GLError, UserShaderError : as `upscale`
        """
        if isinstance(picture, DeviceArray):
            return self._drawn_on_device(picture)
        source = picture if isinstance(picture, Frame) else self._prepared(picture)
        fmt = SourceFormat.from_picture(source)
        target, native = self.output_size.resolve(fmt.size, scaler=self.options.scaler)
        deep = fmt.layout is not None and fmt.layout.depth > 8
        output = result_format(fmt.texture) if fmt.layout is None else RGBA16 if deep else RGBA8

        def work(context: Any) -> Pixels:
            renderer = self.renderer(context)
            renderer.render(source, target=target, native=native, output=output)
            return renderer.read()[0]

        result = OFFSCREEN.call(work)
        if isinstance(picture, Frame):
            return result
        channels = picture.shape[2]
        made = grey_of(result, channels) if channels < 3 else first_channels(result, channels)
        return made.astype(picture.dtype, copy=False)

    def _drawn_on_device(self, picture: DeviceArray) -> Pixels:
        """Draw a picture into its room; return nothing of it."""
        fmt = SourceFormat.from_picture(picture)
        target, native = self.output_size.resolve(fmt.size, scaler=self.options.scaler)
        address, size = picture.room(target), picture.bytes_of(target)

        def work(context: Any) -> None:
            renderer = self.renderer(context)
            output = result_format(fmt.texture)
            renderer.render(picture, target=target, native=native, output=output)
            renderer.read_to_device(address, size)

        OFFSCREEN.call(work)
        return np.empty((0, 0, 3), picture.dtype)

    def _prepared(self, image: Pixels) -> Pixels:
        """Return an array as the GPU takes it."""
        if image.dtype == np.float64:
            image = image.astype(np.float32)
        if image.shape[2] < 3:
            image = with_colour(image)
        size = Size(image.shape[1], image.shape[0])
        if image.shape[2] == 4 and (self.options.shaders or self.target(size) != size):
            image = bled(image)
        return image
