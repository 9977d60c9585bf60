"""Networks as fragment passes of an mpv user shader, hooked at MAIN, which they double.

A map lies in textures of the picture's size, four channels to a texel, as it is stored: whoever reads
it applies its activation. Each texture has a pass, which reads all its taps by texelFetch or a sampler
that does not interpolate. The last of them leaves the residual's four pixels in a texel; a pass of
twice the size adds them to the picture, scaled linearly.

What is read nowhere else than in a last convolution of 1x1 is computed there and never stored.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from ..library import package_source
from .network import LUMA, Activation, Add, Chroma, Conv, Network
from .text import WEIGHTS, Texture, lines_of, number, textures_of, vector

WHEN = (
    "OUTPUT.w HOOKED.w / 1.4 >"
    " OUTPUT.w HOOKED.w / 1.1 > HOOKED.w NATIVE_CROPPED.w 1.5 * < * +"
)
"""Twice the size or more; once also where it is scaled up a little, and made smaller again."""

MOST_TOGETHER = 8
"""Channels that are computed in the pass that alone reads them; more would spill registers."""

_TAPS_OF_LUMA = 18
"""As many reads of the picture's luma, in all passes, are cheaper than a texture of it."""

_SHARES = "common/colour_shares.glsl"


@dataclass(frozen=True, slots=True)
class GeneratedPass:
    """A pass as a file.

    Attributes
    ----------
    stem : its name, without ``.glsl``; no word of GLSL or HLSL
    title : what it does, for its first line
    about : more lines, for people
    head : its directives, ``//!HOOK`` to ``//!COMPONENTS``
    desc : what players list it as, behind the network's name
    body : GLSL, which may ``#include`` one of `shaders/`
    """

    stem: str
    title: str
    about: tuple[str, ...]
    head: tuple[str, ...]
    desc: str
    body: str

    def text(self, network: Network) -> str:
        """Return the whole file."""
        return lines_of(
            f"// Anime4K {network.name}: {self.title}",
            *(f"// {line}" for line in self.about),
            "//",
            f"// Made by tools/networks.py of the recipe with the SHA-256 {network.recipe[:32]}",
            f"// {network.recipe[32:]}; change that and train, not this file.",
            "",
            *self.directives(network),
            "",
            self.body,
        )

    def directives(self, network: Network) -> tuple[str, ...]:
        """Return the lines that tell players what the pass is."""
        return (*self.head, f"//!WHEN {WHEN}", f"//!DESC Anime4K {network.name}: {self.desc}")


def passes(network: Network) -> list[GeneratedPass]:
    """Return a network's passes in order."""
    return list(_Generator(network).run())


def user_shader(network: Network, about: Sequence[str] = ()) -> str:
    """Return all passes as one file without ``#include``.

    Parameters
    ----------
    about : what the file's first comment says behind its title
    """
    title = f"// {network.name}: a network of {network.multiply_adds} multiply-adds a pixel"
    parts = [lines_of(title, *(f"// {line}" for line in about))]
    for each in passes(network):
        own = package_source(_SHARES).text.partition("\n\n")[2]
        body = each.body.replace(f'#include "{_SHARES}"\n', own)
        parts.append(lines_of(*each.directives(network), "", body))
    return "\n".join(parts)


