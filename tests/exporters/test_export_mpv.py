"""The target mpv: the exported file gives our picture in mpv's video outputs and in libplacebo.

The installed mpv's vo=gpu on OpenGL, OpenGL ES and Vulkan, its gpu-next on OpenGL and Vulkan, and
FFmpeg's libplacebo. The file with parameters is for those whose libplacebo knows them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from oracles.libplacebo.oracle import Placebo, PlaceboFailed
from oracles.mpv.clips import CLIPS, Clips
from oracles.mpv.drawn import CUTTINGS, Drawn
from oracles.mpv.oracle import Oracle
from oracles.mpv.windows import Windows, playing
from support.choice.covering import presets_and
from support.compare import psnr
from support.presets import EACH_KIND, PRESCALERS

from anime4k_gl import export, parse_user_shader, presets
from anime4k_gl.check import Severity, check_file
from anime4k_gl.formats import RGBA8, Size
from anime4k_gl.library import preset_params, preset_shader
from anime4k_gl.plan import ScalingOptions
from anime4k_gl.rendering.render_options import RenderOptions
from anime4k_gl.rendering.renderer import Renderer

pytest_plugins = ("oracles.mpv.fixtures", "oracles.libplacebo.fixtures")

LEAST_PSNR = 48.0  # dB
OUTPUTS = ("gl", "gles", "vulkan", "next-gl", "next-vulkan", "ffmpeg")
LIBPLACEBOS = ("next-gl", "next-vulkan", "ffmpeg")
OPTS = "glsl-shader-opts"
THREE_CLIPS = ("yuv420p", "town", "face")
FOUR_SCALES = (1.0, 1.5, 2.0, 3.0)
TUNABLE = [name for name in presets() if preset_params(name)]
PARAMS: dict[str, float] = {"thin_strength": 0.4, "refine_strength": 0.3}
PARAMS_OF = {name: PARAMS for name in presets()} | {"v1.1": {"push_strength": 0.5, "faith": 0.25}}


def sizes_of(clip: str) -> list[Size]:
    """Return the sizes of a clip at the four scales."""
    size = (CUTTINGS if clip in CUTTINGS else CLIPS)[clip].size
    return [Size(round(size.width * s), round(size.height * s)) for s in FOUR_SCALES]


def shader_of(files: dict[str, str]) -> str:
    (name,) = [name for name in files if name.endswith(".glsl")]
    return files[name]


@dataclass(frozen=True)
class Told:
    """What mpv is told besides: options as it starts, and commands once it plays."""

    options: Sequence[str] = ()
    commands: Sequence[Sequence[str]] = ()


NOTHING = Told()


@dataclass(frozen=True)
class Players:
    """Everybody who draws, and the clips."""

    context: Any
    windows: Windows
    placebo: Placebo
    clips: Clips
    drawn: Drawn

    def know_params(self, output: str) -> bool:
        """Return whether an output's libplacebo knows PARAM."""
        if output == "ffmpeg":
            return self.placebo.filter.knows_params
        return self.windows.player.knows_params

    def theirs(self, output: str, clip: str, text: str, told: Told) -> list[Any]:
        """Return what a player makes of a clip's first frame, at each size."""
        path = self.drawn.path(clip) if clip in CUTTINGS else self.clips.path(clip)
        if output == "ffmpeg":
            return [
                self.placebo.frames(path, text, size=size, frames=1, scaler="catmull_rom").frames[0]
                for size in sizes_of(clip)
            ]
        # vo_gpu's bilinear is the texture unit's and exact here; libplacebo's is not.
        options = ("--scale=catmull_rom", "--cscale=catmull_rom") if "next" in output else ()
        return self.windows.pictures(
            output, path, text, sizes=sizes_of(clip), options=(*options, *told.options),
            commands=told.commands,
        )  # fmt: skip

    def ours(self, output: str, clip: str, size: Size, preset: str, **params: float) -> Any:
        """Return the engine's picture (H, W, 3) of a clip's first frame."""
        frames = self.drawn.frames(clip) if clip in CUTTINGS else self.clips.frames(clip, 1)
        libplacebo = output in LIBPLACEBOS
        scaler = "catmull_rom" if libplacebo else "bilinear"
        renderer = Renderer(
            self.context,
            RenderOptions.for_shaders(
                [preset_shader(preset)],
                scaler=scaler,
                params=params,
                dialect="libplacebo" if libplacebo else "vo_gpu",
                # What a preset made too large is made smaller again, by FFmpeg without aliasing.
                scaling=ScalingOptions(cscaler=scaler, correct_downscaling=output == "ffmpeg"),
            ),
        )
        try:
            renderer.render(frames[0], target=size, output=RGBA8)
            return renderer.read()[0][..., :3]
        finally:
            renderer.release()

    def hold(
        self,
        output: str,
        clip: str,
        text: str,
        preset: str,
        *,
        told: Told = NOTHING,
        **params: float,
    ) -> None:
        """Assert that a player's pictures are ours, and no mere scaled ones."""
        pictures = self.theirs(output, clip, text, told)
        for scale, size, picture in zip(FOUR_SCALES, sizes_of(clip), pictures, strict=True):
            mine = self.ours(output, clip, size, preset, **params)
            plain = self.ours(output, clip, size, "none")
            near, without = psnr(mine, picture, peak=255), psnr(plain, picture, peak=255)
            figures = f"{preset} {output} {clip} x{scale:g}: {near:.1f} dB, scaled {without:.1f}"
            print(figures)
            assert near >= LEAST_PSNR, figures
            if preset not in PRESCALERS or scale != 1.0:
                assert without < near - 6, figures

    def hold_adjusted(
        self, output: str, text: str, preset: str, told: Told = NOTHING, **params: float
    ) -> None:
        """Assert that a player's pictures are ours at some values of a file's parameters.

        A libplacebo that has none refuses the file: mpv shows the scaled picture, ffmpeg stops.
        """
        clip = "face"
        if self.know_params(output):
            self.hold(output, clip, text, preset, told=told, **params)
            size = sizes_of(clip)[-1]
            mine, unset = (self.ours(output, clip, size, preset, **p) for p in (params, {}))
            assert psnr(mine, unset, peak=255) < LEAST_PSNR - 6, "the values show nothing"
        elif output == "ffmpeg":
            with pytest.raises(PlaceboFailed, match="Unrecognized command 'PARAM"):
                self.theirs(output, clip, text, told)
        else:
            pictures = self.theirs(output, clip, text, told)
            for size, picture in zip(sizes_of(clip), pictures, strict=True):
                plain = self.ours(output, clip, size, "none")
                assert psnr(plain, picture, peak=255) >= LEAST_PSNR


