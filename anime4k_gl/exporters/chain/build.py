"""A preset's passes in order, with what each reads and writes, for targets that are no mpv."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import PurePath
from typing import TypeAlias

from ...errors import OptionError
from ...formats import Size
from ...glsl_syntax.words import has_word, has_words, joined
from ...library import preset
from ...usershader import Pass, origin_of
from ...usershader.expression import Constant
from .passes import PICTURE, PassInput, PortablePass, ScaledChain
from .request import Request

_DIVISORS = (1, 2, 4, 8)
_PROBED = 96  # sides up to this many pixels show which rule a size follows
_Written: TypeAlias = dict[str, tuple[str, int | None, int]]
"""By the name that passes bind: the texture, the index of its writer, its divisor."""
_NATIVE = 100_000  # a picture's side, to ask conditions at scales of five digits


def chain(request: Request, scale: float | None = None) -> list[PortablePass]:
    """Return a request's passes in order, those that run when the picture was scaled so much.

    Parameters
    ----------
    scale : by how much; `Request.scale` by default

    Raises
    ------
    OptionError : the preset has a pass that only mpv could run
    """
    shader = request.shader
    _check_kinds(request)
    if any(p.hooks != ("OUTPUT",) for p in shader.passes):
        raise _refused(request, "it has passes not at OUTPUT")
    running = [
        (name, found)
        for name, found in zip(_names(request), shader.passes, strict=True)
        if _runs(found, request, scale or request.scale)
    ]
    written: _Written = {"HOOKED": (PICTURE, None, 1)}
    passes: list[PortablePass] = []
    for index, (name, found) in enumerate(running):
        last = index == len(running) - 1
        known = written | {"OUTPUT": written["HOOKED"]}
        portable = _portable(request, found, name, index, known)
        divisor = _divisor(found, {key: at[2] for key, at in written.items()}, request)
        bits = 8 if found.save is None and (last or shader.colour_bits <= 8) else 16
        passes.append(replace(portable, divisor=divisor, bits=bits))
        written[found.save or "HOOKED"] = (name, index, divisor)
    if not passes or not passes[-1].colour or passes[-1].divisor != 1:
        raise _refused(request, "its last pass is not the picture")
    return with_last_reads(passes)


def prescales(request: Request) -> bool:
    """Return whether a request's passes scale the picture themselves, see `prescaled_chain`."""
    return all(found.hooks == ("MAIN",) for found in request.shader.passes)


def prescaled_chain(request: Request, scale: float | None = None) -> list[PortablePass]:
    """Return a request's passes in order, those that run before the picture is scaled so much.

    `PICTURE` is the source, `PortablePass.multiple` says by how much each pass's output is larger.
    None runs where the picture is scaled too little.

    Parameters
    ----------
    scale : by how much, in all; `Request.scale` by default

    Raises
    ------
    OptionError : the preset has a pass that only mpv could run
    """
    _check_kinds(request)
    output = round(_NATIVE * (scale or request.scale))
    written: _Written = {"HOOKED": (PICTURE, None, 1)}
    known = {"HOOKED": 1}
    passes: list[PortablePass] = []
    for name, found in zip(_names(request), request.shader.passes, strict=True):
        if not _prescales_at(found, output, known, request):
            continue
        index, key = len(passes), found.save or "HOOKED"
        portable = _portable(request, found, name, index, written)
        known[key], written[key] = _multiple(found, known, request), (name, index, 1)
        passes.append(replace(portable, multiple=known[key]))
    if passes and not passes[-1].colour:
        raise _refused(request, "its last pass is not the picture")
    return with_last_reads(passes)


def _check_kinds(request: Request) -> None:
    shader = request.shader
    if shader.textures or shader.buffers or any(p.compute for p in shader.passes):
        raise _refused(request, "it has tables or compute passes")


def _portable(
    request: Request, found: Pass, name: str, index: int, written: _Written
) -> PortablePass:
    """Return a whole-sized pass of 16 bits; raises OptionError where it reads what nobody wrote."""
    inputs = []
    for bound in found.binds:
        if bound not in written:
            raise _refused(request, f"pass {name} reads {bound}, which nothing saves")
        texture, writer, part = written[bound]
        inputs.append(PassInput(bound, texture, writer, _linear(found.body, bound), part))
    return PortablePass(
        index=index,
        name=name,
        label=found.desc or name,
        body=_whole(found.body),
        inputs=tuple(inputs),
        output=name,
        divisor=1,
        components=found.components or 4,
        colour=found.save is None,
        bits=16,
        params=tuple(p for p in request.shader.params if has_word(found.body, p.name)),
        last_reads=frozenset(),
    )


def _prescales_at(found: Pass, output: int, known: Mapping[str, int], request: Request) -> bool:
    """Return whether a pass runs where the output has a size, `known` the textures' multiples."""
    if found.when is None:
        return True
    sizes = {name: Size(part * _NATIVE, part * _NATIVE) for name, part in known.items()}
    sizes |= {"NATIVE_CROPPED": Size(_NATIVE, _NATIVE), "OUTPUT": Size(output, output)}
    return found.when.evaluate(sizes.get, request.params) != 0


