"""Presets as mpv user shaders: one file, and the lines of mpv's configuration that use it.

A preset is a user shader already. What is left to do: parameters, which released versions of vo_gpu
do not know, and the conditions of ``--only-upscaling``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from ...usershader import Block, Expression, Param, Pass, UserShader, format_user_shader
from ..chain.build import credit, has_word, joined, literal
from ..chain.request import Request
from . import readme

SHADERS = "~~/shaders"
"""The folder of shaders in mpv's configuration, as mpv spells it."""

STEPS = (0.25, 0.5, 1.0, 1.5, 2.0)
"""What the keys multiply the strengths by, from the weakest to the strongest."""

_UPSCALED = "OUTPUT.w NATIVE_CROPPED.w > OUTPUT.h NATIVE_CROPPED.h > *"
_HOOK = re.compile(r"\bvec4\s+hook\s*\(\s*\)")
_ROUNDED = """\
// As half floats, which the next passes count on, also where a player stores more.
vec4 hook() {
    return uintBitsToFloat(floatBitsToUint(unrounded()) & uvec4(0xFFFFE000u));
}

"""
_OFF = "anime4k-off.hook"
_STRENGTH = "_strength"  # what the names of those parameters end in that the keys change


def export(request: Request) -> dict[str, str]:
    """Return the shader, snippets for mpv.conf and input.conf, and how to install them."""
    stem = f"anime4k-{request.preset}"
    name = f"{stem}.glsl"
    tunable = request.options["flavor"] == "gpu-next"
    files = {name: _shader(request, request.params)}
    levels = _levels(request)
    if tunable:
        files |= _tunable_lines(name, levels)
    else:
        # Players without parameters take another file for each strength. They are not called
        # .glsl, so that there stays one such file to pick up; mpv does not mind.
        paths = []
        for step, params in levels.items():
            path = name if step == 1 else f"strength/{stem}-{round(100 * step)}.hook"
            files[path] = _shader(request, params)
            paths.append(path)
        files[f"strength/{_OFF}"] = _nothing()
        files |= _baked_lines(name, paths)
    files["README.txt"] = readme.text(request, name, tunable=tunable, steps=len(levels))
    return files


def _shader(request: Request, params: Mapping[str, float | int]) -> str:
    """Return the user shader's text with other values for its parameters."""
    tunable = request.options["flavor"] == "gpu-next"
    gated = bool(request.options["only_upscaling"])
    labels = _labels(request.shader)
    blocks: list[Block] = []
    for block in request.shader.blocks:
        if isinstance(block, Param):
            if tunable:
                blocks.append(replace(block, default=params[block.name]))
        elif isinstance(block, Pass):
            body = _stored(block)
            if not tunable:
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
    if found.save is None:
        return body
    body, count = _HOOK.subn("vec4 unrounded()", body)
    if count != 1:
        raise ValueError(f"pass {found.desc!r} has {count} functions hook()")
    return body.rstrip("\n") + "\n\n" + _ROUNDED


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


def _tunable_lines(name: str, levels: Mapping[float, Mapping[str, float | int]]) -> dict[str, str]:
    """Return mpv.conf and input.conf for players that know parameters."""
    values = [
        ",".join(f"{k}={v:.6g}" for k, v in params.items() if k.endswith(_STRENGTH))
        for params in levels.values()
    ]
    now = values[list(levels).index(1.0)]
    conf = ["vo=gpu-next", f'glsl-shader="{SHADERS}/{name}"']
    if now:
        conf += ["# Where the keys of input.conf start.", f"glsl-shader-opts={now}"]
    toggle = f'change-list glsl-shaders toggle "{SHADERS}/{name}"'
    return _snippets(conf, [], toggle, "glsl-shader-opts", values)


def _baked_lines(name: str, paths: list[str]) -> dict[str, str]:
    """Return mpv.conf and input.conf for players that do not."""
    toggle = f'cycle-values glsl-shaders "{SHADERS}/strength/{_OFF}" "{SHADERS}/{name}"'
    note = [
        "# These keys set the whole list of shaders. Those that use others, too, write all of",
        "# them into each value, with ':' between on Linux and macOS and ';' on Windows.",
    ]
    values = [f"{SHADERS}/{path}" for path in paths]
    return _snippets([f'glsl-shader="{SHADERS}/{name}"'], note, toggle, "glsl-shaders", values)


def _snippets(
    conf: list[str], note: list[str], toggle: str, prop: str, values: list[str]
) -> dict[str, str]:
    """Return mpv.conf, and input.conf with a key for on and off and two for the strength."""
    keys = [
        "# Anime4K, to be added to your input.conf: on and off, then stronger and weaker.",
        *note,
        f'CTRL+a no-osd {toggle}; show-text "Anime4K: ${{glsl-shaders}}"',
    ]
    if len(values) > 1:
        quoted = " ".join(f'"{value}"' for value in values)
        keys += [
            f"# Of {len(values)} strengths; after the last comes the first.",
            f"CTRL+PGUP cycle-values {prop} {quoted}",
            f"CTRL+PGDWN cycle-values !reverse {prop} {quoted}",
        ]
    lines = {"mpv.conf": ["# Anime4K, to be added to your mpv.conf.", *conf], "input.conf": keys}
    return {file: "".join(f"{line}\n" for line in text) for file, text in lines.items()}


def _nothing() -> str:
    """Return a user shader that never runs: what the keys put in the place of the shader."""
    return (
        "// Nothing: what the key for on and off puts in the place of Anime4K.\n\n"
        "//!HOOK OUTPUT\n//!BIND HOOKED\n//!WHEN 0\n//!DESC Anime4K: off\n"
        "vec4 hook() { return HOOKED_tex(HOOKED_pos); }\n"
    )
