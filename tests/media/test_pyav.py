"""What PyAV gets wrong, and that it is gone round in one place."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

from support.import_graph import PACKAGE

from anime4k_gl.media.pyav import av

_DESCRIBE = """
import sys
from anime4k_gl.media.video.video_source import VideoSource
for name in sys.argv[1:]:
    with VideoSource(name) as source:
        print(len(list(source.frames())), source.rotation)
"""


def test_named_icc_profiles_of_frames_do_not_end_the_process(tmp_path: Path) -> None:
    """PyAV's wrapper of side data frees a profile's name, and FFmpeg frees it again."""
    from PIL import Image, ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    pictures = [Image.new("RGB", (48, 32), (40 * number, 90, 200)) for number in range(4)]
    moving = tmp_path / "moving.png"
    pictures[0].save(moving, save_all=True, append_images=pictures[1:], icc_profile=profile)
    video = tmp_path / "png.avi"
    with av.open(str(video), "w") as container:
        stream = container.add_stream("png", rate=10)
        stream.width, stream.height, stream.pix_fmt = 48, 32, "rgb24"
        container.start_encoding()
        for number, picture in enumerate(pictures):
            data = io.BytesIO()
            picture.save(data, "PNG", icc_profile=profile)
            packet = av.Packet(data.getvalue())
            packet.stream, packet.time_base = stream, Fraction(1, 10)
            packet.pts = packet.dts = number
            container.mux(packet)
    done = subprocess.run(
        [sys.executable, "-c", _DESCRIBE, str(moving), str(video)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "4 0\n4 0\n"), done.stderr


def test_side_data_is_read_in_one_place() -> None:
    users = [p.name for p in PACKAGE.rglob("*.py") if re.search(r"\.side_data\b", p.read_text())]
    assert users == ["pyav.py"]
