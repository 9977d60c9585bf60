"""Parameters that are part of a program's text: another value asks for another program."""

from __future__ import annotations

import pytest

from anime4k_gl import parse_user_shader
from anime4k_gl.formats import Size
from anime4k_gl.plan import Plan, make_plan
from anime4k_gl.plan.compiled_params import compiled_params
from anime4k_gl.plan.param_values import resolve_params
from anime4k_gl.plan.reparameterise import keeps_plan, same_but_for_uniforms

SHADER = parse_user_shader(
    "".join(f"//!PARAM {n}\n//!TYPE {t}\n1\n" for n, t in (
        ("gain", "float"), ("bias", "float"), ("taps", "CONSTANT int"), ("mode", "DEFINE"),
        ("late", "DYNAMIC float"),
    ))
    + "//!HOOK MAIN\n//!BIND HOOKED\nconst float twice = gain * 2.0;\n"
    "vec4 hook() { const float local = late; return HOOKED_tex(HOOKED_pos) * twice + bias; }\n"
)  # fmt: skip


def planned(**params: float) -> Plan:
    return make_plan([SHADER], source=Size(8, 8), target=Size(8, 8), scaler="none", params=params)


def test_what_is_compiled_in() -> None:
    assert compiled_params(SHADER) == {"gain", "taps", "mode"}


@pytest.mark.parametrize(
    ("name", "uniform"),
    [("gain", False), ("bias", True), ("taps", False), ("mode", False), ("late", True)],
)
def test_another_value_keeps_the_programs_where_it_is_a_uniform(name: str, uniform: bool) -> None:
    before, after = (resolve_params([SHADER], values) for values in ({}, {name: 3}))
    assert keeps_plan([SHADER], before, after) == uniform
    assert same_but_for_uniforms(planned(), planned(**{name: 3})) == uniform
