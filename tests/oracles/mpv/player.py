"""The mpv that is asked: its version, and its options in that version's words.

Cases are written in the words of mpv 0.35. Later ones have other names, other defaults and, under
the same name, other filters; here stands what each version must be told to do as 0.35 does.
"""

from __future__ import annotations

import functools
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

Version = tuple[int, int]

PARAM_SINCE = (5, 264)
"""The libplacebo from which on user shaders have parameters."""

# Nothing but the picture: no interface, no scripts, and libavformat for reading, because mpv's own
# Matroska reader does not know FFV1.
_PICTURE_ALONE = (
    "--no-config", "--load-scripts=no", "--osc=no", "--ytdl=no", "--load-stats-overlay=no",
    "--load-auto-profiles=no", "--audio=no", "--sub=no", "--demuxer=lavf", "--keepaspect=no",
)  # fmt: skip

# The defaults of 0.35, which 0.37 and later changed.
_SCALING = (
    "--scale=bilinear", "--cscale=bilinear", "--dscale=", "--correct-downscaling=no",
    "--linear-downscaling=no", "--linear-upscaling=no", "--sigmoid-upscaling=no",
    "--dither-depth=no",
)  # fmt: skip


@dataclass(frozen=True)
class _Dated:
    """An option that only some versions have: from one on, up to before another."""

    option: str
    since: Version = (0, 0)
    until: Version = (999, 0)


# Scripts that draw over the picture; and alpha, which is not shown: neither blended nor over a
# chequerboard.
_DATED = (
    _Dated("--load-osd-console=no", until=(0, 40)),
    _Dated("--load-console=no", since=(0, 40)),
    _Dated("--load-select=no", since=(0, 39)),
    _Dated("--load-commands=no", since=(0, 40)),
    _Dated("--load-positioning=no", since=(0, 40)),
    _Dated("--alpha=no", until=(0, 38)),
    _Dated("--background=none", since=(0, 38)),
)

# 0.37 gave ewa_lanczos the true radius, the third zero of its Jinc, where it had been 3, and made
# a filter's blur widen its window, too: with the first radius given, and the other divided by the
# blur, its weights are 0.35's.
_RADII = {"ewa_lanczos": "3", "ewa_lanczossharp": "3.3001927"}
_SCALER = re.compile(r"^--([cd]?scale)=(\w+)$")


@dataclass(frozen=True)
class Player:
    """An installed mpv.

    Attributes
    ----------
    line : its first line about itself
    libplacebo : the version of the library that its gpu-next draws with; None where it does not
        tell, as 0.35 does not
    """

    line: str
    libplacebo: Version | None = None

    @property
    def version(self) -> Version:
        """Its version; that of a development build is the one it came after."""
        found = re.match(r"mpv v?(\d+)\.(\d+)", self.line)
        if found is None:
            raise ValueError(f"an mpv of no version: {self.line!r}")
        return int(found[1]), int(found[2])

    def plain(self) -> tuple[str, ...]:
        """Return the options by which it shows the picture alone, as 0.35 does by itself."""
        dated = (o.option for o in _DATED if o.since <= self.version < o.until)
        return (*_PICTURE_ALONE, *_SCALING, *dated)

    def options(self, asked: Sequence[str]) -> tuple[str, ...]:
        """Return options given in the words of 0.35 in its own."""
        if self.version < (0, 37):
            return tuple(asked)
        told: list[str] = []
        for option in asked:
            if option.startswith("--scaler-lut-size="):
                continue  # always 256 weights
            told.append(option)
            scaler = _SCALER.match(option)
            if scaler and scaler[2] in _RADII:
                told.append(f"--{scaler[1]}-radius={_RADII[scaler[2]]}")
        return tuple(told)

    @property
    def knows_params(self) -> bool:
        """Whether its gpu-next knows PARAM, and so shaders with values to set."""
        return self.libplacebo is not None and self.libplacebo >= PARAM_SINCE

    @property
    def takes_software_vulkan(self) -> bool:
        """Whether ``--gpu-sw`` makes it take a Vulkan driver that draws in software."""
        return self.version >= (0, 40)


@functools.cache
def installed() -> Player | None:
    """Return the mpv that is installed; None where there is none, or no X server for it."""
    mpv = shutil.which("mpv")
    if mpv is None or shutil.which("Xvfb") is None:
        return None
    answer = subprocess.run([mpv, "--no-config", "--version"], capture_output=True, text=True)
    if answer.returncode != 0:
        return None
    told = re.search(r"^libplacebo version: v(\d+)\.(\d+)", answer.stdout, re.MULTILINE)
    libplacebo = (int(told[1]), int(told[2])) if told else None
    return Player(answer.stdout.splitlines()[0], libplacebo)
