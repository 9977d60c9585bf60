"""The parameters of a render profile as they can be tuned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import PurePath

from ...lazy.dataclass import dataclass
from ...plan.param_values import resolve_params
from ...usershader import Param, ParamType
from .profiles import RenderProfile

Value = float | int
Values = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Tunable:
    """A parameter of a profile.

    Attributes
    ----------
    key : what it is set by: its name, with its file's stem where other files have that name too
    file : the file it is from, without folders
    param : its declaration in the shader
    value : its value now
    """

    key: str
    file: str
    param: Param
    value: Value

    @property
    def is_switch(self) -> bool:
        """Whether it is either 0 or 1."""
        whole = self.param.type is not ParamType.FLOAT and not self.param.members
        return whole and (self.param.minimum, self.param.maximum) == (0, 1)

    @property
    def changed(self) -> bool:
        """Whether it has another value than the shader's own."""
        return self.value != self.param.default


def tunables_of(profile: RenderProfile) -> list[Tunable]:
    """Return a profile's parameters at the shaders' own values, in their files' order."""
    shaders = list({shader.filename: shader for shader in profile.fragment}.values())
    count = Counter(param.name for shader in shaders for param in shader.params)
    tunables = []
    for shader in shaders:
        file = PurePath(shader.filename)
        for param in shader.params:
            key = param.name if count[param.name] == 1 else f"{file.stem}/{param.name}"
            tunables.append(Tunable(key, file.name, param, param.default))
    return tunables


def initial_values(profile: RenderProfile, tunables: Sequence[Tunable]) -> dict[str, Value]:
    """Return the values a profile was given, by its tunables' keys; not the shaders' own."""
    result: dict[str, Value] = {}
    shaders = profile.fragment
    for shader, values in zip(shaders, resolve_params(shaders, profile.params), strict=True):
        file = PurePath(shader.filename).name
        for tunable in tunables:
            if tunable.file == file and values[tunable.param.name] != tunable.param.default:
                result[tunable.key] = values[tunable.param.name]
    return result
