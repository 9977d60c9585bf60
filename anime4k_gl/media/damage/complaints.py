"""FFmpeg's own complaints about a file, which it prints on a terminal and tells no caller.

A reader that finds its way again after damaged bytes goes on without an error, and so do decoders
that conceal what they could not read. What they say of it then is the only sign.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from ...lazy.dataclass import dataclass
from ..pyav import av

_MOST = 200  # lines that are kept of one call; a damaged file may bring millions

_NO_CODEC = "NULL"  # FFmpeg's name of a parser's context

# What is said of whole files too: of how they begin, of times, and of what is not supported.
_HARMLESS = re.compile(
    r"non.?monoton|timestamp|first.?dts|not supported|unsupported|not implemented|deprecated"
    r"|no index|could not find (codec|ref)|unspecified size|stream group|unknown-sized element"
    r"|consider increasing",
    re.IGNORECASE,
)

_lock = threading.Lock()
_listening: list[Complaints] = []
_outer = av.logging.Capture(local=False)  # of decoders' own threads
_before: tuple[int | None, bool] = (None, True)


@dataclass(frozen=True, slots=True)
class Complaint:
    """One line.

    Attributes
    ----------
    of_container : whether the reader of the container says it, and not a decoder
    text : in FFmpeg's words
    """

    of_container: bool
    text: str


class Complaints:
    """Listens to FFmpeg while one file is read, until `close`.

    What PyAV hands on comes from every thread of the process; what is said in the thread that reads
    is told apart, and what decoders' threads say is told only while nobody else listens.

    Lines of others are left out from `opened` on: of encoders, and of the probing of the video,
    which says much of a whole file that was cut.
    """

    def __init__(self) -> None:
        self._of_container: str | None = None
        self._of_codec: tuple[str, ...] = ()
        self._found: list[tuple[str, str]] = []
        self._probing: list[tuple[str, str]] = []
        self._begin()

    def _begin(self) -> None:
        global _before
        with _lock:
            if not _listening:
                _before = av.logging.get_level(), av.logging.get_skip_repeated()
                _outer.logs[:] = []
                if _before[0] is None or _before[0] < av.logging.ERROR:
                    av.logging.set_level(av.logging.ERROR)
                av.logging.set_skip_repeated(False)  # which goes across files
                _outer.__enter__()
            _listening.append(self)

    def close(self) -> None:
        """Listen no more. May be called twice."""
        with _lock:
            if self not in _listening:
                return
            _listening.remove(self)
            if not _listening:
                av.logging.set_level(_before[0])
                av.logging.set_skip_repeated(_before[1])
                _outer.__exit__(None, None, None)

    @contextmanager
    def listen(self) -> Iterator[None]:
        """Note what is said in this thread meanwhile."""
        with av.logging.Capture() as lines:
            try:
                yield
            finally:
                self._note(lines)

    @contextmanager
    def deaf(self) -> Iterator[None]:
        """Have nothing said to anybody meanwhile, as long as a decoder is opened or closed.

        PyAV holds the interpreter's lock then. The decoder's threads would wait for that to
        complain, and the opening or the closing for them, for ever.
        """
        level = av.logging.get_level()
        av.logging.set_level(None)
        try:
            yield
        finally:
            av.logging.set_level(level)

    def opened(self, formats: str, codec: str) -> None:
        """Say what the file is, by FFmpeg's names of its reader and of the video's decoder."""
        self._of_container, self._of_codec = formats, (codec, _NO_CODEC)
        self._probing = [(name, text) for name, text in self._found if name != formats]
        self._found = [(name, text) for name, text in self._found if name == formats]

    def heed_probing(self) -> None:
        """Take what was said of the video while the file was opened for the rest, after all."""
        self._found, self._probing = [*self._probing, *self._found], []

    def take(self) -> list[Complaint]:
        """Return what was said since the last time."""
        if _outer.logs:
            with _lock:
                lines = _outer.logs[:_MOST]
                del _outer.logs[:]
            if len(_listening) == 1:
                self._note(lines)
        found, self._found = self._found, []
        return [
            Complaint(name == self._of_container, " ".join(text.split()).rstrip("."))
            for name, text in found
            if (name == self._of_container or name in self._of_codec) and not _HARMLESS.search(text)
        ]

    def _note(self, lines: list[tuple[int, str, str]]) -> None:
        self._found += [(name, text) for _, name, text in lines[:_MOST]]
        del self._found[_MOST:]
