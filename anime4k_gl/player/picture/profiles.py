"""Render profiles: the scaler alone, a preset, shader files. No OpenGL here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from ...backends import Forms
from ...errors import Anime4KError, OptionError
from ...library import InnerView, preset, preset_names
from ...options import choose_dialect
from ...plan import Dialect, ScalingOptions
from ...plan.param_values import resolve_params
from ...userpresets import user_preset_names
from ...usershader import UserShader

SCALER_ALONE = "scaler alone"
"""The name of the profile without shaders."""

ParamsGiven = Mapping[str, float | int | str]


@dataclass(frozen=True)
class RenderProfile:
    """How a picture is made of a frame.

    Attributes
    ----------
    name : for people; unique in `RenderProfiles`
    shaders, scaler, params, dialect, scaling : as for `Renderer`
    views : the intermediate textures that a preset declares
    preset : the preset it is, by name or path; None for shader files and for the scaler alone
    """

    name: str
    shaders: Forms | tuple[UserShader, ...]
    scaler: str
    params: ParamsGiven = field(default_factory=dict)
    dialect: Dialect | None = None
    scaling: ScalingOptions | None = None
    views: tuple[InnerView, ...] = ()
    preset: str | None = None

    @property
    def plain(self) -> bool:
        """Whether it is the scaler alone."""
        return self.name == SCALER_ALONE

    @property
    def fragment(self) -> tuple[UserShader, ...]:
        """Its shaders as fragment passes, or the user's own."""
        return self.shaders.fragment if isinstance(self.shaders, Forms) else self.shaders

    @property
    def backend(self) -> str:
        """The backend that was asked for; ``auto`` for plain shaders."""
        return self.shaders.backend if isinstance(self.shaders, Forms) else "auto"


@dataclass(frozen=True)
class RenderProfiles:
    """The profiles one can choose from.

    Attributes
    ----------
    items : the scaler alone first
    chosen : the name of the one that was asked for
    """

    items: tuple[RenderProfile, ...]
    chosen: str

    def __getitem__(self, name: str) -> RenderProfile:
        """Return a profile by its name.

        Raises
        ------
        OptionError : there is none of that name
        """
        for profile in self.items:
            if profile.name == name:
                return profile
        raise OptionError.unknown("look", name, self.names)

    def __iter__(self) -> Iterator[RenderProfile]:
        return iter(self.items)

    @property
    def names(self) -> tuple[str, ...]:
        """Their names, in order."""
        return tuple(profile.name for profile in self.items)

    def replaced(self, profile: RenderProfile) -> RenderProfiles:
        """Return these with another profile in the place of the one of the same name."""
        items = tuple(profile if i.name == profile.name else i for i in self.items)
        return replace(self, items=items)


def profiles_of(
    shaders: Forms | tuple[UserShader, ...],
    *,
    preset_name: str | None,
    scaler: str,
    params: ParamsGiven,
    dialect: Dialect | None = None,
    scaling: ScalingOptions | None = None,
) -> RenderProfiles:
    """Return the profiles to choose from: the scaler alone, each preset, each file, all files.

    Presets are the package's, then those in the user's folder. All profiles have the same scaler
    and dialect, so that two of them differ by their shaders only.

    Parameters
    ----------
    shaders, scaler, dialect, scaling : what the player was asked for, as for `Renderer`
    preset_name : the preset that `shaders` are, by name or path; None for the user's own files
    params : values for the parameters of what was asked for; other profiles take those that fit
    """
    backend = shaders.backend if isinstance(shaders, Forms) else "fragment"
    plain = RenderProfile(SCALER_ALONE, Forms(backend, (), ()), scaler, {}, dialect, scaling)
    asked = replace(plain, shaders=shaders, params=dict(params), preset=preset_name)
    profiles, chosen = [plain], ""
    for name in (*preset_names(), *user_preset_names()):
        if asked.fragment and name == preset_name:
            profiles.append(replace(asked, name=name, views=preset(name).views))
            chosen = name
        else:
            profiles += _of_preset(plain, backend, name, params)
    if not asked.fragment:
        profiles[0] = replace(plain, params=dict(params))  # which says that they are unknown
        return RenderProfiles(tuple(profiles), SCALER_ALONE)
    if chosen:
        return RenderProfiles(tuple(profiles), chosen)
    files = asked.fragment
    if len(files) > 1:
        for shader in files:
            fitting = fitting_params((shader,), params)
            name = _free(PurePath(shader.filename).name, profiles)
            one = Forms(backend, (shader,), (shader,))
            profiles.append(replace(plain, name=name, shaders=one, params=fitting))
    together = " + ".join(PurePath(shader.filename).name for shader in files)
    profiles.append(replace(asked, name=_free(together, profiles)))
    return RenderProfiles(tuple(profiles), profiles[-1].name)


def _of_preset(
    plain: RenderProfile, backend: str, name: str, params: ParamsGiven
) -> list[RenderProfile]:
    """Return a preset's profile; none for a user's that cannot be read: it was not asked for."""
    try:
        chosen, forms = preset(name), _preset_forms(backend, name)
        dialect = choose_dialect(plain.dialect, (), name)
    except Anime4KError:
        if name in preset_names():
            raise
        return []
    fitting = fitting_params(forms.fragment, params)
    profile = replace(plain, name=name, shaders=forms, params=fitting, dialect=dialect, preset=name)
    return [replace(profile, views=chosen.views)]


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


def _preset_forms(backend: str, name: str) -> Forms:
    """Return a preset's forms; of one without a compute form, the other, whatever was asked for."""
    if backend == "compute" and not preset(name).compute:
        backend = "fragment"
    return Forms.of(backend, name)


def _free(name: str, profiles: Sequence[RenderProfile]) -> str:
    """Return a name that no profile has yet: files in two folders may be called the same."""
    taken = {profile.name for profile in profiles}
    names = (name, *(f"{name} ({number})" for number in range(2, len(taken) + 3)))
    return next(free for free in names if free not in taken)
