"""The programs of a plan's passes, with parameters written in where the driver wants constants.

A parameter is a uniform, so that its value changes at no cost. GLSL wants constants in some places,
and drivers differ in which: a program that is refused is compiled once more with the values of its
parameters as constants. Such a program is made anew when one of them changes.
"""

from __future__ import annotations

from typing import Any

from ...glsl import ProgramSource, assemble
from ...plan import PassRun, Plan
from ...plan.compiled_params import compiled_params
from ..programs import LinkedProgram, ProgramCache


class PassPrograms:
    """The program of each pass that runs, in order.

    Parameters
    ----------
    cache : compiles them, and keeps them for others
    plan : whose passes these are

    Raises
    ------
    ShaderCompileError : the driver refuses one, with parameters as constants, too
    """

    def __init__(self, cache: ProgramCache, plan: Plan) -> None:
        self._cache, self._plan = cache, plan
        version = cache.capabilities.glsl_version
        sources = [assemble(run, version, **_around(plan, run)) for run in plan.runs]
        self.programs: list[LinkedProgram] = cache.get(
            sources, lambda refused: self._second(plan, refused)
        )

    def serve(self, plan: Plan) -> bool:
        """Return whether they serve a plan that differs only in the values of uniforms."""
        return not self._outdated(plan)

    def follow(self, plan: Plan) -> None:
        """Serve such a plan; what is compiled for it must be inside `preserved`.

        Raises
        ------
        ShaderCompileError : the driver refuses a value; all programs are then as they were
        """
        outdated = self._outdated(plan)
        sources = [self._written_in(plan, plan.runs[index]) for index in outdated]
        for index, program in zip(outdated, self._cache.get(sources), strict=True):
            self.programs[index] = program
        self._plan = plan

    def release(self) -> None:
        """Let go of the programs, which are the cache's."""
        self.programs = []

    def _outdated(self, plan: Plan) -> list[int]:
        """Return the indices of programs in which values stand that are others now."""
        pairs = zip(self.programs, self._plan.runs, plan.runs, strict=True)
        return [
            index
            for index, (program, old, new) in enumerate(pairs)
            if program.source.written_in and old.params != new.params
        ]

    def _second(self, plan: Plan, refused: ProgramSource) -> ProgramSource | None:
        """Return another source in the place of one that was refused, if there is one."""
        shader = refused.run.shader
        if len(compiled_params(shader)) == len(shader.params):
            return None
        return self._written_in(plan, refused.run)

    def _written_in(self, plan: Plan, run: PassRun) -> ProgramSource:
        version = self._cache.capabilities.glsl_version
        return assemble(run, version, written_in=True, **_around(plan, run))


def _around(plan: Plan, run: PassRun) -> dict[str, Any]:
    """Return what the source of a pass takes from its plan."""
    return {"output": plan.values[run.output].format, "colour": plan.shown_colour}
