"""The buffers of ``//!BUFFER`` blocks in GPU memory; their content persists over frames."""

from __future__ import annotations

from ...errors import GLError
from ...usershader import Buffer, block_bytes
from .. import constants as GL
from ..functions import GLFunctions
from ..recording import Recording
from .memory import allocating

_VEC4 = 16  # to whose size drivers round that of a block


class BlockBuffer:
    """The buffer of one block.

    Attributes
    ----------
    bytes : the GPU memory it takes
    """

    def __init__(self, gl: GLFunctions, buffer: Buffer) -> None:
        """Make and fill the buffer, inside `preserved`.

        Raises
        ------
        GLError : larger than the driver allows
        """
        self._gl = gl
        self._target = GL.SHADER_STORAGE_BUFFER if buffer.storage else GL.UNIFORM_BUFFER
        needed = block_bytes(buffer.variables, storage=buffer.storage)
        self.bytes = -(-needed // _VEC4) * _VEC4
        limit = gl.integer(
            GL.MAX_SHADER_STORAGE_BLOCK_SIZE if buffer.storage else GL.MAX_UNIFORM_BLOCK_SIZE
        )
        if self.bytes > limit:
            raise GLError(
                f"BUFFER {buffer.name} of {self.bytes} bytes is beyond this driver's limit of"
                f" {limit}"
            )
        content = buffer.data.ljust(self.bytes, b"\0")
        self._name = gl.generate("Buffers")
        # Through a target without binding points, so that none of the host's changes.
        gl.glBindBuffer(GL.ARRAY_BUFFER, self._name)
        try:
            with allocating(gl, f"BUFFER {buffer.name}", self.bytes):
                gl.glBufferData(GL.ARRAY_BUFFER, self.bytes, content, GL.DYNAMIC_COPY)
        except GLError:
            self.release()
            raise

    def record(self, recording: Recording, index: int) -> None:
        """Record that it is at a binding point of its kind."""
        point = self._target, index
        recording.set(("buffer", *point), self._name, "glBindBufferBase", *point, self._name)

    def release(self) -> None:
        """Free the buffer."""
        self._gl.delete("Buffers", self._name)
