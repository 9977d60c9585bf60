"""The names under which OpenGL ES has functions of OpenGL: some by an extension's name only.

A driver may hand out an address for any name, so which name holds is decided by version.
"""

from __future__ import annotations

from collections.abc import Iterator

from .profile import GLProfile

_DEBUG = ((320, ""), (300, "KHR"))
_PER_DRAW_BUFFER = ((320, ""), (300, "OES"), (300, "EXT"))
_PER_VIEWPORT = ((300, "OES"), (300, "NV"))
_TIMER = ((300, "EXT"),)
_CONDITION = ((300, "NV"),)

# By function: the version of OpenGL ES from which it has a name with this ending, best first.
_ENDINGS: dict[str, tuple[tuple[int, str], ...]] = {
    "glBeginConditionalRender": _CONDITION,
    "glClipControl": ((300, "EXT"),),
    "glBlendFuncSeparatei": _PER_DRAW_BUFFER,
    "glColorMaski": _PER_DRAW_BUFFER,
    "glDisablei": _PER_DRAW_BUFFER,
    "glEnablei": _PER_DRAW_BUFFER,
    "glEndConditionalRender": _CONDITION,
    "glGetFloati_v": _PER_VIEWPORT,
    "glGetQueryObjectui64v": _TIMER,
    "glIsEnabledi": _PER_DRAW_BUFFER,
    "glObjectLabel": _DEBUG,
    "glPolygonMode": ((300, "NV"),),
    "glPopDebugGroup": _DEBUG,
    "glPushDebugGroup": _DEBUG,
    "glViewportIndexedf": _PER_VIEWPORT,
}


def names_of(function: str, profile: GLProfile) -> Iterator[str]:
    """Yield the names under which a context may have a function of OpenGL, best first."""
    if not profile.es:
        yield function
        return
    for version, ending in _ENDINGS.get(function, ((300, ""),)):
        if profile.version_code >= version:
            yield function + ending
