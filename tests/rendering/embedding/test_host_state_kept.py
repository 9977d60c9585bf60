"""A host's state around every call of an `Upscaler`, those that fail included."""

from __future__ import annotations

import gc
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from support.hosts.unusual_host import host, snapshot  # noqa: F401
from support.rawgl import GL

import anime4k_gl as a4k

SOURCE, TARGET = (24, 16), (48, 32)
SIZES: dict[str, Any] = {"source_size": SOURCE, "target_size": TARGET}
PRESET = {"preset": "v0.9"}  # compiled fast
BROKEN = a4k.parse_user_shader("//!HOOK MAIN\n//!BIND HOOKED\nvec4 hook() { return nothing; }\n")


class Scene:
    """What a host has: textures of several kinds, and framebuffers to draw to."""

    def __init__(self, context: Any) -> None:
        pixels = np.random.default_rng(8).integers(0, 255, (16, 24, 4), np.uint8).tobytes()
        self.texture = context.texture(SOURCE, 4, pixels)
        self.srgb = context.texture(SOURCE, 4, pixels, internal_format=0x8C43)
        self.single = context.texture(SOURCE, 1)
        self.array = context.texture_array((*SOURCE, 1), 4)
        self.attached = [context.texture(TARGET, 4), context.renderbuffer((40, 30), 4),
                         context.texture(TARGET, 4, samples=2)]  # fmt: skip
        self.framebuffers = [context.framebuffer([attached]) for attached in self.attached]

    def release(self) -> None:
        for made in (*self.framebuffers, *self.attached, self.texture, self.srgb, self.single,
                     self.array):  # fmt: skip
            made.release()


@pytest.fixture
def scene(context: Any) -> Iterator[Scene]:
    scene = Scene(context)
    yield scene
    scene.release()


def failing(call: Callable[[], object]) -> Callable[[], None]:
    def fail() -> None:
        with pytest.raises((a4k.Anime4KError, RuntimeError)):
            call()

    return fail


def forgotten() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        a4k.Upscaler(**SIZES, preset="none")
        gc.collect()


def calls(scene: Scene, options: dict[str, Any]) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield what a host calls, in order."""

    def named(name: int) -> a4k.GLTexture:
        return a4k.GLTexture(name, SOURCE)

    made: list[a4k.Upscaler] = []
    yield "construction", lambda: made.append(a4k.Upscaler(**SIZES, **options))
    up = made[0]
    yield "nothing to read", failing(up.read)
    yield "warm_up", up.warm_up
    yield "render", lambda: up.render(named(scene.texture.glo))
    yield "render again", lambda: up.render(named(scene.texture.glo))
    yield "render of sRGB", lambda: up.render(named(scene.srgb.glo))
    for framebuffer in scene.framebuffers:
        yield "render_into", lambda name=framebuffer.glo: up.render_into(scene.texture, name)
    yield (
        "render_into a part",
        lambda: up.render_into(scene.texture, scene.framebuffers[0], (3, 2, 9, 7), flip=True),
    )
    yield "read", up.read
    yield "report", up.report
    yield "set_params", lambda: up.set_params(thin_strength=0.3)
    yield "set_params, planned anew", lambda: up.set_params(thin_strength=0.0)
    yield "resize", lambda: up.resize(target_size=(36, 24))
    yield "render of another size", lambda: up.render(named(scene.texture.glo))
    for what, call in {
        "no texture": lambda: up.render(named(9999)),
        "one component": lambda: up.render(named(scene.single.glo)),
        "an array": lambda: up.render(named(scene.array.glo)),
        "no framebuffer": lambda: up.render_into(scene.texture, 9999),
        "no viewport": lambda: up.render_into(scene.texture, scene.framebuffers[0], (0, 0, 0, 0)),
        "no room": lambda: up.read(np.empty((3, 3), np.uint8)),
        "too large": lambda: up.resize(target_size=(1_000_000, 9)),
        "no parameter": lambda: up.set_params(nothing=1),
        "too large from the start": lambda: a4k.Upscaler(
            source_size=SOURCE, target_size=(1_000_000, 9), preset="none"
        ),
        "a broken shader": lambda: a4k.Upscaler(**SIZES, preset="none", shaders=[BROKEN]),
    }.items():
        yield what, failing(call)
    yield "release", up.release
    yield "released", failing(lambda: up.render(scene.texture))
    yield "forgotten", forgotten
    yield "freed later", lambda: a4k.Upscaler(**SIZES, preset="none").release()


@pytest.mark.parametrize(
    "options",
    [
        PRESET | {"timing": True},
        PRESET | {"alpha": "premultiplied", "srgb": True},
        {"preset": "v1.0-rc", "backend": "compute"},
    ],
    ids=["fragment", "conversions", "compute"],
)
def test_no_call_changes_the_hosts_state(
    context: Any,
    host: Any,  # noqa: F811
    scene: Scene,
    options: dict[str, Any],
) -> None:
    gl = GL(context)
    host.set()
    objects = gl.objects(1024)
    before = snapshot(gl, host.units)
    for name, call in calls(scene, options):
        call()
        state = snapshot(gl, host.units)
        changed = {k: (before[k], state[k]) for k in before if before[k] != state[k]}
        assert not changed, f"{name} changed {changed}"
        assert gl.glGetError() == 0, name
    left = {kind: count - objects[kind] for kind, count in gl.objects(1024).items()}
    assert left.pop("Program") <= 1 and left.pop("Shader") <= 2  # Mesa keeps a context's first one
    assert not any(left.values()), left
    host.reset()
