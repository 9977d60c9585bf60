"""The frame at hand, drawn at the size it has in the window, in one look or in two to compare."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..backends import Forms, chosen
from ..errors import GLError
from ..formats import RGBA8, RGBA16, Size, TextureFormat
from ..frame import Frame
from ..gl.context import Capabilities
from ..gl.functions import GLFunctions
from ..gl.resources.target import RenderTarget
from ..options import resolve_sizes
from ..plan import Intermediate, IntermediateView, views
from ..plan.param_values import resolve_params
from ..renderer import Picture, Renderer
from ..scalers import NO_SCALER, resolve_scaler
from ..tonemap import ToneMap, display_step
from .inner import InnerPainter
from .looks import SCALER_ALONE, Look, Looks, ParamsGiven

KEPT = 4
"""Renderers kept beyond those that are drawn with, because they may be asked for again soon."""

IDLE_SECONDS = 30.0
"""How long one is kept that is not drawn with; its textures take memory meanwhile."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What `Upscaling.draw` made.

    Attributes
    ----------
    textures : one per look; those of different looks are different textures
    names : what each shows, for people: a look's name, or that with an inner texture's
    repeated : whether the same work was done before, at this size, so that how long it took says
        how long it will take
    """

    textures: tuple[Any, ...]
    names: tuple[str, ...]
    repeated: bool


class Upscaling:
    """Keeps a renderer for each look, made when it is first needed.

    Parameters
    ----------
    context : the window's moderngl context
    looks : what to choose from
    scale : with the scaler ``none``, by how much the video was scaled before
    effect : whether to start with the look that was asked for, else with the scaler alone
    now : a clock in seconds

    Attributes
    ----------
    looks : as above
    look : the name of the look that is drawn where no other is asked for; may be changed at any
        time, counts from the next `draw` on
    drawn : what was drawn last; None before that
    tone_map : how frames of HDR or of a wide gamut are taken to SDR, None for not at all; may be
        changed at any time too
    """

    def __init__(
        self,
        context: Any,
        looks: Looks,
        *,
        scale: float,
        effect: bool = True,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.looks = looks
        self.look = looks.chosen if effect else SCALER_ALONE
        self.drawn: Drawn | None = None
        self._context = context
        self._gl = GLFunctions(context)
        self._capabilities = Capabilities.from_context(context)
        self._scale = scale
        self._now = now
        self._painter = InnerPainter(context)
        self._drawers: dict[tuple[str, bool], _Drawer] = {}
        self._last: tuple[tuple[str, ...], _Asked] | None = None
        self.tone_map: ToneMap | None = ToneMap()
        self._effect_look = looks.chosen
        self._stand_ins: dict[str, Look] = {}
        self._stood: dict[str, Look] = {}  # the last of each name, which its renderer is made for
        self._retired: list[_Drawer] = []  # whose textures may be on the screen still

    @property
    def effect(self) -> bool:
        """Whether shaders run. Switched on again, the look from before comes back."""
        return self.look != SCALER_ALONE

    @effect.setter
    def effect(self, on: bool) -> None:
        if on != self.effect:
            if not on:
                self._effect_look = self.look
            self.look = self._effect_look if on else SCALER_ALONE

    @property
    def texture(self) -> Any:
        """The first texture that was drawn last; None before that."""
        return self.drawn.textures[0] if self.drawn else None

    def target(self, source: Size, wanted: Size) -> Size:
        """Return the size to draw at, for a frame of size `source` seen at size `wanted`.

        With the scaler ``none`` a frame is drawn at its own size, and stretched to be seen.
        """
        return source if self._unscaled(self.looks[SCALER_ALONE]) else wanted

    def draw(
        self,
        picture: Picture,
        target: Size,
        looks: Sequence[str] | None = None,
        view: str | None = None,
    ) -> Drawn:
        """Draw a frame in one look or several; what is there already is not drawn again.

        Waits until it is done, so that the caller knows how long drawing takes and can show the
        result at a given moment. The wait lets other threads run.

        Parameters
        ----------
        picture : the frame
        target : the size to draw at
        looks : names of looks; `look` alone by default
        view : an inner texture's name, to be seen instead of the result where a look has one

        Raises
        ------
        OptionError : there is no look of a name; what was drawn before is still there
        OptionError, GLError, UserShaderError : as `Renderer.render`; nothing is drawn then
        """
        names = tuple(looks) if looks else (self.look,)
        now = self._now()
        chosen_looks = [self.run_as(name) for name in names]
        drawers = [self._drawer(look, view, now) for look in chosen_looks]
        for drawer in self._drawers.values():
            if drawer not in drawers:
                drawer.forget()  # a frame that would only take memory
        asked = _Asked(target, view, self.tone_map)
        self.drawn, last, self._last = None, self._last, None  # in case it fails
        textures, shown = [], []
        for look, drawer in zip(chosen_looks, drawers, strict=True):
            textures.append(drawer.draw(picture, asked, self._native(picture, look), look))
            inner = f": {view}" if drawer.shows_view else ""
            shown.append(look.name + inner)
        self._gl.glFinish()
        self._release_unused(drawers, now)
        self._release_retired()
        state = (names, asked)
        repeated, self._last = state == last, state
        self.drawn = Drawn(tuple(textures), tuple(shown), repeated)
        return self.drawn

    def holds(
        self,
        picture: Picture | None,
        target: Size,
        looks: Sequence[str] | None = None,
        view: str | None = None,
    ) -> bool:
        """Whether `draw` would have nothing to do."""
        names = tuple(looks) if looks else (self.look,)
        asked = _Asked(target, view, self.tone_map)
        if picture is None or self.drawn is None or self._last != (names, asked):
            return False
        drawers = (self._drawers.get(self._key(self.run_as(name), view)) for name in names)
        return all(drawer is not None and drawer.holds(picture, asked) for drawer in drawers)

    def forget_drawn(self) -> None:
        """Have the next `draw` draw, whatever is there already."""
        for drawer in self._drawers.values():
            drawer.forget()

    def views(self, look: str | None = None) -> tuple[Intermediate, ...]:
        """Return what can be seen inside a look, as it was drawn last; empty before that."""
        chosen_look = self.run_as(look or self.look)
        name = chosen_look.name
        drawer = self._drawers.get((name, True)) or self._drawers.get((name, False))
        plan = drawer.plan if drawer else None
        return views(plan, chosen_look.views) if plan else ()

    def report(self, look: str | None = None) -> list[dict[str, Any]]:
        """Return a record per pass of the last frame, as `Renderer.report`; empty before it.

        Of the first look that was drawn, or of the one that is named.
        """
        name = self.run_as(look or (self._last[0][0] if self._last else self.look)).name
        for key, drawer in self._drawers.items():
            if key[0] == name and drawer.plan is not None:
                return drawer.renderer.report()
        return []

    def params(self, look: str | None = None) -> ParamsGiven:
        """Return the values that a look's parameters were given; the others have their defaults."""
        return dict(self.looks[look or self.look].params)

    def set_params(self, look: str, values: ParamsGiven) -> None:
        """Give a look's parameters other values, from the next `draw` on.

        Parameters
        ----------
        look : its name
        values : as for `Renderer`; parameters that are not named have their defaults

        Raises
        ------
        OptionError, GLError, UserShaderError : a parameter it has not, or a value that this does
            not take or that cannot be drawn with; all values are then as they were
        """
        before = self.looks[look]
        changed = replace(before, params=dict(values))
        resolve_params(changed.fragment, values)
        drawers = [drawer for (name, _), drawer in self._drawers.items() if name == look]
        try:
            for drawer in drawers:
                drawer.set_params(values)
        except Exception:
            for drawer in drawers:
                drawer.set_params(before.params)
            raise
        self.looks = self.looks.replaced(changed)

    def replace(self, look: Look) -> None:
        """Put a look in the place of the one of the same name; for example after its file changed.

        It is drawn at once, as the last one was or else as whatever else is, to see that it works.

        Raises
        ------
        OptionError, GLError, UserShaderError : it cannot be drawn; the last one is still there
        """
        self.looks[look.name]
        made: dict[tuple[str, bool], _Drawer] = {}
        busy = next((drawer for drawer in self._drawers.values() if drawer.has_drawn), None)
        before = {key: drawer for key, drawer in self._drawers.items() if key[0] == look.name}
        if not before and busy is not None:
            before = {(look.name, False): busy}
        try:
            for key, drawer in before.items():
                made[key] = self._make(look, fragment=key[1])
                # One that has forgotten its frame stands aside: the governor may have put
                # another look in its place.
                like = drawer if drawer.has_drawn else busy or drawer
                made[key].draw_like(like, look, self._native)
        except Exception:
            for drawer in made.values():
                drawer.release()
            raise
        for key, drawer in made.items():
            if key in self._drawers:
                self._retired.append(self._drawers[key])
            self._drawers[key] = drawer
        self.looks = self.looks.replaced(look)
        self._last = None

    def stand_in(self, name: str, look: Look | None) -> None:
        """Have another look, of another name, drawn where one is asked for; None: no more."""
        if look == self._stand_ins.get(name):
            return
        self._last = None
        if look is None:
            del self._stand_ins[name]
            return
        self._stand_ins[self.looks[name].name] = look
        last, self._stood[look.name] = self._stood.get(look.name), look
        if last is None or last == look or look.name in self.looks.names:
            return
        for key in [key for key in self._drawers if key[0] == look.name]:
            if last.shaders == look.shaders:
                self._drawers[key].set_params(look.params)
            else:
                self._retired.append(self._drawers.pop(key))

    def gl_error(self) -> int:
        """Return OpenGL's pending error code, which clears it; 0 where all is well."""
        return int(self._gl.glGetError())

    @property
    def allocated_bytes(self) -> int:
        """The GPU memory of all renderers' textures, without driver padding."""
        return sum(drawer.renderer.allocated_bytes for drawer in self._drawers.values())

    def release(self) -> None:
        """Free everything. May be called twice."""
        for drawer in self._drawers.values():
            drawer.release()
        self._drawers.clear()
        self._release_retired()
        self._painter.release()
        self.drawn, self._last = None, None

    # Which renderer a look has.

    def run_as(self, name: str) -> Look:
        """Return what runs where a look is asked for."""
        look = self.looks[name]
        return self._stand_ins.get(name, look)

    def _key(self, look: Look, view: str | None) -> tuple[str, bool]:
        """Return a look's name, and whether it is to be drawn in fragment passes for a view.

        Compute passes keep in a work group's memory what can be seen of fragment passes.
        """
        return look.name, view is not None and self._computes(look)

    def _computes(self, look: Look) -> bool:
        try:
            return chosen(look.shaders, self._capabilities).compute_scaling
        except GLError:  # to be said when it is drawn
            return False

    def _drawer(self, look: Look, view: str | None, now: float) -> _Drawer:
        key = self._key(look, view)
        if key not in self._drawers:
            self._drawers[key] = self._make(look, fragment=key[1])
        drawer = self._drawers[key]
        drawer.used = now
        return drawer

    def _make(self, look: Look, *, fragment: bool) -> _Drawer:
        shaders = Forms("fragment", look.fragment, None) if fragment else look.shaders
        renderer = Renderer(
            self._context,
            shaders,
            scaler=resolve_scaler(look.scaler),
            params=look.params,
            timing=True,
            dialect=look.dialect,
            scaling=look.scaling,
        )
        return _Drawer(self._context, renderer, self._painter)

    def _release_unused(self, drawn: Sequence[_Drawer], now: float) -> None:
        """Release what was not drawn with for long, and what is too many, the oldest first."""
        idle = {key: drawer for key, drawer in self._drawers.items() if drawer not in drawn}
        by_age = sorted(idle, key=lambda key: idle[key].used, reverse=True)
        for rank, key in enumerate(by_age):
            if rank >= KEPT or now - idle[key].used > IDLE_SECONDS:
                self._drawers.pop(key).release()

    def _release_retired(self) -> None:
        while self._retired:
            self._retired.pop().release()

    @staticmethod
    def _unscaled(look: Look) -> bool:
        return resolve_scaler(look.scaler) == NO_SCALER

    def _native(self, picture: Picture, look: Look) -> Size | None:
        """Return what scale factors count from where the picture's own size is not it."""
        if not self._unscaled(look):
            return None
        size = picture.size if isinstance(picture, Frame) else Size(*picture.shape[1::-1])
        return resolve_sizes(size, scale=self._scale, size=None, scaler=NO_SCALER)[1]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is drawn of a picture in any look: its size, what is seen, and how HDR becomes SDR."""

    target: Size
    view: str | None
    tone_map: ToneMap | None


class _Drawer:
    """A look's renderer, and what it drew last.

    Attributes
    ----------
    used : when it was last drawn with
    shows_view : whether an inner texture was drawn last, not the result
    """

    def __init__(self, context: Any, renderer: Renderer, painter: InnerPainter) -> None:
        self.renderer = renderer
        self.used = 0.0
        self.shows_view = False
        self._context, self._painter = context, painter
        self._done: tuple[Picture, _Asked] | None = None
        self._texture: Any = None
        self._inner: Any = None  # an inner texture as a picture
        self._target: RenderTarget | None = None  # what draws into that
        self._planned = False

    @property
    def plan(self) -> Any:
        """The plan of the last picture; None before it."""
        return self.renderer.plan if self._planned else None

    @property
    def has_drawn(self) -> bool:
        """Whether it knows a frame that it drew."""
        return self._done is not None

    def holds(self, picture: Picture, asked: _Asked) -> bool:
        """Whether this is what was drawn last."""
        return self._done is not None and self._done[0] is picture and self._done[1] == asked

    def draw(self, picture: Picture, asked: _Asked, native: Size | None, look: Look) -> Any:
        """Draw, unless it is what was drawn last; return the texture."""
        if self.holds(picture, asked):
            return self._texture
        self._done = None
        renderer, view = self.renderer, asked.view
        renderer.tone_map = asked.tone_map
        renderer.watch(None if view is None else IntermediateView(view, look.views))
        output = shown_format(picture, asked.tone_map)
        (self._texture,) = renderer.render(
            picture, target=asked.target, native=native, output=output
        )
        self._planned = True
        watched = renderer.watched()
        self.shows_view = watched is not None
        if watched is not None:
            self._texture = self._draw_inner(*watched)
        self._done = picture, asked
        return self._texture

    def draw_like(
        self, other: _Drawer, look: Look, native: Callable[[Picture, Look], Size | None]
    ) -> None:
        """Draw what another one drew last, if it still knows."""
        self.used = other.used
        if other._done is not None:
            picture, asked = other._done
            self.draw(picture, asked, native(picture, look), look)

    def set_params(self, values: ParamsGiven) -> None:
        """Give parameters other values, to be seen when the next picture is drawn."""
        self.renderer.set_params(values)
        self._done = None

    def forget(self) -> None:
        """Keep no frame; the next one is drawn in any case."""
        self._done = None

    def release(self) -> None:
        """Free everything. May be called twice."""
        self._release_inner()
        self.renderer.release()
        self._done, self._texture, self._planned = None, None, False

    def _draw_inner(self, view: Intermediate, texture: Any) -> Any:
        if self._inner is None or self._inner.size != tuple(view.size):
            self._release_inner()
            self._inner = self._context.texture(tuple(view.size), 4)
            self._target = self._painter.target(self._inner)
        assert self._target is not None
        self._painter.draw(texture, view, self._target)
        return self._inner

    def _release_inner(self) -> None:
        for resource in (self._target, self._inner):
            if resource is not None:
                resource.release()
        self._inner, self._target = None, None


def shown_format(picture: Picture, tone_map: ToneMap | None) -> TextureFormat:
    """Return the format to draw a picture in: 16 bits where it has, or becomes, more than 8.

    Not half floats, which are coarser than 12 bits near white, nor 10 bits, for which a screenshot
    has no use.
    """
    if not isinstance(picture, Frame):
        return RGBA8 if picture.dtype.itemsize == 1 else RGBA16
    mapped = tone_map is not None and display_step(picture.colour, tone_map) is not None
    return RGBA16 if mapped or picture.layout.depth > 8 else RGBA8
