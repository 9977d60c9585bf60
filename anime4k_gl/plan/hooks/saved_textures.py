"""The textures that passes may bind by name, and which files see them."""

from __future__ import annotations

from collections.abc import Mapping

from ...usershader import UserShader
from ..dialect import Dialect
from ..image import Image


class SavedTextures:
    """The textures stored so far in a frame.

    In vo_gpu all files share them. In libplacebo each file has its own: the hook points it names,
    as they reached it, and the textures its passes saved.
    """

    def __init__(self, dialect: Dialect) -> None:
        self._shared = dialect is Dialect.VO_GPU
        self._textures: dict[object, dict[str, Image]] = {}
        self._saved_by: dict[tuple[object, str], UserShader] = {}

    def visible_to(self, shader: UserShader) -> Mapping[str, Image]:
        """Return the textures that the passes of a file see, by name."""
        return self._textures.get(self._key(shader), {})

    def store_point(self, shader: UserShader, name: str, image: Image) -> None:
        """Store the picture of a hook point as it reaches a file's passes."""
        self._store(shader, name, image)
        self._saved_by.pop((self._key(shader), name), None)

    def save(self, shader: UserShader, name: str, image: Image) -> None:
        """Store a texture that a pass of a file saved."""
        self._store(shader, name, image)
        self._saved_by[self._key(shader), name] = shader

    def saver_elsewhere(self, name: str) -> UserShader | None:
        """Return a file that saved a texture of that name, or None."""
        return next((s for (_, saved), s in self._saved_by.items() if saved == name), None)

    def _store(self, shader: UserShader, name: str, image: Image) -> None:
        self._textures.setdefault(self._key(shader), {})[name] = image

    def _key(self, shader: UserShader) -> object:
        return None if self._shared else file_key(shader)


def file_key(shader: UserShader) -> tuple[str, str]:
    """Return the identity of a file: given twice it runs twice, but is one file."""
    return shader.filename, shader.text
