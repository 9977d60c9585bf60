"""A preset's passes in order, with what each reads and writes, for targets that are no mpv."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath

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
    if shader.textures or shader.buffers or any(p.compute for p in shader.passes):
        raise _refused(request, "it has tables or compute passes")
    if any(p.hooks != ("OUTPUT",) for p in shader.passes):
        raise _refused(request, "it has passes not at OUTPUT")
    running = [
        (name, found)
        for name, found in zip(_names(request), shader.passes, strict=True)
        if _runs(found, request, scale or request.scale)
    ]
    written: dict[str, tuple[str, int | None, int]] = {"HOOKED": (PICTURE, None, 1)}
    passes: list[PortablePass] = []
    for index, (name, found) in enumerate(running):
        last = index == len(running) - 1
        inputs = []
        for bound in found.binds:
            key = "HOOKED" if bound == "OUTPUT" else bound
            if key not in written:
                raise _refused(request, f"pass {name} reads {bound}, which nothing saves")
            texture, writer, divisor = written[key]
            inputs.append(PassInput(bound, texture, writer, _linear(found.body, bound), divisor))
        divisor = _divisor(found, {key: at[2] for key, at in written.items()}, request)
        passes.append(
            PortablePass(
                index=index,
                name=name,
                label=found.desc or name,
                body=joined(found.body).strip("\n") + "\n",
                inputs=tuple(inputs),
                output=name,
                divisor=divisor,
                components=found.components or 4,
                colour=found.save is None,
                bits=8 if found.save is None and (last or shader.colour_bits <= 8) else 16,
                params=tuple(p for p in shader.params if has_word(found.body, p.name)),
                last_reads=frozenset(),
            )
        )
        written[found.save or "HOOKED"] = (name, index, divisor)
    if not passes or not passes[-1].colour or passes[-1].divisor != 1:
        raise _refused(request, "its last pass is not the picture")
    return _with_last_reads(passes)


def chains(request: Request) -> list[ScaledChain]:
    """Return a request's passes for every scale, for targets that learn it when they run.

    Most presets have one chain for all scales; those with conditions have several, by rising scale.
    """
    constants = {
        token.value
        for found in request.shader.passes
        for token in (found.when.tokens if found.when else ())
        if isinstance(token, Constant)
    }
    edges = sorted(value for value in constants if value > 0)
    # At an edge the passes are those of the scales under it or above it.
    starts: list[float | None] = [None]
    for value in edges:
        starts += [value, math.nextafter(value, math.inf)]
    found: list[ScaledChain] = []
    for start, nearby in zip(starts, _between(edges), strict=True):
        passes = tuple(chain(request, nearby))
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


def _with_last_reads(passes: Sequence[PortablePass]) -> list[PortablePass]:
    later: set[str] = set()
    done = []
    for each in reversed(passes):
        read = {i.texture for i in each.inputs}
        done.append(replace(each, last_reads=frozenset(read - later)))
        later |= read
    return done[::-1]


def _refused(request: Request, why: str) -> OptionError:
    return OptionError(f"preset {request.preset!r} cannot be exported to this target: {why}")
