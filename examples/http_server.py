"""A server without a screen: python examples/http_server.py [--port 8000] [--frames N].

    curl --data-binary @in.png 'http://localhost:8000/?scale=2' -o out.png

OpenGL belongs to one thread, so one thread serves; programs and textures are kept for each size.
"""

import argparse
import io
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import moderngl
from PIL import Image

import anime4k_gl as a4k

libraries = {"libgl": "libGL.so.1", "libegl": "libEGL.so.1"}
context = moderngl.create_context(standalone=True, backend="egl", **libraries)


@lru_cache(maxsize=8)
def upscaler(source, target):
    return a4k.Upscaler(context, source_size=source, target_size=target)


class Handler(BaseHTTPRequestHandler):
    """Answers a picture with the picture upscaled."""

    def do_POST(self):
        try:
            data = self.rfile.read(int(self.headers["Content-Length"]))
            scale = float(parse_qs(urlsplit(self.path).query).get("scale", ["2"])[0])
            image = Image.open(io.BytesIO(data)).convert("RGBA")
            target = (round(image.width * scale), round(image.height * scale))
            up = upscaler(image.size, target)
        except (a4k.Anime4KError, OSError, ValueError, TypeError) as error:
            return self.send_error(400, "cannot upscale that", str(error))
        texture = context.texture(image.size, 4, image.tobytes())
        up.render(texture)
        texture.release()
        answer = io.BytesIO()
        Image.fromarray(up.read()).save(answer, "png")
        self.send_response(200)
        self.send_header("Content-Type", "image/png")
        self.end_headers()
        self.wfile.write(answer.getvalue())


parser = argparse.ArgumentParser()
parser.add_argument("--port", type=int, default=8000, help="0: any that is free")
parser.add_argument("--frames", type=int, default=0, help="end after so many pictures; 0: never")
options = parser.parse_args()
with HTTPServer(("localhost", options.port), Handler) as server:
    print(f"http://localhost:{server.server_port}/", flush=True)
    served = 0
    while not options.frames or served < options.frames:
        server.handle_request()
        served += 1
