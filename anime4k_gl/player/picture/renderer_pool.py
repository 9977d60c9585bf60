"""The renderer pool: a frame at the size it has in the window, in one render profile or two."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from ...formats import Size
from ...frame import Frame
from ...gl.functions import GLFunctions
from ...lazy.dataclass import dataclass
from ...plan import Intermediate, views
from ...plan.param_values import resolve_params
from ...rendering.held import EXACT
from ...rendering.options import ParamValues
from ...rendering.output_size import resolve_sizes
from ...rendering.source_format import Picture, SourceFormat
from ...scaler_shaders import NO_SCALER
from ...tonemap import ToneMap
from .profiles import SCALER_ALONE, RenderProfile, RenderProfiles
from .renderer_cache import CachedRenderer, Key, RendererCache, RenderRequest


@dataclass(frozen=True, slots=True)
class RenderedFrame:
    """The result of `RendererPool.render`.

    Attributes
    ----------
    picture : the frame
    textures : one per profile; those of different profiles are different textures
    names : of what each shows, for people: a profile's name, or that with an intermediate
        texture's
    repeated : whether the same work was done before, at this size, so that how long it took says
        how long it will take; a held picture does not
    held : whether it is the picture before, so that nothing was drawn for one of the profiles
    """

    picture: Picture
    textures: tuple[Any, ...]
    names: tuple[str, ...]
    repeated: bool
    held: bool


class RendererPool:
    """Renders frames, with a renderer for each profile.

    Parameters
    ----------
    context : the window's moderngl context
    profiles : what to choose from
    scale : with the scaler ``none``, by how much the video was scaled before
    held : how held pictures are found, see `rendering.held`
    now : a clock in seconds

    Attributes
    ----------
    profiles : as above, with the parameters' values of now
    rendered : what was rendered last; None before that
    tone_map : how frames of HDR or of a wide gamut are taken to SDR, None for not at all; may be
        changed at any time
    """

    def __init__(
        self,
        context: Any,
        profiles: RenderProfiles,
        *,
        scale: float,
        held: str = EXACT,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.profiles = profiles
        self.rendered: RenderedFrame | None = None
        self.tone_map: ToneMap | None = ToneMap()
        self._gl = GLFunctions(context)
        self._scale, self._now = scale, now
        self._cache = RendererCache(context, held)
        self._last: tuple[tuple[str, ...], RenderRequest] | None = None
        self._format: SourceFormat | None = None  # of the picture that was rendered last
        self._stand_ins: dict[str, RenderProfile] = {}
        # The last stand-in of each name, which its renderer is made for.
        self._stood: dict[str, RenderProfile] = {}

    @property
    def texture(self) -> Any:
        """The first texture that was rendered last; None before that."""
        return self.rendered.textures[0] if self.rendered else None

    def target(self, source: Size, wanted: Size) -> Size:
        """Return the size to render at, for a frame of size `source` seen at size `wanted`.

        With the scaler ``none`` a frame is rendered at its own size, and stretched to be seen.
        """
        return source if self.profiles[SCALER_ALONE].render.unscaled else wanted

    def native(self, picture: Picture, profile: RenderProfile) -> Size | None:
        """Return what scale factors count from where the picture's own size is not it."""
        if not profile.render.unscaled:
            return None
        size = picture.size if isinstance(picture, Frame) else Size(*picture.shape[1::-1])
        return resolve_sizes(size, scale=self._scale, size=None, scaler=NO_SCALER)[1]

    def render(
        self,
        picture: Picture,
        target: Size,
        names: Sequence[str] = (),
        view: str | None = None,
    ) -> RenderedFrame:
        """Render a frame in one profile or several; what is there already is not rendered again.

        Waits until it is done, so that the caller knows how long it takes and can show the result
        at a given moment. The wait lets other threads run.

        Parameters
        ----------
        picture : the frame
        target : the size to render at
        names : of the profiles; by default the one that was asked for
        view : an intermediate texture's name, to be seen instead of the result where a profile has
            one

        Raises
        ------
        OptionError : there is no profile of a name; what was rendered before is still there
        OptionError, GLError, UserShaderError : as `Renderer.render`; nothing is rendered then
        """
        names = self._names(names)
        now = self._now()
        profiles = [self.run_as(name) for name in names]
        renderers = [self._cache.get(profile, view, now) for profile in profiles]
        for renderer in self._cache.all():
            if renderer not in renderers:
                renderer.forget()  # a frame that would only take memory
        request = RenderRequest(target, view, self.tone_map)
        self.rendered, last, self._last = None, self._last, None  # in case it fails
        textures, titles = [], []
        for profile, renderer in zip(profiles, renderers, strict=True):
            native = self.native(picture, profile)
            textures.append(renderer.render(picture, request, native, profile))
            titles.append(f"{profile.name}: {view}" if renderer.shows_view else profile.name)
        self._gl.glFinish()
        self._cache.release_unused(renderers, now)
        state = (names, request)
        held = any(renderer.held for renderer in renderers)
        source, before = SourceFormat.from_picture(picture), self._format
        repeated = (state, source) == (last, before) and not held
        self._last, self._format = state, source
        self.rendered = RenderedFrame(picture, tuple(textures), tuple(titles), repeated, held)
        return self.rendered

    def holds(
        self,
        picture: Picture | None,
        target: Size,
        names: Sequence[str] = (),
        view: str | None = None,
    ) -> bool:
        """Whether `render` would have nothing to do."""
        names = self._names(names)
        request = RenderRequest(target, view, self.tone_map)
        if picture is None or self.rendered is None or self._last != (names, request):
            return False
        renderers = (self._cache.find(self.run_as(name), view) for name in names)
        return all(each is not None and each.holds(picture, request) for each in renderers)

    def forget_picture(self) -> None:
        """Keep no picture: the next `render` renders in any case."""
        self.rendered = None
        for renderer in self._cache.all():
            renderer.forget()

    def views(self, name: str = "") -> tuple[Intermediate, ...]:
        """Return the intermediate textures of a profile, as rendered last; empty before that."""
        profile = self.run_as(name or self.profiles.chosen)
        renderers = self._cache.of_profile(profile.name)
        # Those of the fragment passes first, where both were used.
        plan = next((renderers[key].plan for key in sorted(renderers, reverse=True)), None)
        return views(plan, profile.views) if plan else ()

    def report(self, name: str = "") -> list[dict[str, Any]]:
        """Return a record per pass of the last frame, as `Renderer.report`; empty before it.

        Of the first profile that was rendered, or of the one that is named.
        """
        first = self._last[0][0] if self._last else self.profiles.chosen
        for renderer in self._cache.of_profile(self.run_as(name or first).name).values():
            if renderer.plan is not None:
                return renderer.renderer.report()
        return []

    def params(self, name: str) -> ParamValues:
        """Return the values given to a profile's parameters; the others have their defaults."""
        return dict(self.profiles[name].params)

    def set_params(self, name: str, values: ParamValues) -> None:
        """Give a profile's parameters other values, from the next `render` on.

        Parameters
        ----------
        name : the profile's
        values : as for `Renderer`; parameters that are not named have their defaults

        Raises
        ------
        OptionError, GLError, UserShaderError : a parameter it has not, or a value that this does
            not take or that cannot be rendered with; all values are then as they were
        """
        before = self.profiles[name]
        changed = before.with_render(params=values)
        resolve_params(changed.fragment, values)
        renderers = self._cache.of_profile(name).values()
        try:
            for renderer in renderers:
                renderer.set_params(values)
        except Exception:
            for renderer in renderers:
                renderer.set_params(before.params)
            raise
        self.profiles = self.profiles.replaced(changed)

    def replace(self, profile: RenderProfile) -> None:
        """Put a profile in place of the one of its name; for example after its file changed.

        It is rendered at once, as the last one was or else as whatever else is, to see that it
        works.

        Raises
        ------
        OptionError, GLError, UserShaderError : it cannot be rendered; the last one is still there
        """
        self.profiles[profile.name]
        made: dict[Key, CachedRenderer] = {}
        busy = next((each for each in self._cache.all() if each.has_rendered), None)
        before = self._cache.of_profile(profile.name)
        if not before and busy is not None:
            before = {(profile.name, False): busy}
        try:
            for key, renderer in before.items():
                made[key] = self._cache.make(profile, fragment=key[1])
                # One that has forgotten its frame stands aside: the governor may have put
                # another profile in its place.
                like = renderer if renderer.has_rendered else busy or renderer
                made[key].render_like(like, profile, self.native)
        except Exception:
            for renderer in made.values():
                renderer.release()
            raise
        for key, renderer in made.items():
            self._cache.put(key, renderer)
        self.profiles = self.profiles.replaced(profile)
        self._last = None

    def run_as(self, name: str) -> RenderProfile:
        """Return the profile that runs where one is asked for: itself, or its stand-in."""
        profile = self.profiles[name]
        return self._stand_ins.get(name, profile)

    def stand_in(self, name: str, profile: RenderProfile | None) -> None:
        """Run another profile, of another name, where one is asked for; None: itself again."""
        if profile == self._stand_ins.get(name):
            return
        self._last = None
        if profile is None:
            del self._stand_ins[name]
            return
        self._stand_ins[self.profiles[name].name] = profile
        last, self._stood[profile.name] = self._stood.get(profile.name), profile
        if last is None or last == profile or profile.name in self.profiles.names:
            return
        for key, renderer in self._cache.of_profile(profile.name).items():
            if last.render.forms == profile.render.forms:
                renderer.set_params(profile.params)
            else:
                self._cache.retire(key)

    def gl_error(self) -> int:
        """Return OpenGL's pending error code, which clears it; 0 where all is well."""
        return int(self._gl.glGetError())

    @property
    def allocated_bytes(self) -> int:
        """The GPU memory of all renderers' textures, without driver padding."""
        return sum(each.renderer.allocated_bytes for each in self._cache.all())

    def release(self) -> None:
        """Free everything. May be called twice."""
        self._cache.release()
        self.rendered, self._last = None, None

    def _names(self, names: Sequence[str]) -> tuple[str, ...]:
        return tuple(names) or (self.profiles.chosen,)
