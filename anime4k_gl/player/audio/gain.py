"""The gain: a volume in percent as a factor, changed without a click."""

from __future__ import annotations

from ...dependencies import np
from ...media.audio.filters import Samples

MAX_VOLUME = 130.0
"""Percent."""


def gain_of(volume: float) -> float:
    """Return the factor for a volume in percent: cubic, as loudness is felt; 100 is 1."""
    return (min(max(volume, 0.0), MAX_VOLUME) / 100) ** 3


class Amplifier:
    """Multiplies samples by a volume.

    Attributes
    ----------
    volume : percent, 0 to `MAX_VOLUME`
    muted : whether nothing is to be heard
    """

    def __init__(self, volume: float, muted: bool) -> None:
        self.volume, self.muted = volume, muted
        self._gain = 0.0

    def fade_in(self) -> None:
        """Begin from silence."""
        self._gain = 0.0

    def apply(self, samples: Samples) -> None:
        """Amplify (samples, channels) in place; a change of volume is spread over them."""
        gain = 0.0 if self.muted else gain_of(self.volume)
        if gain != self._gain:
            samples *= np.linspace(self._gain, gain, len(samples), dtype=np.float32)[:, None]
            self._gain = gain
        elif gain != 1.0:
            samples *= np.float32(gain)
        if gain > 1.0:
            np.clip(samples, -1.0, 1.0, samples)
