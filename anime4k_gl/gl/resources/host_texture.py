"""A host's texture, looked at before it is read: whether it is there, and what it holds."""

from __future__ import annotations

import ctypes
from typing import Any

import moderngl

from ...errors import OptionError
from ...formats import Size
from .. import constants as GL
from ..functions import GLFunctions
from .memory import errors_kept, pending_errors
from .texture_facts import TextureFacts

SRGB_DECODE = "GL_EXT_texture_sRGB_decode"
"""The extension by which the codes of an sRGB texture can be read."""

_KINDS = {
    0x0DE0: "one-dimensional", 0x806F: "three-dimensional", 0x84F5: "rectangle",
    0x8513: "cube map", 0x8C18: "one-dimensional array", 0x8C1A: "array",
    0x8C2A: "buffer", 0x9009: "cube map array", 0x9100: "multisampled",
    0x9102: "multisampled array",
}  # fmt: skip
_ACCEPTED = "give a two-dimensional texture with 3 or 4 components, of numbers from 0 to 1"


def check_kind(texture: Any) -> None:
    """Raise an OptionError for what is no moderngl texture of one sample, or is one no more."""
    if not isinstance(texture, moderngl.Texture):
        raise OptionError(
            f"what is to be upscaled must be a moderngl.Texture, not {type(texture).__name__};"
            " context.external_texture makes one of a texture's name, context.texture of pixels"
        )
    if isinstance(texture.mglo, moderngl.InvalidObject):
        raise OptionError("this texture has been released")
    if texture.samples:
        raise OptionError("a multisampled texture cannot be upscaled; resolve it first")


def examined(context: Any, gl: GLFunctions, name: int) -> Size:
    """Return the size of a texture that can be upscaled, in texels; the host's bindings stay.

    Parameters
    ----------
    context : the host's moderngl context, current on this thread
    name : the texture's name in OpenGL

    Raises
    ------
    OptionError : nothing is there, or nothing that can be upscaled
    """
    if not name or not gl.glIsTexture(name):
        raise OptionError(
            f"there is no texture {name} in this context: it was deleted, never filled, or belongs"
            " to another context"
        )
    before = gl.integer(GL.TEXTURE_BINDING_2D)
    with errors_kept(gl):
        gl.glBindTexture(GL.TEXTURE_2D, name)
        if pending_errors(gl):
            raise OptionError(f"texture {name} is {_kind(gl, name)}; {_ACCEPTED}")
        try:
            return _checked(gl, name)
        finally:
            gl.glBindTexture(GL.TEXTURE_2D, before)


def _checked(gl: GLFunctions, name: int) -> Size:
    facts = TextureFacts.of_bound(gl, name)
    if facts.depth:
        raise OptionError(f"texture {name} holds depths; {_ACCEPTED}")
    if facts.integer:
        raise OptionError(f"texture {name} holds integers; {_ACCEPTED}")
    # Compressed ones may report no sizes of their components.
    if facts.red and not facts.blue:
        count = "two components" if facts.green else "one component"
        raise OptionError(f"texture {name} has {count}; {_ACCEPTED}")
    if 0 in facts.size:
        raise OptionError(f"texture {name} has no pixels yet; fill it before")
    if facts.srgb and not gl.profile.skips_srgb_decoding:
        raise OptionError(
            f"texture {name} is sRGB, which this driver cannot but decode; give one of RGBA8"
        )
    return facts.size


def _kind(gl: GLFunctions, name: int) -> str:
    """Return what kind of texture it is that is not two-dimensional, where the driver tells."""
    if gl.profile.has(450, None, "ARB_direct_state_access"):
        target = ctypes.c_int()
        gl.glGetTextureParameteriv(name, GL.TEXTURE_TARGET, ctypes.byref(target))
        if target.value in _KINDS:
            return f"of the kind {_KINDS[target.value]}"
    return "not two-dimensional"
