"""Integers where GLSL converts to floats, which GLSL ES does not.

Found is what is certain from the tokens alone: an integer, by its literal or by the name of a
variable, next to a float in the same term; as an argument of a function that has floats only; and
what a float is initialised, assigned or returned as. What structs, array elements, macros and most
functions are is not known, so some mixtures stay unseen. No integer of an integer division is
taken: ``x + 3 / 2`` is ``x + 1.0``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from .body import Body
from .brackets import partners
from .tokens import Token, words

VECTORS = frozenset(("vec2", "vec3", "vec4"))
FLOATS = VECTORS | {"float"}
_INTEGERS = frozenset(("int", "uint"))
_SWIZZLES = (frozenset("xyzw"), frozenset("rgba"), frozenset("stpq"))

_FACTORS = frozenset(words("* / %"))
_BEFORE = frozenset(words("+ - * / < > <= >= == != += -= *= /="))
"""Operators that may have a float on their left and the integer on their right."""
_BEHIND = frozenset(words("+ - * / < > <= >= == !="))
"""Operators that may have the integer on their left."""
_SIGNED = _BEFORE | frozenset(words("= ( , ? :")) | {"return"}
"""What may stand before a sign."""
_NO_SUM = frozenset(words("< > <= >= == != && || ^^ ! ? : = ;"))
"""What makes something else than a number of its operands' kind of an expression."""

_DEEPEST = 50
"""Brackets within brackets that are looked into."""

_FLOAT_ONLY = frozenset(
    words(
        "pow mod step smoothstep exp exp2 log log2 sqrt inversesqrt sin cos tan asin acos atan "
        "floor ceil fract round length distance dot normalize"
    )
)
"""Functions that have no version for integers."""
_EITHER = frozenset(("max", "min", "clamp"))
"""Functions that have one, so that one argument must be known to be a float."""
_FETCHES = frozenset(("texture", "textureLod", "texelFetch"))


_GLOBALS = {
    "input_size": "vec2", "target_size": "vec2", "tex_offset": "vec2", "random": "float",
    "frame": "int",
}  # fmt: skip
_MACROS = {
    "pos": "vec2", "size": "vec2", "pt": "vec2", "off": "vec2", "mul": "float",
    "tex()": "vec4", "texOff()": "vec4", "near()": "vec4", "gather()": "vec4", "map()": "vec2",
}  # fmt: skip


