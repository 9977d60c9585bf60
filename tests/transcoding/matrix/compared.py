"""What is different between two files, as far as it should be the same."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from transcoding.matrix.asked import STREAM_FIELDS, Asked

_ROUNDING = 0.0021  # seconds: of milliseconds, twice
_START = 0.03  # seconds, by which players cannot tell

_UNSAID = {
    "color_range": {"tv"}, "color_space": {"smpte170m"}, "color_primaries": {"bt709"},
    "chroma_location": {"left"}, "field_order": {"progressive"},
}  # fmt: skip
"""What is written where a small video says nothing: what players take it for."""

_SIDE = ("Display Matrix", "Mastering display metadata", "Content light level metadata")


class Differences:
    """The differences between a file and what became of it.

    Parameters
    ----------
    allowed : what may differ and why; what then does not is a difference too
    """

    def __init__(self, before: Asked, after: Asked, allowed: Mapping[str, str]) -> None:
        self.before, self.after = before, after
        self._allowed = allowed
        self._needed: set[str] = set()
        self._found: list[str] = []
        self._video()
        self._times()
        self._others()
        self.same("chapters", self._chapters(before), self._chapters(after))
        self.same("tags", before.tags, after.tags)

    def found(self) -> list[str]:
        """Return them, a line each."""
        needless = [f"{key} does not differ" for key in self._allowed if key not in self._needed]
        return self._found + needless

    def same(self, key: str, before: object, after: object) -> None:
        """Note what should be the same."""
        if before == after:
            return
        if key in self._allowed:
            self._needed.add(key)
        else:
            self._found.append(f"{key}: {before!r} became {after!r}")

    def _video(self) -> None:
        before, after = self.before.video, self.after.video
        self.same("size", (2 * before["width"], 2 * before["height"]),
                   (after["width"], after["height"]))  # fmt: skip
        stream, made = self.before.of_kind("video")[0], self.after.of_kind("video")[0]
        for name in (*STREAM_FIELDS["video"], "tags"):
            said, written = stream.get(name), made.get(name)
            if said is not None or written not in _UNSAID.get(name, ()):
                self.same(f"video.{name}", said, written)
        self._same_disposition("video", stream, made)
        rates = [_rate(each["avg_frame_rate"]) for each in (before, after)]
        if rates[0] and abs(rates[0] - rates[1]) > 0.01 * rates[0]:
            self.same("rate", *rates)
        for name in _SIDE:
            one, other = (
                _without_place({**asked.side, **_frame_side(asked)}.get(name))
                for asked in self._both
            )
            self.same(f"side.{name}", one, other)

    @property
    def _both(self) -> tuple[Asked, Asked]:
        return self.before, self.after

    def _times(self) -> None:
        before, after = (asked.times for asked in self._both)
        self.same("frames", len(before), len(after))
        off = [
            abs((one - before[0]) - (other - after[0]))
            for one, other in zip(before, after, strict=False)
            if not math.isnan(one - before[0])
        ]
        if off and max(off) > _ROUNDING:
            self.same("times", before, after)
        starts = [asked.times[0] for asked in self._both]
        # What is shown first is shown at 0, and the video as much later as it was.
        expected = starts[0] - min(self._first(self.before), starts[0])
        if self._begins_at_0 and abs(starts[1] - expected) > _START:
            self.same("start", round(expected, 3), round(starts[1], 3))
        for index, (one, other) in enumerate(self._pairs("audio")):
            offsets = [
                asked.packets[stream["index"]][0][0] - start
                for asked, stream, start in zip(self._both, (one, other), starts, strict=True)
                if asked.packets.get(stream["index"])
            ]
            if len(offsets) == 2 and abs(offsets[0] - offsets[1]) > _ROUNDING:
                self.same(f"offsets.{index}", *(round(offset, 4) for offset in offsets))

    @property
    def _begins_at_0(self) -> bool:
        return not {"mpegts", "mpeg"} & set(self.after.container.split(","))

    @staticmethod
    def _first(asked: Asked) -> float:
        """Return when the first sound is to be heard; what precedes 0 is priming."""
        sounds = [asked.packets.get(s["index"], [(math.inf, "")]) for s in asked.of_kind("audio")]
        firsts = [packets[0][0] for packets in sounds]
        return min((max(first, 0.0) for first in firsts if not math.isnan(first)), default=math.inf)

    def _others(self) -> None:
        for kind in ("audio", "subtitle", "attachment", "cover", "data"):
            before, after = (asked.of_kind(kind) for asked in self._both)
            self.same(f"{kind}s", len(before), len(after))
            for number, (one, other) in enumerate(self._pairs(kind)):
                for name in (*STREAM_FIELDS.get(kind, ()), "tags"):
                    self.same(f"{kind}.{number}.{name}", one.get(name), other.get(name))
                self._same_disposition(f"{kind}.{number}", one, other)
                self._same_packets(f"{kind}.{number}.packets", one["index"], other["index"])

    def _same_disposition(self, key: str, one: dict[str, Any], other: dict[str, Any]) -> None:
        sets = [set(stream["disposition"]) for stream in (one, other)]
        if "mp4" in self.after.container:
            # It has a flag of what is enabled, and one of each kind is.
            sets = [flags - {"default"} for flags in sets]
        self.same(f"{key}.disposition", *map(sorted, sets))

    def _same_packets(self, key: str, one: int, other: int) -> None:
        before = [data for _, data in self.before.packets.get(one, [])]
        after = [data for _, data in self.after.packets.get(other, [])]
        if before != after:
            same = sum(a == b for a, b in zip(before, after, strict=False))
            self.same(key, f"{len(before)} packets", f"{len(after)} of which {same} are alike")
            return
        times = [
            [time for time, _ in asked.packets.get(index, [])]
            for asked, index in zip(self._both, (one, other), strict=True)
        ]
        steps = [abs((a - times[0][0]) - (b - times[1][0])) for a, b in zip(*times, strict=True)]
        if steps and max(steps) > _ROUNDING:
            self.same(f"{key}.times", *times)

    def _pairs(self, kind: str) -> list[tuple[dict[str, Any], dict[str, Any]]]:
        return list(zip(self.before.of_kind(kind), self.after.of_kind(kind), strict=False))

    def _chapters(self, asked: Asked) -> list[tuple[float, float, str]]:
        return [(round(start, 2), round(end, 2), title) for start, end, title in asked.chapters]


def _rate(text: str) -> float:
    top, _, bottom = text.partition("/")
    return float(Fraction(int(top), int(bottom))) if int(bottom) else 0.0


def _frame_side(asked: Asked) -> dict[str, object]:
    found = asked.video["frame"].get("side_data_list", [])
    return {side["side_data_type"]: side for side in found}


def _without_place(side: object) -> object:
    """Return side data; of a display matrix the angle, since its offsets are in pixels."""
    return side["rotation"] if isinstance(side, dict) and "rotation" in side else side
