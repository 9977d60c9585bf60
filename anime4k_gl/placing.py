"""Files that get their name only where nobody else has it."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def place_new(path: Path, name: Path) -> bool:
    """Rename a file of ours to a name that is free; return whether it was.

    Unlike `os.replace` after a look, it replaces nothing that appears in between.

    Raises
    ------
    OSError : it cannot be renamed
    """
    try:
        if sys.platform == "win32":
            path.rename(name)  # replaces nothing there
            return True
        try:
            os.link(path, name, follow_symlinks=False)
        except FileExistsError:
            raise
        except OSError:  # a file system without links: the name is taken first
            os.close(os.open(name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
            os.replace(path, name)
        else:
            path.unlink()
    except FileExistsError:
        return False
    return True
