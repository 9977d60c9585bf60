"""What a picture can be made with: the scaler alone, a preset, shader files. No OpenGL here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from ..errors import Anime4KError, OptionError
from ..library import InnerView, preset, preset_names
from ..library.user_presets import user_preset_names
from ..plan.param_values import resolve_params
from ..rendering.options import ParamValues
from ..rendering.render_options import RenderOptions, choose_dialect
from ..rendering.shader_forms import Forms
from ..usershader import UserShader

SCALER_ALONE = "scaler alone"
"""The name of the look without shaders."""


@dataclass(frozen=True)
class Look:
    """What makes a picture of a frame.

    Attributes
    ----------
    name : for people; unique in `Looks`
    render : how it makes pictures
    views : what a preset says can be seen of it
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
    def params(self) -> ParamValues:
        """The values that its parameters were given; the others have their defaults."""
        return self.render.params

    def with_render(self, **changes: Any) -> Look:
        """Return it with some fields of its `RenderOptions` changed."""
        return replace(self, render=replace(self.render, **changes))


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


def looks_of(render: RenderOptions) -> Looks:
    """Return the looks to choose from: the scaler alone, each preset, each file, all files.

    Presets are the package's, then those in the user's folder.

    All have the same scaler and dialect, so that what differs between two is their shaders. Where
    parameters were given, each takes those that fit it.

    Parameters
    ----------
    render : what the player was asked for
    """
    plain = Look(SCALER_ALONE, render.scaler_alone())
    looks, chosen = [plain], ""
    for name in (*preset_names(), *user_preset_names()):
        if name == render.preset:
            looks.append(Look(name, render, preset(name).views))
            chosen = name
        else:
            looks += _of_preset(plain, name, render.params)
    if not render.shaders:
        looks[0] = plain.with_render(params=render.params)  # which says that they are unknown
        return Looks(tuple(looks), SCALER_ALONE)
    if chosen:
        return Looks(tuple(looks), chosen)
    files = render.shaders
    if len(files) > 1:
        for shader in files:
            one = Forms(render.forms.backend, (shader,), (shader,))
            fitting = fitting_params((shader,), render.params)
            look = plain.with_render(forms=one, params=fitting)
            looks.append(replace(look, name=_free(PurePath(shader.filename).name, looks)))
    together = " + ".join(PurePath(shader.filename).name for shader in files)
    looks.append(Look(_free(together, looks), render))
    return Looks(tuple(looks), looks[-1].name)


def _of_preset(plain: Look, name: str, params: ParamValues) -> list[Look]:
    """Return a preset's look; none of a user's that cannot be read: it was not asked for."""
    try:
        chosen, forms = preset(name), _preset_forms(plain.render.forms.backend, name)
        dialect = choose_dialect(plain.render.dialect, (), name)
    except Anime4KError:
        if name in preset_names():
            raise
        return []
    fitting = fitting_params(forms.fragment, params)
    look = plain.with_render(forms=forms, params=fitting, dialect=dialect)
    return [replace(look, name=name, views=chosen.views)]


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


def _free(name: str, looks: Sequence[Look]) -> str:
    """Return a name that no look has yet: files in two folders may be called the same."""
    taken = {look.name for look in looks}
    names = (name, *(f"{name} ({number})" for number in range(2, len(taken) + 3)))
    return next(free for free in names if free not in taken)
