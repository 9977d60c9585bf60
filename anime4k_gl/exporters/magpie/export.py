"""Presets for Magpie: one MagpieFX file, version 4, whose passes are in the style PS."""

from __future__ import annotations

from collections.abc import Mapping

from ..chain import hlsl
from ..chain.build import PortablePass, credit
from ..chain.request import Request
from ..chain.scaled import SOURCE, Extent, extents, linear_textures, scale_note, scaled_chain
from ..chain.sliders import Slider, slider

_OUTPUT = "OUTPUT"
_LINEAR = "linear_sampler"


def export(request: Request) -> dict[str, str]:
    """Return the effect and how to install it."""
    passes = scaled_chain(request)
    sizes = extents(passes)
    params = {param.name: param for each in passes for param in each.params}
    # Magpie looks for its mark in front of anything but comments.
    blocks = [
        credit(request) + "\n//!MAGPIE EFFECT\n//!VERSION 4\n"
        f"//!SORT_NAME Anime4K_{_word(request.preset)}\n",
        *(_parameter(slider(param, request.params[param.name])) for param in params.values()),
        "//!TEXTURE\nTexture2D INPUT;\n",
        f"//!TEXTURE\nTexture2D {_OUTPUT};\n",
        *(_texture(each, sizes[each.output]) for each in passes[:-1]),
    ]
    if linear_textures(passes):
        blocks.append(f"//!SAMPLER\n//!FILTER LINEAR\n//!ADDRESS CLAMP\nSamplerState {_LINEAR};\n")
    blocks += [_pass(each, sizes, last=each is passes[-1]) for each in passes]
    name = f"Anime4K_{_word(request.preset)}.hlsl"
    return {name: "\n".join(blocks), "README.txt": _readme(request, name)}


def _word(name: str) -> str:
    return "".join(c if c.isalnum() else "_" for c in name)


def _texture_name(name: str) -> str:
    return "INPUT" if name == SOURCE else f"tex_{name}"


def _parameter(shown: Slider) -> str:
    return (
        f"//!PARAMETER\n//!LABEL {shown.label}\n//!DEFAULT {shown.value:.9g}\n"
        f"//!MIN {shown.low:g}\n//!MAX {shown.high:g}\n//!STEP {shown.step:g}\n"
        f"{'int' if shown.whole else 'float'} {shown.name};\n"
    )


def _texture(found: PortablePass, size: Extent) -> str:
    sides = []
    for axis, side in (("x", "WIDTH"), ("y", "HEIGHT")):
        if axis in size.of_source:
            sides.append(f"INPUT_{side}")
        elif size.divisor == 1:
            sides.append(f"OUTPUT_{side}")
        else:
            # Magpie rounds: up from the half of an odd side, and from the fourth of any that is
            # not whole, without going on from a whole one.
            sides.append(f"OUTPUT_{side} / {size.divisor} + {0.5 - 0.5 / size.divisor:g}")
    return (
        f"//!TEXTURE\n//!WIDTH {sides[0]}\n//!HEIGHT {sides[1]}\n"
        f"//!FORMAT R16G16B16A16_FLOAT\nTexture2D {_texture_name(found.output)};\n"
    )


def _size(size: Extent) -> str:
    if size.of_source == "xy":
        return "float2(GetInputSize())"
    if size.of_source == "y":
        return "float2(GetOutputSize().x, GetInputSize().y)"
    if size.divisor == 1:
        return "float2(GetOutputSize())"
    return f"float2((GetOutputSize() + {size.divisor - 1}) / {size.divisor})"


def _pass(found: PortablePass, sizes: Mapping[str, Extent], *, last: bool) -> str:
    number = found.index + 1
    names = {i.name: _texture_name(i.texture) for i in found.inputs}
    textures = {
        i.name: hlsl.Texture(
            fetch=f"{names[i.name]}.Load(int3({{}}, 0))",
            sample=f"{names[i.name]}.SampleLevel({_LINEAR}, {{}}, 0)",
            size=_size(sizes[i.texture]),
        )
        for i in found.inputs
    }
    size = _size(sizes[found.output])
    code = hlsl.translate(
        found, textures, entry="run", input_size="float2(GetInputSize())", out_size=size
    )
    inputs = dict.fromkeys(names.values())
    head = (
        f"//!PASS {number}\n//!DESC {found.label}\n//!STYLE PS\n//!IN {', '.join(inputs)}\n"
        f"//!OUT {_OUTPUT if last else _texture_name(found.output)}\n\n"
    )
    cut = hlsl.CUT_BITS + "\n" if hlsl.needs_cut(found) else ""
    entry = (
        f"\nfloat4 Pass{number}(float2 pos) {{\n"
        f"    return {hlsl.forced(found, f'run(floor(pos * {size}) + 0.5)')};\n}}\n"
    )
    return head + cut + code + entry


def _readme(request: Request, name: str) -> str:
    return f"""\
{credit(request, "")}
Magpie 0.11 or later, on Windows

1. Copy {name} into the folder "effects" beside Magpie.exe
   (installed with an installer: %LOCALAPPDATA%\\Magpie\\effects).
2. Restart Magpie. Scaling modes > New scaling mode > Add effect > Anime4K_{_word(request.preset)}.
3. Its scaling options ("Scale": Fit, or a factor) say how large the picture becomes; its settings
   have the strengths. Choose the scaling mode for a window and press the hotkey.

The effect scales by itself, with catmull_rom; put no other scaler before it. Shown pixel by pixel
(factor 1), it sharpens without thinning lines. Leave "Allow FP16" off: the passes compare numbers
that half floats in the arithmetic would make equal.
{scale_note(request)}"""
