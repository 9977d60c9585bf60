"""vo_gpu's ``random``: the same values in the same order, so that pictures can be equal."""

from __future__ import annotations

import struct

_STATE = 64
_SEED = 1


class LaggedFibonacci:
    """A lagged Fibonacci generator, seeded as FFmpeg does with 1."""

    def __init__(self) -> None:
        self._state: list[int] = []  # until a value is asked for
        self._count = 0

    def next(self) -> float:
        """Return the next value, in [0, 1]."""
        if not self._state:
            self._state = _seeded()
        state, at = self._state, self._count
        value = (state[(at - 24) % _STATE] + state[(at - 55) % _STATE]) & 0xFFFFFFFF
        state[at % _STATE] = value
        self._count += 1
        return value / 0xFFFFFFFF


def _seeded() -> list[int]:
    import hashlib  # brings OpenSSL

    state = [0] * _STATE
    block = bytearray(16)
    for index in range(8, _STATE, 4):
        block[:4] = struct.pack("<I", _SEED)
        block[4] = index
        block = bytearray(hashlib.md5(bytes(block), usedforsecurity=False).digest())
        state[index : index + 4] = struct.unpack("<4I", block)
    return state
