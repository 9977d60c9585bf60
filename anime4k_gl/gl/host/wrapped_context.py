"""A moderngl context around the context that is current, made without a trace in it.

`moderngl.create_context` looks for GLX alone where the host does not say otherwise, becomes what
`moderngl.get_context` returns, and switches on what suits programs that use nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any
from weakref import WeakKeyDictionary

import moderngl

from ...errors import GLError, OptionError
from .. import constants as GL
from ..functions import GLFunctions
from ..profiles.host_values import has_value, present
from ..resources.memory import errors_kept
from .current_context import REMEDY, Platform, current_platform

_SWITCHES = (
    GL.PRIMITIVE_RESTART,
    GL.PRIMITIVE_RESTART_FIXED_INDEX,
    GL.TEXTURE_CUBE_MAP_SEAMLESS,
)
_FRAMEBUFFERS = (
    (GL.DRAW_FRAMEBUFFER, GL.DRAW_FRAMEBUFFER_BINDING),
    (GL.READ_FRAMEBUFFER, GL.READ_FRAMEBUFFER_BINDING),
)
_BLEND_FUNCTIONS = (
    GL.BLEND_SRC_RGB,
    GL.BLEND_DST_RGB,
    GL.BLEND_SRC_ALPHA,
    GL.BLEND_DST_ALPHA,
)
_HANDLES: WeakKeyDictionary[Any, int | None] = WeakKeyDictionary()
"""The system's handle of the context that each of moderngl's contexts is around."""


class _Loader:
    """The current context as moderngl takes them: where its functions are."""

    def __init__(self, platform: Platform) -> None:
        self.load_opengl_function = platform.address

    def __enter__(self) -> _Loader:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def release(self) -> None:
        pass  # it is the host's


def host_context(context: Any) -> Any:
    """Return the moderngl context to work with: the host's own, or one around what is current.

    Parameters
    ----------
    context : a `moderngl.Context`, or None for whatever context is current in this thread

    Raises
    ------
    OptionError : it is neither
    GLError : no context is current in this thread, or it is below OpenGL 3.3 and OpenGL ES 3.0
    """
    if context is not None and not isinstance(context, moderngl.Context):
        raise OptionError(
            "context must be a moderngl.Context, or None for the one that is current in this"
            f" thread, not {type(context).__name__}"
        )
    platform = current_platform()
    if context is None:
        context = _wrapped(platform)
        _HANDLES[context] = platform.current() if platform else None
        return context
    if isinstance(context.mglo, moderngl.InvalidObject):
        raise OptionError("this moderngl.Context has been released")
    profile = GLFunctions(context).profile
    if platform is None and not profile.version_code:
        raise GLError(f"no OpenGL context is current in this thread; {REMEDY}")
    profile.check()
    _HANDLES.setdefault(context, platform.current() if platform else None)
    return context


def check_owner(context: Any, texture: Any, *, given: bool) -> None:
    """Raise an OptionError for a moderngl texture whose name may mean another one here.

    Parameters
    ----------
    context : what `host_context` returned
    texture : a `moderngl.Texture`
    given : whether the host gave the context; else it has another moderngl context around it
    """
    other = texture.ctx
    if other is context:
        return
    if other in _HANDLES and context in _HANDLES:
        same = _HANDLES[other] == _HANDLES[context]
    else:
        same = not given
    if not same:
        raise OptionError(
            "this texture was made through another moderngl.Context than this Upscaler's. Where"
            " both are around the same OpenGL context, or the two share their textures, give"
            " a4k.GLTexture(texture.glo, texture.size, texture.components, texture.dtype)"
        )


def _wrapped(platform: Platform | None) -> Any:
    if platform is None:
        raise GLError(f"no OpenGL context is current in this thread; {REMEDY}")
    loader: Any = _Loader(platform)
    gl = GLFunctions(SimpleNamespace(mglo=SimpleNamespace(_context=loader)))
    gl.profile.check()
    store: Any = vars(moderngl)["_store"]
    hosts = store.default_context
    with errors_kept(gl), _kept(gl):
        try:
            # "standalone": moderngl does not look at the framebuffer that is bound.
            version = gl.profile.version_code
            return moderngl.create_context(version, standalone=True, context=loader)
        finally:
            store.default_context = hosts


@contextmanager
def _kept(gl: GLFunctions) -> Iterator[None]:
    """Restore what moderngl sets when it looks at a context."""
    profile = gl.profile
    switches = [(switch, gl.glIsEnabled(switch)) for switch in present(_SWITCHES, profile)]
    restarts = has_value(GL.PRIMITIVE_RESTART_INDEX, profile)
    index = gl.integer(GL.PRIMITIVE_RESTART_INDEX) if restarts else 0
    unit = gl.integer(GL.ACTIVE_TEXTURE)
    framebuffers = [(target, gl.integer(binding)) for target, binding in _FRAMEBUFFERS]
    indexed = profile.indexed_blending
    buffers = gl.integer(GL.MAX_DRAW_BUFFERS) if indexed else 1
    blending = [
        [gl.indexed(name, buffer) if indexed else gl.integer(name) for name in _BLEND_FUNCTIONS]
        for buffer in range(buffers)
    ]
    try:
        yield
    finally:
        for switch, on in switches:
            (gl.glEnable if on else gl.glDisable)(switch)
        if restarts:
            gl.glPrimitiveRestartIndex(index & 0xFFFFFFFF)
        gl.glActiveTexture(unit)
        for target, name in framebuffers:
            gl.glBindFramebuffer(target, name)
        for buffer, functions in enumerate(blending):
            if indexed:
                gl.glBlendFuncSeparatei(buffer, *functions)
            else:
                gl.glBlendFuncSeparate(*functions)
