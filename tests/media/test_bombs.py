"""Pictures that claim to be huge, or take minutes to unpack, are refused before that."""

from __future__ import annotations

import io
import resource
import struct
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from anime4k_gl.errors import MediaError
from anime4k_gl.media.pictures.api import read_picture
from anime4k_gl.media.pictures.png import MAX_UNPACKED

CLAIMED = 20000


def jpeg(side: int = CLAIMED) -> bytes:
    stored = io.BytesIO()
    Image.new("RGB", (16, 16), (200, 100, 50)).save(stored, "JPEG")
    data = bytearray(stored.getvalue())
    start = data.find(b"\xff\xc0")
    data[start + 5 : start + 9] = side.to_bytes(2, "big") * 2
    return bytes(data)


def chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(content, zlib.crc32(kind))
    return struct.pack(">I4s", len(content), kind) + content + struct.pack(">I", checksum)


def png(side: int = CLAIMED, depth: int = 8, extra: bytes = b"") -> bytes:
    """A whole PNG file of one colour: a thousandth of its size unpacked."""
    packer = zlib.compressobj(9)
    row = bytes(1 + side * 3 * depth // 8)
    rows = b"".join(packer.compress(row) for _ in range(side if side < 100 else 64))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, depth, 2, 0, 0, 0))
        + chunk(b"IDAT", rows + packer.flush())
        + extra
        + chunk(b"IEND", b"")
    )


def bmp() -> bytes:
    stored = io.BytesIO()
    Image.new("RGB", (16, 16)).save(stored, "BMP")
    data = bytearray(stored.getvalue())
    data[18:26] = struct.pack("<ii", CLAIMED, CLAIMED)
    return bytes(data)


def tiff() -> bytes:
    stored = io.BytesIO()
    Image.new("RGB", (16, 16)).save(stored, "TIFF")
    data = stored.getvalue()
    for tag in (256, 257):
        for kind in (3, 4):
            entry = struct.pack("<HHI", tag, kind, 1)
            at = data.find(entry)
            if at >= 0:
                value = struct.pack("<HHII", tag, 4, 1, CLAIMED)
                data = data[:at] + value + data[at + 12 :]
    return data


CASES: list[tuple[str, Callable[[], bytes]]] = [
    ("bomb.jpg", jpeg),
    ("bomb.png", png),
    ("deep.png", lambda: png(depth=16)),
    ("bomb.bmp", bmp),
    ("bomb.tif", tiff),
    # Within the driver's limit, but not twice the size.
    ("twice.jpg", lambda: jpeg(12000)),
    ("twice.png", lambda: png(12000)),
]

_RUN = """
import sys, time
from anime4k_gl.__main__ import main
start = time.monotonic()
try:
    main(["upscale", sys.argv[1], sys.argv[2]])
except SystemExit as end:
    code = end.code
with open("/proc/self/status") as status:  # ru_maxrss would begin with the parent's
    peak = next(line.split()[1] for line in status if line.startswith("VmHWM"))
print(code, time.monotonic() - start, peak)
"""


@pytest.mark.parametrize(("name", "make"), CASES, ids=[name for name, _ in CASES])
def test_what_claims_to_be_huge_is_refused_at_once(
    name: str, make: Callable[[], bytes], tmp_path: Path
) -> None:
    bomb, out = tmp_path / name, tmp_path / "out.png"
    bomb.write_bytes(make())
    done = subprocess.run(
        [sys.executable, "-c", _RUN, str(bomb), str(out)], capture_output=True, text=True
    )
    code, seconds, kilobytes = done.stdout.split()
    assert code == "1" and not out.exists()
    assert done.stderr.startswith(f"anime4k-gl: {bomb}: the ") and done.stderr.count("\n") == 1
    assert "is beyond this driver's limit of" in done.stderr
    assert float(seconds) < 10 and int(kilobytes) < 500_000


def test_many_scans_of_a_large_jpeg_are_refused(tmp_path: Path) -> None:
    stored = io.BytesIO()
    Image.new("RGB", (3000, 2000), (200, 100, 50)).save(stored, "JPEG", progressive=True)
    data = stored.getvalue()
    (tmp_path / "usual.jpg").write_bytes(data)
    assert read_picture(tmp_path / "usual.jpg").pixels.shape == (2000, 3000, 3)
    last = data.rfind(b"\xff\xda")
    (tmp_path / "bomb.jpg").write_bytes(data[:last] + data[last:-2] * 1000 + data[-2:])
    start = time.monotonic()
    with pytest.raises(MediaError, match=r"3000x2000 in 10\d\d scans would take minutes"):
        read_picture(tmp_path / "bomb.jpg")
    assert time.monotonic() - start < 1


def test_texts_that_unpack_to_gigabytes_are_left_out(tmp_path: Path) -> None:
    packed = zlib.compress(bytes(MAX_UNPACKED - 100), 9)
    texts = b"".join(chunk(b"zTXt", b"k%d\0\0" % n + packed) for n in range(40))
    (tmp_path / "texts.png").write_bytes(png(16, extra=texts))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.monotonic()
    try:
        picture = read_picture(tmp_path / "texts.png")
    except MediaError:
        pass
    else:
        assert sum(len(text) for _, text in picture.metadata.text) <= MAX_UNPACKED
    assert time.monotonic() - start < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 700_000
