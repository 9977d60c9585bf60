"""The environment of the user's passes: saved textures, tables, buffers, parameters, sizes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ...formats import Size
from ...usershader import Buffer, Expression, Filter, Texture, UserShader
from ...usershader.expression import Sizes
from ..dialect import Dialect
from ..image import IDENTITY, Image, Pair
from ..recorder import Params
from .saved_textures import SavedTextures


class HookEnvironment:
    """The values that passes and their expressions can read at the current point of the walk.

    Attributes
    ----------
    shaders : the user's files, in their order
    dialect : whose rules hold
    saved : the textures stored so far in the frame
    reference : where the source lies on the picture since prescalers resized it
    inactive : by hook point, why it does not fire; names missing here fire, or do not exist
    """

    def __init__(
        self,
        shaders: Sequence[UserShader],
        params: Mapping[int, Params],
        *,
        target: Size,
        native: Size,
        dialect: Dialect,
    ) -> None:
        self.shaders = tuple(shaders)
        self.dialect = dialect
        self.saved = SavedTextures(dialect)
        self.reference = IDENTITY
        self.inactive: dict[str, str] = {}
        self._params = params
        self._target, self._native = target, native
        self._with_filter: dict[int, Texture] = {}

    def input_size(self) -> Pair:
        """Return the ``input_size`` that passes see: the source's, as prescalers resized it."""
        scale = self.reference.scale
        return self._native.width * scale[0], self._native.height * scale[1]

    def params_of(self, shader: UserShader) -> Params:
        """Return a file's parameters, and its enums' members, by name."""
        return self._params.get(id(shader), {})

    def tables(self, shader: UserShader) -> dict[str, Texture]:
        """Return the lookup tables a file's passes may read; of two of one name, the first.

        A table without a FILTER is LINEAR in vo_gpu, NEAREST in libplacebo.
        """
        if self.dialect is Dialect.VO_GPU:
            files: Sequence[UserShader] = self.shaders
            default = Filter.LINEAR
        else:
            files, default = (shader,), Filter.NEAREST
        tables = {t.name: t for s in reversed(files) for t in reversed(s.textures)}
        return {name: self._with_default(table, default) for name, table in tables.items()}

    def has_texture(self, name: str, shader: UserShader) -> bool:
        """Return whether a file's passes can bind a texture of that name now."""
        return self.dialect.texture(name) in self.saved.visible_to(shader)

    def sizes(self, image: Image, shader: UserShader) -> Sizes:
        """Return the sizes that a file's expressions may ask for at a picture."""
        scale = self.reference.scale
        width, height = self._native
        native = Size(round(width * scale[0]), round(height * scale[1]))
        sizes = {
            name: stored.size
            for texture, stored in self.saved.visible_to(shader).items()
            for name in self.dialect.names(texture)
        }
        sizes |= {"NATIVE_CROPPED": native, "OUTPUT": self._target, "HOOKED": image.size}
        return sizes.get

    def evaluate(self, expression: Expression, image: Image, shader: UserShader) -> float:
        """Return the value of an expression in a file, at a picture.

        Raises
        ------
        ExpressionFailure : it reads a texture that does not exist
        """
        return expression.evaluate(
            self.sizes(image, shader),
            self.params_of(shader),
            tolerant_equality=self.dialect is Dialect.LIBPLACEBO,
        )

    def _with_default(self, table: Texture, default: Filter) -> Texture:
        """Return a table with its filter filled in; the same object for the same table."""
        if table.filter is not None or not table.format.filterable or table.storage:
            return table
        # The executor tells tables apart by identity, so each is made once.
        return self._with_filter.setdefault(id(table), replace(table, filter=default))


def buffers_of(shader: UserShader) -> dict[str, Buffer]:
    """Return a file's buffers by name; of two of one name, the first."""
    return {buffer.name: buffer for buffer in reversed(shader.buffers)}
