"""Presets as mpv user shaders: one file, and the lines of mpv's configuration that use it.

A preset is a user shader already. What is left to do: parameters, which released versions of vo_gpu
do not know, and the conditions of ``--only-upscaling``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from ...glsl_syntax.words import has_word, joined, replace_words
from ...library import best_everywhere, preset
from ...usershader import Block, Expression, Param, Pass, UserShader, format_user_shader
from ..chain.build import prescales
from ..chain.credit import CREDIT, credit
from ..chain.glsl_text import literal
from ..chain.request import Request
from ..chain.templates import fill, read

SHADERS = "~~/shaders"
"""The folder of shaders in mpv's configuration, as mpv spells it."""

STEPS = (0.25, 0.5, 1.0, 1.5, 2.0)
"""What the keys multiply the strengths by, from the weakest to the strongest."""

_UPSCALED = "OUTPUT.w NATIVE_CROPPED.w > OUTPUT.h NATIVE_CROPPED.h > *"
_OFF = "anime4k-off.hook"
_STRENGTH = "_strength"  # what the names of those parameters end in that the keys change


def export(request: Request) -> dict[str, str]:
    """Return the shader, snippets for mpv.conf and input.conf, and how to install them."""
    stem = f"anime4k-{request.preset}"
    name = f"{stem}.glsl"
    files = {name: _shader(request, request.params)}
    levels = _levels(request)
    strength = ""
    if _adjustable(request):
        values = [
            ",".join(f"{k}={v:.6g}" for k, v in params.items() if k.endswith(_STRENGTH))
            for params in levels.values()
        ]
        strength = values[list(levels).index(1.0)]
    else:
        # Players without parameters take another file for each strength. They are not called
        # .glsl, so that there stays one such file to pick up; mpv does not mind.
        values = []
        for step, params in levels.items():
            path = name if step == 1 else f"strength/{stem}-{round(100 * step)}.hook"
            files[path] = _shader(request, params)
            values.append(f"{SHADERS}/{path}")
        files[f"strength/{_OFF}"] = read(__package__, _OFF)
    return {
        **files,
        "mpv.conf": fill(
            __package__,
            "mpv.conf",
            ADJUSTABLE=_adjustable(request),
            SHADER=f"{SHADERS}/{name}",
            STRENGTH=strength,
        ),
        "input.conf": fill(
            __package__,
            "input.conf",
            ADJUSTABLE=_adjustable(request),
            WHAT="on and off, then stronger and weaker" if len(values) > 1 else "on and off",
            SHADER=f"{SHADERS}/{name}",
            OFF=f"{SHADERS}/strength/{_OFF}",
            KEYS=len(values) > 1,
            COUNT=str(len(values)),
            PROPERTY="glsl-shader-opts" if _adjustable(request) else "glsl-shaders",
            VALUES=" ".join(f'"{value}"' for value in values),
        ),
        "README.txt": _readme(request, name, keys=len(values) > 1),
    }


def _adjustable(request: Request) -> bool:
    """Return whether the parameters can be set while playing."""
    return request.options["flavor"] == "gpu-next"


def _shader(request: Request, params: Mapping[str, float | int]) -> str:
    """Return the user shader's text with other values for its parameters."""
    adjustable = _adjustable(request)
    gated = bool(request.options["only_upscaling"])
    labels = _labels(request.shader)
    blocks: list[Block] = []
    for block in request.shader.blocks:
        if isinstance(block, Param):
            if adjustable:
                blocks.append(replace(block, default=params[block.name]))
        elif isinstance(block, Pass):
            body = _stored(block)
            if not adjustable:
                body = _baked(block, request.shader, params) + body
            blocks.append(
                replace(
                    block,
                    body=body,
                    desc=next(labels),
                    when=_gated(block.when) if gated else block.when,
                )
            )
        else:
            blocks.append(block)
    return (
        credit(replace(request, params=params))
        + "\n"
        + format_user_shader(UserShader(tuple(blocks)))
    )


def _gated(when: Expression | None) -> Expression:
    """Return a condition, and that both sides of the picture are scaled up."""
    return Expression.parse(_UPSCALED if when is None else f"{when} {_UPSCALED} *")


def _labels(shader: UserShader) -> Iterator[str]:
    """Yield a label for each pass; those that come again are numbered."""
    seen: Counter[str] = Counter()
    for found in shader.passes:
        label = found.desc or "Anime4K"
        seen[label] += 1
        yield label if seen[label] == 1 else f"{label} ({seen[label]})"


def _baked(found: Pass, shader: UserShader, params: Mapping[str, float | int]) -> str:
    """Return a pass's parameters as macros."""
    return "".join(
        f"#define {param.name} {literal(param, params[param.name])}\n"
        for param in shader.params
        if has_word(found.body, param.name)
    )


def _stored(found: Pass) -> str:
    """Return a pass's body that gives what half floats hold, also where a player stores more.

    The published picture depends on them: 0.05 is a little less there, which keeps FXAA off in flat
    areas, and lumas that differ by less are equal. gpu-next on OpenGL stores 32-bit floats.
    """
    body = joined(found.body)
    if found.save is None or found.compute:  # which pack what they store themselves
        return body
    body, count = replace_words(body, "vec4", "hook", "(", ")", by="vec4 unrounded()")
    if count != 1:
        raise ValueError(f"pass {found.desc!r} has {count} functions hook()")
    return body.rstrip("\n") + "\n\n" + read(__package__, "rounded.glsl") + "\n"


def _levels(request: Request) -> dict[float, dict[str, float | int]]:
    """Return the parameters at each step, as far as their bounds allow; at 1, as they are given."""
    strengths = [p for p in request.shader.params if p.name.endswith(_STRENGTH)]
    levels: dict[float, dict[str, float | int]] = {}
    for step in STEPS:
        values = dict(request.params)
        for param in strengths:
            most = values[param.name] if param.maximum is None else param.maximum
            values[param.name] = min(round(step * request.params[param.name], 6), most)
        if step == 1:
            values = dict(request.params)
        if step == 1 or values not in [*levels.values(), request.params]:
            levels[step] = values
    return levels


def _readme(request: Request, name: str, *, keys: bool) -> str:
    """Return the installation steps of the shader `name`; `keys` change its strength."""
    title = f"{request.title}, for mpv"
    alone = preset(request.preset).compute_only
    first = request.shader.params[0].name if request.shader.params else "name"
    return fill(
        __package__,
        "README.txt",
        TITLE=title,
        RULE="=" * len(title),
        ADJUSTABLE=_adjustable(request),
        ONLY_UPSCALING=bool(request.options["only_upscaling"]),
        PARAMS=bool(request.shader.params),
        COMPUTE=bool(request.options["compute"]),
        AGAIN=f"with --preset {best_everywhere()}" if alone else "without --compute",
        PRESCALES=prescales(request),
        SHADER=name,
        KEYS=keys,
        EXAMPLE=f"{first}={request.params.get(first, 0):g}",
        PARAMETERS="".join(
            f"    {p.name}: {p.minimum:g} to {p.maximum:g}, now {request.params[p.name]:g}\n"
            f"        {p.desc}\n"
            for p in request.shader.params
            if p.minimum is not None and p.maximum is not None
        ),
        CREDIT="\n".join(CREDIT),
    )
