"""What a picture can be made with: the scaler alone, a preset, shader files. No OpenGL here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from ...backends import Forms
from ...errors import Anime4KError, OptionError
from ...library import InnerView, preset, preset_names, preset_shaders
from ...options import choose_dialect
from ...plan import Dialect, ScalingOptions
from ...plan.param_values import resolve_params
from ...userpresets import user_preset_names
from ...usershader import UserShader

SCALER_ALONE = "scaler alone"
"""The name of the look without shaders."""

ParamsGiven = Mapping[str, float | int | str]


@dataclass(frozen=True)
class Look:
    """What makes a picture of a frame.

    Attributes
    ----------
    name : for people; unique in `Looks`
    shaders, scaler, params, dialect, scaling : as for `Renderer`
    views : what a preset says can be seen of it
    """

    name: str
    shaders: Forms | tuple[UserShader, ...]
    scaler: str
    params: ParamsGiven = field(default_factory=dict)
    dialect: Dialect | None = None
    scaling: ScalingOptions | None = None
    views: tuple[InnerView, ...] = ()

    @property
    def plain(self) -> bool:
        """Whether it is the scaler alone."""
        return self.name == SCALER_ALONE

    @property
    def fragment(self) -> tuple[UserShader, ...]:
        """Its shaders as fragment passes, or the user's own."""
        return self.shaders.fragment if isinstance(self.shaders, Forms) else self.shaders


@dataclass(frozen=True)
class Looks:
    """The looks one can choose from.

    Attributes
    ----------
    items : the scaler alone first
    chosen : the name of the one that was asked for
    """

    items: tuple[Look, ...]
    chosen: str

    def __getitem__(self, name: str) -> Look:
        """Return the look of a name.

        Raises
        ------
        OptionError : there is none
        """
        for look in self.items:
            if look.name == name:
                return look
        raise OptionError.unknown("look", name, self.names)

    def __iter__(self) -> Iterator[Look]:
        return iter(self.items)

    @property
    def names(self) -> tuple[str, ...]:
        """Their names, in order."""
        return tuple(look.name for look in self.items)

    def after(self, name: str, step: int = 1) -> str:
        """Return the name of the look `step` places after another, beginning anew at the end."""
        names = self.names
        return names[(names.index(name) + step) % len(names)]

    def replaced(self, look: Look) -> Looks:
        """Return these with another look in the place of the one of the same name."""
        return replace(self, items=tuple(look if i.name == look.name else i for i in self.items))


def looks_of(
    shaders: Forms | tuple[UserShader, ...],
    *,
    preset_name: str,
    scaler: str,
    params: ParamsGiven,
    dialect: Dialect | None = None,
    scaling: ScalingOptions | None = None,
) -> Looks:
    """Return the looks to choose from: the scaler alone, each preset, each file, all files.

    Presets are the package's, then those in the user's folder.

    All have the same scaler and dialect, so that what differs between two is their shaders.

    Parameters
    ----------
    shaders, scaler, dialect, scaling : what the player was asked for, as for `Renderer`
    preset_name : the preset's name, or anything else where `shaders` are the user's own
    params : values for the parameters of what was asked for; other looks take those that fit
    """
    backend = shaders.backend if isinstance(shaders, Forms) else "fragment"
    plain = Look(SCALER_ALONE, Forms(backend, (), ()), scaler, {}, dialect, scaling)
    asked = replace(plain, shaders=shaders, params=dict(params))
    looks, chosen = [plain], ""
    for name in (*preset_names(), *user_preset_names()):
        if asked.fragment and name == preset_name and _is_preset(asked.fragment, name):
            looks.append(replace(asked, name=name, views=preset(name).views))
            chosen = name
        else:
            looks += _of_preset(plain, backend, name, params)
    if not asked.fragment:
        looks[0] = replace(plain, params=dict(params))  # which says that they are unknown
        return Looks(tuple(looks), SCALER_ALONE)
    if chosen:
        return Looks(tuple(looks), chosen)
    files = asked.fragment
    if len(files) > 1:
        for shader in files:
            fitting = fitting_params((shader,), params)
            name = _free(PurePath(shader.filename).name, looks)
            one = Forms(backend, (shader,), (shader,))
            looks.append(replace(plain, name=name, shaders=one, params=fitting))
    together = " + ".join(PurePath(shader.filename).name for shader in files)
    looks.append(replace(asked, name=_free(together, looks)))
    return Looks(tuple(looks), looks[-1].name)


def _of_preset(plain: Look, backend: str, name: str, params: ParamsGiven) -> list[Look]:
    """Return a preset's look; none of a user's that cannot be read: it was not asked for."""
    try:
        chosen, forms = preset(name), _preset_forms(backend, name)
        dialect = choose_dialect(plain.dialect, (), name)
    except Anime4KError:
        if name in preset_names():
            raise
        return []
    fitting = fitting_params(forms.fragment, params)
    look = replace(plain, name=name, shaders=forms, params=fitting, dialect=dialect)
    return [replace(look, views=chosen.views)]


def fitting_params(
    shaders: Sequence[UserShader], params: ParamsGiven
) -> dict[str, float | int | str]:
    """Return those of the values that these shaders have a parameter for, and that it takes."""
    fitting: dict[str, float | int | str] = {}
    for name, value in params.items():
        try:
            resolve_params(shaders, {name: value})
        except OptionError:
            continue
        fitting[name] = value
    return fitting


def _is_preset(fragment: tuple[UserShader, ...], name: str) -> bool:
    if preset(name).files:
        return fragment == preset_shaders(name)
    return len(fragment) == 1 and fragment[0].filename == f"{name}.glsl"


def _preset_forms(backend: str, name: str) -> Forms:
    """Return a preset's forms; of one without a compute form, the other, whatever was asked for."""
    if backend == "compute" and not preset(name).compute:
        backend = "fragment"
    return Forms.of(backend, name)


def _free(name: str, looks: Sequence[Look]) -> str:
    """Return a name that no look has yet: files in two folders may be called the same."""
    taken = {look.name for look in looks}
    names = (name, *(f"{name} ({number})" for number in range(2, len(taken) + 3)))
    return next(free for free in names if free not in taken)
