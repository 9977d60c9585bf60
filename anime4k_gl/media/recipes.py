"""A line in a finished file that says how it was made, for whoever would make it again.

Containers have it among their tags, PNG as a text and JPEG as a comment (`pictures.recipe_text`). A
file is read back after it was written: where the line is not in it, there is no place for one.
"""

from __future__ import annotations

import re
from pathlib import Path

from ..errors import MediaError
from .opening import MediaInput
from .pyav import OutputContainer, av

PREFIX = "anime4k_gl {"
"""What a recipe begins with; the rest of it is JSON in ASCII."""

_TAG = "ANIME4K_GL"
_MP4_TAG = "encoding_tool"  # MP4 has room for known tags alone; this one becomes its "encoder"
_MP4_LIKE = ("mp4", "ipod", "3gp", "3g2", "psp", "f4v", "ismv")
_PLACES = ("anime4k_gl", "encoder", "encoding_tool", "software")

_PICTURE_STARTS = (b"\x89PNG", b"\xff\xd8", b"RIFF", b"GIF8", b"II", b"MM", b"BM")
_IN_PICTURE = re.compile(re.escape(PREFIX.encode()) + rb"[ -~]*\}")
_SEARCHED = 1 << 20  # bytes from a picture's start, where PNG and JPEG have it


def write_recipe(container: OutputContainer, recipe: str) -> None:
    """Put a recipe among the tags of a container that is being written; before its header is."""
    mp4 = container.format.name in _MP4_LIKE
    container.metadata[_MP4_TAG if mp4 else _TAG] = recipe


def is_recipe(text: str) -> bool:
    """Return whether a text is a recipe, to be left out where it would be carried on."""
    return text.startswith(PREFIX)


def without_recipe(tags: dict[str, str]) -> dict[str, str]:
    """Return a file's tags without a recipe: what it says is not true of another file."""
    return {name: text for name, text in tags.items() if not is_recipe(text)}


def read_recipe(path: Path) -> str | None:
    """Return the recipe in a file; None where there is none, or the file cannot be read."""
    try:
        with path.open("rb") as file:
            head = file.read(_SEARCHED)
    except OSError:
        return None
    if head.startswith(_PICTURE_STARTS) and head[8:12] != b"AVI ":
        found = _IN_PICTURE.search(head)
        return None if found is None else found[0].decode("ascii")
    try:
        with MediaInput(path, urls=False) as source, source.container() as container:
            tags = {name.lower(): text for name, text in container.metadata.items()}
    except (MediaError, av.FFmpegError, OSError, ValueError):
        return None
    return next((tags[name] for name in _PLACES if is_recipe(tags.get(name, ""))), None)
