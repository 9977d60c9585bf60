"""Long programs as people publish them, in structure; the arithmetic and weights are our own."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from oracles.mpv.case import DOUBLE, SAME, UP, Case, shader_pass
from oracles.mpv.corpus.lookups import lookup
from oracles.mpv.corpus.params import param

Weights = npt.NDArray[np.float64]

_TWICE_AS_BIG = "WHEN OUTPUT.w HOOKED.w / 1.200 > OUTPUT.h HOOKED.h / 1.200 > *"
_ALWAYS = "WHEN 1"


def _number(value: float) -> str:
    return f"{value:.6f}"


# A prescaler: new columns, then new rows, the place of the result told by OFFSET.


def prescaler(condition: str) -> str:
    """Return a luma doubler in two stages, each predicting every other sample from its window."""
    return _prescaler_stage("x", condition, 7) + _prescaler_stage("y", condition, 8)


def _prescaler_stage(axis: str, condition: str, seed: int) -> str:
    across = axis == "x"
    generator = np.random.default_rng(seed)
    neurons = generator.normal(0, 0.25, (8, 24))
    neurons -= neurons.mean(axis=1, keepdims=True)
    readout = generator.normal(0, 0.15, 8)
    sums = []
    for number in range(8):
        terms = " + ".join(
            f"dot(window[{k}], vec4({', '.join(map(_number, neurons[number, 4 * k : 4 * k + 4]))}))"
            for k in range(6)
        )
        sums.append(f"    sum += {_number(readout[number])} * tanh({terms});")
    # Four rows (or columns) by six samples around the sample that is to be put in between.
    reads = []
    for n in range(24):
        along, beside = n % 6 - 2, n // 6 - 1
        x, y = (along, beside) if across else (beside, along)
        reads.append(f"    window[{n // 4}][{n % 4}] = HOOKED_texOff(vec2({x}.0, {y}.0)).r;")
    predict = shader_pass(
        "vec4 hook() {\n    vec4 window[6];\n" + "\n".join(reads) + "\n    float sum = 0.0;\n"
        + "\n".join(sums)
        + f"\n    float middle = 0.5 * (HOOKED_tex(HOOKED_pos).r + HOOKED_texOff(vec2("
        f"{'1.0, 0.0' if across else '0.0, 1.0'})).r);\n"
        "    return vec4(clamp(middle + 0.2 * sum, 0.0, 1.0), 0.0, 0.0, 1.0);\n}",
        f"DESC predict {axis}", "HOOK LUMA", "BIND HOOKED", f"SAVE new_{axis}", condition,
        "COMPONENTS 1",
    )  # fmt: skip
    offset = "-0.5 0" if across else "0 -0.5"
    weave = shader_pass(
        f"""vec4 hook() {{
    float part = HOOKED_pos.{axis} * HOOKED_size.{axis};
    vec2 at = (floor(HOOKED_pos * HOOKED_size) + 0.5) * HOOKED_pt;
    return fract(part) < 0.5 ? HOOKED_tex(at) : new_{axis}_tex(at);
}}""",
        f"DESC weave {axis}", "HOOK LUMA", "BIND HOOKED", f"BIND new_{axis}",
        "WIDTH HOOKED.w 2 *" if across else "HEIGHT HOOKED.h 2 *", f"OFFSET {offset}", condition,
    )  # fmt: skip
    return predict + weave


# A small network: 3x3 convolutions to 8 features, four layers, then depth to space.

_LAYERS, _FEATURES = 4, 8


def _weights(layer: int, outputs: int, inputs: int) -> tuple[Weights, Weights]:
    """Return kernels (3, 3, outputs, inputs) and biases of one layer."""
    generator = np.random.default_rng(100 + layer)
    kernels = generator.normal(0, (2.0 / (9 * inputs)) ** 0.5, (3, 3, outputs, inputs))
    return kernels, generator.normal(0, 0.05, outputs)


def _matrix(kernel: Weights) -> str:
    """Return GLSL's mat4, column by column, of a kernel (4 outputs, 4 inputs)."""
    return f"mat4({', '.join(_number(v) for v in kernel.T.ravel())})"


def _vector(values: Weights) -> str:
    return f"vec4({', '.join(_number(v) for v in values)})"


Read = Callable[[int, int, int], str]