def _multiple(found: Pass, known: Mapping[str, int], request: Request) -> int:
    """Return by how much a pass's output is larger than the source, in both directions alike."""
    tokens = [token for each in (found.width, found.height) if each for token in each.tokens]
    if tokens and all(isinstance(token, Constant) for token in tokens):
        # Of a fixed size, of which targets know none: larger than it need be.
        return known["HOOKED"]
    sizes = {name: Size(part * _NATIVE, part * _NATIVE) for name, part in known.items()}
    sides = {
        known["HOOKED"] * _NATIVE if each is None else each.evaluate(sizes.get, request.params)
        for each in (found.width, found.height)
    }
    multiple, rest = divmod(min(sides), _NATIVE)
    if len(sides) > 1 or rest or multiple < 1:
        raise _refused(request, f"pass {found.desc!r} is not so many times as large as its source")
    return int(multiple)


def chains(request: Request, *, prescalers: bool = False) -> list[ScaledChain]:
    """Return a request's passes for every scale, for targets that learn it when they run.

    Most presets have one chain for all scales; those with conditions have several, by rising scale.

    Parameters
    ----------
    prescalers : whether passes that scale the picture themselves will do
    """
    constants = {
        token.value
        for found in request.shader.passes
        for token in (found.when.tokens if found.when else ())
        if isinstance(token, Constant)
    }
    # What prescalers ask about is as large as the source, or has been doubled.
    prescalers = prescalers and prescales(request)
    times = (1, 2, 4) if prescalers else (1,)
    edges = sorted({value * each for value in constants if value > 0 for each in times})
    built = prescaled_chain if prescalers else chain
    # At an edge the passes are those of the scales under it or above it.
    starts: list[float | None] = [None]
    for value in edges:
        starts += [value, math.nextafter(value, math.inf)]
    found: list[ScaledChain] = []
    for start, nearby in zip(starts, _between(edges), strict=True):
        passes = tuple(built(request, nearby))
        if not found or passes != found[-1].passes:
            if found:
                found[-1] = replace(found[-1], high=start)
            found.append(ScaledChain(start, None, passes))
    return found


def _between(edges: Sequence[float]) -> list[float]:
    """Return a scale under the first edge, then each edge and a scale above it, under the next."""
    if not edges:
        return [2.0]
    scales = [edges[0] / 2]
    for value, following in zip(edges, [*edges[1:], 2 * edges[-1]], strict=True):
        scales += [value, (value + following) / 2]
    return scales


def _runs(found: Pass, request: Request, scale: float) -> bool:
    """Return whether a pass's condition, if it has one, holds at a scale."""
    if found.when is None:
        return True
    native, scaled = Size(_NATIVE, _NATIVE), Size(*[round(_NATIVE * scale)] * 2)
    sizes = {"NATIVE_CROPPED": native, "HOOKED": scaled, "OUTPUT": scaled}
    return found.when.evaluate(sizes.get, request.params) != 0


def _names(request: Request) -> list[str]:
    """Return a name for each pass, after the file it was written in; the second is numbered."""
    exported = preset(request.preset).export_names
    names: list[str] = []
    for found in request.shader.passes:
        origin = origin_of(found)
        if origin is None:
            raise _refused(request, "a pass of it is from no file")
        stem = PurePath(origin.filename).stem
        stem = re.sub(r"\W", "_", exported.get(stem, stem))
        count, name = 1, stem
        while name in names:
            count += 1
            name = f"{stem}_{count}"
        names.append(name)
    return names


@cache
def _whole(body: str) -> str:
    return joined(body).strip("\n") + "\n"


@cache
def _linear(body: str, name: str) -> bool:
    return any(has_word(body, f"{name}_{macro}") for macro in ("tex", "texOff")) or any(
        has_words(body, function, "(", f"{name}_raw") for function in ("texture", "textureLod")
    )


def _divisor(found: Pass, known: Mapping[str, int], request: Request) -> int:
    """Return which part of the picture's sides a pass's output has, in both directions alike."""
    fits = set(_DIVISORS)
    for axis, expression in enumerate((found.width, found.height)):
        for side in range(1, _PROBED):

            def sizes(name: str, side: int = side) -> Size | None:
                part = known.get("HOOKED" if name == "OUTPUT" else name)
                return None if part is None else Size(*[-(-side // part)] * 2)

            if expression is None:
                value = float(side)
            else:
                value = expression.evaluate(sizes, request.params)
            fits &= {d for d in _DIVISORS if max(1, int(value + 0.5)) == -(-side // d)}
        if not fits:
            raise _refused(request, f"{'wh'[axis]} of pass {found.desc!r} is no part of its size")
    return min(fits)


def with_last_reads(passes: Sequence[PortablePass]) -> list[PortablePass]:
    """Return passes with what of their inputs is not read after each."""
    later: set[str] = set()
    result = []
    for each in reversed(passes):
        read = {i.texture for i in each.inputs}
        result.append(replace(each, last_reads=frozenset(read - later)))
        later |= read
    return result[::-1]


def _refused(request: Request, why: str) -> OptionError:
    return OptionError(f"preset {request.preset!r} cannot be exported to this target: {why}")
