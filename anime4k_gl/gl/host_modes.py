"""The host's modes that not every context has, neutralised while the engine draws.

Fixed-function tests of compatibility contexts, the origin of clip space, clamping, transform
feedback and conditional rendering: which of these a context has is found once, by asking it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from ..errors import GLError
from . import constants as GL
from .functions import GLFunctions, StateValues
from .resources.memory import errors_kept, pending_errors

_SWITCHES = (
    GL.ALPHA_TEST,
    GL.CONSERVATIVE_RASTERIZATION_INTEL,
    GL.CONSERVATIVE_RASTERIZATION_NV,
    GL.DEPTH_BOUNDS_TEST_EXT,
    GL.POLYGON_STIPPLE,
    GL.PRIMITIVE_RESTART_FIXED_INDEX,
    GL.SAMPLE_SHADING,
)
_CLAMPS = (GL.CLAMP_FRAGMENT_COLOR, GL.CLAMP_READ_COLOR)


class HostModes:
    """The modes of one context that are neutralised beside those that every context has.

    Attributes
    ----------
    switches : what can be enabled there
    """

    def __init__(self, gl: GLFunctions) -> None:
        self._gl = gl
        profile = gl.profile
        clamps = () if profile.es else _CLAMPS
        with errors_kept(gl):
            self.switches = tuple(s for s in _SWITCHES if _is_known(gl, partial(gl.glIsEnabled, s)))
            # Core contexts may tell a clamp's value that they do not let anybody set.
            self._clamps = tuple(
                c for c in clamps if _is_known(gl, partial(gl.glClampColor, c, gl.integer(c)))
            )
        self._asked = (
            *self._clamps,
            *((GL.CLIP_ORIGIN, GL.CLIP_DEPTH_MODE) if profile.clip_control else ()),
            *((GL.TRANSFORM_FEEDBACK_ACTIVE,) if profile.feedback_pauses else ()),
        )
        self._values = StateValues(gl, self._asked)

    @contextmanager
    def neutralised(self) -> Iterator[None]:
        """Draw in the block as if the host had none of these modes on, but for the switches."""
        gl = self._gl
        values = dict(zip(self._asked, self._values.read(), strict=True))
        clamps = [(c, values[c]) for c in self._clamps if values[c] != GL.FIXED_ONLY]
        clip = (
            values.get(GL.CLIP_ORIGIN, GL.LOWER_LEFT),
            values.get(GL.CLIP_DEPTH_MODE, GL.NEGATIVE_ONE_TO_ONE),
        )
        flipped = clip != (GL.LOWER_LEFT, GL.NEGATIVE_ONE_TO_ONE)
        feeding = values.get(GL.TRANSFORM_FEEDBACK_ACTIVE) and not gl.integer(
            GL.TRANSFORM_FEEDBACK_PAUSED
        )
        if feeding:
            gl.glPauseTransformFeedback()
        for clamp, _ in clamps:
            gl.glClampColor(clamp, GL.FIXED_ONLY)
        if flipped:
            gl.glClipControl(GL.LOWER_LEFT, GL.NEGATIVE_ONE_TO_ONE)
        try:
            yield
        finally:
            if flipped:
                gl.glClipControl(*clip)
            for clamp, value in clamps:
                gl.glClampColor(clamp, value)
            if feeding:  # by now the host's program is in use again, which this needs
                gl.glResumeTransformFeedback()


class ConditionCheck:
    """Asks whether the host renders conditionally. Its owner releases it in the same context.

    OpenGL does not say so, but lets nobody begin twice, for which a query is needed.
    """

    def __init__(self, gl: GLFunctions) -> None:
        self._gl = gl
        self._query = 0
        with errors_kept(gl):
            self._immediate = not gl.integer(GL.CONTEXT_PROFILE_MASK) & GL.CONTEXT_CORE_PROFILE_BIT

    def check(self) -> None:
        """Raise a GLError if it does: what is drawn may be left out, and nobody can pause that."""
        gl = self._gl
        if not gl.profile.conditional:
            return
        with errors_kept(gl):
            if not self._query and not self._make():
                return
            if self._immediate:
                # Mesa would draw what the host gave between glBegin and glEnd at the end of our
                # condition, which is none that lets it through.
                gl.glFlush()
            gl.untyped("glBeginConditionalRender")(self._query, GL.QUERY_NO_WAIT)
            if pending_errors(gl):
                raise GLError(
                    "conditional rendering is on, which may leave out what is to be drawn; call"
                    " glEndConditionalRender before"
                )
            gl.untyped("glEndConditionalRender")()

    def release(self) -> None:
        """Free the query."""
        if self._query:
            self._gl.delete("Queries", self._query)
            self._query = 0

    def _make(self) -> bool:
        """Make the query, which has to have been used once; not so while the host uses one."""
        gl = self._gl
        self._query = gl.generate("Queries")
        gl.glBeginQuery(GL.ANY_SAMPLES_PASSED, self._query)
        if pending_errors(gl):
            self.release()
            return False
        gl.glEndQuery(GL.ANY_SAMPLES_PASSED)
        return True


def _is_known(gl: GLFunctions, ask: Callable[[], object]) -> bool:
    ask()
    return not pending_errors(gl)
