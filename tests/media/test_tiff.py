"""TIFF of 16 bits in the ways other programs write it, and what of other pictures is said."""

from __future__ import annotations

import io
import struct
import zlib
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image, ImageCms

from anime4k_gl.errors import MediaError
from anime4k_gl.media.pictures.api import Picture, PictureMetadata, read_picture, write_picture

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
WIDTH, HEIGHT = 19, 11


def noise(channels: int, bits: int = 16) -> Any:
    generator = np.random.default_rng(channels)
    return generator.integers(0, 1 << bits, (HEIGHT, WIDTH, channels)).astype(np.uint16)


def tiff(
    pixels: Any,
    *,
    order: str = "<",
    packed: bool = False,
    predicted: bool = False,
    planar: bool = False,
    tiled: bool = False,
    **tags: Any,
) -> bytes:
    """Return a TIFF file of 16-bit pixels; `tags` are further ones, T338=[1] for example."""
    height, width, channels = pixels.shape
    kind = order + "u2"
    codes = pixels.astype(np.int64)
    if predicted:
        codes = np.concatenate([codes[:, :1], np.diff(codes, axis=1)], axis=1) & 0xFFFF
    if tiled:
        codes = np.pad(codes, ((0, 16 - height % 16), (0, 32 - width), (0, 0)))
    codes = codes.astype(kind)
    parts = [codes.tobytes()]
    if tiled:
        parts = [np.ascontiguousarray(codes[:, x : x + 16]).tobytes() for x in (0, 16)]
    if planar:
        parts = [np.ascontiguousarray(codes[..., i]).tobytes() for i in range(channels)]
    if packed:
        parts = [zlib.compress(part) for part in parts]
    starts, lengths = (324, 325) if tiled else (273, 279)
    entries: dict[int, list[int]] = {
        256: [width], 257: [height], 258: [16] * channels, 259: [8 if packed else 1],
        262: [2 if channels >= 3 else 1], 277: [channels], 284: [2 if planar else 1],
        317: [2 if predicted else 1], starts: [0] * len(parts),
        lengths: [len(part) for part in parts],
        **({322: [16], 323: [16]} if tiled else {278: [height]}),
        **{int(name[1:]): value for name, value in tags.items()},
    }  # fmt: skip
    wide = {256, 257, 278, starts, lengths}
    at = 8 + 2 + 12 * len(entries) + 4
    sizes = {tag: (4 if tag in wide else 2) * len(v) for tag, v in entries.items()}
    places = {}
    for tag in sorted(entries):
        if sizes[tag] > 4:
            places[tag] = at
            at += sizes[tag]
    entries[starts] = [at + sum(map(len, parts[:i])) for i in range(len(parts))]
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "IH", 8, len(entries))
    rest = b""
    for tag, values in sorted(entries.items()):
        letter = "I" if tag in wide else "H"
        raw = struct.pack(f"{order}{len(values)}{letter}", *values)
        head += struct.pack(order + "HHI", tag, 4 if tag in wide else 3, len(values))
        head += struct.pack(order + "I", places[tag]) if tag in places else raw.ljust(4, b"\0")
        rest += raw if tag in places else b""
    return head + bytes(4) + rest + b"".join(parts)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize(
    "how",
    [{}, {"packed": True}, {"packed": True, "predicted": True}, {"planar": True},
     {"packed": True, "planar": True}, {"tiled": True}, {"tiled": True, "packed": True}],
    ids=lambda how: "-".join(how) or "plain",
)  # fmt: skip
@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_16_bits_are_read_whole(tmp_path: Path, channels: int, how: Any, order: str) -> None:
    if how.get("planar") and channels < 3:
        how = {**how, "planar": False}  # gray has one plane; of two FFmpeg knows nothing
    extra: dict[str, Any] = {"T338": [2]} if channels in (2, 4) else {}
    pixels = noise(channels)
    (tmp_path / "a.tif").write_bytes(tiff(pixels, order=order, **how, **extra))
    picture = read_picture(tmp_path / "a.tif")
    assert picture.notes == ()
    np.testing.assert_array_equal(picture.pixels, pixels)


