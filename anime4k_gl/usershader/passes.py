"""The reader of shader passes."""

from __future__ import annotations

from typing import ClassVar

from .expression import Expression, read_expression
from .fragment import INT_RANGE, Fragment
from .lexer import RawBlock
from .model import Compute, Directive, Offset, Pass
from .reader import BlockReader, Directives

NAME_LIMIT = 16
"""The limit of HOOK lines, and of BIND lines, in a pass, the same in every player."""


class PassReader(BlockReader):
    """Pass = directive {directive} body; without a HOOK it is legal and never runs."""

    kind = "a pass"

    def __init__(self, raw: RawBlock) -> None:
        super().__init__(raw)
        self._hooks: list[str] = []
        self._binds: list[str] = []
        self._save: str | None = None
        self._desc: str | None = None
        self._width: Expression | None = None
        self._height: Expression | None = None
        self._when: Expression | None = None
        self._offset = Offset()
        self._align = False
        self._components: int | None = None
        self._compute: Compute | None = None

    def hook(self, argument: Fragment) -> None:
        """HOOK name; the whole line is the name, so that words behind it make it another one."""
        self._limit("HOOK", self._hooks, argument)
        self._hooks.append(argument.name("the name of one hook point"))

    def bind(self, argument: Fragment) -> None:
        """BIND name, the whole line."""
        self._limit("BIND", self._binds, argument)
        self._binds.append(argument.name("the name of one texture"))

    def save(self, argument: Fragment) -> None:
        """SAVE name, the whole line."""
        self._save = argument.name("the name of one texture")

    def desc(self, argument: Fragment) -> None:
        """DESC text."""
        self._desc = argument.text

    def width(self, argument: Fragment) -> None:
        """WIDTH expression."""
        self._width = read_expression(argument)

    def height(self, argument: Fragment) -> None:
        """HEIGHT expression."""
        self._height = read_expression(argument)

    def when(self, argument: Fragment) -> None:
        """WHEN expression."""
        self._when = read_expression(argument)

    def offset(self, argument: Fragment) -> None:
        """OFFSET (x y {anything} | "ALIGN"); the two forms combine."""
        if argument.text == "ALIGN":
            self._align = True
            return
        numbers = argument.leading(2)
        if len(numbers) < 2:
            raise argument.expected("two numbers or ALIGN")
        x, y = (number.number("a number") for number in numbers)
        self._offset = Offset(x, y)

    def components(self, argument: Fragment) -> None:
        """COMPONENTS number {anything}; 0 is the default."""
        number = (argument.leading(1, whole=True) or [argument])[0]
        self._components = number.integer("a number of components, 0 to 4", 0, 4) or None

    def compute(self, argument: Fragment) -> None:
        """COMPUTE block-width block-height [threads-width threads-height] {anything}."""
        sides = argument.leading(4, whole=True)
        if len(sides) not in (2, 4):
            raise argument.expected("2 or 4 positive whole numbers")
        numbers = [side.integer("a positive whole number", 1, INT_RANGE[1]) for side in sides]
        width, height = numbers[:2]
        self._compute = Compute(width, height, *(numbers[2:] or (width, height)))

    def finish(self, body: Fragment, directives: tuple[Directive, ...]) -> Pass:
        """Every combination of pass directives is legal, so there is nothing to check."""
        return Pass(
            hooks=tuple(dict.fromkeys(self._hooks)),
            binds=tuple(dict.fromkeys(self._binds)),
            save=self._save,
            desc=self._desc,
            width=self._width,
            height=self._height,
            when=self._when,
            offset=self._offset,
            align=self._align,
            components=self._components,
            compute=self._compute,
            body=body.text,
            span=self.span,
            body_span=body.span,
            directives=directives,
        )

    def _limit(self, keyword: str, names: list[str], argument: Fragment) -> None:
        if len(names) == NAME_LIMIT:
            raise argument.error(
                f"expected at most {NAME_LIMIT} {keyword} lines in a pass, found one more"
            )

    directives: ClassVar[Directives] = {
        "HOOK": hook,
        "BIND": bind,
        "SAVE": save,
        "DESC": desc,
        "OFFSET": offset,
        "WIDTH": width,
        "HEIGHT": height,
        "WHEN": when,
        "COMPONENTS": components,
        "COMPUTE": compute,
    }
