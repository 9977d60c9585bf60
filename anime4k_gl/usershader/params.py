"""The reader of PARAM blocks."""

from __future__ import annotations

import re
from typing import ClassVar, NamedTuple

from .fragment import INT_RANGE, UINT_RANGE, Fragment
from .lexer import RawBlock
from .model import Directive, Param, ParamStorage, ParamType
from .reader import BlockReader, Directives

_FRACTION = re.compile(r"([+-]?[0-9]+)\.[0-9]*")


class _Type(NamedTuple):
    """The meaning of a ``//!TYPE`` line."""

    type: ParamType
    storage: ParamStorage = ParamStorage.DEFAULT
    enum: bool = False


def _types() -> dict[str, _Type]:
    types = {"DEFINE": _Type(ParamType.DEFINE), "ENUM DEFINE": _Type(ParamType.DEFINE, enum=True)}
    for storage in ParamStorage:
        prefix = f"{storage.value} ".lstrip()
        for type in (ParamType.FLOAT, ParamType.INT, ParamType.UINT):
            types[f"{prefix}{type.value}"] = _Type(type, storage)
        types[f"ENUM {prefix}int"] = _Type(ParamType.INT, storage, enum=True)
    return types


_TYPES = _types()


class ParamReader(BlockReader):
    """Param = PARAM {DESC | TYPE | MINIMUM | MAXIMUM} (default | member {member}).

    TYPE may come last, so the numbers are read in `finish`, when their type is known.
    """

    kind = "a PARAM block"

    def __init__(self, raw: RawBlock) -> None:
        super().__init__(raw)
        self._name = ""
        self._desc: str | None = None
        self._type: _Type | None = None
        self._minimum: Fragment | None = None
        self._maximum: Fragment | None = None

    def param(self, argument: Fragment) -> None:
        """PARAM identifier."""
        self._name = argument.identifier("a parameter name")

    def desc(self, argument: Fragment) -> None:
        """DESC text."""
        self._desc = argument.text

    def type(self, argument: Fragment) -> None:
        """TYPE ["ENUM"] ("DEFINE" | ["DYNAMIC" | "CONSTANT"] ("float" | "int" | "uint")).

        An enum is DEFINE or int.
        """
        words = [word.text for word in argument.words()]
        self._type = _TYPES.get(" ".join(words))
        if self._type is None:
            raise argument.expected(
                "ENUM and then DEFINE, or [DYNAMIC or CONSTANT] int"
                if "ENUM" in words
                else "[ENUM] DEFINE, or [DYNAMIC or CONSTANT] float, int or uint"
            )

    def minimum(self, argument: Fragment) -> None:
        """MINIMUM [number]."""
        self._minimum = argument

    def maximum(self, argument: Fragment) -> None:
        """MAXIMUM [number]."""
        self._maximum = argument

    def finish(self, body: Fragment, directives: tuple[Directive, ...]) -> Param:
        """Read the numbers by their TYPE, or an enum's members, which also give its bounds."""
        if self._type is None:
            raise self.missing("a TYPE line in the PARAM block")
        lines = body.lines()
        if not lines:
            what = "members, one a line" if self._type.enum else "a default value"
            raise self.missing(f"{what}, below the PARAM block's //! lines")
        members = _members(lines) if self._type.enum else ()
        default, minimum, maximum = (
            (0, 0, len(members) - 1) if self._type.enum else self._bounded(lines[0])
        )
        return Param(
            name=self._name,
            type=self._type.type,
            default=default,
            desc=self._desc,
            storage=self._type.storage,
            minimum=minimum,
            maximum=maximum,
            members=members,
            span=self.span,
            directives=directives,
        )

    def _bounded(self, line: Fragment) -> tuple[float, float | None, float | None]:
        """Return the default on the body's first line, and its bounds.

        The lines below are not read: mpv ignores them.
        """
        low = self._bound(self._minimum, "a minimum")
        high = self._bound(self._maximum, "a maximum")
        if self._maximum and low is not None and high is not None and low > high:
            raise self._maximum.error(
                f"expected a maximum of at least {low}, the minimum, found {high}"
            )
        default = self._value(line, "a default value")
        if low is not None and default < low:
            raise line.error(f"expected a default of at least {low}, the minimum, found {default}")
        if high is not None and default > high:
            raise line.error(f"expected a default of at most {high}, the maximum, found {default}")
        return default, low, high

    def _bound(self, text: Fragment | None, what: str) -> float | None:
        return self._value(text, what) if text else None

    def _value(self, text: Fragment, what: str) -> float:
        """Return a number of the parameter's type; an integer's fraction is ignored.

        Published shaders have DEFINEs of ``1.0``, which libplacebo reads as 1.
        """
        assert self._type
        if self._type.type is ParamType.FLOAT:
            return text.number(f"{what}, a number")
        if match := _FRACTION.fullmatch(text.text):
            text = text.part(*match.span(1))
        if self._type.type is ParamType.UINT:
            return text.integer(f"{what}, a whole number from 0 to {UINT_RANGE[1]}", *UINT_RANGE)
        return text.integer(f"{what}, a whole number of 32 bits", *INT_RANGE)

    directives: ClassVar[Directives] = {
        "PARAM": param,
        "DESC": desc,
        "TYPE": type,
        "MINIMUM": minimum,
        "MAXIMUM": maximum,
    }


def _members(lines: list[Fragment]) -> tuple[str, ...]:
    """Members = identifier, one a line, all different."""
    members: dict[str, None] = {}
    for line in lines:
        name = line.identifier("the name of an enum member")
        if name in members:
            raise line.error(f"expected a new member name, found {name!r} a second time")
        members[name] = None
    return tuple(members)
