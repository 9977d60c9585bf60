"""A host with a context of OpenGL ES, or of OpenGL 4.1: what comes of its textures, as JSON.

Run as a program, since Mesa's override of a version holds for a whole process:
``host.py es 3.0 PICTURES.npz``. The file has pictures, ``source f2 4`` one of half floats and four
channels, and what came of them elsewhere: ``result f2 4``, and ``preset NAME BACKEND``.
"""

from __future__ import annotations

import ctypes
import json
import sys
from typing import Any

import moderngl
import numpy as np

import anime4k_gl as a4k
from anime4k_gl.gl.functions import GLFunctions
from anime4k_gl.gl.resources.es_reading import made_readable
from support.es.egl import Loader, make_current
from support.rawgl import GL

SOURCE, TARGET = (24, 16), (48, 32)
TEXTURE_2D, TEXTURE0 = 0x0DE1, 0x84C0

# What a host of OpenGL ES 3.0 can have switched on that would spoil a pass.
SWITCHES = (0x0BE2, 0x0B44, 0x0B71, 0x0C11, 0x0B90, 0x8C89, 0x8D69, 0x809E, 0x80A0, 0x8037)
STORE = {0x0D05: 8, 0x0D02: 77, 0x0D04: 5, 0x0D03: 4, 0x0CF5: 2, 0x0CF2: 99, 0x0CF4: 3, 0x0CF3: 2,
         0x806E: 55, 0x806D: 1}  # fmt: skip
NOTHING, INVALID_ENUM = 0xFFFF, 0x0500
"""What no context has: an error of the host's own, which stays for the host to find."""
TIMESTAMP = 0x8E28
FREE_MEMORY = (0x87FB, 0x87FC, 0x87FD, *range(0x9047, 0x904C))
WATCHED = [name for name in range(0x0B10, 0x9400) if name not in (TIMESTAMP, *FREE_MEMORY)]
"""State variables, of which those that a context does not have are left out."""
DTYPES = {f"{dtype} {count}": dtype for dtype in ("f1", "nu2", "f2", "f4") for count in (3, 4)}
PER_UNIT = (0x8069, 0x806A, 0x8514, 0x8C1D, 0x8919)


class Host:
    """A context in which nearly all state is unusual, and a look at that state."""

    def __init__(self, context: Any, *, es: bool) -> None:
        self.es = es
        self.context = context
        self.gl = GL(context)
        self.units = context.max_texture_units
        self.known = WATCHED
        gl = GLFunctions(context)
        self.functions = (gl.glGetFloatv, gl.glGetError)
        self.shown = made_readable(context.texture(TARGET, 4), gl)
        self.framebuffer = context.framebuffer([self.shown])

    def disturb(self) -> None:
        """Bind and set what would spoil any pass that met it."""
        gl = self.gl
        textures = gl.generate("Textures", self.units)
        samplers = gl.generate("Samplers", self.units)
        for unit, (texture, sampler) in enumerate(zip(textures, samplers, strict=True)):
            gl.glActiveTexture(TEXTURE0 + unit)
            gl.glBindTexture(TEXTURE_2D, texture)
            gl.glBindSampler(unit, sampler)
        gl.glActiveTexture(TEXTURE0 + 3)
        gl.glBindVertexArray(gl.generate("VertexArrays")[0])
        for target in (0x8892, 0x8893, 0x8A11, 0x88EB, 0x88EC, 0x8F36):
            gl.glBindBuffer(target, gl.generate("Buffers")[0])
        for target in (0x8CA9, 0x8CA8):
            gl.glBindFramebuffer(target, gl.generate("Framebuffers")[0])
        for switch in SWITCHES:
            gl.glEnable(switch)
        for name, value in STORE.items():
            gl.glPixelStorei(name, value)
        gl.glBlendFuncSeparate(0, 1, 0x0306, 0)
        gl.glBlendEquation(0x800B)
        gl.glDepthFunc(0x0200)
        gl.glCullFace(0x0408)
        gl.glStencilFunc(0x0200, 1, 255)
        gl.glColorMask(1, 0, 1, 0)
        gl.glViewport(1, 2, 3, 4)
        gl.glScissor(4, 3, 2, 1)

    def state(self) -> dict[str, Any]:
        """Return all state variables that the context has, and each texture unit's bindings."""
        gl = self.gl
        found: dict[str, Any] = {}
        values = (ctypes.c_float * 64)()
        ask, error = self.functions
        for name in self.known:
            values[:4] = [-12345.0, 0.0, 0.0, 0.0]  # most have less than four
            ask(name, values)
            if not error() and values[0] != -12345.0:
                found[hex(name)] = tuple(values[:4])
        self.known = [int(name, 16) for name in found]
        active = gl.integers(0x84E0)[0]
        for unit in range(self.units):
            gl.glActiveTexture(TEXTURE0 + unit)
            found[f"unit {unit}"] = tuple(gl.integers(name)[0] for name in PER_UNIT)
        gl.glActiveTexture(active)
        return found


