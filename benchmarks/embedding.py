"""The processor's time that embedding costs: a render in a host's program, and `upscale`.

    python benchmarks/embedding.py
    python benchmarks/embedding.py --against ../another/checkout
    python benchmarks/embedding.py --memory --renders 10000 --made 500

Prints, for each preset and backend, the calls of OpenGL that a render makes, the microseconds it
takes its thread, and how many of them go into saving and restoring the host's state; beside them
ten draws by moderngl, and `upscale` of a small array. With Mesa the same again by its driver that
does nothing (``GALLIUM_NOOP=1``): what is left is ours, and the cost of OpenGL's own checks.
``--against`` measures another checkout in turns with this one. ``--memory`` prints what is held
over many renders, and over many upscalers, instead. Times are the least of several rounds.
"""

from __future__ import annotations

import argparse
import ctypes
import inspect
import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import moderngl
import numpy as np

ROOT = Path(__file__).parents[1]
CASES = (
    ("v1.0-rc", "fragment"), ("v1.0-rc", "compute"), ("v1.0-rc-fast", "fragment"),
    ("none", "fragment"),
)  # fmt: skip
SOURCE, TARGET = (64, 64), (128, 128)
AIM = 100, 10  # microseconds a render, and a pass
NO_OP = {"GALLIUM_NOOP": "1"}
MODERNGL_USES = {moderngl.Texture: 2, moderngl.Sampler: 1}
"""The calls that moderngl makes to use a thing."""

_DRAWS = 10
_ROUNDS = 9
_KINDS = ("Texture", "Framebuffer", "Program", "Shader", "Sampler", "VertexArray", "Query",
          "Buffer")  # fmt: skip


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--against", type=Path, help="another checkout, measured in turns")
    parser.add_argument("--renders", type=int, default=300, help="a round [default: 300]")
    parser.add_argument("--memory", action="store_true", help="what is held over many renders")
    parser.add_argument("--made", type=int, default=500, help="upscalers made [default: 500]")
    parser.add_argument("--preset", default="v1.0-rc", help="for --memory [default: v1.0-rc]")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        print(json.dumps(costs(options.renders)))
    elif options.memory:
        for line in held(options.renders, options.made, options.preset):
            print(line, flush=True)
    else:
        _compare(options)


def costs(renders: int) -> dict[str, Any]:
    """Return what is measured in this process; times in microseconds."""
    import anime4k_gl as a4k
    from anime4k_gl.gl.context import create_headless_context

    context = create_headless_context()
    texture, image = context.texture(SOURCE, 4, _noise().tobytes()), _noise()[..., :3]
    compute = context.version_code >= 430
    rows = [
        _row(context, texture, preset, backend, renders)
        for preset, backend in CASES
        if compute or backend != "compute"
    ]
    return {
        "driver": context.info["GL_RENDERER"],
        "rows": rows,
        "moderngl": _time(context, _moderngl_draws(context, texture), renders),
        "upscale": _time(
            context, lambda: a4k.upscale(image), renders // 10 or 1, time.perf_counter
        ),
    }


def _row(
    context: moderngl.Context, texture: Any, preset: str, backend: str, renders: int
) -> dict[str, Any]:
    import anime4k_gl as a4k

    options: dict[str, Any] = {"preset": preset, "backend": backend}
    options |= {"source_size": SOURCE, "target_size": TARGET}
    with counted() as calls, a4k.Upscaler(context, **options) as upscaler:
        upscaler.render(texture)
        calls.clear()
        upscaler.render(texture)
        count = calls.total()
    with a4k.Upscaler(context, **options) as upscaler:
        return {
            "case": f"{preset}, {backend}",
            "passes": len(upscaler.plan.runs),
            "calls": count,
            "render": _time(context, lambda: upscaler.render(texture), renders),
            "state": _time(context, _saving(upscaler), renders),
        }


@contextmanager
def counted() -> Iterator[Counter[str]]:
    """Count the calls of OpenGL by the upscalers that are made in the block, by name.

    Those of moderngl are counted where it puts a texture or a sampler to use.
    """
    from anime4k_gl.gl import functions

    calls: Counter[str] = Counter()
    names: dict[int, str] = {}
    made: Any = vars(functions)
    factory, start = made["_FUNCTION"], functions.GLFunctions.__init__

    def noted_start(self: Any, *arguments: Any) -> None:
        start(self, *arguments)
        load = self._load

        def noted_load(name: str) -> Any:
            address = load(name)
            names[address] = name
            return address

        self._load = noted_load

    def counting_factory(*types: Any) -> Any:
        def make(address: int) -> Any:
            function, name = factory(*types)(address), names.get(address, "")

            def counting(*arguments: Any) -> Any:
                calls[name] += 1
                return function(*arguments)

            return counting

        return make

    def counting_use(kind: Any) -> Any:
        use = kind.use

        def counting(self: Any, *arguments: Any, **options: Any) -> None:
            calls[f"moderngl.{kind.__name__}"] += MODERNGL_USES[kind]
            use(self, *arguments, **options)

        return counting

    uses = {kind: kind.use for kind in MODERNGL_USES}
    functions.GLFunctions.__init__ = noted_start  # type: ignore[method-assign]
    made["_FUNCTION"] = counting_factory
    for kind in MODERNGL_USES:
        kind.use = counting_use(kind)
    try:
        yield calls
    finally:
        functions.GLFunctions.__init__ = start  # type: ignore[method-assign]
        made["_FUNCTION"] = factory
        for kind, use in uses.items():
            kind.use = use


