"""A pass's GLSL, put together from convolutions and sums of the maps that it reads."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from .network import LUMA, Activation, Add, Conv, Network
from .text import WEIGHTS, MapTexture, lines_of, textures_of, type_of, vector


class PassBody:
    """A pass's GLSL as it grows: textures that it reads, and what it sums up.

    Attributes
    ----------
    bound : the textures, in the order in which they are first read
    """

    def __init__(self, network: Network, luma_stored: bool) -> None:
        self._network = network
        self._luma_stored = luma_stored
        self._lines: list[str] = []
        self._locals: dict[str, list[str]] = {}  # by map: the variables that hold its textures
        self._macros: dict[str, list[str]] = {}
        self._declared: set[str] = set()

    @property
    def bound(self) -> tuple[str, ...]:
        return tuple(self._macros)

    def node(self, node: Conv | Add, parts: Sequence[MapTexture], names: Sequence[str]) -> None:
        """Add the sums of some of a node's textures, by these names, which later nodes may read."""
        starts = self._starts(node)
        for part, name in zip(parts, names, strict=True):
            start = vector(starts[part.start : part.stop])
            self._lines.append(f"    {type_of(part.components)} {name} = {start};")
        at = 0
        for each in node.inputs:
            if isinstance(node, Add):
                self._added(each, parts, names)
                continue
            self._convolved(node, each, at, parts, names)
            at += self._network.read(each)
        self._locals[node.name] = list(names)

    def _starts(self, node: Conv | Add) -> Sequence[float]:
        """Return what each channel's sum starts with."""
        if isinstance(node, Add):
            return [0.0] * self._network.stored(node.name)
        bias = [float(each) for each in node.bias]
        if LUMA not in node.inputs or self._luma_stored:
            return bias
        # Luma is read as it is, and the half that it lacks is taken here.
        at = sum(self._network.read(name) for name in node.inputs[: node.inputs.index(LUMA)])
        sums = node.weight[:, :, at].astype("f8").sum((0, 1))
        return [one - 0.5 * float(each) for one, each in zip(bias, sums, strict=True)]

    def text(self, result: str) -> str:
        """Return the body; `hook` returns a variable of it."""
        kind = next(line.split()[0] for line in self._lines if f" {result} = " in line)
        whole = {
            "float": f"vec4({result}, 0.0, 0.0, 1.0)",
            "vec2": f"vec4({result}, 0.0, 1.0)",
            "vec3": f"vec4({result}, 1.0)",
            "vec4": result,
        }
        macros = [line for lines in self._macros.values() for line in lines]
        return lines_of(
            *macros,
            "",
            "vec4 hook() {",
            *self._lines,
            f"    return {whole[kind]};",
            "}",
        )

    def _convolved(
        self, node: Conv, each: str, at: int, parts: Sequence[MapTexture], names: Sequence[str]
    ) -> None:
        """Add one input of a convolution; its channels start at `at` of the weight's."""
        rows, columns = node.weight.shape[:2]
        activation = self._network.activation(each)
        stored = self._network.stored(each)
        places = list(product(range(rows), range(columns)))
        for texture in textures_of(self._network, each):
            for y, x in places:
                value = self._tap(each, texture, x - columns // 2, y - rows // 2)
                for variable, first in self._activated(each, texture, value, activation, stored):
                    for channel in range(texture.components):
                        weights = node.weight[y, x, at + first + channel]
                        swizzle = f".{'xyzw'[channel]}" if texture.components > 1 else ""
                        for part, name in zip(parts, names, strict=True):
                            by = vector(weights[part.start : part.stop])
                            self._lines.append(f"    {name} += {variable}{swizzle} * {by};")

    def _added(self, each: str, parts: Sequence[MapTexture], names: Sequence[str]) -> None:
        """Add one input of a sum: of CReLU, the half of its channels that a part is of."""
        activation, stored = self._network.activation(each), self._network.stored(each)
        textures = textures_of(self._network, each)
        for part, name in zip(parts, names, strict=True):
            for channel in range(part.start, part.stop):
                texture = textures[channel % stored // 4]
                value = self._tap(each, texture, 0, 0)
                read = self._activated(each, texture, value, activation, stored)
                variable = read[channel // stored][0]
                swizzle = f".{'xyzw'[channel % stored % 4]}" if texture.components > 1 else ""
                to = f".{'xyzw'[channel - part.start]}" if part.components > 1 else ""
                self._lines.append(f"    {name}{to} += {variable}{swizzle};")

    def _activated(
        self, each: str, texture: MapTexture, value: str, activation: Activation, stored: int
    ) -> list[tuple[str, int]]:
        """Return variables with a tap's channels as they are read, each with the first's number."""
        kind = type_of(texture.components)
        tail = {1: "1", 2: "2", 3: "3", 4: ""}[texture.components]
        if activation is Activation.NONE:
            self._set(kind, f"v{tail}", value)
            return [(f"v{tail}", texture.start)]
        if activation is Activation.RELU:
            self._set(kind, f"v{tail}", f"max({value}, 0.0)")
            return [(f"v{tail}", texture.start)]
        self._set(kind, f"v{tail}", value)
        if activation is Activation.PRELU:
            node = self._network.node(each)
            slope = getattr(node, "slope", None)
            assert slope is not None
            slopes = vector(slope[texture.start : texture.stop])
            self._set(kind, f"v{tail}", f"max(v{tail}, 0.0) + min(v{tail}, 0.0) * {slopes}")
            return [(f"v{tail}", texture.start)]
        self._set(kind, f"p{tail}", f"max(v{tail}, 0.0)")
        self._set(kind, f"n{tail}", f"max(-v{tail}, 0.0)")
        return [(f"p{tail}", texture.start), (f"n{tail}", stored + texture.start)]

    def _set(self, kind: str, name: str, value: str) -> None:
        known = name in self._declared
        self._declared.add(name)
        self._lines.append(f"    {'' if known else kind + ' '}{name} = {value};")

    def _tap(self, each: str, texture: MapTexture, x: int, y: int) -> str:
        """Return what reads a texture at a place from the fragment's, or a variable that has it."""
        if each in self._locals:
            return self._locals[each][texture.index]
        if each == LUMA and not self._luma_stored:
            self._macro("HOOKED", "LUMA_AT", "dot({}.rgb, " + WEIGHTS + ")")
            return f"LUMA_AT({x}, {y})"
        name = "NET_LUMA" if each == LUMA else texture.save
        swizzle = {1: ".x", 2: ".xy", 3: ".xyz", 4: ""}[texture.components]
        self._macro(name, f"{name}_AT", "{}" + swizzle)
        return f"{name}_AT({x}, {y})"

    def _macro(self, name: str, macro: str, form: str) -> None:
        """Declare what reads a texture: NAME_near clamps by itself; players do not have it."""
        if name in self._macros:
            return
        near = form.format(f"{name}_near({name}_pos + {name}_pt * vec2(right, down))")
        whole = f"ivec2({name}_size) - ivec2(1, 1)"
        fetch = form.format(
            f"texelFetch({name}_raw, clamp(ivec2(gl_FragCoord.xy) + ivec2(right, down), \\\n"
            f"    ivec2(0, 0), {whole}), 0)"
        )
        self._macros[name] = [
            f"#ifdef {name}_near",
            f"#define {macro}(right, down) {near}",
            "#else",
            f"#define {macro}(right, down) {fetch}",
            "#endif",
        ]
