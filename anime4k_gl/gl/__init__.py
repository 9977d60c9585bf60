"""The OpenGL side: contexts, the state a host gets back, programs, and the executor of plans."""

from ..dependencies import require

require("moderngl", "numpy")
