"""Statistics of a film that plays, as a value."""

from __future__ import annotations

from typing import Any

from anime4k_gl.formats import Size
from anime4k_gl.player.status.stats import Stats


def make_stats(**changes: Any) -> Stats:
    passes = tuple(
        {"name": f"pass {n}", "ran": True, "reason": None, "size": [1708, 960], "milliseconds": 1.5}
        for n in range(14)
    )
    skipped = {"name": "denoise", "ran": False, "reason": "WHEN is false: 2.0 1.2 <"}
    values: dict[str, Any] = {
        "path": "/films/film.mkv", "position": 61.9999, "duration": 3700.0, "paused": True,
        "effect": True, "profile": "v1.0-rc", "scaler": "catmull_rom",
        "source_size": Size(854, 480), "output_size": Size(1708, 960),
        "window_size": Size(1708, 960), "renderer": "llvmpipe", "software": True, "fps": 23.98,
        "shown": 100, "dropped": 3, "passes": (*passes, skipped), "speed": 1.0, "chapter": "",
        "late": 1, "repeated": 0, "av_offset": 0.003, "av_offset_p95": 0.012, "underruns": 0,
        "sound": "jpn, aac 2 ch, on pulse", "subtitles": "en (ass)", "governor": "",
        "governor_reason": "",
        "compare": "off", "view": None, "rendered": 120, "held": 54,
    }  # fmt: skip
    return Stats(**(values | changes))
