"""The text of a complete shader program."""

from __future__ import annotations

from ..lazy.dataclass import dataclass
from ..plan import PassRun


@dataclass(frozen=True, slots=True)
class ProgramSource:
    """A program's text, and the position of the user's body in it.

    Attributes
    ----------
    vertex, fragment : complete shaders; empty for a compute pass
    compute : a complete shader; empty for a fragment pass
    body_line : the 1-based line of the fragment or compute shader at which the pass's body starts
    run : the pass it was made from
    written_in : whether all of the file's parameters are constants of the program
    """

    vertex: str
    fragment: str
    compute: str
    body_line: int
    run: PassRun
    written_in: bool = False
