"""The readers of lookup textures and buffers: blocks whose body is data in hexadecimal."""

from __future__ import annotations

import math
import re
from typing import ClassVar

from ..formats import TEXTURE_FORMATS, TextureFormat
from .fragment import INT_RANGE, WHITESPACE, Fragment, in_bytes
from .layout import VARIABLE_TYPES, block_bytes
from .lexer import RawBlock
from .model import Border, Buffer, BufferVariable, Directive, Filter, Texture
from .reader import BlockReader, Directives

_FORMATS = (
    "a texture format: r, rg, rgb or rgba followed by 8, 16, 16f, 16hf, 32f, 8ui, 16ui, 32ui, "
    "8i, 16i or 32i; or rgb10_a2"
)


class TextureReader(BlockReader):
    """Texture = TEXTURE {SIZE | FORMAT | FILTER | BORDER | STORAGE} hex."""

    kind = "a TEXTURE block"

    def __init__(self, raw: RawBlock) -> None:
        super().__init__(raw)
        self._name = ""
        self._size: tuple[int, ...] = ()
        self._format: TextureFormat | None = None
        self._filter: Filter | None = None
        self._filter_at = self.head
        self._border = Border.CLAMP
        self._storage = False

    def texture(self, argument: Fragment) -> None:
        """TEXTURE identifier; with words behind it the whole line is a name that nothing binds."""
        self._name = argument.block_name("a texture name")

    def size(self, argument: Fragment) -> None:
        """SIZE width [height [depth]] {anything}."""
        sides = argument.leading(3, whole=True)
        if not sides:
            raise argument.expected("1 to 3 positive whole numbers")
        self._size = tuple(
            side.integer("a positive whole number", 1, INT_RANGE[1]) for side in sides
        )

    def format(self, argument: Fragment) -> None:
        """FORMAT name."""
        self._format = TEXTURE_FORMATS.get(argument.text)
        if self._format is None:
            raise argument.expected(_FORMATS)

    def filter(self, argument: Fragment) -> None:
        """FILTER ("LINEAR" | "NEAREST")."""
        self._filter = Filter(argument.choice("a filter", tuple(f.value for f in Filter)))
        self._filter_at = argument

    def border(self, argument: Fragment) -> None:
        """BORDER ("CLAMP" | "REPEAT" | "MIRROR")."""
        self._border = Border(argument.choice("a border mode", tuple(b.value for b in Border)))

    def storage(self, argument: Fragment) -> None:
        """STORAGE {anything}."""
        self._storage = True

    def finish(self, body: Fragment, directives: tuple[Directive, ...]) -> Texture:
        """SIZE and FORMAT are required, must fit the filter, and give the bytes of the body."""
        if not self._size:
            raise self.missing("a SIZE line in the TEXTURE block")
        if self._format is None:
            raise self.missing("a FORMAT line in the TEXTURE block")
        if self._filter is Filter.LINEAR and not self._format.filterable:
            raise self._filter_at.error(
                f"expected FILTER NEAREST for the integer format {self._format}, found LINEAR"
            )
        texel = self._format.hex_bytes
        shape = "x".join(map(str, self._size))
        reason = f"{shape} texels of {self._format}, {in_bytes(texel)} each"
        data = self.data(
            body, math.prod(self._size) * texel, reason, optional=self._storage, odd=True
        )
        return Texture(
            name=self._name,
            size=self._size,
            format=self._format,
            filter=self._filter,
            border=self._border,
            storage=self._storage,
            data=data,
            span=self.span,
            directives=directives,
        )

    directives: ClassVar[Directives] = {
        "TEXTURE": texture,
        "SIZE": size,
        "FORMAT": format,
        "FILTER": filter,
        "BORDER": border,
        "STORAGE": storage,
    }


_SPACE = f"[{WHITESPACE}]"
_VARIABLE = re.compile(
    rf"(?P<type>[^{WHITESPACE}]+){_SPACE}+(?P<name>[^{WHITESPACE}\[;]+)"
    rf"(?:{_SPACE}*\[(?P<count>[^\]]*)\])?{_SPACE}*;?"
)


class BufferReader(BlockReader):
    """Buffer = BUFFER {VAR | STORAGE} hex."""

    kind = "a BUFFER block"

    def __init__(self, raw: RawBlock) -> None:
        super().__init__(raw)
        self._name = ""
        self._variables: dict[str, BufferVariable] = {}
        self._storage = False

    def buffer(self, argument: Fragment) -> None:
        """BUFFER identifier; with words behind it, as for a TEXTURE."""
        self._name = argument.block_name("a buffer name")

    def var(self, argument: Fragment) -> None:
        """VAR type identifier ["[" number "]"] [";"]."""
        match = _VARIABLE.fullmatch(argument.text)
        if not match:
            raise argument.expected("a GLSL type and a name, perhaps with [N]")
        if match["type"] not in VARIABLE_TYPES:
            types = "float, int or uint, a vector or a float matrix of GLSL"
            raise argument.part(*match.span("type")).expected(types)
        at = argument.part(*match.span("name"))
        name = at.identifier("a variable name")
        if name in self._variables:
            raise at.error(f"expected a new variable name, found {name!r} a second time")
        count = None
        if match["count"] is not None:
            number = argument.part(*match.span("count")).stripped()
            count = number.integer("a positive whole number", 1, INT_RANGE[1])
        self._variables[name] = BufferVariable(match["type"], name, count)

    def storage(self, argument: Fragment) -> None:
        """STORAGE {anything}."""
        self._storage = True

    def finish(self, body: Fragment, directives: tuple[Directive, ...]) -> Buffer:
        """There must be variables; their layout gives the bytes of the body."""
        if not self._variables:
            raise self.missing("a VAR line in the BUFFER block")
        variables = tuple(self._variables.values())
        reason = f"the variables laid out by {'std430' if self._storage else 'std140'}"
        count = block_bytes(variables, storage=self._storage)
        data = self.data(body, count, reason, optional=self._storage)
        return Buffer(
            name=self._name,
            variables=variables,
            storage=self._storage,
            data=data,
            span=self.span,
            directives=directives,
        )

    directives: ClassVar[Directives] = {"BUFFER": buffer, "VAR": var, "STORAGE": storage}