@pytest.mark.parametrize("compression", ["raw", "packbits", "lzw", "deflate"])
@pytest.mark.parametrize("name", ["gray16le", "rgb48le", "rgba64le"])
def test_compressions_of_another_writer(tmp_path: Path, name: str, compression: str) -> None:
    channels = {"gray16le": 1, "rgb48le": 3, "rgba64le": 4}[name]
    pixels = np.tile(noise(channels), (9, 30, 1))  # of several strips
    context = av.VideoCodecContext.create("tiff", "w")
    context.width, context.height, context.pix_fmt = pixels.shape[1], pixels.shape[0], name
    context.time_base = Fraction(1)
    context.options = {"compression_algo": compression}
    frame = av.VideoFrame.from_ndarray(pixels[:, :, 0] if channels == 1 else pixels, format=name)
    frame.pts = 0
    packets = [*context.encode(frame), *context.encode(None)]
    (tmp_path / "a.tif").write_bytes(b"".join(map(bytes, packets)))
    picture = read_picture(tmp_path / "a.tif")
    assert picture.notes == ()
    np.testing.assert_array_equal(picture.pixels, pixels)


@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_16_bits_are_written_whole_with_the_metadata(tmp_path: Path, channels: int) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Maker"
    metadata = PictureMetadata(
        icc_profile=SRGB if channels >= 3 else None, dpi=(300, 150), xmp=b"<x:xmpmeta/>",
        exif=exif.tobytes().removeprefix(b"Exif\0\0"),
    )  # fmt: skip
    pixels = np.tile(noise(channels), (20, 30, 1))  # of several strips, were there any
    assert write_picture(tmp_path / "a.tif", Picture(pixels, metadata)) == ()
    got = read_picture(tmp_path / "a.tif")
    np.testing.assert_array_equal(got.pixels, pixels)
    if channels != 2:  # which Pillow cannot open, so that EXIF stays behind
        assert got.metadata.exif is not None
        assert b"Maker" in got.metadata.exif
    assert (got.metadata.icc_profile, got.metadata.dpi) == (metadata.icc_profile, (300, 150))
    assert got.metadata.xmp == metadata.xmp


def test_bigtiff(tmp_path: Path) -> None:
    pixels = noise(3)
    entries = [
        (256, "I", WIDTH), (257, "I", HEIGHT), (258, "H", 16), (259, "H", 1), (262, "H", 2),
        (273, "Q", 16 + 8 + 9 * 20 + 8), (277, "H", 3), (278, "I", HEIGHT),
        (279, "Q", pixels.nbytes),
    ]  # fmt: skip
    data = b"II+\0" + struct.pack("<HHQQ", 8, 0, 16, len(entries))
    for tag, letter, value in entries:
        count = 3 if tag == 258 else 1
        raw = struct.pack(f"<{count}{letter}", *[value] * count).ljust(8, b"\0")
        data += struct.pack("<HHQ", tag, {"H": 3, "I": 4, "Q": 16}[letter], count) + raw
    (tmp_path / "a.tif").write_bytes(data + bytes(8) + pixels.astype("<u2").tobytes())
    picture = read_picture(tmp_path / "a.tif")
    np.testing.assert_array_equal(picture.pixels, pixels)
    write_picture(tmp_path / "b.png", picture)
    np.testing.assert_array_equal(read_picture(tmp_path / "b.png").pixels, pixels)


def test_white_may_be_zero(tmp_path: Path) -> None:
    pixels = noise(1)
    (tmp_path / "a.tif").write_bytes(tiff(pixels, T262=[0]))
    np.testing.assert_array_equal(read_picture(tmp_path / "a.tif").pixels, 65535 - pixels)


def test_kinds_of_alpha(tmp_path: Path) -> None:
    pixels = noise(4)
    pixels[..., 3] = 32768
    pixels[..., :3] //= 2  # premultiplied: at most alpha
    (tmp_path / "a.tif").write_bytes(tiff(pixels, T338=[1]))
    got = read_picture(tmp_path / "a.tif").pixels
    assert np.abs(got[..., :3].astype(int) - pixels[..., :3] * (65535 / 32768)).max() <= 1
    (tmp_path / "b.tif").write_bytes(tiff(pixels, T338=[0]))  # something, but no alpha
    np.testing.assert_array_equal(read_picture(tmp_path / "b.tif").pixels, pixels[..., :3])


def test_16_bits_that_cannot_be_kept_are_said(tmp_path: Path) -> None:
    (tmp_path / "cmyk.tif").write_bytes(tiff(noise(4), T262=[5]))
    notes = read_picture(tmp_path / "cmyk.tif").notes
    assert len(notes) == 2
    assert "plain formula" in notes[0]
    assert "16 bits became 8" in notes[1]


def test_a_cut_tiff_is_named(tmp_path: Path) -> None:
    data = tiff(noise(3), packed=True)
    (tmp_path / "a.tif").write_bytes(data[:-40])
    with pytest.raises(MediaError, match="the picture ends early; get a complete copy of it"):
        read_picture(tmp_path / "a.tif")


