"""Single precision: rounding to it, and C's ``strtof`` for unsigned literals."""

from __future__ import annotations

import math
import re
import struct

_FLOAT = struct.Struct("<f")
_HEX = re.compile(r"0[xX](?:[0-9a-fA-F]+(?:\.[0-9a-fA-F]*)?|\.[0-9a-fA-F]+)(?:[pP][+-]?[0-9]+)?")
_DECIMAL = re.compile(r"[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)?")


def to_float32(value: float) -> float:
    """Return the nearest 32-bit float; an infinity beyond their range."""
    try:
        rounded: float = _FLOAT.unpack(_FLOAT.pack(value))[0]
    except OverflowError:
        return math.copysign(math.inf, value)
    return rounded


def leading_float(text: str) -> float:
    """Return the number at the start of `text`, whose first character is a digit.

    Literal = ``0x`` hex digits [``.`` hex digits] [``p`` exponent]
            | digits [``.`` digits] [``e`` exponent]

    The result is rounded through a 64-bit float, which can differ from ``strtof`` in the last bit
    for literals of 17 or more digits.
    """
    if match := _HEX.match(text):
        try:
            return to_float32(float.fromhex(match[0]))
        except OverflowError:
            return math.inf
    match = _DECIMAL.match(text)
    assert match, text
    return to_float32(float(match[0]))