def _convolution(layer: int, half: int, sources: int, read: Read, *, first: bool) -> str:
    """Return statements that sum one half of a layer's features into ``result``."""
    inputs = 1 if first else 4 * sources
    outputs = 4 if layer == _LAYERS else _FEATURES
    kernels, biases = _weights(layer, outputs, inputs)
    part = slice(4 * half, 4 * half + 4)
    lines = [f"    vec4 result = {_vector(biases[part])};"]
    for y in (-1, 0, 1):
        for x in (-1, 0, 1):
            kernel = kernels[y + 1, x + 1, part]
            if first:
                lines.append(f"    result += {_vector(kernel[:, 0])} * {read(0, x, y)}.r;")
                continue
            for source in range(sources):
                columns = kernel[:, 4 * source : 4 * source + 4]
                lines.append(f"    result += {_matrix(columns)} * {read(source, x, y)};")
    return "\n".join(lines)


def _depth_to_space() -> str:
    return shader_pass(
        """vec4 hook() {
    vec2 place = fract(HOOKED_pos * HOOKED_size);
    ivec2 corner = ivec2(place * vec2(2.0));
    vec4 four = features_tex((vec2(0.5) - place) * features_pt + features_pos);
    float luma = HOOKED_tex(HOOKED_pos).r;
    return vec4(clamp(luma + 0.1 * tanh(four[corner.y * 2 + corner.x]), 0.0, 1.0), 0.0, 0.0, 1.0);
}""",
        "DESC depth to space", "HOOK LUMA", "BIND HOOKED", "BIND features", "WIDTH HOOKED.w 2 *",
        "HEIGHT HOOKED.h 2 *", _TWICE_AS_BIG,
    )  # fmt: skip


def network_of_fragments() -> str:
    """Return the network, each half of a layer's features by a fragment pass of its own."""
    passes = []
    for layer in range(_LAYERS + 1):
        halves = 1 if layer == _LAYERS else 2
        names = ["HOOKED"] if layer == 0 else [f"l{layer - 1}a", f"l{layer - 1}b"]
        for half in range(halves):

            def read(source: int, x: int, y: int, names: list[str] = names) -> str:
                value = f"{names[source]}_texOff(vec2({x}.0, {y}.0))"
                return value if names[0] == "HOOKED" else f"max({value}, vec4(0.0))"

            body = _convolution(layer, half, len(names), read, first=layer == 0)
            save = "features" if layer == _LAYERS else f"l{layer}{'ab'[half]}"
            passes.append(
                shader_pass(
                    f"vec4 hook() {{\n{body}\n    return result;\n}}",
                    f"DESC layer {layer} {'ab'[half]}", "HOOK LUMA",
                    *(f"BIND {name}" for name in names), f"SAVE {save}", "COMPONENTS 4",
                    "WIDTH HOOKED.w", "HEIGHT HOOKED.h", _TWICE_AS_BIG,
                )
            )  # fmt: skip
    return "\n".join(passes) + _depth_to_space()


