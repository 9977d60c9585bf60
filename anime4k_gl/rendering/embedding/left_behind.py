"""Objects of contexts that were not current when their owner was forgotten.

Python forgets an object in any thread, at any time; OpenGL's can be freed only where and while
their context is current. So they wait here until one of ours is used there again.
"""

from __future__ import annotations

from collections.abc import Callable

from ...gl.host.current_context import HomeContext

_LEFT: list[tuple[HomeContext, Callable[[], None]]] = []


def leave_behind(home: HomeContext, release: Callable[[], None]) -> None:
    """Have `release` called, and `home` released, once that is current where one of ours is used.

    Any thread may call this.
    """
    _LEFT.append((home, release))


def free_left_behind() -> None:
    """Free what was left behind in the context that is current in this thread."""
    for entry in tuple(_LEFT):
        home, release = entry
        if home.is_current():  # in no other thread
            _LEFT.remove(entry)
            release()
            home.release()
