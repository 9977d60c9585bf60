"""``#include "file"`` in presets' shaders, expanded when they are read.

A line ``#include "common/luma.glsl"`` gives way to that file's lines, and each line of the whole
text keeps the file and line it was written at. In the package's shaders paths count from
``shaders/``; in a user's they count from the folder of the file that includes, and stay within the
folder of the file that the preset names. What opens an included file as a comment, up to the first
blank line, is for those who read that file and is left out.

There are no macros here: ``#include`` within ``#if`` is expanded all the same.
"""

from __future__ import annotations

import os
import posixpath
import re
from contextlib import suppress
from dataclasses import field
from functools import cache
from pathlib import Path
from typing import Protocol

from ..errors import Anime4KError, OptionError
from ..lazy.dataclass import dataclass
from ..usershader import SourceMap, SourceText, Span, UserShader, parse_user_shader
from ..usershader.include import Include, find_includes
from ..usershader.parser import FILE_LIMIT, read_text
from ..usershader.source import Stretch
from .files import read_file, shaders_folder

DEPTH_LIMIT = 16
"""The most files that include each other in turn."""

INCLUDE_LIMIT = 1000
"""The most ``#include`` lines that are followed for one shader."""

_OPENING = re.compile(r"(?:[ \t]*//(?!!)[^\n]*\n)+[ \t\r]*\n")


class Resolver(Protocol):
    """Where included files are found; a file's key is a path."""

    def included(self, path: str, by: str) -> str:
        """Return the key of the file that one with the key `by` calls `path`.

        Raises
        ------
        ValueError : it is none that may be included; the message says what may
        """

    def read(self, key: str) -> str:
        """Return a file's text.

        Raises
        ------
        OptionError : it cannot be read
        """

    def shown(self, key: str) -> str:
        """Return a file's path as errors show it."""


class PackageResolver:
    """The package's own files, by their paths below ``shaders/``."""

    def included(self, path: str, by: str) -> str:
        """Return the key of an included file."""
        key = posixpath.normpath(_relative(path))
        if key.split("/")[0] == "..":
            raise ValueError("expected a path inside shaders/")
        return key

    def read(self, key: str) -> str:
        """Return a file's text."""
        return read_file(key)

    def shown(self, key: str) -> str:
        """Return a file's whole path."""
        return str(shaders_folder() / key)


@dataclass(frozen=True, slots=True)
class UserResolver:
    """A user's files, by their paths.

    Attributes
    ----------
    root : the folder that they are in, or below
    """

    root: str

    def included(self, path: str, by: str) -> str:
        """Return the key of an included file."""
        key = os.path.normpath(os.path.join(os.path.dirname(by), _relative(path)))
        if os.path.commonpath([self.root, os.path.abspath(key)]) != self.root:
            raise ValueError(f"expected a path inside {self.root}")
        return key

    def read(self, key: str) -> str:
        """Return a file's text."""
        return read_text(key)

    def shown(self, key: str) -> str:
        """Return a file's path."""
        return key


