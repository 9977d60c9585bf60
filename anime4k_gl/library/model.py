"""Presets as values: their passes, parameters and intermediate views."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from ..defaults import DEFAULT_PRESET as DEFAULT_PRESET
from ..lazy.dataclass import dataclass

NO_PRESET = "none"
"""The name of no preset at all: the scaler alone."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How to see what a texture holds.

    Attributes
    ----------
    channels : ``x`` to ``w`` for a scalar, seen as gray, or ``xyz`` for colour
    packed : whether a texel holds four pixels of one scalar, x y over z w
    value : a GLSL expression of ``v``, what was read: a float, or of colour a vec3
    low, high : the values seen as black and as white; None to find them in the texture
    """

    channels: str
    packed: bool = False
    value: str = "v"
    low: float | None = 0.0
    high: float | None = 1.0


@dataclass(frozen=True, slots=True)
class InnerView:
    """What one of a preset's passes leaves, by a name for people.

    Attributes
    ----------
    name : ``line mask``
    number : the pass's place in `Preset.passes`, from 1
    reading : how to see it
    """

    name: str
    number: int
    reading: Reading


@dataclass(frozen=True, slots=True)
class Preset:
    """A named chain of passes.

    Attributes
    ----------
    name : what ``--preset`` takes
    title : a line for people
    passes : the pass files in order, without ``.glsl``, relative to ``shaders/``
    params : values that replace the passes' own defaults
    colour_bits, scaled_bits, colours, wide, narrow : see `UserShader`
    compute : the same picture as ``passes`` make, in compute passes; empty where there is none.
        Without ``passes`` it is all there is
    after_scaling : the passes for whoever has only the scaled picture, where ``passes`` scale it
        themselves; empty where they do not
    compute_scaled : the file that scales and does the first of the compute passes in one; empty
        where there is none
    views : what can be seen of ``passes`` while they run
    without : by what can be left out, what then takes the place of pass files; nothing of ``""``
    idle : by what can be left out, values of parameters that go with it
    export_names : by a pass's file, the name that exported files have for it, where that differs;
        whoever uses them has written it down, so it stays when a file is renamed
    base : the preset of the package whose passes these are
    files : a user's own shader files, in place of passes
    path : the file of a user's preset
    rank : its place by how good its picture is, the higher the better; None for what ``auto``
        never chooses, since another preset has the same picture sooner
    """

    name: str
    title: str
    passes: tuple[str, ...]
    params: tuple[tuple[str, float | int], ...] = ()
    colour_bits: int = 16
    scaled_bits: int = 16
    compute: tuple[str, ...] = ()
    compute_scaled: str = ""
    colours: frozenset[str] = frozenset()
    views: tuple[InnerView, ...] = ()
    without: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    idle: Mapping[str, Mapping[str, float | int]] = field(default_factory=dict)
    export_names: Mapping[str, str] = field(default_factory=dict)
    base: str = NO_PRESET
    files: tuple[Path, ...] = ()
    path: Path | None = None
    wide: bool = False
    narrow: bool = False
    after_scaling: tuple[str, ...] = ()
    rank: int | None = None

    @property
    def compute_only(self) -> bool:
        """Whether it consists of compute passes alone, and runs only where those do."""
        return bool(self.compute) and not self.passes