def rendered(host: Host, name: str, texture: Any, *, given: bool) -> Any:
    """Return an upscaled texture as an array, or what is said instead.

    Parameters
    ----------
    name : a preset's and a backend's, separated by a space; or a shader file's
    given : whether the host gives its moderngl context
    """
    preset, _, backend = name.partition(" ")
    chosen: dict[str, Any] = {"preset": preset, "backend": backend}
    if backend == "":
        chosen = {"shaders": [name]}
    host.gl.glEnable(NOTHING)
    if not given:
        texture = a4k.GLTexture(texture.glo, texture.size, texture.components, texture.dtype)
    try:
        with a4k.Upscaler(
            host.context if given else None, source_size=SOURCE, target_size=TARGET,
            timing=True, **chosen, alpha="straight" if given else "ignore",
        ) as upscaler:  # fmt: skip
            drawn = upscaler.render(texture)
            result = upscaler.read()
            # Elsewhere moderngl reads into the buffer that the host has bound.
            assert not host.es or drawn.read() == result.tobytes()
            upscaler.report()
            if drawn.dtype == "f1":
                upscaler.render_into(texture, host.framebuffer.glo)
                assert not host.es or host.shown.read() == result.tobytes()
    except a4k.Anime4KError as error:
        return str(error)
    finally:
        assert host.gl.glGetError() == INVALID_ENUM, name
        assert host.gl.glGetError() == 0, name
    return result


def difference(result: Any, expected: Any) -> Any:
    """Return the largest difference, or what is said instead of a result."""
    if isinstance(result, str):
        return result
    width = expected.shape[2]
    return float(np.abs(result[..., :width].astype(float) - expected.astype(float)).max())


def main() -> None:
    """Print what the host found."""
    kind, version, path = sys.argv[1:]
    make_current(*map(int, version.split(".")), es=kind == "es")
    try:
        a4k.Upscaler(source_size=SOURCE, target_size=TARGET).release()
    except a4k.GLError as error:
        print(json.dumps({"refused": str(error)}))
        return
    context = moderngl.create_context(300, context=Loader())
    host = Host(context, es=kind == "es")
    with np.load(path) as file:
        arrays = dict(file)
    told: dict[str, Any] = {}
    textures = {}
    for name, dtype in DTYPES.items():
        pixels = arrays.get(f"source {name}")
        if pixels is not None:
            # What moderngl makes of a format that the context lacks is no texture.
            textures[name] = context.texture(SOURCE, pixels.shape[2], pixels.tobytes(), dtype=dtype)
    host.gl.glGetError()
    host.disturb()
    before = host.state()
    for name, expected in arrays.items():
        what, _, rest = name.partition(" ")
        if what in ("preset", "shader"):
            told[name] = difference(rendered(host, rest, textures["f1 4"], given=True), expected)
        elif what == "result":
            told[name] = difference(
                rendered(host, "v1.0-rc fragment", textures[rest], given=False), expected
            )
    after = host.state()
    told["changed"] = [name for name in before if before[name] != after[name]]
    told["watched"] = len(before)
    print(json.dumps(told))


if __name__ == "__main__":
    main()
