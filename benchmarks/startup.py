"""Time from starting Python to the first upscaled frame, and where it goes.

    python benchmarks/startup.py

Each run is a process of its own. Cold: the driver's shader cache is an empty folder (Mesa's and
NVIDIA's are told so by their environment variables); warm: the folder that the run before left.
Prints the median of each phase in milliseconds; ``--json`` prints the same as JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

PHASES = ("interpreter", "import", "context", "open", "decode", "plan and compile", "draw", "read",
          "second frame", "first frame after")  # fmt: skip


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--source", help="a video [default: the demo clip]")
    parser.add_argument("--scale", type=float, default=2.0)
    parser.add_argument("--preset", default="v1.0-rc")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--child", type=float, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child is not None:
        print(json.dumps(_child(options)))
        return
    runs: dict[str, list[dict[str, Any]]] = {"cold": [], "warm": []}
    for _ in range(options.rounds):
        with tempfile.TemporaryDirectory() as cache:
            for kind in runs:
                runs[kind].append(_run(cache))
    result = {
        "driver": runs["cold"][0].pop("driver"),
        **{
            kind: {phase: round(statistics.median(run[phase] for run in many), 1)
                   for phase in PHASES}
            for kind, many in runs.items()
        },
    }  # fmt: skip
    if options.json:
        print(json.dumps(result, indent=2))
        return
    print(f"{result['driver']}, milliseconds, medians of {options.rounds} processes each\n")
    print(f"{'':20}{'cold':>10}{'warm':>10}")
    for phase in PHASES:
        print(f"{phase:20}{result['cold'][phase]:10.1f}{result['warm'][phase]:10.1f}")


def _run(cache: str) -> dict[str, Any]:
    environment = os.environ | {
        "MESA_SHADER_CACHE_DIR": str(Path(cache) / "mesa"),
        "__GL_SHADER_DISK_CACHE": "1",
        "__GL_SHADER_DISK_CACHE_PATH": cache,
    }
    # The wall clock is the only one that two processes share.
    completed = subprocess.run(
        [sys.executable, *sys.argv, "--child", repr(time.time())],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if completed.returncode:
        sys.exit(completed.stderr)
    return dict(json.loads(completed.stdout))


def _child(options: argparse.Namespace) -> dict[str, Any]:
    """Return each phase's milliseconds, of this process."""
    phases: dict[str, Any] = {"interpreter": (time.time() - options.child) * 1e3}
    start = last = time.perf_counter()

    def lap(name: str) -> None:
        nonlocal last
        now = time.perf_counter()
        phases[name] = (now - last) * 1e3
        last = now

    import anime4k_gl.cli
    import anime4k_gl.transcoding
    from anime4k_gl.formats import Size
    from anime4k_gl.gl.context import Capabilities, create_headless_context
    from anime4k_gl.media.video.video_source import VideoSource
    from anime4k_gl.plan import PlaneOutput
    from anime4k_gl.rendering.render_options import RenderOptions
    from anime4k_gl.rendering.renderer import Renderer
    from anime4k_gl.rendering.shader_forms import resolve_shaders
    from anime4k_gl.rendering.source_format import SourceFormat
    from anime4k_gl.sizes import scaled

    path = options.source or anime4k_gl.cli.demo_clip()
    lap("import")
    context = create_headless_context()
    lap("context")
    source = VideoSource(path)
    lap("open")
    frame = next(source.frames())
    lap("decode")
    shaders = resolve_shaders(options.preset, ())
    renderer = Renderer(context, RenderOptions.for_shaders(shaders))
    target = Size(*(side & ~1 for side in scaled(source.size, options.scale)))
    output = PlaneOutput(source.layout, source.colour)
    renderer.prepare(
        SourceFormat(source.size, source.layout, source.colour), target=target, output=output
    )
    lap("plan and compile")
    renderer.render(frame, target=target, output=output)
    context.finish()
    lap("draw")
    renderer.read()
    lap("read")
    phases["first frame after"] = phases["interpreter"] + (last - start) * 1e3
    renderer.render(frame, target=target, output=output)
    renderer.read()
    lap("second frame")
    phases["driver"] = Capabilities.from_context(context).renderer
    return phases


if __name__ == "__main__":
    main()
