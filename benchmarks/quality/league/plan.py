"""The league's plan: scenes by seeds, sizes, degradations, methods, and what each is kept under."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from anime4k_gl.comparing.methods import Method, parse_methods
from anime4k_gl.defaults import DEFAULT_BACKEND
from anime4k_gl.errors import OptionError
from anime4k_gl.scaler_shaders import scaler_shader
from anime4k_gl.usershader import UserShader
from anime4k_gl.usershader.model import Texture
from benchmarks.quality import degradations, scenes
from benchmarks.quality.league import mpv

FIRST = {"odd": 1, "even": 0}
"""Odd seeds report, even seeds tune: what was tuned on a picture says nothing of others."""

_MEASURING = (
    "anime4k_gl/comparing/metrics/*.py", "benchmarks/quality/metrics/*.py",
    "benchmarks/quality/league/likeness.py",
)  # fmt: skip


@dataclass(frozen=True, order=True)
class Pair:
    """The heights of a source and of the result, at 16:9, in pixels."""

    source: int
    result: int

    @property
    def name(self) -> str:
        """As on the command line."""
        return f"{self.source}:{self.result}"

    @property
    def source_size(self) -> tuple[int, int]:
        """Width and height."""
        return _wide(self.source), self.source

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return _wide(self.result), self.result


@dataclass(frozen=True)
class Case:
    """A pair of sizes with a degradation, and the metrics that are asked of a scene there."""

    pair: Pair
    chain: str
    names: tuple[str, ...]

    @property
    def name(self) -> str:
        """What its measurements are kept under."""
        return f"{self.pair.name} {self.chain}"


@dataclass(frozen=True)
class Plan:
    """What is measured.

    Attributes
    ----------
    seeds : of the scenes, in their order; the kinds take turns
    pairs : of sizes
    chains : names of degradations, canonical; the first is every scene's
    texts, backend : of the methods, see `parse_methods`
    names : of the metrics of every scene
    degraded : so many scenes, from the first, have the further degradations, at `least`
    vector : so many scenes, from the first, have `vector_names` at `least`, undegraded
    vector_names : of metrics that need the vectors, or take long
    pictures : so many scenes, from the first, keep their pictures
    with_mpv : mpv's own scalers are methods, too
    """

    seeds: tuple[int, ...]
    pairs: tuple[Pair, ...]
    chains: tuple[str, ...]
    texts: tuple[str, ...]
    names: tuple[str, ...]
    degraded: int = 0
    vector: int = 0
    vector_names: tuple[str, ...] = ()
    pictures: int = 0
    backend: str = DEFAULT_BACKEND
    with_mpv: bool = False

    @cached_property
    def methods(self) -> tuple[Method, ...]:
        """The methods in the order of the tables."""
        return tuple(parse_methods(self.texts, backend=self.backend))

    @property
    def least(self) -> Pair:
        """The sizes with the smallest result."""
        return min(self.pairs, key=lambda pair: pair.result)

    def cases(self, seed: int) -> Iterator[Case]:
        """Yield what is measured of a scene.

        What moves the frame is left to pixels alone: lines are known where they were drawn.
        """
        moved = degradations.parse(self.chains[0]).shift != (0, 0)
        for pair in self.pairs:
            further = pair == self.least
            asked = further and not moved and seed in self.seeds[: self.vector]
            names = (*self.names, *self.vector_names) if asked else self.names
            yield Case(pair, self.chains[0], tuple(dict.fromkeys(names)))
            if further and seed in self.seeds[: self.degraded]:
                yield from (Case(pair, chain, self.names) for chain in self.chains[1:])

    def keys(self, renderer: str) -> dict[str, str]:
        """Return the digests of what the methods' measurements follow from, by the methods' names.

        The tables' order. mpv draws on the processor, whatever the driver.

        Parameters
        ----------
        renderer : the driver's name, as another draws a little otherwise
        """
        measuring = (scenes.VERSION, degradations.VERSION, _code_digest())
        own = {m.name: digest(*measuring, method_digest(m), renderer) for m in self.methods}
        others = mpv.OWN if self.with_mpv else {}
        return own | {
            name: digest(*measuring, mpv.line(), options) for name, options in others.items()
        }


def seeds_of(count: int, which: str) -> tuple[int, ...]:
    """Return so many seeds, odd or even, from the first."""
    if count < 1:
        raise OptionError(f"scenes {count}: must be 1 or more")
    if which not in FIRST:
        raise OptionError.unknown("seeds", which, FIRST)
    return tuple(range(FIRST[which], FIRST[which] + 2 * count, 2))


def scene_of(seed: int) -> scenes.Scene:
    """Return a seed's scene in the league.

    Odd seeds take all kinds in turn, and even ones too: a seed's own kind goes with its remainder,
    so that half of the kinds would have no odd seed.
    """
    kinds = list(scenes.KINDS)
    return scenes.make(seed, kinds[seed // 2 % len(kinds)])


def parse_pairs(text: str) -> tuple[Pair, ...]:
    """Return pairs of sizes of a text such as ``1080:2160,720:1440``.

    Raises
    ------
    OptionError : it is no such text
    """
    found = []
    for word in filter(None, (word.strip() for word in text.split(","))):
        source, _, result = word.partition(":")
        if not (source.isdigit() and result.isdigit() and 0 < int(source) <= int(result)):
            raise OptionError(f"sizes {word!r}: must be like 1080:2160, heights in pixels")
        found.append(Pair(int(source), int(result)))
    if not found:
        raise OptionError("sizes: none given; name some such as 1080:2160,540:1080")
    return tuple(dict.fromkeys(found))


def parse_chains(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the canonical names of degradations; ``small`` and ``standard`` stand for sets.

    Raises
    ------
    OptionError : there is no such degradation
    """
    sets = {"small": degradations.SMALL, "standard": degradations.STANDARD}
    names: list[str] = []
    for text in texts:
        for name in sets.get(text, (text,)):
            try:
                names.append(degradations.parse(name).name)
            except degradations.DegradationError as error:
                raise OptionError(str(error)) from error
    return tuple(dict.fromkeys(names))


def method_digest(method: Method) -> str:
    """Return what a method's picture follows from: shader texts, parameters, scaler."""
    options = method.options
    shaders: tuple[UserShader, ...] = (*options.forms.fragment, *(options.forms.compute or ()))
    textures = [
        hashlib.sha256(block.data).hexdigest()
        for shader in shaders
        for block in shader.blocks
        if isinstance(block, Texture)
    ]
    scaling = options.scaling
    return digest(
        [shader.blocks for shader in shaders], textures, sorted(options.params.items()),
        scaling, scaler_shader(scaling.scaler, tuning=scaling.tuning).blocks, options.forms.backend,
        options.dialect,
    )  # fmt: skip


def digest(*values: object) -> str:
    """Return a digest of values by what Python shows of them."""
    return hashlib.sha256(json.dumps([repr(v) for v in values]).encode()).hexdigest()[:32]


_code: list[str] = []


def _code_digest() -> str:
    """Return the digest of the modules that measure: what they say may change with them."""
    if not _code:
        root = Path(__file__).parents[3]
        files = [file for pattern in _MEASURING for file in sorted(root.glob(pattern))]
        _code.append(digest(*(file.read_bytes() for file in files)))
    return _code[0]


def _wide(height: int) -> int:
    return round(height * 16 / 9 / 2) * 2
