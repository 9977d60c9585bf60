"""Held pictures: found by every byte that counts, reused only where the passes draw the same."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from support.clips.media_clips import Rows, noise

from anime4k_gl.colour import Colour, Matrix, Range
from anime4k_gl.errors import OptionError
from anime4k_gl.formats import PIXEL_LAYOUTS, RGBA16, PixelLayout, Size
from anime4k_gl.frame import Frame, Plane
from anime4k_gl.rendering.held import NOISE, HeldPictures, alike
from anime4k_gl.rendering.options import check_held
from anime4k_gl.rendering.render_options import RenderOptions
from anime4k_gl.rendering.renderer import Renderer
from anime4k_gl.usershader import parse_user_shader

COLOUR = Colour(Matrix.BT709, Range.LIMITED)
SIZE = Size(38, 150)  # of several bands, neither of whole words


def frame_of(planes: Sequence[Rows], layout: PixelLayout, padding: int = 0, fill: int = 0) -> Frame:
    """Return planes as a frame whose rows are padded with a value."""
    made = []
    for rows, described in zip(planes, layout.planes, strict=True):
        padded = np.full((rows.shape[0], rows.shape[1] + padding), fill, np.uint8)
        padded[:, : rows.shape[1]] = rows
        size = described.size(SIZE)
        made.append(Plane(padded.reshape(-1), padded.shape[1], size))
    return Frame(SIZE, layout, COLOUR, tuple(made))


@pytest.mark.parametrize("name", ["yuv420p", "yuv444p10le", "nv12", "p010le", "rgb24", "gray",
                                  "yuva420p", "gbrp16le"])  # fmt: skip
@pytest.mark.parametrize("padding", [0, 2, 26])
def test_every_byte_of_a_picture_counts_and_none_between_its_rows(name: str, padding: int) -> None:
    layout = PIXEL_LAYOUTS[name]
    planes = noise(layout, SIZE)
    one = frame_of(planes, layout, padding, 1)
    for other_padding in (0, 26, 58):
        assert alike(one, frame_of(planes, layout, other_padding, 2))
    for index, rows in enumerate(planes):
        height, width = rows.shape
        for row, column in ((0, 0), (height - 1, width - 1), (70, width // 2), (height - 1, 8)):
            changed = [each.copy() for each in planes]
            changed[index][row, column] ^= 1
            assert not alike(one, frame_of(changed, layout, 26, 1)), (index, row, column)


def test_what_is_drawn_of_the_bytes_counts_too() -> None:
    layout = PIXEL_LAYOUTS["yuv420p"]
    one = frame_of(noise(layout, SIZE), layout)
    assert alike(one, dataclasses.replace(one, pts=7, duration=2))
    full = Colour(Matrix.BT709, Range.FULL)
    assert not alike(one, dataclasses.replace(one, colour=full))
    assert not alike(one, dataclasses.replace(one, layout=PIXEL_LAYOUTS["yuvj420p"]))
    assert not alike(one, dataclasses.replace(one, size=Size(37, 149)))
    on_device = tuple(dataclasses.replace(plane, device="cuda") for plane in one.planes)
    assert not alike(one, dataclasses.replace(one, planes=on_device))


def test_a_frame_on_a_device_is_not_kept() -> None:
    """Decoders have few of them, and wait for one to come back."""
    layout = PIXEL_LAYOUTS["gray"]
    frame = frame_of(noise(layout, SIZE), layout)
    planes = tuple(dataclasses.replace(plane, device="cuda") for plane in frame.planes)
    held = HeldPictures()
    assert not held.repeats(dataclasses.replace(frame, planes=planes), repeatable=True)
    assert held._drawn is None


def flat(layout: PixelLayout, level: int) -> list[Rows]:
    """Return planes of one code of 8 bits, at the layout's depth."""
    planes = []
    for rows in noise(layout, SIZE):
        if layout.storage_bits == 8:
            planes.append(np.full_like(rows, level))
        else:
            codes = np.full((rows.shape[0], rows.shape[1] // 2), level, "<u2")
            planes.append((codes << (layout.depth - 8 + layout.shift)).view(np.uint8))
    return planes


@pytest.mark.parametrize("name", ["yuv420p", "yuv420p10le", "p010le", "nv12"])
def test_tolerance_is_what_it_says(name: str) -> None:
    layout = PIXEL_LAYOUTS[name]
    step = layout.storage_bits // 8
    unit = 1 << (layout.depth - 8 + layout.shift)
    one = frame_of(flat(layout, 100), layout)

    def changed(rows: slice, columns: slice, by: float) -> Frame:
        planes = flat(layout, 100)
        kind = np.uint8 if step == 1 else np.dtype("<u2")
        planes[0].view(kind)[rows, columns] += np.array(by * unit, kind)
        return frame_of(planes, layout)

    spot = slice(90, 91), slice(20, 21)
    assert alike(one, changed(*spot, NOISE.sample), NOISE)
    assert not alike(one, changed(*spot, NOISE.sample + 1), NOISE)
    assert not alike(one, changed(*spot, 1))  # of which the exact way knows nothing
    corner = slice(SIZE.height - 6, None), slice(SIZE.width - 6, None)  # a block of 6 x 6
    assert alike(one, changed(*corner, 1), NOISE)
    assert not alike(one, changed(*corner, 2), NOISE)
    assert not alike(one, changed(slice(None), slice(None), 1), NOISE)  # a fade


def test_small_steps_do_not_add_up() -> None:
    layout = PIXEL_LAYOUTS["gray"]
    held = HeldPictures("tolerant")
    found = []
    for level in range(30):
        planes = flat(layout, 100)
        planes[0][80, 30] += level
        found.append(held.repeats(frame_of(planes, layout), repeatable=True))
    step = int(NOISE.sample) + 1
    assert [number for number, each in enumerate(found) if not each] == [0, step, 2 * step]
    assert (held.seen, held.held) == (30, 27)


def test_off_finds_nothing_and_keeps_nothing() -> None:
    layout = PIXEL_LAYOUTS["gray"]
    frame = frame_of(noise(layout, SIZE), layout)
    held = HeldPictures("off")
    assert [held.repeats(frame, repeatable=True) for _ in range(3)] == [False] * 3
    assert held._drawn is None
    held = HeldPictures("exact")
    assert [held.repeats(frame, repeatable=each) for each in (True, True, False)] == [
        False, True, False,
    ]  # fmt: skip
    held.forget()
    assert not held.repeats(frame, repeatable=True)


def test_unknown_ways_are_refused() -> None:
    assert check_held("tolerant") == "tolerant"
    with pytest.raises(OptionError, match="held 'exakt'"):
        check_held("exakt")


# What the passes draw.

PLAIN = "HOOKED_tex(HOOKED_pos)"
STORAGE = (
    "//!TEXTURE KEPT\n//!SIZE 1 1\n//!FORMAT r32f\n//!STORAGE\n\n//!HOOK MAIN\n//!BIND HOOKED\n"
    "//!BIND KEPT\nvec4 hook() {{ imageStore(KEPT, ivec2(0), vec4(1.0));"
    " return HOOKED_tex(HOOKED_pos); }}\n"
)
BUFFER = (
    "//!BUFFER KEPT\n//!VAR float kept\n//!STORAGE\n\n//!HOOK MAIN\n//!BIND HOOKED\n"
    "//!BIND KEPT\nvec4 hook() {{ kept = 1.0; return HOOKED_tex(HOOKED_pos); }}\n"
)


def hook(body: str, directives: str = "") -> str:
    return f"//!HOOK MAIN\n//!BIND HOOKED\n{directives}vec4 hook() {{ {body} }}\n"


@pytest.mark.parametrize(
    ("text", "repeats"),
    [
        (hook(f"return {PLAIN};"), True),
        (hook(f"/* frame random discard */ float frames = 1.0; return frames * {PLAIN};"), True),
        (hook(f"return {PLAIN} * float(frame);"), False),
        (hook(f"return {PLAIN} * random;"), False),
        ("//!HOOK MAIN\n//!BIND HOOKED\n#define NOW frame\n"
         "vec4 hook() { return HOOKED_tex(HOOKED_pos) * float(NOW); }\n", False),
        (hook(f"if (HOOKED_pos.x > 0.5) discard; return {PLAIN};"), False),
        (hook(f"return {PLAIN} * float(frame);", "//!WHEN 0\n"), True),
        (STORAGE.replace("{{", "{").replace("}}", "}"), False),
        (BUFFER.replace("{{", "{").replace("}}", "}"), False),
    ],
)  # fmt: skip
def test_passes_that_may_draw_another_result_are_known(
    context: Any, text: str, repeats: bool
) -> None:
    options = RenderOptions.for_shaders([parse_user_shader(text)])
    renderer = Renderer(context, options)
    try:
        assert not renderer.repeats
        picture = np.zeros((4, 6, 3), np.uint8)
        renderer.render(picture, target=Size(6, 4), output=RGBA16)
        assert renderer.repeats is repeats
    finally:
        renderer.release()


@pytest.mark.parametrize("backend", ["fragment", "compute"])
def test_the_presets_draw_the_same_again(context: Any, backend: str) -> None:
    renderer = Renderer(context, RenderOptions.of(backend=backend))
    try:
        renderer.render(np.zeros((16, 24, 3), np.uint8), target=Size(48, 32), output=RGBA16)
        assert renderer.repeats
    finally:
        renderer.release()


@pytest.mark.parametrize("dialect", ["vo_gpu", "libplacebo"])
def test_a_held_picture_counts(context: Any, dialect: str) -> None:
    """A pass that begins to run later has the number and the random that it would have had."""
    text = hook("return vec4(float(frame) / 100.0, random, 0.0, 1.0);", "//!WHEN HOOKED.w 6 >\n")
    text += hook(f"return {PLAIN};")
    results = []
    for held in (False, True):
        options = RenderOptions.for_shaders(
            [parse_user_shader(text)], dialect=dialect, scaler="bicubic"
        )
        renderer = Renderer(context, options)
        try:
            small = np.zeros((4, 6, 3), np.uint8)
            renderer.render(small, target=Size(6, 4), output=RGBA16)
            assert renderer.repeats
            for _ in range(3):
                if held:
                    renderer.count()
                else:
                    renderer.render(small, target=Size(6, 4), output=RGBA16)
            large = np.zeros((4, 8, 3), np.uint8)
            renderer.render(large, target=Size(8, 4), output=RGBA16)
            results.append(renderer.read()[0][0, 0])
        finally:
            renderer.release()
    assert np.array_equal(*results) and results[0][0] > 0
