"""The modules that a first picture does without, imported as soon as it is seen.

At the first key or movement of the mouse they would hold up frames. What cannot be imported is told
when it is needed.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from importlib import import_module

REST = ("PIL.ImageDraw", "PIL.ImageFont", ".desktop.desktop", ".capture.capture")
"""Text and the bar need Pillow, the desktop is told of what plays, and screenshots are taken."""


def import_rest() -> None:
    """Import them in a thread, which the program's end waits for: it takes little time."""
    threading.Thread(target=_import_rest, name="anime4k_gl imports").start()


def _import_rest() -> None:
    for name in REST:
        with suppress(ImportError):
            import_module(name, __package__)
