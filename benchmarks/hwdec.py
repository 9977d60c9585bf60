"""Decoding on a device against decoding in software: the same pictures, and at what rate.

    python benchmarks/hwdec.py --hwdec cuda

Says first what the machine has of a driver. Then, for 8-bit H.264 and 10-bit HEVC made of the demo
clip: whether every frame has the same codes however it was decoded, frames a second of decoding
alone and of decoding and upscaling without an encoder, for software, for the device with frames
brought to memory, and for CUDA with frames left on the device (which needs cuda-bindings). The
exit code is 1 where a picture differs.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

from anime4k_gl.cli import demo_clip
from anime4k_gl.formats import Size
from anime4k_gl.gl import cuda
from anime4k_gl.gl.context import Capabilities
from anime4k_gl.gl.offscreen import OffscreenThread
from anime4k_gl.media.video import hwdec
from anime4k_gl.media.video.video_source import VideoSource
from anime4k_gl.media.writing.codecs import default_layout
from anime4k_gl.plan import PlaneOutput
from anime4k_gl.rendering.render_options import RenderOptions
from anime4k_gl.rendering.renderer import Renderer

CLIPS = (("libx264", "yuv420p"), ("libx265", "yuv420p10le"))
LIBRARIES = {"cuda": ("libcuda.so.1", "libnvcuvid.so.1"), "vaapi": ("libva.so.2",)}


def main() -> int:
    """Compare, and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--hwdec", default="cuda", choices=hwdec.DEVICES)
    parser.add_argument("--size", default="1920x1080")
    parser.add_argument("--frames", type=int, default=120)
    options = parser.parse_args()
    for library in LIBRARIES.get(options.hwdec, ()):
        print(f"{library}: {_library(library)}")
    missing = hwdec.available(options.hwdec)
    print(f"{options.hwdec}: {missing or 'device found'}")
    offscreen = OffscreenThread()
    straight = offscreen.call(lambda _: cuda.unusable())
    print(f"OpenGL: {offscreen.call(Capabilities.of).renderer}")
    print(f"cuda to OpenGL: {straight or 'frames can stay on the device'}\n")
    ways = {"software": ("none", False), f"{options.hwdec}, to memory": (options.hwdec, False)}
    if options.hwdec == "cuda" and straight is None:
        ways["cuda, left there"] = ("cuda", True)
    size = Size(*map(int, options.size.split("x")))
    same = True
    with tempfile.TemporaryDirectory() as folder:
        for codec, layout in CLIPS:
            path = Path(folder) / f"{codec}.mkv"
            _write(path, codec, layout, size, options.frames)
            print(f"{codec}, {layout}, {size}, {options.frames} frames")
            expected = None
            for title, (name, on_device) in ways.items():
                decoding, note = _decode(path, name, on_device)
                drawing, digest = offscreen.call(
                    lambda c, p=path, n=name, d=on_device: _upscale(c, p, n, d)
                )
                expected = expected or digest
                verdict = "the same pictures" if digest == expected else "OTHER PICTURES"
                same = same and digest == expected
                print(f"  {title:20} decode {decoding:8.1f} frames/s, decode and upscale"
                      f" {drawing:8.1f} frames/s, {verdict}{note}")  # fmt: skip
    offscreen.close()
    return 0 if same else 1


def _library(name: str) -> str:
    try:
        ctypes.CDLL(name)
    except OSError:
        return "not found"
    return "found"


def _write(path: Path, codec: str, layout: str, size: Size, frames: int) -> None:
    options = {"crf": "18", "preset": "veryfast", "x265-params": "log-level=none"}
    if codec != "libx265":
        del options["x265-params"]
    with av.open(str(demo_clip())) as demo, av.open(str(path), "w") as out:
        stream: Any = out.add_stream(codec, rate=24, options=options)
        stream.width, stream.height, stream.pix_fmt = *size, layout
        for number, frame in enumerate(demo.decode(video=0)):
            if number == frames:
                break
            sized = frame.reformat(width=size.width, height=size.height, format=layout)
            sized.pts, sized.time_base = number, Fraction(1, 24)
            out.mux(stream.encode(sized))
        out.mux(stream.encode(None))


def _decode(path: Path, name: str, on_device: bool) -> tuple[float, str]:
    """Return frames a second, and a remark where a device did not do it."""
    with VideoSource(path, hwdec=name, on_device=on_device) as source:
        start = time.perf_counter()
        frames = sum(1 for _ in source.frames())
        seconds = time.perf_counter() - start
        return frames / seconds, f"; {source.device_failure}" if source.device_failure else ""


def _upscale(context: Any, path: Path, name: str, on_device: bool) -> tuple[float, str]:
    """Return frames a second of twice the size, and a digest of some of the results."""
    digest = hashlib.sha256()
    with VideoSource(path, hwdec=name, on_device=on_device) as source:
        layout = default_layout("libx265", source.layout)
        output = PlaneOutput(layout, source.colour)
        renderer = Renderer(context, RenderOptions.for_shaders(scaler="bilinear"))
        start = time.perf_counter()
        frames = 0
        for frames, frame in enumerate(source.frames(), 1):
            target = Size(frame.size.width * 2, frame.size.height * 2)
            renderer.render(frame, target=target, output=output)
            if frames % 20 == 1:
                for plane in renderer.read():
                    digest.update(plane.tobytes())
        renderer.read()
        seconds = time.perf_counter() - start
        renderer.release()
    return frames / seconds, digest.hexdigest()


if __name__ == "__main__":
    sys.exit(main())
