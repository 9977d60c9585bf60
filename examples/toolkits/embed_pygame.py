"""Anime4K in a pygame game: drawn small by pygame, shown large by OpenGL.

pygame's rows begin on top; OpenGL's windows begin at the bottom, so the result is flipped.
"""

import pygame
from common import SHOWN, SOURCE, VIEWPORT, WINDOW, is_last, picture
from scene import Scene, wrap_current

import anime4k_gl as a4k

pygame.init()
for key, value in ((pygame.GL_CONTEXT_MAJOR_VERSION, 3), (pygame.GL_CONTEXT_MINOR_VERSION, 3),
                   (pygame.GL_CONTEXT_PROFILE_MASK, pygame.GL_CONTEXT_PROFILE_CORE)):  # fmt: skip
    pygame.display.gl_set_attribute(key, value)
pygame.display.set_mode(WINDOW, pygame.OPENGL | pygame.DOUBLEBUF)
pygame.display.set_caption("Anime4K in pygame")
context = wrap_current()
scene = Scene(context, flip=True)

game = pygame.Surface(SOURCE, pygame.SRCALPHA)
cartoon = pygame.image.frombuffer(picture().tobytes(), SOURCE, "RGBA")
texture = context.texture(SOURCE, 4)

frame, clock = 0, pygame.time.Clock()
with a4k.Upscaler(context, source_size=SOURCE, target_size=SHOWN) as upscaler:
    while not pygame.event.get(pygame.QUIT):
        game.blit(cartoon, (0, 0))
        texture.write(pygame.image.tobytes(game, "RGBA"))
        scene.before(texture)
        upscaler.render_into(texture, context.screen, VIEWPORT, flip=True)
        scene.after()
        frame += 1
        if is_last(frame):
            break
        pygame.display.flip()
        clock.tick(60)
pygame.quit()
