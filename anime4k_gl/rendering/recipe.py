"""Recipes: the facts a result was made of, compared before it would be made again."""

from __future__ import annotations

import hashlib
import inspect
import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, is_dataclass, replace
from enum import Enum
from typing import Any

from ..library import preset as preset_of
from ..media.opening import MediaInput
from ..media.recipes import PREFIX
from ..plan import ScalingOptions
from ..usershader import UserShader, print_user_shader
from ..version import version
from .render_options import RenderOptions

_NO_MATTER = frozenset(
    {"source", "target", "progress", "decided", "overwrite", "strict", "hwdec", "allow_references"}
    | {"cancel", "cluster", "preset", "shaders", "backend"}
)
"""Parameters of `transcode` that make no other picture, or are told by the digest."""

_PRESET_TEXTS = ("colour_bits", "scaled_bits", "colours", "wide", "narrow")


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a result was made of.

    Attributes
    ----------
    version : the package's
    preset : its name, or the names of the shader files in its place
    digest : of the full text of the shaders, SHA-256 in hexadecimal
    options : all others that change the result and are not at their default, by name
    size : the source's, in bytes
    time : when the source was last changed, in nanoseconds since 1970
    """

    version: str
    preset: str
    digest: str
    options: Mapping[str, Any]
    size: int = 0
    time: int = 0

    def of_source(self, source: str | os.PathLike[str]) -> Recipe:
        """Return the recipe for a file. Raises `OSError`."""
        status = os.stat(source)
        return replace(self, size=status.st_size, time=status.st_mtime_ns)

    def to_text(self) -> str:
        """Return it as a line of ASCII, the same for equal recipes."""
        values = {
            "digest": self.digest, "options": self.options, "preset": self.preset,
            "source": [self.size, self.time], "version": self.version,
        }  # fmt: skip
        return PREFIX[:-1] + json.dumps(values, sort_keys=True, separators=(",", ":"))


def recipe_of(
    function: Callable[..., Any], values: Mapping[str, Any], render: RenderOptions
) -> Recipe:
    """Return the recipe of what options ask for, for no source yet.

    Parameters
    ----------
    function : `transcode`, whose defaults count as not given
    values : of its parameters, by name; those that are missing are at their default
    render : what they ask for
    """
    options = {}
    for name, parameter in inspect.signature(function).parameters.items():
        if name in _NO_MATTER or name not in values:
            continue
        value, default = _plain(values[name]), _plain(parameter.default)
        if (value or None) != (default or None):
            options[name] = value
    if options.get("held") == "off":
        del options["held"]  # which makes the same frames as the default
    # A scaler has aliases, and is one of the scaling options too.
    options.pop("scaler", None)
    options.pop("scaling", None)
    scaling = _plain(render.scaling)
    plain = _plain(ScalingOptions())
    options |= {name: value for name, value in scaling.items() if value != plain[name]}
    return Recipe(version(), _name(render, values.get("shaders", ())), _digest(render), options)


def recipe_for_source(recipe: Recipe, source: MediaInput) -> str:
    """Return the text to write into what is made of a source; empty for a pipe's."""
    if source.path is None or source.is_pipe:
        return ""
    try:
        return recipe.of_source(source.path).to_text()
    except OSError:
        return ""


def _name(render: RenderOptions, shaders: Sequence[Any]) -> str:
    if shaders or render.preset is None:
        return " ".join(os.path.basename(shader.filename) for shader in render.shaders)
    return preset_of(render.preset).name


def _digest(render: RenderOptions) -> str:
    digest = hashlib.sha256()
    for form in (render.forms.fragment, render.forms.compute or ()):
        for shader in form:
            _add(digest, shader)
        digest.update(b"\0\0")
    return digest.hexdigest()


def _add(digest: Any, shader: UserShader) -> None:
    text = print_user_shader(shader).text
    facts = [_plain(getattr(shader, name)) for name in _PRESET_TEXTS]
    first = shader.scaled_first.text if shader.scaled_first is not None else ""
    digest.update(json.dumps([text, facts, first]).encode("ascii"))


def _plain(value: Any) -> Any:
    """Return a value of an option as JSON has it; equal values in one form."""
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(asdict(value))
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): _plain(value[key]) for key in sorted(value, key=str)}
    if isinstance(value, frozenset | set):
        return sorted(map(str, value))
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            return value
    if isinstance(value, bool) or value is None:
        return value
    return float(value) if isinstance(value, int | float) else str(value)
