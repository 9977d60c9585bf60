"""A host's texture, looked at before it is read: whether it is there, and what it holds."""

from __future__ import annotations

import ctypes
from typing import Any

import moderngl

from ...errors import OptionError
from .. import constants as GL
from ..functions import GLFunctions
from .memory import errors_kept, pending_errors
from .texture_facts import TextureFacts

SRGB_DECODE = "GL_EXT_texture_sRGB_decode"
"""The extension by which the codes of an sRGB texture can be read."""

_KINDS = {
    (0x0DE0, 0x8068): "one-dimensional", (0x806F, 0x806A): "three-dimensional",
    (0x84F5, 0x84F6): "rectangle", (0x8513, 0x8514): "cube map",
    (0x8C18, 0x8C1C): "one-dimensional array", (0x8C1A, 0x8C1D): "array",
    (0x8C2A, 0x8C2C): "buffer", (0x9009, 0x900A): "cube map array",
    (0x9100, 0x9104): "multisampled", (0x9102, 0x9105): "multisampled array",
}  # fmt: skip
"""By the target of textures of a kind, and the name of what is bound there."""

_IDENTITY = (GL.TEXTURE_WIDTH, GL.TEXTURE_HEIGHT, GL.TEXTURE_INTERNAL_FORMAT)
_ACCEPTED = "give a two-dimensional texture with 3 or 4 components, of numbers from 0 to 1"


def check_kind(texture: Any) -> None:
    """Raise an OptionError for what is no moderngl texture of one sample, or is one no more."""
    if not isinstance(texture, moderngl.Texture):
        raise OptionError(
            "what is to be upscaled must be an a4k.GLTexture or a moderngl.Texture, not"
            f" {type(texture).__name__}; a4k.GLTexture(name, (width, height)) is a texture by its"
            " name in OpenGL, and a4k.upscale takes arrays"
        )
    if isinstance(texture.mglo, moderngl.InvalidObject):
        raise OptionError("this texture has been released")
    if texture.samples:
        raise OptionError("a multisampled texture cannot be upscaled; resolve it first")


def examined(context: Any, gl: GLFunctions, name: int) -> TextureFacts:
    """Return the facts about a texture that can be upscaled; the host's bindings stay.

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


def identity(gl: GLFunctions, name: int) -> tuple[int, ...] | None:
    """Return what tells a texture from a later one of its name; None where none is there.

    Drivers give a name again once it is free. OpenGL ES 3.0 tells no more than that.
    """
    if not gl.glIsTexture(name):
        return None
    if not gl.profile.texture_levels:
        return (name,)
    before = gl.integer(GL.TEXTURE_BINDING_2D)
    values = (ctypes.c_int * 4)()
    first, *others = (ctypes.byref(values, 4 * place) for place in range(4))
    with errors_kept(gl):  # another kind of texture cannot be bound here
        gl.glBindTexture(GL.TEXTURE_2D, name)
        gl.glGetTexParameteriv(GL.TEXTURE_2D, GL.TEXTURE_BASE_LEVEL, first)
        for place, parameter in zip(others, _IDENTITY, strict=True):
            gl.glGetTexLevelParameteriv(GL.TEXTURE_2D, values[0], parameter, place)
        gl.glBindTexture(GL.TEXTURE_2D, before)
        return None if pending_errors(gl) else (name, *values)


def _checked(gl: GLFunctions, name: int) -> TextureFacts:
    facts = TextureFacts.of_bound(gl, name)
    if facts.depth:
        raise OptionError(f"texture {name} holds depths; {_ACCEPTED}")
    if facts.integer:
        raise OptionError(f"texture {name} holds integers; {_ACCEPTED}")
    # Compressed ones may report no sizes of their components.
    if facts.red and not facts.blue:
        count = "two components" if facts.green else "one component"
        raise OptionError(f"texture {name} has {count}; {_ACCEPTED}")
    if not facts.red and _is_alpha_alone(gl):
        raise OptionError(f"texture {name} has alpha alone; {_ACCEPTED}")
    if 0 in facts.size:
        raise OptionError(f"texture {name} has no pixels yet; fill it before")
    if facts.srgb and not gl.profile.skips_srgb_decoding:
        raise OptionError(
            f"texture {name} is sRGB, which this driver cannot but decode; give one of RGBA8"
        )
    return facts


def _is_alpha_alone(gl: GLFunctions) -> bool:
    """Return whether the bound texture is a mask, as compatibility contexts have them."""
    if not gl.profile.texture_levels:
        return False
    sizes = {}
    for parameter in (GL.TEXTURE_ALPHA_SIZE, GL.TEXTURE_LUMINANCE_SIZE):
        value = ctypes.c_int()
        gl.glGetTexLevelParameteriv(GL.TEXTURE_2D, 0, parameter, ctypes.byref(value))
        sizes[parameter] = value.value
    pending_errors(gl)  # core contexts have no luminance
    return sizes[GL.TEXTURE_ALPHA_SIZE] > 0 and not sizes[GL.TEXTURE_LUMINANCE_SIZE]


def _kind(gl: GLFunctions, name: int) -> str:
    """Return what kind of texture it is that is not two-dimensional: where it can be bound."""
    for (target, binding), kind in _KINDS.items():
        pending_errors(gl)
        before = gl.integer(binding)
        if pending_errors(gl):
            continue  # this context has none of the kind
        gl.glBindTexture(target, name)
        if not pending_errors(gl):
            gl.glBindTexture(target, before)
            return f"of the kind {kind}"
    return "not two-dimensional"
