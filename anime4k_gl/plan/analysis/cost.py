"""Cost of a plan's passes, by count: bytes of memory traffic, and texture fetches a pixel.

A model, to hold beside measured times. Bytes: each texture a pass reads counts once, as if caches
were perfect, and what it writes counts once. Fetches: see `fetches`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from ...glsl_syntax.code import code_of
from ...glsl_syntax.conditions import value
from ...glsl_syntax.macros import definition
from ...glsl_syntax.words import has_word
from ...usershader import Param
from ..model import PassRun, Plan
from .fetches import Taps, count_taps

_READING = ("raw", "tex", "texOff", "near", "gather")
"""What the macros end in that read a texture."""


@dataclass(frozen=True, slots=True)
class PassCost:
    """The cost of one pass.

    Attributes
    ----------
    pixels : of its output
    bytes_read, bytes_written : of textures, each counted once
    taps : fetches a pixel of its output
    """

    pixels: int
    bytes_read: int
    bytes_written: int
    taps: Taps

    @property
    def bytes(self) -> int:
        """All its traffic."""
        return self.bytes_read + self.bytes_written


@dataclass(frozen=True, slots=True)
class PlanCost:
    """The cost of a frame.

    Attributes
    ----------
    passes : by index of the plan's runs
    pixels : of the output
    """

    passes: tuple[PassCost, ...]
    pixels: int

    @property
    def bytes_per_pixel(self) -> float:
        """Traffic for each pixel of the output."""
        return sum(p.bytes for p in self.passes) / self.pixels

    @property
    def taps_per_pixel(self) -> Taps:
        """Fetches for each pixel of the output."""
        return Taps(
            sum(p.taps.least * p.pixels for p in self.passes) / self.pixels,
            sum(p.taps.most * p.pixels for p in self.passes) / self.pixels,
            all(p.taps.exact for p in self.passes),
        )


def cost_of(plan: Plan) -> PlanCost:
    """Return what a frame of a plan costs."""
    return PlanCost(tuple(_pass_cost(plan, run) for run in plan.runs), plan.target.pixels)


def _pass_cost(plan: Plan, run: PassRun) -> PassCost:
    output = plan.values[run.output]
    body = run.shader_pass.body
    read = {
        b.value
        for b in run.bindings
        if any(has_word(body, f"{name}_{macro}") for name in b.names for macro in _READING)
    }
    tables = sum(math.prod(t.size) * t.format.texel_bytes for t in run.lookups)
    taps = count_taps(
        body,
        textures=[name for b in run.bindings for name in b.names]
        + [table.name for table in run.lookups],
        constants=_constants(run),
        unknown_loop=_kernel_width(plan, run) if run.hook == "scale" else None,
    )
    return PassCost(
        pixels=output.size.pixels,
        bytes_read=sum(_bytes(plan, index) for index in read) + tables,
        bytes_written=_bytes(plan, run.output),
        taps=_for_each_pixel(run, taps),
    )


def _bytes(plan: Plan, value: int) -> int:
    return plan.values[value].format.size_in_bytes(plan.values[value].size)


def _constants(run: PassRun) -> Mapping[str, float | int]:
    """Return the values of the parameters and of their members' names."""
    members = {
        name: index
        for block in run.shader.blocks
        if isinstance(block, Param)
        for index, name in enumerate(block.members)
    }
    return members | dict(run.params)


def _for_each_pixel(run: PassRun, taps: Taps) -> Taps:
    """Return a compute pass's fetches a thread as fetches a pixel."""
    block = run.shader_pass.compute
    if block is None:
        return taps
    threads = block.threads_width * block.threads_height
    share = threads / (block.block_width * block.block_height)
    return Taps(taps.least * share, taps.most * share, taps.exact)


def _kernel_width(plan: Plan, run: PassRun) -> float | None:
    """Return how often a scaler's loop runs: over its kernel, stretched where it downscales."""
    radius = _constant_macro(run.shader_pass.body, "RADIUS")
    if radius is None:
        return None
    source, target = plan.values[run.bindings[0].value].size, plan.values[run.output].size
    stretch = max(a / b for a, b in zip(source, target, strict=True))
    return math.ceil(2 * radius * max(1.0, stretch))


def _constant_macro(body: str, name: str) -> float | None:
    """Return the number that a body's macro stands for, None where there is none."""
    for directive in code_of(body).directives:
        if directive.keyword == "define" and directive.name == name:
            found = definition(directive)
            return None if found is None else value(found[1].words, {})
    return None
