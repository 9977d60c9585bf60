"""A host with a compatibility context: what each of its modes changes in a result, as JSON.

Run as a program, since Mesa's override of a context's kind holds for a whole process.
"""

from __future__ import annotations

import ctypes
import json
from collections.abc import Callable
from typing import Any

import numpy as np

import anime4k_gl as a4k
from anime4k_gl.gl.context import create_headless_context
from anime4k_gl.gl.functions import GLFunctions

SOURCE, TARGET = (24, 16), (48, 32)
COMPATIBILITY = 2
UINT, FLOAT, POINTER = ctypes.c_uint, ctypes.c_float, ctypes.c_void_p
NOT_BOUND = 4096  # bytes of a buffer that takes transform feedback


class Host:
    """A context, a picture, and the modes that a host may have left on."""

    def __init__(self) -> None:
        self.context = create_headless_context()
        self.gl = GLFunctions(self.context)
        pixels = np.random.default_rng(0).integers(0, 255, (16, 24, 4), np.uint8)
        pixels[..., 3] = np.where(np.arange(16)[:, None] < 8, 40, 255)
        self.texture = self.context.texture(SOURCE, 4, pixels.tobytes())
        self.query = self.gl.generate("Queries")
        self.gl.glBeginQuery(0x8914, self.query)
        self.gl.glEndQuery(0x8914)
        self.program = self.context.program(
            vertex_shader="#version 330\nout float v; void main() { gl_Position = vec4(v = 0.0); }",
            varyings=["v"],
        )
        self.buffer = self.context.buffer(reserve=NOT_BOUND)

    def call(self, name: str, *arguments: Any) -> None:
        """Call a function of OpenGL's that the engine does not use."""
        kinds = [type(argument) for argument in arguments]
        ctypes.CFUNCTYPE(None, *kinds)(self.context.mglo._context.load(name))(*arguments)

    def drawn(self) -> Any:
        with a4k.Upscaler(self.context, source_size=SOURCE, target_size=TARGET) as upscaler:
            return np.frombuffer(upscaler.render(self.texture).read(), np.uint8).astype(int)

    def immediate(self) -> int:
        """Return by how much a frame differs from what was drawn in it before a render."""
        framebuffer = self.context.framebuffer([self.context.texture((4, 4), 4)])
        with a4k.Upscaler(self.context, source_size=SOURCE, target_size=TARGET) as upscaler:
            for _ in range(2):  # the second render makes fewer calls
                framebuffer.clear()
                framebuffer.use()
                self.call("glColor4f", *map(FLOAT, (1.0, 1.0, 1.0, 1.0)))
                self.call("glBegin", UINT(7))
                for x, y in ((-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)):
                    self.call("glVertex2f", FLOAT(x), FLOAT(y))
                self.call("glEnd")
                upscaler.render(self.texture)
        return 255 - min(framebuffer.read(components=4))

    def refused(self, kind: int) -> str:
        """Return what is said of a texture of alpha alone, or of one of another target."""
        target, internal = (kind, 0x8058) if kind == 0x84F5 else (0x0DE1, kind)
        name = self.gl.generate("Textures")
        self.gl.glBindTexture(target, name)
        self.gl.glTexImage2D(target, 0, internal, *SOURCE, 0, 0x1908, 0x1401, None)
        self.gl.glBindTexture(target, 0)
        with a4k.Upscaler(source_size=SOURCE, target_size=TARGET, preset="none") as upscaler:
            try:
                upscaler.render(a4k.GLTexture(name, SOURCE))
            except a4k.OptionError as error:
                return str(error)
        return ""

    def modes(self) -> dict[str, tuple[Callable[[], Any], Callable[[], Any], Callable[[], int]]]:
        """Return how each mode is switched on and off, and what tells that it is on."""
        gl, call = self.gl, self.call
        dots = (ctypes.c_ubyte * 128)(*[0x55] * 128)

        def feed() -> None:
            gl.glUseProgram(self.program.glo)
            gl.glBindBufferBase(0x8C8E, 0, self.buffer.glo)
            call("glBeginTransformFeedback", UINT(0))

        def switch(name: int) -> tuple[Callable[[], Any], Callable[[], int]]:
            return lambda: gl.glDisable(name), lambda: int(gl.glIsEnabled(name))

        return {
            "alpha test": (
                lambda: (call("glAlphaFunc", UINT(0x204), FLOAT(0.5)), gl.glEnable(0x0BC0)),
                *switch(0x0BC0),
            ),
            "stipple": (
                lambda: (call("glPolygonStipple", ctypes.cast(dots, POINTER)), gl.glEnable(0x0B42)),
                *switch(0x0B42),
            ),
            "restart": (lambda: gl.glEnable(0x8D69), *switch(0x8D69)),
            "clamp": (
                lambda: gl.glClampColor(0x891B, 1), lambda: gl.glClampColor(0x891B, 0x891D),
                lambda: gl.integer(0x891B),
            ),
            "clip": (
                lambda: gl.glClipControl(0x8CA2, 0x935F), lambda: gl.glClipControl(0x8CA1, 0x935E),
                lambda: int((gl.integer(0x935C), gl.integer(0x935D)) == (0x8CA2, 0x935F)),
            ),
            "occlusion query": (
                lambda: gl.glBeginQuery(0x8914, self.query), lambda: gl.glEndQuery(0x8914),
                lambda: 1,
            ),
            "transform feedback": (
                feed, lambda: call("glEndTransformFeedback"),
                lambda: int(gl.integer(0x8E24) and not gl.integer(0x8E23)),
            ),
            "condition": (
                lambda: gl.glBeginConditionalRender(self.query, 0x8E13),
                lambda: gl.glEndConditionalRender(), lambda: 1,
            ),
        }  # fmt: skip


def main() -> None:
    """Print what each mode changes: the largest difference, or what is said."""
    host = Host()
    assert host.gl.integer(0x9126) & COMPATIBILITY
    undisturbed = host.drawn()
    told: dict[str, int | str] = {"drawn before": host.immediate()}
    for name, (on, off, is_on) in host.modes().items():
        on()
        assert is_on() == 1, name
        try:
            told[name] = int(np.abs(host.drawn() - undisturbed).max())
        except a4k.GLError as error:
            told[name] = str(error)
        assert is_on() == 1, f"{name} is off afterwards"
        off()
        assert host.gl.glGetError() == 0, name
    for internal, name in ((0x803C, "alpha alone"), (0x84F5, "rectangle")):
        told[name] = host.refused(internal)
        assert host.gl.glGetError() == 0, name
    print(json.dumps(told))


if __name__ == "__main__":
    main()
