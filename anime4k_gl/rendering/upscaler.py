"""Textures upscaled in a host program's own OpenGL context."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import Any

import numpy as np
import numpy.typing as npt

from ..defaults import DEFAULT_BACKEND, DEFAULT_PRESET, DEFAULT_SCALER
from ..errors import OptionError
from ..formats import TEXTURE_FORMATS, TextureFormat
from ..frame import Plane
from ..gl.executor import Executor
from ..gl.functions import GLFunctions
from ..gl.host_state import preserved
from ..gl.pixel_transfer import Transfers
from ..gl.resources.host_texture import check_kind, examined
from ..plan import Dialect, Plan, ScalingOptions, describe
from ..plan.param_values import resolve_params
from ..plan.reparameterise import keeps_plan, same_but_for_uniforms, with_params
from .executors import ExecutorFactory
from .gl_texture import GLTexture
from .options import ParamValues
from .output_size import whole_size
from .render_options import RenderOptions
from .shader_forms import ShaderSource
from .source_format import ARRAY_DTYPES, SourceFormat, result_format

Pixels = npt.NDArray[Any]


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
        self._params: dict[str, float | int | str] = dict(options.params)
        self._result: Any = None
        self._host: tuple[GLTexture, Any] | None = None  # the texture that came last, by its name
        self._format: TextureFormat | None = None
        self._executor: Executor | None = None
        self._context, self._gl = context, GLFunctions(context)
        self._examined = 0  # the name of the texture that was found to be right
        self._factory = ExecutorFactory(context, options, timing=True)
        software = self._factory.capabilities.software
        self._transfers = Transfers(self._gl, buffered=not software)
        self._prepare(TEXTURE_FORMATS["rgba8"])

    @property
    def plan(self) -> Plan:
        """What runs, and what it takes."""
        return self._live().plan

    def render(self, texture: Any) -> Any:
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
        GLError : the host renders conditionally, which may leave out passes
        """
        self._live()
        if isinstance(texture, GLTexture):
            texture = self._wrapped(texture)
        self._prepare(self._checked_format(texture))
        self._result = self._live().run([texture])[0]
        return self._result

    @property
    def result(self) -> GLTexture:
        """The last result by its name in OpenGL, for hosts that do not use moderngl.

        Raises
        ------
        RuntimeError : nothing has been rendered since the sizes changed
        """
        self._live()
        if self._result is None:
            raise RuntimeError("nothing has been rendered yet")
        made = self._result
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
        RuntimeError : nothing has been rendered since the sizes or parameters changed
        """
        executor = self._live()
        if self._result is None:
            raise RuntimeError("nothing has been rendered yet")
        shape = (self._target.height, self._target.width, 4)
        dtype = np.dtype(ARRAY_DTYPES[self._result.dtype])
        if out is None:
            out = np.empty(shape, dtype)
        elif (out.shape, out.dtype) != (shape, dtype) or not out.flags.c_contiguous:
            raise OptionError(
                f"out must be a contiguous array {shape} of {dtype}, not {out.shape} of {out.dtype}"
            )
        plane = Plane(out.reshape(-1).view(np.uint8), out.nbytes // shape[0], self._target)
        framebuffers = [target.glo for target in executor.output_targets]
        with preserved(self._context, self._gl, 0):
            reading = self._transfers.read((self._result,), framebuffers, [plane])
        reading.wait()
        return out

    @property
    def source_size(self) -> tuple[int, int]:
        """Width and height in pixels of the textures it takes."""
        return self._source.width, self._source.height

    @property
    def target_size(self) -> tuple[int, int]:
        """Width and height of its results in pixels."""
        return self._target.width, self._target.height

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
        self._live()
        before = self._source, self._target
        self._examined = 0
        try:
            self._source = self._source if source_size is None else whole_size(source_size)
            self._target = self._target if target_size is None else whole_size(target_size)
            if (self._source, self._target) != before:
                self._replan()
        except BaseException:
            self._source, self._target = before
            raise

    @property
    def params(self) -> dict[str, float | int | str]:
        """The values that were given for parameters, by name; the others have their defaults."""
        return dict(self._params)

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
        """
        executor, shaders = self._live(), self._factory.shaders
        given = {**self._params, **values}
        old, new = (resolve_params(shaders, params) for params in (self._params, given))
        before, self._params = self._params, given
        try:
            if keeps_plan(shaders, old, new):
                by_id = {id(s): v for s, v in zip(shaders, new, strict=True)}
                executor.follow(with_params(executor.plan, by_id))
            else:
                self._replan()
        except BaseException:
            self._params = before
            raise

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
        self._result = None
        self._transfers.release()
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

    def _wrapped(self, texture: GLTexture) -> Any:
        """Return a host's texture as moderngl has them; made once as long as it is the same."""
        if self._host is None or self._host[0] != texture:
            made = self._context.external_texture(
                texture.name, tuple(texture.size), texture.components, 0, texture.dtype
            )
            self._host = texture, made
        return self._host[1]

    def _checked_format(self, texture: Any) -> TextureFormat:
        """Return a texture's format, or raise what `render` raises where it is not what it says."""
        check_kind(texture)
        if texture.size != tuple(self._source):
            raise OptionError(
                f"this upscaler takes textures of {self._source},"
                f" not {texture.width}x{texture.height}"
            )
        fmt = _texture_format(texture)
        self._gl.profile.check_format(fmt, "this texture")
        if texture.glo == self._examined and self._gl.glIsTexture(texture.glo):
            return fmt
        size = examined(self._context, self._gl, texture.glo)
        if size != self._source:
            raise OptionError(
                f"this upscaler takes textures of {self._source}; texture {texture.glo} says that"
                f" it is one, and is {size}"
            )
        self._examined = texture.glo
        return fmt

    def _prepare(self, fmt: TextureFormat) -> None:
        """Plan for a source format, where the last plan was for another."""
        if fmt != self._format:
            self._replan(fmt)

    def _replan(self, fmt: TextureFormat | None = None) -> None:
        """Plan anew; what was planned before is there until that is done."""
        fmt = fmt or self._format
        assert fmt is not None
        plan = self._factory.plan(
            SourceFormat(self._source, texture=fmt, alpha=fmt.components == 4),
            target=self._target,
            output=result_format(fmt),
            params=self._params,
            owns_inputs=False,
        )
        old = self._executor
        if old is not None and same_but_for_uniforms(old.plan, plan):
            old.follow(plan)
            return
        try:
            self._executor = self._factory.executor(plan)
        except BaseException:
            if old is None:  # no object comes of it that could be released
                self._factory.release()
            raise
        self._format, self._result = fmt, None
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