@dataclass
class IncludeExpander:
    """A file whose ``#include`` lines are being expanded.

    Attributes
    ----------
    paths : the files that were asked for so far, as errors show them, also one that is not there
    """

    resolver: Resolver
    paths: dict[str, None] = field(default_factory=dict)
    _pieces: list[str] = field(default_factory=list)
    _stretches: list[Stretch] = field(default_factory=list)
    _lines: int = 0
    _size: int = 0
    _includes: int = 0

    def run(self, key: str, filename: str) -> SourceText:
        """Return a file's whole text.

        Raises
        ------
        OptionError : the file cannot be read
        UserShaderError : an ``#include`` that cannot be followed, at its place
        """
        self.paths[self.resolver.shown(key)] = None
        self._file(self.resolver.read(key), 0, 1, (key,))
        return SourceText("".join(self._pieces), filename, SourceMap(tuple(self._stretches)))

    def _file(self, text: str, start: int, line: int, keys: tuple[str, ...]) -> None:
        """Add a file's text from an offset on, which is at the start of a line.

        Parameters
        ----------
        keys : the file's, after those of the files that it is included by
        """
        shown = self.resolver.shown(keys[-1])
        source = SourceText(text, shown)
        for include in find_includes(text):
            if include.line.start < start:
                continue
            self._add(text[start : include.line.start], shown, line)
            line += text.count("\n", start, include.line.start) + 1
            start = min(include.line.end + 1, len(text))
            self._include(source, include, keys)
        self._add(text[start:], shown, line)

    def _include(self, source: SourceText, include: Include, keys: tuple[str, ...]) -> None:
        argument = source.text[include.argument.start : include.argument.end]
        name = Span(include.argument.start + 1, include.argument.end - 1)
        if len(argument) < 3 or argument[0] != '"' or argument[-1] != '"':
            found = repr(argument) if argument else "nothing"
            raise source.error(
                f"expected a path in double quotes after #include, found {found}",
                include.argument,
            )
        try:
            key = self.resolver.included(argument[1:-1], keys[-1])
        except ValueError as error:
            raise source.error(str(error), name) from None
        if key in keys:
            names = [os.path.basename(k) for k in (*keys[keys.index(key) :], key)]
            raise source.error(f"circular #include: {' -> '.join(names)}; remove one", name)
        self._includes += 1
        if len(keys) == DEPTH_LIMIT or self._includes > INCLUDE_LIMIT:
            raise source.error(
                f"too many #include lines: at most {DEPTH_LIMIT} files deep and {INCLUDE_LIMIT}"
                " in all",
                name,
            )
        self.paths[self.resolver.shown(key)] = None
        try:
            text = self.resolver.read(key)
        except OptionError as error:
            raise source.error(str(error), name) from None
        self._size += len(text)
        if self._size > FILE_LIMIT:
            raise source.error(f"#include expands to more than {FILE_LIMIT >> 20} MiB", name)
        text = text.removeprefix("\ufeff")
        opening = _OPENING.match(text)
        start = opening.end() if opening else 0
        line = text.count("\n", 0, start) + 1
        if start < len(text) and not text.endswith("\n"):
            text += "\n"
        self._file(text, start, line, (*keys, key))

    def _add(self, text: str, filename: str, line: int) -> None:
        """Add whole lines of a file, from `line` on."""
        if text:
            self._pieces.append(text)
            self._stretches.append(Stretch(self._lines, filename, line))
            self._lines += text.count("\n")


def package_source(path: str) -> SourceText:
    """Return one of the package's shader texts, whole.

    Parameters
    ----------
    path : below ``shaders/``

    Raises
    ------
    OptionError : it cannot be read
    UserShaderError : an ``#include`` in it cannot be followed
    """
    return _of_package(path)[0]


def read_preset_shader(path: str | os.PathLike[str]) -> UserShader:
    """Return one of the shader files that a user's preset names, whole.

    Raises
    ------
    OptionError : the file cannot be read
    UserShaderError : it breaks the format, or an ``#include`` in it cannot be followed
    """
    name = os.fspath(path)
    source = IncludeExpander(UserResolver(os.path.dirname(os.path.abspath(name)))).run(name, name)
    return parse_user_shader(source.text, filename=name, source_map=source.map)


def package_paths(path: str) -> tuple[Path, ...]:
    """Return one of the package's files and those it includes, as far as they are real files."""
    if not isinstance(shaders_folder(), Path):
        return ()
    with suppress(Anime4KError):
        return _of_package(path)[1]
    return _paths(PackageResolver(), path)  # as many as are known


def forget() -> None:
    """Have the package's shaders read again, because their files have changed."""
    shaders_folder.cache_clear()
    _of_package.cache_clear()


@cache
def _of_package(path: str) -> tuple[SourceText, tuple[Path, ...]]:
    """Return one of the package's shader texts, whole, and the files that it is made of."""
    expansion = IncludeExpander(PackageResolver())
    return expansion.run(path, path), tuple(map(Path, expansion.paths))


def own_paths(path: Path) -> tuple[Path, ...]:
    """Return a user's file and those it includes, also one that is missing."""
    return _paths(UserResolver(os.path.dirname(os.path.abspath(path))), os.fspath(path))


def _paths(resolver: Resolver, key: str) -> tuple[Path, ...]:
    expansion = IncludeExpander(resolver)
    with suppress(Anime4KError):  # which reading it says; here as many as are known will do
        expansion.run(key, key)
    return tuple(map(Path, expansion.paths))


def _relative(path: str) -> str:
    """Return a path as ``#include`` takes it.

    Raises
    ------
    ValueError : it is not relative, or no path on every system
    """
    if path.startswith("/") or "\\" in path or "\0" in path or re.match("[A-Za-z]:", path):
        raise ValueError('expected a relative path with /, such as "common/luma.glsl"')
    return path
