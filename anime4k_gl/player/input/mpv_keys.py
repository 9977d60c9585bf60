"""mpv's default keys: what each does there, and how it is here; for the list of keys and the docs.

Of mpv 0.35, whose list is ``etc/input.conf``. Whether a key does the same here is not said but
found out, by what it is bound to.
"""

from __future__ import annotations

from collections.abc import Callable

from ...lazy.dataclass import dataclass

MPV = "mpv 0.35"
"""The version whose keys these are."""


@dataclass(frozen=True, slots=True)
class MPVKeys:
    """Keys of mpv that belong together.

    Attributes
    ----------
    keys : by our names, separated by blanks
    does : what they do in mpv
    same : the commands that do the same here, one for each key, separated by ``|``; empty for none
    note : what is to be said: where they do the same, the small print; else why they do not
    """

    keys: str
    does: str
    same: str = ""
    note: str = ""

    def pairs(self) -> list[tuple[str, str]]:
        """Return the keys, each with the command that does the same, or with nothing."""
        keys = self.keys.split()
        return list(zip(keys, self.same.split("|") if self.same else [""] * len(keys), strict=True))


_COLOURS = "colours are the video's own"
_EXACT = "to the exact frame; mpv goes to key frames"

MPV_KEYS: tuple[MPVKeys, ...] = (
    MPVKeys("double-click", "full screen", "fullscreen"),
    MPVKeys("click-right", "pause", "pause"),
    MPVKeys("click-back click-forward", "previous, next file", "previous|next"),
    MPVKeys("wheel-up wheel-down", "10 seconds forward, back", note="as in mpv from 0.37 on"),
    MPVKeys("wheel-left wheel-right", "quieter, louder", note="as in mpv from 0.37 on"),
    MPVKeys("right left", "5 seconds forward, back", "seek 5|seek -5", _EXACT),
    MPVKeys("up down", "a minute forward, back", "seek 60|seek -60", _EXACT),
    MPVKeys("Shift+right Shift+left", "a second forward, back, exactly", "seek 1|seek -1"),
    MPVKeys("Shift+up Shift+down", "5 seconds forward, back, exactly", "seek 5|seek -5"),
    MPVKeys("Ctrl+left Ctrl+right", "previous, next subtitle", "sub-seek -1|sub-seek 1"),
    MPVKeys("Ctrl+Shift+left Ctrl+Shift+right", "shift to the previous, next subtitle",
            "sub-step -1|sub-step 1"),
    MPVKeys("Alt+left Alt+right Alt+up Alt+down", "move the picture",
            "pan 0.1 0|pan -0.1 0|pan 0 0.1|pan 0 -0.1"),
    MPVKeys("Alt++ Alt+-", "zoom in, out", "zoom 0.1|zoom -0.1"),
    MPVKeys("Alt+bs", "no zoom, in its place", "zoom-reset"),
    MPVKeys("pgup pgdwn ! @", "chapters", "chapter 1|chapter -1|chapter -1|chapter 1"),
    MPVKeys("Shift+pgup Shift+pgdwn", "10 minutes forward, back",
            "seek 600 keyframe|seek -600 keyframe"),
    MPVKeys("[ ]", "slower, faster by a tenth", "speed-by 0.9091|speed-by 1.1"),
    MPVKeys("{ }", "half, double speed", "speed-by 0.5|speed-by 2", "0.25 to 4 times"),
    MPVKeys("bs", "normal speed", "speed 1"),
    MPVKeys("Shift+bs", "back to before the last seek", "revert-seek"),
    MPVKeys("Ctrl+Shift+bs", "mark the place for that", "revert-seek mark"),
    MPVKeys("q Ctrl+w Ctrl+c", "quit", "quit|quit|quit", "the exit code is 0"),
    MPVKeys("Q", "quit, resume next time", "quit-watch-later"),
    MPVKeys("esc", "leave full screen"),
    MPVKeys("space p", "pause", "pause|pause"),
    MPVKeys(", .", "a frame back, forward", "step-back|step"),
    MPVKeys("< >", "previous, next file", "previous|next"),
    MPVKeys("enter", "next file", "next"),
    MPVKeys("o P", "show where it is", "status|status"),
    MPVKeys("O", "show that for good"),
    MPVKeys("i I", "statistics, for a while or to stay", "stats|stats-toggle"),
    MPVKeys("`", "console", note="there is none; keys are bound in the settings file"),
    MPVKeys("z", "subtitles earlier", "sub-delay -0.1"),
    MPVKeys("Z x", "subtitles later", "sub-delay 0.1|sub-delay 0.1"),
    MPVKeys("Ctrl++ Ctrl+-", "sound later, earlier", "audio-delay 0.1|audio-delay -0.1"),
    MPVKeys("G F", "larger, smaller subtitles", "sub-scale 0.1|sub-scale -0.1"),
    MPVKeys("9 / 0 *", "quieter, louder",
            "volume-by -2|volume-by -2|volume-by 2|volume-by 2", "up to 130 %"),
    MPVKeys("m", "mute", "mute"),
    MPVKeys("1 2", "contrast", note=_COLOURS),
    MPVKeys("3 4", "brightness", note=_COLOURS),
    MPVKeys("5 6", "gamma", note=_COLOURS),
    MPVKeys("7 8", "saturation", note=_COLOURS),
    MPVKeys("Alt+0 Alt+1 Alt+2", "window of half, the video's, double size",
            "window-scale 0.5|window-scale 1|window-scale 2"),
    MPVKeys("d", "deinterlace", "deinterlace"),
    MPVKeys("r R", "subtitles up, down", "sub-pos -1|sub-pos 1"),
    MPVKeys("t", "subtitles down", "sub-pos 1"),
    MPVKeys("v", "show or hide subtitles", "sub-visible"),
    MPVKeys("Alt+v", "the secondary subtitles", note="there is one track of them at a time"),
    MPVKeys("V", "stretch subtitles as old renderers did", note="as the file says"),
    MPVKeys("u", "override the subtitles' style", "sub-override"),
    MPVKeys("j J", "next, previous subtitles", "sub-track 1|sub-track -1"),
    MPVKeys("#", "next audio track", "audio-track"),
    MPVKeys("_", "next video track", note="the file's first, or default one"),
    MPVKeys("T", "window above all others", "ontop"),
    MPVKeys("f", "full screen", "fullscreen"),
    MPVKeys("s", "screenshot with subtitles", note="upscaled, without subtitles"),
    MPVKeys("S", "screenshot without subtitles", note="of the decoded frame"),
    MPVKeys("Ctrl+s", "screenshot of the window", "screenshot window"),
    MPVKeys("Alt+s", "screenshot of each frame", note="upscale makes all of them"),
    MPVKeys("w W e", "fill less, more, more of the bars",
            "panscan -0.1|panscan 0.1|panscan 0.1"),
    MPVKeys("A", "aspect: 16:9, 4:3, 2.35:1, the file's", "aspect"),
    MPVKeys("play pause playpause", "pause", "pause|pause|pause"),
    MPVKeys("playonly pauseonly", "go on; pause", note="keys of remote controls"),
    MPVKeys("stop power close_win", "quit", "quit|quit|quit", "as the window's own button does"),
    MPVKeys("forward rewind", "a minute forward, back", "seek 60|seek -60"),
    MPVKeys("next prev", "next, previous file", "next|previous"),
    MPVKeys("volume_up volume_down mute", "louder, quieter, mute",
            note="the desktop's, for all programs"),
    MPVKeys("E", "next edition", note="the file's default one plays"),
    MPVKeys("l", "A-B loop", "loop-ab"),
    MPVKeys("L", "repeat the file", "loop-file", "until L again"),
    MPVKeys("del", "hide the bar for the mouse, or let it stay", "bar"),
    MPVKeys("Ctrl+h", "hardware decoding or not", note="--hwdec, from the start"),
    MPVKeys("f8", "the list of files", "playlist", "the file, and the next one"),
    MPVKeys("f9", "the tracks", "tracks"),
)  # fmt: skip
"""All of them, in the order of mpv's own list."""


@dataclass(frozen=True, slots=True)
class KeyComparison:
    """What one of the rows of `MPV_KEYS` is here.

    Attributes
    ----------
    row : which one
    same : those of its keys that do the same
    others : those that do something else, each with its command
    missing : those that do nothing
    """

    row: MPVKeys
    same: tuple[str, ...]
    others: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]


def compared(command: Callable[[str], str | None]) -> list[KeyComparison]:
    """Return what mpv's keys are here.

    Parameters
    ----------
    command : returns what a key is bound to, as text; None for nothing
    """
    result = []
    for row in MPV_KEYS:
        bound = [(key, same, command(key)) for key, same in row.pairs()]
        result.append(
            KeyComparison(
                row,
                tuple(key for key, same, text in bound if text is not None and text == same),
                tuple((key, text) for key, same, text in bound if text not in (None, same, "none")),
                tuple(key for key, _, text in bound if text in (None, "none")),
            )
        )
    return result
