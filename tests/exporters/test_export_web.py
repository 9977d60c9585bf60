"""The exported page and module in a real browser: its pixels are ours, and it can be used."""

from __future__ import annotations

import base64
import functools
import http.server
import io
import itertools
import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image
from support.compare import psnr
from support.presets import EACH_KIND
from support.window.chromium import Chromium

import anime4k_gl as a4k
from anime4k_gl.cli import demo_clip
from anime4k_gl.errors import OptionError
from anime4k_gl.exporters import export, write_files
from anime4k_gl.library import NO_PRESET
from anime4k_gl.media.writing.remux import remuxed

PRESETS = (*EACH_KIND, NO_PRESET)
NEAR_DB = 40.0

# What a page and our tests both need: pixels in base64, too many for a list.
HELPERS = """
globalThis.packed = (image) => {
  let text = '';
  for (let at = 0; at < image.data.length; at += 8192) {
    text += String.fromCharCode(...image.data.subarray(at, at + 8192));
  }
  return [image.width, image.height, btoa(text)];
};
globalThis.picture = async (url) => {
  const image = new Image();
  image.src = url;
  await image.decode();
  return image;
};
"""

# Any choice makes the page draw, in an animation frame; one that is asked for afterwards still sees
# it there, which later it does not.
CHOOSE_AND_READ = """
await (async () => {
  for (const [id, value] of %s) {
    const control = document.getElementById(id);
    control.value = value;
    control.dispatchEvent(new Event('change'));
  }
  document.getElementById('size').dispatchEvent(new Event('change'));
  await new Promise(requestAnimationFrame);
  const from = document.getElementById('after');
  const copy = new OffscreenCanvas(from.width, from.height).getContext('2d');
  copy.drawImage(from, 0, 0);
  return packed(copy.getImageData(0, 0, from.width, from.height));
})()
"""


