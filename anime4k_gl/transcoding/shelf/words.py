"""Times, sizes and rates as people read them."""

from __future__ import annotations


def duration_words(seconds: float) -> str:
    """Return a time: ``4.2 s``, ``1:23``, ``2:03:04``."""
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    if seconds < 59.5:
        return f"{seconds:.0f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def size_words(count: float) -> str:
    """Return a size of so many bytes: ``1.4 GB``."""
    for unit in ("B", "kB", "MB", "GB"):
        if count < 999.5:
            return f"{count:.0f} {unit}" if unit == "B" or count >= 99.5 else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:.1f} TB"


def frames_words(done: int, total: int | None, seconds: float) -> str:
    """Return how far it is: ``120 of 1440 frames, 12.3 fps, 1:47 left``.

    Parameters
    ----------
    done, total : frames; None where it is not known how many there are
    seconds : that those took
    """
    rate = done / seconds if seconds > 0 else 0.0
    if not total:
        return f"{done} frames, {rate:.1f} fps"
    left = f", {duration_words(max(0, total - done) / rate)} left" if rate else ""
    return f"{done} of {total} frames, {rate:.1f} fps{left}"
