"""Renderers by render profile: made when they are first needed, kept for a while, released."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from ...errors import GLError
from ...formats import RGBA8, RGBA16, Size, TextureFormat
from ...frame import Frame
from ...gl.context import Capabilities
from ...gl.resources.target import RenderTarget
from ...lazy.dataclass import dataclass
from ...plan import Intermediate, IntermediateView
from ...rendering.held import EXACT, HeldPictures
from ...rendering.options import ParamValues
from ...rendering.renderer import Renderer
from ...rendering.source_format import Picture
from ...tonemap import ToneMap, display_step
from .intermediate_view import IntermediatePainter
from .profiles import RenderProfile

KEPT = 4
"""Renderers kept beyond those in use, because they may be asked for again soon."""

IDLE_SECONDS = 30.0
"""How long (s) an unused renderer is kept, whose textures take memory."""

Key = tuple[str, bool]
"""A profile's name, and whether its fragment passes run in place of its compute passes."""


@dataclass(frozen=True, slots=True)
class RenderRequest:
    """What is rendered of a picture, whatever the profile.

    Attributes
    ----------
    target : the size to render at
    view : the name of the intermediate texture to show; None for the result
    tone_map : how HDR becomes SDR; None for not at all
    """

    target: Size
    view: str | None
    tone_map: ToneMap | None


class CachedRenderer:
    """A profile's renderer, and what it rendered last.

    Attributes
    ----------
    used : when it last rendered
    shows_view : whether that was an intermediate texture, not the result
    held : whether its picture was the one before, which was not drawn again
    """

    def __init__(
        self, context: Any, renderer: Renderer, painter: IntermediatePainter, held: str
    ) -> None:
        self.renderer = renderer
        self.used = 0.0
        self.shows_view = self.held = False
        self._pictures = HeldPictures(held)
        self._context, self._painter = context, painter
        self._rendered: tuple[Picture, RenderRequest] | None = None
        self._texture: Any = None
        self._view_texture: Any = None  # an intermediate texture as a picture
        self._view_target: RenderTarget | None = None  # what draws into that
        self._planned = False

    @property
    def plan(self) -> Any:
        """The plan of the last picture; None before it."""
        return self.renderer.plan if self._planned else None

    @property
    def has_rendered(self) -> bool:
        """Whether it still holds a picture that it rendered."""
        return self._rendered is not None

    def holds(self, picture: Picture, request: RenderRequest) -> bool:
        """Whether this is what it rendered last."""
        return (
            self._rendered is not None
            and self._rendered[0] is picture
            and self._rendered[1] == request
        )

    def render(
        self, picture: Picture, request: RenderRequest, native: Size | None, profile: RenderProfile
    ) -> Any:
        """Render, unless it holds just that, or the same picture; return the texture."""
        if self.holds(picture, request):
            return self._texture
        self.held = self._is_held(picture, request)
        if self.held:
            self.renderer.count()
            self._rendered = picture, request
            return self._texture
        self._rendered = None
        renderer, view = self.renderer, request.view
        renderer.tone_map = request.tone_map
        renderer.watch(None if view is None else IntermediateView(view, profile.views))
        output = rendered_format(picture, request.tone_map)
        (self._texture,) = renderer.render(
            picture, target=request.target, native=native, output=output
        )
        self._planned = True
        watched = renderer.watched()
        self.shows_view = watched is not None
        if watched is not None:
            self._texture = self._draw_view(*watched)
        self._rendered = picture, request
        return self._texture

    def _is_held(self, picture: Picture, request: RenderRequest) -> bool:
        """Whether the texture shows a picture already, though it is of another frame."""
        if self._rendered is None or self._rendered[1] != request:
            self._pictures.forget()
        if not isinstance(picture, Frame):
            return False
        return self._pictures.repeats(picture, repeatable=self.renderer.repeats)

    def render_like(
        self,
        other: CachedRenderer,
        profile: RenderProfile,
        native: Callable[[Picture, RenderProfile], Size | None],
    ) -> None:
        """Render what another one rendered last, if it still holds that."""
        self.used = other.used
        if other._rendered is not None:
            picture, request = other._rendered
            self.render(picture, request, native(picture, profile), profile)

    def set_params(self, values: ParamValues) -> None:
        """Give parameters other values, from the next picture on."""
        self.renderer.set_params(values)
        self._rendered = None

    def forget(self) -> None:
        """Keep no picture; the next one is rendered in any case."""
        self._rendered = None
        self._pictures.forget()

    def release(self) -> None:
        """Free everything. May be called twice."""
        self._release_view()
        self.renderer.release()
        self._rendered, self._texture, self._planned = None, None, False

    def _draw_view(self, view: Intermediate, texture: Any) -> Any:
        if self._view_texture is None or self._view_texture.size != tuple(view.size):
            self._release_view()
            self._view_texture = self._painter.texture(view.size)
            self._view_target = self._painter.target(self._view_texture)
        assert self._view_target is not None
        self._painter.draw(texture, view, self._view_target)
        return self._view_texture

    def _release_view(self) -> None:
        for resource in (self._view_target, self._view_texture):
            if resource is not None:
                resource.release()
        self._view_texture, self._view_target = None, None


