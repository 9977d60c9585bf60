"""SAVE, BIND and COMPONENTS: what a pass leaves for others, under which name, how wide."""

from __future__ import annotations

from oracles.mpv.case import DOUBLE, SAME, UP, Case, shader_pass
from oracles.mpv.corpus.hooks import GAMMA, hooked, view

_HALF = hooked("HOOKED_tex(HOOKED_pos) * 0.5 + 0.25", "MAIN", "SAVE HALF", desc="save")
_SHOW = view("vec4(HALF_tex(HALF_pos).rgb, 1.0)", "HALF")
_NEVER = hooked("vec4(1.0)", "MAIN", "WHEN 0", "SAVE HALF", desc="never")
_TWICE = shader_pass(
    "vec4(mix(HOOKED_tex(HOOKED_pos).rgb, HOOKED_texOff(vec2(1, 0)).rgb, 0.5), 1.0)",
    "HOOK MAIN", "BIND HOOKED", "DESC smear",
)  # fmt: skip
_LUMA_2X = hooked("vec4(HOOKED_tex(HOOKED_pos).r)", "LUMA", "WIDTH HOOKED.w 2 *",
                  "HEIGHT HOOKED.h 2 *", desc="double")  # fmt: skip

CASES = (
    Case("save-then-view", (_HALF + _SHOW,), ("yuv420p", "rgb24"), (SAME, UP),
         ran=("save", "view")),
    Case("save-in-another-file", (_HALF, _SHOW), ("yuv420p",), (SAME, UP), ran=("save", "view")),
    Case("save-in-a-later-file", (_SHOW, _HALF), ("yuv420p",), ran=("save", "view")),
    Case("save-leaves-the-picture", (_HALF,), ("yuv420p",), ran=("save",)),
    Case("saved-again", (
        _HALF + hooked("vec4(HOOKED_tex(HOOKED_pos).brg, 1.0)", "MAIN", "SAVE HALF", desc="again")
        + _SHOW,), ("rgb24",), ran=("save", "again", "view")),
    Case("ping-pong", (
        _HALF + 3 * shader_pass("vec4(HALF_tex(HALF_pos + HALF_pt).grb * 0.95, 1.0)",
                                "HOOK MAIN", "BIND HALF", "SAVE HALF", "DESC step") + _SHOW,),
        ("rgb24", "yuv444p"), ran=("save", "step", "step", "step", "view")),
    Case("save-own-name", (hooked(GAMMA, "MAIN", "SAVE MAIN"),), ("rgb24",), ran=("MAIN",)),
    Case("save-other-point", (
        hooked("vec4(1.0 - HOOKED_tex(HOOKED_pos).r, 0.0, 0.0, 1.0)", "CHROMA", "SAVE LUMA",
               "COMPONENTS 1", desc="luma of chroma"),
        view("mix(OUTPUT_tex(OUTPUT_pos), vec4(LUMA_tex(LUMA_pos).r), 0.5)", "OUTPUT", "LUMA")),
        ("yuv420p", "nv12")),
    Case("save-later-point", (
        hooked("vec4(HOOKED_tex(HOOKED_pos).r, 0.2, 0.1, 1.0)", "LUMA", "SAVE MAIN",
               "COMPONENTS 3", desc="early main"),
        hooked(GAMMA, "MAIN"), view("vec4(MAIN_tex(MAIN_pos).rgb, 1.0)", "MAIN")),
        ("yuv420p",), ran=("early main", "MAIN", "view")),
    Case("save-later-point-read-early", (
        hooked("vec4(HOOKED_tex(HOOKED_pos).r, 0.2, 0.1, 1.0)", "LUMA", "SAVE MAIN",
               "COMPONENTS 3", desc="early main"),
        shader_pass("vec4(MAIN_tex(MAIN_pos).rg, 0.0, 1.0)", "HOOK CHROMA", "BIND MAIN",
                    "DESC reads")), ("yuv420p",), ran=("early main", "reads")),
    Case("save-hooked", (hooked("vec4(1.0, 0.0, 0.0, 1.0)", "MAIN", "SAVE HOOKED", desc="lost"),
                         hooked(GAMMA, "MAIN")), ("rgb24",), ran=("lost", "MAIN")),
    Case("last-save-wins", (
        hooked("vec4(0.2, 0.6, 0.4, 1.0)", "MAIN", "SAVE FIRST", "SAVE HALF", desc="two"), _SHOW,
        view("vec4(1.0)", "FIRST")), ("rgb24",), ran=("two", "view")),
    Case("missing-bind", (
        shader_pass("vec4(1.0)", "HOOK MAIN", "BIND HOOKED", "BIND NOWHERE", "DESC skipped"),
        hooked(GAMMA, "MAIN")), ran=("MAIN",)),
    Case("missing-cascade", (
        _NEVER
        + shader_pass("HALF_tex(HALF_pos)", "HOOK MAIN", "BIND HALF", "SAVE QUARTER", "DESC 1")
        + shader_pass("QUARTER_tex(QUARTER_pos)", "HOOK MAIN", "BIND QUARTER", "DESC 2") + _SHOW,
        hooked(GAMMA, "OUTPUT")), ran=("OUTPUT",)),
    Case("skipped-producer-keeps-older", (_HALF + _NEVER + _SHOW,), ("rgb24",),
         ran=("save", "view")),
    Case("saves-die-with-the-frame", (
        _SHOW, hooked("HOOKED_tex(HOOKED_pos) * 0.5", "OUTPUT", "SAVE HALF", desc="late")),
        ("rgb24",), frames=3, ran=("late",)),
    Case("same-file-twice", (_TWICE, _TWICE), ("rgb24", "yuv420p"), (SAME, UP),
         ran=("smear", "smear")),
    Case("same-doubler-twice", (_LUMA_2X, _LUMA_2X), ("yuv420p", "gray", "yuv420p-odd"),
         (SAME, DOUBLE), ran=("double", "double")),
    Case("two-files-at-one-point", (hooked(GAMMA, "MAIN", desc="one"),
                                    hooked("vec4(HOOKED_tex(HOOKED_pos).gbr, 1.0)", "MAIN",
                                           desc="two")), ("yuv420p",), ran=("one", "two")),
    Case("several-points-save-each", (
        shader_pass("vec4(HOOKED_tex(HOOKED_pos).rrr * 0.7, 1.0)", "HOOK LUMA", "HOOK MAIN",
                    "BIND HOOKED", "SAVE HALF", "COMPONENTS 3", "DESC each"), _SHOW),
        ("yuv420p",), ran=("each", "each", "view")),
    Case("bind-own-name", (shader_pass("vec4(MAIN_tex(MAIN_pos).gbr, 1.0)", "HOOK MAIN",
                                       "BIND MAIN", "DESC own"),),
         ("yuv420p", "rgb24"), (SAME, UP), ran=("own",)),
    Case("own-name-is-current", (
        hooked("vec4(HOOKED_tex(HOOKED_pos).rgb * 0.5, 1.0)", "MAIN", desc="one"),
        shader_pass("vec4(MAIN_tex(MAIN_pos).rgb + 0.25, 1.0)", "HOOK MAIN", "BIND MAIN",
                    "DESC two")), ("rgb24",), ran=("one", "two")),
    Case("components-1-of-main", (hooked(GAMMA, "MAIN", "COMPONENTS 1"),), ("rgb24", "yuv420p")),
    Case("components-2-of-main", (hooked(GAMMA, "MAIN", "COMPONENTS 2"),), ("rgb24",)),
    Case("components-4-of-main", (hooked("vec4(HOOKED_tex(HOOKED_pos).rgb, 0.5)", "MAIN",
                                         "COMPONENTS 4"),
                                  view("vec4(vec3(MAIN_tex(MAIN_pos).a), 1.0)", "MAIN")),
         ("rgb24",)),
    *(
        Case(f"components-{count or 'default'}-saved-by-luma", (
            hooked("vec4(0.2, 0.4, 0.6, 0.8) + HOOKED_tex(HOOKED_pos).r * 0.1", "LUMA",
                   "SAVE FEATURES", *([f"COMPONENTS {count}"] if count else []), desc="features"),
            view("gl_FragCoord.x < 32.0 ? vec4(FEATURES_tex(FEATURES_pos).rgb, 1.0)"
                 " : vec4(FEATURES_tex(FEATURES_pos).aaa, 1.0)", "FEATURES")),
            ("yuv420p", "gray"), ran=("features", "view"))
        for count in (0, 1, 2, 3, 4)
    ),
    Case("components-on-chroma", (
        hooked("vec4(HOOKED_tex(HOOKED_pos).rg, 0.7, 0.3)", "CHROMA", "COMPONENTS 2",
               desc="two"),), ("yuv420p",), ran=("two",)),
)  # fmt: skip