def test_a_damaged_tiff_is_named(tmp_path: Path) -> None:
    """FFmpeg by itself would leave the rest black, without a word."""
    data = bytearray(tiff(noise(3), packed=True))
    data[-400:-380] = bytes(20)
    (tmp_path / "a.tif").write_bytes(data)
    with pytest.raises(MediaError, match="get a complete copy of it"):
        read_picture(tmp_path / "a.tif")


def cmyk(profile: bytes | None, file_format: str) -> bytes:
    image = Image.new("CMYK", (16, 16), (0, 255, 255, 0))
    buffer = io.BytesIO()
    image.save(buffer, file_format, **({"icc_profile": profile} if profile else {}))
    return buffer.getvalue()


@pytest.mark.parametrize("file_format", ["JPEG", "TIFF"])
@pytest.mark.parametrize("profile", [None, SRGB], ids=["none", "unusable"])
def test_cmyk_is_converted_and_said(
    tmp_path: Path, file_format: str, profile: bytes | None
) -> None:
    (tmp_path / "a").write_bytes(cmyk(profile, file_format))
    picture = read_picture(tmp_path / "a")
    assert np.abs(picture.pixels[8, 8].astype(int) - (255, 0, 0)).max() <= 3
    why = "its profile cannot be used" if profile else "it has no profile"
    assert picture.notes == (
        f"CMYK was converted to RGB by a plain formula, since {why}; colours are those of screens",
    )
    assert picture.metadata.icc_profile is None


FULL = PictureMetadata(
    icc_profile=SRGB, exif=b"MM\0*\0\0\0\x08\0\0\0\0\0\0", xmp=b"<x/>", dpi=(300, 300),
    text=(("Author", "Zoe"), ("Comment", "Hello")),
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "lost"),
    [
        ("a.png", None), ("a.tif", "texts (Author, Comment)"), ("a.jpg", "texts (Author)"),
        ("a.webp", "density, texts (Author, Comment)"),
        ("a.avif", "density, texts (Author, Comment)"),
        ("a.bmp", "profile, EXIF, XMP, texts (Author, Comment)"),
    ],
)  # fmt: skip
def test_metadata_that_a_format_does_not_hold_are_said(
    tmp_path: Path, name: str, lost: str | None
) -> None:
    notes = write_picture(tmp_path / name, Picture(np.zeros((8, 8, 3), np.uint8), FULL))
    assert [note.partition(": ")[2] for note in notes] == ([] if lost is None else [lost])


def test_other_losses_are_said(tmp_path: Path) -> None:
    deep = Picture(noise(3), PictureMetadata(colour_chunks=((b"cICP", b"\x09\x10\0\x01"),)))
    assert write_picture(tmp_path / "a.jpg", deep, quality=80) == (
        "JPEG holds 8 bits: the picture's 16 were rounded; PNG keeps them",
        "JPEG at quality 80 halves the colour's resolution; from 90 on it does not",
        "JPEG does not hold, so that it was left out: PNG's description of colour (cICP)",
    )
    Image.new("RGB", (16, 16)).save(tmp_path / "half.jpg", subsampling="4:2:0")
    half = read_picture(tmp_path / "half.jpg")
    assert half.subsampling == "4:2:0"
    assert write_picture(tmp_path / "b.jpg", half, quality=80) == ()
    assert write_picture(tmp_path / "c.jpg", half) == (
        "the colour, 4:2:0 in the source, is 4:4:4: the file is larger for it",
    )


@pytest.mark.parametrize("bits", [12, 32])
def test_gray_of_other_depths_keeps_its_brightness(tmp_path: Path, bits: int) -> None:
    if bits == 32:
        image = Image.fromarray(np.full((8, 8), 1 << 30, np.int32))
        image.save(tmp_path / "a.tif")
        data = bytearray((tmp_path / "a.tif").read_bytes())
        assert read_picture(tmp_path / "a.tif").pixels[0, 0, 0] == 1 << 14
        return
    row = np.full(8, 0x800, np.uint16)
    packed = b"".join(
        bytes([a >> 4, (a & 15) << 4 | b >> 8, b & 255]) for a, b in row.reshape(-1, 2).tolist()
    )
    data = bytearray(tiff(np.zeros((8, 8, 1), np.uint16), T258=[12]))
    (tmp_path / "a.tif").write_bytes(bytes(data[:-128]) + packed * 8 + bytes(32))
    try:
        value = int(read_picture(tmp_path / "a.tif").pixels[0, 0, 0])
    except MediaError:
        pytest.fail("12 bits are read")
    assert abs(value - 0x800 * 65535 / 4095) < 40
