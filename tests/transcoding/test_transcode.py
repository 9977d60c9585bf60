"""Files in, files out: nothing of a picture or a video is lost on the way."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image, ImageCms
from support.clips.media_clips import Rows, packets_of, smooth, write_clip

import anime4k_gl as a4k
from anime4k_gl.errors import MediaError
from anime4k_gl.formats import PixelLayout, Size
from anime4k_gl.media.pictures.api import Picture, read_picture, write_picture
from anime4k_gl.media.video.video_source import VideoSource

BARS = np.array(
    [(255, 255, 255), (255, 255, 0), (0, 255, 255), (0, 255, 0), (255, 0, 255), (255, 0, 0),
     (0, 0, 255), (0, 0, 0)], np.float64,
)  # fmt: skip
H273 = {"bt709": 1, "bt601": 6, "bt2020": 9}
LUMA = {1: (0.2126, 0.0722), 6: (0.299, 0.114), 9: (0.2627, 0.0593)}


def codes(rgb: Any, matrix: int, depth: int, *, full: bool) -> Any:
    """Return Y'CbCr codes of 8-bit R'G'B' by H.273, written apart from the code under test."""
    kr, kb = LUMA[matrix]
    r, g, b = np.moveaxis(np.asarray(rgb) / 255, -1, 0)
    y = kr * r + (1 - kr - kb) * g + kb * b
    cb, cr = (b - y) / (2 * (1 - kb)), (r - y) / (2 * (1 - kr))
    unit = 1 << (depth - 8)
    if full:
        top = (1 << depth) - 1
        return np.stack([y * top, cb * top + 128 * unit, cr * top + 128 * unit], -1).round()
    return np.stack([(219 * y + 16) * unit, (224 * cb + 128) * unit, (224 * cr + 128) * unit],
                    -1).round()  # fmt: skip


def bars(matrix: int, *, full: bool) -> Any:
    """Return a maker of clips' frames: eight bars of known colours."""

    def make(layout: PixelLayout, size: Size, number: int) -> list[Rows]:
        values = codes(BARS, matrix, layout.depth, full=full)
        top = (1 << layout.depth) - 1
        planes = []
        for index, plane in enumerate(layout.planes):
            width, height = plane.size(size)
            row = values[np.arange(width) * 8 // width, index].clip(0, top)
            rows = np.repeat(row[None], height, 0)
            kind = np.uint8 if layout.storage_bits == 8 else np.dtype("<u2")
            planes.append(np.ascontiguousarray(rows.astype(kind)).view(np.uint8))
        return planes

    return make


@pytest.mark.parametrize("full", [False, True], ids=["limited", "full"])
@pytest.mark.parametrize("matrix", H273)
@pytest.mark.parametrize("layout", ["yuv420p", "yuv444p10le", "yuv422p"])
def test_colour_bars_keep_their_codes(tmp_path: Path, layout: str, matrix: str, full: bool) -> None:
    code = H273[matrix]
    write_clip(
        tmp_path / "in.mkv", layout=layout, size=Size(64, 16), count=2,
        make=bars(code, full=full),
        tags={"colorspace": code, "color_range": 2 if full else 1, "color_primaries": code},
    )  # fmt: skip
    a4k.transcode(tmp_path / "in.mkv", tmp_path / "out.mkv", codec="ffv1", scale=2, preset="none",
                  scaler="nearest")  # fmt: skip
    with VideoSource(tmp_path / "out.mkv") as source:
        frame = next(source.frames())
        assert source.layout.name == layout
        assert (frame.colour.matrix.value, frame.colour.range.value) == (code, 2 if full else 1)
        expected = codes(BARS, code, source.layout.depth, full=full)
        for index, plane in enumerate(frame.planes):
            kind = np.uint8 if source.layout.storage_bits == 8 else np.dtype("<u2")
            rows = np.frombuffer(plane.data, np.uint8)[: plane.stride * plane.size.height]
            rows = rows.reshape(plane.size.height, -1).view(kind)[:, : plane.size.width]
            middle = rows[:, plane.size.width // 16 :: plane.size.width // 8].astype(int)
            # Codes clipped at the top of the full range cannot come back further than that.
            top = (1 << source.layout.depth) - 1
            tolerance = 1 if source.layout.depth == 8 else 3
            assert np.abs(middle - expected[:, index].clip(0, top)).max() <= tolerance


def test_everything_else_of_a_video_is_kept(tmp_path: Path) -> None:
    stamps = [0, 40, 80, 160, 170, 250, 400, 440]  # a variable rate
    write_clip(
        tmp_path / "in.mkv", codec="libx264", pts=stamps, time_base=Fraction(1, 1000),
        make=smooth, size=Size(64, 48), audio="aac",
        subtitles=[("ass", [(0.1, 0.3, "{\\k20}la{\\k30}la")]), ("subrip", [(0.0, 0.4, "Hello")])],
        attachments=[("font.ttf", "application/x-truetype-font", b"\x00\x01\x00\x00 a font")],
        chapters=[(0.0, 0.2, "Opening"), (0.2, 0.48, "Part A")],
        metadata={"title": "A clip"},
        tags={"colorspace": 1, "color_range": 1, "color_primaries": 1, "color_trc": 1},
    )  # fmt: skip
    seen: list[tuple[int, int | None]] = []
    done = a4k.transcode(tmp_path / "in.mkv", tmp_path / "out.mkv", scale=1.5,
                         progress=lambda count, total: seen.append((count, total)))  # fmt: skip
    assert (done.frames, done.target_size) == (8, Size(96, 72))
    assert done.notes == ()
    assert [count for count, _ in seen] == list(range(1, 9))
    for kind in ("audio", "subtitle"):
        assert packets_of(tmp_path / "out.mkv", kind) == packets_of(tmp_path / "in.mkv", kind)
    with av.open(str(tmp_path / "out.mkv")) as out, av.open(str(tmp_path / "in.mkv")) as source:
        assert [f.time for f in out.decode(video=0)] == [s / 1000 for s in stamps]
        kinds = [(s.type, s.codec_context.name if s.codec_context else None) for s in out.streams]
        assert sorted(map(str, kinds)) == sorted(
            str((s.type, s.codec_context.name if s.codec_context else None)) for s in source.streams
        )
        assert out.metadata["title"] == "A clip"
        assert [c["metadata"]["title"] for c in out.chapters()] == ["Opening", "Part A"]
        context = out.streams.video[0].codec_context
        tags = (context.colorspace, context.color_range, context.color_primaries,
                context.color_trc)  # fmt: skip
        assert tuple(int(tag) for tag in tags) == (1, 1, 1, 1)


def test_untagged_small_video_is_tagged_with_what_it_was_taken_for(tmp_path: Path) -> None:
    write_clip(tmp_path / "in.mkv", size=Size(720, 480), count=1, make=smooth)
    a4k.transcode(tmp_path / "in.mkv", tmp_path / "out.mkv", size="1440x", preset="none",
                  codec_preset="ultrafast")  # fmt: skip
    with VideoSource(tmp_path / "out.mkv") as source:
        assert source.size == Size(1440, 960)  # at which an untagged file would be BT.709
        assert source.colour.matrix.name == "BT601"
        assert source.colour.primaries == 6


@pytest.mark.parametrize(
    ("layout", "codec", "expected"),
    [
        ("yuv420p10le", "libx264", "yuv420p10le"),
        ("yuv444p", "libx264", "yuv444p"),
        ("gbrp", "libx264", "yuv444p"),
        ("nv12", "ffv1", "yuv420p"),
        ("gray", "ffv1", "gray"),
        ("yuva420p", "ffv1", "yuva420p"),
        ("rgb24", "libx264", "yuv444p"),
    ],
)
def test_layout_is_kept(tmp_path: Path, layout: str, codec: str, expected: str) -> None:
    maker = "rawvideo" if layout in ("nv12", "rgb24", "gbrp") else "ffv1"
    suffix = "nut" if maker == "rawvideo" else "mkv"
    source = tmp_path / f"in.{suffix}"
    write_clip(source, layout=layout, codec=maker, make=smooth, count=2, size=Size(33, 21)
               if layout == "yuv444p" else Size(32, 20))  # fmt: skip
    done = a4k.transcode(source, tmp_path / "out.mkv", codec=codec, preset="none")
    assert [note for note in done.notes if not note.startswith("H.264 as")] == []
    with VideoSource(tmp_path / "out.mkv") as out:
        assert out.layout.name == expected
        assert sum(1 for _ in out.frames()) == 2


@pytest.mark.parametrize(
    ("codec", "layout"), [("ffv1", "bgr0"), ("libx264rgb", "rgb24"), ("ffv1", "gbrp10le")]
)
def test_rgb_output(tmp_path: Path, codec: str, layout: str) -> None:
    write_clip(tmp_path / "in.mkv", layout="yuv444p", make=bars(1, full=False), count=1,
               size=Size(64, 16), tags={"colorspace": 1, "color_range": 1})  # fmt: skip
    options = {"crf": 0} if codec == "libx264rgb" else {}
    a4k.transcode(tmp_path / "in.mkv", tmp_path / "out.mkv", codec=codec, pix_fmt=layout,
                  preset="none", scaler="nearest", **options)  # fmt: skip
    with av.open(str(tmp_path / "out.mkv")) as container:
        frame = next(container.decode(video=0))
        assert frame.format.name == {"rgb24": "gbrp"}.get(layout, layout)  # H.264 decodes to planes
        middle = frame.to_ndarray(format="rgb24")[16, 8::16]
    assert np.abs(middle - BARS).max() <= 1


def test_alpha_of_a_video_is_scaled(tmp_path: Path) -> None:
    def make(layout: PixelLayout, size: Size, number: int) -> list[Rows]:
        planes = smooth(layout, size, number)
        planes[3][:] = np.linspace(0, 255, size.width).astype(np.uint8)
        return planes

    write_clip(tmp_path / "in.mkv", layout="yuva420p", make=make, count=1, size=Size(32, 16))
    a4k.transcode(tmp_path / "in.mkv", tmp_path / "out.mkv", codec="ffv1")
    with av.open(str(tmp_path / "out.mkv")) as container:
        plane = next(container.decode(video=0)).planes[3]
        alpha = np.frombuffer(plane, np.uint8).reshape(32, -1)[:, :64]
    ramp = np.linspace(0, 255, 32).astype(np.uint8)[None].repeat(16, 0)
    expected = np.asarray(Image.fromarray(ramp).resize((64, 32), Image.Resampling.BICUBIC))
    assert np.abs(alpha.astype(int) - expected).max() <= 1


def test_odd_output_is_made_even_and_said(tmp_path: Path) -> None:
    write_clip(tmp_path / "in.mkv", make=smooth, count=1, size=Size(34, 22))
    done = a4k.transcode(tmp_path / "in.mkv", tmp_path / "out.mkv", scale=1.5)
    assert done.target_size == Size(50, 32)
    assert list(done.notes) == ["yuv420p needs even sides: the output is 50x32, not 51x33"]


def test_what_a_codec_cannot_keep_is_said(tmp_path: Path) -> None:
    write_clip(tmp_path / "in.mkv", layout="yuva444p", make=smooth, count=1, size=Size(32, 16))
    done = a4k.transcode(tmp_path / "in.mkv", tmp_path / "out.mkv")
    assert list(done.notes) == [
        "libx264 as yuv444p does not keep: alpha",
        "H.264 as yuv444p is its High 4:4:4 Predictive profile, which browsers, televisions and"
        " phones hardly play; libx264 with --pix-fmt yuv420p everywhere",
    ]


def test_a_video_whose_frames_change_size(tmp_path: Path) -> None:
    """Each frame is planned for what it is; the output keeps its size."""
    for name, size in (("a", Size(32, 16)), ("b", Size(64, 32))):
        write_clip(tmp_path / f"{name}.ts", codec="mpeg2video", make=smooth, size=size, count=4)
    joined = (tmp_path / "a.ts").read_bytes() + (tmp_path / "b.ts").read_bytes()
    (tmp_path / "in.ts").write_bytes(joined)
    done = a4k.transcode(tmp_path / "in.ts", tmp_path / "out.mkv", preset="none")
    with VideoSource(tmp_path / "out.mkv") as out:
        frames = list(out.frames())
    assert done.target_size == Size(64, 32)
    assert {frame.size for frame in frames} == {Size(64, 32)}
    with VideoSource(tmp_path / "in.ts") as source:
        sizes = [frame.size for frame in source.frames()]
    assert set(sizes) == {Size(32, 16), Size(64, 32)}
    assert len(frames) == len(sizes) == done.frames


def noise_picture(channels: int, dtype: Any, size: tuple[int, int] = (12, 18)) -> Any:
    top = np.iinfo(dtype).max
    return np.random.default_rng(channels).integers(0, top, (*size, channels), dtype, endpoint=True)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_png_keeps_depth_and_channels(tmp_path: Path, channels: int, dtype: Any) -> None:
    pixels = noise_picture(channels, dtype)
    write_picture(tmp_path / "in.png", Picture(pixels))
    a4k.transcode(tmp_path / "in.png", tmp_path / "out.png")
    result = read_picture(tmp_path / "out.png").pixels
    assert (result.shape, result.dtype) == ((24, 36, channels), pixels.dtype)
    if channels in (3, 4):
        assert np.array_equal(result, a4k.upscale(pixels))
    else:
        colour = np.concatenate([pixels[..., :1]] * 3 + [pixels[..., 1:]], axis=2)
        assert np.array_equal(result[..., 0], a4k.upscale(colour)[..., 0])
    if channels in (2, 4):
        alpha = Image.fromarray((pixels[..., -1] >> (8 * (pixels.itemsize - 1))).astype(np.uint8))
        expected = np.asarray(alpha.resize((36, 24), Image.Resampling.BICUBIC)).astype(int)
        got = (result[..., -1] >> (8 * (pixels.itemsize - 1))).astype(int)
        assert np.abs(got - expected).max() <= 2


def test_16_bit_picture_is_finer_than_8(tmp_path: Path) -> None:
    ramp = np.linspace(20000, 21000, 64).astype(np.uint16)
    pixels = np.repeat(np.repeat(ramp[None, :, None], 8, 0), 3, 2)
    write_picture(tmp_path / "in.png", Picture(pixels))
    a4k.transcode(tmp_path / "in.png", tmp_path / "out.png")
    result = read_picture(tmp_path / "out.png").pixels
    assert len(np.unique(result)) > 32  # in 8 bits there would be five


@pytest.mark.parametrize("suffix", [".jpg", ".webp", ".avif", ".png"])
def test_profile_and_orientation(tmp_path: Path, suffix: str) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    pixels = np.zeros((16, 32, 3), np.uint8)
    pixels[:, :8] = (250, 20, 20)  # red on the left
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise: left becomes top
    exif[0x010E] = "a description"
    path = tmp_path / f"in{suffix}"
    Image.fromarray(pixels).save(path, exif=exif, icc_profile=profile, quality=100)
    a4k.transcode(path, tmp_path / f"out{suffix}", preset="none")
    with Image.open(tmp_path / f"out{suffix}") as result:
        assert result.size == (32, 64)
        assert result.info["icc_profile"] == profile
        tags = result.getexif()
        assert tags.get(0x0112, 1) == 1
        assert tags[0x010E] == "a description"
        shown = np.asarray(result.convert("RGB")).astype(int)
    assert np.abs(shown[4:10, 8:24] - (250, 20, 20)).max() < 24
    assert shown[24:, 8:24].max() < 24


def test_nothing_is_left_when_a_later_frame_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from anime4k_gl.media.writing.video_writer import VideoWriter

    write_clip(tmp_path / "in.mkv", make=smooth, count=8)
    real, calls = VideoWriter.write, []

    def write(self: Any, *arguments: Any) -> None:
        calls.append(1)
        if len(calls) == 5:
            raise MediaError("out.mkv: the disk is full; free some space or write elsewhere")
        real(self, *arguments)

    monkeypatch.setattr(VideoWriter, "write", write)
    with pytest.raises(MediaError, match="the disk is full"):
        a4k.transcode(tmp_path / "in.mkv", tmp_path / "out.mkv", preset="none")
    assert [path.name for path in tmp_path.iterdir()] == ["in.mkv"]


def light_disc(dtype: Any, channels: int) -> Any:
    """Return a light disc on transparent black, as most programs leave it."""
    y, x = np.mgrid[0:40, 0:40]
    alpha = np.clip(13.5 - np.hypot(x - 19.5, y - 19.5), 0, 1)
    top = np.iinfo(dtype).max
    pixels = np.zeros((40, 40, channels), dtype)
    pixels[alpha > 0, :-1] = [top, top * 0.86, top * 0.78][: channels - 1]
    pixels[..., -1] = np.rint(alpha * top)
    return pixels


@pytest.mark.parametrize("preset", ["none", "v1.0-rc"])
@pytest.mark.parametrize("kind", ["rgba", "rgba16", "gray", "gray16", "palette", "webp", "tiff16"])
def test_a_light_disc_on_nothing_has_no_seam(tmp_path: Path, kind: str, preset: str) -> None:
    dtype = np.uint16 if kind.endswith("16") else np.uint8
    pixels = light_disc(dtype, 2 if kind.startswith("gray") else 4)
    suffix = {"webp": ".webp", "tiff16": ".tif"}.get(kind, ".png")
    source, target = tmp_path / f"in{suffix}", tmp_path / f"out{suffix}"
    if kind == "palette":
        Image.fromarray(pixels).quantize(32).save(source)
    else:
        write_picture(source, Picture(pixels), quality=100)
    done = a4k.transcode(source, target, preset=preset, quality=100)
    assert done.notes == ()
    got = read_picture(target).pixels
    assert got.dtype == dtype
    assert got.shape[2] == pixels.shape[2]
    top = np.iinfo(dtype).max
    alpha = got[..., -1:] / top
    on_white = got[..., :-1] / top * alpha + 1 - alpha
    assert on_white[..., 0].min() > 0.98  # where every pixel of the disc is full
