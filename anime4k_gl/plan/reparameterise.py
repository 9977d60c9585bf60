"""New parameter values for a plan that was made: where only uniforms change, the plan stays.

Making a plan takes milliseconds and allocating its textures more, too much for a slider that is
being dragged. Most parameters are read by nothing but the passes' bodies, as uniforms.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..usershader import Param, ParamStorage, ParamType, UserShader
from ..usershader.expression import Name
from .model import PassRun, Plan
from .param_values import ParamValues

_NOTHING: tuple[tuple[str, float | int], ...] = ()


def is_uniform(param: Param) -> bool:
    """Return whether programs read a parameter as a uniform; otherwise it is compiled in."""
    return param.type is not ParamType.DEFINE and param.storage is not ParamStorage.CONSTANT


def shaping_params(shader: UserShader) -> frozenset[str]:
    """Return the names of the parameters that can change a plan, or a program's text.

    Those are the ones compiled in, and the ones that a WIDTH, HEIGHT or WHEN reads.
    """
    named = {
        token.text
        for shader_pass in shader.passes
        for expression in (shader_pass.width, shader_pass.height, shader_pass.when)
        if expression is not None
        for token in expression.tokens
        if isinstance(token, Name)
    }
    return frozenset(p.name for p in shader.params if p.name in named or not is_uniform(p))


def keeps_plan(
    shaders: Sequence[UserShader], before: Sequence[ParamValues], after: Sequence[ParamValues]
) -> bool:
    """Return whether values differ in uniforms alone.

    Parameters
    ----------
    before, after : each shader's values, as `resolve_params` gives them
    """
    return not any(
        old[name] != new[name]
        for shader, old, new in zip(shaders, before, after, strict=True)
        for name in shaping_params(shader)
    )


def with_params(plan: Plan, values: Mapping[int, ParamValues]) -> Plan:
    """Return a plan with other values of its parameters, all else as it is.

    Parameters
    ----------
    values : by the ``id`` of the plan's shaders; those that are missing keep theirs
    """
    return replace(
        plan,
        steps=tuple(
            replace(step, params=tuple(values[id(step.shader)].items()))
            if isinstance(step, PassRun) and id(step.shader) in values
            else step
            for step in plan.steps
        ),
    )


def same_but_for_uniforms(one: Plan, other: Plan) -> bool:
    """Return whether programs and textures of one plan serve the other, given new uniforms.

    Reasons why passes do not run may differ: they have the parameters' values in them.
    """
    if (one.values, one.slots, one.outputs) != (other.values, other.slots, other.outputs):
        return False
    return [_shape(run) for run in one.runs] == [_shape(run) for run in other.runs]


def _shape(run: PassRun) -> tuple[object, ...]:
    values = dict(run.params)
    compiled = tuple(values[p.name] for p in run.shader.params if not is_uniform(p))
    # The shader by identity: comparing texts is slow. Built-in ones are made anew by every plan.
    shader = None if run.builtin else id(run.shader)
    return shader, compiled, replace(run, params=_NOTHING, shader=_NO_SHADER)


_NO_SHADER = UserShader()
