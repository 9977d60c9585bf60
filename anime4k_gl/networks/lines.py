"""The lines of a picture as a small texture, of which all dispatches of a network read.

A texel of it is a cell of 4x4 pixels and says whether luma takes a step of a line's in it. A pixel
is near a line where its own cell or one of the eight around has one; there the network draws. Each
dispatch computes the tiles in which something is that later dispatches read for such a pixel. What
other tiles would hold is neither written nor ever seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .fragment import GeneratedPass
from .network import NetworkError
from .text import number
from .tiles import LINE_ROWS, Dispatch, Tiling

LEAST_STEP = 0.01
"""The least step of luma from a pixel to the next that is taken for a line's: 2.5 of 255."""

CELL = 4
"""The side of a cell, pixels."""

NEAR = 1
"""How many cells around its own make a pixel near a line, however far a network reaches: what it
adds beyond is more than one code of 255 in two pixels of a million; see benchmarks/compute.md."""

TEXTURE = "NET_LINES"
"""What the cells are saved as."""


@dataclass(frozen=True)
class NearbyCells:
    """The cells of a tile and around it that a dispatch looks at.

    Attributes
    ----------
    tiling : what a tile is
    beyond : how many cells around the tile later dispatches read
    """

    tiling: Tiling
    beyond: int

    @property
    def columns(self) -> int:
        """How many there are in a row."""
        return self.tiling.width // CELL + 2 * (NEAR + self.beyond)

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return self.tiling.height // CELL + 2 * (NEAR + self.beyond)

    def memory(self) -> str:
        """Return what is declared for them, and the function that asks for a pixel's."""
        text = _MEMORY.format(cell=CELL, around=NEAR + self.beyond, texture=TEXTURE,
                              columns=self.columns, rows=self.rows)  # fmt: skip
        if self.beyond:
            return text
        return text + _NEAR.format(last=2 * NEAR, bits=(2 << 2 * NEAR) - 1)


def nearby_cells(dispatches: Sequence[Dispatch], tiling: Tiling) -> list[NearbyCells]:
    """Return for each dispatch which cells it looks at.

    Raises
    ------
    NetworkError : tiles are not made of cells, or too large
    """
    found: list[NearbyCells] = []
    beyond = 0
    for dispatch in reversed(dispatches):
        found.append(NearbyCells(tiling, -(-beyond // CELL)))
        beyond += max([dispatch.regions[name].halo for name in dispatch.loaded], default=0)
    if tiling.width % CELL or tiling.height % CELL or found[-1].rows > LINE_ROWS:
        raise NetworkError(
            f"a tile of {tiling.width}x{tiling.height}: where tiles without lines are skipped,"
            f" sides are multiples of {CELL}, and at most {LINE_ROWS} rows of cells are looked at"
        )
    return found[::-1]


def lines_pass() -> GeneratedPass:
    """Return the pass that finds the cells with a line."""
    return GeneratedPass(
        "lines",
        "compute form, where lines are",
        (f"A texel is a cell of {CELL}x{CELL} pixels: 1 where luma takes a step of a line's.",),
        (
            "//!HOOK MAIN",
            "//!BIND HOOKED",
            f"//!SAVE {TEXTURE}",
            # Rounded by players, so that what is left of a cell is one.
            f"//!WIDTH HOOKED.w {CELL / 2 - 0.5} + {CELL} /",
            f"//!HEIGHT HOOKED.h {CELL / 2 - 0.5} + {CELL} /",
            "//!COMPONENTS 4",
            f"//!COMPUTE {32 // CELL} 8 32 8",
        ),
        "compute, lines",
        _LINES.format(cell=CELL, least=number(LEAST_STEP)),
    )


READ = """\
    if (thread < CELL_ROWS) {
        uint found = 0u;
        for (int i = 0; i < CELL_COLUMNS; i++) {
            ivec2 cell = clamp(origin / CELL + ivec2(i, thread) - AROUND, ivec2(0), last / CELL);
            if (texelFetch(NET_LINES_raw, cell, 0).x > 0.5) found |= 1u << uint(i);
        }
        lines[thread] = found;
    }
    barrier();
    uint found = 0u;
    for (int row = 0; row < CELL_ROWS; row++) found |= lines[row];
    int busy = found != 0u ? 1 : 0;  // 0 where there is no line: no turns
"""
"""How a dispatch learns whether its tile is computed."""

_MEMORY = """\

// The cells of {cell}x{cell} pixels in the tile and around it, in which a line is: a bit each
const int CELL = {cell}, AROUND = {around}, CELL_COLUMNS = {columns}, CELL_ROWS = {rows};
shared uint lines[CELL_ROWS];
"""

_NEAR = """\

// Whether a line is near a pixel of the tile.
bool near_line(ivec2 at) {{
    uint found = 0u;
    for (int row = 0; row <= {last}; row++) found |= lines[at.y / CELL + row];
    return (found >> uint(at.x / CELL) & {bits}u) != 0u;
}}
"""

_LINES = """\
const vec3 LUMA = vec3(0.2126, 0.7152, 0.0722);
const int CELL = {cell}, ACROSS = 32 / CELL;

// From a pixel to the next one, of luma from 0 to 1: what is less is no line.
const float LEAST_STEP = {least};

shared int lines[8 * ACROSS];

void hook() {{
    int thread = int(gl_LocalInvocationIndex);
    if (thread < 8 * ACROSS) lines[thread] = 0;
    // A thread has a column of a cell, and what is right of it and below.
    ivec2 last = ivec2(HOOKED_size) - 1, at = ivec2(gl_GlobalInvocationID.xy) * ivec2(1, CELL);
    int x = min(at.x, last.x), right = min(at.x + 1, last.x);
    float own[CELL + 1], next[CELL];
    for (int row = 0; row <= CELL; row++) {{
        int y = min(at.y + row, last.y);
        own[row] = dot(texelFetch(HOOKED_raw, ivec2(x, y), 0).rgb, LUMA);
        if (row < CELL) next[row] = dot(texelFetch(HOOKED_raw, ivec2(right, y), 0).rgb, LUMA);
    }}
    float largest = 0.0;
    for (int row = 0; row < CELL; row++) {{
        float across = abs(next[row] - own[row]), down = abs(own[row + 1] - own[row]);
        largest = max(largest, max(across, down));
    }}
    barrier();
    ivec2 cell = ivec2(gl_LocalInvocationID.x / uint(CELL), gl_LocalInvocationID.y);
    if (largest >= LEAST_STEP) lines[cell.y * ACROSS + cell.x] = 1;
    barrier();
    if (thread < 8 * ACROSS) {{
        cell = ivec2(thread % ACROSS, thread / ACROSS);
        cell += ivec2(gl_WorkGroupID.xy) * ivec2(ACROSS, 8);
        if (all(lessThanEqual(cell, last / CELL))) {{
            imageStore(out_image, cell, vec4(float(lines[thread])));
        }}
    }}
}}
"""
