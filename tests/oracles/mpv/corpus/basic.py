"""Shaders at MAIN and OUTPUT: the least that a user shader does."""

from __future__ import annotations

from oracles.mpv.case import DOUBLE, DOWN, SAME, UP, Case, shader_pass

_ALL = (
    "yuv420p", "yuv420p-709", "yuv420p-full", "yuv420p-odd", "yuv420p-50x38", "yuv422p",
    "yuv444p", "yuv444p-709-full", "yuv444p-odd", "yuv420p10", "yuv420p10-odd", "yuv444p16",
    "nv12", "nv12-odd", "gray", "gray-full", "gray10", "rgb24", "rgb24-odd", "bgra", "gbrp",
    "gbrp10", "yuva420p", "yuva420p-alpha",
)  # fmt: skip

_INVERT = shader_pass(
    "vec4(1.0 - HOOKED_tex(HOOKED_pos).rgb, 1.0)", "HOOK MAIN", "BIND HOOKED", "DESC invert"
)
_LEVELS = shader_pass(
    "vec4(pow(clamp(OUTPUT_tex(OUTPUT_pos).rgb, 0.0, 1.0), vec3(0.7, 1.0, 1.4)), 1.0)",
    "DESC levels", "HOOK OUTPUT", "BIND OUTPUT",
)  # fmt: skip
_BLUR = shader_pass(
    "(HOOKED_texOff(vec2(-1, 0)) + 2.0 * HOOKED_texOff(0) + HOOKED_texOff(vec2(1, 0))) / 4.0",
    "HOOK MAIN", "BIND HOOKED", "DESC blur",
)  # fmt: skip

CASES = (
    Case("nothing", (shader_pass("vec4(1.0)", "HOOK NONE", "DESC off"),), _ALL,
         (SAME, DOUBLE), ran=()),
    Case("main-invert", (_INVERT,), _ALL, (SAME, UP, DOWN), ran=("invert",)),
    Case("main-blur", (_BLUR,), ("yuv420p", "rgb24-odd"), (SAME, UP), ran=("blur",)),
    Case("output-levels", (_LEVELS,), ("yuv420p", "yuv444p-709-full", "rgb24"), (SAME, UP, DOWN),
         ran=("levels",)),
    Case("main-then-output", (_INVERT, _LEVELS), ("yuv420p", "gbrp"), (SAME, DOUBLE),
         ran=("invert", "levels")),
)  # fmt: skip
