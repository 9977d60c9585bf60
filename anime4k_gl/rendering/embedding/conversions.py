"""The passes before and after a plan's: a host's alpha, sRGB codes, and the format of results."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any, Literal, get_args

from ...errors import OptionError
from ...formats import RGBA8, TEXTURE_FORMATS, Size, TextureFormat
from ...gl import constants as GL
from ...gl.context import Capabilities
from ...gl.functions import GLFunctions
from ...gl.host.host_framebuffer import HostFramebuffer, Viewport, checked_viewport
from ...gl.host.texture_copy import Copy, TextureCopies
from ...gl.host_state import preserved
from ...gl.profiles.host_values import has_value
from ...gl.resources.es_reading import made_readable
from ...gl.resources.memory import allocating
from ...gl.resources.target import RenderTarget
from ...gl.resources.textures import allocate
from ..source_format import result_format

Alpha = Literal["straight", "premultiplied", "ignore"]

_PRECISE = {
    "f1": ("rgba16", "rgba32f", "rgba16f"),
    "nu2": ("rgba16",),
    "f2": ("rgba32f", "rgba16f"),
    "f4": ("rgba32f",),
}
"""The formats of colours divided by their alpha, best first, which are given back as they were."""


def check_alpha(alpha: str) -> None:
    """Raise an OptionError for what no host's alpha is."""
    if alpha not in get_args(Alpha):
        raise OptionError.unknown("alpha", str(alpha), get_args(Alpha))


