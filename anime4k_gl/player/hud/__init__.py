"""Panels over the picture: tuning, profiler, shader errors. Optional: the extra ``hud``.

Nothing heavy is imported here; `open_hud` imports Dear ImGui when panels are first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...dependencies import fault
from ...errors import OptionError

if TYPE_CHECKING:
    from .hud import Hud

__all__ = ["open_hud"]

MISSING = (
    "the panels need imgui-bundle (Python 3.11 or later), which is not installed;"
    " pip install 'anime4k-gl[hud]'"
)


def open_hud(context: Any) -> Hud:
    """Return the panels for a window's moderngl context, which is current; the caller releases it.

    Raises
    ------
    OptionError : imgui-bundle is not installed, or does not load; the message names the extra
    """
    import glfw  # noqa: F401  (first: imgui-bundle brings a glfw of its own, and would have us use it)

    try:
        import imgui_bundle  # noqa: F401
    except ImportError as error:
        if isinstance(error, ModuleNotFoundError) and error.name == "imgui_bundle":
            raise OptionError(MISSING) from None
        raise OptionError(
            f"imgui-bundle does not load ({error}); pip install 'anime4k-gl[hud]' again"
        ) from error
    too_old = fault("imgui_bundle")
    if too_old is not None:
        raise OptionError(f"the panels cannot be shown: {too_old}")
    from .hud import Hud

    return Hud(context)
