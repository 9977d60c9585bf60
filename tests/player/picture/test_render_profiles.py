"""Render profiles offscreen: renderers, comparisons by pixel, intermediates by golden arrays."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from support.compare import psnr, share_within
from support.paths import GOLDEN_ARRAYS

from anime4k_gl import upscale
from anime4k_gl.errors import OptionError, ShaderCompileError
from anime4k_gl.formats import Size
from anime4k_gl.player.comparison.layout import divider_x, texel_at
from anime4k_gl.player.comparison.model import Comparison, Mode
from anime4k_gl.player.display.comparison_view import ComparisonView, value_text
from anime4k_gl.player.display.overlay import Overlay
from anime4k_gl.player.display.presenter import Presenter
from anime4k_gl.player.geometry import Rect, letterbox, turned
from anime4k_gl.player.picture.profiles import (
    SCALER_ALONE,
    RenderProfile,
    RenderProfiles,
    profiles_of,
)
from anime4k_gl.player.picture.renderer_cache import IDLE_SECONDS, KEPT
from anime4k_gl.player.picture.renderer_pool import RenderedFrame, RendererPool
from anime4k_gl.rendering.render_options import RenderOptions
from anime4k_gl.rendering.shader_forms import Forms
from anime4k_gl.usershader import UserShader, parse_user_shader

Pixels = npt.NDArray[np.uint8]

TOLERANCE = 2 / 255

INVERT = (
    "//!HOOK OUTPUT\n//!BIND HOOKED\n//!DESC invert\n"
    "vec4 hook() { return vec4(1.0 - HOOKED_tex(HOOKED_pos).rgb, 1.0); }\n"
)
DIM = (
    "//!PARAM level\n//!TYPE float\n//!MINIMUM 0\n//!MAXIMUM 1\n1.0\n\n"
    "//!HOOK OUTPUT\n//!BIND HOOKED\n//!DESC dim\n"
    "vec4 hook() { return vec4(level * HOOKED_tex(HOOKED_pos).rgb, 1.0); }\n"
)
RAMP = (
    "//!HOOK OUTPUT\n//!BIND HOOKED\n//!SAVE RAMP\n//!COMPONENTS 2\n//!DESC ramp\n"
    "vec4 hook() { return vec4(10.0 - 20.0 * HOOKED_pos.x, 5.0, 0.0, 1.0); }\n"
    "//!HOOK OUTPUT\n//!BIND HOOKED\n//!BIND RAMP\n//!DESC show\n"
    "vec4 hook() { return HOOKED_tex(HOOKED_pos); }\n"
)


def shader(text: str, name: str) -> UserShader:
    return parse_user_shader(text, filename=name)


def noise(width: int = 24, height: int = 16) -> Pixels:
    return np.random.default_rng(5).integers(0, 256, (height, width, 3), np.uint8)


def with_shader(look: RenderProfile, one: UserShader) -> RenderProfile:
    return look.with_render(forms=Forms.as_given((one,)))


def looks_for(
    *shaders: UserShader, preset: str = "v1.0-rc", scaler: str = "bicubic"
) -> RenderProfiles:
    return profiles_of(RenderOptions.for_shaders(Forms.of("auto", preset, shaders), scaler=scaler))


class Stage:
    """A window's stand-in: a framebuffer, and all that draws into it."""

    def __init__(self, context: Any, window: Size, looks: RenderProfiles) -> None:
        self.context, self.window, self.time = context, window, 0.0
        self.content = context.texture(tuple(window), 4)
        self.framebuffer = context.framebuffer([self.content])
        self.presenter = Presenter(context, self.framebuffer)
        self.comparison = ComparisonView(self.presenter)
        self.overlay = Overlay(self.presenter)
        self.pool = RendererPool(context, looks, scale=2.0, now=lambda: self.time)
        self.sides = ("", looks.chosen)

    def draw(
        self, picture: Pixels, compare: Comparison, rotation: int = 0
    ) -> tuple[RenderedFrame, Rect]:
        """Draw a picture at the window's size; return what was upscaled, and where it is."""
        size = Size(*picture.shape[1::-1])
        place = letterbox(turned(size, rotation), self.window)
        target = turned(place.size, rotation)
        drawn = self.pool.render(picture, target, self.visible(compare), compare.view)
        self.presenter.begin(self.window)
        self.comparison.draw(compare, drawn, self.window, place, rotation)
        return drawn, place

    def visible(self, compare: Comparison) -> tuple[str, ...]:
        return compare.visible(*self.sides)

    def read(self) -> Pixels:
        return self.presenter.read()[..., :3]

    def release(self) -> None:
        self.context.detect_framebuffer(0).use()  # moderngl keeps to what was used last
        for part in (self.pool, self.overlay, self.comparison, self.presenter,
                     self.framebuffer, self.content):  # fmt: skip
            part.release()


