"""The plan and the executor behind an `Upscaler`, renewed as textures and wishes change."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from ...errors import OptionError
from ...formats import TEXTURE_FORMATS, Size, TextureFormat
from ...gl.executor import Executor
from ...gl.functions import GLFunctions
from ...gl.host_state import preserved
from ...gl.pixel_transfer import Transfers
from ...plan import Plan
from ...plan.reparameterise import reparameterised, same_but_for_uniforms
from ..executors import ExecutorFactory
from ..options import ParamValues
from ..render_options import RenderOptions
from ..source_format import ARRAY_DTYPES, SourceFormat, array_plane, result_format

Pixels = npt.NDArray[Any]


class TextureRenderer:
    """Renders a host's textures in its context, which must be current in every call.

    Attributes
    ----------
    source, target : the sizes of textures and results, in pixels
    params : the values that were given for parameters
    result : the texture that was rendered last, None where there is none
    """

    def __init__(
        self, context: Any, options: RenderOptions, source: Size, target: Size, *, timing: bool
    ) -> None:
        self.source, self.target = source, target
        self.params: dict[str, float | int | str] = dict(options.params)
        self.result: Any = None
        self._context, self._gl = context, GLFunctions(context)
        self._factory = ExecutorFactory(context, options, timing=timing)
        software = self._factory.capabilities.software
        self._transfers = Transfers(self._gl, buffered=not software)
        self._format = TEXTURE_FORMATS["rgba8"]
        try:
            self._executor = self._factory.executor(self._planned(self._format, source, target))
        except BaseException:
            self._factory.release()
            raise

    @property
    def executor(self) -> Executor:
        """What runs the passes."""
        return self._executor

    def render(self, texture: Any, fmt: TextureFormat) -> Any:
        """Return a checked texture of a format upscaled."""
        if fmt != self._format:
            self._replan(fmt, self.source, self.target)
            self._format = fmt
        self.result = self._executor.run([texture])[0]
        return self.result

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
        framebuffers = [target.glo for target in self._executor.output_targets]
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
        self._executor.release()
        self._transfers.release()
        self._factory.release()

    def _planned(self, fmt: TextureFormat, source: Size, target: Size) -> Plan:
        return self._factory.plan(
            SourceFormat(source, texture=fmt, alpha=fmt.components == 4),
            target=target,
            output=result_format(fmt),
            params=self.params,
            owns_inputs=False,
        )

    def _replan(self, fmt: TextureFormat, source: Size, target: Size) -> None:
        """Plan anew; what was planned before is there until that is done."""
        plan = self._planned(fmt, source, target)
        if same_but_for_uniforms(self._executor.plan, plan):
            self._executor.follow(plan)
            return
        old, self._executor = self._executor, self._factory.executor(plan)
        self.result = None
        old.release()
