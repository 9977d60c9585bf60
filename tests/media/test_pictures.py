"""Pictures: exact samples, orientation, and everything that goes with the pixels."""

from __future__ import annotations

import errno
import io
import os
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageCms

from anime4k_gl.errors import Anime4KError, MediaError, OptionError
from anime4k_gl.media.pictures import png, reader
from anime4k_gl.media.pictures.api import (
    Picture,
    PictureMetadata,
    is_picture,
    read_picture,
    write_picture,
)
from anime4k_gl.media.pictures.metadata import orientation
from anime4k_gl.media.pictures.tga import is_header

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><a>\xe7\xb5\xb5</a></x:xmpmeta>'


def exif_data(turn: int = 1, width: int = 33) -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "Maker"
    exif[0x0112] = turn
    exif.get_ifd(0x8769)[0xA002] = width
    return exif.tobytes().removeprefix(b"Exif\0\0")


def noise(channels: int, dtype: Any = np.uint8, height: int = 21, width: int = 33) -> Any:
    generator = np.random.default_rng(channels)
    return generator.integers(
        0, np.iinfo(dtype).max, (height, width, channels), dtype, endpoint=True
    )


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_png_is_exact(channels: int, dtype: Any, tmp_path: Path) -> None:
    pixels = noise(channels, dtype)
    write_picture(tmp_path / "a.png", Picture(pixels))
    got = read_picture(tmp_path / "a.png").pixels
    assert got.dtype == dtype
    np.testing.assert_array_equal(got, pixels)
    if dtype is np.uint8:  # another reader agrees
        with Image.open(tmp_path / "a.png") as image:
            np.testing.assert_array_equal(np.atleast_3d(np.asarray(image)), pixels)


@pytest.mark.parametrize(
    ("name", "channels", "expected"),
    [
        ("a.webp", 3, 3), ("a.webp", 4, 4), ("a.webp", 1, 3), ("a.webp", 2, 4),
        ("a.tif", 1, 1), ("a.tiff", 2, 2), ("a.tif", 3, 3), ("a.TIF", 4, 4),
        ("a.bmp", 1, 1), ("a.bmp", 3, 3),
    ],
)  # fmt: skip
def test_lossless_formats(name: str, channels: int, expected: int, tmp_path: Path) -> None:
    pixels = noise(channels)
    write_picture(tmp_path / name, Picture(pixels), quality=100)
    got = read_picture(tmp_path / name).pixels
    if expected == channels:
        wanted = pixels
    else:
        wanted = np.concatenate([pixels[..., :1]] * 3 + [pixels[..., 1:]], axis=2)
    np.testing.assert_array_equal(got, wanted)


@pytest.mark.parametrize("name", ["a.jpg", "a.jpeg", "a.webp", "a.avif"])
@pytest.mark.parametrize("channels", [1, 3, 4])
def test_lossy_formats_are_close(name: str, channels: int, tmp_path: Path) -> None:
    across = np.linspace(0, 255, 64 * channels).reshape(1, 64, channels)
    pixels = np.broadcast_to(across, (48, 64, channels)).round().astype(np.uint8)
    if channels == 4 and name.startswith("a.jp"):
        with pytest.raises(OptionError) as caught:
            write_picture(tmp_path / name, Picture(pixels))
        assert str(caught.value) == (
            f"{tmp_path / name}: JPEG cannot store this picture's alpha; use PNG, WebP or AVIF"
        )
        return
    write_picture(tmp_path / name, Picture(pixels))
    got = read_picture(tmp_path / name).pixels.astype(int)
    assert np.abs(got[..., :channels] - pixels).mean() < 2.5