@pytest.fixture
def stages(context: Any) -> Iterator[Any]:
    made: list[Stage] = []

    def make(window: Size, looks: RenderProfiles) -> Stage:
        made.append(Stage(context, window, looks))
        return made[-1]

    yield make
    for stage in made:
        stage.release()


def pixels_of(texture: Any) -> Pixels:
    """Return a result's rows, row 0 on top, without alpha."""
    data = np.frombuffer(texture.read(alignment=1), np.uint8)
    return data.reshape(texture.height, texture.width, 4)[..., :3]


def comparing(stage: Stage, before: str, after: str, **state: Any) -> Comparison:
    stage.sides = before, after
    return Comparison(**state)


# Renderers by look.


def test_each_look_has_a_texture_of_its_own(stages: Any) -> None:
    stage = stages(Size(48, 32), looks_for(shader(INVERT, "invert.glsl")))
    up, picture = stage.pool, noise()
    first = up.render(picture, Size(48, 32), (SCALER_ALONE, "invert.glsl"))
    plain, inverted = map(pixels_of, first.textures)
    assert first.names == (SCALER_ALONE, "invert.glsl") and not first.repeated
    assert np.abs(255 - plain.astype(int) - inverted).max() <= 1
    assert plain.std() > 30
    assert up.holds(picture, Size(48, 32), first.names)
    assert not up.holds(picture, Size(48, 32)) and not up.holds(noise(), Size(48, 32), first.names)
    assert up.render(noise(), Size(48, 32), first.names).repeated
    assert "invert" in [record["name"] for record in up.report("invert.glsl")]
    assert "invert" not in [record["name"] for record in up.report()]