def network_of_computes() -> str:
    """Return the network, both halves side by side in one texture, tiles in shared memory."""
    passes = []
    for layer in range(_LAYERS):
        first = layer == 0
        name = "HOOKED" if first else f"c{layer - 1}"
        sources = 1 if first else 2
        parts = []
        for half in range(2):

            def read(source: int, x: int, y: int) -> str:
                return f"tile[{source}][at.y + {y + 1}][at.x + {x + 1}]"

            sum_of_half = _convolution(layer, half, sources, read, first=first)
            store = f"imageStore(out_image, place * ivec2(2, 1) + ivec2({half}, 0), result);"
            parts.append(f"    {{\n{sum_of_half}\n    {store}\n    }}")
        if first:
            fetch = f"        tile[0][t.y][t.x] = {name}_tex((vec2(p) + 0.5) * {name}_pt);"
        else:
            fetch = "\n".join(
                f"        tile[{half}][t.y][t.x] = max(vec4(0.0), {name}_tex((vec2("
                f"p.x * 2 + {half}, p.y) + 0.5) * {name}_pt));"
                for half in range(2)
            )
        passes.append(
            shader_pass(
                f"""shared vec4 tile[{sources}][10][18];
void hook() {{
    ivec2 at = ivec2(gl_LocalInvocationID.xy);
    ivec2 place = ivec2(gl_WorkGroupID.xy) * ivec2(16, 8) + at;
    ivec2 last = ivec2(HOOKED_size) - 1;
    for (int n = int(gl_LocalInvocationIndex); n < 180; n += 128) {{
        ivec2 t = ivec2(n % 18, n / 18);
        ivec2 p = clamp(ivec2(gl_WorkGroupID.xy) * ivec2(16, 8) + t - 1, ivec2(0), last);
{fetch}
    }}
    barrier();
{chr(10).join(parts)}
}}""",
                f"DESC layer {layer}", "HOOK LUMA", "BIND HOOKED",
                *([] if first else [f"BIND {name}"]), f"SAVE c{layer}", "COMPONENTS 4",
                "WIDTH HOOKED.w 2 *", "HEIGHT HOOKED.h", "COMPUTE 32 8 16 8", _TWICE_AS_BIG,
            )
        )  # fmt: skip
    last = f"c{_LAYERS - 1}"

    def read_last(source: int, x: int, y: int) -> str:
        return (f"max(vec4(0.0), {last}_tex((vec2(clamp(at.x + {x}, 0, last.x) * 2 + {source},"
                f" clamp(at.y + {y}, 0, last.y)) + 0.5) * {last}_pt))")  # fmt: skip

    body = _convolution(_LAYERS, 0, 2, read_last, first=False)
    passes.append(
        shader_pass(
            f"""void hook() {{
    ivec2 at = ivec2(gl_GlobalInvocationID.xy);
    ivec2 last = ivec2(HOOKED_size) - 1;
{body}
    for (int n = 0; n < 4; n++) {{
        float luma = HOOKED_tex((vec2(at) + vec2(0.25 + 0.5 * float(n % 2),
                                                 0.25 + 0.5 * float(n / 2))) * HOOKED_pt).r;
        imageStore(out_image, at * 2 + ivec2(n % 2, n / 2),
                   vec4(clamp(luma + 0.1 * tanh(result[n]), 0.0, 1.0)));
    }}
}}""",
            f"DESC layer {_LAYERS}", "HOOK LUMA", "BIND HOOKED", f"BIND {last}",
            "WIDTH HOOKED.w 2 *", "HEIGHT HOOKED.h 2 *", "COMPUTE 32 16 16 8", _TWICE_AS_BIG,
        )
    )  # fmt: skip
    return "\n".join(passes)


# Chroma brought to luma's size, guided by luma.

_SMALL_LUMA = shader_pass(
    """vec4 hook() {
    vec2 at = (floor(HOOKED_pos * LUMA_size) + 0.5) * LUMA_pt;
    vec2 step = LUMA_pt;
    float sum = 0.0;
    for (int y = 0; y < 2; y++)
        for (int x = 0; x < 2; x++)
            sum += LUMA_tex(at + step * (vec2(x, y) - 0.5)).r;
    return vec4(sum / 4.0, 0.0, 0.0, 1.0);
}""",
    "DESC luma at chroma size", "HOOK CHROMA", "BIND HOOKED", "BIND LUMA", "SAVE luma_small",
    "WIDTH CHROMA.w", "HEIGHT CHROMA.h", "WHEN CHROMA.w LUMA.w <", "COMPONENTS 1",
)  # fmt: skip

_BILATERAL = shader_pass(
    """vec4 hook() {
    vec2 at = HOOKED_pos * HOOKED_size - 0.5;
    vec2 base = floor(at), part = at - base;
    float guide = LUMA_tex(LUMA_pos).r;
    vec2 sum = vec2(0.0);
    float weights = 0.0;
    for (int y = -1; y <= 2; y++)
        for (int x = -1; x <= 2; x++) {
            vec2 offset = vec2(x, y);
            vec2 texel = (base + offset + 0.5) * HOOKED_pt;
            vec2 away = offset - part;
            float apart = luma_small_tex(texel).r - guide;
            float weight = exp(-0.9 * dot(away, away) - 30.0 * apart * apart) + 1e-4;
            sum += weight * HOOKED_tex(texel).rg;
            weights += weight;
        }
    return vec4(sum / weights, 0.0, 1.0);
}""",
    "DESC joint bilateral", "HOOK CHROMA", "BIND HOOKED", "BIND LUMA", "BIND luma_small",
    "WIDTH LUMA.w", "HEIGHT LUMA.h", "WHEN CHROMA.w LUMA.w <", "OFFSET ALIGN",
)  # fmt: skip

