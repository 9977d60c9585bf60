"""The names of outputs: a template, filled in for each file."""

from __future__ import annotations

import os
import re
import string
from collections.abc import Callable, Mapping
from pathlib import Path, PurePath

from ...errors import MediaError, OptionError
from ...formats import Size

DEFAULT_TEMPLATE = "{stem}{suffix}"

FIELDS = {
    "name": "the source's name, with its extension",
    "stem": "the source's name without its extension",
    "suffix": "the extension of what is written: the source's where that can be, with its dot",
    "parent": "the name of the folder that the source is in",
    "preset": "the preset's name; with --shader, that of the first file",
    "scale": "the scale factor",
    "width": "the output's width in pixels",
    "height": "the output's height in pixels",
    "number": "the file's number on the shelf, from 1",
}
"""What a template may name, each in braces, with a format as Python's: ``{number:03}``."""

_NUMBERS = ("width", "height", "number")
_BAD = re.compile(r"[/\\\0]" if os.name != "nt" else r'[<>:"/\\|?*\0-\x1f]')


class Template:
    """A template for the names of outputs; one that says no extension ends with ``{suffix}``.

    Parameters
    ----------
    text : a name with fields of `FIELDS` in braces; it may have folders

    Raises
    ------
    OptionError : an unknown field, a format that does not fit, or a name outside the folder
    """

    def __init__(self, text: str = DEFAULT_TEMPLATE) -> None:
        self.text = text
        try:
            parts = list(string.Formatter().parse(text))
        except ValueError as error:
            hint = "a brace that is meant is written twice"
            raise OptionError(f"name {text!r}: {error}; {hint}") from None
        self.fields = {field for _, field, _, _ in parts if field is not None}
        for field in sorted(self.fields):
            if field not in FIELDS:
                raise OptionError.unknown(f"field of name {text!r}", field, FIELDS)
        if any(conversion for _, _, _, conversion in parts):
            raise OptionError(f"name {text!r}: no conversions such as !r, only formats such as :03")
        plain = "".join(literal for literal, _, _, _ in parts)
        if "." not in plain and not {"name", "suffix"} & self.fields:
            self.text += "{suffix}"
        sample = {field: 1 if field in _NUMBERS else "a" for field in FIELDS}
        self._filled(sample)

    @property
    def needs_size(self) -> bool:
        """Whether it names the size of what is written, for which a source is opened."""
        return bool({"width", "height"} & self.fields)

    def fill(
        self,
        source: Path,
        *,
        suffix: str,
        preset: str,
        scale: float,
        number: int,
        size: Callable[[], Size],
    ) -> PurePath:
        """Return the name of a source's output, from the folder of outputs.

        Parameters
        ----------
        suffix : of what is written, with its dot
        size : returns the output's size; called if it is named

        Raises
        ------
        OptionError : it leads out of that folder, or is no name
        """
        values: dict[str, str | int] = {
            "name": source.name,
            "stem": source.stem,
            "suffix": suffix,
            "parent": Path(os.path.abspath(source)).parent.name,
            "preset": preset,
            "scale": f"{scale:g}",
            "number": number,
        }
        if self.needs_size:
            values["width"], values["height"] = size()
        return self._filled(values)

    def _filled(self, values: Mapping[str, str | int]) -> PurePath:
        clean = {
            name: _BAD.sub("_", value) if isinstance(value, str) else value
            for name, value in values.items()
        }
        try:
            text = self.text.format_map(clean)
        except (ValueError, KeyError, IndexError) as error:
            raise OptionError(f"name {self.text!r}: {error}") from None
        name = PurePath(text)
        if name.is_absolute() or not name.name or ".." in name.parts or text.endswith("/"):
            raise OptionError(
                f"name {self.text!r}: must be a name below the folder of outputs, not {text!r}"
            )
        return name


def check_apart(source: Path, target: Path, taken: Mapping[str, Path]) -> None:
    """Raise `MediaError` where an output is another file's too, or a source.

    Parameters
    ----------
    taken : sources by their outputs' keys, see `output_key`
    """
    other = taken.get(output_key(target))
    if other is not None and other != source:
        raise MediaError(
            f"{source}: would get the same output as {other}, {target}; tell them apart with"
            " --name, '{parent} {stem}{suffix}' for example"
        )
    try:
        same = os.path.samefile(source, target)
    except OSError:
        same = False
    if same:
        raise MediaError(
            f"{source}: is its own output; choose another --output-dir, or --name, for example"
            " '{stem}.4k{suffix}'"
        )


def output_key(target: Path) -> str:
    """Return what two names of one file have in common."""
    return os.path.normcase(os.path.abspath(target))
