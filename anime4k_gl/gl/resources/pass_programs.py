"""The programs of a plan's passes, with parameters written in where the driver wants constants.

A parameter is a uniform, so that its value changes at no cost. GLSL wants constants in some places,
and drivers differ in which: a program that is refused is compiled once more with the values of its
parameters as constants. Such a program is made anew when one of them changes.
"""

from __future__ import annotations

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
        sources = [self._source(plan, run) for run in plan.runs]
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
        sources = [self._source(plan, plan.runs[index], written_in=True) for index in outdated]
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
        return self._source(plan, refused.run, written_in=True)

    def _source(self, plan: Plan, run: PassRun, *, written_in: bool = False) -> ProgramSource:
        return assemble(
            run,
            self._cache.capabilities.glsl_version,
            output=plan.values[run.output].format,
            colour=plan.shown_colour,
            written_in=written_in,
        )