# A sharpener whose strength comes from a table over local contrast and brightness.

_TABLE = np.clip(
    np.outer(np.sin(np.linspace(0.15, 3.0, 16)), np.sqrt(np.linspace(0.05, 1.0, 16)))[..., None]
    * np.array([1.0, 0.6]), 0, 1,
)  # fmt: skip
_SHARPENER = lookup("strength_table", "rg16f", (16, 16), _TABLE.ravel(), "FILTER LINEAR") + (
    shader_pass(
        """vec4 hook() {
    vec4 c = HOOKED_tex(HOOKED_pos);
    float low = c.r, high = c.r, sum = 0.0;
    for (int n = 0; n < 9; n++) {
        float tap = HOOKED_texOff(vec2(n % 3 - 1, n / 3 - 1)).r;
        low = min(low, tap);
        high = max(high, tap);
        sum += tap / 9.0;
    }
    return vec4(sum, low, high, 1.0);
}""",
        "DESC local range", "HOOK LUMA", "BIND HOOKED", "SAVE range_map", "COMPONENTS 3",
    )
    + shader_pass(
        """vec4 hook() {
    float luma = HOOKED_tex(HOOKED_pos).r;
    vec3 local = range_map_tex(range_map_pos).rgb;
    vec2 at = vec2(local.z - local.y, local.x) * 15.0 / 16.0 + 1.0 / 32.0;
    vec2 k = texture(strength_table, at).rg;
    float sharp = luma + k.x * (luma - local.x) * 2.0;
    return vec4(mix(sharp, clamp(sharp, local.y, local.z), k.y), 0.0, 0.0, 1.0);
}""",
        "DESC sharpen", "HOOK LUMA", "BIND HOOKED", "BIND range_map", "BIND strength_table",
    )
)  # fmt: skip

# A denoiser with knobs, at every plane there is.

_DENOISER = (
    param("noise_level", "float", "0.06", "DESC how different noise may be", "MINIMUM 0.001",
          "MAXIMUM 0.5")
    + param("reach", "DEFINE", "2", "MINIMUM 1", "MAXIMUM 4")
    + param("falloff", "CONSTANT float", "0.8", "MINIMUM 0.1", "MAXIMUM 4.0")
    + param("chroma_too", "int", "1", "MINIMUM 0", "MAXIMUM 1")
    + "".join(
        shader_pass(
            f"""vec4 hook() {{
    vec4 centre = HOOKED_tex(HOOKED_pos);
    vec4 sum = vec4(0.0);
    float weights = 0.0;
    for (int y = -reach; y <= reach; y++)
        for (int x = -reach; x <= reach; x++) {{
            vec4 tap = HOOKED_texOff(vec2(x, y));
            float apart = length(tap.{parts} - centre.{parts}) / noise_level;
            float weight = exp(-float(x * x + y * y) * falloff * 0.25 - apart * apart);
            sum += weight * tap;
            weights += weight;
        }}
    return sum / weights;
}}""",
            f"DESC denoise {point}", f"HOOK {point}", "BIND HOOKED", f"WHEN {condition}",
        )
        for point, parts, condition in (
            ("LUMA", "r", "noise_level 0 >"), ("CHROMA", "rg", "chroma_too noise_level 0 > *"),
            ("RGB", "rgb", "noise_level 0 >"),
        )
    )
)  # fmt: skip

# Scaling of the picture: a map of gradients at the source's size, a kernel turned along them.

