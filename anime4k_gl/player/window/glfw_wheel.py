"""The library in glfw's wheel, by which glfw is imported without a search of the machine.

glfw starts a Python of its own for each library of its name that it finds, to ask for its version,
which takes longer than the rest of its import. So does cffi, with its parser of C.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

_NAMED = "PYGLFW_LIBRARY"
_VARIANT = "PYGLFW_LIBRARY_VARIANT"


def import_glfw() -> None:
    """Import glfw with its wheel's library; where that does not work, `Window` says why."""
    library = None if "glfw" in sys.modules else wheel_library()
    if library is None:
        return
    os.environ[_NAMED] = str(library)  # for glfw alone: imgui-bundle takes it over, too
    try:
        with suppress(ImportError), _without_cffi():
            import glfw  # noqa: F401
    finally:
        del os.environ[_NAMED]
    if "glfw" not in sys.modules:  # it does not load here; another one may
        sys.modules.pop("glfw.library", None)


@contextmanager
def _without_cffi() -> Iterator[None]:
    """Have glfw do without cffi, which it takes pointers of for Vulkan alone."""
    modules: dict[str, Any] = dict.fromkeys(() if "cffi" in sys.modules else ("cffi",))
    sys.modules.update(modules)
    try:
        yield
    finally:
        for name in modules:
            del sys.modules[name]


def wheel_library() -> Path | None:
    """Return the library in glfw's wheel that glfw would take; None where there is none.

    None too where the user names one (``PYGLFW_LIBRARY``), or has folders of libraries of their
    own (``LD_LIBRARY_PATH``), in which glfw looks for a newer one.
    """
    if os.environ.get(_NAMED) or os.environ.get("LD_LIBRARY_PATH"):
        return None
    found = find_spec("glfw")
    if found is None or found.origin is None:
        return None
    variant = os.environ.get(_VARIANT, "").lower()
    if variant not in ("wayland", "x11"):
        variant = "wayland" if os.environ.get("XDG_SESSION_TYPE") == "wayland" else "x11"
    within = {"linux": f"{variant}/libglfw.so", "darwin": "libglfw.3.dylib"}.get(sys.platform)
    library = Path(found.origin).parent / within if within is not None else None
    return library if library is not None and library.is_file() else None
