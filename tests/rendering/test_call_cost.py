"""The cost of a render and of `upscale`, counted: calls of OpenGL, objects, listings of folders."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from typing import Any

import moderngl
import numpy as np
import pytest
from support.paths import ROOT
from support.rawgl import GL

import anime4k_gl as a4k
from anime4k_gl.gl.functions import GLFunctions

sys.path.insert(0, str(ROOT / "benchmarks"))
import embedding

SOURCE, TARGET = (24, 16), (48, 32)
PER_PASS, PER_RENDER = 10, 75
"""Calls: of a pass, and of what is done once, saving and restoring the host's state above all."""


@pytest.fixture
def texture(context: Any) -> Any:
    pixels = np.random.default_rng(3).integers(0, 255, (*SOURCE[::-1], 4), np.uint8)
    texture = context.texture(SOURCE, 4, pixels.tobytes())
    yield texture
    texture.release()


def made(calls: Counter[str]) -> set[str]:
    return {name for name in calls if name.startswith(("glGen", "glCreate"))}


@pytest.mark.parametrize("preset", ["v1.0-rc", "v0.9", "none"])
@pytest.mark.parametrize("backend", ["fragment", "auto"])
def test_a_render_makes_few_calls_and_no_objects(
    context: Any, texture: Any, preset: str, backend: str
) -> None:
    options: dict[str, Any] = {"preset": preset, "backend": backend}
    with (
        embedding.counted() as calls,
        a4k.Upscaler(context, source_size=SOURCE, target_size=TARGET, **options) as upscaler,
    ):
        assert "glCreateProgram" in made(calls)  # which would have been counted
        upscaler.render(texture)
        objects = embedding.objects_of(context)
        calls.clear()
        for _ in range(50):
            upscaler.render(texture)
        passes = len(upscaler.plan.runs)
        assert calls["glDrawArrays"] + calls["glDispatchCompute"] == 50 * passes
        assert calls.total() <= 50 * (PER_RENDER + PER_PASS * passes)
        assert made(calls) == set()
        assert embedding.objects_of(context) == objects


@pytest.mark.parametrize("options", [{}, {"alpha": "premultiplied"}, {"srgb": True}], ids=str)
def test_other_ways_out_make_no_objects_either(
    context: Any, texture: Any, options: dict[str, Any]
) -> None:
    shown = context.texture(TARGET, 4)
    framebuffer = context.framebuffer([shown])
    with (
        embedding.counted() as calls,
        a4k.Upscaler(context, source_size=SOURCE, target_size=TARGET, **options) as upscaler,
    ):
        for number in range(3):
            if number == 1:
                objects = embedding.objects_of(context)
                calls.clear()
            upscaler.render_into(a4k.GLTexture(texture.glo, SOURCE), framebuffer)
            upscaler.read()
        assert made(calls) == set()
        assert embedding.objects_of(context) == objects
    framebuffer.release()
    shown.release()


def test_other_parameters_and_sizes_make_no_programs(context: Any, texture: Any) -> None:
    options: dict[str, Any] = {"preset": "v1.0-rc", "source_size": SOURCE, "target_size": TARGET}
    with (
        embedding.counted() as calls,
        a4k.Upscaler(context, **options) as upscaler,
    ):
        upscaler.render(texture)
        calls.clear()
        for strength in (0.1, 0.2, 0.3):
            upscaler.set_params(thin_strength=strength)
            upscaler.render(texture)
        assert made(calls) == set()
        upscaler.resize(target_size=(72, 48))
        upscaler.render(texture)
        assert not made(calls) & {"glCreateProgram", "glCreateShader", "glGenVertexArrays"}


def test_programs_that_executors_share_have_each_ones_values(context: Any) -> None:
    """Uniforms are set where they differ from what is there, whoever set that."""
    from anime4k_gl.formats import RGBA8, Size
    from anime4k_gl.rendering.executors import ExecutorFactory
    from anime4k_gl.rendering.render_options import RenderOptions
    from anime4k_gl.rendering.source_format import SourceFormat

    pixels = np.random.default_rng(4).integers(0, 255, (16, 24, 4), np.uint8)
    texture = context.texture(SOURCE, 4, pixels.tobytes())
    options = RenderOptions.of(preset="v1.0-rc", backend="fragment")
    factory = ExecutorFactory(context, options, timing=False)
    executors = [
        factory.executor(
            factory.plan(
                SourceFormat(Size(*SOURCE), alpha=True), target=target, output=RGBA8,
                params={"thin_strength": strength}, owns_inputs=False,
            )
        )
        for target, strength in ((Size(48, 32), 0.1), (Size(72, 40), 0.5))
    ]  # fmt: skip
    alone = [executor.run([texture])[0].read() for executor in executors]
    assert [executor.run([texture])[0].read() for executor in executors] == alone
    assert [executor.run([texture])[0].read() for executor in reversed(executors)] == alone[::-1]
    for executor in executors:
        executor.release()
    factory.release()
    texture.release()


