"""Networks as fragment passes of an mpv user shader, hooked at MAIN, which they double.

A map lies in textures of the picture's size, four channels to a texel, as it is stored: whoever
reads it applies its activation. Each texture has a pass, which reads all its taps by texelFetch or
a sampler that does not interpolate. The last of them leaves the residual's four pixels in a texel;
a pass of twice the size adds them to the picture, scaled linearly.

What is read nowhere else than in a last convolution of 1x1 is computed there and never stored.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from textwrap import wrap

from ..library import package_source
from ..usershader.passes import NAME_LIMIT
from .body import PassBody
from .network import LUMA, Activation, Add, Chroma, Conv, Network, NetworkError
from .text import WEIGHTS, lines_of, textures_of

WHEN = "OUTPUT.w HOOKED.w / 1.4 > OUTPUT.w HOOKED.w / 1.1 > HOOKED.w NATIVE_CROPPED.w 1.5 * < * +"
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
    """Return a network's passes in order.

    Raises
    ------
    NetworkError : a pass would read more textures than there may be
    """
    made = list(_FragmentForm(network).run())
    for each in made:
        read = sum(line.startswith("//!BIND ") for line in each.head)
        if read > NAME_LIMIT:
            raise NetworkError(
                f"network {network.name!r} has no fragment form: its pass {each.stem} would read"
                f" {read} textures, and {NAME_LIMIT} is the most"
            )
    return made


def user_shader(
    network: Network, about: Sequence[str] = (), made: Sequence[GeneratedPass] | None = None
) -> str:
    """Return all passes as one file without ``#include``.

    Parameters
    ----------
    about : what the file's first comment says behind its title
    made : the passes; by default those of the fragment form
    """
    title = f"// {network.name}: a network of {network.multiply_adds} multiply-adds a pixel"
    parts = [lines_of(title, *(f"// {line}" for line in about))]
    for each in passes(network) if made is None else made:
        own = package_source(_SHARES).text.partition("\n\n")[2]
        body = each.body.replace(f'#include "{_SHARES}"\n', own)
        parts.append(lines_of(*each.directives(network), "", body))
    return "\n".join(parts)


class _FragmentForm:
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
            body = PassBody(self._network, self._luma_stored)
            body.node(node, [texture], ["sum"])
            yield GeneratedPass(
                stem,
                f"{_kind(node)} {node.name}{channels}",
                self._reading(node),
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
        body = PassBody(self._network, self._luma_stored)
        about = list(self._reading(output))
        if self._inner is not None:
            parts = textures_of(self._network, self._inner.name)
            body.node(self._inner, parts, [f"map{part.index + 1}" for part in parts])
            about += [f"Nothing else reads {self._inner.name}, a {_kind(self._inner)}, done here:"]
            about += self._reading(self._inner)
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

    def _reading(self, node: Conv | Add) -> tuple[str, ...]:
        """Return what a node reads, as lines: maps of one activation beside each other."""
        forms = {
            Activation.NONE: "{}",
            Activation.RELU: "what is positive of {}",
            Activation.CRELU: "the positive and the negative parts of {}",
            Activation.PRELU: "{}, by a slope where negative",
        }
        parts = []
        for activation, names in groupby(node.inputs, self._network.activation):
            listed = ["luma minus a half" if name == LUMA else name for name in names]
            one = ", ".join(listed[:-1]) + (" and " if len(listed) > 1 else "") + listed[-1]
            parts.append(forms[activation].format(one))
        return tuple(wrap(f"Of {'; '.join(parts)}.", 96))


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


def _taps(node: Conv | Add) -> int:
    return int(node.weight.shape[0] * node.weight.shape[1]) if isinstance(node, Conv) else 1


def _kind(node: Conv | Add) -> str:
    if isinstance(node, Add):
        return "sum"
    rows, columns = node.weight.shape[:2]
    return f"convolution of {columns}x{rows}"
