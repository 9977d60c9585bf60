"""Texture fetches that a pass's body makes for a pixel, counted from its text.

The rule: from ``hook()``, every call of a fetching function counts 1, calls of the body's own
functions count what is in them, loops with constant bounds multiply. The most: of an ``if`` and its
``else`` the dearer one, and no early return. The least: the cheapest way to a return. A ``?:`` and
``&&`` count both sides. A loop whose bounds are no constants counts as often as the caller says,
by default once, and the count is then no exact one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ...glsl_syntax.brackets import closing, split_arguments
from ...glsl_syntax.conditions import value
from ...glsl_syntax.preprocess import compiled_tokens

FETCHES = frozenset(
    {
        *("texture", "textureLod", "textureGrad", "textureProj", "texelFetch", "textureGather"),
        *("textureOffset", "textureLodOffset", "texelFetchOffset", "textureGatherOffset"),
        *("textureGatherOffsets", "imageLoad", "tex1D", "tex2D", "tex3D", "texture2D"),
    }
)
"""GLSL's functions that fetch; a gather is one fetch of four texels."""

_MACROS = ("_tex", "_texOff", "_near", "_gather")
_ON_EACH_THREAD = ("gl_LocalInvocationIndex", "gl_LocalInvocationID")


@dataclass(frozen=True, slots=True)
class Taps:
    """Fetches a run of the body makes.

    Attributes
    ----------
    least, most : by the way through it
    exact : whether all loops had bounds that could be read
    """

    least: float
    most: float
    exact: bool = True


def count_taps(
    body: str,
    *,
    textures: Iterable[str],
    constants: Mapping[str, float | int] | None = None,
    unknown_loop: float | None = None,
) -> Taps:
    """Return the fetches of a pass's body.

    Parameters
    ----------
    body : GLSL with a function ``hook``
    textures : names whose macros (``NAME_tex`` ...) fetch
    constants : values of names that are declared outside the body, such as parameters
    unknown_loop : how often a loop runs whose bounds are no constants
    """
    counter = _Counter(textures, constants or {}, unknown_loop)
    tokens, complete = compiled_tokens(body, constants or {})
    counter.read(tokens)
    way = counter.call("hook", 0)
    return Taps(min(way.through, way.out), way.most, counter.exact and complete)


def _closing(tokens: Sequence[str], at: int) -> int:
    """Return where the bracket at `at` is closed: at the end, where it is not."""
    try:
        return closing(tokens, at)
    except ValueError:
        return len(tokens) - 1


@dataclass(frozen=True, slots=True)
class _Way:
    """Fetches of a statement.

    Attributes
    ----------
    through, out : the least on the way to its end, and to a return; infinite where there is none
    most : the most, as if it did not return
    """

    through: float = 0.0
    out: float = math.inf
    most: float = 0.0

    def then(self, other: _Way) -> _Way:
        return _Way(
            self.through + other.through,
            min(self.out, self.through + other.out),
            self.most + other.most,
        )

    def either(self, other: _Way) -> _Way:
        return _Way(
            min(self.through, other.through), min(self.out, other.out), max(self.most, other.most)
        )

    def times(self, count: float) -> _Way:
        if count <= 0:
            return _Way()
        return _Way(self.through * count, self.out, self.most * count)


