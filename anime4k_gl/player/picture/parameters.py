"""The parameters' values of all render profiles and the selected profiles, with undo.

A model without a window: panels show it and call it, `Selection` applies what has changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from ...errors import Anime4KError, OptionError
from ...lazy.dataclass import dataclass
from ...usershader.values import param_value
from .profiles import RenderProfile
from .saving import export_profile, save_preset
from .selected import Selected
from .tunables import Tunable, Value, Values, initial_values, tunables_of

UNDO_STEPS = 200
"""The most steps that can be undone."""


@dataclass(frozen=True)
class _State:
    """What undo brings back: the selection, and the values that are not the shaders' own."""

    selected: Selected
    values: Mapping[str, Values]


class _TunablesReadLater(dict[str, list[Tunable]]):
    """Profiles' parameters by name, of which each is read when it is asked for."""

    def __init__(self, profiles: Mapping[str, RenderProfile]) -> None:
        super().__init__()
        self._profiles = profiles

    def __missing__(self, name: str) -> list[Tunable]:
        return self.setdefault(name, tunables_of(self._profiles[name]))


class Parameters:
    """Owns the values of all profiles, and the selection.

    Parameters
    ----------
    profiles : to choose from
    selected : the selection to start with

    Attributes
    ----------
    message : the result of the last save or export, one line; empty before that
    failed : whether it is an error

    Raises
    ------
    OptionError : there is no profile of a name
    """

    def __init__(self, profiles: Iterable[RenderProfile], selected: Selected) -> None:
        self._profiles = {profile.name: profile for profile in profiles}
        self._tunables = _TunablesReadLater(self._profiles)
        start: dict[str, Values] = {name: self._initial(name) for name in self._profiles}
        self._known(selected.after), self._known(selected.before)
        self._state = _State(selected, start)
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
        """The profiles' names."""
        return tuple(self._profiles)

    @property
    def selected(self) -> Selected:
        """The profile that plays, and is tuned, and the one it is compared with."""
        return self._state.selected

    def tunables(self, name: str | None = None) -> list[Tunable]:
        """Return the parameters of a profile, by default of the one that plays."""
        name = self._known(name)
        values = self._state.values[name]
        return [replace(t, value=values.get(t.key, t.param.default)) for t in self._tunables[name]]

    def values(self, name: str | None = None) -> dict[str, Value]:
        """Return the values that are not the shaders' own, as `Renderer.set_params` takes them."""
        return {t.key: t.value for t in self.tunables(name) if t.changed}

    def dirty(self, name: str | None = None) -> bool:
        """Whether values differ from those at the start, or from those saved last."""
        name = self._known(name)
        return self.values(name) != dict(self._saved[name])

    def take_changes(self) -> dict[str, dict[str, Value]]:
        """Return the values of the profiles in which any changed since the last call."""
        stale, self._stale = self._stale, set()
        return {name: self.values(name) for name in self._profiles if name in stale}

    # Changing it.

    def select(self, selected: Selected) -> None:
        """Select other profiles.

        Raises
        ------
        OptionError : there is none of a name
        """
        self._known(selected.after), self._known(selected.before)
        before = self.selected
        if (selected.after, selected.before) != (before.after, before.before):
            self._step(replace(self._state, selected=selected), None)
        else:  # nothing that can be seen, so nothing to undo
            self._state = replace(self._state, selected=selected)

    def play(self, name: str) -> None:
        """Play another profile. Raises `OptionError` where there is none of that name."""
        self.select(self.selected.playing(name))

    def compare_with(self, name: str) -> None:
        """Compare with another one. Raises `OptionError` where there is none of that name."""
        self.select(self.selected.compared_with(name))

    def set(
        self, key: str, value: float | int | str, name: str | None = None, *, dragging: bool = False
    ) -> None:
        """Give a parameter another value.

        Parameters
        ----------
        key : a tunable's
        value : a number, or an ENUM's member name
        name : the profile's; by default of the one that plays
        dragging : whether more of the same is to come: until `end_drag`, or until another
            parameter is set, it is one step to undo

        Raises
        ------
        OptionError : there is no such parameter, or it does not take that value
        """
        name = self._known(name)
        tunable = self._tunable(name, key)
        self._put(name, {key: param_value(tunable.param, value)}, key if dragging else None)

    def end_drag(self) -> None:
        """Begin a new step with the next change."""
        self._dragged = None

    def reset(self, key: str | None = None, name: str | None = None) -> None:
        """Give a parameter the shader's own value, or all parameters theirs."""
        name = self._known(name)
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

    def replace_profile(self, profile: RenderProfile) -> None:
        """Put a profile that was read again in place of the one of its name, or at the end.

        Values stay where there is still a parameter that takes them.
        """
        name = profile.name
        self._profiles[name] = profile
        self._tunables[name] = tunables_of(profile)
        values = self._state.values.get(name)
        if values is None:
            values = self._initial(name)
            self._saved[name] = values
            self._undo = [replace(s, values={**s.values, name: values}) for s in self._undo]
            self._redo = [replace(s, values={**s.values, name: values}) for s in self._redo]
        accepted = {k: v for k, v in values.items() if self._takes(name, k, v)}
        self._state = replace(self._state, values={**self._state.values, name: accepted})
        self._stale.add(name)

    # Keeping it.

    def save(self, title: str, name: str | None = None, *, overwrite: bool = False) -> Path | None:
        """Write a profile's values as a preset into the user's folder; return the file.

        An error is put into `message`, and the result is None.
        """
        name = self._known(name)
        try:
            path = save_preset(
                title, self._profiles[name], self.tunables(name), overwrite=overwrite
            )
        except Anime4KError as error:
            self.message, self.failed = str(error), True
            return None
        self._saved[name] = self.values(name)
        self.message, self.failed = f"saved as {path}; --preset '{path.stem}' runs it", False
        return path

    def export(
        self,
        target: str,
        folder: str,
        name: str | None = None,
        *,
        scale: float = 2.0,
        overwrite: bool = False,
    ) -> list[Path]:
        """Write a profile, with its values, for another program; return the files.

        An error is put into `message`, and the result is empty.

        Parameters
        ----------
        target, scale : as for `export`
        folder : where to; ``~`` is the user's
        """
        name = self._known(name)
        try:
            where, paths = export_profile(
                self._profiles[name], target, folder,
                scale=scale, values=self.values(name), overwrite=overwrite,
            )  # fmt: skip
        except Anime4KError as error:
            self.message, self.failed = str(error), True
            return []
        self.message, self.failed = f"{len(paths)} files for {target} in {where}", False
        return paths

    # Parts.

    def _known(self, name: str | None) -> str:
        if name is None:
            return self._state.selected.after
        if name not in self._profiles:
            raise OptionError.unknown("profile", name, self._profiles)
        return name

    def _tunable(self, name: str, key: str) -> Tunable:
        for tunable in self._tunables[name]:
            if tunable.key == key:
                return tunable
        valid = [t.key for t in self._tunables[name]]
        raise OptionError.unknown("parameter", key, valid or ["none"])

    def _takes(self, name: str, key: str, value: Value) -> bool:
        try:
            param_value(self._tunable(name, key).param, value)
        except OptionError:
            return False
        return True

    def _initial(self, name: str) -> dict[str, Value]:
        profile = self._profiles[name]
        return initial_values(profile, self._tunables[name]) if profile.params else {}

    def _put(self, name: str, values: Values, dragged: str | None) -> None:
        before = self.values(name)
        defaults = {t.key: t.param.default for t in self._tunables[name]}
        after = {k: v for k, v in (before | dict(values)).items() if v != defaults.get(k)}
        if after != before:
            state = replace(self._state, values={**self._state.values, name: after})
            self._step(state, None if dragged is None else (name, dragged))

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
        self._stale |= {n for n in self._profiles if before.values.get(n) != state.values.get(n)}
