"""Planes that libplacebo scales alone: where its rules say so, as plans show them."""

from __future__ import annotations

from typing import Any

import pytest
from oracles.mpv.case import shader_pass

from anime4k_gl import parse_user_shader
from anime4k_gl.colour import guess
from anime4k_gl.formats import PIXEL_LAYOUTS, Size
from anime4k_gl.plan import Plan, ScalingOptions, make_plan

SOURCE = Size(40, 30)
LUMA = "HOOK LUMA; BIND HOOKED"
LUMA_2X = f"{LUMA}; WIDTH HOOKED.w 2 *; HEIGHT HOOKED.h 2 *"
CHROMA_4X = "HOOK CHROMA; BIND HOOKED; WIDTH HOOKED.w 4 *; HEIGHT HOOKED.h 4 *"


def made(*headers: str, layout: str = "yuv420p", dialect: str = "libplacebo",
         **options: Any) -> Plan:  # fmt: skip
    text = "".join(shader_pass("vec4(0.5)", *header.split("; ")) for header in headers)
    defaults: dict[str, Any] = {"target": Size(100, 75), "scaler": "bilinear"}
    return make_plan(
        [parse_user_shader(text)], source=SOURCE, dialect=dialect, layout=PIXEL_LAYOUTS[layout],
        colour=guess(PIXEL_LAYOUTS[layout], SOURCE), **(defaults | options),
    )  # fmt: skip


def alone(plan: Plan) -> bool:
    """Return whether the planes are combined at the output's size, and nothing is scaled after."""
    (combined,) = (r for r in plan.runs if r.label in ("planes to R'G'B'", "combine planes"))
    scaled = [r for r in plan.runs if r.hook == "scale"]
    at_target = plan.values[combined.output].size == plan.target
    assert not (at_target and scaled)
    return at_target


@pytest.mark.parametrize("layout", ["yuv420p", "yuv444p10le", "nv12", "gray", "rgb24", "yuva420p"])
@pytest.mark.parametrize(
    "header",
    [LUMA, LUMA_2X, "HOOK SCALED; BIND HOOKED", "HOOK OUTPUT; BIND HOOKED", "HOOK RGB; WHEN 0"],
)
def test_where_nothing_needs_the_picture(layout: str, header: str) -> None:
    assert alone(made(header, layout=layout))
    assert not alone(made(header, layout=layout, dialect="vo_gpu"))


@pytest.mark.parametrize("point", ["NATIVE", "MAIN", "MAINPRESUB", "LINEAR", "SIGMOID",
                                   "PREKERNEL", "POSTKERNEL"])  # fmt: skip
@pytest.mark.parametrize("how", ["HOOK {0}; BIND HOOKED", "HOOK OUTPUT; BIND {0}",
                                 "HOOK OUTPUT; BIND HOOKED; WHEN {0}.w 0 >"])  # fmt: skip
def test_not_where_a_pass_names_a_point_between(point: str, how: str) -> None:
    assert not alone(made(LUMA, how.format(point)))


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, True),
        ({"target": SOURCE}, True),  # nothing to scale: the same size either way
        ({"target": Size(20, 15)}, False),
        ({"target": Size(100, 20)}, False),
        ({"target": Size(20, 15), "scaling": ScalingOptions(correct_downscaling=False)}, True),
        ({"scaler": "spline36"}, False),
        ({"scaling": ScalingOptions(cscaler="spline36")}, False),
        ({"scaling": ScalingOptions(dscaler="spline36")}, True),
    ],
)
def test_by_scaler_and_direction(options: dict[str, Any], expected: bool) -> None:
    assert alone(made("HOOK OUTPUT; BIND HOOKED", layout="yuv420p", **options)) == expected


def test_the_prescaled_size_decides() -> None:
    assert alone(made(LUMA_2X, target=Size(100, 75)))
    assert not alone(made(LUMA_2X, target=Size(70, 52)))  # smaller than the doubled plane
    assert not alone(made(CHROMA_4X))  # chroma is made smaller than it is


def test_an_offset_below_a_pixel_is_lost_and_a_whole_one_is_not() -> None:
    assert alone(made(f"{LUMA}; OFFSET 0.5 -0.5"))
    assert not alone(made(f"{LUMA}; OFFSET 1 0"))


def test_later_passes_see_the_size_that_prescalers_gave() -> None:
    plan = made(LUMA_2X, "HOOK OUTPUT; BIND HOOKED; DESC last")
    (run,) = (r for r in plan.runs if r.label == "last")
    assert run.input_size == (80, 60)
    assert plan.values[run.output].size == plan.target
