"""Write the hybrids' shaders and presets from their weights, byte for byte the same each time.

    python tools/networks.py            # training/weights/*.safetensors to shaders/
    python tools/networks.py --check    # only say which files are not as they would be written

A network NAME becomes ``shaders/NAME/*.glsl``, a pass a file, and ``shaders/presets/NAME.toml``.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT)]

from anime4k_gl.errors import Anime4KError  # noqa: E402
from anime4k_gl.networks.fragment import passes  # noqa: E402
from anime4k_gl.networks.network import Network  # noqa: E402

WEIGHTS = ROOT / "training" / "weights"
SHADERS = ROOT / "shaders"

SIZES = {
    "hybrid-s": "small",
    "hybrid-m": "medium",
    "hybrid-l": "large",
    "hybrid-xl": "extra large",
}
"""What people call them."""

PRESET = """\
title = "Anime4K hybrid, {size}: a network of {cost} multiply-adds a pixel, trained on drawn lines"
colour_bits = 8
wide = true
narrow = true
passes = [
{passes}
    # Once more for three or four times the size.
{passes}
]

# What can be seen of it: the pass whose result it is, and how that is read. Grey is nothing.
views = [
    {{ name = "what luma gains", pass = "{name}/residual", packed = true, range = [-0.1, 0.1] }},
    {{ name = "doubled colour", pass = "{name}/doubled", channels = "xyz" }},
]
"""


def files_of(network: Network) -> dict[str, str]:
    """Return a network's files: text by path below ``shaders/``.

    Raises
    ------
    Anime4KError : the network is none of `SIZES`
    """
    name = network.name
    if name not in SIZES:
        raise Anime4KError(f"network {name!r}: expected one of {', '.join(SIZES)}")
    made = passes(network)
    listed = "\n".join(f'    "{name}/{each.stem}",' for each in made)
    cost = network.multiply_adds
    preset = PRESET.format(
        size=SIZES[name],
        cost=f"{cost / 1000:.1f} thousand" if cost < 10_000 else f"{cost / 1000:.0f} thousand",
        passes=listed,
        name=name,
    )
    return {
        **{f"{name}/{each.stem}.glsl": each.text(network) for each in made},
        f"presets/{name}.toml": preset,
    }


def expected(weights: Path) -> dict[str, str]:
    """Return all the files of a folder of weights, by path below ``shaders/``.

    Raises
    ------
    Anime4KError : a file holds no network, or not the one that its name says
    """
    files: dict[str, str] = {}
    for path in sorted(weights.glob("*.safetensors")):
        network = Network.load(path)
        if network.name != path.stem:
            raise Anime4KError(f"{path}: holds network {network.name!r}")
        files |= files_of(network)
    return files


def differences(files: dict[str, str], shaders: Path) -> tuple[list[str], list[str]]:
    """Return which files are not as expected, and which of a network's no network has any more."""
    wrong = [
        name
        for name, text in files.items()
        if not (shaders / name).is_file() or (shaders / name).read_text("utf-8") != text
    ]
    folders = sorted({name.split("/")[0] for name in files} - {"presets"})
    there = [
        p.relative_to(shaders).as_posix() for f in folders for p in (shaders / f).glob("*.glsl")
    ]
    return wrong, sorted(set(there) - set(files))


def main() -> int:
    """Run the command; 1 where a file was not as it should be and is only checked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing")
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help=argparse.SUPPRESS)
    parser.add_argument("--shaders", type=Path, default=SHADERS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    try:
        files = expected(given.weights)
    except Anime4KError as error:
        print(f"networks.py: {error}", file=sys.stderr)
        return 1
    if not files:
        print(f"networks.py: {given.weights}: no *.safetensors", file=sys.stderr)
        return 1
    wrong, old = differences(files, given.shaders)
    for name in (*wrong, *old):
        print(name)
    if given.check:
        return 1 if wrong or old else 0
    for name in wrong:
        path = given.shaders / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(files[name], "utf-8", newline="\n")
    for name in old:
        (given.shaders / name).unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
