"""Hot reload: shader files and presets are read again when they are saved.

The loop checks the files' times and sizes a few times a second: that is a system call a file, needs
no thread and no dependency, and works on network drives too. Editors write a file again or put
another one in its place, in steps, so a file is read when two checks in a row find the same, and
once more where it made an error, in case it was not complete.

What was read is tried before it takes the place of what runs: where it does not work, the last good
version keeps running, and the error stays until the file is fixed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from ... import library
from ...errors import Anime4KError
from ...lazy.dataclass import dataclass
from ...rendering.shader_forms import Forms
from ...usershader import read_user_shader

LOOK_SECONDS = 0.25
"""The shortest time between two checks of the files (s)."""

Signature = tuple[int, int, int]
"""What tells a file's versions apart: its time (ns), its size and its number on the disk."""


@dataclass(frozen=True)
class Watched:
    """A profile whose files are watched.

    Attributes
    ----------
    name : the profile's name
    backend : as for `Forms.of`
    preset : the preset it is, by name or path; None for shader files
    files : the user's shader files, in order; empty for a preset
    of_preset : a preset names those files, so they may include others
    """

    name: str
    backend: str = "auto"
    preset: str | None = None
    files: tuple[Path, ...] = ()
    of_preset: bool = False

    def paths(self) -> tuple[Path, ...]:
        """Return the files it is made of."""
        if self.preset is not None:
            return library.preset_files(self.preset)
        if self.of_preset:
            return tuple(path for file in self.files for path in library.own_paths(file))
        return self.files

    def read(self) -> Forms:
        """Read it again.

        Raises
        ------
        OptionError, UserShaderError : a file cannot be read, or is wrong
        """
        if self.preset is not None:
            return Forms.of(self.backend, self.preset)
        read = library.read_preset_shader if self.of_preset else read_user_shader
        shaders = [read(path) for path in self.files]
        return Forms.of(self.backend, library.NO_PRESET, shaders)


TryOut = Callable[[Watched, Forms], None]
"""Puts new shaders in place of a profile's, or raises and leaves those that are there."""


@dataclass(frozen=True)
class Reloaded:
    """What came of a change.

    Attributes
    ----------
    profile : which one
    forms : its shaders, which run now; None where that did not work
    error : why it did not; None where it did
    """

    profile: Watched
    forms: Forms | None = None
    error: Anime4KError | None = None


class Files:
    """Which of some files have changed; see the module for how."""

    def __init__(self, paths: Iterable[Path] = ()) -> None:
        self._known: dict[Path, Signature | None] = {}
        self._seen: dict[Path, Signature | None] = {}
        self.watch(paths)

    def watch(self, paths: Iterable[Path]) -> None:
        """Watch these files and no others; those that are new count as they are now."""
        wanted = list(paths)
        self._known = {p: self._known[p] if p in self._known else _signature(p) for p in wanted}
        self._seen = {p: s for p, s in self._seen.items() if p in self._known}

    def changed(self) -> set[Path]:
        """Check all of them; return those that have changed and are at rest.

        A file that is gone is on its way back: editors remove one before they put another there.
        """
        result: set[Path] = set()
        for path, known in self._known.items():
            now = _signature(path)
            if now is not None and now != known and self._seen.get(path) == now:
                self._known[path] = now
                result.add(path)
            self._seen[path] = now
        return result


class HotReload:
    """Watches the files of profiles; `tick` is for every turn of a loop.

    Parameters
    ----------
    profiles : what to watch
    try_out : see `TryOut`; is called from `tick`

    Attributes
    ----------
    errors : by profile, what is wrong with it until it is fixed
    """

    def __init__(self, profiles: Sequence[Watched], try_out: TryOut) -> None:
        self.errors: dict[str, Anime4KError] = {}
        self._profiles = tuple(profiles)
        self._try_out = try_out
        self._next = float("-inf")
        self._again: set[str] = set()
        self._paths: dict[str, tuple[Path, ...]] = {}
        for profile in profiles:
            self._find(profile)
        self._files = Files(self._all())

    def tick(self, now: float) -> list[Reloaded]:
        """Check the files if it is time to; return what changed and what came of it.

        Parameters
        ----------
        now : a monotonic time (s)
        """
        if now < self._next:
            return []
        self._next = now + LOOK_SECONDS
        changed = self._files.changed()
        again, self._again = self._again, set()
        stale = [
            profile
            for profile in self._profiles
            if profile.name in again or changed.intersection(self._paths[profile.name])
        ]
        if not stale:
            return []
        library.forget()
        results = [self._reload(profile, first=profile.name not in again) for profile in stale]
        self._files.watch(self._all())
        # What was wrong the first time and is so again has been told.
        return [r for r in results if r is not None]

    @property
    def remaining(self) -> float | None:
        """The time (s) of the next check; None where there is nothing to watch."""
        return self._next if self._profiles else None

    def _reload(self, profile: Watched, *, first: bool) -> Reloaded | None:
        self._find(profile)
        try:
            forms = profile.read()
            self._try_out(profile, forms)
        except Anime4KError as error:
            before = self.errors.get(profile.name)
            self.errors[profile.name] = error
            if first:
                self._again.add(profile.name)
            elif before is not None and str(before) == str(error):
                return None
            return Reloaded(profile, error=error)
        self.errors.pop(profile.name, None)
        return Reloaded(profile, forms)

    def _find(self, profile: Watched) -> None:
        """Note which files a profile is made of; those from before where that cannot be told."""
        try:
            self._paths[profile.name] = profile.paths()
        except Anime4KError:
            self._paths.setdefault(profile.name, profile.files)

    def _all(self) -> list[Path]:
        return list(dict.fromkeys(path for paths in self._paths.values() for path in paths))


def _signature(path: Path) -> Signature | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
