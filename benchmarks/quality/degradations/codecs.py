"""The steps that encode and decode: H.264 and HEVC through PyAV, JPEG through Pillow."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

import numpy as np
from PIL import Image

from anime4k_gl.media.pyav import VideoFrame, av
from benchmarks.quality.degradations.signal import Codes, Signal
from benchmarks.quality.degradations.step import (
    RATE,
    Setting,
    Step,
    number,
    one_of,
    single,
    written,
)

_OPTIONS = {
    # One thread each: how many there are would change what comes out.
    "libx264": {"preset": "medium", "tune": "animation", "threads": "1"},
    "libx265": {
        "preset": "fast",
        "tune": "animation",
        "x265-params": "log-level=none:pools=none:frame-threads=1:wpp=0",
    },
}


@dataclass(frozen=True)
class _Video(Step):
    """A video codec at a constant rate factor: 4:2:0, sited left if nothing else is said.

    Presets: medium for H.264 and fast for HEVC, both tuned for animation.
    """

    early: ClassVar[bool] = False
    frames: ClassVar[bool] = True
    word: ClassVar[str]
    codec: ClassVar[str]
    crf: float
    bits: int = 8

    @property
    def name(self) -> str:
        """The rate factor, and the bits where there are 10."""
        return f"{self.word}:{written(self.crf)}" + (":10bit" if self.bits == 10 else "")

    @property
    def fine(self) -> bool:
        """The bits beyond 8 must have something to code."""
        return self.bits > 8

    @classmethod
    def read(cls, arguments: Sequence[str]) -> Step:
        """Return it of what stands after its word; raises ValueError."""
        crf, *bits = arguments or ("",)
        depth = int(one_of(single(bits, "8bit"), ("8bit", "10bit")).removesuffix("bit"))
        return cls(number(crf, 0, 51), depth)

    def shot(self, signals: Sequence[Signal], setting: Setting) -> list[Signal]:
        """Return the frames of a shot after encoding and decoding them in their order."""
        sent = [signal.subsampled(signal.siting or "left") for signal in signals]
        frames = _decoded(_encoded([s.codes(self.bits) for s in sent], self.codec, self.crf))
        if len(frames) != len(sent):
            raise RuntimeError(f"{self.name}: {len(sent)} frames came back as {len(frames)}")
        width, height = sent[0].size
        sides = ((height, width), *[(-(-height // 2), -(-width // 2))] * 2)
        return [
            signal.with_codes(
                [p[:h, :w] for p, (h, w) in zip(planes, sides, strict=True)], self.bits
            )
            for signal, planes in zip(sent, frames, strict=True)
        ]


class H264(_Video):
    """H.264 by x264."""

    word = "x264"
    codec = "libx264"
    usage = "x264:CRF[:10bit], 0 to 51; 8 bits without it"


class Hevc(_Video):
    """HEVC by x265."""

    word = "x265"
    codec = "libx265"
    usage = "x265:CRF[:10bit], 0 to 51; 8 bits without it"


Planes = list[Codes]


def _encoded(frames: Sequence[Planes], codec: str, crf: float) -> bytes:
    """Return Matroska of frames, in 24 a second; odd sizes are filled up by their edges.

    They have 8 bits, or 10 where they are uint16.
    """
    layout = "yuv420p" if frames[0][0].dtype == np.uint8 else "yuv420p10le"
    height, width = (side + side % 2 for side in frames[0][0].shape)
    file = io.BytesIO()
    with av.open(file, "w", format="matroska") as container:
        stream: Any = container.add_stream(
            codec, rate=RATE, options={**_OPTIONS[codec], "crf": written(crf)}
        )
        stream.width, stream.height, stream.pix_fmt = width, height, layout
        for number, planes in enumerate(frames):
            luma, *chroma = planes
            luma = np.pad(luma, [(0, height - luma.shape[0]), (0, width - luma.shape[1])], "edge")
            packed = np.concatenate([luma.ravel(), *(c.ravel() for c in chroma)])
            frame = VideoFrame.from_ndarray(packed.reshape(height * 3 // 2, width), layout)
            frame.pts, frame.time_base = number, Fraction(1, RATE)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return file.getvalue()


def _decoded(data: bytes) -> list[Planes]:
    """Return the frames of a file in the order in which they are shown."""
    out: list[Planes] = []
    with av.open(io.BytesIO(data), "r") as container:
        for frame in container.decode(video=0):
            packed: Codes = frame.to_ndarray().ravel()
            w, h = frame.width, frame.height
            luma, cb, cr = np.split(packed, (w * h, w * h + w * h // 4))
            half = h // 2, w // 2
            out.append([luma.reshape(h, w), cb.reshape(half), cr.reshape(half)])
    return out


@dataclass(frozen=True)
class Jpeg(Step):
    """JPEG of 4:2:0, as pictures on the web are."""

    usage: ClassVar[str] = "jpeg:QUALITY, 1 to 100"
    early: ClassVar[bool] = False
    quality: int

    @property
    def name(self) -> str:
        """The quality."""
        return f"jpeg:{self.quality}"

    @classmethod
    def read(cls, arguments: Sequence[str]) -> Jpeg:
        """Return it of what stands after its word; raises ValueError."""
        return cls(int(number(str(int(single(arguments))), 1, 100)))

    def frame(self, signal: Signal, setting: Setting, number: int) -> Signal:
        """Return the frame after encoding and decoding it."""
        file = io.BytesIO()
        rgb = signal.rgb()
        pixels = np.stack(rgb.codes(), -1)
        Image.fromarray(pixels).save(file, "JPEG", quality=self.quality, subsampling="4:2:0")
        decoded = np.asarray(Image.open(file))
        return rgb.with_codes([decoded[..., n] for n in range(3)])