@pytest.mark.parametrize("name", ["a.jpg", "a.webp", "a.bmp", "a.avif"])
def test_16_bits_are_rounded_where_there_are_only_8(name: str, tmp_path: Path) -> None:
    levels = np.array([0, 128, 129, 257, 32768, 65406, 65407, 65535], np.uint16)
    pixels = np.broadcast_to(levels[np.newaxis, :, np.newaxis], (16, 8, 3)).repeat(16, axis=1)
    write_picture(tmp_path / name, Picture(np.ascontiguousarray(pixels)), quality=100)
    got = read_picture(tmp_path / name).pixels[8, 8::16, 0]
    expected = [0, 0, 1, 1, 128, 254, 255, 255]
    np.testing.assert_allclose(got, expected, atol=1 if name in ("a.jpg", "a.avif") else 0)


def test_16_bit_gray_tiff(tmp_path: Path) -> None:
    pixels = noise(1, np.uint16)
    write_picture(tmp_path / "a.tif", Picture(pixels))
    np.testing.assert_array_equal(read_picture(tmp_path / "a.tif").pixels, pixels)


def test_16_bit_png_of_another_writer(tmp_path: Path) -> None:
    """Interlacing, filters and the colour key are FFmpeg's to undo; the header is ours to read."""
    rows = (np.arange(4 * 3 * 3) * 1000).astype(">u2").reshape(3, 4, 3)
    raw = b"".join(b"\0" + row.tobytes() for row in rows)
    header = (4).to_bytes(4, "big") + (3).to_bytes(4, "big") + bytes([16, 2, 0, 0, 0])
    key = rows[1, 2].tobytes()
    chunks = [(b"IHDR", header), (b"tRNS", key), (b"IDAT", zlib.compress(raw)), (b"IEND", b"")]
    data = png.SIGNATURE + b"".join(png.packed(*chunk) for chunk in chunks)
    (tmp_path / "a.png").write_bytes(data)
    pixels = read_picture(tmp_path / "a.png").pixels
    assert pixels.dtype == np.uint16
    np.testing.assert_array_equal(pixels[..., :3], rows)
    opaque = np.full((3, 4), 65535)
    opaque[1, 2] = 0
    np.testing.assert_array_equal(pixels[..., 3], opaque)


@pytest.mark.parametrize("depth", [8, 16])
def test_png_keeps_all_metadata(depth: int, tmp_path: Path) -> None:
    metadata = PictureMetadata(
        icc_profile=SRGB, exif=exif_data(), xmp=XMP, dpi=(300.0, 150.0),
        text=(("Author", "Zoë"), ("Title", "日本語"), ("Long", "x" * 5000)),
        colour_chunks=((b"gAMA", (45455).to_bytes(4, "big")),),
    )  # fmt: skip
    pixels = noise(3, np.uint8 if depth == 8 else np.uint16)
    write_picture(tmp_path / "a.png", Picture(pixels, metadata))
    got = read_picture(tmp_path / "a.png").metadata
    assert got.icc_profile == SRGB
    assert got.exif == metadata.exif
    assert got.xmp == XMP
    assert got.dpi == pytest.approx((300, 150), abs=0.02)
    assert got.text == metadata.text
    assert got.colour_chunks == metadata.colour_chunks
    with Image.open(tmp_path / "a.png") as image:  # and where others look for it
        image.load()
        assert image.info["icc_profile"] == SRGB
        assert image.getexif()[0x010F] == "Maker"
        assert image.info["Title"] == "日本語"
        assert image.info["dpi"] == pytest.approx((300, 150), abs=0.02)
        assert image.info["xmp"] == XMP


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("a.jpg", {"icc_profile", "exif", "xmp", "dpi"}),
        ("a.webp", {"icc_profile", "exif", "xmp"}),
        ("a.avif", {"icc_profile", "exif", "xmp"}),
        ("a.tif", {"icc_profile", "exif", "xmp", "dpi"}),
    ],
)
def test_other_formats_keep_what_they_can(name: str, kept: set[str], tmp_path: Path) -> None:
    metadata = PictureMetadata(icc_profile=SRGB, exif=exif_data(), xmp=XMP, dpi=(300.0, 300.0))
    write_picture(tmp_path / name, Picture(noise(3), metadata))
    got = read_picture(tmp_path / name).metadata
    assert got.icc_profile == SRGB
    assert got.exif is not None
    tags = Image.Exif()
    tags.load(got.exif)
    assert tags[0x010F] == "Maker"
    assert tags.get_ifd(0x8769)[0xA002] == 33
    assert (got.xmp == XMP) == ("xmp" in kept)
    assert (got.dpi is not None) == ("dpi" in kept)