@pytest.fixture(scope="module")
def browser(needs_chromium: None) -> Iterator[Chromium]:
    with Chromium() as browser:
        browser.call("Page.addScriptToEvaluateOnNewDocument", source=HELPERS)
        yield browser


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("web")
    write_files(export("web"), folder)
    (folder / "empty.html").write_text("<!DOCTYPE html><canvas></canvas>", "utf-8")
    return folder


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[str]:
    """Modules load from a server only."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None: ...

    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as httpd:
        threading.Thread(target=httpd.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{httpd.server_address[1]}"
        httpd.shutdown()


@pytest.fixture(scope="module")
def drawn(folder: Path) -> tuple[Path, Any]:
    """Return a piece of the demo clip, as a file and as an array; odd sides are the harder ones."""
    with av.open(str(demo_clip())) as clip:
        frame = next(itertools.islice(clip.decode(video=0), 90, None))
    pixels = frame.to_ndarray(format="rgb24")[150:325, 300:501]
    Image.fromarray(pixels).save(folder / "drawn.png")
    return folder / "drawn.png", np.ascontiguousarray(pixels)


def unpacked(packed: list[Any]) -> Any:
    width, height, text = packed
    return np.frombuffer(base64.b64decode(text), np.uint8).reshape(height, width, 4)


def wait_for(browser: Chromium, condition: str) -> None:
    until = time.monotonic() + 60
    while not browser.run(condition):
        assert time.monotonic() < until, f"never {condition}; {browser.said}"
        time.sleep(0.05)


def open_page(browser: Chromium, folder: Path, *, plays: bool = False) -> None:
    """Open the page, its clip at rest by default: drawing it all the time takes a processor."""
    motion = "no-preference" if plays else "reduce"
    browser.call(
        "Emulation.setEmulatedMedia",
        features=[{"name": "prefers-reduced-motion", "value": motion}],
    )
    browser.open((folder / "anime4k.html").as_uri())


def choose(browser: Chromium, path: Path) -> None:
    """Choose a file in the page, and wait until it is shown."""
    browser.choose_file("#file", path)
    wait_for(browser, f"document.title.startsWith({json.dumps(path.name)})")


def read_page(browser: Chromium, *chosen: tuple[str, str]) -> Any:
    return unpacked(browser.run(CHOOSE_AND_READ % json.dumps(chosen)))


def notice(browser: Chromium) -> str:
    """Return the message that the page shows, empty if none."""
    shown: str = browser.run(
        "document.getElementById('notice').hidden ? ''"
        " : document.querySelector('#notice p').textContent"
    )
    return shown


# The page.


def test_the_page_draws_what_the_engine_draws(
    browser: Chromium, folder: Path, drawn: tuple[Path, Any]
) -> None:
    open_page(browser, folder)
    choose(browser, drawn[0])
    for size in ("1.5", "2", "3"):
        for preset in PRESETS if size == "2" else EACH_KIND:
            got = read_page(browser, ("size", size), ("preset", preset))
            expected = a4k.upscale(drawn[1], scale=float(size), preset=preset)
            assert got.shape == (*expected.shape[:2], 4)
            near = psnr(got[..., :3], expected, 255)
            print(f"{preset} x{size}: {near:.1f} dB")
            assert near >= NEAR_DB, f"{preset} at {size}"
            assert (got[..., 3] == 255).all()
    assert not browser.said


def test_presets_differ_and_strengths_count(
    browser: Chromium, folder: Path, drawn: tuple[Path, Any]
) -> None:
    open_page(browser, folder)
    choose(browser, drawn[0])
    pictures = [read_page(browser, ("size", "2"), ("preset", p))[..., :3] for p in PRESETS]
    for index, one in enumerate(pictures):
        assert all(psnr(one, other, 255) < 60 for other in pictures[:index])
    plain = pictures[PRESETS.index("v1.0-rc")]
    read_page(browser, ("preset", "v1.0-rc"))
    browser.run(
        "{ const slider = document.getElementById('parameter-thin_strength');"
        " slider.value = 0.5; slider.dispatchEvent(new Event('input')); }"
    )
    strong = read_page(browser)[..., :3]
    expected = a4k.upscale(drawn[1], preset="v1.0-rc", params={"thin_strength": 0.5})
    assert psnr(strong, expected, 255) >= NEAR_DB
    assert psnr(strong, plain, 255) < 40
    browser.run("document.getElementById('reset').click()")
    assert (read_page(browser)[..., :3] == plain).all()


def test_what_was_asked_for_is_what_the_page_begins_with(
    browser: Chromium, tmp_path: Path, drawn: tuple[Path, Any]
) -> None:
    files = export("web", preset="v0.9", params={"thin_strength": 0.3})
    write_files(files, tmp_path)
    open_page(browser, tmp_path)
    choose(browser, drawn[0])
    assert browser.run("document.getElementById('preset').value") == "v0.9"
    assert browser.run("document.getElementById('parameter-thin_strength').value") == "0.3"
    got = read_page(browser, ("size", "2"))[..., :3]
    expected = a4k.upscale(drawn[1], preset="v0.9", params={"thin_strength": 0.3})
    assert psnr(got, expected, 255) >= NEAR_DB
    assert "thin_strength = 0.3" in files["anime4k.js"]


def test_the_demo_clip_plays_before_and_after_alike(browser: Chromium, folder: Path) -> None:
    open_page(browser, folder, plays=True)
    browser.run("document.getElementById('size').value = '1.5'; 1")
    wait_for(browser, "document.getElementById('video').currentTime > 1")
    browser.run("document.getElementById('play').click()")
    wait_for(browser, "document.getElementById('video').paused")
    browser.run("document.getElementById('video').currentTime = 4.6")
    wait_for(browser, "!document.getElementById('video').seeking")
    after = read_page(browser)[..., :3]
    assert after.shape == (720, 1281, 3)
    before = unpacked(
        browser.run(
            "{ const c = document.getElementById('before');"
            " packed(c.getContext('2d').getImageData(0, 0, c.width, c.height)); }"
        )
    )
    scaled = Image.fromarray(before[..., :3]).resize((1281, 720), Image.Resampling.BICUBIC)
    assert psnr(np.asarray(scaled), after, 255) > 28
    # The colours are the clip's: the same moment, decoded by FFmpeg.
    with av.open(str(demo_clip())) as clip:
        frames = [
            frame.to_ndarray(format="rgb24")
            for frame in clip.decode(video=0)
            if abs(float(frame.time) - 4.6) < 0.1
        ]
    near = max(psnr(before[..., :3], frame, 255) for frame in frames)
    print(f"the clip's colours: {near:.1f} dB")
    assert near > 32
    assert "ms a frame" in browser.run("document.getElementById('status').textContent")
    assert not browser.said


def test_the_clip_is_the_package_s_own_not_encoded_anew() -> None:
    clip = remuxed(demo_clip(), "mp4")
    assert clip == remuxed(demo_clip(), "mp4")
    with av.open(io.BytesIO(clip)) as copy, av.open(str(demo_clip())) as original:
        assert [s.type for s in copy.streams] == ["video", "audio"]
        pairs = zip(copy.decode(video=0), original.decode(video=0), strict=True)
        for index, (one, other) in enumerate(pairs):
            assert abs(float(one.time) - float(other.time)) < 0.002
            if index % 24 == 0:
                assert (one.to_ndarray() == other.to_ndarray()).all()
    assert index == 143


def test_the_split_moves_by_mouse_and_keys(
    browser: Chromium, folder: Path, drawn: tuple[Path, Any]
) -> None:
    open_page(browser, folder)
    choose(browser, drawn[0])
    read_page(browser, ("preset", "v1.0-rc-reference"))
    x, y, width, height = browser.run(
        "{ const r = document.getElementById('picture').getBoundingClientRect();"
        " [r.x, r.y, r.width, r.height]; }"
    )
    share = "Number(document.getElementById('split').getAttribute('aria-valuenow'))"
    assert browser.run(share) == 50
    middle = y + height / 2
    browser.drag((x + width / 2, middle), (x + width / 4, middle))
    assert browser.run(share) == 25
    browser.press("ArrowRight")
    assert browser.run(share) == 26

    def shown() -> Any:
        browser.run(
            "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )
        whole = np.asarray(Image.open(io.BytesIO(browser.screenshot())).convert("RGB"))
        # Below the tags, above the knob.
        rows = slice(int(y) + 60, int(middle) - 40)
        return whole[rows, int(x) : int(x + width)]

    browser.press("End")
    before = shown()
    browser.press("Home")
    after = shown()
    assert psnr(before[:, 8:-8], after[:, 8:-8], 255) < 40
    browser.drag((x + width / 4, middle), (x + width / 2, middle))
    both, half = shown(), before.shape[1] // 2
    assert (both[:, 8 : half - 8] == before[:, 8 : half - 8]).all()
    assert (both[:, half + 8 : -8] == after[:, half + 8 : -8]).all()


def test_a_dropped_picture_is_shown(
    browser: Chromium, folder: Path, drawn: tuple[Path, Any]
) -> None:
    open_page(browser, folder)
    text = base64.b64encode(drawn[0].read_bytes()).decode()
    browser.run(
        f"{{ const bytes = Uint8Array.from(atob('{text}'), (c) => c.charCodeAt(0));"
        " const dataTransfer = new DataTransfer();"
        " dataTransfer.items.add(new File([bytes], 'dropped.png', { type: 'image/png' }));"
        " dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true })); }"
    )
    wait_for(browser, "document.title.startsWith('dropped.png')")
    assert read_page(browser, ("size", "2")).shape == (350, 402, 4)
    assert browser.run("document.getElementById('transport').hidden")


def test_a_file_that_is_no_video_leaves_the_one_before(
    browser: Chromium, folder: Path, tmp_path: Path
) -> None:
    open_page(browser, folder)
    wait_for(browser, "document.title.startsWith('the demo clip')")
    (tmp_path / "torn.mp4").write_bytes(b"torn")
    browser.choose_file("#file", tmp_path / "torn.mp4")
    wait_for(browser, "!document.getElementById('notice').hidden")
    assert notice(browser) == "This browser cannot open torn.mp4."
    wait_for(browser, "document.getElementById('video').videoWidth === 854")
    wait_for(browser, "document.getElementById('video').readyState > 2")
    assert browser.run("document.getElementById('video').paused")  # as the user's system asks
    assert read_page(browser, ("size", "1.5"))[..., :3].mean() > 20


def test_a_file_that_is_no_picture_is_named(
    browser: Chromium, folder: Path, tmp_path: Path, drawn: tuple[Path, Any]
) -> None:
    open_page(browser, folder)
    choose(browser, drawn[0])
    (tmp_path / "torn.png").write_bytes(b"\x89PNG torn")
    browser.choose_file("#file", tmp_path / "torn.png")
    wait_for(browser, "!document.getElementById('notice').hidden")
    assert notice(browser) == "This browser cannot open torn.png."
    assert read_page(browser, ("size", "2")).shape == (350, 402, 4)  # the one before stays


def test_too_large_a_picture_is_told(browser: Chromium, folder: Path, tmp_path: Path) -> None:
    open_page(browser, folder)
    Image.new("RGB", (6000, 4)).save(tmp_path / "wide.png")
    choose(browser, tmp_path / "wide.png")
    read_page(browser, ("size", "4"))
    most = browser.run("document.createElement('canvas').getContext('webgl2').getParameter(0x0D33)")
    assert notice(browser) == (
        f"The result would be 24000 × 16 pixels; this graphics driver's textures end at {most} a"
        " side. Choose a smaller size."
    )
    browser.run("document.querySelector('#notice button').click()")
    assert read_page(browser, ("size", "fit")).shape[1] == 6000
    assert notice(browser) == ""


@pytest.mark.parametrize(
    ("missing", "message"),
    [
        ("HTMLCanvasElement.prototype.getContext = () => null", "has no WebGL 2"),
        ("WebGL2RenderingContext.prototype.getExtension = () => null", "EXT_color_buffer_float"),
    ],
)
def test_a_browser_that_cannot_is_told_why(
    browser: Chromium, folder: Path, missing: str, message: str
) -> None:
    script = browser.call("Page.addScriptToEvaluateOnNewDocument", source=missing)
    try:
        open_page(browser, folder)
        assert message in notice(browser)
    finally:
        browser.call("Page.removeScriptToEvaluateOnNewDocument", identifier=script["identifier"])


def test_the_page_asks_nobody_for_anything(browser: Chromium, folder: Path) -> None:
    text = (folder / "anime4k.html").read_text("utf-8")
    assert re.findall(r"https?://[^'\"\s]+", text) == ["http://www.w3.org/2000/svg"]
    open_page(browser, folder)
    wait_for(browser, "document.getElementById('video').readyState > 2")
    loaded = browser.run("performance.getEntriesByType('resource').map((e) => e.name)")
    assert all(name.startswith(("blob:", "data:")) for name in loaded)
    assert len(text) < 2_500_000


# The module.

Module = Callable[[str], Any]


@pytest.fixture
def module(browser: Chromium, server: str) -> Module:
    """Return what runs JavaScript on a page with the module and a canvas."""
    browser.open(f"{server}/empty.html")

    def run(text: str) -> Any:
        return browser.run(
            "await (async () => { const { Anime4K, Anime4KError } = await import('./anime4k.js');"
            f" const canvas = document.querySelector('canvas'); {text} }})()"
        )

    return run


def test_the_module_draws_what_the_engine_draws(module: Module, drawn: tuple[Path, Any]) -> None:
    for preset in PRESETS:
        got = module(
            f"globalThis.engine ??= new Anime4K(canvas, {{ preset: '{preset}' }});"
            f" engine.preset = '{preset}';"
            " engine.upscale(await picture('drawn.png'), { width: 523, height: 467 });"
            " return packed(engine.read());"
        )
        expected = a4k.upscale(drawn[1], size=(523, 467), preset=preset)
        assert psnr(unpacked(got)[..., :3], expected, 255) >= NEAR_DB, preset


def test_alpha_is_scaled_and_not_mixed_into_colour(module: Module, folder: Path) -> None:
    rng = np.random.default_rng(5)
    image = np.repeat(np.repeat(rng.integers(0, 256, (9, 12, 4), np.uint8), 8, 0), 8, 1)
    image[16:40, 16:56, 3] = 0
    Image.fromarray(image).save(folder / "alpha.png")
    got = unpacked(
        module(
            "const engine = new Anime4K(canvas);"
            " const blob = await (await fetch('alpha.png')).blob();"
            " const bitmap = await createImageBitmap(blob, { premultiplyAlpha: 'none' });"
            " engine.upscale(bitmap); return packed(engine.read());"
        )
    )
    expected = a4k.upscale(image)
    assert psnr(got[..., 3], expected[..., 3], 255) >= 50
    seen = expected[..., 3] > 8
    assert psnr(got[seen][:, :3], expected[seen][:, :3], 255) >= NEAR_DB


def test_parameters_of_the_module(module: Module, drawn: tuple[Path, Any]) -> None:
    got = module(
        "const engine = new Anime4K(canvas, { preset: 'v1.0-rc', params: { refine_strength: 0 } });"
        " engine.params.thin_strength = 0.4;"
        " engine.upscale(await picture('drawn.png')); return packed(engine.read());"
    )
    params = {"refine_strength": 0, "thin_strength": 0.4}
    expected = a4k.upscale(drawn[1], preset="v1.0-rc", params=params)
    assert psnr(unpacked(got)[..., :3], expected, 255) >= NEAR_DB


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("new Anime4K(canvas, { preset: 'nothing' })", "There is no preset nothing; there are: v1"),
        (
            "new Anime4K(canvas, { preset: 'v0.9' }).params.thin_strength = 7",
            "thin_strength is a number from 0 to 1",
        ),
        (
            "new Anime4K(canvas, { preset: 'v1.0-rc' }).params.thin = 1",
            "v1.0-rc has no parameter thin; it has: thin_strength,",
        ),
        ("new Anime4K(canvas).read()", "Nothing was drawn yet."),
        ("new Anime4K(canvas).upscale(new ImageData(8, 8), { scale: 0.5 })", "only makes pictures"),
        ("const e = new Anime4K(canvas); e.dispose(); e.upscale(canvas)", "was disposed of"),
    ],
)
def test_wrong_use_of_the_module_says_what_is_wrong(module: Module, text: str, error: str) -> None:
    said = module(f"try {{ {text}; }} catch (error) {{ return error.message; }}")
    assert error in said


def test_a_lost_context_comes_back(module: Module, drawn: tuple[Path, Any]) -> None:
    answers = module(
        "const engine = new Anime4K(canvas); const image = await picture('drawn.png');"
        " engine.upscale(image); const first = packed(engine.read());"
        " const lost = canvas.getContext('webgl2').getExtension('WEBGL_lose_context');"
        " const heard = (name) => new Promise((done) =>"
        "   canvas.addEventListener(name, () => setTimeout(done), { once: true }));"
        " const gone = heard('webglcontextlost'); lost.loseContext(); await gone;"
        " const drawn = engine.upscale(image);"
        " const back = heard('webglcontextrestored'); lost.restoreContext(); await back;"
        " const again = engine.upscale(image);"
        " return [drawn, again, first, packed(engine.read())];"
    )
    assert answers[:2] == [False, True]
    assert answers[2] == answers[3]


@pytest.mark.usefixtures("drawn")
@pytest.mark.parametrize("by_gpu", [True, False])
def test_frames_are_timed_and_things_freed(module: Module, by_gpu: bool) -> None:
    timer = "" if by_gpu else "disjoint_timer"
    took, by, before, after = module(
        "const gl = canvas.getContext('webgl2', { premultipliedAlpha: false });"
        " const { getExtension } = gl; gl.getExtension = (name) =>"
        f" '{timer}' && name.includes('{timer}') ? null : getExtension.call(gl, name);"
        " let textures = 0; const { createTexture, deleteTexture } = gl;"
        " gl.createTexture = () => { textures++; return createTexture.call(gl); };"
        " gl.deleteTexture = (t) => { textures--; deleteTexture.call(gl, t); };"
        " const engine = new Anime4K(canvas); const image = await picture('drawn.png');"
        " for (const scale of [2, 3, 2, 2]) engine.upscale(image, { scale });"
        " engine.read(); const soon = () => new Promise((done) => setTimeout(done, 5));"
        " while (engine.milliseconds === null) await soon();"
        " const before = textures; const took = engine.milliseconds;"
        " const by = engine.measuredByGpu; engine.dispose(); return [took, by, before, textures];"
    )
    assert by == by_gpu
    assert took > 0
    assert 3 < before < 40  # of them 2 a power of two for what is transparent
    assert after == 0


# The export.


def test_the_files_say_what_they_are() -> None:
    files = export("web")
    assert set(files) == {"anime4k.html", "anime4k.js", "README.md"}
    for text in files.values():
        assert "B. Peng and contributors (2019, MIT licence)" in text
        assert not re.search(r"@[A-Z]+@", text)
    for preset in PRESETS:
        assert f"| `{preset}` |" in files["README.md"]


def test_a_preset_without_passes_is_refused() -> None:
    with pytest.raises(OptionError, match="unknown preset 'none'"):
        export("web", preset=NO_PRESET)
