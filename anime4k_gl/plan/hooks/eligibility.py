"""The rules by which a user's pass runs at a hook point, and the reasons for skipping it."""

from __future__ import annotations

from collections.abc import Mapping

from ...usershader import Expression, ExpressionFailure, Pass, UserShader
from ..dialect import Dialect
from ..image import Image
from ..model import PassSkip
from ..recorder import Recorder
from .environment import HookEnvironment, buffers_of
from .points import HOOK_POINTS
from .saved_textures import file_key


class FileDisabled(Exception):
    """A pass failed in a way that makes libplacebo stop using its whole file.

    Attributes
    ----------
    shader : the file
    index : the place of the pass in it
    reason : what failed
    """

    def __init__(self, shader: UserShader, index: int, reason: str) -> None:
        super().__init__(reason)
        self.shader, self.index, self.reason = shader, index, reason


class Eligibility:
    """The rules by which passes run or are skipped.

    Parameters
    ----------
    environment : what passes can read
    recorder : the steps so far, for the reasons of missing textures
    compute : whether the driver has compute shaders
    disabled : the files that libplacebo stopped using, by `file_key`
    """

    def __init__(
        self,
        environment: HookEnvironment,
        recorder: Recorder,
        *,
        compute: bool,
        disabled: Mapping[object, FileDisabled],
    ) -> None:
        self._environment = environment
        self._recorder = recorder
        self._compute = compute
        self._disabled = disabled

    def hooks(self, shader_pass: Pass, point: str) -> bool:
        """Return whether a pass names a hook point."""
        texture = self._environment.dialect.texture
        return any(texture(hook) == point for hook in shader_pass.hooks)

    def record_inactive_hooks(self) -> None:
        """Record a skip for every hook that cannot fire."""
        for shader in self._environment.shaders:
            for index, shader_pass in enumerate(shader.passes):
                if not shader_pass.hooks:
                    self._recorder.skip(shader, index, "-", "it names no hook point")
                for hook in shader_pass.hooks:
                    reason = self._inactive_reason(hook)
                    if reason:
                        self._recorder.skip(shader, index, hook, reason)

    def skip_reason(self, shader: UserShader, index: int, image: Image) -> str | None:
        """Return why a hooked pass does not run, or None where it does."""
        environment = self._environment
        shader_pass = shader.passes[index]
        failure = self._disabled.get(file_key(shader))
        if failure is not None:
            first = "" if index == failure.index else "its file was disabled: "
            return first + failure.reason
        if shader_pass.when is not None:
            reason = self._when_reason(shader_pass.when, image, shader, index)
            if reason:
                return reason
        if shader_pass.compute is not None and not self._compute:
            return "compute shaders need OpenGL 4.3 or ES 3.1, which this driver does not have"
        tables, buffers = environment.tables(shader), buffers_of(shader)
        for name in shader_pass.binds:
            block = buffers.get(name) or tables.get(name)
            if block is not None and block.storage and not self._compute:
                return (
                    f"{name} is storage, which needs OpenGL 4.3 or ES 3.1; this driver has neither"
                )
            if not (name == "HOOKED" or block is not None or environment.has_texture(name, shader)):
                return self._missing_reason(name)
        return None

    def fail(self, shader: UserShader, index: int, reason: str) -> None:
        """Disable the file of a pass that fails, where the dialect is libplacebo's.

        The file's other passes up to there are shown once, in the first frame; a plan is for all
        the others, so it is made anew without the file.

        Raises
        ------
        FileDisabled : where the dialect is libplacebo's
        """
        if self._environment.dialect is Dialect.LIBPLACEBO:
            raise FileDisabled(shader, index, reason)

    def _inactive_reason(self, name: str) -> str | None:
        if name not in HOOK_POINTS:
            return f"there is no hook point {name!r}"
        return self._environment.inactive.get(name)

    def _when_reason(
        self, when: Expression, image: Image, shader: UserShader, index: int
    ) -> str | None:
        environment = self._environment
        try:
            if environment.evaluate(when, image, shader) != 0:
                return None
        except ExpressionFailure as failure:
            reason = f"WHEN cannot be evaluated: {failure}"
            self.fail(shader, index, reason)
            return reason
        sizes, values = environment.sizes(image, shader), environment.params_of(shader)
        return f"WHEN is false: {when.explain(sizes, values)}"

    def _missing_reason(self, name: str) -> str:
        for step in self._recorder.steps:
            if isinstance(step, PassSkip) and step.shader_pass.save == name:
                return f"texture {name} is missing: {step.label!r}, which saves it, did not run"
        file = self._environment.saved.saver_elsewhere(name)
        if file is not None:
            saver = next((p.desc for p in file.passes if p.save == name), None) or name
            return f"texture {name} is missing: {saver!r} saves it in another file"
        if name in HOOK_POINTS:
            reason = self._environment.inactive.get(name, "that hook point comes later")
            return f"texture {name} is missing: {reason}"
        passes = (p for shader in self._environment.shaders for p in shader.passes)
        savers = [p.desc or p.save for p in passes if p.save == name]
        if savers:
            return f"texture {name} is missing: {savers[0]!r}, which saves it, comes later"
        return f"texture {name} is missing: no pass saves it"
