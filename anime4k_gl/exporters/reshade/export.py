"""Presets for ReShade: one ``.fx`` with a technique, a pass and a half-float target for each pass.

ReShade sees a picture of the screen's size, so there is nothing to scale: by how much the game
scaled its picture up before is a setting, with the export's scale to start with.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..chain import hlsl
from ..chain.build import PortablePass, credit
from ..chain.request import Request
from ..chain.scaled import SOURCE, Extent, copied_chain, extents, linear_textures, scale_note
from ..chain.sliders import Slider, slider

_SCALE = "scaled_by"
_NATIVE = f"(float2(BUFFER_WIDTH, BUFFER_HEIGHT) / {_SCALE})"

_SCALE_HELP = (
    "By how much the game scales its own picture up to the screen: 2 where it renders at half the"
    " width and height. At 1 lines are not thinned."
)

# Direct3D 9 has no way to a number's bits.
_CUT = f"""\
#if __RENDERER__ >= 0xa000
{hlsl.CUT_BITS}#else
{hlsl.CUT_ARITHMETIC}#endif

"""


def export(request: Request) -> dict[str, str]:
    """Return the effect and how to install it."""
    passes = copied_chain(request)
    sizes = extents(passes)
    word = "".join(c if c.isalnum() else "_" for c in request.preset)
    params = {param.name: param for each in passes for param in each.params}
    most = max(4.0, request.scale)
    scale = Slider(_SCALE, "Scaled up by", _SCALE_HELP, request.scale, 1.0, most, 0.05, False)
    text = [
        credit(request),
        *map(_uniform, [scale, *(slider(p, request.params[p.name]) for p in params.values())]),
        "texture BackBuffer : COLOR;\n" + _samplers(SOURCE, passes, "BackBuffer"),
        *(_target(each, passes, sizes[each.output]) for each in passes[:-1]),
        _VERTEX,
        _CUT if any(map(hlsl.needs_cut, passes)) else "",
        *(_pass(each, sizes) for each in passes),
        _technique(request, passes, word),
    ]
    name = f"Anime4K_{word}.fx"
    return {name: "\n".join(text), "README.txt": _readme(request, name)}


_VERTEX = """\
void whole_screen(
    uint id : SV_VertexID, out float4 position : SV_Position, out float2 uv : TEXCOORD)
{
    uv.x = id == 2 ? 2.0 : 0.0;
    uv.y = id == 1 ? 2.0 : 0.0;
    position = float4(uv * float2(2.0, -2.0) + float2(-1.0, 1.0), 0.0, 1.0);
}
"""


def _uniform(shown: Slider) -> str:
    kind = "int" if shown.whole else "float"
    return (
        f"uniform {kind} {shown.name} <\n"
        f'    ui_type = "slider";\n    ui_label = "{shown.label}";\n'
        f'    ui_tooltip = "{shown.help}";\n'
        f"    ui_min = {_number(shown.low, shown)}; ui_max = {_number(shown.high, shown)};"
        f" ui_step = {_number(shown.step, shown)};\n"
        f"> = {_number(shown.value, shown)};"
    )


def _number(value: float, shown: Slider) -> str:
    return str(int(value)) if shown.whole else repr(float(f"{value:.9g}"))


def _samplers(name: str, passes: Sequence[PortablePass], texture: str) -> str:
    text = _sampler(f"point_{name}", texture, "POINT")
    if name in linear_textures(passes):
        text += _sampler(f"linear_{name}", texture, "LINEAR")
    return text


def _sampler(name: str, texture: str, kind: str) -> str:
    return (
        f"sampler {name}\n{{\n    Texture = {texture};\n    AddressU = CLAMP; AddressV = CLAMP;\n"
        f"    MagFilter = {kind}; MinFilter = {kind}; MipFilter = POINT;\n}};\n"
    )


def _target(found: PortablePass, passes: Sequence[PortablePass], size: Extent) -> str:
    width, height = (_side(name, size) for name in ("BUFFER_WIDTH", "BUFFER_HEIGHT"))
    return (
        f"texture target_{found.output}\n{{\n    Width = {width};\n    Height = {height};\n"
        "    Format = RGBA16F;\n};\n" + _samplers(found.output, passes, f"target_{found.output}")
    )


def _side(name: str, size: Extent) -> str:
    return name if size.divisor == 1 else f"(({name} + {size.divisor - 1}) / {size.divisor})"


def _size(size: Extent) -> str:
    return f"float2({_side('BUFFER_WIDTH', size)}, {_side('BUFFER_HEIGHT', size)})"


def _pass(found: PortablePass, sizes: Mapping[str, Extent]) -> str:
    textures = {
        i.name: hlsl.Texture(
            fetch=f"tex2Dfetch(point_{i.texture}, {{}})",
            sample=f"tex2Dlod(linear_{i.texture}, float4({{}}, 0.0, 0.0))",
            size=_size(sizes[i.texture]),
        )
        for i in found.inputs
    }
    size = _size(sizes[found.output])
    code = hlsl.translate(
        found,
        textures,
        entry=f"{found.name}_hook",
        input_size=_NATIVE,
        out_size=size,
        prefix=f"{found.name}_",
    )
    value = hlsl.forced(found, f"{found.name}_hook(floor(uv * {size}) + 0.5)")
    return (
        f"// Pass {found.index + 1}: {found.label}\n\n"
        f"{code}\nfloat4 {found.name}_pass(\n"
        "    float4 position : SV_Position, float2 uv : TEXCOORD) : SV_Target\n"
        f"{{\n    return {value};\n}}\n"
    )


def _technique(request: Request, passes: Sequence[PortablePass], word: str) -> str:
    lines = [f'technique Anime4K_{word} <\n    ui_label = "Anime4K {request.preset}";']
    lines.append(
        '    ui_tooltip = "Anime4K by B. Peng and contributors (2019, MIT licence)";\n>\n{'
    )
    for each in passes:
        lines += [
            "    pass\n    {",
            "        VertexShader = whole_screen;",
            f"        PixelShader = {each.name}_pass;",
        ]
        if each is not passes[-1]:
            lines.append(f"        RenderTarget = target_{each.output};")
        lines.append("    }")
    return "\n".join([*lines, "}", ""])


def _readme(request: Request, name: str) -> str:
    return f"""\
{credit(request, "")}
ReShade 5.0 or later

1. Copy {name} into the folder reshade-shaders/Shaders beside the game.
2. In the game press Home, reload the effects, and switch Anime4K {request.preset} on. Put it first:
   it expects what the game drew, not what other effects made of it.
3. "Scaled up by" ({request.scale:g} as exported) is how much the game scales its picture up
   before ReShade, which cannot ask, sees it: 2 where the game's own resolution or render scale is
   half of the screen's. The other settings are the strengths.

The passes work on the picture as it is shown, with the game's interface in it. In HDR (scRGB, or
HDR10) numbers mean other things than the passes expect: use it with SDR output.
{scale_note(request)}"""
