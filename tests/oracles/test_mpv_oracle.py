"""The oracle itself: what it reads in mpv's trace; no failure may be taken for a picture.

The first half needs no mpv.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from anime4k_gl.formats import Size
from oracles.mpv.case import shader_pass
from oracles.mpv.clips import CLIPS, Clips
from oracles.mpv.corpus import CASES
from oracles.mpv.differences import DIFFERENCES
from oracles.mpv.not_yet import NOT_YET
from oracles.mpv.oracle import BLUE, MpvCrashed, MpvRefused, MpvRun, Oracle
from oracles.mpv.params import without_params
from oracles.mpv.player import Player

pytest_plugins = ("oracles.mpv.fixtures",)

TRACE = """\
[gpu] Running hooks for LUMA
[gpu] Running hooks for MAIN
[gpu] Skipping hook on MAIN due to no texture named NOPE.
[gpu] Skipping hook on MAIN due to condition.
[gpu] pass 'combining planes': last 0us avg 0us peak 0us
[gpu] pass 'user shader: invert (all of it) (rgb)': last 0us avg 0us peak 0us
[gpu] Running hooks for LUMA
[gpu] pass 'user shader: second frame (rgb)': last 0us avg 0us peak 0us
"""


def test_the_trace_says_what_happened_on_the_first_frame() -> None:
    run = MpvRun([np.zeros((1, 1, 3), np.uint8)], TRACE)
    assert run.points == ("LUMA", "MAIN")
    assert run.ran == ("invert (all of it)",)
    assert run.skipped == (("MAIN", "no texture named NOPE"), ("MAIN", "condition"))


def test_parameters_become_numbers() -> None:
    text = """\
//!PARAM strength
//!DESC how much
//!TYPE float
//!MINIMUM -1
//!MAXIMUM 1.0
-0.5

//!PARAM mode
//!TYPE ENUM int
OFF
ON

//!HOOK MAIN
//!BIND HOOKED
//!WHEN mode ON = strength 0 < *
vec4 hook() { return HOOKED_tex(HOOKED_pos) * strength; }
"""
    assert (
        without_params(text, {"mode": 1})
        == """\
//!HOOK MAIN
//!BIND HOOKED
//!WHEN 1.0 1.0 = 0 0.5 - 0 < *
#define strength (-0.5)
#define OFF 0
#define ON 1
#define mode (1)
vec4 hook() { return HOOKED_tex(HOOKED_pos) * strength; }
""".replace("1.0 1.0 =", "1.0 1 =")
    )


def test_exceptions_name_questions_that_are_asked() -> None:
    asked = {q for case in CASES.values() for q in case.questions()}
    asked_by = {"/".join(q[:length]) for q in asked for length in (1, 2, 3)}
    assert asked_by >= NOT_YET
    assert asked_by >= DIFFERENCES.keys()


@pytest.mark.parametrize(
    ("line", "version"),
    [
        ("mpv 0.35.1 Copyright © 2000-2023 mpv/MPlayer/mplayer2 projects", (0, 35)),
        ("mpv v0.40.0 Copyright © 2000-2025 mpv/MPlayer/mplayer2 projects", (0, 40)),
        ("mpv v0.41.0-dev-g0123456789 Copyright © 2000-2025 mpv/MPlayer/mplayer2", (0, 41)),
    ],
)
def test_a_player_is_told_in_its_own_words(line: str, version: tuple[int, int]) -> None:
    player = Player(line)
    assert player.version == version
    old = version < (0, 37)
    assert ("--alpha=no" in player.plain()) == old
    assert ("--background=none" in player.plain()) != old
    assert player.options(["--scaler-lut-size=10", "--cscale=ewa_lanczos", "--deband"]) == (
        ("--scaler-lut-size=10", "--cscale=ewa_lanczos", "--deband")
        if old
        else ("--cscale=ewa_lanczos", "--cscale-radius=3", "--deband")
    )


def test_the_corpus_covers_directives_macros_and_formats() -> None:
    text = "\n".join(text for case in CASES.values() for text in case.shaders)
    directives = (
        "HOOK BIND SAVE DESC WIDTH HEIGHT WHEN COMPONENTS COMPUTE TEXTURE SIZE FORMAT FILTER"
        " BORDER PARAM TYPE MINIMUM MAXIMUM"
    )
    for directive in (*directives.split(), "OFFSET ALIGN", "OFFSET -0.5"):
        assert f"//!{directive}" in text, directive
    for macro in (
        "raw",
        "pos",
        "size",
        "pt",
        "tex",
        "texOff",
        "gather",
        "mul",
        "off",
        "rot",
        "map",
    ):
        assert f"HOOKED_{macro}" in text, macro
    for name in ("frame", "random", "input_size", "target_size", "tex_offset", "out_image"):
        assert name in text, name
    assert {clip for case in CASES.values() for clip in case.clips} == set(CLIPS)


# With mpv.

SIZE = Size(64, 48)


def test_a_shader_that_does_not_compile_is_refused(oracle: Oracle, clips: Clips) -> None:
    broken = shader_pass("vec4(undeclared)", "HOOK MAIN", "BIND HOOKED")
    with pytest.raises(MpvRefused, match="undeclared"):
        oracle.mpv_frames(clips.path("rgb24"), [broken], size=SIZE)


def test_a_blank_line_ends_the_header(oracle: Oracle, clips: Clips) -> None:
    text = "//!HOOK MAIN\n\n//!BIND HOOKED\nvec4 hook() { return vec4(1.0); }\n"
    with pytest.raises(MpvRefused):
        oracle.mpv_frames(clips.path("rgb24"), [text], size=SIZE)


def test_an_abort_is_reported(oracle: Oracle, clips: Clips) -> None:
    wide = shader_pass("vec4(0.5)", "HOOK LUMA", "BIND HOOKED", "COMPONENTS 4")
    with pytest.raises(MpvCrashed, match="offset"):
        oracle.mpv_frames(clips.path("yuv420p"), [wide], size=SIZE)


def test_an_answer_is_kept(oracle: Oracle, clips: Clips, tmp_path: Path) -> None:
    paint = shader_pass("vec4(BLUE, 1.0)", "HOOK OUTPUT").replace(
        "BLUE", "0.2, 0.4, gl_FragCoord.x / 64.0"
    )
    first = oracle.mpv_frames(clips.path("rgb24"), [paint], size=SIZE, frames=2)
    again = oracle.mpv_frames(clips.path("rgb24"), [paint], size=SIZE, frames=2)
    assert again is first
    assert [frame.shape for frame in first.frames] == [(48, 64, 3)] * 2
    assert tuple(first.frames[0][0, 0]) == (51, 102, 2) != BLUE