@pytest.fixture
def players(
    context: Any,
    windows: Windows,
    placebo: Placebo,
    clips: Clips,
    pytestconfig: pytest.Config,
) -> Players:
    """Return mpv, libplacebo and the engine."""
    drawn = Drawn(pytestconfig.cache.mkdir("mpv-clips"))
    return Players(context, windows, placebo, clips, drawn)


@pytest.mark.parametrize("clip", THREE_CLIPS)
@pytest.mark.parametrize("output", OUTPUTS)
def test_same_picture(players: Players, output: str, clip: str) -> None:
    players.hold(output, clip, shader_of(export("mpv", preset="v1.0-rc")), "v1.0-rc")


@pytest.mark.parametrize(
    ("output", "preset"), [pair for pair in presets_and(OUTPUTS) if pair[1] != "v1.0-rc"]
)
def test_every_preset(players: Players, output: str, preset: str) -> None:
    players.hold(output, "face", shader_of(export("mpv", preset=preset)), preset)


@pytest.mark.parametrize(
    ("output", "preset"), [("gl", "hybrid-s"), ("vulkan", "hybrid-s"), ("gl", "v1.1")]
)
def test_compute_passes(players: Players, output: str, preset: str) -> None:
    """Of a network, Vulkan's compiler has half floats, and Mesa's for OpenGL has none."""
    text = shader_of(export("mpv", preset=preset, compute=True))
    assert "//!COMPUTE" in text
    players.hold(output, "face", text, preset)


