"""Conversion passes: planes to R'G'B' before the hooks, R'G'B' to the output after them.

They are user shaders generated from the source's and the output's description, so that they are
planned, run and reported like every other pass.
"""

from __future__ import annotations

from ...colour import Colour, component_scale, from_rgb, to_rgb
from ...formats import ColourModel, PixelLayout
from ...usershader import UserShader, parse_user_shader
from ..image import chroma_transform


def plane_name(index: int) -> str:
    """Return the texture name of a source plane."""
    return f"PLANE{index}"


def planes_to_rgb(layout: PixelLayout, colour: Colour) -> UserShader:
    """Return the pass that turns a decoded frame's planes into MAIN: R'G'B', straight alpha.

    Chroma is upsampled bilinearly from where its samples sit.
    """
    scale = component_scale(layout)
    order = {ColourModel.YUV: "yuv", ColourModel.RGB: "rgb", ColourModel.GRAY: "y"}[layout.model]
    samples = []
    for component in order:
        index, channel = _find(layout, component)
        samples.append(_sample(layout, colour, index, channel))
    if len(samples) == 1:
        samples *= 3
    alpha = "1.0"
    if layout.has_alpha:
        index, channel = _find(layout, "a")
        alpha = f"{_fetch(index, channel)} * {scale!r}"
    affine = to_rgb(layout, colour)
    rows = [f"dot(sampled, {_vec3(row)}) + {offset!r}" for row, offset in
            zip(affine.matrix, affine.offset, strict=True)]  # fmt: skip
    binds = "".join(f"//!BIND {plane_name(i)}\n" for i in range(len(layout.planes)))
    bilinear = "".join(_bilinear(index) for index, plane in enumerate(layout.planes)
                       if plane.log2_x or plane.log2_y)  # fmt: skip
    return parse_user_shader(
        f"""//!HOOK MAIN
{binds}//!SAVE MAIN
//!WIDTH NATIVE_CROPPED.w
//!HEIGHT NATIVE_CROPPED.h
//!COMPONENTS {4 if layout.has_alpha else 3}
//!DESC {layout.name} to R'G'B'

{bilinear}
vec4 hook() {{
    vec3 sampled = vec3({", ".join(samples)}) * {scale!r};
    return vec4({("," + chr(10) + "                ").join(rows)},
                {alpha});
}}
""",
        filename="<planes to R'G'B'>",
    )


def _find(layout: PixelLayout, component: str) -> tuple[int, str]:
    """Return (plane index, GLSL channel) of a component."""
    for index, plane in enumerate(layout.planes):
        if component in plane.channels:
            return index, "rgba"[plane.channels.index(component)]
    raise AssertionError(f"{layout.name} has no component {component}")


def _fetch(index: int, channel: str) -> str:
    name = plane_name(index)
    return f"{name}_near(gl_FragCoord.xy * {name}_pt).{channel}"


def _sample(layout: PixelLayout, colour: Colour, index: int, channel: str) -> str:
    plane = layout.planes[index]
    if not (plane.log2_x or plane.log2_y):
        return _fetch(index, channel)
    across, down = 1 << plane.log2_x, 1 << plane.log2_y
    dx, dy = chroma_transform(colour.siting, plane.log2_x, plane.log2_y).shift
    position = f"gl_FragCoord.xy / vec2({across}.0, {down}.0) + vec2({dx!r}, {dy!r})"
    return f"bilinear{index}({position}).{channel}"


def _bilinear(index: int) -> str:
    # Interpolated in the shader, since drivers weight in few bits; the sampler clamps.
    near, pt = f"{plane_name(index)}_near", f"{plane_name(index)}_pt"
    return f"""
vec4 bilinear{index}(vec2 position) {{
    vec2 at = position - vec2(0.5, 0.5);
    vec2 weight = at - floor(at);
    vec2 a = (floor(at) + vec2(0.5, 0.5)) * {pt}, b = (floor(at) + vec2(1.5, 1.5)) * {pt};
    return mix(mix({near}(a), {near}(vec2(b.x, a.y)), weight.x),
               mix({near}(vec2(a.x, b.y)), {near}(b), weight.x),
               weight.y);
}}
"""


def texture_to_half(*, alpha: bool) -> UserShader:
    """Return the pass that stores an R'G'B'(A) source as half floats, as the hooks expect it.

    Rounded to the nearest half in the shader: how a GPU rounds when it writes a half-float texture
    is up to the driver (an H200 and llvmpipe truncate), and the passes compare values to the last
    bit.
    """
    return parse_user_shader(
        f"""//!HOOK MAIN
//!BIND SOURCE
//!SAVE MAIN
//!WIDTH NATIVE_CROPPED.w
//!HEIGHT NATIVE_CROPPED.h
//!COMPONENTS {4 if alpha else 3}
//!DESC source to half float

vec4 hook() {{
    vec4 c = texelFetch(SOURCE_raw, ivec2(gl_FragCoord.xy), 0);
    uvec4 bits = floatBitsToUint(c);
    uvec4 half_odd = (bits >> uvec4(13u)) & uvec4(1u);
    return uintBitsToFloat((bits + uvec4(0xFFFu) + half_odd) & uvec4(0xFFFFE000u));
}}
""",
        filename="<source to half float>",
    )


