"""The contact sheet of scenes: many small pictures side by side, and how fast they were drawn.

python -m benchmarks.quality.sheet --seeds 0:50 -o sheet.png
python -m benchmarks.quality.sheet --seeds 0:12 --kind night --columns 3 --size 960x540
python -m benchmarks.quality.sheet --others --seeds 0:20     # drawings by others, see others/
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from anime4k_gl.formats import Size
from anime4k_gl.sizes import parse_size
from benchmarks.quality import scenes

_CELL = Size(384, 216)


def main() -> None:
    """Draw the sheet."""
    options = _options()
    first, last = (int(n) for n in options.seeds.split(":"))
    size = parse_size(options.size, _CELL)
    started = time.monotonic()
    count = last - first
    columns = min(options.columns, count)
    sheet = Image.new("RGB", (columns * size.width, -(-count // columns) * size.height))
    for number, picture in enumerate(_pictures(options, range(first, last), size)):
        place = (number % columns * size.width, number // columns * size.height)
        sheet.paste(Image.fromarray(picture), place)
    seconds = time.monotonic() - started
    sheet.save(options.output)
    print(f"{options.output}: {count} at {size.width}x{size.height} in {seconds:.1f} s")


def _pictures(
    options: argparse.Namespace, seeds: range, size: Size
) -> Iterator[npt.NDArray[np.uint8]]:
    if not options.others:
        yield from scenes.draw_many(
            seeds, (size.width, size.height), workers=options.workers, kind=options.kind,
            time=options.time,
        )  # fmt: skip
        return
    import benchmarks.quality.others as others

    drawings = others.drawings()
    for seed in seeds:
        yield others.draw(drawings[seed % len(drawings)], size.width, size.height)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seeds", default="0:50", help="first and one past the last, as 0:50")
    parser.add_argument("--kind", choices=list(scenes.KINDS), help="all of one kind")
    parser.add_argument("--size", default=f"{_CELL.width}x{_CELL.height}", help="of each picture")
    parser.add_argument("--time", type=float, default=0.0, help="seconds into each shot")
    parser.add_argument("--columns", type=int, default=5)
    parser.add_argument("--workers", type=int, help="processes; as many as there are cores")
    parser.add_argument("--others", action="store_true", help="drawings by others instead")
    parser.add_argument("-o", "--output", type=Path, default=Path("sheet.png"))
    return parser.parse_args()


if __name__ == "__main__":
    main()
