"""The perspective of backgrounds: a camera over a ground, in metres."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.quality.scenes.curves import Path, Points, points, polygon


@dataclass(frozen=True)
class Camera:
    """Looks along z; x is to the right, y down from the eye, and the ground at y = eye."""

    vanish_x: float
    horizon: float
    focal: float
    """What something a metre wide and a metre away measures."""
    eye: float = 1.5

    def at(self, x: float, y: float, z: float) -> tuple[float, float]:
        """Return where a point is seen."""
        z = max(z, 0.15)
        return self.vanish_x + self.focal * x / z, self.horizon + self.focal * y / z

    def line(self, *corners: tuple[float, float, float]) -> Points:
        """Return points in space as they are seen."""
        return points(*(self.at(*c) for c in corners))

    def face(self, *corners: tuple[float, float, float]) -> Path:
        """Return a flat shape in space as it is seen."""
        return polygon(self.line(*corners))

    def wall(self, x: float, top: float, bottom: float, near: float, far: float) -> Path:
        """Return an upright wall along z."""
        return self.face((x, top, near), (x, top, far), (x, bottom, far), (x, bottom, near))

    def front(self, left: float, top: float, right: float, bottom: float, z: float) -> Path:
        """Return an upright wall that faces us."""
        return self.face((left, top, z), (right, top, z), (right, bottom, z), (left, bottom, z))
