"""Anime4K in Dear ImGui (imgui-bundle): a result is an image by its name, like any texture.

Two sliders change its parameters while it runs.
"""

from common import DOTS, GREY, RED, SHOWN, SOURCE, WINDOW, options, picture, save
from imgui_bundle import hello_imgui, imgui
from scene import wrap_current

import anime4k_gl as a4k

PARAMS = [p for p in a4k.parameters() if p.name in ("push_strength", "faith")]


class Example:
    """What ImGui's runner calls; its context is current in all of it."""

    def __init__(self):
        self.frame, self.values = 0, {p.name: float(p.default) for p in PARAMS}

    def start(self):
        self.upscaler = a4k.Upscaler(source_size=SOURCE, target_size=SHOWN)
        self.picture = wrap_current().texture(
            SOURCE, 4, picture().tobytes()
        )  # ImGui's rows begin on top

    def show(self):
        draw, red = imgui.get_background_draw_list(), imgui.IM_COL32(*RED, 153)
        draw.add_circle_filled((DOTS[0][0], WINDOW[1] - DOTS[0][1]), 15, red)
        self.upscaler.render(a4k.GLTexture(self.picture.glo, SOURCE))
        for x, name in ((0, self.picture.glo), (SHOWN[0], self.upscaler.result.name)):
            corners = (x, WINDOW[1] - SHOWN[1]), (x + SHOWN[0], WINDOW[1])
            draw.add_image(imgui.ImTextureRef(name), *corners)
        draw.add_circle_filled((DOTS[1][0], WINDOW[1] - DOTS[1][1]), 15, red)
        self.show_sliders()
        self.frame += 1
        if self.frame == options.frames:
            hello_imgui.get_runner_params().app_shall_exit = True

    def show_sliders(self):
        imgui.set_next_window_pos((80, 0))
        imgui.begin("Parameters", None, imgui.WindowFlags_.no_decoration)
        for param in PARAMS:
            changed, value = imgui.slider_float(
                param.name, self.values[param.name], param.minimum, param.maximum
            )
            if changed:
                self.values[param.name] = value
                self.upscaler.set_params(**self.values)
        imgui.end()


example = Example()
runner = hello_imgui.RunnerParams()
runner.app_window_params.window_title = "Anime4K in Dear ImGui"
runner.app_window_params.window_geometry.size = WINDOW
runner.imgui_window_params.background_color = (*(c / 255 for c in GREY), 1.0)
runner.imgui_window_params.default_imgui_window_type = (
    hello_imgui.DefaultImGuiWindowType.no_default_window
)
runner.ini_disable = True  # it would remember the window in a file
runner.fps_idling.enable_idling = False
runner.callbacks.post_init = example.start
runner.callbacks.show_gui = example.show
runner.callbacks.before_exit = lambda: example.upscaler.release()
hello_imgui.run(runner)
if options.screenshot:
    save(hello_imgui.final_app_window_screenshot())