class Conversions:
    """The passes before and after a plan's, for one host; all in its context.

    Parameters
    ----------
    alpha : what the host's colours are multiplied by, and whether its alpha counts
    srgb : whether results are textures that OpenGL decodes when they are sampled
    """

    def __init__(
        self,
        context: Any,
        gl: GLFunctions,
        capabilities: Capabilities,
        *,
        alpha: Alpha,
        srgb: bool,
    ) -> None:
        self._context, self._gl = context, gl
        self._alpha, self._srgb = alpha, srgb
        self._copies = TextureCopies(context, gl, capabilities.glsl_version)
        self._straight: tuple[Any, RenderTarget] | None = None
        self._codes: tuple[Any, RenderTarget] | None = None
        self._finished: tuple[Any, RenderTarget] | None = None
        self._made = ExitStack()

    def prepare(self, fmt: TextureFormat, source: Size, target: Size) -> None:
        """Allocate what textures of a format and these sizes need.

        Raises
        ------
        OptionError : the results cannot be what the host wants
        GLError : memory is short
        """
        if self._srgb and fmt.dtype != "f1":
            raise OptionError(
                f"sRGB results have 8 bits, and these textures are of dtype {fmt.dtype!r}; give"
                " textures of f1, or leave srgb out"
            )
        multiplied = self._multiplied(fmt)
        if self._srgb and not has_value(GL.FRAMEBUFFER_SRGB, self._gl.profile):
            raise OptionError(
                f"sRGB results cannot be drawn in this context of {self._gl.profile.name}: it lacks"
                " GL_EXT_sRGB_write_control; leave srgb out"
            )
        straight = finished = None
        with ExitStack() as undo:
            if multiplied or self._srgb:
                with preserved(self._context, self._gl, 1):
                    if multiplied:
                        made = allocate(self._context, self._gl, source, self._precise(fmt))
                        straight = self._new(undo, made)
                    finished = self._new(undo, self._result(target, result_format(fmt)))
            self._made.close()
            self._straight, self._finished, self._made = straight, finished, undo.pop_all()
            self._codes = None

    def plan_format(self, fmt: TextureFormat) -> tuple[TextureFormat, bool]:
        """Return the format that passes take for textures of one, and whether alpha counts."""
        if self._multiplied(fmt):
            return self._precise(fmt), True
        return fmt, fmt.components == 4 and self._alpha == "straight"

    def before(self, texture: Any, *, srgb: bool) -> Any:
        """Return what passes take for a host's texture; of an sRGB one, its codes."""
        if self._straight is not None:
            return self._copied(Copy.STRAIGHT, texture, self._straight)
        if not srgb:
            return texture
        # Passes may fetch texels, which decodes them whatever the sampler says.
        if self._codes is None:
            with ExitStack() as undo, preserved(self._context, self._gl, 1):
                size = Size(texture.width, texture.height)
                self._codes = self._new(undo, allocate(self._context, self._gl, size, RGBA8))
                self._made.push(undo.pop_all())
        return self._copied(Copy.SAME, texture, self._codes)

    def after(self, result: Any) -> Any:
        """Return what the host takes for a result."""
        if self._finished is None:
            return result
        kind = Copy.SAME if self._straight is None else Copy.PREMULTIPLIED
        return self._copied(kind, result, self._finished)

    def framebuffers(self, targets: Sequence[RenderTarget]) -> list[int]:
        """Return the names of the framebuffers around what `after` returned."""
        if self._finished is not None:
            return [self._finished[1].glo]
        return [target.glo for target in targets]

    def show(
        self, result: Any, framebuffer: int, size: Size | None, viewport: Any, *, flip: bool
    ) -> None:
        """Draw a result into a host's framebuffer.

        Parameters
        ----------
        framebuffer : its name
        size : the framebuffer's, where it is known
        viewport : where to draw, or None for the whole of it
        flip : whether row 0 is on top

        Raises
        ------
        OptionError, GLError : as `HostFramebuffer` and `checked_viewport`
        """
        gl = self._gl
        with preserved(self._context, gl, 1, transfers=False):
            host = HostFramebuffer(gl, framebuffer, own=(result.glo,))
            if viewport is None:
                whole = size or host.size() or Size(result.width, result.height)
                viewport = (0, 0, *whole)
            box = checked_viewport(gl, viewport)
            with host.only_first():
                self._set_viewport(box)
                smooth = box[2:] != (result.width, result.height)
                self._copies.draw(Copy.SHOWN, result.glo, box, flip=flip, smooth=smooth)

    def release(self) -> None:
        """Free everything."""
        self._made.close()
        self._straight = self._codes = self._finished = None
        self._copies.release()

    def _multiplied(self, fmt: TextureFormat) -> bool:
        return self._alpha == "premultiplied" and fmt.components == 4

    def _precise(self, fmt: TextureFormat) -> TextureFormat:
        """Return the best format that the context has for colours divided by their alpha."""
        formats = [TEXTURE_FORMATS[name] for name in _PRECISE[fmt.dtype]]
        return next(filter(self._gl.profile.draws, formats), formats[-1])

    def _new(self, undo: ExitStack, texture: Any) -> tuple[Any, RenderTarget]:
        undo.callback(texture.release)
        target = RenderTarget(self._gl, texture)
        undo.callback(target.release)
        return texture, target

    def _result(self, size: Size, fmt: TextureFormat) -> Any:
        if not self._srgb:
            return allocate(self._context, self._gl, size, fmt)
        with allocating(self._gl, f"a texture of {size}", 4 * size.width * size.height):
            texture = self._context.texture(
                tuple(size), 4, dtype="f1", internal_format=GL.SRGB8_ALPHA8
            )
        texture.repeat_x = texture.repeat_y = False
        return made_readable(texture, self._gl)

    def _copied(self, kind: Copy, texture: Any, into: tuple[Any, RenderTarget]) -> Any:
        made, target = into
        with preserved(self._context, self._gl, 1, transfers=False):
            self._gl.glBindFramebuffer(GL.DRAW_FRAMEBUFFER, target.glo)
            box = (0, 0, *target.size)
            self._set_viewport(box)
            self._copies.draw(kind, texture.glo, box)
        return made

    def _set_viewport(self, box: Viewport) -> None:
        if self._gl.profile.viewport_arrays:
            self._gl.glViewportIndexedf(0, *map(float, box))
        else:
            self._gl.glViewport(*box)
