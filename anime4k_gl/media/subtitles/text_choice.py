"""The user's word on how subtitle text is read; nothing that reads text is imported for it."""

from __future__ import annotations

from ...lazy.dataclass import dataclass

AUTO = "auto"
"""The code page that stands for finding it out."""


@dataclass(frozen=True, slots=True)
class TextChoice:
    """The user's word on how text is read.

    Attributes
    ----------
    codepage : as `check_codepage` returns it
    languages : tags of those that are preferred
    strip : whether styles and mark-up are taken away
    """

    codepage: str = AUTO
    languages: tuple[str, ...] = ()
    strip: bool = False
