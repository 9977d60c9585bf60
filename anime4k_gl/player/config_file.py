"""The settings file: the command's options under their own names, keys, and shaders' parameters.

scaler = "lanczos"
shader = ["a.glsl"]          # relative to this file

[param]
push_strength = 6

[keys]
"Ctrl+s" = "screenshot"
q = "none"
"""

from __future__ import annotations

import difflib
import os
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import field
from pathlib import Path
from typing import Any

from .. import userdirs
from ..errors import OptionError
from ..lazy.dataclass import dataclass
from ..rendering.options import Kind, Option

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_TYPES: dict[Kind, tuple[type[Any], ...]] = {
    "flag": (bool,),
    "integer": (int,),
    "number": (int, float),
    "text": (str,),
    "path": (str,),
}
_WORDS: dict[Kind, str] = {
    "flag": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "text": 'text in quotes, "like this"',
    "path": "a file name in quotes",
}


@dataclass(frozen=True)
class Config:
    """What a settings file says; empty where there is none.

    Attributes
    ----------
    options : values by the options' targets; those that may be repeated as tuples
    keys : commands by keys, as `Bindings` takes them
    params : values of shaders' parameters by name
    path : of the file, None where there is none
    """

    options: dict[str, Any] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    params: dict[str, float | int | str] = field(default_factory=dict)
    path: Path | None = None

    def merged_params(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return the shaders' parameters: those given on the command line come first."""
        return {**self.params, **given}


def config_file() -> Path:
    """Return the settings file's usual place on this platform; it may not exist."""
    return userdirs.config_folder() / "config.toml"


def load_config(
    path: str | os.PathLike[str] | None,
    *,
    options: Iterable[Option],
    use: bool = True,
) -> Config:
    """Read the settings file.

    Parameters
    ----------
    path : the file that was asked for; None for the one in its usual place, which may be missing
    options : those the command has; the file knows those that are `Option.in_file`
    use : False for no file at all

    Raises
    ------
    OptionError : it cannot be read, or something in it is not valid; one line with file and line
    """
    if not use:
        return Config()
    file = config_file() if path is None else Path(path)
    try:
        if path is None and not file.exists():
            return Config()
        text = file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise OptionError(f"{file}: not UTF-8 text; save it as UTF-8") from error
    except (OSError, ValueError) as error:
        from ..media.failures import reason  # brings PyAV

        raise OptionError(f"{file}: {reason(error)}") from error
    return parse_config(text, file, options=options)


def parse_config(text: str, path: Path, *, options: Iterable[Option]) -> Config:
    """Return what a settings file's text says; otherwise as `load_config`."""
    return _Reader(text, path, options).read()


class _Reader:
    """One settings file: its values, checked, and the lines on which they stand."""

    def __init__(self, text: str, path: Path, options: Iterable[Option]) -> None:
        self._text = text
        self._path = path
        self._options = {option.name: option for option in options if option.in_file}

    def read(self) -> Config:
        try:
            document = tomllib.loads(self._text)
        except tomllib.TOMLDecodeError as error:
            raise self._syntax_error(str(error)) from None
        except RecursionError:
            raise OptionError(f"{self._path}: lists are nested too deeply") from None
        keys = self._table(document, "keys")
        params = self._table(document, "param")
        return Config(
            options=dict(self._option(name, value) for name, value in document.items()),
            keys=dict(self._binding(name, action) for name, action in keys.items()),
            params={name: self._param(name, value) for name, value in params.items()},
            path=self._path,
        )

    def _table(self, document: dict[str, Any], name: str) -> dict[str, Any]:
        table = document.pop(name, {})
        if not isinstance(table, dict):
            raise self._error(
                (), name, f"{name!r} must be a table: put [{name}] on a line of its own"
            )
        return table

    def _option(self, written: str, value: Any) -> tuple[str, Any]:
        option = self._options.get(written.replace("_", "-"))
        if option is None:
            kind = "table" if isinstance(value, dict) else "setting"
            valid = ["keys", "param"] if kind == "table" else sorted(self._options)
            raise self._unknown((), kind, written, valid)
        if not option.multiple:
            return option.parameter, self._value(option, written, value)
        values = value if isinstance(value, list) else [value]
        return option.parameter, tuple(self._value(option, written, each) for each in values)

    def _value(self, option: Option, written: str, value: Any) -> Any:
        flag = isinstance(value, bool)
        if flag != (option.kind == "flag") or not isinstance(value, _TYPES[option.kind]):
            what = _WORDS[option.kind]
            if option.multiple:
                what += ", or a list of those"
            raise self._error((), written, f"{written!r} takes {what}, not {_shown(value)}")
        if option.choices and value not in option.choices:
            raise self._unknown((), written, str(value), option.choices, at=written)
        if not option.multiple:
            try:
                option.checked(value)
            except OptionError as error:
                raise self._error((), written, str(error)) from None
        if option.kind == "path" and not _is_url(value):
            return os.fspath(self._path.parent / Path(value).expanduser())
        return not value if option.inverted else value

    def _binding(self, written: str, command: Any) -> tuple[str, str]:
        if not isinstance(command, str):
            raise self._error(
                ("keys",), written, f"{written!r} takes a command in quotes, not {_shown(command)}"
            )
        name = (command.split() or [""])[0]
        from .input.bindings import key_name  # these bring the whole player
        from .input.commands import COMMANDS, parse_command

        if name not in COMMANDS:
            raise self._unknown(("keys",), "command", name, sorted(COMMANDS), at=written)
        try:
            parse_command(command)
            return key_name(written), command
        except OptionError as error:
            raise self._error(("keys",), written, str(error)) from None

    def _param(self, name: str, value: Any) -> float | int | str:
        if isinstance(value, bool) or not isinstance(value, (int, float, str)):
            raise self._error(
                ("param",), name, f"{name!r} takes a number or text, not {_shown(value)}"
            )
        return value

    def _unknown(
        self, table: tuple[str, ...], kind: str, name: str, valid: Iterable[str],
        *, at: str | None = None,
    ) -> OptionError:  # fmt: skip
        valid = list(valid)
        near = difflib.get_close_matches(name.replace("_", "-"), valid, n=1)
        near = near or difflib.get_close_matches(name, valid, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"valid are: {', '.join(valid)}"
        return self._error(table, at or name, f"unknown {kind} {name!r}; {hint}")

    def _error(self, table: tuple[str, ...], name: str, message: str) -> OptionError:
        return OptionError(f"{self._path}:{self._line(table, name)}: {message}")

    def _syntax_error(self, text: str) -> OptionError:
        message, line = text, str(self._text.count("\n") + 1)  # "at end of document"
        match = re.fullmatch(r"(.*) \(at (?:line (\d+), column \d+|end of document)\)", text)
        if match is not None:
            message, line = match[1], match[2] or line
        return OptionError(
            f"{self._path}:{line}: not valid TOML: {message[:1].lower()}{message[1:]}"
        )

    def _line(self, table: tuple[str, ...], name: str) -> int:
        """Return the line on which a name is given a value, which the TOML reader does not tell.

        The last one, since a comment or a text of several lines may look the same before it.
        """
        quoted = "|".join(re.escape(form) for form in (name, f'"{name}"', f"'{name}'"))
        assignment = re.compile(rf"\s*(?:{quoted})\s*[=.]")
        header = re.compile(r"\s*\[+\s*(.+?)\s*\]+\s*(?:#.*)?$")
        dotted = re.compile(rf"\s*{'.'.join(table)}\s*(?:\.\s*(?:{quoted})\s*=|=\s*\{{)")
        here: tuple[str, ...] = ()
        found = 1
        for number, line in enumerate(self._text.splitlines(), start=1):
            inside = header.match(line)
            if inside is not None:
                here = (inside[1].strip("\"'"),)
                if not table and here == (name,):
                    found = number
            elif (here == table and assignment.match(line)) or (
                table and not here and dotted.match(line)
            ):
                found = number
        return found


def _is_url(value: str) -> bool:
    from ..media.failures import is_url  # brings PyAV

    return is_url(value)


def _shown(value: Any) -> str:
    """Return a value as it is to be quoted in a message: TOML's words, and not too long."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (dict, list)):
        return "a table" if isinstance(value, dict) else "a list"
    text = f'"{value}"' if isinstance(value, str) else str(value)
    text = " ".join(text.split())
    return text if len(text) <= 60 else f"{text[:57]}..."
