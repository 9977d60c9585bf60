"""The compute form of a network: mpv user shader passes whose work groups hold tiles in memory.

A work group loads the luma of its tile and of what the network reaches around it, computes map
after map from shared memory to shared memory, sums up the residual in registers, and draws four
pixels for each of the tile. Where no step of luma is a line's, it only scales. See `tiles` for what
lies where.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..dependencies import np
from .network import LUMA, Activation, Chroma, Conv, Network
from .tiles import (
    COLOUR_REACH,
    FLOATS,
    LEAST_MEMORY,
    Dispatch,
    Region,
    Stage,
    Tiling,
    divided,
    parts,
    reach,
)

WHEN = (
    "OUTPUT.w HOOKED.w / 1.4 > OUTPUT.w HOOKED.w / 1.1 > HOOKED.w NATIVE_CROPPED.w 1.5 * < * +"
)
"""When a picture is doubled: it grows by over 1.4, or once by over 1.1."""

_NUMBERS = """\
// Half floats where the compiler has them: glslang for Vulkan, NVIDIA's for OpenGL. Mesa's wants
// extensions before everything else, where a player puts none.
#if defined(VULKAN) && defined(GL_EXT_shader_explicit_arithmetic_types_float16)
#extension GL_EXT_shader_explicit_arithmetic_types_float16 : enable
#define HALVES
#elif !defined(VULKAN) && defined(GL_NV_gpu_shader5)
#extension GL_NV_gpu_shader5 : enable
#define HALVES
#endif
#ifdef HALVES
#define ONE float16_t
#define FOUR f16vec4
#define KEPT uvec2
#define kept(four) uvec2(packFloat2x16((four).xy), packFloat2x16((four).zw))
#define four_of(kept) FOUR(unpackFloat2x16((kept).x), unpackFloat2x16((kept).y))
#else
#define ONE float
#define FOUR vec4
"""
_KEPT_AS_FLOATS = """\
#define KEPT vec4
#define kept(four) (four)
#define four_of(kept) (kept)
#endif
"""
_KEPT_AS_HALVES = """\
#define KEPT uvec2
#define kept(four) uvec2(packHalf2x16((four).xy), packHalf2x16((four).zw))
#define four_of(kept) vec4(unpackHalf2x16((kept).x), unpackHalf2x16((kept).y))
#endif
"""


def compute_shaders(network: Network, tiling: Tiling, *, gated: bool = True) -> tuple[str, ...]:
    """Return the compute form of a network, a text for each dispatch.

    Parameters
    ----------
    tiling : how the work is divided
    gated : whether a tile without lines is only scaled; it is where there is one dispatch

    Raises
    ------
    NetworkError : the network has no compute form with that tiling; the message says why
    """
    dispatches = divided(network, tiling)
    gated = gated and len(dispatches) == 1
    return tuple(
        "\n".join(_Writer(network, tiling, dispatch, len(dispatches), gated).lines()) + "\n"
        for dispatch in dispatches
    )


def saved_name(network: Network, number: int) -> str:
    """Return the name of the texture that a dispatch saves its maps in."""
    return f"{network.name.upper().replace('-', '_').replace('.', '_')}_{number}"


@dataclass(frozen=True)
class _Writer:
    """The text of one dispatch."""

    network: Network
    tiling: Tiling
    dispatch: Dispatch
    count: int
    gated: bool

    def lines(self) -> Iterator[str]:
        yield from self._header()
        yield from self._memory()
        for stage in self.dispatch.stages:
            if stage.conv:
                yield from self._weights(stage.conv, stage.conv.inputs)
        summed = [stage.summed for stage in self.dispatch.stages if stage.summed]
        if summed:
            yield from self._weights(parts(self.network)[1], summed)
        yield from self._hook()

    @property
    def _places(self) -> list[tuple[str, int]]:
        """The (map, four) of each column of the texture it saves; a map ``""`` is the sums."""
        saved = [
            (name, four)
            for name in self.dispatch.saved
            for four in range(self.dispatch.regions[name].groups)
        ]
        return saved + [("", 0)] * self.dispatch.sums_saved

    def _header(self) -> Iterator[str]:
        network, tiling, dispatch = self.network, self.tiling, self.dispatch
        which = "" if self.count == 1 else f", dispatch {dispatch.number} of {self.count}"
        yield f"// {network.name}, compute form{which}"
        yield f"// {network.multiply_adds} multiply-adds a pixel of the source."
        yield f"// Generated from training/weights/{network.name}.safetensors, whose recipe's digest is"
        yield f"// {network.recipe}."
        yield ""
        if self.gated:
            yield '#include "common/params/least_step.glsl"'
            yield ""
        yield "//!HOOK MAIN"
        yield "//!BIND HOOKED"
        if dispatch.number > 1:
            yield f"//!BIND {saved_name(network, dispatch.number - 1)}"
        width, height = tiling.width, tiling.height
        if dispatch.last:
            yield "//!WIDTH HOOKED.w 2 *"
            yield "//!HEIGHT HOOKED.h 2 *"
            width, height = 2 * width, 2 * height
        else:
            width *= len(self._places)
            yield f"//!SAVE {saved_name(network, dispatch.number)}"
            if len(self._places) > 1:
                yield f"//!WIDTH HOOKED.w {len(self._places)} *"
            yield "//!COMPONENTS 4"
        threads = f"{tiling.width} {tiling.threads // tiling.width}"
        yield f"//!COMPUTE {width} {height} {threads}"
        yield f"//!WHEN {WHEN}"
        yield f"//!DESC {network.name}{which}"
        yield ""

    def _memory(self) -> Iterator[str]:
        tiling, dispatch = self.tiling, self.dispatch
        floats = dispatch.memory(tiling, FLOATS, self.network.chroma) <= LEAST_MEMORY
        yield from (_NUMBERS + (_KEPT_AS_FLOATS if floats else _KEPT_AS_HALVES)).splitlines()
        yield ""
        yield f"const int WIDTH = {tiling.width}, HEIGHT = {tiling.height};"
        yield f"const int THREADS = {tiling.threads}, PIXELS = {tiling.pixels};"
        yield ""
        for region in dispatch.regions.values():
            if region.slot >= 0:
                columns, rows = region.size(tiling)
                yield f"// {region.name}: {columns}x{rows} pixels in memory{region.slot}"
        for slot, size in enumerate(dispatch.slots):
            yield f"shared KEPT memory{slot}[{size}];"
        if LUMA in dispatch.regions:
            columns, rows = dispatch.regions[LUMA].size(tiling)
            yield f"shared float luma[{columns * rows}];  // {columns}x{rows}"
        if self._joint:
            for name, halo in (("red_blue", COLOUR_REACH), ("shares", COLOUR_REACH - 1)):
                columns, rows = Region(name, 1, halo).size(tiling)
                yield f"shared uint {name}[{columns * rows}];  // {columns}x{rows}"
        if self.gated:
            yield "shared int lines;"
        yield ""

    @property
    def _joint(self) -> bool:
        return self.dispatch.last and self.network.chroma is Chroma.JOINT

    def _weights(self, conv: Conv, inputs: Sequence[str]) -> Iterator[str]:
        """Yield a function for each tap of each four of the input's channels."""
        groups = range(-(-conv.channels // 4))
        for name in inputs:
            channels = self.network.stored(name)
            activation = self.network.activation(name)
            yield f"// {conv.name}, of {name}"
            sums = "".join(f"inout FOUR s{g}, " for g in groups)
            for tap in range(conv.weight.shape[0] * conv.weight.shape[1]):
                for four in range(-(-channels // 4)):
                    terms = list(self._terms(conv, name, tap, four))
                    given = "ONE v" if name == LUMA else "FOUR v"
                    given += ", FOUR a" if activation is Activation.CRELU else ""
                    yield f"void {conv.name}_{name}_{tap}_{four}({sums}{given}) {{"
                    for g in groups:
                        for term, columns in terms:
                            yield f"    s{g} += {_four(columns[4 * g : 4 * g + 4])} * {term};"
                    yield "}"
        yield ""

    def _terms(
        self, conv: Conv, name: str, tap: int, four: int
    ) -> Iterator[tuple[str, Sequence[float]]]:
        """Yield what a tap multiplies, with its weight in each output."""
        start = 0
        for other in conv.inputs:
            if other == name:
                break
            start += self.network.read(other)
        channels = self.network.stored(name)
        activation = self.network.activation(name)
        weight = conv.weight[tap // conv.weight.shape[1], tap % conv.weight.shape[1]]
        weight = weight.astype(np.float64)
        own = range(4 * four, min(4 * four + 4, channels))
        if name == LUMA:
            yield "v", weight[start]
            return
        if activation is Activation.CRELU:
            # Of max(v, 0) and max(-v, 0) one is half of |v| + v, the other half of |v| - v.
            for c in own:
                yield f"v.{'xyzw'[c % 4]}", 0.5 * (weight[start + c] - weight[start + channels + c])
            for c in own:
                yield f"a.{'xyzw'[c % 4]}", 0.5 * (weight[start + c] + weight[start + channels + c])
            return
        for c in own:
            yield f"v.{'xyzw'[c % 4]}", weight[start + c]

    def _hook(self) -> Iterator[str]:
        dispatch = self.dispatch
        if any(node.activation is Activation.PRELU for node in self.network.maps):
            yield "FOUR sloped(FOUR v, FOUR slope) {"
            yield "    return max(v, FOUR(0.0)) + slope * min(v, FOUR(0.0));"
            yield "}"
            yield ""
        yield "// The n-th of a thread's own pixels of the tile."
        yield "ivec2 own_pixel(int thread, int n) {"
        yield "    uint i = uint(thread + n * THREADS);"
        yield "    return ivec2(i % uint(WIDTH), i / uint(WIDTH));"
        yield "}"
        yield ""
        yield "void hook() {"
        yield "    int thread = int(gl_LocalInvocationIndex);"
        yield "    ivec2 origin = ivec2(gl_WorkGroupID.xy) * ivec2(WIDTH, HEIGHT);"
        yield "    ivec2 last = ivec2(HOOKED_size) - 1;"
        yield "    // Where the picture begins and ends, seen from the tile's corner: beyond, maps repeat"
        yield "    // their edge."
        yield "    ivec2 low = -origin, high = last - origin;"
        if self.gated:
            yield "    if (thread == 0) lines = 0;"
        yield from self._load()
        yield "    barrier();"
        if self.gated:
            yield from self._gate()
        else:
            yield "    int busy = 1;"
        yield "    FOUR sums[PIXELS];"
        bias = parts(self.network)[1].bias
        first = _four(bias.astype(np.float64))
        if dispatch.sums_loaded:
            yield "    for (int n = 0; n < PIXELS; n++) {"
            yield "        ivec2 at = origin + clamp(own_pixel(thread, n), low, high);"
            yield f"        sums[n] = {self._loaded_sums()};"
            yield "    }"
        else:
            yield f"    for (int n = 0; n < PIXELS; n++) sums[n] = {first};"
        for index, stage in enumerate(dispatch.stages):
            if index:
                yield "    barrier();"
            yield from self._stage(stage)
        yield from (self._draw() if dispatch.last else self._save())
        yield "}"

    # Loading

    def _load(self) -> Iterator[str]:
        tiling, dispatch = self.tiling, self.dispatch
        if LUMA in dispatch.regions:
            region = dispatch.regions[LUMA]
            columns, rows = region.size(tiling)
            yield f"    for (int i = thread; i < {columns * rows}; i += THREADS) {{"
            yield f"        ivec2 at = ivec2(uint(i) % {columns}u, uint(i) / {columns}u) - {region.halo};"
            yield "        vec3 rgb = texelFetch(HOOKED_raw, origin + clamp(at, low, high), 0).rgb;"
            yield "        luma[i] = dot(rgb, vec3(0.2126, 0.7152, 0.0722)) - 0.5;"
            if self._joint:
                wide, tall = Region("", 1, COLOUR_REACH).size(tiling)
                yield f"        at += {COLOUR_REACH};"
                yield f"        if (all(lessThan(uvec2(at), uvec2({wide}, {tall}))))"
                yield f"            red_blue[at.y * {wide} + at.x] = packHalf2x16(rgb.rb);"
            yield "    }"
        if dispatch.loaded:
            places = self._places_before()
            texture = saved_name(self.network, dispatch.number - 1)
            for name in dispatch.loaded:
                region = dispatch.regions[name]
                columns, rows = region.size(tiling)
                yield f"    for (int i = thread; i < {columns * rows}; i += THREADS) {{"
                yield f"        ivec2 at = ivec2(uint(i) % {columns}u, uint(i) / {columns}u) - {region.halo};"
                yield "        at = origin + clamp(at, low, high);"
                for four in range(region.groups):
                    x = _column(len(places), places.index((name, four)))
                    store = _offset("i", four, region.area(tiling))
                    yield f"        memory{region.slot}[{store}] ="
                    yield f"            kept(FOUR(texelFetch({texture}_raw, ivec2({x}, at.y), 0)));"
                yield "    }"

    def _places_before(self) -> list[tuple[str, int]]:
        before = divided(self.network, self.tiling)[self.dispatch.number - 2]
        return _Writer(self.network, self.tiling, before, self.count, self.gated)._places

    def _loaded_sums(self) -> str:
        places = self._places_before()
        texture = saved_name(self.network, self.dispatch.number - 1)
        x = _column(len(places), places.index(("", 0)))
        return f"FOUR(texelFetch({texture}_raw, ivec2({x}, at.y), 0))"

    def _gate(self) -> Iterator[str]:
        region = self.dispatch.regions[LUMA]
        columns, rows = region.size(self.tiling)
        yield "    // Whether luma steps to the right or down as far as a line does."
        yield f"    for (int i = thread; i < {columns * rows}; i += THREADS) {{"
        yield f"        int right = uint(i) % {columns}u < {columns - 1}u ? i + 1 : i;"
        yield f"        int below = i < {columns * (rows - 1)} ? i + {columns} : i;"
        yield "        vec2 steps = abs(vec2(luma[right], luma[below]) - luma[i]);"
        yield "        if (max(steps.x, steps.y) >= least_step) lines = 1;"
        yield "    }"
        yield "    barrier();"
        yield "    int busy = lines;  // 0: loops have no turns"

    # A map

    def _stage(self, stage: Stage) -> Iterator[str]:
        if stage.conv is not None and stage.region is not None:
            yield from self._map(stage.conv, stage.region)
        if stage.summed:
            yield from self._sum(parts(self.network)[1], self.dispatch.regions[stage.summed])

    def _map(self, conv: Conv, region: Region) -> Iterator[str]:
        tiling = self.tiling
        columns, rows = region.size(tiling)
        turns = -(-rows // tiling.rows)
        groups = range(region.groups)
        yield f"    // {conv.name}: {columns}x{rows} pixels"
        yield f"    for (int i = thread; i < busy * {columns * turns}; i += THREADS) {{"
        down = f"uint(i) / {columns}u" + (f" * {tiling.rows}u" if tiling.rows > 1 else "")
        yield f"        ivec2 at = ivec2(uint(i) % {columns}u, {down});"
        bias = conv.bias.astype(np.float64)
        for row in range(tiling.rows):
            starts = ", ".join(
                f"{_sum(row, g)} = {_four(bias[4 * g : 4 * g + 4])}" for g in groups
            )
            yield f"        FOUR {starts};"
        for name in conv.inputs:
            yield from self._taps(conv, region, self.dispatch.regions[name], tiling.rows)
        for row in range(tiling.rows):
            for g in groups:
                at = f"(at.y + {row}) * {columns} + at.x" if row else f"at.y * {columns} + at.x"
                at = _offset(at, g, region.area(tiling))
                yield f"        memory{region.slot}[{at}] = kept({_sum(row, g)});"
        yield "    }"

    def _taps(
        self, conv: Conv, target: Region, source: Region, strip: int
    ) -> Iterator[str]:
        """Yield what a strip of pixels reads of one map, row by row, clamped to the picture."""
        tall, wide = conv.weight.shape[:2]
        columns, rows = source.size(self.tiling)
        halo, shift = source.halo, target.halo
        yield "        {"
        for x in range(wide):
            at = f"at.x + {x - wide // 2 - shift}".replace("+ -", "- ")
            yield f"            int x{x} = clamp({at}, low.x, high.x) + {halo};"
        # Below the last whole turn there is nothing to read.
        bottom = "high.y"
        if target.size(self.tiling)[1] % strip:
            bottom = f"min(high.y, {self.tiling.height + halo - 1})"
        for y in range(tall + strip - 1):
            at = f"at.y + {y - tall // 2 - shift}".replace("+ -", "- ")
            yield f"            int y{y} = (clamp({at}, low.y, {bottom}) + {halo}) * {columns};"
        yield from self._reads(conv, source, strip, [f"x{x}" for x in range(wide)],
                               [f"y{y}" for y in range(tall + strip - 1)])
        yield "        }"

    def _reads(
        self, conv: Conv, source: Region, strip: int, across: Sequence[str], down: Sequence[str]
    ) -> Iterator[str]:
        tall, wide = conv.weight.shape[:2]
        groups = range(-(-conv.channels // 4))
        crelu = self.network.activation(source.name) is Activation.CRELU
        one = source.name == LUMA
        yield "            ONE v;" if one else "            FOUR v" + (", a;" if crelu else ";")
        for y, row in enumerate(down):
            for x, column in enumerate(across):
                for four in range(source.groups):
                    at = f"{row} + {column}"
                    if one:
                        yield f"            v = ONE(luma[{at}]);"
                    else:
                        at = _offset(at, four, source.area(self.tiling))
                        yield f"            v = {self._activated(source.name, four, at)};"
                    if crelu:
                        yield "            a = max(v, -v);"
                    for n in range(strip):
                        if 0 <= y - n < tall:
                            sums = ", ".join(_sum(n, g) for g in groups)
                            name = f"{conv.name}_{source.name}_{(y - n) * wide + x}_{four}"
                            given = f"{sums}, v, a" if crelu else f"{sums}, v"
                            yield f"            {name}({given});"

    def _activated(self, name: str, four: int, at: str) -> str:
        read = f"four_of(memory{self.dispatch.regions[name].slot}[{at}])"
        activation = self.network.activation(name)
        if activation is Activation.RELU:
            return f"max({read}, FOUR(0.0))"
        if activation is Activation.PRELU:
            slope = getattr(self.network.node(name), "slope", None)
            slopes = np.asarray(slope, np.float64)[4 * four : 4 * four + 4]
            return f"sloped({read}, {_four(slopes)})"
        return read

    # The residual

    def _sum(self, output: Conv, source: Region) -> Iterator[str]:
        """Yield what a map adds to the residual of a thread's own pixels."""
        tall, wide = output.weight.shape[:2]
        columns, _ = source.size(self.tiling)
        yield f"    // What {source.name} adds to the residual"
        yield "    for (int n = 0; n < busy * PIXELS; n++) {"
        yield "        ivec2 at = own_pixel(thread, n);"
        for x in range(wide):
            yield f"        int x{x} = {_clamped('x', x - wide // 2)} + {source.halo};"
        for y in range(tall):
            yield f"        int y{y} = ({_clamped('y', y - tall // 2)} + {source.halo}) * {columns};"
        crelu = self.network.activation(source.name) is Activation.CRELU
        yield "        FOUR v" + (", a;" if crelu else ";")
        for y in range(tall):
            for x in range(wide):
                for four in range(source.groups):
                    at = _offset(f"y{y} + x{x}", four, source.area(self.tiling))
                    yield f"        v = {self._activated(source.name, four, at)};"
                    given = "v"
                    if crelu:
                        yield "        a = max(v, -v);"
                        given = "v, a"
                    yield f"        {output.name}_{source.name}_{y * wide + x}_{four}(sums[n], {given});"
        yield "    }"

    def _save(self) -> Iterator[str]:
        places = self._places
        yield "    for (int n = 0; n < PIXELS; n++) {"
        yield "        ivec2 at = own_pixel(thread, n), pixel = origin + at;"
        yield "        if (any(greaterThan(pixel, last))) continue;"
        for index, (name, four) in enumerate(places):
            x = _column(len(places), index).replace("at.x", "pixel.x")
            if name:
                region = self.dispatch.regions[name]
                columns, _ = region.size(self.tiling)
                at = f"(at.y + {region.halo}) * {columns} + at.x + {region.halo}"
                at = _offset(at, four, region.area(self.tiling))
                value = f"vec4(four_of(memory{region.slot}[{at}]))"
            else:
                value = "vec4(sums[n])"
            yield f"        imageStore(out_image, ivec2({x}, pixel.y), {value});"
        yield "    }"

    def _draw(self) -> Iterator[str]:
        if self._joint:
            yield from self._shares()
        yield "    for (int n = 0; n < PIXELS; n++) {"
        yield "        ivec2 at = own_pixel(thread, n), pixel = origin + at;"
        yield "        if (any(greaterThan(pixel, last))) continue;"
        yield from _BILINEAR.splitlines()
        if self._joint:
            yield from self._joint_colours()
        else:
            yield "        vec4 added = busy == 0 ? vec4(0.0) : vec4(sums[n]);"
            yield "        for (int part = 0; part < 4; part++)"
            yield "            imageStore(out_image, 2 * pixel + ivec2(part & 1, part >> 1),"
            yield "                       vec4(colours[part] + added[part], 1.0));"
        yield "    }"

    def _shares(self) -> Iterator[str]:
        wide, tall = Region("", 1, COLOUR_REACH - 1).size(self.tiling)
        colours, _ = Region("", 1, COLOUR_REACH).size(self.tiling)
        region = self.dispatch.regions[LUMA]
        columns, _ = region.size(self.tiling)
        yield "    // By how much red and blue change with luma: the line through the nine around (K. He"
        yield "    // and others, 2010)."
        yield f"    for (int i = thread; i < busy * {wide * tall}; i += THREADS) {{"
        yield f"        ivec2 at = ivec2(uint(i) % {wide}u, uint(i) / {wide}u) - {COLOUR_REACH - 1};"
        yield "        at = clamp(at, low, high);"
        yield f"        int k = (at.y + {region.halo}) * {columns} + at.x + {region.halo};"
        yield f"        int j = (at.y + {COLOUR_REACH}) * {colours} + at.x + {COLOUR_REACH};"
        yield "        vec3 c = vec3(luma[k], unpackHalf2x16(red_blue[j]));"
        yield "        vec3 total = vec3(0.0), products = vec3(0.0);"
        yield "        for (int y = -1; y <= 1; y++) {"
        yield "            for (int x = -1; x <= 1; x++) {"
        yield f"                vec2 other = unpackHalf2x16(red_blue[j + y * {colours} + x]);"
        yield f"                vec3 difference = vec3(luma[k + y * {columns} + x], other) - c;"
        yield "                total += difference;"
        yield "                products += difference.x * difference;"
        yield "            }"
        yield "        }"
        yield "        vec3 variances = products - total.x * total / 9.0 + 0.001;"
        yield "        shares[i] = packHalf2x16(clamp(variances.yz / variances.x, -8.0, 8.0));"
        yield "    }"
        yield "    barrier();"

    def _joint_colours(self) -> Iterator[str]:
        wide, _ = Region("", 1, COLOUR_REACH - 1).size(self.tiling)
        yield "        vec2 share[4] = vec2[4](vec2(0.0), vec2(0.0), vec2(0.0), vec2(0.0));"
        yield "        vec4 added = vec4(0.0);"
        yield "        if (busy != 0) {"
        yield "            added = vec4(sums[n]);"
        yield f"            int k = (at.y + {COLOUR_REACH - 1}) * {wide} + at.x + {COLOUR_REACH - 1};"
        yield "            vec2 west[3], east[3];"
        yield "            for (int row = 0; row < 3; row++) {"
        yield f"                int j = k + (row - 1) * {wide};"
        yield "                vec2 c = unpackHalf2x16(shares[j]);"
        yield "                west[row] = mix(c, unpackHalf2x16(shares[j - 1]), 0.25);"
        yield "                east[row] = mix(c, unpackHalf2x16(shares[j + 1]), 0.25);"
        yield "            }"
        yield "            share[0] = mix(west[1], west[0], 0.25);"
        yield "            share[1] = mix(east[1], east[0], 0.25);"
        yield "            share[2] = mix(west[1], west[2], 0.25);"
        yield "            share[3] = mix(east[1], east[2], 0.25);"
        yield "        }"
        yield "        for (int part = 0; part < 4; part++) {"
        yield "            // Green's share is what red and blue leave of the luma."
        yield "            float green = (1.0 - dot(share[part], vec2(0.2126, 0.0722))) / 0.7152;"
        yield "            vec3 change = added[part] * vec3(share[part].x, green, share[part].y);"
        yield "            imageStore(out_image, 2 * pixel + ivec2(part & 1, part >> 1),"
        yield "                       vec4(colours[part] + change, 1.0));"
        yield "        }"


_BILINEAR = """\
        // The colours scaled linearly: along x in three rows, then along y.
        vec3 left[3], right[3];
        for (int row = 0; row < 3; row++) {
            ivec3 x = clamp(at.x + ivec3(-1, 0, 1), low.x, high.x) + origin.x;
            int y = clamp(at.y + row - 1, low.y, high.y) + origin.y;
            vec3 c = texelFetch(HOOKED_raw, ivec2(x.y, y), 0).rgb;
            left[row] = mix(c, texelFetch(HOOKED_raw, ivec2(x.x, y), 0).rgb, 0.25);
            right[row] = mix(c, texelFetch(HOOKED_raw, ivec2(x.z, y), 0).rgb, 0.25);
        }
        vec3 colours[4] = vec3[4](mix(left[1], left[0], 0.25), mix(right[1], right[0], 0.25),
                                  mix(left[1], left[2], 0.25), mix(right[1], right[2], 0.25));
"""


def _sum(row: int, four: int) -> str:
    return f"s{row}_{four}"


def _clamped(axis: str, step: int) -> str:
    at = f"at.{axis} + {step}".replace("+ -", "- ") if step else f"at.{axis}"
    return f"clamp({at}, low.{axis}, high.{axis})"


def _offset(at: str, four: int, area: int) -> str:
    return f"{at} + {four * area}" if four else at


def _column(count: int, index: int) -> str:
    column = f"at.x * {count}" if count > 1 else "at.x"
    return f"{column} + {index}" if index else column


def _four(numbers: Sequence[float]) -> str:
    """Return four numbers as a constant; what is missing is 0."""
    shown = [_literal(float(number)) for number in numbers]
    return f"FOUR({', '.join([*shown, *['0.0'] * (4 - len(shown))])})"


def _literal(number: float) -> str:
    text = f"{number:.6g}"
    return text if "." in text or "e" in text else f"{text}.0"