class RendererCache:
    """The renderers that exist. All calls must come from the context's thread.

    Parameters
    ----------
    context : the window's moderngl context
    held : how held pictures are found, see `rendering.held`
    """

    def __init__(self, context: Any, held: str = EXACT) -> None:
        self._context, self._held = context, held
        self._capabilities = Capabilities.from_context(context)
        self._painter = IntermediatePainter(context)
        self._renderers: dict[Key, CachedRenderer] = {}
        self._retired: list[CachedRenderer] = []  # whose textures may be on the screen still

    def find(self, profile: RenderProfile, view: str | None) -> CachedRenderer | None:
        """Return the renderer that shows a profile, or an intermediate texture of it."""
        return self._renderers.get(self._key(profile, view))

    def get(self, profile: RenderProfile, view: str | None, now: float) -> CachedRenderer:
        """Return the same, made where there is none; `now` (s) says when it was last used."""
        key = self._key(profile, view)
        if key not in self._renderers:
            self._renderers[key] = self.make(profile, fragment=key[1])
        renderer = self._renderers[key]
        renderer.used = now
        return renderer

    def make(self, profile: RenderProfile, *, fragment: bool) -> CachedRenderer:
        """Return a new renderer, not kept yet; with `fragment` in fragment passes only."""
        if fragment:
            profile = profile.with_render(forms=profile.render.forms.fragment_only())
        renderer = Renderer(self._context, profile.render, timing=True)
        return CachedRenderer(self._context, renderer, self._painter, self._held)

    def put(self, key: Key, renderer: CachedRenderer) -> None:
        """Keep a renderer in place of the one that was there, which is retired."""
        if key in self._renderers:
            self._retired.append(self._renderers[key])
        self._renderers[key] = renderer

    def retire(self, key: Key) -> None:
        """Stop using a renderer; it is released when its picture is off the screen."""
        if key in self._renderers:
            self._retired.append(self._renderers.pop(key))

    def all(self) -> tuple[CachedRenderer, ...]:
        """Return all of them."""
        return tuple(self._renderers.values())

    def of_profile(self, name: str) -> dict[Key, CachedRenderer]:
        """Return a profile's renderers."""
        return {key: each for key, each in self._renderers.items() if key[0] == name}

    def release_unused(self, used: Collection[CachedRenderer], now: float) -> None:
        """Release those that are retired, idle for long, or too many, the oldest first."""
        idle = {key: each for key, each in self._renderers.items() if each not in used}
        by_age = sorted(idle, key=lambda key: idle[key].used, reverse=True)
        for rank, key in enumerate(by_age):
            if rank >= KEPT or now - idle[key].used > IDLE_SECONDS:
                self._renderers.pop(key).release()
        self._release_retired()

    def release(self) -> None:
        """Free everything. May be called twice."""
        for renderer in self._renderers.values():
            renderer.release()
        self._renderers.clear()
        self._release_retired()
        self._painter.release()

    def _release_retired(self) -> None:
        while self._retired:
            self._retired.pop().release()

    def _key(self, profile: RenderProfile, view: str | None) -> Key:
        # Compute passes keep in a work group's memory what fragment passes write to textures.
        return profile.name, view is not None and self._computes(profile)

    def _computes(self, profile: RenderProfile) -> bool:
        try:
            return profile.render.forms.on(self._capabilities).compute_scaling
        except GLError:  # to be reported when it is rendered
            return False


def rendered_format(picture: Picture, tone_map: ToneMap | None) -> TextureFormat:
    """Return the format to render a picture in: 16 bits where it has, or becomes, more than 8.

    Not half floats, which are coarser than 12 bits near white, nor 10 bits, for which a screenshot
    has no use.
    """
    if not isinstance(picture, Frame):
        return RGBA8 if picture.dtype.itemsize == 1 else RGBA16
    mapped = tone_map is not None and display_step(picture.colour, tone_map) is not None
    return RGBA16 if mapped or picture.layout.depth > 8 else RGBA8
