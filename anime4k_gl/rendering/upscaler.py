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
from ..gl.host.host_framebuffer import named_framebuffer
from ..gl.host.wrapped_context import host_context
from ..plan import Dialect, PassReport, Plan, ScalingOptions, pass_reports
from .embedding.conversions import Alpha, check_alpha
from .embedding.host_textures import HostTextures, texture_format
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
            result = up.render(texture)                  # a moderngl.Texture; up.result.name
            up.render_into(texture, framebuffer=0)       # or straight into the window

    **Context and thread.** It belongs to the OpenGL context that was current when it was made.
    Methods that draw, read or free must be called while that context is current, in whatever
    thread that is; elsewhere they raise a GLError and touch nothing. Not in two threads at once.
    Textures of a context that shares with it work once what fills them is finished; see
    docs/embedding.md for fences.

    **Owner.** It owns all it allocates, its results included, and frees it in `release` or at the
    end of the ``with``; the host's textures, framebuffers and context stay the host's. One that is
    dropped without is told of (ResourceWarning), and what it had is freed when another is used in
    its context.

    **State.** Bindings, switches, pixel storage and pending errors of OpenGL's are afterwards as
    they were, also where a call raises.

    **Errors.** OptionError: what was given cannot be used. GLError: no context or another one is
    current, it is below OpenGL 3.3 and ES 3.0, or the driver lacks memory or a feature.
    UserShaderError: a shader is wrong. RuntimeError: it has been released, or nothing has been
    rendered yet. All but the last are `anime4k_gl.Anime4KError`; after each, all is as before.
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
        alpha: Alpha = "straight",
        srgb: bool = False,
        timing: bool = False,
    ) -> None:
        """Compile the programs and allocate the textures for one pair of sizes.

        Parameters
        ----------
        context : the host's `moderngl.Context`, current in this thread; by default whatever
            OpenGL context is current in this thread, of any toolkit. OpenGL 3.3 or ES 3.0, or later
        source_size, target_size : (width, height) in pixels, of textures taken and results given
        preset : a preset's name, as `presets` lists them; ``none`` for the scaler alone
        scaler : the name of the scaler for what passes leave to scale; ``none`` where the sizes
            are the same
        shaders : mpv user shaders to run in place of the preset, in order: paths, or parsed by
            `parse_user_shader`
        params : values for the shaders' parameters by name, see `parameters`
        backend : ``fragment``, ``compute`` (OpenGL 4.3), or ``auto`` for the faster one
        dialect : ``vo_gpu`` or ``libplacebo``: whose rules hold for `shaders`; None is
            ``vo_gpu``, and for presets its rules with our own, more exact scaling
        scaling : how else scaling is done, a `ScalingOptions`
        alpha : what a fourth component means, in textures and results. ``straight``: colours are
            not multiplied by it (what lies under transparent texels counts at the edges);
            ``premultiplied``: they are, as most toolkits' surfaces and canvases are, and what is
            opaque alone counts; ``ignore``: nothing, and results have an alpha of 1
        srgb : give results as sRGB textures (``SRGB8_ALPHA8``), for hosts that draw in linear
            light: their codes are the same, and OpenGL decodes them when the host samples them.
            For textures of ``f1`` alone
        timing : measure each pass's GPU time, for `report`; costs a timer query a pass

        Raises
        ------
        OptionError : an option that cannot be used, named with what can
        GLError : no context is current, or it is below OpenGL 3.3 and ES 3.0; a size beyond
            its limits, or no memory for it
        UserShaderError : a shader that breaks the format or does not compile
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
        check_alpha(alpha)
        given, context = context is not None, host_context(context)
        free_left_behind()
        gl = GLFunctions(context)
        with ExitStack() as undo:
            self._home = HomeContext(gl)
            undo.callback(self._home.release)
            self._renderer = TextureRenderer(
                context, options, source, target, timing=timing, alpha=alpha, srgb=srgb
            )
            undo.pop_all()
        self._textures = HostTextures(context, gl, given=given)

    @property
    def plan(self) -> Plan:
        """What runs, in which order, and the memory that it takes."""
        return self._live().executor.plan

    def render(self, texture: moderngl.Texture | GLTexture) -> moderngl.Texture:
        """Return `texture` upscaled.

        Parameters
        ----------
        texture : a `moderngl.Texture` or a `GLTexture` of the source size with 3 or 4 components,
            dtype ``f1``, ``nu2``, ``f2`` or ``f4``; R'G'B'(A), gamma-encoded. Its
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
        result: moderngl.Texture = self._render(renderer, texture)
        return result

    def render_into(
        self,
        texture: moderngl.Texture | GLTexture,
        framebuffer: int | moderngl.Framebuffer,
        viewport: tuple[int, int, int, int] | None = None,
        *,
        flip: bool = False,
    ) -> None:
        """Draw `texture` upscaled into a framebuffer of the host's, over what is there.

        Nothing is blended, and the framebuffer's depth, stencil and further colour buffers stay as
        they are, as does the host's state: the bound framebuffer, the viewport, the scissor.

        Parameters
        ----------
        texture : as for `render`
        framebuffer : a `moderngl.Framebuffer`, or a framebuffer's name in OpenGL: 0 for the
            window's, which Qt's widgets and GTK do not draw to (``defaultFramebufferObject()``).
            Multisampled ones will do. In an sRGB framebuffer the codes are the results' own
        viewport : (left, bottom, width, height) in pixels, from the framebuffer's lower left; the
            result is scaled linearly where that is not the target size. By default the whole
            framebuffer; of the window's, whose size OpenGL does not tell, the target size
        flip : draw row 0 on top, for textures of pictures whose first row is the upper one; by
            default it is at the bottom, where OpenGL counts from

        Raises
        ------
        OptionError : as `render`; there is no such framebuffer, or it is none of colours
        GLError : as `render`; the framebuffer is not complete
        """
        renderer = self._at_home("render_into")
        name, size = named_framebuffer(framebuffer)
        self._render(renderer, texture)
        renderer.show(name, size, viewport, flip=flip)

    def warm_up(self, components: int = 4, dtype: str = "f1") -> None:
        """Compile, allocate and draw once now, and wait, so that the first `render` is not slow.

        Results returned before are no more, and shaders that count pictures begin anew.

        Parameters
        ----------
        components, dtype : of the textures that will come, as in `GLTexture`

        Raises
        ------
        OptionError, GLError : as `render`
        """
        self._at_home("warm_up").warm_up(texture_format(components, dtype))

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

    def report(self) -> list[PassReport]:
        """Return what became of each pass in the last `render`, in order; waits for the GPU.

        Raises
        ------
        GLError : another context is current, or none
        """
        executor = self._at_home("report").executor
        return pass_reports(executor.plan, executor.timings())

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

    def _render(self, renderer: TextureRenderer, texture: moderngl.Texture | GLTexture) -> Any:
        taken, fmt = self._textures.taken(texture, renderer.source)
        return renderer.render(taken, fmt, srgb=self._textures.srgb)

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
