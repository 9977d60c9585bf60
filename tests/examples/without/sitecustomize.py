"""What stands in for the upscaler where an example is drawn without it: nothing is drawn.

Python imports this by itself where the folder is on its path, before the example begins.
"""

from __future__ import annotations

from typing import Any

import anime4k_gl as a4k
from anime4k_gl.rendering import upscaler


class Nothing:
    """Takes what an `Upscaler` takes and makes no call of OpenGL."""

    def __init__(self, context: Any = None, **options: Any) -> None:
        self.result: Any = None
        self._size = options["target_size"]

    def render(self, texture: Any) -> Any:
        self.result = texture if isinstance(texture, a4k.GLTexture) else None
        return texture

    def render_into(self, *options: Any, **others: Any) -> None:
        pass

    def read(self) -> Any:
        import numpy as np

        return np.zeros((self._size[1], self._size[0], 4), np.uint8)

    def set_params(self, **values: Any) -> None:
        pass

    def resize(self, **sizes: Any) -> None:
        pass

    def release(self) -> None:
        pass

    def __enter__(self) -> Nothing:
        return self

    def __exit__(self, *error: object) -> None:
        pass


a4k.Upscaler = Nothing  # type: ignore[assignment,misc]
upscaler.Upscaler = Nothing  # type: ignore[assignment,misc]
