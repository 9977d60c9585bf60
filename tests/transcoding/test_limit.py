"""Which stage the others waited for, by the times that a transcode measured."""

from __future__ import annotations

import pytest

from anime4k_gl.formats import Size
from anime4k_gl.transcoding.job import Transcoded


@pytest.mark.parametrize(
    ("seconds", "limit"),
    [
        ({}, ""),
        ({"render": 9.0, "render, queue full": 0.1, "render, queue empty": 8.0}, "drawing"),
        ({"render": 4.0, "render, queue full": 5.0, "render, queue empty": 0.2}, "encoding"),
        ({"render": 9.0, "render, queue empty": 8.0, "decode, queue empty": 7.0}, "decoding"),
        ({"render": 9.0, "render, queue empty": 8.0, "decode, queue empty": 1.0}, "drawing"),
    ],
)
def test_the_limit_is_what_is_waited_for(seconds: dict[str, float], limit: str) -> None:
    assert Transcoded(Size(1, 1), Size(2, 2), 3, seconds=seconds).limit == limit
