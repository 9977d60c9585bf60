"""The names of degradations: read and written alike, a wrong one says what is right."""

from __future__ import annotations

import pytest

from benchmarks.quality import degradations
from benchmarks.quality.degradations import DegradationError, parse
from benchmarks.quality.degradations.signal import SITINGS


@pytest.mark.parametrize("name", [*degradations.STANDARD, *degradations.SMALL])
def test_standard_names_are_canonical(name: str) -> None:
    chain = parse(name)
    assert chain.name == name
    assert parse(chain.name) == chain


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("420/dither", "area:linear/420:left/dither:noise"),
        ("area:gamma/420:centre", "area:gamma/420:center"),
        ("master720:lanczos/420:left:area", "master720:lanczos/area:linear/420:left:area"),
        ("lanczos:gamma/master720:bilinear/8bit", "master720:bilinear/lanczos:gamma/8bit"),
        ("sprites / blur:.50", "sprites:bilinear/area:linear/blur:0.5"),
        ("blur:1.0/bicubic:linear/glow", "blur:1/bicubic:linear/glow:0.3"),
        ("shift:-0,0.12345678:catmull", "area:linear/shift:0,0.12345678"),
        ("area:gamma/grain:1/master720:bicubic", "area:gamma/grain:1/master720:bicubic"),
        ("area:gamma/x265:20.5:10bit", "area:gamma/x265:20.5:10bit"),
        ("area:gamma/x264:20:8bit", "area:gamma/x264:20"),
        ("sprites/master900:catmull", "master900:catmull/sprites:bilinear/area:linear"),
    ],
)
def test_defaults_are_filled_in(text: str, canonical: str) -> None:
    """Kernel and light are part of every name."""
    chain = parse(text)
    assert chain.name == canonical
    assert parse(canonical) == chain


@pytest.mark.parametrize("siting", SITINGS)
def test_every_siting_has_a_name(siting: str) -> None:
    assert parse(f"area:gamma/420:{siting}").name == f"area:gamma/420:{siting}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "area:gama",
            "degradation 'area:gama': 'area:gama' is not area:LIGHT, of gamma and linear",
        ),
        (
            "area:gamma/x264",
            "degradation 'area:gamma/x264': 'x264' is not x264:CRF[:10bit], 0 to 51; 8 bits "
            "without it",
        ),
        (
            "420:middle",
            "degradation '420:middle': '420:middle' is not 420[:SITING[:KERNEL]], of left, center, "
            "topleft, top, bottomleft, bottom and area, bilinear, bicubic, catmull, lanczos; left "
            "and bilinear without them",
        ),
        (
            "blur/8bit",
            "degradation 'blur/8bit': 'blur' is not blur:SIGMA, in source pixels, 0.1 to 20",
        ),
        (
            "area:gamma/lanczos:gamma",
            "degradation 'area:gamma/lanczos:gamma': 'area:gamma' and 'lanczos:gamma' exclude each "
            "other; one is accepted",
        ),
        (
            "8bit/area:gamma",
            "degradation '8bit/area:gamma': '8bit' stands after 'area:gamma'",
        ),
        (
            "sprites/blur:1/area:gamma",
            "degradation 'sprites/blur:1/area:gamma': 'blur:1' stands after 'area:gamma' with "
            "sprites",
        ),
        (
            "area:gamma/sprites",
            "degradation 'area:gamma/sprites': 'sprites:bilinear' stands before 'area:gamma'",
        ),
    ],
)  # fmt: skip
def test_a_wrong_name_says_what_is_accepted(text: str, message: str) -> None:
    with pytest.raises(DegradationError) as error:
        parse(text)
    assert str(error.value) == message


@pytest.mark.parametrize(
    "text",
    ["", "/", "area:gamma/", "nonsense", "area", "area:gamma:linear", "master", "master720",
     "master1080:lanczos", "master720:area", "master99999999999:lanczos", "blur:nan", "blur:-1",
     "grain:inf", "glow:2", "x264:52", "x265:x",
     "x265:20:12bit", "x265:", "jpeg:0", "jpeg:1e2", "banding:8", "banding:6.5",
     "dither:blue", "8bit:8", "limited:1", "shift:1", "shift:1,2,3", "shift:1,2:area", "420:left:x",
     "master720:bicubic/master810:bicubic", "sprites/sprites", "sprites:area", "X264:20"],
)  # fmt: skip
def test_what_is_wrong_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(DegradationError, match=r"^degradation '.*': .*[^.]$") as error:
        parse(text)
    assert "\n" not in str(error.value)
