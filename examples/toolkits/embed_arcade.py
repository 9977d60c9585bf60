"""Anime4K in an arcade game: drawn small into a framebuffer of arcade's, shown large by Anime4K."""

import arcade
from common import DOTS, GREY, RED, SHOWN, SOURCE, VIEWPORT, WINDOW, is_last, picture
from PIL import Image

import anime4k_gl as a4k


class Game(arcade.Window):
    """The game: its world is a sprite, its own size that of the source."""

    def __init__(self):
        super().__init__(*WINDOW, "Anime4K in arcade")
        texture = arcade.Texture(Image.fromarray(picture()))
        self.world, self.on_screen = arcade.SpriteList(), arcade.SpriteList()
        self.world.append(arcade.Sprite(texture, 1, SOURCE[0] / 2, SOURCE[1] / 2))
        self.on_screen.append(arcade.Sprite(texture, 2, SHOWN[0] / 2, SHOWN[1] / 2))
        self.small = self.ctx.framebuffer(color_attachments=[self.ctx.texture(SOURCE)])
        self.small_camera = arcade.Camera2D(
            viewport=arcade.LBWH(0, 0, *SOURCE),
            projection=arcade.LRBT(0, SOURCE[0], 0, SOURCE[1]),
            position=(0, 0),
            render_target=self.small,
        )
        # arcade's context is current; its textures are known by their names.
        self.source = a4k.GLTexture(self.small.color_attachments[0].glo.value, SOURCE)
        self.upscaler = a4k.Upscaler(source_size=SOURCE, target_size=SHOWN)
        self.frame = 0

    def on_draw(self):
        with self.small_camera.activate():
            self.small.clear()
            self.world.draw(pixelated=True)
        self.clear(GREY)
        self.on_screen.draw()
        arcade.draw_circle_filled(*DOTS[0], 15, (*RED, 153))
        self.upscaler.render_into(self.source, self.ctx.screen.glo.value, VIEWPORT)
        arcade.draw_circle_filled(*DOTS[1], 15, (*RED, 153))
        self.frame += 1
        if is_last(self.frame):
            arcade.exit()


game = Game()
game.run()
game.upscaler.release()