def test_what_is_there_is_not_drawn_again(stages: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from anime4k_gl.rendering.renderer import Renderer

    drawn = []
    draw = Renderer.draw
    monkeypatch.setattr(Renderer, "draw", lambda self: drawn.append(self) or draw(self))
    up, picture = stages(Size(48, 32), looks_for()).pool, noise()
    for name in (SCALER_ALONE, "v1.0-rc", SCALER_ALONE, "v1.0-rc"):  # each forgets the other
        up.render(picture, Size(48, 32), (name,))
    assert len(drawn) == 4
    for _ in range(3):
        up.render(picture, Size(48, 32), (SCALER_ALONE, "v1.0-rc"))
    assert len(drawn) == 5
    up.render(picture, Size(40, 32), (SCALER_ALONE, "v1.0-rc"))
    assert len(drawn) == 7


def test_renderers_that_are_not_used_go(stages: Any) -> None:
    files = [shader(DIM, f"dim{number}.glsl") for number in range(KEPT + 3)]
    stage = stages(Size(48, 32), looks_for(*files))
    up, picture = stage.pool, noise()
    for stage.time, file in enumerate(files):
        up.render(picture, Size(48, 32), (file.filename,))
    kept = [file.filename for file in files if up.report(file.filename)]
    assert kept == [file.filename for file in files[-KEPT - 1 :]]
    before = up.allocated_bytes
    stage.time += IDLE_SECONDS + 1
    up.render(picture, Size(48, 32), (SCALER_ALONE,))
    assert [name for name in up.profiles.names if up.report(name)] == [SCALER_ALONE]
    assert up.allocated_bytes < before


def test_parameters_belong_to_a_look(stages: Any) -> None:
    files = shader(DIM, "a.glsl"), shader(DIM, "b.glsl")
    up, picture = stages(Size(48, 32), looks_for(*files)).pool, noise()
    names = ("a.glsl", "b.glsl")
    full, _ = map(pixels_of, up.render(picture, Size(48, 32), names).textures)
    up.set_params("b.glsl", {"level": 0.5})
    assert not up.holds(picture, Size(48, 32), names)
    same, half = map(pixels_of, up.render(picture, Size(48, 32), names).textures)
    assert np.array_equal(same, full)
    assert np.abs(half - full / 2).max() <= 1
    for wrong in ({"level": 2.0}, {"depth": 1.0}):
        with pytest.raises(OptionError):
            up.set_params("b.glsl", wrong)
    assert up.params("b.glsl") == {"level": 0.5}
    again = pixels_of(up.render(picture, Size(48, 32), names).textures[1])
    assert np.array_equal(again, half)


def test_a_value_that_cannot_be_drawn_with_is_not_taken(stages: Any) -> None:
    text = DIM.replace("TYPE float", "TYPE DEFINE").replace("level", "LEVEL")
    text = text.replace("1.0\n\n", "1\n\n").replace("LEVEL *", "float(LEVEL) *").replace(
        "vec4 hook", "#if LEVEL == 0\n#error none\n#endif\nvec4 hook"
    )  # fmt: skip
    up, picture = stages(Size(48, 32), looks_for(shader(text, "a.glsl"))).pool, noise()
    first = pixels_of(up.render(picture, Size(48, 32)).textures[0])
    with pytest.raises(ShaderCompileError):
        up.set_params("a.glsl", {"LEVEL": 0})
    again = up.render(picture, Size(48, 32))
    assert up.params("a.glsl") == {} and again.names == ("a.glsl",)
    assert np.array_equal(pixels_of(again.textures[0]), first)


def test_a_look_that_cannot_be_drawn_does_no_harm_to_others(stages: Any) -> None:
    broken = shader(DIM.replace("level *", "levl *"), "broken.glsl")
    up, picture = stages(Size(48, 32), looks_for(broken)).pool, noise()
    plain = pixels_of(up.render(picture, Size(48, 32), (SCALER_ALONE,)).textures[0])
    with pytest.raises(ShaderCompileError):
        up.render(picture, Size(48, 32), (SCALER_ALONE, "broken.glsl"))
    assert up.rendered is None and not up.holds(picture, Size(48, 32), (SCALER_ALONE,))
    again = up.render(picture, Size(48, 32), (SCALER_ALONE,))
    assert np.array_equal(pixels_of(again.textures[0]), plain)


def test_deep_pictures_are_drawn_in_16_bits(stages: Any) -> None:
    stage = stages(Size(48, 32), looks_for())
    picture = noise().astype(np.uint16) * 257
    drawn = stage.pool.render(picture, Size(48, 32), (SCALER_ALONE, "v1.0-rc"))
    assert [texture.dtype for texture in drawn.textures] == ["nu2", "nu2"]
    compare = comparing(stage, SCALER_ALONE, "v1.0-rc", mode=Mode.DIFFERENCE)
    stage.draw(picture, compare)
    assert stage.read().any()
    assert not stage.pool.holds(picture, Size(48, 32))
    stage.pool.render(picture, Size(48, 32))
    assert stage.pool.holds(picture, Size(48, 32))
    stage.pool.tone_map = None
    assert not stage.pool.holds(picture, Size(48, 32))


def test_a_look_is_replaced_only_by_one_that_works(stages: Any) -> None:
    looks = looks_for(shader(DIM, "a.glsl"))
    up, picture = stages(Size(48, 32), looks).pool, noise()
    first = pixels_of(up.render(picture, Size(48, 32)).textures[0])
    broken = shader(DIM.replace("level *", "levl *"), "a.glsl")
    look = looks["a.glsl"]
    with pytest.raises(ShaderCompileError):
        up.replace(with_shader(look, broken))
    assert np.array_equal(pixels_of(up.render(picture, Size(48, 32)).textures[0]), first)
    up.replace(with_shader(look, shader(INVERT, "a.glsl")))
    assert np.array_equal(pixels_of(up.texture), first)  # until it is drawn again
    second = pixels_of(up.render(picture, Size(48, 32)).textures[0])
    assert np.abs(255 - first.astype(int) - second).max() <= 1


def test_a_look_that_another_stands_in_for_is_tried(stages: Any) -> None:
    looks = looks_for(shader(DIM, "a.glsl"))
    up, picture = stages(Size(48, 32), looks).pool, noise()
    up.stand_in("a.glsl", looks[SCALER_ALONE])
    plain = pixels_of(up.render(picture, Size(48, 32)).textures[0])
    broken = shader(DIM.replace("level *", "levl *"), "a.glsl")
    with pytest.raises(ShaderCompileError):
        up.replace(with_shader(looks["a.glsl"], broken))
    up.replace(with_shader(looks["a.glsl"], shader(INVERT, "a.glsl")))
    assert np.array_equal(pixels_of(up.render(picture, Size(48, 32)).textures[0]), plain)
    up.stand_in("a.glsl", None)
    assert not np.array_equal(pixels_of(up.render(picture, Size(48, 32)).textures[0]), plain)


# Comparisons by pixel.


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_split_shows_each_look_on_its_side(stages: Any, rotation: int) -> None:
    size = turned(Size(48, 32), rotation)
    window = Size(size.width + 20, size.height)  # with bars
    stage = stages(window, looks_for(shader(INVERT, "invert.glsl")))
    compare = comparing(stage, SCALER_ALONE, "invert.glsl", mode=Mode.SPLIT, divider=0.25)
    drawn, place = stage.draw(noise(), compare, rotation)
    assert place.size == size
    seen = stage.read()
    before, after = (np.rot90(pixels_of(t), -rotation // 90) for t in drawn.textures)
    inside = seen[place.y : place.y + place.height, place.x : place.x + place.width]
    cut = divider_x(place, 0.25) - place.x
    # The line is two pixels wide with a shade of one to each side; the handle is a disc of 16.
    above = max(0, place.height // 2 - 8)
    left, right = inside[:above, : cut - 2], inside[:above, cut + 2 :]
    assert left.size and right.size
    assert np.array_equal(left, before[:above, : cut - 2])
    assert np.array_equal(right, after[:above, cut + 2 :])
    assert (inside[:above, cut - 1 : cut + 1] == 255).all()
    assert not seen[:above, : place.x].any()


def test_side_by_side_shows_the_same_part_of_both(stages: Any) -> None:
    stage = stages(Size(48, 32), looks_for(shader(INVERT, "invert.glsl")))
    compare = comparing(stage, SCALER_ALONE, "invert.glsl", mode=Mode.SIDE_BY_SIDE, pan=(0.5, 0.5))
    drawn, _ = stage.draw(noise(), compare)
    before, after = map(pixels_of, drawn.textures)
    seen = stage.read()
    assert np.array_equal(seen[:, :22], before[:, 12:34])
    assert np.array_equal(seen[:, 26:], after[:, 14:36])


def test_a_difference_is_zero_for_equal_looks_and_amplified_for_others(stages: Any) -> None:
    files = shader(DIM, "a.glsl"), shader(DIM, "b.glsl")
    stage = stages(Size(48, 32), looks_for(*files))
    compare = comparing(stage, "a.glsl", "b.glsl", mode=Mode.DIFFERENCE, gain=32.0)
    stage.draw(noise(), compare)
    assert not stage.read().any()
    stage.pool.set_params("b.glsl", {"level": 0.9})
    compare.gain = 4.0
    drawn, _ = stage.draw(noise(), compare)
    a, b = (pixels_of(texture).astype(int) for texture in drawn.textures)
    expected = np.minimum(255, 4 * np.abs(a - b))
    assert expected.max() > 60
    assert np.abs(stage.read() - expected).max() <= 1


def test_blinking_shows_one_and_the_other(stages: Any) -> None:
    stage = stages(Size(48, 32), looks_for(shader(INVERT, "invert.glsl")))
    compare = comparing(stage, SCALER_ALONE, "invert.glsl", mode=Mode.BLINK)
    shown = []
    for _ in range(2):
        drawn, _ = stage.draw(noise(), compare)
        shown.append(stage.read().copy())
        assert np.array_equal(shown[-1], pixels_of(drawn.textures[0]))
        compare.blink()
    assert np.abs(255 - shown[0].astype(int) - shown[1]).max() <= 1


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("zoom", [4, 8, 16])
def test_a_loupe_shows_the_texels(stages: Any, zoom: int, rotation: int) -> None:
    """Each texel as a square, oriented as it is seen; beside the picture, gray."""
    stage = stages(Size(320, 320), looks_for(shader(INVERT, "invert.glsl")))
    texture = stage.pool.render(noise(), Size(30, 20)).textures[0]
    cells = 9
    box, centre = Rect(10, 20, cells * zoom, cells * zoom), (3, 16)
    stage.presenter.begin(stage.window)
    stage.presenter.loupe(texture, box, centre, rotation, zoom=zoom)
    seen = stage.read()[box.y : box.y + box.height, box.x : box.x + box.width]
    around = np.full((20 + 2 * cells, 30 + 2 * cells, 3), 31, np.uint8)  # what is beside it
    around[cells:-cells, cells:-cells] = pixels_of(texture)
    near = around[
        centre[1] + cells - 4 : centre[1] + cells + 5, centre[0] + cells - 4 : centre[0] + cells + 5
    ]
    expected = np.rot90(near, -rotation // 90).repeat(zoom, 0).repeat(zoom, 1)
    right = (seen == expected).all(axis=2)
    inner = right.reshape(cells, zoom, cells, zoom)
    assert (around[cells + 12 : cells + 21, cells - 1] == 31).all()  # some is beside the picture
    ring = np.zeros((cells, cells), bool)
    ring[3:6, 3:6] = True  # where the frame is
    ring[4, 4] = False
    first = 1 if zoom >= 16 else 0  # where the grid is
    for row in range(cells):
        for column in range(cells):
            if not ring[row, column]:
                assert inner[row, first:, column, first:].all()
    if zoom >= 16:
        assert not inner[:, 0].all() and not inner[:, :, :, 0].all()
    middle = seen[4 * zoom - 1, 4 * zoom - 1 : 5 * zoom + 1]
    assert (middle == 255).all()  # the frame


def test_the_loupe_follows_the_mouse_and_shows_both_looks(stages: Any) -> None:
    stage = stages(Size(640, 480), looks_for(shader(INVERT, "invert.glsl")))
    compare = comparing(
        stage, SCALER_ALONE, "invert.glsl", mode=Mode.SPLIT, loupe=True, zoom=8, mouse=(500.0, 60.0)
    )
    drawn, place = stage.draw(noise(64, 48), compare)
    before = stage.read().copy()
    (*names, panel) = stage.comparison.draw_labels(compare, drawn, stage.window, place, 0)
    seen = stage.read()
    assert len(names) == 2
    changed = (seen != before).any(axis=2)
    for rect in (*names, panel):
        changed[rect.y : rect.y + rect.height, rect.x : rect.x + rect.width] = False
    assert not changed.any()  # it says where it drew
    spot = texel_at((500.0, 60.0), place, 0, Size(640, 480))
    assert spot == (500, 60)
    values = [tuple(pixels_of(texture)[60, 500]) for texture in drawn.textures]
    inside = seen[panel.y : panel.y + panel.height, panel.x : panel.x + panel.width]
    for value in values:
        # The texel in the middle is a square of eight.
        here = (inside == np.array(value)).all(axis=2)
        assert here.sum() >= 64
    assert stage.presenter.texel(drawn.textures[1], spot)[:3] == pytest.approx(
        [code / 255 for code in values[1]]
    )
    assert value_text((0.0, 0.5, 1.0, 1.0), "f1") == "R 0   G 128   B 255"
    assert value_text((0.0, 0.5, 1.0, 1.0), "f2") == "R 0.000   G 0.500   B 1.000"


def test_names_do_not_cover_text(stages: Any) -> None:
    stage = stages(Size(640, 360), looks_for())
    compare = comparing(stage, SCALER_ALONE, "v1.0-rc", mode=Mode.SPLIT)
    drawn, place = stage.draw(noise(64, 36), compare)
    message = "a message that is long enough to be below the divider"
    page = [("a line of a page that is wide", "1.0")] * 4
    occupied = stage.overlay.draw(stage.window, message=message, page=page)
    before = stage.read().copy()
    assert len(occupied) == 2
    names = stage.comparison.draw_labels(compare, drawn, stage.window, place, 0, occupied)
    assert len(names) == 2
    seen = stage.read()
    for rect in occupied:
        part = slice(rect.y, rect.y + rect.height), slice(rect.x, rect.x + rect.width)
        assert np.array_equal(seen[part], before[part])
    assert not np.array_equal(seen, before)


# Inner textures.

STAGES_OF = {
    "v1.0-rc": {"luma": "luma", "line mask": "line_mask", "gradient": "gradient",
                "thinned colour": "thin", "refined colour": "refined"},
    "v1.0-rc-reference": {"luma": "luma", "blurred luma": "gauss_y", "line mask": "line_mask",
                          "line probability": "line_prob", "gradient": "gradient",
                          "thinned colour": "thin", "refined colour": "refined"},
}  # fmt: skip


@pytest.mark.parametrize("case", ["city_x1.5", "face_x2", "text_x3"])
@pytest.mark.parametrize("name", STAGES_OF)
def test_inner_textures_are_those_of_the_release(context: Any, case: str, name: str) -> None:
    data = np.load(GOLDEN_ARRAYS / f"{case}.npz")
    picture = data["input"]
    height, width = picture.shape[:2]
    looks = looks_for(preset=name, scaler="none")
    up = RendererPool(context, looks, scale=width / int(data["native_size"][0]))
    for view, stage in STAGES_OF[name].items():
        drawn = up.render(picture, Size(width, height), view=view)
        assert drawn.names == (f"{name}: {view}",)
        seen = pixels_of(drawn.textures[0]) / 255
        expected = data[stage]
        if expected.ndim == 2:
            assert np.ptp(seen, axis=2).max() == 0  # gray
            seen = seen[..., 0]
        near, ratio = share_within(seen, expected, TOLERANCE), psnr(seen, expected)
        print(f"{case} {name} {view}: {near:.4%} within 2/255, {ratio:.2f} dB")
        assert near >= 0.9995
        assert ratio > 55  # of the 8 bits that are seen
    up.release()


def test_packed_maps_of_the_doubled_picture_are_seen_pixel_by_pixel(context: Any) -> None:
    picture = np.load(GOLDEN_ARRAYS / "face_x2.npz")["input"][::2, ::2].copy()
    height, width = picture.shape[:2]
    up = RendererPool(context, looks_for(preset="v1.1"), scale=2.0)
    weights = [0.2126, 0.7152, 0.0722]
    luma = upscale(picture, preset="none", scaler="lanczos") @ weights / 255
    result = upscale(picture, preset="v1.1") @ weights / 255
    # An odd size is not the map's.
    for size in (Size(2 * width, 2 * height), Size(2 * width - 1, 2 * height - 1)):
        seen = {}
        for view in ("doubled luma", "pushed luma", "edges", "smooth edges"):
            (texture,) = up.render(picture, size, view=view).textures
            assert texture.size == (2 * width, 2 * height)
            seen[view] = pixels_of(texture)[..., 0] / 255
        assert psnr(seen["doubled luma"], luma) > 45
        assert psnr(seen["pushed luma"], result) > psnr(seen["doubled luma"], result)
        steep = np.hypot(*np.gradient(luma)) > 0.1
        for name in ("edges", "smooth edges"):
            assert seen[name][steep].mean() > 4 * seen[name][~steep].mean()
    up.release()


def test_the_presets_agree_on_where_a_line_is(context: Any) -> None:
    """The optimised preset has probabilities up to where both strengths are saturated, 1/4.

    And, where nothing changes, no more than a flat area's.
    """
    picture = np.load(GOLDEN_ARRAYS / "face_x2.npz")["input"]
    up = RendererPool(context, looks_for(scaler="none"), scale=2.0)
    size = Size(*picture.shape[1::-1])
    names = ("v1.0-rc", "v1.0-rc-reference")
    drawn = up.render(picture, size, names, "line probability")
    share, probability = (pixels_of(texture)[..., 0] / 255 for texture in drawn.textures)
    gradient = up.render(picture, size, ("v1.0-rc-reference",), "gradient").textures[0]
    there = pixels_of(gradient)[..., 0] < 0.97 * 255
    expected = np.minimum(4 * probability, 1)
    assert 0.1 < there.mean() < 0.9 and expected[there].max() == 1
    assert np.abs(share - expected)[there].max() < 0.02
    assert (share - expected)[~there].max() < 0.02
    kernels = pixels_of(up.render(picture, size, ("v1.0-rc",), "refine kernel").textures[0])[..., 0]
    codes = np.unique(np.round(kernels / 255 * 8, 1))
    assert list(codes) == list(range(9))
    up.release()


def test_an_inner_texture_can_be_compared_with_a_look_that_has_none(stages: Any) -> None:
    stage = stages(Size(48, 32), looks_for())
    names = (SCALER_ALONE, "v1.0-rc")
    up, picture = stage.pool, noise()
    plain = pixels_of(up.render(picture, Size(48, 32), names).textures[0])
    drawn = up.render(picture, Size(48, 32), names, "line mask")
    assert drawn.names == (SCALER_ALONE, "v1.0-rc: line mask")
    assert np.array_equal(pixels_of(drawn.textures[0]), plain)
    assert {"line mask", "gradient"} <= {view.name for view in up.views("v1.0-rc")}
    back = up.render(picture, Size(48, 32), names)
    assert back.names == names and np.array_equal(pixels_of(back.textures[0]), plain)


def test_a_users_textures_are_seen_in_their_own_scale(stages: Any) -> None:
    stage = stages(Size(48, 32), looks_for(shader(RAMP, "ramp.glsl")))
    up = stage.pool
    ramp = pixels_of(up.render(noise(), Size(48, 32), view="RAMP.x").textures[0])
    assert ramp[0, 0].tolist() == [255] * 3 and ramp[0, -1].tolist() == [0] * 3  # 10 to -10
    assert (np.diff(ramp[..., 0].astype(int), axis=1) < 0).all()
    flat = pixels_of(up.render(noise(), Size(48, 32), view="RAMP.y").textures[0])
    assert not flat.any()  # one value: black
    by_pass = [view.name for view in up.views() if view.name.endswith(": ramp")]
    assert len(by_pass) == 1
    assert up.render(noise(), Size(48, 32), view=by_pass[0]).names == (f"ramp.glsl: {by_pass[0]}",)


def test_a_look_in_compute_passes_shows_what_its_fragment_passes_do(stages: Any) -> None:
    if not Forms.of("compute", "v1.0-rc").compute:
        pytest.skip("the preset has no compute form")
    looks = profiles_of(RenderOptions.of(preset="v1.0-rc", backend="compute"))
    stage, other = stages(Size(48, 32), looks), stages(Size(48, 32), looks_for())
    if stage.context.version_code < 430:
        pytest.skip("this driver has no compute shaders")
    mask = pixels_of(stage.pool.render(noise(), Size(48, 32), view="line mask").textures[0])
    expected = pixels_of(other.pool.render(noise(), Size(48, 32), view="line mask").textures[0])
    assert np.array_equal(mask, expected) and mask.std() > 5
    result = stage.pool.render(noise(), Size(48, 32))
    assert result.names == ("v1.0-rc",)


def test_a_stand_in_follows_new_values_and_new_shaders(context: Any) -> None:
    """What runs in a look's place must not keep the values of when it first did."""
    frame, size = noise(), Size(48, 32)
    pool = RendererPool(context, looks_for(), scale=2.0)
    try:
        look = pool.profiles["v1.0-rc"]
        fast, old = pool.profiles["v1.0-rc-fast"], pool.profiles["v0.9"]

        def drawn(like: RenderProfile, **params: float) -> Any:
            instead = look.with_render(forms=like.render.forms, params=params)
            instead = dataclasses.replace(instead, name="less")
            pool.stand_in("v1.0-rc", instead)
            result = pool.render(frame, size).textures[0].read()
            assert pool.rendered is not None and pool.rendered.names == ("less",)
            return result

        plain, thin = drawn(old), drawn(old, thin_strength=1.0)
        assert plain != thin
        assert drawn(old) == plain
        assert drawn(fast) not in (plain, thin)
        pool.stand_in("v1.0-rc", None)
        pool.render(frame, size)
        assert pool.rendered is not None and pool.rendered.names == ("v1.0-rc",)
    finally:
        pool.release()
