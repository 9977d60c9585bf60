"""Held pictures in the player: not drawn again, unless anything but the frame is another."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from support.clips.media_clips import noise

from anime4k_gl.colour import Colour, Matrix, Range
from anime4k_gl.formats import PIXEL_LAYOUTS, Size
from anime4k_gl.frame import Frame, Plane
from anime4k_gl.player.picture.profiles import SCALER_ALONE, profiles_of
from anime4k_gl.player.picture.renderer_pool import RendererPool
from anime4k_gl.player.status.page import stats_page
from anime4k_gl.rendering.render_options import RenderOptions
from anime4k_gl.rendering.renderer import Renderer
from anime4k_gl.usershader import parse_user_shader

SIZE, TARGET = Size(24, 16), Size(48, 32)
LAYOUT = PIXEL_LAYOUTS["yuv420p"]
DIM = (
    "//!PARAM level\n//!TYPE float\n//!MINIMUM 0\n//!MAXIMUM 1\n1.0\n\n"
    "//!HOOK OUTPUT\n//!BIND HOOKED\n//!DESC dim\n"
    "vec4 hook() { return vec4(level * HOOKED_tex(HOOKED_pos).rgb, 1.0); }\n"
)
BLINK = (
    "//!HOOK OUTPUT\n//!BIND HOOKED\n//!DESC blink\n"
    "vec4 hook() { return vec4(float(frame) / 255.0); }\n"
)


def frame_of(drawing: int, pts: int = 0) -> Frame:
    """Return a frame of a drawing, in memory of its own."""
    planes = [
        Plane(rows.reshape(-1), rows.shape[1], described.size(SIZE))
        for rows, described in zip(noise(LAYOUT, SIZE, drawing), LAYOUT.planes, strict=True)
    ]
    return Frame(SIZE, LAYOUT, Colour(Matrix.BT709, Range.LIMITED), tuple(planes), pts)


@pytest.fixture
def pools(context: Any) -> Iterator[Any]:
    made: list[RendererPool] = []

    def make(text: str = DIM, held: str = "exact") -> RendererPool:
        shader = parse_user_shader(text, filename="own.glsl")
        looks = profiles_of(RenderOptions.for_shaders([shader], scaler="bicubic"))
        made.append(RendererPool(context, looks, scale=2.0, held=held))
        return made[-1]

    yield make
    for pool in made:
        pool.release()


@pytest.fixture
def draws(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    drawn: list[int] = []
    draw = Renderer.draw
    monkeypatch.setattr(Renderer, "draw", lambda self: (drawn.append(1), draw(self))[1])
    return drawn


def pixels(pool: RendererPool) -> Any:
    return np.frombuffer(pool.texture.read(alignment=1), np.uint8)


def test_a_held_picture_is_not_drawn_again(pools: Any, draws: list[int]) -> None:
    pool = pools()
    first = pool.render(frame_of(0), TARGET)
    before = pixels(pool).copy()
    again = frame_of(0, 1)
    assert not pool.holds(again, TARGET)
    shown = pool.render(again, TARGET)
    assert (first.held, shown.held, len(draws)) == (False, True, 1)
    assert shown.picture is again and shown.textures == first.textures
    assert np.array_equal(pixels(pool), before)
    assert pool.holds(again, TARGET)
    # Its time says nothing about how long drawing takes.
    assert not shown.repeated
    other = pool.render(frame_of(1, 2), TARGET)
    assert (other.held, other.repeated, len(draws)) == (False, True, 2)
    assert not np.array_equal(pixels(pool), before)


def test_whatever_else_is_another_it_is_drawn(pools: Any, draws: list[int]) -> None:
    pool = pools()
    count = 0

    def drawn() -> bool:
        nonlocal count, draws
        before, count = len(draws), count + 1
        return not pool.render(frame_of(0, count), *request).held and len(draws) > before

    request: tuple[Any, ...] = (TARGET,)
    assert drawn() and not drawn()
    pool.set_params("own.glsl", {"level": 0.5})
    assert drawn() and not drawn()
    request = (Size(36, 24),)
    assert drawn() and not drawn()
    request = (Size(36, 24), (SCALER_ALONE,))
    assert drawn() and not drawn()
    request = (Size(36, 24),)
    assert drawn() and not drawn()
    pool.tone_map = None
    assert drawn() and not drawn()
    pool.forget_picture()
    assert drawn() and not drawn()
    request = (Size(36, 24), (), "dim")  # an intermediate texture, if there is one of the name
    assert drawn() and not drawn()
    request = (Size(36, 24),)
    changed = pool.profiles["own.glsl"].with_render(params={"level": 0.25})
    pool.replace(changed)
    assert not np.array_equal(pixels(pool), 0)
    pool.stand_in("own.glsl", dataclasses.replace(pool.profiles[SCALER_ALONE], name="stand-in"))
    assert drawn() and not drawn()


def test_a_file_saved_anew_is_seen_in_a_held_picture(pools: Any) -> None:
    pool = pools()
    pool.render(frame_of(0), TARGET)
    before = pixels(pool).copy()
    pool.replace(pool.profiles["own.glsl"].with_render(params={"level": 0.0}))
    pool.render(frame_of(0, 1), TARGET)
    assert not np.array_equal(pixels(pool), before)


def test_what_moves_by_itself_goes_on(pools: Any) -> None:
    pool = pools(BLINK)
    seen = []
    for pts in range(3):
        assert not pool.render(frame_of(0, pts), TARGET).held
        seen.append(int(pixels(pool)[0]))
    assert seen == [1, 2, 3]


def test_off_is_off(pools: Any, draws: list[int]) -> None:
    pool = pools(held="off")
    assert [pool.render(frame_of(0, pts), TARGET).held for pts in range(3)] == [False] * 3
    assert len(draws) == 3


def test_the_rate_is_on_the_stats_page() -> None:
    from support.window.stats import make_stats

    assert "54 of 120 pictures held, drawn once (45%)" in stats_page(make_stats())
    assert "0 of 0 pictures held, drawn once (0%)" in stats_page(make_stats(rendered=0, held=0))
