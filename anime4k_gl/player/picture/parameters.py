"""What can be tuned: the parameters' values of each look, what is undone, saved and exported.

A model without a window: panels show it and call it, the player applies what `take_changes` says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath

from ... import exporters
from ...errors import Anime4KError, OptionError
from ...library import NO_PRESET, preset, preset_names
from ...plan.param_values import resolve_params
from ...userpresets import named_path, write_preset
from ...usershader import Param, ParamType, UserShader
from ...usershader.values import param_value

UNDO_STEPS = 200
"""How many steps back can be undone."""

Value = float | int
Values = Mapping[str, Value]


@dataclass(frozen=True)
class TunedLook:
    """A look as far as tuning goes.

    Attributes
    ----------
    name : for people; unique among the looks
    shaders : what it runs, in any form that has its parameters; none for the scaler alone
    given : the values its parameters were given
    preset : the preset it is, by name or path; None for shader files
    """

    name: str
    shaders: tuple[UserShader, ...] = ()
    given: Mapping[str, float | int | str] = field(default_factory=dict)
    preset: str | None = None


@dataclass(frozen=True, slots=True)
class Tunable:
    """A parameter of a look.

    Attributes
    ----------
    key : what it is set by: its name, with its file's stem where other files have that name too
    file : the file it is from, without folders
    param : what the shader says of it
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


@dataclass(frozen=True)
class _State:
    """What undo brings back: which looks are seen, and the values that are not the shaders' own."""

    a: str
    b: str
    values: Mapping[str, Values]


