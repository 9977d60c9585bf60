"""Anime4K in a pygame game: drawn small by pygame, shown large by OpenGL.

Left, the game's own pixels; right, the same upscaled. A cursor is drawn before and after the
upscaler, blended: both look alike because the upscaler leaves the game's OpenGL state as it was.
"""

import argparse
import math
import sys

import moderngl
import pygame

import anime4k_gl as a4k

GAME, SHOWN = (160, 160), (480, 480)
PICTURE_SHADER = (
    """#version 330
uniform float left; out vec2 uv;
void main() { uv = vec2(gl_VertexID & 1, gl_VertexID >> 1);
              gl_Position = vec4(left + uv.x, 1.0 - uv.y * 2.0, 0.0, 1.0); }""",
    """#version 330
uniform sampler2D picture; in vec2 uv; out vec4 colour;
void main() { colour = vec4(texture(picture, uv).rgb, 1.0); }""",
)
CURSOR_SHADER = (
    """#version 330
uniform float turn; uniform float x;
void main() { float a = turn + float(gl_VertexID) * 2.0944;
              gl_Position = vec4(x + cos(a) * 0.08, 0.72 + sin(a) * 0.16, 0.0, 1.0); }""",
    """#version 330
out vec4 colour;
void main() { colour = vec4(1.0, 0.3, 0.5, 0.6); }""",
)


def draw_game(surface: pygame.Surface, time: float) -> None:
    """Draw one frame of the game: a slime that hops over the hills."""
    ink, width, height = (40, 28, 56), *surface.get_size()
    surface.fill((150, 205, 240))
    pygame.draw.circle(surface, (255, 240, 190), (128, 34), 18)
    for distance, colour in ((0.3, (128, 186, 150)), (1.0, (88, 158, 104))):
        hills = [(x, height * (0.52 + 0.2 * distance) + 9 * math.sin(x / 17 + time * distance * 3))
                 for x in range(-2, width + 3)]  # fmt: skip
        pygame.draw.polygon(surface, colour, [*hills, (width, height), (0, height)])
        pygame.draw.aalines(surface, ink, False, hills)
    hop = abs(math.sin(time * 4))
    body = pygame.Rect(0, 0, 62 - 10 * hop, 44 + 10 * hop)
    body.midbottom = (70, round(132 - 34 * hop))
    pygame.draw.ellipse(surface, ink, body.inflate(6, 6))
    pygame.draw.ellipse(surface, (96, 200, 220), body)
    pygame.draw.ellipse(surface, (170, 232, 240), body.inflate(-28, -28).move(-9, -9))
    for eye in (-10, 12):
        pygame.draw.ellipse(surface, ink, pygame.Rect(body.centerx + eye - 3, body.centery, 6, 11))
    mouth = [(body.centerx + 1 + x, body.centery + 13 - x * x / 9) for x in range(-6, 7)]
    pygame.draw.lines(surface, ink, False, mouth, 2)


parser = argparse.ArgumentParser()
parser.add_argument("--frames", type=int, help="end after so many")
parser.add_argument("--screenshot", help="PNG to write at the end")
options = parser.parse_args()

pygame.init()
for key, value in ((pygame.GL_CONTEXT_MAJOR_VERSION, 3), (pygame.GL_CONTEXT_MINOR_VERSION, 3),
                   (pygame.GL_CONTEXT_PROFILE_MASK, pygame.GL_CONTEXT_PROFILE_CORE)):  # fmt: skip
    pygame.display.gl_set_attribute(key, value)
pygame.display.set_mode((960, 480), pygame.OPENGL | pygame.DOUBLEBUF)
pygame.display.set_caption("Anime4K in pygame")
libraries = {"libgl": "libGL.so.1", "libx11": "libX11.so.6"} if sys.platform == "linux" else {}
context = moderngl.create_context(**libraries)  # wraps pygame's context
surface, clock = pygame.Surface(GAME), pygame.time.Clock()
source = context.texture(GAME, 3)
source.filter = moderngl.NEAREST, moderngl.NEAREST
quad = context.vertex_array(context.program(*PICTURE_SHADER), [])
cursor = context.vertex_array(context.program(*CURSOR_SHADER), [])
context.enable(moderngl.BLEND)

frame = 0
with a4k.Upscaler(context, source_size=GAME, target_size=SHOWN) as upscaler:
    while frame != options.frames and not pygame.event.get(pygame.QUIT):
        draw_game(surface, frame / 60)
        source.write(pygame.image.tobytes(surface, "RGB"), alignment=1)
        for x, left in ((-0.85, -1.0), (0.15, 0.0)):
            texture = source if left < 0 else upscaler.render(source)
            texture.use(0)
            quad.program["left"] = left
            quad.render(moderngl.TRIANGLE_STRIP, vertices=4)
            cursor.program["turn"], cursor.program["x"] = frame / 20, x
            cursor.render(moderngl.TRIANGLES, vertices=3)
        frame += 1
        if options.screenshot and frame == options.frames:
            pixels = context.screen.read(components=3, alignment=1)
            shot = pygame.image.frombytes(pixels, context.screen.size, "RGB", True)
            pygame.image.save(shot, options.screenshot)
        pygame.display.flip()
        clock.tick(60)
pygame.quit()