_GRADIENTS = shader_pass(
    """float luma(vec2 offset) {
    return dot(HOOKED_texOff(offset).rgb, vec3(0.2126, 0.7152, 0.0722));
}
vec4 hook() {
    vec2 g = 0.5 * vec2(luma(vec2(1, 0)) - luma(vec2(-1, 0)), luma(vec2(0, 1)) - luma(vec2(0, -1)));
    return vec4(g.x * g.x, g.x * g.y, g.y * g.y, 1.0);
}""",
    "DESC gradients",
    "HOOK PREKERNEL",
    "BIND HOOKED",
    "SAVE gradients",
    "COMPONENTS 3",
)
_SMOOTHED = shader_pass(
    """vec4 hook() {
    vec4 sum = vec4(0.0);
    for (int y = -1; y <= 1; y++)
        for (int x = -1; x <= 1; x++)
            sum += gradients_texOff(vec2(x, y)) / 9.0;
    return sum;
}""",
    "DESC smooth gradients",
    "HOOK PREKERNEL",
    "BIND gradients",
    "SAVE gradients",
    "COMPONENTS 3",
)
_ALONG_EDGES = shader_pass(
    """vec4 hook() {
    vec3 tensor = gradients_tex(gradients_pos).xyz;
    float split = sqrt((tensor.x - tensor.z) * (tensor.x - tensor.z) + 4.0 * tensor.y * tensor.y);
    float angle = 0.5 * atan(2.0 * tensor.y, tensor.x - tensor.z + 1e-6);
    vec2 across = vec2(cos(angle), sin(angle));
    float edge = clamp(split * 40.0, 0.0, 1.0);
    vec2 at = PREKERNEL_pos * PREKERNEL_size - 0.5;
    vec2 base = floor(at);
    vec3 sum = vec3(0.0);
    float weights = 0.0;
    for (int y = -1; y <= 2; y++)
        for (int x = -1; x <= 2; x++) {
            vec2 away = base + vec2(x, y) - at;
            float d = dot(away, across);
            float weight = exp(-1.1 * dot(away, away) - 1.5 * edge * d * d);
            sum += weight * PREKERNEL_tex((base + vec2(x, y) + 0.5) * PREKERNEL_pt).rgb;
            weights += weight;
        }
    return vec4(sum / weights, 1.0);
}""",
    "DESC along edges", "HOOK POSTKERNEL", "BIND HOOKED", "BIND PREKERNEL", "BIND gradients",
    "WHEN POSTKERNEL.w PREKERNEL.w >",
)  # fmt: skip

CASES = (
    Case("prescaler", (prescaler(_TWICE_AS_BIG),),
         ("yuv420p", "yuv444p", "gray", "yuv420p10", "nv12", "yuv420p-odd", "yuv420p-full"),
         (DOUBLE, UP, SAME)),
    Case("prescaler-twice", 2 * (prescaler(_TWICE_AS_BIG),), ("yuv420p",), (DOUBLE, UP)),
    Case("prescaler-always", (prescaler(_ALWAYS),), ("yuv420p", "gray"), (SAME,)),
    Case("network-fragment", (network_of_fragments(),),
         ("yuv420p", "gray", "yuv420p10", "yuv420p-odd"), (DOUBLE, UP)),
    Case("network-compute", (network_of_computes(),), ("yuv420p", "gray", "yuv420p10",
                                                       "yuv420p-odd"), (DOUBLE, UP)),
    Case("chroma-bilateral", (_SMALL_LUMA + _BILATERAL,),
         ("yuv420p", "yuv420p10", "nv12", "yuv420p-full", "yuv420p-odd", "yuv422p", "yuv444p"),
         (SAME, UP)),
    Case("prescaler-and-chroma", (prescaler(_TWICE_AS_BIG), _SMALL_LUMA + _BILATERAL),
         ("yuv420p", "yuv420p-odd"), (DOUBLE, UP)),
    Case("lut-sharpener", (_SHARPENER,), ("yuv420p", "gray", "yuv420p10", "nv12"), (SAME, UP)),
    Case("denoiser", (_DENOISER,), ("yuv420p", "yuv420p10", "rgb24", "gray"), (SAME, UP)),
    Case("denoiser-given", (_DENOISER,), ("yuv420p",),
         params={"noise_level": 0.2, "reach": 1, "falloff": 0.3, "chroma_too": 0}),
    Case("scaler-along-edges", (_GRADIENTS + _SMOOTHED + _ALONG_EDGES,),
         ("yuv420p", "rgb24", "yuv420p-odd"), (DOUBLE, UP, SAME)),
    Case("everything", (prescaler(_TWICE_AS_BIG), _SMALL_LUMA + _BILATERAL, _SHARPENER, _DENOISER,
                        _GRADIENTS + _SMOOTHED + _ALONG_EDGES), ("yuv420p",), (UP, DOUBLE)),
)  # fmt: skip
