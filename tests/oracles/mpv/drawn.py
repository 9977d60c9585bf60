"""Small clips cut out of the demo clip: ink lines, flat colour and lettering, as animation has."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from pathlib import Path

from support.clips import media_clips

from anime4k_gl.cli import demo_clip
from anime4k_gl.formats import PixelLayout, Size
from anime4k_gl.frame import Frame
from anime4k_gl.media.video.video_source import VideoSource


@dataclass(frozen=True)
class Cutting:
    """A part of the demo clip: the frame's number, and the part's top left corner and size."""

    number: int
    x: int
    y: int
    size: Size


CUTTINGS = {
    "town": Cutting(20, 300, 310, Size(80, 60)),
    "face": Cutting(110, 420, 190, Size(77, 61)),
}


class Drawn:
    """Writes the clips as they are asked for, and decodes them.

    Parameters
    ----------
    folder : where they are written, and found again by later runs and by other processes
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, name: str) -> Path:
        """Return a clip's file."""
        cutting = CUTTINGS[name]
        path = self._folder / f"drawn-{cutting.number}-{cutting.x}-{cutting.y}-{cutting.size}.mkv"
        if not path.exists():
            with VideoSource(demo_clip()) as source:
                frame = next(f for n, f in enumerate(source.frames()) if n == cutting.number)
            rows = media_clips.rows_of(frame)

            def planes(layout: PixelLayout, size: Size, number: int) -> list[media_clips.Rows]:
                cut = []
                for plane, described in zip(rows, layout.planes, strict=True):
                    x, y = cutting.x >> described.log2_x, cutting.y >> described.log2_y
                    width, height = described.size(size)
                    cut.append(plane[y : y + height, x : x + width])
                return cut

            aside = self._folder / f"{uuid.uuid4().hex}.mkv"
            media_clips.write_clip(
                aside, layout=frame.layout.name, size=cutting.size, count=1, make=planes
            )
            aside.replace(path)
        return path

    def frames(self, name: str) -> list[Frame]:
        """Return a clip's frames, decoded."""
        with VideoSource(self.path(name)) as source:
            return list(source.frames())
