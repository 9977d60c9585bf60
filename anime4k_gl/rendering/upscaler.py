"""Textures upscaled in a host program's own OpenGL context."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Sequence
from contextlib import ExitStack
from types import TracebackType
from typing import TYPE_CHECKING, Any

from ..defaults import DEFAULT_BACKEND, DEFAULT_PRESET, DEFAULT_SCALER
from ..gl.functions import GLFunctions
from ..gl.host.current_context import HomeContext
from ..gl.host.wrapped_context import host_context
from ..plan import Dialect, Plan, ScalingOptions, describe
from .embedding.host_textures import HostTextures
from .embedding.left_behind import free_left_behind, leave_behind
from .embedding.texture_renderer import Pixels, TextureRenderer
from .gl_texture import GLTexture
from .options import ParamValues
from .output_size import whole_size
from .render_options import RenderOptions
from .shader_forms import ShaderSource

if TYPE_CHECKING:
    import moderngl


class Upscaler:
    """Upscales textures inside a host's OpenGL context; leaves the host's state as it was.

        with Upscaler(source_size=(960, 540), target_size=(1920, 1080)) as up:
            result = up.render(texture)

    Belongs to the OpenGL context that was current when it was made: every method that draws,
    reads or frees must be called while that context is current, in whatever thread, and raises a
    GLError elsewhere. Owns all it allocates, the results included, and frees it in `release` or at
    the end of the ``with``; the host's textures and the context stay the host's. One that is
    forgotten without is told of (ResourceWarning), and what it had is freed when another is used
    in its context.
    """

    def __init__(
        self,
        context: moderngl.Context | None = None,
        *,
        source_size: tuple[int, int],
        target_size: tuple[int, int],
        preset: str = DEFAULT_PRESET,
        scaler: str = DEFAULT_SCALER,
        shaders: Sequence[ShaderSource] = (),
        params: ParamValues | None = None,
        backend: str = DEFAULT_BACKEND,
        dialect: Dialect | str | None = None,
        scaling: ScalingOptions | None = None,
    ) -> None:
        """Compile the programs and allocate the textures for one pair of sizes.

        Parameters
        ----------
        context : the host's `moderngl.Context`, current in this thread; by default whatever
            OpenGL context is current in this thread, of any toolkit. OpenGL 3.3 or later
        source_size, target_size : (width, height) in pixels
        preset, scaler, shaders, params, backend, dialect, scaling : as for `upscale`

        Raises
        ------
        OptionError, UserShaderError : as for `upscale`
        GLError : as for `upscale`; no context is current, or it is below OpenGL 3.3
        """
        self._renderer: TextureRenderer | None = None
        options = RenderOptions.of(
            preset=preset,
            scaler=scaler,
            shaders=shaders,
            params=params,
            backend=backend,
            dialect=dialect,
            scaling=scaling,
        )
        source, target = whole_size(source_size), whole_size(target_size)
        context = host_context(context)
        free_left_behind()
        gl = GLFunctions(context)
        with ExitStack() as undo:
            self._home = HomeContext(gl)
            undo.callback(self._home.release)
            self._renderer = TextureRenderer(context, options, source, target, timing=True)
            undo.pop_all()
        self._textures = HostTextures(context, gl)

    @property
    def plan(self) -> Plan:
        """What runs, and what it takes."""
        return self._live().executor.plan

    def render(self, texture: moderngl.Texture | GLTexture) -> moderngl.Texture:
        """Return `texture` upscaled.

        Parameters
        ----------
        texture : a `moderngl.Texture` or a `GLTexture` of the source size with 3 or 4 components,
            dtype ``f1``, ``nu2``, ``f2`` or ``f4``; R'G'B'(A), gamma-encoded, straight alpha. Its
            rows keep their order, whichever end is the top. Of an sRGB texture the codes are
            read, not the light that OpenGL would decode them to

        Returns
        -------
        A `moderngl.Texture` of the target size, 4 components, the source's dtype, linear and
        clamped to its edge; owned by this object and valid until the next `render`.

        Raises
        ------
        OptionError : a texture of another size or kind, of another context, or deleted
        GLError : another context is current, or none; or the host renders conditionally, which
            may leave out passes
        """
        renderer = self._at_home("render")
        result: moderngl.Texture = renderer.render(*self._textures.taken(texture, renderer.source))
        return result

    @property
    def result(self) -> GLTexture:
        """The last result by its name in OpenGL, for hosts that do not use moderngl.

        Raises
        ------
        RuntimeError : nothing has been rendered since the sizes changed
        """
        made = self._rendered(self._live()).result
        return GLTexture(made.glo, made.size, made.components, made.dtype)

    def read(self, out: Pixels | None = None) -> Pixels:
        """Return the last result as an array (height, width, 4), row 0 first; waits for the GPU.

        The host's pixel-store settings and bound buffers do not matter, and stay as they are.

        Parameters
        ----------
        out : an array of that shape to fill, contiguous, of uint8, uint16, float16 or float32 after
            the result's format; by default a new one

        Raises
        ------
        OptionError : `out` has another shape or dtype
        GLError : another context is current, or none
        RuntimeError : nothing has been rendered since the sizes or parameters changed
        """
        return self._rendered(self._at_home("read")).read(out)

    @property
    def source_size(self) -> tuple[int, int]:
        """Width and height in pixels of the textures it takes."""
        source = self._live().source
        return source.width, source.height

    @property
    def target_size(self) -> tuple[int, int]:
        """Width and height of its results in pixels."""
        target = self._live().target
        return target.width, target.height

    def resize(
        self,
        source_size: tuple[int, int] | None = None,
        target_size: tuple[int, int] | None = None,
    ) -> None:
        """Take textures of another size from now on, or give results of another.

        The programs stay: what is allocated anew are textures. Results returned before are no
        more. Where the new sizes cannot be had, all is as before.

        Raises
        ------
        OptionError, GLError : as the constructor
        """
        renderer = self._at_home("resize")
        self._textures.forget()
        source = renderer.source if source_size is None else whole_size(source_size)
        target = renderer.target if target_size is None else whole_size(target_size)
        renderer.resize(source, target)

    @property
    def params(self) -> dict[str, float | int | str]:
        """The values that were given for parameters, by name; the others have their defaults."""
        return dict(self._live().params)

    def set_params(self, **values: float | int | str) -> None:
        """Give parameters other values, from the next `render` on; the rest stay as they are.

        Most are uniforms, which costs nothing. Where one decides which passes run, or how, those
        are planned and compiled, and results returned before are no more.

        Parameters
        ----------
        values : by name, or by ``file-stem/name`` in ``**{...}``

        Raises
        ------
        OptionError : there is no such parameter, or the value is out of its range; all values are
            then as they were
        GLError : as the constructor
        """
        renderer = self._at_home("set_params")
        renderer.set_params({**renderer.params, **values})

    def report(self) -> list[dict[str, Any]]:
        """Return a record per pass of the last `render`, in order; waits for the GPU.

        Each has ``name``, ``hook``, ``ran``, ``reason`` (why not, else None) and, where it ran,
        ``size`` (width, height), ``format`` and ``milliseconds`` of GPU time.
        """
        executor = self._at_home("report").executor
        return describe(executor.plan, executor.timings())

    def release(self) -> None:
        """Free everything; the object cannot be used afterwards.

        Raises
        ------
        GLError : another context is current, or none. Nothing is freed then, of nobody's; where
            the context is gone, so is what was in it
        """
        if self._renderer is not None:
            renderer = self._at_home("release")
            self._renderer = None
            renderer.release()
            self._home.release()

    def __enter__(self) -> Upscaler:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.release()

    def __del__(self) -> None:
        renderer = self._renderer if hasattr(self, "_renderer") else None
        if renderer is None or sys.is_finalizing():
            return
        leave_behind(self._home, renderer.release)
        warnings.warn(
            "an Upscaler was forgotten without release(); what it had is freed when another is"
            " used in its context",
            ResourceWarning,
            source=self,
            stacklevel=2,
        )

    def _live(self) -> TextureRenderer:
        if self._renderer is None:
            raise RuntimeError("this Upscaler has been released")
        return self._renderer

    def _at_home(self, action: str) -> TextureRenderer:
        """Return the renderer where its context is the current one."""
        renderer = self._live()
        self._home.check("this Upscaler", action)
        free_left_behind()
        return renderer

    @staticmethod
    def _rendered(renderer: TextureRenderer) -> TextureRenderer:
        if renderer.result is None:
            raise RuntimeError("nothing has been rendered yet")
        return renderer