def held(renders: int, made: int, preset: str, moments: int = 10) -> Iterator[str]:
    """Render, and make upscalers; yield lines of what is held at moments of each."""
    import anime4k_gl as a4k
    from anime4k_gl.gl.context import create_headless_context

    context = create_headless_context()
    texture = context.texture(SOURCE, 4, _noise().tobytes())
    options: dict[str, Any] = {"source_size": SOURCE, "target_size": TARGET, "preset": preset}

    def line(what: str, done: int) -> str:
        objects = sum(objects_of(context).values())
        return f"{done:7} {what:10} {_resident():7.1f} MiB {objects:5} objects of OpenGL"

    with a4k.Upscaler(context, **options) as upscaler:
        for number in range(renders + 1):
            upscaler.render(texture)
            if number % max(1, renders // moments) == 0:
                context.finish()
                yield line("renders", number)
    for number in range(made + 1):
        with a4k.Upscaler(context, **options) as upscaler:
            upscaler.render(texture)
        if number % max(1, made // moments) == 0:
            yield line("upscalers", number)


def objects_of(context: moderngl.Context, highest: int = 2048) -> dict[str, int]:
    """Return how many objects of each kind a context has among the first names."""
    loader: Any = context.mglo._context  # type: ignore[attr-defined]
    load = getattr(loader, "load", None) or loader.load_opengl_function
    is_name = ctypes.CFUNCTYPE(ctypes.c_ubyte, ctypes.c_uint)
    asked = {kind: is_name(load(f"glIs{kind}")) for kind in _KINDS}
    return {kind: sum(map(asks, range(1, highest))) for kind, asks in asked.items()}


def _compare(options: argparse.Namespace) -> None:
    trees = {"this": ROOT} if options.against is None else {"that": options.against, "this": ROOT}
    results = {}
    for driver, variables in (("drawing", {}), ("no-op", NO_OP)):
        for name, tree in trees.items():
            results[f"{driver}, {name}"] = _measure(tree.resolve(), variables, options.renders)
    if options.json:
        print(json.dumps(results, indent=2))
        return
    for what, result in results.items():
        for line in _table(what, result):
            print(line)
        print()


def _measure(tree: Path, variables: dict[str, str], renders: int) -> dict[str, Any]:
    """Return `costs` as a process of its own finds them, with another tree's package."""
    environment = os.environ | variables | {"PYTHONPATH": str(tree)}
    done = subprocess.run(
        [sys.executable, __file__, "--child", "--renders", str(renders)],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        sys.exit(done.stderr)
    return dict(json.loads(done.stdout))


def _table(what: str, result: dict[str, Any]) -> Iterator[str]:
    yield f"{what}: {result['driver']}"
    yield f"  {'':24}{'passes':>7}{'calls':>7}{'a pass':>8}{'µs':>8}{'state':>7}{'aim':>7}"
    for row in result["rows"]:
        passes, aim = row["passes"], AIM[0] + AIM[1] * row["passes"]
        yield (
            f"  {row['case']:24}{passes:7}{row['calls']:7}{row['calls'] / passes:8.1f}"
            f"{row['render']:8.0f}{row['state']:7.0f}{aim:7}"
        )
    yield f"  {f'moderngl, {_DRAWS} draws':46}{result['moderngl']:8.0f}"
    yield f"  {'upscale, 64x64 to 128x128':46}{result['upscale']:8.0f}"


def _saving(upscaler: Any) -> Callable[[], None]:
    """Return what saves and restores the host's state as a render does."""
    executor = getattr(upscaler, "_executor", None) or upscaler._renderer.executor  # as of 0.2
    preserved = executor._preserved
    takes = inspect.signature(preserved).parameters
    options = {"transfers": False} if "transfers" in takes else {}

    def save() -> None:
        with preserved(**options):
            pass

    return save


def _moderngl_draws(context: moderngl.Context, texture: Any) -> Callable[[], None]:
    """Return draws as a host makes them by moderngl: two textures, two samplers, four uniforms."""
    program: Any = context.program(
        "#version 330\nuniform vec4 a, b; void main() { gl_Position = vec4("
        "vec2(gl_VertexID & 1, gl_VertexID >> 1) * 4.0 - 1.0 + a.xy + b.xy, 0.0, 1.0); }",
        "#version 330\nuniform sampler2D t, u; uniform vec2 c; uniform float d; out vec4 o;"
        "void main() { o = texture(t, gl_FragCoord.xy / c) + texture(u, c) * d; }",
    )
    vertices, sampler = context.vertex_array(program, []), context.sampler(False, False)
    targets = [context.framebuffer([context.texture(TARGET, 4)]) for _ in range(_DRAWS)]

    def draw() -> None:
        for target in targets:
            target.use()
            for unit in range(2):
                texture.use(unit)
                sampler.use(unit)
            program["a"] = program["b"] = 0, 0, 0, 0
            program["c"], program["d"] = TARGET, 0.5
            vertices.render(moderngl.TRIANGLES, 3)

    return draw


def _time(
    context: moderngl.Context,
    work: Callable[[], object],
    count: int,
    clock: Callable[[], float] = time.thread_time,
) -> float:
    """Return the microseconds that `work` takes, of this thread's, the least of several rounds."""
    for _ in range(10):
        work()
    rounds = []
    for _ in range(_ROUNDS):
        begun = clock()
        for _ in range(count):
            work()
        rounds.append((clock() - begun) / count)
        context.finish()
    return round(min(rounds) * 1e6, 1)


def _noise() -> Any:
    return np.random.default_rng(0).integers(0, 255, (*SOURCE, 4), np.uint8)


def _resident() -> float:
    """Return the memory that this process holds now, in MiB; Linux only."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


if __name__ == "__main__":
    main()
