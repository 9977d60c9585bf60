"""A worker thread with a context that shares with another's, as the documents tell it."""

from __future__ import annotations

import queue
import sys
import threading
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from support.hosts.egl_sharing import SharingContext

import anime4k_gl as a4k
from anime4k_gl.gl.functions import GLFunctions

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="contexts of EGL's")

SOURCE, TARGET = (24, 16), (48, 32)
SIZES: dict[str, Any] = {"source_size": SOURCE, "target_size": TARGET, "preset": "none"}
COMPLETE = 0x9117  # GL_SYNC_GPU_COMMANDS_COMPLETE


@pytest.fixture
def shared(context: Any) -> Iterator[Any]:
    """A context that shares with `context`, current nowhere."""
    shared = SharingContext()
    yield shared
    shared.release()


def test_a_thread_renders_what_another_context_fills_and_draws(context: Any, shared: Any) -> None:
    gl = GLFunctions(context)
    texture = context.texture(SOURCE, 4)
    jobs: queue.Queue[Any] = queue.Queue()
    done: queue.Queue[Any] = queue.Queue()

    def submitted(gl: GLFunctions) -> Any:
        fence = gl.glFenceSync(COMPLETE, 0)
        gl.glFlush()
        return fence

    def wait(gl: GLFunctions, fence: Any) -> None:
        gl.glClientWaitSync(fence, 1, 10**10)
        gl.glDeleteSync(fence)

    def work() -> None:
        with shared, a4k.Upscaler(**SIZES) as upscaler:
            here = upscaler._home._gl
            for name, fence in iter(jobs.get, None):
                wait(here, fence)
                upscaler.render(a4k.GLTexture(name, SOURCE))
                done.put((upscaler.result.name, submitted(here)))

    thread = threading.Thread(target=work)
    thread.start()
    for value in (50, 200):
        texture.write(np.full((16, 24, 4), value, np.uint8).tobytes())
        jobs.put((texture.glo, submitted(gl)))
        name, fence = done.get(timeout=60)
        wait(gl, fence)
        result = context.external_texture(name, TARGET, 4, 0, "f1")
        assert set(result.read()) == {value}
    jobs.put(None)
    thread.join()
    texture.release()


def test_what_another_context_has_deleted_is_not_bound_again(context: Any, shared: Any) -> None:
    """It is there as long as it is bound; to bind its name is an error, or makes another."""
    gl = GLFunctions(context)
    texture = context.texture(SOURCE, 4)
    names = {kind: gl.generate(kind) for kind in ("Textures", "Samplers", "Buffers")}
    gl.glActiveTexture(0x84C0)
    gl.glBindTexture(0x0DE1, names["Textures"])
    gl.glBindSampler(0, names["Samplers"])
    gl.glBindBuffer(0x8892, names["Buffers"])
    with shared:
        for kind, name in names.items():
            gl.delete(kind, name)
    with a4k.Upscaler(context, **SIZES) as upscaler:
        upscaler.render(texture)
        upscaler.read()
    assert gl.glGetError() == 0
    texture.release()


def test_what_is_not_shared_stays_where_it_is(context: Any, shared: Any) -> None:
    """Framebuffers have the same names in both, and one `release` would delete the other's."""
    upscaler = a4k.Upscaler(context, **SIZES)
    with shared, pytest.raises(a4k.GLError, match="release: another OpenGL context is current"):
        upscaler.release()
    upscaler.release()