def test_a_profile_of_another_kind_is_not_written(tmp_path: Path) -> None:
    write_picture(tmp_path / "a.png", Picture(noise(1), PictureMetadata(icc_profile=SRGB)))
    assert read_picture(tmp_path / "a.png").metadata.icc_profile is None


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a16.png", "a.webp", "a.tif", "a.avif"])
@pytest.mark.parametrize("turn", range(1, 9))
def test_orientation_is_applied_and_reset(turn: int, name: str, tmp_path: Path) -> None:
    # Corners and an off-centre mark in flat blocks, which no encoder mistakes.
    upright = np.zeros((48, 64, 3), np.uint8)
    upright[:16, :16], upright[:16, 48:], upright[32:, :16] = 255, (255, 0, 0), (0, 255, 0)
    stored = np.ascontiguousarray(UNTURN[turn](upright))
    if name == "a16.png":
        stored16 = stored.astype(np.uint16) * 257
        data = png.encode_16_bit(stored16)
        (tmp_path / name).write_bytes(png.insert(data, [(b"eXIf", exif_data(turn))]))
    else:
        quality = {"quality": 95} if name != "a.tif" else {}
        Image.fromarray(stored).save(tmp_path / name, exif=b"Exif\0\0" + exif_data(turn), **quality)
    picture = read_picture(tmp_path / name)
    got = picture.pixels.astype(int) // (257 if name == "a16.png" else 1)
    assert got.shape == upright.shape
    assert np.abs(got - upright).mean() < 6
    assert orientation(picture.metadata.exif) == 1
    # Written again, it is upright to those who honour the tag and those who do not.
    write_picture(tmp_path / "out.png", picture)
    with Image.open(tmp_path / "out.png") as image:
        image.load()
        assert image.getexif().get(0x0112, 1) == 1
        assert image.size == (64, 48)


Array = npt.NDArray[np.uint8]

# How a picture is stored so that each EXIF orientation makes it upright, by the standard's
# description of where the stored row 0 and column 0 belong.
UNTURN: dict[int, Any] = {
    1: lambda a: a,  # top, left
    2: lambda a: a[:, ::-1],  # top, right
    3: lambda a: a[::-1, ::-1],  # bottom, right
    4: lambda a: a[::-1],  # bottom, left
    5: lambda a: a.transpose(1, 0, 2),  # left, top
    6: lambda a: a[:, ::-1].transpose(1, 0, 2),  # right, top
    7: lambda a: a[::-1, ::-1].transpose(1, 0, 2),  # right, bottom
    8: lambda a: a[::-1].transpose(1, 0, 2),  # left, bottom
}


def test_exif_dimensions_follow_the_pixels(tmp_path: Path) -> None:
    metadata = PictureMetadata(exif=exif_data(width=10))
    write_picture(tmp_path / "a.png", Picture(noise(3, width=70), metadata))
    exif = read_picture(tmp_path / "a.png").metadata.exif
    tags = Image.Exif()
    tags.load(exif or b"")
    assert tags.get_ifd(0x8769)[0xA002] == 70


def test_xmp_orientation_is_reset_too(tmp_path: Path) -> None:
    metadata = PictureMetadata(xmp=b'<rdf tiff:Orientation="6"/>')
    write_picture(tmp_path / "a.png", Picture(noise(3), metadata))
    assert read_picture(tmp_path / "a.png").metadata.xmp == b'<rdf tiff:Orientation="1"/>'


