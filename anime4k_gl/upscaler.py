"""The embedding interface: arrays in and out, or textures in a host's own OpenGL context."""

from __future__ import annotations

import operator
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any

import numpy as np

from .backends import Forms, chosen
from .errors import OptionError
from .formats import TEXTURE_FORMATS, Size, TextureFormat
from .gl.executor import Executor
from .gl.offscreen import OFFSCREEN
from .gl.programs import ProgramCache
from .gl.shader_state import Session
from .library import DEFAULT_PRESET
from .options import (
    ShaderSource,
    choose_dialect,
    resolve_sizes,
)
from .plan import Dialect, Plan, ScalingOptions, describe, make_plan
from .renderer import Renderer, array_format, result_format

Image = np.ndarray[Any, np.dtype[Any]]


def upscale(
    image: Image,
    *,
    scale: float = 2.0,
    size: tuple[int, int] | None = None,
    preset: str = DEFAULT_PRESET,
    scaler: str = "bicubic",
    shaders: Sequence[ShaderSource] = (),
    params: Mapping[str, float | int | str] | None = None,
    backend: str = "auto",
    dialect: Dialect | str | None = None,
    scaling: ScalingOptions | None = None,
) -> Image:
    """Return an image upscaled on the GPU, without a window.

    Parameters
    ----------
    image : (H, W, 3 or 4), uint8, uint16, float16 or float32 (floats in [0, 1]), R'G'B' or
        R'G'B'A with straight alpha, row 0 on top
    scale : factor for both sides; with the scaler ``none``, by how much `image` was scaled before
    size : (width, height) of the result in pixels, instead of a scale
    preset : a preset's name, or ``none`` for the scaler alone
    scaler : a scaler's name; ``none`` where `image` already has the result's size
    shaders : user shaders to run in place of the preset, in order: paths, or parsed ones
    params : values for the shaders' parameters, by name
    backend : ``fragment``, ``compute``, or ``auto`` for the faster one, see `backends`
    dialect : ``vo_gpu`` or ``libplacebo``: whose rules hold for `shaders`; None is ``vo_gpu``, and
        for presets its rules with our own, more exact scaling
    scaling : how else scaling is done, see `ScalingOptions`

    Returns
    -------
    An array of the same dtype and number of channels. Alpha is scaled, not processed.

    Raises
    ------
    OptionError : an image or option that cannot be used
    GLError : no OpenGL, or a size beyond its limits
    UserShaderError : a shader that breaks the format or does not compile
    """
    image = np.asarray(image)
    fmt = array_format(image)
    forms = Forms.of(backend, preset, shaders)
    source = Size(image.shape[1], image.shape[0])
    target, native = resolve_sizes(
        source, scale=scale, size=None if size is None else _size(size), scaler=scaler
    )
    # The files too: shaders that mean the same may differ in the place their errors name.
    names = tuple((shader.filename, shader.source_map) for shader in forms.fragment)
    rules = choose_dialect(dialect, shaders, preset)
    key = (forms, scaler, tuple(sorted((params or {}).items())), rules, scaling, names)

    def work(context: Any) -> Image:
        renderer = _RENDERERS.get(context, key)
        output = result_format(fmt)
        renderer.render(image, target=target, native=native, output=output)
        return renderer.read()[0]

    result = OFFSCREEN.call(work)
    return np.ascontiguousarray(result[..., : image.shape[2]], image.dtype)


class _Renderers:
    """The last few renderers of the offscreen context; programs are slow to compile."""

    KEPT = 4

    def __init__(self) -> None:
        self._renderers: OrderedDict[object, Renderer] = OrderedDict()

    def get(self, context: Any, key: tuple[Any, ...]) -> Renderer:
        """Return a renderer for (shaders, scaler, params, ...), making one where there is none."""
        if key in self._renderers:
            self._renderers.move_to_end(key)
            return self._renderers[key]
        if not self._renderers:
            OFFSCREEN.at_close(self.release)
        shaders, scaler, params, dialect, scaling, _ = key
        renderer = Renderer(
            context,
            shaders,
            scaler=scaler,
            params=dict(params),
            dialect=dialect,
            scaling=scaling,
        )
        self._renderers[key] = renderer
        while len(self._renderers) > self.KEPT:
            self._renderers.popitem(last=False)[1].release()
        return renderer

    def release(self) -> None:
        """Free them all."""
        while self._renderers:
            self._renderers.popitem()[1].release()


_RENDERERS = _Renderers()


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
        scaler: str = "bicubic",
        shaders: Sequence[ShaderSource] = (),
        params: Mapping[str, float | int | str] | None = None,
        backend: str = "auto",
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
        self._context = context
        self._source = _size(source_size)
        self._target = _size(target_size)
        self._scaler = scaler
        forms = Forms.of(backend, preset, shaders)
        self._dialect, self._scaling = choose_dialect(dialect, shaders, preset), scaling
        self._params = dict(params or {})
        self._format: TextureFormat | None = None
        self._executor: Executor | None = None
        self._programs = ProgramCache(context)
        self._chosen = chosen(forms, self._programs.capabilities)
        self._session = Session()
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
            their order, whichever end is the top

        Returns
        -------
        A `moderngl.Texture` of the target size, 4 components, the source's dtype; owned by this
        object and valid until the next `render`.

        Raises
        ------
        OptionError : a texture of another size or kind
        """
        self._live()
        if texture.size != tuple(self._source):
            raise OptionError(
                f"this upscaler takes textures of {self._source},"
                f" not {texture.width}x{texture.height}"
            )
        self._prepare(_texture_format(texture))
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
        self._session.release()
        self._programs.release()

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
            raise RuntimeError("this Upscaler was released")
        return self._executor

    def _prepare(self, fmt: TextureFormat) -> None:
        """Plan for a source format, where the last plan was for another."""
        if fmt == self._format:
            return
        plan = make_plan(
            self._chosen.shaders,
            source=self._source,
            target=self._target,
            scaler=self._scaler,
            params=self._params,
            source_format=fmt,
            source_alpha=fmt.components == 4,
            output=result_format(fmt),
            owns_inputs=False,
            compute=self._programs.capabilities.compute,
            compute_scaling=self._chosen.compute_scaling,
            wide=self._chosen.wide,
            dialect=self._dialect,
            scaling=self._scaling,
        )
        old = self._executor
        try:
            self._executor = Executor(
                self._context,
                plan,
                programs=self._programs,
                timing=True,
                session=self._session,
            )
        except BaseException:
            if old is None:  # no object comes of it that could be released
                self._session.release()
                self._programs.release()
            raise
        self._format = fmt
        if old is not None:
            old.release()


def _size(size: tuple[int, int]) -> Size:
    try:
        return Size(*map(operator.index, size))
    except TypeError:
        raise OptionError(f"a size is two whole numbers, (width, height), not {size!r}") from None


def _texture_format(texture: Any) -> TextureFormat:
    if texture.samples:
        raise OptionError("a multisampled texture cannot be upscaled; resolve it first")
    for fmt in TEXTURE_FORMATS.values():
        if (fmt.components, fmt.dtype) == (texture.components, texture.dtype) and (
            fmt.filterable and fmt.components >= 3
        ):
            return fmt
    raise OptionError(
        f"a texture of {texture.components} components and dtype {texture.dtype!r} cannot be"
        " upscaled; it takes 3 or 4 components of f1, nu2, f2 or f4"
    )
