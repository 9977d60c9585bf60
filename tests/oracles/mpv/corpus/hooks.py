"""Every hook point: when it fires, what it holds, what becomes of what a pass returns there."""

from __future__ import annotations

from oracles.mpv.case import DOUBLE, DOWN, SAME, UP, Case, shader_pass

PLANAR = ("yuv420p", "yuv444p", "yuv420p10", "nv12", "gray", "yuva420p")
RGB = ("rgb24", "gbrp", "bgra")
EVERY = (*PLANAR, *RGB, "yuv420p-odd", "yuv420p-full", "yuv420p-709")

POINTS = (
    "RGB", "LUMA", "XYZ", "CHROMA", "ALPHA", "CHROMA_SCALED", "ALPHA_SCALED", "NATIVE",
    "MAINPRESUB", "MAIN", "LINEAR", "SIGMOID", "PREKERNEL", "POSTKERNEL", "SCALED", "OUTPUT",
)  # fmt: skip

GAMMA = "vec4(pow(clamp(HOOKED_tex(HOOKED_pos), 0.0, 1.0).rgb, vec3(0.8, 1.2, 1.0)), 1.0)"


def hooked(body: str, point: str, *more: str, desc: str = "") -> str:
    """Return a pass at one point that reads HOOKED."""
    return shader_pass(body, f"HOOK {point}", "BIND HOOKED", f"DESC {desc or point}", *more)


def view(body: str, *names: str) -> str:
    """Return a pass at OUTPUT that shows textures of the frame."""
    return shader_pass(body, "HOOK OUTPUT", *(f"BIND {name}" for name in names), "DESC view")


def at_all(body: str) -> str:
    """Return a file with a pass at every point."""
    return "\n".join(hooked(body, point, desc=f"at {point}") for point in POINTS)


# Texels fetched, not sampled: where the rasteriser puts a texture coordinate is not asked here.
_EACH = at_all("HOOKED_mul * texelFetch(HOOKED_raw, ivec2(gl_FragCoord.xy), 0)")
_EACH_SAMPLED = at_all("HOOKED_tex(HOOKED_pos)")

_SEVERAL = shader_pass(
    "vec4(HOOKED_tex(HOOKED_pos).rgb * 0.9 + 0.02, 1.0)",
    *(f"HOOK {point}" for point in ("MAIN", "OUTPUT", "PREKERNEL", "SCALED", "MAIN")),
    "BIND HOOKED", "DESC several",
)  # fmt: skip

_LINEAR_UP = {"linear_upscaling": True}
_SIGMOID_UP = {"sigmoid_upscaling": True}
_LINEAR_DOWN = {"linear_downscaling": True}