@pytest.mark.parametrize(
    "damaged", [b"", b"II", b"MM\0*\0\0\0\x08", b"II*\0\xff\xff\xff\xff", b"x"]
)
def test_damaged_exif_does_no_harm(damaged: bytes) -> None:
    assert orientation(damaged) == 1


@pytest.mark.parametrize(
    ("mode", "save", "shape"),
    [
        ("1", {"format": "PNG"}, (8, 10, 1)),
        ("P", {"format": "PNG"}, (8, 10, 3)),
        ("P", {"format": "PNG", "transparency": 0}, (8, 10, 4)),
        ("P", {"format": "PNG", "transparency": bytes(range(64))}, (8, 10, 4)),
        ("P", {"format": "GIF"}, (8, 10, 3)),
        ("L", {"format": "PNG", "transparency": 0}, (8, 10, 2)),
        ("RGB", {"format": "PNG", "transparency": (0, 0, 0)}, (8, 10, 4)),
        ("I;16", {"format": "PNG"}, (8, 10, 1)),
        ("CMYK", {"format": "JPEG"}, (8, 10, 3)),
        ("LAB", {"format": "TIFF"}, (8, 10, 3)),
    ],
)
def test_other_modes(
    mode: str, save: dict[str, Any], shape: tuple[int, ...], tmp_path: Path
) -> None:
    gray = np.arange(80, dtype=np.uint8).reshape(8, 10)
    if mode == "I;16":
        image = Image.fromarray(gray.astype(np.uint16) * 257)
    elif mode == "P":
        image = Image.fromarray(gray).convert("P")
    elif mode == "LAB":
        image = Image.merge("LAB", [Image.fromarray(gray)] * 3)
    else:
        image = Image.fromarray(gray).convert(mode)
    path = tmp_path / "picture"  # no extension: the content decides
    image.save(path, **save)
    assert is_picture(path)
    picture = read_picture(path)
    assert picture.pixels.shape == shape
    assert picture.pixels.dtype == (np.uint16 if mode == "I;16" else np.uint8)
    if save.get("transparency") == 0 or save.get("transparency") == (0, 0, 0):
        assert picture.pixels[0, 0, -1] == 0
        assert picture.pixels[0, 1, -1] == 255
    if mode == "I;16":
        np.testing.assert_array_equal(picture.pixels[..., 0], gray.astype(np.uint16) * 257)


def pictures_of_all_kinds() -> dict[str, bytes]:
    result = {}
    for name, file_format in [("png", "PNG"), ("jpg", "JPEG"), ("webp", "WEBP"),
                              ("avif", "AVIF"), ("bmp", "BMP"), ("gif", "GIF"),
                              ("tif", "TIFF")]:  # fmt: skip
        buffer = io.BytesIO()
        image = Image.fromarray(noise(3, height=64, width=64))
        (image.convert("P") if name == "gif" else image).save(buffer, file_format)
        result[name] = buffer.getvalue()
    result["16.png"] = png.encode_16_bit(noise(3, np.uint16, 64, 64))
    return result