@dataclass
class _Counter:
    textures: Iterable[str]
    constants: Mapping[str, float | int]
    unknown_loop: float | None
    exact: bool = True
    _functions: dict[tuple[str, int], list[str]] = field(default_factory=dict)
    _known: dict[tuple[str, int], _Way] = field(default_factory=dict)

    def __post_init__(self) -> None:
        own = {f"{name}{macro}" for name in self.textures for macro in _MACROS}
        self._fetches = FETCHES | own
        self._names = dict(self.constants)

    def read(self, tokens: list[str]) -> None:
        """Find the functions and constants."""
        at = 0
        while at < len(tokens):
            if tokens[at] == "const" and "=" in tokens[at : at + 5]:
                equals, end = tokens.index("=", at), tokens.index(";", at)
                known = value(tokens[equals + 1 : end], self._names)
                if known is not None:
                    self._names[tokens[equals - 1]] = known
            if tokens[at] == "(" and at > 0:
                end = _closing(tokens, at)
                if tokens[end + 1 : end + 2] == ["{"]:
                    last = _closing(tokens, end + 1)
                    given = [
                        part for part in split_arguments(tokens[at + 1 : end]) if part != ["void"]
                    ]
                    body = tokens[end + 1 : last + 1]
                    self._functions[tokens[at - 1], len(given)] = body
                    self.read(body[1:-1])  # for the constants in it
                    at = last
            at += 1

    def call(self, name: str, arguments: int) -> _Way:
        """Return the fetches of a call; what calls itself, which GLSL forbids, counts nothing."""
        key = (name, arguments)
        if key not in self._functions:
            return _Way()
        if key not in self._known:
            self._known[key] = _Way()
            self._known[key], _ = self._statement(self._functions[key], 0)
        return self._known[key]

    def _expression(self, tokens: Sequence[str]) -> _Way:
        way = _Way()
        for at in range(len(tokens) - 1):
            if tokens[at + 1] != "(":
                continue
            if tokens[at] in self._fetches:
                way = way.then(_Way(1, math.inf, 1))
            else:
                inner = split_arguments(tokens[at + 2 : _closing(tokens, at + 1)])
                called = self.call(tokens[at], len(inner))
                way = way.then(_Way(min(called.through, called.out), math.inf, called.most))
        return way

    def _statement(self, tokens: list[str], at: int) -> tuple[_Way, int]:
        """Return the fetches of the statement at `at`, and where the next one starts."""
        if at >= len(tokens):
            return _Way(), at
        word = tokens[at]
        if word == "{":
            end, way, at = _closing(tokens, at), _Way(), at + 1
            while at < end:
                step, at = self._statement(tokens, at)
                way = way.then(step)
            return way, end + 1
        if word == "if":
            condition, at = self._bracketed(tokens, at + 1)
            way, at = self._statement(tokens, at)
            other = _Way()
            if tokens[at : at + 1] == ["else"]:
                other, at = self._statement(tokens, at + 1)
            return self._expression(condition).then(way.either(other)), at
        if word in ("for", "while"):
            head, at = self._bracketed(tokens, at + 1)
            body, at = self._statement(tokens, at)
            return body.then(self._expression(head)).times(self._turns(word, head)), at
        if word == "do":
            body, at = self._statement(tokens, at + 1)
            head, at = self._bracketed(tokens, at + 1)
            return body.then(self._expression(head)).times(self._turns("while", head)), at + 1
        if word == "switch":
            head, at = self._bracketed(tokens, at + 1)
            body, at = self._statement(tokens, at)
            return self._expression(head).then(_Way(0, body.out, body.most)), at
        end = at
        while end < len(tokens) and tokens[end] != ";":
            end = _closing(tokens, end) + 1 if tokens[end] in ("(", "[", "{") else end + 1
        way = self._expression(tokens[at:end])
        if word in ("return", "discard"):
            way = _Way(math.inf, way.through, way.most)
        return way, end + 1

    def _bracketed(self, tokens: list[str], at: int) -> tuple[list[str], int]:
        end = _closing(tokens, at)
        return tokens[at + 1 : end], end + 1

    def _turns(self, word: str, head: list[str]) -> float:
        """Return how often a loop runs."""
        turns = self._constant_turns(head) if word == "for" else None
        if turns is not None:
            return turns
        if self.unknown_loop is None:
            self.exact = False
            return 1
        return self.unknown_loop

    def _constant_turns(self, head: list[str]) -> float | None:
        parts = " ".join(head).split(";")
        if len(parts) != 3:
            return None
        init, test, step = (part.split() for part in parts)
        if "=" not in init or len(test) < 3 or test[1] not in ("<", "<=", "!=", ">", ">="):
            return None
        # Threads share such a loop: the first one's turns are as good as any one's.
        names = self._names
        shared = any(word in init for word in _ON_EACH_THREAD)
        start = 0 if shared else value(init[init.index("=") + 1 :], names)
        end = value(test[2:], names)
        by = 1.0 if "++" in step or "--" in step else None
        if step[1:2] in (["+="], ["-="]):
            by = value(step[2:], names)
        if start is None or end is None or not by:
            return None
        distance = abs(end - start) + (1 if test[1] in ("<=", ">=") else 0)
        downwards = test[1] in (">", ">=")
        if (start > end) if not downwards else (start < end):
            return 0
        return math.ceil(distance / abs(by)) if math.isfinite(distance / abs(by)) else None
