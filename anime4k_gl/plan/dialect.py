"""The rules in which mpv's two video outputs differ."""

from __future__ import annotations

import enum


class Dialect(enum.Enum):
    """A video output of mpv, whose rules hold where the two differ."""

    VO_GPU = "vo_gpu"
    LIBPLACEBO = "libplacebo"

    @property
    def main_points(self) -> tuple[str, ...]:
        """The hook points of the whole R'G'B' picture before scaling; libplacebo has only one."""
        return ("MAIN",) if self is Dialect.LIBPLACEBO else ("MAINPRESUB", "MAIN")

    def texture(self, name: str) -> str:
        """Return the texture or hook point that a name refers to."""
        if self is Dialect.LIBPLACEBO and name == "MAINPRESUB":
            return "MAIN"
        return name

    def names(self, texture: str) -> tuple[str, ...]:
        """Return the names of a bound texture in a body."""
        if self is Dialect.LIBPLACEBO and texture == "MAIN":
            return ("MAIN", "MAINPRESUB")
        return (texture,)
