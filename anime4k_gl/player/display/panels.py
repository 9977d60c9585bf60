"""The panels, what they are told, and the shader files that are read again when they are saved."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ...backends import Forms
from ...errors import OptionError
from ..hud.model import HudModel, ShownError
from ..picture.hot_reload import HotReload, Watched
from ..picture.profiles import fitting_params
from ..picture.selection import Viewing
from ..settings import Settings
from ..status.stats import Stats
from ..text.layout import Line
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
from .compositor import Screen

if TYPE_CHECKING:
    from ..hud.hud import Hud


class Panels:
    """Tuning, profiling and shader errors over the picture, made when they are first asked for.

    Parameters
    ----------
    screen : draws them
    viewing : what they show and change
    settings : what the player was asked for

    Attributes
    ----------
    model : what is shown; the panels' own once there are any
    """

    def __init__(self, screen: Screen, viewing: Viewing, settings: Settings) -> None:
        self._screen, self._viewing = screen, viewing
        self.model = HudModel(tuning=viewing.tuning, scale=settings.scale)
        self._reload = HotReload(self._watched(settings), self._try_out)

    @property
    def _hud(self) -> Hud | None:
        return self._screen.hud

    def toggle(self) -> None:
        """Show tuning and profiling, or no more.

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
                return False  # whoever holds something has to know that it was let go
            case MouseMoved() | MouseLeft():
                return False
            case ButtonMoved() | DoubleClicked() | WheelTurned():
                return hud.wants_mouse
        return False

    @property
    def stale(self) -> bool:
        """Whether they would look different, drawn again."""
        return self._hud is not None and self._hud.stale

    def measured(self, seconds: float) -> None:
        """Note how long a frame took."""
        self.model.profile.frames.append(1000 * seconds)

    def show(self, stats: Stats) -> None:
        """Take over the numbers of the hour."""
        profile = self.model.profile
        profile.passes = stats.passes
        profile.fps = stats.fps
        profile.dropped, profile.late = stats.dropped, stats.late
        profile.governor = stats.governor
        profile.title = f"{stats.look}, {stats.output_size}"

    def watch(self, now: float) -> str:
        """Read shader files that were saved since; return what is to be said of it, if anything.

        Where one is wrong, what ran keeps running and the panel of errors says what and where; it
        goes when the file is mended.
        """
        results = self._reload.tick(now)
        if not results:
            return ""
        errors = self._reload.errors
        self.model.errors = [ShownError.of(error, name) for name, error in errors.items()]
        if errors:
            with suppress(OptionError):  # then they are lines of text
                self._open()
        last = results[-1]
        if last.error is not None:
            return str(last.error)
        return f"{last.look.name}: read again"

    @property
    def plain_errors(self) -> list[Line]:
        """The shaders' errors as lines of text, where the panel for them cannot be drawn."""
        if self._hud is not None:
            return []
        lines: list[Line] = []
        for error in self.model.errors:
            lines.append(f"{error.place}: {error.message}")
            if error.excerpt:
                marked = error.excerpt[error.before : error.before + max(error.marked, 1)]
                # Letters differ in width, so that the caret says what it means.
                lines.append(f"    {error.excerpt.strip()}")
                if marked.strip() != error.excerpt.strip():
                    lines.append(f"    ^ {marked}")
        return lines

    def _open(self) -> None:
        hud = self._screen.panels()
        hud.model = self.model

    def _watched(self, settings: Settings) -> list[Watched]:
        watched = []
        for look in self._viewing.looks_there:
            tuned = self._viewing.tuned(look)
            backend = getattr(look.shaders, "backend", "auto")
            if tuned.preset is not None:
                watched.append(Watched(look.name, backend, preset=tuned.preset))
            elif not look.plain:
                files = tuple(Path(shader.filename) for shader in look.fragment)
                if all(file.is_file() for file in files):
                    watched.append(Watched(look.name, backend, files=files))
        return watched

    def _try_out(self, watched: Watched, forms: Forms) -> None:
        look = self._viewing.look(watched.name)
        params = fitting_params(forms.fragment, look.params)
        self._viewing.replace(replace(look, shaders=forms, params=params))