def test_older_contexts_are_given_the_calls_that_they_have(
    context: Any, texture: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from anime4k_gl.gl.passes import recorder

    class OlderRecording(recorder.Recording):
        def __init__(self, gl: GLFunctions) -> None:
            super().__init__(gl)
            self._viewports = self._direct = False

    results = []
    for older in (False, True):
        if older:
            monkeypatch.setattr(recorder, "Recording", OlderRecording)
        with (
            embedding.counted() as calls,
            a4k.Upscaler(context, source_size=SOURCE, target_size=TARGET) as upscaler,
        ):
            upscaler.render(texture)
            results.append(upscaler.read())
            assert (calls["glBindTextureUnit"] == 0) == older
    assert np.array_equal(*results)


def test_an_interrupt_leaves_nothing_begun(context: Any, texture: Any) -> None:
    gl = GL(context)
    with a4k.Upscaler(context, source_size=SOURCE, target_size=TARGET) as upscaler:
        upscaler.render(texture)
        expected = upscaler.read()
        recording = next(iter(upscaler._renderer.executor._recordings.values()))
        calls = recording._calls

        def interrupt() -> None:
            raise KeyboardInterrupt

        recording._calls = [*calls[:30], (interrupt, ()), *calls[30:]]
        with pytest.raises(KeyboardInterrupt):
            upscaler.render(texture)
        assert gl.glGetError() == 0
        recording._calls = calls
        upscaler.render(texture)
        assert np.array_equal(upscaler.read(), expected)
    query = gl.generate("Queries")
    gl.glBeginQuery(0x88BF, query[0])
    gl.glEndQuery(0x88BF)
    gl.delete("Queries", query)


def test_debuggers_have_groups_where_one_listens(context: Any, texture: Any) -> None:
    gl = GL(context)
    if not GLFunctions(context).glIsEnabled(0x92E0):
        gl.glEnable(0x92E0)
    try:
        with (
            embedding.counted() as calls,
            a4k.Upscaler(context, source_size=SOURCE, target_size=TARGET) as upscaler,
        ):
            for listening in (True, False):
                (gl.glEnable if listening else gl.glDisable)(0x92E0)
                calls.clear()
                upscaler.render(texture)
                groups = len(upscaler.plan.runs) if listening else 0
                assert calls["glPushDebugGroup"] == calls["glPopDebugGroup"] == groups
    finally:
        gl.glDisable(0x92E0)


def test_a_second_upscale_looks_at_no_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    image = np.full((16, 16, 3), 90, np.uint8)
    first = a4k.upscale(image)
    looked: list[Any] = []
    for name in ("listdir", "scandir", "stat", "open"):
        real = getattr(os, name)
        monkeypatch.setattr(os, name, lambda *a, r=real, **o: (looked.append(a), r(*a, **o))[1])
    assert np.array_equal(a4k.upscale(image), first)
    rc: dict[str, Any] = {"preset": "v1.0-rc", "params": {"thin_strength": 0.2}}
    assert np.array_equal(a4k.upscale(image, **rc), a4k.upscale(image, **rc))
    assert looked == []


@pytest.mark.parametrize("count", [1, 3, 4])
@pytest.mark.parametrize("dtype", ["uint8", ">u2", "float32"])
def test_first_channels(count: int, dtype: str) -> None:
    from anime4k_gl.rendering.transparency import first_channels

    image = np.random.default_rng(5).integers(0, 255, (5, 7, 4)).astype(dtype)
    cut = first_channels(image, count)
    assert cut.dtype == image.dtype
    assert cut.flags.c_contiguous
    assert np.array_equal(cut, image[..., :count])


def test_the_same_options_are_the_same_object_until_the_files_change() -> None:
    from anime4k_gl.library import forget
    from anime4k_gl.rendering.render_options import RenderOptions

    options = RenderOptions.of(params={"thin_strength": 0.2})
    assert RenderOptions.of(params={"thin_strength": 0.2}) is options
    assert RenderOptions.of(params={"thin_strength": 0.3}) is not options
    assert RenderOptions.of(params={"thin_strength": "0.2"}).params == {"thin_strength": "0.2"}
    forget()
    again = RenderOptions.of(params={"thin_strength": 0.2})
    assert again is not options
    assert again == options


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_memory_and_objects_stay_flat() -> None:
    """In a process of its own, as others leave memory behind."""
    done = subprocess.run(
        [sys.executable, embedding.__file__, "--memory", "--preset", "none",
         "--renders", "60", "--made", "10"],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    lines = [line.split() for line in done.stdout.splitlines()]
    for what in ("renders", "upscalers"):
        rows = [line for line in lines if line[1] == what][1:]
        assert len(rows) == 10
        assert len({row[4] for row in rows}) == 1, rows
        assert float(rows[-1][2]) - float(rows[1][2]) < 4, rows


def test_the_table_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "CASES", (("none", "fragment"),))
    result = embedding.costs(2)
    (row,) = result["rows"]
    assert row["passes"] == 3
    assert row["render"] > row["state"] > 0
    lines = list(embedding._table("this", result))
    assert "none, fragment" in lines[2]
    assert str(row["calls"]) in lines[2]
    assert moderngl.Texture.use.__qualname__ == "Texture.use"  # nothing is counted any more
