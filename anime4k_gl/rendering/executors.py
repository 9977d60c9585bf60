"""From options to plans and executors, in one OpenGL context."""

from __future__ import annotations

import warnings
from typing import Any

from ..errors import Anime4KWarning
from ..formats import Size
from ..gl.context import Capabilities
from ..gl.executor import Executor
from ..gl.programs import ProgramCache
from ..gl.shader_state import ShaderState
from ..plan import Output, Plan, make_plan
from ..plan.resolve import distinct_shaders
from ..tonemap import ToneMap
from .options import ParamValues
from .render_options import RenderOptions
from .source_format import SourceFormat


class ExecutorFactory:
    """Makes plans and their executors for pictures of any format, all by the same options.

    The executors share compiled programs, and what shaders keep from frame to frame.

    Parameters
    ----------
    context : a moderngl context, OpenGL 3.3 or OpenGL ES 3.0, or later
    options : how pictures are made
    timing : whether executors measure each pass's GPU time

    Attributes
    ----------
    capabilities : of the driver
    shaders : what runs on this driver, each an object of its own

    Raises
    ------
    GLError : the driver cannot run what was chosen
    """

    def __init__(self, context: Any, options: RenderOptions, *, timing: bool) -> None:
        self._context = context
        self._options = options
        self._timing = timing
        self.programs = ProgramCache(context)
        self.capabilities: Capabilities = self.programs.capabilities
        self._chosen = options.forms.on(self.capabilities)
        if options.forms.compute_only and self.capabilities.software:
            warnings.warn(
                f"preset {options.preset!r}: compiling it takes minutes on a software rasteriser",
                Anime4KWarning,
                stacklevel=2,
            )
        self.shaders = distinct_shaders(self._chosen.shaders)
        self._shader_state = ShaderState()

    def plan(
        self,
        source: SourceFormat,
        *,
        target: Size,
        output: Output,
        native: Size | None = None,
        params: ParamValues | None = None,
        tone_map: ToneMap | None = None,
        owns_inputs: bool = True,
    ) -> Plan:
        """Return the plan for pictures of one format.

        Parameters
        ----------
        source : the pictures' format
        target, output, native, tone_map, owns_inputs : as for `make_plan`
        params : values in place of the options' own

        Raises
        ------
        OptionError : as `make_plan`
        """
        options = self._options.plan_options()
        if params is not None:
            options["params"] = params
        return make_plan(
            self.shaders,
            source=source.size,
            target=target,
            native=native,
            layout=source.layout,
            colour=source.colour,
            source_format=source.texture,
            source_alpha=source.alpha,
            output=output,
            owns_inputs=owns_inputs,
            compute=self.capabilities.compute,
            compute_scaling=self._chosen.compute_scaling,
            wide=self._chosen.wide,
            tone_map=tone_map,
            **options,
        )

    def executor(self, plan: Plan) -> Executor:
        """Return an executor of a plan; the caller releases it.

        Raises
        ------
        GLError, UserShaderError : as `Executor`
        """
        return Executor(
            self._context,
            plan,
            programs=self.programs,
            timing=self._timing,
            shader_state=self._shader_state,
        )

    def restart(self) -> bool:
        """Begin to count frames again; return whether nothing else is kept from frame to frame."""
        return self._shader_state.restart()

    def forget(self) -> None:
        """Forget all that shaders keep from frame to frame; no executor may be there."""
        self._shader_state.release()
        self._shader_state = ShaderState()

    def release(self) -> None:
        """Free what the executors share."""
        self._shader_state.release()
        self.programs.release()
