"""Render profiles: the scaler alone, a preset, shader files. No OpenGL here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from ...errors import Anime4KError, OptionError
from ...lazy.dataclass import dataclass
from ...library import NO_PRESET, InnerView, preset, preset_names
from ...library.user_presets import user_preset_names
from ...plan.param_values import resolve_params
from ...rendering.options import ParamValues
from ...rendering.render_options import RenderOptions, choose_dialect
from ...rendering.shader_forms import Forms, offered
from ...usershader import UserShader

if TYPE_CHECKING:
    from ...gl.context import Capabilities  # brings moderngl

SCALER_ALONE = "scaler alone"
"""The name of the profile without shaders."""


@dataclass(frozen=True)
class RenderProfile:
    """How a picture is made of a frame.

    Attributes
    ----------
    name : for people; unique in `RenderProfiles`
    render : how it makes pictures
    views : the intermediate textures that a preset declares
    """

    name: str
    render: RenderOptions
    views: tuple[InnerView, ...] = ()

    @property
    def plain(self) -> bool:
        """Whether it is the scaler alone."""
        return self.name == SCALER_ALONE

    @property
    def fragment(self) -> tuple[UserShader, ...]:
        """Its shaders as fragment passes, or the user's own."""
        return self.render.shaders

    @property
    def backend(self) -> str:
        """The backend that was asked for."""
        return self.render.forms.backend

    @property
    def params(self) -> ParamValues:
        """The values that its parameters were given; the others have their defaults."""
        return self.render.params

    @property
    def preset(self) -> str | None:
        """The preset it is, by name or path; None for shader files and for the scaler alone."""
        return None if self.plain else self.render.preset

    def with_render(self, **changes: Any) -> RenderProfile:
        """Return it with some fields of its `RenderOptions` changed."""
        return replace(self, render=replace(self.render, **changes))


class ProfileReadLater(RenderProfile):
    """A preset's profile whose shaders are read when they are asked for: they are megabytes.

    Parameters
    ----------
    plain : the scaler alone, the rest of whose options it has
    name : the preset, without values of its parameters
    """

    def __init__(self, plain: RenderProfile, name: str) -> None:
        super().__init__(name, plain.render, preset(name).views)
        object.__setattr__(self, "_plain", plain.render)
        del self.__dict__["render"]

    # As long as nothing is in its place.
    def __getattr__(self, name: str) -> Any:
        if name != "render":
            raise AttributeError(name)
        plain: RenderOptions = self.__dict__["_plain"]
        forms = Forms.of(plain.forms.backend, self.name)
        dialect = choose_dialect(plain.dialect, (), self.name)
        object.__setattr__(self, "render", replace(plain, forms=forms, dialect=dialect))
        return self.render

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)

    @property
    def backend(self) -> str:
        """The backend that was asked for."""
        plain: RenderOptions = self.__dict__["_plain"]
        return plain.forms.backend

    @property
    def params(self) -> ParamValues:
        """No values: its parameters have their defaults."""
        return {}

    @property
    def preset(self) -> str:
        """The preset's name."""
        return self.name

    def with_render(self, **changes: Any) -> RenderProfile:
        """Return it with some fields of its `RenderOptions` changed."""
        return RenderProfile(self.name, replace(self.render, **changes), self.views)


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
        raise OptionError.unknown("profile", name, self.names)

    def __iter__(self) -> Iterator[RenderProfile]:
        return iter(self.items)

    @property
    def names(self) -> tuple[str, ...]:
        """Their names, in order."""
        return tuple(profile.name for profile in self.items)

    def on(self, capabilities: Capabilities) -> RenderProfiles:
        """Return those that a driver draws, and soon; the one that was asked for stays.

        Raises
        ------
        GLError : the driver cannot draw what was asked for
        """
        self[self.chosen].render.forms.on(capabilities)
        items = tuple(
            each
            for each in self.items
            if each.name == self.chosen
            or offered(each.preset or NO_PRESET, each.backend, capabilities)
        )
        return replace(self, items=items)

    def replaced(self, profile: RenderProfile) -> RenderProfiles:
        """Return these with another profile in place of the one of the same name."""
        items = tuple(profile if i.name == profile.name else i for i in self.items)
        return replace(self, items=items)


def profiles_of(render: RenderOptions) -> RenderProfiles:
    """Return the profiles to choose from: the scaler alone, each preset, each file, all files.

    Presets are the package's, then those in the user's folder. All profiles have the same scaler
    and dialect, so that two of them differ by their shaders only. Where parameters were given,
    each takes those that fit it.

    Parameters
    ----------
    render : what the player was asked for
    """
    plain = RenderProfile(SCALER_ALONE, render.scaler_alone())
    profiles, chosen = [plain], ""
    for name in (*preset_names(), *user_preset_names()):
        if name == render.preset:
            profiles.append(RenderProfile(name, render, preset(name).views))
            chosen = name
        else:
            profiles += _of_preset(plain, name, render.params)
    if not render.shaders:
        profiles[0] = plain.with_render(params=render.params)  # which says that they are unknown
        return RenderProfiles(tuple(profiles), SCALER_ALONE)
    if chosen:
        return RenderProfiles(tuple(profiles), chosen)
    files = render.shaders
    if len(files) > 1:
        for shader in files:
            one = Forms(render.forms.backend, (shader,), (shader,))
            fitting = fitting_params((shader,), render.params)
            profile = plain.with_render(forms=one, params=fitting)
            name = _free(PurePath(shader.filename).name, profiles)
            profiles.append(replace(profile, name=name))
    together = " + ".join(PurePath(shader.filename).name for shader in files)
    profiles.append(RenderProfile(_free(together, profiles), render))
    return RenderProfiles(tuple(profiles), profiles[-1].name)


def _of_preset(plain: RenderProfile, name: str, params: ParamValues) -> list[RenderProfile]:
    """Return a preset's profile; none for a user's that cannot be read: it was not asked for."""
    if name in preset_names() and preset(name).compute_only:
        if plain.backend == "fragment":
            return []
        if not params:
            return [ProfileReadLater(plain, name)]
    try:
        chosen, forms = preset(name), _preset_forms(plain.backend, name)
        dialect = choose_dialect(plain.render.dialect, (), name)
    except Anime4KError:
        if name in preset_names():
            raise
        return []
    fitting = fitting_params(forms.fragment, params)
    profile = plain.with_render(forms=forms, params=fitting, dialect=dialect)
    return [replace(profile, name=name, views=chosen.views)]


def fitting_params(
    shaders: Sequence[UserShader], params: ParamValues
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
