"""The memory of rehearsals: how long each preset took here, kept between runs."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ... import userdirs
from ...formats import Size
from ...lazy.dataclass import dataclass
from ...version import version
from .kept_json import KeptJson, KeptKind

MOST_CONDITIONS = 200
"""Rehearsals remembered at most."""

Times = Mapping[str, float]
"""How long a frame takes (ms), by preset."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """All that decides how long a preset takes to draw a frame.

    Attributes
    ----------
    machine : see `Capabilities.machine`
    source, target : sizes of frames, and of what is made of them
    native : the size that scale factors count from
    scaler, backend : as they were asked for
    """

    machine: str
    source: Size
    target: Size
    native: Size
    scaler: str
    backend: str

    @property
    def key(self) -> str:
        """It as text, the same in every run of a version: another one's shaders are others."""
        scaled = "" if self.native == self.source else f" of {self.native}"
        sizes = f"{self.source}{scaled} to {self.target}"
        return f"{sizes}, {self.scaler}, {self.backend}{_on(self.machine)}"


def times_file() -> Path:
    """Return where times are kept on this platform; the file may not be there yet."""
    return userdirs.cache_folder() / "preset-times.json"


class TimesMemory:
    """Remembers how long presets took.

    Parameters
    ----------
    path : the file; the platform's usual one by default
    report : takes a line about a file that cannot be read or written, once
    """

    def __init__(
        self, path: Path | None = None, *, report: Callable[[str], None] = lambda text: None
    ) -> None:
        self._kept = KeptJson(lambda: path or times_file(), _KIND, report)

    def times(self, conditions: Conditions) -> dict[str, float]:
        """Return what is known under some conditions, in milliseconds by preset."""
        return dict(self._kept.read().get(conditions.key, {}))

    def keep(self, conditions: Conditions, times: Times) -> None:
        """Remember times beside those that are known of other presets."""
        self._kept.keep(conditions.key, {**self.times(conditions), **times})

    def forget(self) -> None:
        """Remember nothing any more."""
        self._kept.forget()

    def of_machine(self, machine: str) -> dict[str, dict[str, float]]:
        """Return all that this version has measured on a machine, by sizes, scaler and backend."""
        end = _on(machine)
        return {
            key.removesuffix(end): dict(times)
            for key, times in self._kept.read().items()
            if key.endswith(end)
        }


def _on(machine: str) -> str:
    return f", {version()} on {machine}"


def _parsed(value: Any) -> dict[str, float]:
    times = {str(name): float(ms) for name, ms in value.items()}
    if not all(math.isfinite(ms) and ms > 0 for ms in times.values()):
        raise ValueError("no frame takes such a time")
    return times


_KIND = KeptKind[dict[str, float]](
    field="times",
    one="how long presets take",
    all="times",
    parse=_parsed,
    plain=dict,
    most=MOST_CONDITIONS,
)
