"""Where in the user's files something stands that the driver cannot do."""

from __future__ import annotations

from ..plan import Plan
from ..usershader import Buffer, Texture, UserShader
from ..usershader.source import Span, place


def made_at(plan: Plan, value: int) -> str:
    """Return the place of the user's pass that makes a value, as errors begin; else nothing."""
    for run in plan.runs:
        if run.output == value and not run.builtin:
            return _named(run.shader, run.shader_pass.span)
    return ""


def declared_at(plan: Plan, block: Texture | Buffer) -> str:
    """Return the place of a table or a buffer, as errors begin; nothing for the engine's own."""
    for run in plan.runs:
        others: list[Texture | Buffer] = [*run.shader.textures, *run.shader.buffers]
        for other in others:
            # By name and place: the plan may hold a copy, with its filter said out loud.
            if not run.builtin and (other.name, other.span) == (block.name, block.span):
                return _named(run.shader, block.span)
    return ""


def _named(shader: UserShader, span: Span) -> str:
    line, column = place(shader.text, span.start)
    origin = shader.origin(line)
    return f"{origin.filename}:{origin.line}:{column}: "
