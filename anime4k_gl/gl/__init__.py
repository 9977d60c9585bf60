"""The OpenGL side: contexts, the host's state, programs, and the executor of plans."""

from ..dependencies import require

require("moderngl")
