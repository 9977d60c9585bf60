"""The compute form of a network: mpv user shader passes whose work groups hold tiles in memory.

A work group loads the luma of its tile and of what the network reaches around it, computes map
after map from shared memory to shared memory, sums up the residual in registers, and draws four
pixels for each of the tile. Where no step of luma is a line's, it only scales: a network of one
dispatch tests its own tile, others read of `lines`. `tiles` says what lies where.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from . import passages
from .fragment import GeneratedPass
from .lines import LEAST_STEP, READ, TEXTURE, NearbyCells, lines_pass, nearby_cells
from .network import LUMA, Activation, Chroma, Conv, Network
from .taps import doubled, four_numbers, tap_functions
from .text import number
from .tiles import (
    COLOURS,
    FLOATS,
    LEAST_MEMORY,
    SHARES,
    Dispatch,
    MapTile,
    Stage,
    Tiling,
    divided,
    parts,
    tiling_of,
)

_TURNS, _IF_BUSY = "busy * ", "if (busy != 0) "
"""Before a number of turns, and before a loop: nothing where the tile is not computed."""

_Sums: TypeAlias = Callable[[int, int], str]
"""The name of what is summed up for a row of a strip, and for a four of outputs."""


def compute_passes(
    network: Network, tiling: Tiling | None = None, *, gated: bool = True
) -> list[GeneratedPass]:
    """Return the compute form of a network: where lines are, and a pass for each dispatch.

    Parameters
    ----------
    tiling : how the work is divided; None for what `tiling_of` says
    gated : whether what is not near a line is only scaled; one dispatch finds lines by itself

    Raises
    ------
    NetworkError : the network has no compute form, or none with that tiling; the message says why
    """
    tiling = tiling or tiling_of(network)
    dispatches = divided(network, tiling)
    output = parts(network)[1]
    listed = gated and len(dispatches) > 1
    cells: list[NearbyCells | None] = [None] * len(dispatches)
    if listed:
        cells = [*nearby_cells(dispatches, tiling)]
    passes = [
        _Writer(network, tiling, dispatches, dispatch, output, gated and not listed, each).whole()
        for dispatch, each in zip(dispatches, cells, strict=True)
    ]
    return [lines_pass(), *passes] if listed else passes


@dataclass(frozen=True)
class _Writer:
    """The text of one dispatch, line by line.

    Attributes
    ----------
    tested : whether it looks for lines itself
    cells : where lines are for it, found before
    """

    network: Network
    tiling: Tiling
    dispatches: tuple[Dispatch, ...]
    dispatch: Dispatch
    output: Conv
    tested: bool
    cells: NearbyCells | None

    def whole(self) -> GeneratedPass:
        dispatch, count = self.dispatch, len(self.dispatches)
        maps = [stage.conv.name for stage in dispatch.stages if stage.conv]
        which = f", dispatch {dispatch.number} of {count}" if count > 1 else ""
        about = [f"Computes {', '.join(maps)}, in tiles of {self._size(0)} pixels."]
        if self.tested:
            about.append("A tile around which luma takes no step of a line's is only scaled.")
        if self.cells:
            about.append("Only what is near a line is computed.")
        return GeneratedPass(
            "doubled" if dispatch.last else f"maps_{dispatch.number}",
            f"compute form{which}",
            tuple(about),
            tuple(self._head()),
            f"compute{which}",
            "\n".join(self._body()) + "\n",
        )

    def _body(self) -> Iterator[str]:
        yield from self._memory()
        for stage in self.dispatch.stages:
            conv = stage.conv
            if conv:
                for name in conv.inputs:
                    yield from tap_functions(self.network, conv, name)
            if stage.summed:
                yield from tap_functions(self.network, self.output, stage.summed)
        yield from self._hook()

    def _size(self, halo: int) -> str:
        return f"{self.tiling.width + 2 * halo}x{self.tiling.height + 2 * halo}"

    @property
    def _joint(self) -> bool:
        return self.dispatch.last and self.network.chroma is Chroma.JOINT

    @property
    def _before(self) -> Dispatch:
        return self.dispatches[self.dispatch.number - 2]

    def _head(self) -> Iterator[str]:
        tiling, dispatch = self.tiling, self.dispatch
        yield "//!HOOK MAIN"
        yield "//!BIND HOOKED"
        if self.cells:
            yield f"//!BIND {TEXTURE}"
        if dispatch.number > 1:
            yield f"//!BIND {_texture(dispatch.number - 1)}"
        across, times = len(dispatch.columns), 2 if dispatch.last else 1
        if dispatch.last:
            yield "//!WIDTH HOOKED.w 2 *"
            yield "//!HEIGHT HOOKED.h 2 *"
        else:
            yield f"//!SAVE {_texture(dispatch.number)}"
            if across > 1:
                yield f"//!WIDTH HOOKED.w {across} *"
            yield "//!COMPONENTS 4"
        block = f"{max(across, 1) * times * tiling.width} {times * tiling.height}"
        yield f"//!COMPUTE {block} {tiling.width} {tiling.threads // tiling.width}"

    def _memory(self) -> Iterator[str]:
        tiling, dispatch = self.tiling, self.dispatch
        floats = dispatch.memory(FLOATS) <= LEAST_MEMORY
        yield passages.NUMBERS + (passages.FLOATS if floats else passages.HALVES)
        yield f"const int WIDTH = {tiling.width}, HEIGHT = {tiling.height};"
        yield f"const int THREADS = {tiling.threads}, PIXELS = {tiling.pixels};"
        yield ""
        for slot, size in enumerate(dispatch.slots):
            kept = [region for region in dispatch.regions.values() if region.slot == slot]
            names = ", ".join(f"{region.name} {self._size(region.halo)}" for region in kept)
            yield f"shared KEPT memory{slot}[{size}];  // {names}"
        if self.cells:
            yield self.cells.memory().rstrip()
        if self.tested:
            yield ""
            yield "// From a pixel to the next one, of luma from 0 to 1: what is less is no line."
            yield f"const float LEAST_STEP = {number(LEAST_STEP)};"
            yield "shared int lines;"
        yield ""

    # The order of things

    def _hook(self) -> Iterator[str]:
        dispatch = self.dispatch
        if any(self.network.activation(name) is Activation.PRELU for name in dispatch.regions
               if name not in (COLOURS, SHARES)):  # fmt: skip
            yield passages.SLOPED
        yield passages.START
        if self.tested:
            yield "    if (thread == 0) lines = 0;"
        if self.cells:
            yield READ.rstrip()
        known = bool(self.cells)
        if LUMA in dispatch.regions:
            yield from self._loaded(LUMA)
        for name in dispatch.loaded:
            yield from self._loaded(name)
        yield "    FOUR sums[PIXELS];"
        yield f"    {_IF_BUSY * known}for (int n = 0; n < PIXELS; n++) {{"
        first = four_numbers(self.output.bias)
        if dispatch.sums_loaded:
            yield "        ivec2 at = origin + clamp(own_pixel(thread, n), low, high);"
            first = f"FOUR({self._fetched('', 0)})"
        yield f"        sums[n] = {first};"
        yield "    }"
        for index, stage in enumerate(dispatch.stages):
            yield "    barrier();"
            if self.tested and index == 1:
                yield "    int busy = lines;  // 0 where there is no line: no turns"
                known = True
            yield from self._stage(stage, _TURNS if known else "")
        yield from self._drawn() if dispatch.last else self._saved()
        yield "}"

    def _each(self, region: MapTile, turns: str = "") -> Iterator[str]:
        """Yield the head of a loop over a region's pixels."""
        columns, rows = region.size(self.tiling)
        yield f"    for (int i = thread; i < {turns}{columns * rows}; i += THREADS) {{"
        at = f"ivec2(uint(i) % {columns}u, uint(i) / {columns}u)"
        yield f"        ivec2 at = {at} - {region.halo};"

    def _loaded(self, name: str) -> Iterator[str]:
        region = self.dispatch.regions[name]
        yield f"    // {name}"
        yield from self._each(region, _TURNS if self.cells else "")
        yield "        at = origin + clamp(at, low, high);"
        if name == LUMA:
            yield "        float grey = dot(texelFetch(HOOKED_raw, at, 0).rgb, LUMA) - 0.5;"
            yield f"        memory{region.slot}[i] = kept(FOUR(vec4(grey, 0.0, 0.0, 0.0)));"
        for four in range(region.fours if name != LUMA else 0):
            place = _plus("i", four * region.area(self.tiling))
            yield f"        memory{region.slot}[{place}] ="
            yield f"            kept(FOUR({self._fetched(name, four)}));"
        yield "    }"

    def _fetched(self, name: str, four: int) -> str:
        columns = self._before.columns
        x = _plus(f"at.x * {len(columns)}", columns.index((name, four)))
        texture = _texture(self.dispatch.number - 1)
        return f"texelFetch({texture}_raw, ivec2({x}, at.y), 0)"

    def _stage(self, stage: Stage, turns: str) -> Iterator[str]:
        if stage.conv:
            yield from self._map(stage.conv, turns)
        if stage.summed:
            yield f"    // {self.output.name}, of {stage.summed}"
            yield f"    {_IF_BUSY if turns else ''}for (int n = 0; n < PIXELS; n++) {{"
            yield "        ivec2 at = own_pixel(thread, n);"
            source = self.dispatch.regions[stage.summed]
            yield from self._taps(self.output, 0, source, 1, lambda row, four: "sums[n]")
            yield "    }"

    def _map(self, conv: Conv, turns: str) -> Iterator[str]:
        tiling, region = self.tiling, self.dispatch.regions[conv.name]
        columns, rows = region.size(tiling)
        count = columns * -(-rows // tiling.rows)
        bias = conv.bias
        down = f"uint(i) / {columns}u" + (f" * {tiling.rows}u" if tiling.rows > 1 else "")
        yield f"    // {conv.name}"
        yield f"    for (int i = thread; i < {turns}{count}; i += THREADS) {{"
        yield f"        ivec2 at = ivec2(uint(i) % {columns}u, {down}) - {region.halo};"
        for row in range(tiling.rows):
            for four in range(region.fours):
                first = four_numbers(bias[4 * four : 4 * four + 4])
                yield f"        FOUR {_sum(row, four)} = {first};"
        gate = self.tested and LUMA in conv.inputs and not turns
        if gate:
            yield "        float largest = 0.0;"
        for name in conv.inputs:
            source = self.dispatch.regions[name]
            yield from self._taps(conv, region.halo, source, tiling.rows, _sum, gate=gate)
        if gate:
            yield "        if (largest >= LEAST_STEP) lines = 1;"
        yield f"        int place = {_place(region, tiling)};"
        for row in range(tiling.rows):
            for four in range(region.fours):
                at = _plus("place", row * columns + four * region.area(tiling))
                yield f"        memory{region.slot}[{at}] = kept({_sum(row, four)});"
        yield "    }"

    def _taps(
        self, conv: Conv, halo: int, source: MapTile, strip: int, sums: _Sums, *, gate: bool = False
    ) -> Iterator[str]:
        """Yield what a strip of pixels reads of one map, clamped to the picture."""
        tall, wide = conv.weight.shape[:2]
        columns, rows = source.size(self.tiling)
        yield "        {"
        for x in range(wide):
            at = _plus("at.x", x - wide // 2)
            yield f"            int x{x} = clamp({at}, low.x, high.x) + {source.halo};"
        # A last turn may reach below what is kept.
        over = (self.tiling.height + 2 * halo) % strip
        bottom = f"min(high.y, {rows - source.halo - 1})" if over else "high.y"
        for y in range(tall + strip - 1):
            at = _plus("at.y", y - tall // 2)
            at = f"clamp({at}, low.y, {bottom}) + {source.halo}"
            yield f"            int y{y} = ({at}) * {columns};"
        one, crelu = source.name == LUMA, doubled(self.network, source.name)
        outputs = range(-(-conv.channels // 4))
        for y in range(tall + strip - 1):
            for x in range(wide):
                for four in range(source.fours):
                    at = _plus(f"y{y} + x{x}", four * source.area(self.tiling))
                    v = f"v{y}_{x}_{four}"
                    kind, value = "ONE" if one else "FOUR", self._read(source, four, at)
                    yield f"            {kind} {v} = {value};"
                    a = f", max({v}, -{v})" if crelu else ""
                    for n in range(strip):
                        if 0 <= y - n < tall:
                            tap = f"{conv.name}_{source.name}_{(y - n) * wide + x}_{four}"
                            into = ", ".join(sums(n, o) for o in outputs)
                            yield f"            {tap}({into}, {v}{a});"
        if gate:
            yield from _steps(tall, wide, strip)
        yield "        }"

    def _read(self, source: MapTile, four: int, at: str) -> str:
        """Return a map's four channels as they are read, |v| of `Activation.CRELU` left out."""
        read = f"four_of(memory{source.slot}[{at}])"
        activation = self.network.activation(source.name)
        if source.name == LUMA:
            return f"{read}.x"
        if activation is Activation.RELU:
            return f"max({read}, FOUR(0.0))"
        if activation is Activation.PRELU:
            slope = getattr(self.network.node(source.name), "slope", ())
            return f"sloped({read}, {four_numbers(slope[4 * four : 4 * four + 4])})"
        return read

    # The end

    def _saved(self) -> Iterator[str]:
        columns = self.dispatch.columns
        own = passages.OWN
        yield own.replace("for", f"{_IF_BUSY}for", 1) if self.cells else own
        for index, (name, four) in enumerate(columns):
            value = "vec4(sums[n])"
            if name:
                region = self.dispatch.regions[name]
                at = _plus(_place(region, self.tiling), four * region.area(self.tiling))
                value = f"vec4(four_of(memory{region.slot}[{at}]))"
            x = _plus(f"pixel.x * {len(columns)}", index)
            yield f"        imageStore(out_image, ivec2({x}, pixel.y), {value});"
        yield "    }"

    def _drawn(self) -> Iterator[str]:
        busy = "busy != 0" if self.tested else "near_line(at)" if self.cells else "true"
        if not self._joint:
            yield passages.OWN + passages.BILINEAR + passages.ADDED.replace("BUSY", busy)
            return
        colours, shares = (self.dispatch.regions[name] for name in (COLOURS, SHARES))
        turns = _TURNS if self.tested or self.cells else ""
        yield "    barrier();"
        yield "    // The colours around: luma, red, blue"
        yield from self._each(colours, turns)
        yield passages.COLOURS
        yield "    // By how much red and blue change where luma does: the line through the nine"
        yield "    // around (K. He and others, 2010)"
        yield from self._each(shares, turns)
        text = passages.SHARES + passages.OWN + passages.BILINEAR + passages.JOINT
        for word, value in (
            ("BUSY", busy),
            ("PLACE", _place(colours, self.tiling)),
            ("PITCH", str(colours.size(self.tiling)[0])),
            ("OWN", _place(shares, self.tiling)),
            ("NEXT", str(shares.size(self.tiling)[0])),
        ):
            text = text.replace(word, value)
        yield text


def _texture(number: int) -> str:
    """Return the name of the texture that a dispatch saves its maps in."""
    return f"NET_MAPS_{number}"


def _sum(row: int, four: int) -> str:
    return f"s{row}_{four}"


def _steps(tall: int, wide: int, strip: int) -> Iterator[str]:
    """Yield the largest step of luma from a strip's pixels to their neighbours."""
    y, x = tall // 2, wide // 2
    pairs = [((n, x - 1), (n, x)) for n in range(y, y + strip)]
    pairs += [((n, x), (n, x + 1)) for n in range(y, y + strip)]
    pairs += [((n - 1, x), (n, x)) for n in range(y, y + strip + 1)]
    for (r, c), (s, d) in pairs:
        step = f"v{r}_{c}_0 - v{s}_{d}_0"
        yield f"            largest = max(largest, abs(float({step})));"


def _place(region: MapTile, tiling: Tiling) -> str:
    """Return where in memory the pixel ``at`` of the tile is."""
    return f"(at.y + {region.halo}) * {region.size(tiling)[0]} + at.x + {region.halo}"


def _plus(text: str, by: int) -> str:
    return f"{text} {'+' if by > 0 else '-'} {abs(by)}" if by else text
