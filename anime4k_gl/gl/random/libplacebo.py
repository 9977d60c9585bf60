"""libplacebo's ``random``: the same values in the same order, so that pictures can be equal."""

from __future__ import annotations

_SEED = (0xB76D71F9443C228A, 0x93A02092FC4807E8, 0x06D81748F838BD07, 0x9381EE129DDDCE6C)
_BITS = (1 << 64) - 1
_MANTISSA = 53  # bits of a double


class Xoshiro256Plus:
    """The generator xoshiro256+, from the state in which libplacebo starts every file."""

    def __init__(self) -> None:
        self._state = _SEED

    def next(self) -> float:
        """Return the next value, in [0, 1)."""
        a, b, c, d = self._state
        value = (a + d) & _BITS
        c, d = c ^ a, d ^ b
        self._state = a ^ d, b ^ c, c ^ (b << 17) & _BITS, (d << 45 | d >> 19) & _BITS
        return (value >> 64 - _MANTISSA) / (1 << _MANTISSA)
