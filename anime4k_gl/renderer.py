"""A picture in, a picture out: planes to textures, the plan run over them, the result read back.

`Renderer` keeps one plan, its executor and its input textures, and makes new ones when the
picture's size, layout or colour description changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import numpy as np

from .colour import Colour
from .errors import OptionError
from .formats import RGBA8, TEXTURE_FORMATS, PixelLayout, Size, TextureFormat
from .gl import raw
from .gl.executor import Executor, allocate, texture_bytes
from .gl.lfg import Lfg
from .gl.programs import ProgramCache
from .gl.raw import RawGL
from .gl.state import preserved
from .media.frame import Frame
from .plan import Dialect, Output, Plan, ScalingOptions, make_plan
from .plan.report import describe
from .usershader import UserShader

Picture = Frame | np.ndarray[Any, np.dtype[Any]]
"""A decoded frame, or an array (H, W, 3 or 4) of uint8, uint16, float16 or float32."""

_ARRAY_FORMATS = {"uint8": "8", "uint16": "16", "float16": "16f", "float32": "32f"}


def array_format(image: np.ndarray[Any, np.dtype[Any]]) -> TextureFormat:
    """Return the texture format of an image array.

    Raises
    ------
    OptionError : its shape or dtype is not that of an image
    """
    if image.ndim != 3 or image.shape[2] not in (3, 4) or 0 in image.shape:
        raise OptionError(f"an image has the shape (H, W, 3 or 4), not {image.shape}")
    suffix = _ARRAY_FORMATS.get(image.dtype.name)
    if suffix is None:
        raise OptionError.unknown("image dtype", str(image.dtype), _ARRAY_FORMATS)
    return TEXTURE_FORMATS[f"{'rgba'[: image.shape[2]]}{suffix}"]


def result_format(fmt: TextureFormat) -> TextureFormat:
    """Return the four-channel format that holds a result as precisely as `fmt` held the source."""
    return TEXTURE_FORMATS["rgba" + fmt.name.lstrip("rgba")]


@dataclass(frozen=True, slots=True)
class SourceFormat:
    """What a plan depends on in a picture.

    Attributes
    ----------
    size : in pixels
    layout, colour : of a decoded frame; None for an array
    texture, alpha : for an array, its texture format and whether it has alpha
    """

    size: Size
    layout: PixelLayout | None = None
    colour: Colour | None = None
    texture: TextureFormat = RGBA8
    alpha: bool = False

    @classmethod
    def of(cls, picture: Picture) -> SourceFormat:
        """Return a picture's format."""
        if isinstance(picture, Frame):
            return cls(picture.size, picture.layout, picture.colour)
        fmt = array_format(picture)
        size = Size(picture.shape[1], picture.shape[0])
        return cls(size, texture=fmt, alpha=fmt.components == 4)


