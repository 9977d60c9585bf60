"""New parameter values for an existing plan, which stays if only uniforms change.

Making a plan takes milliseconds and allocating its textures more: too slow while a slider is
dragged. Most parameters are read only by the passes' bodies, as uniforms.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..usershader import UserShader
from ..usershader.expression import Name
from .compiled_params import compiled_params
from .model import PassRun, Plan
from .param_values import ParamValues, resolve_params

_NOTHING: tuple[tuple[str, float | int], ...] = ()


def shaping_params(shader: UserShader) -> frozenset[str]:
    """Return the names of the parameters that can change a plan or a program's text.

    These are compiled in, or read by a WIDTH, HEIGHT or WHEN.
    """
    named = {
        token.text
        for shader_pass in shader.passes
        for expression in (shader_pass.width, shader_pass.height, shader_pass.when)
        if expression is not None
        for token in expression.tokens
        if isinstance(token, Name)
    }
    return compiled_params(shader) | {p.name for p in shader.params if p.name in named}


def keeps_plan(
    shaders: Sequence[UserShader], before: Sequence[ParamValues], after: Sequence[ParamValues]
) -> bool:
    """Return whether values differ only in uniforms.

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
    """Return a plan with other parameter values and nothing else changed.

    Parameters
    ----------
    values : by the ``id`` of the plan's shaders; shaders that are missing keep their values
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


def reparameterised(
    plan: Plan,
    shaders: Sequence[UserShader],
    *,
    before: Mapping[str, float | int | str],
    after: Mapping[str, float | int | str],
) -> Plan | None:
    """Return a plan with other values for its parameters; None where one has to be made anew.

    Parameters
    ----------
    shaders : the plan's, each an object of its own
    before, after : values by parameter name, as for `make_plan`

    Raises
    ------
    OptionError : there is no such parameter, or a value is out of its range
    """
    old, new = (resolve_params(shaders, params) for params in (before, after))
    if not keeps_plan(shaders, old, new):
        return None
    by_id = {id(shader): values for shader, values in zip(shaders, new, strict=True)}
    return with_params(plan, by_id)


def same_but_for_uniforms(one: Plan, other: Plan) -> bool:
    """Return whether the programs and textures of one plan serve the other with new uniforms.

    Reasons for skipped passes may differ, since they contain parameter values.
    """
    if (one.values, one.slots, one.outputs) != (other.values, other.slots, other.outputs):
        return False
    return [_shape(run) for run in one.runs] == [_shape(run) for run in other.runs]


def _shape(run: PassRun) -> tuple[object, ...]:
    values = dict(run.params)
    compiled = tuple(values[name] for name in sorted(compiled_params(run.shader)))
    # Shaders by identity: comparing texts is slow. Every plan creates its built-in ones.
    shader = None if run.builtin else id(run.shader)
    return shader, compiled, replace(run, params=_NOTHING, shader=_NO_SHADER)


_NO_SHADER = UserShader()
