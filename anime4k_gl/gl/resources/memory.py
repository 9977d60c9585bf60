"""Allocations that fail are errors: OpenGL is asked after each.

Neither OpenGL nor moderngl stops where the driver has no memory; what reads such a texture is
black. OpenGL notes an error, which somebody has to ask for.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import moderngl

from ...errors import GLError
from .. import constants as GL
from ..functions import GLFunctions

_MOST_FLAGS = 16  # of errors that a driver may hold; a lost context never stops answering
_NO_TARGET = 0xFFFFFFFF


@contextmanager
def allocating(
    gl: GLFunctions, what: str, size: int = 0, *, memory_only: bool = False
) -> Iterator[None]:
    """Ask whether what the block allocates is there.

    An error of the host's that is pending stays so.

    Parameters
    ----------
    gl : the functions of the current context
    what : what is allocated, for the message: ``a 99x99 texture``
    size : its bytes, where they are known
    memory_only : whether the block does more than allocate, so that other errors are not its own

    Raises
    ------
    GLError : the driver has no memory for it, or refuses it for another reason
    """
    with errors_kept(gl):
        try:
            yield
        except moderngl.Error as error:
            raise GLError(f"{_refused(what, size)} ({error})") from error
        codes = [code for code in pending_errors(gl) if code == GL.OUT_OF_MEMORY or not memory_only]
        if codes:
            why = "" if GL.OUT_OF_MEMORY in codes else f" (OpenGL error 0x{codes[0]:04x})"
            raise GLError(f"{_refused(what, size)}{why}")


@contextmanager
def errors_kept(gl: GLFunctions) -> Iterator[None]:
    """Let the block ask for its own errors: those of the host's are pending again afterwards."""
    before = pending_errors(gl)
    try:
        yield
    finally:
        pending_errors(gl)
        for code in before:
            _set_error(gl, code)


def _refused(what: str, size: int) -> str:
    much = f", {size / 2**20:.0f} MiB" if size >= 1 << 20 else ""
    return f"no GPU memory for {what}{much}; choose a smaller size or close other programs"


def pending_errors(gl: GLFunctions) -> list[int]:
    """Return the pending errors, which clears them."""
    codes: list[int] = []
    while len(codes) < _MOST_FLAGS and (code := int(gl.glGetError())) != GL.NO_ERROR:
        codes.append(code)
    return codes


def _set_error(gl: GLFunctions, code: int) -> None:
    """Leave an error pending, by a call that does nothing else."""
    if code == GL.INVALID_ENUM:
        gl.glEnable(_NO_TARGET)
    elif code == GL.INVALID_VALUE:
        gl.glViewport(0, 0, -1, -1)
    elif code == GL.INVALID_OPERATION:
        gl.glBeginQuery(GL.ANY_SAMPLES_PASSED, 0)
