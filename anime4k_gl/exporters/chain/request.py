"""The request that every target gets: a preset with its parameters and options."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...usershader import UserShader


@dataclass(frozen=True, slots=True)
class Request:
    """A preset with its parameters, on the way to a target.

    Attributes
    ----------
    preset : the preset's name
    title : its title, for people
    shader : its passes
    params : every parameter's value, by name
    overridden : the names of those that the user set
    scale : by how much the picture is scaled before it comes to the passes; for targets that
        cannot ask
    options : the target's own options, by name; all that it has, with their defaults
    """

    preset: str
    title: str
    shader: UserShader
    params: Mapping[str, float | int]
    overridden: frozenset[str]
    scale: float
    options: Mapping[str, str | bool]
