"""The cases in which the engine does not do as mpv does, to be worked off until none is left.

An entry is a case's name, which means all its clips and sizes, or ``name/clip/size``. The tests
of these must fail: one that passes is to be taken off.
"""

from __future__ import annotations

NOT_YET: frozenset[str] = frozenset()
