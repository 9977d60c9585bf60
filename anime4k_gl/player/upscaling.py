"""The frame at hand, drawn at the size it has in the window, with the effect or without it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..backends import Forms
from ..formats import RGBA8, RGBA16, Size, TextureFormat
from ..gl.raw import RawGL
from ..media.frame import Frame
from ..options import resolve_sizes
from ..plan import Dialect, ScalingOptions
from ..renderer import Renderer
from ..scalers import NO_SCALER, resolve_scaler
from ..tonemap import ToneMap, display_step
from ..usershader import UserShader


class Upscaling:
    """Keeps a renderer for each state of the effect, made when it is first needed.

    Parameters
    ----------
    context : the window's moderngl context
    shaders, scaler, params : as for `Renderer`
    scale : with the scaler ``none``, by how much the video was scaled before
    effect : whether the shaders run; without them it is the scaler alone

    Attributes
    ----------
    effect : as above; may be changed at any time, counts from the next `draw` on
    tone_map : how frames of HDR or of a wide gamut are taken to SDR, None for not at all; may be
        changed at any time too
    """

    def __init__(
        self,
        context: Any,
        shaders: Sequence[UserShader] | Forms,
        *,
        scaler: str,
        scale: float,
        params: Mapping[str, float | int | str],
        effect: bool,
        dialect: Dialect | None = None,
        scaling: ScalingOptions | None = None,
    ) -> None:
        self.effect = effect
        self.tone_map: ToneMap | None = ToneMap()
        self._context = context
        self._gl = RawGL(context)
        self._shaders = shaders
        self._scaler = resolve_scaler(scaler)
        self._scale = scale
        self._params = dict(params)
        self._dialect, self._scaling = dialect, scaling
        self._renderers: dict[bool, Renderer] = {}
        self._drawn: tuple[bool, Size] | None = None
        self.texture: Any = None

    def target(self, source: Size, wanted: Size) -> Size:
        """Return the size to draw at, for a frame of size `source` seen at size `wanted`.

        With the scaler ``none`` a frame is drawn at its own size, and stretched to be seen.
        """
        return source if self._scaler == NO_SCALER else wanted

    def draw(self, frame: Frame, target: Size) -> bool:
        """Draw a frame; return whether the same work was done before, at this size.

        Waits until it is done, so that the caller knows how long drawing takes and can show the
        result at a given moment. The wait lets other threads run.

        Raises
        ------
        OptionError, GLError, UserShaderError : as `Renderer.render`
        """
        renderer = self._renderers.get(self.effect) or self._make()
        native = None
        if self._scaler == NO_SCALER:
            _, native = resolve_sizes(frame.size, scale=self._scale, size=None, scaler=NO_SCALER)
        renderer.tone_map = self.tone_map
        output = shown_format(frame, self.tone_map)
        (self.texture,) = renderer.render(frame, target=target, native=native, output=output)
        self._gl.glFinish()
        state = (self.effect, target)
        repeated, self._drawn = state == self._drawn, state
        return repeated

    def report(self) -> list[dict[str, Any]]:
        """Return a record per pass of the last frame, as `Renderer.report`; empty before it."""
        if self._drawn is None:
            return []
        return self._renderers[self._drawn[0]].report()

    def gl_error(self) -> int:
        """Return OpenGL's pending error code, which clears it; 0 where all is well."""
        return int(self._gl.glGetError())

    def release(self) -> None:
        """Free everything. May be called twice."""
        for renderer in self._renderers.values():
            renderer.release()
        self._renderers.clear()
        self.texture, self._drawn = None, None

    def _make(self) -> Renderer:
        shaders = self._shaders
        if not self.effect:
            shaders = shaders.without_shaders() if isinstance(shaders, Forms) else ()
        # Parameters belong to shaders; without those, they would be unknown names.
        params = self._params if self.effect else {}
        renderer = Renderer(
            self._context,
            shaders,
            scaler=self._scaler,
            params=params,
            timing=True,
            dialect=self._dialect,
            scaling=self._scaling,
        )
        self._renderers[self.effect] = renderer
        return renderer


def shown_format(frame: Frame, tone_map: ToneMap | None) -> TextureFormat:
    """Return the format to draw a frame in: 16 bits where it has, or becomes, more than 8.

    Not half floats, which are coarser than 12 bits near white, nor 10 bits, for which a screenshot
    has no use.
    """
    mapped = tone_map is not None and display_step(frame.colour, tone_map) is not None
    return RGBA16 if mapped or frame.layout.depth > 8 else RGBA8
