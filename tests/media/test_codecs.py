"""Encoders' names, options and pixel layouts."""

from __future__ import annotations

import pytest

from anime4k_gl.errors import OptionError
from anime4k_gl.formats import PIXEL_LAYOUTS, Size
from anime4k_gl.media.writing.codecs import (
    available_codecs,
    default_layout,
    encoder_layouts,
    encoder_options,
    level_options,
    losses,
    resolve_codec,
)


@pytest.mark.parametrize(
    ("name", "encoder"),
    [("h264", "libx264"), ("X264", "libx264"), ("hevc", "libx265"), ("av1", "libsvtav1"),
     ("vp9", "libvpx-vp9"), ("prores", "prores_ks"), ("ffv1", "ffv1"), ("libx264", "libx264")],
)  # fmt: skip
def test_everyday_names(name: str, encoder: str) -> None:
    if encoder not in available_codecs():
        pytest.skip(f"this FFmpeg has no {encoder}")
    assert resolve_codec(name) == encoder


@pytest.mark.parametrize("name", ["", "nope", "aac", "h264_nope"])
def test_unknown_codecs(name: str) -> None:
    with pytest.raises(OptionError) as caught:
        resolve_codec(name)
    assert str(caught.value) == (
        f"unknown codec {name!r}; valid are: {', '.join(available_codecs())}"
    )


@pytest.mark.parametrize(
    ("codec", "source", "target"),
    [
        ("libx264", "yuv420p", "yuv420p"), ("libx264", "yuvj420p", "yuv420p"),
        ("libx264", "nv12", "yuv420p"), ("libx264", "yuv420p10le", "yuv420p10le"),
        ("libx264", "p010le", "yuv420p10le"), ("libx264", "yuv422p", "yuv422p"),
        ("libx264", "yuv444p10le", "yuv444p10le"), ("libx264", "yuv440p", "yuv444p"),
        ("libx264", "yuv411p", "yuv422p"), ("libx264", "yuv410p", "yuv420p"),
        ("libx264", "yuv420p9le", "yuv420p10le"), ("libx264", "yuv420p12le", "yuv420p10le"),
        ("libx264", "gray", "yuv420p"), ("libx264", "gray10le", "yuv420p10le"),
        ("libx264", "gbrp", "yuv444p"), ("libx264", "rgba", "yuv444p"),
        ("libx264", "yuva420p", "yuv420p"), ("libx265", "yuva420p", "yuv420p"),
        ("libx265", "yuv422p12le", "yuv422p12le"), ("libx265", "rgb24", "yuv444p"),
        ("libsvtav1", "yuv444p", "yuv420p"), ("libsvtav1", "yuv444p10le", "yuv420p10le"),
        ("libvpx-vp9", "yuva420p", "yuva420p"), ("libvpx-vp9", "rgba", "yuva444p"),
        ("ffv1", "yuv420p16le", "yuv420p16le"), ("ffv1", "rgb24", "bgr0"),
        ("ffv1", "gbrp12le", "gbrp12le"), ("ffv1", "gray", "gray"), ("ffv1", "rgba", "bgra"),
        ("ffv1", "yuva444p10le", "yuva444p10le"), ("ffv1", "p010le", "yuv420p10le"),
        ("prores_ks", "yuv420p", "yuv422p10le"), ("prores_ks", "rgba", "yuva444p10le"),
        ("prores_ks", "yuv444p", "yuv444p10le"),
    ],
)  # fmt: skip
def test_default_layout_loses_least(codec: str, source: str, target: str) -> None:
    if codec not in available_codecs():
        pytest.skip(f"this FFmpeg has no {codec}")
    if target not in [layout.name for layout in encoder_layouts(codec)]:
        # Before FFmpeg 8.1 its VP9 has alpha with 4:2:0 alone.
        assert (codec, target) == ("libvpx-vp9", "yuva444p")
        target = "yuva420p"
    assert default_layout(codec, PIXEL_LAYOUTS[source]).name == target


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("yuv420p", "yuv420p", []),
        ("gray", "yuv420p", []),
        ("rgb24", "yuv444p", []),
        ("rgba", "yuv444p", ["alpha"]),
        ("yuv444p12le", "yuv420p10le", ["12-bit depth (10 are left)", "chroma resolution"]),
        ("yuv420p", "gray", ["colour"]),
    ],
)
def test_losses_are_named(source: str, target: str, expected: list[str]) -> None:
    assert losses(PIXEL_LAYOUTS[source], PIXEL_LAYOUTS[target]) == expected


@pytest.mark.parametrize(
    ("size", "settings", "expected"),
    [
        (Size(3840, 2160), {"preset": "medium"}, {}),
        (Size(3840, 2160), {"preset": "slow"}, {}),
        (Size(3840, 2160), {"preset": "slower"}, {"refs": "5"}),
        (Size(3840, 2160), {"preset": "medium", "tune": "animation"}, {"refs": "5"}),
        (Size(3840, 2160), {"preset": "veryslow", "refs": "12"}, {}),
        (Size(1920, 1080), {"preset": "slower"}, {}),
        (Size(7680, 4320), {}, {"refs": "1"}),
        (Size(16384, 8192), {"preset": "veryslow"}, {}),
    ],
)
def test_h264_stays_within_level_5(
    size: Size, settings: dict[str, str], expected: dict[str, str]
) -> None:
    assert level_options("libx264", size, settings) == expected
    assert level_options("libx265", size, settings) == {}


def test_options_of_an_encoder() -> None:
    assert encoder_options("libx264", crf=None, preset=None, options={}) == {"crf": "16"}
    assert encoder_options("libx264", crf=18.5, preset="slow", options={"tune": "animation"}) == {
        "crf": "18.5", "preset": "slow", "tune": "animation",
    }  # fmt: skip
    assert encoder_options("ffv1", crf=None, preset=None, options={}) == {}
    assert encoder_options(
        "libx265", crf=20, preset=None, options={"x265-params": "aq-mode=3"}
    ) == {"crf": "20", "x265-params": "log-level=none:aq-mode=3"}
    assert encoder_options("h264_nvenc", crf=21, preset="p7", options={}) == {
        "cq": "21", "rc": "vbr", "preset": "p7",
    }  # fmt: skip


@pytest.mark.parametrize("crf", [-1, 52, float("nan")])
def test_quality_off_the_scale(crf: float) -> None:
    with pytest.raises(OptionError) as caught:
        encoder_options("libx264", crf=crf, preset=None, options={})
    assert str(caught.value) == (
        f"crf {crf:g} is out of range for libx264: 0 (best) to 51 (smallest)"
    )
