"""The player's commands, by name: ``pause``, ``seek -5``, ``screenshot window``.

One table, which keys, the settings file and the list of keys on the screen read. A command is a
name and its arguments, separated by blanks; what it does is a method of `Player`, or of one of its
parts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ...errors import OptionError
from ...lazy.dataclass import dataclass
from ...screenshots.kinds import KINDS
from ..comparison.model import Mode
from ..controls.window_scale import set_window_scale

if TYPE_CHECKING:
    from ..player import Player

Action = Callable[["Player"], None]
"""A command with its arguments filled in."""


@dataclass(frozen=True, slots=True)
class Argument:
    """What a command takes after its name.

    Attributes
    ----------
    name : for messages
    convert : text to value; raises `ValueError`
    valid : what it may be, for messages
    default : where it is left out; None where it must be there
    """

    name: str
    convert: Callable[[str], Any]
    valid: str
    default: Any = None


@dataclass(frozen=True, slots=True)
class Command:
    """A command.

    Attributes
    ----------
    name : what it is called
    description : what it does, in words
    run : does it, called with the player and the arguments
    arguments : in order
    """

    name: str
    description: str
    run: Callable[..., None]
    arguments: tuple[Argument, ...] = ()


def _number(name: str, unit: str) -> Argument:
    return Argument(name, float, f"a number of {unit}")


def _whole(name: str) -> Argument:
    return Argument(name, int, "a whole number")


def _choice(name: str, *valid: str, default: str | None = None) -> Argument:
    def convert(text: str) -> str:
        if text not in valid:
            raise ValueError(text)
        return text

    return Argument(name, convert, " or ".join(valid), default)


_COMMANDS = (
    Command("pause", "pause or resume", lambda p: p.transport.toggle_pause()),
    Command("seek", "seek by seconds, to the exact frame or to a keyframe",
            lambda p, by, how: p.transport.seek_by(by, exact=how == "exact"),
            (_number("seconds", "seconds"), _choice("how", "exact", "keyframe", default="exact"))),
    Command("seek-to", "seek to a time", lambda p, to: p.transport.seek(to),
            (_number("time", "seconds"),)),
    Command("seek-percent", "seek to a percentage of the file",
            lambda p, to: p.transport.seek_percent(to), (_number("position", "percent"),)),
    Command("revert-seek", "go back to before the last seek, or to a place marked; mark it",
            lambda p, what: p.transport.revert_seek(mark=what == "mark"),
            (_choice("what", "back", "mark", default="back"),)),
    Command("step", "pause and step one frame forward", lambda p: p.transport.step()),
    Command("step-back", "pause and step one frame back", lambda p: p.transport.step_back()),
    Command("chapter", "go forward or back by chapters", lambda p, by: p.transport.go_chapter(by),
            (_whole("chapters"),)),
    Command("loop-ab", "set A, set B, clear the A-B loop", lambda p: p.transport.cycle_ab_loop()),
    Command("loop-file", "repeat the file or not", lambda p: p.transport.toggle_loop_file()),
    Command("speed", "set the speed", lambda p, to: p.transport.set_speed(to),
            (_number("speed", "times"),)),
    Command("speed-by", "multiply the speed",
            lambda p, by: p.transport.scale_speed(by), (_number("factor", "times"),)),
    Command("next", "the next file", lambda p: p.files.go(1)),
    Command("previous", "the previous file", lambda p: p.files.go(-1)),
    Command("playlist", "where in the list of files this one is", lambda p: p.files.show_place()),
    Command("tracks", "the tracks of sound and subtitles", lambda p: p.tracks.show()),
    Command("volume-by", "louder, quieter", lambda p, by: p.tracks.change_volume(by),
            (_number("step", "percent"),)),
    Command("mute", "mute or unmute", lambda p: p.tracks.toggle_mute()),
    Command("audio-track", "the next audio track", lambda p: p.tracks.cycle_audio()),
    Command("audio-delay", "sound later, earlier", lambda p, by: p.tracks.delay_audio(by),
            (_number("step", "seconds"),)),
    Command("sub-track", "the next or previous subtitle track",
            lambda p, by: p.tracks.cycle_subtitles(by),
            (_whole("step"),)),
    Command("sub-visible", "show or hide subtitles", lambda p: p.tracks.toggle_subtitles()),
    Command("sub-delay", "subtitles later, earlier", lambda p, by: p.tracks.delay_subtitles(by),
            (_number("step", "seconds"),)),
    Command("sub-scale", "subtitles larger, smaller", lambda p, by: p.tracks.scale_subtitles(by),
            (_number("step", "times"),)),
    Command("sub-pos", "subtitles lower, higher", lambda p, by: p.tracks.move_subtitles(by),
            (_number("step", "percent"),)),
    Command("sub-override", "replace the styles of ASS subtitles, or not",
            lambda p: p.tracks.cycle_override()),
    Command("sub-seek", "go to the next or previous subtitle",
            lambda p, by: p.tracks.seek_subtitle(p.transport, by), (_whole("subtitles"),)),
    Command("sub-step", "delay the subtitles to the next or previous one",
            lambda p, by: p.tracks.step_subtitle(by), (_whole("subtitles"),)),
    Command("fullscreen", "full screen", lambda p: p.toggle_fullscreen()),
    Command("window-scale", "size of the window against the video's",
            lambda p, to: set_window_scale(
                p.window, p.transport.playback, p.placing, p.notices, to
            ),
            (_number("scale", "times"),)),
    Command("ontop", "window above all others or not", lambda p: p.toggle_on_top()),
    Command("escape", "leave full screen or quit", lambda p: p.escape()),
    Command("status", "the status line", lambda p: p.notices.show_status()),
    Command("stats", "the stats page for a while", lambda p: p.notices.show_page()),
    Command("stats-toggle", "the stats page, to stay", lambda p: p.notices.toggle_page()),
    Command("help", "this list", lambda p: p.notices.toggle_help()),
    Command("screenshot", "a screenshot", lambda p, kind: p.screenshots.take(kind),
            (_choice("kind", *KINDS, default="output"),)),
    Command("effect", "shaders off or on", lambda p: p.view.toggle_effect()),
    Command("look", "the next preset or shader", lambda p, by: p.view.cycle_profile(by),
            (_whole("step"),)),
    Command("look-before", "the next preset or shader to compare with",
            lambda p, by: p.view.cycle_before(by),
            (_whole("step"),)),
    Command("compare", "before and after: split, side by side, difference",
            lambda p, mode: p.view.toggle_comparison(Mode(mode)),
            (_choice("mode", *(mode.value for mode in Mode)),)),
    Command("blink", "swap before and after", lambda p: p.view.blink()),
    Command("difference-gain", "make the difference stronger, weaker",
            lambda p, by: p.view.scale_difference(by), (_number("factor", "times"),)),
    Command("loupe", "a loupe at the mouse", lambda p: p.view.toggle_loupe()),
    Command("loupe-zoom", "the loupe's zoom", lambda p: p.view.cycle_loupe_zoom()),
    Command("inner", "show the intermediate textures",
            lambda p, by: p.view.cycle_intermediate_view(by), (_whole("step"),)),
    Command("zoom", "larger, smaller", lambda p, by: p.placing.zoom(by),
            (_number("step", "powers of two"),)),
    Command("pan", "move the picture right and down", lambda p, x, y: p.placing.pan(x, y),
            (_number("right", "widths"), _number("down", "heights"))),
    Command("zoom-reset", "no zoom, no pan", lambda p: p.placing.reset()),
    Command("panscan", "fill more of the bars, or less", lambda p, by: p.placing.panscan(by),
            (_number("step", "shares"),)),
    Command("deinterlace", "deinterlace or not", lambda p: p.fields.toggle()),
    Command("aspect", "the next aspect", lambda p: p.placing.cycle_aspect()),
    Command("tune", "sliders and GPU times", lambda p: p.display.toggle_panels()),
    Command("undo", "undo the last change", lambda p: p.view.undo()),
    Command("redo", "redo it", lambda p: p.view.redo()),
    Command("governor", "skip passes to avoid dropped frames, or not",
            lambda p: p.view.toggle_governor()),
    Command("quit", "quit", lambda p: p.quit()),
    Command("quit-watch-later", "quit and resume here next time",
            lambda p: p.quit(watch_later=True)),
    Command("none", "do nothing, to unbind a key", lambda p: None),
)  # fmt: skip

COMMANDS = {command.name: command for command in _COMMANDS}
"""All commands by their names."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A command with its arguments.

    Attributes
    ----------
    text : as it was written
    command : which one
    values : of its arguments
    """

    text: str
    command: Command
    values: tuple[Any, ...]

    def __call__(self, player: Player) -> None:
        """Do it."""
        self.command.run(player, *self.values)


def parse_command(text: str) -> Bound:
    """Return what a line such as ``seek -5 keyframe`` asks for.

    Raises
    ------
    OptionError : no such command, or arguments that are not its
    """
    name, *given = text.split() or [""]
    command = COMMANDS.get(name)
    if command is None:
        raise OptionError.unknown("command", name, COMMANDS)
    if len(given) > len(command.arguments):
        surplus = given[len(command.arguments)]
        raise OptionError(f"command {name!r} has too many arguments: {surplus!r}")
    values = []
    for index, argument in enumerate(command.arguments):
        if index >= len(given):
            if argument.default is None:
                raise OptionError(f"command {name!r}: {argument.name} is missing: {argument.valid}")
            values.append(argument.default)
            continue
        try:
            values.append(argument.convert(given[index]))
        except ValueError:
            raise OptionError(
                f"command {name!r}: {argument.name} must be {argument.valid}, not {given[index]!r}"
            ) from None
    return Bound(text, command, tuple(values))
