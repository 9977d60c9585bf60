"""The textures that passes may bind by name, and who sees which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..usershader import UserShader
from .dialect import Dialect
from .image import Image


class Stores:
    """What is stored so far in a frame.

    In vo_gpu all files share one store. In libplacebo each file has its own: of the hook points it
    names, as they came to it, and of what its passes saved.
    """

    def __init__(self, dialect: Dialect, shaders: Sequence[UserShader]) -> None:
        self._shared = dialect is Dialect.VO_GPU
        self._stores: dict[object, dict[str, Image]] = {}
        self._shaders = tuple(shaders)
        self._saved_by: dict[tuple[object, str], UserShader] = {}

    def of(self, shader: UserShader) -> Mapping[str, Image]:
        """Return what the passes of a file see, by name."""
        return self._stores.get(self._key(shader), {})

    def point(self, shader: UserShader, name: str, image: Image) -> None:
        """Store what a hook point holds as it comes to a file's passes."""
        self._store(shader, name, image)
        self._saved_by.pop((self._key(shader), name), None)

    def save(self, shader: UserShader, name: str, image: Image) -> None:
        """Store what a pass of a file saved."""
        self._store(shader, name, image)
        self._saved_by[self._key(shader), name] = shader

    def saver_elsewhere(self, name: str) -> UserShader | None:
        """Return a file that saved a texture of that name."""
        return next((s for (_, saved), s in self._saved_by.items() if saved == name), None)

    def _store(self, shader: UserShader, name: str, image: Image) -> None:
        self._stores.setdefault(self._key(shader), {})[name] = image

    def _key(self, shader: UserShader) -> object:
        return None if self._shared else file_of(shader)


def file_of(shader: UserShader) -> tuple[str, str]:
    """Return what tells files apart: the same one given twice runs twice, but is one file."""
    return shader.filename, shader.text
