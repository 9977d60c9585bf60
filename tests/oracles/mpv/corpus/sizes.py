"""WIDTH, HEIGHT, WHEN and the expressions in them; OFFSET; the sizes that GLSL is told."""

from __future__ import annotations

from collections.abc import Sequence

from oracles.mpv.case import DOUBLE, DOWN, SAME, UP, Case, shader_pass
from oracles.mpv.corpus.hooks import GAMMA, hooked, view


def when_table(expressions: Sequence[str], point: str = "MAIN") -> str:
    """Return passes that each paint a stripe where their condition holds."""
    count = len(expressions)
    return "".join(
        hooked(
            f"int(HOOKED_pos.x * {count}.0) == {number}"
            " ? vec4(0.9, 0.4, 0.1, 1.0)"
            " : HOOKED_mul * texelFetch(HOOKED_raw, ivec2(gl_FragCoord.xy), 0)",
            point, f"WHEN {expression}", desc=f"{number}: {expression}",
        )
        for number, expression in enumerate(expressions)
    )  # fmt: skip


def width_table(expressions: Sequence[str], point: str = "MAIN") -> str:
    """Return passes of the widths that expressions give, and one that shows them as stripes."""
    passes = [
        hooked("vec4(0.5)", point, f"WIDTH {expression}", "HEIGHT 3", f"SAVE W{number}",
               desc=expression)
        for number, expression in enumerate(expressions)
    ]  # fmt: skip
    names = [f"W{number}" for number in range(len(expressions))]
    choices = "".join(
        f"    if (int(gl_FragCoord.x / 4.0) == {number}) width = {name}_size.x;\n"
        for number, name in enumerate(names)
    )
    body = (
        f"vec4 hook() {{\n    float width = 0.0;\n{choices}"
        "    return vec4(mod(width, 32.0) / 32.0, floor(width / 32.0) / 32.0, 0.0, 1.0);\n}"
    )
    return "".join(passes) + view(body, *names)


_OPERATORS = when_table([
    "1 1 +", "1 1 -", "2 0 *", "0 5 /", "3 2 - 1 =", "7 4 % 3 =", "2 3 >", "3 2 >", "2 3 <",
    "3 2 <", "2 2 =", "2 3 =", "0 !", "1 !", "0.3", "0.25 0.25 + 0.5 =", "1e1 10 =", "5 3 2 - *",
    "HOOKED.w 64 =", "HOOKED.width HOOKED.height >", "HOOKED.h 48 =", "1 0 == 1 +",
    "1 2 < 3 4 < *", "1 2 > 3 4 < +", "7.5 2 % 1.5 =", "0 7 - 4 % 0 3 - =",
])  # fmt: skip
_FAILING = when_table([
    "1 0 /", "0 0 /", "1 0 %", "1 +", "1 1", "-1", "NOWHERE.w 0 >", "LUT.w", "POSTKERNEL.w",
    "OUTPUT.w SCALED.w =", "+", "1 1 1 +", "!",
])  # fmt: skip
_NAMES = when_table([
    "MAIN.w 0 >", "NATIVE_CROPPED.w 64 =", "NATIVE_CROPPED.h MAIN.h =", "LUMA.w MAIN.w =",
    "CHROMA.w LUMA.w 2 / =", "CHROMA.w", "OUTPUT.w HOOKED.w =", "OUTPUT.w HOOKED.w 1.5 * >",
    "OUTPUT.w HOOKED.w / 1.200 > OUTPUT.h HOOKED.h / 1.200 > *", "PREKERNEL.w", "RGB.w",
    "CHROMA_SCALED.w 32 =", "NATIVE.w", "MAINPRESUB.w",
])  # fmt: skip
_LUMA_NAMES = when_table(["MAIN.w", "CHROMA.w", "LUMA.w", "NATIVE_CROPPED.w", "OUTPUT.h 0 >"],
                         "LUMA")  # fmt: skip

DOUBLE_SIZE = ("WIDTH HOOKED.w 2 *", "HEIGHT HOOKED.h 2 *")
_NEAREST = "HOOKED_tex((floor(HOOKED_pos * HOOKED_size) + 0.5) * HOOKED_pt)"


def moved(x: float, y: float, point: str, *more: str) -> str:
    """Return a pass that moves the picture right and down by output pixels."""
    return hooked(f"HOOKED_texOff(vec2({-x!r}, {-y!r}))", point, *more, desc="moved")


