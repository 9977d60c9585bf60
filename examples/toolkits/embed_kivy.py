"""Anime4K in Kivy: a Callback among the canvas's instructions draws into what Kivy draws into."""

import os

from common import DOTS, GREY, RED, SHOWN, SOURCE, VIEWPORT, WINDOW, is_last, picture

os.environ["KIVY_NO_ARGS"] = "1"  # the options are ours
os.environ.setdefault("KIVY_GL_BACKEND", "sdl2")  # OpenGL; Kivy's own default may be OpenGL ES
from kivy.config import Config

Config.set("graphics", "multisamples", "0")
Config.set("graphics", "width", str(WINDOW[0]))
Config.set("graphics", "height", str(WINDOW[1]))
from kivy.app import App
from kivy.clock import Clock
from kivy.core.window import Window
from kivy.graphics import Callback, Color, Ellipse, Rectangle
from kivy.graphics.texture import Texture
from kivy.uix.widget import Widget

import anime4k_gl as a4k


class View(Widget):
    """Kivy's instructions around ours."""

    def __init__(self):
        super().__init__()
        self.texture = Texture.create(SOURCE, "rgba")
        self.texture.blit_buffer(picture()[::-1].tobytes(), colorfmt="rgba", bufferfmt="ubyte")
        self.upscaler, self.frame = None, 0
        with self.canvas:
            Color(1, 1, 1, 1)
            Rectangle(texture=self.texture, pos=(0, 0), size=SHOWN)
            Color(*(c / 255 for c in RED), 0.6)
            Ellipse(pos=(DOTS[0][0] - 15, DOTS[0][1] - 15), size=(30, 30))
            self.callback = Callback(self.draw)
            Ellipse(pos=(DOTS[1][0] - 15, DOTS[1][1] - 15), size=(30, 30))
        with self.canvas.after:
            Callback(self.end)
        Clock.schedule_interval(lambda _: self.callback.ask_update(), 1 / 60)

    def draw(self, _):
        if self.upscaler is None:  # Kivy's context is current while it draws
            self.upscaler = a4k.Upscaler(source_size=SOURCE, target_size=SHOWN)
        texture = a4k.GLTexture(self.texture.id, SOURCE)
        self.upscaler.render_into(texture, 0, VIEWPORT)

    def end(self, _):
        self.frame += 1
        if is_last(self.frame):
            self.upscaler.release()
            App.get_running_app().stop()


class Example(App):
    """The application."""

    title = "Anime4K in Kivy"

    def build(self):
        Window.clearcolor = [*(c / 255 for c in GREY), 1]
        return View()


Example().run()
