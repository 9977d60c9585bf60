"""The plan and the executor behind an `Upscaler`, renewed as textures and wishes change."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

import numpy as np
import numpy.typing as npt

from ...errors import OptionError
from ...formats import TEXTURE_FORMATS, Size, TextureFormat
from ...gl.executor import Executor
from ...gl.functions import GLFunctions
from ...gl.host_state import preserved
from ...gl.pixel_transfer import Transfers
from ...gl.resources.textures import allocate
from ...plan import Plan
from ...plan.reparameterise import reparameterised, same_but_for_uniforms
from ..executors import ExecutorFactory
from ..options import ParamValues
from ..render_options import RenderOptions
from ..source_format import ARRAY_DTYPES, SourceFormat, array_plane, result_format
from .conversions import Alpha, Conversions

Pixels = npt.NDArray[np.uint8 | np.uint16 | np.float16 | np.float32]


class TextureRenderer:
    """Renders a host's textures in its context, which must be current in every call.

    Attributes
    ----------
    source, target : the sizes of textures and results, in pixels
    params : the values that were given for parameters
    result : the texture that was rendered last, None where there is none
    """

    def __init__(
        self,
        context: Any,
        options: RenderOptions,
        source: Size,
        target: Size,
        *,
        timing: bool,
        alpha: Alpha,
        srgb: bool,
    ) -> None:
        self.source, self.target = source, target
        self.params: dict[str, float | int | str] = dict(options.params)
        self.result: Any = None
        self._context, self._gl = context, GLFunctions(context)
        self._format = TEXTURE_FORMATS["rgba8"]
        with ExitStack() as undo:
            self._factory = ExecutorFactory(context, options, timing=timing)
            undo.callback(self._factory.release)
            capabilities = self._factory.capabilities
            self._transfers = Transfers(self._gl, buffered=not capabilities.software)
            undo.callback(self._transfers.release)
            self._conversions = Conversions(context, self._gl, capabilities, alpha=alpha, srgb=srgb)
            undo.callback(self._conversions.release)
            self._executor = self._factory.executor(self._planned(self._format, source, target))
            undo.callback(lambda: self._executor.release())
            self._conversions.prepare(self._format, source, target)
            self._stack = undo.pop_all()

    @property
    def executor(self) -> Executor:
        """What runs the passes."""
        return self._executor

    def render(self, texture: Any, fmt: TextureFormat, *, srgb: bool = False) -> Any:
        """Return a checked texture of a format upscaled.

        Parameters
        ----------
        srgb : whether OpenGL decodes what is read of it
        """
        self._take(fmt)
        made = self._executor.run([self._conversions.before(texture, srgb=srgb)])[0]
        self.result = self._conversions.after(made)
        return self.result

    def show(self, framebuffer: int, size: Size | None, viewport: Any, *, flip: bool) -> None:
        """Draw the result into a host's framebuffer, as `Conversions.show`."""
        self._conversions.show(self.result, framebuffer, size, viewport, flip=flip)

    def warm_up(self, fmt: TextureFormat) -> None:
        """Draw a picture of a format and wait for it; what shaders count begins anew."""
        with preserved(self._context, self._gl, 0):
            texture = allocate(self._context, self._gl, self.source, fmt)
        try:
            self.render(texture, fmt)
            self._gl.glFinish()
        finally:
            self.result = None
            texture.release()
        if not self._factory.restart():
            self._executor.release()
            self._factory.forget()
            self._executor = self._factory.executor(self._executor.plan)

    def read(self, out: Pixels | None) -> Pixels:
        """Return the result as an array, filling `out` where one is given."""
        shape = (self.target.height, self.target.width, 4)
        dtype = np.dtype(ARRAY_DTYPES[self.result.dtype])
        if out is None:
            out = np.empty(shape, dtype)
        elif (out.shape, out.dtype) != (shape, dtype) or not out.flags.c_contiguous:
            raise OptionError(
                f"out must be a contiguous array {shape} of {dtype}, not {out.shape} of {out.dtype}"
            )
        framebuffers = self._conversions.framebuffers(self._executor.output_targets)
        with preserved(self._context, self._gl, 0):
            reading = self._transfers.read((self.result,), framebuffers, [array_plane(out)])
        reading.wait()
        return out

    def resize(self, source: Size, target: Size) -> None:
        """Take and give textures of other sizes; where that cannot be, all is as before."""
        if (source, target) != (self.source, self.target):
            self._replan(self._format, source, target)
            self.source, self.target = source, target

    def set_params(self, params: ParamValues) -> None:
        """Give all parameters other values; where that cannot be, all is as before."""
        before, self.params = self.params, dict(params)
        try:
            plan = reparameterised(
                self._executor.plan, self._factory.shaders, before=before, after=params
            )
            if plan is None:
                self._replan(self._format, self.source, self.target)
            else:
                self._executor.follow(plan)
        except BaseException:
            self.params = before
            raise

    def release(self) -> None:
        """Free everything."""
        self.result = None
        self._stack.close()

    def _take(self, fmt: TextureFormat) -> None:
        """Plan for a texture's format, where the last plan was for another."""
        if fmt != self._format:
            self._replan(fmt, self.source, self.target)
            self._format = fmt

    def _planned(self, fmt: TextureFormat, source: Size, target: Size) -> Plan:
        taken, alpha = self._conversions.plan_format(fmt)
        return self._factory.plan(
            SourceFormat(source, texture=taken, alpha=alpha),
            target=target,
            # What is multiplied by alpha afterwards is kept as precisely as it came.
            output=result_format(taken),
            params=self.params,
            owns_inputs=False,
        )

    def _replan(self, fmt: TextureFormat, source: Size, target: Size) -> None:
        """Plan anew; what was planned before is there until that is done."""
        plan = self._planned(fmt, source, target)
        shape = (fmt, source, target)
        if same_but_for_uniforms(self._executor.plan, plan) and shape == self._shape:
            self._executor.follow(plan)
            return
        executor = self._factory.executor(plan)
        try:
            if shape != self._shape:
                self._conversions.prepare(*shape)
        except BaseException:
            executor.release()
            raise
        old, self._executor = self._executor, executor
        self.result = None
        old.release()

    @property
    def _shape(self) -> tuple[TextureFormat, Size, Size]:
        return self._format, self.source, self.target