class Renderer:
    """Runs shaders over pictures in one context, all of whose calls come from its thread."""

    def __init__(
        self,
        context: Any,
        shaders: Sequence[UserShader],
        *,
        scaler: str,
        params: Mapping[str, float | int | str] | None = None,
        timing: bool = False,
        dialect: Dialect | str | None = None,
        scaling: ScalingOptions | None = None,
    ) -> None:
        """Prepare to render; nothing is allocated until the first picture.

        Parameters
        ----------
        context : a moderngl context, OpenGL 3.3 or later
        shaders, scaler, params, dialect, scaling : as for `make_plan`
        timing : measure each pass's GPU time, for `report`
        """
        self._context = context
        self._gl = RawGL(context)
        self._shaders = tuple(shaders)
        self._scaler = scaler
        self._params = dict(params or {})
        self._timing = timing
        self._dialect, self._scaling = dialect, scaling
        self._cache = ProgramCache(context)
        self._key: object = None
        self._stack = ExitStack()
        self._frame = 0
        self._random = Lfg()
        self._plan: Plan | None = None
        self._executor: Executor | None = None
        self._inputs: list[Any] = []
        self._outputs: tuple[Any, ...] = ()

    @property
    def plan(self) -> Plan:
        """The plan of the last picture."""
        if self._plan is None:
            raise RuntimeError("no picture was rendered yet")
        return self._plan

    @property
    def allocated_bytes(self) -> int:
        """The GPU memory of all textures held, without driver padding."""
        executor = self._executor.allocated_bytes if self._executor else 0
        return executor + sum(map(texture_bytes, self._inputs))

    def render(
        self, picture: Picture, *, target: Size, native: Size | None = None, output: Output
    ) -> tuple[Any, ...]:
        """Draw one picture; return the result textures, valid until the next call.

        Parameters
        ----------
        picture : what to render
        target : the result's size in pixels
        native : what scale factors count from; the picture's size by default
        output : the result's format

        Raises
        ------
        OptionError, GLError, UserShaderError : as `make_plan` and `Executor` do
        """
        self.prepare(SourceFormat.of(picture), target=target, native=native, output=output)
        assert self._executor is not None
        self._upload(picture)
        self._outputs = self._executor.run(self._inputs)
        self._frame = self._executor.frame
        return self._outputs

    def read(self) -> list[np.ndarray[Any, np.dtype[Any]]]:
        """Return the last result: an array (H, W) or (H, W, channels) per output texture.

        The dtype is uint8, uint16, float16 or float32 after the texture's format; row 0 is on top.
        """
        assert self._executor is not None
        dtypes = {"f1": np.uint8, "nu2": np.uint16, "f2": np.float16, "f4": np.float32}
        arrays = []
        with preserved(self._context, self._gl, 0):
            for texture, target in zip(self._outputs, self._executor.output_targets, strict=True):
                channels = texture.components
                shape = (texture.height, texture.width, channels)
                array = np.empty(shape, dtypes[texture.dtype])
                self._gl.glBindFramebuffer(raw.READ_FRAMEBUFFER, target.glo)
                self._gl.glReadPixels(
                    0, 0, texture.width, texture.height, raw.CHANNEL_FORMATS[channels],
                    raw.COMPONENT_TYPES[texture.dtype], array.ctypes.data,
                )  # fmt: skip
                arrays.append(array[..., 0] if channels == 1 else array)
        return arrays

    def report(self) -> list[dict[str, Any]]:
        """Return a record per pass of the last picture, as `plan.describe`; waits for the GPU."""
        timings = self._executor.timings() if self._executor else {}
        return describe(self.plan, timings)

    def timings(self) -> dict[int, float]:
        """Return each run pass's GPU milliseconds, by index of the plan's runs; waits."""
        return self._executor.timings() if self._executor else {}

    def release(self) -> None:
        """Free everything allocated."""
        self._stack.close()
        self._cache.release()
        self._key, self._plan, self._executor = None, None, None
        self._inputs, self._outputs = [], ()

    def prepare(
        self, source: SourceFormat, *, target: Size, native: Size | None = None, output: Output
    ) -> None:
        """Plan, compile and allocate for pictures of one format, unless that is done already.

        Raises
        ------
        OptionError, GLError, UserShaderError : as `render`
        """
        key = (source, target, native, output)
        if key == self._key:
            return
        plan = make_plan(
            self._shaders,
            source=source.size,
            target=target,
            native=native,
            scaler=self._scaler,
            params=self._params,
            layout=source.layout,
            colour=source.colour,
            source_format=source.texture,
            source_alpha=source.alpha,
            output=output,
            compute=self._cache.capabilities.compute,
            dialect=self._dialect,
            scaling=self._scaling,
        )
        self._stack.close()
        self._key, self._plan, self._executor = None, None, None
        self._inputs, self._outputs = [], ()
        with ExitStack() as undo:
            executor = Executor(
                self._context,
                plan,
                programs=self._cache,
                timing=self._timing,
                frame=self._frame,
                random=self._random,
            )
            undo.callback(executor.release)
            with preserved(self._context, self._gl, 0):
                for value in plan.values[: plan.inputs]:
                    texture = allocate(self._context, value.size, value.format)
                    undo.callback(texture.release)
                    self._inputs.append(texture)
            self._stack = undo.pop_all()
        self._plan, self._executor, self._key = plan, executor, key

    def _upload(self, picture: Picture) -> None:
        with preserved(self._context, self._gl, 1):
            if isinstance(picture, Frame):
                for texture, plane in zip(self._inputs, picture.planes, strict=True):
                    data = np.frombuffer(plane.data, np.uint8)
                    self._upload_rows(texture, data, plane.stride)
            else:
                # In this machine's byte order. The stride of an array of one row is arbitrary.
                array = np.ascontiguousarray(picture, picture.dtype.newbyteorder("="))
                data = array.reshape(-1).view(np.uint8)
                self._upload_rows(self._inputs[0], data, data.size // array.shape[0])

    def _upload_rows(self, texture: Any, data: np.ndarray[Any, Any], stride: int) -> None:
        """Fill a texture from rows that lie `stride` bytes apart."""
        texel = {"f1": 1, "f2": 2, "nu2": 2, "f4": 4}[texture.dtype] * texture.components
        row = texture.width * texel
        needed = stride * (texture.height - 1) + row
        if stride < row or data.size < needed:
            raise ValueError(
                f"a plane of {data.size} bytes with rows {stride} apart is short of"
                f" {texture.height} rows of {row} bytes"
            )
        if stride % texel:
            # OpenGL counts row lengths in texels; a padding of part of one has to be cut off.
            rows = np.lib.stride_tricks.as_strided(data, (texture.height, row), (stride, 1))
            data, stride = np.ascontiguousarray(rows), row
        gl = self._gl
        gl.glActiveTexture(raw.TEXTURE0)
        gl.glBindTexture(raw.TEXTURE_2D, texture.glo)
        gl.glPixelStorei(raw.UNPACK_ROW_LENGTH, stride // texel)
        gl.glTexSubImage2D(
            raw.TEXTURE_2D, 0, 0, 0, texture.width, texture.height,
            raw.CHANNEL_FORMATS[texture.components], raw.COMPONENT_TYPES[texture.dtype],
            data.ctypes.data,
        )  # fmt: skip
        gl.glPixelStorei(raw.UNPACK_ROW_LENGTH, 0)
