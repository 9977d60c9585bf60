"""Sizes, scales, shaders and stages: what every entry point shares."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anime4k_gl import OptionError, UserShaderError, parse_user_shader
from anime4k_gl.formats import Size
from anime4k_gl.rendering.options import BACKENDS, check_backend
from anime4k_gl.rendering.output_size import resolve_sizes
from anime4k_gl.rendering.shader_forms import resolve_shaders
from anime4k_gl.sizes import check_scale, parse_size, scaled
from anime4k_gl.transcoding.stages import Prefetch

SOURCE = Size(640, 360)


@pytest.mark.parametrize(
    ("scale", "expected"),
    [(2, Size(10, 6)), (1.5, Size(8, 5)), (0.5, Size(3, 2)), (0.1, Size(1, 1)), (1, Size(5, 3))],
)
def test_scaled_rounds_half_up_and_never_to_nothing(scale: float, expected: Size) -> None:
    assert scaled(Size(5, 3), scale) == expected


@given(st.integers(1, 1 << 20), st.integers(1, 1 << 20), st.floats(1e-9, 1e308))
def test_scaled_is_within_half_a_pixel(width: int, height: int, scale: float) -> None:
    result = scaled(Size(width, height), scale)
    for side, got in zip((width, height), result, strict=True):
        assert got >= 1
        if 1 <= side * scale <= 1e9:
            assert abs(got - side * scale) <= 0.5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1920x1080", Size(1920, 1080)),
        (" 1920x1080 ", Size(1920, 1080)),
        ("1280x", Size(1280, 720)),
        ("x720", Size(1280, 720)),
        ("1x", Size(1, 1)),
        ("0641x0360", Size(641, 360)),
    ],
)
def test_parse_size(text: str, expected: Size) -> None:
    assert parse_size(text, SOURCE) == expected


@pytest.mark.parametrize(
    "text",
    ["", "x", "1920", "1920*1080", "0x0", "0x100", "100x0", "00x", "x000", "-1x5", "1.5x2",
     "12345678x1", "1x1x1", "1 x 1", "٣x٣"],
)  # fmt: skip
def test_what_is_no_size(text: str) -> None:
    with pytest.raises(OptionError) as caught:
        parse_size(text, SOURCE)
    assert str(caught.value) == f"a size must be WxH in pixels, such as 1920x1080, not {text!r}"


def test_check_scale() -> None:
    assert check_scale(2) == 2.0
    assert check_scale("1.5") == 1.5  # type: ignore[arg-type]
    for bad in (0, -0.0, -1, float("nan"), float("-inf"), "x", None, []):
        with pytest.raises(OptionError, match="the scale must be a finite number above 0, not "):
            check_scale(bad)  # type: ignore[arg-type]


def test_check_backend() -> None:
    assert [check_backend(name) for name in BACKENDS] == list(BACKENDS)


@pytest.mark.parametrize(
    ("options", "target", "native"),
    [
        ({"scale": 2, "size": None, "scaler": "bicubic"}, Size(1280, 720), SOURCE),
        ({"scale": 9, "size": Size(7, 5), "scaler": "bicubic"}, Size(7, 5), SOURCE),
        ({"scale": 2, "size": None, "scaler": "none"}, SOURCE, Size(320, 180)),
        ({"scale": 2, "size": SOURCE, "scaler": "none"}, SOURCE, Size(320, 180)),
        ({"scale": 1e-300, "size": None, "scaler": "none"}, SOURCE,
         Size(10**12, 10**12)),
    ],
)  # fmt: skip
def test_resolve_sizes(options: dict[str, Any], target: Size, native: Size) -> None:
    assert resolve_sizes(SOURCE, **options) == (target, native)


# Shaders.


def test_shaders_take_the_presets_place(tmp_path: Path) -> None:
    path = tmp_path / "one.glsl"
    path.write_text("//!HOOK MAIN\nvec4 hook() { return vec4(1.0); }\n")
    parsed = parse_user_shader("//!HOOK OUTPUT\nvec4 hook() { return vec4(0.0); }\n")
    shaders = resolve_shaders("v1.0-rc", [path, parsed, str(path)])
    assert [s.passes[0].hooks for s in shaders] == [("MAIN",), ("OUTPUT",), ("MAIN",)]
    assert resolve_shaders("no such preset", [parsed]) == (parsed,)


def test_presets() -> None:
    assert len(resolve_shaders("v1.0-rc", ())) == 1
    assert resolve_shaders("none", ()) == ()
    with pytest.raises(OptionError, match="unknown preset 'v3'"):
        resolve_shaders("v3", ())


def test_a_shader_file_that_cannot_be_used(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match=r"missing\.glsl"):
        resolve_shaders("none", [tmp_path / "missing.glsl"])
    broken = tmp_path / "broken.glsl"
    broken.write_text("//!HOK MAIN\n")
    with pytest.raises(UserShaderError) as caught:
        resolve_shaders("none", [broken])
    assert (Path(caught.value.filename).name, caught.value.line) == ("broken.glsl", 1)


# Stages that overlap.


def alive(name: str) -> bool:
    return any(thread.name == name for thread in threading.enumerate())


def settled(*, seconds: float = 5.0, until: Any) -> bool:
    """Return whether a condition came true; how soon does not matter."""
    deadline = time.monotonic() + seconds
    while not until() and time.monotonic() < deadline:
        time.sleep(0.005)
    return bool(until())


def test_items_come_in_order() -> None:
    with Prefetch(range(100), depth=3, name="in order") as stage:
        assert list(stage) == list(range(100))
        assert next(stage, None) is None
    assert not alive("in order")


def test_no_more_than_the_depth_is_made_ahead() -> None:
    made: list[int] = []

    def numbers() -> Iterator[int]:
        for i in range(100):
            made.append(i)
            yield i

    with Prefetch(numbers(), depth=3, name="bounded") as stage:
        # Three wait in the queue and one is held that found no room.
        assert settled(until=lambda: len(made) == 4)
        time.sleep(0.05)
        assert len(made) == 4
        assert next(stage) == 0
        assert settled(until=lambda: len(made) == 5)
        time.sleep(0.05)
        assert len(made) == 5


def test_an_error_comes_after_the_items_before_it() -> None:
    def numbers() -> Iterator[int]:
        yield from range(5)
        raise KeyError("five")

    with Prefetch(numbers(), depth=2, name="failing") as stage:
        got = []
        with pytest.raises(KeyError, match="five"):
            for item in stage:
                got.append(item)
        assert got == [0, 1, 2, 3, 4]
        assert next(stage, None) is None  # raised once
    assert not alive("failing")


def test_an_error_in_a_generators_clean_up_reaches_the_consumer() -> None:
    class Items:
        def __iter__(self) -> Iterator[int]:
            return iter((1, 2))

        def close(self) -> None:
            raise OSError("cannot close")

    with Prefetch(Items(), depth=5, name="unclean") as stage:
        assert [next(stage), next(stage)] == [1, 2]
        with pytest.raises(OSError, match="cannot close"):
            next(stage)


def test_the_generator_is_closed_in_the_thread_that_ran_it() -> None:
    where: dict[str, str] = {}

    def numbers() -> Iterator[int]:
        where["ran"] = threading.current_thread().name
        try:
            while True:
                yield 1
        finally:
            where["closed"] = threading.current_thread().name

    with Prefetch(numbers(), depth=2, name="closing") as stage:
        next(stage)
    assert where == {"ran": "closing", "closed": "closing"}
    assert not alive("closing")
    assert next(stage, None) is None


def test_leaving_early_leaves_no_thread_whatever_it_waits_for() -> None:
    with pytest.raises(ZeroDivisionError), Prefetch(range(10**9), depth=1, name="early") as stage:
        next(stage)
        raise ZeroDivisionError
    assert not alive("early")
    stage.close()  # again, harmless


def test_stages_of_stages_end_together() -> None:
    with (
        Prefetch(range(10**9), depth=2, name="first") as first,
        Prefetch((i * 2 for i in first), depth=2, name="second") as second,
    ):
        assert [next(second) for _ in range(5)] == [0, 2, 4, 6, 8]
    assert not alive("first")
    assert not alive("second")
