"""The tiles that work groups compute: which maps, how far beyond the tile, where in shared memory.

A network is cut into dispatches. In one, a work group computes every map for its tile and for as
many pixels around as the maps after it reach. What a map is kept in is free again once nobody reads
the map.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from .network import LUMA, Activation, Chroma, Conv, Network, NetworkError

LEAST_MEMORY = 32768
"""The bytes of shared memory that every driver of OpenGL 4.3 has."""

LINE_ROWS = 16
"""For how many rows of cells there is room in shared memory, of 4 bytes each; see `lines`."""

HALVES, FLOATS = 8, 16
"""The bytes of four channels of a pixel, in half floats and in floats."""

MOST_WEIGHTS, MOST_MAPS = 2304, 4
"""Of a dispatch: weights are in its code, of which a GPU keeps little at hand; see
benchmarks/compute.md."""

COLOURS, SHARES = "colours", "shares"
"""What is kept at the end for the colours: of the tile and two pixels around, and one."""

_COLOUR_HALOS = {COLOURS: 2, SHARES: 1}


@dataclass(frozen=True)
class Tiling:
    """How a network is divided among work groups and dispatches.

    Attributes
    ----------
    width, height : a tile, pixels of the source
    threads : of a work group; a multiple of `width` that divides the tile
    rows : how many pixels, one below the other, a thread computes in a turn
    cuts : the convolutions after which a dispatch ends
    """

    width: int = 32
    height: int = 16
    threads: int = 256
    rows: int = 2
    cuts: tuple[str, ...] = ()

    @property
    def pixels(self) -> int:
        """How many of a tile's pixels are a thread's own."""
        return self.width * self.height // self.threads


@dataclass(frozen=True)
class MapTile:
    """A map of a tile and of `halo` pixels around it, in fours of channels.

    Attributes
    ----------
    name : the node's, `LUMA`, `COLOURS` or `SHARES`
    fours : how many
    slot : the number of the array it is kept in
    """

    name: str
    fours: int
    halo: int
    slot: int

    def size(self, tiling: Tiling) -> tuple[int, int]:
        """Return its columns and rows."""
        return tiling.width + 2 * self.halo, tiling.height + 2 * self.halo

    def area(self, tiling: Tiling) -> int:
        """Return for how many pixels it has room: whole turns of rows."""
        columns, rows = self.size(tiling)
        return columns * -(-rows // tiling.rows) * tiling.rows


@dataclass(frozen=True)
class Stage:
    """What happens between two barriers: a convolution, and a part of the residual.

    Attributes
    ----------
    conv : None in a dispatch's last stage
    summed : the map, made in the stage before, whose part of the residual is added, or nothing
    """

    conv: Conv | None
    summed: str


@dataclass(frozen=True)
class Dispatch:
    """One compute pass.

    Attributes
    ----------
    number : from 1
    stages : in order
    regions : by name, of all that is kept in shared memory
    loaded : the maps that the dispatch before saved and that are read in it
    saved : the maps that later ones read
    slots : how many fours of channels each array holds
    last : whether it draws
    sums_loaded, sums_saved : whether what is summed up so far comes in, goes on
    """

    number: int
    stages: tuple[Stage, ...]
    regions: Mapping[str, MapTile]
    loaded: tuple[str, ...]
    saved: tuple[str, ...]
    slots: tuple[int, ...]
    last: bool = True
    sums_loaded: bool = False
    sums_saved: bool = False

    def memory(self, four: int) -> int:
        """Return the bytes of shared memory, with so many for four channels of a pixel."""
        return 4 * LINE_ROWS + sum(self.slots) * four

    @property
    def columns(self) -> tuple[tuple[str, int], ...]:
        """What it saves side by side for each pixel: (map, four); the sums are of map ``""``."""
        maps = [(name, four) for name in self.saved for four in range(self.regions[name].fours)]
        return (*maps, *[("", 0)] * self.sums_saved)


def tiling_of(network: Network) -> Tiling:
    """Return how a network is best divided: few dispatches, none of which is too long.

    Raises
    ------
    NetworkError : it has no compute form; the message says why
    """
    convs, _ = parts(network)
    cuts: list[str] = []
    weights = maps = 0
    for before, conv in zip(["", *(conv.name for conv in convs)], convs, strict=False):
        weights, maps = weights + conv.weight.size, maps + 1
        if before and (weights > MOST_WEIGHTS or maps > MOST_MAPS):
            cuts.append(before)
            weights, maps = conv.weight.size, 1
    for tiling in (Tiling(32, 16), Tiling(16, 16), Tiling(8, 8, 64)):
        with suppress(NetworkError):
            divided(network, replace(tiling, cuts=tuple(cuts)))
            return replace(tiling, cuts=tuple(cuts))
    raise NetworkError(f"{network.name}: its maps have too many channels for shared memory")


def divided(network: Network, tiling: Tiling) -> tuple[Dispatch, ...]:
    """Return the dispatches of a network.

    Raises
    ------
    NetworkError : the network has no compute form with that tiling; the message says why
    """
    convs, output = parts(network)
    if tiling.width * tiling.height % tiling.threads or tiling.threads % tiling.width:
        raise NetworkError(
            f"{tiling.threads} threads do not divide a tile of {tiling.width}x{tiling.height}"
        )
    unknown = [name for name in tiling.cuts if name not in {conv.name for conv in convs[:-1]}]
    if unknown:
        raise NetworkError(f"no dispatch can end after {', '.join(unknown)}")
    cut = list(_cut(convs, tiling.cuts))
    dispatches: list[Dispatch] = []
    known: list[str] = []
    for number, part in enumerate(cut, 1):
        later = {name for rest in cut[number:] for conv in rest for name in conv.inputs}
        here = [*known, *(conv.name for conv in part)]
        saved = tuple(name for name in here if name in later)
        dispatch = _dispatch(network, tiling, number, part, output, saved)
        used = dispatch.memory(HALVES)
        if used > LEAST_MEMORY:
            raise NetworkError(
                f"{network.name}: a tile of {tiling.width}x{tiling.height} takes {used} bytes of"
                f" shared memory, of {LEAST_MEMORY}; choose a smaller tile or more dispatches"
            )
        summed = [name in output.inputs for name in here]
        dispatches.append(
            replace(
                dispatch,
                last=number == len(cut),
                sums_loaded=any(summed[: len(known)]),
                sums_saved=number < len(cut) and any(summed),
            )
        )
        known = here
    return tuple(dispatches)


def parts(network: Network) -> tuple[list[Conv], Conv]:
    """Return the convolutions whose maps are kept, and the one that makes the residual.

    Raises
    ------
    NetworkError : it is not built so
    """
    convs: list[Conv] = []
    for node in network.maps:
        if not isinstance(node, Conv):
            raise NetworkError(f"node {node.name!r}: a network with sums has no compute form")
        convs.append(node)
    output = convs.pop()
    if output is not network.output or output.activation is not Activation.NONE:
        raise NetworkError("in the compute form the last convolution is the residual's")
    if not convs or LUMA in output.inputs:
        raise NetworkError("in the compute form the residual comes from convolutions")
    return convs, output


def reach(conv: Conv) -> int:
    """Return how many pixels a kernel reaches to each side."""
    return max(map(int, conv.weight.shape[:2])) // 2


def _cut(convs: Sequence[Conv], cuts: Sequence[str]) -> Iterator[list[Conv]]:
    part: list[Conv] = []
    for conv in convs:
        part.append(conv)
        if conv.name in cuts:
            yield part
            part = []
    yield part


def _dispatch(
    network: Network,
    tiling: Tiling,
    number: int,
    part: Sequence[Conv],
    output: Conv,
    saved: tuple[str, ...],
) -> Dispatch:
    """Return a dispatch but for what depends on the others."""
    made = [conv.name for conv in part]
    summed = [name for name in output.inputs if name in made]
    halos: dict[str, int] = dict.fromkeys(saved, 0)
    for name in summed:
        halos[name] = max(halos.get(name, 0), reach(output))
    for conv in reversed(part):
        for name in conv.inputs:
            halos[name] = max(halos.get(name, 0), halos[conv.name] + reach(conv))
    # The stage that reads a map last; what is saved is read after all.
    until = {name: len(part) if name in saved else -1 for name in halos}
    for stage, conv in enumerate(part):
        for name in conv.inputs:
            until[name] = max(until[name], stage)
    for name in summed:
        until[name] = max(until[name], made.index(name) + 1)
    regions: dict[str, MapTile] = {}
    slots: list[int] = []

    def keep(region: MapTile) -> None:
        regions[region.name] = region
        slots.extend([0] * (region.slot + 1 - len(slots)))
        slots[region.slot] = max(slots[region.slot], region.fours * region.area(tiling))

    loaded = [name for name in halos if name not in made]
    for stage, name in [*((-1, name) for name in loaded), *enumerate(made)]:
        taken = {regions[other].slot for other in regions if until[other] >= stage}
        slot = next(n for n in range(len(slots) + 1) if n not in taken)
        keep(MapTile(name, -(-network.stored(name) // 4), halos[name], slot))
    if not saved and network.chroma is Chroma.JOINT:
        for slot, (name, halo) in enumerate(_COLOUR_HALOS.items()):
            keep(MapTile(name, 1, halo, slot))
    before = ["", *made]
    stages = [
        Stage(conv, name if name in summed else "")
        for conv, name in zip([*part, None], before, strict=True)
    ]
    loaded = [name for name in loaded if name != LUMA]
    return Dispatch(number, tuple(stages), regions, tuple(loaded), saved, tuple(slots))