def test_baked_parameters(players: Players) -> None:
    text = shader_of(export("mpv", preset="v1.0-rc", params=PARAMS))
    assert "//!PARAM" not in text
    players.hold("gl", "face", text, "v1.0-rc", **PARAMS)


@pytest.mark.parametrize(("output", "preset"), presets_and(LIBPLACEBOS, TUNABLE))
def test_adjustable_file_begins_with_the_exported_values(
    players: Players, output: str, preset: str
) -> None:
    params = PARAMS_OF[preset]
    text = shader_of(export("mpv", preset=preset, params=params, flavor="gpu-next"))
    players.hold_adjusted(output, text, preset, **params)


@pytest.mark.parametrize(
    ("output", "preset"),
    presets_and([name for name in LIBPLACEBOS if name != "ffmpeg"], TUNABLE),
)
def test_adjusted_by_mpvs_options(players: Players, output: str, preset: str) -> None:
    text = shader_of(export("mpv", preset=preset, flavor="gpu-next"))
    params = PARAMS_OF[preset]
    players.hold_adjusted(output, text, preset, Told(options=[f"--{OPTS}={_given(params)}"]),
                          **params)  # fmt: skip


@pytest.mark.parametrize("output", [name for name in LIBPLACEBOS if name != "ffmpeg"])
def test_adjusted_while_mpv_plays(players: Players, output: str) -> None:
    text = shader_of(export("mpv", preset="v1.0-rc", flavor="gpu-next"))
    told = Told([f"--{OPTS}={_given({'fxaa_span': 2.0})}"], [("set", OPTS, _given(PARAMS))])
    players.hold_adjusted(output, text, "v1.0-rc", told, **PARAMS)


def _given(params: dict[str, float]) -> str:
    return ",".join(f"{name}={value}" for name, value in params.items())


@pytest.mark.parametrize("preset", TUNABLE)
def test_tunables_start_where_they_were_set(context: Any, clips: Clips, preset: str) -> None:
    name, other = list(PARAMS_OF[preset])
    text = shader_of(export("mpv", preset=preset, params={name: 0.4}, flavor="gpu-next"))
    shader = parse_user_shader(text)
    declared = {param.name: param for param in shader.params}
    expected = {param.name: param for param in preset_shader(preset).params}
    assert declared.keys() == expected.keys()
    assert declared[name].default == 0.4
    assert declared[other].default == expected[other].default
    baked = parse_user_shader(shader_of(export("mpv", preset=preset, params={name: 0.4})))
    pictures = []
    for file in (shader, baked):
        renderer = Renderer(
            context, RenderOptions.for_shaders([file], scaler="bilinear", dialect="libplacebo")
        )
        renderer.render(clips.frames("yuv420p", 1)[0], target=Size(128, 96), output=RGBA8)
        pictures.append(renderer.read()[0])
        renderer.release()
    assert (pictures[0] == pictures[1]).all()


def test_only_upscaling(oracle: Oracle, clips: Clips) -> None:
    files = export("mpv", preset="v1.0-rc")
    always, off = shader_of(files), files["strength/anime4k-off.hook"]
    gated = shader_of(export("mpv", preset="v1.0-rc", only_upscaling=True))
    clip, size = clips.path("yuv420p"), CLIPS["yuv420p"].size
    labels = [found.desc for found in parse_user_shader(always).passes]
    for target, runs in ((size, False), (Size(48, 36), False), (Size(128, 96), True)):
        assert list(oracle.mpv_frames(clip, [always], size=target).ran) == labels
        run = oracle.mpv_frames(clip, [gated], size=target)
        assert list(run.ran) == (labels if runs else [])
        plain = oracle.mpv_frames(clip, [always if runs else off], size=target)
        assert (run.frames[0] == plain.frames[0]).all()


