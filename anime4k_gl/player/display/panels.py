"""The panels over the picture: events and figures for them, and the hot reload they report on."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import OptionError
from ...rendering.shader_forms import Forms
from ..hud.model import HudModel, ShownError
from ..picture.profiles import fitting_params
from ..picture.selection import Selection
from ..status.stats import Stats
from ..text.layout import CodeLine, Heading, Line
from ..window.events import (
    ButtonMoved,
    DoubleClicked,
    Event,
    KeyMoved,
    KeyPressed,
    MouseLeft,
    MouseMoved,
    TextTyped,
    WheelTurned,
)
from .compositor import Compositor

if TYPE_CHECKING:
    from ..hud.hud import Hud
    from ..picture.hot_reload import HotReload, Watched

_EXCERPT_LETTERS = 72  # of a shader's line that are shown


class Panels:
    """Tuning, profiling and shader errors over the picture, made when they are first asked for.

    Parameters
    ----------
    compositor : draws them
    selection : what they show and change
    scale : by how much the video is scaled

    Attributes
    ----------
    model : what is shown; the panels' own once there are any
    """

    def __init__(self, compositor: Compositor, selection: Selection, *, scale: float) -> None:
        self._compositor, self._selection = compositor, selection
        self.model = HudModel(parameters=selection.parameters, scale=scale)
        self._reload: HotReload | None = None

    @property
    def _hud(self) -> Hud | None:
        return self._compositor.hud

    def toggle(self) -> None:
        """Show tuning and profiling, or hide them.

        Raises
        ------
        OptionError : the extra that draws them is not installed
        """
        self._open()
        shown = self.model.show_tune or self.model.show_profiler
        self.model.show_tune = self.model.show_profiler = not shown

    def takes(self, event: Event) -> bool:
        """Tell the panels of an event; return whether it is theirs alone."""
        hud = self._hud
        if hud is None or not self.model.shown:
            return False
        hud.feed(event)
        match event:
            case KeyPressed(name):
                function_key = name[0] == "f" and name[1:].isdigit()
                return hud.wants_keyboard and not function_key
            case KeyMoved() | TextTyped():
                return True
            case ButtonMoved(down=False):
                return False  # whoever holds something has to know that it was released
            case MouseMoved() | MouseLeft():
                return False
            case ButtonMoved() | DoubleClicked() | WheelTurned():
                return hud.wants_mouse
        return False

    @property
    def holds_mouse(self) -> bool:
        """Whether the mouse is over one of them, or drags something of it."""
        return self._hud is not None and self._hud.wants_mouse

    @property
    def stale(self) -> bool:
        """Whether they would look different, drawn again."""
        return self._hud is not None and self._hud.stale

    def show(self, stats: Stats) -> None:
        """Copy the latest statistics."""
        profile = self.model.profile
        profile.passes = stats.passes
        profile.fps = stats.fps
        profile.dropped, profile.late = stats.dropped, stats.late
        profile.governor = stats.governor
        profile.title = f"{stats.profile}, {stats.output_size}"

    def watch(self) -> None:
        """Look at the shader files as they are now: what is saved after this is read once more."""
        if self._reload is None:
            from ..picture.hot_reload import HotReload

            self._reload = HotReload(self._watched(), self._try_out)

    def reload(self, now: float) -> str:
        """Read shader files that were saved since; return a message about it, if any.

        Where one is wrong, the last good version keeps running and the panel of errors says what is
        wrong and where, until the file is fixed.
        """
        if self._reload is None:
            return ""
        results = self._reload.tick(now)
        if not results:
            return ""
        errors = self._reload.errors
        shown = (ShownError.from_error(error, name) for name, error in errors.items())
        self.model.errors = list(dict.fromkeys(shown))  # one file may be in several profiles
        if errors:
            with suppress(OptionError):  # then they are lines of text
                self._open()
        wrong = dict.fromkeys(str(each.error) for each in results if each.error is not None)
        return "\n".join(wrong) or f"{results[-1].profile.name}: reloaded"

    @property
    def plain_errors(self) -> list[Line]:
        """The shaders' errors as lines of text, where the panel for them cannot be drawn."""
        if self._hud is not None:
            return []
        lines: list[Line] = []
        for error in self.model.errors:
            lines.append(Heading(re.split(r"[/\\]", error.place)[-1]))
            lines.append(error.message)
            if error.excerpt:
                text, before, marked = error.window(_EXCERPT_LETTERS)
                lines += [CodeLine(text), CodeLine(" " * before + "^" * marked)]
        if lines:
            lines += ["The last version that worked keeps running until this is fixed.", ""]
        return lines

    def _open(self) -> None:
        hud = self._compositor.panels()
        hud.model = self.model

    def _watched(self) -> list[Watched]:
        from ..picture.hot_reload import Watched

        watched = []
        for profile in self._selection.profiles:
            if profile.preset is not None:
                watched.append(Watched(profile.name, profile.backend, preset=profile.preset))
            elif not profile.plain:
                files = tuple(Path(shader.filename) for shader in profile.fragment)
                if all(file.is_file() for file in files):
                    of_preset = any(shader.preset is not None for shader in profile.fragment)
                    watched.append(Watched(profile.name, profile.backend, None, files, of_preset))
        return watched

    def _try_out(self, watched: Watched, forms: Forms) -> None:
        profile = self._selection.profiles[watched.name]
        params = fitting_params(forms.fragment, profile.params)
        self._selection.replace(profile.with_render(forms=forms, params=params))