CASES = (
    # Which points fire, and in which order.
    Case("fires", (_EACH,), (*EVERY, "gbrp10", "gray10", "yuv422p"), (SAME, UP)),
    Case("sampled-at-each", (_EACH_SAMPLED,), ("yuv420p", "rgb24"), (SAME, UP), resampled=True),
    Case("fires-down", (_EACH,), ("yuv420p", "rgb24"), (DOWN,)),
    Case("fires-linear-up", (_EACH,), ("yuv420p", "rgb24"), (UP,),
         mpv=("--linear-upscaling",), engine=_LINEAR_UP),
    Case("fires-sigmoid-up", (_EACH,), ("yuv420p", "rgb24"), (UP,),
         mpv=("--sigmoid-upscaling",), engine=_SIGMOID_UP),
    Case("fires-linear-up-but-not", (_EACH,), ("yuv420p",), (SAME, DOWN),
         mpv=("--linear-upscaling",), engine=_LINEAR_UP),
    Case("fires-linear-down", (_EACH,), ("yuv420p", "rgb24"), (DOWN,),
         mpv=("--linear-downscaling",), engine=_LINEAR_DOWN),
    # Planes.
    Case("luma-invert", (hooked("vec4(1.0 - HOOKED_tex(HOOKED_pos).r, 0.3, 0.6, 0.9)", "LUMA"),),
         (*EVERY, "gray-full", "gray10", "yuv420p10-odd"), (SAME, UP)),
    Case("luma-range-not-expanded",
         (hooked("vec4(HOOKED_tex(HOOKED_pos).r < 0.063 || HOOKED_tex(HOOKED_pos).r > 0.5"
                 " ? 0.7 : 0.2)", "LUMA"),), ("yuv420p", "gray", "yuv420p10")),
    Case("chroma-swap", (hooked("vec4(HOOKED_tex(HOOKED_pos).gr, 0.0, 1.0)", "CHROMA"),),
         (*EVERY, "yuv420p-50x38", "yuv422p", "nv12-odd"), (SAME, UP)),
    Case("chroma-grey", (hooked("vec4(128.0 / 255.0)", "CHROMA"),),
         ("yuv420p", "yuv420p10", "yuv444p-709-full"), (SAME,)),
    Case("chroma-scaled-tint",
         (hooked("vec4(HOOKED_tex(HOOKED_pos).rg + vec2(0.05, -0.05), 0.0, 1.0)",
                 "CHROMA_SCALED"),), ("yuv420p", "yuv444p", "nv12", "yuv422p", "yuv420p-odd"),
         (SAME, UP)),
    Case("chroma-scaled-size", (
        hooked("vec4(HOOKED_size.x / 100.0, HOOKED_size.y / 100.0, 0.0, 1.0)", "CHROMA_SCALED",
               "SAVE SIZED", "COMPONENTS 3"),
        view("vec4(SIZED_tex(SIZED_pos).rgb, 1.0)", "SIZED")), ("yuv420p", "yuv420p-50x38")),
    Case("alpha-plane", (
        hooked("vec4(HOOKED_tex(HOOKED_pos).r * 0.5)", "ALPHA"),
        view("vec4(vec3(ALPHA_tex(ALPHA_pos).r), 1.0)", "ALPHA")),
        ("yuva420p", "yuva420p-alpha", "yuv420p"), (SAME, DOUBLE)),
    Case("alpha-as-packed", (
        hooked("vec4(HOOKED_tex(HOOKED_pos).r * 0.5)", "ALPHA"),
        view("vec4(vec3(ALPHA_tex(ALPHA_pos).r), 1.0)", "ALPHA")), ("bgra",)),
    Case("rgb-red", (hooked("vec4(1.0, HOOKED_tex(HOOKED_pos).gba)", "RGB"),),
         (*RGB, "gbrp10", "yuv420p"), (SAME, UP)),
    Case("rgb-order", (hooked("vec4(0.9, 0.5, 0.1, 1.0)", "RGB"),), (*RGB, "gbrp10")),
    Case("native-order", (hooked("vec4(0.8, 0.45, 0.3, 1.0)", "NATIVE"),),
         (*RGB, "yuv420p", "yuv444p-709-full", "gray", "yuv420p10", "yuva420p")),
    Case("native-mix", (hooked("vec4(HOOKED_tex(HOOKED_pos).rgb * 0.8 + 0.1, 1.0)", "NATIVE"),),
         EVERY, (SAME, UP)),
    *(
        Case(f"at-{point.lower()}", (hooked(GAMMA, point),),
             ("yuv420p", "rgb24", "gray", "yuv420p10-odd"), (SAME, UP, DOWN))
        for point in ("MAINPRESUB", "PREKERNEL", "POSTKERNEL", "SCALED", "OUTPUT")
    ),
    Case("at-linear", (hooked(GAMMA, "LINEAR"),), ("yuv420p", "rgb24"), (UP,),
         mpv=("--linear-upscaling",), engine=_LINEAR_UP),
    Case("at-sigmoid", (hooked(GAMMA, "SIGMOID"),), ("yuv420p", "rgb24"), (UP,),
         mpv=("--sigmoid-upscaling",), engine=_SIGMOID_UP),
    Case("at-postkernel-sigmoid", (hooked(GAMMA, "POSTKERNEL"),), ("rgb24",), (UP,),
         mpv=("--sigmoid-upscaling",), engine=_SIGMOID_UP),
    Case("at-scaled-linear", (hooked(GAMMA, "SCALED"),), ("rgb24",), (UP,),
         mpv=("--linear-upscaling",), engine=_LINEAR_UP),
    Case("several-points", (_SEVERAL,), ("yuv420p", "rgb24"), (SAME, UP),
         ran=("several",) * 4),
    Case("unknown-point", (hooked("vec4(1.0)", "NONE"), hooked(GAMMA, "MAIN")),
         ran=("MAIN",)),
    Case("no-bind", (shader_pass("vec4(gl_FragCoord.xy / 64.0, 0.5, 1.0)", "HOOK OUTPUT",
                                  "DESC unbound"),), ("yuv420p",), (SAME,), ran=("unbound",)),
    Case("not-clamped", (
        hooked("vec4(HOOKED_tex(HOOKED_pos).rgb * 4.0 - 1.5, 1.0)", "MAIN", desc="wide"),
        hooked("vec4((HOOKED_tex(HOOKED_pos).rgb + 1.5) / 4.0, 1.0)", "SCALED", desc="back")),
        ("rgb24", "yuv444p"), (SAME, DOUBLE), ran=("wide", "back")),
    Case("half-between-passes", (
        hooked("vec4(HOOKED_tex(HOOKED_pos).rgb / 64.0 + 1000.0, 1.0)", "MAIN", desc="coarse"),
        hooked("vec4((HOOKED_tex(HOOKED_pos).rgb - 1000.0), 1.0)", "MAIN", desc="back")),
        ("rgb24",), ran=("coarse", "back")),
    # What a later pass sees of the points.
    *(
        Case(f"view-{name.lower()}", (view(f"vec4({name}_tex({name}_pos).rgb, 1.0)", name),),
             ("yuv420p", "rgb24", "nv12", "yuv420p10-odd"), (SAME, DOUBLE))
        for name in ("NATIVE", "MAINPRESUB", "MAIN", "PREKERNEL", "POSTKERNEL", "SCALED")
    ),
    Case("view-luma", (view("vec4(LUMA_tex(LUMA_pos).r, 0.0, 0.0, 1.0)", "LUMA"),),
         (*PLANAR, "yuv444p16", "gray10", "rgb24"), (SAME, DOUBLE)),
    Case("view-chroma", (view("vec4(CHROMA_tex(CHROMA_pos).rg, 0.0, 1.0)", "CHROMA"),),
         (*PLANAR, "yuv444p16", "yuv422p"), (SAME, DOUBLE)),
    Case("view-chroma-scaled",
         (view("vec4(CHROMA_SCALED_tex(CHROMA_SCALED_pos).rg, 0.0, 1.0)", "CHROMA_SCALED"),),
         ("yuv420p", "yuv444p", "nv12")),
    Case("view-rgb", (view("RGB_tex(RGB_pos)", "RGB"),), (*RGB, "yuv420p"), (SAME, DOUBLE)),
    Case("luma-sees-no-chroma",
         (shader_pass("vec4(CHROMA_tex(CHROMA_pos).r)", "HOOK LUMA", "BIND CHROMA", "DESC early"),
          hooked(GAMMA, "OUTPUT")), ran=("OUTPUT",)),
    Case("chroma-sees-changed-luma", (
        hooked("vec4(1.0 - HOOKED_tex(HOOKED_pos).r)", "LUMA", desc="luma"),
        shader_pass("vec4(HOOKED_tex(HOOKED_pos).r, LUMA_tex(HOOKED_pos).r, 0.0, 1.0)",
                    "HOOK CHROMA", "BIND HOOKED", "BIND LUMA", "DESC chroma")),
        ("yuv420p", "yuv444p", "nv12"), (SAME, UP), ran=("luma", "chroma")),
    Case("fixed-point-resized", (
        hooked("HOOKED_tex(HOOKED_pos)", "SCALED", "WIDTH HOOKED.w 2 *", desc="too wide"),
        hooked("vec4(1.0 - HOOKED_tex(HOOKED_pos).rgb, 1.0)", "SCALED", desc="not run"),
        hooked(GAMMA, "OUTPUT", desc="still run")), ("yuv420p", "rgb24"),
         discarded=("too wide",)),
    Case("fixed-point-moved", (
        hooked("HOOKED_tex(HOOKED_pos)", "OUTPUT", "OFFSET 1 0", desc="moved"),
        hooked("vec4(1.0 - HOOKED_tex(HOOKED_pos).rgb, 1.0)", "OUTPUT", desc="not run")),
        ("rgb24",), discarded=("moved",)),
    Case("fixed-point-saves-any-size", (
        hooked("HOOKED_tex(HOOKED_pos)", "POSTKERNEL", "WIDTH HOOKED.w 2 /", "SAVE HALF"),
        view("vec4(HALF_tex(HALF_pos).rgb, 1.0)", "HALF")), ("yuv420p", "rgb24"), (SAME, UP)),
    Case("cscale-not-bilinear",
         (hooked("vec4(HOOKED_size / 100.0, 0.0, 1.0)", "CHROMA_SCALED", "SAVE SIZED",
                 "COMPONENTS 3"),
          view("vec4(SIZED_tex(SIZED_pos).rgb, 1.0)", "SIZED")),
         ("yuv420p", "yuv420p-50x38"), mpv=("--cscale=bicubic",), engine={"cscaler": "bicubic"}),
)  # fmt: skip
