"""View controls: the profile that plays, comparing, the loupe, undo; what keys do."""

from __future__ import annotations

from ..comparison.model import Comparison, Mode
from ..notices import Notifier
from ..picture.selection import Selection


class ViewControls:
    """Changes what is seen of a frame, and tells of it.

    Parameters
    ----------
    selection : what is changed
    notifier : tells of what was done
    """

    def __init__(self, selection: Selection, notifier: Notifier) -> None:
        self._selection, self._notifier = selection, notifier
        self._notify = notifier.notify

    @property
    def _comparison(self) -> Comparison:
        return self._selection.comparison

    def set_effect(self, on: bool) -> None:
        """Run the shaders, or the scaler alone."""
        selected = self._selection.selected
        if on != selected.effect:
            self._selection.select(selected.with_effect(on))
            after = self._selection.selected
            self._notify(f"shaders on: {after.after}" if after.effect else "shaders off")

    def toggle_effect(self) -> None:
        """Switch the shaders on, or off."""
        self.set_effect(not self._selection.selected.effect)

    def cycle_profile(self, step: int) -> None:
        """Play with the next profile, or the one before."""
        selection = self._selection
        names, comparing = selection.profiles.names, self._comparison.on
        selection.select(selection.selected.next_playing(names, step, comparing=comparing))
        self._tell_profile()

    def choose_profile(self, number: int) -> None:
        """Play with the profile of a number, from 0."""
        selection = self._selection
        names = selection.profiles.names
        if number < len(names):
            selection.select(selection.selected.playing(names[number]))
            self._tell_profile()

    def _tell_profile(self) -> None:
        selected = self._selection.selected
        self._notify(f"shaders: {selected.after}" if selected.effect else "shaders off")

    def cycle_before(self, step: int) -> None:
        """Compare with the next profile, or the one before."""
        selection = self._selection
        selection.select(selection.selected.next_before(selection.profiles.names, step))
        self._notify(f"before: {selection.selected.before} | after: {selection.selected.after}")

    def toggle_comparison(self, mode: Mode) -> None:
        """Compare in some way, or stop comparing."""
        self._comparison.set_mode(mode)
        self._selection.apply_level()

    def blink(self) -> None:
        """Show the other one of the two that are compared."""
        self._comparison.blink()
        self._selection.apply_level()

    def scale_difference(self, factor: float) -> None:
        """Amplify the difference more, or less."""
        self._comparison.scale_gain(factor)
        self._notify(f"difference x {self._comparison.gain:g}")

    def toggle_loupe(self) -> None:
        """Show the loupe, or hide it."""
        self._comparison.toggle_loupe()

    def cycle_loupe_zoom(self) -> None:
        """Enlarge by another factor."""
        self._comparison.cycle_zoom()
        self._notify(f"loupe x {self._comparison.zoom}")

    def cycle_intermediate_view(self, step: int) -> None:
        """Show the next intermediate texture of the profile that plays, then the result."""
        names = self._selection.view_names
        if not names:
            self._notify(f"{self._selection.selected.after} has no passes to look into")
            return
        self._comparison.step_view(names, step)
        self._selection.apply_level()
        if self._comparison.view is None:  # else its name stands over the picture
            self._notify("final picture")

    def undo(self) -> None:
        """Undo the last change of a value or of the selection."""
        parameters = self._selection.parameters
        self._notify("undone" if parameters.can_undo else "nothing to undo")
        parameters.undo()

    def redo(self) -> None:
        """Redo what was undone."""
        parameters = self._selection.parameters
        self._notify("redone" if parameters.can_redo else "nothing to redo")
        parameters.redo()

    def toggle_governor(self) -> None:
        """Skip passes when frames would be dropped, or never."""
        governor = self._selection.governor
        governor.enabled = not governor.enabled
        self._selection.apply_level()
        self._notify(
            "shaders may be switched off where this machine is too slow for them"
            if governor.enabled
            else "all shaders run, even where the video stutters"
        )
