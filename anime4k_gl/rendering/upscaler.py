"""Textures upscaled in a host program's own OpenGL context."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import Any

from ..defaults import DEFAULT_BACKEND, DEFAULT_PRESET, DEFAULT_SCALER
from ..errors import OptionError
from ..formats import TEXTURE_FORMATS, TextureFormat
from ..gl.executor import Executor
from ..gl.functions import GLFunctions
from ..gl.resources.host_texture import check_kind, examined
from ..plan import Dialect, Plan, ScalingOptions, describe
from .executors import ExecutorFactory
from .options import ParamValues
from .output_size import whole_size
from .render_options import RenderOptions
from .shader_forms import ShaderSource
from .source_format import SourceFormat, result_format


class Upscaler:
    """Upscales textures inside a host's OpenGL context; leaves the host's state as it was.

        with Upscaler(context, source_size=(960, 540), target_size=(1920, 1080)) as up:
            result = up.render(texture)

    Belongs to the thread on which the context is current. Owns all it allocates, the results
    included, and frees it in `release` or at the end of the ``with``; the host's textures and the
    context stay the host's.
    """

    def __init__(
        self,
        context: Any,
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
        context : a `moderngl.Context` around the host's context (``moderngl.create_context()``
            where the host does not use moderngl itself), OpenGL 3.3 or later
        source_size, target_size : (width, height) in pixels
        preset, scaler, shaders, params, backend, dialect, scaling : as for `upscale`

        Raises
        ------
        OptionError, GLError, UserShaderError : as for `upscale`
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
        self._source = whole_size(source_size)
        self._target = whole_size(target_size)
        self._format: TextureFormat | None = None
        self._executor: Executor | None = None
        self._context, self._gl = context, GLFunctions(context)
        self._examined = 0  # the name of the texture that was found to be right
        self._factory = ExecutorFactory(context, options, timing=True)
        self._prepare(TEXTURE_FORMATS["rgba8"])

    @property
    def plan(self) -> Plan:
        """What runs, and what it takes."""
        return self._live().plan

    def render(self, texture: Any) -> Any:
        """Return `texture` upscaled.

        Parameters
        ----------
        texture : a `moderngl.Texture` of the source size with 3 or 4 components, dtype ``f1``,
            ``nu2``, ``f2`` or ``f4``; R'G'B'(A), gamma-encoded, straight alpha. Its rows keep
            their order, whichever end is the top. Of an sRGB texture the codes are read, not
            the light that OpenGL would decode them to

        Returns
        -------
        A `moderngl.Texture` of the target size, 4 components, the source's dtype, linear and
        clamped to its edge; owned by this object and valid until the next `render`.

        Raises
        ------
        OptionError : a texture of another size or kind, of another context, or deleted
        GLError : the host renders conditionally, which may leave out passes
        """
        self._live()
        self._prepare(self._checked_format(texture))
        return self._live().run([texture])[0]

    def report(self) -> list[dict[str, Any]]:
        """Return a record per pass of the last `render`, in order; waits for the GPU.

        Each has ``name``, ``hook``, ``ran``, ``reason`` (why not, else None) and, where it ran,
        ``size`` (width, height), ``format`` and ``milliseconds`` of GPU time.
        """
        executor = self._live()
        return describe(executor.plan, executor.timings())

    def release(self) -> None:
        """Free everything; the object cannot be used afterwards."""
        if self._executor is not None:
            self._executor.release()
            self._executor = None
        self._factory.release()

    def __enter__(self) -> Upscaler:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.release()

    def _live(self) -> Executor:
        if self._executor is None:
            raise RuntimeError("this Upscaler has been released")
        return self._executor

    def _checked_format(self, texture: Any) -> TextureFormat:
        """Return a texture's format, or raise what `render` raises where it is not what it says."""
        check_kind(texture)
        if texture.size != tuple(self._source):
            raise OptionError(
                f"this upscaler takes textures of {self._source},"
                f" not {texture.width}x{texture.height}"
            )
        fmt = _texture_format(texture)
        if texture.glo == self._examined and self._gl.glIsTexture(texture.glo):
            return fmt
        size = examined(self._context, self._gl, texture.glo).size
        if size != self._source:
            raise OptionError(
                f"this upscaler takes textures of {self._source}; texture {texture.glo} says that"
                f" it is one, and is {size}"
            )
        self._examined = texture.glo
        return fmt

    def _prepare(self, fmt: TextureFormat) -> None:
        """Plan for a source format, where the last plan was for another."""
        if fmt == self._format:
            return
        plan = self._factory.plan(
            SourceFormat(self._source, texture=fmt, alpha=fmt.components == 4),
            target=self._target,
            output=result_format(fmt),
            owns_inputs=False,
        )
        old = self._executor
        try:
            self._executor = self._factory.executor(plan)
        except BaseException:
            if old is None:  # no object comes of it that could be released
                self._factory.release()
            raise
        self._format = fmt
        if old is not None:
            old.release()


def _texture_format(texture: Any) -> TextureFormat:
    for fmt in TEXTURE_FORMATS.values():
        if (fmt.components, fmt.dtype) == (texture.components, texture.dtype) and (
            fmt.filterable and fmt.components >= 3
        ):
            return fmt
    raise OptionError(
        f"a texture of {texture.components} components and dtype {texture.dtype!r} cannot be"
        " upscaled; it takes 3 or 4 components of f1, nu2, f2 or f4"
    )