def rgb_to_texture(*, alpha: bool, by_hand: bool = True) -> UserShader:
    """Return the pass that writes R'G'B' into one output texture, with the scaled alpha if any.

    With `by_hand` texels are fetched; otherwise they are sampled, as in mpv.
    """
    fetched, sampled = "texelFetch({}, ivec2(gl_FragCoord.xy), 0)", "texture({}, HOOKED_pos)"
    read = (fetched if by_hand else sampled).format("HOOKED_raw")
    bind = "//!BIND ALPHASOURCE\n" if alpha else ""
    a = "texelFetch(ALPHASOURCE_raw, ivec2(gl_FragCoord.xy), 0).a" if alpha else "1.0"
    return parse_user_shader(
        f"""//!HOOK OUTPUT
//!BIND HOOKED
{bind}//!SAVE RESULT
//!COMPONENTS 4
//!DESC output

vec4 hook() {{
    return vec4({read}.rgb, {a});
}}
""",
        filename="<output>",
    )


def rgb_to_planes(layout: PixelLayout, colour: Colour, *, alpha: bool) -> tuple[UserShader, ...]:
    """Return one pass per plane of an output layout (YUV, gray or planar RGB).

    Chroma is averaged over its block, around where its sample sits. Codes are rounded to the
    layout's depth in the shader, since a 16-bit texture would round to 16 bits.
    """
    return tuple(
        _plane_pass(layout, colour, index, alpha=alpha) for index in range(len(layout.planes))
    )


def _plane_pass(layout: PixelLayout, colour: Colour, index: int, *, alpha: bool) -> UserShader:
    plane = layout.planes[index]
    affine = from_rgb(layout, colour)
    order = "rgb" if layout.model is ColourModel.RGB else "yuv"
    taps_x = _block_taps(plane.log2_x, bool(colour.siting.value[0]))
    taps_y = _block_taps(plane.log2_y, bool(colour.siting.value[1]))
    reads = "\n".join(
        f"    rgb += {wx * wy!r} * colour({dx}, {dy});" for dy, wy in taps_y for dx, wx in taps_x
    )
    values = []
    for component in plane.channels:
        if component == "x":  # padding
            values.append("0.0")
        elif component == "a":
            values.append("texelFetch(ALPHASOURCE_raw, ivec2(gl_FragCoord.xy), 0).a"
                          if alpha else "1.0")  # fmt: skip
        else:
            row = order.index(component)
            values.append(f"dot(rgb, {_vec3(affine.matrix[row])}) + {affine.offset[row]!r}")
    values += ["0.0"] * (4 - len(values))
    top = float((1 << layout.depth) - 1)
    storage = 1 / (top * component_scale(layout))
    binds = "//!BIND HOOKED\n" + ("//!BIND ALPHASOURCE\n" if alpha and layout.has_alpha else "")
    size = (f"//!WIDTH OUTPUT.w {1 << plane.log2_x} /\n//!HEIGHT OUTPUT.h {1 << plane.log2_y} /\n"
            if plane.log2_x or plane.log2_y else "")  # fmt: skip
    return parse_user_shader(
        f"""//!HOOK OUTPUT
{binds}//!SAVE RESULT{index}
{size}//!COMPONENTS {plane.format.components}
//!DESC output {layout.name} plane {index}

vec3 colour(int x, int y) {{
    vec2 block = floor(gl_FragCoord.xy) * vec2({1 << plane.log2_x}.0, {1 << plane.log2_y}.0);
    return clamp(HOOKED_near((block + vec2(x, y) + 0.5) * HOOKED_pt).rgb, 0.0, 1.0);
}}

vec4 hook() {{
    vec3 rgb = vec3(0.0, 0.0, 0.0);
{reads}
    vec4 value = vec4({("," + chr(10) + "                      ").join(values)});
    return floor(clamp(value, 0.0, 1.0) * {top!r} + 0.5) * {storage!r};
}}
""",
        filename=f"<output plane {index}>",
    )


def _block_taps(log2: int, cosited: bool) -> tuple[tuple[int, float], ...]:
    """Return (pixel offset, weight) pairs along one axis for a chroma sample of a block."""
    if log2 == 0:
        return ((0, 1.0),)
    block = 1 << log2
    if cosited:  # a triangle around the block's first pixel
        weights = ((k, (block - abs(k)) / block**2) for k in range(1 - block, block))
        return tuple(weights)
    return tuple((k, 1 / block) for k in range(block))


def _vec3(row: tuple[float, float, float]) -> str:
    return f"vec3({', '.join(map(repr, row))})"