CASES = (
    Case("when-operators", (_OPERATORS,), ("yuv420p", "gray")),
    Case("when-fails", (_FAILING,), ("yuv420p",)),
    Case("when-names", (_NAMES,), ("yuv420p", "yuv444p", "gray", "rgb24", "yuv420p-odd"),
         (SAME, DOUBLE)),
    Case("when-names-in-luma", (_LUMA_NAMES,), ("yuv420p",)),
    Case("when-names-after-resize", (
        hooked("HOOKED_tex(HOOKED_pos)", "LUMA", *DOUBLE_SIZE, desc="double"),
        when_table(["LUMA.w 128 =", "CHROMA.w 32 =", "NATIVE_CROPPED.w 128 =", "MAIN.w 128 =",
                    "NATIVE_CROPPED.w 64 =", "OUTPUT.w 128 =", "CHROMA_SCALED.w 32 ="])),
        ("yuv420p",), (SAME, DOUBLE)),
    Case("when-empty", (hooked(GAMMA, "MAIN", "WHEN"),), ran=("MAIN",)),
    Case("when-tab", (hooked(GAMMA, "MAIN", "WHEN 1 1 +"), hooked(GAMMA, "OUTPUT", "WHEN  1 "))),
    Case("when-of-a-saved-texture", (
        hooked("vec4(0.5)", "MAIN", "SAVE SMALL", "WIDTH 7", "HEIGHT 5", desc="save")
        + when_table(["SMALL.w 7 =", "SMALL.h 5 =", "SMALL.w SMALL.h <"], "OUTPUT"),)),
    Case("when-before-binds", (
        shader_pass("vec4(1.0)", "HOOK MAIN", "BIND NOWHERE", "WHEN NOWHERE.w", "DESC never"),)),
    # Sizes.
    Case("width-operators", (width_table([
        "HOOKED.w 2 *", "HOOKED.w 1.5 * 3 +", "HOOKED.w HOOKED.h -", "HOOKED.w 4 /",
        "HOOKED.w 10 %", "HOOKED.w 5 > 9 * 2 +", "HOOKED.w 5 < 9 * 2 +", "HOOKED.w 64 = 9 * 2 +",
        "HOOKED.w ! 3 +", "OUTPUT.w", "NATIVE_CROPPED.w", "CHROMA.w 3 *"]),),
        ("yuv420p", "yuv420p-odd"), (SAME, UP)),
    Case("width-rounds-half-away", (width_table([
        "31.5", "31.49", "30.5", "2.5", "1.5", "HOOKED.w 2 /", "HOOKED.h 2 /", "0 8 -",
        "0 7.5 -", "CHROMA.w"]),), ("yuv420p-odd",)),
    Case("width-fails", (width_table(["1 0 /", "NOWHERE.w", "1 1", "-1", "LUT.w"]),)),
    Case("width-last-wins", (width_table(["40\n//!WIDTH 20", "9 3 +\n//!WIDTH 5 2 *"]),)),
    Case("main-doubled", (hooked(_NEAREST, "MAIN", *DOUBLE_SIZE),),
         ("yuv420p", "rgb24", "yuv420p-odd"), (SAME, UP, DOUBLE)),
    Case("main-halved", (hooked(GAMMA, "MAIN", "WIDTH HOOKED.w 2 /", "HEIGHT HOOKED.h 2 /"),),
         ("rgb24", "yuv420p-odd"), (SAME, UP)),
    Case("main-to-output-size", (hooked(GAMMA, "MAIN", "WIDTH OUTPUT.w", "HEIGHT OUTPUT.h"),),
         ("rgb24", "yuv420p", "yuv420p-odd"), (UP, DOWN)),
    Case("main-one-way", (hooked(GAMMA, "MAIN", "WIDTH HOOKED.w 2 *"),), ("rgb24",), (SAME, UP)),
    Case("luma-doubled", (hooked(_NEAREST, "LUMA", *DOUBLE_SIZE),),
         ("yuv420p", "yuv444p", "gray", "nv12", "yuv420p10", "yuv420p-odd", "yuv420p-full",
          "yuva420p"), (SAME, DOUBLE)),
    Case("chroma-doubled", (hooked(_NEAREST, "CHROMA", *DOUBLE_SIZE),),
         ("yuv420p", "yuv422p", "nv12", "yuv420p-odd", "yuv420p-full"), (SAME, DOUBLE)),
    Case("chroma-to-luma-size", (hooked(_NEAREST, "CHROMA", "WIDTH LUMA.w", "HEIGHT LUMA.h"),),
         ("yuv420p", "yuv420p-odd", "yuv420p-full"), (SAME, UP)),
    Case("rgb-doubled", (hooked(_NEAREST, "RGB", *DOUBLE_SIZE),), ("rgb24", "gbrp"),
         (SAME, DOUBLE)),
    Case("native-doubled", (hooked(_NEAREST, "NATIVE", *DOUBLE_SIZE),), ("yuv420p", "gbrp"),
         (SAME, DOUBLE)),
    # Offsets.
    Case("offset-cancels", (moved(8.0, 0.0, "MAIN", "OFFSET 8 0"),), ("rgb24", "yuv420p"),
         (SAME, UP)),
    Case("offset-down", (moved(0.0, 3.0, "MAIN", "OFFSET 0 3"),), ("rgb24",), (SAME, UP, DOWN)),
    Case("offset-negative", (moved(-2.5, 1.5, "MAIN", "OFFSET -2.5 1.5"),), ("rgb24",),
         (SAME, UP)),
    Case("offset-under-half", (hooked(GAMMA, "MAIN", "OFFSET 0.4 0"),), ("rgb24",), (SAME, UP)),
    Case("offset-over-half", (hooked(GAMMA, "MAIN", "OFFSET 0.6 -0.6"),), ("rgb24",), (SAME, UP)),
    Case("offset-halves", (hooked(GAMMA, "MAIN", "OFFSET 0.5 -0.5"),), ("rgb24",), (SAME, UP)),
    Case("offset-luma", (moved(2.0, -1.0, "LUMA", "OFFSET 2 -1"),),
         ("yuv420p", "yuv444p", "gray"), (SAME, UP)),
    Case("offset-luma-uncompensated", (hooked(_NEAREST, "LUMA", "OFFSET 3 2"),), ("yuv420p",),
         (SAME, DOUBLE)),
    Case("offset-chroma", (moved(2.0, 1.0, "CHROMA", "OFFSET 2 1"),), ("yuv420p", "yuv444p"),
         (SAME, UP)),
    Case("offset-doubled-luma", (hooked(_NEAREST, "LUMA", *DOUBLE_SIZE, "OFFSET -0.5 -0.5"),),
         ("yuv420p", "yuv444p", "gray", "yuv420p-odd"), (SAME, DOUBLE)),
    Case("offset-doubled-twice",
         2 * (hooked(_NEAREST, "LUMA", *DOUBLE_SIZE, "OFFSET -0.5 -0.5"),),
         ("yuv420p",), (SAME, DOUBLE)),
    Case("offset-doubled-main", (hooked(_NEAREST, "MAIN", *DOUBLE_SIZE, "OFFSET -0.5 -0.5"),),
         ("rgb24", "yuv420p-odd"), (SAME, DOUBLE, UP)),
    Case("offset-without-overwrite", (
        hooked("HOOKED_tex(HOOKED_pos)", "MAIN", "SAVE HALF", "OFFSET 5 5"),
        view("vec4(HALF_tex(HALF_pos).rgb, 1.0)", "HALF")), ("rgb24",), (SAME, UP)),
    Case("align-chroma", (hooked("HOOKED_tex(HOOKED_pos)", "CHROMA", "OFFSET ALIGN"),),
         ("yuv420p", "yuv444p", "nv12", "yuv420p-odd", "yuv420p-full", "yuv422p"), (SAME, UP)),
    Case("align-chroma-to-luma-size",
         (hooked("HOOKED_tex(HOOKED_pos)", "CHROMA", "WIDTH LUMA.w", "HEIGHT LUMA.h",
                 "OFFSET ALIGN"),),
         ("yuv420p", "yuv420p-odd", "yuv420p-full", "nv12", "yuv420p10"), (SAME, UP)),
    Case("align-only-hooked",
         (shader_pass("CHROMA_tex(CHROMA_pos)", "HOOK CHROMA", "BIND CHROMA", "OFFSET ALIGN",
                      "DESC by name"),), ("yuv420p",), (SAME, UP)),
    Case("align-after-offset", (
        moved(3.0, 0.0, "CHROMA", "OFFSET 3 0")
        + hooked("HOOKED_tex(HOOKED_pos)", "CHROMA", "OFFSET ALIGN", desc="aligned"),),
        ("yuv420p", "yuv444p"), (SAME, UP)),
    Case("align-main", (
        moved(3.0, 2.0, "MAIN", "OFFSET 3 2")
        + hooked("HOOKED_tex(HOOKED_pos)", "MAIN", "OFFSET ALIGN", desc="aligned"),),
        ("rgb24",), (SAME, UP)),
    Case("align-and-offset", (
        hooked("HOOKED_tex(HOOKED_pos)", "CHROMA", "OFFSET ALIGN", "OFFSET 2 1"),),
        ("yuv420p",), (SAME, UP)),
    # What GLSL is told.
    Case("sizes-told", (
        hooked("vec4(input_size / 128.0, tex_offset * 0.25 + 0.5)", "LUMA", "SAVE BEFORE",
               "COMPONENTS 4", desc="before"),
        hooked(_NEAREST, "LUMA", *DOUBLE_SIZE, "OFFSET -0.5 -0.5", desc="double"),
        hooked("vec4(input_size / 256.0, tex_offset * 0.25 + 0.5)", "LUMA", "SAVE DURING",
               "COMPONENTS 4", desc="during"),
        hooked("vec4(input_size / 256.0, tex_offset * 0.25 + 0.5)", "MAIN", "SAVE AFTER",
               "COMPONENTS 4", desc="after"),
        view("""vec4 hook() {
    vec2 at = gl_FragCoord.xy / target_size;
    vec4 shown = at.x < 0.25 ? BEFORE_tex(vec2(0.5)) : at.x < 0.5 ? DURING_tex(vec2(0.5))
        : at.x < 0.75 ? AFTER_tex(vec2(0.5)) : vec4(target_size / 256.0, 0.3, 0.6);
    return vec4(at.y < 0.5 ? shown.rgb : shown.aaa, 1.0);
}""", "BEFORE", "DURING", "AFTER")), ("yuv420p", "yuv420p-odd"), (SAME, DOUBLE, UP)),
)  # fmt: skip
