"""The passes from a decoded frame's raw planes to R'G'B', as user shaders.

`conversion.planes_to_rgb` does it in one pass. These do it in the steps between mpv's hook points:
merged planes, combined planes, R'G'B'.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...colour import Affine
from ...usershader import UserShader, parse_user_shader


def merge_planes(name: str, binds: Sequence[tuple[str, str]], desc: str) -> UserShader:
    """Return the pass that merges channels of planes of one size into one texture.

    Parameters
    ----------
    name : the name the result is saved under
    binds : for each of its channels, the plane's name and the channel there (``r`` to ``a``)
    desc : its name in reports
    """
    lines = "".join(f"//!BIND {plane}\n" for plane in dict.fromkeys(p for p, _ in binds))
    reads = [f"{p}_mul * texelFetch({p}_raw, ivec2(gl_FragCoord.xy), 0).{c}" for p, c in binds]
    reads += ["0.0", "0.0", "1.0"][len(binds) - 1 :] if len(binds) < 4 else []
    joined = (",\n                ").join(reads)
    return parse_user_shader(
        f"//!HOOK NATIVE\n{lines}//!SAVE {name}\n//!COMPONENTS {len(binds)}\n//!DESC {desc}\n\n"
        f"vec4 hook() {{\n    return vec4({joined});\n}}\n",
        filename="<merge planes>",
    )


def sample_plane(name: str) -> UserShader:
    """Return the pass that scales a plane by the sampler's own interpolation."""
    return parse_user_shader(
        f"//!HOOK NATIVE\n//!BIND {name}\n//!SAVE {name}\n//!DESC scale {name}\n\n"
        f"vec4 hook() {{\n    return {name}_tex({name}_pos);\n}}\n",
        filename="<scale planes>",
    )


def combine_planes(
    parts: Sequence[tuple[str, int, bool]],
    *,
    affine: Affine | None,
    order: Sequence[int],
    by_hand: bool = True,
) -> UserShader:
    """Return the pass that combines aligned planes and, with `affine`, converts them to R'G'B'.

    Parameters
    ----------
    parts : for each plane its name, how many of its channels to take, and whether it matches the
        output texel for texel (otherwise it is sampled bilinearly)
    affine : the colour matrix, None to stay in the source's own components
    order : the combined channel that each of r, g, b (and a) is taken from, before the matrix
    by_hand : interpolate exactly, in the shader; otherwise in the sampler, as mpv does, where an
        infinite texel makes itself and its neighbours NaN
    """
    binds = "".join(f"//!BIND {name}\n" for name, _, _ in parts)
    functions = "".join(_sampler(name) for name, _, straight in parts if by_hand and not straight)
    reads = []
    for name, count, straight in parts:
        exact = f"texelFetch({name}_raw, ivec2(gl_FragCoord.xy), 0)" if straight else f"at_{name}()"
        read = exact if by_hand else f"texture({name}_raw, {name}_pos)"
        reads.append(f"({name}_mul * {read}).{'rgba'[:count]}")
    total = sum(count for _, count, _ in parts)
    padding = ["0.0", "0.0", "1.0"][total - 1 :] if total < 4 else []
    channels = 4 if len(order) == 4 else 3
    body = f"    vec4 c = vec4({', '.join([*reads, *padding])});\n"
    if affine is None:
        body += "    return c;\n"
        save, components, desc = "NATIVE", total, "combine planes"
    else:
        body += matrix_lines(affine, order)
        save, components, desc = "MAIN", channels, "planes to R'G'B'"
    return parse_user_shader(
        f"//!HOOK NATIVE\n{binds}//!SAVE {save}\n//!COMPONENTS {components}\n//!DESC {desc}\n"
        f"{functions}\nvec4 hook() {{\n{body}}}\n",
        filename="<combine planes>",
    )


def native_to_rgb(affine: Affine, order: Sequence[int]) -> UserShader:
    """Return the pass from NATIVE to MAIN: the order of channels and the colour matrix."""
    return parse_user_shader(
        f"//!HOOK MAIN\n//!BIND NATIVE\n//!SAVE MAIN\n//!COMPONENTS {4 if len(order) == 4 else 3}\n"
        "//!DESC to R'G'B'\n\n"
        "vec4 hook() {\n    vec4 c = texture(NATIVE_raw, NATIVE_pos);\n"
        f"{matrix_lines(affine, order)}}}\n",
        filename="<to R'G'B'>",
    )


def matrix_lines(affine: Affine, order: Sequence[int]) -> str:
    """Return the end of a ``hook()`` that turns ``vec4 c`` into R'G'B'(A)."""
    swizzle = "".join("rgba"[index] for index in order[:3])
    rows = [
        f"dot(v, vec3({', '.join(map(repr, row))})) + {offset!r}"
        for row, offset in zip(affine.matrix, affine.offset, strict=True)
    ]
    alpha = "c." + "rgba"[order[3]] if len(order) == 4 else "1.0"
    joined = (",\n                ").join([*rows, alpha])
    return f"    vec3 v = c.{swizzle};\n    return vec4({joined});\n"


def _sampler(name: str) -> str:
    """Return a GLSL function that samples a texture bilinearly.

    Computed in the shader: some samplers weight in steps of 1/256.
    """
    raw = f"{name}_raw"
    return f"""
vec4 at_{name}() {{
    ivec2 last = ivec2({name}_size) - ivec2(1, 1);
    vec2 at = {name}_pos * {name}_size - vec2(0.5, 0.5);
    vec2 weight = at - floor(at);
    ivec2 a = clamp(ivec2(floor(at)), ivec2(0, 0), last);
    ivec2 b = clamp(ivec2(floor(at)) + ivec2(1, 1), ivec2(0, 0), last);
    return mix(mix(texelFetch({raw}, a, 0), texelFetch({raw}, ivec2(b.x, a.y), 0), weight.x),
               mix(texelFetch({raw}, ivec2(a.x, b.y), 0), texelFetch({raw}, b, 0), weight.x),
               weight.y);
}}
"""
