"""Small files that show where libplacebo's rules differ from vo_gpu's."""

from __future__ import annotations

from dataclasses import dataclass

from oracles.mpv.case import DOUBLE, DOWN, SAME, TRIPLE, UP, shader_pass
from oracles.mpv.corpus import params as corpus_params

_SWAPPED = "vec4(HOOKED_tex(HOOKED_pos).gbr, 1.0)"
_DARKER = "vec4(HOOKED_tex(HOOKED_pos).rgb * 0.5, 1.0)"
_LIGHTER = "vec4(HOOKED_tex(HOOKED_pos).rgb + 0.3, 1.0)"
_CONTRAST = "vec4((HOOKED_tex(HOOKED_pos).rgb - 0.4) * 2.0 + 0.4, 1.0)"
_STEEP = _CONTRAST.replace("2.0", "5.0")
_PRESCALED = shader_pass("HOOKED_tex(HOOKED_pos)", "HOOK LUMA", "BIND HOOKED",
                         "WIDTH HOOKED.w 2 *", "HEIGHT HOOKED.h 2 *")  # fmt: skip
_SHOWN = "vec4(float(frame) / 16.0, random, 0.0, 1.0)"


def _hooked(body: str, point: str, *header: str) -> str:
    return shader_pass(body, f"HOOK {point}", "BIND HOOKED", *header)


@dataclass(frozen=True)
class Case:
    """A file that libplacebo and the engine must agree about.

    Attributes
    ----------
    name : short, unique
    text : the file
    clip : of `mpv.clips.CLIPS`
    sizes : of the result, see `mpv.case`
    fails : what libplacebo says where it stops using the file. What it drew before that shows in
        the first frame, which is not compared: a plan is for all the others
    scaler : of the picture, in both directions
    light : libplacebo may scale in linear light
    resampled : the picture passes through a sampler between texels: only the PSNR is held to a
        bound
    alike : by vo_gpu's rules the picture is the same
    """

    name: str
    text: str
    clip: str = "yuv444p"
    sizes: tuple[str, ...] = (SAME,)
    fails: str | None = None
    scaler: str = "bilinear"
    light: bool = False
    resampled: bool = False
    alike: bool = False


_RESIZED = "User hook tried resizing non-resizable stage"
_FAILED = "Failed executing hook, disabling"

