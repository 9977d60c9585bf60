"""The pass from HDR or wide-gamut R'G'B' to SDR, as a user shader.

The numbers and their reasons are in `tonemap`.
"""

from __future__ import annotations

from ...tonemap import (
    BRIGHT_KNEE,
    GAMUT_KNEE,
    HLG_A,
    HLG_B,
    HLG_C,
    HLG_SYSTEM_GAMMA,
    PQ_C1,
    PQ_C2,
    PQ_C3,
    PQ_M1,
    PQ_M2,
    PQ_MAX,
    SDR_WHITE,
    Curve,
    DisplayStep,
    eetf_knee,
    pq_code,
    soft_slope,
)
from ...usershader import UserShader, parse_user_shader


def to_display(step: DisplayStep, *, alpha: bool) -> UserShader:
    """Return the pass over MAIN from the source's R'G'B' to SDR in BT.709."""
    curve = {Curve.PQ: _PQ, Curve.HLG: _hlg(step), Curve.POWER: _power(step)}[step.curve]
    tone = "" if step.curve is Curve.POWER else _PQ_CODE + _tone(step)
    gamut = "" if step.to_bt709 is None else _gamut(step)
    return parse_user_shader(
        f"""//!HOOK MAIN
//!BIND HOOKED
//!SAVE MAIN
//!COMPONENTS {4 if alpha else 3}
//!DESC {step.desc}
{curve}{tone}{gamut}
vec4 hook() {{
    vec4 c = texelFetch(HOOKED_raw, ivec2(gl_FragCoord.xy), 0);
    vec3 light = to_light(clamp(c.rgb, 0.0, 1.0));
{"    light = compressed(light);" + chr(10) if tone else ""}\
{"    light = in_gamut(light);" + chr(10) if gamut else ""}\
    return vec4(pow(clamp(light, 0.0, 1.0), vec3({1 / step.gamma!r})), c.a);
}}
""",
        filename="<to the display>",
    )


# Light is relative to SDR's white.
_PQ = f"""
vec3 to_light(vec3 code) {{
    vec3 p = pow(code, vec3({1 / PQ_M2!r}));
    vec3 y = max(p - {PQ_C1!r}, 0.0) / ({PQ_C2!r} - {PQ_C3!r} * p);
    return {PQ_MAX / SDR_WHITE!r} * pow(y, vec3({1 / PQ_M1!r}));
}}
"""

_PQ_CODE = f"""
float pq_code(float light) {{
    float y = pow({SDR_WHITE / PQ_MAX!r} * light, {PQ_M1!r});
    return pow(({PQ_C1!r} + {PQ_C2!r} * y) / (1.0 + {PQ_C3!r} * y), {PQ_M2!r});
}}

float pq_light(float code) {{
    float p = pow(code, {1 / PQ_M2!r});
    float y = max(p - {PQ_C1!r}, 0.0) / ({PQ_C2!r} - {PQ_C3!r} * p);
    return {PQ_MAX / SDR_WHITE!r} * pow(y, {1 / PQ_M1!r});
}}
"""


def _hlg(step: DisplayStep) -> str:
    return f"""
vec3 to_light(vec3 code) {{
    vec3 high = (exp((code - {HLG_C!r}) / {HLG_A!r}) + {HLG_B!r}) / 12.0;
    vec3 scene = mix(code * code / 3.0, high, greaterThan(code, vec3(0.5)));
    float y = dot(scene, {_vec3(step.luma)});
    return {step.peak / SDR_WHITE!r} * pow(y, {HLG_SYSTEM_GAMMA - 1!r}) * scene;
}}
"""


def _power(step: DisplayStep) -> str:
    return f"""
vec3 to_light(vec3 code) {{
    return pow(code, vec3({step.gamma!r}));
}}
"""


def _tone(step: DisplayStep) -> str:
    """Return BT.2390's curve, applied to the largest component."""
    knee, top = eetf_knee(step.peak)
    if top >= 1:
        return "\nvec3 compressed(vec3 light) {\n    return light;\n}\n"
    peak = pq_code(step.peak)
    return f"""
vec3 compressed(vec3 light) {{
    float largest = max(light.r, max(light.g, light.b));
    float e = min(pq_code(largest) / {peak!r}, 1.0);
    if (e <= {knee!r}) return light;
    float t = (e - {knee!r}) / {1 - knee!r};
    float t2 = t * t, t3 = t * t * t;
    float e2 = (2.0 * t3 - 3.0 * t2 + 1.0) * {knee!r} + (t3 - 2.0 * t2 + t) * {1 - knee!r}
             + (3.0 * t2 - 2.0 * t3) * {top!r};
    return light * (pq_light(e2 * {peak!r}) / largest);
}}
"""


def _gamut(step: DisplayStep) -> str:
    """Return the matrix and the soft clips."""
    assert step.to_bt709 is not None
    rows = (",\n                  ").join(f"dot(light, {_vec3(row)})" for row in step.to_bt709)
    return f"""
vec3 in_gamut(vec3 light) {{
    vec3 c = vec3({rows});
    float largest = max(c.r, max(c.g, c.b));
    if (largest <= 0.0) return vec3(0.0);
    vec3 x = max((largest - c) / largest - {GAMUT_KNEE!r}, 0.0);
    vec3 distance = {GAMUT_KNEE!r} + x / (1.0 + x * {soft_slope(GAMUT_KNEE, step.farthest)!r});
    c = mix(c, largest * (1.0 - distance), greaterThan(x, vec3(0.0)));
    float over = largest - {BRIGHT_KNEE!r};
    if (over <= 0.0) return c;
    // The brightest that a colour of these ratios gets: where the source's largest is 1.
    float brightest = max(largest / max(light.r, max(light.g, light.b)), 1.0);
    float slope = {1 / (1 - BRIGHT_KNEE)!r} - 1.0 / (brightest - {BRIGHT_KNEE!r});
    return c * (({BRIGHT_KNEE!r} + over / (1.0 + over * slope)) / largest);
}}
"""


def _vec3(row: tuple[float, float, float]) -> str:
    return f"vec3({', '.join(map(repr, row))})"
