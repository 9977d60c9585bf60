"""The contact sheet of scenes: many small pictures side by side, and how fast they were drawn.

python -m benchmarks.quality.sheet --seeds 0:50 -o sheet.png
python -m benchmarks.quality.sheet --seeds 0:12 --kind night --columns 3 --size 960x540
python -m benchmarks.quality.sheet --others --seeds 0:20     # drawings by others, see others/
python -m benchmarks.quality.sheet --degradation master720:bicubic/area:gamma/420/x264:23
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
from benchmarks.quality import degradations, scenes
from benchmarks.quality.degradations.sources import oversampling

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
    source_size = size.width, size.height
    chain: degradations.Chain | None = options.degradation
    if options.others:
        import benchmarks.quality.others as others

        drawings = others.drawings()
        times = oversampling(source_size) if chain else 1
        for seed in seeds:
            drawing = drawings[seed % len(drawings)]
            picture = others.draw(drawing, size.width * times, size.height * times)
            if chain:
                picture = chain.apply_picture(picture, source_size=source_size, seed=seed)
            yield picture
    elif chain:
        for seed in seeds:
            scene = scenes.make(seed, options.kind)
            yield chain.apply(scene, source_size=source_size, seed=seed, time=options.time)
    else:
        yield from scenes.draw_many(
            seeds, source_size, workers=options.workers, kind=options.kind, time=options.time
        )


def _degradation(text: str) -> degradations.Chain:
    try:
        return degradations.parse(text)
    except degradations.DegradationError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seeds", default="0:50", help="first and one past the last, as 0:50")
    parser.add_argument("--kind", choices=list(scenes.KINDS), help="all of one kind")
    parser.add_argument("--size", default=f"{_CELL.width}x{_CELL.height}", help="of each picture")
    parser.add_argument("--time", type=float, default=0.0, help="seconds into each shot")
    parser.add_argument("--columns", type=int, default=5)
    parser.add_argument("--workers", type=int, help="processes; as many as there are cores")
    parser.add_argument("--others", action="store_true", help="drawings by others instead")
    parser.add_argument(
        "--degradation", type=_degradation, help="a name as in the README: sources, not drawings"
    )
    parser.add_argument("-o", "--output", type=Path, default=Path("sheet.png"))
    return parser.parse_args()


if __name__ == "__main__":
    main()