CASES = (
    Case("plain", _hooked(_SWAPPED, "MAIN"), sizes=(SAME, UP), alike=True),
    Case("main-is-mainpresub", _hooked(_SWAPPED + " * 0.5", "MAIN")
         + _hooked(_LIGHTER, "MAINPRESUB")),
    Case("main-under-both-names", shader_pass(
        "vec4(mix(MAIN_tex(MAIN_pos), MAINPRESUB_tex(MAINPRESUB_pos), 0.5).gbr, 1.0)",
        "HOOK MAIN", "HOOK MAINPRESUB", "BIND MAINPRESUB", "WHEN MAIN.w MAINPRESUB.w =")),
    Case("save-hooked", _hooked(_SWAPPED, "MAIN", "SAVE HOOKED")),
    Case("linear-hooked", _hooked(_DARKER, "LINEAR"), sizes=(SAME, UP), light=True),
    Case("linear-down", _hooked(_DARKER, "LINEAR"), sizes=(DOWN,), light=True),
    Case("linear-down-spline36", _hooked(_DARKER, "LINEAR"), clip="rgb24", sizes=(DOWN,),
         scaler="spline36", light=True, resampled=True),
    Case("bilinear-down", _hooked(_SWAPPED, "MAIN"), clip="rgb24", sizes=(DOWN,), resampled=True),
    Case("spline36", _hooked(_SWAPPED, "MAIN"), clip="rgb24", sizes=(UP, DOWN), scaler="spline36",
         resampled=True, alike=True),
    # Not made smaller: lavapipe takes minutes to compile that the first time.
    Case("ewa-lanczos-up", _hooked(_SWAPPED, "MAIN"), clip="rgb24", sizes=(UP,),
         scaler="ewa_lanczos", resampled=True, alike=True),
    Case("linear-bound", shader_pass("vec4(LINEAR_tex(LINEAR_pos).rgb, 1.0)",
                                     "HOOK OUTPUT", "BIND LINEAR"), light=True),
    Case("sigmoid-hooked", _hooked(_DARKER, "SIGMOID"), sizes=(SAME, UP), light=True),
    Case("kernel-points", _hooked(_DARKER, "PREKERNEL") + _hooked(_LIGHTER, "POSTKERNEL")
         + _hooked(_SWAPPED, "SCALED"), sizes=(SAME, UP), alike=True),
    Case("fixed-point-resized", _hooked(_SWAPPED, "MAIN")
         + _hooked(_DARKER, "PREKERNEL", "WIDTH HOOKED.w 2 *"), sizes=(SAME, UP),
         fails=_RESIZED),
    Case("fixed-point-moved", _hooked(_SWAPPED, "MAIN") + _hooked(_DARKER, "OUTPUT", "OFFSET 8 0"),
         fails=_RESIZED),
    Case("when-fails", _hooked(_SWAPPED, "MAIN") + _hooked(_DARKER, "MAIN", "WHEN NOWHERE.w"),
         fails=_FAILED),
    Case("size-fails", _hooked(_SWAPPED, "MAIN") + _hooked(_DARKER, "MAIN", "WIDTH 1 0 /"),
         fails=_FAILED),
    Case("negative-size", _hooked(_SWAPPED, "MAIN") + _hooked(_DARKER, "MAIN", "WIDTH 0 64 -"),
         fails=_FAILED),
    Case("sizes-are-rounded", _hooked(_SWAPPED, "MAIN", "SAVE SMALL", "WIDTH 8.5", "HEIGHT 7.4")
         + shader_pass("vec4(SMALL_size / 16.0, 0.0, 1.0)", "HOOK OUTPUT", "BIND SMALL"),
         alike=True),
    Case("the-picture-lies-on-whole-texels",
         _hooked("vec4(HOOKED_tex(HOOKED_pos).rgb, 1.0)", "MAIN", "WIDTH HOOKED.w 0.43 *",
                 "HEIGHT HOOKED.h 0.47 *"), sizes=(SAME, UP), resampled=True),
    Case("nearly-equal", _hooked(_SWAPPED, "MAIN", "WHEN 10000000 10000001 =")),
    Case("tables-are-nearest",
         "//!TEXTURE LUT\n//!SIZE 2 1\n//!FORMAT rgba8\n000000ffff00ffff\n"
         + shader_pass("texture(LUT, gl_FragCoord.xy / 64.0)", "HOOK MAIN", "BIND LUT")),
    Case("align-by-own-name", shader_pass("CHROMA_tex(CHROMA_pos)", "HOOK CHROMA", "BIND CHROMA",
                                          "WIDTH HOOKED.w 2 *", "HEIGHT HOOKED.h 2 *",
                                          "OFFSET ALIGN"), clip="nv12", resampled=True),
    Case("counters", _hooked(_SHOWN, "MAIN", "SAVE NUMBERS") + _hooked(_SHOWN, "MAIN", "WHEN 0")
         + shader_pass(f"gl_FragCoord.x < 32.0 ? NUMBERS_tex(vec2(0.5)) : {_SHOWN}",
                       "HOOK OUTPUT", "BIND HOOKED", "BIND NUMBERS")),
    Case("linear-light-in-bodies", shader_pass(
        "vec4 hook() {\n    vec4 c = linearize(HOOKED_tex(HOOKED_pos));\n"
        "    return delinearize(vec4(c.rgb * 0.6 + 0.1, 1.0));\n}", "HOOK MAIN", "BIND HOOKED"),
        alike=True),
    Case("saved-alpha", _hooked("vec4(HOOKED_tex(HOOKED_pos).rgb, 0.25)", "MAIN", "SAVE KEPT")
         + shader_pass("vec4(HOOKED_tex(HOOKED_pos).rgb * KEPT_tex(KEPT_pos).a * 2.0, 1.0)",
                       "HOOK MAIN", "BIND HOOKED", "BIND KEPT")),
    Case("saved-channels", shader_pass("vec4(LUMA_tex(LUMA_pos).x, 0.5, 0.6, 0.25)",
                                       "HOOK LUMA", "BIND LUMA", "SAVE KEPT")
         + shader_pass("""vec4 hook() {
    vec4 kept = KEPT_tex(KEPT_pos);
    return vec4(kept.x * (kept.y + kept.z - kept.a), 0.0, 0.0, 1.0);
}""", "HOOK LUMA", "BIND KEPT")),
    Case("components-limit-nothing",
         _hooked("vec4(HOOKED_tex(HOOKED_pos).x, 0.3, 0.2, 0.5)", "MAIN", "COMPONENTS 1",
                 "SAVE KEPT")
         + shader_pass("vec4(KEPT_tex(KEPT_pos).rgb * KEPT_tex(KEPT_pos).a * 2.0, 1.0)",
                       "HOOK MAIN", "BIND KEPT")),
    Case("a-plane-keeps-four", shader_pass("vec4(LUMA_tex(LUMA_pos).x, 0.7, 0.2, 0.5)",
                                           "HOOK LUMA", "BIND LUMA")
         + shader_pass("vec4(LUMA_tex(LUMA_pos).x * LUMA_tex(LUMA_pos).a * 2.0 * "
                       "LUMA_tex(LUMA_pos).g, 0.0, 0.0, 1.0)", "HOOK LUMA", "BIND LUMA")),
    Case("hook-with-words", _hooked("vec4(1.0)", "MAIN // here") + _hooked(_SWAPPED, "MAIN"),
         alike=True),
    Case("out-color", _hooked(
        "vec4 hook() {\n    out_color = HOOKED_tex(HOOKED_pos).gbra;\n    return out_color;\n}",
        "MAIN"), alike=True),
    Case("planes-alone-420", _hooked(_CONTRAST, "OUTPUT"), clip="yuv420p10",
         sizes=(DOUBLE, UP), resampled=True),
    Case("odd-chroma", _hooked(_STEEP, "MAIN"), clip="yuv420p-odd", sizes=(SAME, UP),
         resampled=True),
    Case("planes-alone-odd", _hooked(_CONTRAST, "OUTPUT"), clip="yuv420p-odd",
         sizes=(UP,), resampled=True),
    Case("planes-alone-prescaled", _PRESCALED + _hooked(_CONTRAST, "OUTPUT"), sizes=(TRIPLE,),
         resampled=True),
    Case("planes-alone-moved", _hooked("HOOKED_tex(HOOKED_pos)", "LUMA", "OFFSET 0.5 0.5"),
         sizes=(DOUBLE,), resampled=True),
    Case("moved-and-unscaled", _PRESCALED.replace("//!WIDTH", "//!OFFSET -0.5 -0.5\n//!WIDTH"),
         sizes=(DOUBLE,)),
    Case("moved-and-sampled", _PRESCALED.replace("//!WIDTH", "//!OFFSET -0.5 -0.5\n//!WIDTH")
         + _hooked(_SWAPPED, "POSTKERNEL"), sizes=(DOUBLE,), resampled=True),
    Case("native-moved", _hooked("HOOKED_tex(HOOKED_pos)", "NATIVE", "WIDTH HOOKED.w 2 *",
                                 "HEIGHT HOOKED.h 2 *", "OFFSET -0.5 -0.5"), sizes=(DOUBLE,)),
    Case("planes-not-alone", _PRESCALED + _hooked(_CONTRAST, "MAIN"), sizes=(TRIPLE,),
         resampled=True),
    Case("chroma-scaled", _hooked("HOOKED_texOff(vec2(1.0, 0.0)) * 0.8", "CHROMA_SCALED"),
         clip="yuv420p", sizes=(SAME, UP), resampled=True),
    Case("chroma-scaled-unscaled", _hooked("HOOKED_tex(HOOKED_pos) * 0.8", "CHROMA_SCALED")),
    Case("chroma-scaled-by-plane", _hooked("HOOKED_tex(HOOKED_pos).grba", "CHROMA_SCALED"),
         clip="yuv420p", resampled=True),
    Case("chroma-scaled-merged", _hooked("HOOKED_tex(HOOKED_pos).grba", "CHROMA_SCALED",
                                         "BIND CHROMA"), clip="yuv420p", resampled=True),
    Case("chroma-made-smaller", _hooked("HOOKED_tex(HOOKED_pos)", "CHROMA", "WIDTH LUMA.w 2 *",
                                        "HEIGHT LUMA.h 2 *") + _hooked(_STEEP, "OUTPUT"),
         clip="yuv420p", resampled=True),
    Case("storage-lasts",
         "//!TEXTURE COUNT\n//!SIZE 1 1\n//!FORMAT r32f\n//!STORAGE\n00000000\n"
         + shader_pass(
             "void hook() {\n    float n = imageLoad(COUNT, ivec2(0)).r + 0.125;\n"
             "    imageStore(COUNT, ivec2(0), vec4(n));\n"
             "    for (int i = 0; i < 64 * 48; i++)\n"
             "        imageStore(out_image, ivec2(i % 64, i / 64), vec4(n, 0.0, 0.0, 1.0));\n}",
             "HOOK OUTPUT", "BIND HOOKED", "BIND COUNT", "COMPUTE 64 48 1 1"), alike=True),
)  # fmt: skip

PARAMETERS = tuple(
    Case(case.name, case.shaders[0], clip=case.clips[0], sizes=case.sizes,
         **({"scaler": "spline36", "resampled": True} if "//!WIDTH" in case.shaders[0] else {}))
    for case in corpus_params.CASES
    if len(case.shaders) == 1 and not case.params
)  # fmt: skip
"""Files with parameters, at the values they begin with: the filter has no way to set others."""
