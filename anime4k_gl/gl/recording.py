"""The calls that draw a plan's passes, recorded once and repeated for each picture.

They depend on the plan alone, so they are put together once, their arguments too, and what an
earlier call has set is not set again. What differs from picture to picture, as the name of the
host's texture does, is in numbers of ctypes that calls were given: whoever changes those changes
the next repetition.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

from . import constants as GL
from .functions import GLFunctions


class Recording:
    """Calls of OpenGL in their order. The host's state is the caller's to preserve."""

    def __init__(self, gl: GLFunctions) -> None:
        self._gl = gl
        self._viewports = gl.profile.viewport_arrays  # of which the others stay
        self._direct = gl.profile.has(450, None)  # one call puts a texture into a unit
        self._calls: list[tuple[Callable[..., object], tuple[Any, ...]]] = []
        self._state: dict[object, object] = {}

    def __len__(self) -> int:
        return len(self._calls)

    def call(self, name: str, *arguments: Any) -> None:
        """Add a call of the function of that name; see `GLFunctions.untyped` for arguments."""
        self._calls.append((self._gl.untyped(name), arguments))

    def set(self, what: object, value: object, name: str, *arguments: Any) -> None:
        """Add a call that gives `what` a value, unless it has that from an earlier one."""
        if what not in self._state or self._state[what] != value:
            self._state[what] = value
            self.call(name, *arguments)

    def use_program(self, name: int) -> None:
        """Use a program from here on."""
        self.set("program", name, "glUseProgram", name)

    def use_texture(self, unit: int, target: int, name: Any, sampler: int) -> None:
        """Have a texture and a sampler in a texture unit from here on."""
        if self._direct:
            self.set((unit, target), name, "glBindTextureUnit", unit, name)
        else:
            if self._state.get((unit, target)) != name:
                self.set("active unit", unit, "glActiveTexture", GL.TEXTURE0 + unit)
            self.set((unit, target), name, "glBindTexture", target, name)
        self.set((unit, "sampler"), sampler, "glBindSampler", unit, sampler)

    def use_image(
        self, unit: int, name: int, internal_format: int, access: int, *, layered: bool = False
    ) -> None:
        """Have a texture in an image unit from here on, to read or write by texel."""
        arguments = name, 0, int(layered), 0, access, internal_format
        self.set(("image", unit), arguments, "glBindImageTexture", unit, *arguments)

    def use_target(self, framebuffer: int, width: int, height: int) -> None:
        """Draw to the whole of a framebuffer from here on."""
        self.set("target", framebuffer, "glBindFramebuffer", GL.DRAW_FRAMEBUFFER, framebuffer)
        if self._viewports:
            box = map(ctypes.c_float, (0, 0, width, height))
            self.set("viewport", (width, height), "glViewportIndexedf", 0, *box)
        else:
            self.set("viewport", (width, height), "glViewport", 0, 0, width, height)

    def play(self) -> None:
        """Make the calls."""
        calls = iter(self._calls)
        try:
            for function, arguments in calls:
                function(*arguments)
        except BaseException:  # Ctrl-C: what was begun, as a timer, has to be ended
            for function, arguments in calls:
                function(*arguments)
            raise
