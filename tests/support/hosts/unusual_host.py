"""A host with unusual OpenGL state, and a snapshot of all state that a pass could change."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import pytest

from support.rawgl import GL

# glEnable switches: those that would disturb drawing, and some that only a host needs.
SWITCHES = {
    "blend": 0x0BE2, "color logic op": 0x0BF2, "cull face": 0x0B44, "depth test": 0x0B71,
    "framebuffer sRGB": 0x8DB9, "polygon smooth": 0x0B41, "scissor test": 0x0C11,
    "stencil test": 0x0B90, "rasterizer discard": 0x8C89, "clip distance 0": 0x3000,
    "clip distance 5": 0x3005, "primitive restart": 0x8F9D, "sample alpha to coverage": 0x809E,
    "sample coverage": 0x80A0, "sample alpha to one": 0x809F, "sample mask": 0x8E51,
    "depth clamp": 0x864F, "sample shading": 0x8C36,
    "polygon offset fill": 0x8037, "line smooth": 0x0B20, "program point size": 0x8642,
    "multisample": 0x809D, "dither": 0x0BD0,
}  # fmt: skip

INTEGERS = {
    "blend src rgb": 0x80C9, "blend dst rgb": 0x80C8, "blend src alpha": 0x80CB,
    "blend equation": 0x8009, "depth func": 0x0B74, "depth mask": 0x0B72, "logic op": 0x0BF0,
    "cull mode": 0x0B45, "front face": 0x0B46, "polygon mode": 0x0B40,
    "program": 0x8B8D, "vertex array": 0x85B5, "draw framebuffer": 0x8CA6,
    "read framebuffer": 0x8CAA, "renderbuffer": 0x8CA7, "active texture": 0x84E0,
    "array buffer": 0x8894, "element buffer": 0x8895, "uniform buffer": 0x8A28,
    "pack buffer": 0x88ED, "unpack buffer": 0x88EF, "copy read buffer": 0x8F36,
    "draw buffer 0": 0x8825, "draw buffer 1": 0x8826, "read buffer": 0x0C02,
    "pack alignment": 0x0D05, "pack row length": 0x0D02, "pack skip pixels": 0x0D04,
    "pack skip rows": 0x0D03, "pack swap bytes": 0x0D00, "pack lsb first": 0x0D01,
    "unpack alignment": 0x0CF5, "unpack row length": 0x0CF2, "unpack skip pixels": 0x0CF4,
    "unpack skip rows": 0x0CF3, "unpack swap bytes": 0x0CF0, "unpack lsb first": 0x0CF1,
    "unpack image height": 0x806E, "unpack skip images": 0x806D,
    "stencil func": 0x0B92, "stencil write mask": 0x0B98, "primitive restart index": 0x8F9E,
    "provoking vertex": 0x8E4F, "clamp read color": 0x891C, "storage buffer": 0x90D3,
    "dispatch indirect buffer": 0x90EF, "texture buffer": 0x8C2A,
}  # fmt: skip

FLOATS = {
    "viewport": (0x0BA2, 4), "scissor box": (0x0C10, 4), "clear color": (0x0C22, 4),
    "blend color": (0x8005, 4), "line width": (0x0B21, 1), "point size": (0x0B11, 1),
    "depth range": (0x0B70, 2), "polygon offset": (0x8038, 1),
}  # fmt: skip

TEXTURE0, TEXTURE_2D = 0x84C0, 0x0DE1

BINDING_POINTS = 6


def snapshot(gl: GL, units: int) -> dict[str, Any]:
    """Return all state that a pass could change."""
    state: dict[str, Any] = {name: gl.glIsEnabled(value) & 0xFF for name, value in SWITCHES.items()}
    state |= {name: gl.integers(value) for name, value in INTEGERS.items()}
    state |= {name: gl.floats(value, count) for name, (value, count) in FLOATS.items()}
    for buffer in range(4):
        mask = (ctypes.c_ubyte * 4)()
        gl.glGetBooleani_v(0x0C23, buffer, mask)
        state[f"color mask {buffer}"] = tuple(mask)
        state[f"blend {buffer}"] = gl.glIsEnabledi(0x0BE2, buffer) & 0xFF
    active = gl.integers(0x84E0)[0]
    for unit in range(units):
        gl.glActiveTexture(TEXTURE0 + unit)
        # 2D, 1D, 3D, cube map, array, rectangle; sampler
        names = (0x8069, 0x8068, 0x806A, 0x8514, 0x8C1D, 0x84F6, 0x8919)
        state[f"unit {unit}"] = tuple(gl.integers(name)[0] for name in names)
    gl.glActiveTexture(active)
    for index in range(BINDING_POINTS):
        # name, level, layered, layer, access, format of an image unit
        names = (0x8F3A, 0x8F3B, 0x8F3C, 0x8F3D, 0x8F3E, 0x906E)
        state[f"image {index}"] = tuple(gl.indexed(name, index) for name in names)
        # name, start and size of a binding point
        for kind, names in (("uniform", (0x8A28, 0x8A29, 0x8A2A)),
                            ("storage", (0x90D3, 0x90D4, 0x90D5))):  # fmt: skip
            state[f"{kind} buffer {index}"] = tuple(gl.indexed(name, index) for name in names)
    if gl.integers(0x821B)[0] * 10 + gl.integers(0x821C)[0] >= 41:
        for index in (0, 1, 2):
            values = (ctypes.c_float * 4)()
            gl.glGetFloati_v(0x0BA2, index, values)
            state[f"viewport {index}"] = tuple(values)
            state[f"scissor {index}"] = gl.glIsEnabledi(0x0C11, index) & 0xFF
    return state


class UnusualHost:
    """Owns objects, and sets state that would spoil any pass that met it."""

    def __init__(self, context: Any, gl: GL) -> None:
        self.gl = gl
        self.units = context.max_texture_units
        self.textures = gl.generate("Textures", self.units)
        self.samplers = gl.generate("Samplers", self.units)
        self.buffers = gl.generate("Buffers", 6)
        self.arrays = gl.generate("VertexArrays", 1)
        self.framebuffers = gl.generate("Framebuffers", 2)
        self.program = context.program(
            vertex_shader="#version 330\nvoid main() { gl_Position = vec4(0.0); }",
            fragment_shader="#version 330\nout vec4 c; void main() { c = vec4(1.0); }",
        )
        self.attached = [context.texture((5, 7), 4) for _ in range(2)]
        self.others = gl.generate("Textures", 3)
        self.blocks = gl.generate("Buffers", 3)

    def set(self) -> None:
        gl = self.gl
        for unit, (texture, sampler) in enumerate(zip(self.textures, self.samplers, strict=True)):
            gl.glActiveTexture(TEXTURE0 + unit)
            gl.glBindTexture(TEXTURE_2D, texture)
            gl.glBindSampler(unit, sampler)
            gl.glBindTexture(0x0DE0, self.others[0])
            gl.glBindTexture(0x806F, self.others[1])
        for index in range(BINDING_POINTS):
            gl.glBindImageTexture(index, self.attached[0].glo, 0, 0, 0, 0x88BA, 0x8058)
        for buffer in self.blocks:
            gl.glBindBuffer(0x8892, buffer)
            gl.glBufferData(0x8892, ctypes.c_ssize_t(4096), None, 0x88E4)
        for target in (0x8A11, 0x90D2):
            for index in range(0, BINDING_POINTS, 2):
                gl.glBindBufferRange(
                    target, index, self.blocks[0], ctypes.c_ssize_t(512), ctypes.c_ssize_t(256)
                )
                gl.glBindBufferBase(target, index + 1, self.blocks[1])
            gl.glBindBuffer(target, self.blocks[2])
        gl.glActiveTexture(TEXTURE0 + 3)
        gl.glBindVertexArray(self.arrays[0])
        for target, buffer in zip((0x8892, 0x8893, 0x8A11, 0x88EB, 0x88EC, 0x8F36), self.buffers,
                                  strict=True):  # fmt: skip
            gl.glBindBuffer(target, buffer)
        gl.glUseProgram(self.program.glo)
        for framebuffer, target in zip(self.framebuffers, (0x8CA9, 0x8CA8), strict=True):
            gl.glBindFramebuffer(target, framebuffer)
            for index, texture in enumerate(self.attached):
                gl.glFramebufferTexture2D(target, 0x8CE0 + index, TEXTURE_2D, texture.glo, 0)
        gl.glDrawBuffers(2, (ctypes.c_uint * 2)(0, 0x8CE1))
        gl.glReadBuffer(0x8CE1)
        for name, switch in SWITCHES.items():
            if name not in ("multisample", "dither"):
                gl.glEnable(switch)
        gl.glDisable(SWITCHES["dither"])
        gl.glDisablei(SWITCHES["blend"], 1)
        gl.glBlendFuncSeparate(0, 1, 0x0306, 0)
        gl.glBlendEquation(0x800B)
        gl.glBlendColor(0.5, 0.25, 0.125, 0.0)
        gl.glLogicOp(0x150A)
        gl.glDepthFunc(0x0200)
        gl.glDepthMask(0)
        gl.glCullFace(0x0408)
        gl.glFrontFace(0x0900)
        gl.glPolygonMode(0x0408, 0x1B01)
        gl.glPolygonOffset(2.0, 3.0)
        gl.glStencilFunc(0x0200, 1, 255)
        gl.glStencilMask(3)
        gl.glSampleMaski(0, 0)
        gl.glPrimitiveRestartIndex(0)
        gl.glColorMask(1, 0, 1, 0)
        gl.glColorMaski(1, 0, 0, 1, 1)
        gl.glViewport(1, 2, 3, 4)
        gl.glScissor(4, 3, 2, 1)
        if gl.integers(0x821B)[0] * 10 + gl.integers(0x821C)[0] >= 41:
            gl.glViewportIndexedf(0, 0.5, 1.5, 6.25, 2.5)
            gl.glViewportIndexedf(1, 9.0, 8.0, 7.0, 6.0)
            gl.glDisablei(SWITCHES["scissor test"], 1)
        gl.glClearColor(0.1, 0.2, 0.3, 0.4)
        for name, value in (("pack alignment", 8), ("pack row length", 77),
                            ("pack skip pixels", 5), ("pack skip rows", 4),
                            ("pack swap bytes", 1), ("unpack alignment", 2),
                            ("unpack row length", 99), ("unpack skip pixels", 3),
                            ("unpack skip rows", 2), ("unpack swap bytes", 1),
                            ("unpack image height", 55), ("unpack skip images", 1)):  # fmt: skip
            gl.glPixelStorei(INTEGERS[name], value)

    def reset(self) -> None:
        gl = self.gl
        for unit in range(self.units):
            gl.glActiveTexture(TEXTURE0 + unit)
            for target in (TEXTURE_2D, 0x0DE0, 0x806F):
                gl.glBindTexture(target, 0)
            gl.glBindSampler(unit, 0)
        for index in range(BINDING_POINTS):
            gl.glBindImageTexture(index, 0, 0, 0, 0, 0x88B8, 0x8229)
            for target in (0x8A11, 0x90D2):
                gl.glBindBufferBase(target, index, 0)
        gl.glActiveTexture(TEXTURE0)
        gl.glBindVertexArray(0)
        for target in (0x8892, 0x8A11, 0x90D2, 0x88EB, 0x88EC, 0x8F36):
            gl.glBindBuffer(target, 0)
        gl.glUseProgram(0)
        gl.glBindFramebuffer(0x8D40, 0)
        for name, switch in SWITCHES.items():
            if name not in ("multisample", "dither"):
                gl.glDisable(switch)
        gl.glEnable(SWITCHES["dither"])
        gl.glBlendFunc(1, 0)
        gl.glBlendEquation(0x8006)
        gl.glLogicOp(0x1503)
        gl.glDepthFunc(0x0201)
        gl.glDepthMask(1)
        gl.glCullFace(0x0405)
        gl.glFrontFace(0x0901)
        gl.glPolygonMode(0x0408, 0x1B02)
        gl.glStencilFunc(0x0207, 0, -1)
        gl.glStencilMask(-1)
        gl.glSampleMaski(0, -1)
        gl.glColorMask(1, 1, 1, 1)
        for name in INTEGERS:
            if name.startswith(("pack ", "unpack ")) and "buffer" not in name:
                gl.glPixelStorei(INTEGERS[name], 4 if "alignment" in name else 0)
        gl.delete("Textures", self.textures)
        gl.delete("Samplers", self.samplers)
        gl.delete("Textures", self.others)
        gl.delete("Buffers", [*self.buffers, *self.blocks])
        gl.delete("VertexArrays", self.arrays)
        gl.delete("Framebuffers", self.framebuffers)
        self.program.release()
        for texture in self.attached:
            texture.release()


@pytest.fixture
def host(context: Any) -> Iterator[UnusualHost]:
    host = UnusualHost(context, GL(context))
    yield host
    host.reset()
