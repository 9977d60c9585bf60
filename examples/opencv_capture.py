"""Anime4K behind OpenCV's capture: python examples/opencv_capture.py VIDEO|CAMERA OUT.mp4.

OpenCV's pictures are BGR; OpenGL swaps the two when it reads a texture.
"""

import argparse

import cv2
import moderngl

import anime4k_gl as a4k

parser = argparse.ArgumentParser()
parser.add_argument("source", help="a file, or a camera's number")
parser.add_argument("target", nargs="?", help="a video")
parser.add_argument("--scale", type=float, default=2.0)
parser.add_argument("--frames", type=int, default=0, help="end after so many; 0: at its end")
parser.add_argument("--screenshot", metavar="PNG", help="the last picture")
options = parser.parse_args()

capture = cv2.VideoCapture(int(options.source) if options.source.isdigit() else options.source)
if not capture.isOpened():
    raise SystemExit(f"{options.source} cannot be opened")
size = tuple(int(capture.get(p)) for p in (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT))
large = tuple(round(side * options.scale) for side in size)
rate = capture.get(cv2.CAP_PROP_FPS) or 30.0

libraries = {"libgl": "libGL.so.1", "libegl": "libEGL.so.1"}
context = moderngl.create_context(standalone=True, backend="egl", **libraries)
texture = context.texture(size, 3, alignment=1)
texture.swizzle = "BGR1"
writer = None
if options.target:
    writer = cv2.VideoWriter(options.target, cv2.VideoWriter.fourcc(*"mp4v"), rate, large)

count = 0
with a4k.Upscaler(context, source_size=size, target_size=large) as upscaler:
    while not options.frames or count < options.frames:
        there, frame = capture.read()
        if not there:
            break
        texture.write(frame, alignment=1)
        upscaler.render(texture)
        shown = cv2.cvtColor(upscaler.read(), cv2.COLOR_RGBA2BGR)
        if writer:
            writer.write(shown)
        count += 1
if writer:
    writer.release()
if options.screenshot and count:
    cv2.imwrite(options.screenshot, shown)
print(f"{count} pictures of {large[0]}x{large[1]}")