class _Generator:
    """A network on its way to passes."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._inner = self._computed_at_the_end()
        passes_of_luma = [
            (len(textures_of(network, node.name)), node)
            for node in network.maps
            if LUMA in node.inputs and node is not self._inner
        ]
        taps = sum(count * _taps(node) for count, node in passes_of_luma)
        inner = _taps(self._inner) if self._inner and LUMA in self._inner.inputs else 0
        self._luma_stored = taps + inner > _TAPS_OF_LUMA

    def run(self) -> Iterator[GeneratedPass]:
        if self._luma_stored:
            yield self._luma()
        for node in self._network.maps:
            if node is self._inner or node is self._network.output:
                continue
            yield from self._layer(node)
        yield self._residual()
        if self._network.chroma is Chroma.JOINT:
            yield _shares()
        yield self._doubled()

    def _computed_at_the_end(self) -> Conv | None:
        """Return the convolution that the last one, of 1x1, alone reads; None without one."""
        network, output = self._network, self._network.output
        if not isinstance(output, Conv) or _taps(output) > 1:
            return None
        for node in reversed(network.maps[:-1]):
            readers = [each for each in network.maps if node.name in each.inputs]
            if isinstance(node, Conv) and readers == [output]:
                return node if node.channels <= MOST_TOGETHER else None
        return None

    def _luma(self) -> GeneratedPass:
        return GeneratedPass(
            "luma",
            "luma",
            ("Minus a half, as the network reads it, which half floats hold finer.",),
            ("//!HOOK MAIN", "//!BIND HOOKED", "//!SAVE NET_LUMA", "//!COMPONENTS 1"),
            "luma",
            lines_of(
                "vec4 hook() {",
                "    vec3 rgb = texelFetch(HOOKED_raw, ivec2(gl_FragCoord.xy), 0).rgb;",
                f"    return vec4(dot(rgb, {WEIGHTS}) - 0.5, 0.0, 0.0, 1.0);",
                "}",
            ),
        )

    def _layer(self, node: Conv | Add) -> Iterator[GeneratedPass]:
        """Yield the passes of a map, one for each texture that it takes."""
        textures = textures_of(self._network, node.name)
        for texture in textures:
            channels = "" if len(textures) == 1 else f", channels {texture.channels}"
            stem = f"layer_{node.name}" + ("" if len(textures) == 1 else f"_{texture.index + 1}")
            body = _Body(self._network, self._luma_stored)
            body.node(node, [texture], ["sum"])
            yield GeneratedPass(
                stem,
                f"{_kind(node)} {node.name}{channels}",
                (self._reading(node),),
                (
                    "//!HOOK MAIN",
                    *(f"//!BIND {name}" for name in body.bound),
                    f"//!SAVE {texture.save}",
                    f"//!COMPONENTS {texture.components}",
                ),
                f"{node.name}{channels}",
                body.text("sum"),
            )

    def _residual(self) -> GeneratedPass:
        """Return the pass that leaves the residual, four pixels in a texel."""
        output = self._network.output
        body = _Body(self._network, self._luma_stored)
        about = [self._reading(output)]
        if self._inner is not None:
            parts = textures_of(self._network, self._inner.name)
            body.node(self._inner, parts, [f"map{part.index + 1}" for part in parts])
            about.insert(0, f"With {_kind(self._inner)} {self._inner.name}, which nothing else reads:")
            about.insert(1, self._reading(self._inner))
        (texture,) = textures_of(self._network, output.name)
        body.node(output, [texture], ["sum"])
        return GeneratedPass(
            "residual",
            "what luma gains",
            (*about, "A texel holds the four pixels that become of one, x y over z w."),
            (
                "//!HOOK MAIN",
                *(f"//!BIND {name}" for name in body.bound),
                "//!SAVE NET_RESIDUAL",
                "//!COMPONENTS 4",
            ),
            "residual",
            body.text("sum"),
        )

    def _doubled(self) -> GeneratedPass:
        joint = self._network.chroma is Chroma.JOINT
        own = ["    float change = (at.x & 1) == 0 ? row.x : row.y;"]
        gains = "change"
        if joint:
            own += [
                "    vec2 share = NET_SHARES_tex(NET_SHARES_pos).xy;",
                "    // Green's share is what red and blue leave of the luma.",
                "    float green = (1.0 - 0.2126 * share.x - 0.0722 * share.y) / 0.7152;",
            ]
            gains = "change * vec3(share.x, green, share.y)"
        return GeneratedPass(
            "doubled",
            "the picture, doubled",
            (
                "The source's colour, scaled linearly, and what luma gains, in each channel"
                + (" by its share." if joint else "."),
            ),
            (
                "//!HOOK MAIN",
                "//!BIND HOOKED",
                "//!BIND NET_RESIDUAL",
                *(["//!BIND NET_SHARES"] if joint else []),
                "//!WIDTH HOOKED.w 2 *",
                "//!HEIGHT HOOKED.h 2 *",
            ),
            "doubled",
            lines_of(
                "vec4 hook() {",
                "    ivec2 at = ivec2(gl_FragCoord.xy), texel = at / 2;",
                "    vec4 four = texelFetch(NET_RESIDUAL_raw, texel, 0);",
                "    vec2 row = (at.y & 1) == 0 ? four.xy : four.zw;",
                *own,
                "    vec4 c = HOOKED_tex(HOOKED_pos);",
                f"    return vec4(clamp(c.rgb + {gains}, 0.0, 1.0), c.a);",
                "}",
            ),
        )

    def _reading(self, node: Conv | Add) -> str:
        """Return what a node reads, as a sentence."""
        names = {
            Activation.NONE: "{}",
            Activation.RELU: "{} where it is positive",
            Activation.CRELU: "the positive and the negative parts of {}",
            Activation.PRELU: "{}, its negative part by a slope",
        }
        parts = [
            names[self._network.activation(name)].format(
                "luma minus a half" if name == LUMA else f"{name} ({self._network.stored(name)})"
            )
            for name in node.inputs
        ]
        return f"Of {'; '.join(parts)}."


def _shares() -> GeneratedPass:
    return GeneratedPass(
        "shares",
        "shares of colours",
        ("By how much red and blue change where luma does, around each pixel.",),
        ("//!HOOK MAIN", "//!BIND HOOKED", "//!SAVE NET_SHARES", "//!COMPONENTS 2"),
        "shares of colours",
        lines_of(
            f'#include "{_SHARES}"',
            "",
            "vec4 hook() {",
            "    return vec4(colour_shares(), 0.0, 1.0);",
            "}",
        ),
    )


class _Body:
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

    def node(self, node: Conv | Add, parts: Sequence[Texture], names: Sequence[str]) -> None:
        """Add the sums of some of a node's textures, under these names; later nodes may read them."""
        add = [None] * 4
        for part, name in zip(parts, names, strict=True):
            bias = node.bias[part.start : part.stop] if isinstance(node, Conv) else add[:0]
            start = vector(bias if len(bias) else [0.0] * part.components)
            if isinstance(node, Conv) and LUMA in node.inputs and not self._luma_stored:
                start = vector(_without_half(self._network, node)[part.start : part.stop])
            self._lines.append(f"    {_type(part.components)} {name} = {start};")
        at = 0
        for each in node.inputs:
            if isinstance(node, Add):
                self._added(each, parts, names)
                continue
            self._convolved(node, each, at, parts, names)
            at += self._network.read(each)
        self._locals[node.name] = list(names)

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
        self, node: Conv, each: str, at: int, parts: Sequence[Texture], names: Sequence[str]
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
                        self._lines += [
                            f"    {name} += {variable}{swizzle} * {vector(weights[p.start : p.stop])};"
                            for p, name in zip(parts, names, strict=True)
                        ]

    def _added(self, each: str, parts: Sequence[Texture], names: Sequence[str]) -> None:
        """Add one input of a sum: of CReLU, the half of its channels that a part is of."""
        activation, stored = self._network.activation(each), self._network.stored(each)
        textures = textures_of(self._network, each)
        for part, name in zip(parts, names, strict=True):
            for channel in range(part.start, part.stop):
                texture = textures[channel % stored // 4]
                value = self._tap(each, texture, 0, 0)
                made = dict(
                    (first, variable)
                    for variable, first in self._activated(each, texture, value, activation, stored)
                )
                variable = made[texture.start + (stored if channel >= stored else 0)]
                swizzle = f".{'xyzw'[channel % stored % 4]}" if texture.components > 1 else ""
                to = f".{'xyzw'[channel - part.start]}" if part.components > 1 else ""
                self._lines.append(f"    {name}{to} += {variable}{swizzle};")

    def _activated(
        self, each: str, texture: Texture, value: str, activation: Activation, stored: int
    ) -> list[tuple[str, int]]:
        """Return variables with a tap's channels as they are read, each with the first's number."""
        kind = _type(texture.components)
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

    def _tap(self, each: str, texture: Texture, x: int, y: int) -> str:
        """Return what reads a texture at a place from the fragment's, or the variable that has it."""
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
        """Declare what reads a texture, once: NAME_near clamps by itself; players do not have it."""
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


def _type(components: int) -> str:
    return "float" if components == 1 else f"vec{components}"


def _taps(node: Conv | Add) -> int:
    return int(node.weight.shape[0] * node.weight.shape[1]) if isinstance(node, Conv) else 1


def _kind(node: Conv | Add) -> str:
    if isinstance(node, Add):
        return "sum"
    rows, columns = node.weight.shape[:2]
    return f"convolution of {columns}x{rows}"


def _without_half(network: Network, node: Conv) -> Sequence[float]:
    """Return a convolution's bias where luma is read as it is, and not minus a half."""
    at = sum(network.read(name) for name in node.inputs[: node.inputs.index(LUMA)])
    sums = node.weight[:, :, at].astype("f8").sum((0, 1))
    return [float(bias) - 0.5 * float(each) for bias, each in zip(node.bias, sums, strict=True)]
