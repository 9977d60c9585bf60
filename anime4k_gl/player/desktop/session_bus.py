"""The session's D-Bus, by which desktops on Linux and BSD are talked to."""

from __future__ import annotations

import os
import stat
import sys

VARIABLE = "DBUS_SESSION_BUS_ADDRESS"


def session_bus() -> str | None:
    """Return the address of the session's bus; None where there is none, or it is ``disabled:``.

    Where systemd keeps it at its usual place and nothing in the environment says so, that is added
    there: libraries look nowhere else.
    """
    if sys.platform in ("win32", "darwin"):
        return None
    address = os.environ.get(VARIABLE)
    if address:
        return None if address.startswith("disabled:") else address
    path = os.path.join(os.environ.get("XDG_RUNTIME_DIR") or "/nonexistent", "bus")
    try:
        if not stat.S_ISSOCK(os.stat(path).st_mode):
            return None
    except OSError:
        return None
    os.environ[VARIABLE] = f"unix:path={path}"
    return os.environ[VARIABLE]
