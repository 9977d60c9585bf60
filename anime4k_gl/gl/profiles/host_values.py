"""The state of hosts that OpenGL ES lacks, or has by an extension only."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from .. import constants as GL
from .profile import GLProfile

# By value: the version of OpenGL ES that has it first, None for never, and extensions that add it.
_ES: dict[int, tuple[int | None, tuple[str, ...]]] = {
    GL.COLOR_LOGIC_OP: (None, ()),
    GL.FRAMEBUFFER_SRGB: (None, ("EXT_sRGB_write_control",)),
    GL.MAX_CLIP_DISTANCES: (None, ("EXT_clip_cull_distance", "APPLE_clip_distance")),
    GL.PACK_SWAP_BYTES: (None, ()),
    GL.POLYGON_MODE: (None, ("NV_polygon_mode",)),
    GL.POLYGON_SMOOTH: (None, ()),
    GL.PRIMITIVE_RESTART: (None, ()),
    GL.PRIMITIVE_RESTART_INDEX: (None, ()),
    GL.SAMPLE_ALPHA_TO_ONE: (None, ("EXT_multisample_compatibility",)),
    GL.SAMPLE_MASK: (310, ()),
    GL.TEXTURE_BINDING_1D: (None, ()),
    GL.TEXTURE_BINDING_2D_MULTISAMPLE: (310, ()),
    GL.TEXTURE_BINDING_RECTANGLE: (None, ()),
    GL.TEXTURE_CUBE_MAP_SEAMLESS: (None, ()),
    GL.UNPACK_SWAP_BYTES: (None, ()),
}


@lru_cache
def present(values: Sequence[int], profile: GLProfile) -> tuple[int, ...]:
    """Return those switches and state variables that a context has, which may be set and asked."""
    return tuple(value for value in values if has_value(value, profile))


def has_value(value: int, profile: GLProfile) -> bool:
    """Return whether a context has a switch or state variable."""
    if not profile.es:
        return value != GL.PRIMITIVE_RESTART_FIXED_INDEX or profile.has(430, 300)
    if value not in _ES:
        return True
    version, extensions = _ES[value]
    return profile.has(None, version, *extensions)