class Tuning:
    """The values of all looks, and which two are seen.

    Parameters
    ----------
    looks : what can be chosen from
    a, b : the names of the looks that are seen; the second counts only while two are compared

    Attributes
    ----------
    message : what came of the last save or export, a line; empty before that
    failed : whether it is an error

    Raises
    ------
    OptionError : there is no look of a name
    """

    def __init__(self, looks: Sequence[TunedLook], *, a: str, b: str | None = None) -> None:
        self._looks = {look.name: look for look in looks}
        self._tunables = {name: _params_of(look) for name, look in self._looks.items()}
        start = {name: self._given(name) for name in self._looks}
        self._state = _State(self._known(a), self._known(b if b is not None else a), start)
        self._saved = dict(start)
        self._undo: list[_State] = []
        self._redo: list[_State] = []
        self._dragged: tuple[str, str] | None = None
        self._stale: set[str] = set()
        self.message = ""
        self.failed = False

    # What is there.

    @property
    def names(self) -> tuple[str, ...]:
        """The looks' names."""
        return tuple(self._looks)

    @property
    def a(self) -> str:
        """The look that is seen, and tuned."""
        return self._state.a

    @property
    def b(self) -> str:
        """The look it is compared with."""
        return self._state.b

    def look(self, name: str) -> TunedLook:
        """Return a look by its name."""
        return self._looks[self._known(name)]

    def tunables(self, look: str | None = None) -> list[Tunable]:
        """Return the parameters of a look, of `a` by default, in their files' order."""
        name = self._known(look)
        values = self._state.values[name]
        return [replace(t, value=values.get(t.key, t.param.default)) for t in self._tunables[name]]

    def values(self, look: str | None = None) -> dict[str, Value]:
        """Return the values that are not the shaders' own, as `Renderer.set_params` takes them."""
        return {t.key: t.value for t in self.tunables(look) if t.changed}

    def dirty(self, look: str | None = None) -> bool:
        """Whether values differ from those that it began with, or were saved last."""
        name = self._known(look)
        return self.values(name) != dict(self._saved[name])

    def take_changes(self) -> dict[str, dict[str, Value]]:
        """Return the values of the looks in which any changed since this was asked last."""
        stale, self._stale = self._stale, set()
        return {name: self.values(name) for name in self._looks if name in stale}

    # Changing it.

    def choose(self, *, a: str | None = None, b: str | None = None) -> None:
        """See another look.

        Raises
        ------
        OptionError : there is none of that name
        """
        a, b = self._known(a), self._known(self.b if b is None else b)
        if (a, b) != (self.a, self.b):
            self._step(replace(self._state, a=a, b=b), None)

    def set(
        self, key: str, value: float | int | str, look: str | None = None, *, dragging: bool = False
    ) -> None:
        """Give a parameter another value.

        Parameters
        ----------
        key : a tunable's
        value : a number, or an ENUM's member name
        dragging : whether more of the same is to come: until `end_drag`, or until another
            parameter is set, it is one step to undo

        Raises
        ------
        OptionError : there is no such parameter, or it does not take that value
        """
        name = self._known(look)
        tunable = self._tunable(name, key)
        self._put(name, {key: param_value(tunable.param, value)}, key if dragging else None)

    def end_drag(self) -> None:
        """Let what comes next be a step of its own."""
        self._dragged = None

    def reset(self, key: str | None = None, look: str | None = None) -> None:
        """Give a parameter the shader's own value, or all parameters theirs."""
        name = self._known(look)
        tunables = self._tunables[name] if key is None else [self._tunable(name, key)]
        self._put(name, {t.key: t.param.default for t in tunables}, None)

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to undo."""
        return bool(self._undo)

    @property
    def can_redo(self) -> bool:
        """Whether there is an undone step to do again."""
        return bool(self._redo)

    def undo(self) -> None:
        """Take the last step back, if there is one."""
        self._travel(self._undo, self._redo)

    def redo(self) -> None:
        """Do again what was undone last, if anything was and nothing was changed since."""
        self._travel(self._redo, self._undo)

    def replace_look(self, look: TunedLook) -> None:
        """Put a look that was read anew in the place of the one of its name, or at the end.

        Values stay where there is still a parameter that takes them.
        """
        self._looks[look.name] = look
        self._tunables[look.name] = _params_of(look)
        values = self._state.values.get(look.name)
        if values is None:
            values = self._given(look.name)
            self._saved[look.name] = values
            self._undo = [replace(s, values={**s.values, look.name: values}) for s in self._undo]
            self._redo = [replace(s, values={**s.values, look.name: values}) for s in self._redo]
        kept = {k: v for k, v in values.items() if self._takes(look.name, k, v)}
        self._state = replace(self._state, values={**self._state.values, look.name: kept})
        self._stale.add(look.name)

    # Keeping it.

    def save(self, name: str, look: str | None = None, *, overwrite: bool = False) -> Path | None:
        """Write a look's values as a preset into the user's folder; return the file.

        What went wrong is in `message`, and the result None.
        """
        look = self._known(look)
        try:
            path = named_path(name, (*preset_names(), NO_PRESET))
            self._write(path, name.strip(), self._looks[look], overwrite)
        except Anime4KError as error:
            self._say(str(error), failed=True)
            return None
        self._saved[look] = self.values(look)
        self._say(f"saved as {path}; --preset '{path.stem}' runs it")
        return path

    def export(
        self,
        target: str,
        folder: str,
        look: str | None = None,
        *,
        scale: float = 2.0,
        overwrite: bool = False,
    ) -> list[Path]:
        """Write a look, with its values, for another program; return the files.

        What went wrong is in `message`, and nothing is returned.

        Parameters
        ----------
        target, scale : as for `export`
        folder : where to; ``~`` is the user's
        """
        chosen = self._looks[self._known(look)]
        try:
            if chosen.preset is None:
                raise OptionError(f"{chosen.name} is no preset; only presets can be exported")
            if not folder.strip():
                raise OptionError("export needs a folder to write to")
            files = exporters.export(
                target, preset=chosen.preset, scale=max(1.0, scale), params=self.values(look)
            )
            where = Path(folder.strip()).expanduser()
            paths = exporters.write_files(files, where, overwrite=overwrite)
        except Anime4KError as error:
            self._say(str(error), failed=True)
            return []
        self._say(f"{len(paths)} files for {target} in {where}")
        return paths

    # Parts.

    def _write(self, path: Path, title: str, look: TunedLook, overwrite: bool) -> None:
        values = {t.key: t.value for t in self.tunables(look.name) if t.changed}
        files = [Path(s.filename) for s in look.shaders]
        base = look.preset
        if base is not None and base not in preset_names():
            own = preset(base)
            base, files = (None, list(own.files)) if own.files else (own.base, [])
            # The shaders' own values are then those of a preset that is a user's: all are written.
            values = {t.key: t.value for t in self.tunables(look.name)}
        if not look.shaders:
            raise OptionError(f"{look.name} has no parameters to save")
        if base is None and any(not file.is_file() for file in files):
            raise OptionError(f"{look.name} is of shaders that are no files; it cannot be saved")
        write_preset(
            path, title=title, base=base, shaders=files, params=values, overwrite=overwrite
        )

    def _say(self, message: str, *, failed: bool = False) -> None:
        self.message, self.failed = message, failed

    def _known(self, name: str | None) -> str:
        if name is None:
            return self._state.a
        if name not in self._looks:
            raise OptionError.unknown("look", name, self._looks)
        return name

    def _tunable(self, look: str, key: str) -> Tunable:
        for tunable in self._tunables[look]:
            if tunable.key == key:
                return tunable
        valid = [t.key for t in self._tunables[look]]
        raise OptionError.unknown("parameter", key, valid or ["none"])

    def _takes(self, look: str, key: str, value: Value) -> bool:
        try:
            param_value(self._tunable(look, key).param, value)
        except OptionError:
            return False
        return True

    def _given(self, look: str) -> Values:
        """Return what a look's parameters were given where that is not the shaders' own."""
        shaders, given = self._looks[look].shaders, self._looks[look].given
        result: dict[str, Value] = {}
        for shader, values in zip(shaders, resolve_params(shaders, given), strict=True):
            file = PurePath(shader.filename).name
            for tunable in self._tunables[look]:
                if tunable.file == file and values[tunable.param.name] != tunable.param.default:
                    result[tunable.key] = values[tunable.param.name]
        return result

    def _put(self, look: str, values: Values, dragged: str | None) -> None:
        before = self.values(look)
        defaults = {t.key: t.param.default for t in self._tunables[look]}
        after = {k: v for k, v in (before | dict(values)).items() if v != defaults.get(k)}
        if after != before:
            state = replace(self._state, values={**self._state.values, look: after})
            self._step(state, None if dragged is None else (look, dragged))

    def _step(self, state: _State, dragged: tuple[str, str] | None) -> None:
        if dragged is None or dragged != self._dragged:
            self._undo.append(self._state)
            del self._undo[:-UNDO_STEPS]
        self._dragged = dragged
        self._redo.clear()
        self._become(state)

    def _travel(self, there: list[_State], back: list[_State]) -> None:
        if there:
            back.append(self._state)
            self._dragged = None
            self._become(there.pop())

    def _become(self, state: _State) -> None:
        before, self._state = self._state, state
        self._stale |= {n for n in self._looks if before.values.get(n) != state.values.get(n)}


def _params_of(look: TunedLook) -> list[Tunable]:
    """Return a look's parameters at the shaders' own values."""
    shaders = list({shader.filename: shader for shader in look.shaders}.values())
    count = Counter(param.name for shader in shaders for param in shader.params)
    tunables = []
    for shader in shaders:
        file = PurePath(shader.filename)
        for param in shader.params:
            key = param.name if count[param.name] == 1 else f"{file.stem}/{param.name}"
            tunables.append(Tunable(key, file.name, param, param.default))
    return tunables
