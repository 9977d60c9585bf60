"""The session: which trial is asked, what was chosen, and what comes next."""

from __future__ import annotations

import secrets
import struct
import threading
import time
from collections.abc import Sequence
from typing import Any

import numpy as np

from ...errors import OptionError
from ..report import Pixels
from .preferences import Choice
from .record import CHOICES, ChoiceRecord, Judged
from .trials import Trial


class BlindSession:
    """Asks trials that the record does not have yet. For any threads."""

    def __init__(self, trials: Sequence[Trial], record: ChoiceRecord, seed: int) -> None:
        """Take the trials in their order."""
        known = {judged.key for judged in record.judged}
        self._trials = {trial.key: trial for trial in trials}
        self._open = [trial.key for trial in trials if trial.key not in known]
        self._done = [judged.key for judged in record.judged if judged.key in self._trials]
        self._record, self._seed = record, seed
        self._lock = threading.Lock()
        self._tokens: dict[str, Pixels] = {}
        self._asked = ""
        self._since = time.monotonic()

    @property
    def complete(self) -> bool:
        """Whether nothing is left to ask."""
        return not self._open

    def question(self) -> dict[str, Any]:
        """Return what is asked now, in words that do not tell one side from the other.

        The pictures have names of chance, new ones for each question.
        """
        with self._lock:
            count = len(self._done) + len(self._open)
            if not self._open:
                return {"done": True, "number": count, "count": count}
            trial = self._trials[self._open[0]]
            names = [secrets.token_hex(16), secrets.token_hex(16)]
            self._tokens = dict(zip(names, trial.pixels, strict=True))
            self._asked, self._since = secrets.token_hex(16), time.monotonic()
            return {
                "done": False, "number": len(self._done) + 1, "count": count,
                "question": self._asked, "left": names[0], "right": names[1],
                "width": trial.box.width, "height": trial.box.height,
                "back": bool(self._done),
            }  # fmt: skip

    def picture(self, name: str) -> bytes | None:
        """Return a picture of the question as BMP; both have the same number of bytes."""
        with self._lock:
            pixels = self._tokens.get(name)
        return None if pixels is None else bmp(pixels)

    def choose(self, question: str, choice: str) -> None:
        """Record a choice; one for an older question counts for nothing.

        Raises
        ------
        OptionError : there is no such choice
        MediaError : it cannot be written
        """
        if choice not in CHOICES:
            raise OptionError.unknown("choice", choice, CHOICES)
        with self._lock:
            if question != self._asked or not self._open:
                return
            trial = self._trials[self._open[0]]
            made = Choice(trial.left, trial.right, choice, trial.metrics)
            box = trial.box
            self._record.add(
                Judged(trial.key, self._seed, made),
                picture=trial.picture,
                box=(box.left, box.top, box.width, box.height),
                seconds=time.monotonic() - self._since,
            )
            self._asked = ""
            self._done.append(self._open.pop(0))

    def back(self) -> None:
        """Ask the last one again.

        Raises
        ------
        MediaError : it cannot be written
        """
        with self._lock:
            if self._done and self._record.judged[-1].key == self._done[-1]:
                self._record.take_back()
                self._open.insert(0, self._done.pop())


def bmp(pixels: Pixels) -> bytes:
    """Return (H, W, 3) uint8 pixels as BMP of 24 bits: its length tells the size and no more."""
    height, width = pixels.shape[:2]
    stride = -(-width * 3 // 4) * 4
    rows = np.zeros((height, stride), np.uint8)
    rows[:, : width * 3] = pixels[::-1, :, ::-1].reshape(height, width * 3)
    data = rows.tobytes()
    head = struct.pack("<2sIHHI", b"BM", 54 + len(data), 0, 0, 54)
    info = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, len(data), 2835, 2835, 0, 0)
    return head + info + data
