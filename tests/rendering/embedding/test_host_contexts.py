"""The context an `Upscaler` works in: whatever is current, and no other."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

import moderngl
import numpy as np
import pytest
from support.hosts.unusual_host import host, snapshot  # noqa: F401
from support.rawgl import GL

import anime4k_gl as a4k
from anime4k_gl.gl.context import create_headless_context
from anime4k_gl.gl.host.current_context import current_platform

SIZES: dict[str, Any] = {"source_size": (24, 16), "target_size": (48, 32), "preset": "none"}
PIXELS = np.random.default_rng(5).integers(0, 255, (16, 24, 4), np.uint8)


@pytest.fixture
def other(context: Any) -> Iterator[Any]:
    """Another context than `context`, which is current again afterwards."""
    other = create_headless_context()
    context.__enter__()
    yield other
    other.__enter__()
    other.release()
    context.__enter__()


def released(context: Any, objects: dict[str, int]) -> bool:
    return GL(context).objects() == objects


def test_none_is_whatever_is_current_and_leaves_no_trace(
    context: Any,
    host: Any,  # noqa: F811
) -> None:
    texture = context.texture((24, 16), 4, PIXELS.tobytes())
    with a4k.Upscaler(context, **SIZES) as upscaler:
        upscaler.render(texture)
        expected = upscaler.read()
    store = vars(moderngl)["_store"]
    hosts, default = store.default_context, object()
    store.default_context = default
    try:
        host.set()
        host.gl.glPrimitiveRestartIndex(77)
        host.gl.glDisable(0x884F)  # seamless cube maps
        host.gl.glBlendFuncSeparatei(2, 1, 0, 0, 1)
        before = snapshot(host.gl, host.units)
        with a4k.Upscaler(**SIZES) as upscaler:
            assert snapshot(host.gl, host.units) == before
            upscaler.render(a4k.GLTexture(texture.glo, (24, 16)))
            assert snapshot(host.gl, host.units) == before
            assert np.array_equal(upscaler.read(), expected)
        assert snapshot(host.gl, host.units) == before
        assert [host.gl.indexed(name, 2) for name in (0x80C9, 0x80C8)] == [1, 0]
        assert not host.gl.glIsEnabled(0x884F) & 0xFF
        assert store.default_context is default
    finally:
        store.default_context = hosts
        host.gl.glBlendFunc(1, 0)
        host.reset()
    texture.release()


def test_elsewhere_nothing_is_drawn_read_or_freed(context: Any, other: Any) -> None:
    texture = context.texture((24, 16), 4, PIXELS.tobytes())
    none = GL(context).objects()
    upscaler = a4k.Upscaler(context, **SIZES)
    upscaler.render(texture)
    own = GL(context).objects()
    with other:
        foreign = [other.texture((4, 4), 4) for _ in range(12)]
        frames = [other.framebuffer([made]) for made in foreign]
        before = GL(other).objects()
        for action, call in {
            "render": lambda: upscaler.render(texture), "read": upscaler.read,
            "report": upscaler.report, "release": upscaler.release,
            "resize": lambda: upscaler.resize((9, 9)),
            "set_params": lambda: upscaler.set_params(thin_strength=0.0),
        }.items():  # fmt: skip
            with pytest.raises(a4k.GLError, match=f"{action}: another OpenGL context is current"):
                call()
        assert GL(other).objects() == before
        assert GL(other).glGetError() == 0
        for made in (*frames, *foreign):
            made.release()
    context.__enter__()
    assert GL(context).objects() == own
    upscaler.render(texture)
    upscaler.release()
    assert GL(context).objects() == none
    texture.release()


def test_a_thread_without_a_context_is_told_so(context: Any) -> None:
    upscaler = a4k.Upscaler(context, **SIZES)
    said: list[str] = []

    def work() -> None:
        assert current_platform() is None
        for call in (upscaler.release, lambda: a4k.Upscaler(**SIZES),
                     lambda: a4k.Upscaler(context, **SIZES)):  # fmt: skip
            try:
                call()
            except a4k.GLError as error:
                said.append(str(error))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert len(said) == 3
    for words in said:
        assert "no OpenGL context is current in this thread; make the window's context" in words
    upscaler.release()


def test_one_that_is_forgotten_is_freed_where_its_context_is_current(
    context: Any, other: Any
) -> None:
    none = GL(context).objects()
    upscaler = a4k.Upscaler(context, **SIZES)
    with other:
        with pytest.warns(ResourceWarning, match="forgotten without release"):
            del upscaler
            gc.collect()
        before = GL(other).objects()
        with a4k.Upscaler(other, **SIZES):
            pass
        assert GL(other).objects() == before
    context.__enter__()
    assert not released(context, none)
    with a4k.Upscaler(context, **SIZES) as upscaler:
        upscaler.report()
    assert released(context, none)


def test_a_later_context_of_the_same_handle_is_another(context: Any) -> None:
    upscaler = a4k.Upscaler(context, **SIZES)
    home = upscaler._home
    assert home.is_current()
    GL(context).delete("Samplers", [home._sampler])  # as if it were new
    with pytest.raises(a4k.GLError, match=r"was made in is gone, and what it had there with it"):
        upscaler.release()
    home._sampler = home._gl.generate("Samplers")
    with pytest.raises(a4k.GLError, match=r"is gone"):
        upscaler.release()
    home._marked = False
    upscaler.release()


def test_what_is_no_context_is_named(context: Any) -> None:
    with pytest.raises(a4k.OptionError, match=r"must be a moderngl.Context, or None .* not int"):
        a4k.Upscaler(5, **SIZES)  # type: ignore[arg-type]
    released = create_headless_context()
    released.release()
    context.__enter__()
    with pytest.raises(a4k.OptionError, match=r"this moderngl\.Context has been released"):
        a4k.Upscaler(released, **SIZES)


@pytest.mark.skipif(sys.platform != "linux", reason="Mesa's override makes the context")
@pytest.mark.parametrize("version", ["3.2"])
def test_an_old_context_is_told_of(version: str) -> None:
    code = (
        "import glcontext, anime4k_gl as a4k\n"
        "made = glcontext.get_backend_by_name('egl')(glversion=200, mode='standalone',"
        " libgl='libGL.so.1', libegl='libEGL.so.1')\n"
        "try:\n    a4k.Upscaler(source_size=(2, 2), target_size=(4, 4))\n"
        "except a4k.GLError as error:\n    print(error)\n"
    )
    environment = {**os.environ, "MESA_GL_VERSION_OVERRIDE": version}
    line = [sys.executable, "-c", code]
    done = subprocess.run(line, env=environment, capture_output=True, text=True)
    assert done.stdout.startswith(f"this context has OpenGL {version}; OpenGL 3.3 or "), done.stderr
    assert "OpenGL ES 3.0 is needed, or later. Ask your toolkit for it" in done.stdout