@pytest.mark.parametrize("preset", EACH_KIND)
@pytest.mark.parametrize("flavor", ["vo_gpu", "gpu-next"])
@pytest.mark.parametrize("only_upscaling", [False, True])
def test_the_files(tmp_path: Path, preset: str, flavor: str, only_upscaling: bool) -> None:
    files = export("mpv", preset=preset, flavor=flavor, only_upscaling=only_upscaling)
    assert {"mpv.conf", "input.conf", "README.txt"} < files.keys()
    for name, text in files.items():
        if not name.endswith((".glsl", ".hook")):
            continue
        path = tmp_path / Path(name).name
        path.write_text(text)
        findings = [f for f in check_file(path) if f.severity is Severity.ERROR]
        assert not findings, findings[0]
    text = shader_of(files)
    assert "B. Peng and contributors (2019, MIT" in text.partition("//!")[0]
    shader = parse_user_shader(text)
    labels = [found.desc or "" for found in shader.passes]
    assert all(label.startswith(("Anime4K v", "Anime4K hybrid-")) for label in labels)
    assert len(set(labels)) == len(labels)
    assert bool(shader.params) == (flavor == "gpu-next" and preset in TUNABLE)
    for found in shader.passes:
        assert ("NATIVE_CROPPED.h" in str(found.when)) == only_upscaling
        if found.save is None:  # a colour, which players show: opaque, or screenshots are black
            body = found.body[found.body.index("vec4 hook()") :]
            returns = re.findall(r"\breturn\b(.*?);", body, re.DOTALL)
            # At MAIN a video's own alpha is 1.
            opaque = (", 1.0)", ", c.a)") if found.hooks == ("MAIN",) else ", 1.0)"
            assert returns and all(r.rstrip().endswith(opaque) for r in returns), found.desc


@pytest.mark.parametrize("flavor", ["vo_gpu", "gpu-next"])
def test_the_keys(windows: Windows, tmp_path: Path, flavor: str) -> None:
    """In mpv itself, without a window: what the snippets do."""
    files = export("mpv", preset="v1.0-rc", flavor=flavor)
    for name in ("mpv.conf", "input.conf"):
        (tmp_path / name).write_text(files[name])
    shader = "~~/shaders/anime4k-v1.0-rc.glsl"
    off = {"vo_gpu": ["~~/shaders/strength/anime4k-off.hook"], "gpu-next": []}[flavor]
    with playing([f"--config-dir={tmp_path}", "--idle", "--vo=null"], tmp_path) as mpv:

        def pressed(key: str, name: str) -> Any:
            before = mpv.get(name)
            mpv.run("keypress", key)
            mpv.wait(lambda: mpv.get(name) != before)
            return mpv.get(name)

        assert mpv.get("glsl-shaders") == [shader]
        assert pressed("ctrl+a", "glsl-shaders") == off
        assert pressed("ctrl+a", "glsl-shaders") == [shader]
        for key, weaker in (("ctrl+PGUP", False), ("ctrl+PGDWN", True)):
            if flavor == "gpu-next":
                strengths = [float(mpv.get("glsl-shader-opts")["refine_strength"])]
                for _ in range(2 if not weaker else 4):
                    strengths.append(float(pressed(key, "glsl-shader-opts")["refine_strength"]))
            else:
                strengths = [level(mpv.get("glsl-shaders"))]
                for _ in range(2 if not weaker else 4):
                    strengths.append(level(pressed(key, "glsl-shaders")))
            assert strengths == sorted(strengths, reverse=weaker)
            assert len(set(strengths)) == len(strengths)
        if flavor == "vo_gpu":  # each strength is there, and differs
            texts = {name: text for name, text in files.items() if name.endswith(".hook")}
            assert {f"~~/shaders/{name}" for name in texts} <= set(
                re.findall(r'"([^"]+\.hook)"', files["input.conf"])
            )
            assert len(set(texts.values())) == len(texts) == 5
            assert pressed("ctrl+a", "glsl-shaders") == off, "from any strength"


def level(paths: list[str]) -> float:
    """Return the strength that a list of one baked shader stands for."""
    (path,) = paths
    found = re.search(r"-(\d+)\.hook$", path)
    return float(found[1]) / 100 if found else 1.0
