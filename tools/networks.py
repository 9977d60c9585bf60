"""Write the hybrids' shaders and presets from their weights, byte for byte the same each time.

    python tools/networks.py            # training/weights/*.safetensors to shaders/
    python tools/networks.py --check    # only say which files are not as they would be written

A network NAME becomes ``shaders/NAME/*.glsl``, a pass a file, ``shaders/NAME/compute/*.glsl``, the
same by compute shaders, and ``shaders/presets/NAME.toml``.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT)]

from anime4k_gl.errors import Anime4KError  # noqa: E402
from anime4k_gl.networks.compute import compute_passes  # noqa: E402
from anime4k_gl.networks.fragment import passes  # noqa: E402
from anime4k_gl.networks.network import Chroma, Network  # noqa: E402

WEIGHTS = ROOT / "training" / "weights"
SHADERS = ROOT / "shaders"

SIZES = {
    "hybrid-s": "small",
    "hybrid-m": "medium",
    "hybrid-l": "large",
    "hybrid-xl": "extra large",
}
"""What people call them."""

CHROMA = Chroma.JOINT
"""How what luma gains changes colours, whatever a file says: networks are trained on luma alone. On
six scenes `hybrid-s` and `-l` had 0.4 and 0.8 dB of R'G'B' more than without shares."""

COMPUTE_ONLY = frozenset({"hybrid-xl"})
"""Those whose fragment form nobody could run in time: its passes would be fifty, of a megabyte."""

PRESET = """\
title = "Anime4K hybrid, {size}: a network of {cost} multiply-adds a pixel, trained on drawn lines"
colour_bits = 8
wide = true
narrow = true
{fragment}
compute = [
{compute}
    # Once more for three or four times the size.
{compute}
]
"""

FRAGMENT = """\
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

# The same picture by compute shaders."""

NO_FRAGMENT = "# By compute shaders alone."


def files_of(network: Network) -> dict[str, str]:
    """Return a network's files: text by path below ``shaders/``.

    Raises
    ------
    Anime4KError : the network is none of `SIZES`
    """
    name = network.name
    if name not in SIZES:
        raise Anime4KError(f"network {name!r}: expected one of {', '.join(SIZES)}")
    made = [] if name in COMPUTE_ONLY else passes(network)
    computing = compute_passes(network)
    listed = "\n".join(f'    "{name}/{each.stem}",' for each in made)
    preset = PRESET.format(
        size=SIZES[name],
        cost=network.multiply_adds,
        fragment=FRAGMENT.format(name=name, passes=listed) if made else NO_FRAGMENT,
        compute="\n".join(f'    "{name}/compute/{each.stem}",' for each in computing),
    )
    return {
        **{f"{name}/{each.stem}.glsl": each.text(network) for each in made},
        **{f"{name}/compute/{each.stem}.glsl": each.text(network) for each in computing},
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
        files |= files_of(replace(network, chroma=CHROMA))
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
        p.relative_to(shaders).as_posix() for f in folders for p in (shaders / f).rglob("*.glsl")
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
