"""Presets for RetroArch and librashader: a ``.slangp`` and a ``.slang`` for each pass.

Passes scale to the viewport by themselves. Numbers between them are half floats (the pragma says
so), and each is known to later ones by its alias.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...usershader import Param, ParamType
from ..chain.credit import credit
from ..chain.glsl_text import Spelling, fragment_shader
from ..chain.instructions import instructions
from ..chain.passes import PortablePass
from ..chain.request import Request
from ..chain.scaled import SOURCE, Extent, extents, scaled_chain
from ..chain.sliders import Slider, sliders
from ..chain.templates import fill

_PREFIX = "a4k_"


def export(request: Request) -> dict[str, str]:
    """Return the preset, its passes in a folder beside it, and how to install them."""
    passes = scaled_chain(request, prescalers=True)
    stem = f"anime4k-{request.preset}"
    names = [f"{stem}/{each.index + 1:02}-{each.name}.slang" for each in passes]
    files = {f"{stem}.slangp": _preset(request, passes, names)}
    for each, name in zip(passes, names, strict=True):
        files[name] = _pass(request, each)
    files["README.txt"] = instructions(request, __package__, STEM=stem)
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
        # The pass before has the source's size too, or so many times as much of it.
        kind, factor = "source", size.multiple / before.multiple
    elif size.divisor > 1 and not before.of_source and before.divisor in _halves(size.divisor):
        kind, factor = "source", before.divisor / size.divisor
    return f'scale_type_{axis}{at} = "{kind}"\nscale_{axis}{at} = "{factor:.6f}"'


def _halves(divisor: int) -> tuple[int, int]:
    return divisor, divisor // 2


def _pass(request: Request, found: PortablePass) -> str:
    read = {i.name: "Source" if i.texture == SOURCE else _PREFIX + i.texture for i in found.inputs}
    textures = list(dict.fromkeys(read.values()))
    sizes = ("OriginalSize", "OutputSize", *(f"{texture}Size" for texture in textures))
    head = fill(
        __package__,
        "pass.slang",
        CREDIT=credit(request),
        NUMBER=str(found.index + 1),
        LABEL=found.label,
        # The alias and the format must stand where RetroArch looks for them before it compiles.
        ALIAS=f"{_PREFIX}{found.output}",
        HALF_FLOATS=found.bits == 16,
        PARAMETERS="".join(map(_pragma, sliders(request, [found]))),
        SIZES="".join(f"vec4 {name};\n" for name in sizes),
        VALUES="".join(f"float {param.name};\n" for param in found.params),
        TEXTURES="".join(
            f"layout(set = 0, binding = {unit}) uniform sampler2D {texture};\n"
            for unit, texture in enumerate(textures, start=2)
        ),
        # The last pass may be drawn beside the window's corner: gl_FragCoord counts from there.
        MACROS="".join(f"#define {param.name} {_read(param)}\n" for param in found.params),
    )
    spellings = {
        name: Spelling(texture, f"global.{texture}Size.xy", "(a4k_at / global.OutputSize.xy)")
        for name, texture in read.items()
    }
    return fragment_shader(
        found,
        head=head,
        spellings=spellings,
        values=None,
        input_size="global.OriginalSize.xy",
        out_size="global.OutputSize.xy",
        frag_coord="vec4(a4k_at, 0.0, 1.0)",
        result="FragColor",
    )


def _read(param: Param) -> str:
    kind = {ParamType.INT: "int", ParamType.UINT: "uint"}.get(param.type, "")
    return f"{kind}(params.{param.name})"


def _pragma(shown: Slider) -> str:
    return (
        f'#pragma parameter {shown.name} "{shown.label}"'
        f" {shown.value:.9g} {shown.low:g} {shown.high:g} {shown.step:g}\n"
    )
