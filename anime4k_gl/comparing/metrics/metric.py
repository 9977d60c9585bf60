"""The description of a metric: its unit, what is better, what it costs."""

from __future__ import annotations

from typing import Literal

from ...lazy.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric by its name.

    Attributes
    ----------
    name : as in options and tables: "psnr_luma"
    unit : "dB", "px", "%"; empty for a plain number
    better : "higher", "lower" or "zero" (of what has a sign): where the better picture is
    meaning : one line that says what is measured
    cost : "cheap" for under a second a 1080p picture on one core, "slow" for more
    """

    name: str
    unit: str
    better: Literal["higher", "lower", "zero"]
    meaning: str
    cost: Literal["cheap", "slow"] = "cheap"
