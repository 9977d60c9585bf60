"""Presets for RetroArch and librashader: a ``.slangp`` and a ``.slang`` for each pass.

Passes scale to the viewport by themselves. Numbers between them are half floats (the pragma says
so), and each is known to later ones by its alias.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...usershader import Param, ParamType
from ..chain.build import PortablePass, Spelling, credit, fragment_shader
from ..chain.request import Request
from ..chain.scaled import SOURCE, Extent, extents, scale_note, scaled_chain
from ..chain.sliders import Slider, slider

_PREFIX = "a4k_"
_VERTEX = """\
#pragma stage vertex
layout(location = 0) in vec4 Position;
layout(location = 1) in vec2 TexCoord;
layout(location = 0) out vec2 vTexCoord;

void main() {
    gl_Position = global.MVP * Position;
    vTexCoord = TexCoord;
}
"""


def export(request: Request) -> dict[str, str]:
    """Return the preset, its passes in a folder beside it, and how to install them."""
    passes = scaled_chain(request)
    stem = f"anime4k-{request.preset}"
    names = [f"{stem}/{each.index + 1:02}-{each.name}.slang" for each in passes]
    files = {f"{stem}.slangp": _preset(request, passes, names)}
    for each, name in zip(passes, names, strict=True):
        files[name] = _pass(request, each)
    files["README.txt"] = _readme(request, stem)
    return files


def _preset(request: Request, passes: Sequence[PortablePass], names: Sequence[str]) -> str:
    sizes = extents(passes)
    lines = [credit(request, "# "), f'shaders = "{len(passes)}"']
    before = Extent(of_source="xy")
    for each, name in zip(passes, names, strict=True):
        at, size = each.index, sizes[each.output]
        lines += [
            "",
            f'shader{at} = "{name}"',
            f'alias{at} = "{_PREFIX}{each.output}"',
            # These two say how a pass reads the one before it, and everybody that one's alias.
            f'filter_linear{at} = "{"true" if at else "false"}"',
            f'wrap_mode{at} = "clamp_to_edge"',
            *(_scale(axis, at, size, before) for axis in "xy"),
            f'float_framebuffer{at} = "{"true" if at < len(passes) - 1 else "false"}"',
        ]
        before = size
    return "\n".join(lines) + "\n"


def _scale(axis: str, at: int, size: Extent, before: Extent) -> str:
    """Return the lines of a pass's size. RetroArch rounds; a half of a half is up from a fourth."""
    kind, factor = "viewport", 1.0 / size.divisor
    if axis in size.of_source:
        kind, factor = "source", 1.0
    elif size.divisor > 1 and not before.of_source and before.divisor in _halves(size.divisor):
        kind, factor = "source", before.divisor / size.divisor
    return f'scale_type_{axis}{at} = "{kind}"\nscale_{axis}{at} = "{factor:.6f}"'


def _halves(divisor: int) -> tuple[int, int]:
    return divisor, divisor // 2


def _pass(request: Request, found: PortablePass) -> str:
    read = {i.name: "Source" if i.texture == SOURCE else _PREFIX + i.texture for i in found.inputs}
    textures = list(dict.fromkeys(read.values()))
    sizes = [f"{t}Size" for t in textures]
    members = [f"    vec4 {name};" for name in ("OriginalSize", "OutputSize", *sizes)]
    push = [f"    float {param.name};" for param in found.params]
    lines = [
        "#version 450",
        credit(request) + f"// Pass {found.index + 1}: {found.label}",
        "",
        # The alias and the format must stand where RetroArch looks for them before it compiles.
        f"#pragma name {_PREFIX}{found.output}",
        *(["#pragma format R16G16B16A16_SFLOAT"] if found.bits == 16 else []),
        *(_pragma(slider(param, request.params[param.name])) for param in found.params),
        "",
        "layout(std140, set = 0, binding = 0) uniform UBO {",
        "    mat4 MVP;",
        *members,
        "} global;",
    ]
    if push:
        lines += ["layout(push_constant) uniform Push {", *push, "} params;"]
    lines += ["", _VERTEX, "#pragma stage fragment"]
    lines += ["layout(location = 0) in vec2 vTexCoord;", "layout(location = 0) out vec4 FragColor;"]
    for unit, texture in enumerate(textures, start=2):
        lines.append(f"layout(set = 0, binding = {unit}) uniform sampler2D {texture};")
    # The last pass may be drawn beside the window's corner: gl_FragCoord counts from there.
    lines += [
        "#define a4k_at (floor(vTexCoord * global.OutputSize.xy) + 0.5)",
        *(f"#define {param.name} {_read(param)}" for param in found.params),
    ]
    spellings = {
        name: Spelling(texture, f"global.{texture}Size.xy", "(a4k_at / global.OutputSize.xy)")
        for name, texture in read.items()
    }
    return fragment_shader(
        replace(found, params=()),
        head="\n".join(lines),
        spellings=spellings,
        values={},
        input_size="global.OriginalSize.xy",
        frag_coord="vec4(a4k_at, 0.0, 1.0)",
        result="FragColor",
    )


def _read(param: Param) -> str:
    kind = {ParamType.INT: "int", ParamType.UINT: "uint"}.get(param.type, "")
    return f"{kind}(params.{param.name})"


def _pragma(shown: Slider) -> str:
    return (
        f'#pragma parameter {shown.name} "{shown.label}"'
        f" {shown.value:.9g} {shown.low:g} {shown.high:g} {shown.step:g}"
    )


def _readme(request: Request, stem: str) -> str:
    return f"""\
{credit(request, "")}
RetroArch
---------
Drivers: vulkan, glcore, d3d11, d3d12, metal (Settings > Video > Output). The old "gl" driver does
not take .slangp files.

1. Copy the preset {stem}.slangp and the folder {stem} into RetroArch's shader folder
   (Settings > Directory > Video Shaders; often shaders/shaders_slang).
2. While content runs: Quick Menu > Shaders > Video Shaders on, Load, the preset, Apply Changes.
3. Shader Parameters has the strengths; Save > Save Game Preset (or Core Preset) keeps them.

The passes scale to the size on the screen by themselves, with catmull_rom; nothing is baked but the
values given to the export. Use a core's native resolution (internal upscaling 1x), and turn off
Settings > Video > Bilinear Filtering. With integer scale on, the picture is scaled to that.
Rotated games (vertical arcade boards) are processed before they are turned.

librashader (ares, and others)
------------------------------
The same files: choose the preset.
{scale_note(request)}"""