def known_types(
    body: Body, bound: Iterable[str], declared: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return names of a pass and their types, of those that are the same wherever it uses them.

    Parameters
    ----------
    bound : the textures that a pass binds, by every name
    declared : names that are declared outside the body, and their types
    """
    types = {**_GLOBALS, **(declared or {})}
    types |= {f"{name}_{macro}": type for name in bound for macro, type in _MACROS.items()}
    for name, kinds in body.declared.items():
        types.pop(name, None)
        kind = next(iter(kinds))
        if len(kinds) == 1 and kind in FLOATS | _INTEGERS:
            types[name] = kind
    own = body.macros | body.functions_named
    return {name: type for name, type in types.items() if name.removesuffix("()") not in own}


def integers_for_floats(body: Body, types: Mapping[str, str]) -> list[Token]:
    """Return the integers that GLSL ES would have to be given as floats, in order.

    Parameters
    ----------
    types : names and what they are wherever the body uses them: floats, vectors, integers, and
        by ``NAME()`` what functions and macros with arguments return
    """
    finder = _Finder(body, types)
    for index in range(len(body.tokens)):
        if finder.is_integer(index) and finder.is_wanted_as_float(index):
            finder.found.add(index)
    finder.found.update(finder.arguments(), finder.returned())
    return [body.tokens[index] for index in sorted(finder.found)]


class _Finder:
    """The tokens of a body, and which of them have been found, from left to right."""

    def __init__(self, body: Body, types: Mapping[str, str]) -> None:
        self._body, self._types = body, types
        self._partners = partners([token.text for token in body.tokens])
        self._opened = {close: start for start, close in self._partners.items()}
        self._returns: dict[str, set[str]] = {}
        for function in body.functions:
            self._returns.setdefault(function.name, set()).add(function.returns)
        self._groups: dict[int, bool] = {}
        self._depth = 0
        self.found: set[int] = set()

    def is_integer(self, index: int) -> bool:
        token, at = self._body.tokens[index], self._body.at
        if token.kind == "name":
            alone = at(index + 1).text not in ("(", "[", ".", "++", "--", "=")
            return (
                self._types.get(token.text) in _INTEGERS
                and alone
                and at(index - 1).text not in (".", "++", "--")
                and at(index - 1).kind != "name"
            )
        return token.kind == "int"

    def is_wanted_as_float(self, index: int) -> bool:
        at = self._body.at
        before, after = index - 1, at(index + 1).text
        if at(before).text == "-" and at(before - 1).text in _SIGNED:
            before -= 1
        operator = at(before).text
        if operator == "=" and after in (";", ","):
            return self._is_scalar_target(before - 1)
        whole = operator in _FACTORS or after not in _FACTORS  # not a factor of a term of its own
        if operator in _BEFORE and whole and self._is_float_before(before - 1):
            return True
        first = operator not in _FACTORS
        return first and after in _BEHIND and self._is_float_behind(index + 2)

    def arguments(self) -> Iterator[int]:
        """Yield arguments that are an integer and nothing else, of functions that want floats."""
        body = self._body
        for start, close in self._partners.items():
            name = body.at(start - 1).text
            if body.at(start).text != "(" or not self._is_builtin(name):
                continue
            if name not in _FLOAT_ONLY and not (
                name in _EITHER and self._has_float(start + 1, close, several=True)
            ):
                continue
            commas = [i for i in self._level(start + 1, close) if body.at(i).text == ","]
            for first, end in pairwise([start, *commas, close]):
                at = first + 1 + (body.at(first + 1).text == "-")
                if at == end - 1 and self.is_integer(at):
                    yield at

    def returned(self) -> Iterator[int]:
        """Yield the integers that a function of type float returns as they are."""
        at = self._body.at
        for function in self._body.functions:
            if function.returns == "float":
                for index in range(function.start, function.end):
                    if at(index).text == "return":
                        value = index + 1 + (at(index + 1).text == "-")
                        if at(value + 1).text == ";" and self.is_integer(value):
                            yield value

    def _is_scalar_target(self, index: int) -> bool:
        """Return whether what is assigned to ends at a token and is a float."""
        at, token = self._body.at, self._body.at(index)
        if at(index - 1).text == "float":  # its declaration
            return True
        if at(index - 1).text == ".":
            return len(token.text) == 1 and self._is_float_before(index)
        return self._types.get(token.text) == "float" and at(index - 1).kind != "name"

    def _is_float_before(self, index: int) -> bool:
        """Return whether the operand that ends at a token is a float or a vector."""
        at, token = self._body.at, self._body.at(index)
        if index in self.found or token.kind == "float":
            return True
        if token.text == ")":
            return self._is_float_group(self._opened.get(index, -1))
        if token.kind != "name":
            return False
        if at(index - 1).text != ".":
            return self._types.get(token.text) in FLOATS
        base = at(index - 2)
        if not _is_swizzle(token.text) or at(index - 3).text == ".":
            return False
        return self._types.get(base.text) in VECTORS or self._is_float_before(index - 2)

    def _is_float_behind(self, index: int) -> bool:
        """Return whether the operand that starts at a token is a float or a vector."""
        at = self._body.at
        if at(index).text == "-":
            index += 1
        token, after = at(index), at(index + 1).text
        if token.kind == "float":
            return True
        if token.text == "(":
            return self._is_float_group(index)
        if after == "(":
            return self._is_float_group(index + 1)
        if after == ".":
            swizzled = _is_swizzle(at(index + 2).text) and at(index + 3).text not in (".", "[", "(")
            return self._types.get(token.text) in VECTORS and swizzled
        return self._types.get(token.text) in FLOATS and after != "["

    def _is_float_group(self, start: int) -> bool:
        """Return whether a call, or what stands in brackets, is a float or a vector."""
        if start not in self._groups:
            deep = self._depth >= _DEEPEST
            self._depth += 1
            self._groups[start] = not deep and self._looked_at(start)
            self._depth -= 1
        return self._groups[start]

    def _looked_at(self, start: int) -> bool:
        close = self._partners.get(start)
        if close is None:
            return False
        before = self._body.at(start - 1)
        name = before.text
        if before.kind != "name" or name == "return":
            return before.text not in ("]", ")") and self._has_float(start + 1, close)
        if self._types.get(f"{name}()") in FLOATS:
            return True
        if not self._is_builtin(name):
            return bool(self._returns.get(name)) and self._returns[name] <= FLOATS
        if name in _FETCHES:
            return self._body.at(start + 1).text.endswith("_raw")
        if name in _EITHER or name in ("abs", "sign", "mix"):
            return self._has_float(start + 1, close, several=True)
        return name in _FLOAT_ONLY or name in FLOATS

    def _has_float(self, start: int, end: int, *, several: bool = False) -> bool:
        """Return whether numbers between two tokens, and what is made of them, are floats.

        Parameters
        ----------
        several : whether they may be arguments, of which one decides
        """
        inside = list(self._level(start, end))
        marks = {self._body.at(index).text for index in inside}
        if marks & _NO_SUM or ("," in marks and not several):
            return False
        return any(
            (index == start or self._body.at(index - 1).text in _SIGNED)
            and self._is_float_behind(index)
            for index in inside
        )

    def _level(self, start: int, end: int) -> Iterator[int]:
        """Yield the tokens between two that stand in no further brackets, and where those open."""
        index = start
        while index < end:
            yield index
            index = self._partners.get(index, index) + 1

    def _is_builtin(self, name: str) -> bool:
        body = self._body
        return name not in body.functions_named and name not in body.macros


def _is_swizzle(text: str) -> bool:
    return 1 <= len(text) <= 4 and any(set(text) <= letters for letters in _SWIZZLES)