@pytest.mark.parametrize("kind", pictures_of_all_kinds())
def test_pictures_cut_off_anywhere(kind: str, tmp_path: Path) -> None:
    data = pictures_of_all_kinds()[kind]
    path = tmp_path / f"a.{kind}"
    # BMP, GIF and TIFF have no checksum: their last bytes may be padding or a trailer.
    for cut in (1, 5, 12, 40, len(data) // 3, len(data) // 2, len(data) - 200):
        path.write_bytes(data[:cut])
        with pytest.raises(MediaError) as caught:
            read_picture(path)
        assert str(caught.value).startswith(f"{path}: ")
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize("kind", pictures_of_all_kinds())
def test_damaged_pictures_raise_nothing_else(kind: str, tmp_path: Path) -> None:
    data = pictures_of_all_kinds()[kind]
    generator = np.random.default_rng(7)
    path = tmp_path / f"a.{kind}"
    for _ in range(30):
        damaged = bytearray(data)
        for place in generator.integers(0, min(len(data), 400), 8):
            damaged[place] = generator.integers(0, 256)
        path.write_bytes(damaged)
        is_picture(path)
        try:
            read_picture(path)
        except MediaError as error:
            assert "\n" not in str(error)


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("missing", "no such file; check the path"),
        ("folder", "is a folder; name a file in it"),
        ("empty", "the file is empty; get a complete copy of it"),
        ("text", "not a picture of a known format, or a damaged one"),
        ("cut", "the picture ends early; get a complete copy of it"),
        ("cut16", "the picture ends early; get a complete copy of it"),
        ("cutjpeg", "the picture ends early; get a complete copy of it"),
        ("flipped", "the data is damaged; get a complete copy of it"),
        ("gif", "is animated; convert it to a video first"),
        ("apng", "is animated; convert it to a video first"),
        ("webp", "is animated; convert it to a video first"),
        ("tiff", "has more than one page; split it first"),
        ("float", "floating-point pictures are not supported; convert it to 16-bit PNG"),
    ],
)
def test_bad_input_in_one_line(kind: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    pages = [Image.fromarray(noise(3)), Image.fromarray(noise(3)[::-1].copy())]
    if kind == "folder":
        path.mkdir()
    elif kind == "empty":
        path.touch()
    elif kind == "text":
        path.write_text("BM is how this text begins, and a bitmap too.\n" * 10)
    elif kind in ("cut", "cut16", "flipped"):
        write_picture(path, Picture(noise(3, np.uint16 if kind == "cut16" else np.uint8)))
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 255
        path.write_bytes(data if kind == "flipped" else data[: len(data) // 2 - 9])
    elif kind == "cutjpeg":
        pages[0].save(path, "JPEG")
        path.write_bytes(path.read_bytes()[:-300])
    elif kind in ("gif", "apng", "webp", "tiff"):
        file_format = {"apng": "PNG"}.get(kind, kind.upper())
        pages[0].save(path, file_format, save_all=True, append_images=pages[1:])
    elif kind == "float":
        Image.fromarray(np.zeros((4, 4), np.float32)).save(path, "TIFF")
    with pytest.raises(MediaError) as caught:
        read_picture(path)
    assert str(caught.value) == f"{path}: {message}"


def test_too_many_pixels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_picture(tmp_path / "a.png", Picture(noise(3)))
    monkeypatch.setattr(reader, "MAX_PIXELS", 500)
    with pytest.raises(MediaError) as caught:
        read_picture(tmp_path / "a.png")
    assert str(caught.value) == (
        f"{tmp_path / 'a.png'}: 33x21 is beyond the limit of 0 megapixels; cut it into parts"
    )


def test_pillows_own_limit_is_left_as_it_was(tmp_path: Path) -> None:
    before = Image.MAX_IMAGE_PIXELS
    write_picture(tmp_path / "a.png", Picture(noise(3)))
    read_picture(tmp_path / "a.png")
    assert before == Image.MAX_IMAGE_PIXELS


@pytest.mark.parametrize(
    ("name", "options", "kind", "message"),
    [
        ("a.xyz", {}, OptionError,
         "unknown picture format '.xyz'; valid are: .png, .apng, .jpg, .jpeg, .webp, .avif, .tif, "
         ".tiff, "
         ".bmp"),
        ("a", {}, OptionError,
         "unknown picture format 'a'; valid are: .png, .apng, .jpg, .jpeg, .webp, .avif, .tif, "
         ".tiff, "
         ".bmp"),
        ("a.jpg", {"quality": 0}, OptionError,
         "quality 0 is out of range: 1 (smallest) to 100 (best)"),
        ("no/a.png", {}, MediaError,
         "{path}: the folder {folder} does not exist; create it first"),
        ("old.png", {}, MediaError,
         "{path}: already exists; choose another name or pass --overwrite"),
    ],
)  # fmt: skip
def test_refusals_in_one_line(
    name: str, options: dict[str, Any], kind: type[Anime4KError], message: str, tmp_path: Path
) -> None:
    (tmp_path / "old.png").write_bytes(b"old")
    path = tmp_path / name
    with pytest.raises(kind) as caught:
        write_picture(path, Picture(noise(3)), **options)
    assert str(caught.value) == message.format(path=path, folder=path.parent)
    assert os.listdir(tmp_path) == ["old.png"]


def test_a_side_beyond_the_formats_limit(tmp_path: Path) -> None:
    with pytest.raises(OptionError) as caught:
        write_picture(tmp_path / "a.webp", Picture(np.zeros((1, 16384, 3), np.uint8)))
    assert str(caught.value) == (
        f"{tmp_path / 'a.webp'}: 16384x1 is too large for WEBP, whose limit is 16383 pixels a "
        "side; use PNG"
    )


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = tmp_path / "a.png"
    old.write_bytes(b"old")

    def full(self: Path, data: bytes) -> int:
        with open(self, "wb") as file:
            file.write(data[:10])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(MediaError) as caught:
        write_picture(old, Picture(noise(3)), overwrite=True)
    assert str(caught.value) == f"{old}: the disk is full; free some space or write elsewhere"
    assert os.listdir(tmp_path) == ["a.png"]
    assert old.read_bytes() == b"old"


def test_what_is_a_picture(tmp_path: Path) -> None:
    pages = [Image.fromarray(noise(3)), Image.fromarray(noise(3)[::-1].copy())]
    for name, data in pictures_of_all_kinds().items():
        path = tmp_path / f"{name}.mp4"  # the name says nothing
        path.write_bytes(data)
        assert is_picture(path), name
    for name, file_format in (("gif", "GIF"), ("apng", "PNG")):
        path = tmp_path / f"animated.{name}"
        pages[0].save(path, file_format, save_all=True, append_images=pages[1:])
        assert not is_picture(path), name
    (tmp_path / "text.png").write_text("BMW and PNG\n" * 20)
    (tmp_path / "video.mp4").write_bytes(b"\0\0\0\x18ftypisom\0\0\2\0isomavc1" + bytes(50))
    for name in ("text.png", "video.mp4", "missing.png", ""):
        assert not is_picture(tmp_path / name)


@pytest.mark.parametrize("mode", ["L", "P", "RGB", "RGBA"])
@pytest.mark.parametrize("packed", [False, True])
def test_tga_is_known_by_its_header(mode: str, packed: bool, tmp_path: Path) -> None:
    """It has no signature, and a pipe no name."""
    pixels = np.random.default_rng(2).integers(0, 256, (5, 7, 4), np.uint8)
    image = Image.fromarray(pixels).convert(mode)
    path = tmp_path / "in.bin"
    image.save(path, "TGA", compression="tga_rle" if packed else None)
    assert is_picture(path)
    got = read_picture(path).pixels
    wanted = np.asarray(image.convert("RGB") if mode == "P" else image)
    assert np.array_equal(got, wanted.reshape(got.shape))
    path.write_bytes(path.read_bytes()[:40])
    with pytest.raises(MediaError, match=r"in\.bin: the picture ends early"):
        read_picture(path)


@pytest.mark.parametrize(
    "head",
    [b"\0\0\1\xba\x44", b"\0\0\1\xb3\x0a", b"\0\0\0\1\x67", b"\0\0\1\0\1\0\x20\x20",
     b"\0\0\2\0\1\0\x20\x20\0\0\0\0\1\0\x18\0\x10\0", b"\0\0\0\x18ftyp", bytes(99), b"G@\0\x10\0"],
)  # fmt: skip
def test_what_begins_a_little_like_tga_is_none(head: bytes) -> None:
    assert not is_header(head + bytes(range(18)))
